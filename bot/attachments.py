"""The files the bot sends, by kind: what is read for one while the database is at hand, and how its bytes are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot import workbooks
from bot.cards import Attachment, Reader, say
from bot.rules.file_names import document_name
from bot.services import sheets
from bot.services.work import Work
from storage import project as project_rows

Values = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file all of whose content was read.

    name: with its suffix. alt: what it shows, in the reader's words. picture: it is to be shown, not only kept.
    make: its bytes, from plain values alone; called in a thread, where it may raise what it likes.
    """

    name: str
    alt: str
    make: Callable[[], bytes]
    picture: bool = False


def draft(work: Work, file: Attachment, reader: Reader) -> Draft:
    """Read what a file consists of now, for one reader. Raises KeyError for a kind there is not."""
    return KINDS[file.kind](work, file.values, reader)


def _task_sheet(work: Work, values: Values, reader: Reader) -> Draft:
    """The task list and progress of a project (G2)."""
    project = project_rows.project(work.db, int(values["project"]))
    tasks = sheets.tasks(work, project, reader)
    day = work.today(work.norms(project))
    name = document_name(project.name, day, tasks.name, "xlsx")
    return Draft(name, say(sheets.summary(work, project), reader), partial(workbooks.write, tasks))


KINDS: Mapping[str, Callable[[Work, Values, Reader], Draft]] = {
    "task_sheet": _task_sheet,
}

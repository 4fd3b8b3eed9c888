"""The files the bot sends, by kind: what is read for one while the database is at hand, and how its bytes are made."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot import workbooks
from bot.cards import Attachment, Reader, say, words
from bot.charts import draw
from bot.charts.gantt import chart
from bot.rules.file_names import document_name
from bot.rules.gantt import Plan
from bot.services import gantt, sheets
from bot.services.work import Work
from storage import project as project_rows

Values = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file all of whose content was read.

    name: with its suffix. alt: what it shows, in the reader's words. picture: it is to be shown, not only kept.
    make: its bytes, from plain values alone and off the event loop; it may raise what it likes.
    """

    name: str
    alt: str
    make: Callable[[], Awaitable[bytes]]
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
    return Draft(name, tasks.summary, partial(asyncio.to_thread, workbooks.write, tasks))


def _gantt(work: Work, values: Values, reader: Reader) -> Draft:
    """The plan of a project as a picture (G1)."""
    project = project_rows.project(work.db, int(values["project"]))
    name = document_name(project.name, work.today(work.norms(project)), say(words("board.gantt_kind"), reader), "png")
    make = partial(_drawn, gantt.plan(work, project), reader.language)
    return Draft(name, say(gantt.summary(work, project), reader), make, picture=True)


async def _drawn(plan: Plan, language: str) -> bytes:
    return await draw.png(await asyncio.to_thread(chart, plan, language))


KINDS: Mapping[str, Callable[[Work, Values, Reader], Draft]] = {
    "task_sheet": _task_sheet,
    "gantt": _gantt,
}

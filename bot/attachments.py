"""The files the bot sends, by kind: what is read for one while the database is at hand, and how its bytes are made."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import workbooks
from bot.cards import Attachment, Reader, say, words
from bot.charts import draw
from bot.charts.gantt import chart
from bot.clock import Clock
from bot.errors import SendFailed
from bot.rules.file_names import document_name
from bot.rules.gantt import Plan
from bot.services import gantt, sheets
from bot.services.sheets import TaskList
from bot.services.work import Defaults, Work
from bot.wire import Attached
from storage import project as project_rows
from storage.engine import Database

LINE_SECONDS = 10.0  # for the files of others; with the next, it leaves half of what a send may take
MAKING_SECONDS = 10.0
AGAIN_SECONDS = 1
MOST_IN_LINE = 8  # each takes one of the places for messages under way

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


class Workshop:
    """Makes one file after the other: a sheet or picture of thousands of tasks takes a core for itself."""

    def __init__(self, database: Database, clock: Clock, defaults: Defaults) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults
        self._turn = asyncio.Lock()
        self._line = 0

    async def make(self, file: Attachment, reader: Reader) -> Attached:
        """The file as things stand now, for one reader.

        Raises SendFailed, held, when other files took the time there is, OSError for what another try may mend, and
        whatever a defect raises.
        """
        await self._wait()
        try:
            async with asyncio.timeout(MAKING_SECONDS):
                made = await self._database.run(_draft, self._clock.now(), self._defaults, file, reader)
                return Attached(made.name, await made.make(), made.alt, made.picture)
        finally:
            self._turn.release()

    async def _wait(self) -> None:
        if self._line >= MOST_IN_LINE:
            raise _busy()
        self._line += 1
        try:
            async with asyncio.timeout(LINE_SECONDS):
                await self._turn.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self._line -= 1


def _busy() -> SendFailed:
    return SendFailed("other files are made first", held=True, retry_after=AGAIN_SECONDS)


def _draft(db: Session, now: datetime, defaults: Defaults, file: Attachment, reader: Reader) -> Draft:
    """Read what a file consists of. Raises KeyError for a kind there is not."""
    return KINDS[file.kind](Work(db, now, defaults, source="outbox"), file.values, reader)


def _task_sheet(work: Work, values: Values, reader: Reader) -> Draft:
    """The task list and progress of a project (G2)."""
    project = project_rows.project(work.db, int(values["project"]))
    found = sheets.read(work, project)
    name = document_name(project.name, work.today(found.norms), say(words("board.tasks"), reader), "xlsx")
    return Draft(name, say(found.counts, reader), partial(asyncio.to_thread, _written, found, reader))


def _written(found: TaskList, reader: Reader) -> bytes:
    return workbooks.write(sheets.tasks(found, reader))


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

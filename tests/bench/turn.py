"""A whole /task turn against the plain way: `python -m tests.bench.turn`.

Ours: neutral event, stored and acknowledged, understood, checked, task, echo card, message to the owner, record, due
rows, all committed. Plain, and without understanding anything: SQLModel's AsyncSession; read the project, insert the
same task, one outbox row and the inbox row, commit.
"""

import asyncio
import gc
import itertools
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Field, SQLModel, UniqueConstraint, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.cards import dump, note
from bot.clock import MovableClock
from bot.engine import Engine
from bot.wire import Account, Incoming
from storage.engine import Database, normalise
from storage.tables.project import Project
from storage.tables.task import Task
from tests.bench.ground import alternate, arguments, ratio, show, urls
from tests.chat import defaults

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PEOPLE = [Account(f"u{number}", f"成员{number}") for number in range(30)]
WARM = 16  # turns before the clock starts, six times: the driver prepares a statement when it is executed a sixth time
T = TypeVar("T")
_numbers = itertools.count()
_COLLECTING, _SWITCHING = gc.get_threshold(), sys.getswitchinterval()


class PlainOutbox(SQLModel, table=True):
    """Our outbox as an ordinary model: the same columns and as many indexes."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    person_id: int | None = None
    chat_id: int | None = None
    platform: str = ""
    lane: str = Field(index=True)
    kind: str = "post"
    rank: int = 0
    why: str = "reply"
    merge: str = ""
    card_key: str = Field(default="", index=True)
    project_id: int | None = None
    card: str
    still: str = "[]"
    created_at: datetime
    not_before: datetime = Field(index=True)
    expires: datetime | None = None
    state: str = Field(default="waiting", index=True)
    into_id: int | None = Field(default=None, index=True)
    lease: datetime | None = None
    tries: int = 0
    sent_at: datetime | None = None
    ref: str = ""
    note: str = ""


class PlainInbox(SQLModel, table=True):
    """Our inbox as an ordinary model."""

    __table_args__ = (UniqueConstraint("platform", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    key: str
    lane: str = Field(index=True)
    payload: str
    received_at: datetime
    done_at: datetime | None = None
    failure: str = ""


PLAIN = [SQLModel.metadata.tables[name] for name in ("plainoutbox", "plaininbox")]


def _lay_plain(url: str) -> None:
    database = Database(url, inline=True)
    SQLModel.metadata.create_all(database.engine, tables=PLAIN)
    database.close()


async def _plain_turn(engine: AsyncEngine, number: int) -> None:
    event = _task(number)
    async with AsyncSession(engine) as db:
        project = (await db.exec(select(Project).where(Project.name == f"项目{number % 10}"))).one()
        title, code = f"完成海报{number}", f"PLAIN{number}"
        row = Task(
            project_id=project.id or 0, code=code, title=title, owner_id=project.lead_id, creator_id=project.lead_id,
            criteria="300DPI", due_at=NOW, due_timed=True, created_at=NOW,
        )  # fmt: skip
        card = dump(note(title, code, tone="good"))
        db.add(row)
        db.add(PlainOutbox(key=event.key, lane=event.lane, chat_id=1, card=card, created_at=NOW, not_before=NOW))
        payload = event.to_json()
        db.add(PlainInbox(platform="bench", key=event.key, lane=event.lane, payload=payload, received_at=NOW))
        await db.commit()


def plain(url: str, at_once: int, turns: int) -> Callable[[], float]:
    """The plain way, so many at once; gives turns a second."""
    address = normalise(url).replace("sqlite://", "sqlite+aiosqlite://")

    async def load() -> float:
        # As Python comes; our own worker threads set both for the process they are in.
        gc.set_threshold(*_COLLECTING)
        sys.setswitchinterval(_SWITCHING)
        engine = create_async_engine(address, pool_size=at_once)
        if address.startswith("sqlite"):
            event.listen(engine.sync_engine, "connect", _wal)
        numbers = iter([next(_numbers) for _ in range(turns)])

        async def worker() -> None:
            for number in numbers:
                await _plain_turn(engine, number)

        for _ in range(6 * WARM):
            await _plain_turn(engine, next(_numbers))
        took = await _seconds(lambda: asyncio.gather(*(worker() for _ in range(at_once))))
        await engine.dispose()
        return turns / took

    return lambda: asyncio.run(load())


def _wal(connection: Any, _record: object) -> None:
    # The same durability as ours.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


class Ours:
    """The real bot with ten groups, each with a project of thirty people."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._run(self._furnish)

    def _run(self, work: Callable[[Engine], Awaitable[T]]) -> T:
        async def call() -> T:
            database = Database(self.url)
            try:
                return await work(Engine(database, MovableClock(NOW), defaults(), {}))
            finally:
                database.close()

        return asyncio.run(call())

    async def _furnish(self, engine: Engine) -> None:
        for number in range(10):
            chat = f"g{number}"
            joined = Incoming(f"j{chat}", "bench", "joined", "u0", "成员0", chat, chat, mentions=tuple(PEOPLE))
            await engine.inbox.deliver(joined)
            await engine.inbox.deliver(typed(f"/项目 新建 项目{number} 2026-03-02 到 2026-03-20", chat))
        while await engine.turns():
            pass

    def turns(self, count: int) -> Callable[[], float]:
        """So many /task turns; gives turns a second."""

        async def load(engine: Engine) -> float:
            for _ in range(6):
                await self.work_off(engine, [_task(next(_numbers)) for _ in range(WARM)])
            return count / await _seconds(lambda: self.work_off(engine, [_task(next(_numbers)) for _ in range(count)]))

        return lambda: self._run(load)

    async def work_off(self, engine: Engine, events: Sequence[Incoming]) -> None:
        """Deliver events and handle them all."""
        await asyncio.gather(*map(engine.inbox.deliver, events))
        while await engine.turns():
            pass


def typed(text: str, chat: str, person: int = 0, mentions: Sequence[Account] = ()) -> Incoming:
    """Somebody types into a group."""
    key, me = f"e{next(_numbers)}", PEOPLE[person]
    return Incoming(key, "bench", "message", me.user, me.name, chat, chat, text, True, tuple(mentions), message=key)


def _task(number: int) -> Incoming:
    owner = PEOPLE[(number + 7) % 30]
    text = f"/任务 完成海报{number} <@{owner.user}> 3月4日17:00前 标准: 300DPI"
    return typed(text, f"g{number % 10}", number % 30, [owner])


def main() -> None:
    options = arguments(__doc__ or "", turns=320, rounds=7)
    works: dict[str, Callable[[], float]] = {}
    with urls(options.kinds) as found:
        for kind, url in found.items():
            ours = Ours(url)
            _lay_plain(url)
            ours.turns(64)()
            works |= {f"{kind}, plain, {n} at once": plain(url, n, options.turns) for n in (1, 8)}
            works[f"{kind}, ours"] = ours.turns(options.turns)
        measured = alternate(options.rounds, works)
    rows = []
    for name, values in measured.items():
        # The first is the plain way over aiosqlite, the second the one of the same database.
        yardsticks = (_best_plain(measured, options.kinds[0]), _best_plain(measured, name.partition(",")[0]))
        factors = (f"{ratio(values, plain):.2f}" for plain in yardsticks)
        rows.append((name, round(statistics.median(values)), *factors))
    show("A whole /task turn", ("way", "turns/s", f"x plain {options.kinds[0]}", "x plain here"), rows)


def _best_plain(measured: Mapping[str, Sequence[float]], kind: str) -> Sequence[float]:
    return max(
        (values for name, values in measured.items() if name.startswith(f"{kind}, plain")), key=statistics.median
    )


if __name__ == "__main__":
    main()

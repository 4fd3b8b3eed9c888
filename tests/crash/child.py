"""The process that is killed: the real engine over the console, fed through a pipe, dying where it is told to."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any, cast

import structlog
from sqlalchemy import event

from adapters.console.adapter import ConsoleAdapter
from adapters.console.store import ConsoleStore
from bot.cards import note
from bot.clock import SystemClock
from bot.duties import DUTIES, Duty
from bot.engine import Engine
from bot.services.work import Work
from storage import due
from storage.due import Due
from storage.engine import Database
from storage.outbox import Notice, Rank, ToChat
from tests.chat import defaults

BEAT = timedelta(seconds=10)
SPEED = 30.0


@dataclass(frozen=True, slots=True)
class Orders:
    """Where a child works, since when its clock runs, and at the how manyeth passing of which point it dies."""

    url: str
    console: str
    began: datetime
    starts_at: datetime
    point: str = ""
    passing: int = 0


class SharedClock:
    """Runs `SPEED` times as fast as the machine's, in all processes and over restarts alike."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._real = SystemClock()

    def now(self) -> datetime:
        return self._orders.starts_at + (self._real.now() - self._orders.began) * SPEED

    async def sleep(self, seconds: float) -> None:
        await self._real.sleep(seconds / SPEED)


class Deathbed:
    """Counts the passings of named points and dies at the one it was told, as by kill -9."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._passed = 0

    def passing(self, point: str) -> None:
        if point != self._orders.point:
            return
        self._passed += 1
        if self._passed >= self._orders.passing:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalDatabase(Database):
    """Passes a named point before and after each kind of transaction."""

    def __init__(self, url: str, deathbed: Deathbed) -> None:
        super().__init__(url)
        self._deathbed = deathbed
        event.listen(self.engine, "commit", lambda _connection: deathbed.passing("any commit"))

    async def run(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        return await self._between(super().run, work, *args, **kwargs)

    async def run_repeatable(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        return await self._between(super().run_repeatable, work, *args, **kwargs)

    async def _between(self, run: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
        name = f"{work.__module__.rpartition('.')[2]}.{work.__name__}"
        self._deathbed.passing(f"before {name}")
        result = await run(work, *args, **kwargs)
        if result is None or result:
            self._deathbed.passing(f"after {name}")
        return result

    async def run_first(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        result = await super().run_first(work, *args, **kwargs)
        self._deathbed.passing("inbox committed")
        return result


class MortalConsole(ConsoleAdapter):
    """Passes a named point once the platform has taken a message and not yet answered."""

    def __init__(self, store: ConsoleStore, now: Callable[[], datetime], deathbed: Deathbed) -> None:
        super().__init__(store, now)
        self._deathbed = deathbed

    async def send(self, delivery: Any) -> str:
        ref = await super().send(delivery)
        self._deathbed.passing("sent, not marked")
        return ref


class Heart:
    """A duty that beats in a group: each beat is recorded, announced, and sets the next."""

    def __init__(self, deathbed: Deathbed) -> None:
        self._deathbed = deathbed
        self.halted = False

    def beat(self, work: Work, row: Due) -> None:
        number = round(row.at.timestamp())
        work.record(f"beat:{row.subject}", str(number))
        self._deathbed.passing("in a duty")
        work.send(Notice(ToChat(int(row.subject)), note(f"beat {number}"), "S2", work.key(), Rank.URGENT))
        if not self.halted:
            due.put(work.db, row.kind, row.subject, row.at + BEAT)


def _die_in_turns(engine: Database, deathbed: Deathbed) -> None:
    def passed(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO task "):
            deathbed.passing("in a turn")

    event.listen(engine.engine, "after_cursor_execute", passed)


def main(orders: Orders, pipe: Connection) -> None:
    """Serve until told to stop or dead."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_serve(orders, pipe))


async def _serve(orders: Orders, pipe: Connection) -> None:
    deathbed, clock = Deathbed(orders), SharedClock(orders)
    database, heart = MortalDatabase(orders.url, deathbed), Heart(deathbed)
    _die_in_turns(database, deathbed)
    cast(dict[str, Duty], DUTIES)["beat"] = heart.beat
    console = MortalConsole(ConsoleStore(orders.console), clock.now, deathbed)
    engine = Engine(database, clock, defaults(), {console.name: console})
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    async def take(person: str, chat: str, text: str, key: str) -> None:
        await console.say(person, chat, text, key)
        pipe.send(key)

    def read() -> None:
        while pipe.poll():
            match pipe.recv():
                case ["halt"]:
                    heart.halted = True
                case ["stop"]:
                    stopped.set()
                case [*said]:
                    tasks.add(asyncio.create_task(take(*said)))

    await engine.start()
    loop.add_reader(pipe.fileno(), read)
    pipe.send("ready")
    while not stopped.is_set():
        engine.tick()
        await SystemClock().sleep(0.05)
    loop.remove_reader(pipe.fileno())
    await engine.stop()
    database.close()

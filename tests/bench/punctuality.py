"""At 10,000 open tasks: how punctual sends are, and how long three days' stop takes to settle.

`python -m tests.bench.punctuality`
"""

import asyncio
import statistics
import time
from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot.clock import MovableClock
from bot.engine import Engine
from bot.services import rounds, standup
from bot.services.work import Work
from storage import due
from storage.engine import Database
from storage.tables.project import Project
from tests.bench import crowd
from tests.bench.ground import arguments, share, show, urls
from tests.bench.silent import Silent
from tests.chat import defaults

TASKS = 10_000
AT_ONCE = 200


def _engine(database: Database, at: datetime) -> tuple[Engine, MovableClock, Silent]:
    clock = MovableClock(at)
    console = Silent(clock.now)
    return Engine(database, clock, defaults(), {console.name: console}), clock, console


def _plan(db: Session, at: datetime) -> None:
    """Every reminder that is due falls due at this moment, for the first tasks; the others have been dropped."""
    for number in range(crowd.DUE_IN_BLOCK):
        due.drop(db, "overdue", (number + 1) * 10)
    for number in range(AT_ONCE):
        due.put(db, "overdue", (number + 1) * 10, at)


async def _punctual(database: Database) -> list[float]:
    """Seconds by which each message of a moment left after it, in the running bot."""
    engine, clock, console = _engine(database, crowd.NOW)
    moment = crowd.NOW + timedelta(seconds=3)
    await database.run(_plan, moment)
    clock.run_at(1.0)
    await engine.start()
    last = -1
    while len(console.sent) != last or clock.now() < moment + timedelta(seconds=2):
        last = len(console.sent)
        engine.tick()
        await asyncio.sleep(0.5)
    await engine.stop()
    return [(at - moment).total_seconds() for at in console.sent]


def _schedule(db: Session) -> None:
    work = Work(db, crowd.NOW, defaults())
    for project in db.exec(select(Project)):
        standup.schedule(work, project)
        rounds.schedule(work, project)


async def _after_stop(database: Database) -> tuple[float, int]:
    """Seconds to settle a start when every task is three days late, and how many messages that took."""
    await database.run(_schedule)
    engine, _, console = _engine(database, crowd.LATER + timedelta(days=4))
    began = time.perf_counter()
    await engine.settle()
    return time.perf_counter() - began, len(console.sent)


def main() -> None:
    options = arguments(__doc__ or "")
    rows = []
    for kind in options.kinds:
        with urls([kind]) as found:
            database = Database(found[kind])
            crowd.fill(database, TASKS)
            lags = asyncio.run(_punctual(database))
            took, messages = asyncio.run(_after_stop(database))
            database.close()
        late = (f"{value:.2f}" for value in (statistics.median(lags), share(lags, 0.99), max(lags)))
        rows.append((kind, len(lags), *late, f"{took:.1f}", messages))
    head = ("database", "sends at one moment", "median s", "p99 s", "last s", "settled after stop s", "messages")
    show("Punctuality at 10,000 open tasks", head, rows)


if __name__ == "__main__":
    main()

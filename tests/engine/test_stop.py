"""Starting, stopping, and callers who hang up (design.md 2)."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from adapters.console.adapter import ConsoleAdapter, Posted
from adapters.console.store import ConsoleStore
from bot import engine as engines
from bot import outbox as outboxes
from bot.clock import MovableClock
from bot.engine import Engine
from bot.services import people
from bot.services.work import Work
from bot.wire import Account, Delivery, Incoming
from storage import inbox, outbox, tables
from storage.engine import Database
from tests.chat import defaults
from tests.engine.shaky import told
from tests.storage.queues import on_postgresql, said

NAMES = ("李四", "王五", "赵六")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class SlowConsole(ConsoleAdapter):
    """Holds every message to the first person until it is let go."""

    def __init__(self) -> None:
        super().__init__(ConsoleStore(), lambda: NOW)
        self.sending, self.let_go = asyncio.Event(), asyncio.Event()

    async def send(self, delivery: Delivery) -> str:
        if delivery.target.id == "u1":
            self.sending.set()
            await self.let_go.wait()
        return await super().send(delivery)


async def standing(console: ConsoleAdapter, *keys: str) -> None:
    """Wait until these messages stand."""
    there, told = asyncio.Event(), set[str]()

    def note(posted: Posted) -> None:
        told.add(posted.key)
        if told.issuperset(keys):
            there.set()

    console.listen(note)
    async with asyncio.timeout(5):
        await there.wait()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Database]:
    own = Database(f"sqlite:///{tmp_path / 'test.db'}")
    tables.lay(own.engine)
    yield own
    own.close()


def _furnish(db: Session) -> None:
    for number, name in enumerate(NAMES, start=1):
        people.meet(Work(db, NOW, defaults()), "console", Account(f"u{number}", name))
    outbox.put(db, [told("a"), told("b")], NOW)


async def _sending(running: Database) -> tuple[Engine, SlowConsole]:
    console = SlowConsole()
    for number, name in enumerate(NAMES, start=1):
        console.store.add_user(f"u{number}", name)
    engine = Engine(running, MovableClock(NOW, 1), defaults(), {console.name: console})
    await running.run(_furnish)
    await engine.start()
    await console.sending.wait()
    return engine, console


async def test_a_stop_finishes_the_message_in_hand_and_begins_no_other(running: Database) -> None:
    engine, console = await _sending(running)
    stopping = asyncio.create_task(engine.stop())
    asyncio.get_running_loop().call_later(0.05, console.let_go.set)
    await stopping
    assert [key for key, _, _ in console.store.sends()] == ["a"]
    assert await running.run(outbox.counts) == {"waiting": 1}


async def test_a_stop_does_not_wait_for_a_platform_that_hangs(
    running: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, _ = await _sending(running)
    monkeypatch.setattr(engines, "STOP_SECONDS", 0.05)
    async with asyncio.timeout(2):
        await engine.stop()
    assert await running.run(outbox.counts) == {"sending": 1, "waiting": 1}


async def test_somebody_who_cannot_be_reached_holds_up_nobody_else(running: Database) -> None:
    engine, console = await _sending(running)
    await running.run(outbox.put, [told("c", 2), told("d", 2), told("e", 3)], NOW)
    engine.tick()
    await standing(console, "c", "d", "e")
    assert [key for key, _, _ in console.store.sends() if key != "e"] == ["c", "d"]
    console.let_go.set()
    await standing(console, "a", "b")
    await engine.stop()
    assert [key for key, _, _ in console.store.sends()][3:] == ["a", "b"]


async def test_when_all_places_are_taken_the_next_goes_as_soon_as_one_is_free(
    running: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outboxes, "MOST_UNDER_WAY", 1)
    engine, console = await _sending(running)
    await running.run(outbox.put, [told("c", 2)], NOW)
    engine.tick()
    console.let_go.set()
    await standing(console, "a", "b", "c")
    await engine.stop()
    assert await running.run(outbox.counts) == {}


async def test_a_caller_who_hangs_up_does_not_take_the_neighbours_events_along(running: Database) -> None:
    engine = Engine(running, MovableClock(NOW), defaults(), {})
    first, second = (asyncio.create_task(engine.inbox.deliver(said(key))) for key in ("e1", "e2"))
    asyncio.get_running_loop().call_soon(first.cancel)
    assert await second
    assert (await running.run(inbox.backlog))[0] == 2


async def test_a_repeat_is_told_from_a_new_event(running: Database) -> None:
    engine = Engine(running, MovableClock(NOW), defaults(), {})
    stored = await asyncio.gather(*(engine.inbox.deliver(said(key)) for key in ("e1", "e2", "e1")))
    assert stored == [True, True, False]


@on_postgresql
async def test_an_event_that_cannot_be_stored_does_not_keep_its_neighbours_out(database: Database) -> None:
    engine = Engine(database, MovableClock(NOW), defaults(), {})
    events = [said("e1"), Incoming("e2", "a platform of far too long a name", "message", "u1", "Li"), said("e3")]
    stored = await asyncio.gather(*map(engine.inbox.deliver, events), return_exceptions=True)
    assert [outcome is True for outcome in stored] == [True, False, True]


class OtherConsole(ConsoleAdapter):
    """A second platform that works."""

    name = "other"


async def test_a_platform_that_hangs_leaves_places_to_the_others(
    running: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outboxes, "MOST_UNDER_WAY", 2)
    monkeypatch.setattr(outboxes, "SHARE_OF_ONE", 0.5)
    slow, other = SlowConsole(), OtherConsole(ConsoleStore(), lambda: NOW)
    for console, user in ((slow, "u1"), (slow, "u2"), (other, "u9")):
        console.store.add_user(user, user)
    engine = Engine(running, MovableClock(NOW, 1), defaults(), {slow.name: slow, other.name: other})
    await running.run(_furnish)
    await running.run(lambda db: people.meet(Work(db, NOW, defaults()), "other", Account("u9", "钱七")))
    await running.run(outbox.put, [told("c", 2), told("d", 4)], NOW)
    await engine.start()
    await standing(other, "d")
    slow.let_go.set()
    await engine.stop()
    assert await running.run(outbox.counts) == {"waiting": 2}


class Rambling(SlowConsole):
    """Names the first message so long that no database takes it."""

    async def send(self, delivery: Delivery) -> str:
        ref = await ConsoleAdapter.send(self, delivery)
        return ref * 300 if delivery.key == "a" else ref


@on_postgresql
async def test_an_answer_that_cannot_be_kept_does_not_take_its_neighbours_along(database: Database) -> None:
    console = Rambling()
    for number in (1, 2):
        console.store.add_user(f"u{number}", NAMES[number - 1])
    engine = Engine(database, MovableClock(NOW), defaults(), {console.name: console})
    await database.run(_furnish)
    await database.run(outbox.put, [told("c", 2)], NOW)
    assert await engine.deliveries()
    assert await database.run(outbox.counts) == {"sending": 1, "waiting": 1}

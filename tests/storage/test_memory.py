"""What adapters keep: on both databases, for as long as it was meant, counted exactly."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.clock import MovableClock
from bot.memory import DatabaseMemory
from storage.engine import Database
from storage.tables.plumbing import memory as table

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def kept(database: Database) -> tuple[DatabaseMemory, MovableClock]:
    clock = MovableClock(NOW)
    return DatabaseMemory(database, clock, "here"), clock


async def test_a_value_is_kept_until_it_is_replaced(database: Database) -> None:
    memory, _ = kept(database)
    await memory.put("token", "a")
    await memory.put("token", "b")
    assert await memory.get("token") == "b"
    assert await memory.get("other") is None


async def test_a_value_is_gone_when_its_time_is_over(database: Database) -> None:
    memory, clock = kept(database)
    await memory.put("token", "a", seconds=60)
    clock.move_to(NOW + timedelta(seconds=59))
    assert await memory.get("token") == "a"
    clock.move_to(NOW + timedelta(seconds=60))
    assert await memory.get("token") is None


async def test_platforms_do_not_see_each_others_values(database: Database) -> None:
    memory, clock = kept(database)
    await memory.put("token", "a")
    assert await DatabaseMemory(database, clock, "there").get("token") is None


async def test_a_counter_counts_and_begins_anew_when_its_time_is_over(database: Database) -> None:
    memory, clock = kept(database)
    assert [await memory.add("calls", 1, seconds=60), await memory.add("calls", 20)] == [1, 21]
    clock.move_to(NOW + timedelta(seconds=61))
    assert await memory.add("calls", 5, seconds=60) == 5


async def test_a_key_of_any_length_is_kept(database: Database) -> None:
    memory, _ = kept(database)
    await memory.put("k" * 5000, "a")
    assert await memory.get("k" * 5000) == "a"


async def test_what_is_over_is_removed_after_a_start(database: Database) -> None:
    memory, clock = kept(database)
    await memory.put("form", "a", seconds=60)
    clock.move_to(NOW + timedelta(seconds=60))
    await DatabaseMemory(database, clock, "here").put("token", "b")
    with database.transaction() as db:
        assert list(db.connection().execute(select(table.c.key)).scalars()) == ["token"]


async def test_a_value_is_swapped_only_for_the_one_that_was_seen(database: Database) -> None:
    memory, _ = kept(database)
    assert [await memory.swap("rate", old, new, 60) for old, new in ((None, "a"), (None, "b"), ("a", "c"))] == [
        True,
        False,
        True,
    ]
    assert await memory.get("rate") == "c"


async def test_a_value_whose_time_is_over_is_as_good_as_none_when_swapping(database: Database) -> None:
    memory, clock = kept(database)
    await memory.swap("rate", None, "a", 60)
    clock.move_to(NOW + timedelta(seconds=61))
    assert not await memory.swap("rate", "a", "b", 60)
    assert await memory.swap("rate", None, "b", 60)

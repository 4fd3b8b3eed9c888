"""Three processes on one PostgreSQL: they share the work, and what one leaves lying another takes up (design.md 5)."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from adapters.console.adapter import ConsoleAdapter
from bot.duties import loop
from bot.engine import Engine
from storage import due
from storage import engine as engines
from storage.engine import Database
from tests.chat import Chat
from tests.storage.queues import NOW, on_postgresql

PROJECTS = ("甲", "乙", "丙", "丁")


@pytest.fixture
def three(chat: Chat, postgresql_url: str) -> Iterator[list[Engine]]:
    """Three processes with one clock, and four projects with a task each; it is Monday 9:00."""
    chat.person("张三", dept="市场部", role="head")
    chat.person("李四", dept="设计部")
    for name in PROJECTS:
        chat.group(name, "张三", "李四")
        chat.says("张三", f"/项目 新建 {name}计划 2026-03-02 到 2026-03-20", name)
        chat.says("张三", f"/任务 {name}稿 @李四 3月3日12:00", name)
    chat.until("2026-03-02 09:00")
    stage, databases = chat.stage, [Database(postgresql_url, threads=2) for _ in range(3)]
    consoles = [ConsoleAdapter(stage.console.store, stage.clock.now) for _ in databases]
    for console in consoles:
        console.listen(stage._note)
    yield [
        Engine(database, stage.clock, stage.defaults, {console.name: console})
        for database, console in zip(databases, consoles, strict=True)
    ]
    for database in databases:
        database.close()


def together(chat: Chat, three: list[Engine], until: str) -> None:
    """All three work at once, at every quarter of an hour up to a moment in Shanghai."""

    async def work() -> None:
        end = datetime.fromisoformat(f"{until}+08:00")
        while chat.stage.clock.now() < end:
            chat.stage.clock.move_to(chat.stage.clock.now() + timedelta(minutes=15))
            await asyncio.gather(*(engine.settle() for engine in three))

    chat._begin()
    asyncio.run(work())


def steps(chat: Chat) -> Counter[tuple[str, str]]:
    """How often which rule spoke where since all three began."""
    return Counter((line.to, line.why) for line in chat.fresh(kind="post"))


@on_postgresql
def test_three_processes_take_every_step_of_two_days_once(three: list[Engine], chat: Chat) -> None:
    together(chat, three, "2026-03-03 18:00")
    groups = {(f"group:{name}", why): times for name in PROJECTS for why, times in (("S1", 2), ("S2", 2), ("O2", 1))}
    people = {("dm:张三", "S1"): 2, ("dm:李四", "S1"): 2, ("dm:李四", "O1"): 1}
    assert steps(chat) == {**groups, **people}


class Killed(Exception):
    """A process ends in the middle of a transaction."""


@on_postgresql
def test_what_a_process_died_over_is_done_by_another_once(three: list[Engine], chat: Chat) -> None:
    chat._begin()
    chat.stage.clock.move_to(datetime.fromisoformat("2026-03-02T17:00+08:00"))
    with suppress(Killed), three[1].database.transaction() as db:
        assert loop.run_some(db, chat.stage.clock.now(), chat.stage.defaults, 16) > 0
        asyncio.run(three[0].settle())
        assert steps(chat) == {}
        raise Killed
    asyncio.run(three[0].settle())
    assert {steps(chat)[f"group:{name}", "S2"] for name in PROJECTS} == {1}


@on_postgresql
def test_a_machine_that_fell_silent_in_a_transaction_holds_its_rows_no_longer_than_half_a_minute(
    database: Database, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as db:
        assert db.connection().exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar() == "30s"
        due.put(db, "round", 1, NOW)
    monkeypatch.setattr(engines, "IDLE_SECONDS", 0.2)
    silent = Database(postgresql_url, inline=True)
    with suppress(DBAPIError), silent.transaction() as dead, database.transaction() as alive:
        assert [row.subject for row in due.claim(dead, NOW, 1)] == ["1"]
        # Waits for the row until the server gives the silent one up.
        due.drop(alive, "round", 1)
        assert due.when(alive, "round", 1) is None
        due.put(dead, "round", 1, NOW)
    silent.close()

"""Turns: what goes wrong in one does not touch the others (design.md 2)."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm.exc import StaleDataError

from bot.cards import Card, note
from bot.commands import ACTIONS
from bot.commands.command import Action, Context
from bot.errors import UserError
from bot.rules.access import ANYONE
from bot.wire import Incoming
from storage import due
from storage.tables.plumbing import inbox
from tests.chat import Chat

Press = Callable[..., None]


@pytest.fixture
def press(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Lets 李四 press buttons that do what the test says, all before the bot looks."""
    chat.person("李四")

    def pressed(*handlers: Callable[[Context], Card | None]) -> None:
        engine = chat.stage.engine

        async def deliver() -> None:
            for number, handler in enumerate(handlers):
                name = f"test.{number}"
                monkeypatch.setitem(ACTIONS, name, Action(name, handler, may=ANYONE))
                await engine.inbox.deliver(Incoming(name, "console", "button", "u1", "李四", action=name))
            await engine.settle()

        chat.passes(minutes=0)
        asyncio.run(deliver())

    return pressed


def _good(ctx: Context) -> Card:
    return note("well done")


def _broken(ctx: Context) -> Card:
    due.put(ctx.work.db, "test", "broken", ctx.work.now)
    raise ZeroDivisionError


def _refused_late(ctx: Context) -> Card:
    due.put(ctx.work.db, "test", "refused", ctx.work.now)
    raise UserError("common.button_gone")


def _answers(chat: Chat) -> list[str]:
    return [line.text for line in chat.lines("dm:李四")]


def _queued(chat: Chat, subject: str) -> bool:
    with chat.stage.database.transaction() as db:
        return due.when(db, "test", subject) is not None


def test_a_defect_is_answered_with_a_code_and_leaves_nothing_behind(chat: Chat, press: Press) -> None:
    press(_broken)
    with chat.stage.database.transaction() as db:
        code = db.connection().execute(select(inbox.c.failure)).scalar_one()
    assert (len(code), code in _answers(chat)[0], _queued(chat, "broken")) == (6, True, False)


def test_a_defect_does_not_touch_the_events_around_it(chat: Chat, press: Press) -> None:
    press(_good, _broken, _good, _good)
    assert [text == "well done" for text in _answers(chat)] == [True, False, True, True]


def test_a_mistake_that_comes_to_light_late_leaves_nothing_behind(chat: Chat, press: Press) -> None:
    press(_good, _refused_late, _good)
    assert (len(_answers(chat)), _queued(chat, "refused")) == (3, False)


def test_a_turn_that_met_another_process_is_done_again(chat: Chat, press: Press) -> None:
    met: list[bool] = []

    def meets_once(ctx: Context) -> Card:
        if len(met) < 2:
            met.append(True)
            raise StaleDataError
        return note("done after all")

    press(meets_once)
    assert _answers(chat) == ["done after all"]


def test_an_event_delivered_twice_is_answered_once(chat: Chat, press: Press) -> None:
    press(_good)
    press(_good)
    assert _answers(chat) == ["well done"]


def test_on_a_machine_too_slow_for_one_event_in_time_they_are_handled_one_at_a_time(chat: Chat, press: Press) -> None:
    chat.stage.database.portion_seconds = 0.0
    press(_good, _good)
    assert _answers(chat) == ["well done", "well done"]


@pytest.mark.parametrize("count", [1, 12])
def test_a_batch_of_tasks_takes_no_more_statements_than_one(team: Chat, count: int) -> None:
    stage, statements = team.stage, list[str]()
    for title in ("草图", "样稿"):  # what is read once stays known
        team.says("张三", f"/任务 {title} @李四 3月10日")

    def hear(*call: Any) -> None:
        statements.append(call[2])

    async def type_all() -> None:
        for number in range(count):
            text = f"/任务 海报{number} @李四 3月10日17:00前"
            await stage.console.say(stage.user("张三"), stage.group("新品上市"), text)
        event.listen(stage.engine.database.engine, "before_cursor_execute", hear)
        await stage.engine.turns()
        event.remove(stage.engine.database.engine, "before_cursor_execute", hear)

    asyncio.run(type_all())
    assert len(statements) <= 14, statements

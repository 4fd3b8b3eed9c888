"""What answers a message of the bot, and what changes one of one's own; how it comes in is told with the adapters."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.wire import Account, Incoming
from tests.chat import Chat


@pytest.fixture
def checks(team: Chat) -> Chat:
    """李四 owns a system check and a shopping list."""
    team.says("张三", "/任务 系统排查 @李四 3月4日17:00前")
    team.says("张三", "/任务 采购清单 @李四 3月6日前")
    return team


def _answers(chat: Chat, who: str, text: str, title: str, **more: Any) -> None:
    """Somebody answers the message that holds a task's card, or changes one of their own."""
    card = next(m for m in chat.stage.console.visible(chat.stage.user(who)) if title in m.text)
    event = Incoming(f"answer:{text}", "console", "message", chat.stage.user(who), who, text=text, addressed=True)
    chat.receives(replace(event, **{"replies_to": (card.ref,), **more}))


def test_s3_an_answer_to_a_tasks_card_is_of_that_task(checks: Chat) -> None:
    _answers(checks, "李四", "完成40%，卡在权限", "采购清单")
    checks.shows("dm:李四", "“采购清单”：阻塞；进度 40%；原因：权限")


def test_s3_an_answer_that_names_another_task_is_of_that_one(checks: Chat) -> None:
    _answers(checks, "李四", "系统排查完成40%", "采购清单")
    checks.shows("dm:李四", "“系统排查”：进度 40%")


def test_a_changed_message_is_not_carried_out_again(checks: Chat) -> None:
    _answers(checks, "张三", "/任务 印刷 @李四 周三", "采购清单", key="one")
    _answers(checks, "张三", "/任务 印刷 @李四 周四", "采购清单", key="two", edits=("one",))
    checks.shows("dm:张三", "这条消息编辑前已经执行，编辑后的内容没有再执行。")


def test_a_changed_message_that_was_not_understood_is_carried_out(checks: Chat) -> None:
    _answers(checks, "李四", "/完城 系统排查", "采购清单", key="one")
    _answers(checks, "李四", "/完成 系统排查", "采购清单", key="two", edits=("one",))
    checks.shows("dm:李四", "✅ 已完成｜系统排查")


def test_a_changed_message_is_asked_about_anew_and_its_older_question_closed(checks: Chat) -> None:
    _answers(checks, "李四", "系统排查完成40%", "采购清单", key="one")
    _answers(checks, "李四", "系统排查完成60%", "采购清单", key="two", edits=("one",))
    checks.shows("dm:李四", "消息已编辑", kind="update")
    checks.shows("dm:李四", "“系统排查”：进度 60%", kind="post")


def test_a_change_that_comes_before_what_it_changes_is_carried_out_alone(checks: Chat) -> None:
    _answers(checks, "张三", "周四 @李四", "采购清单", key="two", edits=("one",), whole="/任务 印刷\n周四 @李四")
    checks.shows("dm:张三", "印刷", "3月5日")
    _answers(checks, "张三", "/任务 印刷\n周三 @李四", "采购清单", key="one")
    assert checks.fresh() == []


def test_a_change_that_waits_with_what_it_overtook_is_carried_out_alone(checks: Chat) -> None:
    text = "/任务 印刷 周四 @李四"
    change = Incoming("two", "console", "message", checks.stage.user("张三"), "张三", text=text, addressed=True)
    engine = checks.stage.engine

    async def receive() -> None:
        await engine.inbox.deliver(replace(change, edits=("one",), whole=text))
        await engine.inbox.deliver(replace(change, key="one", text="/任务 印刷 周三 @李四"))
        await engine.settle()

    checks.passes()
    asyncio.run(receive())
    assert [line.text.count("印刷") for line in checks.fresh("dm:张三", why="reply")] == [1]
    checks.shows("dm:张三", "印刷", "3月5日")


def test_a_change_to_words_that_were_read_in_their_new_form_is_not_carried_out_again(checks: Chat) -> None:
    _answers(checks, "张三", "/任务 印刷 @李四 周四", "采购清单", key="one")
    _answers(
        checks, "张三", "/任务 印刷 @李四 周四", "采购清单", key="two", edits=("one",), whole="/任务 印刷 @李四 周四"
    )
    assert checks.fresh() == []


def test_who_is_mentioned_in_the_unchanged_part_of_a_message_owns_nothing_in_the_changed_one(checks: Chat) -> None:
    li, user = checks.stage.user("李四"), checks.stage.user("张三")
    first = Incoming("one", "console", "message", user, "张三", text=f"/任务 印刷 <@{li}>\n/完城 横幅", addressed=True)
    checks.receives(first)
    now = f"/任务 印刷 <@{li}>\n/任务 横幅 3月5日"
    named = (Account(li, "李四"),)
    checks.receives(replace(first, key="two", text="/任务 横幅 3月5日", whole=now, mentions=named, edits=("one",)))
    checks.shows("dm:张三", "横幅")
    checks.hides("dm:张三", "负责人：李四")


def test_of_words_changed_twice_the_last_ones_are_carried_out_once(checks: Chat) -> None:
    _answers(checks, "李四", "/完城 系统排查\n/完城 采购清单", "采购清单", key="one")
    last = {"edits": ("one", "two"), "whole": "/完城 系统排查\n/完成 采购清单"}
    _answers(checks, "李四", "/完成 采购清单", "采购清单", key="three", **last)
    checks.shows("dm:李四", "✅ 已完成｜采购清单")
    _answers(checks, "李四", "/完成 系统排查", "采购清单", key="two", edits=("one",))
    assert checks.fresh() == []


def test_of_people_taken_out_of_a_line_the_owner_is_asked_and_the_others_help(checks: Chat) -> None:
    picked = tuple(Account(checks.stage.user(name), name) for name in ("李四", "王五"))
    _answers(checks, "张三", "/任务 海报  协作  3月6日", "采购清单", mentions=picked)
    asked = checks.shows("dm:张三", "“海报”由谁负责？")
    assert asked.buttons == ("李四", "王五")
    checks.presses("张三", "王五")
    checks.shows("dm:张三", "海报（", "负责人：王五", "协作人：李四")

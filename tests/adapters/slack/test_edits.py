"""Edits of one message, delivered in any order: the newest words count, and are carried out once."""

from collections.abc import AsyncIterator, Sequence
from itertools import permutations
from typing import Any

import pytest

from tests.adapters.slack.stage import Stage
from tests.adapters.slack.test_story import sees, serving

SLIPS = ("任物 海报", "任物 海报 周三", "任物 海报 周四")


@pytest.fixture
async def office() -> AsyncIterator[Stage]:
    """新品上市 has a project of 张三."""
    async with serving(Stage("http")) as stage:
        await stage.people.commands("UZHANG", "CLAUNCH", "/project", "新建 Q4宣传物料 2026-03-02 到 2026-03-20")
        await sees(stage, "项目负责人：张三")
        yield stage


def versions(stage: Stage, *words: str) -> list[dict[str, Any]]:
    """A message and its edits, a second apart, as Slack tells of each."""
    said = {**stage.people.message("UZHANG", "CLAUNCH", f"<@UBOT> /{words[0]}")}
    place = {"type": "message", "subtype": "message_changed", "channel": "CLAUNCH", "channel_type": "channel"}
    events, before = [said], said
    for number, text in enumerate(words[1:], start=1):
        stamp = f"{float(said['ts']) + number:.6f}"
        edited = {"user": "UZHANG", "ts": stamp}
        after = {**said, "text": f"<@UBOT> /{text}", "edited": edited}
        events.append({**place, "ts": stamp, "message": after, "previous_message": before})
        before = after
    return events


async def tell(stage: Stage, events: Sequence[dict[str, Any]], order: Sequence[int]) -> None:
    for number in order:
        await stage.slack.event(events[number])


def cards(stage: Stage, title: str) -> int:
    """How many posts of the channel are a task's card."""
    return sum(title in post["text"] and "负责人：李四" in post["text"] for post in stage.slack.state.posts("CLAUNCH"))


async def test_the_last_of_three_edits_is_carried_out_once_in_whatever_order_they_come(office: Stage) -> None:
    orders = list(permutations(range(4)))
    for number, order in enumerate(orders):
        await tell(office, versions(office, *SLIPS, f"任务 海报{number:02} <@ULI> 3月6日17:00前"), order)
    await office.people.says("UZHANG", "CLAUNCH", "<@UBOT> /任务 收尾 <@ULI> 3月6日17:00前")
    await sees(office, "收尾")
    assert [cards(office, f"海报{number:02}") for number in range(len(orders))] == [1] * len(orders)


@pytest.mark.parametrize("order", [(3, 1, 2, 0), (3, 2, 1, 0), (0, 3, 1, 2), (2, 3, 1, 0)])
async def test_an_older_edit_is_not_told_after_a_newer_one(web_stage: Stage, order: Sequence[int]) -> None:
    await tell(web_stage, versions(web_stage, *(f"任务 海报{name}" for name in "甲乙丙丁")), order)
    assert "乙" not in "".join(event.text for event in web_stage.heard)


async def test_lines_added_by_an_older_edit_are_not_run_after_a_change_that_has_them(web_stage: Stage) -> None:
    grown = ("任务 甲", "任务 甲\n/任务 乙", "任务 甲\n/任务 乙\n/任务 丙", "任务 甲\n/任务 乙\n/任务 丁")
    await tell(web_stage, versions(web_stage, *grown), (0, 3, 1, 2))
    assert [event.whole for event in web_stage.heard] == ["", "/任务 甲\n/任务 乙\n/任务 丁"]


async def test_a_change_names_all_it_replaces_where_one_between_was_missed(web_stage: Stage) -> None:
    events = versions(web_stage, *(f"任务 海报{name}" for name in "甲乙丙丁"))
    await tell(web_stage, events, (0, 1, 3))
    first, second, last = web_stage.heard
    assert last.edits == (first.key, f"{first.key}:{events[2]['ts']}", second.key)


async def test_another_process_knows_what_was_heard(web_stage: Stage) -> None:
    another = await Stage("http", memory=web_stage.memory).open()
    events = versions(web_stage, *(f"任务 海报{name}" for name in "甲乙丙"))
    await tell(web_stage, events, (2,))
    await tell(another, events, (1,))
    await another.close()
    assert another.heard == []

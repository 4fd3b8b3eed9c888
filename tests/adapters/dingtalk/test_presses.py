"""A press is answered with the card as it stands afterwards, where that is ready in time."""

import asyncio
import json
from typing import Any

import pytest

from adapters import presses
from adapters.dingtalk import stream as stream_module
from adapters.dingtalk.run import track_id
from bot.cards import Button, Card, Form, Input, Section, note, words
from tests.adapters.dingtalk.conftest import open_stage
from tests.adapters.dingtalk.stage import Stage, breathe
from tests.fakes.dingtalk import CARD_TOPIC, GROUP

LABEL = words("standup.label_today")
TRACK = track_id("row7")
REF = f"card:{TRACK}"
TASK = Card("海报初稿", sections=(Section(buttons=(Button("task.accept", LABEL, {"task": "1"}),)),))
SHEET = Card("站会", sections=(Section(form=Form("standup.answer", LABEL, (Input("today", LABEL, "text"),))),))
Press = asyncio.Task[dict[str, Any]]


async def pressed(stage: Stage, card: Card = TASK, **sent: Any) -> Press:
    """Somebody has pressed the group's card, or sent its form, which is stored, and waits."""
    if not stage.fake.office.cards:
        await stage.post(card, GROUP, key="row7", card="task:1")
    [shown] = stage.fake.office.cards.values()
    act = shown.params["form_id"] or json.loads(shown.params["buttons"])[0]["id"]
    heard = len(stage.events)
    waiting = asyncio.create_task(stage.fake.press(TRACK, act, **sent))
    while len(stage.events) == heard:
        await breathe()
    return waiting


async def shows(stage: Stage, line: str = "已接受", **more: Any) -> None:
    await stage.post(note(line), GROUP, ref=REF, card="task:1", why="reply", **more)


def seen(stage: Stage) -> tuple[str, int, int]:
    """The card as everybody sees it, the calls it was updated by, and the answers it came with."""
    card = stage.fake.office.cards[TRACK]
    return card.params["title"], card.updates, card.answers


async def test_a_card_that_is_ready_in_time_comes_with_the_answer_and_costs_no_call(stage: Stage) -> None:
    waiting = await pressed(stage)
    billed = stage.fake.billed
    await shows(stage)
    assert (await waiting)["cardData"]["cardParamMap"]["title"] == "已接受"
    assert (seen(stage), stage.fake.billed) == (("已接受", 0, 1), billed)


async def test_a_card_that_comes_too_late_for_the_answer_is_sent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "ANSWER_SECONDS", 0.0)
    waiting = await pressed(stage)
    assert await waiting == {}
    await shows(stage)
    assert seen(stage) == ("已接受", 1, 0)


async def test_a_card_that_misses_the_platforms_limit_is_sent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "CARD_SECONDS", 0.01)
    waiting = await pressed(stage)
    assert await waiting == {}
    await shows(stage)
    assert seen(stage) == ("已接受", 1, 0)


async def test_a_card_whose_answer_could_not_be_written_is_sent(stage: Stage) -> None:
    waiting = await pressed(stage)
    await stage.fake.sockets[0].close()
    await shows(stage)
    waiting.cancel()
    assert seen(stage) == ("已接受", 1, 0)


async def test_all_who_pressed_a_card_see_it_change_with_their_answers(stage: Stage) -> None:
    both = [await pressed(stage), await pressed(stage)]
    await shows(stage)
    assert ["cardData" in await waiting for waiting in both] == [True, True]


async def test_who_sent_a_form_no_longer_sees_it_and_everybody_sees_the_card(stage: Stage) -> None:
    waiting = await pressed(stage, SHEET, form={"today": "定稿"})
    await shows(stage, "已更新 1/3 人")
    answer = await waiting
    assert answer["userPrivateData"]["cardParamMap"]["has_form"] == "false"
    assert seen(stage) == ("已更新 1/3 人", 0, 1)


async def test_who_is_answered_in_words_need_not_wait_for_a_card(stage: Stage) -> None:
    waiting = await pressed(stage)
    await stage.dm(note("太晚了"), "u1", why="reply")
    assert await waiting == {}


async def test_in_a_rush_presses_are_answered_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "MOST_WAITING", 0)
    assert await (await pressed(stage)) == {}


async def test_a_press_that_is_told_twice_does_not_wait_twice(stage: Stage) -> None:
    told = {"outTrackId": TRACK, "userId": "u1", "content": '{"cardPrivateData": {"actionIds": ["a1"]}}'}
    first = asyncio.create_task(stage.fake.push("CALLBACK", CARD_TOPIC, told, messageId="m-1"))
    while not stage.events:
        await breathe()
    ack = await stage.fake.push("CALLBACK", CARD_TOPIC, told, messageId="m-1")
    first.cancel()
    assert json.loads(ack["data"]) == {"response": {}}


async def test_a_stop_answers_who_still_waits(stage: Stage) -> None:
    waiting = await pressed(stage)
    await stage.adapter.stop()
    assert await waiting == {}


async def test_a_slight_change_costs_no_call_and_is_shown_with_the_next_one(stage: Stage) -> None:
    await stage.post(TASK, GROUP, key="row7", card="task:1")
    await shows(stage, "50%", slight=True)
    assert seen(stage) == ("海报初稿", 0, 0)
    await shows(stage, "50%")
    assert seen(stage) == ("50%", 1, 0)


async def test_a_slight_change_is_shown_at_once_to_who_presses_the_card(stage: Stage) -> None:
    waiting = await pressed(stage)
    await shows(stage, "50%", slight=True)
    await waiting
    assert seen(stage) == ("50%", 0, 1)


async def test_where_the_plan_is_large_slight_changes_are_shown_at_once() -> None:
    async with open_stage(monthly_calls=200_000) as large:
        await large.post(TASK, GROUP, key="row7", card="task:1")
        await shows(large, "50%", slight=True)
        assert seen(large) == ("50%", 1, 0)

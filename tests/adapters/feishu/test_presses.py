"""A press is answered with the card as it stands afterwards, where that is ready in time."""

import asyncio
import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from adapters import presses
from bot.wire import Delivery, Target
from tests.adapters.feishu.conftest import START, Stage
from tests.adapters.feishu.test_http import Door, door  # noqa: F401 - a fixture
from tests.adapters.feishu.test_sending import LI, TEAM, delivery, rendered
from tests.fakes.feishu_wire import press

VALUE = {"a": "task.accept", "v": {"task": "7"}}
PATCH = "PATCH /im/v1/messages/om_1"


def update(line: str = "已接受", **more: Any) -> Delivery:
    known: dict[str, Any] = {"key": "u1", "ref": "om_1", "why": "reply", "accounts": {}}
    return delivery(rendered(line), **{**known, **more})


async def pressed(stage: Stage, key: str = "press1") -> None:
    """Somebody has pressed the card, which stands, and waits."""
    if not stage.fake.messages:
        await stage.adapter.send(delivery())
    event, heard = press(VALUE, ref="om_1"), len(stage.events)
    event["header"]["event_id"] = key
    await stage.fake.push(event, key=key)
    await stage.heard(heard + 1)


async def answer(stage: Stage) -> Any:
    return json.loads(base64.b64decode((await stage.fake.answer())["data"]))


def patches(stage: Stage) -> int:
    return stage.fake.calls.count(PATCH)


async def test_a_card_that_is_ready_in_time_comes_with_the_answer_and_costs_no_call(stage: Stage) -> None:
    await pressed(stage)
    assert await stage.adapter.send(update()) == "om_1"
    assert "已接受" in str((await answer(stage))["card"]["data"])
    assert "已接受" in str(stage.fake.messages[0].content)
    assert patches(stage) == 0


async def test_a_card_that_comes_too_late_for_the_answer_is_sent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "ANSWER_SECONDS", 0.0)
    await pressed(stage)
    assert await answer(stage) == {}
    await stage.adapter.send(update())
    assert (patches(stage), stage.fake.messages[0].answers) == (1, 0)


async def test_a_card_whose_answer_could_not_be_written_is_sent(stage: Stage) -> None:
    await pressed(stage)
    await stage.fake.drop()
    await stage.adapter.send(update())
    assert (patches(stage), stage.fake.messages[0].answers) == (1, 0)
    assert "已接受" in str(stage.fake.messages[0].content)


async def test_after_an_answer_the_same_card_is_sent_again_for_it_may_have_been_lost(stage: Stage) -> None:
    await pressed(stage)
    await stage.adapter.send(update())
    await stage.adapter.send(update(key="u2"))
    await stage.adapter.send(update(key="u3"))
    assert patches(stage) == 1


async def test_all_who_pressed_a_card_see_it_change_with_their_answers(stage: Stage) -> None:
    await pressed(stage, "press1")
    await pressed(stage, "press2")
    await stage.adapter.send(update())
    assert ["card" in await answer(stage) for _ in range(2)] == [True, True]


async def test_a_card_that_mentions_somebody_is_sent_for_a_refused_mention_would_cost_it(stage: Stage) -> None:
    await pressed(stage)
    await stage.adapter.send(update(accounts={4: "ou_li"}))
    assert patches(stage) == 1


async def test_who_is_answered_in_words_need_not_wait_for_a_card(stage: Stage) -> None:
    await pressed(stage)
    await stage.adapter.send(delivery(rendered("太晚了"), key="r1", target=LI, why="reply", card=""))
    assert await answer(stage) == {}


async def test_a_press_that_another_process_dealt_with_is_answered_at_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presses, "ANSWER_SECONDS", 3600.0)
    await pressed(stage)
    stage.memory.done.add(stage.events[-1].key)
    assert await answer(stage) == {}


async def test_in_a_rush_presses_are_answered_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "MOST_WAITING", 1)
    await pressed(stage, "press1")
    await pressed(stage, "press2")
    assert await answer(stage) == {}


async def test_a_press_that_is_told_twice_does_not_wait_twice(stage: Stage) -> None:
    await pressed(stage)
    await stage.fake.push(press(VALUE, ref="om_1"), key="again")
    assert await answer(stage) == {}


async def test_a_stop_answers_who_still_waits(stage: Stage) -> None:
    await pressed(stage)
    await stage.adapter.stop()
    assert await answer(stage) == {}


async def test_over_http_the_card_comes_with_the_answer_too(door: Door) -> None:  # noqa: F811
    stage = door.stage
    await stage.adapter.send(delivery())
    push = asyncio.create_task(door.push(press(VALUE, ref="om_1")))
    await stage.heard(1)
    await stage.adapter.send(update())
    status, body = await push
    stage.fake.take_answer("om_1", body)
    assert (status, "已接受" in str(stage.fake.messages[0].content), patches(stage)) == (200, True, 0)


async def test_a_slight_change_costs_no_call_and_is_shown_with_the_next_one(stage: Stage) -> None:
    await stage.adapter.send(delivery())
    await stage.adapter.send(update("50%", slight=True))
    assert patches(stage) == 0
    await stage.adapter.send(update("50%", key="u2"))
    assert (patches(stage), "50%" in str(stage.fake.messages[0].content)) == (1, True)


async def test_a_slight_change_is_shown_at_once_to_who_presses_the_card(stage: Stage) -> None:
    await pressed(stage)
    await stage.adapter.send(update("50%", slight=True))
    assert "50%" in str(await answer(stage))
    assert patches(stage) == 0


@pytest.mark.parametrize(("target", "posts"), [(TEAM, 2), (LI, 1)])
async def test_a_slight_change_renews_an_old_card_in_a_group_and_leaves_one_in_a_direct_message(
    stage: Stage, target: Target, posts: int
) -> None:
    await stage.adapter.send(delivery(target=target))
    stage.clock.move_to(START + timedelta(days=13, hours=1))
    await stage.adapter.send(update("50%", target=target, slight=True))
    assert (len(stage.fake.messages), patches(stage)) == (posts, 0)


async def test_where_calls_are_not_counted_slight_changes_are_shown_at_once(stage: Stage) -> None:
    await stage.adapter.send(delivery())
    other = stage.another(monthly_calls=0)
    await other._client.open()
    await other.send(update("50%", slight=True))
    assert patches(stage) == 1
    await other.stop()

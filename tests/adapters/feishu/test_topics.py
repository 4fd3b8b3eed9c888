"""Groups of topics: what is answered stands in the topic it was asked or pressed in."""

from datetime import timedelta

import pytest

from bot.errors import SendFailed
from bot.wire import Target
from tests.adapters.feishu.conftest import START, Stage
from tests.adapters.feishu.test_sending import LI, TEAM, delivery
from tests.fakes.feishu_wire import message, press

REPLY = "POST /im/v1/messages/om_in1/reply"


async def ask(stage: Stage, number: str = "om_in1", topic: str = "omt_1") -> None:
    await stage.fake.push(message("/任务", number=number, topic=topic))
    await stage.fake.answer()


async def place(stage: Stage, key: str = "k1", target: Target = TEAM) -> str:
    """Where a reply ended up: the message it answers, or ""."""
    await stage.adapter.send(delivery(key=key, why="reply", target=target))
    return stage.fake.messages[-1].answers_to


async def test_an_answer_stands_in_the_topic_it_was_asked_in(stage: Stage) -> None:
    await ask(stage)
    assert await place(stage) == "om_in1"


async def test_any_process_answers_in_the_topic(stage: Stage) -> None:
    await ask(stage)
    other = stage.another()
    await other._client.open()
    await other.send(delivery(why="reply"))
    assert stage.fake.messages[-1].answers_to == "om_in1"
    await other.stop()


async def test_what_nobody_asked_for_and_what_is_private_belongs_to_no_topic(stage: Stage) -> None:
    await ask(stage)
    await stage.adapter.send(delivery())
    assert stage.fake.messages[-1].answers_to == ""
    assert await place(stage, "k2", LI) == ""


async def test_outside_of_topics_an_answer_is_a_message_of_its_own(stage: Stage) -> None:
    await ask(stage)
    await ask(stage, "om_in2", topic="")
    assert await place(stage) == ""


async def test_a_topic_is_left_after_two_minutes(stage: Stage) -> None:
    await ask(stage)
    stage.clock.move_to(START + timedelta(minutes=2))
    assert await place(stage) == ""


@pytest.mark.parametrize("code", [230001, 230011, 230019, 230071, 230110])
async def test_when_the_question_is_gone_the_answer_is_a_message_of_its_own(stage: Stage, code: int) -> None:
    await ask(stage)
    stage.fake.fail(REPLY, code)
    assert await place(stage) == ""
    assert "接受" in str(stage.fake.messages[-1].content)


async def test_an_answer_taken_up_again_goes_to_the_topic_it_was_on_its_way_to(stage: Stage) -> None:
    await ask(stage)
    stage.fake.fail(REPLY, drop=True, applied=True)
    with pytest.raises(SendFailed):
        await place(stage)
    await ask(stage, "om_in2", topic="omt_2")
    assert await place(stage) == "om_in1"
    assert len(stage.fake.messages) == 1


async def press_card(stage: Stage) -> str:
    """Somebody presses a card that nobody asked for; where the answer ends up."""
    await stage.adapter.send(delivery(key="round"))
    await stage.fake.push(press({"a": "task.accept", "v": {"task": "7"}}, ref="om_1"))
    await stage.fake.answer()
    return await place(stage)


async def test_an_answer_to_a_press_stands_in_the_topic_of_its_card(stage: Stage) -> None:
    stage.fake.topical.add("oc_team")
    await stage.adapter._directory.learn_chat("oc_team")
    assert await press_card(stage) == "om_1"


async def test_in_other_groups_an_answer_to_a_press_is_a_message_of_its_own(stage: Stage) -> None:
    await stage.adapter._directory.learn_chat("oc_team")
    assert await press_card(stage) == ""

"""What a call that was taken did not deliver is told in another way, and never shown as delivered."""

import asyncio

import pytest

from bot.cards import Card, note
from bot.errors import SendFailed
from bot.wire import Target
from tests.adapters.dingtalk.cards import PINGING, PLAIN, STANDUP, TASK
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP, QPS, Failure
from tests.fakes.dingtalk_api import TEMPLATE

CREATE, DIRECT = "/v1.0/card/instances/createAndDeliver", "/v1.0/robot/oToMessages/batchSend"


def lost(reason: str) -> Failure:
    """A card that was made, and delivered nowhere."""
    result = {"spaceId": GROUP, "spaceType": "IM_GROUP", "success": False, "errorMsg": reason}
    return Failure(200, {"success": True, "result": {"outTrackId": "t", "deliverResults": [result]}})


@pytest.mark.parametrize("reason", ["system.busy", "param.templateNotExist", ""])
async def test_a_card_that_reached_nobody_goes_as_words(stage: Stage, reason: str) -> None:
    stage.fake.failures[CREATE].append(lost(reason))
    assert (await stage.post(TASK, GROUP)).startswith("group:")
    assert (stage.fake.count(CREATE), len(stage.texts)) == (1, 1)


async def test_a_card_that_reached_nobody_is_not_taken_for_there_when_its_words_are_held_up(stage: Stage) -> None:
    delivery = stage.delivery(TASK, Target("dingtalk", "group", GROUP))
    stage.fake.failures[CREATE].append(lost("system.busy"))
    stage.fake.failures["/v1.0/robot/groupMessages/send"].append(QPS)
    with pytest.raises(SendFailed):
        await stage.adapter.send(delivery)
    stage.move(2)
    assert (await stage.adapter.send(delivery)).startswith("group:")
    assert (stage.fake.count(CREATE), len(stage.texts)) == (1, 1)


async def test_one_who_left_costs_the_others_of_a_shared_call_nothing(words: Stage) -> None:
    words.fake.failures[DIRECT].append(Failure(400, {"code": "staffId.notExisted", "message": "x"}))
    sent = await asyncio.gather(*(words.dm(STANDUP, user) for user in ("u1", "gone", "u2")), return_exceptions=True)
    assert [isinstance(each, SendFailed) for each in sent] == [False, True, False]
    assert [each.to for each in words.fake.office.sent] == [("u1",), ("u2",)]


async def test_one_who_left_meanwhile_costs_the_others_no_part_twice(words: Stage) -> None:
    long = note("标题", *("中" * 1500 for _ in range(6)))
    left = Failure(400, {"code": "staffId.notExisted", "message": "x"})
    words.fake.failures[DIRECT] += [Failure(200, {"processQueryKey": "q1"}, done=True), left]
    await asyncio.gather(*(words.dm(long, user) for user in ("u1", "u2")))
    titles = [(each.title, len(each.to)) for each in words.fake.office.sent]
    assert titles[:3] == [("标题 (1/3)", 2), ("标题 (2/3)", 1), ("标题 (3/3)", 1)]


async def test_a_shared_call_refused_for_all_is_not_repeated_for_each(words: Stage) -> None:
    words.fake.failures[DIRECT].append(Failure(400, {"code": "robot.oto.notExist", "message": "x"}))
    sent = await asyncio.gather(*(words.dm(PLAIN, user) for user in ("u1", "u2")), return_exceptions=True)
    assert [isinstance(each, SendFailed) for each in sent] == [True, True]
    assert words.fake.count(DIRECT) == 1


async def test_a_card_in_private_shows_the_name_and_marks_nobody(stage: Stage) -> None:
    await stage.dm(PINGING, accounts={5: "u2"}, card="c1")
    (card,) = stage.fake.office.cards.values()
    assert (card.at, card.params["body1"]) == ({}, "＠李四")


async def test_a_template_that_is_missing_does_not_cost_a_call_of_every_message(stage: Stage) -> None:
    stage.fake.office.templates.clear()
    for _ in range(5):
        await stage.post(TASK, GROUP)
    assert (stage.fake.count(CREATE), len(stage.texts)) == (3, 5)
    stage.fake.office.templates.add(TEMPLATE)
    stage.move(3601)
    assert (await stage.post(TASK, GROUP)).startswith("card:")


@pytest.mark.parametrize("shown", [PLAIN, TASK])
async def test_the_message_that_meets_the_end_of_the_months_calls_takes_an_address(stage: Stage, shown: Card) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    stage.fake.quota = 0
    assert (await stage.post(shown, GROUP)).startswith("hook:")
    assert [sent.way for sent in stage.fake.office.sent] == ["hook"]

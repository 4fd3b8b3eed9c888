"""A group's permanent robot address: mentions out of turn without a card template."""

import pytest

from bot.errors import SendFailed
from bot.wire import Target
from tests.adapters.dingtalk.cards import PINGING, PLAIN
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP, Failure

ROBOT_SEND = "/robot/send"
SECRET = "SEC" + "0a1b2c3d" * 8
TOKEN = "0123456789abcdef" * 4
ADDRESS = f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"


async def entered(stage: Stage, over: bool = True) -> None:
    """An administrator enters the address; later the reply address is `over`."""
    stage.fake.robots[TOKEN] = GROUP
    await stage.fake.say(f"webhook {ADDRESS}", group=GROUP, isAdmin=True)
    assert (await stage.told(1)).startswith("已记下本群机器人的地址")
    stage.fake.office.sent.clear()
    stage.fake.calls.clear()
    if over:
        stage.move(5400)


async def test_a_scheduled_mention_notifies(words: Stage) -> None:
    await entered(words)
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [(sent.way, sent.at) for sent in words.fake.office.sent] == [("hook", ("u2",))]
    assert words.fake.count(ROBOT_SEND) == 1


async def test_without_a_mention_the_ordinary_way_is_taken(words: Stage) -> None:
    await entered(words)
    await words.post(PLAIN, GROUP)
    assert [sent.way for sent in words.fake.office.sent] == ["group"]


async def test_the_address_never_reaches_the_record(words: Stage) -> None:
    await entered(words)
    assert words.events == []
    assert not any(TOKEN in value for value, _ in words.memory._values.values())


async def test_only_an_administrator_may_enter_it(words: Stage) -> None:
    await words.fake.say(f"webhook {ADDRESS}", group=GROUP)
    assert (await words.told(1)).startswith("机器人地址请由组织管理员")
    assert words.events == []


async def test_an_address_that_is_gone_is_forgotten(words: Stage) -> None:
    await entered(words)
    words.fake.robots.clear()
    for _ in range(2):
        await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [sent.way for sent in words.fake.office.sent] == ["group", "group"]
    assert words.fake.count(ROBOT_SEND) == 1


async def test_an_address_used_too_often_rests_and_is_used_again(words: Stage) -> None:
    await entered(words)
    words.fake.failures[ROBOT_SEND].append(Failure(200, {"errcode": 130101, "errmsg": "too fast"}))
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    words.move(601)
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [sent.way for sent in words.fake.office.sent] == ["group", "hook"]


async def test_an_address_entered_while_the_one_before_has_to_rest_is_used_after_that(words: Stage) -> None:
    await entered(words, over=False)
    words.fake.failures[ROBOT_SEND].append(Failure(200, {"errcode": 130101, "errmsg": "too fast"}))
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    words.fake.office.sent.clear()
    await entered(words, over=False)
    words.move(601)
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert words.fake.count(ROBOT_SEND) == 1


async def test_an_address_is_kept_once_it_has_spoken_in_the_group(words: Stage) -> None:
    words.fake.robots[TOKEN] = GROUP
    await words.fake.say(ADDRESS, group=GROUP, isAdmin=True)
    assert (await words.told(1)).startswith("已记下本群机器人的地址")
    assert (words.fake.count(ROBOT_SEND), words.fake.billed) == (1, 0)


async def test_an_address_that_does_not_work_is_told_and_not_kept(words: Stage) -> None:
    words.fake.robots[TOKEN], words.fake.robot_secrets[TOKEN] = GROUP, SECRET
    await words.fake.say(ADDRESS, group=GROUP, isAdmin=True)
    assert (await words.told(1)).startswith("这个机器人地址用不了（310000）。")
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert words.fake.count(ROBOT_SEND) == 1


async def test_an_address_with_a_secret_is_signed_anew_each_time(words: Stage) -> None:
    words.fake.robots[TOKEN], words.fake.robot_secrets[TOKEN] = GROUP, SECRET
    await words.fake.say(f"{ADDRESS} {SECRET}", group=GROUP, isAdmin=True)
    assert (await words.told(1)).startswith("已记下本群机器人的地址")
    for _ in range(12):
        words.move(7201)
        await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [sent.at for sent in words.fake.office.sent[1:]] == [("u2",)] * 12
    assert not any(SECRET in value for value, _ in words.memory._values.values())


async def test_a_mention_nobody_asked_for_prefers_the_address_that_recognises_a_repeat(words: Stage) -> None:
    await entered(words, over=False)
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert words.fake.count(ROBOT_SEND) == 1


async def test_a_lost_answer_of_a_robots_address_is_repeated_under_the_same_key(words: Stage) -> None:
    await entered(words, over=False)
    words.fake.failures[ROBOT_SEND].append(Failure(done=True, drop=True))
    delivery = words.delivery(PINGING, Target("dingtalk", "group", GROUP), accounts={5: "u2"})
    with pytest.raises(SendFailed) as lost:
        await words.adapter.send(delivery)
    assert (lost.value.ambiguous, lost.value.permanent, await words.adapter.find(delivery)) == (False, False, "")
    await words.adapter.send(delivery)
    assert (words.fake.count(ROBOT_SEND), len(words.fake.office.sent)) == (2, 1)


async def test_what_a_robots_address_perhaps_took_goes_no_other_way(words: Stage) -> None:
    await entered(words)
    words.fake.failures[ROBOT_SEND].append(Failure(done=True, drop=True))
    delivery = words.delivery(PINGING, Target("dingtalk", "group", GROUP), accounts={5: "u2"})
    with pytest.raises(SendFailed):
        await words.adapter.send(delivery)
    words.fake.robots.clear()
    with pytest.raises(SendFailed) as unsure:
        await words.adapter.send(delivery)
    assert (unsure.value.ambiguous, len(words.fake.office.sent)) == (True, 1)

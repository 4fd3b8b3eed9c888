"""A group's permanent robot address: mentions out of turn without a card template."""

from tests.adapters.dingtalk.cards import PINGING, PLAIN
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP, Failure

TOKEN = "0123456789abcdef" * 4
ADDRESS = f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"


async def entered(stage: Stage) -> None:
    """An administrator enters the address; later the reply address is over."""
    stage.fake.robots[TOKEN] = GROUP
    await stage.fake.say(f"webhook {ADDRESS}", group=GROUP, isAdmin=True)
    assert (await stage.told(1)).startswith("已记下本群机器人的地址")
    stage.fake.office.sent.clear()
    stage.move(5400)


async def test_a_scheduled_mention_notifies(words: Stage) -> None:
    await entered(words)
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [(sent.way, sent.at) for sent in words.fake.office.sent] == [("hook", ("u2",))]
    assert words.fake.count("/robot/send") == 1


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
    assert words.fake.count("/robot/send") == 1


async def test_an_address_used_too_often_rests_and_is_used_again(words: Stage) -> None:
    await entered(words)
    words.fake.failures["/robot/send"].append(Failure(200, {"errcode": 130101, "errmsg": "too fast"}))
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    words.move(601)
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [sent.way for sent in words.fake.office.sent] == ["group", "hook"]

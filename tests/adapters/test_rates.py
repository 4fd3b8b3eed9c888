"""Each platform's rates used to 95 per cent by two processes together, and nothing refused by a strict platform."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from adapters.base import Adapter
from adapters.dingtalk.adapter import DingTalkAdapter
from adapters.feishu.adapter import FeishuAdapter
from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.clock import MovableClock
from bot.wire import Delivery, Incoming, Target
from tests.adapters.feishu.conftest import settings_of, tenant
from tests.adapters.haste import posts, send_all, way
from tests.fakes.dingtalk import FakeDingTalk
from tests.fakes.memory import FakeMemory
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_api import SECRET, TOKEN
from tests.fakes.slack_rates import Rates
from tests.fakes.timeline import LoopClock, play

Lanes = list[list[Delivery]]
Send = Callable[[LoopClock, Lanes], Coroutine[Any, Any, float]]


async def deliver(event: Incoming) -> bool:
    return True


async def by_slack(clock: LoopClock, lanes: Lanes) -> float:
    slack = FakeSlack(clock.now, rates=Rates(), way=way(clock))
    for lane in lanes:
        slack.state.channel(lane[0].target.id, "群")
    await slack.start()
    memory = FakeMemory(clock)
    settings = SlackSettings("http", TOKEN, "", SECRET, slack.base_url)
    adapters = [SlackAdapter(settings, memory, clock) for _ in range(2)]
    took = await among(clock, adapters, lanes)
    await slack.stop()
    return took


async def by_feishu(clock: LoopClock, lanes: Lanes) -> float:
    fake = tenant(MovableClock(clock.now()))
    fake.now, fake.way = clock.now, way(clock)
    fake.chats = {lane[0].target.id: ("群", [fake.bot]) for lane in lanes}
    await fake.start()
    memory = FakeMemory(clock)
    adapters = [FeishuAdapter(settings_of(fake, mode="http"), memory, clock) for _ in range(2)]
    took = await among(clock, adapters, lanes)
    await fake.stop()
    return took


async def by_dingtalk(clock: LoopClock, lanes: Lanes) -> float:
    async with FakeDingTalk(clock) as fake:
        fake.way = way(clock)
        fake.office.groups = {lane[0].target.id for lane in lanes}
        memory = FakeMemory(clock)
        adapters = [DingTalkAdapter(fake.settings(mode="http"), memory, clock) for _ in range(2)]
        return await among(clock, adapters, lanes)


async def among(clock: LoopClock, adapters: list[Any], lanes: Lanes) -> float:
    """Send it all once the connections are open."""
    started: list[Adapter] = adapters
    for adapter in started:
        await adapter.start(deliver)
    took = await send_all(clock, started, lanes)
    for adapter in started:
        await adapter.stop()
    return took


@pytest.mark.parametrize(
    ("send", "platform", "groups", "each", "shortest"),
    [
        (by_slack, "slack", 12, 12, 11.0),
        (by_slack, "slack", 320, 1, 60.0),
        (by_feishu, "feishu", 500, 1, 9.0),
        (by_feishu, "feishu", 2, 150, 29.0),
        (by_feishu, "feishu", 1040, 1, 60.0),
        (by_dingtalk, "dingtalk", 300, 1, 14.0),
    ],
    ids=["slack channels", "slack workspace", "feishu second", "feishu group", "feishu minute", "dingtalk"],
)
def test_a_rush_takes_hardly_longer_than_the_platform_allows(
    send: Send, platform: str, groups: int, each: int, shortest: float
) -> None:
    targets = [Target(platform, "group", f"{'oc_' if platform == 'feishu' else 'C'}{n}") for n in range(groups)]
    took = play(lambda clock: send(clock, posts(targets, each)))
    assert shortest <= took <= shortest / 0.95 + 0.1

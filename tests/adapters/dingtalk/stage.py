"""An adapter between the fake platform and a list of what reached the bot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from adapters.dingtalk.adapter import DingTalkAdapter
from bot.cards import Card, Reader, Rendered, render
from bot.clock import MovableClock
from bot.wire import Delivery, Incoming, Target
from tests.fakes.dingtalk import FakeDingTalk
from tests.fakes.memory import FakeMemory

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def drawn(card: Card, language: str = "zh") -> Rendered:
    return render(card, Reader(language, ZoneInfo("Asia/Shanghai"), NOON.date()))


@dataclass
class Stage:
    """`events` is what the bot was given; `refuse` makes storing fail."""

    clock: MovableClock
    memory: FakeMemory
    fake: FakeDingTalk
    adapter: DingTalkAdapter
    events: list[Incoming] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    refuse: bool = False
    sends: int = 0

    async def deliver(self, event: Incoming) -> bool:
        if self.refuse:
            raise ConnectionError("database away")
        if event.key in self.keys:
            return False
        self.keys.add(event.key)
        self.events.append(event)
        return True

    @property
    def last(self) -> Incoming:
        return self.events[-1]

    async def dm(self, shown: Card, user: str = "u1", **changes: Any) -> str:
        return await self.adapter.send(self.delivery(shown, Target("dingtalk", "dm", user), **changes))

    async def post(self, shown: Card, group: str, **changes: Any) -> str:
        return await self.adapter.send(self.delivery(shown, Target("dingtalk", "group", group), **changes))

    def delivery(self, shown: Card, target: Target, **changes: Any) -> Delivery:
        self.sends += 1
        known = {"key": f"k{self.sends}", "target": target, "content": drawn(shown), "why": "S2"}
        return Delivery(**{**known, **changes})

    def move(self, seconds: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(seconds=seconds))

    async def move_until(self, true: Callable[[], bool], step: float = 1.0, most: int = 400) -> None:
        """Let time pass in steps, with everybody taking their turn between them."""
        for _ in range(most):
            if true():
                return
            self.move(step)
            await breathe()
        raise AssertionError("it never came true")

    @property
    def texts(self) -> Sequence[str]:
        """What people were told, oldest first."""
        return [sent.text for sent in self.fake.office.sent]

    async def told(self, number: int) -> str:
        """The text of the n-th message, which may still be on its way."""
        for _ in range(200):
            if len(self.fake.office.sent) >= number:
                return self.fake.office.sent[number - 1].text
            await breathe()
        raise AssertionError("nothing was said")


async def breathe() -> None:
    """Give everybody on this machine a turn, the network included."""
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get("http://127.0.0.1:9/"):
                pass
        except aiohttp.ClientError:
            return

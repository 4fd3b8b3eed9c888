"""An app of the fake platform, and the adapter connected to it, on a clock that stands still."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.feishu.adapter import FeishuAdapter
from adapters.feishu.settings import FeishuSettings
from bot.clock import MovableClock
from bot.wire import Incoming
from tests.fakes.feishu import PATIENCE_SECONDS, FakeFeishu
from tests.fakes.memory import FakeMemory

START = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


@dataclass
class Stage:
    """The platform, the adapter, and what it delivered. `broken` makes storing fail."""

    fake: FakeFeishu
    clock: MovableClock
    memory: FakeMemory
    adapter: FeishuAdapter
    events: list[Incoming] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    broken: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, event: Incoming) -> bool:
        if self.broken:
            raise OSError("disk full")
        if event.key in self.keys:
            return False
        self.keys.add(event.key)
        self.events.append(event)
        self.news.set()
        return True

    async def heard(self, count: int) -> None:
        """Wait until this many events have come."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.events) < count:
                self.news.clear()
                await self.news.wait()

    def another(self, **settings: Any) -> FeishuAdapter:
        """A second process of the same app."""
        return FeishuAdapter(settings_of(self.fake, **settings), self.memory, self.clock)


def settings_of(fake: FakeFeishu, **more: Any) -> FeishuSettings:
    """Those of the fake's app, but for what is given."""
    return replace(FeishuSettings(app_id=fake.app_id, app_secret=fake.secret, base_url=fake.url), **more)


def tenant(clock: MovableClock) -> FakeFeishu:
    fake = FakeFeishu(clock.now)
    fake.people = {
        "ou_zhang": {"name": "张三", "department_ids": ["od_market"], "leader_user_id": "ou_zhao"},
        "ou_li": {"name": "李四", "department_ids": ["od_design"], "leader_user_id": ""},
        "ou_zhao": {"name": "赵总", "department_ids": ["0"], "status": {"is_resigned": True}},
    }
    fake.departments = {
        "od_market": {"name": "市场部", "leader_user_id": "ou_zhang"},
        "od_design": {"name": "设计部", "leader_user_id": "ou_zhang"},
    }
    fake.chats = {"oc_team": ("新品上市", ["ou_zhang", "ou_li", "ou_zhao", fake.bot])}
    return fake


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The adapter over the long connection, open."""
    clock = MovableClock(START)
    fake = tenant(clock)
    await fake.start()
    memory = FakeMemory(clock)
    stage = Stage(fake, clock, memory, FeishuAdapter(settings_of(fake), memory, clock))
    await stage.adapter.start(stage.deliver)
    yield stage
    await stage.adapter.stop()
    await fake.stop()

"""An adapter on a fake DingTalk, with cards and without."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest_asyncio

from adapters.dingtalk.adapter import DingTalkAdapter
from bot.clock import MovableClock
from tests.adapters.dingtalk.stage import NOON, Stage
from tests.fakes.dingtalk import FakeDingTalk
from tests.fakes.memory import FakeMemory


@asynccontextmanager
async def open_stage(**changes: Any) -> AsyncIterator[Stage]:
    """A started adapter; `changes` are of its settings."""
    clock = MovableClock(NOON)
    memory = FakeMemory(clock)
    async with FakeDingTalk(clock) as fake:
        adapter = DingTalkAdapter(fake.settings(**changes), memory, clock)
        stage = Stage(clock, memory, fake, adapter)
        await adapter.start(stage.deliver)
        try:
            if changes.get("mode") != "http":
                await fake.linked()
            yield stage
        finally:
            await adapter.stop()


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    """With the card template."""
    async with open_stage() as opened:
        yield opened


@pytest_asyncio.fixture
async def words() -> AsyncIterator[Stage]:
    """Without a card template: markdown and typed answers."""
    async with open_stage(card_template_id="") as opened:
        yield opened

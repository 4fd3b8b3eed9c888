"""Events and callbacks over HTTP."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web

from adapters.feishu.adapter import FeishuAdapter
from bot.clock import MovableClock
from tests.adapters.feishu.conftest import START, Stage, settings_of, tenant
from tests.fakes.feishu_wire import envelope, message, press, seal, sign
from tests.fakes.memory import FakeMemory

KEY = "encrypt-key"


class Door:
    """The adapter behind a web server, and the platform that calls it."""

    def __init__(self, stage: Stage, url: str) -> None:
        self.stage = stage
        self.url = url

    async def post(self, raw: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        async with ClientSession() as session, session.post(self.url, data=raw, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else text

    async def push(self, event: dict[str, Any]) -> tuple[int, Any]:
        raw = json.dumps(seal(KEY, event)).encode()
        return await self.post(raw, sign(raw, KEY, self.stage.clock.now()))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    clock = MovableClock(START)
    fake = tenant(clock)
    await fake.start()
    memory = FakeMemory(clock)
    settings = settings_of(fake, mode="http", encrypt_key=KEY, verification_token="verify-me")
    stage = Stage(fake, clock, memory, FeishuAdapter(settings, memory, clock))
    await stage.adapter.start(stage.deliver)
    while not stage.adapter.connected:
        await next(iter(stage.adapter._tasks))
    app = web.Application()
    app.add_routes(stage.adapter.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Door(stage, f"http://127.0.0.1:{runner.addresses[0][1]}/feishu/events")
    await runner.cleanup()
    await stage.adapter.stop()
    await fake.stop()


async def test_an_event_is_answered_after_it_was_stored(door: Door) -> None:
    assert await door.push(message("你好")) == (200, {})
    assert [event.text for event in door.stage.events] == ["你好"]


async def test_a_press_is_answered_with_an_object(door: Door) -> None:
    assert await door.push(press({"a": "task.accept", "v": {}})) == (200, {})
    assert door.stage.events[0].action == "task.accept"


async def test_the_challenge_is_answered(door: Door) -> None:
    raw = json.dumps(seal(KEY, {"challenge": "c1", "token": "verify-me", "type": "url_verification"})).encode()
    assert await door.post(raw, {}) == (200, {"challenge": "c1"})


async def test_an_event_that_could_not_be_stored_is_asked_for_again(door: Door) -> None:
    door.stage.broken = True
    assert (await door.push(message("你好")))[0] == 503


async def test_a_type_nobody_reads_is_acknowledged_not_pushed_for_seven_hours(door: Door) -> None:
    assert await door.push(envelope("new.event_v9", {})) == (200, {})


async def test_a_repeat_is_acknowledged_and_delivered_once(door: Door) -> None:
    await door.push(message("你好", key="ev1"))
    assert await door.push(message("你好", key="ev2")) == (200, {})
    assert len(door.stage.events) == 1


async def test_a_forged_event_is_refused(door: Door) -> None:
    raw = json.dumps(seal(KEY, message("假"))).encode()
    assert (await door.post(raw, sign(raw, "guessed", door.stage.clock.now())))[0] == 401
    assert (await door.post(json.dumps(message("假")).encode(), {}))[0] == 401
    assert (await door.post(b"junk", {}))[0] == 400
    assert door.stage.events == []


async def test_over_the_long_connection_there_is_no_address_to_call(stage: Stage) -> None:
    assert list(stage.adapter.routes()) == []

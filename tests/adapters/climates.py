"""What can go wrong with each platform."""

import asyncio
import contextlib
import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any

import aiohttp
from slack_sdk.socket_mode import aiohttp as sdk

from adapters.dingtalk.adapter import DingTalkAdapter
from adapters.feishu import frames
from adapters.feishu.adapter import FeishuAdapter
from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.clock import MovableClock
from bot.wire import Target
from tests.adapters.feishu.conftest import settings_of, tenant
from tests.adapters.storm import ACK_SECONDS, TROUBLE_SECONDS, LeapingClock, Trouble, Weather
from tests.fakes import feishu_wire
from tests.fakes.dingtalk import BOT_TOPIC, GROUP, FakeDingTalk
from tests.fakes.dingtalk import Failure as DingTalkFailure
from tests.fakes.memory import FakeMemory
from tests.fakes.slack import LOST_AFTER, Failure, FakeSlack
from tests.fakes.slack_api import APP_TOKEN, SECRET, TOKEN
from tests.fakes.slack_people import SlackPeople

LEAPS = (7200.0, -1800.0)


class SlackWeather(Weather):
    patience = 120.0
    target = Target("slack", "group", "CLAUNCH")

    def __init__(self, clock: LeapingClock) -> None:
        super().__init__(clock)
        self.slack = FakeSlack(self.theirs.now)

    async def open(self) -> None:
        self.slack.state.channel("CLAUNCH", "新品上市", "ULI")
        self.slack.state.channel("DLI", "", "ULI")
        self.slack.state.person("ULI", "李四")
        self._people = SlackPeople(self.slack)
        # The SDK asks the machine's clock how long ago the last pong was.
        loop, self._real = asyncio.get_running_loop(), vars(sdk)["time"]
        vars(sdk)["time"] = SimpleNamespace(time=loop.time)
        await self.slack.start()
        settings = SlackSettings("socket", TOKEN, APP_TOKEN, SECRET, self.slack.base_url)
        self.adapter = SlackAdapter(settings, FakeMemory(self.clock), self.clock)

    async def close(self) -> None:
        await self.slack.stop()
        vars(sdk)["time"] = self._real

    def sockets(self) -> list[Any]:
        return self.slack.sockets

    async def push(self, text: str, tries: int) -> bool:
        message = self._people.message("ULI", "DLI", text)
        body = {"type": "event_callback", "event_id": text, "event": {**message, "ts": f"{hash(text) % 10**9}.1"}}
        try:
            return (await self.slack.deliver("events_api", body, tries, ACK_SECONDS)).status == 200
        except (ConnectionError, aiohttp.ClientError):
            return False

    def attempts(self) -> int:
        return self.slack.upgrades

    def lose_answer(self) -> None:
        self.slack.fail("chat.postMessage", LOST_AFTER)

    def shown(self) -> list[str]:
        return [post["text"] for post in self.slack.state.posts("CLAUNCH")]

    def troubles(self) -> Mapping[str, Trouble]:
        return {
            "close": self.cut,
            "announced close": self._refresh,
            "silence": self._silence,
            "refused upgrade": self._refuse,
            "no address": self._no_address,
            "closed at once": self._close_at_once,
            "unknown token": self._unknown,
            "clock forward": partial(self.leap, LEAPS[0]),
            "clock back": partial(self.leap, LEAPS[1]),
        }

    async def _refresh(self) -> None:
        for socket in list(self.slack.sockets):
            with contextlib.suppress(aiohttp.ClientError):
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    async def _silence(self) -> None:
        for socket in self.slack.sockets:
            socket._autoping = False
        await self.fall_silent()

    async def _refuse(self) -> None:
        self.slack.refuse_upgrades = 2
        await self.cut()

    async def _no_address(self) -> None:
        self.slack.fail("apps.connections.open", Failure("internal_error"), Failure(status=503, page="<html>"))
        await self.cut()

    async def _close_at_once(self) -> None:
        self.slack.close_at_once = True
        await self.cut()
        await self.clock.sleep(TROUBLE_SECONDS)
        self.slack.close_at_once = False

    async def _unknown(self) -> None:
        self.slack.fail("chat.postMessage", Failure("invalid_auth"))


class FeishuWeather(Weather):
    patience = 660.0  # a silence is counted anew when the clock is put back
    target = Target("feishu", "group", "oc_team")

    async def open(self) -> None:
        self.fake = tenant(MovableClock(self.theirs.now()))
        self.fake.now = self.theirs.now
        await self.fake.start()
        self._acks: dict[str, asyncio.Future[bool]] = {}
        self._reader = asyncio.create_task(self._read())
        self.adapter = FeishuAdapter(settings_of(self.fake), FakeMemory(self.clock), self.clock)

    async def close(self) -> None:
        self._reader.cancel()
        await self.fake.stop()

    async def _read(self) -> None:
        while True:
            frame = await self.fake.received.get()
            waiting = self._acks.pop(frame.header("message_id"), None)
            if frame.method == frames.DATA and waiting and not waiting.done():
                waiting.set_result(json.loads(frame.payload)["code"] == 200)

    def sockets(self) -> list[Any]:
        return [socket for socket in self.fake.sockets if not socket.closed]

    async def push(self, text: str, tries: int) -> bool:
        said = feishu_wire.message(text, user="ou_li", private=True, number=text, key=text)
        waiting = self._acks[text] = asyncio.get_running_loop().create_future()
        try:
            await self.fake.push(said, key=text)
            return await asyncio.wait_for(waiting, ACK_SECONDS)
        except (TimeoutError, ConnectionError, aiohttp.ClientError):
            return False

    def attempts(self) -> int:
        return self.fake.calls.count("POST /callback/ws/endpoint")

    def lose_answer(self) -> None:
        self.fake.fail("POST /im/v1/messages$", drop=True, applied=True)

    def shown(self) -> list[str]:
        texts = (json.dumps(message.content, ensure_ascii=False) for message in self.fake.messages)
        return [found[0] for text in texts if (found := re.search(r"消息\d+号", text))]

    def troubles(self) -> Mapping[str, Trouble]:
        return {
            "close": self.cut,
            "silence": self.fall_silent,
            "refused upgrade": self._refuse,
            "bad discovery": partial(self._discover, {"code": 1, "msg": "busy"}),
            "discovery down": partial(self._discover, {"status": 502}),
            "token expired": self._forget_tokens,
            "clock forward": partial(self.leap, LEAPS[0]),
            "clock back": partial(self.leap, LEAPS[1]),
        }

    async def _refuse(self) -> None:
        self.fake.upgrade = {"Handshake-Status": "400", "Handshake-Msg": "no"}
        await self.cut()
        await self.clock.sleep(TROUBLE_SECONDS)
        self.fake.upgrade = {}

    async def _discover(self, answer: dict[str, Any]) -> None:
        self.fake.discovery = answer
        await self.cut()
        await self.clock.sleep(TROUBLE_SECONDS)
        self.fake.discovery = {}

    async def _forget_tokens(self) -> None:
        self.fake.tokens.clear()


class DingTalkWeather(Weather):
    patience = 1290.0  # likewise
    target = Target("dingtalk", "group", GROUP)

    async def open(self) -> None:
        self.fake = await FakeDingTalk(self.theirs).__aenter__()
        settings = self.fake.settings(card_template_id="")
        self.adapter = DingTalkAdapter(settings, FakeMemory(self.clock), self.clock)

    async def close(self) -> None:
        await self.fake.__aexit__()

    def sockets(self) -> list[Any]:
        return self.fake.sockets

    async def push(self, text: str, tries: int) -> bool:
        message = self.fake.message(text, msgId=text)
        try:
            await self.fake.push("CALLBACK", BOT_TOPIC, message, messageId=f"{text}-{tries}")
            return True
        except (TimeoutError, ConnectionError, aiohttp.ClientError):
            return False

    def attempts(self) -> int:
        return len(self.fake.opens)

    def lose_answer(self) -> None:
        self.fake.failures["/v1.0/robot/groupMessages/send"].append(DingTalkFailure(drop=True, done=True))

    def shown(self) -> list[str]:
        return [sent.text for sent in self.fake.office.sent]

    def troubles(self) -> Mapping[str, Trouble]:
        return {
            "close": self.cut,
            "announced close": self._disconnect,
            "silence": self.fall_silent,
            "401": partial(self._refuse, 401),
            "gateway down": partial(self._refuse, 503),
            "closed at once": self._close_at_once,
            "token expired": self._forget_tokens,
            "clock forward": partial(self.leap, LEAPS[0]),
            "clock back": partial(self.leap, LEAPS[1]),
        }

    async def _disconnect(self) -> None:
        if self.fake.sockets:
            with contextlib.suppress(aiohttp.ClientError):
                await self.fake.disconnect()

    async def _refuse(self, status: int) -> None:
        self.fake.open_status = status
        await self.cut()
        await self.clock.sleep(TROUBLE_SECONDS)
        self.fake.open_status = 200

    async def _close_at_once(self) -> None:
        self.fake.close_at_once = True
        await self.cut()
        await self.clock.sleep(TROUBLE_SECONDS)
        self.fake.close_at_once = False

    async def _forget_tokens(self) -> None:
        self.fake.tokens.clear()


CLIMATES: dict[str, Callable[[LeapingClock], Weather]] = {
    "slack": SlackWeather,
    "feishu": FeishuWeather,
    "dingtalk": DingTalkWeather,
}

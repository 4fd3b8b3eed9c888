"""The official SDK against our fake, and our codecs against the SDK's: they agree on the wire."""

import asyncio
import importlib
import json
import logging
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from adapters.dingtalk import frames, inbound
from bot.clock import MovableClock
from tests.adapters.dingtalk.stage import NOON
from tests.fakes.dingtalk import GROUP, FakeDingTalk
from tests.fakes.dingtalk_api import ROBOT, SECRET

sdk: Any = importlib.import_module("dingtalk_stream")


class Official:
    """The SDK's client in a thread of its own, because it freezes the loop it runs in."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.client = sdk.DingTalkStreamClient(sdk.Credential(ROBOT, SECRET), logging.getLogger("official"))
        self.client.get_host_ip = lambda: "127.0.0.1"
        self.client.register_callback_handler(sdk.ChatbotMessage.TOPIC, self._handler(sdk.ChatbotHandler))
        self.client.register_callback_handler(
            sdk.CallbackHandler.TOPIC_CARD_CALLBACK, self._handler(sdk.CallbackHandler)
        )
        self.client.register_all_event_handler(self._handler(sdk.EventHandler))
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def _handler(self, base: Any) -> Any:
        heard = self.heard

        async def process(self: Any, message: Any) -> tuple[int, Any]:
            heard.append(message)
            return sdk.AckMessage.STATUS_OK, {}

        return type("Handler", (base,), {"process": process})()

    async def _run(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.ensure_future(self.client.start())
        await asyncio.wait({self._task})

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """It swallows the first cancellation, so it is told until it listens."""
        for _ in range(50):
            if not self._thread.is_alive():
                return
            self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(0.1)


@pytest_asyncio.fixture
async def fake() -> AsyncIterator[FakeDingTalk]:
    async with FakeDingTalk(MovableClock(NOON)) as opened:
        yield opened


@pytest_asyncio.fixture
async def official(fake: FakeDingTalk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Official]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sdk.DingTalkStreamClient, "OPEN_CONNECTION_API", f"{fake.base}/v1.0/gateway/connections/open")
    client = Official()
    client.start()
    try:
        await fake.linked()
        yield client
    finally:
        await asyncio.to_thread(client.stop)


async def test_the_sdk_connects_to_our_fake(official: Official, fake: FakeDingTalk) -> None:
    (asked,) = fake.opens
    assert asked["ua"].startswith("dingtalk-sdk-python/")
    assert {each["topic"] for each in asked["subscriptions"]} == {each["topic"] for each in frames.SUBSCRIPTIONS}


async def test_the_sdk_understands_our_fakes_messages(official: Official, fake: FakeDingTalk) -> None:
    ack = await fake.say("/帮助", group=GROUP)
    message = sdk.ChatbotMessage.from_dict(official.heard[0].data)
    assert (ack["code"], message.text.content, message.conversation_id) == (200, " /帮助", GROUP)


async def test_the_sdk_understands_our_fakes_presses(official: Official, fake: FakeDingTalk) -> None:
    await fake.press("t1", "a1", user="u2")
    press = sdk.CardCallbackMessage.from_dict(official.heard[0].data)
    assert (press.card_instance_id, press.user_id) == ("t1", "u2")
    assert press.content["cardPrivateData"]["params"] == {"id": "a1"}


async def test_the_sdk_understands_our_fakes_events_but_leaves_out_the_status(
    official: Official, fake: FakeDingTalk
) -> None:
    ack = await fake.happen("user_leave_org", {"userId": ["u2"]}, event="e1")
    assert (official.heard[0].headers.event_type, official.heard[0].headers.event_id) == ("user_leave_org", "e1")
    assert "status" not in json.loads(ack["data"])


async def test_the_sdk_answers_a_ping_as_we_do(official: Official, fake: FakeDingTalk) -> None:
    ack = await fake.frame("SYSTEM", "ping", '{"opaque": "7"}')
    assert (ack["code"], json.loads(ack["data"])) == (200, {"opaque": "7"})


words = st.text(max_size=30)


@given(words, words, words, words)
def test_messages_read_the_same_as_with_the_sdk(text: str, user: str, nick: str, chat: str) -> None:
    body = {
        "msgId": "m1",
        "conversationType": "2",
        "conversationId": f"cid{chat}",
        "senderStaffId": user,
        "senderNick": nick,
        "msgtype": "text",
        "text": {"content": text},
        "atUsers": [{"dingtalkId": "$l", "staffId": "u2"}, {"dingtalkId": "$w", "staffId": "u3"}],
        "sessionWebhookExpiredTime": 1772515800000,
    }
    theirs, ours = sdk.ChatbotMessage.from_dict(body), inbound.message(body)
    assert ours is not None
    assert (theirs.sender_staff_id, theirs.sender_nick, theirs.conversation_id) == (ours.user, ours.name, ours.chat)
    assert theirs.session_webhook_expired_time == ours.hook_ends
    assert [user.staff_id for user in theirs.at_users] == [account.user for account in ours.mentions]


@given(st.dictionaries(words, words), words, words)
def test_frames_read_the_same_as_with_the_sdk(data: dict[str, str], topic: str, number: str) -> None:
    raw = {
        "specVersion": "1.0",
        "type": "CALLBACK",
        "headers": {"topic": topic, "messageId": number, "contentType": "application/json"},
        "data": json.dumps(data),
    }
    theirs, ours = sdk.CallbackMessage.from_dict(raw), frames.parse(json.dumps(raw))
    assert ours is not None
    assert (theirs.headers.topic, theirs.headers.message_id, theirs.data) == (ours.topic, number, ours.content())


@given(words)
def test_acknowledgements_are_shaped_as_the_sdks(number: str) -> None:
    theirs = sdk.AckMessage()
    theirs.headers.message_id, theirs.headers.content_type = number, "application/json"
    theirs.message, theirs.data = "OK", {"response": None}
    frame = frames.Frame("CALLBACK", frames.BOT, {"messageId": number}, "{}")
    assert frames.ack(frame, 200, frames.callback_ack(None)) == theirs.to_dict()

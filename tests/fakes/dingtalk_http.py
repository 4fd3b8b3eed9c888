"""DingTalk calling in over HTTP: events sealed, presses at the address that was registered for them, signed anew."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import aiohttp

from adapters.dingtalk import pushed
from tests.fakes.dingtalk_api import ROBOT

PUBLIC = "https://duiqi.example"
EVENT_KEY, EVENT_TOKEN = "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij", "123456"


async def post(url: str, body: Any, headers: Mapping[str, str], query: Mapping[str, str] | None = None) -> Any:
    """Status and answer; text is sent as it is."""
    data = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=data, headers=headers, params=query) as answer,
    ):
        return answer.status, await answer.json()


async def event(entry: str, data: Mapping[str, Any]) -> tuple[int, Any]:
    sealed = pushed.seal(json.dumps(data, ensure_ascii=False), EVENT_KEY, ROBOT)
    signature = pushed.signed(EVENT_TOKEN, "1", "n", sealed)
    query = {"msg_signature": signature, "timestamp": "1", "nonce": "n"}
    status, answer = await post(f"{entry}/dingtalk/events", {"encrypt": sealed}, {}, query)
    return status, answer


async def press(entry: str, callback: Mapping[str, str], data: Mapping[str, Any], now: datetime) -> tuple[int, Any]:
    """A press goes to the registered address, of which only the path is ours to know."""
    assert callback["callbackUrl"].startswith(PUBLIC)
    url = entry + callback["callbackUrl"].removeprefix(PUBLIC)
    status, answer = await post(url, data, stamped(now, callback["apiSecret"]))
    return status, answer


def stamped(now: datetime, secret: str) -> dict[str, str]:
    """The headers of a genuine press; without a secret there are none."""
    stamp = str(int(now.timestamp() * 1000))
    sign = base64.b64encode(hmac.new(secret.encode(), stamp.encode(), hashlib.sha256).digest()).decode()
    return {"x-ddpaas-signature-timestamp": stamp, "x-ddpaas-signature": sign} if secret else {}

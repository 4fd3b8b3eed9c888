"""Events over HTTP: sealed for our app alone, stored, and answered under the same seal."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.dingtalk import pushed
from adapters.dingtalk.settings import DingTalkSettings
from tests.adapters.dingtalk.conftest import open_stage
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP
from tests.fakes.dingtalk_api import ROBOT

KEY, TOKEN = "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij", "123456"
QUIT = {"EventType": "chat_quit", "OpenConversationId": GROUP, "UserId": ["u2"], "TimeStamp": "1"}
# As published by the platform.
SEALED = (
    "1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrY"
    "eJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ=="
)
SIGNED = {
    "signature": "5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0",
    "timestamp": "1445827045067",
    "nonce": "nEXhMP4r",
}


@pytest_asyncio.fixture
async def http() -> AsyncIterator[Stage]:
    async with open_stage(mode="http", event_token=TOKEN, event_aes_key=KEY) as opened:
        yield opened


def sealed(event: Any, owner: str = ROBOT, token: str = TOKEN) -> tuple[dict[str, str], str]:
    """Query and body of a push."""
    body = pushed.seal(json.dumps(event, ensure_ascii=False), KEY, owner)
    signature = hashlib.sha1("".join(sorted((token, "1", "n", body))).encode()).hexdigest()
    return {"msg_signature": signature, "timestamp": "1", "nonce": "n"}, json.dumps({"encrypt": body})


async def push(stage: Stage, query: dict[str, str], body: str) -> tuple[int, Any]:
    site = web.Application()
    site.add_routes(stage.adapter.routes())
    async with TestServer(site) as server, aiohttp.ClientSession() as session:
        answer = await session.post(server.make_url("/dingtalk/events"), params=query, data=body)
        return answer.status, await answer.json()


def test_the_published_push_is_opened() -> None:
    settings = DingTalkSettings("suite4xxxxxxxxxxxxxxx", "s", event_token=TOKEN, event_aes_key=KEY)
    assert pushed.opened(SIGNED, json.dumps({"encrypt": SEALED}), settings) == {
        "EventType": "check_create_suite_url",
        "Random": "LPIdSnlF",
        "TestSuiteKey": "suite4xxxxxxxxxxxxxxx",
    }


async def test_an_event_is_stored_and_answered_under_the_same_seal(http: Stage) -> None:
    status, answer = await push(http, *sealed(QUIT))
    assert (status, http.last.kind, [each.user for each in http.last.mentions]) == (200, "left", ["u2"])
    words, owner = pushed._open(answer["encrypt"], pushed._key(KEY))
    assert (words, owner) == ("success", ROBOT)
    parts = (TOKEN, answer["timeStamp"], answer["nonce"], answer["encrypt"])
    assert answer["msg_signature"] == hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


async def test_a_repeated_event_is_stored_once(http: Stage) -> None:
    for _ in range(2):
        assert (await push(http, *sealed(QUIT)))[0] == 200
    assert len(http.events) == 1


async def test_chinese_names_are_read_whole(http: Stage) -> None:
    renamed = {"EventType": "chat_update_title", "OpenConversationId": GROUP, "Title": "新品上市二期"}
    await push(http, *sealed(renamed))
    assert (http.last.kind, http.last.chat_name) == ("renamed", "新品上市二期")


async def test_the_consoles_trial_is_answered_and_stored_nowhere(http: Stage) -> None:
    status, _ = await push(http, *sealed({"EventType": "check_url"}))
    assert (status, http.events) == (200, [])


@pytest.mark.parametrize("more", [{"owner": "another"}, {"token": "guessed"}])
async def test_what_is_not_for_our_app_is_refused(http: Stage, more: dict[str, str]) -> None:
    assert ((await push(http, *sealed(QUIT, **more)))[0], http.events) == (401, [])


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"encrypt": 1}', '{"encrypt": "AAAA"}', json.dumps(QUIT)])
async def test_what_is_not_sealed_is_refused(http: Stage, body: str) -> None:
    query, _ = sealed(QUIT)
    assert ((await push(http, query, body))[0], http.events) == (401, [])


async def test_an_event_that_cannot_be_stored_is_pushed_again(http: Stage) -> None:
    http.refuse = True
    assert (await push(http, *sealed(QUIT)))[0] == 500


@pytest.mark.parametrize("plain", ["", "a", "初稿" * 200])
def test_whatever_was_sealed_is_opened(plain: str) -> None:
    assert pushed._open(pushed.seal(plain, KEY, ROBOT), pushed._key(KEY)) == (plain, ROBOT)


async def test_without_the_keys_nothing_is_taken_and_check_says_so() -> None:
    async with open_stage(mode="http") as stage:
        assert (await push(stage, *sealed(QUIT, token="")))[0] == 401
        findings = {finding.name: (finding.state, finding.text) for finding in await stage.adapter.check()}
    assert findings["events"] == ("warn", "events_off")


@pytest.mark.parametrize("key", [KEY[:-1], KEY[:-1] + "é"])
async def test_keys_that_cannot_be_right_are_told(key: str) -> None:
    async with open_stage(mode="http", event_token=TOKEN, event_aes_key=key) as stage:
        findings = {finding.name: (finding.state, finding.text) for finding in await stage.adapter.check()}
    assert findings["events"] == ("fail", "events_bad")

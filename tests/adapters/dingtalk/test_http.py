"""Signed HTTP, where Stream is not possible."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.adapters.dingtalk.cards import TASK
from tests.adapters.dingtalk.conftest import open_stage
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP, signed


@pytest_asyncio.fixture
async def http() -> AsyncIterator[Stage]:
    async with open_stage(mode="http") as opened:
        yield opened


async def post(stage: Stage, body: Any, **headers: str) -> tuple[int, Any]:
    """Send a body as the platform does; `headers` override the genuine ones."""
    site = web.Application()
    site.add_routes(stage.adapter.routes())
    async with TestServer(site) as server, aiohttp.ClientSession() as session:
        data = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        url = server.make_url("/dingtalk/robot")
        async with session.post(url, data=data, headers={**signed(stage.clock.now()), **headers}) as answer:
            return answer.status, await answer.json(content_type=None)


async def test_a_signed_message_is_stored_and_answered_empty(http: Stage) -> None:
    assert await post(http, http.fake.message("/帮助", group=GROUP)) == (200, {"msgtype": "empty"})
    assert (http.last.text, http.last.chat) == ("/帮助", GROUP)


async def test_answers_go_to_the_reply_address(http: Stage) -> None:
    await post(http, http.fake.message("/帮助", group=GROUP))
    await http.post(TASK, GROUP, why="reply")
    assert [sent.way for sent in http.fake.office.sent] == ["hook"]


async def test_choices_are_typed_where_no_press_could_come_back(http: Stage) -> None:
    await http.dm(TASK)
    await post(http, http.fake.message("1"))
    assert http.last.action == "task.accept"


@pytest.mark.parametrize("headers", [{"sign": "x"}, {"sign": ""}, {"timestamp": ""}, {"timestamp": "1"}])
async def test_an_unsigned_message_is_refused(http: Stage, headers: dict[str, str]) -> None:
    status, _ = await post(http, http.fake.message("/帮助"), **headers)
    assert (status, http.events) == (401, [])


async def test_a_pair_of_headers_from_more_than_an_hour_ago_is_refused(http: Stage) -> None:
    old = signed(http.clock.now() - timedelta(minutes=61))
    status, _ = await post(http, http.fake.message("/帮助"), **old)
    assert (status, http.events) == (401, [])


async def test_a_captured_pair_of_headers_does_not_repeat_a_message(http: Stage) -> None:
    body = http.fake.message("/帮助")
    assert [(await post(http, body))[0] for _ in range(2)] == [200, 200]
    assert len(http.events) == 1


async def test_a_message_for_another_robot_is_refused(http: Stage) -> None:
    assert (await post(http, http.fake.message("/帮助", robotCode="dingother")))[0] == 403


@pytest.mark.parametrize(("body", "status"), [("{broken", 400), ("[]", 403), ("", 400)])
async def test_what_is_no_message_is_refused(http: Stage, body: str, status: int) -> None:
    assert (await post(http, body))[0] == status


async def test_a_message_that_could_not_be_stored_is_not_answered_as_done(http: Stage) -> None:
    http.refuse = True
    status, _ = await post(http, http.fake.message("/帮助"))
    assert status == 500


async def test_no_stream_is_opened(http: Stage) -> None:
    assert (http.fake.opens, http.adapter.connected, http.adapter.can.update) == ([], True, False)

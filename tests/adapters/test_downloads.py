"""Files are fetched within a limit, from nowhere but the address that was given."""

from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.base import FILE_LIMIT, TOO_BIG
from adapters.downloads import download
from adapters.slack.client import SlackClient
from bot.clock import MovableClock
from bot.errors import SendFailed
from tests.fakes.memory import FakeMemory


async def fetched(answer: web.StreamResponse) -> bytes:
    """What a download of this answer gives."""

    async def handle(_request: web.Request) -> web.StreamResponse:
        return answer

    app = web.Application()
    app.router.add_get("/file", handle)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        return await download(session, str(server.make_url("/file")))


async def refused(answer: web.StreamResponse) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        await fetched(answer)
    return caught.value


async def test_a_file_is_fetched_whole() -> None:
    assert await fetched(web.Response(body=b"x" * 200_000)) == b"x" * 200_000


async def test_a_file_behind_a_proxy_is_fetched_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handle(request: web.Request) -> web.Response:
        return web.Response(text=str(request.url))

    app = web.Application()
    app.router.add_get("/files/F1", handle)
    clock = MovableClock(datetime(2026, 3, 2, tzinfo=UTC))
    client = SlackClient("xoxb-1", "http://slack.example/api/", clock, FakeMemory(clock))
    async with TestServer(app) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", str(proxy.make_url("/")))
        await client.open()
        found = await client.download("http://slack.example/files/F1")
        await client.close()
    assert found == b"http://slack.example/files/F1"


async def test_a_file_beyond_the_limit_is_left() -> None:
    failed = await refused(web.Response(body=b"x" * (FILE_LIMIT + 1)))
    assert (failed.reason, failed.permanent) == (TOO_BIG, True)


async def test_nobody_is_sent_elsewhere() -> None:
    failed = await refused(web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}))
    assert failed.permanent


async def test_a_server_in_trouble_is_asked_again_later() -> None:
    assert not (await refused(web.Response(status=503))).permanent


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/f",
        "http://files.slack.com/f",
        "https://files.slack.com.example.com/f",
        "file:///etc/passwd",
    ],
)
async def test_the_token_goes_to_the_platforms_own_files_only(url: str) -> None:
    clock = MovableClock(datetime(2026, 3, 2, tzinfo=UTC))
    client = SlackClient("xoxb-1", "https://slack.com/api/", clock, FakeMemory(clock))
    await client.open()
    with pytest.raises(SendFailed, match="elsewhere"):
        await client.download(url)
    await client.close()

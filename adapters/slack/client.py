"""The Web API as the adapter uses it: reads are tried again, writes never, because only the outbox may repeat those.

The SDK's default client sends a POST again after a dropped connection, which posts a message twice.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.base import Memory
from adapters.downloads import download
from adapters.pacing import Limit, Pacer
from adapters.slack import failures, rates
from adapters.slack.retries import Patience
from bot.clock import Clock
from bot.errors import SendFailed

CALL_SECONDS = 20
UPLOAD_SECONDS = 30
CLOSE_SECONDS = 2.0
PAGE = 200
Answer = Mapping[str, Any]


class SlackClient:
    """The calls the adapter makes. Writes raise SendFailed; reads raise it too, after trying again."""

    def __init__(self, token: str, base_url: str, clock: Clock, memory: Memory) -> None:
        self._token = token
        self._base_url = base_url if base_url.endswith("/") else base_url + "/"
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._writes: AsyncWebClient | None = None
        self._reads: AsyncWebClient | None = None
        self._pacer = Pacer(memory, clock)
        self._under_way: set[asyncio.Future[None]] = set()

    @property
    def is_open(self) -> bool:
        return self._session is not None

    async def open(self) -> None:
        # The SDK ignores its own timeout when it is given a session.
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        self._writes = self.web([], self._token)
        self._reads = self.web([Patience(self._clock)], self._token)

    async def close(self) -> None:
        """Take no more calls, let those under way finish, and close: a post cut off would be an ambiguous one."""
        session, self._session, self._writes, self._reads = self._session, None, None, None
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=CLOSE_SECONDS)
        if session:
            await session.close()

    def web(self, handlers: list[AsyncRetryHandler], token: str | None) -> AsyncWebClient:
        """A client of the SDK over our session; without a token for Bolt, which is authorised by us."""
        made = AsyncWebClient(token=token, base_url=self._base_url, session=self._session, retry_handlers=handlers)
        if self.goes_direct:
            made.proxy = None
        return made

    @property
    def goes_direct(self) -> bool:
        """NO_PROXY names the host: the SDK knows HTTPS_PROXY only, and obeys it even for this machine."""
        return bool(proxy_bypass(urlsplit(self._base_url).netloc))

    @property
    def host(self) -> str:
        return urlsplit(self._base_url).hostname or ""

    async def write(self, method: str, **params: Any) -> Answer:
        """Call a method that changes something, once, when its rate allows."""
        async with self._turn(*rates.of(method, str(params.get("channel", "")))):
            return _data(await self._call(self._writes, method, params))

    async def read(self, method: str, **params: Any) -> Answer:
        """Call a method that only reads, again when the connection, the server or the rate stood in the way."""
        async with self._turn(*rates.of(method)):
            return _data(await self._call(self._reads, method, params, http_verb="GET"))

    @asynccontextmanager
    async def _turn(self, *limits: Limit) -> AsyncIterator[None]:
        async with self._pacer.turn(*limits):
            try:
                yield
            except SendFailed as failed:
                if failed.retry_after and failed.reason in failures.WAIT:
                    await self._pacer.pause(rates.exceeded(limits, failed.retry_after), failed.retry_after)
                raise

    async def identity(self) -> tuple[Answer, Mapping[str, str]]:
        """`auth.test`, with the headers of its answer in lower case."""
        answer = await self._call(self._reads, "auth.test", {})
        return _data(answer), {str(name).lower(): str(value) for name, value in dict(answer.headers).items()}

    async def socket_url(self, app_token: str) -> str:
        """A fresh address for Socket Mode; it can be used once."""
        client = self._writes
        if client is None:
            raise SendFailed("not started")
        try:
            answer = await client.apps_connections_open(app_token=app_token)
        except Exception as error:  # noqa: BLE001 - sorted into the bot's own kinds, or raised again
            raise failures.failure(error) from None
        return str(_data(answer).get("url", ""))

    async def pages(self, method: str, **params: Any) -> AsyncIterator[Answer]:
        """All pages of a list; a page may hold fewer entries than were asked for."""
        cursor = ""
        while True:
            page = await self.read(method, limit=PAGE, **params, **({"cursor": cursor} if cursor else {}))
            yield page
            found = page.get("response_metadata")
            cursor = str(found.get("next_cursor") or "") if isinstance(found, dict) else ""
            if not cursor:
                return

    async def download(self, url: str) -> bytes:
        """The bytes of a file. Raises SendFailed, also for an address not Slack's own: the token goes nowhere else."""
        if self._session is None:
            raise SendFailed("not started")
        if not self._holds_files(url):
            raise SendFailed("the file lies elsewhere", permanent=True)
        return await download(self._session, url, {"Authorization": f"Bearer {self._token}"}, _proxy(url))

    def _holds_files(self, url: str) -> bool:
        parts, own = urlsplit(url), urlsplit(self._base_url)
        if own.hostname in ("slack.com", "slack-gov.com"):
            return parts.scheme == "https" and parts.netloc in ("files.slack.com", "files.slack-gov.com")
        return (parts.scheme, parts.netloc) == (own.scheme, own.netloc)

    async def upload(self, url: str, data: bytes) -> None:
        """Put a file's bytes at the address made for them, which is good for once. Raises SendFailed."""
        if self._session is None:
            raise SendFailed("not started")
        if not self._holds_files(url):
            raise SendFailed("the upload lies elsewhere", permanent=True)
        # The token is no part of it: the address itself is the permission.
        headers = {"Content-Type": "application/octet-stream"}
        timeout = aiohttp.ClientTimeout(total=UPLOAD_SECONDS)
        try:
            async with self._session.post(
                url, data=data, headers=headers, proxy=_proxy(url), timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise SendFailed(f"the upload was refused: HTTP {response.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SendFailed(f"the upload was cut off: {type(error).__name__}") from None

    async def answer(self, url: str, text: str) -> bool:
        """Tell something to the one who pressed or typed, by the address that came with it; False when refused."""
        if self._session is None or not self.may_answer(url):
            return False
        try:
            body = {"text": text, "response_type": "ephemeral", "replace_original": False}
            async with self._session.post(url, json=body, proxy=_proxy(url)) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    def may_answer(self, url: str) -> bool:
        """The address came over the network: only Slack's own host is called, or the one that stands in for it."""
        parts = urlsplit(url)
        own = urlsplit(self._base_url)
        if own.hostname in ("slack.com", "slack-gov.com"):
            return parts.scheme == "https" and parts.netloc in ("hooks.slack.com", "hooks.slack-gov.com")
        return (parts.scheme, parts.netloc) == (own.scheme, own.netloc)

    async def _call(
        self, client: AsyncWebClient | None, method: str, params: Mapping[str, Any], http_verb: str = "POST"
    ) -> AsyncSlackResponse:
        if client is None:
            raise SendFailed("not started")
        # As the SDK's own methods do it: these read JSON, all others the query; but what a picture shows is too long
        # for a query.
        form = "json" if method.startswith(("chat.", "views.")) else "params"
        if http_verb == "POST" and method.startswith("files."):
            form = "data"
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._under_way.add(done)
        try:
            return await client.api_call(method, http_verb=http_verb, **{form: dict(params)})
        except Exception as error:  # noqa: BLE001 - sorted into the bot's own kinds, or raised again
            raise failures.failure(error) from None
        finally:
            self._under_way.discard(done)
            done.set_result(None)


def _proxy(url: str) -> str | None:
    """As the SDK goes to the Web API, and past a proxy to hosts that NO_PROXY names."""
    return None if proxy_bypass(urlsplit(url).netloc) else load_http_proxy_from_env()


def _data(answer: AsyncSlackResponse) -> Answer:
    return answer.data if isinstance(answer.data, dict) else {}


def skew(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds our clock is ahead of Slack's, by the `Date` of an answer; None when it says nothing."""
    try:
        return (now - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
    except (ValueError, TypeError):
        return None

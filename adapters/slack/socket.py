"""Socket Mode: the SDK's connection, watched, because it can get stuck without an error.

After one refused upgrade the SDK tries the same single-use address for ever. The watchdog takes the address away, and
when that does not help builds the connection anew. When Slack announces that it will close a connection, as it does
every few hours, the next one stands before that one is given up.
"""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.bolt import dispatch
from bot.clock import Clock

log = structlog.get_logger()

WATCH_SECONDS = 5.0
STUCK_SECONDS = 25.0
REBUILD_SECONDS = 90.0
CLOSE_SECONDS = 2.0
DRAIN_SECONDS = 3.0
DRAIN_STEP = 0.1
LASTING_SECONDS = 60.0
LONGEST_PAUSE = 30.0
_ANNOUNCED = ("warning", "refresh_requested")
_Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


class _Client(SocketModeClient):
    """The SDK's own gives a connection up before it asks for the next, and asks again without a pause."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        ping_seconds: float,
        pace: Callable[[], Awaitable[None]],
        relieve: Callable[[], None],
    ) -> None:
        super().__init__(app_token, app.logger, app.client, ping_interval=ping_seconds)
        self._app = app
        self._pace = pace
        self._relieve = relieve
        self.unanswered = 0
        self.socket_mode_request_listeners.append(self._answer)

    @property
    def stands(self) -> bool:
        session = self.current_session
        return not self.closed and not self.stale and session is not None and not session.closed

    @property
    def is_idle(self) -> bool:
        return not self.unanswered and self.message_queue.empty()

    async def issue_new_wss_url(self) -> str:
        await self._pace()
        return await super().issue_new_wss_url()

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        # Other reasons, such as too many connections, want the old one closed first, as the SDK does it.
        if message.get("type") == "disconnect" and message.get("reason") in _ANNOUNCED:
            self._relieve()
            return
        await super().run_message_listeners(message, raw_message)

    async def _answer(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.unanswered += 1
        try:
            answer = await dispatch(self._app, request.payload)
            if answer.status == 200:
                body = json.loads(answer.body) if answer.body else None
                await self.send_socket_mode_response(SocketModeResponse(request.envelope_id, body))
        finally:
            self.unanswered -= 1


class SocketLink:
    """One connection to Slack that comes back by itself. `expected` tells how many processes share the app."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        clock: Clock,
        *,
        direct: bool,
        expected: Callable[[], Awaitable[int]],
        ping_seconds: float,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._clock = clock
        self._direct = direct
        self._expected = expected
        self._ping_seconds = ping_seconds
        self._client: _Client | None = None
        self._other: _Client | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._relieving: asyncio.Task[None] | None = None
        self._asked: datetime | None = None
        self._pause = 0.0

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.stands

    async def open(self, url: str) -> None:
        """Connect to an address just issued; returns when events can arrive, or after a first failed try."""
        self._asked = self._clock.now()
        self._build(url)
        self._watching = asyncio.create_task(self._watch())
        if self._connecting:
            await asyncio.wait({self._connecting}, timeout=self._ping_seconds)

    async def close(self) -> None:
        for task in (self._watching, self._relieving, self._connecting):
            if task:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        self._watching = self._relieving = self._connecting = None
        await self._drop()

    def _build(self, url: str | None) -> None:
        self._client = self._make(url)
        self._connecting = _connect(self._client)

    def _make(self, url: str | None) -> _Client:
        client = _Client(self._app, self._app_token, self._ping_seconds, self._paced, self._relieve)
        client.wss_uri = url
        if self._direct:
            client.proxy = None
        client.message_listeners.append(self._heard)
        return client

    async def _paced(self) -> None:
        """Asks for at most one address a second, and for ever fewer while connections do not last."""
        now = self._clock.now()
        lasted = abs((now - self._asked).total_seconds()) if self._asked else LASTING_SECONDS
        self._asked = now
        self._pause = 0.0 if lasted >= LASTING_SECONDS else min(max(1.0, self._pause * 2), LONGEST_PAUSE)
        if self._pause:
            await self._clock.sleep(self._pause)

    async def _heard(self, _client: object, frame: Mapping[str, Any], _raw: str | None = None) -> None:
        count = frame.get("num_connections") if frame.get("type") == "hello" else None
        own = 1 + (self._other is not None)
        if isinstance(count, int) and count > own and count - own >= await self._expected():
            log.warning("more connections than expected; another process takes part of the events", connections=count)

    # -----------------------------------------------------------------------------------------------------------------
    # From one connection to the next

    def _relieve(self) -> None:
        if self._relieving is None or self._relieving.done():
            self._relieving = asyncio.create_task(self._hand_over())

    async def _hand_over(self) -> None:
        """Let another connection take the place of one that Slack will close in some ten seconds."""
        self._other = new = self._make(None)
        connecting = _connect(new)
        try:
            await asyncio.wait({connecting}, timeout=self._ping_seconds + LONGEST_PAUSE)
            if new.stands and self._client is not None:
                self._client, self._other = new, self._client
                await self._drained(self._other)
        finally:
            # Without a new one, the old one is good until Slack closes it; then the SDK asks again.
            connecting.cancel()
            given_up, self._other = self._other, None
            await _close(given_up)

    async def _drained(self, client: _Client) -> None:
        """Wait until what came over it has been answered over it."""
        for _ in range(round(DRAIN_SECONDS / DRAIN_STEP)):
            await self._clock.sleep(DRAIN_STEP)
            if client.is_idle:
                return

    async def _watch(self) -> None:
        lost: datetime | None = None
        while True:
            await self._clock.sleep(WATCH_SECONDS)
            client = self._client
            if client is None or await client.is_connected():
                lost = None
                continue
            now = self._clock.now()
            lost = min(lost or now, now)  # the clock may have been put back
            away = (now - lost).total_seconds()
            if away >= REBUILD_SECONDS:
                log.warning("connection built anew", away_seconds=round(away))
                lost = None
                await self._rebuild()
            elif away >= STUCK_SECONDS:
                client.wss_uri = None

    async def _rebuild(self) -> None:
        for task in (self._relieving, self._connecting):
            if task:
                task.cancel()
        await self._drop()
        self._build(None)

    async def _drop(self) -> None:
        client, self._client = self._client, None
        await _close(client)


def _connect(client: _Client) -> asyncio.Task[None]:
    """The SDK tries until it succeeds, so that this ends when the connection stands."""
    work: _Work = client.connect
    return asyncio.create_task(work())


async def _close(client: _Client | None) -> None:
    """Close what there is; a peer that fell silent can make that hang."""
    if client is None:
        return
    work: _Work = client.close
    try:
        await asyncio.wait_for(work(), CLOSE_SECONDS)
    except Exception as error:  # noqa: BLE001 - the connection is given up whatever closing it says
        log.warning("connection not closed cleanly", error=type(error).__name__)
        for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
            if task:
                task.cancel()
        await client.aiohttp_client_session.close()

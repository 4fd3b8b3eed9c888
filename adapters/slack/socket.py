"""Socket Mode: the SDK's connection, watched, because it can get stuck without an error.

After one refused upgrade the SDK tries the same single-use address for ever. The watchdog takes the address away, and
when that does not help builds the connection anew.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.clock import Clock

log = structlog.get_logger()

WATCH_SECONDS = 5.0
STUCK_SECONDS = 25.0
REBUILD_SECONDS = 90.0
CLOSE_SECONDS = 2.0


class _Handler(Protocol):
    """Bolt's handler, which is not annotated."""

    client: SocketModeClient

    async def connect_async(self) -> None: ...

    async def close_async(self) -> None: ...


class SocketLink:
    """One connection to Slack that comes back by itself. `expected` is how many processes share the app."""

    def __init__(
        self, app: AsyncApp, app_token: str, clock: Clock, *, direct: bool, expected: int, ping_seconds: float
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._clock = clock
        self._direct = direct
        self._expected = expected
        self._ping_seconds = ping_seconds
        self._handler: _Handler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        client = self._handler.client if self._handler else None
        session = client.current_session if client else None
        return client is not None and not client.stale and session is not None and not session.closed

    async def open(self, url: str) -> None:
        """Connect to an address just issued; returns when events can arrive, or after a first failed try."""
        self._build(url)
        self._watching = asyncio.create_task(self._watch())
        if self._connecting:
            await asyncio.wait({self._connecting}, timeout=self._ping_seconds)

    async def close(self) -> None:
        for task in (self._watching, self._connecting):
            if task:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        self._watching = self._connecting = None
        await self._drop()

    def _build(self, url: str | None) -> None:
        handler: _Handler = AsyncSocketModeHandler(self._app, self._app_token, ping_interval=self._ping_seconds)
        handler.client.wss_uri = url
        if self._direct:
            handler.client.proxy = None
        handler.client.message_listeners.append(self._heard)
        self._handler = handler
        # The SDK tries until it succeeds, so that this task ends when the connection stands.
        self._connecting = asyncio.create_task(handler.connect_async())

    async def _heard(self, _client: object, frame: Mapping[str, Any], _raw: str | None = None) -> None:
        count = frame.get("num_connections") if frame.get("type") == "hello" else None
        if isinstance(count, int) and count > self._expected:
            log.warning("more connections than expected; another process takes part of the events", connections=count)

    async def _watch(self) -> None:
        lost: datetime | None = None
        while True:
            await self._clock.sleep(WATCH_SECONDS)
            handler = self._handler
            if handler is None or await handler.client.is_connected():
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
                handler.client.wss_uri = None

    async def _rebuild(self) -> None:
        if self._connecting:
            self._connecting.cancel()
        await self._drop()
        self._build(None)

    async def _drop(self) -> None:
        """Close what there is; a peer that fell silent can make that hang."""
        handler, self._handler = self._handler, None
        if handler is None:
            return
        try:
            await asyncio.wait_for(handler.close_async(), CLOSE_SECONDS)
        except Exception as error:  # noqa: BLE001 - the connection is given up whatever closing it says
            log.warning("connection not closed cleanly", error=type(error).__name__)
            client = handler.client
            for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
                if task:
                    task.cancel()
            await client.aiohttp_client_session.close()

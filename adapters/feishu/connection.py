"""The long connection: found, opened, kept alive, watched, opened again, and closed with nothing in flight.

The platform gives each event to one of the app's connections, so several processes may each hold one. Frames come in
plain and unsigned over a connection we opened ourselves; only the app id is checked.
"""

import asyncio
import base64
import json
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import structlog

from adapters.feishu import frames, inbound
from adapters.feishu.client import Client
from adapters.feishu.failures import ApiError
from adapters.feishu.frames import Frame, Parts
from adapters.feishu.settings import FeishuSettings
from adapters.feishu.verify import Json
from adapters.presses import Press
from bot.clock import Clock, monotonic

log = structlog.get_logger()

DISCOVERY = "/callback/ws/endpoint"
BUSY = frozenset({1, 1000040343})
REFUSED_SECONDS = 600.0
SILENT_PINGS = 2.5
LONGEST_SECONDS = 3600
FINISH_SECONDS = 2.0
STEADY = timedelta(minutes=1)
CLOSING = aiohttp.ClientWSTimeout(ws_close=1.0)
MOST_BYTES = 16 * 1024 * 1024
_EMPTY = base64.b64encode(b"{}").decode()

Handle = Callable[[Json], Awaitable[Press | None]]
"""Takes an envelope; what it took is acknowledged when it returns, a press when it has waited for its card, and pushed
again when it raises."""


class Refusal(Exception):
    """The platform will not have us: wrong secret, app switched off, too many connections. Somebody must act."""


@dataclass(slots=True)
class Pace:
    """What the platform asks of its clients, in seconds."""

    ping: float = 120.0
    nonce: float = 30.0
    interval: float = 120.0

    def heed(self, config: Any) -> None:
        """Take up a ClientConfig; what it does not say, or says so that we would storm or sleep, stays."""
        said = config if isinstance(config, dict) else {}
        for name, key in (("ping", "PingInterval"), ("nonce", "ReconnectNonce"), ("interval", "ReconnectInterval")):
            value = said.get(key)
            if isinstance(value, int | float) and 1 <= value <= LONGEST_SECONDS:
                setattr(self, name, float(value))

    def pause(self, failures: int) -> float:
        """Seconds before the next attempt: soon after a loss, then doubling up to the interval asked for. The jitter
        keeps a whole platform's clients from coming back in one moment."""
        base = min(self.interval, 2.0 ** min(failures, 10))
        return base + random.uniform(0, min(self.nonce, base))


class LongConnection:
    """One connection. `ready` is awaited before each attempt, `handle` gets every event."""

    def __init__(
        self, client: Client, settings: FeishuSettings, clock: Clock, ready: Callable[[], Awaitable[None]]
    ) -> None:
        self._client = client
        self._settings = settings
        self._clock = clock
        self._ready = ready
        self._handle: Handle | None = None
        self._pace = Pace()
        self._parts = Parts()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._service = 0
        self._heard = clock.now()
        self._pinged = clock.now()
        self._stopping = False
        self._runner: asyncio.Task[None] | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._tried = asyncio.Event()

    @property
    def connected(self) -> bool:
        return self._socket is not None and not self._socket.closed

    async def start(self, handle: Handle) -> None:
        """Return when the first attempt has ended; if it failed, more follow by themselves."""
        self._handle = handle
        self._runner = asyncio.create_task(self._run())
        await self._tried.wait()

    async def stop(self) -> None:
        """Answer what has been taken, take nothing more, and hang up; what comes meanwhile is pushed again."""
        self._stopping = True
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=FINISH_SECONDS)
            for answer in late:
                answer.cancel()
        if self._socket is not None:
            await self._socket.close()
        if self._runner is not None:
            self._runner.cancel()
            await asyncio.gather(self._runner, return_exceptions=True)

    async def _run(self) -> None:
        failures = 0
        while not self._stopping:
            wait, began = None, self._clock.now()
            try:
                await self._hold()
            except Refusal as refusal:
                wait = REFUSED_SECONDS
                log.error("the platform refuses the connection", platform="feishu", reason=str(refusal))
            except (ApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                # Texts of other errors name the address, which holds a ticket.
                reason = str(error) if isinstance(error, ApiError) else type(error).__name__
                log.warning("no connection", platform="feishu", reason=reason)
            except Exception:
                # A defect must cost one attempt, not the connection for good.
                log.exception("connection broke", platform="feishu")
            self._tried.set()
            # One that is closed as soon as it is open is a failure too.
            failures = 0 if self._clock.now() - began >= STEADY else failures
            await self._until(self._clock.now() + timedelta(seconds=wait or self._pace.pause(failures)))
            failures += 1

    async def _until(self, moment: datetime) -> None:
        longest = (moment - self._clock.now()).total_seconds()
        # A clock that is put back must not make it longer.
        while not self._stopping and 0 < (left := (moment - self._clock.now()).total_seconds()) <= longest + 1:
            await self._clock.sleep(left)

    # One connection

    async def _hold(self) -> None:
        """Connect and stay until the connection ends."""
        await self._ready()
        url = await self._discover()
        session = self._client.session
        try:
            socket = await session.ws_connect(url, timeout=CLOSING, max_msg_size=MOST_BYTES)
        except aiohttp.WSServerHandshakeError as error:
            raise _rejected(error) from None
        self._socket = socket
        self._heard = self._pinged = self._clock.now()
        watch = asyncio.create_task(self._watch(socket))
        self._tried.set()
        log.info("connected", platform="feishu")
        try:
            async for message in socket:
                self._heard = self._clock.now()
                if message.type is aiohttp.WSMsgType.BINARY:
                    await self._take(socket, message.data)
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            self._socket = None
            await socket.close()
        log.info("disconnected", platform="feishu", code=socket.close_code)

    async def _discover(self) -> str:
        asked = {"AppID": self._settings.app_id, "AppSecret": self._settings.app_secret}
        answer = await self._client.post_bare(DISCOVERY, asked, {"locale": "zh"})
        code = answer.get("code")
        if code in BUSY:
            raise ApiError(int(code or 0), str(answer.get("msg", "")))
        data = answer.get("data")
        if code != 0:
            raise Refusal(f"{code} {answer.get('msg', '')}")
        if not isinstance(data, dict) or not isinstance(data.get("URL"), str):
            raise ApiError(0, "no address in the answer")
        self._pace.heed(data.get("ClientConfig"))
        service = parse_qs(urlsplit(data["URL"]).query).get("service_id", ["0"])[0]
        self._service = int(service) if service.isdigit() else 0
        return str(data["URL"])

    async def _watch(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Ping, and hang up on a connection that has fallen silent: it may be dead without anybody having said so."""
        try:
            await self._ping(socket)
            while True:
                silence = timedelta(seconds=self._pace.ping * SILENT_PINGS)
                # A clock that was put back must not stop the pings.
                now = self._clock.now()
                self._heard, self._pinged = min(self._heard, now), min(self._pinged, now)
                due = min(self._pinged + timedelta(seconds=self._pace.ping), self._heard + silence)
                if due > now:
                    await self._clock.sleep((due - now).total_seconds())
                    continue
                if now - self._heard >= silence:
                    log.warning("connection silent", platform="feishu")
                    break
                await self._ping(socket)
        except (ConnectionError, aiohttp.ClientError):
            log.info("ping not sent", platform="feishu")
        await socket.close()

    async def _ping(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._pinged = self._clock.now()
        await socket.send_bytes(frames.encode(frames.ping(self._service)))

    async def _take(self, socket: aiohttp.ClientWebSocketResponse, raw: bytes) -> None:
        try:
            frame = frames.decode(raw)
            if frame.method == frames.CONTROL:
                if frame.header("type") == "pong" and frame.payload:
                    self._pace.heed(json.loads(frame.payload))
                return
            if self._stopping or frame.header("type") != "event":
                return
            payload = self._parts.add(frame, self._clock.now())
        except ValueError as error:
            log.warning("frame not read", platform="feishu", reason=type(error).__name__)
            return
        if payload is not None:
            self._spawn(self._answer(socket, frame, payload))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, socket: aiohttp.ClientWebSocketResponse, frame: Frame, payload: bytes) -> None:
        began = monotonic()
        reply, press = await self._reply(payload)
        written = False
        try:
            if press is not None:
                reply["data"] = base64.b64encode(json.dumps(inbound.answer(await press.wait())).encode()).decode()
            took = int((monotonic() - began) * 1000)
            await socket.send_bytes(frames.encode(frames.answer(frame, json.dumps(reply).encode(), took)))
            written = True
        except (ConnectionError, aiohttp.ClientError):
            # Events are pushed again, and the inbox knows the repeat; the card of a press is sent by a call.
            log.info("event not acknowledged", platform="feishu")
        finally:
            if press is not None:
                press.end(written)

    async def _reply(self, payload: bytes) -> tuple[Json, Press | None]:
        """Hand an event over; what it is answered with, and the press that may yet have something to show."""
        reply: Json = {"code": 200}
        try:
            envelope = json.loads(payload)
            if not isinstance(envelope, dict) or self._handle is None:
                return reply, None
            if inbound.event_type(envelope) == inbound.CARD:
                # Clients show an error when a press is acknowledged without an answer.
                reply["data"] = _EMPTY
            return reply, await self._handle(envelope)
        except (ValueError, RecursionError):
            # It would be no better the next time.
            log.warning("event not read", platform="feishu")
        except Exception:
            log.exception("event not taken", platform="feishu")
            reply = {"code": 500}
        return reply, None


def _rejected(error: aiohttp.WSServerHandshakeError) -> Exception:
    """The refusal of an upgrade says why in headers of its own."""
    headers: Mapping[str, str] = error.headers or {}
    status, code = headers.get("Handshake-Status", ""), headers.get("Handshake-Autherrcode", "")
    if status in ("403", "514") or error.status in (403, 514):
        return Refusal(f"{status or error.status} {headers.get('Handshake-Msg', '')} {code}".strip())
    return ApiError(0, f"upgrade refused with {status or error.status}")

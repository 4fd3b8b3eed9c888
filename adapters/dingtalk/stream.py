"""Stream mode: one websocket kept open, handed over before it closes, and watched for silence."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from yarl import URL

from adapters.dingtalk import frames
from adapters.dingtalk.frames import Frame
from adapters.dingtalk.settings import API, DingTalkSettings
from adapters.dingtalk.verify import is_gateway
from adapters.presses import Press
from bot.clock import Clock

log = structlog.get_logger()

DRAIN_SECONDS = 10.0
IDLE_SECONDS = 600.0
LOOK_SECONDS = 30.0
CARD_SECONDS = 1.7
OPEN_SECONDS = 10.0
REFUSED_SECONDS = 60.0  # wrong credentials, or an app not published yet: waiting is all that helps
LONGEST_PAUSE = 60.0
STOP_SECONDS = 2.0
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to a card that was pressed, and the press, which waits to hear whether it was written."""

    response: dict[str, Any]
    press: Press | None = None


Handler = Callable[[Mapping[str, str], dict[str, Any]], Awaitable[Answer | None]]


class GatewayRefused(Exception):
    """The gateway did not open a connection; `status` is its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"gateway answered {status}")
        self.status = status


class Stream:
    """Keeps one connection. `handlers` take headers and data by topic, and `events` takes every event.

    A handler that raises is answered with an error; what it returns goes back in the acknowledgement.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        settings: DingTalkSettings,
        clock: Clock,
        handlers: Mapping[str, Handler],
        events: Handler,
    ) -> None:
        self._http = http
        self._settings = settings
        self._clock = clock
        self._handlers = handlers
        self._events = events
        self._tasks: set[asyncio.Task[Any]] = set()
        self._open: set[aiohttp.ClientWebSocketResponse] = set()
        self._jobs: set[asyncio.Task[None]] = set()
        self.state = "idle"
        self.connections = 0

    @property
    def connected(self) -> bool:
        return bool(self._open)

    async def run(self) -> None:
        """Stay connected until cancelled; then answer what is in flight, close, and leave nothing running."""
        failures = 0
        try:
            while True:
                began, handed_over = self._clock.now(), asyncio.Event()
                pause = 0.0
                try:
                    socket = await self._connect()
                    self.state = "connected"
                    await _first(self._spawn(self._pump(socket, handed_over)), handed_over)
                    self.state = "reconnecting"
                except GatewayRefused as refused:
                    self.state = f"down: {refused}"
                    pause = REFUSED_SECONDS if refused.status in (400, 401, 403) else 0.0
                except (aiohttp.ClientError, OSError, TimeoutError, ValueError, KeyError, TypeError) as error:
                    # Type only: the text may hold the ticket.
                    self.state = f"down: {type(error).__name__}"
                lived = (self._clock.now() - began).total_seconds()
                if handed_over.is_set() and lived > 5:
                    failures = 0
                    continue
                failures = 0 if lived > 60 else failures + 1
                log.warning("dingtalk stream lost", state=self.state, failures=failures)
                await rest(self._clock, pause or min(LONGEST_PAUSE, 2.0 ** min(failures, 6)) * random.uniform(0.5, 1))
        finally:
            await self._finish()

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _finish(self) -> None:
        if self._jobs:
            await asyncio.wait(self._jobs, timeout=STOP_SECONDS)
        for socket in list(self._open):
            await socket.close()
        left = [*self._jobs, *self._tasks]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self.state = "stopped"

    async def _connect(self) -> aiohttp.ClientWebSocketResponse:
        target = await open_connection(self._http, self._settings)
        async with asyncio.timeout(OPEN_SECONDS):
            socket = await self._http.ws_connect(target, heartbeat=20, max_msg_size=4 << 20)
        self.connections += 1
        return socket

    async def _pump(self, socket: aiohttp.ClientWebSocketResponse, handed_over: asyncio.Event) -> None:
        self._open.add(socket)
        watch = _Watch(self._clock, socket)
        watcher = asyncio.create_task(watch.run())
        try:
            async for message in socket:
                watch.heard = self._clock.now()
                frame = frames.parse(message.data) if message.type is aiohttp.WSMsgType.TEXT else None
                if frame is None:
                    continue
                if frame.type == "SYSTEM" and frame.topic == "disconnect":
                    # The new connection comes first; this one still delivers until the server closes it.
                    handed_over.set()
                    watch.drain()
                    continue
                if len(self._jobs) >= MOST_AT_ONCE:
                    await asyncio.wait(self._jobs, return_when=asyncio.FIRST_COMPLETED)
                job = asyncio.create_task(self._answer(socket, frame))
                self._jobs.add(job)
                job.add_done_callback(self._jobs.discard)
        finally:
            watcher.cancel()
            self._open.discard(socket)
            await socket.close()

    async def _answer(self, socket: aiohttp.ClientWebSocketResponse, frame: Frame) -> None:
        code, data, press = await self._handled(frame)
        written = False
        try:
            await socket.send_json(frames.ack(frame, code, data))
            written = True
        except (ConnectionError, aiohttp.ClientError, RuntimeError):
            # It will be delivered again, and is known by then; the card of a press is sent by a call.
            log.info("dingtalk acknowledgement lost", topic=frame.topic)
        finally:
            if press is not None:
                press.end(written)

    async def _handled(self, frame: Frame) -> tuple[int, str, Press | None]:
        if frame.type == "SYSTEM":
            return 200, frame.data, None
        try:
            if frame.type == "EVENT":
                await self._events(frame.headers, frame.content())
                return 200, frames.event_ack(taken=True), None
            handler = self._handlers.get(frame.topic)
            if handler is None:
                return 404, frames.callback_ack(None), None
            if frame.topic == frames.CARD:
                answer = await in_time(self._spawn(_result(handler(frame.headers, frame.content()))))
                return 200, frames.callback_ack(answer.response), answer.press
            await handler(frame.headers, frame.content())
            return 200, frames.callback_ack(None), None
        except Exception as error:
            log.error("dingtalk frame failed", topic=frame.topic, error=type(error).__name__, exc_info=error)
            return 500, frames.event_ack(taken=False) if frame.type == "EVENT" else frames.callback_ack(None), None


async def in_time(job: "asyncio.Task[Answer | None]") -> Answer:
    """What a card's handler answers within the platform's limit; a slow one is answered for and goes on."""
    done, _ = await asyncio.wait({job}, timeout=CARD_SECONDS)
    if done:
        return job.result() or Answer({})
    job.add_done_callback(_unwritten)
    return Answer({})


async def open_connection(http: aiohttp.ClientSession, settings: DingTalkSettings) -> URL:
    """Where to connect, with a fresh ticket that is good once, for 90 s. Raises GatewayRefused."""
    body = {
        "clientId": settings.client_id,
        "clientSecret": settings.client_secret,
        "subscriptions": frames.SUBSCRIPTIONS,
        "ua": "duiqi/1",
    }
    # Without Accept the answer may be XML.
    headers = {"Accept": "application/json"}
    timeout = aiohttp.ClientTimeout(total=OPEN_SECONDS)
    base = settings.api_base_url.rstrip("/")
    url = f"{base}/v1.0/gateway/connections/open"
    async with http.post(url, json=body, headers=headers, allow_redirects=False, timeout=timeout) as answer:
        if answer.status != 200:
            raise GatewayRefused(answer.status)
        opened = await answer.json(content_type=None)
    endpoint, ticket = str(opened["endpoint"]), str(opened["ticket"])
    if not is_gateway(endpoint, base != API):
        raise ValueError("not a gateway")
    return URL(frames.address(endpoint, ticket), encoded=True)


async def rest(clock: Clock, seconds: float) -> None:
    """Sleep the whole time, also on a clock whose sleepers wake when it is moved, but no longer when it is put back."""
    until = clock.now() + timedelta(seconds=seconds)
    while 0 < (left := (until - clock.now()).total_seconds()) <= seconds + 1:
        await clock.sleep(left)


class _Watch:
    """Closes a connection that is silent for too long, has slept with the machine, or is drained."""

    def __init__(self, clock: Clock, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._clock = clock
        self._socket = socket
        self._draining = asyncio.Event()
        self.heard = clock.now()

    def drain(self) -> None:
        self._draining.set()

    async def run(self) -> None:
        while not self._draining.is_set():
            before = self._clock.now()
            tick = asyncio.ensure_future(self._clock.sleep(LOOK_SECONDS))
            try:
                await _first(tick, self._draining)
            finally:
                tick.cancel()
            now = self._clock.now()
            self.heard = min(self.heard, now)  # the clock may have been put back
            slept = (now - before).total_seconds() > 3 * LOOK_SECONDS
            if slept or (now - self.heard).total_seconds() > IDLE_SECONDS:
                log.warning("dingtalk stream silent", slept=slept)
                await self._socket.close()
                return
        await rest(self._clock, DRAIN_SECONDS)
        await self._socket.close()


async def _result(work: Awaitable[Answer | None]) -> Answer | None:
    return await work


def _unwritten(job: "asyncio.Task[Answer | None]") -> None:
    answer = None if job.cancelled() or job.exception() else job.result()
    if answer is not None and answer.press is not None:
        answer.press.end(written=False)


async def _first(work: "asyncio.Task[Any]", event: asyncio.Event) -> None:
    """Wait until the work is done or the event has come, and leave both as they are."""
    waiting = asyncio.create_task(event.wait())
    try:
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()

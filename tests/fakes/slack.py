"""Slack on loopback: Web API, Socket Mode and signed HTTP deliveries, as strict as the real one, failing on demand."""

import asyncio
import hashlib
import hmac
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.fakes.slack_api import BOT, SECRET, TEAM, TOKEN, Refused, SlackState, call
from tests.fakes.slack_rates import Rates

JSON_METHODS = ("chat.", "views.")
PATIENCE_SECONDS = 60.0  # only a failing test waits so long; a crowded machine may stall for seconds


@dataclass(frozen=True)
class Failure:
    """What happens instead of an answer.

    done: the call takes effect all the same. drop: the line goes dead. until: the answer comes only after that.
    """

    code: str = ""
    status: int = 200
    retry_after: str = ""
    page: str = ""
    content_type: str = "text/html"
    done: bool = False
    drop: bool = False
    until: asyncio.Event | None = None


LIMITED = Failure("ratelimited", status=429, retry_after="7")
LOST_BEFORE = Failure(drop=True)
LOST_AFTER = Failure(drop=True, done=True)


@dataclass
class Ack:
    """What came back for a delivery: HTTP status (200 for a socket's) and body."""

    status: int
    body: Any


@dataclass
class FakeSlack:
    """`request_url` is where HTTP deliveries go; with a socket open they go there instead.

    silent: new sockets answer no pings, as when the line died without a word.
    close_at_once: new sockets are closed as soon as they are open.
    together: the most sockets that were open at once.
    rates: set it to have Slack's rate limits kept.
    way: what it takes to get here, or back.
    """

    now: Callable[[], datetime]
    request_url: str = ""
    failures: defaultdict[str, deque[Failure]] = field(default_factory=lambda: defaultdict(deque))
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    refuse_upgrades: int = 0
    upgrades: int = 0
    connections: int = 1
    silent: bool = False
    close_at_once: bool = False
    together: int = 0
    rates: Rates | None = None
    way: Callable[[], Awaitable[None]] | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state = SlackState(self.now)
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._news = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/", self._link)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_get("/files-pri/{id}", self._file)
        app.router.add_post("/upload/{id}", self._put)
        self._server = TestServer(app)

    async def start(self) -> None:
        await self._server.start_server()
        self.state.address = str(self._server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        for socket in self.sockets:
            await socket.close()
        await self._server.close()

    @property
    def base_url(self) -> str:
        return f"{self.state.address}/api/"

    def fail(self, method: str, *failures: Failure) -> None:
        """Let the next calls of a method fail."""
        self.failures[method].extend(failures)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [args for name, args in self.state.calls if name == method]

    def tell(self) -> None:
        """Something happened that somebody may be waiting for."""
        self._news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true. Raises TimeoutError after some seconds."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not true():
                self._news.clear()
                await self._news.wait()

    # -----------------------------------------------------------------------------------------------------------------
    # Web API

    async def _api(self, request: web.Request) -> web.Response:
        if self.way is None:
            return await self._answered(request)
        await self.way()
        answer = await self._answered(request)
        await self.way()
        return answer

    async def _answered(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        args = await self._arguments(request, method)
        self.state.calls.append((method, args))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        failure = self.failures[method].popleft() if self.failures[method] else None
        if failure is None and self.rates and (wait := self.rates.refuse(method, args, self.now())):
            failure = Failure("ratelimited", status=429, retry_after=str(wait))
        status, body = 200, {"ok": False, "error": failure.code if failure else ""}
        if failure is None or failure.done:
            try:
                body = call(self.state, method, token, args)
            except Refused as refused:
                body = refused.body
        self.tell()
        if failure and failure.until:
            await failure.until.wait()
        headers = {"x-oauth-scopes": self.state.scopes} if method == "auth.test" and self.state.scopes else {}
        headers["Date"] = f"{self.now():%a, %d %b %Y %H:%M:%S} GMT"
        if failure and failure.drop:
            assert request.transport is not None
            request.transport.abort()
        if failure and failure.page:
            return web.Response(status=failure.status, text=failure.page, content_type=failure.content_type)
        if failure and not failure.done:
            status = failure.status
            headers |= {"Retry-After": failure.retry_after} if failure.retry_after else {}
        return web.json_response(body, status=status, headers=headers)

    @staticmethod
    async def _arguments(request: web.Request, method: str) -> dict[str, Any]:
        """As the SDK sends them: JSON bodies for some methods, the query for all others."""
        if method.startswith(JSON_METHODS):
            assert request.content_type == "application/json", f"{method} wants JSON"
            body: dict[str, Any] = await request.json()
            return body
        assert method != "apps.connections.open" or request.method == "POST"
        form = dict(await request.post()) if request.method == "POST" else {}
        return {**request.query, **form}

    async def _file(self, request: web.Request) -> web.Response:
        """Whoever shows no token is sent to the page where people log in."""
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(status=302, headers={"Location": "/login"})
        return web.Response(body=self.files[request.match_info["id"]])

    async def _put(self, request: web.Request) -> web.Response:
        """The address is the permission, good for one go with as many bytes as were announced."""
        upload = self.state.uploads.get(request.match_info["id"])
        assert "Authorization" not in request.headers, "a token is shown to whoever keeps the files"
        data = await request.read()
        failure = self.failures["upload"].popleft() if self.failures["upload"] else None
        if failure and failure.drop:
            assert request.transport is not None
            request.transport.abort()
        if failure or upload is None or upload.data is not None or len(data) != upload.length:
            return web.Response(status=failure.status if failure else 400, text="no")
        upload.data = data
        return web.Response(text=f"OK - {len(data)}")

    def upload(self, name: str, data: bytes) -> dict[str, Any]:
        """A file as a message names it."""
        id = f"F{next(self.state.numbers)}"
        self.files[id] = data
        url = f"{self.state.address}/files-pri/{id}"
        return {"id": id, "name": name, "size": len(data), "mode": "hosted", "url_private_download": url}

    async def _response(self, request: web.Request) -> web.Response:
        self.answers.append(await request.json())
        self.tell()
        return web.Response(text="ok")

    def response_url(self) -> str:
        return f"{self.state.address}/response/{next(self.state.numbers)}"

    # -----------------------------------------------------------------------------------------------------------------
    # Socket Mode

    async def _link(self, request: web.Request) -> web.StreamResponse:
        self.upgrades += 1
        self.tell()
        ticket = request.query.get("ticket", "")
        if ticket not in self.state.tickets or self.refuse_upgrades:
            self.refuse_upgrades = max(0, self.refuse_upgrades - 1)
            # An address is good for one try, whatever became of it.
            self.state.tickets.discard(ticket)
            return web.Response(status=408 if ticket else 404)
        self.state.tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=not self.silent)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": self.connections, "connection_info": {}})
        if self.close_at_once:
            await socket.close()
            return socket
        self.sockets.append(socket)
        self.together = max(self.together, len(self.sockets))
        self.tell()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(frame.data))
        self.sockets.remove(socket)
        self.tell()
        return socket

    def _acknowledged(self, frame: Mapping[str, Any]) -> None:
        waiting = self._acks.pop(frame["envelope_id"], None)
        if waiting and not waiting.done():
            waiting.set_result(frame.get("payload"))

    # -----------------------------------------------------------------------------------------------------------------
    # Deliveries

    async def deliver(self, kind: str, payload: Mapping[str, Any], retry: int = 0, seconds: float = 3.0) -> Ack:
        """Deliver over the socket when there is one, else over HTTP. `kind` is the envelope's.

        Status 0: no acknowledgement came in time.
        """
        if self.sockets:
            return await self._push(kind, payload, retry, seconds)
        return await self._request(kind, payload, retry)

    async def _push(self, kind: str, payload: Mapping[str, Any], retry: int, seconds: float) -> Ack:
        envelope = f"envelope-{next(self.state.numbers)}"
        self._acks[envelope] = asyncio.get_running_loop().create_future()
        frame = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        await self.sockets[-1].send_json({**frame, "retry_attempt": retry, "retry_reason": ""})
        try:
            return Ack(200, await asyncio.wait_for(self._acks[envelope], seconds))
        except TimeoutError:
            return Ack(0, None)

    async def _request(self, kind: str, payload: Mapping[str, Any], retry: int) -> Ack:
        if kind == "events_api":
            body, content_type = json.dumps(payload).encode(), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(form).encode(), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content_type, **signed(body, self.now())}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return await self.post(body, headers)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Ack:
        """Any request at all to the bot's address."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.request_url, data=body, headers=headers) as response,
        ):
            text = await response.text()
            return Ack(response.status, json.loads(text) if text.startswith("{") else text)

    async def event(self, inner: Mapping[str, Any], event_id: str = "", retry: int = 0, shared: bool = False) -> Ack:
        """An event of the Events API in its wrapper. `shared`: its channel is shared with another company."""
        wrapper = {
            "token": "deprecated",
            "team_id": TEAM,
            "api_app_id": "A1",
            "event": inner,
            "type": "event_callback",
            "event_id": event_id or f"Ev{next(self.state.numbers)}",
            "event_time": int(self.now().timestamp()),
            "authorizations": [
                {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
            ],
            "is_ext_shared_channel": shared,
        }
        return await self.deliver("events_api", wrapper, retry)


def signed(body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a genuine request."""
    stamp = str(int(now.timestamp()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

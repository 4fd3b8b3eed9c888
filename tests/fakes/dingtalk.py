"""DingTalk on loopback: both interfaces, the Stream gateway and its websocket, reply addresses; fails on demand."""

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from adapters.dingtalk.settings import DingTalkSettings
from bot.clock import Clock
from tests.fakes import dingtalk_http
from tests.fakes.dingtalk_api import GROUP, ROBOT, SECRET, TEMPLATE, Office, Refusal

BOT_TOPIC, CARD_TOPIC = "/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback"
PATIENCE_SECONDS = 60.0  # only a failing test waits so long; a crowded machine may stall for seconds
TICKET_SECONDS = 90
HOOKS_A_MINUTE = 20
FREE = ("/topapi/", "/v1.0/oauth2/", "/v1.0/gateway/")


@dataclass(frozen=True)
class Failure:
    """What happens instead of an answer. `done`: the call takes effect; `drop`: the line goes dead; `hang`: silence."""

    status: int = 200
    body: Any = None
    page: str = ""
    done: bool = False
    drop: bool = False
    hang: bool = False


QPS = Failure(403, {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "message": "qps"})
BANNED = Failure(200, {"status": 1111, "punish": "deny"})


@dataclass
class FakeDingTalk:
    """`quota`: billed calls allowed this month. `rate`: calls a second and interface before 403.

    way: what it takes to get here, or back. entry: where our public address leads; what happens is called in there
    instead of being pushed over a connection. An address takes 20 messages a minute, and then none for ten minutes.
    """

    clock: Clock
    office: Office = field(default_factory=Office)
    quota: int = 5000
    rate: int = 20
    hooks_a_minute: int = HOOKS_A_MINUTE
    open_status: int = 200
    close_at_once: bool = False
    endpoint: str = ""
    skew: timedelta = timedelta()
    way: Callable[[], Awaitable[None]] | None = None
    entry: str = ""

    def __post_init__(self) -> None:
        self.failures: defaultdict[str, deque[Failure]] = defaultdict(deque)
        self.calls: list[tuple[str, str, Any]] = []
        self.acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.opens: list[Any] = []
        self.tickets: dict[str, datetime] = {}
        self.tokens: dict[str, datetime] = {}
        self.token_calls = 0
        self.billed = 0
        self.hooks: dict[str, tuple[str, datetime]] = {}
        self.robots: dict[str, str] = {}
        self.robot_secrets: dict[str, str] = {}
        self.unread: list[str] = []
        self._ids = itertools.count(1)
        self._recent: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._resting: dict[str, datetime] = {}
        self._changed = asyncio.Condition()
        self._released = asyncio.Event()

    async def __aenter__(self) -> "FakeDingTalk":
        app = web.Application(client_max_size=32 << 20)
        app.add_routes(
            [
                web.get("/", self._root),
                web.post("/v1.0/gateway/connections/open", self._open),
                web.get("/connect", self._connect),
                web.post("/v1.0/oauth2/accessToken", self._token),
                web.post("/robot/sendBySession", self._hook),
                web.post("/robot/send", self._robot),
                web.get("/files/{code}", self._file),
                *(web.route(method, path, self._call) for method, path in self.office.routes()),
            ]
        )
        self._server = TestServer(app)
        await self._server.start_server()
        self.office.address = self.base
        return self

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        for socket in list(self.sockets):
            await socket.close()
        await self._server.close()

    @property
    def base(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    def settings(self, **changes: Any) -> DingTalkSettings:
        """Of an adapter that talks to this fake; with the card template unless told otherwise."""
        known = {
            "client_id": ROBOT,
            "client_secret": SECRET,
            "card_template_id": TEMPLATE,
            "api_base_url": self.base,
            "oapi_base_url": self.base,
            "webhook_hosts": ("127.0.0.1",),
        }
        return DingTalkSettings(**{**known, **changes})

    # ------------------------------------------------------------------------------------------------------------------
    # Interfaces

    async def _root(self, request: web.Request) -> web.Response:
        date = f"{self.clock.now() + self.skew:%a, %d %b %Y %H:%M:%S} GMT"
        return web.Response(status=404, headers={"Date": date})

    async def _token(self, request: web.Request) -> web.StreamResponse:
        async def answer(body: Any) -> web.Response:
            self.token_calls += 1
            if body != {"appKey": ROBOT, "appSecret": SECRET}:
                return web.json_response({"code": "invalidClientIdOrSecret", "message": "no"}, status=400)
            live = [token for token, until in self.tokens.items() if until > self.clock.now()]
            token = live[0] if live else f"token{self.token_calls}"
            self.tokens[token] = self.clock.now() + timedelta(seconds=7200)
            return web.json_response({"accessToken": token, "expireIn": 7200})

        return await self._scripted(request, answer)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        old = request.path.startswith(("/topapi/", "/media/"))

        async def answer(body: Any) -> web.Response:
            given = request.query.get("access_token") if old else request.headers.get("x-acs-dingtalk-access-token")
            if self.tokens.get(given or "", self.clock.now()) <= self.clock.now():
                if old:
                    return web.json_response({"errcode": 40014, "errmsg": "bad token"})
                return web.json_response({"code": "InvalidAuthentication", "message": "bad token"}, status=400)
            if self._too_fast(request.path):
                return web.json_response(QPS.body, status=QPS.status)
            if not request.path.startswith(FREE):
                self.billed += 1
                if self.billed > self.quota:
                    body = {"code": "Forbidden.AccessDenied.ApiCountLimitForOrg", "message": "month"}
                    return web.json_response(body, status=403)
            try:
                return web.json_response(self.office.routes()[(request.method, request.path)](body))
            except Refusal as refusal:
                return web.json_response(refusal.body, status=refusal.status)

        return await self._scripted(request, answer)

    async def _file(self, request: web.Request) -> web.Response:
        """The address that was told is enough; a token has no business there."""
        assert "x-acs-dingtalk-access-token" not in request.headers
        return web.Response(body=self.office.files[request.match_info["code"]])

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        async def answer(body: Any) -> web.Response:
            to, until = self.hooks.get(request.query.get("session", ""), ("", self.clock.now()))
            if until <= self.clock.now():
                return web.json_response({"errcode": 300001, "errmsg": "session is expired"})
            if self._too_many(to):
                return web.json_response({"errcode": 410100, "errmsg": "send too fast"})
            return web.json_response(self.office.hook(body, to))

        return await self._scripted(request, answer)

    async def _robot(self, request: web.Request) -> web.StreamResponse:
        async def answer(body: Any) -> web.Response:
            token = request.query.get("access_token", "")
            to = self.robots.get(token)
            if to is None:
                return web.json_response({"errcode": 300001, "errmsg": "token is not exist"})
            if not self._signed(request, self.robot_secrets.get(token, "")):
                return web.json_response({"errcode": 310000, "errmsg": "sign not match"})
            if self._too_many(to):
                return web.json_response({"errcode": "130101", "errmsg": "send too fast"})
            return web.json_response(self.office.hook(body, to, keyed=True))

        return await self._scripted(request, answer)

    def _signed(self, request: web.Request, secret: str) -> bool:
        """Read from the raw query, where a `+` is a blank and a sign encoded twice is another one."""
        if not secret:
            return True
        query = dict(parse_qsl(request.rel_url.raw_query_string))
        at = datetime.fromtimestamp(int(query.get("timestamp", 0)) / 1000, UTC)
        return abs(self.clock.now() - at) < timedelta(hours=1) and query.get("sign") == signed(at, secret)["sign"]

    async def _scripted(
        self, request: web.Request, answer: Callable[[Any], Awaitable[web.Response]]
    ) -> web.StreamResponse:
        if self.way is not None:
            await self.way()
        body = await _body(request)
        self.calls.append((request.method, request.path, body))
        failure = self.failures[request.path].popleft() if self.failures[request.path] else None
        if failure is None or failure.done:
            done = await answer(body)
        if failure is None:
            if self.way is not None:
                await self.way()
            return done
        if failure.hang:
            await self._released.wait()
        if failure.drop and request.transport is not None:
            request.transport.close()
        if failure.page:
            return web.Response(text=failure.page, content_type="text/html", status=failure.status)
        return web.json_response(failure.body, status=failure.status)

    def _too_fast(self, path: str) -> bool:
        now, recent = self.clock.now(), self._recent[path]
        while recent and recent[0] <= now - timedelta(seconds=1):
            recent.popleft()
        recent.append(now)
        return len(recent) > self.rate

    def _too_many(self, to: str) -> bool:
        now, recent = self.clock.now(), self._recent[f"hook {to}"]
        while recent and recent[0] <= now - timedelta(minutes=1):
            recent.popleft()
        if len(recent) >= self.hooks_a_minute:
            self._resting[to] = now + timedelta(minutes=10)
        recent.append(now)
        return self._resting.get(to, now) > now

    def count(self, path: str) -> int:
        """How often an interface was called; `path` is its end."""
        return sum(called.endswith(path) for _, called, _ in self.calls)

    # ------------------------------------------------------------------------------------------------------------------
    # The gateway

    async def _open(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        self.opens.append(body)
        await self._tell()
        if self.open_status != 200:
            return web.json_response({"code": "refused"}, status=self.open_status)
        if body.get("clientId") != ROBOT or body.get("clientSecret") != SECRET or not body.get("subscriptions"):
            return web.json_response({"code": "authFailed", "message": "no"}, status=401)
        if "application/json" not in request.headers.get("Accept", ""):
            return web.Response(text="<xml/>", content_type="application/xml")
        ticket = f"t+/{next(self._ids)}=="
        self.tickets[ticket] = self.clock.now() + timedelta(seconds=TICKET_SECONDS)
        endpoint = self.endpoint or self.base.replace("http", "ws") + "/connect"
        return web.json_response({"endpoint": endpoint, "ticket": ticket})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        # Read from the raw query: a sign left bare in a ticket would be something else here.
        query = dict(parse_qsl(request.rel_url.raw_query_string))
        until = self.tickets.pop(query.get("ticket", ""), None)
        if until is None or until <= self.clock.now():
            return web.Response(status=403)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.close_at_once:
            await socket.close()
            return socket
        self.sockets.append(socket)
        try:
            await self._tell()
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acked(message.data)
        finally:
            self.sockets.remove(socket)
            await self._tell()
        return socket

    def _acked(self, text: str) -> None:
        ack = json.loads(text)
        waiting = self.acks.pop(ack["headers"]["messageId"], None)
        if waiting is None:
            self.unread.append(text)
        elif not waiting.done():
            waiting.set_result(ack)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something about the connections has become true."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._changed:
            await self._changed.wait_for(true)

    async def linked(self, number: int = 1) -> None:
        await self.until(lambda: len(self.sockets) == number)

    # ------------------------------------------------------------------------------------------------------------------
    # Pushes; each returns the acknowledgement

    async def push(
        self, kind: str, topic: str, data: Mapping[str, Any], socket: int = -1, **headers: str
    ) -> dict[str, Any]:
        if self.entry:
            return await self._call_in(kind, topic, data, headers)
        return await self.frame(kind, topic, json.dumps(data, ensure_ascii=False), socket, **headers)

    async def _call_in(
        self, kind: str, topic: str, data: Mapping[str, Any], headers: Mapping[str, str]
    ) -> dict[str, Any]:
        """The same over HTTP, in the form of an acknowledgement."""
        now = self.clock.now()
        if kind == "EVENT":
            happened = {"EventType": headers["eventType"], "EventId": headers["eventId"], **data}
            status, answer = await dingtalk_http.event(self.entry, happened)
        elif topic == CARD_TOPIC:
            callback = self.office.callbacks[self.office.cards[data["outTrackId"]].route]
            # Each is signed anew; this clock may stand still.
            stamp = now + timedelta(milliseconds=next(self._ids))
            status, answer = await dingtalk_http.press(self.entry, callback, data, stamp)
            answer = {"response": answer if status == 200 else {}}
        else:
            status, answer = await dingtalk_http.post(f"{self.entry}/dingtalk/robot", data, signed(now))
        return {"code": status, "data": json.dumps(answer)}

    async def frame(self, kind: str, topic: str, data: str, socket: int = -1, **headers: str) -> dict[str, Any]:
        number = headers.pop("messageId", "") or f"m{next(self._ids)}"
        all_headers = {"topic": topic, "messageId": number, "contentType": "application/json", "time": "1", **headers}
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.acks[number] = waiting
        await self.send({"specVersion": "1.0", "type": kind, "headers": all_headers, "data": data}, socket)
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await waiting

    async def send(self, frame: Any, socket: int = -1) -> None:
        """A frame without waiting for an acknowledgement; text goes as it is."""
        await self.sockets[socket].send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def disconnect(self) -> None:
        await self.send({"specVersion": "1.0", "type": "SYSTEM", "headers": {"topic": "disconnect"}, "data": "{}"})

    async def say(self, text: str, user: str = "u1", group: str = "", **changes: Any) -> dict[str, Any]:
        """Somebody says something to the bot, in a group or directly."""
        return await self.push("CALLBACK", BOT_TOPIC, self.message(text, user, group, **changes))

    async def quote(self, key: str, text: str, user: str = "u1", group: str = "") -> dict[str, Any]:
        """Somebody answers a message: one of the bot by the key its sending was answered with, else ""."""
        replied = {"msgType": "interactiveCard", "msgId": "msg0", "senderId": "$bot", "createdAt": 1}
        said = {"text": {"content": text, "isReplyMsg": True, "repliedMsg": replied}, "originalMsgId": "msg0"}
        key_too = {"originalProcessQueryKey": key} if key else {}
        return await self.push("CALLBACK", BOT_TOPIC, {**self.message(text, user, group), **said, **key_too})

    async def press(self, track: str, act: str, user: str = "u1", **params: Any) -> dict[str, Any]:
        """Somebody presses a card; `form` sends what they filled in. Returns what the card is answered."""
        content = {"cardPrivateData": {"actionIds": [act], "params": {"id": act, **params}}}
        data = {
            "type": "actionCallback",
            "outTrackId": track,
            "corpId": "corp",
            "userId": user,
            "content": json.dumps(content, ensure_ascii=False),
        }
        ack = await self.push("CALLBACK", CARD_TOPIC, data)
        response = dict(json.loads(ack["data"]).get("response") or {})
        self.office.answered(track, response)
        return response

    async def happen(self, kind: str, data: Mapping[str, Any], event: str = "") -> dict[str, Any]:
        """Something happens in the organisation."""
        return await self.push("EVENT", "*", data, eventType=kind, eventId=event or f"e{next(self._ids)}")

    def message(self, text: str, user: str = "u1", group: str = "", **changes: Any) -> dict[str, Any]:
        """The body of a bot message, the same by Stream and HTTP."""
        session, until = f"s{next(self._ids)}", self.clock.now() + timedelta(minutes=90)
        self.hooks[session] = (group or user, until)
        body = {
            "conversationId": group or f"cid-{user}",
            "conversationType": "2" if group else "1",
            "msgId": f"msg{next(self._ids)}",
            "createAt": int(self.clock.now().timestamp() * 1000),
            "senderStaffId": user,
            "senderNick": {"u1": "张三", "u2": "李四", "u3": "王五"}.get(user, user),
            "chatbotUserId": "$bot",
            "robotCode": ROBOT,
            "sessionWebhook": f"{self.base}/robot/sendBySession?session={session}",
            "sessionWebhookExpiredTime": int(until.timestamp() * 1000),
            "msgtype": "text",
            "text": {"content": f" {text}"},
            **(
                {"conversationTitle": "新品上市", "isInAtList": True, "atUsers": [{"dingtalkId": "$bot"}]}
                if group
                else {}
            ),
        }
        return {**body, **changes}


async def _body(request: web.Request) -> Any:
    """An object, or the fields of a form, of which a file is its name and its bytes."""
    if request.content_type != "multipart/form-data":
        return json.loads(await request.text() or "{}")
    form = await request.post()
    return {name: (part.filename, part.file.read()) if isinstance(part, web.FileField) else part
            for name, part in form.items()}  # fmt: skip


def signed(now: datetime, secret: str = SECRET) -> dict[str, str]:
    """The headers of a genuine HTTP call."""
    timestamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}


__all__ = ["BANNED", "GROUP", "QPS", "Failure", "FakeDingTalk", "signed"]

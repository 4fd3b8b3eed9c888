"""The open platform on loopback: token, messages, directory, discovery and long connection, with its refusals.

Time is the caller's. `script` makes the next calls that fit fail as told; otherwise only what is right succeeds.
"""

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import WSMsgType, web

from adapters.feishu import frames
from adapters.feishu.frames import Frame
from tests.fakes import feishu_cards, feishu_files
from tests.fakes.feishu_files import BadFile, Drawer

Json = dict[str, Any]

SERVICE = 33554678
PATIENCE_SECONDS = 60.0  # only a failing test waits so long; a crowded machine may stall for seconds
SEND_FIELDS = {"receive_id", "msg_type", "content", "uuid"}
ID_TYPES = {"open_id": "ou_", "chat_id": "oc_", "union_id": "on_", "user_id": "", "email": ""}


class Refuse(Exception):
    """Answer with this code, HTTP status and headers."""

    def __init__(self, code: int, text: str = "", status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status
        self.headers = dict(headers or {})


@dataclass
class Fault:
    """What to do instead of answering: refuse, send a page, hang up before or after it took effect.

    `after` calls that fit are let through first.
    """

    pattern: str
    times: int = 1
    after: int = 0
    refuse: Refuse | None = None
    html: int = 0
    drop: bool = False
    applied: bool = False


@dataclass
class Message:
    """A message the bot sent, as it stands."""

    id: str
    to: str
    kind: str
    content: Json
    at: datetime
    uuid: str
    answers_to: str = ""
    recalled: bool = False
    updates: int = 0
    answers: int = 0


@dataclass
class FakeFeishu:
    """One tenant with one app. While `gate` is closed, the open API answers nothing.

    way: what it takes to get here, or back.
    """

    now: Callable[[], datetime]
    app_id: str = "cli_app"
    secret: str = "app-secret"
    bot: str = "ou_bot"
    life: int = 7200
    people: dict[str, Json] = field(default_factory=dict)
    departments: dict[str, Json] = field(default_factory=dict)
    chats: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    topical: set[str] = field(default_factory=set)
    scopes: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    discovery: Json = field(default_factory=dict)
    upgrade: dict[str, str] = field(default_factory=dict)
    client_config: Json | None = None
    tokens: dict[str, datetime] = field(default_factory=dict)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    received: "asyncio.Queue[Frame]" = field(default_factory=asyncio.Queue)
    opened: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)
    rates: bool = True
    gate: asyncio.Event | None = None
    way: Callable[[], Awaitable[None]] | None = None
    url: str = ""
    heard: dict[str, str] = field(default_factory=dict)
    resources: dict[tuple[str, str], bytes] = field(default_factory=dict)
    drawer: Drawer = field(default_factory=Drawer)
    _times: dict[str, list[datetime]] = field(default_factory=dict)
    _pressed: dict[str, str] = field(default_factory=dict)
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=40 << 20)
        app.router.add_post("/callback/ws/endpoint", self._discover)
        app.router.add_get("/ws", self._socket)
        app.router.add_get("/open-apis/im/v1/messages/{message}/resources/{key}", self._resource)
        app.router.add_route("*", "/open-apis/{path:.*}", self._api)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    def fail(self, pattern: str, code: int = 0, text: str = "", times: int = 1, **more: Any) -> None:
        """Let the next calls whose method and path fit fail, with `code` or as a Fault says."""
        status, headers = more.pop("status", 400), more.pop("headers", None)
        refuse = Refuse(code, text, status, headers) if code else None
        self.faults.append(Fault(pattern, times, refuse=refuse, **more))

    def sent(self, to: str = "") -> list[Message]:
        return [message for message in self.messages if to in ("", message.to)]

    def charged(self) -> list[str]:
        """Calls that cost, in order."""
        return [call for call in self.calls if "/auth/" not in call and "/contact/" not in call]

    # The open API

    async def _resource(self, request: web.Request) -> web.StreamResponse:
        """What was sent in a message; other kinds than files are asked for by another name."""
        self._require_token(request)
        data = self.resources.get((request.match_info["message"], request.match_info["key"]))
        if data is None or request.query.get("type") != "file":
            return web.json_response({"code": 234003, "msg": "File not in msg"}, status=400)
        return web.Response(body=data, content_type="application/octet-stream")

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if self.way is None:
            return await self._answered(request)
        await self.way()
        answer = await self._answered(request)
        await self.way()
        return answer

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        call = f"{request.method} /{request.match_info['path']}"
        fault = self._fault(call)
        self.calls.append(call)
        if self.gate is not None:
            await self.gate.wait()
        try:
            if fault is not None and fault.refuse is not None:
                raise fault.refuse
            if fault is not None and fault.html:
                return web.Response(status=fault.html, text="<html>bad gateway</html>", content_type="text/html")
            if fault is not None and fault.drop and not fault.applied:
                return _hang_up(request)
            answer = await self._answer(request, call)
            return _hang_up(request) if fault is not None and fault.applied else web.json_response(answer)
        except Refuse as refused:
            body = {"code": refused.code, "msg": refused.text or "refused"}
            headers = {"x-tt-logid": "log1", **refused.headers}
            return web.json_response(body, status=refused.status, headers=headers)

    def _fault(self, call: str) -> Fault | None:
        fault = next((fault for fault in self.faults if fault.times and re.search(fault.pattern, call)), None)
        if fault is None:
            return None
        if fault.after:
            fault.after -= 1
            return None
        fault.times -= 1
        return fault

    async def _answer(self, request: web.Request, call: str) -> Json:
        if upload := re.fullmatch(r"POST /im/v1/(images|files)", call):
            self._require_token(request)
            kind, parts = upload[1], await feishu_files.parts(request)
            return self._filed(lambda: self.drawer.take(kind, parts))
        body = await self._body(request)
        if call == "POST /auth/v3/tenant_access_token/internal":
            return self._issue(body)
        self._require_token(request)
        for pattern, handler in self._handlers():
            match = re.fullmatch(pattern, call)
            if match:
                return handler(request.query, body, *match.groups())
        raise Refuse(404, "no such interface", status=404)

    def _handlers(self) -> tuple[tuple[str, Callable[..., Json]], ...]:
        return (
            (r"POST /im/v1/messages", self._send),
            (r"POST /im/v1/messages/(\w+)/reply", self._reply),
            (r"PATCH /im/v1/messages/(\w+)", self._patch),
            (r"DELETE /im/v1/messages/(\w+)", self._recall),
            (r"GET /im/v1/chats/(\w+)/members", self._members),
            (r"GET /im/v1/chats/(\w+)", self._chat),
            (r"GET /contact/v3/users/(\w+)", self._user),
            (r"GET /contact/v3/departments/(\S+)", self._department),
            (r"GET /bot/v3/info", self._info),
            (r"GET /application/v6/scopes", self._scopes),
        )

    async def _body(self, request: web.Request) -> Json:
        raw = await request.read()
        if not raw:
            return {}
        # The official SDK asks for its token without naming a type, and gets it.
        named = "Content-Type" in request.headers
        if named and (request.content_type != "application/json" or (request.charset or "utf-8").lower() != "utf-8"):
            raise Refuse(9499, "Content-Type")
        body = json.loads(raw)
        if not isinstance(body, dict):
            raise Refuse(9499, "body")
        return body

    def _issue(self, body: Json) -> Json:
        if set(body) != {"app_id", "app_secret"}:
            raise Refuse(10003, "invalid param")
        if (body["app_id"], body["app_secret"]) != (self.app_id, self.secret):
            raise Refuse(10014, "app secret invalid", status=200)
        now = self.now()
        token, until = next(iter(reversed(self.tokens.items())), ("", now))
        if until - now < timedelta(minutes=30):
            token, until = f"t-{len(self.tokens) + 1}", now + timedelta(seconds=self.life)
            self.tokens[token] = until
        return {"code": 0, "msg": "ok", "tenant_access_token": token, "expire": int((until - now).total_seconds())}

    def _require_token(self, request: web.Request) -> None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or self.tokens.get(token, self.now()) <= self.now():
            raise Refuse(99991663, "Invalid access token for authorization")

    def _pace(self, key: str, most: int, refuse: Refuse, seconds: float = 1) -> None:
        now = self.now()
        times = [at for at in self._times.get(key, ()) if now - at < timedelta(seconds=seconds)]
        if self.rates and len(times) >= most:
            raise refuse
        self._times[key] = [*times, now]

    # Messages

    def _send(self, query: Mapping[str, str], body: Json) -> Json:
        kind, to = query.get("receive_id_type", ""), body.get("receive_id", "")
        if kind not in ID_TYPES or not str(to).startswith(ID_TYPES.get(kind, "")) or set(body) != SEND_FIELDS:
            raise Refuse(230001, f"invalid parameters {sorted(body)}")
        if kind == "chat_id" and (to not in self.chats or self.bot not in self.chats[to][1]):
            raise Refuse(230002, "Bot can NOT be out of the chat.")
        if kind == "open_id" and to not in self.people:
            raise Refuse(230013, "Bot has NO availability to this user.")
        return self._post("POST messages", to, body)

    def _reply(self, _query: Mapping[str, str], body: Json, number: str) -> Json:
        to = {**{message.id: message.to for message in self.messages}, **self.heard}
        if set(body) != SEND_FIELDS - {"receive_id"} or number not in to:
            raise Refuse(230001, f"invalid parameters {sorted(body)}")
        return self._post("POST reply", to[number], body, number)

    def _post(self, api: str, to: str, body: Json, answers_to: str = "") -> Json:
        if not 0 < len(body["uuid"]) <= 50 or not isinstance(body["content"], str):
            raise Refuse(230001, "invalid uuid or content")
        again = next((m for m in self.messages if m.uuid == body["uuid"] and self._recent(m)), None)
        if again is not None:
            return _sent(again)
        self._pace(api, 50, _limited())
        self._pace(f"{api} a minute", 1000, _limited(), 60)
        self._pace(f"to {to}", 5, Refuse(230020, "This operation triggers the frequency limit."))
        content = self._content(body["msg_type"], body["content"])
        number, kind = f"om_{len(self.messages) + 1}", body["msg_type"]
        message = Message(number, to, kind, content, self.now(), body["uuid"], answers_to)
        self.messages.append(message)
        return _sent(message)

    def _recent(self, message: Message) -> bool:
        return self.now() - message.at < timedelta(hours=1)

    def _content(self, kind: str, content: str) -> Json:
        if len(content.encode()) > 30 * 1024:
            raise Refuse(230025, "The length of the message content reaches its limit.")
        if kind == "interactive":
            try:
                pictures = {key for key in self.drawer.kept if key.startswith("img_")}
                return feishu_cards.check(content, self.people, pictures)
            except feishu_cards.BadCard as bad:
                raise Refuse(230099, f"Failed to create card content, ext={bad}") from bad
        if kind == "file":
            return self._filed(lambda: self.drawer.message(content))
        post = json.loads(content)
        if kind != "post" or not set(post) <= {"zh_cn", "en_us"}:
            raise Refuse(230054, "This type of message is not supported.")
        return dict(post)

    def _filed(self, handled: Callable[[], Json]) -> Json:
        try:
            return handled()
        except BadFile as bad:
            raise Refuse(bad.code, "bad file") from bad

    def _own(self, number: str) -> Message:
        found = next((message for message in self.messages if message.id == number), None)
        if found is None:
            raise Refuse(230001, "invalid message_id")
        if found.recalled:
            raise Refuse(230011, "The message was recalled.")
        return found

    def _patch(self, _query: Mapping[str, str], body: Json, number: str) -> Json:
        message = self._own(number)
        if set(body) != {"content"} or message.kind != "interactive":
            raise Refuse(230001, "invalid parameters")
        if self.now() - message.at > timedelta(days=14):
            raise Refuse(230031, "The message is too old to be updated.")
        self._pace(f"patch {number}", 5, Refuse(230020, "This operation triggers the frequency limit."))
        message.content = self._content("interactive", body["content"])
        message.updates += 1
        return {"code": 0, "msg": "success", "data": {}}

    def take_answer(self, number: str, body: Json) -> None:
        """The answer to a press on a message; a client shows nothing but an error when it is not as it must be."""
        assert set(body) <= {"card"}, body
        if "card" in body:
            assert set(body["card"]) == {"type", "data"} and body["card"]["type"] == "raw", body
            message = self._own(number)
            message.content = self._content("interactive", json.dumps(body["card"]["data"], ensure_ascii=False))
            message.answers += 1

    def _recall(self, _query: Mapping[str, str], _body: Json, number: str) -> Json:
        self._own(number).recalled = True
        return {"code": 0, "msg": "success", "data": {}}

    # Directory

    def _members(self, query: Mapping[str, str], _body: Json, chat: str) -> Json:
        if query.get("member_id_type") != "open_id" or chat not in self.chats:
            raise Refuse(232011, "Operator can NOT be out of the chat.")
        users = [user for user in self.chats[chat][1] if user != self.bot]
        start = int(query.get("page_token") or 0)
        # Pages may be shorter than asked for.
        page = users[start : start + 2]
        items = [
            {
                "member_id_type": "open_id",
                "member_id": user,
                "name": self.people[user]["name"],
                "tenant_key": self.people[user].get("tenant_key", "tenant"),
            }
            for user in page
        ]
        more = start + 2 < len(users)
        data = {"items": items, "has_more": more, "page_token": str(start + 2) if more else ""}
        return {"code": 0, "msg": "success", "data": data}

    def _chat(self, _query: Mapping[str, str], _body: Json, chat: str) -> Json:
        if chat not in self.chats:
            raise Refuse(232011, "Operator can NOT be out of the chat.")
        data = {
            "name": self.chats[chat][0],
            "chat_mode": "topic" if chat in self.topical else "group",
            "external": chat in self.shared,
        }
        return {"code": 0, "msg": "success", "data": data}

    def _user(self, query: Mapping[str, str], _body: Json, user: str) -> Json:
        if query.get("user_id_type") != "open_id" or query.get("department_id_type") != "open_department_id":
            raise Refuse(40001, "param error")
        if user not in self.people:
            raise Refuse(41050, "no user authority error", status=403)
        return {"code": 0, "msg": "success", "data": {"user": {"open_id": user, **self.people[user]}}}

    def _department(self, _query: Mapping[str, str], _body: Json, number: str) -> Json:
        if number not in self.departments:
            raise Refuse(40004, "no dept authority error", status=403)
        return {"code": 0, "msg": "success", "data": {"department": self.departments[number]}}

    def _info(self, _query: Mapping[str, str], _body: Json) -> Json:
        return {"code": 0, "msg": "ok", "bot": {"open_id": self.bot, "app_name": "对齐", "activate_status": 2}}

    def _scopes(self, _query: Mapping[str, str], _body: Json) -> Json:
        scopes = [{"scope_name": name, "grant_status": 1, "scope_type": "tenant"} for name in self.scopes]
        return {"code": 0, "msg": "success", "data": {"scopes": scopes}}

    # Long connection

    async def _discover(self, request: web.Request) -> web.StreamResponse:
        self.calls.append("POST /callback/ws/endpoint")
        body = await request.json()
        if self.discovery:
            answer = dict(self.discovery)
            return web.json_response(answer, status=answer.pop("status", 200))
        if (body.get("AppID"), body.get("AppSecret")) != (self.app_id, self.secret):
            return web.json_response({"code": 1000040344, "msg": "app_id or app_secret is invalid"})
        url = f"{self.url.replace('http', 'ws')}/ws?device_id=d{len(self.calls)}&service_id={SERVICE}"
        return web.json_response({"code": 0, "msg": "", "data": {"URL": url, "ClientConfig": self.client_config}})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self.upgrade:
            return web.Response(status=int(self.upgrade.get("Handshake-Status", "400")), headers=self.upgrade)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.opened.put_nowait(len(self.sockets))
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                frame = frames.decode(message.data)
                self._answered_press(frame)
                self.received.put_nowait(frame)
        return socket

    def _answered_press(self, frame: Frame) -> None:
        pressed = self._pressed.pop(frame.header("message_id"), "") if frame.method == frames.DATA else ""
        answer = json.loads(frame.payload) if pressed else {}
        if "data" in answer:
            self.take_answer(pressed, json.loads(base64.b64decode(answer["data"])))

    async def push(self, envelope: Json, *, key: str = "m1", parts: int = 1, order: tuple[int, ...] = ()) -> None:
        """Send an event to the newest connection, in one frame or several."""
        if envelope["header"]["event_type"] == "card.action.trigger":
            self._pressed[key] = envelope["event"]["context"]["open_message_id"]
        told = envelope["event"].get("message") or {}
        self.heard[told.get("message_id", "")] = told.get("chat_id", "")
        raw = json.dumps(envelope, ensure_ascii=False).encode()
        step = -(-len(raw) // parts)
        for number in order or range(parts):
            headers = (
                ("type", "event"), ("message_id", key), ("sum", str(parts)), ("seq", str(number)), ("trace_id", "tr1"),
            )  # fmt: skip
            piece = raw[number * step : (number + 1) * step]
            await self.push_frame(Frame(7, 9, SERVICE, frames.DATA, headers, payload=piece))

    async def push_frame(self, frame: Frame) -> None:
        await self.sockets[-1].send_bytes(frames.encode(frame))

    async def answer(self) -> Json:
        """The next acknowledgement of an event, as an object."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                frame = await self.received.get()
                if frame.method == frames.DATA:
                    return dict(json.loads(frame.payload))

    async def ping(self) -> Frame:
        """The next ping."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                frame = await self.received.get()
                if frame.method == frames.CONTROL:
                    return frame

    async def connection(self) -> int:
        """Wait until a client has connected; how many there have been."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.opened.get()

    async def drop(self) -> None:
        """Hang up on everybody."""
        for socket in self.sockets:
            await socket.close()


def _sent(message: Message) -> Json:
    data = {"message_id": message.id, "chat_id": "oc_of_" + message.to, "msg_type": message.kind}
    return {"code": 0, "msg": "success", "data": data}


def _limited() -> Refuse:
    return Refuse(99991400, "request trigger frequency limit", status=429, headers={"x-ogw-ratelimit-reset": "2"})


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

"""The console in the browser: one page, its data as JSON, its news as a stream of events."""

import base64
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from adapters.base import FILE_LIMIT
from adapters.console.adapter import ConsoleAdapter
from adapters.console.codec import Json
from adapters.console.guard import LOOPBACK, body, guarded, text_of, texts_of
from adapters.console.inbound import BOT_NAMES, Act
from adapters.console.sse import HEADERS as STREAM_HEADERS
from adapters.console.sse import Streams, frame
from adapters.console.store import ConsoleStore, Message, User
from bot import texts

MOVES = {"hour": "console.clock_hour", "evening": "console.clock_evening", "workday": "console.clock_workday"}
# The speeds offered; the demo may have been started with another one.
SPEEDS = {0: "console.speed_0", 1: "console.speed_1", 60: "console.speed_60", 600: "console.speed_600"}
_SPEED = re.compile("speed:[0-9]{1,5}")
PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
MOST_NAME = 120  # characters of a file's name
FILE_BODY_LIMIT = FILE_LIMIT * 4 // 3 + 4096  # as Base64, with what goes around it
CONTENT_TYPES = {
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CommandHint:
    """A command for the completion list: the word behind the slash, how it is used, what it does."""

    name: str
    usage: str
    summary: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to try: `text` is put into the composer as the person `user`, in the group `chat` ("" direct)."""

    title: str
    text: str
    user: str
    chat: str = ""


@dataclass(frozen=True, slots=True)
class ClockControl:
    """The clock's handles: its speed, and `move` for one of MOVES or `speed:N`, N seconds of the clock a second."""

    speed: Callable[[], float]
    move: Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page offers besides the conversations.

    public_host: a host name that is allowed beside the loopback ones.
    zone: the IANA zone of people who have none of their own.
    """

    hints: Mapping[str, Sequence[CommandHint]] = field(default_factory=dict)
    guide: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)
    clock: ClockControl | None = None
    public_host: str = ""
    language: str = "zh"
    zone: str = "Asia/Shanghai"


class BrowserConsole(ConsoleAdapter):
    """A `ConsoleAdapter` with a page. `stop` ends the open streams, so it comes before the web server's own end."""

    def __init__(self, store: ConsoleStore, now: Callable[[], datetime], page: Page) -> None:
        super().__init__(store, now)
        self._page = page
        self._streams = Streams(lambda: frame("clock", self._clock_view()))
        self._statics = {path.name: path for path in (_HERE / "static").iterdir()}
        self._template = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
        ).get_template("console.html")
        self.watch(self._streams.wake)

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        hosts = frozenset((*LOOPBACK, self._page.public_host.lower())) - {""}
        gets = {
            "/": self._redirect,
            "/console": self._show,
            "/console/static/{name}": self._static,
            "/console/api/state": self._state,
            "/console/api/messages": self._messages,
            "/console/api/events": self._events,
            "/console/api/file": self._file,
        }
        posts = {
            "say": self._say,
            "attach": self._attach,
            "press": self._press,
            "fill": self._fill,
            "read": self._read,
            "clock": self._move,
        }
        return [
            *(web.get(path, guarded(handler, hosts)) for path, handler in gets.items()),
            *(web.post(f"/console/api/{name}", guarded(handler, hosts)) for name, handler in posts.items()),
        ]

    async def stop(self) -> None:
        await super().stop()
        await self._streams.close()

    # The page

    async def _redirect(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/console"})

    async def _show(self, request: web.Request) -> web.StreamResponse:
        asked = request.query.get("lang", "")
        language = asked if asked in texts.LANGUAGES else self._page.language
        html = self._template.render(
            language=language,
            other=next(other for other in texts.LANGUAGES if other != language),
            say=lambda key: texts.say(key, language),
            clock=self._page.clock,
            moves=MOVES,
            speeds=SPEEDS,
            guide=self._guide(language),
            data=self._page_data(language),
        )
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    def _guide(self, language: str) -> list[Json]:
        people = {user.id: user.name for user in self.store.users()}
        groups = {"": texts.say("console.direct", language), **{group.id: group.name for group in self.store.groups()}}
        return [
            {**asdict(item), "who": people.get(item.user, item.user), "where": groups.get(item.chat, item.chat)}
            for item in self._page.guide.get(language, ())
        ]

    def _page_data(self, language: str) -> Json:
        own = {key: text for key, text in texts.catalogue(language).items() if key.startswith("console.")}
        first = (language, *(other for other in texts.LANGUAGES if other != language))
        return {
            "language": language,
            "texts": own,
            "hints": [[asdict(hint) for hint in self._page.hints.get(name, ())] for name in first],
            "bot": list(BOT_NAMES),
            "page": PAGE_SIZE,
        }

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = self._statics[request.match_info["name"]]
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    # Data

    def _viewer(self, user_id: str) -> User:
        user = self.store.user(user_id) if user_id else next(iter(self.store.users()), None)
        if user is None:
            raise LookupError(f"no person {user_id}")
        return user

    def _clock_view(self) -> Json:
        speed = self._page.clock.speed() if self._page.clock else 1.0
        return {"now": self._now().astimezone(UTC).isoformat(), "speed": speed}

    async def _state(self, request: web.Request) -> web.StreamResponse:
        me = self._viewer(request.query.get("as", ""))
        number = self.store.last_event()
        people = [
            {**asdict(user), "zone": user.zone or self._page.zone, "unread": self.store.unread(user.id).get("", 0)}
            for user in self.store.users()
        ]
        unread = self.store.unread(me.id)
        groups = [
            {
                "id": group.id,
                "name": group.name,
                "members": [member.id for member in self.store.members(group.id)],
                "unread": unread.get(group.id, 0),
            }
            for group in self.store.groups_of(me.id)
        ]
        state = {"me": me.id, "people": people, "groups": groups, "event": number, "clock": self._clock_view()}
        return web.json_response(state, headers={"Cache-Control": "no-store"})

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        me, chat = self._viewer(request.query.get("as", "")), request.query.get("chat", "")
        self._place(me.id, chat)
        limit = min(max(_number(request.query.get("limit", ""), PAGE_SIZE), 1), MAX_PAGE_SIZE)
        before = _number(request.query.get("before", ""), 0)
        found = self.store.messages(me.id, chat, before=before, limit=limit + 1)
        page = {"messages": [_view(message) for message in found[-limit:]], "more": len(found) > limit}
        return web.json_response(page, headers={"Cache-Control": "no-store"})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """The file of a message, only to those who see the message; a picture is shown, the rest is kept."""
        message = self._seen(request.query.get("as", ""), request.query.get("ref", ""))
        data = self.store.file(message.ref)
        if data is None:
            raise LookupError(f"no file with message {message.ref}")
        name, shown = message.content["file"]["name"], message.content["file"]["picture"]
        where = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
        # A type that a browser would run, such as a page's, is never named.
        kind = CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        headers = {"Content-Disposition": where, "Cache-Control": "private, no-store"}
        return web.Response(body=data, content_type=kind, headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        me = self._viewer(request.query.get("as", ""))
        asked = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        response = web.StreamResponse(headers=STREAM_HEADERS)
        after = _number(asked, self.store.last_event())
        await self._streams.serve(request, response, after, lambda number: self._news(me.id, number))
        return response

    def _news(self, viewer: str, after: int) -> tuple[list[bytes], int]:
        """What happened behind `after`, each message once and as it stands now."""
        if after > self.store.last_event():
            return [frame("reset", {})], self.store.last_event()
        events = self.store.events(after)
        fresh = {event.ref for event in events if event.kind == "post"}
        frames: list[bytes] = []
        for event in {event.ref: event for event in events}.values():
            message = self.store.message(event.ref) if event.ref else None
            if message is None:
                frames.append(frame("roster", {}, event.seq))
            elif self.store.can_see(viewer, message):
                frames.append(frame("message", {**_view(message), "fresh": event.ref in fresh}, event.seq))
            elif message.kind == "dm" and not message.author and event.ref in fresh:
                frames.append(frame("elsewhere", {"user": message.target}, event.seq))
        return frames, events[-1].seq if events else after

    # What a person does

    async def _say(self, request: web.Request) -> web.StreamResponse:
        raw = await body(request)
        text = text_of(raw, "text").strip()
        if not text:
            raise web.HTTPBadRequest(text="text must not be empty")
        return _done(await self.say(text_of(raw, "as"), text_of(raw, "chat"), text, _key(raw)))

    async def _attach(self, request: web.Request) -> web.StreamResponse:
        raw = await body(request, FILE_BODY_LIMIT)
        name = text_of(raw, "name").strip()[:MOST_NAME]
        try:
            data = base64.b64decode(text_of(raw, "data"), validate=True)
        except ValueError:
            raise web.HTTPBadRequest(text="data must be Base64") from None
        if not name or not data:
            raise web.HTTPBadRequest(text="send a name and data")
        return _done(await self.attach(text_of(raw, "as"), text_of(raw, "chat"), name, data, _key(raw)))

    async def _press(self, request: web.Request) -> web.StreamResponse:
        raw = await body(request)
        act = Act(text_of(raw, "action"), texts_of(raw, "value"))
        return _done(await self.press(text_of(raw, "as"), text_of(raw, "ref"), act, _key(raw)))

    async def _fill(self, request: web.Request) -> web.StreamResponse:
        raw = await body(request)
        act = Act(text_of(raw, "action"), texts_of(raw, "value"))
        fields = texts_of(raw, "fields")
        return _done(await self.fill(text_of(raw, "as"), text_of(raw, "ref"), act, fields, _key(raw)))

    async def _read(self, request: web.Request) -> web.StreamResponse:
        raw = await body(request)
        user, chat, seq = self._viewer(text_of(raw, "as")), text_of(raw, "chat"), _number(text_of(raw, "seq"), 0)
        self._place(user.id, chat)
        self.store.mark_read(user.id, chat, seq)
        return _done(True)

    async def _move(self, request: web.Request) -> web.StreamResponse:
        kind = text_of(await body(request), "kind")
        if self._page.clock is None:
            raise LookupError("this clock cannot be moved")
        if kind not in MOVES and not _SPEED.fullmatch(kind):
            raise web.HTTPBadRequest(text="no such move")
        await self._page.clock.move(kind)
        self._streams.note(frame("clock", self._clock_view()))
        return _done(True)


def _view(message: Message) -> Json:
    return {
        "seq": message.seq,
        "ref": message.ref,
        "chat": message.chat,
        "author": message.author,
        "content": message.content,
        "at": message.at.isoformat(),
        "version": message.version,
    }


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else default


def _key(raw: Json) -> str | None:
    """The page's own key lets it repeat a request whose answer was lost."""
    key = text_of(raw, "key")
    return f"page:{key}" if key else None


def _done(fresh: bool) -> web.Response:
    return web.json_response({"fresh": fresh})

"""Feishu and Lark as a platform: what comes in over the long connection or HTTP, and everything the bot asks for."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import web

from adapters.base import Abilities, Deliver, Finding, Memory, Profile, Quota
from adapters.feishu import checks, inbound
from adapters.feishu.client import Client
from adapters.feishu.connection import LongConnection
from adapters.feishu.directory import DAY, Directory
from adapters.feishu.failures import NO_BOT, ApiError, Remedy, failure, month
from adapters.feishu.inbound import Hint, Known
from adapters.feishu.sender import RENEWED, Sender
from adapters.feishu.settings import PLATFORM, FeishuSettings
from adapters.feishu.topics import Topics
from adapters.feishu.verify import Json, Refused, is_ours, open_request
from adapters.presses import Press, Presses
from bot import texts
from bot.clock import Clock
from bot.errors import SendFailed
from bot.wire import Delivery, File, Incoming, Target

log = structlog.get_logger()

PATH = "/feishu/events"
BOT = "/open-apis/bot/v3/info"
BOT_SECONDS = 30 * 86400.0
AGAIN_SECONDS, AGAIN_AT_MOST = 5.0, 60.0
FINISH_SECONDS = 1.0
AGAIN_UNREADABLE = 600.0
_ACTS = ("message", "button", "form")
_SERVED = (*_ACTS, "joined")


class FeishuAdapter:
    """Keeps the adapter contract for one app."""

    name = PLATFORM

    def __init__(self, settings: FeishuSettings, memory: Memory, clock: Clock) -> None:
        self._settings = settings
        self._memory = memory
        self._clock = clock
        self._client = Client(settings, memory, clock)
        self._directory = Directory(self._client, memory)
        self._presses = Presses(memory)
        self._topics = Topics(memory)
        self._sender = Sender(self._client, memory, clock, self._presses, self._topics, settings.frugal)
        self._connection = LongConnection(self._client, settings, clock, self._prepare)
        self._known = Known(settings.app_id, "", self._directory.people, self._directory.chats)
        self._deliver: Deliver | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._asking = False
        self._learning: set[str] = set()

    @property
    def can(self) -> Abilities:
        return Abilities(update=True, idempotent=True, frugal=self._settings.frugal, lasts=RENEWED)

    @property
    def connected(self) -> bool:
        reached = self._connection.connected if self._settings.mode == "socket" else self._deliver is not None
        return reached and bool(self._known.bot)

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return (web.post(PATH, self._receive),) if self._settings.mode == "http" else ()

    async def start(self, deliver: Deliver) -> None:
        """Return after the first attempt to connect; further ones follow by themselves."""
        self._deliver = deliver
        await self._client.open()
        if self._settings.mode == "socket":
            await self._connection.start(self._take)
        else:
            self._spawn(self._learn_bot_in_time())

    async def stop(self) -> None:
        self._presses.release_all()
        await self._connection.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._deliver = None
        await self._client.close()

    async def send(self, delivery: Delivery) -> str:
        return await self._sender.send(delivery)

    async def find(self, delivery: Delivery) -> str | None:
        return await self._sender.find(delivery)

    async def profile(self, user: str) -> Profile | None:
        """Raises SendFailed when the directory cannot be asked now."""
        try:
            return await self._directory.profile(user)
        except ApiError as error:
            raise failure(error, self._clock.now()) from error

    async def fetch(self, file: File) -> bytes:
        try:
            return await self._client.download(*file.ref.split("/", 1))
        except ApiError as error:
            raise failure(error, self._clock.now()) from error

    async def quotas(self) -> tuple[Quota, ...]:
        now = self._clock.now()
        used, spent = await self._client.calls(), await self._client.used_up()
        return (Quota("api", month(now), used, self._settings.monthly_calls, spent),)

    async def check(self, test: Delivery | None = None) -> tuple[Finding, ...]:
        if self._client.is_open:
            return await self._checked(test)
        await self._client.open()
        try:
            return await self._checked(test)
        finally:
            await self._client.close()

    async def _checked(self, test: Delivery | None) -> tuple[Finding, ...]:
        found = await checks.check(self._client, self._settings)
        if test is None:
            return found
        try:
            await self._sender.send(test)
        except SendFailed as failed:
            values = {"to": test.target.id, "reason": failed.reason}
            return (*found, Finding("message", "fail", "message_refused", values))
        return (*found, Finding("message", "ok", "message_sent", {"to": test.target.id}))

    # In

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        try:
            opened = open_request(await request.read(), request.headers, self._settings, self._clock.now())
        except Refused as refused:
            log.warning("request refused", platform=PLATFORM, reason=refused.reason)
            return web.Response(status=refused.status)
        if opened.challenge is not None:
            return web.json_response({"challenge": opened.challenge})
        try:
            press = await self._take(opened.envelope) if opened.envelope is not None else None
        except Exception:
            # The platform pushes events again for seven hours.
            log.exception("event not taken", platform=PLATFORM)
            return web.Response(status=503)
        if press is None:
            return web.Response(body=b"{}", content_type="application/json")
        return await _answer(request, press)

    async def _take(self, envelope: Json) -> Press | None:
        """Store an event; what else it tells is looked after once the platform can be answered.

        A press on a card that is new is handed back: its answer may show what became of the card.
        """
        if self._deliver is None or not self._known.bot:
            raise ConnectionError("not ready")
        try:
            event = inbound.read(envelope, self._known) if is_ours(envelope, self._settings.app_id) else None
        except Refused as refused:
            log.warning("event refused", platform=PLATFORM, reason=refused.reason)
            return None
        kind = inbound.event_type(envelope)
        if event is None:
            self._decline_unreadable(envelope)
            return None
        if kind == inbound.ENTERED and await self._memory.get(_welcome(event.user)):
            return None
        if (
            event.chat
            and event.kind in _SERVED
            and (inbound.is_outside(envelope) or await self._directory.is_outside(event.chat))
        ):
            self._spawn(self._decline(event, kind == inbound.ADDED))
            return None
        for account in event.mentions:
            self._directory.remember(account)
        if event.chat and event.addressed and event.kind == "message":
            await self._topics.note(event.chat, inbound.topic(envelope))
        elif event.chat and event.action and await self._directory.is_topical(event.chat):
            await self._topics.note(event.chat, event.message)
        fresh, press = await self._presses.take(event, self._deliver)
        if not fresh:
            return None
        hint, told = inbound.hint(envelope), not event.chat or event.chat in self._known.chats
        # Most events tell nothing more, and a task for each would cost as much as reading it.
        if hint is not None or kind == inbound.ENTERED or not told or event.kind not in _ACTS:
            self._spawn(self._follow(envelope, event, hint))
        return press

    async def _follow(self, envelope: Json, event: Incoming, hint: Hint | None) -> None:
        """Draw on what an event tells by the way, and ask for what it does not tell."""
        try:
            if hint is not None:
                await self._directory.heed(hint)
            if inbound.event_type(envelope) == inbound.ENTERED:
                await self._memory.put(_welcome(event.user), self._clock.now().isoformat())
            if event.kind == "changed":
                await self._directory.forget(event.user)
            if event.chat and event.chat_name and event.kind in ("joined", "renamed"):
                await self._directory.name_chat(event.chat, event.chat_name)
            if inbound.event_type(envelope) == inbound.ADDED:
                await self._tell_members(event, inbound.tenant(envelope))
            elif event.chat and event.kind in _ACTS:
                await self._learn_chat(event.chat)
        except ApiError as error:
            log.warning("not looked up", platform=PLATFORM, kind=event.kind, reason=str(error))

    async def _tell_members(self, event: Incoming, tenant: str) -> None:
        members = await self._directory.members(event.chat, tenant)
        if members and self._deliver is not None:
            await self._deliver(inbound.with_members(event, members))

    # Groups shared with other companies

    async def _decline(self, event: Incoming, arrived: bool) -> None:
        """Whatever is posted there is read by other companies (U4): say so to who asks, once a day."""
        try:
            await self._withdraw(event.chat)
            await self._directory.mark_outside(event.chat)
            asked = arrived or event.addressed
            if asked:
                await self._tell(Target(PLATFORM, "group", event.chat), "typed.outside", event.key, DAY)
        except ApiError as error:
            log.warning("not declined", platform=PLATFORM, reason=str(error))

    async def _withdraw(self, chat: str) -> None:
        """Let nothing more be posted in a group that other companies read; told again it is known by its key."""
        if self._deliver is not None:
            await self._deliver(Incoming(f"shared:{chat}", PLATFORM, "shared", "", "", chat=chat))

    def _decline_unreadable(self, envelope: Json) -> None:
        user = inbound.unreadable(envelope, self._known)
        if user:
            key = inbound.message_id(envelope)
            self._spawn(self._tell(Target(PLATFORM, "dm", user), "typed.text_only", key, AGAIN_UNREADABLE))

    async def _tell(self, target: Target, text: str, key: str, seconds: float) -> None:
        """Say the same to the same ones once in a while; without an answer it stays unsaid."""
        if not await self._memory.swap(f"{text}:{target.id}", None, key, seconds):
            return
        try:
            said = {language: texts.template(text, language) for language in ("zh", "en")}
            await self._sender.tell(target, said, key)
        except ApiError as error:
            log.warning("not told", platform=PLATFORM, text=text, reason=str(error))

    async def _learn_chat(self, chat: str) -> None:
        if chat in self._known.chats or chat in self._learning:
            return
        self._learning.add(chat)
        try:
            await self._directory.learn_chat(chat)
            if await self._directory.is_outside(chat):
                await self._withdraw(chat)
        finally:
            self._learning.discard(chat)

    # Who we are

    async def _learn_bot(self) -> None:
        """Our own open_id, without which nobody can tell whether a message is meant for us. Raises ApiError."""
        if self._known.bot:
            return
        place = f"bot:{self._settings.app_id}"
        bot = await self._memory.get(place)
        if not bot:
            answer = await self._client.call("GET", BOT)
            # This interface, unlike all others, has no `data` around its answer.
            bot = str((answer.get("bot") or {}).get("open_id") or "")
            if not bot:
                raise ApiError(NO_BOT, "the app has no bot")
            await self._memory.put(place, bot, BOT_SECONDS)
        self._known = Known(self._settings.app_id, bot, self._directory.people, self._directory.chats)

    async def _prepare(self) -> None:
        """Before each attempt to connect. An app that is not published has no bot yet, but its console wants to see a
        connection before there is anything to publish. Raises ApiError when connecting would fail as well."""
        try:
            await self._learn_bot()
        except ApiError as error:
            if error.remedy not in (Remedy.APP, Remedy.NONE):
                raise
            self._spawn(self._learn_bot_in_time())

    async def _learn_bot_in_time(self) -> None:
        if self._asking:
            return
        self._asking, pause = True, AGAIN_SECONDS
        while not self._known.bot:
            try:
                await self._learn_bot()
            except ApiError as error:
                log.warning("bot not known yet", platform=PLATFORM, reason=str(error))
                again = self._clock.now() + timedelta(seconds=pause)
                while (left := (again - self._clock.now()).total_seconds()) > 0:
                    await self._clock.sleep(left)
                pause = min(2 * pause, AGAIN_AT_MOST)
        self._asking = False

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _welcome(user: str) -> str:
    return f"welcome:{user}"


async def _answer(request: web.Request, press: Press) -> web.StreamResponse:
    """Answer a press; whoever handed in the card is told whether the answer was written."""
    written = False
    try:
        response = web.json_response(inbound.answer(await press.wait()))
        await response.prepare(request)
        await response.write_eof()
        written = True
    finally:
        press.end(written)
    return response

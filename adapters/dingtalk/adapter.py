"""DingTalk as a platform: what arrives by Stream or signed HTTP, what is sent, and what can be looked up."""

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

import aiohttp
import structlog
from aiohttp import web

from adapters.base import Abilities, Deliver, Finding, Memory, Profile, Quota
from adapters.dingtalk import checks, frames, inbound, pushed
from adapters.dingtalk.callback import Callback
from adapters.dingtalk.client import Client, quotas
from adapters.dingtalk.directory import Directory
from adapters.dingtalk.faults import ReceiverGone, Refused
from adapters.dingtalk.inbound import PLATFORM, Message
from adapters.dingtalk.intake import Intake, public
from adapters.dingtalk.places import Places, of_group, of_person
from adapters.dingtalk.sender import Sender
from adapters.dingtalk.settings import PRESS_PATH, DingTalkSettings
from adapters.dingtalk.stream import Answer, Stream, in_time
from adapters.dingtalk.tally import Tally
from adapters.dingtalk.verify import Robot, is_genuine, is_genuine_press, press_secret, robot_in
from adapters.presses import Press, Presses
from bot import texts
from bot.clock import Clock
from bot.errors import SendFailed
from bot.wire import Delivery, File, Incoming, Target

log = structlog.get_logger()

STOP_SECONDS = 3.0
KEEP_SAID = 3600.0  # deliveries are repeated within seconds, as far as is known


class DingTalkAdapter:
    """Keeps the adapter contract for one app of one organisation."""

    name = PLATFORM

    def __init__(self, settings: DingTalkSettings, memory: Memory, clock: Clock) -> None:
        self._settings = settings
        self._memory = memory
        self._clock = clock
        self._places = Places(memory, settings, clock)
        self._intake = Intake(memory, self._places, clock)
        self._presses = Presses(memory)
        self._session: aiohttp.ClientSession | None = None
        self._rim: _Rim | None = None
        self._stream: Stream | None = None
        self._running: asyncio.Task[None] | None = None
        self._deliver: Deliver | None = None
        self._afterwards: set[asyncio.Task[Any]] = set()
        self._pushes = Tally(clock, self._count)

    @property
    def can(self) -> Abilities:
        """Cards know their own ids; texts know none, so an unanswered send is looked up (`find`).

        Without cards a group has no form that all can fill in, and those of the same words are told by one call.
        """
        cards = self._settings.draws_cards
        return Abilities(update=cards, idempotent=False, frugal=cards and self._settings.frugal)

    @property
    def connected(self) -> bool:
        return self._deliver is not None and (self._stream is None or self._stream.connected)

    @property
    def state(self) -> str:
        """How the connection stands, in a word or two."""
        if self._stream is not None:
            return self._stream.state
        if self._rim is None:
            return "stopped"
        return "listening" if self._rim.callback.ready or not self._settings.draws_cards else "registering"

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        if self._settings.mode != "http":
            return ()
        return (
            web.post("/dingtalk/robot", self._posted),
            web.post("/dingtalk/events", self._pushed),
            web.post(PRESS_PATH, self._carded),
        )

    async def start(self, deliver: Deliver) -> None:
        """Start listening. The connection is kept up in the background: a gateway that is away must not stop us."""
        self._deliver = deliver
        session = self._session = _session(self._settings)
        rim = self._rim = self._rimmed(session)
        if self._settings.press_address and not await rim.callback.recall():
            self._running = asyncio.create_task(rim.callback.register())
        if self._settings.mode == "stream":
            handlers = {frames.BOT: self._heard, frames.CARD: self._pressed}
            self._stream = Stream(session, self._settings, self._clock, handlers, self._happened)
            self._running = asyncio.create_task(self._stream.run())

    async def stop(self) -> None:
        """Answer what is in flight, say what is still to be said, and leave nothing running."""
        self._presses.release_all()
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        if self._afterwards:
            await asyncio.wait(self._afterwards, timeout=STOP_SECONDS)
        left = list(self._afterwards)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._rim:
            await self._pushes.stop()
        if self._session:
            await self._session.close()
        self._session = self._rim = self._stream = self._running = self._deliver = None

    # ------------------------------------------------------------------------------------------------------------------
    # Out

    async def send(self, delivery: Delivery) -> str:
        try:
            return await self._out().sender.send(delivery)
        except ReceiverGone:
            await self._follow_loss(delivery.key, delivery.target)
            raise

    async def _follow_loss(self, key: str, target: Target) -> None:
        """Ordinary groups have no event for their end, and over HTTP nobody has one: the first refusal tells."""
        if target.kind == "group":
            await self._storing()(Incoming(f"gone:{key}", PLATFORM, "closed", "", "", chat=target.id))
        elif await self._out().directory.has_left(target.id):
            await self._storing()(Incoming(f"gone:{key}", PLATFORM, "departed", target.id, ""))

    async def find(self, delivery: Delivery) -> str | None:
        return await self._out().sender.find(delivery)

    async def profile(self, user: str) -> Profile | None:
        try:
            return await self._out().directory.profile(user)
        except Refused as refused:
            log.warning("dingtalk contacts refused", code=refused.fault.code, scopes=list(refused.fault.scopes))
            return None

    async def fetch(self, file: File) -> bytes:
        try:
            return await self._out().client.download(file.ref)
        except Refused as refused:
            raise refused.fault.failure() from refused

    async def quotas(self) -> tuple[Quota, ...]:
        await self._pushes.settle()
        return await quotas(self._out().client, self._settings)

    async def check(self, test: Delivery | None = None) -> tuple[Finding, ...]:
        session = _session(self._settings)
        try:
            rim = self._rimmed(session)
            found = await checks.run(session, rim.client, rim.callback, self._settings, self._memory, self._clock)
            return (*found, *await _tried(rim.sender, test, self._settings)) if test else found
        finally:
            await session.close()

    def _rimmed(self, session: aiohttp.ClientSession) -> "_Rim":
        return _Rim(session, self._settings, self._memory, self._places, self._clock, self._presses)

    def _out(self) -> "_Rim":
        if self._rim is None:
            raise SendFailed("not started")
        return self._rim

    # ------------------------------------------------------------------------------------------------------------------
    # In

    async def _posted(self, request: web.Request) -> web.Response:
        """A signed call: answered once the message is stored; the answer to the person goes its own way."""
        signed = (request.headers.get("timestamp", ""), request.headers.get("sign", ""))
        if not is_genuine(*signed, self._settings.client_secret, self._clock.now()):
            return web.json_response({"error": "signature"}, status=401)
        try:
            data = json.loads(await request.text())
        except (ValueError, LookupError):
            return web.json_response({"error": "json"}, status=400)
        if not isinstance(data, dict) or data.get("robotCode", self._settings.robot) != self._settings.robot:
            return web.json_response({"error": "robot"}, status=403)
        if self._deliver is None:
            return web.json_response({"error": "stopped"}, status=503)
        try:
            await self._heard({}, data)
        except Exception as error:
            log.error("dingtalk call failed", error=type(error).__name__, exc_info=error)
            return web.json_response({"error": "ours"}, status=500)
        return web.json_response({"msgtype": "empty"})

    async def _carded(self, request: web.Request) -> web.StreamResponse:
        """A signed press, answered with its card where that is ready in time."""
        stamp, signature = (request.headers.get(f"x-ddpaas-signature{end}", "") for end in ("-timestamp", ""))
        if not is_genuine_press(stamp, signature, press_secret(self._settings.client_secret), self._clock.now()):
            return web.json_response({"error": "signature"}, status=401)
        try:
            data = json.loads(await request.text())
        except (ValueError, LookupError):
            data = None
        if not isinstance(data, dict):
            return web.json_response({"error": "json"}, status=400)
        if self._deliver is None:
            return web.json_response({"error": "stopped"}, status=503)
        # Pressing again is told by the time alone: nothing else of a press has an id.
        pressing = asyncio.create_task(self._pressed({"time": stamp}, data))
        self._afterwards.add(pressing)
        pressing.add_done_callback(self._afterwards.discard)
        try:
            answer = await in_time(pressing)
        except Exception as error:
            log.error("dingtalk press failed", error=type(error).__name__, exc_info=error)
            return web.json_response({"error": "ours"}, status=500)
        return await _answer(request, answer)

    async def _pushed(self, request: web.Request) -> web.Response:
        """A sealed event, answered with as sealed a word once it is stored."""
        try:
            event = pushed.opened(request.query, await request.text(), self._settings)
        except LookupError:
            event = None  # of an encoding that nobody knows
        if event is None:
            return web.json_response({"error": "seal"}, status=401)
        if self._deliver is None:
            return web.json_response({"error": "stopped"}, status=503)
        try:
            await self._happened({}, event)
        except Exception as error:
            log.error("dingtalk event failed", error=type(error).__name__, exc_info=error)
            return web.json_response({"error": "ours"}, status=500)
        return web.json_response(pushed.answer(self._settings, request.query["timestamp"]))

    async def _heard(self, headers: Mapping[str, str], data: dict[str, Any]) -> None:
        self._pushes.add()
        if inbound.is_quota_notice(data):
            await self._out().client.note_spent("push")
            log.error("dingtalk says that this month's messages are used up")
            return
        mentioned = inbound.sole_mention(data)
        name = await self._out().directory.name_in_parts(mentioned) if mentioned else ""
        message = inbound.message(data, headers.get("messageId", ""), name)
        if message is None or (message.robot and message.robot != self._settings.robot):
            log.warning("dingtalk message not for us", robot=message.robot if message else "")
            return
        place = of_group(message.chat) if message.chat else of_person(message.user)
        if message.user:
            await self._places.remember_hook(place, message.hook, message.hook_ends)
        self._say(message, place, await self._words(message))

    async def _words(self, message: Message) -> str:
        """What is said back at once; everything else the bot answers in its own time."""
        robot = robot_in(message.text)
        if message.user and message.readable and not robot:
            return await self._intake.take(message, self._storing())
        if await self._memory.add(f"said:{message.key}", 1, KEEP_SAID) > 1:
            return ""
        if not message.user:
            return texts.say("typed.outsider", self._settings.language)
        return self._robot_entered(message, robot) if robot else texts.say("typed.text_only", self._settings.language)

    def _robot_entered(self, message: Message, robot: Robot) -> str:
        """A group's permanent address: kept sealed, and never handed on to be stored as a message."""
        if not (message.admin and message.chat):
            return texts.say("typed.robot_refused", self._settings.language)
        self._later(self._out().sender.use_robot(message.chat, robot, self._settings.language))
        return ""

    async def _pressed(self, headers: Mapping[str, str], data: dict[str, Any]) -> Answer:
        self._pushes.add()
        press = inbound.press(data)
        if press is None:
            return Answer({})
        taking = _Taking(self._presses, self._storing())
        key = inbound.delivery_id(headers, data)
        answer, asked = await self._intake.press(press, key, taking.deliver)
        if asked:
            question = await self._intake.start(press.user, asked)
            place = of_person(press.user)
            self._later(self._out().sender.say("direct", press.user, place, question, asked[1]))
        if (shown := await taking.card()) is not None:
            answer = public(answer, json.loads(shown))
        return Answer(answer, taking.press)

    async def _happened(self, headers: Mapping[str, str], data: dict[str, Any]) -> None:
        if inbound.is_about_contacts(inbound.event_kind(headers, data)):
            await self._out().directory.forget()
        else:
            self._pushes.add()  # only what is about contacts is free
        for event in inbound.events(headers, data):
            await self._storing()(event)

    def _say(self, message: Message, place: str, words: str) -> None:
        if not words or not (message.user or message.chat):
            return
        to, language = message.chat or message.user, self._settings.language
        self._later(self._out().sender.say("group" if message.chat else "direct", to, place, words, language))

    def _storing(self) -> Deliver:
        if self._deliver is None:
            raise ConnectionError("not started")
        return self._deliver

    async def _count(self, pushes: int) -> None:
        await self._out().client.count("push", pushes)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something after the acknowledgement; a failure is logged and costs nobody anything."""

        async def quietly() -> None:
            try:
                await work
            except Refused as refused:
                log.warning("dingtalk answer not sent", code=refused.fault.code)
            except Exception as error:
                log.error("dingtalk afterthought failed", error=type(error).__name__, exc_info=error)

        task = asyncio.create_task(quietly())
        self._afterwards.add(task)
        task.add_done_callback(self._afterwards.discard)


class _Taking:
    """Stores what a press does, and waits for what becomes of its card; nothing where the press is an old one."""

    def __init__(self, presses: Presses, deliver: Deliver) -> None:
        self._presses = presses
        self._deliver = deliver
        self.press: Press | None = None

    async def deliver(self, event: Incoming) -> bool:
        fresh, self.press = await self._presses.take(event, self._deliver)
        return fresh

    async def card(self) -> str | None:
        if self.press is None:
            return None
        try:
            return await self.press.wait()
        except asyncio.CancelledError:
            self.press.end(written=False)
            raise


class _Rim:
    """What needs the open session."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        settings: DingTalkSettings,
        memory: Memory,
        places: Places,
        clock: Clock,
        presses: Presses,
    ) -> None:
        self.client = Client(session, settings, memory, clock)
        self.callback = Callback(self.client, memory, settings, clock)
        self.sender = Sender(self.client, memory, places, clock, settings, presses, self.callback)
        self.directory = Directory(self.client, memory)


async def _answer(request: web.Request, answer: Answer) -> web.StreamResponse:
    """Answer a press; whoever handed in the card is told whether the answer was written."""
    written = False
    try:
        response = web.json_response(answer.response)
        await response.prepare(request)
        await response.write_eof()
        written = True
    finally:
        if answer.press is not None:
            answer.press.end(written)
    return response


async def _tried(sender: Sender, test: Delivery, settings: DingTalkSettings) -> tuple[Finding, ...]:
    """A test message goes as a card where there is a template, which nothing else shows to be the right one."""
    try:
        as_card = await sender.try_out(test)
    except SendFailed as failed:
        return (Finding("message", "fail", "message_refused", {"to": test.target.id, "reason": failed.reason}),)
    sent = Finding("message", "ok", "message_sent", {"to": test.target.id})
    if not settings.draws_cards:
        return (sent,)
    named = {"id": settings.card_template_id}
    good, bad = Finding("template", "ok", "template_good", named), Finding("template", "fail", "template_bad", named)
    return (good if as_card else bad, sent)


def _session(settings: DingTalkSettings) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(trust_env=settings.proxy, cookie_jar=aiohttp.DummyCookieJar())

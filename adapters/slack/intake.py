"""What Slack delivers, on its way to the inbox: read, stored, and only then answered."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from adapters.base import Deliver, Memory
from adapters.slack import inbound, interactive, modal, outbound
from adapters.slack.client import SlackClient
from adapters.slack.directory import Directory
from adapters.slack.edits import Edits, is_edit
from adapters.slack.inbound import PLATFORM, Own
from adapters.slack.interactive import META_LIMIT, Carried, Press
from adapters.slack.markup import node, string
from adapters.slack.sending import KEPT_SECONDS
from adapters.slack.settings import SlackSettings
from adapters.slack.shared import Shared
from bot import texts
from bot.errors import SendFailed
from bot.wire import Incoming

log = structlog.get_logger()

ARRIVAL_SECONDS = 1.5  # Slack waits three seconds for an answer
SAID_SECONDS = 86400.0
REMEMBERED = 2000
Body = Mapping[str, Any]


class Intake:
    """Takes what Slack delivers to `deliver`. Raises what `deliver` raises, so that Slack delivers it again."""

    def __init__(
        self,
        client: SlackClient,
        directory: Directory,
        memory: Memory,
        settings: SlackSettings,
        shared: Shared,
        revoked: Callable[[], None],
        missed: Callable[[datetime], None],
    ) -> None:
        self._client = client
        self._directory = directory
        self._memory = memory
        self._language = settings.language
        self._alone = settings.alone
        self._revoked = revoked
        self._missed = missed
        self._tasks: set[asyncio.Task[None]] = set()
        self._said: OrderedDict[str, str] = OrderedDict()
        self._asked: OrderedDict[str, str] = OrderedDict()
        self._shared = shared
        self._edits = Edits(memory)
        self.own = Own("", "", "")
        self.deliver: Deliver | None = None

    async def receive(self, body: Body) -> Body | None:
        """Take in one body; what is returned is Slack's answer. What the bot does not know is answered, and left."""
        kind = string(body, "type")
        if kind != "event_callback" and inbound.is_strangers_deed(body, self.own):
            log.info("left, done by somebody of another company", kind=kind or "command")
            hint = texts.template("typed.outsider", self._language)
            self._spawn(self._tell(string(body, "response_url"), hint))
            return None
        own = await self._knowing(body)
        match kind:
            case "event_callback":
                await self._event(body, own)
            case "block_actions":
                await self._pressed(body)
            case "view_submission":
                return await self._sent(body)
            case "shortcut" | "message_action":
                await self._asked_for(interactive.shortcut(body, own), body)
            case "app_rate_limited":
                log.error("events dropped by the platform, more than 30,000 an hour")
                if minute := inbound.limited_since(body):
                    self._missed(minute)
            case _ if "command" in body:
                await self._asked_for(inbound.command(body, own), body)
        return None

    async def _asked_for(self, event: Incoming | None, body: Body) -> None:
        """Commands and shortcuts come from channels the bot is not in, too."""
        if event and await self._shared.has(event.chat):
            self._spawn(self._tell(string(body, "response_url"), self._declining(event.chat)))
            return
        if event and event.chat:
            _remember(self._asked, event.chat, string(body, "response_url"))
        await self._hand_over(event)

    async def stop(self, seconds: float) -> None:
        """Let what is under way finish, at most so long."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()

    async def answer_privately(self, chat: str, text: str, language: str) -> bool:
        """Answer the last command of a channel the bot is not in, to the one who typed it."""
        url = self._asked.pop(chat, "")
        hint = texts.template("chat.not_inside", language)
        return bool(url) and await self._client.answer(url, f"{text}\n\n{hint}")

    # -----------------------------------------------------------------------------------------------------------------
    # Events

    async def _event(self, body: Body, own: Own) -> None:
        raw = node(body, "event")
        match string(raw, "type"):
            case "app_home_opened":
                self._home(raw)
                return
            case "app_uninstalled" | "tokens_revoked" if inbound.ends_us(raw):
                log.error("the app was taken out of the workspace", told_by=string(raw, "type"))
                self._revoked()
                return
            case "user_change" | "team_join" if not self._directory.note(node(raw, "user")):
                return
        if newcomer := inbound.newcomer(body):
            await self._recognise(newcomer)
        if told := inbound.sharing(body, self.own):
            await self._note_sharing(*told, f"shared:{string(body, 'event_id')}")
        event, arrived = inbound.event(body, own), inbound.is_own_arrival(body, self.own)
        if event and event.kind != "closed" and await self._shared.has(event.chat):
            self._decline(event, arrived)
            return
        if event and arrived:
            event = await self._arrival(event)
        said = string(raw, "client_msg_id") or string(raw, "message", "client_msg_id")
        event = await self._once(event, said)
        await self._hand_over(await self._edits.in_order(event) if event and is_edit(event) else event)

    async def catch_up(self, channel: Body, raw: Body) -> None:
        """A message out of a channel's history; it has the key of the event that would have told it."""
        said = {**raw, "type": "message", "channel": string(channel, "id")}
        event = inbound.event({"event": said, "is_ext_shared_channel": channel.get("is_ext_shared")}, self.own)
        if event and await self._shared.has(event.chat):
            return
        await self._hand_over(await self._once(event, string(raw, "client_msg_id")))

    async def _once(self, event: Incoming | None, said: str) -> Incoming | None:
        """One message has been seen to arrive twice with different time stamps; the first one's key stands for both.

        What nobody is to act on is not worth asking whether another process has seen it.
        """
        if event is None or event.kind != "message" or not said:
            return event
        known, name = self._said.get(said), f"said:{said}"
        shared = known is None and event.addressed and not self._alone
        if is_edit(event):
            known = await self._memory.get(name) if shared else known
            edits = (known + key.removeprefix(event.edits[0]) for key in event.edits) if known else event.edits
            return replace(event, edits=tuple(edits))
        if shared and not await self._memory.swap(name, None, event.key, SAID_SECONDS):
            known = await self._memory.get(name)
        _remember(self._said, said, known or event.key)
        return replace(event, key=known) if known else event

    async def look_over(self, channel: Body, since: datetime) -> None:
        """A channel the bot is in, as it was found after a time in which nobody listened."""
        id = string(channel, "id")
        await self._note_sharing(id, channel.get("is_ext_shared") is True, f"shared:{id}:{since.isoformat()}")

    async def _note_sharing(self, channel: str, shared: bool, key: str) -> None:
        """The bot is told first, because what is noted is not told again."""
        if channel in self._shared.allowed or shared is await self._shared.has(channel):
            return
        if shared:
            await self._hand_over(inbound.shared(channel, key))
        await self._shared.enter(channel, shared)

    def _decline(self, event: Incoming, arrived: bool) -> None:
        """Another company reads there: say so to who asks, once a day."""
        if arrived or (event.kind == "message" and event.addressed):
            self._spawn(self._say_declined(event))

    async def _say_declined(self, event: Incoming) -> None:
        if await self._shared.first_today(event.chat, event.key):
            await self._client.write("chat.postMessage", channel=event.chat, text=self._declining(event.chat))

    def _declining(self, channel: str) -> str:
        return texts.say("chat.outside", self._language, setting=inbound.ALLOWING, channel=channel)

    async def _knowing(self, body: Body) -> Own:
        """Look up who is mentioned first; where another company reads too, who stays unknown is no colleague."""
        unknown = [user for user in inbound.named(body, self.own) if self._directory.is_unknown(user)]
        if unknown:
            await self._recognise(*unknown)
        doubtful = [user for user in unknown if self._directory.is_unknown(user)]
        channel = string(body, "event", "channel") or string(body, "channel", "id") or string(body, "channel_id")
        if doubtful and (body.get("is_ext_shared_channel") is True or channel in self._shared.allowed):
            return replace(self.own, outsiders={*self.own.outsiders, *doubtful})
        return self.own

    async def _recognise(self, *users: str) -> None:
        """Look people up before the event they are in is read, as far as Slack answers in time."""
        try:
            async with asyncio.timeout(ARRIVAL_SECONDS):
                await self._directory.learn(users)
        except (TimeoutError, SendFailed) as error:
            log.warning("people not recognised", error=type(error).__name__)

    async def _arrival(self, event: Incoming) -> Incoming | None:
        """The bot's own arrival, with the channel's name and who is there, as far as Slack says so in time."""
        name, members, creator, shared = "", None, "", False
        try:
            async with asyncio.timeout(ARRIVAL_SECONDS):
                channel = node(await self._client.read("conversations.info", channel=event.chat), "channel")
                name, creator = string(channel, "name"), string(channel, "creator")
                shared = channel.get("is_ext_shared") is True
                members = await self._directory.members(event.chat)
        except (TimeoutError, SendFailed) as error:
            log.warning("arrival without members", error=type(error).__name__)
        if shared and event.chat not in self._shared.allowed:
            await self._note_sharing(event.chat, True, f"shared:{event.key}")
            self._decline(event, arrived=True)
            return None
        likely = (event.user, creator, *(account.user for account in members or ()))
        user = next((user for user in likely if user and user not in self.own.strangers), "")
        if not user:
            return None
        who = self.own.account(user)
        return replace(event, user=user, user_name=who.name, chat_name=name, mentions=members or ())

    async def _hand_over(self, event: Incoming | None) -> None:
        if event is None:
            return
        if self.deliver is None:
            raise ConnectionError("stopped")
        await self.deliver(event)
        if event.kind in ("message", "button", "form", "joined"):
            self._learn(event.user, *(account.user for account in event.mentions))

    def _learn(self, *users: str) -> None:
        unknown = [user for user in users if user and user not in self._directory.names]
        if unknown:
            self._spawn(self._introduce(unknown))

    async def _introduce(self, users: Iterable[str]) -> None:
        """Look up people's names after the answer, and tell them as a change of their profile."""
        for user in await self._directory.learn(users):
            if self.deliver:
                name = self._directory.names[user]
                await self.deliver(Incoming(f"name:{user}:{name}", PLATFORM, "changed", user, name))

    # -----------------------------------------------------------------------------------------------------------------
    # Buttons and forms

    async def _pressed(self, body: Body) -> None:
        press = interactive.press(body, self.own)
        if press is None:
            return
        if await self._shared.has(press.event.chat):
            self._spawn(self._tell(press.answer_url, self._declining(press.event.chat)))
            return
        form = await self._memory.get(press.carried.form) if press.carried.form else None
        if form:
            # The trigger is good for three seconds, and nothing has happened yet that would have to be kept.
            self._spawn(self._open(press, form))
            return
        await self._hand_over(replace(press.event, value=await self._value(press.carried)))

    async def _value(self, carried: Carried) -> Mapping[str, str]:
        text = await self._memory.get(carried.kept) if carried.kept else None
        return outbound.load_value(text) if text else carried.value

    async def _open(self, press: Press, kept_form: str) -> None:
        form, event, kept = outbound.load_form(kept_form), press.event, dict[str, str]()
        carried = Carried(
            action=form.action,
            value=form.value,
            language=press.carried.language,
            chat=event.chat,
            chat_name=event.chat_name,
            message=event.message,
        )
        metadata = outbound.carry(carried, META_LIMIT, kept)
        for key, value in kept.items():
            await self._memory.put(key, value, KEPT_SECONDS)
        try:
            await self._client.write("views.open", trigger_id=press.trigger, view=modal.view(form, metadata))
        except SendFailed as failed:
            log.warning("form not opened", reason=failed.reason)
            language = press.carried.language or self._language
            await self._client.answer(press.answer_url, texts.template("chat.form_not_opened", language))

    async def _sent(self, body: Body) -> Body | None:
        sent = interactive.sent(body, self.own)
        if sent is None or await self._shared.has(sent.event.chat):
            return None
        if sent.empty:
            return modal.errors(sent.empty, sent.carried.language or self._language)
        await self._hand_over(replace(sent.event, value=await self._value(sent.carried)))
        return None

    # -----------------------------------------------------------------------------------------------------------------
    # The home tab

    def _home(self, raw: Body) -> None:
        user, shown = string(raw, "user"), string(raw, "view", "private_metadata")
        if user and string(raw, "tab") == "home" and shown != modal.HOME_VERSION:
            self._spawn(self._publish(user))

    async def _publish(self, user: str) -> None:
        profile = await self._directory.profile(user)
        language = (profile.language if profile else "") or self._language
        await self._client.write("views.publish", user_id=user, view=modal.home(language))

    async def _tell(self, url: str, text: str) -> None:
        if url:
            await self._client.answer(url, text)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Work after the answer, held so that it cannot vanish halfway."""
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except SendFailed as failed:
        log.warning("left undone", reason=failed.reason)
    except Exception:
        log.exception("left undone")


def _remember(store: OrderedDict[str, str], key: str, value: str) -> None:
    store[key] = value
    store.move_to_end(key)
    if len(store) > REMEMBERED:
        store.popitem(last=False)

"""What people send, on its way to the bot: answers typed for choices are mapped back, dialogues are held.

Everything is delivered before it is acknowledged; what is only said back to the person is said afterwards.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

import structlog

from adapters.base import Deliver, Memory
from adapters.dingtalk import inbound, outbound, typed
from adapters.dingtalk.inbound import PLATFORM, Message
from adapters.dingtalk.outbound import Choice
from adapters.dingtalk.places import Offer, Places, of_group, of_person
from adapters.dingtalk.typed import Dialogue, Wrong
from bot import texts
from bot.clock import Clock
from bot.wire import Account, Incoming, Kind

log = structlog.get_logger()

DIALOGUE_MINUTES = 30
KEEP_TALK = 7200.0
MOST_SEEN = 12
GONE = "gone"  # an action nobody knows: the bot tells that the button is over
_COMMAND = ("/", "／")
_TOKEN = re.compile(r"<@([^>\s]+)>")
Asked = tuple[Choice, str, str]
"""A form to be asked in words: the choice it is behind, the language, and the group of its card."""


class Intake:
    """Turns messages and presses into events; `deliver` stores one durably. Returns what to say back."""

    def __init__(self, memory: Memory, places: Places, clock: Clock) -> None:
        self._memory = memory
        self._places = places
        self._clock = clock
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._newest: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()

    async def take(self, message: Message, deliver: Deliver) -> str:
        """One message of somebody inside the organisation, in the order of its place."""
        place = of_group(message.chat) if message.chat else of_person(message.user)
        lock = self._locks.setdefault(f"{place}:{message.user}", asyncio.Lock())
        before, begun = self._newest.get(place), asyncio.Event()
        self._newest[place] = begun

        async def deliver_in_turn(event: Incoming) -> bool:
            # Only its beginning: what several people say in a group is stored in one commit, in order.
            if before:
                await before.wait()
            begun.set()
            return await deliver(event)

        try:
            async with lock:
                return await self._take(message, place, deliver_in_turn)
        finally:
            try:
                if before and not begun.is_set():
                    await before.wait()
            finally:
                begun.set()

    async def _take(self, message: Message, place: str, deliver: Deliver) -> str:
        talk = _Talk(self._memory, self._clock, f"talk:{place}:{message.user}")
        await talk.read()
        if message.key in talk.seen:
            return ""
        if message.quoted:
            message = replace(message, replies_to=await self._answered(message))
        if message.file:
            await deliver(message.incoming())
            return ""
        dialogue = talk.dialogue
        if dialogue and not message.text.startswith(_COMMAND):
            return await self._continue(message, place, talk, dialogue, deliver)
        if dialogue:
            await talk.keep(None, message.key)
        if offered := await self._offered(message, place):
            return await self._choose(message, place, talk, *offered, deliver)
        number = typed.number(message.text)
        if number and number.sure:
            await deliver(replace(message.incoming(), kind="button", text="", action=GONE))
            return ""
        if filled := await self._filled(message, place):
            offer, choice, fields = filled
            await self._submit(message, place, offer.card, choice.action, choice.value, fields, deliver)
            return ""
        await deliver(message.incoming())
        return ""

    async def _answered(self, message: Message) -> tuple[str, ...]:
        kept = await self._places.quotable(message.quoted)
        return (kept or f"{'group' if message.chat else 'direct'}:{message.quoted}",)

    async def _offered(self, message: Message, place: str) -> tuple[Offer, Choice] | None:
        number = typed.number(message.text)
        return await self._places.find(place, number.number) if number else None

    async def _filled(self, message: Message, place: str) -> tuple[Offer, Choice, dict[str, str]] | None:
        if ":" not in message.text and "：" not in message.text:
            return None
        offer = await self._places.fillable(place)
        for choice in offer.choices if offer else ():
            fields = typed.answers_whole(choice.form, message.text) if choice.form and choice.open else {}
            if offer and choice.form and fields:
                return offer, choice, {item.name: fields.get(item.name, item.value) for item in choice.form.inputs}
        return None

    async def _choose(
        self, message: Message, place: str, talk: "_Talk", offer: Offer, choice: Choice, deliver: Deliver
    ) -> str:
        if choice.form is None:
            await self._places.acted(place, offer.card)
            await deliver(replace(_event(message, "button", choice.action, choice.value), text=""))
            return ""
        started = Dialogue(choice.form, offer.language, offer.card, bool(message.chat))
        number = typed.number(message.text)
        if number and number.rest:
            reply = replace(message, text=number.rest)
            return await self._continue(reply, place, talk, started, deliver)
        await talk.keep(started, message.key)
        return typed.question(started)

    async def _continue(self, message: Message, place: str, talk: "_Talk", dialogue: Dialogue, deliver: Deliver) -> str:
        if typed.is_stop(message.text):
            await talk.keep(None, message.key)
            return texts.say("typed.stopped", dialogue.language)
        after = typed.answered(dialogue, _with_people(message, dialogue))
        if isinstance(after, Wrong):
            await talk.keep(dialogue, message.key)
            return typed.question(dialogue, after)
        if after.open:
            await talk.keep(after, message.key)
            return typed.question(after)
        form, said = after.form, replace(message, chat=after.chat or message.chat)
        await self._submit(said, place, after.message, form.action, form.value, after.fields, deliver)
        await talk.keep(None, message.key)
        return ""

    async def _submit(
        self,
        message: Message,
        place: str,
        card: str,
        action: str,
        value: Mapping[str, str],
        fields: Mapping[str, str],
        deliver: Deliver,
    ) -> None:
        await self._places.acted(place, card)
        named = tuple(Account(user, "") for text in fields.values() for user in _TOKEN.findall(text))
        event = _event(message, "form", action, value)
        await deliver(replace(event, text="", fields=dict(fields), mentions=tuple(dict.fromkeys(named))))

    async def start(self, user: str, asked: Asked) -> str:
        """Begin a dialogue in somebody's direct messages, for a form that a card cannot draw; the first question."""
        choice, language, chat = asked
        if choice.form is None:
            return ""
        talk = _Talk(self._memory, self._clock, f"talk:{of_person(user)}:{user}")
        await talk.read()
        started = Dialogue(choice.form, language, chat=chat)
        await talk.keep(started, "")
        return typed.question(started)

    # ------------------------------------------------------------------------------------------------------------------
    # Cards

    async def press(self, press: inbound.Press, key: str, deliver: Deliver) -> tuple[dict[str, Any], Asked | None]:
        """A press on a card: what the card answers, and a form that must be asked in words."""
        record = json.loads(await self._memory.get(f"card:{press.card}") or "{}")
        raw = record.get("acts", {}).get(press.act)
        if record.get("user", press.user) != press.user:
            raw = None
        event = Incoming(key, PLATFORM, "button", press.user, "", chat=record.get("chat", ""), addressed=True)
        event = replace(event, message=f"card:{press.card}")
        if raw is None:
            await deliver(replace(event, action=GONE))
            return {}, None
        choice, language = typed.load_choice(raw), record["language"]
        if choice.form is None:
            await deliver(replace(event, action=choice.action, value=choice.value))
            return {}, None
        if not press.sent:
            if not outbound.fits(choice.form, language):
                return {}, (choice, language, event.chat)
            return private(outbound.form_params(press.act, choice.form, language)), None
        fields = {item.name: press.fields.get(item.name, "") for item in choice.form.inputs}
        # A form behind a button is about something of its own, not about what the button does.
        form = choice.form
        await deliver(replace(event, kind="form", action=form.action, value=form.value, fields=fields))
        return private(outbound.form_params("", None, language)), None


def private(params: Mapping[str, str]) -> dict[str, Any]:
    """An answer to a press that only the person who pressed sees on the card."""
    return {"cardUpdateOptions": outbound.BY_KEY, "userPrivateData": {"cardParamMap": dict(params)}}


def public(answer: Mapping[str, Any], params: Mapping[str, str]) -> dict[str, Any]:
    """The same answer with what everybody sees on the card from now on."""
    return {"cardUpdateOptions": outbound.BY_KEY, **answer, "cardData": {"cardParamMap": dict(params)}}


def _event(message: Message, kind: Kind, action: str, value: Mapping[str, str]) -> Incoming:
    return replace(message.incoming(), kind=kind, action=action, value=dict(value))


def _with_people(message: Message, dialogue: Dialogue) -> str:
    """The answer with everybody mentioned in it, where people are asked for and their order says nothing."""
    asks = dialogue.open and dialogue.open[0].kind == "people"
    if not asks or len(message.mentions) < 2:
        return message.text
    return " ".join([message.text, *(f"<@{account.user}>" for account in message.mentions)]).strip()


class _Talk:
    """A person's dialogue in a place, and the deliveries it has swallowed, so that a repeat of one is known."""

    def __init__(self, memory: Memory, clock: Clock, key: str) -> None:
        self._memory = memory
        self._clock = clock
        self._key = key
        self.dialogue: Dialogue | None = None
        self.seen: tuple[str, ...] = ()

    async def read(self) -> None:
        kept = json.loads(await self._memory.get(self._key) or "{}")
        self.seen = tuple(kept.get("seen", ()))
        if kept.get("dialogue") and kept["until"] > self._clock.now().isoformat():
            self.dialogue = Dialogue.load(kept["dialogue"])

    async def keep(self, dialogue: Dialogue | None, swallowed: str) -> None:
        until = self._clock.now() + timedelta(minutes=DIALOGUE_MINUTES)
        seen = [*self.seen, swallowed][-MOST_SEEN:]
        record = {"dialogue": dialogue.dump() if dialogue else "", "until": until.isoformat(), "seen": seen}
        await self._memory.put(self._key, json.dumps(record, ensure_ascii=False), KEEP_TALK)

"""The console as a platform: takes the bot's deliveries, and does for a person what a chat client would do."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from aiohttp import web

from adapters.base import Abilities, Deliver, Finding, Profile, Quota
from adapters.console import inbound
from adapters.console.codec import attached
from adapters.console.codec import content as encode
from adapters.console.store import ConsoleStore, Draft, Message, User
from bot.cards import Rendered, RenderedButton, RenderedForm
from bot.errors import SendFailed
from bot.wire import Account, Attached, Delivery, File, Incoming, Target


@dataclass(frozen=True, slots=True)
class Posted:
    """The bot posted or updated a message, or sent a file; `at` is aware UTC, `ref` the message."""

    at: datetime
    kind: Literal["post", "update", "file"]
    target: Target
    ref: str
    card: str
    why: str
    content: Rendered
    key: str
    file: Attached | None = None


class ConsoleAdapter:
    """Keeps the adapter contract over a `ConsoleStore`. `now` gives aware UTC."""

    name = inbound.PLATFORM
    can = Abilities(update=True, idempotent=True)

    def __init__(self, store: ConsoleStore, now: Callable[[], datetime]) -> None:
        self.store = store
        self._now = now
        self._deliver: Deliver | None = None
        self._listeners: list[Callable[[Posted], None]] = []
        self._watchers: list[Callable[[], None]] = []

    @property
    def connected(self) -> bool:
        return self._deliver is not None

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return ()

    async def start(self, deliver: Deliver) -> None:
        self._deliver = deliver

    async def stop(self) -> None:
        self._deliver = None

    def listen(self, callback: Callable[[Posted], None]) -> None:
        """Call back after each post and update that took effect; repeats are not told."""
        self._listeners.append(callback)

    def watch(self, callback: Callable[[], None]) -> None:
        """Call back whenever the event log of the store may have grown."""
        self._watchers.append(callback)

    def _changed(self) -> None:
        for watcher in self._watchers:
            watcher()

    async def send(self, delivery: Delivery) -> str:
        """Post or replace, once a key. Raises SendFailed, permanent, when message or receiver are unknown."""
        at, target, file = self._now(), delivery.target, delivery.file
        self._require_receiver(delivery, at)
        body = encode(delivery.content, delivery.accounts) | ({"file": attached(file)} if file else {})
        draft = Draft(
            key=delivery.key,
            kind=target.kind,
            target=target.id,
            author="",
            body=json.dumps(body, ensure_ascii=False),
            text=delivery.content.text,
            why=delivery.why,
            card=delivery.card,
            at=at,
            data=file.data if file else None,
        )
        if delivery.ref:
            ref, fresh = delivery.ref, self.store.replace(delivery.ref, draft)
        else:
            ref, fresh = self.store.add(draft)
        if fresh:
            told = (target, ref, delivery.card, delivery.why, delivery.content, delivery.key, file)
            posted = Posted(at, "file" if file else "update" if delivery.ref else "post", *told)
            for listener in self._listeners:
                listener(posted)
            self._changed()
        return ref

    async def find(self, delivery: Delivery) -> str | None:
        """The console knows every key it was sent."""
        return self.store.ref_of(delivery.key)

    async def profile(self, user: str) -> Profile | None:
        """None too for somebody entered without their habits: there is nothing to be learnt."""
        found = self.store.user(user)
        told = found is not None and found.lang and found.zone
        return Profile(found.name, language=found.lang, zone=found.zone) if found and told else None

    async def quotas(self) -> tuple[Quota, ...]:
        return ()

    async def fetch(self, file: File) -> bytes:
        """The console's events carry their files with them."""
        return base64.b64decode(file.ref)

    async def check(self, test: Delivery | None = None) -> tuple[Finding, ...]:
        return ()

    def _require_receiver(self, delivery: Delivery, at: datetime) -> None:
        target = delivery.target
        find = self.store.group if target.kind == "group" else self.store.user
        known: object = self.store.message(delivery.ref) if delivery.ref else find(target.id)
        if known is None:
            self.store.refuse(delivery.key, delivery.ref, at)
            what = f"message {delivery.ref}" if delivery.ref else f"{target.kind} {target.id}"
            raise SendFailed(f"the console has no {what}", permanent=True)

    # The person's side. Each returns what `deliver` returned: False when the same key was delivered before. Raises
    # LookupError when there is no such person, group or message, or the person cannot see it.

    async def say(self, user_id: str, chat: str, text: str, key: str | None = None) -> bool:
        """Type a text into a group, or into the direct messages (chat ""); it does not stand when delivery failed."""
        user, place = self._user(user_id), self._place(user_id, chat)
        typed = inbound.read(text, self._people(chat))
        spans = [span if isinstance(span, str) else _span(span) for span in typed.spans]
        event = key or self.store.fresh_key()
        draft = Draft(
            key=f"typed:{event}",
            kind="group" if chat else "dm",
            target=chat or user_id,
            author=user_id,
            body=json.dumps({"spans": spans}, ensure_ascii=False),
            text=text,
            why="",
            card="",
            at=self._now(),
        )
        ref, added = self.store.add(draft)
        try:
            fresh = await self._hand_over(inbound.said(event, _account(user), place, typed, ref))
        except BaseException:
            if added:
                self.store.take_back(ref)
            raise
        self._changed()
        return fresh

    async def attach(self, user_id: str, chat: str, name: str, data: bytes, key: str | None = None) -> bool:
        """Send a file, which stands in the conversation by its name."""
        user, place = self._user(user_id), self._place(user_id, chat)
        event = key or self.store.fresh_key()
        draft = Draft(
            key=f"typed:{event}",
            kind="group" if chat else "dm",
            target=chat or user_id,
            author=user_id,
            body=json.dumps({"spans": [f"📎 {name}"]}, ensure_ascii=False),
            text=name,
            why="",
            card="",
            at=self._now(),
        )
        ref, _ = self.store.add(draft)
        file = File(name, len(data), base64.b64encode(data).decode())
        fresh = await self._hand_over(inbound.attached(event, _account(user), place, file, ref))
        self._changed()
        return fresh

    async def press(self, user_id: str, ref: str, button: int | inbound.Action, key: str | None = None) -> bool:
        """Press a button: by its place in the message, or as the person still saw it before the message changed."""
        user, message = self._user(user_id), self._seen(user_id, ref)
        act = buttons(message)[button] if isinstance(button, int) else button
        place = self._place(user_id, message.chat)
        return await self._hand_over(inbound.pressed(key or self.store.fresh_key(), _account(user), place, act, ref))

    async def fill(
        self, user_id: str, ref: str, form: int | inbound.Action, fields: Mapping[str, str], key: str | None = None
    ) -> bool:
        """Send a form: by its place among the message's forms, or as the person still saw it."""
        user, message = self._user(user_id), self._seen(user_id, ref)
        act = forms(message)[form] if isinstance(form, int) else form
        place = self._place(user_id, message.chat)
        event = key or self.store.fresh_key()
        people = self._people(message.chat)
        typed = {name: inbound.read(text, people) for name, text in fields.items()}
        return await self._hand_over(inbound.filled(event, _account(user), place, act, typed, ref))

    async def join(self, chat: str, user_id: str = "", key: str | None = None) -> bool:
        """Take the bot into a group; it is told all members. `user_id` did so, by default the first member."""
        members = self.store.members(chat)
        user = self._user(user_id or next((member.id for member in members), ""))
        place = self._place(user.id, chat)
        event = key or self.store.fresh_key()
        return await self._hand_over(
            inbound.joined(event, _account(user), place, [_account(member) for member in members])
        )

    def visible(self, user_id: str) -> Iterator[Message]:
        """What the person can see, newest first: their direct messages with the bot and the groups they are in."""
        return self.store.visible(user_id)

    async def _hand_over(self, event: Incoming) -> bool:
        if self._deliver is None:
            raise ConnectionError("the console is not started")
        return await self._deliver(event)

    def _user(self, user_id: str) -> User:
        user = self.store.user(user_id)
        if user is None:
            raise LookupError(f"no person {user_id}")
        return user

    def _place(self, user_id: str, chat: str) -> inbound.Place:
        if not chat:
            return inbound.Place()
        for group in self.store.groups_of(user_id):
            if group.id == chat:
                return inbound.Place(group.id, group.name)
        raise LookupError(f"no group {chat} with {user_id} in it")

    def _people(self, chat: str) -> list[Account]:
        """Who can be mentioned: the group's members; in direct messages everybody."""
        return [_account(person) for person in (self.store.members(chat) if chat else self.store.users())]

    def _seen(self, user_id: str, ref: str) -> Message:
        message = self.store.message(ref)
        if message is None or not self.store.can_see(user_id, message):
            raise LookupError(f"no message {ref} for {user_id}")
        return message


def buttons(message: Message) -> tuple[RenderedButton, ...]:
    """The buttons a message shows now, in order; none when a person wrote it."""
    card = message.rendered()
    return card.buttons() if card else ()


def forms(message: Message) -> tuple[RenderedForm, ...]:
    """The forms a message offers now, in order: those behind buttons and those standing in the card."""
    card = message.rendered()
    found = [
        form
        for section in (card.sections if card else ())
        for form in (*(button.form for button in section.buttons), section.form)
    ]
    return tuple(form for form in found if form)


def _account(user: User) -> Account:
    return Account(user.id, user.name)


def _span(account: Account | None) -> dict[str, str]:
    return {"user": account.user, "name": account.name} if account else {"bot": "1"}

"""The console's people behind a real platform: what they do reaches the bot over the wire, what they see came from it.

Whatever the bot sends goes through the platform's own adapter to its fake. What the fake took is read there as people
would read it, held against the neutral card word for word, and only then shown on the stage; a press sends what the
platform's client would send for that very button.
"""

import asyncio
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.base import Abilities, Adapter, Deliver, Profile, Quota
from adapters.console import inbound
from adapters.console.adapter import ConsoleAdapter
from adapters.console.inbound import Spans
from adapters.console.store import ConsoleStore
from bot.cards import Rendered, RenderedButton, RenderedForm, plain
from bot.clock import MovableClock
from bot.errors import SendFailed
from bot.wire import Delivery, File, Incoming

LONGEST_NAP = 2.0
PATIENCE_SECONDS = 60.0  # only a failing test waits so long; a crowded machine may stall for seconds
_UNREAD = re.compile("[\\s\u200b-\u200f\u2060\ufe0f*:✅⚠🔴]")


class StageClock(MovableClock):
    """Stands still. Naps of adapters are over at once; what waits longer, as to look after a connection, waits on."""

    async def sleep(self, seconds: float) -> None:
        if seconds > LONGEST_NAP:
            await asyncio.Event().wait()
        await super().sleep(0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the platform shows it.

    buttons, forms: what a client sends for each button of the card, and for each form that stands in it.
    spelled: forms that stand in it are in the text, field by field.
    """

    text: str
    buttons: tuple[Any, ...]
    forms: tuple[Any, ...]
    pinged: frozenset[str]
    spelled: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody sends it: what they leave in each field, and whom they mention there."""

    form: RenderedForm
    values: Mapping[str, str]
    people: Mapping[str, tuple[str, ...]]


@dataclass
class Office(ABC):
    """A fake platform and the adapter on it. `groups` are the members of each group."""

    clock: StageClock
    names: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    heard: list[Incoming] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    platform = ""
    user_id = "u{}"
    group_id = "g{}"

    @abstractmethod
    async def open(self) -> Adapter:
        """Start the fake; an adapter that is not started yet."""

    @abstractmethod
    async def linked(self) -> None:
        """Wait until the adapter that was started is connected."""

    @abstractmethod
    async def close(self) -> None: ...

    @abstractmethod
    def enter(self, user: str, name: str) -> None:
        """Somebody is hired, or has another name from now on."""

    @abstractmethod
    def found(self, group: str) -> None:
        """A group is made; its title and members are known."""

    @abstractmethod
    async def joins(self, group: str) -> None:
        """The bot is taken into a group."""

    @abstractmethod
    async def types(self, user: str, group: str, text: str, spans: Spans) -> None:
        """Somebody types into a group, or ("") to the bot alone. `spans`: the text, people, and None for the bot."""

    @abstractmethod
    async def attaches(self, user: str, name: str, data: bytes) -> None:
        """Send a file to the bot alone."""

    @abstractmethod
    async def presses(self, user: str, group: str, ref: str, button: Any) -> None:
        """Press a button of a message in a group, or ("") in somebody's direct messages with the bot."""

    @abstractmethod
    async def fills(self, user: str, group: str, ref: str, door: Any, filled: Filled) -> None:
        """Open a form by its door, a button or the form itself, and send it."""

    @abstractmethod
    async def happens(self, event: Incoming) -> bool:
        """Let the platform tell of a coming, a going or a change; False when it never tells of such things."""

    @abstractmethod
    def mark(self) -> int:
        """How many messages there are."""

    @abstractmethod
    def shown(self, delivery: Delivery, ref: str, since: int) -> Shown:
        """The message as it stands; `since`: the mark before it was sent. Fails where something is missing."""

    async def caught_up(self, delivery: Delivery) -> None:  # noqa: B027 - most platforms are told by calls alone
        """Wait until the platform has taken what was sent in another way than by a call."""

    def hear(self, event: Incoming) -> None:
        """The adapter handed an event to the bot."""
        self.heard.append(event)
        self._news.set()

    async def notice(self) -> None:
        """The adapter asked the platform for something, or was answered."""
        self._news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something that the adapter does once it has acknowledged. Raises TimeoutError after some seconds."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not true():
                self._news.clear()
                await self._news.wait()

    def words(self, delivery: Delivery, shown: Shown) -> str:
        """What people are to read of a card here."""
        return written(delivery.content, forms=shown.spelled)

    def pings(self, delivery: Delivery) -> frozenset[str]:
        """Who is to be really mentioned."""
        pings = (delivery.accounts.get(ping.person, "") for ping in delivery.content.pings)
        return frozenset(user for user in pings if user)


class Roster(ConsoleStore):
    """People and groups of the stage, who are people and groups of the platform."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office

    def add_user(self, id: str, name: str, lang: str = "zh", zone: str = "Asia/Shanghai") -> None:
        super().add_user(id, name, lang, zone)
        self._office.names[id] = name
        self._office.enter(id, name)

    def add_group(self, id: str, name: str) -> None:
        super().add_group(id, name)
        self._office.titles[id] = name
        self._office.groups.setdefault(id, [])
        self._office.found(id)

    def add_member(self, group: str, user: str) -> None:
        super().add_member(group, user)
        if user not in self._office.groups[group]:
            self._office.groups[group].append(user)
            self._office.found(group)


@dataclass
class _Message:
    """A message by both its references, and every state it had."""

    mirror: str
    states: list[tuple[Rendered, Shown]]


class Wire(ConsoleAdapter):
    """The adapter under test, and the people on the other side of its wire."""

    def __init__(self, office: Office) -> None:
        super().__init__(Roster(office), office.clock.now)
        self.office = office
        self.name = office.platform
        self._adapter: Adapter | None = None
        self._turn = asyncio.Lock()
        self._messages: dict[str, _Message] = {}
        self._wrong: list[AssertionError] = []

    def require_right(self) -> None:
        """Fail when something was shown otherwise than it was meant; the bot takes that for a failed send."""
        if self._wrong:
            raise self._wrong[0]

    async def start(self, deliver: Deliver) -> None:
        async def taken(event: Incoming) -> bool:
            fresh = await deliver(event)
            self.office.hear(event)
            return fresh

        await super().start(deliver)
        self._adapter = await self.office.open()
        self.can: Abilities = self._adapter.can
        await self._adapter.start(taken)
        await self.office.linked()

    async def stop(self) -> None:
        await super().stop()
        await self._own().stop()
        await self.office.close()

    def _own(self) -> Adapter:
        assert self._adapter is not None
        return self._adapter

    async def profile(self, user: str) -> Profile | None:
        return await self._own().profile(user)

    async def fetch(self, file: File) -> bytes:
        return await self._own().fetch(file)

    async def quotas(self) -> tuple[Quota, ...]:
        return await self._own().quotas()

    async def find(self, delivery: Delivery) -> str | None:
        return await self._own().find(delivery)

    # What the bot sends

    async def send(self, delivery: Delivery) -> str:
        # One after the other, so that what a send changed on the platform is its own.
        async with self._turn:
            since = self.office.mark()
            ref = await self._own().send(delivery)
            await self.office.caught_up(delivery)
        try:
            shown = self._looked_at(delivery, ref, since)
        except AssertionError as wrong:
            self._wrong.append(wrong)
            raise SendFailed(str(wrong), permanent=True) from wrong
        before = self._messages.get(ref)
        mirror = await super().send(replace(delivery, ref=before.mirror if before and delivery.ref else ""))
        message = self._messages.setdefault(ref, _Message(mirror, []))
        message.states.append((delivery.content, shown))
        return ref

    def _looked_at(self, delivery: Delivery, ref: str, since: int) -> Shown:
        """The message as people read it. Fails when a word, a mention or a button is missing or more than meant."""
        shown = self.office.shown(delivery, ref, since)
        told, read = fold(self.office.words(delivery, shown)), fold(shown.text)
        assert read == told, f"{self.name} shows\n{read!r}\ninstead of\n{told!r}"
        wanted = self.office.pings(delivery)
        assert shown.pinged == wanted, f"{self.name} mentions {set(shown.pinged)} instead of {set(wanted)}"
        return shown

    # What people do

    async def say(self, user_id: str, chat: str, text: str, key: str | None = None) -> bool:
        self._place(user_id, chat)
        await self.office.types(user_id, chat, text, inbound.read(text, self._people(chat)).spans)
        return True

    async def attach(self, user_id: str, chat: str, name: str, data: bytes, key: str | None = None) -> bool:
        await self.office.attaches(user_id, name, data)
        return True

    async def press(self, user_id: str, ref: str, button: int | inbound.Action, key: str | None = None) -> bool:
        group, wire, states = self._states(user_id, ref)
        for content, shown in states:
            if button in content.buttons():
                assert isinstance(button, RenderedButton)
                await self.office.presses(user_id, group, wire, shown.buttons[content.buttons().index(button)])
                return True
        raise LookupError(f"no such button on {wire}")

    async def fill(
        self, user_id: str, ref: str, form: int | inbound.Action, fields: Mapping[str, str], key: str | None = None
    ) -> bool:
        group, wire, states = self._states(user_id, ref)
        assert isinstance(form, RenderedForm)
        for content, shown in states:
            for door, behind in _doors(content, shown):
                if behind == form:
                    await self.office.fills(user_id, group, wire, door, self._filled(form, fields))
                    return True
        raise LookupError(f"no such form on {wire}")

    def _filled(self, form: RenderedForm, fields: Mapping[str, str]) -> Filled:
        people: dict[str, tuple[str, ...]] = {}
        ids = {name: user for user, name in self.office.names.items()}
        for item in form.inputs:
            if item.kind in ("person", "people"):
                words = re.split(r"[\s,，、]+", fields[item.name].replace("@", ""))
                people[item.name] = tuple(ids[word] for word in words if word in ids)
        return Filled(form, fields, people)

    async def join(self, chat: str, user_id: str = "", key: str | None = None) -> bool:
        await self.office.joins(chat)
        return True

    def _states(self, user: str, ref: str) -> tuple[str, str, Sequence[tuple[Rendered, Shown]]]:
        """The group of a message, its wire's reference, and its states, newest first."""
        message = self._seen(user, ref)
        wire, known = next((wire, each) for wire, each in self._messages.items() if each.mirror == ref)
        return message.chat, wire, known.states[::-1]


def _doors(content: Rendered, shown: Shown) -> Iterator[tuple[Any, RenderedForm]]:
    for button, handle in zip(content.buttons(), shown.buttons, strict=True):
        if button.form:
            yield handle, button.form
    forms = (section.form for section in content.sections if section.form)
    yield from zip(shown.forms, forms, strict=True)


def written(content: Rendered, *, forms: bool = False) -> str:
    """Every word of a card, without those on its buttons; with what stands in its open forms when asked for."""
    lines = [plain(content.title)]
    for section in content.sections:
        lines += [plain(line) for line in section.lines]
        lines += [f"{label} {plain(value)}" for label, value in section.fields]
        if section.form and forms:
            lines += [f"{item.label} {dict(item.options).get(item.value, item.value)}" for item in section.form.inputs]
    return "\n".join(lines)


def fold(text: str) -> str:
    """The words alone: in what width, on which lines and how fat they are written is the platform's affair."""
    return _UNREAD.sub("", unicodedata.normalize("NFKC", text))

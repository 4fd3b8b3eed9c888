"""The stage: the real bot on a virtual clock, a database in memory, and the console as the chat platform.

Rehearsals and the test suite's stories play on it. Nothing is faked but time: every word goes through inbox, turn,
duties, outbox and adapter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from adapters.console.adapter import ConsoleAdapter, Posted, buttons, forms
from adapters.console.store import ConsoleStore, Message
from bot import texts
from bot.cards import RenderedButton, RenderedForm, RenderedInput
from bot.clock import MovableClock
from bot.engine import Engine
from bot.services import people
from bot.services.work import Defaults, Work
from bot.wire import Account, Incoming
from storage import tables
from storage.engine import IN_MEMORY, Database

PLATFORM = ConsoleAdapter.name


class StageError(Exception):
    """A step that cannot be played: an unknown person or group, no such button, no open form."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the bot wrote. `to` is "group:NAME" or "dm:NAME"; `key` the card it updates, or ""."""

    at: datetime
    to: str
    kind: str
    why: str
    key: str
    mentions: tuple[str, ...]
    text: str
    buttons: tuple[str, ...]


class Stage:
    """People, groups, and a clock that moves when told."""

    def __init__(self, clock: MovableClock, console: ConsoleAdapter, engine: Engine) -> None:
        self.clock = clock
        self.console = console
        self.engine = engine
        self.database = engine.database
        self.defaults = engine.defaults
        self.lines: list[Line] = []
        self._users: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        self._open_forms: dict[str, tuple[str, RenderedForm]] = {}
        self.console.listen(self._note)

    @classmethod
    async def open(cls, start: datetime, defaults: Defaults, database: Database | None = None) -> "Stage":
        """A new stage at `start`, where time stands still; its database is in memory unless one is given."""
        clock = MovableClock(start)
        console = ConsoleAdapter(ConsoleStore(), clock.now)
        stage = cls(clock, console, Engine(database or _memory(), clock, defaults, {PLATFORM: console}))
        await console.start(stage.engine.inbox.deliver)
        return stage

    def close(self) -> None:
        self.database.close()
        self.console.store.close()

    # -- people and groups

    async def add_person(self, name: str, details: Mapping[str, str]) -> None:
        """Enter a person: dept, role, over, lang, tz, calendar. Raises StageError for a twin or a wrong role."""
        if name in self._users:
            raise StageError(f"there is a {name} already")
        self._users[name] = f"u{len(self._users) + 1}"
        self.console.store.add_user(self._users[name], name, details.get("lang", ""), details.get("tz", ""))
        await self.database.run(self._enter, name, details)

    def _enter(self, db: Session, name: str, details: Mapping[str, str]) -> None:
        work = Work(db, self.clock.now(), self.defaults, source="rehearsal")
        person = people.meet(work, PLATFORM, Account(self._users[name], name))
        person.language, person.zone = details.get("lang", ""), details.get("tz", "")
        person.calendar = details.get("calendar", "")
        department = details.get("dept", "")
        if department:
            people.place(work, person, department)
        for role in filter(None, details.get("role", "").split(",")):
            if role == "admin":
                person.admin = True
            elif role in ("head", "liaison", "executive"):
                for over in filter(None, (details.get("over") or department).split(",")):
                    people.appoint(work, person, over, role)
            elif role != "member":
                raise StageError(f"“{role}” is no role; roles are head, liaison, executive, admin, member")

    async def add_group(self, name: str, members: Iterable[str]) -> None:
        """Make a group with the bot in it, or add people to it."""
        if name not in self._groups:
            self._groups[name] = f"g{len(self._groups) + 1}"
            self.console.store.add_group(self._groups[name], name)
        for member in members:
            self.console.store.add_member(self._groups[name], self.user(member))
        await self.console.join(self._groups[name])
        await self.engine.settle()

    def user(self, name: str) -> str:
        """The platform's id of a person. Raises StageError for an unknown one."""
        if name not in self._users:
            raise StageError(f"there is no {name}; people are {', '.join(self._users) or 'not entered yet'}")
        return self._users[name]

    def group(self, name: str) -> str:
        """The platform's id of a group. Raises StageError for an unknown one."""
        if name not in self._groups:
            raise StageError(f"there is no group {name}; groups are {', '.join(self._groups) or 'not made yet'}")
        return self._groups[name]

    # -- what people do

    async def say(self, person: str, text: str, group: str = "") -> None:
        """Type into a group, or to the bot alone."""
        try:
            await self.console.say(self.user(person), self.group(group) if group else "", text)
        except LookupError as error:
            raise StageError(f"{person} is not in {group}") from error
        await self.engine.settle()

    async def press(self, person: str, label: str) -> None:
        """Press the newest button of this label the person can see; one with a form opens it."""
        user = self.user(person)
        message, button = self._button(user, label)
        if button.form is not None:
            self._open_forms[user] = (message.ref, button.form)
            return
        await self.console.press(user, message.ref, button)
        await self.engine.settle()

    def _button(self, user: str, label: str) -> tuple[Message, RenderedButton]:
        seen: list[str] = []
        for exact in (True, False):
            for message in self.console.visible(user):
                for button in buttons(message):
                    if _called(button.label, label, exact):
                        return message, button
                    seen.append(button.label)
        raise StageError(f"no button “{label}” to be seen; there are {', '.join(dict.fromkeys(seen)) or 'none'}")

    async def fill(self, person: str, fields: Mapping[str, str]) -> None:
        """Send the form opened last, or the newest one in sight; what is not named keeps what stands in it."""
        user = self.user(person)
        opened = self._open_forms.pop(user) if user in self._open_forms else None
        ref, form = opened or self._newest_form(user, fields)
        values = {item.name: item.value for item in form.inputs}
        for label, value in fields.items():
            item = _input(form, label)
            values[item.name] = _choice(item, value)
        await self.console.fill(user, ref, form, values)
        await self.engine.settle()

    def _newest_form(self, user: str, fields: Mapping[str, str]) -> tuple[str, RenderedForm]:
        newest: tuple[str, RenderedForm] | None = None
        for message in self.console.visible(user):
            for form in forms(message):
                if all(_matches(form, label) for label in fields):
                    return message.ref, form
                newest = newest or (message.ref, form)
        if newest is None:
            raise StageError("no open form to be seen")
        return newest

    async def receive(self, event: Incoming) -> None:
        """Take an event as it stands."""
        await self.engine.inbox.deliver(event)
        await self.engine.settle()

    # -- time

    async def move_to(self, moment: datetime) -> None:
        """Let time go by, everything happening at its own moment on the way."""
        await self.engine.advance(self.clock, moment)

    async def move_by(self, span: timedelta) -> None:
        await self.move_to(self.clock.now() + span)

    # -- what came of it

    def _note(self, posted: Posted) -> None:
        kind = "group" if posted.target.kind == "group" else "dm"
        store = self.console.store
        found = store.group(posted.target.id) if kind == "group" else store.user(posted.target.id)
        content = posted.content
        self.lines.append(
            Line(
                posted.at,
                f"{kind}:{found.name if found else posted.target.id}",
                posted.kind,
                posted.why,
                posted.card if posted.kind == "update" else "",
                tuple(ping.name for ping in content.pings),
                content.text,
                tuple(button.label for button in content.buttons()),
            )
        )


def _memory() -> Database:
    database = Database(IN_MEMORY, inline=True)
    tables.lay(database.engine)
    return database


def _matches(form: RenderedForm, label: str) -> bool:
    return any(label == item.name or _called(item.label, label, exact=False) for item in form.inputs)


def _called(shown: str, label: str, exact: bool) -> bool:
    """Whether a script means this label: it may name it in either language, whichever the person reads."""
    return any(label == each or (not exact and label in each) for each in texts.versions(shown))


def _input(form: RenderedForm, label: str) -> RenderedInput:
    for exact in (True, False):
        for item in form.inputs:
            if label == item.name or _called(item.label, label, exact):
                return item
    raise StageError(f"the form has no field “{label}”; it has {', '.join(item.label for item in form.inputs)}")


def _choice(item: RenderedInput, value: str) -> str:
    if not item.options:
        return value
    for chosen, label in item.options:
        if value in (chosen, label):
            return chosen
    for chosen, label in item.options:
        if value and value in label:
            return chosen
    raise StageError(f"“{value}” is no choice for {item.label}: {', '.join(label for _, label in item.options)}")

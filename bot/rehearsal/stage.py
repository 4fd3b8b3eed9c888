"""The stage: the real bot on a virtual clock, a database in memory, and the console as the chat platform.

Rehearsals and the test suite's stories play on it. Nothing is faked but time: every word goes through inbox, turn,
duties, outbox and adapter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from adapters.console.adapter import ConsoleAdapter, Posted, buttons, forms
from adapters.console.store import ConsoleStore, Message
from bot import texts
from bot.cards import RenderedButton, RenderedForm
from bot.clock import MovableClock
from bot.engine import Engine
from bot.rehearsal import meaning
from bot.rehearsal.meaning import StageError
from bot.services import people
from bot.services.work import Defaults, Work
from bot.wire import Account, Incoming
from storage import tables
from storage.engine import IN_MEMORY, Database

PLATFORM = ConsoleAdapter.name


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the bot wrote. `to` is "group:NAME" or "dm:NAME".

    key: the card that an update replaces, the latest post of the same place and key; "" for what is never updated.
    """

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

    _user_id, _group_id = "u{}", "g{}"

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
        stage = cls(clock, console, Engine(database or _memory(), clock, defaults, {console.name: console}))
        await console.start(stage.engine.inbox.deliver)
        return stage

    def close(self) -> None:
        self.database.close()
        self.console.store.close()

    # -- people and groups

    async def add_person(self, name: str, details: Mapping[str, str]) -> None:
        """Enter a person: dept, role, over, lang, tz, calendar. Raises StageError for a twin or an unknown value."""
        if name in self._users:
            raise StageError(f"there is a {name} already")
        lang, zone = meaning.language_of(details.get("lang", "")), meaning.zone_of(details.get("tz", ""))
        roles = [meaning.role_of(role) for role in meaning.parts(details.get("role", ""))]
        self._users[name] = self.next_user()
        self.console.store.add_user(self._users[name], name, lang, zone)
        own = {**details, "lang": lang, "tz": zone}
        await self.database.run(self._enter, name, own, roles)

    def _enter(self, db: Session, name: str, details: Mapping[str, str], roles: Iterable[str]) -> None:
        work = Work(db, self.clock.now(), self.defaults, source="rehearsal")
        person = people.meet(work, self.console.name, Account(self._users[name], name))
        person.language, person.zone, person.calendar = details["lang"], details["tz"], details.get("calendar", "")
        department = details.get("dept", "")
        if department:
            people.place(work, person, department)
        for role in roles:
            if role == "admin":
                person.admin = True
            elif role != "member":
                for over in meaning.parts(details.get("over") or department):
                    people.appoint(work, person, over, role)

    async def add_group(self, name: str, members: Iterable[str]) -> None:
        """Make a group with the bot in it, or add people to it. Raises StageError for people nobody entered."""
        if name not in self._groups:
            self._groups[name] = self._group_id.format(len(self._groups) + 1)
            self.console.store.add_group(self._groups[name], name)
        strangers: list[StageError] = []
        for member in members:
            try:
                self.console.store.add_member(self._groups[name], self.user(member))
            except StageError as stranger:
                strangers.append(stranger)
        if self.console.store.members(self._groups[name]):
            await self.console.join(self._groups[name])
            await self.engine.settle()
        if strangers:
            raise strangers[0]

    def next_user(self) -> str:
        """The platform's id of whoever is entered next."""
        return self._user_id.format(len(self._users) + 1)

    def user(self, name: str) -> str:
        """The platform's id of a person, whose name may be cut short. Raises StageError for an unknown one."""
        return self._users[meaning.meant(name, self._users, f"there is no {name}; people are", "not entered yet")]

    def group(self, name: str) -> str:
        """The platform's id of a group, whose name may be cut short. Raises StageError for an unknown one."""
        return self._groups[meaning.meant(name, self._groups, f"there is no group {name}; groups are", "not made yet")]

    def place(self, kind: str, name: str) -> str:
        """What `Line.to` says of a person (kind "dm") or group. Raises StageError for an unknown one."""
        known = self._users if kind == "dm" else self._groups
        wanted = self.user(name) if kind == "dm" else self.group(name)
        return f"{kind}:{next(each for each, id in known.items() if id == wanted)}"

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
        there: list[tuple[Message, RenderedButton]] = []
        for message in self.console.visible(user):
            for button in buttons(message):
                if label in texts.versions(button.label):
                    return message, button
                there.append((message, button))
        found = meaning.best(label, [button.label for _, button in there])
        if found is None:
            # By the command that does the same, such as redate.
            found = meaning.best(label, [button.action.rpartition(".")[2] for _, button in there])
        if found is None:
            raise StageError(
                f"no button “{label}” to be seen; there are {meaning.named(button.label for _, button in there)}"
            )
        return there[found]

    async def fill(self, person: str, fields: Mapping[str, str]) -> None:
        """Send the form opened last, or the newest one in sight; what is not named keeps what stands in it.

        Who answers a standup before being asked asks for its form first, as people do.
        """
        user = self.user(person)
        found, answer = self._form(user, fields), meaning.standup_answer(fields)
        if found is None and answer:
            if self._form(user, answer) is None:
                await self.say(person, "/standup")
            found, fields = self._form(user, answer), answer
        if found is None:
            raise StageError(f"no form with {meaning.named(fields)} to be seen; there are {self._forms_named(user)}")
        ref, form = found
        values = {item.name: item.value for item in form.inputs}
        for label, value in fields.items():
            item = form.inputs[meaning.place_of(form, label) or 0]
            values[item.name] = meaning.choice(item, value)
        self._open_forms.pop(user, None)
        await self.console.fill(user, ref, form, values)
        await self.engine.settle()

    def _form(self, user: str, fields: Mapping[str, str]) -> tuple[str, RenderedForm] | None:
        opened = self._open_forms.get(user)
        if opened is not None and meaning.fits(opened[1], fields):
            return opened
        for message in self.console.visible(user):
            for form in forms(message):
                if meaning.fits(form, fields):
                    return message.ref, form
        return None

    def _forms_named(self, user: str) -> str:
        opened = self._open_forms.get(user)
        there = [opened[1]] if opened else [form for m in self.console.visible(user) for form in forms(m)]
        return meaning.named(f"{form.title} ({', '.join(item.label for item in form.inputs)})" for form in there)

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

    async def wait(self, until: datetime, enough: Callable[[], bool]) -> None:
        """Let time go by, one event after the other, until there is enough, at the latest to `until`."""
        while not enough() and self.clock.now() < until:
            await self.move_to(min(until, await self.engine.upcoming() or until))

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
                posted.card,
                tuple(ping.name for ping in content.pings),
                content.text,
                tuple(button.label for button in content.buttons()),
            )
        )


def _memory() -> Database:
    database = Database(IN_MEMORY, inline=True)
    tables.lay(database.engine)
    return database

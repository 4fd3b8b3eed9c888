"""What a command and a button's action declare, and what their handlers are given and give back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.cards import Card
from bot.rules.access import INSIDE, Part
from bot.rules.due import Order
from bot.rules.norms import Norms
from bot.services.work import Work
from bot.wire import Incoming
from storage.tables.people import Person
from storage.tables.project import Chat, Project
from storage.tables.task import Task

BELIEVED = timedelta(days=3)  # platforms that were not answered deliver again, within hours

Needs = Literal["nothing", "project", "task"]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. With a `card_key` it can be updated in place later; `privately` sends it to the person alone.

    file: a card that carries a file of the project meant, which follows in a message of its own.
    still: what must still be so when the answer leaves, or it is not said (bot/services/conditions.py).
    also: answers that follow, each in a message of its own.
    """

    card: Card
    card_key: str = ""
    privately: bool = False
    file: Card | None = None
    still: tuple[tuple[str | int, ...], ...] = ()
    also: tuple["Reply", ...] = ()


@dataclass(slots=True)
class Context:
    """One event being handled: who, where, about what, and what was typed or filled in.

    rest: what was typed behind the command, as typed; for a button "".
    value, fields: of a pressed button or a sent form.
    guessed: no task was named, and the one found is the only one the person has.
    """

    work: Work
    event: Incoming
    me: Person
    chat: Chat | None
    rest: str = ""
    value: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    found_project: Project | None = None
    found_task: Task | None = None
    guessed: bool = False
    parts: frozenset[Part] = frozenset()

    @property
    def project(self) -> Project:
        """The project meant. Only for handlers that declared to need one."""
        if self.found_project is None:
            raise LookupError("the handler did not declare that it needs a project")
        return self.found_project

    @property
    def task(self) -> Task:
        """The task meant. Only for handlers that declared to need one."""
        if self.found_task is None:
            raise LookupError("the handler did not declare that it needs a task")
        return self.found_task

    @property
    def norms(self) -> Norms:
        """What counts for the project meant, or for the workspace."""
        return self.work.norms(self.found_project)

    @property
    def said(self) -> datetime:
        """When the words were said, for what they mean by tomorrow; a clock that cannot be right is not believed."""
        at, now = self.event.at, self.work.now
        return at if at is not None and timedelta() <= now - at <= BELIEVED else now

    @property
    def zone(self) -> ZoneInfo:
        """The zone the acting person writes times in."""
        return self.work.zone_of(self.me, self.norms)

    @property
    def language(self) -> str:
        """The language the acting person reads."""
        return self.me.language or self.norms.language

    @property
    def order(self) -> Order:
        """What 5/3 means to the acting person: readers of Chinese write the month first, others are asked."""
        return "mdy" if self.language == "zh" else "ask"


Handler = Callable[[Context], Reply | Card | None]


@dataclass(frozen=True, slots=True)
class Command:
    """Something people type.

    name, zh: the words after the slash in each language, such as "task show" and "任务 查看".
    text: names its help in the catalogue: `<family>.usage_<…>` and `<family>.help_<…>` for text "task.show".
    needs: what must be found first; the handler then reads `ctx.project` or `ctx.task`.
    may: the parts of which a person must have one.
    also: other words for it.
    closed: works on a project that is closed, too, because it only shows what there is, or sees to that itself.
    """

    name: str
    zh: str
    text: str
    run: Handler
    needs: Needs = "nothing"
    may: frozenset[Part] = INSIDE
    also: tuple[str, ...] = ()
    closed: bool = False

    @property
    def usage(self) -> str:
        """The catalogue key of how it is typed, with an example."""
        return self.text.replace(".", ".usage_", 1)

    @property
    def help(self) -> str:
        """The catalogue key of what it does, in one line."""
        return self.text.replace(".", ".help_", 1)


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or form does. `needs` is found by the ids in its value ("task", "project"); `closed` as above."""

    name: str
    run: Handler
    needs: Needs = "nothing"
    may: frozenset[Part] = INSIDE
    closed: bool = False

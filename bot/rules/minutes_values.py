"""What minutes of a meeting say, once read: frozen values that point back to the lines they come from (M2, M5)."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal, TypeAlias

from bot.rules.deadlines import Found

LONGEST: Final = 20_000  # characters of minutes that are read; a database worker has nothing else to do meanwhile

Doubt: TypeAlias = Literal[
    "no_owner", "several_owners", "unknown_owner", "no_due", "due_unclear", "wish", "condition", "loose"
]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or department as written. `ids` are the roster's: several for namesakes, none for who is not in it."""

    written: str
    ids: tuple[int, ...] = ()
    department: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was there, or was not and why; `id` is the roster's where one person fits."""

    name: str
    id: int | None = None
    department: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One point of the agenda and what came of it."""

    title: str
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be done. `line` counts from 1 and `text` is that line; the first of `owners` answers for it.

    after: the place of the item it waits for, among the minutes' items.
    doubts: why it has to be looked at before it can become a task; none when it is sure.
    """

    title: str
    line: int
    text: str
    owners: tuple[Actor, ...] = ()
    helpers: tuple[Actor, ...] = ()
    due: Found | None = None
    due_text: str = ""
    criteria: str = ""
    deliverable: str = ""
    priority: Literal["high", "mid", "low"] | None = None
    after: int | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nothing about it has to be asked."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting's minutes (M2). What was not said is empty; `day` and `clock` are local to where it was held."""

    number: str = ""
    topic: str = ""
    day: date | None = None
    clock: time | None = None
    place: str = ""
    form: str = ""
    host: str = ""
    recorder: str = ""
    attendees: tuple[Attendee, ...] = ()
    absentees: tuple[Attendee, ...] = ()
    topics: tuple[Topic, ...] = ()
    decisions: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    follow_ups: tuple[str, ...] = ()
    next_meeting: str = ""
    marks: int = 0

"""What was read from minutes and waits for its recorder: values that can be stored, corrected and counted (M5)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from bot.rules.minutes_values import Attendee, Topic


@dataclass(frozen=True, slots=True)
class Point:
    """One action item. Ids of people, 0 for nobody; moments in ISO; `line` counts from 1, 0 for one added by hand.

    written, due_text: owner and date as written. choices: what an unclear date may mean.
    """

    title: str
    line: int = 0
    text: str = ""
    owner: int = 0
    helpers: tuple[int, ...] = ()
    written: str = ""
    due: str = ""
    timed: bool = False
    due_text: str = ""
    choices: tuple[str, ...] = ()
    criteria: str = ""
    deliverable: str = ""
    priority: str = "mid"
    after: int | None = None
    doubts: tuple[str, ...] = ()
    dropped: bool = False

    @property
    def ready(self) -> bool:
        """Whether it becomes a task at the tap."""
        return not self.dropped and not self.doubts

    def settled(self, now: datetime) -> Self:
        """Looked at by the recorder: only what is missing is still doubtful."""
        doubts = [] if self.owner else ["no_owner"]
        if not self.due:
            doubts.append("due_unclear" if self.choices else "no_due")
        elif datetime.fromisoformat(self.due) <= now:
            doubts.append("past_due")
        return replace(self, doubts=tuple(doubts))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Minutes as their recorder sees them."""

    place: str = ""
    form: str = ""
    clock: str = ""
    host: str = ""
    recorder: str = ""
    attendees: tuple[Attendee, ...] = ()
    absentees: tuple[Attendee, ...] = ()
    topics: tuple[Topic, ...] = ()
    decisions: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    next_meeting: str = ""
    points: tuple[Point, ...] = ()

    @property
    def ready(self) -> tuple[Point, ...]:
        """What becomes tasks at the tap."""
        return tuple(point for point in self.points if point.ready)

    @property
    def doubtful(self) -> tuple[tuple[int, Point], ...]:
        """What has to be looked at first, with its place."""
        numbered = enumerate(self.points)
        return tuple((place, point) for place, point in numbered if not point.ready and not point.dropped)

    def with_point(self, place: int, point: Point) -> Self:
        """With one item corrected, or added behind the last."""
        return replace(self, points=(*self.points[:place], point, *self.points[place + 1 :]))

    def dump(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def load(raw: Mapping[str, Any]) -> Sheet:
    """The inverse of `Sheet.dump`."""
    values = {name.name: raw[name.name] for name in fields(Sheet)}
    values |= {name: tuple(values[name]) for name in ("decisions", "follow_ups")}
    for name in ("attendees", "absentees"):
        values[name] = tuple(Attendee(**each) for each in values[name])
    values["topics"] = tuple(Topic(**each) for each in values["topics"])
    values["points"] = tuple(_point(each) for each in values["points"])
    return Sheet(**values)


def _point(raw: Mapping[str, Any]) -> Point:
    lists = {name: tuple(raw[name]) for name in ("helpers", "choices", "doubts")}
    return Point(**{**raw, **lists})

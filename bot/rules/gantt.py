"""What a Gantt chart shows of a plan: which tasks, in which order, on which local days of the team (G1, J4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bot.rules.lights import Light
from bot.rules.states import OPEN
from bot.rules.workdays import WorkCalendar

MOST_BARS: Final = 60
MOST_GOALS: Final = 12
REACH: Final = timedelta(days=3653)
"""How far from today a day may be; what lies beyond, mostly a slip of the pen, would leave no room for the rest."""

_URGENCY: Final[Mapping[str, int]] = {"red": 0, "yellow": 1, "green": 2}


@dataclass(frozen=True, slots=True)
class Bar:
    """A task. `start` and `end` are its first and its last day, both None where it has no dates.

    parent: the task it is a part of. after: the tasks it waits for. percent: 0 to 100. overran: it was done too late.
    """

    id: int
    code: str
    title: str
    department: str
    owner: str
    phase: str
    status: str
    light: Light
    percent: int
    start: date | None
    end: date | None
    critical: bool = False
    parent: int | None = None
    after: tuple[int, ...] = ()
    overran: bool = False

    @property
    def open(self) -> bool:
        """Whether there is still something to do."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class Goal:
    """A milestone and how it stands today."""

    name: str
    day: date
    state: Literal["reached", "missed", "coming"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A project's plan as it stands on one day. `over`: it is closed, so that today is no part of it."""

    project: str
    code: str
    starts: date
    ends: date | None
    today: date
    over: bool
    bars: tuple[Bar, ...]
    goals: tuple[Goal, ...]
    calendar: WorkCalendar


def first_day(planned: date | None, begun: date | None, free: date | None, made: date, end: date | None) -> date | None:
    """The day a bar begins: as planned, as begun, as soon as the tasks before allow, or when the task was set.

    None for a task of which neither an end nor a beginning is known.
    """
    known = planned or begun or (free or made if end else None)
    return min(known, end) if known and end else known


def choose(bars: Sequence[Bar], most: int = MOST_BARS) -> tuple[Bar, ...]:
    """The tasks that a picture has room for: open before done, late and critical ones first, then what is due next."""
    return tuple(sorted(bars, key=_importance)[:most])


def _importance(bar: Bar) -> tuple[bool, int, bool, int]:
    end = bar.end.toordinal() if bar.end else date.max.toordinal()
    return not bar.open, _URGENCY.get(bar.light, 3), not bar.critical, end if bar.open else -end


def choose_goals(goals: Sequence[Goal], most: int = MOST_GOALS) -> tuple[Goal, ...]:
    """The milestones that a picture has room for, by day: those still to be reached before the reached ones."""
    chosen = sorted(goals, key=lambda goal: (goal.state == "reached", goal.day))[:most]
    return tuple(sorted(chosen, key=lambda goal: goal.day))


def by_phase(bars: Sequence[Bar]) -> list[tuple[str, list[tuple[Bar, int]]]]:
    """Tasks in the order of the plan, under their phases; each with how deep it is below other tasks.

    Phases come in the order in which they begin; tasks without one ("") come last. A part stands below its whole, and
    in its phase, when both are there.
    """
    shown = {bar.id for bar in bars}
    parts: dict[int, list[Bar]] = {}
    phases: dict[str, list[Bar]] = {}
    for bar in sorted(bars, key=_beginning):
        if bar.parent in shown and bar.parent is not None:
            parts.setdefault(bar.parent, []).append(bar)
        else:
            phases.setdefault(bar.phase, []).append(bar)
    found = sorted(phases.items(), key=lambda phase: not phase[0])
    return [(phase, [each for root in roots for each in _with_parts(root, parts, 0)]) for phase, roots in found]


def _with_parts(bar: Bar, parts: Mapping[int, Sequence[Bar]], depth: int) -> list[tuple[Bar, int]]:
    return [(bar, depth), *(each for part in parts.get(bar.id, ()) for each in _with_parts(part, parts, depth + 1))]


def _beginning(bar: Bar) -> tuple[date, date, int]:
    return bar.start or date.max, bar.end or date.max, bar.id


def span(plan: Plan, bars: Iterable[Bar], goals: Iterable[Goal]) -> tuple[date, date]:
    """The first and the last day of the picture: of the project, of all that is shown, and today unless it is over.

    Both within `REACH` of today.
    """
    days = [plan.starts, *(() if plan.over else (plan.today,)), *(goal.day for goal in goals)]
    days += [day for bar in bars for day in (bar.start, bar.end) if day]
    days += [plan.ends] if plan.ends else []
    earliest, latest = plan.today - REACH, plan.today + REACH
    return min(max(min(days), earliest), latest), max(min(max(days), latest), earliest)

"""When people are asked for their standup and when it closes, and what is put into it beforehand (S1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.workdays import WorkCalendar
from bot.rules.zones import at_local

_DAY: Final = timedelta(days=1)
_NOTHING: Final = frozenset(
    ("", "无", "没有", "暂无", "没", "无阻碍", "没有阻碍", "无障碍", "没有障碍", "none", "no", "nothing", "nil", "na",
     "n/a", "noobstacles", "noblockers")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Habit:
    """When a person, or a whole group, holds its standup: a wall time in `zone` on the workdays of `calendar`.

    window: how long answers are in time. share: the part of it after which missing people are reminded.
    """

    zone: ZoneInfo
    calendar: WorkCalendar
    wall: time
    window: timedelta
    share: float


@dataclass(frozen=True, slots=True)
class Window:
    """The standup of one local day, which keeps the day's name when it runs past midnight; all moments are UTC."""

    day: date
    opens: datetime
    reminds: datetime
    closes: datetime

    def steps(self) -> tuple[datetime, datetime, datetime]:
        """The moments at which something is to be done, in order."""
        return self.opens, self.reminds, self.closes


def window(habit: Habit, day: date) -> Window | None:
    """The standup of a local day; None on a day off. On a day that starts later it starts with work."""
    if not habit.calendar.is_workday(day):
        return None
    wall = habit.wall
    if habit.calendar.explain(day).kind == "half":
        wall = max(wall, habit.calendar.day_start(day))
    opens = at_local(day, wall, habit.zone)
    # Whole seconds, because due rows keep no finer moments than milliseconds.
    reminds = opens + timedelta(seconds=round(habit.window.total_seconds() * habit.share))
    return Window(day, opens, reminds, opens + habit.window)


def recent(habit: Habit, now: datetime, first_day: date) -> tuple[Window, ...]:
    """The standups of yesterday and today, in the habit's zone, from `first_day` on."""
    today = now.astimezone(habit.zone).date()
    found = (window(habit, day) for day in (today - _DAY, today) if day >= first_day)
    return tuple(each for each in found if each is not None)


def next_step(habit: Habit, now: datetime, first_day: date) -> datetime:
    """The first moment strictly after `now` at which a standup opens, reminds or closes."""
    day = max(now.astimezone(habit.zone).date() - _DAY, first_day)
    while True:
        found = window(habit, day)
        coming = [step for step in found.steps() if step > now] if found else []
        if coming:
            return coming[0]
        day = habit.calendar.next_workday(day)


def answered_day(habit: Habit, now: datetime) -> date:
    """The day an answer given now is meant for: today's, or yesterday's while that may still be late.

    A standup that runs past midnight is yesterday's until the next one opens.
    """
    today = now.astimezone(habit.zone).date()
    before, coming = window(habit, today - _DAY), window(habit, today)
    if before is None or before.closes.astimezone(habit.zone).date() == before.day:
        return today
    return today if coming is not None and coming.opens <= now else before.day


def midnight_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """The end (UTC) of the local day of a moment."""
    return at_local(moment.astimezone(zone).date() + _DAY, time(0), zone)


def has_obstacle(text: str) -> bool:
    """Whether somebody named an obstacle, rather than saying in some way that there is none."""
    return "".join(text.casefold().split()).strip("。.！!，,~—-、；;：:/") not in _NOTHING


def done_before(planned: str, moved: Sequence[tuple[str, int]]) -> str:
    """What probably was done: what was planned the last time, and tasks (title, per cent) that moved since."""
    lines = [line.strip() for line in planned.splitlines() if line.strip()]
    said = [line.casefold() for line in lines]
    others = [(title, percent) for title, percent in moved if not _within(title.casefold(), said)]
    kept = [line for line in lines if not any(line.casefold() in title.casefold() for title, _ in others)]
    return "\n".join([*kept, *(f"{title} {percent}%" for title, percent in others)])


def _within(title: str, said: Sequence[str]) -> bool:
    """Whether a plan says more of a task than its title."""
    return any(title in line and title != line for line in said)

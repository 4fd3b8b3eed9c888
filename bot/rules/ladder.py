"""The overdue ladder (O1-O5): which step of a late task is due when, and which one is right at a moment. Pure.

The steps run on three ways that do not wait for each other: to the owner before the task is due, to the group once it
is late, to the executive once it is too late. What was missed while the bot stood still is not made up for step by
step: on each way only the step that is right now is taken.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.rules.norms import Norms
from bot.rules.zones import at_local

_DAY = timedelta(days=1)
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class Rung(StrEnum):
    """A step of the ladder."""

    SOON = "soon"  # O1, some workdays ahead
    TODAY = "today"  # O1, the morning of the day
    LATE = "late"  # O2
    EXPLAIN = "explain"  # O3, once a workday
    ESCALATE = "escalate"  # O4, once
    REMIND = "remind"  # O4, once a workday until it is decided


Step: TypeAlias = tuple[Rung, datetime]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands on its ladder.

    due, began: aware UTC; the ladder begins when the task gets its date, which can be after that date.
    zone: the owner's, in which mornings are counted; everything else is counted by the norms' zone and calendar.
    climbing: the task is open and not handed in; only then anything happens.
    explained: cause and remedy of this ladder were given.
    escalated: when this ladder was laid before an executive, and decided: whether there was an answer.
    demanded: when cause and remedy were last demanded, which is done once a workday.
    reminded, seen: up to when the owner's steps, and the group's and executive's, were looked after; None when never.
    """

    due: datetime
    began: datetime
    norms: Norms
    zone: ZoneInfo
    climbing: bool = True
    critical: bool = False
    explained: bool = False
    escalated: datetime | None = None
    decided: bool = False
    demanded: datetime | None = None
    reminded: datetime | None = None
    seen: datetime | None = None


def days_late(standing: Standing, now: datetime) -> int:
    """Whole workdays by which the task is late."""
    return standing.norms.calendar.working_days_late(standing.due, now, standing.norms.zone)


def due_soon(standing: Standing) -> tuple[Step, ...]:
    """The owner's reminders (O1): some workdays ahead, and on the morning of the day when that is worked.

    Whoever got the task on that very day, or later, knows the date and needs no reminder of it.
    """
    norms, calendar = standing.norms, standing.norms.calendar
    due_day = standing.due.astimezone(standing.zone).date()
    days: list[tuple[Rung, date]] = []
    if norms.due_soon_workdays:
        days.append((Rung.SOON, calendar.add_workdays(due_day, -norms.due_soon_workdays)))
    if calendar.is_workday(due_day):
        days.append((Rung.TODAY, due_day))
    known_since = standing.began.astimezone(standing.zone).date()
    steps = ((rung, at_local(day, norms.due_soon_time, standing.zone)) for rung, day in days if day > known_since)
    return tuple((rung, at) for rung, at in steps if at < standing.due)


def late_at(standing: Standing) -> datetime:
    """When the group is warned (O2): at the due moment, or at the next start of work."""
    return _in_hours(standing, standing.due)


def explain_at(standing: Standing) -> datetime:
    """When cause and remedy are demanded for the first time (O3)."""
    return _in_hours(standing, _after(standing, standing.norms.explain_after_workdays))


def escalate_at(standing: Standing) -> datetime:
    """When the task is laid before an executive (O4): a critical one as soon as it is late."""
    after = standing.due if standing.critical else _after(standing, standing.norms.escalate_after_workdays)
    return _in_hours(standing, after)


def rungs(standing: Standing, now: datetime) -> tuple[Step, ...]:
    """Everything that will happen from `now` on if nobody does anything, each kind of step once, in order of time."""
    if not standing.climbing:
        return ()
    coming = [step for step in _ahead(standing, now) if step[1] > now]
    return tuple(sorted((*landing(standing, now), *coming), key=lambda step: step[1]))


def landing(standing: Standing, now: datetime) -> tuple[Step, ...]:
    """The steps to be taken at `now`: on each way the latest that has come, unless it was taken before.

    The group and the executive hear of it in the team's working hours only; the owner's mornings are the owner's own.
    """
    if not standing.climbing:
        return ()
    steps = [_owner_step(standing, now)]
    if standing.norms.calendar.in_hours(now, standing.norms.zone):
        steps += [_group_step(standing, now), _executive_step(standing, now)]
    return tuple(step for step in steps if step is not None)


def next_rung(standing: Standing, now: datetime) -> Step | None:
    """The next step to be taken, at `now` or later; None when there is none any more."""
    if not standing.climbing:
        return None
    if now < standing.due and standing.escalated is None:
        return _owner_step_or_ahead(standing, now)
    open_now = standing.norms.calendar.next_in_hours(now, standing.norms.zone)
    waiting = [step for step in (_group_step(standing, now), _executive_step(standing, now)) if step is not None]
    steps = [(rung, open_now) for rung, _ in waiting]
    if (owner_step := _owner_step(standing, now)) is not None:
        steps.append((owner_step[0], now))
    steps += [step for step in _ahead(standing, now) if step[1] > now]
    return min(steps, key=lambda step: step[1], default=None)


def _owner_step_or_ahead(standing: Standing, now: datetime) -> Step | None:
    """Before the due moment: nothing comes before the reminders that are left, and nothing else before "late"."""
    reminders = due_soon(standing)
    come = _latest(reminders, standing.reminded, now)
    if come is not None:
        return come[0], now
    coming = [step for step in reminders if step[1] > now] or [(Rung.LATE, late_at(standing))]
    return min(coming, key=lambda step: step[1])


def _ahead(standing: Standing, now: datetime) -> list[Step]:
    """Every kind of step with its next moment after `now`, or with the moment that is over."""
    steps = [*due_soon(standing), (Rung.LATE, late_at(standing))]
    if not standing.explained:
        steps.append((Rung.EXPLAIN, _next_daily(standing, explain_at(standing), standing.demanded, now)))
    if standing.escalated is None:
        steps.append((Rung.ESCALATE, escalate_at(standing)))
    elif not standing.decided:
        steps.append((Rung.REMIND, _next_daily(standing, standing.escalated, None, now)))
    return steps


def _owner_step(standing: Standing, now: datetime) -> Step | None:
    return _latest(due_soon(standing), standing.reminded, now) if now < standing.due else None


def _group_step(standing: Standing, now: datetime) -> Step | None:
    first = explain_at(standing)
    if now < first:
        return _latest(((Rung.LATE, late_at(standing)),), standing.seen, now)
    if standing.explained:
        return None
    return _latest(((Rung.EXPLAIN, _last_daily(standing, first, standing.demanded, now)),), standing.seen, now)


def _executive_step(standing: Standing, now: datetime) -> Step | None:
    if standing.escalated is None:
        # Not measured by `seen`: a task can become critical long after it was late.
        at = escalate_at(standing)
        return (Rung.ESCALATE, at) if at <= now else None
    if standing.decided:
        return None
    at = _last_daily(standing, standing.escalated, None, now)
    return _latest(((Rung.REMIND, at),), standing.seen, now) if at > standing.escalated else None


def _latest(steps: tuple[Step, ...], seen: datetime | None, now: datetime) -> Step | None:
    come = (step for step in steps if (seen or _BEGINNING) < step[1] <= now)
    return max(come, key=lambda step: step[1], default=None)


def _after(standing: Standing, workdays: int) -> datetime:
    return standing.norms.calendar.add_workdays_at(standing.due, workdays, standing.norms.zone)


def _in_hours(standing: Standing, moment: datetime) -> datetime:
    """The moment, or the next one in working hours; nothing happens before the ladder began."""
    return standing.norms.calendar.next_in_hours(max(moment, standing.began), standing.norms.zone)


def _daily(standing: Standing, day: date) -> datetime:
    return _in_hours(standing, at_local(day, standing.norms.explain_time, standing.norms.zone))


def _next_daily(standing: Standing, first: datetime, taken: datetime | None, now: datetime) -> datetime:
    """The first of the moments after `now`: `first` itself, then one each later workday, none on the day of `taken`."""
    if now < first:
        return first
    calendar = standing.norms.calendar
    day = calendar.on_or_after(max(_day(standing, first) + _DAY, _day(standing, now)))
    while (at := _daily(standing, day)) <= now or (taken and _day(standing, at) <= _day(standing, taken)):
        day = calendar.next_workday(day)
    return at


def _last_daily(standing: Standing, first: datetime, taken: datetime | None, now: datetime) -> datetime:
    """The last of the moments up to `now`, which is not before `first`; `first` when one was taken that day."""
    day = _day(standing, now)
    while day > _day(standing, first):
        if standing.norms.calendar.is_workday(day) and (at := _daily(standing, day)) <= now:
            return first if taken and _day(standing, at) <= _day(standing, taken) else at
        day -= _DAY
    return first


def _day(standing: Standing, moment: datetime) -> date:
    return moment.astimezone(standing.norms.zone).date()

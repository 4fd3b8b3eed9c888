"""Working days and working hours of a team's calendar (handbook, "workday"; rules Q2, T2, O1-O4, W1, M3).

Days are the team's local dates; moments are aware datetimes. The first layer that knows a day answers: the project's
own days, the company's, the year's public plan, then the regular week. A calendar answers for any year, because it
asks `plans` for the year it needs; every answer is remembered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from bot.rules.zones import at_local

Hours = tuple[tuple[time, time], ...]
Kind = Literal["weekday", "weekend", "holiday", "makeup", "company_off", "company_on", "half"]
Origin = Literal["notice", "library", "projection", "week", "company", "project"]
Status = Literal["official", "provisional", "custom"]

SATURDAY_SUNDAY: Final = frozenset({5, 6})
DEFAULT_HOURS: Final[Hours] = ((time(9), time(12)), (time(13), time(18)))
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HolidayName:
    """A holiday's name for readers of either language; both are empty when the day has none."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class YearPlan:
    """Public days off and make-up working days of one year, from one source.

    A plan may also speak of the December before its year, because New Year's arrangements begin there.
    `citation` names the notice for people ("" when there is none).
    """

    year: int
    off: Mapping[date, HolidayName]
    on: Mapping[date, HolidayName]
    status: Status
    origin: Origin
    citation: str = ""
    weekend: frozenset[int] = SATURDAY_SUNDAY


@dataclass(frozen=True, slots=True)
class WeekCycle:
    """Weekends that take turns, such as big and small weeks: `weekends[0]` is that of the week of `anchor`."""

    anchor: date
    weekends: tuple[frozenset[int], ...]

    def __post_init__(self) -> None:
        if not self.weekends:
            raise ValueError("a cycle of weeks needs at least one week")
        for weekend in self.weekends:
            _check_weekend(weekend)

    def weekend(self, day: date) -> frozenset[int]:
        """Weekdays (Monday is 0) that are off in the week of `day`."""
        weeks = (_monday(day) - _monday(self.anchor)).days // 7
        return self.weekends[weeks % len(self.weekends)]


@dataclass(frozen=True, slots=True)
class Overrides:
    """A company's or a project's own days: days off, extra workdays, days with other hours, hours and weekends.

    Raises ValueError for hours out of order, a week without a working day, or a date that is given twice.
    """

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    half: Mapping[date, Hours] = field(default_factory=dict)
    hours: Hours | None = None
    weekend: frozenset[int] | None = None
    cycle: WeekCycle | None = None
    origin: Literal["company", "project"] = "company"

    def __post_init__(self) -> None:
        half = frozenset(self.half)
        if twice := (self.off & self.on) | (self.off & half) | (self.on & half):
            raise ValueError(f"{min(twice)} is given twice, with different answers")
        for hours in (*self.half.values(), *(() if self.hours is None else (self.hours,))):
            check_hours(hours)
        if self.weekend is not None:
            _check_weekend(self.weekend)
        if self.weekend is not None and self.cycle is not None:
            raise ValueError("give either a weekend or a cycle of weeks, not both")

    def kind(self, day: date) -> Kind | None:
        """What this layer alone says of the day; None when it says nothing."""
        if day in self.off:
            return "company_off"
        if day in self.on:
            return "company_on"
        return "half" if day in self.half else None

    def week(self, day: date) -> frozenset[int] | None:
        """This layer's weekend in the week of `day`; None when it keeps the usual one."""
        return self.cycle.weekend(day) if self.cycle else self.weekend


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is or is not worked. `provisional`: the year's plan is a projection and may still change."""

    day: date
    kind: Kind
    name: HolidayName
    source: Origin
    citation: str
    provisional: bool

    @property
    def working(self) -> bool:
        """Whether the day is worked, in full or in part."""
        return self.kind in ("weekday", "makeup", "company_on", "half")


@dataclass(frozen=True, slots=True)
class HolidayBlock:
    """A run of days off with a holiday in it: first and last day off, and the name of its first holiday."""

    first: date
    last: date
    name: HolidayName


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of one place with the company's and the project's own days on top, nearest layer first."""

    code: str
    plans: Callable[[int], YearPlan]
    layers: tuple[Overrides, ...] = ()
    _known: dict[date, Hours] = field(default_factory=dict, init=False, repr=False, compare=False)

    def with_overrides(self, overrides: Overrides) -> "WorkCalendar":
        """The same calendar with one more layer, which answers before the others."""
        return replace(self, layers=(overrides, *self.layers))

    def status(self, year: int) -> Status:
        """Whether the year's days were announced, are projected, or are the company's own affair."""
        return self.plans(year).status

    def is_workday(self, day: date) -> bool:
        """Whether anybody is expected to work that day, be it for half of it."""
        return self.hours(day) != ()

    def hours(self, day: date) -> Hours:
        """Working hours of the day as local times, in order; empty on a day off."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._hours_of(self.explain(day))
        return known

    def explain(self, day: date) -> DayReason:
        """The layer that decides about `day` and what it says. Raises TypeError for a datetime."""
        if isinstance(day, datetime):
            raise TypeError("a calendar answers for dates; take the local date of the moment first")
        for layer in self.layers:
            if kind := layer.kind(day):
                return DayReason(day, kind, HolidayName(), layer.origin, "", False)
        plan = self._plan_for(day)
        provisional = plan.status == "provisional"
        if day in plan.on:
            return DayReason(day, "makeup", plan.on[day], plan.origin, plan.citation, provisional)
        if day in plan.off:
            return DayReason(day, "holiday", plan.off[day], plan.origin, plan.citation, provisional)
        weekend, source = self._weekend(day, plan)
        kind = "weekend" if day.weekday() in weekend else "weekday"
        return DayReason(day, kind, HolidayName(), source, "", provisional)

    def day_start(self, day: date) -> time:
        """When work begins that day; on a day off, when it would on a regular one."""
        return (self.hours(day) or self._regular_hours())[0][0]

    def day_end(self, day: date) -> time:
        """When work ends that day; on a day off, when it would on a regular one."""
        return (self.hours(day) or self._regular_hours())[-1][1]

    def next_workday(self, day: date) -> date:
        """The first workday after `day`."""
        return self.on_or_after(day + _DAY)

    def on_or_after(self, day: date) -> date:
        """The day itself if it is worked, else the next workday."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The last workday before `day`."""
        day -= _DAY
        while not self.is_workday(day):
            day -= _DAY
        return day

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th workday after `day`, which itself is not counted; before it when n < 0.

        With n = 0 the day itself, or the next workday if it is off.
        """
        if n == 0:
            return self.on_or_after(day)
        step = self.next_workday if n > 0 else self.previous_workday
        for _ in range(abs(n)):
            day = step(day)
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """Workdays after `a` up to and including `b`; negative when b lies before a."""
        if b < a:
            return -self.workdays_between(b, a)
        return sum(self.is_workday(a + timedelta(days=i)) for i in range(1, (b - a).days + 1))

    def first_workday_of_week(self, day: date) -> date | None:
        """First workday of the week (from Monday) of `day`; None when the whole week is off."""
        return next((d for d in _week(day) if self.is_workday(d)), None)

    def last_workday_of_week(self, day: date) -> date | None:
        """Last workday of the week (to Sunday, make-up days included) of `day`; None when the whole week is off."""
        return next((d for d in reversed(_week(day)) if self.is_workday(d)), None)

    def holiday_block(self, day: date) -> HolidayBlock | None:
        """The run of days off around `day`; None on a workday and on a weekend that touches no holiday."""
        if self.is_workday(day):
            return None
        first, last = self.previous_workday(day) + _DAY, self.next_workday(day) - _DAY
        run = (self.explain(first + timedelta(days=i)) for i in range((last - first).days + 1))
        holiday = next((reason for reason in run if reason.kind == "holiday"), None)
        return HolidayBlock(first, last, holiday.name) if holiday else None

    def add_workdays_at(self, moment: datetime, n: int, zone: tzinfo) -> datetime:
        """The moment (UTC) at the same wall time n workdays later.

        From a day off it counts from the start of the next workday, so nobody's time runs while they are off.
        """
        shown = moment.astimezone(zone)
        day = shown.date()
        if not self.is_workday(day):
            opening = self.on_or_after(day)
            return at_local(self.add_workdays(opening, n), self.day_start(opening), zone)
        if n == 0:
            return moment.astimezone(UTC)
        return at_local(self.add_workdays(day, n), shown.time(), zone)

    def working_days_late(self, due: datetime, now: datetime, zone: tzinfo) -> int:
        """Whole workdays by which `now` is past `due`: the greatest n with now >= add_workdays_at(due, n), or 0."""
        start = self.on_or_after(due.astimezone(zone).date())
        n = max(0, self.workdays_between(start, now.astimezone(zone).date()))
        return n - 1 if n and now < self.add_workdays_at(due, n, zone) else n

    def in_hours(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether the moment lies between start and end of work on a workday; lunch and the last minute count."""
        shown = moment.astimezone(zone)
        hours = self.hours(shown.date())
        # Whatever is due at the end of work is done a moment later, so its whole minute still counts.
        wall = shown.time().replace(second=0, microsecond=0)
        return bool(hours) and hours[0][0] <= wall <= hours[-1][1]

    def next_in_hours(self, moment: datetime, zone: tzinfo) -> datetime:
        """The moment itself when it is within working hours, else the next start of work (UTC)."""
        if self.in_hours(moment, zone):
            return moment
        shown = moment.astimezone(zone)
        today = shown.date()
        if self.is_workday(today) and shown.time() < self.day_start(today):
            return at_local(today, self.day_start(today), zone)
        opening = self.next_workday(today)
        return at_local(opening, self.day_start(opening), zone)

    def _hours_of(self, reason: DayReason) -> Hours:
        if not reason.working:
            return ()
        if reason.kind == "half":
            return next(layer.half[reason.day] for layer in self.layers if reason.day in layer.half)
        return self._regular_hours()

    def _regular_hours(self) -> Hours:
        return next((layer.hours for layer in self.layers if layer.hours), DEFAULT_HOURS)

    def _plan_for(self, day: date) -> YearPlan:
        if day.month == 12:
            coming = self.plans(day.year + 1)
            if day in coming.off or day in coming.on:
                return coming
        return self.plans(day.year)

    def _weekend(self, day: date, plan: YearPlan) -> tuple[frozenset[int], Origin]:
        for layer in self.layers:
            if (weekend := layer.week(day)) is not None:
                return weekend, layer.origin
        return plan.weekend, "week"


def parse_hours(text: str) -> Hours:
    """Hours written as "09:00-12:00,13:00-18:00". Raises ValueError that says what is wrong with them."""
    spans = []
    for span in text.replace("，", ",").replace("：", ":").split(","):
        start, _, end = span.strip().partition("-")
        try:
            spans.append((time.fromisoformat(start.strip()), time.fromisoformat(end.strip())))
        except ValueError:
            raise ValueError(f'"{span.strip()}" is not a span of hours such as 09:00-12:00') from None
    check_hours(tuple(spans))
    return tuple(spans)


def check_hours(hours: Hours) -> None:
    """Raises ValueError when there are no hours, or they overlap or run backwards."""
    if not hours:
        raise ValueError("there must be at least one span of working hours")
    times = [moment for span in hours for moment in span]
    if any(later <= earlier for earlier, later in zip(times[0::2], times[1::2], strict=True)):
        raise ValueError("working hours must end after they start, on the same day")
    if times != sorted(times):
        raise ValueError("working hours must be in order and must not overlap")


def _check_weekend(weekend: frozenset[int]) -> None:
    if not weekend <= set(range(7)):
        raise ValueError("weekend days are numbers from 0 (Monday) to 6 (Sunday)")
    if len(weekend) == 7:
        raise ValueError("a week needs at least one working day")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(day: date) -> tuple[date, ...]:
    return tuple(_monday(day) + timedelta(days=i) for i in range(7))

"""What a deadline is: the values that reading one gives, and the echo that shows a person what was understood."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, Protocol, TypeAlias

Order: TypeAlias = Literal["mdy", "dmy", "ask"]
Span: TypeAlias = tuple[int, int]

_MIDNIGHT = time(0)
_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class CalendarLike(Protocol):
    """The working days and hours that deadlines are counted in; dates and times are local to the reader's zone."""

    def is_workday(self, day: date, /) -> bool: ...
    def add_workdays(self, day: date, count: int, /) -> date: ...
    def day_start(self, day: date, /) -> time: ...
    def day_end(self, day: date, /) -> time: ...
    def last_workday_of_week(self, day: date, /) -> date | None: ...
    def next_workday(self, day: date, /) -> date: ...
    def previous_workday(self, day: date, /) -> date: ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """One moment by which something is due.

    `due` is aware UTC, `day` the local date it belongs to (24:00 belongs to the day it ends). Without a named time
    (`timed` false) the moment is the end of the working day. `span` points into the original text, cue words included.
    """

    due: datetime
    day: date
    timed: bool
    in_workdays: bool
    span: Span
    rule: str
    echo_zh: str
    echo_en: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A date that has to be asked for; the first option is the likeliest reading, none at all means it cannot be.

    `reason` is one of: impossible, past, same_day, next_week, next_weekday, day_month_order, after_midnight, am_pm,
    weekday_mismatch, several, before_period, holiday_unknown, unsure.
    """

    options: tuple[Deadline, ...]
    reason: str
    span: Span


Found: TypeAlias = Deadline | Ambiguous


# The first and last day off around a holiday, and why they have to be asked for.
DaysOff: TypeAlias = tuple[tuple[date, date] | None, str | None]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a text is read: everything relative in it is counted from here. `off` holds the holidays it
    named so far."""

    now: datetime
    local: datetime
    calendar: CalendarLike
    zone: tzinfo
    order: Order
    off: dict[tuple[str, bool], "DaysOff"] = field(default_factory=dict, compare=False, repr=False)

    @property
    def today(self) -> date:
        return self.local.date()

    def utc(self, day: date, clock: time, next_day: bool = False) -> datetime:
        """The UTC moment of a local clock time; `next_day` for 24:00 and the small hours after it."""
        moment = datetime.combine(day + timedelta(days=1) if next_day else day, clock, self.zone)
        return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """A day as written, before a clock time is joined to it.

    `days` holds the readings, likeliest first. `later` takes the place of the first when that has gone by, asked for
    when `ask_later`. `moment` is set where the words name a moment by themselves ("in two hours").
    """

    span: Span
    rule: str
    days: tuple[date, ...]
    reason: str | None = None
    in_workdays: bool = False
    later: date | None = None
    ask_later: bool = True
    moment: datetime | None = None
    weekday: bool = False


def echo_zh(day: date, clock: str, now: date) -> str:
    """`3月4日（周三）17:00`, with the year where it is not this one."""
    year = "" if day.year == now.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（周{_DAYS_ZH[day.weekday()]}）{clock}"


def echo_en(day: date, clock: str, now: date) -> str:
    """`Wed 4 Mar 17:00`, with the year where it is not this one."""
    year = "" if day.year == now.year else f" {day.year}"
    return f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}{year} {clock}"


def clock_text(clock: time, next_day: bool) -> str:
    """`17:00`; the midnight that ends a day is shown as 24:00, not as the next day's 00:00."""
    return "24:00" if next_day and clock == _MIDNIGHT else clock.strftime("%H:%M")


def month_end(year: int, month: int) -> date:
    """The last day of a month; months may run over the year's end (13 is next January)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def add_months(day: date, count: int) -> date:
    """The same day some months on, or that month's last where it has no such day."""
    end = month_end(day.year, day.month + count)
    return min(end, end.replace(day=min(day.day, end.day)))


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_from(first: date, count: int) -> Iterator[date]:
    """`count` days in a row, the first included."""
    return (first + timedelta(days=offset) for offset in range(count))

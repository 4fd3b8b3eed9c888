"""Arithmetic that the readers of dates share: weeks, months, quarters, the coming one of a date without a year."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from bot.rules.due import Reading, Scene, Span, add_months, make_date, month_end

LOOK_BACK: Final = 60  # days: a date gone by less than this is more likely late than meant for next year
LOOK_BACK_DAY: Final = 14  # the same for a day without a month
LONGEST: Final = 1100  # days or workdays counted ahead; anything longer is no deadline

Read: TypeAlias = Callable[[re.Match[str], Scene], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the strings of which one must be there for it to be tried, and what it means."""

    name: str
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Read


def one(match: re.Match[str], rule: str, day: date, later: date | None = None, ask_later: bool = True) -> Reading:
    """A reading of one day."""
    return Reading(match.span(), rule, (day,), later=later, ask_later=ask_later)


def impossible(span: Span, rule: str) -> Reading:
    """A day no calendar has; it is asked for, never mended."""
    return Reading(span, rule, (), "impossible")


def dated(span: Span, rule: str, scene: Scene, year: int, month: int, day: int) -> Reading:
    """A date written with its year."""
    found = make_date(year, month, day)
    return Reading(span, rule, (found,)) if found else impossible(span, rule)


def coming(span: Span, rule: str, scene: Scene, month: int, day: int) -> Reading:
    """A date without a year: the coming one, asked for where this year's, or the last one's, has gone by lately."""
    today = scene.today
    this = make_date(today.year, month, day)
    next_one = make_date(today.year + 1, month, day)
    if month == 2 and day == 29 and (this is None or this < today):
        year = next(year for year in range(today.year + 1, today.year + 9) if make_date(year, 2, 29))
        return Reading(
            span, rule, (date(year, 2, 29),), "impossible" if year > today.year + 1 or today.month <= month else None
        )
    if this is None:
        return impossible(span, rule)
    last = make_date(today.year - 1, month, day)
    if last is not None and (today - last).days <= LOOK_BACK:
        return Reading(span, rule, (last,), later=this)
    if (today - this).days > LOOK_BACK and next_one:
        return Reading(span, rule, (next_one,))
    return Reading(span, rule, (this,), later=next_one)


def day_of_month(span: Span, rule: str, scene: Scene, day: int, months_on: int | None = None) -> Reading:
    """`15号`, `the 15th`: of this month, or of the month some months on where that was named."""
    first = add_months(scene.today.replace(day=1), months_on or 0)
    found = make_date(first.year, first.month, day)
    if not 1 <= day <= 31:
        return impossible(span, rule)
    nexts = (add_months(first, count) for count in (1, 2))
    later = next((fit for month in nexts if (fit := make_date(month.year, month.month, day))), None)
    if found is None:
        return Reading(span, rule, (later,) if later and months_on is None else (), "impossible")
    if (scene.today - found).days > LOOK_BACK_DAY and later and months_on is None:
        return Reading(span, rule, (later,))
    return Reading(span, rule, (found,), later=later)


def in_named_month(match: re.Match[str], scene: Scene, month: int, year: int | None, day: int | None) -> Reading:
    """A day of a month named without (or with) its year, its last where `day` is None."""
    named = year or year_of_lately(scene.today, lambda each: month_end(each, month))
    last = month_end(named, month)
    later = None if year else month_end(last.year + 1, month)
    if day is None:
        return one(match, "month_end", last, later)
    return one(match, "month_part", last.replace(day=day), later.replace(day=day) if later else None)


def year_of_lately(today: date, end: Callable[[int], date]) -> int:
    """The year whose period, which ends like that, is to come or has gone by lately."""
    return next(year for year in (today.year - 1, today.year, today.year + 1) if (today - end(year)).days <= LOOK_BACK)


def monday(day: date, weeks: int = 0) -> date:
    """Monday of the week some weeks on."""
    return day + timedelta(days=7 * weeks - day.weekday())


def week_end(scene: Scene, weeks: int) -> date:
    """The last working day of the week some weeks on; make-up Saturdays count. Friday where the whole week is off."""
    first = monday(scene.today, weeks)
    return scene.calendar.last_workday_of_week(first) or first + timedelta(days=4)


def week_start(scene: Scene, weeks: int) -> date:
    """The first working day of the week some weeks on."""
    first = monday(scene.today, weeks)
    return first if scene.calendar.is_workday(first) else scene.calendar.next_workday(first)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday (Monday is 0) of a month, its last where `nth` is -1; months may run over the year's end."""
    last = month_end(year, month)
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = last.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def in_week_of_month(scene: Scene, year: int, month: int, weekday: int, nth: int) -> tuple[date, ...]:
    """A weekday (Monday is 0) of a month's nth week: counted from the 1st's own week, and from the first whole one.

    Of the coming such month; months may run over the year's end. Empty where that week has no such day of the month.
    """
    for ahead in (0, 1):
        first = month_end(year + ahead, month).replace(day=1)
        begins = {monday(first), monday(first + timedelta(days=6))}
        days = sorted(begin + timedelta(days=7 * (nth - 1) + weekday) for begin in begins)
        days = [day for day in days if day.month == first.month]
        if days and days[-1] >= scene.today:
            return tuple(days)
    return ()


def month_span_end(scene: Scene, months_on: int) -> date:
    """The last day of the month some months on."""
    return month_end(scene.today.year, scene.today.month + months_on)


def quarter_end(year: int, quarter: int) -> date:
    """The last day of a quarter; quarters may run over the year's end (5 is next year's first)."""
    return month_end(year, quarter * 3)


def coming_quarter(match: re.Match[str], scene: Scene, quarter: int) -> Reading:
    """The end of a quarter named without its year; asked for where this year's has gone by lately."""
    year = year_of_lately(scene.today, lambda each: quarter_end(each, quarter))
    return one(match, "quarter_end", quarter_end(year, quarter), quarter_end(year + 1, quarter))


def before_month(span: Span, scene: Scene, month: int, year: int | None = None) -> Reading:
    """ "Before April" may mean before it begins or before it is over."""
    if year is None and month == scene.today.month:
        days = (month_end(scene.today.year, month), month_end(scene.today.year + 1, month - 1))
        return Reading(span, "month_end", days, "before_period")
    year = year or scene.today.year + (1 if month < scene.today.month else 0)
    return Reading(span, "month_end", (month_end(year, month - 1), month_end(year, month)), "before_period")


def before_quarter(span: Span, scene: Scene, quarter: int) -> Reading:
    """The same for a quarter."""
    year = scene.today.year + (1 if quarter <= this_quarter(scene.today) else 0)
    return Reading(span, "quarter_end", (quarter_end(year, quarter - 1), quarter_end(year, quarter)), "before_period")


def this_quarter(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def within(day: date, count: int) -> date | None:
    """The day some calendar days on; None beyond what anybody plans."""
    return day + timedelta(days=count) if count <= LONGEST else None


def weekday(match: re.Match[str], scene: Scene, index: int, weeks: int | None) -> Reading:
    """A day of the week: the next one including today, or the one of a named calendar week (Monday first)."""
    today = scene.today
    if weeks is None:
        day = today + timedelta(days=(index - today.weekday()) % 7)
        return Reading(match.span(), "weekday", (day,), later=day + timedelta(days=7), ask_later=False, weekday=True)
    day = monday(today, weeks) + timedelta(days=index)
    if weeks == 0:
        return Reading(match.span(), "this_week", (day,), later=day + timedelta(days=7), weekday=True)
    if weeks == 1 and today.weekday() >= 5:
        # Those who begin the week on Sunday, or speak on the weekend of "the week now coming", differ by a week.
        return Reading(match.span(), "next_week", (day, day + timedelta(days=7)), "next_week", weekday=True)
    return Reading(match.span(), "next_week", (day,), weekday=True)

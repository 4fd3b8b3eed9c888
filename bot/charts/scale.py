"""The days of a chart: where each stands, which of them are named, and which are off."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.charts import svg
from bot.rules.workdays import WorkCalendar

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAILY, _WEEKLY, _MONTHLY, _QUARTERLY = 23.0, 4.6, 1.5, 0.35  # pixels of a day from which each is named
_YEAR = 52.0  # pixels between the names of two years
_SHADED = 3.0  # narrower days would make stripes


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from `first` to `last`, both whole, between two edges of the picture."""

    first: date
    last: date
    left: float
    right: float

    @property
    def day(self) -> float:
        """How wide a day is."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def at(self, day: date) -> float:
        """Where a day begins; one that is not on the scale is taken to the nearest that is."""
        return self.left + (min(max(day, self.first), self.last) - self.first).days * self.day

    def after(self, day: date) -> float:
        """Where a day ends."""
        return self.at(day) + self.day

    def days(self) -> Iterator[date]:
        """Each day of the scale."""
        return (self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1))


def laid(first: date, last: date, left: float, right: float) -> Scale:
    """The scale of a plan, with a little room on both sides; what is shorter than a fortnight gets one."""
    last = max(last, first + timedelta(days=11))
    room = timedelta(days=1 + (last - first).days // 60)
    return Scale(first - room, last + room, left, right)


def ticks(scale: Scale, language: str) -> list[tuple[float, str]]:
    """The days that are named on the lower line, as close as there is room for, each with its place."""
    width = scale.day
    if width >= _DAILY:
        return [(scale.at(day) + width / 2, str(day.day)) for day in scale.days()]
    if width >= _WEEKLY:
        return [(scale.at(day), str(day.day)) for day in scale.days() if day.weekday() == 0]
    if width < _QUARTERLY:
        every = math.ceil(_YEAR / (366 * width))
        firsts = (date(year, 1, 1) for year in range(scale.first.year + 1, scale.last.year + 1))
        return [(scale.at(day), str(day.year)) for day in firsts if day.year % every == 0]
    every = 1 if width >= _MONTHLY else 3
    months = (day for day in scale.days() if day.day == 1 and (day.month - 1) % every == 0)
    return [(scale.at(day), f"{day.month}月" if language == "zh" else _MONTHS[day.month - 1]) for day in months]


def daily(scale: Scale) -> bool:
    """Whether every day is named."""
    return scale.day >= _DAILY


def heads(scale: Scale, language: str, size: float) -> list[tuple[float, str]]:
    """The months or years above the ticks, each where it begins, as far as there is room for its name."""
    if scale.day < _QUARTERLY:
        return []
    yearly = scale.day < _WEEKLY
    starts = [scale.first] + [
        day for day in scale.days() if day.day == 1 and (day.month == 1 or not yearly) and day != scale.first
    ]
    places = [*map(scale.at, starts), scale.right]
    named = [_year(day, language) if yearly else _month(day, language) for day in starts]
    return [
        (place, name)
        for place, behind, name in zip(places, places[1:], named, strict=False)
        if behind - place >= svg.width(name, size) + 8
    ]


def _year(day: date, language: str) -> str:
    return f"{day.year}年" if language == "zh" else str(day.year)


def _month(day: date, language: str) -> str:
    return f"{day.year}年{day.month}月" if language == "zh" else f"{_MONTHS[day.month - 1]} {day.year}"


def days_off(scale: Scale, calendar: WorkCalendar) -> list[tuple[float, float]]:
    """Runs of days on which the team does not work, as place and width; none where days are too narrow to be seen."""
    if scale.day < _SHADED:
        return []
    runs: list[tuple[date, date]] = []
    for day in scale.days():
        if not calendar.is_workday(day):
            joined = runs and runs[-1][1] + timedelta(days=1) == day
            runs = [*runs[:-1], (runs[-1][0], day)] if joined else [*runs, (day, day)]
    return [(scale.at(first), scale.after(last) - scale.at(first)) for first, last in runs]


def short(first: date | None, last: date | None, today: date, language: str) -> str:
    """Two days as briefly as can be: `3/2–3/4`, `2–4 Mar`; "" where neither is known."""
    if first is None and last is None:
        return ""
    if first is None or last is None or first == last:
        return _short(first or last or today, today, language) + ("–" if last is None else "")
    if language == "en" and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_short(last, today, language)}"
    return f"{_short(first, today, language)}–{_short(last, today, language)}"


def _short(day: date, today: date, language: str) -> str:
    if language == "zh":
        return f"{day.month}/{day.day}" if day.year == today.year else f"{day:%y}/{day.month}/{day.day}"
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day:%y}" if day.year != today.year else "")

"""Reads what people wrote about working days: year files and a company's own days, with errors that name the place.

A year file is JSON: `year`, `source` (the notice's title), `notice_date`, and `holidays`, a list of `zh`, `en`, `from`,
`to` (first and last day off) and `on` (the make-up working days that go with it).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

from bot.rules.workdays import HolidayName, Overrides, WeekCycle, YearPlan, parse_hours


class DayFileError(ValueError):
    """A file or setting that cannot be used; the message names it, the key and what is wrong."""


def read_plan(path: Path, year: int) -> YearPlan:
    """The plan of `year` in the file. Raises DayFileError."""
    table = _Table(_read_object(path), str(path))
    table.check_keys({"year", "source", "notice_date", "holidays"})
    if table.values.get("year") != year:
        raise table.error("year", f"must be {year}, as in the file's name")
    off: dict[date, HolidayName] = {}
    on: dict[date, HolidayName] = {}
    for holiday in table.tables("holidays"):
        holiday.check_keys({"zh", "en", "from", "to", "on"})
        name = HolidayName(holiday.text("zh"), holiday.text("en"))
        off |= dict.fromkeys(holiday.span("from", "to", year), name)
        on |= dict.fromkeys(holiday.days("on", year), name)
    if both := off.keys() & on.keys():
        raise table.error("holidays", f"have {min(both)} both as a day off and as a make-up day")
    return YearPlan(year, off, on, "official", "notice", f"{table.text('source')} ({table.day('notice_date')})")


def read_overrides(values: Mapping[str, object], where: str) -> Overrides:
    """A company's own days: off, on, half, hours, and weekend or weekend_pattern with its anchor.

    `half` maps dates to hours; `weekend_pattern` lists the weekends that take turns, the first one in the week of
    `anchor`. `where` names the table in errors. Raises DayFileError.
    """
    table = _Table(values, where)
    table.check_keys({"off", "on", "half", "hours", "weekend", "weekend_pattern", "anchor"})
    half = table.table("half")
    try:
        return Overrides(
            off=frozenset(table.days("off")),
            on=frozenset(table.days("on")),
            half={half.parse_day(key, key): parse_hours(half.text(key)) for key in half.values},
            hours=parse_hours(table.text("hours")) if "hours" in values else None,
            weekend=table.weekdays("weekend", values["weekend"]) if "weekend" in values else None,
            cycle=WeekCycle(table.day("anchor"), table.weekends()) if "weekend_pattern" in values else None,
        )
    except DayFileError:
        raise
    except ValueError as error:
        raise DayFileError(f"{where}: {error}") from error


def _read_object(path: Path) -> Mapping[str, object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DayFileError(f"{path}: is not JSON in UTF-8: {error}") from error
    if not isinstance(content, dict):
        raise DayFileError(f"{path}: must be an object with year, source, notice_date and holidays")
    return content


@dataclass(frozen=True, slots=True)
class _Table:
    """Keys and values from one place, taken out one by one and checked."""

    values: Mapping[str, object]
    where: str

    def error(self, key: str, problem: str) -> DayFileError:
        return DayFileError(f"{self.where}: {key} {problem}")

    def check_keys(self, known: set[str]) -> None:
        for key in self.values:
            if key not in known:
                near = get_close_matches(key, sorted(known), n=1)
                raise self.error(key, f"is not a key here{f'; did you mean {near[0]}?' if near else ''}")

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "must be a text in quotes")
        return value.strip()

    def table(self, key: str) -> "_Table":
        return self._table(key, self.values.get(key, {}))

    def tables(self, key: str) -> list["_Table"]:
        return [self._table(f"{key}[{i}]", item) for i, item in enumerate(self._items(key))]

    def day(self, key: str) -> date:
        return self.parse_day(key, self.values.get(key))

    def days(self, key: str, year: int | None = None) -> list[date]:
        days = [self.parse_day(key, item) for item in self._items(key)]
        return [self._within(year, key, day) for day in days] if year else days

    def span(self, first_key: str, last_key: str, year: int) -> list[date]:
        first = self._within(year, first_key, self.day(first_key))
        last = self._within(year, last_key, self.day(last_key))
        if last < first:
            raise self.error(last_key, f"is {last}, before {first_key} ({first})")
        return [first + timedelta(days=i) for i in range((last - first).days + 1)]

    def weekdays(self, key: str, value: object) -> frozenset[int]:
        if not isinstance(value, list | tuple) or any(not isinstance(item, int) for item in value):
            raise self.error(key, "must be a list of weekdays, 0 (Monday) to 6 (Sunday)")
        return frozenset(value)

    def weekends(self) -> tuple[frozenset[int], ...]:
        return tuple(self.weekdays("weekend_pattern", week) for week in self._items("weekend_pattern"))

    def parse_day(self, key: str, value: object) -> date:
        # TOML knows dates, JSON and the environment have texts.
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            found = "is missing" if value is None else f'has "{value}"'
            raise self.error(key, f"{found}: write a date such as 2026-12-24") from None

    def _items(self, key: str) -> list[object]:
        value = self.values.get(key, [])
        if not isinstance(value, list | tuple):
            raise self.error(key, "must be a list")
        return list(value)

    def _table(self, key: str, value: object) -> "_Table":
        if not isinstance(value, dict):
            raise self.error(key, "must be a table of keys and values")
        return _Table(value, f"{self.where}: {key}")

    def _within(self, year: int, key: str, day: date) -> date:
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            raise self.error(key, f"has {day}, outside {year} and the December before it")
        return day

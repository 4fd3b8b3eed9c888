"""Work calendars of countries and regions: shipped year files, the `holidays` library, and a projection.

Mainland China's days off are announced each November by the State Council; a year without its notice is projected by
the standing rule, marked provisional and reported early (handbook, "workday"). Other places have computed holidays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.dayfiles import read_plan
from bot.rules.workdays import SATURDAY_SUNDAY, HolidayName, Overrides, WorkCalendar, YearPlan

if TYPE_CHECKING:
    from holidays import HolidayBase

CUSTOM: Final = "CUSTOM"
"""Code of the calendar without holidays: Monday to Friday and the company's own days."""

_SHIPPED: Final = Path(__file__).parent / "data" / "workdays"
_WARNING_FROM: Final = (11, 1)
# The library works on Saturdays in Hong Kong; offices there keep the five-day week.
_WEEKENDS: Final = {"HK": SATURDAY_SUNDAY}
# How the library names a day off that a make-up day pays for.
_SWAPPED: Final = "Day off (substituted"
# First day off of a three-day holiday, counted from the feast itself; on a Wednesday it stands alone.
_JOINED_FROM: Final = {0: -2, 1: -2, 3: 0, 4: 0, 5: 0, 6: -1}


def load(
    code: str, years: Iterable[int] = (), company: Overrides | None = None, extra: Path | None = None
) -> WorkCalendar:
    """The calendar of a country or region (CN, SG, US-CA, DE-BY, ...) with the company's own days on top.

    `years` are read at once, so that their files are checked at start-up; others when they are first asked for.
    `extra` is a directory of newer year files (CN/2027.json), which win over the shipped ones.
    Raises ValueError with the nearest codes for an unknown code, and DayFileError for a bad file.
    """
    known = normalise(code)
    calendar = WorkCalendar(known, _Plans(known, extra), () if company is None else (company,))
    for year in years:
        calendar.status(year)
    return calendar


def missing_years(code: str, today: date, extra: Path | None = None) -> list[int]:
    """Years that are only projected though they should be known: this one and, from 1 November, the next."""
    due = [today.year, today.year + 1] if (today.month, today.day) >= _WARNING_FROM else [today.year]
    calendar = load(code, extra=extra)
    return [year for year in due if calendar.status(year) == "provisional"]


def refresh() -> None:
    """Forgets the plans read so far, so that calendars loaded from now on see new year files."""
    _plan.cache_clear()


def normalise(code: str) -> str:
    """The code as it is written here (`us_ca` is US-CA). Raises ValueError with the nearest codes."""
    wanted = code.strip().upper().replace("_", "-")
    if wanted in (CUSTOM, "CN"):
        return wanted
    codes = _codes()
    if wanted in codes:
        return codes[wanted]
    country = wanted.partition("-")[0]
    same = [known for known in codes if known.startswith(f"{country}-")] if wanted != country else []
    near = get_close_matches(wanted, same or [known for known in codes if len(known) == 2])
    hint = f"did you mean {', '.join(codes[match] for match in near)}?" if near else "codes look like CN, SG or US-CA"
    raise ValueError(f'there is no work calendar "{code}"; {hint}')


def project_china(year: int) -> YearPlan:
    """Mainland China's days off by the rule of the notices since 2025, make-up days unknown.

    It may take a make-up day for a day off, but never a day off for a workday.
    """
    off: dict[date, HolidayName] = {}
    _add(off, HolidayName("元旦", "New Year's Day"), *_joined(date(year, 1, 1)))
    if spring := _feast(year, "春节"):
        _add(off, HolidayName("春节", "Spring Festival"), spring - timedelta(days=1), 8)
    if clear := _feast(year, "清明节"):
        _add(off, HolidayName("清明节", "Qingming Festival"), *_joined(clear))
    _add(off, HolidayName("劳动节", "Labour Day"), date(year, 5, 1), 5)
    if dragon := _feast(year, "端午节"):
        _add(off, HolidayName("端午节", "Dragon Boat Festival"), *_joined(dragon))
    autumn, national = _feast(year, "中秋节"), date(year, 10, 1)
    if autumn and date(year, 9, 29) <= autumn <= date(year, 10, 8):
        _add(off, HolidayName("国庆节、中秋节", "National Day and Mid-Autumn Festival"), min(autumn, national), 8)
    else:
        _add(off, HolidayName("国庆节", "National Day"), national, 7)
        if autumn:
            _add(off, HolidayName("中秋节", "Mid-Autumn Festival"), *_joined(autumn))
    return YearPlan(year, off, {}, "provisional", "projection")


@dataclass(frozen=True, slots=True)
class _Plans:
    """The plans of one code, year by year; a value, so that calendars can be compared."""

    code: str
    extra: Path | None

    def __call__(self, year: int) -> YearPlan:
        return _plan(self.code, year, self.extra)


@cache
def _plan(code: str, year: int, extra: Path | None) -> YearPlan:
    if code == CUSTOM:
        return YearPlan(year, {}, {}, "custom", "week")
    for folder in (extra, _SHIPPED):
        if folder and (path := folder / code / f"{year}.json").is_file():
            return read_plan(path, year)
    plan = _computed(code, year)
    # Without make-up days the library knows the law of that year, but not yet its notice.
    return project_china(year) if code == "CN" and not plan.on else plan


def _computed(code: str, year: int) -> YearPlan:
    english, chinese = _library(code, year, "en_US"), _library(code, year, "zh_CN")
    named = {
        day: HolidayName(chinese[day].replace("（补假）", ""), name.replace(" (observed)", ""))
        for day, name in english.items()
        if not name.startswith(_SWAPPED)
    }
    on = [day for day in english.weekend_workdays if day.year == year]
    days = [day for day in sorted(english) if day.year == year]
    # Swapped days carry no feast of their own, nor do the weekends between two days off.
    off = {day: _nearest(named, day) for day in ([*days, *_weekends_between(days, on)] if on else days)}
    weekend = _WEEKENDS.get(code, _usual_weekend(english, year))
    return YearPlan(year, off, {day: _nearest(named, day) for day in on}, "official", "library", weekend=weekend)


def _nearest(named: Mapping[date, HolidayName], day: date) -> HolidayName:
    return named[min(named, key=lambda feast: abs(feast - day))]


def _weekends_between(days: list[date], on: list[date]) -> list[date]:
    gaps = ((earlier, later) for earlier, later in pairwise(days) if (later - earlier).days in (2, 3))
    inside = [earlier + timedelta(days=i) for earlier, later in gaps for i in range(1, (later - earlier).days)]
    return [day for day in inside if day.weekday() in SATURDAY_SUNDAY and day not in on]


def _usual_weekend(library: "HolidayBase", year: int) -> frozenset[int]:
    week = (date(year, 7, 1) + timedelta(days=i) for i in range(7))
    return frozenset(day.weekday() for day in week if library.is_weekend(day))


def _library(code: str, year: int, language: str) -> "HolidayBase":
    # Importing the library costs a good part of a quick start, and China's known years do without it.
    from holidays import country_holidays

    country, _, region = code.partition("-")
    found = country_holidays(country, subdiv=region or None, years=year)
    wanted = next((name for name in (language, "en_US") if name in found.supported_languages), None)
    return country_holidays(country, subdiv=region or None, years=year, language=wanted)


@cache
def _codes() -> Mapping[str, str]:
    from holidays import list_supported_countries

    countries = list_supported_countries(include_aliases=False)
    regions = [f"{country}-{region}" for country, known in countries.items() for region in known]
    return {code.upper(): code for code in (*countries, *regions)}


def _feast(year: int, name: str) -> date | None:
    return min(_library("CN", year, "zh_CN").get_named(name, lookup="exact"), default=None)


def _joined(feast: date) -> tuple[date, int]:
    if feast.weekday() == 2:
        return feast, 1
    return feast + timedelta(days=_JOINED_FROM[feast.weekday()]), 3


def _add(off: dict[date, HolidayName], name: HolidayName, first: date, days: int) -> None:
    off |= {first + timedelta(days=i): name for i in range(days)}

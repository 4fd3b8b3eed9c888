"""Where calendars come from: the shipped notices against the library, the projection, people's own files."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendars import load, missing_years, project_china, refresh
from bot.dayfiles import DayFileError, read_overrides
from bot.rules.workdays import Overrides, WorkCalendar

NOTICE_2027 = {
    "year": 2027,
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "notice_date": "2026-11-25",
    "holidays": [
        {"zh": "元旦", "en": "New Year's Day", "from": "2026-12-31", "to": "2027-01-02", "on": ["2026-12-27"]},
    ],
}


@pytest.fixture
def extra(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "CN").mkdir()
    yield tmp_path
    refresh()


def write(extra: Path, content: object) -> Path:
    path = extra / "CN" / "2027.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return extra


def _days(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=i) for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_the_announced_years_equals_the_library(year: int) -> None:
    calendar, library = load("CN"), country_holidays("CN", years=year)
    assert [day for day in _days(year) if calendar.is_workday(day) != library.is_working_day(day)] == []


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2008, 1, 1), date(2026, 12, 31)))
def test_any_announced_day_since_2008_equals_the_library(day: date) -> None:
    calendar = load("CN")
    library = country_holidays("CN", years=(day.year, day.year + 1))
    assert calendar.is_workday(day) == library.is_working_day(day)
    assert calendar.status(day.year) == "official"


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_projection_errs_only_on_make_up_days(year: int) -> None:
    projected = WorkCalendar("CN", cache(project_china))
    wrong = {day for day in _days(year) if projected.is_workday(day) != load("CN").is_workday(day)}
    assert wrong == load("CN").plans(year).on.keys()


def test_the_projection_of_2027_takes_these_weekdays_off() -> None:
    weekdays = sorted(day for day in project_china(2027).off if day.weekday() < 5)
    shown = " ".join(f"{day.month}/{day.day}" for day in weekdays)
    assert shown == "1/1 2/5 2/8 2/9 2/10 2/11 2/12 4/5 5/3 5/4 5/5 6/9 9/15 10/1 10/4 10/5 10/6 10/7"


def test_mid_autumn_within_the_national_week_makes_it_eight_days() -> None:
    block = WorkCalendar("CN", project_china).holiday_block(date(2028, 10, 3))
    assert block and (block.last, block.name.zh) == (date(2028, 10, 8), "国庆节、中秋节")


def test_a_projected_new_year_on_tuesday_reaches_back_into_december() -> None:
    reason = load("CN").explain(date(2029, 12, 31))
    assert (reason.kind, reason.source, reason.provisional) == ("holiday", "projection", True)


def test_a_year_beyond_the_lunar_tables_still_has_its_fixed_holidays() -> None:
    assert load("CN").explain(date(2999, 10, 1)).name.zh == "国庆节"


def test_a_swapped_day_of_an_older_year_bears_the_name_of_its_holiday() -> None:
    reasons = [load("CN").explain(day) for day in (date(2023, 10, 6), date(2023, 10, 7))]
    assert [(reason.kind, reason.name.zh, reason.name.en) for reason in reasons] == [
        ("holiday", "国庆节", "National Day"),
        ("makeup", "国庆节", "National Day"),
    ]


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), [2027]),
        (date(2026, 12, 31), [2027]),
        (date(2027, 3, 1), [2027]),
        (date(2027, 11, 1), [2027, 2028]),
    ],
)
def test_a_missing_year_is_reported_from_the_first_of_november_before_it(today: date, missing: list[int]) -> None:
    assert missing_years("CN", today) == missing


def test_computed_years_of_other_places_are_never_missing() -> None:
    assert missing_years("SG", date(2026, 12, 1)) == []
    assert load("DE-BY").status(2030) == "official"


@pytest.mark.parametrize(
    ("code", "off", "on"),
    [
        ("SG", date(2026, 8, 10), date(2026, 10, 1)),
        ("US", date(2026, 11, 26), date(2026, 11, 27)),
        ("US-CA", date(2026, 11, 27), date(2026, 10, 12)),
        ("DE", date(2026, 10, 3), date(2026, 1, 6)),
        ("DE-BY", date(2026, 1, 6), date(2026, 10, 30)),
        ("HK", date(2026, 3, 7), date(2026, 3, 9)),
        ("IL", date(2026, 3, 6), date(2026, 3, 8)),
    ],
)
def test_other_places_keep_their_own_holidays_and_weekends(code: str, off: date, on: date) -> None:
    assert (load(code).is_workday(off), load(code).is_workday(on)) == (False, True)


def test_a_holiday_is_named_in_chinese_where_the_library_can() -> None:
    name = load("HK").explain(date(2026, 12, 25)).name
    assert (name.zh, name.en) == ("圣诞节", "Christmas Day")


def test_a_calendar_of_the_companys_own_knows_no_holidays() -> None:
    calendar = load("custom", company=Overrides(off=frozenset({date(2026, 12, 24)})))
    assert (calendar.status(2026), calendar.is_workday(date(2026, 10, 1))) == ("custom", True)
    assert calendar.explain(date(2026, 12, 24)).kind == "company_off"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("US-CAL", "did you mean US-CA"),
        ("DE-BAY", "did you mean DE-BY"),
        ("CHN", "did you mean .*CN"),
        ("中国", "codes look like CN, SG or US-CA"),
        ("", "codes look like"),
    ],
)
def test_an_unknown_code_is_refused_with_the_nearest_ones(code: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load(code)


@pytest.mark.parametrize(("written", "code"), [("cn", "CN"), ("us_ca", "US-CA"), (" hk ", "HK")])
def test_a_code_may_be_written_carelessly(written: str, code: str) -> None:
    assert load(written).code == code


def test_a_newer_year_file_wins_over_the_projection(extra: Path) -> None:
    calendar = load("CN", (2027,), extra=write(extra, NOTICE_2027))
    assert calendar.status(2027) == "official"
    assert missing_years("CN", date(2026, 12, 1), extra) == []


def test_a_notice_may_speak_of_the_december_before_its_year(extra: Path) -> None:
    calendar = load("CN", extra=write(extra, NOTICE_2027))
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.explain(date(2026, 12, 27)).kind == "makeup"


def test_a_year_file_that_arrives_later_is_seen_after_a_refresh(extra: Path) -> None:
    assert load("CN", extra=extra).status(2027) == "provisional"
    write(extra, NOTICE_2027)
    refresh()
    assert load("CN", extra=extra).status(2027) == "official"


HOLIDAY = {"zh": "元旦", "en": "New Year's Day", "from": "2027-01-01", "to": "2027-01-03", "on": []}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"year": 2026}, "year must be 2027, as in the file's name"),
        ({"source": ""}, "source must be a text"),
        ({"notice_date": "soon"}, 'notice_date has "soon": write a date such as 2026-12-24'),
        ({"notice_dat": "2026-11-25"}, "notice_dat is not a key here; did you mean notice_date?"),
        ({"holidays": {}}, "holidays must be a list"),
        ({"holidays": ["元旦"]}, r"holidays\[0\] must be a table"),
        ({"holidays": [HOLIDAY | {"zh": 1}]}, r"holidays\[0\]: zh must be a text"),
        ({"holidays": [HOLIDAY | {"from": "2027-02-30"}]}, r'holidays\[0\]: from has "2027-02-30"'),
        ({"holidays": [HOLIDAY | {"to": "2026-12-31"}]}, r"to is 2026-12-31, before from \(2027-01-01\)"),
        ({"holidays": [HOLIDAY | {"to": "2028-01-03"}]}, "to has 2028-01-03, outside 2027"),
        ({"holidays": [HOLIDAY | {"on": ["2027-01-02"]}]}, "holidays have 2027-01-02 both"),
    ],
)
def test_a_faulty_year_file_is_refused_with_its_name_and_key(
    extra: Path, change: dict[str, object], message: str
) -> None:
    with pytest.raises(DayFileError, match=rf"2027\.json: {message}|2027\.json: holidays\[0\]: {message}"):
        load("CN", (2027,), extra=write(extra, NOTICE_2027 | change))


@pytest.mark.parametrize(("text", "message"), [("{", "is not JSON"), ("[]", "must be an object")])
def test_a_year_file_that_is_no_json_object_is_refused(extra: Path, text: str, message: str) -> None:
    (extra / "CN" / "2027.json").write_text(text, encoding="utf-8")
    with pytest.raises(DayFileError, match=rf"2027\.json: {message}"):
        load("CN", (2027,), extra=extra)


def test_a_companys_own_days_are_read_from_its_settings() -> None:
    table = {
        "off": ["2026-12-24"],
        "on": [date(2026, 11, 21)],
        "half": {"2026-12-31": "09:00-12:00"},
        "hours": "09:00-12:00,13:00-18:00",
        "weekend_pattern": [[5, 6], [6]],
        "anchor": "2026-03-02",
    }
    calendar = load("CN", company=read_overrides(table, "[workdays]"))
    wanted = [date(2026, 12, 24), date(2026, 11, 21), date(2026, 12, 31), date(2026, 3, 14)]
    assert [calendar.explain(day).kind for day in wanted] == ["company_off", "company_on", "half", "weekday"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"of": []}, "of is not a key here; did you mean off?"),
        ({"off": "2026-12-24"}, "off must be a list"),
        ({"off": ["24.12."]}, 'off has "24.12."'),
        ({"half": {"2026-12-31": "morning"}}, '"morning" is not a span of hours'),
        ({"hours": 9}, "hours must be a text"),
        ({"weekend": ["Sat"]}, "weekend must be a list of weekdays"),
        ({"weekend": [7]}, "weekend days are numbers from 0"),
        ({"weekend_pattern": [[6]]}, "anchor is missing"),
        ({"weekend_pattern": [6], "anchor": "2026-03-02"}, "weekend_pattern must be a list of weekdays"),
        ({"off": ["2026-12-24"], "on": ["2026-12-24"]}, "2026-12-24 is given twice"),
    ],
)
def test_faulty_settings_of_own_days_are_refused_with_their_key(table: dict[str, object], message: str) -> None:
    with pytest.raises(DayFileError, match=r"\[workdays\]: ") as refusal:
        read_overrides(table, "[workdays]")
    assert message in str(refusal.value)


def test_starting_up_with_a_known_chinese_year_does_not_import_the_library() -> None:
    code = "import sys; from bot.calendars import load; load('CN', (2026,)); sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

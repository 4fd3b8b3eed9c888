"""Periods as people write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import calendars
from bot.rules.period import Period, read_period

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def read(text: str) -> Period:
    return read_period(text, NOW, calendars.load("CN"), SHANGHAI, "mdy")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-02 到 2026-03-20", "2026-03-02", "2026-03-20"),
        ("2026-03-02..2026-03-20", "2026-03-02", "2026-03-20"),
        ("20260302-20260320", "2026-03-02", "2026-03-20"),
        ("3月2日至20日", "2026-03-02", "2026-03-20"),
        ("3.5-3.7", "2026-03-05", "2026-03-07"),
        ("12-01..12-05", "2026-12-01", "2026-12-05"),
        ("12-28..01-03", "2026-12-28", "2027-01-03"),
        ("from Mar 2 until Mar 20", "2026-03-02", "2026-03-20"),
        ("下周一至下周三", "2026-03-09", "2026-03-11"),
        ("下周", "2026-03-09", "2026-03-13"),
        ("next week", "2026-03-09", "2026-03-13"),
        ("明天起3天", "2026-03-03", "2026-03-05"),
        ("2月20日到3月20日", "2026-02-20", "2026-03-20"),
    ],
)
def test_first_and_last_day_are_read(text: str, first: str, last: str) -> None:
    found = read(text)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["Q4宣传物料 3月20日前", "Q4 posters until Mar 20", "Q4宣传物料 截止3月20日"])
def test_a_day_with_an_end_word_is_the_last(text: str) -> None:
    found = read(text)
    assert (found.first, found.last) == (None, date(2026, 3, 20))


@pytest.mark.parametrize("text", ["明天", "tomorrow", "2026-03-03"])
def test_a_day_alone_is_the_first(text: str) -> None:
    assert read(text) == Period(date(2026, 3, 3), None, None, "")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Q4宣传物料 3月2日到3月20日", "Q4宣传物料"),
        ("Q4 posters from Mar 2 to Mar 20", "Q4 posters"),
        ("2026-12-24 公司年会", "公司年会"),
        ("年会", "年会"),
    ],
)
def test_the_rest_is_what_is_no_date(text: str, rest: str) -> None:
    assert read(text).rest == rest


@pytest.mark.parametrize("text", ["下周一到周三", "next Monday to Wednesday"])
def test_a_weekday_behind_another_weeks_is_of_that_week(text: str) -> None:
    found = read(text)
    assert (found.first, found.last) == (date(2026, 3, 9), date(2026, 3, 11))


def test_a_length_alone_is_counted_from_today() -> None:
    assert read("3天") == Period(date(2026, 3, 2), date(2026, 3, 4), None, "")


def test_a_day_no_month_has_is_asked() -> None:
    found = read("2月30日")
    assert found.unsure is not None and found.first is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("明后天", date(2026, 3, 3), date(2026, 3, 4)),
        ("周一到周五", date(2026, 3, 2), date(2026, 3, 6)),
        ("Mar 5-6", date(2026, 3, 5), date(2026, 3, 6)),
        ("2-5 March", date(2026, 3, 2), date(2026, 3, 5)),
        ("3/5-3/9", date(2026, 3, 5), date(2026, 3, 9)),
        ("3/5~3/9", date(2026, 3, 5), date(2026, 3, 9)),
        ("5-9号", date(2026, 3, 5), date(2026, 3, 9)),
        ("5、6号", date(2026, 3, 5), date(2026, 3, 6)),
        ("2026-03-05至03-09", date(2026, 3, 5), date(2026, 3, 9)),
        ("2026-12-28至01-03", date(2026, 12, 28), date(2027, 1, 3)),
        ("下周三下午3点-5点", date(2026, 3, 11), date(2026, 3, 11)),
    ],
)
def test_both_days_of_a_short_form_are_read(text: str, first: date, last: date) -> None:
    assert read(text) == Period(first, last, None, "")


def test_days_without_a_first_one_are_no_period() -> None:
    assert read("今后两天") == Period(None, None, None, "今后两天")


def test_two_days_in_one_word_are_asked() -> None:
    found = read("周四五")
    assert found.unsure is not None and found.first is None

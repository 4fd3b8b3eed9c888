"""Deadlines as people write them (T1, T7)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.deadlines import Ambiguous, Deadline, find, parse, parse_simple
from tests.rules.calendars import OCTOBER, SHANGHAI, WEEKDAYS, at

MONDAY = at("2026-03-02 08:30")


def due(text: str, now: datetime = MONDAY) -> str:
    found = parse(text, now, WEEKDAYS, SHANGHAI)
    assert isinstance(found, Deadline), found
    return found.due.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def asked(text: str, now: datetime = MONDAY) -> tuple[str, list[str]]:
    found = parse(text, now, WEEKDAYS, SHANGHAI)
    assert isinstance(found, Ambiguous), found
    return found.reason, [each.due.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") for each in found.options]


def on_holiday_calendar(text: str, now: str) -> date:
    found = parse(text, at(now), OCTOBER, SHANGHAI)
    assert isinstance(found, Deadline), found
    return found.day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周三17:00前", "2026-03-04 17:00"),
        ("完成3款海报初稿 @李四 周三17:00前 标准: 300DPI", "2026-03-04 17:00"),
        ("市场部张经理10月9日前提交海报核心卖点", "2026-10-09 18:00"),
        ("今天", "2026-03-02 18:00"),
        ("明天下午3点", "2026-03-03 15:00"),
        ("明早9点", "2026-03-03 09:00"),
        ("明晚8点", "2026-03-03 20:00"),
        ("后天", "2026-03-04 18:00"),
        ("大后天中午", "2026-03-05 12:00"),
        ("今晚12点", "2026-03-03 00:00"),
        ("周三24:00", "2026-03-05 00:00"),
        ("本周五", "2026-03-06 18:00"),
        ("这周四下班前", "2026-03-05 18:00"),
        ("下周三", "2026-03-11 18:00"),
        ("下下周一", "2026-03-16 18:00"),
        ("星期五", "2026-03-06 18:00"),
        ("礼拜天", "2026-03-08 18:00"),
        ("周五下午三点半", "2026-03-06 15:30"),
        ("明天三点一刻", "2026-03-03 15:15"),
        ("周三上午", "2026-03-04 12:00"),
        ("周三晚上", "2026-03-04 23:59"),
        ("月底", "2026-03-31 18:00"),
        ("下月底前", "2026-04-30 18:00"),
        ("3月底", "2026-03-31 18:00"),
        ("下个月15号", "2026-04-15 18:00"),
        ("年底", "2026-12-31 18:00"),
        ("季度末", "2026-03-31 18:00"),
        ("二季度末", "2026-06-30 18:00"),
        ("Q3末", "2026-09-30 18:00"),
        ("半小时后", "2026-03-02 09:00"),
        ("一个半小时后", "2026-03-02 10:00"),
        ("3个工作日内", "2026-03-05 18:00"),
        ("T+2", "2026-03-04 18:00"),
        ("3天后", "2026-03-05 18:00"),
        ("两周内", "2026-03-16 18:00"),
        ("半个月内", "2026-03-17 18:00"),
        ("本周内", "2026-03-06 18:00"),
        ("下周", "2026-03-13 18:00"),
        ("周末前", "2026-03-06 18:00"),
        ("3.15前", "2026-03-15 18:00"),
        ("3-15", "2026-03-15 18:00"),
        ("3/15", "2026-03-15 18:00"),
        ("5/3前", "2026-05-03 18:00"),
        ("2026年3月15日", "2026-03-15 18:00"),
        ("二〇二六年三月十五日", "2026-03-15 18:00"),
        ("2026-03-04 17:00", "2026-03-04 17:00"),
        ("2026-03-04T17:00", "2026-03-04 17:00"),
        ("20260304前", "2026-03-04 18:00"),
        ("15号", "2026-03-15 18:00"),
        ("十五号之前", "2026-03-15 18:00"),
        ("截止3月4日18点", "2026-03-04 18:00"),
        ("最晚周四", "2026-03-05 18:00"),
        ("不晚于3月6日", "2026-03-06 18:00"),
        ("3月4日(周三)17:00", "2026-03-04 17:00"),
        ("３月４日１７：００前", "2026-03-04 17:00"),
        ("週三下午5點前", "2026-03-04 17:00"),
        ("下班前", "2026-03-02 18:00"),
        ("3月2日到3月20日", "2026-03-20 18:00"),
        ("周一开会定的，周五前交", "2026-03-06 18:00"),
        ("4月4日至6日", "2026-04-06 18:00"),
        ("3月4-6日", "2026-03-06 18:00"),
        ("48小时内", "2026-03-04 08:30"),
        ("明天一早", "2026-03-03 09:00"),
        ("三月内", "2026-03-31 18:00"),
    ],
)
def test_a_chinese_deadline_is_the_moment_it_says(text: str, expected: str) -> None:
    assert due(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow EOD", "2026-03-03 18:00"),
        ("by Fri 5pm", "2026-03-06 17:00"),
        ("Wed 5:30 pm", "2026-03-04 17:30"),
        ("5pm tomorrow", "2026-03-03 17:00"),
        ("in 2 business days", "2026-03-04 18:00"),
        ("within three days", "2026-03-05 18:00"),
        ("in half an hour", "2026-03-02 09:00"),
        ("in 2 hours", "2026-03-02 10:30"),
        ("two weeks from now", "2026-03-16 18:00"),
        ("by Mar 5", "2026-03-05 18:00"),
        ("5th of March 2026", "2026-03-05 18:00"),
        ("March 5, 2026 at 3pm", "2026-03-05 15:00"),
        ("by the 15th", "2026-03-15 18:00"),
        ("end of month", "2026-03-31 18:00"),
        ("end of next month", "2026-04-30 18:00"),
        ("EOW", "2026-03-06 18:00"),
        ("the day after tomorrow at noon", "2026-03-04 12:00"),
        ("Friday next week", "2026-03-13 18:00"),
        ("tonight", "2026-03-02 23:59"),
        ("by midnight", "2026-03-03 00:00"),
        ("Mar 4-6", "2026-03-06 18:00"),
        ("next week Tuesday", "2026-03-10 18:00"),
        ("three business days", "2026-03-05 18:00"),
        ("on Wed", "2026-03-04 18:00"),
        ("Sunday night", "2026-03-08 23:59"),
        ("tomorrow morning at 7", "2026-03-03 07:00"),
        ("8:00 in the evening", "2026-03-02 20:00"),
        ("the second Monday of next month", "2026-04-13 18:00"),
        ("two days from tomorrow", "2026-03-05 18:00"),
        ("20th of next month", "2026-04-20 18:00"),
    ],
)
def test_an_english_deadline_is_the_moment_it_says(text: str, expected: str) -> None:
    assert due(text) == expected


def test_without_a_zone_the_one_the_moment_is_given_in_counts() -> None:
    found = parse("今天17:00前", MONDAY.astimezone(SHANGHAI), WEEKDAYS)
    assert isinstance(found, Deadline)
    assert found.due.astimezone(UTC) == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "升级到v2.10.3", "服务器10.0.3.15重启", "XZB20231001-01", "XZB20231001", "300DPI", "50%", "3款",
        "评分4.5分", "每周三汇报", "every Monday", "3点建议", "完成2/3", "本周周报", "尽快", "待定", "昨天", "上周五",
        "三天前", "TBD", "提前3个工作日", "工期5个工作日", "3号楼", "说明天气情况",
        "第3点", "Q4宣传物料", "1st draft", "2nd round", "比例16:9", "电话13800138000",
        "24/7", "2.5万元", "3-5款", "you may go", "安全生产月",
        "小周负责", "周报", "3.0版", "每天下班前更新", "每周五17:00前提交周报", "每月15号对账", "every day at 5pm",
        "本月KPI", "下周计划", "sat down with the team", "sun exposure test", "3月份销售数据分析",
        "逾期3天", "五一活动方案",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert parse(text, MONDAY, WEEKDAYS, SHANGHAI) is None


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("2月30日", "2026-03-02 08:30", ("impossible", [])),
        ("by Feb 30", "2026-03-02 08:30", ("impossible", [])),
        ("2月20日前", "2026-03-02 08:30", ("past", ["2027-02-20 18:00"])),
        ("2026年1月5日", "2026-03-02 08:30", ("past", [])),
        ("5/3", "2026-03-02 08:30", ("day_month_order", ["2026-05-03 18:00", "2026-03-05 18:00"])),
        ("周三前", "2026-03-04 10:00", ("same_day", ["2026-03-04 18:00", "2026-03-11 18:00"])),
        ("周三前", "2026-03-04 19:00", ("same_day", ["2026-03-11 18:00"])),
        ("下周三", "2026-03-07 10:00", ("next_week", ["2026-03-11 18:00", "2026-03-18 18:00"])),
        ("本周三", "2026-03-06 10:00", ("past", ["2026-03-11 18:00"])),
        ("next Fri 5pm", "2026-03-02 08:30", ("next_weekday", ["2026-03-13 17:00", "2026-03-06 17:00"])),
        ("明天", "2026-03-04 01:00", ("after_midnight", ["2026-03-05 18:00", "2026-03-04 18:00"])),
        ("明天8点", "2026-03-02 08:30", ("am_pm", ["2026-03-03 08:00", "2026-03-03 20:00"])),
        ("3月4日（周四）", "2026-03-02 08:30", ("weekday_mismatch", ["2026-03-04 18:00", "2026-03-05 18:00"])),
        ("17:00前", "2026-03-02 18:30", ("past", ["2026-03-03 17:00"])),
        ("周三前交初稿，周五前定稿", "2026-03-02 08:30", ("several", ["2026-03-04 18:00", "2026-03-06 18:00"])),
        ("准备周五例会材料", "2026-03-02 08:30", ("unsure", ["2026-03-06 18:00"])),
        ("国庆前", "2026-09-01 09:00", ("holiday_unknown", ["2026-09-30 18:00"])),
        ("客户周三来访，提前准备材料", "2026-03-02 08:30", ("unsure", ["2026-03-04 18:00"])),
        ("下周前", "2026-03-02 08:30", ("before_period", ["2026-03-06 18:00", "2026-03-13 18:00"])),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(text: str, now: str, expected: tuple[str, list[str]]) -> None:
    assert asked(text, at(now)) == expected


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("1月5日", "2026-12-20 10:00", "2027-01-05 18:00"),
        ("下周五", "2026-12-30 10:00", "2027-01-08 18:00"),
        ("明天", "2026-12-31 10:00", "2027-01-01 18:00"),
        ("下月底", "2026-12-31 10:00", "2027-01-31 18:00"),
        ("Jan 5", "2026-12-20 10:00", "2027-01-05 18:00"),
        ("周三", "2026-03-04 19:00", "2026-03-11 18:00"),
        ("周三17:00前", "2026-03-04 10:00", "2026-03-04 17:00"),
        ("今天", "2026-03-04 19:00", "2026-03-05 00:00"),
        ("今天9点", "2026-03-04 15:00", "2026-03-04 21:00"),
    ],
)
def test_what_has_gone_by_moves_to_the_coming_one(text: str, now: str, expected: str) -> None:
    assert due(text, at(now)) == expected


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("2个工作日内", "2026-09-30 10:00", date(2026, 10, 9)),
        ("国庆前", "2026-09-22 10:00", date(2026, 9, 30)),
        ("节前", "2026-09-22 10:00", date(2026, 9, 30)),
        ("节后", "2026-09-22 10:00", date(2026, 10, 8)),
        ("国庆后", "2026-09-22 10:00", date(2026, 10, 8)),
        ("本周内", "2026-10-08 10:00", date(2026, 10, 10)),
        ("EOW", "2026-10-08 10:00", date(2026, 10, 10)),
        ("after National Day", "2026-09-22 10:00", date(2026, 10, 8)),
    ],
)
def test_holidays_and_make_up_days_come_from_the_calendar(text: str, now: str, expected: date) -> None:
    assert on_holiday_calendar(text, now) == expected


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("请　周三１７：００前　交", "周三１７：００前"),
        ("\U0001f600初稿 截止：3月4日 给我", "截止：3月4日"),
        ("poster by Fri 5pm please", "by Fri 5pm"),
        ("张经理10月9日前提交", "10月9日前"),
    ],
)
def test_the_span_points_into_the_original_text(text: str, cut: str) -> None:
    found = parse(text, MONDAY, WEEKDAYS, SHANGHAI)
    assert found is not None
    assert text[found.span[0] : found.span[1]] == cut


def test_the_echo_names_date_weekday_and_clock_in_both_languages() -> None:
    found = parse("周三17:00前", MONDAY, WEEKDAYS, SHANGHAI)
    assert isinstance(found, Deadline)
    assert (found.echo_zh, found.echo_en) == ("3月4日（周三）17:00", "Wed 4 Mar 17:00")


def test_the_echo_shows_the_year_when_it_is_another() -> None:
    found = parse("2027年1月5日", MONDAY, WEEKDAYS, SHANGHAI)
    assert isinstance(found, Deadline)
    assert (found.echo_zh, found.echo_en) == ("2027年1月5日（周二）18:00", "Tue 5 Jan 2027 18:00")


def test_the_locale_settles_the_order_of_day_and_month() -> None:
    found = parse("5/3", MONDAY, WEEKDAYS, SHANGHAI, "dmy")
    assert isinstance(found, Deadline)
    assert found.day == date(2026, 3, 5)


def test_the_beginning_of_a_range_is_told_from_its_end() -> None:
    found = find("3月2日到3月20日", MONDAY, WEEKDAYS, SHANGHAI)
    assert [each.starts for each in found] == [True, False]


def test_the_simple_form_gives_a_date_or_a_moment_as_aware_as_now() -> None:
    now = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert parse_simple("后天", now) == date(2026, 3, 4)
    assert parse_simple("明天15:00", now) == datetime(2026, 3, 3, 15, tzinfo=UTC)
    assert parse_simple("明天15:00", now.replace(tzinfo=None)) == datetime(2026, 3, 3, 15)  # noqa: DTZ001
    assert parse_simple("好的", now) is None


def test_a_deadline_behind_four_hundred_characters_is_left_to_be_asked_for() -> None:
    said = "背景说明" * 99
    assert isinstance(parse(said + "周五前", MONDAY, WEEKDAYS, SHANGHAI), Deadline)
    assert parse(said + "背景说明周五前", MONDAY, WEEKDAYS, SHANGHAI) is None


def test_the_simple_form_knows_how_long_the_long_holidays_are_as_a_rule() -> None:
    now = datetime(2026, 9, 21, 10, tzinfo=SHANGHAI)
    assert parse_simple("国庆后第一个工作日", now) == date(2026, 10, 8)
    assert parse_simple("春节前", now) == date(2027, 2, 4)


PIECES = (
    "周|三|前|3|月|日|号|下|本|年|底|.|/|-|:|点|半|后|内|工作日|个|天|by|next|fri|may|5|pm|in|@|2026|节|季度|末|一|十"
    "|百|T+|%"
)
WORDS = st.sampled_from(PIECES.split("|"))


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=30).map("".join), st.lists(WORDS).map(" ".join)))
def test_no_text_makes_the_reader_raise_or_point_outside(text: str) -> None:
    for each in find(text, MONDAY, OCTOBER, SHANGHAI):
        start, end = each.found.span
        assert 0 <= start < end <= len(text)
    parse(text, MONDAY, OCTOBER, SHANGHAI)

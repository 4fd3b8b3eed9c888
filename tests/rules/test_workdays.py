"""Counting workdays and working hours on a calendar with make-up days, half days and a company's own weeks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendars import load
from bot.rules.workdays import HolidayName, Overrides, WeekCycle, WorkCalendar, parse_hours
from bot.rules.zones import at_local, local, next_local

CN = load("CN")
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
MORNING = ((time(9), time(12)),)

days = st.dates(date(2024, 1, 15), date(2027, 11, 30))
moments = st.datetimes(datetime(2024, 1, 15), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
counts = st.integers(0, 30)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2025, 12, 31), 2, date(2026, 1, 5)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 24), 2, date(2026, 9, 29)),
        (date(2026, 12, 31), 2, date(2027, 1, 5)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 3, 9), 0, date(2026, 3, 9)),
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
    ],
)
def test_workdays_are_counted_from_the_day_after_over_holidays_and_make_up_days(start: date, n: int, end: date) -> None:
    assert CN.add_workdays(start, n) == end


def test_a_sum_that_reaches_an_unannounced_year_is_marked_provisional() -> None:
    assert CN.explain(CN.add_workdays(date(2026, 12, 31), 2)).provisional
    assert (CN.status(2026), CN.status(2027)) == ("official", "provisional")


@settings(max_examples=200, deadline=None)
@given(days, counts)
def test_counting_back_undoes_counting_forward(day: date, n: int) -> None:
    start = CN.on_or_after(day)
    assert CN.add_workdays(CN.add_workdays(start, n), -n) == start


@settings(max_examples=200, deadline=None)
@given(days, counts)
def test_more_workdays_end_later_and_the_distance_is_the_count(day: date, n: int) -> None:
    end = CN.add_workdays(day, n + 1)
    assert end > CN.add_workdays(day, n) or not CN.is_workday(day)
    assert CN.workdays_between(day, end) == n + 1


@settings(max_examples=200, deadline=None)
@given(days, st.integers(0, 60), counts)
def test_a_later_start_never_ends_earlier(day: date, later: int, n: int) -> None:
    assert CN.add_workdays(day + timedelta(days=later), n) >= CN.add_workdays(day, n)


def test_the_distance_counts_backwards_as_a_negative_number() -> None:
    assert CN.workdays_between(date(2026, 10, 10), date(2026, 9, 30)) == -3


def test_the_week_ends_on_its_last_workday_make_up_days_included() -> None:
    assert CN.last_workday_of_week(date(2026, 9, 29)) == date(2026, 9, 30)
    assert CN.last_workday_of_week(date(2026, 5, 7)) == date(2026, 5, 9)
    assert CN.first_workday_of_week(date(2026, 10, 10)) == date(2026, 10, 8)


def test_a_week_that_is_off_as_a_whole_has_no_last_workday() -> None:
    assert CN.last_workday_of_week(date(2026, 2, 18)) is None
    assert CN.first_workday_of_week(date(2026, 2, 18)) is None


def test_a_holiday_block_reaches_over_its_weekends_and_bears_its_name() -> None:
    block = CN.holiday_block(date(2026, 4, 4))
    assert block and (block.first, block.last, block.name.zh) == (date(2026, 4, 4), date(2026, 4, 6), "清明节")
    assert CN.holiday_block(date(2026, 3, 7)) is None
    assert CN.holiday_block(date(2026, 3, 9)) is None


def test_each_day_is_explained_by_its_kind_and_name() -> None:
    shown = [(reason.kind, reason.name.zh, reason.source) for reason in map(CN.explain, _from(date(2026, 10, 7), 5))]
    assert shown == [
        ("holiday", "国庆节", "notice"),
        ("weekday", "", "week"),
        ("weekday", "", "week"),
        ("makeup", "国庆节", "notice"),
        ("weekend", "", "week"),
    ]
    assert CN.explain(date(2026, 10, 7)).citation == "国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04)"


def test_a_moment_is_not_taken_for_a_date() -> None:
    with pytest.raises(TypeError):
        CN.is_workday(shanghai("2026-03-02T09:00"))


def test_the_project_answers_before_the_company_and_the_company_before_the_notice() -> None:
    day = date(2026, 10, 1)
    company = CN.with_overrides(Overrides(on=frozenset({day})))
    project = company.with_overrides(Overrides(off=frozenset({day}), origin="project"))
    assert (company.explain(day).kind, company.explain(day).source) == ("company_on", "company")
    assert (project.explain(day).kind, project.explain(day).source) == ("company_off", "project")


def test_a_companys_own_answer_is_never_provisional() -> None:
    calendar = CN.with_overrides(Overrides(off=frozenset({date(2027, 3, 1)})))
    assert not calendar.explain(date(2027, 3, 1)).provisional


def test_a_half_day_counts_as_a_workday_and_ends_early() -> None:
    eve = date(2026, 12, 31)
    calendar = CN.with_overrides(Overrides(half={eve: MORNING}))
    assert calendar.explain(eve).kind == "half"
    assert (calendar.hours(eve), calendar.day_end(eve)) == (MORNING, time(12))
    assert calendar.add_workdays(date(2026, 12, 30), 1) == eve


def test_a_project_restores_the_full_day_that_the_company_halved() -> None:
    eve = date(2026, 12, 31)
    calendar = CN.with_overrides(Overrides(half={eve: MORNING})).with_overrides(Overrides(on=frozenset({eve})))
    assert calendar.day_end(eve) == time(18)


def test_a_days_hours_are_the_nearest_layers_and_empty_when_off() -> None:
    calendar = CN.with_overrides(Overrides(hours=parse_hours("08:30-12:00，13:30-17:30")))
    assert calendar.hours(date(2026, 3, 7)) == ()
    assert (calendar.day_start(date(2026, 3, 9)), calendar.day_end(date(2026, 3, 9))) == (time(8, 30), time(17, 30))
    assert calendar.day_end(date(2026, 3, 7)) == time(17, 30)


def test_big_and_small_weeks_take_turns_but_keep_holidays_and_make_up_days() -> None:
    cycle = WeekCycle(date(2026, 3, 4), (frozenset({5, 6}), frozenset({6})))
    calendar = CN.with_overrides(Overrides(cycle=cycle))
    saturdays = [date(2026, 2, 21), date(2026, 2, 28), date(2026, 3, 7), date(2026, 3, 14), date(2026, 3, 21)]
    assert [calendar.is_workday(day) for day in saturdays] == [False, True, False, True, False]
    assert not calendar.is_workday(date(2026, 10, 3))


def test_a_six_day_week_works_saturdays_but_not_holiday_saturdays() -> None:
    calendar = CN.with_overrides(Overrides(weekend=frozenset({6})))
    assert calendar.is_workday(date(2026, 3, 7))
    assert not calendar.is_workday(date(2026, 2, 21))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("9 to 5", "is not a span of hours such as 09:00-12:00"),
        ("", "is not a span of hours such as 09:00-12:00"),
        ("18:00-09:00", "must end after they start"),
        ("13:00-18:00,09:00-12:00", "must be in order"),
        ("09:00-12:00,11:00-18:00", "must not overlap"),
    ],
)
def test_impossible_hours_are_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_hours(text)


def test_a_date_given_twice_is_refused() -> None:
    day = frozenset({date(2026, 12, 24)})
    with pytest.raises(ValueError, match="2026-12-24 is given twice"):
        Overrides(off=day, on=day)


def test_a_week_without_a_workday_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        Overrides(weekend=frozenset(range(7)))
    with pytest.raises(ValueError, match="at least one week"):
        WeekCycle(date(2026, 3, 2), ())


@pytest.mark.parametrize(
    ("moment", "n", "result"),
    [
        ("2026-03-04T17:00", 1, "2026-03-05T17:00"),
        ("2026-03-06T18:00", 1, "2026-03-09T18:00"),
        ("2026-03-07T11:00", 1, "2026-03-10T09:00"),
        ("2026-03-07T11:00", 0, "2026-03-09T09:00"),
        ("2026-03-09T18:00", -1, "2026-03-06T18:00"),
        ("2026-09-30T17:00", 3, "2026-10-10T17:00"),
        ("2026-09-30T23:30", 1, "2026-10-08T23:30"),
    ],
)
def test_a_moment_keeps_its_wall_time_and_a_day_off_counts_from_the_next_opening(
    moment: str, n: int, result: str
) -> None:
    assert CN.add_workdays_at(shanghai(moment), n, SHANGHAI) == shanghai(result)


def test_the_day_of_a_moment_is_that_of_the_zone() -> None:
    sunday_in_london = datetime(2026, 3, 8, 16, 30, tzinfo=UTC)
    assert CN.add_workdays_at(sunday_in_london, 1, SHANGHAI) == datetime(2026, 3, 9, 16, 30, tzinfo=UTC)


def test_a_moment_in_the_second_of_two_equal_hours_stays_itself() -> None:
    calendar = load("CUSTOM").with_overrides(Overrides(weekend=frozenset()))
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert calendar.add_workdays_at(second, 0, BERLIN) == second


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2026-09-30T17:00", 0),
        ("2026-09-30T23:59", 0),
        ("2026-10-07T18:00", 0),
        ("2026-10-08T17:59", 0),
        ("2026-10-08T18:00", 1),
        ("2026-10-10T18:00", 3),
        ("2026-10-11T12:00", 3),
        ("2026-10-12T18:00", 4),
    ],
)
def test_o3_o4_lateness_is_counted_in_workdays_over_a_long_holiday(now: str, late: int) -> None:
    assert CN.working_days_late(shanghai("2026-09-30T18:00"), shanghai(now), SHANGHAI) == late


@settings(max_examples=300, deadline=None)
@given(moments, st.integers(-48, 24 * 40), st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/Los_Angeles")]))
def test_lateness_reaches_n_exactly_when_n_workdays_have_passed(due: datetime, hours: int, zone: ZoneInfo) -> None:
    now = due + timedelta(hours=hours)
    late = CN.working_days_late(due, now, zone)
    assert late == 0 or now >= CN.add_workdays_at(due, late, zone)
    assert now < CN.add_workdays_at(due, late + 1, zone)


@settings(max_examples=200, deadline=None)
@given(moments, counts)
def test_more_workdays_from_a_moment_end_later(moment: datetime, n: int) -> None:
    assert CN.add_workdays_at(moment, n, BERLIN) < CN.add_workdays_at(moment, n + 1, BERLIN)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-09T08:59:59", False),
        ("2026-03-09T09:00", True),
        ("2026-03-09T12:30", True),
        ("2026-03-09T18:00", True),
        ("2026-03-09T18:00:59", True),
        ("2026-03-09T18:01", False),
        ("2026-03-07T10:00", False),
        ("2026-02-14T10:00", True),
    ],
)
def test_working_hours_run_from_first_start_to_last_end_over_lunch(moment: str, inside: bool) -> None:
    assert CN.in_hours(shanghai(moment), SHANGHAI) is inside


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-03-09T10:00", "2026-03-09T10:00"),
        ("2026-03-09T07:00", "2026-03-09T09:00"),
        ("2026-03-09T20:00", "2026-03-10T09:00"),
        ("2026-03-06T18:30", "2026-03-09T09:00"),
        ("2026-09-30T18:30", "2026-10-08T09:00"),
    ],
)
def test_what_is_not_urgent_waits_for_the_next_opening(moment: str, opening: str) -> None:
    assert CN.next_in_hours(shanghai(moment), SHANGHAI) == shanghai(opening)


@settings(max_examples=200, deadline=None)
@given(moments, st.sampled_from([SHANGHAI, BERLIN]))
def test_the_next_opening_is_within_hours_and_not_before(moment: datetime, zone: ZoneInfo) -> None:
    opening = CN.next_in_hours(moment, zone)
    assert opening >= moment
    assert CN.in_hours(opening, zone)


def _prompts(calendar: WorkCalendar, zone: ZoneInfo, first: date, last: date) -> list[datetime]:
    """09:30 on the person's own workdays, found as the daily round finds it: from each prompt to the next."""
    moment, found = at_local(first, time(0), zone), []
    while local(moment := next_local(moment, time(9, 30), zone), zone).date() <= last:
        if calendar.is_workday(local(moment, zone).date()):
            found.append(moment)
    return found


@pytest.mark.parametrize(
    ("code", "zone", "workdays"),
    [("CN", "Asia/Shanghai", 248), ("DE-BE", "Europe/Berlin", 254), ("US-CA", "America/Los_Angeles", 249)],
)
def test_s1_everyone_of_a_group_over_three_continents_is_asked_at_their_own_half_past_nine(
    code: str, zone: str, workdays: int
) -> None:
    calendar, place = load(code), ZoneInfo(zone)
    prompts = _prompts(calendar, place, date(2026, 1, 1), date(2026, 12, 31))
    assert {local(moment, place).time() for moment in prompts} == {time(9, 30)}
    assert [local(moment, place).date() for moment in prompts] == [
        day for day in _from(date(2026, 1, 1), 365) if calendar.is_workday(day)
    ]
    assert len(prompts) == workdays


def test_s1_the_distance_between_shanghai_and_its_members_follows_both_clock_changes() -> None:
    zones = {"Shanghai": SHANGHAI, "Berlin": BERLIN, "San Francisco": ZoneInfo("America/Los_Angeles")}
    shown = {
        day.isoformat(): [at_local(day, time(9, 30), zone).strftime("%H:%M") for zone in zones.values()]
        for day in (date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 30), date(2026, 10, 26), date(2026, 11, 2))
    }
    assert shown == {
        "2026-03-06": ["01:30", "08:30", "17:30"],
        "2026-03-09": ["01:30", "08:30", "16:30"],
        "2026-03-30": ["01:30", "07:30", "16:30"],
        "2026-10-26": ["01:30", "08:30", "16:30"],
        "2026-11-02": ["01:30", "08:30", "17:30"],
    }


def test_a_day_without_a_name_says_so_in_both_languages() -> None:
    assert CN.explain(date(2026, 3, 9)).name == HolidayName("", "")


def _from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=i) for i in range(count)]

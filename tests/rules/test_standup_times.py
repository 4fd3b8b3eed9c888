"""When a standup opens, reminds and closes, for people all over the world (S1), and when the round opens (S2)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import calendars
from bot.rules import rounds
from bot.rules.standup import Habit, Window, answered_day, done_before, has_obstacle, next_step, recent, window
from bot.rules.workdays import Overrides

SHANGHAI, BERLIN, SAN_FRANCISCO = (ZoneInfo(n) for n in ("Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles"))
CHINA = calendars.load("CN")
HOUR = timedelta(hours=1)


def habit(zone: ZoneInfo = SHANGHAI, wall: time = time(9, 30), window: timedelta = HOUR) -> Habit:
    return Habit(zone, CHINA, wall, window, 0.8)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def opens(zone: ZoneInfo, day: date) -> datetime:
    found = window(habit(zone), day)
    assert found is not None
    return found.opens


def test_s1_an_hour_from_half_past_nine_reminds_at_eighteen_minutes_past_ten() -> None:
    expected = Window(date(2026, 3, 2), at("2026-03-02 09:30"), at("2026-03-02 10:18"), at("2026-03-02 10:30"))
    assert window(habit(), date(2026, 3, 2)) == expected


@pytest.mark.parametrize(
    ("day", "berlin", "san_francisco"),
    [
        (date(2026, 3, 6), "2026-03-06 08:30", "2026-03-06 17:30"),
        (date(2026, 3, 9), "2026-03-09 08:30", "2026-03-09 16:30"),
        (date(2026, 3, 30), "2026-03-30 07:30", "2026-03-30 16:30"),
        (date(2026, 10, 26), "2026-10-26 08:30", "2026-10-26 16:30"),
        (date(2026, 11, 2), "2026-11-02 08:30", "2026-11-02 17:30"),
    ],
)
def test_s1_everybody_keeps_their_half_past_nine_across_both_clock_changes(
    day: date, berlin: str, san_francisco: str
) -> None:
    assert opens(BERLIN, day) == at(berlin, ZoneInfo("UTC"))
    assert opens(SAN_FRANCISCO, day) == at(san_francisco, ZoneInfo("UTC"))
    assert opens(SHANGHAI, day) == at(f"{day} 09:30")


def test_s1_there_is_no_standup_on_a_holiday_and_there_is_one_on_a_make_up_saturday() -> None:
    assert window(habit(), date(2026, 10, 1)) is None
    assert window(habit(), date(2026, 10, 10)) is not None


def test_s1_a_window_past_midnight_belongs_to_the_day_it_began() -> None:
    night = habit(wall=time(22), window=timedelta(hours=4))
    assert answered_day(night, at("2026-03-03 01:59")) == date(2026, 3, 2)
    assert answered_day(night, at("2026-03-03 21:59")) == date(2026, 3, 2)
    assert answered_day(night, at("2026-03-03 22:00")) == date(2026, 3, 3)


def test_s1_the_night_window_of_yesterday_is_still_looked_at_after_midnight() -> None:
    night = habit(wall=time(22), window=timedelta(hours=4))
    found = recent(night, at("2026-03-03 02:00"), date(2026, 3, 2))
    assert [(each.day, each.closes) for each in found] == [
        (date(2026, 3, 2), at("2026-03-03 02:00")), (date(2026, 3, 3), at("2026-03-04 02:00")),
    ]  # fmt: skip


def test_s1_the_next_step_after_friday_leaps_over_the_weekend() -> None:
    assert next_step(habit(), at("2026-03-06 10:30"), date(2026, 3, 2)) == at("2026-03-09 09:30")


def test_s1_the_next_step_waits_for_the_first_day_of_the_project() -> None:
    assert next_step(habit(), at("2026-03-02 08:00"), date(2026, 4, 8)) == at("2026-04-08 09:30")


def test_s1_a_day_that_starts_at_noon_has_its_standup_then() -> None:
    half = CHINA.with_overrides(Overrides(half={date(2026, 3, 2): ((time(13), time(18)),)}))
    found = window(Habit(SHANGHAI, half, time(9, 30), HOUR, 0.8), date(2026, 3, 2))
    assert found is not None
    assert found.opens == at("2026-03-02 13:00")


@given(
    zone=st.sampled_from([SHANGHAI, BERLIN, SAN_FRANCISCO, ZoneInfo("Australia/Lord_Howe")]),
    now=st.integers(0, 10 * 365 * 86400).map(lambda seconds: at("2020-01-01 00:00") + timedelta(seconds=seconds)),
    wall=st.times(),
    minutes=st.integers(5, 720),
)
def test_s1_steps_follow_each_other_and_every_one_is_found_when_it_has_come(
    zone: ZoneInfo, now: datetime, wall: time, minutes: int
) -> None:
    own = Habit(zone, CHINA, wall.replace(second=0, microsecond=0), timedelta(minutes=minutes), 0.8)
    step = next_step(own, now, date(2020, 1, 1))
    assert now < step < now + timedelta(days=16)
    assert step in {each for found in recent(own, step, date(2020, 1, 1)) for each in found.steps()}


@given(day=st.dates(date(2020, 1, 1), date(2029, 12, 31)), zone=st.sampled_from([BERLIN, SAN_FRANCISCO, SHANGHAI]))
def test_s1_the_clock_shows_the_chosen_time_on_every_workday_of_ten_years(day: date, zone: ZoneInfo) -> None:
    found = window(habit(zone), day)
    assert found is None or found.opens.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, time(9, 30))


@pytest.mark.parametrize("text", ["", "无", "无。", "没有", "暂无", "没有阻碍", "None", "no", "N/A", "-"])
def test_s1_saying_that_nothing_is_in_the_way_is_no_obstacle(text: str) -> None:
    assert not has_obstacle(text)


@pytest.mark.parametrize("text", ["等文案", "没有素材", "No access to the archive"])
def test_s1_anything_else_is_an_obstacle(text: str) -> None:
    assert has_obstacle(text)


def test_s1_yesterday_is_what_was_planned_and_what_moved_besides() -> None:
    assert done_before("海报初稿", [("海报初稿", 100), ("文案", 50)]) == "海报初稿 100%\n文案 50%"


def test_s1_what_was_planned_is_not_doubled_by_what_moved() -> None:
    assert done_before("system check", [("System check", 50)]) == "System check 50%"
    assert done_before("海报初稿\n评审", [("完成3款海报初稿", 30)]) == "评审\n完成3款海报初稿 30%"
    assert done_before("海报初稿配色", [("海报初稿", 30)]) == "海报初稿配色"


def test_s2_the_round_comes_at_five_on_workdays_only() -> None:
    after = rounds.next_opening(CHINA, SHANGHAI, time(17), HOUR, at("2026-03-06 17:00"), date(2026, 3, 2))
    assert after == at("2026-03-09 17:00")


def test_s2_on_a_half_day_the_round_ends_with_work() -> None:
    half = CHINA.with_overrides(Overrides(half={date(2026, 3, 2): ((time(9), time(12)),)}))
    assert rounds.opening(half, SHANGHAI, time(17), HOUR, date(2026, 3, 2)) == at("2026-03-02 11:00")

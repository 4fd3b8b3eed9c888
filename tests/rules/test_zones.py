"""Local time: clock changes, once-a-day times and the names people give their zone."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.rules.zones import at_local, local, next_local, offset_label, parse_zone

BERLIN = ZoneInfo("Europe/Berlin")
BEIRUT = ZoneInfo("Asia/Beirut")
HAVANA = ZoneInfo("America/Havana")
APIA = ZoneInfo("Pacific/Apia")
NEW_YORK = ZoneInfo("America/New_York")

# The machine's own zone and the placeholder are no places.
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
LAST_DAY = date(2035, 12, 31)


@cache
def _changes(zone: ZoneInfo) -> list[date]:
    """Local days between 2026 and 2035 in which the zone's clocks change."""
    noons = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=i) for i in range(3652)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    return [noons[i].astimezone(zone).date() for i in range(1, 3652) if offsets[i] != offsets[i - 1]]


zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2026, 1, 1), LAST_DAY)
walls = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
changing = st.sampled_from(
    [BERLIN, BEIRUT, HAVANA, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Europe/Dublin")]
)


def test_a_time_the_clocks_jump_over_becomes_the_end_of_the_jump() -> None:
    assert at_local(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_jump_at_midnight_keeps_the_day() -> None:
    instant = at_local(date(2026, 3, 29), time(0, 15), BEIRUT)
    assert local(instant, BEIRUT).isoformat() == "2026-03-29T01:00:00+03:00"


def test_a_time_shown_twice_is_its_first_showing() -> None:
    assert at_local(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_place_left_out_becomes_the_start_of_the_next() -> None:
    instant = at_local(date(2011, 12, 30), time(9, 0), APIA)
    assert local(instant, APIA).isoformat() == "2011-12-31T00:00:00+14:00"


def test_a_daily_time_in_the_doubled_hour_comes_once() -> None:
    first = next_local(datetime(2026, 10, 24, 12, tzinfo=UTC), time(2, 30), BERLIN)
    second = next_local(first, time(2, 30), BERLIN)
    assert [first.isoformat(), second.isoformat()] == ["2026-10-25T00:30:00+00:00", "2026-10-26T01:30:00+00:00"]


def test_a_daily_time_in_the_skipped_hour_still_comes() -> None:
    assert next_local(datetime(2026, 3, 28, 12, tzinfo=UTC), time(0, 15), BEIRUT) == datetime(
        2026, 3, 28, 22, tzinfo=UTC
    )


def test_the_next_time_is_strictly_later() -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert next_local(now, time(17, 0), ZoneInfo("Asia/Shanghai")) == now + timedelta(days=1)


@settings(max_examples=300, deadline=None)
@given(zones, days, walls)
@example(BERLIN, date(2026, 3, 29), time(2, 30))
@example(HAVANA, date(2026, 3, 8), time(0, 0))
def test_a_local_time_is_shown_at_its_instant_and_not_before(zone: ZoneInfo, day: date, wall: time) -> None:
    instant = at_local(day, wall, zone)
    wanted = datetime.combine(day, wall)
    before = local(instant - timedelta(seconds=1), zone).replace(tzinfo=None)
    assert local(instant, zone).replace(tzinfo=None) >= wanted > before


@settings(max_examples=60, deadline=None)
@given(changing, st.data(), walls)
def test_a_daily_time_comes_once_a_day_around_every_clock_change(
    zone: ZoneInfo, data: st.DataObject, wall: time
) -> None:
    change = data.draw(st.sampled_from(_changes(zone)))
    moment = at_local(change - timedelta(days=4), time(0, 0), zone) - timedelta(seconds=1)
    shown: Counter[date] = Counter()
    while (moment := next_local(moment, wall, zone)) < at_local(change + timedelta(days=4), time(0, 0), zone):
        shown[local(moment, zone).date()] += 1
    assert shown == Counter(change + timedelta(days=i) for i in range(-4, 4))


@pytest.mark.parametrize("wall", [time(0, 0), time(2, 30), time(9, 30), time(23, 45)], ids=str)
def test_ten_years_of_clock_changes_lose_or_double_no_daily_time_in_any_zone(wall: time) -> None:
    for zone in map(ZoneInfo, ZONES):
        for change in _changes(zone):
            wanted = [at_local(change + timedelta(days=i), wall, zone) for i in range(-1, 3)]
            found = [wanted[0]]
            while len(found) < 4:
                found.append(next_local(found[-1], wall, zone))
            assert found == wanted


def test_half_past_nine_comes_once_a_day_for_ten_years_in_every_changing_zone() -> None:
    for zone in (BERLIN, BEIRUT, HAVANA, NEW_YORK):
        moment, count = datetime(2025, 12, 31, 20, tzinfo=UTC), 0
        while (moment := next_local(moment, time(9, 30), zone)).astimezone(zone).date() <= LAST_DAY:
            assert local(moment, zone).time() == time(9, 30)
            count += 1
        assert count == 3652


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("europe/berlin", "Europe/Berlin"),
        ("北京", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("上海市", "Asia/Shanghai"),
        ("柏林", "Europe/Berlin"),
        ("旧金山", "America/Los_Angeles"),
        ("纽约", "America/New_York"),
        ("伦敦", "Europe/London"),
        ("东京", "Asia/Tokyo"),
        ("新加坡", "Asia/Singapore"),
        ("Berlin", "Europe/Berlin"),
        (" san  francisco ", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("UTC+8", "Etc/GMT-8"),
        ("utc － 07:00", "Etc/GMT+7"),
        ("GMT+5:30", "Asia/Kolkata"),
    ],
)
def test_a_zone_is_found_by_the_name_people_use(name: str, zone: str) -> None:
    assert parse_zone(name) == ZoneInfo(zone)


@pytest.mark.parametrize("name", ["", "火星", "CST", "UTC+15", "UTC+8:10", "../../etc/passwd", "localtime", "Factory"])
def test_a_name_without_one_clear_zone_is_refused(name: str) -> None:
    assert parse_zone(name) is None


@pytest.mark.parametrize("hours", range(-12, 15))
def test_an_offset_is_read_back_as_it_was_written(hours: int) -> None:
    written = f"UTC{hours:+}" if hours else "UTC"
    zone = parse_zone(written)
    assert zone and offset_label(datetime(2026, 3, 2, tzinfo=UTC), zone) == written


def test_an_offset_with_half_an_hour_is_written_out() -> None:
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    assert offset_label(moment, ZoneInfo("Asia/Kolkata")) == "UTC+5:30"
    assert offset_label(moment, ZoneInfo("America/St_Johns")) == "UTC-2:30"

"""Rounds of many groups do not all begin at one minute (S2)."""

from collections import Counter

from bot.rules.spread import later


def test_a_handful_of_groups_begins_on_the_minute() -> None:
    assert {later(project, 20).total_seconds() for project in range(1, 200)} == {0}


def test_many_groups_are_spread_evenly_over_a_few_minutes() -> None:
    begun = Counter(later(project, 100) for project in range(100))
    assert sorted(begun.values()) == [20] * 5


def test_no_group_begins_ten_minutes_late_however_many_there_are() -> None:
    assert max(later(project, 10_000).total_seconds() for project in range(1000)) == 540


def test_a_group_begins_at_the_same_minute_every_day() -> None:
    assert later(7, 50) == later(7, 50)
    assert later(7, 50).total_seconds() == 60

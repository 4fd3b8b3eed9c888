"""The overdue ladder's moments (O1-O5), on mainland China's calendar unless a test says otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendars import load
from bot.rules.ladder import Rung, Standing, days_late, due_soon, landing, next_rung, rungs
from bot.rules.norms import Norms
from bot.rules.workdays import Overrides
from tests.rules.calendars import SHANGHAI, at

NORMS = Norms("zh", SHANGHAI, load("CN"))
EARLY = at("2026-01-05 10:00")
FRIDAY = "2026-03-06 17:00"


def standing(due: str, **changes: Any) -> Standing:
    """A task due at a moment in Shanghai, known long before."""
    changes.setdefault("began", EARLY)
    return Standing(at(due), norms=changes.pop("norms", NORMS), zone=changes.pop("zone", SHANGHAI), **changes)


def shown(steps: tuple[tuple[Rung, datetime], ...]) -> list[str]:
    return [f"{rung} {moment.astimezone(SHANGHAI):%m-%d %H:%M}" for rung, moment in steps]


def climb(task: Standing, since: str, until: str) -> list[str]:
    """What happens between two moments when nobody does anything, as the duty would take it."""
    now, taken = at(since), []
    while (step := next_rung(task, now)) is not None and (now := step[1]) <= at(until):
        for rung, _ in landing(task, now):
            taken.append((rung, now))
            task = replace(task, escalated=now) if rung is Rung.ESCALATE else task
            task = replace(task, demanded=now) if rung is Rung.EXPLAIN else task
        task = replace(task, reminded=now, seen=now)
    return shown(tuple(taken))


@pytest.mark.parametrize(
    ("due", "late", "explain", "escalate"),
    [
        ("2026-03-06 17:00", "03-06 17:00", "03-09 17:00", "03-11 17:00"),  # a Friday
        ("2026-03-03 18:00", "03-03 18:00", "03-04 18:00", "03-06 18:00"),  # the last minute of work
        ("2026-03-03 18:01", "03-04 09:00", "03-05 09:00", "03-09 09:00"),  # after hours: the next morning
        ("2026-03-03 23:00", "03-04 09:00", "03-05 09:00", "03-09 09:00"),
        ("2026-03-03 07:00", "03-03 09:00", "03-04 09:00", "03-06 09:00"),  # before hours: the same morning
        ("2026-03-07 12:00", "03-09 09:00", "03-10 09:00", "03-12 09:00"),  # a Saturday off
        ("2026-09-30 17:00", "09-30 17:00", "10-08 17:00", "10-10 17:00"),  # over National Day and a make-up Saturday
        ("2026-10-03 12:00", "10-08 09:00", "10-09 09:00", "10-12 09:00"),  # within the holiday
        ("2026-02-13 17:00", "02-13 17:00", "02-14 17:00", "02-25 17:00"),  # over Spring Festival
        ("2026-12-31 17:00", "12-31 17:00", "01-04 17:00", "01-06 17:00"),  # over an unannounced New Year
    ],
)
def test_o2_o3_o4_each_has_its_moment(due: str, late: str, explain: str, escalate: str) -> None:
    steps = dict(rungs(standing(due), at(due) - timedelta(days=40)))
    found = {rung: f"{steps[rung].astimezone(SHANGHAI):%m-%d %H:%M}" for rung in steps}
    assert (found[Rung.LATE], found[Rung.EXPLAIN], found[Rung.ESCALATE]) == (late, explain, escalate)


@pytest.mark.parametrize(
    ("due", "began", "expected"),
    [
        ("2026-03-06 17:00", "2026-03-02 08:30", ["soon 03-05 09:00", "today 03-06 09:00"]),
        ("2026-03-09 17:00", "2026-03-02 08:30", ["soon 03-06 09:00", "today 03-09 09:00"]),  # over a weekend
        ("2026-03-06 17:00", "2026-03-05 08:30", ["today 03-06 09:00"]),  # made the morning before
        ("2026-03-06 17:00", "2026-03-06 08:30", []),  # made the same morning
        ("2026-03-06 08:00", "2026-03-02 08:30", ["soon 03-05 09:00"]),  # due before the morning's message
        ("2026-03-06 09:00", "2026-03-02 08:30", ["soon 03-05 09:00"]),
        ("2026-03-07 12:00", "2026-03-02 08:30", ["soon 03-06 09:00"]),  # nobody works that Saturday
        ("2026-10-08 17:00", "2026-09-01 08:30", ["soon 09-30 09:00", "today 10-08 09:00"]),
        ("2026-03-02 17:00", "2026-03-05 08:30", []),  # entered when it was late
    ],
)
def test_o1_reminds_ahead_and_in_the_morning(due: str, began: str, expected: list[str]) -> None:
    assert shown(due_soon(standing(due, began=at(began)))) == expected


def test_o1_is_counted_in_the_owners_mornings() -> None:
    berlin = standing("2026-03-06 17:00", zone=ZoneInfo("Europe/Berlin"))
    assert shown(due_soon(berlin)) == ["soon 03-05 16:00", "today 03-06 16:00"]


def test_o1_comes_the_day_before_where_the_due_moment_is_at_night() -> None:
    west = standing("2026-03-06 17:00", zone=ZoneInfo("America/Los_Angeles"))
    assert shown(due_soon(west)) == ["soon 03-06 01:00"]


def test_o1_ahead_can_be_switched_off() -> None:
    assert shown(due_soon(standing(FRIDAY, norms=replace(NORMS, due_soon_workdays=0)))) == ["today 03-06 09:00"]


def test_a_task_that_nobody_touches_climbs_step_by_step() -> None:
    assert climb(standing(FRIDAY), "2026-03-02 08:30", "2026-03-12 12:00") == [
        "soon 03-05 09:00",
        "today 03-06 09:00",
        "late 03-06 17:00",
        "explain 03-09 17:00",
        "explain 03-10 09:30",
        "explain 03-11 09:30",
        "escalate 03-11 17:00",
        "explain 03-12 09:30",
        "remind 03-12 09:30",
    ]


def test_o3_stops_once_explained_and_o4_still_comes() -> None:
    explained = standing(FRIDAY, explained=True, seen=at(FRIDAY))
    assert climb(explained, "2026-03-09 18:00", "2026-03-11 18:00") == ["escalate 03-11 17:00"]


def test_o4_a_critical_task_is_escalated_as_soon_as_it_is_late() -> None:
    critical = standing(FRIDAY, critical=True, reminded=at(FRIDAY))
    assert shown(landing(critical, at(FRIDAY))) == ["late 03-06 17:00", "escalate 03-06 17:00"]


def test_o4_a_late_task_that_becomes_critical_is_escalated_at_once() -> None:
    late = standing(FRIDAY, seen=at("2026-03-09 10:00"))
    assert shown(landing(late, at("2026-03-09 10:00"))) == []
    assert next_rung(replace(late, critical=True), at("2026-03-09 10:00")) == (Rung.ESCALATE, at("2026-03-09 10:00"))


def test_o4_an_undecided_escalation_is_reminded_once_a_workday() -> None:
    asked = standing(FRIDAY, explained=True, escalated=at("2026-03-11 17:00"), seen=at("2026-03-11 17:00"))
    assert climb(asked, "2026-03-11 17:00", "2026-03-16 09:30") == [
        "remind 03-12 09:30",
        "remind 03-13 09:30",
        "remind 03-16 09:30",
    ]


def test_o5_a_decided_escalation_is_never_raised_again() -> None:
    decided = standing(FRIDAY, explained=True, critical=True, escalated=at("2026-03-11 17:00"), decided=True)
    assert next_rung(decided, at("2026-03-12 12:00")) is None


def test_o5_a_task_handed_in_or_finished_stands_still() -> None:
    still = standing(FRIDAY, climbing=False)
    assert (landing(still, at("2026-03-11 17:00")), next_rung(still, EARLY), rungs(still, EARLY)) == ((), None, ())


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-06 16:59", ["today 03-06 09:00"]),
        ("2026-03-06 17:00", ["late 03-06 17:00"]),
        ("2026-03-09 16:59", ["late 03-06 17:00"]),
        ("2026-03-09 17:00", ["explain 03-09 17:00"]),
        ("2026-03-11 16:59", ["explain 03-11 09:30"]),
        ("2026-03-11 17:00", ["explain 03-11 09:30", "escalate 03-11 17:00"]),
        ("2026-03-13 10:00", ["explain 03-13 09:30", "escalate 03-11 17:00"]),
        ("2026-03-13 03:00", []),  # the night: it waits for the morning
        ("2026-03-14 12:00", []),  # so does a Saturday
    ],
)
def test_after_a_pause_only_the_steps_that_are_right_now_are_taken(now: str, expected: list[str]) -> None:
    assert shown(landing(standing(FRIDAY), at(now))) == expected


def test_what_came_in_the_night_is_taken_in_the_morning_once() -> None:
    assert climb(standing("2026-03-04 23:00", seen=EARLY), "2026-03-09 20:00", "2026-03-11 17:00") == [
        "explain 03-10 09:00",
        "escalate 03-10 09:00",
        "explain 03-11 09:30",
        "remind 03-11 09:30",
    ]


def test_a_task_entered_late_takes_the_steps_that_are_right_at_once() -> None:
    entered = standing("2026-03-02 17:00", began=at("2026-03-09 10:00"))
    assert climb(entered, "2026-03-09 10:00", "2026-03-10 09:30") == [
        "explain 03-09 10:00",
        "escalate 03-09 10:00",
        "explain 03-10 09:30",
        "remind 03-10 09:30",
    ]


def test_a_steps_moment_is_counted_on_the_teams_calendar_not_the_owners() -> None:
    off = replace(NORMS, calendar=NORMS.calendar.with_overrides(Overrides(off=frozenset({date(2026, 3, 9)}))))
    assert ("explain 03-10 17:00") in shown(rungs(standing(FRIDAY, norms=off), at("2026-03-06 18:00")))


def test_demands_at_an_hour_nobody_works_come_the_next_morning_once_a_day() -> None:
    norms = replace(NORMS, explain_time=time(20))
    late = standing("2026-03-02 17:00", norms=norms, seen=at("2026-03-03 17:00"), escalated=EARLY, decided=True)
    taken = climb(late, "2026-03-03 17:01", "2026-03-06 12:00")
    assert taken == ["explain 03-05 09:00", "explain 03-06 09:00"]


@pytest.mark.parametrize(
    ("now", "days"),
    [("2026-03-06 17:00", 0), ("2026-03-09 16:59", 0), ("2026-03-09 17:00", 1), ("2026-03-11 17:00", 3)],
)
def test_lateness_is_counted_in_whole_workdays(now: str, days: int) -> None:
    assert days_late(standing(FRIDAY), at(now)) == days


_minutes = st.integers(0, 40 * 24 * 60).map(lambda n: at("2026-09-10 00:00") + timedelta(minutes=n))


@settings(max_examples=150, deadline=None)
@given(_minutes, _minutes, st.booleans(), st.booleans())
def test_each_step_is_taken_once_and_group_and_executive_hear_of_it_in_hours(
    due: datetime, start: datetime, critical: bool, explained: bool
) -> None:
    task = Standing(due, EARLY, NORMS, SHANGHAI, critical=critical, explained=explained)
    now = start
    taken: list[tuple[Rung, date]] = []
    while (step := next_rung(task, now)) is not None and len(taken) < 30:
        steps = [rung for rung, _ in landing(task, step[1])]
        assert steps or step[1] > now, "woken for nothing, again and again"
        now = step[1]
        assert not steps or NORMS.calendar.in_hours(now, SHANGHAI) or steps[0] in (Rung.SOON, Rung.TODAY)
        taken += [(rung, now.astimezone(SHANGHAI).date()) for rung in steps]
        task = replace(task, reminded=now, seen=now, escalated=now if Rung.ESCALATE in steps else task.escalated)
    once = [rung for rung, _ in taken if rung in (Rung.SOON, Rung.TODAY, Rung.LATE, Rung.ESCALATE)]
    assert len(once) == len(set(once))


@settings(max_examples=100, deadline=None)
@given(_minutes, st.datetimes(datetime(2026, 9, 1), datetime(2026, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_looking_never_takes_a_step_before_its_time(due: datetime, now: datetime) -> None:
    for _, moment in landing(Standing(due, EARLY, NORMS, SHANGHAI), now):
        assert moment <= now

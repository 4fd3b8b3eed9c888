"""Which tasks a Gantt chart shows, in which order, on which days (G1, J4)."""

from datetime import date

import pytest

from bot.rules.gantt import Bar, Goal, by_phase, choose, choose_goals, first_day, span
from tests.charts.plans import bar, march, plan


def ids(bars: tuple[Bar, ...]) -> list[int]:
    return [each.id for each in bars]


def order(*bars: Bar) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(phase, [(each.id, depth) for each, depth in rows]) for phase, rows in by_phase(bars)]


def test_open_tasks_are_shown_before_finished_ones() -> None:
    done = bar(1, status="done", light="done")
    assert ids(choose([done, bar(2), bar(3)], most=2)) == [2, 3]


def test_late_tasks_come_first_then_those_due_soon_then_critical_ones() -> None:
    bars = [bar(1), bar(2, critical=True), bar(3, light="yellow"), bar(4, light="red")]
    assert ids(choose(bars)) == [4, 3, 2, 1]


def test_of_equal_tasks_the_one_due_next_is_shown_and_one_without_a_date_last() -> None:
    assert ids(choose([bar(1, last=None), bar(2, last=20), bar(3, last=13)])) == [3, 2, 1]


def test_of_finished_tasks_the_latest_are_shown() -> None:
    bars = [bar(id, last=day, status="done", light="done") for id, day in ((1, 10), (2, 12), (3, 11))]
    assert ids(choose(bars, most=2)) == [2, 3]


def test_a_picture_has_sixty_tasks_at_most() -> None:
    assert len(choose([bar(id) for id in range(1, 80)])) == 60


def test_reached_milestones_make_room_for_those_to_come() -> None:
    goals = [Goal("方案", march(3), "reached"), Goal("样稿", march(9), "missed"), Goal("发布", march(20), "coming")]
    assert [goal.name for goal in choose_goals(goals, most=2)] == ["样稿", "发布"]


def test_phases_come_in_the_order_in_which_they_begin_and_tasks_without_one_last() -> None:
    bars = (bar(1, phase=""), bar(2, first=11, phase="打样"), bar(3, first=10, phase="设计"))
    assert order(*bars) == [("设计", [(3, 0)]), ("打样", [(2, 0)]), ("", [(1, 0)])]


def test_within_a_phase_tasks_stand_by_beginning_and_then_by_end() -> None:
    bars = (bar(1, first=10), bar(2, first=9, last=13), bar(3, first=9, last=12), bar(4, first=None, last=None))
    assert order(*bars) == [("", [(3, 0), (2, 0), (1, 0), (4, 0)])]


def test_parts_stand_below_their_whole_and_in_its_phase() -> None:
    bars = (bar(1, phase="设计"), bar(2, first=3, parent=1, phase="打样"), bar(3, first=2, parent=2))
    assert order(*bars) == [("设计", [(1, 0), (2, 1), (3, 2)])]


def test_a_part_whose_whole_is_not_shown_stands_for_itself() -> None:
    assert order(bar(2, parent=1)) == [("", [(2, 0)])]


@pytest.mark.parametrize(
    ("planned", "begun", "free", "end", "expected"),
    [
        (march(4), march(5), march(6), march(13), march(4)),  # as planned
        (None, march(5), march(6), march(13), march(5)),  # as begun
        (None, None, march(6), march(13), march(6)),  # when the tasks before it are done
        (None, None, None, march(13), march(2)),  # when it was set
        (None, None, None, None, None),  # nothing is known
        (march(4), None, None, None, march(4)),
        (march(16), None, None, march(13), march(13)),  # due before it was to begin
    ],
)
def test_a_bar_begins_on_the_best_known_day(
    planned: date | None, begun: date | None, free: date | None, end: date | None, expected: date | None
) -> None:
    assert first_day(planned, begun, free, march(2), end) == expected


def test_the_picture_reaches_over_project_tasks_milestones_and_today() -> None:
    goals = (Goal("发布", march(25), "coming"),)
    drawn = plan(bar(1, first=1, last=4), goals=goals)
    assert span(drawn, drawn.bars, goals) == (march(1), march(25))


def test_the_picture_reaches_no_further_than_ten_years_from_today() -> None:
    drawn = plan(starts=date(1, 1, 1), ends=date(9999, 12, 31))
    assert span(drawn, (), ()) == (date(2016, 3, 11), date(2036, 3, 12))


def test_today_is_no_part_of_a_plan_that_is_over() -> None:
    drawn = plan(ends=march(6), over=True)
    assert span(drawn, (), ()) == (march(2), march(6))

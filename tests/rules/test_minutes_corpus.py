"""The corpus of minutes is well formed, and its count is right (M5)."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from tests.bench.minutes import read_known
from tests.corpus.minutes.cases import HALVES, Action, Case, Reading, load
from tests.corpus.minutes.score import covers, report, same_moment, same_people, score, total

CASES = [case for half in HALVES for case in load(half)]
ANNA = Action("完成初稿", ("李四",), "2026-03-13", "李四周五前完成初稿")
BEN = Action("订会议室", ("王五",), "", "王五订会议室")
CASE = Case(
    "one",
    "written",
    "",
    "zh",
    datetime.fromisoformat("2026-03-10 10:00"),
    "",
    Reading(attendees=("李四",), actions=(ANNA, BEN)),
    ("备忘",),
)


def test_no_minutes_stands_in_both_halves() -> None:
    assert len({case.name for case in CASES}) == len({case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_label_points_to_one_place_of_the_text(case: Case) -> None:
    parts = [*(action.line for action in case.expected.actions), *case.optional]
    assert [part for part in parts if case.text.count(part) != 1] == []
    assert [part for part in case.expected.decisions + case.expected.follow_ups if part not in case.text] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_named_person_stands_in_the_text(case: Case) -> None:
    expected = case.expected
    names = [expected.host, expected.recorder, *expected.attendees, *(name for name, _ in expected.absent)]
    owners = [owner for action in expected.actions for owner in action.owners]
    reasons = [reason for _, reason in expected.absent]
    assert [word for word in (*names, *owners, *reasons) if word not in case.text] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_moment_is_a_real_one_near_the_meeting(case: Case) -> None:
    expected = case.expected
    moments = [expected.date, expected.next, *(action.due for action in expected.actions)]
    days = [datetime.fromisoformat(moment).date() for moment in moments if moment]
    assert all(abs((day - case.said_on.date()).days) < 200 for day in days)
    assert expected.start == "" or time.fromisoformat(expected.start) >= time(7)
    assert not expected.date or date.fromisoformat(expected.date) <= case.said_on.date()


def test_minutes_rules_were_written_on_are_read_as_well_as_was_measured() -> None:
    found = total(load("written"), read_known)
    assert found["action items"].recall >= 0.90
    assert found["action items"].precision >= 0.97
    assert found["owners"].recall >= 0.97
    assert found["due"].recall >= 0.95


def test_found_items_are_matched_by_their_source_line() -> None:
    found = Reading(actions=(replace(ANNA, line="1. 李四周五前完成初稿。", due="2026-03-13T18:00"),))
    tallies = score(CASE, found)
    assert tallies["action items"].precision == 1
    assert tallies["action items"].recall == 0.5
    assert tallies["due"].recall == 1


def test_what_was_made_up_costs_precision_but_optional_lines_do_not() -> None:
    found = Reading(actions=(Action("备忘一下", (), "", "备忘一下"), Action("吃饭", (), "", "中午吃饭")))
    assert score(CASE, found)["action items"].found == 1


def test_an_item_found_twice_costs_precision() -> None:
    assert score(CASE, Reading(actions=(ANNA, ANNA)))["action items"].found == 2


def test_a_sure_item_with_the_wrong_owner_is_not_surely_right() -> None:
    found = Reading(actions=(replace(ANNA, owners=("王五",)), replace(BEN, sure=False)))
    assert score(CASE, found)["surely right"].precision == 0
    assert score(CASE, found)["owners"].right == 1


def test_two_items_of_one_line_are_told_apart_by_their_words() -> None:
    line = "技术部排查原因→运营部制定方案"
    first, second = Action("排查原因", ("技术部",), "", line), Action("制定方案", ("运营部",), "", line)
    case = replace(CASE, expected=Reading(actions=(first, second)))
    assert score(case, Reading(actions=(second, first)))["owners"].right == 2


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("2026-03-13", "2026-03-13T17:00", True),
        ("2026-03-13T17:00", "2026-03-13", False),
        ("", "2026-03-13", False),
    ],
)
def test_moments_agree_as_exactly_as_the_minutes_tell_them(wanted: str, found: str, same: bool) -> None:
    assert same_moment(wanted, found) is same


def test_a_department_before_the_name_is_no_difference_between_people() -> None:
    assert same_people(("李工",), ("技术部李工",))
    assert not same_people(("李工",), ("李工", "王工"))


def test_wording_holds_the_essential_words_and_not_much_else() -> None:
    assert covers("完成海报初稿3款", "完成3款海报初稿")
    assert not covers("会议于上午十点开始,各部门汇报进展,李四完成初稿,王五订会议室", "完成初稿")


def test_a_reader_that_finds_everything_scores_full_marks() -> None:
    assert [name for name, tally in total(CASES, lambda case: case.expected).items() if tally.precision < 1] == []


def test_the_report_names_both_halves() -> None:
    assert "written: " in report(lambda case: case.expected)
    assert "scored: " in report(lambda case: Reading())


@pytest.mark.parametrize(("half", "minutes", "lines"), [("written", 204, 2900), ("scored", 36, 700)])
def test_both_halves_are_large_enough_to_tell_something(half: str, minutes: int, lines: int) -> None:
    assert len(load(half)) >= minutes
    assert sum(len(case.lines) for case in load(half)) >= lines


def test_a_marked_conclusion_found_as_a_decision_counts_neither_way() -> None:
    case = replace(CASE, expected=Reading(topics=(("海报", "统一用蓝色主视觉"),)))
    assert score(case, Reading(decisions=("结论：统一用蓝色主视觉",)))["decisions"].found == 0

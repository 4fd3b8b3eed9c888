"""The critical path and loops of dependencies (J4). Days are numbers of workdays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.critical import Link, Node, critical_path, find_loop


def test_a_lone_task_is_never_critical() -> None:
    assert critical_path([Node(1, finish=5)], []) == frozenset()


def test_a_plain_chain_is_critical_from_end_to_end() -> None:
    nodes = [Node(1, finish=3), Node(2, finish=5), Node(3, finish=9)]
    assert critical_path(nodes, [Link(1, 2), Link(2, 3)]) == {1, 2, 3}


def test_the_earlier_of_two_branches_has_float() -> None:
    nodes = [Node(1, finish=2), Node(2, finish=5), Node(3, finish=9)]
    assert critical_path(nodes, [Link(1, 3), Link(2, 3)]) == {2, 3}


def test_a_lag_can_make_the_earlier_branch_critical() -> None:
    nodes = [Node(1, finish=2), Node(2, finish=5), Node(3, finish=9)]
    assert critical_path(nodes, [Link(1, 3, lag=4), Link(2, 3)]) == {1, 3}


def test_two_branches_of_equal_length_are_both_critical() -> None:
    nodes = [Node(1, finish=5), Node(2, finish=5), Node(3, finish=9)]
    assert critical_path(nodes, [Link(1, 3), Link(2, 3)]) == {1, 2, 3}


def test_a_planned_start_later_than_needed_gives_float_to_what_is_before() -> None:
    nodes = [Node(1, finish=2), Node(2, start=6, finish=9)]
    assert critical_path(nodes, [Link(1, 2)]) == {2}


def test_a_task_that_must_wait_longer_than_planned_pushes_the_end() -> None:
    nodes = [Node(1, finish=8), Node(2, start=4, finish=6), Node(3, finish=9), Node(4, finish=3)]
    assert critical_path(nodes, [Link(1, 2), Link(4, 3)]) == {1, 2}


def test_of_two_separate_chains_the_one_that_ends_last_is_critical() -> None:
    nodes = [Node(1, finish=2), Node(2, finish=4), Node(3, finish=5), Node(4, finish=9)]
    assert critical_path(nodes, [Link(1, 2), Link(3, 4)]) == {3, 4}


def test_tasks_without_dates_take_no_time() -> None:
    assert critical_path([Node(1), Node(2)], [Link(1, 2)]) == {1, 2}


def test_links_to_tasks_that_are_gone_count_for_nothing() -> None:
    assert critical_path([Node(1, finish=2)], [Link(1, 7), Link(8, 1)]) == frozenset()


def test_links_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        critical_path([Node(1), Node(2)], [Link(1, 2), Link(2, 1)])


def test_a_loop_is_shown_from_the_task_back_to_itself() -> None:
    assert find_loop([Link(1, 2), Link(2, 3)], Link(3, 1)) == (1, 2, 3, 1)


def test_a_task_cannot_wait_for_itself() -> None:
    assert find_loop([], Link(4, 4)) == (4, 4)


def test_a_second_way_to_the_same_task_is_no_loop() -> None:
    assert find_loop([Link(1, 2), Link(2, 3)], Link(1, 3)) == ()


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(0, 3)), max_size=14))
def test_links_that_close_no_loop_always_leave_a_path(pairs: list[tuple[int, int, int]]) -> None:
    links: list[Link] = []
    for before, after, lag in pairs:
        new = Link(before, after, lag)
        if not find_loop(links, new):
            links.append(new)
    path = critical_path([Node(id, finish=id) for id in range(1, 8)], links)
    linked = {end for link in links for end in (link.before, link.after)}
    assert path <= linked
    assert bool(path) == bool(links)

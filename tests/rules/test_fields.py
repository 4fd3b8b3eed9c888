"""Labelled lines and roles."""

import pytest

from bot.rules.fields import split_labels, split_list
from bot.rules.roles import read_role

LABELS = {"goal": "目标|goal", "departments": "部门|departments?"}


def test_a_line_is_taken_apart_at_its_labels() -> None:
    found = split_labels("Q4 posters goal: 20% more, departments Sales, Design", LABELS)
    assert found.head == "Q4 posters"
    assert found.fields == {"goal": "20% more", "departments": "Sales, Design"}


def test_a_label_inside_a_word_is_none() -> None:
    assert split_labels("目标客户调研", LABELS).head == "目标客户调研"


@pytest.mark.parametrize("text", ["市场部,设计部", "市场部、设计部", "市场部 设计部", "市场部和设计部"])
def test_a_list_is_read_with_any_comma(text: str) -> None:
    assert split_list(text) == ("市场部", "设计部")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("设计部 负责人", "lead"),
        ("部门负责人", "head"),
        ("接口人", "liaison"),
        ("分管领导", "executive"),
        ("Department head", "head"),
        ("project lead", "lead"),
        ("组员", "member"),
    ],
)
def test_p2_roles_are_known_by_their_usual_words(text: str, role: str) -> None:
    found = read_role(text)
    assert found is not None and found[0] == role


def test_no_role_in_other_words() -> None:
    assert read_role("headline") is None

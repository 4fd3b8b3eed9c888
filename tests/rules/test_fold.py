"""Folding keeps the place of every character."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.fold import fold, joined, plain, strip_invisible


def test_full_width_becomes_half_width() -> None:
    assert fold("／任务　ＡＢ１２：（％）") == "/任务 AB12:(%)"


def test_lower_case_is_asked_for() -> None:
    assert fold("Ｐ０ API", lower=True) == "p0 api"


def test_what_would_grow_stays_as_it_is() -> None:
    assert fold("㍿ﬁ①") == "㍿ﬁ1"


def test_traditional_characters_of_dates_are_simplified() -> None:
    assert plain("下週三下午5點後") == "下周三下午5点后"


def test_invisible_characters_are_taken_out() -> None:
    assert strip_invisible("周\u200b三\ufeff") == "周三"


def test_clauses_are_joined_in_the_script_they_are_written_in() -> None:
    assert joined(["the printer is closed", "no paper"]) == "the printer is closed, no paper"
    assert joined(["缺纸", "printer 坏了"]) == "缺纸，printer 坏了"


@given(st.text())
def test_the_length_never_changes(text: str) -> None:
    assert len(fold(text)) == len(fold(text, lower=True)) == len(plain(text)) == len(text)

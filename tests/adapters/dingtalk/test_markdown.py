"""User text is harmless, and long text is cut where it hurts least."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.dingtalk.markdown import NARROW, cut, escape, flat, size, split

LINKING = re.compile(r":\s*[/\\]|(?:dtmd|dingtalk)\s*[:：]|[0-9A-Za-z-]\.[A-Za-z]{2}", re.IGNORECASE)
evil = st.text(alphabet=st.sampled_from("[]()!<>*_`#~|&\\@/:.-+=>1 \n\t\u202edtmdingtalkhpsww.中")) | st.text()


@given(evil)
def test_user_text_keeps_no_sign_with_a_meaning(text: str) -> None:
    assert not set(escape(text)) & set(NARROW)


@given(evil)
def test_user_text_makes_no_link_and_runs_no_command(text: str) -> None:
    assert not LINKING.search(escape(text))


@given(evil)
def test_no_line_of_user_text_begins_a_list_a_quote_or_a_heading(text: str) -> None:
    assert not any(re.match(r"\s*([-+=>#:]|\d+[.)、])", line) for line in escape(text).split("\n"))


@given(evil)
def test_titles_stay_on_one_line(text: str) -> None:
    assert "\n" not in flat(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5*3 (约)", "5＊3 （约）"),
        ("@all", "＠all"),
        ("[点我](dtmd://dingtalkclient/sendMessage?content=1)", "［点我］（：//dingtalkclient/sendMessage?content=1）"),
        ("见 https://a.cn/x", "见 https：//a.\u200bcn/x"),
        ("- 一", "\u200b- 一"),
        ("1. 一", "\u200b1. 一"),
        ("a\u202eb\x00c", "abc"),
        ("版本 2.0", "版本 2.0"),
    ],
)
def test_how_user_text_looks(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize("text", ["dtmd://x", "DtMd ://x", "dtdtmd://md://x", "dingtalk://x", "ＤＴＭＤ：//x"])
def test_no_command_link_survives(text: str) -> None:
    assert not re.search(r"(dtmd|dingtalk)\s*:", escape(text), re.IGNORECASE)


@given(st.lists(st.text(), max_size=20), st.integers(min_value=40, max_value=400))
def test_parts_keep_every_sign_and_fit(lines: list[str], most: int) -> None:
    clean = [line.encode("utf-8", "ignore").decode() for line in lines]
    parts = split(clean, most, "\n")
    assert "".join(parts).replace("\n", "") == "".join(clean).replace("\n", "")
    assert all(size(part) <= most for part in parts)


def test_long_lines_are_cut_behind_a_full_stop() -> None:
    assert split(["甲乙丙丁戊。己庚辛壬癸。"], 24) == ["甲乙丙丁戊。", "己庚辛壬癸。"]


def test_bytes_are_counted_not_characters() -> None:
    assert size("中\n") == 5
    assert cut("中中中中", 9) == "中中…"

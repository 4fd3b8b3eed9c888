"""What people type, as they type it: slashes, blanks, full-width letters, typos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import parser

NAMES = {name: name for name in ("task", "任务", "task list", "任务 列表", "project new", "项目 新建", "done", "完成")}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/task drafts", ("task", "drafts")),
        ("/任务 完成初稿", ("任务", "完成初稿")),
        ("/任务完成初稿", ("任务", "完成初稿")),
        ("／任务 初稿", ("任务", "初稿")),
        ("/TASK drafts", ("task", "drafts")),
        ("/ｔａｓｋ drafts", ("task", "drafts")),
        ("/duiqi task drafts", ("task", "drafts")),
        ("/task  list", ("task list", "")),
        ("/项目   新建 Q4", ("项目 新建", "Q4")),
        ("/任务：初稿", ("任务", "初稿")),
        ("任务 初稿", ("任务", "初稿")),
        ("\u200b/任务 初稿\u200b", ("任务", "初稿")),
        ("/任务\n第一行\n第二行", ("任务", "第一行\n第二行")),
    ],
)
def test_a_command_is_found_however_it_is_typed(typed: str, expected: tuple[str, str]) -> None:
    line = parser.read(typed)
    assert parser.match(line.text, NAMES, line.slash) == expected


@pytest.mark.parametrize("typed", ["任务完成了一半", "taskforce meets", "完成了", "hello", ""])
def test_a_sentence_that_begins_like_a_command_is_none(typed: str) -> None:
    line = parser.read(typed)
    assert parser.match(line.text, NAMES, line.slash) is None


def test_a_typo_finds_the_nearest_command() -> None:
    assert parser.nearest("taks list", NAMES)[0] == "task list"
    assert parser.nearest("progect new", NAMES)[0] == "project new"
    assert parser.nearest("任物", NAMES) == [] or parser.nearest("任物", NAMES)[0].startswith("任务")


def test_nothing_like_a_command_finds_none() -> None:
    assert list(parser.nearest("zzzzzz", NAMES)) == []


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    line = parser.read(text)
    found = parser.match(line.text, NAMES, line.slash)
    assert found is None or found[0] in NAMES
    parser.nearest(text, NAMES)

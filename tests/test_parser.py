"""What people type, as they type it: slashes, blanks, full-width letters, typos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import parser

NAMES = parser.Names(
    {name: name for name in ("task", "任务", "task list", "任务 列表", "project new", "项目 新建", "done", "完成")}
)


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
        ("完成XZB20260001", ("完成", "XZB20260001")),
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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("任物", "任务"),
        ("完城 sjb20260001", "完成"),
        ("完城sjb20260001", "完成"),
        ("任物完成海报", "任务"),
        ("项木 新建 Q4", "项目 新建"),
    ],
)
def test_one_wrong_character_of_a_chinese_name_finds_it(typed: str, meant: str) -> None:
    assert parser.nearest(typed, NAMES)[0] == meant


def test_the_nearest_of_several_sounds_alike() -> None:
    assert parser.nearest("进渡", ("进站", "进度"))[0] == "进度"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/rw 写稿", "任务 写稿"),
        ("/WC 海报", "完成 海报"),
        ("🎉 /任务 初稿", "任务 初稿"),
        (":+1: /任务 初稿", "任务 初稿"),
        ("[赞]/任务 初稿", "任务 初稿"),
        ("“/任务 初稿”", "任务 初稿"),
        ("\\任务 初稿", "任务 初稿"),
        ("/任务 修复 ```x = 1```", "任务 修复 ```x = 1```"),
        ("/任务\u00ad 初\u200b稿", "任务 初稿"),
        ("> 张三：周五交\n/任务 初稿", "任务 初稿"),
    ],
)
def test_what_stands_around_a_command_does_not_hide_it(typed: str, text: str) -> None:
    assert parser.read(typed) == parser.Typed(True, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("> /完成 海报\n好的", "好的"),
        ("＞/完成 海报", ""),
        ("&gt; /完成 海报", ""),
        ("```\n/完成 海报\n```", ""),
        ("`/完成 海报` 怎么用", "怎么用"),
        ("尺寸 `300DPI`", "尺寸 `300DPI`"),
        ("a > b", "a > b"),
    ],
)
def test_quoted_and_code_text_runs_nothing(typed: str, text: str) -> None:
    assert parser.read(typed) == parser.Typed(False, text)


def test_nothing_like_a_command_finds_none() -> None:
    assert list(parser.nearest("zzzzzz", NAMES)) == []


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    line = parser.read(text)
    found = parser.match(line.text, NAMES, line.slash)
    assert found is None or found[0] in NAMES
    parser.nearest(text, NAMES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("//任务 初稿", ("任务", "初稿")),
        ("*/任务 初稿*", ("任务", "初稿")),
        ("**/done X**", ("done", "X")),
        ("/完成。", ("完成", "")),
        ("/done!", ("done", "")),
        ("🔥 /done X", ("done", "X")),
        ("“/任务 初稿”", ("任务", "初稿")),
        ("/wancheng X", ("完成", "X")),
        ("/RENWU 初稿", ("任务", "初稿")),
    ],
)
def test_a_command_is_found_among_the_signs_of_a_hurried_hand(typed: str, expected: tuple[str, str]) -> None:
    line = parser.read(typed)
    assert parser.match(line.text, NAMES, line.slash) == expected


@pytest.mark.parametrize(("typed", "meant"), [("finish X", "done"), ("搞定 X", "完成"), ("人物 海报", "任务")])
def test_another_word_for_the_same_thing_finds_the_command(typed: str, meant: str) -> None:
    assert parser.nearest(typed, NAMES)[0] == meant


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/完成 A\n/完成 B", ["/完成 A", "/完成 B"]),
        ("1. /任务 A\n标准：300DPI\n2. ／任务 B", ["/任务 A\n标准：300DPI", "／任务 B"]),
        ("> /完成 A\n/完成 B\n/完成 C", ["/完成 B", "/完成 C"]),
        ("/完成 A\n```\n/完成 B\n```", []),
        ("说明\n/完成 A\n/完成 B", []),
        ("/任务 A 见 https://a.example/b\n第二行", []),
        ("/完成 A /完成 B", []),
        ("/任务 读文档\n/docs/a.md\n/docs/b.md", []),
    ],
)
def test_commands_on_lines_of_their_own_are_told_apart(typed: str, expected: list[str]) -> None:
    assert parser.several(typed, lambda line: line.startswith(("/", "／")) and "/docs" not in line) == expected


@given(st.text(alphabet="/／\n完成 AB>`*1.", max_size=60))
def test_no_message_makes_telling_commands_apart_raise(text: str) -> None:
    assert len(parser.several(text, bool)) <= parser.MOST

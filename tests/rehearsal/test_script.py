"""The rehearsal script: every step, comments, quotes, and lines that cannot be read."""

from datetime import timedelta

import pytest

from bot.rehearsal.script import (
    AddGroup,
    AddPerson,
    Expect,
    Fill,
    Pass,
    Press,
    Say,
    ScriptError,
    SetClock,
    Until,
    parse,
    parse_span,
)

EXAMPLE = """
clock 2026-03-02 08:30 Asia/Shanghai
person 张三 dept=市场部 role=head
person 李四 dept=设计部 role=liaison lang=en tz=Europe/Berlin
person 赵总 role=executive over=市场部,设计部
group 新品上市 = 张三 李四
[张三 @ 新品上市] /任务 完成3款海报初稿 @李四 3月4日17:00前 标准: 300DPI
[李四] /我的                                  # a direct message to the bot
press 李四 "接受"                              # newest button
fill 李四 昨天="初稿" 今天="定稿" 阻碍="无"        # newest open form
pass 3d 2h
until 2026-03-06 09:01
expect dm 赵总 contains "海报初稿" within 30m
refute group 新品上市 contains "逾期"
"""


def test_the_example_of_the_design_is_read_step_by_step() -> None:
    steps = parse(EXAMPLE)
    kinds = [SetClock, AddPerson, AddPerson, AddPerson, AddGroup, Say, Say, Press, Fill, Pass, Until, Expect, Expect]
    assert [type(step) for step in steps] == kinds


def test_a_person_has_details() -> None:
    step = parse("person 赵总 role=executive over=市场部,设计部")[0]
    assert isinstance(step, AddPerson)
    assert (step.name, step.details) == ("赵总", {"role": "executive", "over": "市场部,设计部"})


def test_a_comment_ends_a_line_but_not_a_quote_or_a_word() -> None:
    said = parse("[李四] /任务 修 #12 号 # later")[0]
    assert isinstance(said, Say)
    assert said.text == "/任务 修 #12 号"
    filled = parse('fill 李四 今天="a # b"')[0]
    assert isinstance(filled, Fill)
    assert filled.fields == {"今天": "a # b"}


def test_names_with_blanks_are_quoted() -> None:
    group = parse('group Launch = "Zhang San", "Li Si"')[0]
    assert isinstance(group, AddGroup)
    assert group.members == ("Zhang San", "Li Si")


def test_an_expectation_has_texts_a_reason_and_a_span() -> None:
    step = parse('refute dm 赵总 contains "a" contains "b" why O4 within 1d 2h')[0]
    assert isinstance(step, Expect)
    assert (step.wanted, step.contains, step.why, step.within) == (
        False,
        ("a", "b"),
        "O4",
        timedelta(days=1, hours=2),
    )


def test_full_width_quotes_are_quotes() -> None:
    step = parse("press 李四 “接受”")[0]
    assert isinstance(step, Press)
    assert step.label == "接受"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("jump 3d", "“jump” is no step"),
        ("pass three days", "write: pass 3d 2h"),
        ("until tomorrow", "“tomorrow” is no moment"),
        ("clock 2026-03-02", "write: clock"),
        ("press 李四 接受", "write: press"),
        ("group 新品上市 张三", "write: group"),
        ("[李四]", "nothing is said"),
        ("expect 赵总", "write: expect"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_what_to_write(line: str, message: str) -> None:
    with pytest.raises(ScriptError, match="line 2: ") as caught:
        parse(f"# title\n{line}")
    assert message in str(caught.value)


def test_spans_add_up() -> None:
    assert parse_span("1w 3d 2h 5m 1s") == timedelta(weeks=1, days=3, hours=2, minutes=5, seconds=1)
    assert parse_span("soon") is None

"""The rehearsal script: every step, comments, quotes, and lines that cannot be read."""

from datetime import UTC, datetime, timedelta

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


@pytest.mark.parametrize(
    "line",
    [
        "press 李四 “接受”",
        "press 李四 「接受」",
        "press 李四 '接受'",
        "press 李四 接受",
        'PRESS\t"李四"\t"接受"  # now',
        'press 李四 "接受" #now',
    ],
)
def test_a_press_is_read_however_it_is_quoted(line: str) -> None:
    assert parse(line) == [Press(1, "李四", "接受")]


def test_a_name_with_blanks_needs_no_quotes_once_it_is_entered() -> None:
    people = "person role=head Li Si tz=Europe/Berlin\nperson Li\n"
    more = """press Li Si "Not now"\nfill Li Si Due date=Friday What's next="a b"\ngroup G = Li Li Si"""
    steps = parse(people + more)
    assert steps[0] == AddPerson(1, "Li Si", {"role": "head", "tz": "Europe/Berlin"})
    assert steps[2:] == [
        Press(3, "Li Si", "Not now"),
        Fill(4, "Li Si", {"Due date": "Friday", "What's next": "a b"}),
        AddGroup(5, "G", ("Li", "Li Si")),
    ]


def test_details_of_a_person_come_in_any_order_and_lists_may_have_blanks() -> None:
    step = parse('person over=市场部, 设计部 role=executive, admin 赵总 dept="R & D" TimeZone=Asia/Shanghai')[0]
    details = {"over": "市场部, 设计部", "role": "executive, admin", "dept": "R & D", "tz": "Asia/Shanghai"}
    assert step == AddPerson(1, "赵总", details)


def test_quotes_of_another_kind_stay_in_a_text() -> None:
    step = parse('expect group 新品上市 contains "“初稿”完成" contains "他说 \\"好\\""')[0]
    assert step == Expect(1, True, "group", "新品上市", ("“初稿”完成", '他说 "好"'))


@pytest.mark.parametrize(
    "line",
    [
        'expect dm "Li Si" contains "a" "b" button "OK" within 2 hours',
        "EXPECT DM: Li Si within 2h button OK contains 'a' contains b #later",
    ],
)
def test_clauses_come_in_any_order(line: str) -> None:
    assert parse(line) == [Expect(1, True, "dm", "Li Si", ("a", "b"), "", ("OK",), timedelta(hours=2))]


def test_a_text_without_a_word_before_it_is_looked_for() -> None:
    assert parse('refute dm 李四 "a"') == [Expect(1, False, "dm", "李四", ("a",))]


@pytest.mark.parametrize(
    "text",
    ["2026-03-06 09:01:30", "2026/3/6 9:01:30", "2026-03-06T02:01:30+01:00", "2026-03-06 01:01:30Z"],
)
def test_a_moment_has_seconds_and_may_have_an_offset(text: str) -> None:
    step = parse(f"clock 2026-03-02 08:30 Asia/Shanghai\nuntil {text}")[1]
    assert step == Until(2, datetime(2026, 3, 6, 1, 1, 30, tzinfo=UTC))


def test_the_clock_may_stand_anywhere_and_gives_every_moment_its_zone() -> None:
    steps = parse("# first\nuntil 2026-03-06 09:01\nclock 2026-03-02 08:30 Europe/Berlin")
    assert isinstance(steps[0], SetClock)
    assert isinstance(steps[1], Until)
    assert steps[1].at.isoformat() == "2026-03-06T09:01:00+01:00"


def test_who_is_entered_later_joins_then() -> None:
    assert parse("group G = 张三 李四\nperson 李四\nperson 张三") == [
        AddGroup(1, "G", ()),
        AddPerson(2, "李四", {}),
        AddGroup(1, "G", ("李四",)),
        AddPerson(3, "张三", {}),
        AddGroup(1, "G", ("张三",)),
    ]


@pytest.mark.parametrize("line", ["#comment", "  # comment", "", "\t", "\ufeff"])
def test_empty_lines_and_comments_are_no_steps(line: str) -> None:
    assert parse(f"pass 1d\r\n{line}\r\npass 2d\r") == [Pass(1, timedelta(days=1)), Pass(3, timedelta(days=2))]


def test_full_width_brackets_are_brackets() -> None:
    assert parse("【张三＠#general】 大家好") == [Say(1, "张三", "#general", "大家好")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("jump 3d", "“jump” is no step"),
        ("pass three days", "write: pass 3d 2h"),
        ("until tomorrow", "“tomorrow” is no moment"),
        ("clock 2026-03-02", "write: clock 2026-03-02 08:30"),
        ("until 2026-03-06", "“2026-03-06” is no moment"),
        ("clock 2026-03-02 08:30 Moon", "“Moon” is no zone"),
        ("person dept=市场部", "write: person"),
        ("person 张三 dpt=市场部", "“dpt” is nothing a person has; there are dept, role, over"),
        ("press 李四", "write: press"),
        ("fill 李四 初稿", "write: fill"),
        ('expect dm 李四 contains ""', "write: expect"),
        ('expect dm 李四 contains "a" within soon', "write the span"),
        ("group 新品上市 张三", "write: group"),
        ("[李四]", "nothing is said"),
        ("expect 赵总", "write: expect"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_what_to_write(line: str, message: str) -> None:
    with pytest.raises(ScriptError, match="line 2: ") as caught:
        parse(f"# title\n{line}")
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["1w 3d 2h 5m 1s", "10天2小时5分钟1秒", "1 week, 3 days 2 hrs 5 minutes 1 sec"])
def test_spans_add_up(text: str) -> None:
    assert parse_span(text) == timedelta(weeks=1, days=3, hours=2, minutes=5, seconds=1)


def test_a_span_in_other_words_is_none() -> None:
    assert parse_span("soon") is None

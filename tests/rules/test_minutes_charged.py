"""Who is charged with something where minutes name several people in one sentence (M5)."""

import pytest

from tests.rules.test_minutes_layouts import rows

HEAD = "项目例会纪要\n参会：樊星、阿宽、小姚、Tom、Carol\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("樊星要求：阿宽3月15日前提交三稿", ("提交三稿", "阿宽", "03-15")),
        ("樊星要求阿宽3月15日前提交三稿", ("提交三稿", "阿宽", "03-15")),
        ("樊星：阿宽3月16日前出五稿", ("出五稿", "阿宽", "03-16")),
        ("樊星强调：小姚3月17日前完成压测", ("完成压测", "小姚", "03-17")),
        ("樊星让阿宽3月18日前改七稿", ("改七稿", "阿宽", "03-18")),
        ("樊星要求：@阿宽 3月15日前提交三稿", ("提交三稿", "阿宽", "03-15")),
        ("Tom asked Carol to send the deck by 20 March", ("send the deck", "Carol", "03-20")),
        ("Carol said Tom would fix the login by 19 March", ("fix the login", "Tom", "03-19")),
    ],
)
def test_who_is_asked_does_it_not_who_asks(line: str, expected: tuple[str, str, str]) -> None:
    assert rows(f"{HEAD}{line}。") == [expected]
    assert rows(f"{HEAD}行动项\n1. {line}") == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("小姚通知阿宽3月14日前参会确认", ("通知阿宽参会确认", "小姚", "03-14")),
        ("由樊星督促阿宽3月16日前完成整改", ("督促阿宽完成整改", "樊星", "03-16")),
    ],
)
def test_who_tells_others_does_that(line: str, expected: tuple[str, str, str]) -> None:
    assert rows(f"{HEAD}行动项\n1. {line}") == [expected]

"""Who is charged with something where minutes name several people in one sentence (M5)."""

from datetime import date

import pytest

from tests.rules.test_minutes_layouts import read, row, rows

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


@pytest.mark.parametrize(
    "line",
    [
        "樊星下周一到周三出差",
        "ps 樊星下周一到周三出差",
        "樊星说下周一到周三他在上海出差，有事找阿宽",
        "小姚周四下午看牙医",
        "阿宽3月15日请假",
        "Carol will be away from 16 to 20 March",
        "Tom is on leave until 19 March",
    ],
)
def test_who_is_away_has_no_task_by_that(line: str) -> None:
    assert rows(f"{HEAD}{line}") == []
    assert rows(f"{HEAD}行动项\n1. {line}") == []


def test_what_another_does_is_read_behind_an_absence() -> None:
    assert rows(f"{HEAD}樊星下周出差，海报由阿宽3月16日前定稿") == [("海报定稿", "阿宽", "03-16")]


def test_work_about_a_journey_is_no_absence() -> None:
    assert rows(f"{HEAD}樊星周五前完成出差报销") == [("完成出差报销", "樊星", "03-13")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("视频（阿宽）、文案（小姚）3月16日前定稿", [("视频定稿", "阿宽", "03-16"), ("文案定稿", "小姚", "03-16")]),
        ("阿宽：海报，小姚：接口，均3月16日前完成", [("海报", "阿宽", "03-16"), ("接口", "小姚", "03-16")]),
    ],
)
def test_what_is_said_once_for_all_holds_for_each(line: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(f"{HEAD}行动项\n1. {line}") == expected


def test_what_a_task_waits_for_is_no_task_itself() -> None:
    assert rows(f"{HEAD}待阿宽3月15日提交后，小姚3月16日发布") == [("发布", "小姚", "03-16")]


def test_a_label_of_an_owner_before_a_sentence_leaves_the_line_above_alone() -> None:
    text = f"{HEAD}改进措施：阿宽3月16日前更新模板。\n负责：小姚3月17日前联系车行"
    assert rows(text) == [("更新模板", "阿宽", "03-16"), ("联系车行", "小姚", "03-17")]


def test_who_may_do_something_is_to_be_looked_at() -> None:
    assert [each.doubts for each in read(f"{HEAD}行动项\n1. Carol may join the vendor call on Thursday").items] == [
        ("wish",)
    ]


@pytest.mark.parametrize("aside", ["（如时间来不及顺延到3月19日）", "（若来不及，最晚3月19日）"])
def test_a_day_in_case_of_failure_is_not_the_deadline(aside: str) -> None:
    assert rows(f"{HEAD}行动项\n1. 3月16日 阿宽 出报告{aside}") == [("出报告", "阿宽", "03-16")]


@pytest.mark.parametrize(
    ("line", "title"),
    [("第二期款由阿宽于3月20日支付。", "第二期款支付"), ("处理意见：阿宽3月16日前补签合同", "补签合同")],
)
def test_titles_keep_what_is_meant_and_lose_the_label(line: str, title: str) -> None:
    assert [each.title for each in read(f"{HEAD}{line}").items] == [title]


def test_tasks_of_this_meeting_stand_below_those_of_the_last() -> None:
    text = "上次会议（2月23日）任务跟踪：\n1. 阿宽 完成初稿 2月27日 —— 已完成\n"
    text += "本次会议 3月2日 新增任务：\n1. 小姚 制作易拉宝 3月16日\n2. 樊星 采购礼品 3月20日前到货"
    found = read(text)
    assert found.day == date(2026, 3, 2)
    assert [row(item)[1:] for item in found.items] == [("小姚", "03-16"), ("樊星", "03-20")]


def test_who_approves_is_no_second_owner() -> None:
    line = "梳理备货流程，3月15日前下发，责任人：小姚，樊星审批；"
    assert rows(f"{HEAD}行动项\n1. {line}") == [("梳理备货流程，下发", "小姚", "03-15")]


@pytest.mark.parametrize(
    ("line", "reason"), [("缺席人员：孙丽，原因：病假", "病假"), ("Apologies: 孙丽 (sick)", "sick")]
)
def test_the_reason_of_an_absence_is_told_without_signs(line: str, reason: str) -> None:
    found = read(f"例会纪要\n时间：2026年3月9日\n{line}\n一、进度").absentees
    assert [(each.name, each.reason) for each in found] == [("孙丽", reason)]


def test_a_day_in_brackets_is_nobody() -> None:
    found = read(f"{HEAD}Actions\n- Carol -> review the report (Fri)").items
    assert [each.owners[0].written for each in found] == ["Carol"]


def test_about_when_is_nobody() -> None:
    found = read(f"{HEAD}阿宽说服务器扩容他来搞，大概周五能弄好").items
    assert [each.written for item in found for each in item.owners if each.written != "阿宽"] == []

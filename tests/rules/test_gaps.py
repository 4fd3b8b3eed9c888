"""A mention that the platform took out of a line and put behind it stands where it was typed (T1)."""

import pytest

from bot.rules.gaps import close_names, put_back
from bot.rules.taskline import TaskLine, read_task
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at
from tests.rules.spoken_rows import ROSTER

LI_NA, WANG_FANG = 2, 16


def line(text: str) -> TaskLine:
    return read_task(put_back(text, ROSTER), at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, ROSTER)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("把合同发给 3月6日 <@2>", "把合同发给李娜"),
        ("跟 确认预算 3月6日 <@2>", "跟李娜 确认预算"),
        ("向 汇报 周四 <@2>", "向李娜 汇报"),
        ("合同4给 看一下 周四 <@2>", "合同4给李娜 看一下"),
        ("做海报 抄送 3月6日 <@2>", "做海报 抄送李娜"),
        ("等 给接口后完成联调 周五 <@2>", "等李娜 给接口后完成联调"),
        ("的海报周五前上线 <@2>", "李娜的海报上线"),
        ("send the contract to by Friday <@2>", "send the contract to 李娜"),
    ],
)
def test_whom_the_work_is_for_is_asked_about_and_not_its_owner(text: str, title: str) -> None:
    task = line(text)
    assert (task.title, task.owners, [name.written for name in task.unknown_names]) == (title, (), ["李娜"])


def test_whoever_is_to_help_helps() -> None:
    task = line("做海报 协作 3月6日 <@2>")
    assert (task.title, task.owners, task.collaborators) == ("做海报", (), (LI_NA,))


@pytest.mark.parametrize(
    "text",
    [
        "写发布稿 周三前 <@2>",
        "确定方向 周五 <@2>",
        "跟 供应商 确认报价 周五 <@2>",
        "和 王芳 对齐文案 周五 <@2>",
        "给 3 家供应商发邮件 周五 <@2>",
        "发给 HR 一份 周五 <@2>",
        "计算总和 3月6日 <@2>",
    ],
)
def test_words_that_want_nobody_leave_the_mention_where_it_is(text: str) -> None:
    assert (put_back(text, ROSTER), line(text).owners) == (text, (LI_NA,))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("帮<@2> 做图 周五", "帮李娜 做图"),
        ("联系<@2> 确认场地 周五", "联系李娜 确认场地"),
        ("等<@2>给素材后出图 周五", "等李娜给素材后出图"),
        ("审核<@2>的稿子 周五", "审核李娜的稿子"),
    ],
)
def test_whom_the_work_only_has_to_do_with_is_asked_about(text: str, title: str) -> None:
    task = line(text)
    assert (task.title, task.owners, [name.written for name in task.unknown_names]) == (title, (), ["李娜"])


def test_whose_something_is_does_not_own_the_work_on_it() -> None:
    task = line("让 <@16> 审核 <@2> 的稿子 周五")
    assert (task.title, task.owners) == ("审核 李娜 的稿子", (WANG_FANG,))


def test_a_task_that_is_said_to_be_somebodys_is_theirs() -> None:
    assert line("<@2> 的任务：写稿子 周五").owners == (LI_NA,)


@pytest.mark.parametrize(
    "text", ["王 芳 周五前写文档", "王 芳周五前写文档", "@王 芳 周五前写文档", "写文档 王　芳 周五"]
)
def test_letters_of_a_name_written_apart_are_a_name(text: str) -> None:
    task = line(close_names(text, ROSTER))
    assert (task.title, task.owners) == ("写文档", (WANG_FANG,))


def test_other_letters_apart_are_left_apart() -> None:
    assert close_names("王 大 周五前写文档", ROSTER) == "王 大 周五前写文档"

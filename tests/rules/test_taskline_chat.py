"""Tasks as hurried people hand them out in a chat: who is meant, and what stays in the title (T1, T7)."""

import pytest

from bot.rules.strangers import asks_stranger
from bot.rules.taskline import TaskLine, read_task
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at
from tests.rules.spoken_rows import ROSTER

ZHANG_MIN, LI_NA, ZHAO_LEI, CHEN_JING, TOM, ANNA, WANG_FANG = 1, 2, 5, 8, 11, 6, 16


def line(text: str) -> TaskLine:
    return read_task(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, ROSTER)


@pytest.mark.parametrize(
    ("text", "title", "owner"),
    [
        ("加个任务给王芳，做易拉宝", "做易拉宝", WANG_FANG),
        ("创建一个任务给李娜：周五前出主图", "出主图", LI_NA),
        ("安排赵磊一个任务：周五前写接口文档", "写接口文档", ZHAO_LEI),
        ("分给陈静一个活，周五前对账", "对账", CHEN_JING),
        ("new task for Tom: send the quote by Friday", "send the quote", TOM),
        ('create task "send the quote" for Tom due Friday', "send the quote", TOM),
        ('assign "price list" to Anna, Friday', "price list", ANNA),
    ],
)
def test_a_task_that_is_given_to_somebody_is_theirs(text: str, title: str, owner: int) -> None:
    task = line(text)
    assert (task.title, task.owners) == (title, (owner,))


def test_whoever_is_asked_for_something_only_gives_it() -> None:
    assert line("ask Anna for the logo, Tom, Fri").owners == (TOM,)
    assert line("ask Anna for the logo by Friday").owners == ()


def test_names_without_a_sign_between_are_all_named() -> None:
    assert line("李娜王芳周五前对一下埋点").owners == (LI_NA, WANG_FANG)


def test_whom_it_is_talked_over_with_owns_nothing() -> None:
    task = line("王芳跟李娜对一下物料，周五前")
    assert (task.title, task.owners) == ("跟李娜对一下物料", (WANG_FANG,))


@pytest.mark.parametrize(
    ("text", "title", "owner"),
    [
        ("王芳你周五前出个图", "出个图", WANG_FANG),
        ("李娜，你周五前出个图哈", "出个图", LI_NA),
        ("王芳记得周五前交图", "交图", WANG_FANG),
        ("督促赵磊周五前交文档", "交文档", ZHAO_LEI),
        ("周五前要出图，王芳跟一下", "出图", WANG_FANG),
        ("Mr. Baker to send the quote by Friday", "send the quote", TOM),
        ("Tom has to get the quote out by Friday", "get the quote out", TOM),
        ("Anna owns the price list, due Thursday", "the price list", ANNA),
        ("I need Tom to send the quote by Friday", "send the quote", TOM),
        ("we need the price list from Anna by Thursday", "the price list", ANNA),
        ("the quote should be sent by Tom by Friday", "the quote should be sent", TOM),
    ],
)
def test_words_around_a_name_say_whose_it_is_and_are_no_title(text: str, title: str, owner: int) -> None:
    task = line(text)
    assert (task.title, task.owners) == (title, (owner,))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("key visual - Anna - Friday", "key visual"),
        ("[urgent] key visual, Anna, by Friday", "key visual"),
        ("Key visual (Anna, Friday)", "Key visual"),
        ("Key visual. Owner: Anna. Due: Friday.", "Key visual"),
        ("todo Anna key visual Friday", "key visual"),
        ("主图设计!! Anna 周五", "主图设计"),
    ],
)
def test_a_name_between_signs_is_the_owner_s(text: str, title: str) -> None:
    task = line(text)
    assert (task.title, task.owners) == (title, (ANNA,))


def test_a_department_beside_its_own_person_is_no_title() -> None:
    for text in ("设计部 主图设计 李娜 周五", "主图设计 李娜（设计部） 周五"):
        assert (line(text).title, line(text).owners) == ("主图设计", (LI_NA,))


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("主图设计，要求300DPI，王芳周五前出", "300DPI"),
        ("王芳周五前出主图设计 质量要求 300DPI以上", "300DPI以上"),
        ("主图设计 王芳 周五 具体要求：300DPI", "300DPI"),
    ],
)
def test_requirements_end_before_whoever_meets_them(text: str, criteria: str) -> None:
    assert (line(text).owners, line(text).criteria) == ((WANG_FANG,), criteria)


def test_a_deliverable_may_be_told_without_a_colon() -> None:
    assert line("王芳周五前出主图，交付物为AI源文件").deliverable == "AI源文件"


def test_who_leads_and_who_helps_may_stand_behind() -> None:
    task = line("主图设计周五前完成，主责王芳，配合李娜")
    assert (task.title, task.owners, task.collaborators) == ("主图设计", (WANG_FANG,), (LI_NA,))


@pytest.mark.parametrize(
    "text",
    [
        "赵六周五前出图",
        "孙悦周三下班前把合同发给客户",
        "大家周五前交周报",
        "全员周三前完成培训",
        "someone please update the wiki by Friday",
        "Peter to send the quote by Friday",
    ],
)
def test_somebody_nobody_knows_is_asked_rather_than_whoever_speaks(text: str) -> None:
    assert asks_stranger(text)


@pytest.mark.parametrize(
    "text",
    [
        "方案周五前定稿",
        "许可证周五前办好",
        "纪要周五前发出来",
        "陈列周五前做好",
        "周报周五前交",
        "Need to send it Friday",
    ],
)
def test_a_thing_that_begins_like_a_name_is_no_stranger(text: str) -> None:
    assert not asks_stranger(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("让王芳和李娜一起做主视觉，下周三之前", "做主视觉"),
        ("王芳和李娜共同完成海报 周五", "完成海报"),
        ("王芳周五前整理一起事故的报告", "整理一起事故的报告"),
    ],
)
def test_that_several_do_it_together_is_no_word_of_the_title(text: str, title: str) -> None:
    assert line(text).title == title


@pytest.mark.parametrize("text", ["王芳周五前出图，完成后通知李娜", "换王芳出图，周五前"])
def test_who_is_told_or_passed_over_does_not_do_it(text: str) -> None:
    assert line(text).owners == (WANG_FANG,)


def test_a_department_that_helps_is_no_word_of_the_title() -> None:
    task = line("由设计部牵头、运营部配合做物料清单，周五前")
    assert (task.title, task.acting, task.helping) == ("做物料清单", ("设计部",), ("运营部",))

"""Who owns, who helps and who only gets something, and signs around them (T1, P5)."""

import pytest

from bot.rules.strangers import is_name, stranger_at
from bot.rules.taskline import TaskLine, read_task
from bot.rules.told import is_told
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at
from tests.rules.spoken_rows import ROSTER

LI_NA, ZHAO_LEI, TOM, ANNA, WANG_FANG = 2, 5, 11, 6, 16


def line(text: str) -> TaskLine:
    return read_task(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, ROSTER)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("把海报发给李娜，王芳负责，周四", "把海报发给李娜"),
        ("海报发给李娜，周四前王芳出图", "海报发给李娜，出图"),
        ("抄送李娜、赵磊，王芳周五出图", "抄送李娜、赵磊，出图"),
        ("周四前把报表提交给李娜，王芳来做", "把报表提交给李娜"),
        ("把报价转给李娜和赵磊，王芳周四前弄", "把报价转给李娜和赵磊"),
    ],
)
def test_whoever_gets_something_owns_nothing(text: str, title: str) -> None:
    task = line(text)
    assert (task.title, task.owners) == (title, (WANG_FANG,))


@pytest.mark.parametrize(
    "text",
    [
        "由 <@2> 牵头，<@16> 配合 3月10日前完成测试报告",
        "<@2>牵头，<@16>协助完成测试报告 3月10日",
        "3月10日前完成测试报告，<@2> 主导，<@16> 参与",
    ],
)
def test_whoever_helps_is_told_from_who_leads(text: str) -> None:
    task = line(text)
    assert (task.title, task.owners, task.collaborators) == ("完成测试报告", (LI_NA,), (WANG_FANG,))


@pytest.mark.parametrize(
    "text", ["Ask Tom to fix login by Friday 5pm, Anna helps", "Tom to fix login by Friday, Anna will help"]
)
def test_whoever_helps_in_english_helps(text: str) -> None:
    task = line(text)
    assert (task.title, task.owners, task.collaborators) == ("fix login", (TOM,), (ANNA,))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("【紧急】王芳周五前输出KV", "输出KV"),
        ("[P1] 王芳周五前输出KV", "输出KV"),
        ("(P0) 王芳 周五前输出KV", "输出KV"),
        ("【官网改版】王芳周五前输出首页", "【官网改版】输出首页"),
    ],
)
def test_a_sign_in_brackets_may_stand_before_the_owner(text: str, title: str) -> None:
    task = line(text)
    assert (task.title, task.owners) == (title, (WANG_FANG,))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("赵磊，李娜你们周五前把合同弄好", "把合同弄好"),
        ("李娜、赵磊一起3月9日前准备发布会", "准备发布会"),
        ("李娜和赵磊一起周五前做方案", "做方案"),
    ],
)
def test_words_for_several_are_no_title(text: str, title: str) -> None:
    assert line(text).title == title


@pytest.mark.parametrize(
    "text", ["李娜3月10日前把转化率提到20%", "请王芳写报告，标准：覆盖率90%", "缺陷率降到2%以下", "raise it to 20%"]
)
def test_a_share_that_is_wanted_tells_nothing(text: str) -> None:
    assert not is_told(text)


@pytest.mark.parametrize("text", ["王芳联调60%", "李娜主图完成率60%", "海报做到30%"])
def test_a_share_that_was_reached_is_told(text: str) -> None:
    assert is_told(text)


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("画图 标准：1. 清晰；2. 分层；3. 12页 <@16> 周五", "1. 清晰；2. 分层；3. 12页"),
        ("画图 <@16> 周五\n标准：\n1. 清晰\n2. 分层\n3. 12页", "1. 清晰\n2. 分层\n3. 12页"),
        ("画图 <@16> 周五\n验收标准：\n①清晰\n②分层\n优先级：高", "①清晰\n②分层"),
        ("画图 标准：300DPI；王芳周五前交", "300DPI"),
    ],
)
def test_a_list_of_criteria_is_taken_whole(text: str, criteria: str) -> None:
    task = line(text)
    assert (task.title, task.owners, task.criteria) == ("画图", (WANG_FANG,), criteria)


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("画图 <@16> 周五，审核人：李娜", "审核人：李娜"),
        ("画图 <@16> 周五，审核人：<@2>", "审核人：李娜"),
        ("画图 <@16> 周五，审核人李娜，标准：300DPI", "300DPI；审核人：李娜"),
        ("画图，责任人：王芳，周五，验收人：李娜", "验收人：李娜"),
    ],
)
def test_who_looks_at_the_result_belongs_to_what_is_asked_of_it(text: str, criteria: str) -> None:
    task = line(text)
    assert (task.title, task.owners, task.criteria) == ("画图", (WANG_FANG,), criteria)


@pytest.mark.parametrize(
    "text", ["画图 <@16> 周五 没有要求", "画图 <@16> 周五 标准：无", "画图 <@16> 周五，没什么特别要求"]
)
def test_words_that_nothing_is_asked_are_no_criteria(text: str) -> None:
    task = line(text)
    assert (task.title, task.criteria) == ("画图", "")


def test_words_that_ask_for_something_missing_are_criteria() -> None:
    assert line("画图 <@16> 周五 要求：没有错别字").criteria == "没有错别字"


@pytest.mark.parametrize(
    ("text", "title", "written"),
    [
        ("孟六周五前写完总结", "写完总结", "孟六"),
        ("让小刚周五前把总结写完", "把总结写完", "小刚"),
        ("质检部周五前出客户名单", "出客户名单", "质检部"),
        ("Bob to write the FAQ by Friday", "write the FAQ", "Bob"),
    ],
)
def test_a_name_that_nobody_has_is_asked_about_and_is_no_title(text: str, title: str, written: str) -> None:
    task = line(text)
    assert (task.title, task.owners, [name.written for name in task.unknown_names]) == (title, (), [written])


@pytest.mark.parametrize(
    "text",
    [
        "内容全部周五前完成",
        "大家周五前交周报",
        "Posters to go out by Friday",
        "Budget to be approved by Friday",
        "方案周五前交",
    ],
)
def test_what_begins_like_a_name_stays_in_the_title(text: str) -> None:
    assert (stranger_at(text), line(text).unknown_names) == (None, ())


@pytest.mark.parametrize("text", ["赵六", "王大锤", "孙经理", "Bob", "Bob Miller"])
def test_a_name_is_known_as_one(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["周五", "方案", "好的", "Friday", "Thanks", "海报", "没有", "陈列"])
def test_other_words_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_all_who_are_named_in_one_go_help() -> None:
    task = line("<@2> 牵头，<@16>、<@5> 配合，周五前完成报告")
    assert (task.title, task.owners, task.collaborators) == ("完成报告", (LI_NA,), (WANG_FANG, ZHAO_LEI))


def test_of_two_with_a_blank_between_the_second_helps() -> None:
    task = line("<@2> <@16> 配合，周五前完成报告")
    assert (task.owners, task.collaborators) == ((LI_NA,), (WANG_FANG,))

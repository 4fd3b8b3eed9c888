"""What sets nobody any work: what is told, heard, or depends on something else (S3, T1)."""

import pytest

from bot.rules.conditions import is_conditional
from bot.rules.instead import instead
from bot.rules.told import only_tells
from tests.rules.spoken_rows import ROSTER


@pytest.mark.parametrize(
    "text",
    [
        "王芳周五前交不了图",
        "王芳周五前肯定出不来",
        "李四明天从上海回来",
        "王芳下周一入职",
        "王芳周五过生日，大家别忘了",
        "周五不用来公司",
        "谢谢王芳周五前出图",
        "听说王芳周五要离职",
        "王芳周五出图之后我们再定",
        "周五前应该能好吧",
        "刚跟王芳对过了，周五给",
        "Tom is in Berlin until Friday",
        "Tom won't be able to send the quote by Friday",
        "I heard Tom is leaving on Friday",
        "see you all on Friday",
    ],
)
def test_news_of_somebody_and_a_day_sets_nothing(text: str) -> None:
    assert only_tells(text, named=True, dated=True)


@pytest.mark.parametrize(
    "text",
    [
        "李四周五前出图，来不及就先给草稿",
        "王芳下周一前完成入职手册初稿",
        "王芳周五前做完生日会策划",
        "感谢信 王芳 周五前",
        "王芳辛苦了，周五前把图发出来",
        "不用登录也能看的页面 王芳 周五",
        "Tom is responsible for the quote by Friday",
        "The poster is due on Friday",
    ],
)
def test_work_that_only_looks_like_news_is_work(text: str) -> None:
    assert not only_tells(text, named=True, dated=True)


@pytest.mark.parametrize(
    "text",
    [
        "如果主视觉完成了就通知陈浩",
        "要是周五前没定稿，就请李四顶上",
        "主视觉好了就让陈静下单",
        "等王芳出完图，李四再排版",
        "if Tom sends the quote by Friday, we can sign",
        "Once the poster is done, tell Anna",
    ],
)
def test_what_must_happen_first_makes_a_condition(text: str) -> None:
    assert is_conditional(text)


@pytest.mark.parametrize(
    "text",
    [
        "如果方便的话，王芳周五前出图",
        "等保测评材料 王芳 周五前",
        "王芳周五前弄好就发给李四",
        "If possible, Tom sends the quote by Friday",
    ],
)
def test_politeness_and_what_follows_is_no_condition(text: str) -> None:
    assert not is_conditional(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("不用王芳出图了，李娜出，周五前", "李娜出图，周五前"),
        ("别让赵磊做压测报告了，李雷做，周四给", "李雷做压测报告，周四给"),
        ("不用王芳出图了，李强出，周五前", "请李强出图，周五前"),
        ("不用王芳出图了", "不用王芳出图了"),
        ("不用等李娜了，王芳周五前出图", "不用等李娜了，王芳周五前出图"),
    ],
)
def test_work_taken_from_one_goes_to_the_other(text: str, meant: str) -> None:
    assert instead(text, ROSTER) == meant

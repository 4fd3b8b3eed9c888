"""A message that sets several tasks, each for somebody of its own (T1)."""

import pytest

from bot.rules.roster import Name
from bot.rules.several import split

TEAM = (Name(1, "王芳"), Name(2, "王磊"), Name(3, "赵敏"), Name(4, "Bob"), Name(5, "Carol Lee"))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("王芳周五前出图，王磊周四埋点", ("王芳周五前出图", "王磊周四埋点")),
        ("1. 王芳 出图 3月6日\n2. 王磊 埋点\n", ("王芳 出图 3月6日", "王磊 埋点")),
        ("- @王芳 出图\n- <@2> 埋点", ("@王芳 出图", "<@2> 埋点")),
        ("请王芳出图；另外请赵敏联系媒体", ("王芳出图", "赵敏联系媒体")),
        ("王芳出图，配色要定，王磊埋点", ("王芳出图，配色要定", "王磊埋点")),
        ("王芳负责海报，王磊负责物料，都在周五前", ("王芳负责海报 在周五前", "王磊负责物料 在周五前")),
        ("Bob: logo by Fri; Carol Lee: docs by Mon", ("Bob: logo by Fri", "Carol Lee: docs by Mon")),
        ("王芳周五前出图", ()),
        ("海报要改，王芳出图，王磊埋点", ()),
        ("", ()),
    ],
)
def test_t1_each_line_begins_with_whom_it_is_for(text: str, lines: tuple[str, ...]) -> None:
    assert split(text, TEAM) == lines


def test_a_long_roll_of_names_is_no_list_of_tasks() -> None:
    assert split("王芳出图，王磊埋点，" * 20, TEAM) == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("王芳王磊各出一版海报，周五前", ("王芳 出一版海报 周五前", "王磊 出一版海报 周五前")),
        ("王芳和王磊分别提交报价", ("王芳 提交报价", "王磊 提交报价")),
        ("周五前王芳、王磊各写一份总结", ("王芳 写一份总结 周五前", "王磊 写一份总结 周五前")),
        ("王芳和王磊周五前对齐各个接口", ()),
    ],
)
def test_what_is_said_of_each_sets_one_for_each(text: str, lines: tuple[str, ...]) -> None:
    assert split(text, TEAM) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("主图王芳，埋点王磊，都周五前", ("王芳 主图 周五前", "王磊 埋点 周五前")),
        ("主图给王芳，埋点给王磊，周五前", ("王芳 主图 周五前", "王磊 埋点 周五前")),
        ("主图由王芳负责，埋点由王磊负责", ("王芳 主图", "王磊 埋点")),
        ("今天的安排：王芳出主图，王磊埋点", ("王芳出主图", "王磊埋点")),
        ("王芳周五前出主图，我周四前写文案", ("王芳周五前出主图", "我周四前写文案")),
        (
            "Bob to do the logo by Friday and Carol Lee to write docs",
            ("Bob to do the logo by Friday", "Carol Lee to write docs"),
        ),
        ("联系王芳，通知王磊", ()),
        ("主图要改，埋点给王磊", ()),
    ],
)
def test_whose_each_is_may_stand_behind_it_or_be_oneself(text: str, lines: tuple[str, ...]) -> None:
    assert split(text, TEAM) == lines

"""A standup answered in one breath (S1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.standup_text import StandupText, read_standup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨天完成初稿，今天定稿，没有阻碍", ("完成初稿", "定稿", "")),
        ("昨天：完成初稿；今天：定稿；阻碍：无", ("完成初稿", "定稿", "")),
        ("昨日: 初稿 今日: 定稿 障碍: 等源文件", ("初稿", "定稿", "等源文件")),
        ("【昨天】初稿\n【今天】定稿\n【问题】暂无", ("初稿", "定稿", "")),
        ("昨天：1. 初稿 2. 开会\n今天：1. 定稿\n阻碍：1. 缺图", ("1. 初稿 2. 开会", "1. 定稿", "1. 缺图")),
        ("已完成：登录页；计划：注册页；困难：缺设计图", ("登录页", "注册页", "缺设计图")),
        ("昨天改稿，今天继续改稿，卡在接口文档", ("改稿", "继续改稿", "卡在接口文档")),
        ("昨天：初稿 今天：修复昨天发现的bug 阻碍：无", ("初稿", "修复昨天发现的bug", "")),
        ("昨天做3.5版，今天做4.0版，今天下午开会，问题：计划变", ("做3.5版", "做4.0版，今天下午开会", "计划变")),
        ("今天计划定稿", ("", "定稿", "")),
    ],
)
def test_chinese_labels_part_the_answer(text: str, expected: tuple[str, str, str]) -> None:
    assert read_standup(text) == StandupText(*expected, unsure=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday: draft, today: final, blockers: none", ("draft", "final", "")),
        ("yesterday draft today final no blockers", ("draft", "final", "")),
        ("done: draft\nplan: final\nobstacles: waiting for ops", ("draft", "final", "waiting for ops")),
        ("**Yesterday**: a\n**Today**: b\n**Blockers**: c", ("a", "b", "c")),
        ("Yesterday draft, today final, blocked by ops", ("draft", "final", "blocked by ops")),
        ("Yesterday: draft\nToday: final\nBlockers: N/A", ("draft", "final", "")),
        ("did sketches yesterday, doing final today, no blockers", ("did sketches", "doing final", "")),
        ("did sketches yesterday, doing final today, stuck on copy", ("did sketches", "doing final", "stuck on copy")),
        ("did sketches yesterday, final today, blockers: copy", ("did sketches", "final", "copy")),
        ("Yesterday a\nToday b\nBlocked - waiting for copy", ("a", "b", "waiting for copy")),
        ("Done - a\nNext - b - c\nBlockers - none", ("a", "b - c", "")),
    ],
)
def test_english_labels_part_the_answer(text: str, expected: tuple[str, str, str]) -> None:
    assert read_standup(text) == StandupText(*expected, unsure=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 初稿\n2. 定稿\n3. 无", ("初稿", "定稿", "")),
        ("1、初稿 2、定稿 3、缺图", ("初稿", "定稿", "缺图")),
        ("初稿\n定稿\n缺源文件", ("初稿", "定稿", "缺源文件")),
        ("draft\nfinal\nnone", ("draft", "final", "")),
        ("初稿写完", ("初稿写完", "", "")),
        ("初稿写好了，今天定稿，阻碍无", ("初稿写好了", "定稿", "")),
    ],
)
def test_without_labels_the_order_decides_and_it_says_so(text: str, expected: tuple[str, str, str]) -> None:
    assert read_standup(text) == StandupText(*expected, unsure=True)


@given(st.text(max_size=300))
def test_no_answer_makes_the_reader_raise(text: str) -> None:
    parts = read_standup(text)
    assert len(parts.yesterday) + len(parts.today) + len(parts.obstacles) <= len(text) + 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("昨天API联调，今天UI走查，没有阻碍", ("API联调", "UI走查", "")),
        ("did sketches yesterday, doing final today, no blockers", ("did sketches", "doing final", "")),
        ("yesterday a\ntoday b\nBlocked - waiting for copy", ("a", "b", "waiting for copy")),
    ],
)
def test_labels_are_found_before_latin_words_behind_words_and_before_a_dash(
    text: str, said: tuple[str, str, str]
) -> None:
    read = read_standup(text)
    assert (read.yesterday, read.today, read.obstacles) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("【昨天】首页【今天】详情页【阻碍】无", ("首页", "详情页", "")),
        ("昨天- 首页\n今天- 详情页\n阻碍- 文案没到", ("首页", "详情页", "文案没到")),
        ("昨:首页 今:详情页 阻:无", ("首页", "详情页", "")),
        ("✅ 首页\n🚧 详情页\n❌ 无", ("首页", "详情页", "")),
        ("昨天首页80%，今天收尾，暂无", ("首页80%", "收尾", "")),
        ("昨天首页，今天详情页，等文案", ("首页", "详情页", "等文案")),
        ("完成了首页；计划做详情页；无阻碍", ("完成了首页", "做详情页", "")),
    ],
)
def test_sections_are_found_in_brackets_short_forms_and_behind_signs(text: str, said: tuple[str, str, str]) -> None:
    read = read_standup(text)
    assert (read.yesterday, read.today, read.obstacles) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("昨天主视觉，今天切图，字体还没授权", ("主视觉", "切图", "字体还没授权")),
        ("昨天主视觉 今天切图 字体没授权", ("主视觉", "切图", "字体没授权")),
        ("昨天调接口，今天继续调，测试环境一直连不上", ("调接口", "继续调", "测试环境一直连不上")),
        ("昨天主视觉，今天切图，预算未批", ("主视觉", "切图", "预算未批")),
        ("昨天主视觉，今天切图，唯一的问题是缺字体", ("主视觉", "切图", "缺字体")),
        ("yesterday a, today b, client hasn't replied", ("a", "b", "client hasn't replied")),
        ("yesterday a, today b, server is down", ("a", "b", "server is down")),
    ],
)
def test_what_is_missing_or_broken_said_last_is_an_obstacle(text: str, said: tuple[str, str, str]) -> None:
    found = read_standup(text)
    assert (found.yesterday, found.today, found.obstacles) == said


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("昨天主视觉，今天把还没切的图切完", "把还没切的图切完"),
        ("昨天写文案，今天改稿，催还没交的稿子", "改稿，催还没交的稿子"),
        ("昨天还没做完，今天继续", "继续"),
        ("昨天主视觉，今天切图，下午评审", "切图，下午评审"),
    ],
)
def test_a_plan_that_names_what_is_open_is_no_obstacle(text: str, today: str) -> None:
    found = read_standup(text)
    assert (found.today, found.obstacles) == (today, "")

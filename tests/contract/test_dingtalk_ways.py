"""A whole story on DingTalk without a card template, in numbers and labelled lines, and with cards over HTTP."""

from collections.abc import Iterator

import pytest

from storage.engine import Database
from tests.chat import GROUP, Chat
from tests.contract.dingtalk import DingTalkOffice, HttpDingTalkOffice
from tests.contract.stage import OFFICES

EXECUTIVE = "dm:赵总"


@pytest.fixture(params=["words", "http"])
def team(request: pytest.FixtureRequest, empty_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    """张三, 李四 and 王五 in a group with the bot, and 赵总 above them; nothing is set up yet."""
    monkeypatch.setattr(Chat, "platform", "dingtalk")
    if request.param == "words":
        monkeypatch.setattr(DingTalkOffice, "template", "")
    else:
        monkeypatch.setitem(OFFICES, "dingtalk", HttpDingTalkOffice)
    for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    chat = Chat(empty_sqlite)
    chat.person("张三", dept="市场部", role="head")
    chat.person("李四", dept="设计部", role="liaison")
    chat.person("王五", dept="设计部")
    chat.person("赵总", role="executive", over="市场部,设计部")
    chat.group("新品上市", "张三", "李四", "王五")
    yield chat
    chat.close()


@pytest.fixture
def late(team: Chat) -> Chat:
    """王五's poster was due on Wednesday 4 March, 17:00, and cause and remedy are asked for."""
    team.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    team.says("张三", "/任务 海报初稿 @王五 3月4日17:00")
    team.until("2026-03-05 17:05")
    return team


def test_the_questions_of_a_new_group_are_answered(team: Chat) -> None:
    team.presses("张三", "开始设置")
    team.presses("张三", "填写新项目")
    team.fills("张三", 名称="Q4宣传物料", 开始="2026-03-02", 结束="2026-03-20")
    for _ in range(4):
        team.presses("张三", "没问题")
    team.presses("张三", "确认开始")
    team.shows(GROUP, "Q4宣传物料", "XMQXC2026-001")


def test_a_standup_is_answered(late: Chat) -> None:
    late.until("2026-03-06 10:00")
    late.fills("王五", 昨天="初稿", 今天="定稿", 阻碍="无")
    late.until("2026-03-06 11:00")
    late.shows(GROUP, "王五", "定稿", why="S1")


def test_cause_and_remedy_are_given(late: Chat) -> None:
    late.presses("王五", "说明原因")
    late.fills("王五", 原因类别="外部依赖", 原因="供应商延迟", 补救="改用备选图")
    late.shows(GROUP, "王五说明了", "供应商延迟")


def test_an_executive_decides_and_who_comes_later_is_told_so(late: Chat) -> None:
    late.until("2026-03-09 17:00")
    seen = late.sees("赵总", "按现状接受")
    late.presses("赵总", "新日期")
    late.fills("赵总", 新日期="2026-03-12 17:00", 说明="质量优先")
    late.shows(GROUP, "赵总决定", "3月12日（周四）17:00", "质量优先", why="O4")
    late.presses_late("赵总", seen)
    late.shows(EXECUTIVE, "赵总决定", why="reply")

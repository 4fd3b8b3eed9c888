"""The overdue ladder when somebody on it is away or comes back (O1, O4, P2). Monday is 2 March 2026."""

import pytest

from tests.chat import Chat

OWNER, LEAD, EXECUTIVE, ADMIN, DEPUTY = "dm:王五", "dm:张三", "dm:赵总", "dm:管理员", "dm:周总"
DECISIONS = ("新日期", "增加资源", "按现状接受", "取消任务")


@pytest.fixture
def late(team: Chat) -> Chat:
    """王五 of 设计部 has a poster to draft by Wednesday."""
    team.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    return team


@pytest.fixture
def escalated(late: Chat) -> Chat:
    """The poster lies before 赵总 since Monday 9 March, 17:00; 周总 could stand in."""
    late.person("周总")
    late.tells("周总", "/帮助")
    late.until("2026-03-09 17:30")
    return late


def test_o1_of_an_owner_on_leave_without_a_deputy_reaches_the_lead(late: Chat) -> None:
    late.tells("王五", "/请假 2026-03-03 到 2026-03-06")
    late.until("2026-03-03 09:00")
    late.shows(LEAD, "即将到期：海报初稿", "王五请假中，没有可用的代理人", why="O1")
    assert late.lines(OWNER, why="O1") == []


def test_o4_of_an_executive_gone_on_leave_is_decided_by_the_next_level(escalated: Chat) -> None:
    escalated.tells("赵总", "/请假 2026-03-10 到 2026-03-12")
    escalated.until("2026-03-10 09:30")
    line = escalated.shows(LEAD, "升级，请你决定：海报初稿", "赵总请假中，由你代理决定", "还没有收到原因", why="O4")
    assert (line.buttons, escalated.fresh(EXECUTIVE, kind="post")) == (DECISIONS, [])
    escalated.shows(ADMIN, "赵总不在", "张三", why="O4")


def test_o4_the_administrators_hear_once_of_an_executive_gone_on_leave(escalated: Chat) -> None:
    escalated.tells("赵总", "/请假 2026-03-10 到 2026-03-12")
    escalated.until("2026-03-10 12:00")
    escalated.until("2026-03-11 12:00")
    assert escalated.fresh(ADMIN, why="O4") == []
    escalated.shows(LEAD, "1 项升级事项仍待你决定", why="O4")


def test_o4_the_deputy_of_an_executive_gone_on_leave_is_given_the_record(escalated: Chat) -> None:
    escalated.tells("赵总", "/请假 2026-03-10 到 2026-03-12 代理 @周总")
    escalated.until("2026-03-10 09:30")
    escalated.shows(DEPUTY, "赵总请假中，由你代理决定", "负责人：王五", "已逾期：3 个工作日", why="O4")
    line = escalated.shows(EXECUTIVE, "转到新的消息里处理", why="O4", kind="update")
    assert line.buttons == ()


def test_o4_an_executive_who_is_back_decides_again(escalated: Chat) -> None:
    escalated.tells("赵总", "/请假 2026-03-10 到 2026-03-10")
    escalated.until("2026-03-10 12:00")
    escalated.until("2026-03-11 09:30")
    assert escalated.shows(EXECUTIVE, "升级，请你决定：海报初稿", why="O4").buttons == DECISIONS
    assert escalated.shows(LEAD, "转到新的消息里处理", why="O4", kind="update").buttons == ()


def test_o4_an_owner_who_stands_in_for_the_executive_does_not_decide(escalated: Chat) -> None:
    escalated.tells("赵总", "/请假 2026-03-10 到 2026-03-12 代理 @王五")
    escalated.until("2026-03-10 09:30")
    escalated.shows(LEAD, "升级，请你决定：海报初稿", why="O4")
    assert escalated.fresh(OWNER, why="O4") == []


def test_the_preview_names_who_is_reminded_while_the_executive_is_away(escalated: Chat) -> None:
    escalated.tells("赵总", "/请假 2026-03-10 到 2026-03-12 代理 @周总")
    escalated.tells("张三", "/升级预览 海报初稿")
    escalated.shows(LEAD, "再次提醒周总作出决定", why="reply")


def test_o1_follows_an_owner_who_moves_east(late: Chat) -> None:
    late.tells("王五", "/设置 时区 Pacific/Auckland")
    late.until("2026-03-03 03:59")
    assert late.lines(OWNER, why="O1") == []
    late.until("2026-03-03 04:00")
    late.shows(OWNER, "即将到期：海报初稿", why="O1")

"""A project whose period is over: the lead closes it or moves its end (J1, K1). It ends on Friday 20 March 2026."""

import pytest

from tests.chat import GROUP, Chat

ASKED = "“Q4宣传物料”的周期已于3月20日（周五）结束"


@pytest.fixture
def over(team: Chat) -> Chat:
    """A task and a milestone are open on the first workday after the end."""
    team.says("张三", "/任务 初稿 @李四 3月27日17:00")
    team.says("张三", "/项目 里程碑 定稿会 3月20日")
    team.until("2026-03-23 09:01")
    return team


def asked(chat: Chat) -> list[str]:
    """The days on which the lead was asked."""
    lines = chat.lines("dm:张三", "K1", "post")
    return [f"{line.at.astimezone(chat.now.tzinfo):%m-%d %H:%M}" for line in lines if line.text.startswith(ASKED)]


def test_k1_the_lead_is_asked_on_the_first_workday_after_the_end(over: Chat) -> None:
    assert asked(over) == ["03-23 09:00"]
    told = over.shows("dm:张三", ASKED, "还有 1 项任务未完成：", "初稿 · 李四", "定稿会，未达成", why="K1")
    assert told.buttons == ("仍然结项", "改结束日期")
    over.hides(GROUP, ASKED)


def test_k1_with_everything_done_the_question_says_so(team: Chat) -> None:
    team.until("2026-03-23 09:01")
    told = team.shows("dm:张三", ASKED, "任务都已完成。请结项；如果还要继续，请改结束日期。", why="K1")
    assert told.buttons == ("结项", "改结束日期")


def test_k1_one_tap_closes_and_tells_the_group(over: Chat) -> None:
    over.presses("张三", "仍然结项")
    over.shows(GROUP, "项目“Q4宣传物料”（XMQXC2026-001）已结项", kind="post")
    assert over.shows("dm:张三", "已结项", kind="update").buttons == ()
    assert not over.fresh("dm:张三", kind="post")


def test_k1_a_new_end_is_asked_about_in_its_turn(over: Chat) -> None:
    over.presses("张三", "改结束日期")
    over.fills("张三", 结束="2026-03-27")
    over.shows("dm:张三", "“Q4宣传物料”的结束日期已改为3月27日（周五），项目继续。", kind="update")
    over.shows(GROUP, "周期：3月2日（周一） – 3月27日（周五）", kind="update")
    over.until("2026-03-30 09:01")
    over.shows("dm:张三", "“Q4宣传物料”的周期已于3月27日（周五）结束", why="K1")


def test_k1_it_is_asked_again_after_a_week_and_not_before(over: Chat) -> None:
    over.until("2026-03-25 10:00")
    over.says("张三", "/项目 角色 @王五 接口人 设计部")
    over.until("2026-04-13 12:00")
    assert asked(over) == ["03-23 09:00", "03-30 09:00", "04-07 09:00"]  # 6 April is a holiday


def test_k1_only_the_newest_question_has_buttons(over: Chat) -> None:
    over.until("2026-03-30 09:01")
    assert over.shows("dm:张三", "已在新消息里再次询问", kind="update").buttons == ()
    assert over.shows("dm:张三", ASKED, kind="post").buttons == ("仍然结项", "改结束日期")


def test_k1_the_deputy_of_an_absent_lead_is_asked_and_may_answer(team: Chat) -> None:
    team.tells("张三", "/请假 3月23日到3月27日 代理 @李四")
    team.until("2026-03-23 09:01")
    team.shows("dm:李四", ASKED, why="K1")
    team.presses("李四", "结项")
    team.shows(GROUP, "项目“Q4宣传物料”（XMQXC2026-001）已结项", kind="post")


def test_k1_a_closed_project_is_not_asked_about(team: Chat) -> None:
    team.says("张三", "/项目 结项")
    team.until("2026-04-01 09:01")
    assert asked(team) == []


def test_k1_in_english(team: Chat) -> None:
    team.tells("张三", "/settings language en")
    team.until("2026-03-23 09:01")
    told = team.shows("dm:张三", "The period of “Q4宣传物料” ended on Fri 20 Mar", "All tasks are done.", why="K1")
    assert told.buttons == ("Close project", "Move the end")

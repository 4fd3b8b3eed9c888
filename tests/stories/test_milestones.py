"""Milestones as a conversation (J5)."""

import pytest

from tests.chat import GROUP, Chat


def test_j5_a_milestone_stands_on_the_card(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.shows(GROUP, "里程碑“样稿确认”定在 3月10日（周二）", kind="post")
    team.shows(GROUP, "· 3月10日（周二） 样稿确认", kind="update")


def test_j5_the_lead_is_reminded_three_workdays_ahead_in_the_morning(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.until("2026-03-05 08:59")
    assert not team.lines("dm:张三", why="J5")
    team.until("2026-03-05 09:00")
    team.shows("dm:张三", "样稿确认", "3月10日", why="J5")


def test_j5_the_reminder_goes_to_the_deputy_of_a_lead_on_leave(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.tells("张三", "/请假 3月4日到3月6日 代理 @李四")
    team.until("2026-03-05 09:00")
    team.shows("dm:李四", "样稿确认", why="J5")
    assert not team.fresh("dm:张三", why="J5")
    team.presses("李四", "已达成")
    team.shows(GROUP, "样稿确认，已达成", kind="update")


def test_a_member_may_not_mark_a_milestone_with_its_button(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.presses("王五", "已达成")
    team.shows("dm:王五", "需要由项目负责人来做")


def test_j5_a_milestone_set_late_is_still_reminded_on_a_morning_before(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 明天")
    team.until("2026-03-02 09:00")
    team.shows("dm:张三", "样稿确认", why="J5")


def test_j5_a_missed_milestone_is_told_once_to_the_group_on_the_next_workday(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月6日")
    team.until("2026-03-13 18:00")
    told = team.lines(GROUP, why="J5", kind="post")
    assert [line.at.astimezone(team.now.tzinfo).strftime("%m-%d %H:%M") for line in told] == ["03-09 09:00"]
    assert "尚未达成" in told[0].text and told[0].mentions == ()


def test_j5_two_missed_on_one_day_are_one_message(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月6日")
    team.says("张三", "/项目 里程碑 报价 3月6日")
    team.until("2026-03-09 12:00")
    (told,) = team.lines(GROUP, why="J5", kind="post")
    assert "有 2 个里程碑未按时达成" in told.text


@pytest.mark.parametrize("typed", ["/项目 里程碑 达成 样稿", "/project milestone reached 样稿确认"])
def test_j5_a_reached_milestone_is_never_reported_missed(team: Chat, typed: str) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月6日")
    team.says("张三", typed)
    team.shows(GROUP, "里程碑“样稿确认”已达成", kind="post")
    team.until("2026-03-13 12:00")
    assert not team.lines(why="J5")


def test_j5_the_button_on_the_reminder_marks_it_reached(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月6日")
    team.until("2026-03-03 09:00")
    team.presses("张三", "已达成")
    team.shows(GROUP, "✓ 3月6日（周五） 样稿确认，已达成", kind="update")


def test_j5_a_moved_milestone_is_counted_from_its_new_day(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月6日")
    team.says("张三", "/项目 里程碑 样稿确认 3月13日")
    team.shows(GROUP, "改到 3月13日（周五）", kind="post")
    team.until("2026-03-13 18:00")
    assert not team.lines(GROUP, why="J5", kind="post")


def test_j5_a_change_of_the_calendar_moves_the_reminder(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.says("张三", "/工作日 设置 3月6日 休 团建")
    team.until("2026-03-04 09:00")
    team.shows("dm:张三", "样稿确认", why="J5")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/项目 里程碑 样稿", "请写上里程碑名称和日期"),
        ("/项目 里程碑 达成 羊稿确认", "是“样稿确认”吗"),
        ("/项目 里程碑 删除 样稿确认", "里程碑“样稿确认”已删除"),
        ("/项目 里程碑", "· 3月10日（周二） 样稿确认"),
        ("/项目 里程碑 交付 4月1日", "晚于项目结束日期"),
    ],
)
def test_milestones_are_listed_removed_and_mistakes_explained(team: Chat, typed: str, answer: str) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.says("张三", typed)
    team.shows(GROUP, answer, kind="post")


def test_a_member_may_list_but_not_set_milestones(team: Chat) -> None:
    team.says("王五", "/项目 里程碑 样稿 3月6日")
    team.shows(GROUP, "需要由项目负责人来做")


def test_the_button_goes_when_the_milestone_is_reached(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月5日")
    team.says("张三", "/项目 里程碑 达成 样稿")
    assert team.shows(GROUP, "里程碑“样稿”已达成", kind="update").buttons == ()


def test_the_button_goes_when_the_milestone_is_removed(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月5日")
    team.says("张三", "/项目 里程碑 删除 样稿")
    assert team.shows(GROUP, "里程碑“样稿”已删除", kind="update").buttons == ()


def test_j5_the_group_hears_of_a_milestone_marked_in_private(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月5日")
    team.until("2026-03-02 09:00")
    team.until("2026-03-03 09:00")
    team.tells("张三", "/项目 里程碑 达成 样稿")
    team.shows(GROUP, "里程碑“样稿”已达成", why="J5", kind="post")


def test_j5_a_missed_milestone_is_asked_of_whoever_stands_in_for_the_lead(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月5日")
    team.tells("张三", "/请假 3月5日到3月9日 代理 @李四")
    team.until("2026-03-06 09:00")
    team.shows(GROUP, "里程碑“样稿”原定 3月5日", "请 李四 说明进展", why="J5")


def test_a_period_reversed_within_a_month_is_no_year(team: Chat) -> None:
    team.says("张三", "/项目 修改 周期 3月2日到3月1日")
    team.shows(GROUP, "结束日期早于开始日期")


@pytest.mark.parametrize("typed", ["样稿确认 改到 3月12日", "样稿确认推迟到3月12日", "样稿确认 moved to 12 March"])
def test_j5_a_milestone_is_moved_in_plain_words(team: Chat, typed: str) -> None:
    team.says("张三", "/项目 里程碑 样稿确认 3月10日")
    team.says("张三", f"/项目 里程碑 {typed}")
    team.shows(GROUP, "里程碑“样稿确认”改到 3月12日（周四）", kind="post")


@pytest.mark.parametrize("typed", ["样稿 达成", "样稿达成了", "样稿 is reached", "达成 样稿"])
def test_j5_a_milestone_is_reached_in_either_order_of_words(team: Chat, typed: str) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月10日")
    team.says("张三", f"/项目 里程碑 {typed}")
    team.shows(GROUP, "样稿", "达成")

"""Working days as a conversation, and missing calendar years."""

from datetime import UTC, datetime

import pytest

from bot import calendars
from storage.engine import Database
from tests.chat import GROUP, Chat, defaults


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/工作日", "3月2日（周一）要上班"),
        ("/工作日 10月1日", "国庆节放假（中国大陆日历）"),
        ("/工作日 10月1日", "假期：10月1日（周四） 到 10月7日（周三）"),
        ("/工作日 2026-10-10", "国庆节调休上班"),
        ("/工作日 3月7日", "周末"),
        ("/工作日 2027-02-10", "2027 年的正式安排尚未公布"),
        ("/工作日 + 5", "之后第 5 个工作日是 3月9日（周一）"),
        ("/工作日 4月3日 +1", "之后第 1 个工作日是 4月7日（周二）"),
        ("/workday 2026-05-09", "劳动节调休上班"),
        ("/工作日 3月2日到3月20日", "3月2日（周一） 到 3月20日（周五） 有 15 个工作日"),
        ("/工作日 9月28日到10月11日", "有 6 个工作日"),
        ("/工作日 9月28日到10月11日", "与平常的周一到周五不同：10月1日（周四）、10月2日（周五）"),
        ("/workday Mar 20 to Mar 2", "先写开始"),
        ("/工作日 哪天", "没看懂日期“哪天”"),
    ],
)
def test_a_day_is_explained(team: Chat, typed: str, answer: str) -> None:
    team.says("李四", typed)
    team.shows(GROUP, answer)


def test_a_day_off_set_by_the_lead_is_followed_by_the_standup(team: Chat) -> None:
    team.says("张三", "/工作日 设置 3月3日 休 公司年会")
    team.shows(GROUP, "3月3日（周二）已设为休息", "公司年会", "Q4宣传物料")
    team.until("2026-03-03 20:00")
    assert not [line for line in team.lines(why="S1", kind="post") if "3月3日" in line.text]


def test_a_saturday_is_worked_when_the_lead_says_so(team: Chat) -> None:
    team.says("张三", "/工作日 设置 3月7日 班 赶工")
    team.until("2026-03-07 11:00")
    assert [line for line in team.lines(GROUP, why="S1", kind="post") if "3月7日" in line.text]


def test_a_half_day_needs_hours_and_shows_them(team: Chat) -> None:
    team.says("张三", "/工作日 设置 3月6日 半天")
    team.shows(GROUP, "请写上上班的时段")
    team.says("张三", "/工作日 设置 3月6日 半天 09:00-12:00 大扫除")
    team.shows(GROUP, "公司安排上班 09:00-12:00：大扫除")


def test_a_day_taken_back_follows_the_calendar_again(team: Chat) -> None:
    team.says("张三", "/workday set 2026-12-24 off party")
    team.says("张三", "/工作日 取消 2026-12-24")
    team.shows(GROUP, "恢复按日历执行", "要上班")


def test_an_administrator_sets_a_day_for_all_projects(team: Chat) -> None:
    team.tells("管理员", "/工作日 设置 2026-12-24 休 年会")
    team.shows("dm:管理员", "适用于所有项目")
    team.says("李四", "/工作日 2026-12-24")
    team.shows(GROUP, "公司安排休息：年会")


def test_a_member_may_not_set_days(team: Chat) -> None:
    team.says("王五", "/工作日 设置 3月6日 休")
    team.shows(GROUP, "需要由项目负责人来做")


@pytest.mark.parametrize(
    ("typed", "button", "outcome"),
    [
        ("/工作日 3月7日 上班", "设为上班", "3月7日（周六）已设为上班\n公司安排上班\n"),
        ("/工作日 3月6日 放假 团建", "设为休息", "3月6日（周五）已设为休息\n公司安排休息：团建\n"),
        ("/工作日 3月6日 半天 09:00-12:00", "设为半天", "公司安排上班 09:00-12:00\n"),
        ("/workday Mar 7 to Mar 8 on", "设为上班", "3月7日（周六） – 3月8日（周日）已设为上班"),
    ],
)
def test_a_day_said_to_be_otherwise_is_set_after_one_tap(team: Chat, typed: str, button: str, outcome: str) -> None:
    team.says("张三", typed)
    team.presses("张三", button)
    assert not team.shows(GROUP, outcome, kind="update").buttons
    team.says("张三", "/撤销")
    team.shows(GROUP, "设置工作日：3月")


@pytest.mark.parametrize(("who", "typed"), [("王五", "/工作日 3月7日 上班"), ("张三", "/工作日 3月6日 上班")])
def test_nothing_is_offered_to_a_member_or_where_it_is_so_already(team: Chat, who: str, typed: str) -> None:
    team.says(who, typed)
    assert not team.shows(GROUP, "3月").buttons


def test_the_offer_of_a_day_is_for_those_who_may_set_it(team: Chat) -> None:
    team.says("张三", "/工作日 3月7日 上班")
    team.presses("王五", "设为上班")
    team.shows("dm:王五", "需要由项目负责人来做")


def test_an_administrator_is_offered_a_day_for_everybody(team: Chat) -> None:
    team.tells("管理员", "/workday Mar 7 on")
    team.presses("管理员", "设为上班")
    team.shows("dm:管理员", "适用于所有项目", kind="update")


def test_u1_a_missing_year_is_told_to_administrators_from_november_once_a_week(chat: Chat) -> None:
    chat.stage.clock.move_to(datetime(2026, 10, 26, 2, tzinfo=UTC))
    chat.person("管理员", role="admin")
    chat.tells("管理员", "/项目 新建 年会")
    chat.until("2026-11-01 23:00")
    assert not chat.lines(why="U1")
    chat.until("2026-11-15 12:00")
    told = chat.lines("dm:管理员", why="U1")
    assert [line.at.astimezone(chat.now.tzinfo).strftime("%m-%d %H:%M") for line in told] == [
        "11-02 09:00",
        "11-09 09:00",
    ]
    assert "中国大陆日历缺少 2027 年的正式放假安排" in told[0].text


def test_u1_a_year_missing_in_somebodys_own_calendar_is_told_too(database: Database) -> None:
    chat = Chat(database, "2026-11-02 08:00", defaults(calendar=calendars.load("SG")))
    chat.person("管理员", role="admin")
    chat.person("李四", calendar="CN")
    chat.tells("管理员", "/项目 新建 年会")
    chat.until("2026-11-02 12:00")
    chat.shows("dm:管理员", "中国大陆日历缺少 2027 年的正式放假安排", why="U1")
    chat.tells("管理员", "/健康")
    chat.shows("dm:管理员", "中国大陆日历 2027 年", why="reply")
    chat.close()

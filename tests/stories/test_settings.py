"""Settings as a conversation."""

import pytest

from tests.chat import GROUP, Chat


def test_settings_show_what_counts_in_the_project(team: Chat) -> None:
    team.says("李四", "/设置")
    team.shows(GROUP, "站会时间：09:30", "17点收进度：开", "逾期超过多久升级：3 个工作日")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/设置 站会时间 10:00", "“站会时间”已改为：10:00"),
        ("/设置 站会 上午10点半", "“站会时间”已改为：10:30"),
        ("/设置 项目 站会 9:00", "“站会时间”已改为：09:00"),
        ("/settings project standup 09:00", "“站会时间”已改为：09:00"),
        ("/设置 时区 柏林", "“时区”已改为：Europe/Berlin"),
        ("/设置 日历 DE-BY", "“工作日历”已改为：DE-BY"),
        ("/设置 17点 关", "“17点收进度”已改为：关"),
        ("/设置 升级期限 5个工作日", "“逾期超过多久升级”已改为：5 个工作日"),
        ("/设置 工作时间 10点到19点", "“工作时间”已改为：10:00-19:00"),
        ("/设置 免打扰 20:00-08:00", "“工作时间”已改为：08:00-20:00"),
        ("/settings standup window 30", "“站会时长”已改为：30 分钟"),
        ("/设置 升及期限 5", "要改“逾期超过多久升级”"),
        ("/设置 日历 火星", "“火星”不能用作“工作日历”，例如：CN"),
        ("/设置 天气 晴", "没有“天气 晴”这项设置"),
    ],
)
def test_the_lead_changes_settings_in_plain_words(team: Chat, typed: str, answer: str) -> None:
    team.says("张三", typed)
    team.shows(GROUP, answer)


def test_a_language_set_for_the_project_is_spoken_at_once(team: Chat) -> None:
    team.says("张三", "/设置 语言 英文")
    team.shows(GROUP, "“Language” is now: English")


def test_a_changed_standup_time_is_kept_on_the_same_day(team: Chat) -> None:
    team.says("张三", "/设置 站会时间 10:00")
    team.until("2026-03-02 09:59")
    assert not team.lines("dm:王五", why="S1")
    team.until("2026-03-02 10:00")
    team.shows("dm:王五", "站会", why="S1")


def test_the_round_switched_off_is_silent(team: Chat) -> None:
    team.says("张三", "/任务 完成海报 @王五 3月6日")
    team.says("张三", "/设置 17点 关")
    team.until("2026-03-02 19:00")
    assert not team.lines(GROUP, why="S2")


def test_default_takes_a_setting_back(team: Chat) -> None:
    team.says("张三", "/设置 站会时间 10:00")
    team.says("张三", "/设置 站会时间 默认")
    team.shows(GROUP, "“站会时间”已改为：09:30")


def test_administrators_set_for_all_and_projects_show_where_it_comes_from(team: Chat) -> None:
    team.tells("管理员", "/设置 全局 升级期限 5")
    team.shows("dm:管理员", "适用于所有项目")
    team.says("李四", "/设置")
    team.shows(GROUP, "逾期超过多久升级：5 个工作日（全局）")


@pytest.mark.parametrize(("who", "typed"), [("王五", "/设置 站会时间 10:00"), ("张三", "/设置 全局 语言 英文")])
def test_who_may_not_change_is_told_who_may(team: Chat, who: str, typed: str) -> None:
    team.says(who, typed)
    team.shows(GROUP, "这一步需要由")


def test_in_a_direct_message_one_sets_ones_own_language_zone_and_time(team: Chat) -> None:
    team.tells("王五", "/设置 语言 英文")
    team.tells("王五", "/settings zone Berlin")
    team.tells("王五", "/settings")
    team.shows("dm:王五", "Language: English", "Time zone: Europe/Berlin", "Standup time: as the project")


def test_ones_own_standup_time_counts_for_oneself_only(team: Chat) -> None:
    team.tells("王五", "/设置 站会时间 11:00")
    team.until("2026-03-02 10:30")
    assert team.lines("dm:李四", why="S1") and not team.lines("dm:王五", why="S1")


def test_a_projects_setting_is_refused_in_a_direct_message_with_where_to_go(team: Chat) -> None:
    team.tells("王五", "/设置 升级期限 5")
    team.shows("dm:王五", "请项目负责人在项目群里修改")


def test_settings_are_changed_with_a_form(team: Chat) -> None:
    team.says("张三", "/设置")
    team.presses("张三", "修改设置")
    team.fills("张三", 设置项="站会时长", 新的值="45")
    team.shows(GROUP, "“站会时长”已改为：45 分钟")


def test_u4_settings_of_a_project_are_closed_to_other_groups(team: Chat) -> None:
    team.group("别的群", "孙六")
    team.says("孙六", "/设置", "别的群")
    team.shows("group:别的群", "这个群还没有项目")


def test_an_administrator_is_told_how_a_setting_counts_for_all_projects(team: Chat) -> None:
    team.tells("管理员", "/设置 催办 3")
    team.shows("dm:管理员", "请发送：/设置 全局 催办 3。")
    team.tells("管理员", "/settings language en")
    team.tells("管理员", "/settings urge 3")
    team.shows("dm:管理员", "send: /settings all urge 3.")


def test_hours_may_be_written_without_minutes(team: Chat) -> None:
    team.says("张三", "/settings working hours 10-19")
    team.shows(GROUP, "10:00-19:00")

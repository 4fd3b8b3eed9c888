"""People and groups that go (U4): told by the platform, answered by nobody."""

from dataclasses import replace

from bot.wire import Account, Incoming, Kind
from tests.chat import GROUP, Chat


def event(chat: Chat, kind: Kind, person: str = "", group: str = "", name: str = "") -> Incoming:
    user = chat.stage.user(person) if person else ""
    leavers = (Account(user, person),) if kind == "left" else ()
    ref = chat.stage.group(group) if group else ""
    return Incoming(f"{kind}:{person}{group}", chat.platform, kind, user, person, ref, name, mentions=leavers)


def test_u4_somebody_who_left_the_company_is_asked_nothing_and_the_lead_is_told(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    team.until("2026-03-02 09:10")
    team.receives(event(team, "departed", "王五"))
    team.shows("dm:张三", "王五 已离开公司", "海报初稿")
    team.until("2026-03-03 12:00")
    assert team.fresh("dm:王五") == []


def test_a_lead_of_several_projects_hears_of_a_departure_in_one_message(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    team.says("张三", "/项目 新建 线下活动 2026-03-02 到 2026-03-20")
    team.says("张三", "/任务 线下活动 场地布置 @王五 3月6日17:00前")
    team.receives(event(team, "departed", "王五"))
    team.until("2026-03-02 09:10")
    said = [line for line in team.lines("dm:张三") if "已离开公司" in line.text]
    assert ["海报初稿" in line.text and "场地布置" in line.text for line in said] == [True]


def test_when_a_lead_leaves_the_administrators_hear_whose_tasks_wait(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @张三 3月6日17:00前")
    team.receives(event(team, "departed", "张三"))
    team.until("2026-03-02 09:10")
    team.shows("dm:管理员", "张三 已离开公司", "Q4宣传物料：名下还有 1 项未完成任务：海报初稿")


def test_somebody_who_writes_again_is_back(team: Chat) -> None:
    team.receives(event(team, "departed", "王五"))
    team.tells("王五", "/我的")
    assert len(team.fresh("dm:王五")) == 1


def test_a_departure_told_twice_is_told_the_lead_once(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    team.until("2026-03-02 09:10")
    team.receives(event(team, "departed", "王五"))
    team.receives(event(team, "departed", "王五"))
    assert len([line for line in team.lines("dm:张三") if "已离开公司" in line.text]) == 1


def test_a_dissolved_group_gets_nothing_until_the_bot_is_back(team: Chat) -> None:
    team.receives(event(team, "closed", group="新品上市"))
    team.until("2026-03-02 18:30")
    assert team.fresh(GROUP) == []
    team.says("张三", "/任务 列表")
    assert team.fresh(GROUP) != []


def test_a_group_that_is_brought_back_is_written_to_again(team: Chat) -> None:
    team.receives(event(team, "closed", group="新品上市"))
    team.receives(event(team, "joined", "张三", group="新品上市"))
    team.until("2026-03-02 18:30")
    assert team.fresh(GROUP) != []


def test_administrators_are_told_once_of_projects_that_lost_their_only_group(team: Chat) -> None:
    team.receives(event(team, "closed", group="新品上市"))
    team.receives(event(team, "closed", group="新品上市", name="again"))
    team.until("2026-03-02 09:10")
    told = [line for line in team.lines("dm:管理员") if "已解散" in line.text]
    assert ["Q4宣传物料" in line.text for line in told] == [True]


def test_of_a_project_with_another_group_nobody_is_told(team: Chat) -> None:
    team.group("第二群", "张三")
    team.says("张三", "/项目 绑定 Q4宣传物料", "第二群")
    team.receives(event(team, "closed", group="新品上市"))
    team.until("2026-03-02 09:10")
    team.hides("dm:管理员", "已解散")


SHARED = {"setting": "[slack] shared_channels", "channel": "C1"}


def test_u4_the_lead_is_told_once_that_another_company_reads_in_a_group(team: Chat) -> None:
    team.receives(replace(event(team, "shared", group="新品上市"), value=SHARED))
    team.shows("dm:张三", "“新品上市”里有其他公司的人，机器人已停止在那里发消息", "/项目 绑定 XMQXC2026-001", why="U4")
    team.receives(replace(event(team, "shared", group="新品上市"), key="another"))
    assert team.fresh() == []


def test_u4_the_lead_reads_how_it_can_be_allowed_where_it_can(team: Chat) -> None:
    team.receives(replace(event(team, "shared", group="新品上市"), value=SHARED))
    team.shows("dm:张三", "请管理员在配置 [slack] shared_channels 里加上 C1")


def test_u4_nothing_more_is_posted_where_another_company_reads(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 3月4日17:00")
    team.receives(event(team, "shared", group="新品上市"))
    before = len(team.lines(GROUP))
    team.tells("王五", "/完成 海报初稿")
    team.until("2026-03-04 18:30")
    assert len(team.lines(GROUP)) == before


def test_a_changed_name_is_followed_and_strangers_are_not_entered(team: Chat) -> None:
    team.receives(replace(event(team, "changed", "王五"), user_name="王小五"))
    team.receives(Incoming("c2", "console", "changed", "u99", "陌生人"))
    team.tells("管理员", "/谁")
    said = team.shows("dm:管理员", "王小五").text
    assert "陌生人" not in said


def test_who_joins_by_themselves_becomes_a_member(team: Chat) -> None:
    newcomer = Account(team.stage.user("孙六"), "孙六")
    group = team.stage.group("新品上市")
    team.receives(Incoming("j1", "console", "joined", "", "", group, mentions=(newcomer,)))
    team.tells("孙六", "/项目 列表")
    team.shows("dm:孙六", "Q4宣传物料")


def test_an_event_without_a_person_makes_none(team: Chat) -> None:
    team.receives(event(team, "renamed", group="新品上市", name="新品上市二群"))
    team.tells("管理员", "/谁")
    assert not any("@" in line.text for line in team.fresh("dm:管理员"))


def test_who_left_the_group_stays_in_the_project(team: Chat) -> None:
    team.receives(event(team, "left", "王五", "新品上市"))
    assert team.fresh() == []
    team.tells("王五", "/项目 列表")
    team.shows("dm:王五", "Q4宣传物料")

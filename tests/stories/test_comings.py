"""People and groups that go (U4): told by the platform, answered by nobody."""

from bot.wire import Account, Incoming, Kind
from tests.chat import GROUP, Chat


def event(chat: Chat, kind: Kind, person: str = "", group: str = "", name: str = "") -> Incoming:
    user = chat.stage.user(person) if person else ""
    leavers = (Account(user, person),) if kind == "left" else ()
    ref = chat.stage.group(group) if group else ""
    return Incoming(f"{kind}:{person}{group}", "console", kind, user, person, ref, name, mentions=leavers)


def test_u4_somebody_who_left_the_company_is_asked_nothing_and_the_lead_is_told(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    team.until("2026-03-02 09:10")
    team.receives(event(team, "departed", "王五"))
    team.shows("dm:张三", "王五 已离开公司", "海报初稿")
    team.until("2026-03-03 12:00")
    assert team.fresh("dm:王五") == []


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


def test_an_event_without_a_person_makes_none(team: Chat) -> None:
    team.receives(event(team, "renamed", group="新品上市", name="新品上市二群"))
    team.tells("管理员", "/谁")
    assert not any("@" in line.text for line in team.fresh("dm:管理员"))


def test_who_left_the_group_is_no_longer_known_there(team: Chat) -> None:
    team.receives(event(team, "left", "王五", "新品上市"))
    assert team.fresh() == []

"""One person with accounts on several platforms (P1): a code, a tap, or one e-mail address in both directories."""

import re

import pytest
from sqlmodel import Session

from adapters.console.adapter import ConsoleAdapter, Posted
from adapters.console.store import ConsoleStore
from bot.services import introductions
from bot.services.introductions import Told
from bot.services.work import Work
from bot.wire import Account, Incoming
from storage import people as people_rows
from storage import project as project_rows
from storage import task as task_rows
from storage.tables.people import Person
from tests.chat import GROUP, Chat


class Elsewhere(ConsoleAdapter):
    """A second platform, and what the bot wrote there."""

    name = "slack"

    def __init__(self, chat: Chat) -> None:
        super().__init__(ConsoleStore(), chat.stage.clock.now)
        self.chat = chat
        self.posts: list[Posted] = []
        self.listen(self.posts.append)
        chat.stage.engine.outbox._adapters = {**chat.stage.engine.adapters, self.name: self}

    def enter(self, user: str, name: str) -> None:
        self.store.add_user(user, name, "", "")

    def tells(self, user: str, name: str, text: str, group: str = "") -> str:
        """Somebody writes there; what they are answered."""
        return self._event(Incoming(self.store.fresh_key(), self.name, "message", user, name, group, group, text, True))

    def presses(self, user: str, name: str, action: str, **value: str) -> str:
        key = self.store.fresh_key()
        return self._event(Incoming(key, self.name, "button", user, name, action=action, value=value))

    def _event(self, event: Incoming) -> str:
        before = len(self.posts)
        self.chat.receives(event)
        return "\n".join(post.content.text for post in self.posts[before:])


@pytest.fixture
def there(team: Chat) -> Elsewhere:
    """王五 has a task here, and an account on another platform as Wang Wu."""
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    elsewhere = Elsewhere(team)
    elsewhere.enter("U5", "Wang Wu")
    return elsewhere


def code_for(chat: Chat, person: str) -> str:
    chat.tells(person, "/谁 关联")
    found = re.search(r"关联码：(\w{6})", chat.shows(f"dm:{person}", "你的关联码").text)
    assert found is not None
    return found[1]


def linked(there: Elsewhere) -> None:
    code = code_for(there.chat, "王五")
    there.tells("U5", "Wang Wu", f"谁 关联 {code}")
    there.presses("U5", "Wang Wu", "people.link", code=code)


def test_p1_a_code_typed_on_the_other_platform_and_one_tap_make_two_accounts_one_person(there: Elsewhere) -> None:
    code = code_for(there.chat, "王五")
    asked = there.tells("U5", "Wang Wu", f"谁 关联 {code}")
    assert "把这两个账号关联为同一个人？" in asked and "王五" in asked
    assert "王五 的账号已关联：网页控制台、Slack" in there.presses("U5", "Wang Wu", "people.link", code=code)
    there.chat.shows("dm:王五", "已与 Slack 账号关联")
    assert "海报初稿" in there.tells("U5", "Wang Wu", "/我的")


def test_p1_nothing_is_linked_before_the_tap(there: Elsewhere) -> None:
    there.tells("U5", "Wang Wu", f"谁 关联 {code_for(there.chat, '王五')}")
    assert "海报初稿" not in there.tells("U5", "Wang Wu", "/我的")


def test_p1_what_was_done_under_the_other_account_comes_along(there: Elsewhere) -> None:
    there.tells("U5", "Wang Wu", "/我的")
    there.chat.receives(Incoming("j", "slack", "joined", "U5", "Wang Wu", "C1", "design", mentions=()))
    there.store.add_group("C1", "design")
    linked(there)
    there.chat.says("李四", "/任务 改尺寸 @王五 3月6日17:00前")
    assert "改尺寸" in there.tells("U5", "Wang Wu", "/我的")


def test_p1_a_code_is_good_for_ten_minutes_and_once(there: Elsewhere) -> None:
    code = code_for(there.chat, "王五")
    there.chat.passes(minutes=10)
    assert "关联码不对，或已过期" in there.tells("U5", "Wang Wu", f"谁 关联 {code}")
    linked(there)
    assert "关联码已用过或已过期" in there.presses("U5", "Wang Wu", "people.link", code=code)


def test_p1_after_five_wrong_codes_somebody_has_to_wait_an_hour(there: Elsewhere) -> None:
    answers = [there.tells("U5", "Wang Wu", "谁 关联 WRNGCD") for _ in range(6)]
    assert ["输错次数太多" in answer for answer in answers] == [False] * 5 + [True]
    right = code_for(there.chat, "王五")
    assert "输错次数太多" in there.tells("U5", "Wang Wu", f"谁 关联 {right}")
    there.chat.passes(hours=1)
    assert "把这两个账号关联为同一个人？" in there.tells("U5", "Wang Wu", f"谁 关联 {code_for(there.chat, '王五')}")


def test_p1_a_code_read_by_a_whole_group_counts_no_more(there: Elsewhere) -> None:
    code = code_for(there.chat, "王五")
    there.tells("U5", "Wang Wu", f"/谁 关联 {code}", group="C1")
    assert "关联码不对，或已过期" in there.tells("U5", "Wang Wu", f"谁 关联 {code}")


def test_p1_a_code_asked_for_in_a_group_is_given_in_private(there: Elsewhere) -> None:
    there.chat.says("王五", "/谁 关联")
    there.chat.hides(GROUP, "关联码")
    there.chat.shows("dm:王五", "你的关联码")


def test_p1_two_accounts_of_one_platform_are_never_one_person(there: Elsewhere) -> None:
    code = code_for(there.chat, "王五")
    there.chat.tells("李四", f"/谁 关联 {code}")
    there.chat.shows("dm:李四", "请在另一个平台发送这个关联码")
    linked(there)
    there.enter("U6", "Other")
    assert "都已有 Slack 账号" in there.tells("U6", "Other", f"谁 关联 {code_for(there.chat, '王五')}")


def told(chat: Chat, platform: str, user: str, told: Told) -> None:
    """The directory of a platform tells of somebody."""
    with chat.stage.database.transaction() as db:
        work = Work(db, chat.stage.clock.now(), chat.stage.defaults, source=f"directory:{platform}:{user}")
        introductions.introduce(work, platform, user, told)


def person(db: Session, platform: str, user: str) -> Person:
    found = people_rows.person_of(db, platform, user)
    assert found is not None
    return found


def test_p1_one_e_mail_address_in_both_directories_links_by_itself(there: Elsewhere) -> None:
    there.tells("U5", "Wang Wu", "/我的")
    told(there.chat, "console", there.chat.stage.user("王五"), Told("王五", email="wang@example.com"))
    told(there.chat, "slack", "U5", Told("Wang Wu", "Wang@Example.com ", "en", "Asia/Shanghai"))
    with there.chat.stage.database.transaction() as db:
        both = person(db, "slack", "U5")
        assert (both.id, both.name, both.language) == (person(db, "console", "u3").id, "王五", "en")
    there.chat.until("2026-03-02 09:05")
    assert "Your accounts have the same e-mail address" in there.posts[-1].content.text


def test_p1_people_without_an_address_are_not_taken_for_each_other(there: Elsewhere) -> None:
    there.tells("U5", "Wang Wu", "/我的")
    told(there.chat, "console", there.chat.stage.user("王五"), Told("王五"))
    told(there.chat, "slack", "U5", Told("Wang Wu"))
    with there.chat.stage.database.transaction() as db:
        assert person(db, "slack", "U5").id != person(db, "console", "u3").id


def test_p1_tasks_memberships_leave_and_leads_of_both_are_kept(there: Elsewhere) -> None:
    there.store.add_group("C1", "design")
    for name in ("U5", "U6"):
        there.enter(name, name)
    members = (Account("U5", "Wang Wu"), Account("U6", "Anna"))
    there.chat.receives(Incoming("j", "slack", "joined", "U6", "Anna", "C1", "design", mentions=members))
    there.tells("U5", "Wang Wu", "/project new Launch 2026-03-02 to 2026-03-20", group="C1")
    there.tells("U6", "Anna", "/task Cut the film @Wang Wu 2026-03-06", group="C1")
    linked(there)
    with there.chat.stage.database.transaction() as db:
        one = person(db, "slack", "U5")
        assert sorted(task.title for task in task_rows.open_of(db, one.id or 0)) == ["Cut the film", "海报初稿"]
        assert [project.name for project in project_rows.of_person(db, one.id or 0)] == ["Q4宣传物料", "Launch"]
        assert project_rows.of_person(db, one.id or 0)[1].lead_id == one.id


def test_p1_a_card_is_replaced_where_it_was_posted(there: Elsewhere) -> None:
    there.chat.until("2026-03-02 09:30")
    linked(there)
    there.chat.fills("王五", 昨天="初稿", 今天="定稿", 阻碍="无")
    there.chat.shows("dm:王五", "定稿", kind="update")
    assert not any("定稿" in post.content.text for post in there.posts)


def test_p1_who_has_several_accounts_is_written_to_where_the_project_lives(there: Elsewhere) -> None:
    there.store.add_group("C1", "design")
    members = (Account("U5", "Wang Wu"), Account("U6", "Anna"))
    for name in ("U5", "U6"):
        there.enter(name, name)
    there.chat.receives(Incoming("j", "slack", "joined", "U6", "Anna", "C1", "design", mentions=members))
    there.tells("U6", "Anna", "/project new Launch 2026-03-02 to 2026-03-20", group="C1")
    linked(there)
    there.chat.until("2026-03-02 09:05")
    there.tells("U6", "Anna", "/task Cut the film <@U5> 2026-03-06", group="C1")
    assert any("Cut the film" in post.content.text and post.target.id == "U5" for post in there.posts)
    there.chat.says("李四", "/任务 改尺寸 @王五 3月6日17:00前")
    there.chat.until("2026-03-02 09:10")
    assert any("改尺寸" in line.text for line in there.chat.lines("dm:王五"))


def test_p1_an_old_name_in_a_card_leads_to_the_person_it_turned_out_to_be(there: Elsewhere) -> None:
    there.tells("U5", "Wang Wu", "/我的")
    with there.chat.stage.database.transaction() as db:
        former = person(db, "slack", "U5").id or 0
    linked(there)
    with there.chat.stage.database.transaction() as db:
        assert people_rows.person(db, former).name == "王五"
        assert former not in [each.id for each in people_rows.everybody(db)]


def test_p1_administrators_see_who_is_perhaps_the_same_person(there: Elsewhere) -> None:
    there.enter("U7", "李四")
    there.tells("U7", "李四", "/我的")
    there.chat.tells("管理员", "/谁 未关联")
    there.chat.shows("dm:管理员", "同名但在不同平台", "李四：网页控制台、Slack")


def test_p1_administrators_see_who_is_missing_on_one_of_a_projects_platforms(there: Elsewhere) -> None:
    there.store.add_group("C1", "design")
    there.chat.tells("管理员", "/谁 未关联")
    there.chat.shows("dm:管理员", "没有待关联的账号")
    there.chat.receives(Incoming("j", "slack", "joined", "U5", "Wang Wu", "C1", "design", mentions=()))
    linked(there)
    there.chat.says("张三", "/项目 角色 @王五 负责人")
    there.tells("U5", "Wang Wu", "/项目 绑定 Q4宣传物料", group="C1")
    there.chat.tells("管理员", "/谁 未关联")
    line = there.chat.shows("dm:管理员", "只有一个账号")
    assert "张三：网页控制台" in line.text and "王五" not in line.text


def test_p2_without_an_executive_the_directorys_manager_of_the_head_decides(chat: Chat) -> None:
    for name, role in (("张三", "head"), ("王五", "member"), ("赵总", "member")):
        chat.person(name, dept="市场部", role=role)
    chat.group("新品上市", "张三", "王五")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    told(chat, "console", chat.stage.user("张三"), Told("张三", manager=chat.stage.user("赵总")))
    chat.says("张三", "/任务 海报初稿 @王五 3月3日17:00前")
    chat.until("2026-03-09 12:00")
    assert any("海报初稿" in line.text for line in chat.lines("dm:赵总", "O4"))


def test_p1_what_no_directory_tells_is_asked_once(team: Chat) -> None:
    for _ in range(2):
        told(team, "console", team.stage.user("王五"), Told("王五", language="zh"))
    team.until("2026-03-02 09:05")
    assert len([line for line in team.lines("dm:王五") if "请补充你的个人信息" in line.text]) == 1
    team.presses("王五", "填写")
    team.fills("王五", 时区="Europe/Berlin")
    team.shows("dm:王五", "个人信息已保存", "时区：Europe/Berlin", kind="update")


def test_p1_strangers_to_every_project_are_asked_nothing(team: Chat) -> None:
    told(team, "console", team.stage.user("孙六"), Told("孙六"))
    team.until("2026-03-02 09:05")
    assert team.lines("dm:孙六") == []


def test_p1_a_wrong_code_leaves_the_right_one_as_it_is(there: Elsewhere) -> None:
    code = code_for(there.chat, "王五")
    there.tells("U5", "Wang Wu", "谁 关联 WRNGCD")
    assert "把这两个账号关联" in there.tells("U5", "Wang Wu", f"谁 关联 {code}")


def test_p1_a_code_is_kept_as_a_digest_only(there: Elsewhere) -> None:
    code = code_for(there.chat, "王五")
    with there.chat.stage.database.transaction() as db:
        kept = db.connection().exec_driver_sql("SELECT key, value FROM memory").all()
    assert kept and not any(code in str(row) for row in kept)

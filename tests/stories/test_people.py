"""People, their departments and tasks as a conversation (P1, P2, U4)."""

import pytest

from storage.engine import Database
from tests.chat import GROUP, Chat, defaults


def test_p2_who_shows_departments_with_their_people_and_vacant_parts(team: Chat) -> None:
    team.says("李四", "/谁")
    card = team.shows(GROUP, "【市场部】", "【设计部】").text
    assert "接口人：空缺" in card and "分管领导：赵总" in card and "· 王五（中文、Asia/Shanghai）" in card


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/谁 设计部", "接口人：李四"),
        ("/谁 @李四", "角色：设计部接口人"),
        ("/谁 李四", "角色：设计部接口人"),
        ("/who 周总", "没有“周总”这个人或部门"),
        ("/谁 @李思", "是 李四 吗"),
    ],
)
def test_who_answers_for_a_person_or_department(team: Chat, typed: str, answer: str) -> None:
    team.says("王五", typed)
    team.shows(GROUP, answer)


def test_who_shows_leave_and_deputy(team: Chat) -> None:
    team.tells("王五", "/请假 今天到3月4日 代理 @李四")
    team.says("张三", "/谁")
    team.shows(GROUP, "王五（中文、Asia/Shanghai、请假到 3月4日（周三），代理 李四）")


def test_administrators_keep_the_companys_list(team: Chat) -> None:
    team.tells("管理员", "/谁 设置 设计部 负责人 @王五")
    team.shows("dm:管理员", "王五：设计部负责人")
    team.shows(GROUP, "设计部（负责人 王五、接口人 李四", kind="update")
    team.tells("管理员", "/who set @孙六 department 设计部")
    team.shows("dm:管理员", "孙六 现在属于设计部")


def test_a_head_replaced_in_the_companys_list_is_named(team: Chat) -> None:
    team.tells("管理员", "/谁 设置 设计部 接口人 @王五")
    team.shows("dm:管理员", "王五：设计部接口人（接替 李四）")


def test_others_may_not_change_the_companys_list(team: Chat) -> None:
    team.tells("张三", "/谁 设置 设计部 负责人 @王五")
    team.shows("dm:张三", "这一步需要由管理员来做")


def test_the_first_administrator_takes_it_on_in_person_and_leads_are_told(chat: Chat) -> None:
    chat.person("张三")
    chat.person("李四")
    chat.tells("张三", "/项目 新建 年会")
    chat.tells("李四", "/谁 管理员 @张三")
    chat.shows("dm:李四", "首位只能由本人认领")
    chat.tells("李四", "/谁 管理员 我")
    chat.shows("dm:李四", "李四 现在是管理员")
    chat.until("2026-03-02 09:00")
    chat.shows("dm:张三", "李四 已认领为管理员", why="U1")


def test_only_administrators_make_others_and_the_last_one_stays(team: Chat) -> None:
    team.tells("张三", "/谁 管理员 我")
    team.shows("dm:张三", "管理员由现有管理员来改：管理员")
    team.tells("管理员", "/谁 管理员 移除 我")
    team.shows("dm:管理员", "最后一位管理员")


def test_a_longer_name_is_not_taken_for_the_shorter_one(team: Chat) -> None:
    team.person("李四光", dept="财务部")
    team.tells("管理员", "/谁 @李四光")
    team.shows("dm:管理员", "部门：财务部")


@pytest.fixture
def namesakes(team: Chat) -> Chat:
    """孙六 of 财务部 is called 李四 on the platform from now on, like 李四 of 设计部."""
    team.stage.console.store.add_user(team.stage.user("孙六"), "李四", "", "")
    team.tells("孙六", "/我的")
    return team


def test_namesakes_are_asked_for_with_their_departments(namesakes: Chat) -> None:
    namesakes.tells("管理员", "/谁 李四")
    namesakes.shows("dm:管理员", "有几位同名的李四", "李四（设计部）", "李四（财务部）")


def test_a_department_behind_the_name_tells_namesakes_apart(namesakes: Chat) -> None:
    namesakes.tells("管理员", "/谁 李四（财务部）")
    namesakes.shows("dm:管理员", "部门：财务部")


def test_administrators_named_in_the_configuration_are_so_from_their_first_word(database: Database) -> None:
    rules = defaults()
    chat = Chat(database, rules=rules)
    rules.administrators = frozenset({f"{chat.platform}:{chat.stage.next_user()}"})
    chat.person("张三")
    chat.tells("张三", "/谁 管理员")
    chat.shows("dm:张三", "管理员：张三")
    chat.close()


def test_t6_my_tasks_come_late_first_then_today_and_later(team: Chat) -> None:
    for line in (
        "完成报价 @王五 3月2日18:00",
        "完成海报 @王五 3月6日",
        "印刷 @王五 3月20日",
        "完成样稿 @王五 3月3日12:00",
    ):
        team.says("张三", f"/任务 {line}")
    team.until("2026-03-03 14:00")
    team.tells("王五", "/我的")
    text = team.shows("dm:王五", "4 项未完成", why="reply").text
    order = [text.index(part) for part in ("已逾期（2）", "报价", "样稿", "本周（1）", "海报", "以后（1）", "印刷")]
    assert order == sorted(order)


def test_my_in_a_group_answers_with_that_groups_tasks_only(team: Chat) -> None:
    team.says("张三", "/任务 完成海报 @王五 3月6日")
    team.group("别的群", "王五", "孙六")
    team.says("孙六", "/项目 新建 年会 3月2日到3月20日", "别的群")
    team.says("王五", "/我的", "别的群")
    team.hides("group:别的群", "海报")


def test_my_names_what_one_helps_with_and_whom_one_stands_in_for(team: Chat) -> None:
    team.says("张三", "/任务 完成海报 @王五 3月6日 协作 @李四")
    team.tells("王五", "/请假 今天 代理 @李四")
    team.tells("李四", "/我的")
    team.shows("dm:李四", "协作中（1）", "完成海报", "你正在代理 王五")


def test_my_without_tasks_says_so_in_the_readers_language(team: Chat) -> None:
    team.tells("王五", "/settings language English")
    team.tells("王五", "/my")
    team.shows("dm:王五", "王五 has no open tasks")


def test_somebody_moved_to_another_department_takes_it_into_their_projects(team: Chat) -> None:
    team.tells("管理员", "/谁 设置 @王五 部门 法务部")
    team.shows(GROUP, "· 法务部", kind="update")


def test_administrators_see_which_roles_nobody_has(team: Chat) -> None:
    team.tells("管理员", "/健康")
    team.shows("dm:管理员", "角色空缺：", "市场部：接口人")

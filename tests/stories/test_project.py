"""Projects as a conversation (J1, J2, P1, P2, U4)."""

from collections.abc import Iterator

import pytest

from storage.engine import Database
from tests.chat import GROUP, Chat, defaults

CODE = "XMQXC2026-001"


@pytest.fixture
def office(database: Database) -> Iterator[Chat]:
    """An English-speaking workspace: Anna heads Sales, Ben is liaison of Design, Cora is a stranger; group Launch."""
    chat = Chat(database, rules=defaults(language="en"))
    chat.person("Anna", dept="Sales", role="head")
    chat.person("Ben Li", dept="Design", role="liaison")
    chat.person("Cora", dept="Finance")
    chat.group("Launch", "Anna", "Ben Li")
    yield chat
    chat.close()


def test_j1_a_new_project_answers_with_its_card(team: Chat) -> None:
    card = team.shows(GROUP, "Q4宣传物料", CODE, why="reply").text
    assert "周期：3月2日（周一） – 3月20日（周五）" in card
    assert "项目负责人：张三" in card
    assert "· 设计部（接口人 李四、分管领导 赵总）" in card


def test_j1_one_line_in_english_names_dates_goal_and_departments(office: Chat) -> None:
    office.says(
        "Anna", "/project new Q4 posters from Mar 2 to Mar 20 goal: 20% more leads departments: Legal", "Launch"
    )
    office.shows("group:Launch", "Goal: 20% more leads", "Period: Mon 2 Mar – Fri 20 Mar", "· Legal (no head")


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("3月2日到3月20日", "3月2日（周一） – 3月20日（周五）"),
        ("2026.03.02-2026.03.20", "3月2日（周一） – 3月20日（周五）"),
        ("3月2日-20日", "3月2日（周一） – 3月20日（周五）"),
        ("3月20日前", "3月2日（周一） – 3月20日（周五）"),
        ("", "3月2日（周一） 起，结束日期未定"),
    ],
)
def test_j1_dates_are_read_as_people_write_them(chat: Chat, typed: str, period: str) -> None:
    chat.person("张三", dept="市场部")
    chat.tells("张三", f"/项目 新建 年会 {typed}")
    chat.shows("dm:张三", f"周期：{period}")


def test_j1_a_project_without_dates_says_how_to_add_them(office: Chat) -> None:
    office.says("Anna", "/project new Posters", "Launch")
    office.shows("group:Launch", "from Mon 2 Mar, end not set", "/project edit period Mar 2 to Mar 20")


@pytest.mark.parametrize("typed", ["@bot 项目 查看", "@duiqi project show", "／项目　查看", "/duiqi project show"])
def test_a_project_is_shown_by_mention_and_by_slash_of_any_width(team: Chat, typed: str) -> None:
    team.says("李四", typed)
    team.shows(GROUP, f"项目 Q4宣传物料（{CODE}）")


def test_j1_new_alone_opens_a_form(team: Chat) -> None:
    team.tells("王五", "/项目 新建")
    team.presses("王五", "填写项目信息")
    team.fills("王五", 名称="年会", 开始="2026-03-09", 结束="2026-03-13", 参与部门="行政部")
    team.shows("dm:王五", "项目 年会", "3月9日（周一） – 3月13日（周五）", "行政部", "/项目 绑定 XMNH2026-001")


def test_j1_a_given_code_is_kept_and_may_not_be_taken_twice(team: Chat) -> None:
    team.tells("张三", "/项目 新建 年会 编号 XMNH2026-100")
    team.shows("dm:张三", "年会（XMNH2026-100）")
    team.tells("王五", "/项目 新建 团建 编号 xmnh2026-100")
    team.shows("dm:王五", "编号 XMNH2026-100 已被使用")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/项目 新建 年会 3月20日到3月2日", "结束日期早于开始日期"),
        ("/项目 新建 年会 2月30日", "没有这一天"),
        ("/项目 新建 3月2日到3月20日", "请写上项目名称"),
        ("/项目 新建 年会 编号 7号", "格式不对"),
        ("/项目 新建 Q4宣传物料", "已有同名项目"),
        ("/项目 新见 年会", "项目 新建"),
    ],
)
def test_a_wrong_line_is_answered_with_the_right_one(team: Chat, typed: str, answer: str) -> None:
    team.says("张三", typed)
    team.shows(GROUP, answer)


def test_j2_a_project_made_alone_is_bound_to_a_group_later_and_its_people_join(office: Chat) -> None:
    office.tells("Anna", "/project new Posters Mar 2 to Mar 20")
    office.shows("dm:Anna", "Send /project bind XMPOS2026-001 in the project's group")
    office.says("Anna", "/project bind XMPOS2026-001", "Launch")
    office.shows("group:Launch", "Members: Anna, Ben Li")


def test_j2_unbinding_takes_the_group_away(team: Chat) -> None:
    team.says("张三", "/项目 解绑")
    team.shows(GROUP, "已与本群解绑")
    team.says("李四", "/项目 查看")
    team.shows(GROUP, "这个群还没有项目")


def test_j2_a_projects_name_within_a_title_stays_there(team: Chat) -> None:
    team.says("张三", "/项目 新建 海报 2026-03-02 到 2026-03-20")
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前")
    team.shows(GROUP, "海报初稿（SJB20260001）")


def test_j2_a_projects_name_on_its_own_is_no_part_of_the_title(team: Chat) -> None:
    team.says("张三", "/项目 新建 海报 2026-03-02 到 2026-03-20")
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前 海报")
    team.shows(GROUP, "｜海报初稿（SJB20260001）")


def test_j2_several_projects_in_one_group_are_told_apart_by_name_or_code(team: Chat) -> None:
    team.says("张三", "/项目 新建 年会 3月9日到3月13日")
    team.shows(GROUP, "本群现有多个项目")
    team.says("李四", "/项目 查看")
    team.shows(GROUP, "是哪一个？", "XMNH2026-001")
    team.says("李四", "/项目 查看 年会")
    team.shows(GROUP, "项目 年会（XMNH2026-001）")


def test_j2_a_line_for_one_of_several_projects_is_carried_on_by_one_tap(team: Chat) -> None:
    team.says("张三", "/项目 新建 年会 2026-03-02 到 2026-03-20")
    team.says("李四", "/任务 订场地 @王五 3月9日")
    asked = team.shows(GROUP, "是哪一个？")
    assert asked.buttons == ("Q4宣传物料", "年会")
    team.presses("李四", "年会")
    team.shows(GROUP, "订场地", "王五", "3月9日")
    assert team.shows(GROUP, "年会", kind="update").buttons == ()


def test_j2_somebody_elses_line_is_not_carried_on(team: Chat) -> None:
    team.says("张三", "/项目 新建 年会 2026-03-02 到 2026-03-20")
    team.says("李四", "/任务 订场地 @王五 3月9日")
    team.presses("张三", "年会")
    team.shows("dm:张三", "李四")
    team.hides(GROUP, "订场地")


def test_a_card_is_updated_in_place_on_every_change(team: Chat) -> None:
    team.says("张三", "/项目 修改 目标 新增线索20% 资源 预算5万 风险 印厂排期")
    update = team.shows(GROUP, "目标：新增线索20%", "资源：预算5万", "风险点：印厂排期", kind="update")
    assert update.key == "project:1"


def test_the_card_is_edited_with_its_form(team: Chat) -> None:
    team.presses("张三", "修改")
    team.fills("张三", 目标="新增线索20%", 结束="2026-03-27")
    team.shows(GROUP, "已更新", "目标：新增线索20%", "结束：3月27日（周五）", kind="post")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/项目 角色 @王五 接口人", "王五：设计部接口人"),
        ("/项目 角色 @李四 设计部 负责人", "李四：设计部负责人"),
        ("/项目 角色 @李四 负责人", "李四：项目负责人（接替 张三）"),
        ("/项目 角色 @王五 分管领导", "王五：分管领导"),
        ("/project role @王五 head 设计部", "王五：设计部负责人"),
        ("/项目 角色 @李思 接口人", "是 李四 吗"),
        ("/项目 角色 @李四", "请写上人和角色"),
    ],
)
def test_p2_roles_are_given_in_plain_words(team: Chat, typed: str, answer: str) -> None:
    team.says("张三", typed)
    team.shows(GROUP, answer)


def test_p1_the_former_lead_can_change_nothing_any_more(team: Chat) -> None:
    team.says("张三", "/项目 角色 @李四 负责人")
    team.says("张三", "/项目 修改 目标 别的")
    team.shows(GROUP, "需要由项目负责人来做")


def test_a_liaison_replaced_in_a_department_is_named(team: Chat) -> None:
    team.says("张三", "/项目 角色 @李四 接口人")
    team.says("张三", "/项目 角色 @王五 接口人")
    team.shows(GROUP, "王五：设计部接口人（接替 李四）")


def test_somebody_removed_sees_nothing_and_their_tasks_are_named(team: Chat) -> None:
    team.says("张三", "/任务 完成海报 @王五 3月6日")
    team.says("张三", "/项目 移除 @王五")
    team.shows(GROUP, "王五已移出", "还有 1 项未完成任务")
    team.tells("王五", f"/项目 查看 {CODE}")
    team.shows("dm:王五", f"这里没有编号为 {CODE} 的项目")


def test_the_lead_cannot_be_removed(team: Chat) -> None:
    team.says("张三", "/项目 移除 @张三")
    team.shows(GROUP, "请先用 /项目 角色")


@pytest.mark.parametrize("code", [CODE, "XMZZZ2026-009"])
def test_u4_an_outsider_is_answered_alike_for_a_project_that_is_and_one_that_is_not(team: Chat, code: str) -> None:
    team.tells("孙六", f"/项目 查看 {code}")
    team.shows("dm:孙六", f"这里没有编号为 {code} 的项目。")


def test_u4_another_group_learns_nothing_even_from_a_member(team: Chat) -> None:
    team.group("别的群", "张三", "孙六")
    team.says("张三", f"/项目 查看 {CODE}", "别的群")
    team.shows("group:别的群", f"这里没有编号为 {CODE} 的项目。")


def test_a_member_may_look_but_not_change(team: Chat) -> None:
    team.says("王五", "/项目 结项")
    team.shows(GROUP, "需要由项目负责人来做")


def test_closing_asks_once_while_tasks_are_open_and_then_stops_everything(team: Chat) -> None:
    team.says("张三", "/任务 完成海报 @王五 3月3日")
    team.says("张三", "/项目 结项")
    team.shows(GROUP, "还有未完成的任务", "完成海报")
    team.presses("张三", "仍然结项")
    team.shows(GROUP, "已结项")
    team.until("2026-03-13 18:00")
    assert not team.fresh(GROUP)


def test_a_project_without_open_tasks_is_closed_at_once_in_english(office: Chat) -> None:
    office.says("Anna", "/project new Posters Mar 2 to Mar 20", "Launch")
    office.says("Anna", "/project close", "Launch")
    office.shows("group:Launch", "The project “Posters” (XMPOS2026-001) is closed.")


def test_a_department_takes_part_with_what_it_answers_for(team: Chat) -> None:
    team.says("张三", "/项目 部门 法务部 合同审核")
    team.shows(GROUP, "· 法务部：合同审核（负责人、接口人未定）", kind="update")


def test_j2_a_group_without_a_project_is_greeted_once(chat: Chat) -> None:
    chat.person("张三")
    chat.person("李四")
    chat.group("新品上市", "张三")
    chat.shows(GROUP, "我是对齐", "/项目 新建", why="reply")
    chat.group("新品上市", "李四")
    assert not chat.fresh(GROUP)


def test_somebody_who_comes_into_the_group_later_joins_its_project(team: Chat) -> None:
    team.group("新品上市", "孙六")
    team.says("孙六", "/项目 查看")
    team.shows(GROUP, "成员：张三、李四、王五、孙六", "财务部")


def test_j1_the_word_alone_shows_the_project_there_is(team: Chat) -> None:
    team.says("李四", "/项目")
    team.shows(GROUP, f"项目 Q4宣传物料（{CODE}）")


def test_j1_the_word_alone_offers_a_new_project_where_there_is_none(chat: Chat) -> None:
    chat.person("张三")
    chat.group("新品上市", "张三")
    chat.says("张三", "/项目")
    assert chat.shows(GROUP, "新建项目").buttons == ("填写项目信息",)


def test_an_unknown_use_of_project_names_the_uses_there_are(team: Chat) -> None:
    team.says("张三", "/项目 归档")
    team.shows(GROUP, "没有名为“归档”的项目或用法", "/项目 新建、查看")


def test_a_sentence_about_the_project_is_no_command(team: Chat) -> None:
    team.tells("李四", "项目 进展顺利")
    team.shows("dm:李四", "没看懂这句话")


def test_p2_a_role_is_given_to_a_name_without_at(team: Chat) -> None:
    team.says("张三", "/项目 角色 王五 接口人")
    team.shows(GROUP, "王五：设计部接口人")


def test_a_group_of_english_readers_is_answered_in_english(chat: Chat) -> None:
    chat.person("Ann", lang="en")
    chat.person("Bob", lang="en")
    chat.group("Launch", "Ann", "Bob")
    chat.shows("group:Launch", "Hello, I am Duiqi")
    chat.says("Ann", "/project new Autumn 2026-03-02 to 2026-03-20", "Launch")
    chat.shows("group:Launch", "Project lead: Ann")


def test_a_group_of_mixed_readers_keeps_the_language_of_the_workspace(chat: Chat) -> None:
    chat.person("张三")
    chat.person("Bob", lang="en")
    chat.group("新品上市", "张三", "Bob")
    chat.says("Bob", "/project new Autumn 2026-03-02 to 2026-03-20")
    chat.shows(GROUP, "项目负责人：Bob")


def test_u4_whoever_was_removed_sees_no_later_state_of_a_card(team: Chat) -> None:
    team.tells("王五", "/项目 查看")
    team.says("张三", "/项目 移除 @王五")
    team.says("张三", "/项目 修改 目标 新增线索20%")
    team.shows(GROUP, "目标：新增线索20%", kind="update")
    assert not team.lines("dm:王五", kind="update")


def test_u4_a_group_that_was_unbound_sees_no_later_state_of_a_card(team: Chat) -> None:
    team.group("二群", "张三", "孙六")
    team.says("张三", f"/项目 绑定 {CODE}", "二群")
    team.says("张三", "/项目 解绑", "二群")
    team.says("张三", "/项目 修改 目标 新增线索20%")
    assert not team.fresh("group:二群")

"""Taking back changes of milestones, parts, settings, leave and the project itself (U1)."""

import pytest

from tests.chat import GROUP, Chat

UNDONE = "已撤销你最近一次改动"


def test_u1_a_new_milestone_is_taken_out_again(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月10日")
    team.says("张三", "/撤销")
    team.shows(GROUP, UNDONE, "新增里程碑：样稿", kind="post")
    team.shows(GROUP, "里程碑“样稿”已删除", kind="update")
    team.until("2026-03-11 18:00")
    team.hides(GROUP, "样稿", why="J5")


def test_u1_a_moved_milestone_goes_back_to_its_day(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月10日")
    team.says("张三", "/项目 里程碑 样稿 3月13日")
    team.says("张三", "/撤销")
    team.shows(GROUP, "· 3月10日（周二） 样稿", kind="update")


def test_u1_a_milestone_marked_by_mistake_is_open_again_and_every_group_hears_of_it(team: Chat) -> None:
    team.group("设计群", "张三", "李四")
    team.says("张三", "/项目 绑定 XMQXC2026-001", "设计群")
    team.says("张三", "/项目 里程碑 样稿 3月10日")
    team.until("2026-03-02 09:30")
    team.presses("张三", "已达成")
    team.tells("张三", "/撤销")
    for place in (GROUP, "group:设计群"):
        team.shows(place, "张三撤销了一项改动\n里程碑达成：样稿", why="U1")
    assert team.shows(GROUP, "里程碑“样稿”定在 3月10日", kind="update").buttons == ("已达成",)


def test_u1_a_removed_milestone_comes_back(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月10日")
    team.says("张三", "/项目 里程碑 删除 样稿")
    team.says("张三", "/撤销")
    team.says("张三", "/项目 里程碑")
    team.shows(GROUP, "· 3月10日（周二） 样稿")


def test_u1_a_milestone_somebody_else_changed_since_is_left_alone(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月10日")
    team.group("新品上市", "管理员")
    team.says("管理员", "/项目 里程碑 样稿 3月13日")
    team.says("张三", "/撤销")
    team.shows(GROUP, "管理员之后又改过（里程碑改期），不能直接撤销。")


def test_u1_a_part_goes_back_to_whoever_had_it(team: Chat) -> None:
    team.says("张三", "/项目 角色 @李四 负责人 设计部")
    team.says("张三", "/项目 角色 @王五 负责人 设计部")
    team.says("张三", "/撤销")
    team.shows(GROUP, UNDONE, "调整分工：王五（负责人）", kind="post")
    team.shows(GROUP, "· 设计部（负责人 李四、", kind="update")


def test_p2_a_part_is_taken_away_and_given_back_by_undo(team: Chat) -> None:
    team.says("张三", "/项目 角色 @王五 接口人 设计部")
    team.says("张三", "/项目 角色 取消 @王五 接口人 设计部")
    team.shows(GROUP, "王五：不再是设计部接口人", kind="post")
    team.shows(GROUP, "· 设计部（接口人 李四、", kind="update")
    team.says("张三", "/撤销")
    team.shows(GROUP, "· 设计部（接口人 王五、", kind="update")


def test_p2_a_part_nobody_gave_cannot_be_taken_away(team: Chat) -> None:
    team.says("张三", "/project role remove @王五 liaison 设计部")
    team.shows(GROUP, "王五在这个项目里没有被指定为接口人，没有改动。")


def test_u1_a_lead_handed_on_by_mistake_is_taken_back(team: Chat) -> None:
    team.says("张三", "/项目 角色 @李四 负责人")
    team.says("张三", "/撤销")
    team.shows(GROUP, "项目负责人：张三", kind="update")


def test_u1_who_came_in_with_a_part_leaves_with_it(team: Chat) -> None:
    team.says("张三", "/项目 角色 @孙六 成员")
    team.says("张三", "/撤销")
    team.tells("孙六", "/项目 查看 XMQXC2026-001")
    team.shows("dm:孙六", "这里没有编号为 XMQXC2026-001 的项目。")


def test_u1_a_setting_goes_back_and_what_hangs_on_it_follows(team: Chat) -> None:
    team.says("张三", "/设置 站会时间 11:00")
    team.says("张三", "/撤销")
    team.shows(GROUP, "修改设置：站会时间", kind="post")
    team.until("2026-03-02 09:31")
    team.shows("dm:李四", "站会", why="S1")


def test_u1_ones_own_setting_goes_back(team: Chat) -> None:
    team.tells("李四", "/设置 语言 en")
    team.tells("李四", "/undo")
    team.shows("dm:李四", UNDONE, "修改个人设置")


def test_u1_a_leave_is_taken_back_and_the_deputy_told(team: Chat) -> None:
    team.until("2026-03-02 09:10")
    team.tells("李四", "/请假 3月3日 代理 @王五")
    team.tells("李四", "/撤销")
    team.shows("dm:李四", UNDONE, "登记请假：李四 3月3日（周二）")
    team.shows("dm:王五", "李四 取消了 3月3日（周二） 的假期，不再需要你代理。")
    team.until("2026-03-03 09:31")
    team.shows("dm:李四", "站会", why="S1")


def test_s1_a_deputy_who_was_not_told_yet_is_never_told(team: Chat) -> None:
    team.tells("李四", "/请假 3月3日 代理 @王五")
    team.tells("李四", "/撤销")
    team.until("2026-03-02 09:29")
    assert not team.fresh("dm:王五")


def test_u1_a_leave_joined_with_another_leaves_that_one_standing(team: Chat) -> None:
    team.tells("李四", "/请假 3月3日到3月4日")
    team.tells("李四", "/请假 3月4日到3月6日")
    team.tells("李四", "/撤销")
    team.tells("李四", "/请假")
    team.shows("dm:李四", "李四 请假：3月3日（周二） 到 3月4日（周三）")


def test_u1_a_leave_ended_by_mistake_goes_on(team: Chat) -> None:
    team.tells("李四", "/请假 3月3日到3月4日")
    team.tells("李四", "/销假")
    team.tells("李四", "/撤销")
    team.tells("李四", "/请假")
    team.shows("dm:李四", "李四 请假：3月3日（周二） 到 3月4日（周三）")


def test_u1_a_project_closed_by_mistake_goes_on(team: Chat) -> None:
    team.says("张三", "/任务 初稿 @李四 3月5日17:00")
    team.says("张三", "/项目 结项")
    team.presses("张三", "仍然结项")
    team.says("张三", "/撤销")
    team.shows(GROUP, "项目结项：Q4宣传物料", kind="post")
    team.says("李四", "/进度 初稿 50%")
    team.shows(GROUP, "“初稿”进度已更新：50%")
    team.until("2026-03-05 17:01")
    team.shows(GROUP, "初稿", why="O2")


def test_u1_a_change_of_the_card_is_taken_back(team: Chat) -> None:
    team.says("张三", "/项目 修改 目标 新增线索20% 周期 3月2日到3月27日")
    team.says("张三", "/撤销")
    card = team.shows(GROUP, "项目 Q4宣传物料", "周期：3月2日（周一） – 3月20日（周五）", kind="update")
    assert "新增线索" not in card.text


def test_u1_it_holds_for_as_long_as_any_other_undo(team: Chat) -> None:
    team.says("张三", "/项目 里程碑 样稿 3月10日")
    team.passes(minutes=31)
    team.says("张三", "/撤销")
    team.shows(GROUP, "只能撤销 30 分钟内的改动。")


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("/项目 新建 年会 3月2日到3月31日", "改内容发 /项目 修改，不需要了发 /项目 结项"),
        ("/站会 昨天: 无 今天: 排期 阻碍: 无", "重新发送 /站会 即可"),
        ("/催办 初稿", "提醒已经发出，收不回来"),
    ],
)
def test_u1_what_cannot_be_taken_back_says_what_to_do_instead(team: Chat, typed: str, instead: str) -> None:
    team.says("张三", "/任务 初稿 @李四 3月5日17:00")
    team.says("张三", typed)
    team.says("张三", "/撤销")
    team.shows(GROUP, instead)


def test_u1_a_project_taken_out_of_its_group_by_mistake_is_back(team: Chat) -> None:
    team.says("张三", "/项目 解绑")
    team.says("张三", "/撤销")
    team.shows(GROUP, UNDONE, "解绑群聊：新品上市")
    team.says("李四", "/任务 列表")
    team.shows(GROUP, "Q4宣传物料")


def test_u1_a_project_bound_to_the_wrong_group_leaves_it(team: Chat) -> None:
    team.group("设计群", "张三", "李四")
    team.says("张三", "/项目 绑定 XMQXC2026-001", "设计群")
    team.says("张三", "/撤销", "设计群")
    team.says("张三", "/任务 列表", "设计群")
    team.shows("group:设计群", "这个群还没有项目")


def test_u1_a_member_removed_by_mistake_has_their_parts_back(team: Chat) -> None:
    team.says("张三", "/项目 角色 @王五 接口人 设计部")
    team.says("张三", "/项目 移除 @王五")
    team.says("张三", "/撤销")
    team.shows(GROUP, UNDONE, "移出成员：王五", kind="post")
    team.shows(GROUP, "成员：张三、李四、王五", "· 设计部（接口人 王五、", kind="update")


def test_u1_what_a_department_answers_for_goes_back(team: Chat) -> None:
    team.says("张三", "/项目 部门 设计部 海报")
    team.says("张三", "/项目 部门 设计部 主视觉")
    team.says("张三", "/撤销")
    team.shows(GROUP, "· 设计部：海报（", kind="update")


def test_u1_a_department_that_nobody_is_from_is_taken_out_again(team: Chat) -> None:
    team.says("张三", "/项目 部门 法务部 合同")
    team.says("张三", "/撤销")
    assert "法务部" not in team.shows(GROUP, "参与部门", kind="update").text


def test_u1_the_companys_list_goes_back_to_whoever_was_replaced(team: Chat) -> None:
    team.tells("管理员", "/谁 设置 设计部 接口人 @王五")
    team.tells("管理员", "/撤销")
    team.shows("dm:管理员", UNDONE, "调整部门分工：王五（设计部接口人）", "调整部门分工：李四（设计部接口人）")
    team.shows(GROUP, "· 设计部（接口人 李四、", kind="update")


def test_u1_who_was_put_into_another_department_is_back_in_theirs(team: Chat) -> None:
    team.tells("管理员", "/谁 设置 @王五 部门 财务部")
    team.tells("管理员", "/撤销")
    team.tells("管理员", "/谁 @王五")
    team.shows("dm:管理员", "部门：设计部")


def test_u1_a_day_set_by_mistake_follows_the_calendar_again(team: Chat) -> None:
    team.says("张三", "/工作日 设置 3月3日到3月4日 休 年会")
    team.says("张三", "/撤销")
    team.shows(GROUP, UNDONE, "设置工作日：3月4日（周三）", "设置工作日：3月3日（周二）")
    team.until("2026-03-03 09:31")
    team.shows("dm:李四", "站会", why="S1")


def test_u1_a_day_cleared_by_mistake_is_as_it_was_set(team: Chat) -> None:
    team.says("张三", "/工作日 设置 3月6日 半天 09:00-12:00 大扫除")
    team.says("张三", "/工作日 取消 3月6日")
    team.says("张三", "/撤销")
    team.says("张三", "/工作日 3月6日")
    team.shows(GROUP, "公司安排上班 09:00-12:00：大扫除")


def test_u1_a_member_given_a_part_since_is_left_alone(team: Chat) -> None:
    team.says("张三", "/项目 移除 @王五")
    team.group("新品上市", "管理员")
    team.says("管理员", "/项目 角色 @王五 接口人 设计部")
    team.says("张三", "/撤销")
    team.shows(GROUP, "管理员之后又改过（调整分工），不能直接撤销。")


def test_u1_in_english(team: Chat) -> None:
    team.tells("张三", "/settings language en")
    team.tells("张三", "/leave March 4")
    team.tells("张三", "/undo")
    team.shows("dm:张三", "Your last change was taken back", "leave entered: 张三, ")


def test_u1_what_to_do_instead_in_english(team: Chat) -> None:
    team.says("张三", "/settings language en")
    team.says("张三", "/project new Party Mar 2 to Mar 31")
    team.says("张三", "/undo")
    team.shows(GROUP, "change it with /project edit, or end it with /project close")

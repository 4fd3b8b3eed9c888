"""Dependencies and the critical path, hand-over and urging as a conversation (J4, P3, T4)."""

import pytest

from tests.chat import GROUP, Chat

DRAFT, FINAL, PRINT = "SJB20260001", "SJB20260002", "SCB20260001"


@pytest.fixture
def plan(team: Chat) -> Chat:
    """A draft (李四, Wednesday), a final (王五, Friday) and the print (张三, the Friday after)."""
    team.says("张三", "/任务 初稿 @李四 3月4日前")
    team.says("张三", "/任务 定稿 @王五 3月6日前")
    team.says("张三", "/任务 印刷 @张三 3月13日前")
    return team


# ---------------------------------------------------------------------------------------------------------------------
# Dependencies (J4)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"/依赖 {FINAL} after {DRAFT} +2天", "“定稿”将在“初稿”完成后再等 2 个工作日开始"),
        (f"/depends {FINAL} after {DRAFT} +1d", "“定稿”将在“初稿”完成后再等 1 个工作日开始"),
        (f"/依赖 {FINAL} {DRAFT}", "“定稿”将在“初稿”完成后开始"),
    ],
)
def test_j4_a_task_waits_for_another(plan: Chat, typed: str, said: str) -> None:
    plan.says("张三", typed)
    plan.shows(GROUP, said, kind="post")
    plan.shows(GROUP, "定稿", "前置任务：初稿", kind="update")


def test_j4_both_ends_of_the_only_chain_are_critical(plan: Chat) -> None:
    plan.says("张三", f"/依赖 {FINAL} after {DRAFT}")
    plan.shows(GROUP, "初稿", "关键路径：是，延误会影响项目完工", kind="update")
    plan.shows(GROUP, "定稿", "关键路径：是，延误会影响项目完工", kind="update")


def test_j4_the_path_is_found_anew_when_a_date_moves(plan: Chat) -> None:
    plan.says("张三", f"/依赖 {PRINT} after {DRAFT}")
    plan.says("张三", f"/依赖 {PRINT} after {FINAL}")
    draft = plan.shows(GROUP, f"（{DRAFT}）", kind="update")
    assert "关键路径" not in draft.text
    plan.says("张三", f"/改期 {DRAFT} 3月9日 原因：素材晚到")
    plan.shows(GROUP, f"（{DRAFT}）", "关键路径：是", kind="update")
    final = plan.shows(GROUP, f"（{FINAL}）", kind="update")
    assert "关键路径" not in final.text


def test_j4_a_loop_is_refused_and_shown(plan: Chat) -> None:
    plan.says("张三", f"/依赖 {FINAL} after {DRAFT}")
    plan.says("张三", f"/依赖 {PRINT} after {FINAL}")
    plan.says("张三", f"/依赖 {DRAFT} after {PRINT}")
    plan.shows(GROUP, "这样会形成循环依赖，没有保存：", "初稿 → 定稿 → 印刷 → 初稿")


@pytest.mark.parametrize(
    "typed",
    [
        "/依赖 定稿 初稿",
        "/依赖 定稿 等 初稿",
        "/依赖 定稿 在 初稿 之后",
        "/依赖 初稿 完成后再做 定稿",
        f"/依赖 定稿 {DRAFT}",
        "/depends 定稿 after 初稿",
        "/depends 初稿 before 定稿",
    ],
)
def test_j4_both_tasks_may_be_named_by_title(plan: Chat, typed: str) -> None:
    plan.says("张三", typed)
    plan.shows(GROUP, "“定稿”将在“初稿”完成后开始", kind="post")


def test_j4_a_title_within_another_names_the_one_that_is_left(plan: Chat) -> None:
    plan.says("张三", "/任务 初稿打样 @王五 3月9日前")
    plan.says("张三", "/depends 初稿打样 after 初稿 +1d")
    plan.shows(GROUP, "“初稿打样”将在“初稿”完成后再等 1 个工作日开始", kind="post")


def test_j4_only_who_works_on_a_task_says_what_it_waits_for(plan: Chat) -> None:
    plan.group("新品上市", "孙六")
    plan.says("孙六", "/依赖 定稿 初稿")
    plan.shows(GROUP, "这一步需要由任务负责人或项目负责人来做。")


def test_u4_a_stranger_links_nothing_and_learns_nothing(plan: Chat) -> None:
    plan.tells("孙六", f"/依赖 {FINAL} {DRAFT}")
    plan.shows("dm:孙六", f"这里没有编号为 {FINAL} 的任务。")


def test_j4_a_task_cannot_wait_for_itself(plan: Chat) -> None:
    plan.says("张三", f"/依赖 {DRAFT} after {DRAFT}")
    plan.shows(GROUP, "初稿 → 初稿")


def test_j4_what_it_waits_for_has_to_be_named(plan: Chat) -> None:
    plan.says("张三", f"/依赖 {FINAL}")
    plan.shows(GROUP, f"“定稿”要等哪项任务？例如：/依赖 {FINAL} after 前置任务编号 +2天")


def test_j4_a_dependency_can_be_given_with_the_task(plan: Chat) -> None:
    plan.says("张三", f"/任务 运输 @王五 3月16日前 依赖 {PRINT}")
    plan.shows(GROUP, "运输（SJB20260003）", "前置任务：印刷", kind="post")


# ---------------------------------------------------------------------------------------------------------------------
# Hand-over (P3)


def test_p3_one_task_is_handed_over_and_both_sides_are_told(plan: Chat) -> None:
    plan.says("张三", f"/移交 {DRAFT} @王五")
    plan.shows(GROUP, "“初稿”已从李四移交给王五", kind="post")
    plan.shows(GROUP, "负责人：王五", "确认：等待负责人接受", kind="update")
    plan.passes(minutes=30)
    plan.shows("dm:王五", "张三把这项任务交给你", "初稿", why="T2")
    plan.shows("dm:李四", "“初稿”已移交给王五", why="T2")


def test_t2_a_task_handed_over_on_its_way_is_accepted_anew(plan: Chat) -> None:
    plan.says("李四", f"/进度 {DRAFT} 30%")
    plan.says("李四", f"/移交 {DRAFT} @王五")
    card = plan.shows(GROUP, "状态：进行中 30%", "确认：等待负责人接受", kind="update")
    assert card.buttons == ("接受", "有困难", "进度", "完成", "阻塞", "改期")


def test_p3_a_hand_over_asks_to_whom(plan: Chat) -> None:
    plan.says("李四", f"/移交 {DRAFT}")
    plan.shows(GROUP, "“初稿”移交给谁？")
    plan.fills("李四", 移交给="王五")
    plan.shows(GROUP, "“初稿”已从李四移交给王五", kind="update")


def test_p3_all_open_tasks_at_once(plan: Chat) -> None:
    plan.says("张三", "/任务 配图 @李四 3月9日前")
    plan.tells("李四", "/移交 全部 @王五")
    plan.shows("dm:李四", "李四的 2 项任务已移交给王五", "初稿", "配图")


def test_j2_the_group_hears_of_tasks_handed_over_in_private(plan: Chat) -> None:
    plan.until("2026-03-02 09:30")
    plan.tells("李四", "/移交 全部 @王五")
    plan.shows(GROUP, "“初稿”已从李四移交给王五", why="J2")


@pytest.mark.parametrize(
    "typed",
    [
        "/移交 全部 @李四 @王五",
        "/移交 全部 李四 给 王五",
        "/移交 李四的全部任务 给 @王五",
        "/移交 @李四 的所有任务交给王五",
        "/handover @李四 to @王五",
        "/handover all @李四 to @王五",
        "/handover 李四's tasks to @王五",
        "/handover all of 李四's open tasks to 王五",
    ],
)
def test_p3_the_lead_hands_over_all_tasks_of_somebody_else(plan: Chat, typed: str) -> None:
    plan.says("张三", "/任务 配图 @李四 3月9日前")
    plan.until("2026-03-02 09:30")
    plan.says("张三", typed)
    plan.shows(GROUP, "李四的 2 项任务已移交给王五", "初稿 · 王五", "配图 · 王五", kind="post")
    plan.shows("dm:王五", "有 2 项任务交给你", why="T2")
    plan.shows("dm:李四", "你有 2 项任务已移交", why="T2")


def test_p3_all_of_somebody_elses_tasks_are_given_back_by_one_undo(plan: Chat) -> None:
    plan.says("张三", "/任务 配图 @李四 3月9日前")
    plan.says("张三", "/移交 全部 @李四 @王五")
    plan.says("张三", "/撤销")
    plan.says("张三", "/任务 列表 @李四")
    plan.shows(GROUP, "2 项未完成任务", "初稿 · 李四", "配图 · 李四")


def test_p3_to_whom_all_tasks_of_somebody_go_is_asked(plan: Chat) -> None:
    plan.says("张三", "/移交 李四的全部任务")
    plan.shows(GROUP, "李四有 1 项未完成任务，移交给谁？")
    plan.fills("张三", 移交给="王五")
    plan.shows(GROUP, "李四的 1 项任务已移交给王五", kind="update")


def test_p3_a_member_cannot_hand_over_what_belongs_to_others(plan: Chat) -> None:
    plan.group("新品上市", "孙六")
    for line in ("/移交 全部 @李四 @王五", f"/移交 {DRAFT} @王五"):
        plan.says("孙六", line)
        plan.shows(GROUP, "这一步需要由任务负责人或项目负责人来做。")


def test_u4_a_stranger_learns_of_nobodys_tasks(plan: Chat) -> None:
    plan.tells("孙六", "/移交 全部 @李四 @王五")
    plan.shows("dm:孙六", "李四在这里没有未完成的任务。")
    plan.tells("孙六", f"/移交 {DRAFT} @王五")
    plan.shows("dm:孙六", f"这里没有编号为 {DRAFT} 的任务。")


def test_t2_buttons_of_tasks_that_come_in_one_message_are_numbered_like_the_tasks(plan: Chat) -> None:
    plan.says("张三", "/任务 配图 @王五 3月9日前")
    plan.says("张三", "/任务 文案 @王五 3月9日前")
    plan.until("2026-03-02 09:30")
    told = plan.shows("dm:王五", "1. 🟢 正常｜定稿", "2. 🟢 正常｜配图", "3. 🟢 正常｜文案", why="T2")
    assert told.buttons == ("接受 1", "有困难 1", "接受 2", "有困难 2", "接受 3", "有困难 3")
    plan.presses("王五", "接受 2")
    plan.shows(GROUP, "配图", "确认：已接受", kind="update")


def test_p3_nothing_to_hand_over(plan: Chat) -> None:
    plan.tells("王五", f"/完成 {FINAL}")
    plan.tells("王五", "/移交 全部 @李四")
    plan.shows("dm:王五", "你在这里没有未完成的任务，不需要移交。")


def test_p3_to_whoever_has_it_changes_nothing(plan: Chat) -> None:
    plan.says("李四", f"/移交 {DRAFT} @李四")
    plan.shows(GROUP, "“初稿”本来就由李四负责，没有改动。")


def test_p3_an_unknown_name_gets_the_nearest(plan: Chat) -> None:
    plan.says("李四", f"/移交 {DRAFT} @王武")
    plan.shows(GROUP, "王武", "王五")


def test_p3_a_stranger_who_gets_a_task_becomes_a_member(plan: Chat) -> None:
    plan.tells("张三", f"/移交 {DRAFT} @孙六")
    plan.tells("孙六", f"/进度 {DRAFT} 10%")
    plan.shows("dm:孙六", "“初稿”进度已更新：10%")


# ---------------------------------------------------------------------------------------------------------------------
# Urging (T4)


def test_t4_urging_reaches_the_owner_alone_in_working_hours(plan: Chat) -> None:
    plan.says("王五", f"/催办 {DRAFT}")
    plan.shows(GROUP, "已提醒李四更新“初稿”", kind="post")
    plan.passes(minutes=30)
    told = plan.shows("dm:李四", "王五请你更新“初稿”的进展", why="T4")
    assert told.buttons == ("进度", "完成", "阻塞")


def test_t4_urging_twice_a_day_is_too_much(plan: Chat) -> None:
    plan.says("王五", f"/催办 {DRAFT}")
    plan.says("王五", f"/urge {DRAFT}")
    plan.shows(GROUP, "今天已经提醒过李四 1 次了，明天再催，或直接联系对方。")
    plan.until("2026-03-03 08:00")
    plan.says("王五", f"/催办 {DRAFT}")
    plan.shows(GROUP, "已提醒李四更新“初稿”")


def test_t4_nobody_urges_themselves(plan: Chat) -> None:
    plan.says("李四", f"/催办 {DRAFT}")
    plan.shows(GROUP, "“初稿”由你自己负责，直接更新进度就好。")


def test_t4_what_is_done_needs_no_urging(plan: Chat) -> None:
    plan.says("李四", f"/完成 {DRAFT}")
    plan.says("王五", f"/催办 {DRAFT}")
    plan.shows(GROUP, "“初稿”不用催了，当前状态：已完成。")


def test_t4_an_answer_before_the_urging_arrives_makes_it_needless(plan: Chat) -> None:
    plan.says("王五", f"/催办 {DRAFT}")
    plan.says("李四", f"/完成 {DRAFT}")
    plan.passes(minutes=40)
    assert plan.lines("dm:李四", why="T4") == []


def test_t4_who_is_on_leave_is_urged_through_the_deputy(plan: Chat) -> None:
    plan.tells("李四", "/请假 3月2日到3月3日 代理 @王五")
    plan.says("张三", f"/催办 {DRAFT}")
    plan.shows(GROUP, "已提醒王五更新“初稿”")


def test_t4_who_is_on_leave_without_a_deputy_is_not_disturbed(plan: Chat) -> None:
    plan.tells("李四", "/请假 3月2日到3月3日")
    plan.says("张三", f"/催办 {DRAFT}")
    plan.shows(GROUP, "李四正在请假，也没有代理人。请联系项目负责人，或移交任务。")


@pytest.mark.parametrize("typed", ["市场部、设计部3月6日前交物料清单", "物料清单 @市场部 @设计部 3月6日前"])
def test_p2_of_two_departments_both_liaisons_are_offered_and_one_owns_it(team: Chat, typed: str) -> None:
    team.person("钱七", dept="市场部", role="liaison")
    team.says("张三", f"/任务 {typed}")
    assert set(team.shows(GROUP, "由谁负责？").buttons) == {"李四", "钱七"}
    team.presses("张三", "李四")
    team.shows(GROUP, "物料清单", "负责人：李四", "协作人：钱七", "部门：设计部")


def test_p2_where_one_of_two_departments_has_no_liaison_the_owner_is_asked(team: Chat) -> None:
    team.says("张三", "/任务 市场部、设计部3月6日前交物料清单")
    assert team.shows(GROUP, "由谁负责？").buttons == ("我来负责", "选择负责人")


def test_t1_who_is_mentioned_in_one_line_owns_nothing_in_the_next(team: Chat) -> None:
    team.says("张三", "/任务 易拉宝 @李四 3月12日\n/任务 横幅 3月13日")
    team.shows(GROUP, "“横幅”由谁负责？")


# ---------------------------------------------------------------------------------------------------------------------
# Mentions of people the work only has to do with, wherever a platform leaves them (T1)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("把合同发给@李四 3月6日", "把合同发给李四"),
        ("跟 @李四 确认预算 3月6日", "跟 李四 确认预算"),
        ("合同给 @李四 看一下 3月6日", "合同给 李四 看一下"),
    ],
)
def test_t1_whom_the_work_is_for_is_asked_about(team: Chat, typed: str, title: str) -> None:
    team.says("张三", f"/任务 {typed}")
    asked = team.shows(GROUP, "由谁负责？", why="reply")
    assert asked.text.replace(" ", "").startswith(f"“{title}”由谁负责？".replace(" ", ""))

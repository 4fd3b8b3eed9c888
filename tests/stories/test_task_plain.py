"""Plain words to the bot as a conversation (S3, S1, T1): shown as understood, done after one tap."""

import pytest

from bot.commands import NAMES
from bot.rules.command_words import PINYIN
from tests.chat import GROUP, Chat


@pytest.fixture
def checks(team: Chat) -> Chat:
    """李四 owns a system check, 王五 a poster."""
    team.says("张三", "/任务 系统排查 @李四 3月4日17:00前")
    team.says("张三", "/任务 海报定稿 @王五 3月5日前")
    return team


@pytest.fixture
def english(english_team: Chat) -> Chat:
    """A group that reads English, and a task of Bob's."""
    english_team.says("Ann", "/task System check @Bob due 2026-03-04 17:00", "Launch")
    return english_team


def test_s3_progress_is_matched_shown_and_done_after_one_tap(checks: Chat) -> None:
    checks.tells("李四", "系统排查已完成50%,明日提交中期报告")
    shown = checks.shows("dm:李四", "我的理解如下，确认后更新：", "“系统排查”：进度 50%；下一步：")
    assert shown.buttons == ("确认", "不是")
    assert "下一步：3月3日（周二）提交中期报告" in shown.text
    assert checks.fresh(GROUP) == []
    checks.presses("李四", "确认")
    checks.shows("dm:李四", "已更新", "进行中 50%", kind="update")
    checks.shows(GROUP, "状态：进行中 50%", kind="update")


def test_s3_progress_in_english(english: Chat) -> None:
    english.tells("Bob", "The system check is 50% done, interim report tomorrow")
    understood = "“System check”: 50% complete; next step: interim report Tue 3 Mar"
    english.shows("dm:Bob", "This is what I understood; confirm to update:", understood)
    english.presses("Bob", "Confirm")
    english.shows("dm:Bob", "Updated", "in progress 50%", kind="update")


def test_s3_nothing_changes_without_the_tap(checks: Chat) -> None:
    checks.tells("李四", "系统排查已完成50%")
    checks.tells("李四", "/任务 查看 系统排查")
    checks.shows("dm:李四", "状态：未开始")


def test_s3_a_second_tap_does_nothing(checks: Chat) -> None:
    checks.tells("李四", "系统排查已完成50%")
    seen = checks.sees("李四", "确认")
    checks.presses_late("李四", seen)
    checks.presses_late("李四", seen)
    checks.shows("dm:李四", "这条已经处理过了，不用再点。")
    assert checks.fresh(GROUP) == []


def test_s3_only_who_said_it_confirms_it(checks: Chat) -> None:
    checks.says("李四", "@bot 系统排查已完成50%")
    checks.presses("王五", "确认")
    checks.shows("dm:王五", "这条由李四来确认。")


def test_s3_not_meant_like_that(checks: Chat) -> None:
    checks.tells("李四", "系统排查已完成50%")
    checks.presses("李四", "不是")
    checks.shows("dm:李四", "好的，没有改动。", kind="update")


def test_s3_done_blocked_and_unblocked_in_plain_words(checks: Chat) -> None:
    checks.tells("李四", "系统排查卡住了，因为服务器没到位")
    checks.shows("dm:李四", "“系统排查”：阻塞；原因：服务器没到位")
    checks.presses("李四", "确认")
    checks.shows(GROUP, "状态：阻塞", "阻塞原因：服务器没到位", kind="update")
    checks.tells("李四", "系统排查已经完成了")
    checks.presses("李四", "确认")
    checks.shows(GROUP, "✅ 已完成｜系统排查", kind="update")


def test_s3_what_is_done_is_told_to_the_group_when_it_was_said_in_private(checks: Chat) -> None:
    checks.tells("李四", "系统排查已经完成了")
    checks.presses("李四", "确认")
    checks.passes(minutes=30)
    checks.shows(GROUP, "“系统排查”：已完成", why="J2")


def test_s3_two_tasks_in_one_message(checks: Chat) -> None:
    checks.says("张三", "/任务 采购清单 @李四 3月6日前")
    checks.tells("李四", "系统排查完成80%；采购清单完成30%")
    checks.shows("dm:李四", "“系统排查”：进度 80%", "“采购清单”：进度 30%")
    checks.presses("李四", "确认")
    checks.shows("dm:李四", "进行中 80%", "进行中 30%", kind="update")


def test_s3_which_task_is_asked_when_it_is_not_clear(checks: Chat) -> None:
    checks.says("张三", "/任务 采购清单 @李四 3月6日前")
    checks.tells("李四", "已完成40%")
    asked = checks.shows("dm:李四", "说的是哪项任务？")
    assert asked.buttons == ("系统排查（SJB20260001）", "采购清单（SJB20260003）", "都不是")
    checks.presses("李四", "采购清单（SJB20260003）")
    checks.shows("dm:李四", "“采购清单”：进度 40%", kind="update")
    checks.presses("李四", "确认")
    checks.shows(GROUP, "采购清单", "状态：进行中 40%", kind="update")


def test_s3_the_only_own_task_need_not_be_named(checks: Chat) -> None:
    checks.tells("李四", "已完成40%")
    checks.shows("dm:李四", "“系统排查”：进度 40%")


def test_p3_progress_on_somebody_elses_task_is_not_taken(checks: Chat) -> None:
    checks.says("张三", "/任务 印刷 @张三 3月6日前")
    checks.tells("王五", "印刷已完成40%")
    checks.shows("dm:王五", "这一步需要由")


def test_t1_a_new_action_item_is_shown_and_made_after_one_tap(checks: Chat) -> None:
    checks.says("张三", "@bot 请 @李四 周五17:00前完成宣传册")
    shown = checks.shows(GROUP, "要新建任务“完成宣传册”吗？", "负责人：李四", "截止：3月6日（周五）17:00")
    assert shown.buttons == ("确认", "不是")
    checks.presses("张三", "确认")
    checks.shows(GROUP, "完成宣传册（SJB20260003）", kind="post")


def test_t1_an_action_item_told_to_the_bot_alone_is_ones_own(checks: Chat) -> None:
    checks.tells("王五", "明天17:00前把报价发给客户")
    checks.shows("dm:王五", "要新建任务“把报价发给客户”吗？", "负责人：王五")


def test_s1_a_standup_in_plain_words_while_it_is_open(checks: Chat) -> None:
    checks.until("2026-03-02 09:40")
    checks.tells("李四", "昨天：搭好环境\n今天：系统排查\n阻碍：无")
    checks.shows("dm:李四", "这是Q4宣传物料今天的站会更新吗？", "昨天完成：搭好环境", "今天计划：系统排查", "阻碍：无")
    checks.presses("李四", "确认")
    checks.shows("dm:李四", "已记入Q4宣传物料3月2日（周一）的站会", kind="update")
    checks.until("2026-03-02 10:30")
    checks.shows(GROUP, "搭好环境", why="S1")


def test_s3_words_about_what_is_done_already_are_told_so(checks: Chat) -> None:
    checks.tells("李四", "/完成 系统排查")
    checks.tells("李四", "系统排查已经完成了")
    checks.shows("dm:李四", "“系统排查”已由李四于3月2日（周一）08:30完成，不用再操作。")


@pytest.mark.parametrize("typed", ["?!", "这个项目怎么样"])
def test_what_cannot_be_read_is_answered_with_what_can_be_typed(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    checks.shows("dm:李四", "没看懂这句话。可以这样说：", "更新进展：系统排查已完成50%，明天提交", "全部命令：/帮助")


def test_u4_a_stranger_to_all_projects_learns_nothing_from_plain_words(checks: Chat) -> None:
    checks.tells("孙六", "系统排查已完成50%")
    checks.shows("dm:孙六", "没看懂这句话。可以这样说：")
    checks.hides("dm:孙六", "系统排查已完成50%，明天提交")


def test_a_mistyped_command_before_a_code_gets_the_nearest_one(checks: Chat) -> None:
    checks.tells("李四", "/完城 sjb20260001")
    checks.shows("dm:李四", "没有“完城”这个命令。你是想用 /完成 吗？")


def test_pinyin_letters_stand_for_frequent_commands(checks: Chat) -> None:
    checks.tells("李四", "/wc 系统排查")
    checks.shows("dm:李四", "已完成｜系统排查")
    assert set(PINYIN.values()) <= set(NAMES)


@pytest.mark.parametrize("typed", ["> /完成 系统排查", "```/完成 系统排查```", "`/完成 系统排查`"])
def test_quoted_and_code_text_runs_nothing(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    checks.shows("dm:李四", "没看懂这句话。")
    checks.tells("李四", "/任务 查看 系统排查")
    checks.shows("dm:李四", "状态：未开始")


@pytest.mark.parametrize("typed", ["明天请假", "我明天请假", "明天想休年假"])
def test_s1_leave_in_plain_words_is_entered_after_one_tap(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    checks.shows("dm:李四", "要登记李四请假吗？3月3日（周二）")
    checks.presses("李四", "确认")
    checks.shows("dm:李四", "李四 请假：3月3日（周二）", kind="update")


def test_s1_leave_in_english_words(english: Chat) -> None:
    english.tells("Bob", "I'm on leave tomorrow")
    english.shows("dm:Bob", "Enter leave for Bob? Tue 3 Mar")


def test_s1_leave_in_plain_words_names_who_stands_in(checks: Chat) -> None:
    checks.tells("李四", "我下周一到周三休年假，张三代理")
    checks.shows("dm:李四", "要登记李四请假吗？3月9日（周一） – 3月11日（周三）")
    checks.presses("李四", "确认")
    checks.shows("dm:李四", "需要处理的事项由 张三 代理。", kind="update")


@pytest.mark.parametrize("typed", ["明天请假 代理 @张三", "明天请假，由张三代理", "明天请假由张三代理"])
def test_s1_who_stands_in_may_be_named_in_many_ways(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    checks.shows("dm:李四", "要登记李四请假吗？3月3日（周二）", "代理：张三")
    checks.presses("李四", "确认")
    checks.shows("dm:李四", "李四 请假：3月3日", "由 张三 代理。", kind="update")


def test_s1_leave_told_of_somebody_else_is_theirs(checks: Chat) -> None:
    checks.tells("张三", "李四明天请假")
    checks.shows("dm:张三", "要登记李四请假吗？3月3日（周二）")
    checks.tells("王五", "李四明天请假")
    checks.shows("dm:王五", "李四 的假需要本人、部门负责人、项目负责人或管理员来登记。")


@pytest.mark.parametrize("typed", ["明天提交请假单", "休息室明天打扫", "提醒大家明天请假的填表"])
def test_s1_words_about_leave_are_no_leave(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    checks.hides("dm:李四", "要登记")


def test_s1_a_task_about_leave_is_a_task(checks: Chat) -> None:
    checks.tells("李四", "周五前更新请假制度")
    checks.shows("dm:李四", "要新建任务“更新请假制度”吗？")


def test_s1_a_standup_in_words_when_nobody_asked_is_no_task(checks: Chat) -> None:
    checks.tells("李四", "昨天画了草图，今天定稿，没有阻碍")
    checks.shows(
        "dm:李四", "现在不在", "要先记入3月2日（周一）的站会吗？", "昨天完成：画了草图", "今天计划：定稿", "阻碍：无"
    )


def test_s1_a_standup_that_was_answered_is_replaced_after_one_tap(english: Chat) -> None:
    english.until("2026-03-02 09:40")
    english.tells("Bob", "/standup yesterday: sketches today: final blockers: none")
    english.tells("Bob", "yesterday sketches, today proofs, no blockers")
    english.shows("dm:Bob", "You have answered the standup of Autumn launch")
    english.presses("Bob", "Confirm")
    english.shows("dm:Bob", "proofs", kind="update")


def test_s3_a_day_after_the_due_date_is_told_and_moves_nothing(checks: Chat) -> None:
    checks.tells("李四", "系统排查完成60%，预计周五完成")
    checks.shows("dm:李四", "进度 60%；预计3月6日（周五）完成", "截止时间是3月4日（周三）17:00。如需改期：/改期")
    checks.presses("李四", "确认")
    checks.shows(GROUP, "截止：3月4日（周三）17:00", "进行中 60%", kind="update")


def test_s3_what_has_not_begun_is_not_started_by_saying_so(checks: Chat) -> None:
    checks.tells("李四", "系统排查还没开始呢")
    checks.presses("李四", "确认")
    checks.tells("李四", "/任务 查看 系统排查")
    checks.shows("dm:李四", "状态：未开始")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("系统排查卡住了，张三周五前给权限", "“系统排查”：阻塞"),
        ("请 @李四 周五前完成系统排查的报告", "要新建任务“完成系统排查的报告”吗？"),
        ("下周一之前需要把仓库盘一下", "要新建任务“把仓库盘一下”吗？"),
        ("周五前需要出海报", "要新建任务“出海报”吗？"),
        ("系统排查写了80%，@王五 明天可以看", "“系统排查”：进度 80%"),
        ("系统排查好了，@王五 明天前切图", "要新建任务“系统排查好了，切图”吗？"),
        ("系统排查被卡，等@王五给接口，最晚明天", "需要支持：@王五给接口，最晚明天"),
    ],
)
def test_s3_progress_and_new_work_are_told_apart(checks: Chat, typed: str, understood: str) -> None:
    checks.tells("李四", typed)
    checks.shows("dm:李四", understood)


def test_s3_a_share_said_of_somebody_elses_task_is_not_taken_for_ones_own(checks: Chat) -> None:
    checks.tells("王五", "海报定稿: 60%, 系统排查: 80%")
    shown = checks.shows("dm:王五", "“海报定稿”：进度 60%", "“系统排查”由李四负责，请李四来更新。")
    assert "80%" not in shown.text


@pytest.mark.parametrize("typed", ["系统排查先放一放", "查看系统排查", "系统排查什么时候能好？"])
def test_s3_words_about_a_known_task_show_it_with_its_buttons(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    assert "改期" in checks.shows("dm:李四", "系统排查（SJB20260001）", "负责人：李四").buttons


@pytest.mark.parametrize("typed", ["李四明天能交吗", "周五前能好吗？"])
def test_t1_a_question_is_no_new_task(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    checks.shows("dm:李四", "没看懂这句话。")


@pytest.mark.parametrize(
    ("typed", "title"),
    [("帮我建个任务：周五前整理竞品，李四负责", "整理竞品"), ("给李四派个活，周五前整理竞品", "整理竞品")],
)
def test_t1_words_that_only_order_a_task_are_not_in_its_title(checks: Chat, typed: str, title: str) -> None:
    checks.tells("张三", typed)
    checks.shows("dm:张三", f"要新建任务“{title}”吗？", "负责人：李四")


@pytest.mark.parametrize("typed", ["系统排查卡住了，等 @张三 开权限", "/阻塞 系统排查 等 @张三 开权限"])
def test_people_mentioned_in_what_is_said_are_shown_by_name(checks: Chat, typed: str) -> None:
    checks.tells("李四", typed)
    shown = "".join(line.text for line in checks.fresh("dm:李四"))
    assert "@张三" in shown
    assert "<@" not in shown


def test_words_between_a_command_and_its_task_are_no_note(english: Chat) -> None:
    english.tells("Bob", "done with System check")
    assert "with" not in english.shows("dm:Bob", "completed").text


@pytest.fixture
def wished(team: Chat) -> Chat:
    """王五 owns a poster and an invitation."""
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    team.says("张三", "/任务 发布会邀请函 @王五 3月9日17:00前")
    return team


@pytest.mark.parametrize("typed", ["能把初稿改到3月13日吗", "can you move 海报初稿 to 13 March?"])
def test_t4_a_wish_for_another_date_is_set_after_one_tap(wished: Chat, typed: str) -> None:
    wished.tells("王五", typed)
    wished.shows("dm:王五", "把“海报初稿”的截止时间改为3月13日（周五），对吗？", "原定：3月6日（周五）17:00")
    wished.presses("王五", "确认")
    wished.shows("dm:王五", "王五把“海报初稿”的截止时间改为3月13日（周五）", "原因：王五提出", kind="update")
    wished.until("2026-03-02 09:31")
    wished.shows(GROUP, "王五把“海报初稿”的截止时间改为3月13日（周五）", why="J2")


def test_t4_a_wish_that_fits_no_task_asks_which_is_meant(wished: Chat) -> None:
    wished.tells("王五", "can you move the video to 13 March?")
    assert len(wished.shows("dm:王五", "说的是哪项任务？").buttons) == 3
    wished.presses("王五", "发布会邀请函（SJB20260002）")
    wished.shows("dm:王五", "王五把“发布会邀请函”的截止时间改为3月13日（周五）", kind="update")


def test_t4_a_wish_with_two_readings_asks_for_the_day(wished: Chat) -> None:
    wished.tells("王五", "can you move 海报初稿 to next Friday?")
    assert "3月13日（周五）" in wished.shows("dm:王五", "“海报初稿”改到next Friday，是哪一天？").buttons
    wished.presses("王五", "3月13日（周五）")
    wished.shows("dm:王五", "截止时间改为3月13日（周五）", kind="update")


def test_t4_a_wish_for_somebody_elses_task_is_refused(wished: Chat) -> None:
    wished.says("张三", "/任务 预算审批 @张三 3月6日17:00前")
    wished.tells("王五", "把预算审批改到3月13日")
    assert wished.shows("dm:王五", "这一步需要由任务负责人或项目负责人来做。").buttons == ()

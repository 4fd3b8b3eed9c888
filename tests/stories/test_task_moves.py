"""Tasks on their way as a conversation (T3, T4, J4, P3): commands, buttons, and what goes wrong."""

import pytest

from tests.chat import GROUP, Chat

CODE = "SJB20260001"


@pytest.fixture
def poster(team: Chat) -> Chat:
    """张三 gave 李四 a poster to draft by Wednesday 17:00; 王五 helps."""
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前 协作 @王五")
    return team


@pytest.fixture
def english(english_team: Chat) -> Chat:
    """A group that reads English, and a task of Bob's."""
    english_team.says("Ann", "/task Poster draft @Bob due 2026-03-04 17:00", "Launch")
    return english_team


# ---------------------------------------------------------------------------------------------------------------------
# Who is told, and how often

ABOUT = {
    f"/完成 {CODE}": "张三把你负责的“海报初稿”标为已完成",
    f"/阻塞 {CODE} 等文案 需要市场部": "张三为你负责的“海报初稿”登记了阻塞\n原因：等文案\n需要支持：市场部",
    f"/改期 {CODE} 3月6日 原因：客户改期": "张三把“海报初稿”的截止时间改为3月6日（周五）",
    f"/任务 取消 {CODE} 不做了": "张三取消了“海报初稿”",
}


@pytest.mark.parametrize(("line", "told"), ABOUT.items())
def test_t3_an_owner_is_told_what_somebody_else_did_with_their_task(poster: Chat, line: str, told: str) -> None:
    poster.until("2026-03-02 09:30")
    poster.says("张三", line)
    poster.shows("dm:李四", told, kind="post")


@pytest.mark.parametrize("line", ABOUT)
def test_t3_an_owner_is_not_told_what_they_did_themselves(poster: Chat, line: str) -> None:
    poster.until("2026-03-02 09:30")
    poster.says("李四", line)
    assert not poster.fresh("dm:李四", kind="post")


def test_t3_an_owner_learns_how_a_task_marked_done_too_early_is_opened_again(poster: Chat) -> None:
    poster.until("2026-03-02 09:30")
    poster.says("张三", f"/完成 {CODE}")
    poster.shows("dm:李四", "如果还没做完，请张三在 30 分钟内发送 /撤销。", why="T3")


def test_t3_an_owner_is_told_that_their_task_is_free_again(poster: Chat) -> None:
    poster.until("2026-03-02 09:30")
    poster.says("李四", f"/阻塞 {CODE} 等文案")
    poster.says("张三", f"/解除 {CODE}")
    poster.shows("dm:李四", "张三解除了你负责的“海报初稿”的阻塞", why="T3")


def test_t3_an_owner_is_told_in_english(english: Chat) -> None:
    english.until("2026-03-02 09:30")
    english.says("Ann", "/done Poster draft", "Launch")
    english.shows("dm:Bob", "Ann marked your task “Poster draft” as done", "ask Ann to send /undo within 30 minutes")


def test_what_is_typed_in_private_is_answered_in_short_where_the_card_stands(poster: Chat) -> None:
    poster.until("2026-03-02 09:30")
    poster.tells("李四", "/进度 海报初稿 60% 下一步定稿")
    poster.shows("dm:李四", "状态：进行中 60%", kind="update")
    assert poster.shows("dm:李四", kind="post").text == "“海报初稿”进度已更新：60%\n下一步：定稿"


def test_t4_the_day_of_the_next_step_is_written_out(poster: Chat) -> None:
    poster.tells("李四", "/进度 海报初稿 60%，下一步排版，明天完成")
    poster.shows("dm:李四", "下一步：排版，3月3日（周二）完成", kind="post")


def test_what_is_typed_in_private_is_answered_in_full_where_no_card_stands(poster: Chat) -> None:
    poster.tells("张三", "/进度 海报初稿 60%")
    poster.shows("dm:张三", "“海报初稿”进度已更新：60%", "海报初稿 · 李四 · 3月4日（周三）17:00", kind="post")


# ---------------------------------------------------------------------------------------------------------------------
# Progress (T4)


@pytest.mark.parametrize(
    "typed",
    [
        f"/进度 {CODE} 60% 下一步定稿",
        "/进度 海报初稿 60% 下一步：定稿",
        "/进度 海报 60% 下一步：定稿",
        f"/progress {CODE} 60% next: 定稿",
        "/进度 60% 下一步定稿",
        "/进度：海报初稿：60% 下一步：定稿",
        f"@bot 进度 {CODE} 60％ 接下来定稿",
    ],
)
def test_t4_progress_with_the_next_step(poster: Chat, typed: str) -> None:
    poster.says("李四", typed)
    poster.shows(GROUP, "“海报初稿”进度已更新：60%", "下一步：定稿", kind="post")
    card = poster.shows(GROUP, "状态：进行中 60%", "下一步：定稿", "最近更新：3月2日（周一）08:30", kind="update")
    assert card.buttons == ("进度", "完成", "阻塞", "改期")


@pytest.mark.parametrize(
    ("typed", "percent"), [("百分之五十", 50), ("百分之 75，剩排版", 75), ("做了一半", 50), ("halfway there", 50)]
)
def test_t4_a_share_in_words_is_a_percentage(poster: Chat, typed: str, percent: int) -> None:
    poster.says("李四", f"/进度 {CODE} {typed}")
    told = poster.shows(GROUP, f"“海报初稿”进度已更新：{percent}%", kind="post")
    assert ("说明：" in told.text) == ("排版" in typed)


@pytest.mark.parametrize("typed", ["全部完成", "已经做完了", "all done"])
def test_t4_all_of_it_is_a_hundred_percent_and_asks_for_done(poster: Chat, typed: str) -> None:
    poster.says("李四", f"/进度 {CODE} {typed}")
    poster.shows(GROUP, "“海报初稿”进度已更新：100%", f"确认完成请发送：/完成 {CODE}", kind="post")


def test_t4_news_without_a_percentage_names_none(poster: Chat) -> None:
    poster.says("李四", f"/进度 {CODE} 和印厂谈好了价格")
    told = poster.shows(GROUP, "已记录“海报初稿”的进展", "说明：和印厂谈好了价格", kind="post")
    assert "%" not in told.text


def test_t3_what_is_said_with_done_is_passed_on(poster: Chat) -> None:
    poster.until("2026-03-02 09:30")
    poster.tells("李四", f"/完成 {CODE} 放在共享盘")
    poster.shows(GROUP, "李四完成了“海报初稿”", "说明：放在共享盘", why="J2")


@pytest.mark.parametrize("typed", ["接受", "/接受 海报初稿", f"/task accept {CODE}", "任务 接受 海报初稿"])
def test_t2_a_task_is_accepted_in_words(poster: Chat, typed: str) -> None:
    poster.tells("李四", typed)
    poster.shows("dm:李四", "李四接受了“海报初稿”", kind="post")


def test_t2_what_stands_against_a_task_is_said_in_words(poster: Chat) -> None:
    poster.tells("李四", "/有困难 海报初稿 印厂放假")
    poster.shows("dm:李四", "已转告任务的安排人：“海报初稿”有困难", "原因：印厂放假", kind="post")
    poster.tells("李四", "/task object 海报初稿")
    poster.shows("dm:李四", "“海报初稿”有什么困难？")
    poster.fills("李四", 困难原因="缺人")
    poster.shows("dm:李四", "原因：缺人", kind="update")


def test_t2_a_title_that_begins_with_accept_is_a_title(poster: Chat) -> None:
    poster.says("张三", "/任务 接受客户回访 @李四 3月6日")
    poster.shows(GROUP, "接受客户回访（SJB20260002）")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/任务 完成 海报初稿", "李四完成了“海报初稿”"),
        (f"/task done {CODE}", "李四完成了“海报初稿”"),
        ("/任务 进度 海报初稿 20%", "“海报初稿”进度已更新：20%"),
        ("/任务 改期 海报初稿 3月6日 因为忙", "李四把“海报初稿”的截止时间改为3月6日（周五）"),
        ("/任务 移交 海报初稿 @王五", "“海报初稿”已从李四移交给王五"),
        ("/延期 海报初稿 3月6日 因为忙", "李四把“海报初稿”的截止时间改为3月6日（周五）"),
    ],
)
def test_t3_a_move_typed_behind_the_word_task_is_that_move(poster: Chat, typed: str, told: str) -> None:
    poster.says("李四", typed)
    poster.shows(GROUP, told, kind="post")


@pytest.mark.parametrize(
    "typed", ["完成海报初稿的配图 @王五 3月6日", "完成 海报初稿 的打样 @王五 3月6日", "完成3款配图 @王五 3月6日"]
)
def test_t1_a_new_task_that_begins_with_such_a_word_stays_one(poster: Chat, typed: str) -> None:
    poster.says("张三", f"/任务 {typed}")
    poster.shows(GROUP, "（SJB20260002）", "负责人：王五", kind="post")


@pytest.mark.parametrize("command", ["/任务 新建", "/task new"])
def test_t1_a_task_called_new_is_new_whatever_it_begins_with(poster: Chat, command: str) -> None:
    poster.says("张三", f"{command} 完成 海报初稿 @王五 3月6日")
    poster.shows(GROUP, "（SJB20260002）", "负责人：王五", kind="post")


@pytest.mark.parametrize("typed", ["/阻塞 海报初稿 需要市场部给文案", "/block 海报初稿 need 市场部给文案"])
def test_t3_what_is_needed_stands_in_the_form_when_only_the_cause_is_missing(poster: Chat, typed: str) -> None:
    poster.says("李四", typed)
    poster.shows(GROUP, "“海报初稿”因为什么阻塞？", "需要的支持：市场部给文案")


def test_t3_a_date_that_cannot_be_read_is_asked_for_with_the_reason_kept(poster: Chat) -> None:
    poster.says("李四", "/改期 海报初稿 某天 原因：等3月6日的样稿")
    poster.shows(GROUP, "没看懂“某天”是什么时间。", "改期原因：等3月6日的样稿")


@pytest.mark.parametrize(
    "typed",
    [
        "/redate 海报初稿 to 6 March because the printer is late",
        "/redate 海报初稿 6 March, the printer is late",
        "/改期 海报初稿 改到3月6日 因为 the printer is late",
        "/改期 海报初稿 推迟到 3月6日，the printer is late",
    ],
)
def test_t3_the_reason_of_a_new_date_is_what_was_said_besides_it(poster: Chat, typed: str) -> None:
    poster.says("李四", typed)
    told = poster.shows(GROUP, "李四把“海报初稿”的截止时间改为3月6日（周五）", kind="post")
    assert told.text.splitlines()[1] == "原因：the printer is late"


@pytest.mark.parametrize(("date", "due"), [("下周一到周三", "3月11日（周三）"), ("周四3点-4点", "3月5日（周四）16:00")])
def test_t3_a_new_date_that_is_a_span_is_its_end_and_no_part_of_the_reason(poster: Chat, date: str, due: str) -> None:
    poster.says("李四", f"/改期 {CODE} {date} 客户改需求")
    poster.shows(GROUP, f"截止时间改为{due}\n原因：客户改需求", kind="post")


def test_t3_a_date_after_the_projects_end_is_pointed_out(poster: Chat) -> None:
    poster.says("李四", "/改期 海报初稿 3月25日 原因：客户推迟")
    poster.shows(GROUP, "注意：晚于项目结束日期 3月20日（周五）。", kind="post")
    poster.says("张三", "/任务 海报终稿 @李四 3月26日")
    poster.shows(GROUP, "海报终稿", "注意：晚于项目结束日期 3月20日（周五）。", kind="post")


def test_t4_progress_in_english(english: Chat) -> None:
    english.says("Bob", "/progress Poster draft 60% next print run", "Launch")
    english.shows("group:Launch", "“Poster draft” is now at 60%", "Next step: print run", kind="post")


def test_t4_progress_from_the_button_changes_the_card_and_nothing_else(poster: Chat) -> None:
    poster.presses("李四", "进度")
    poster.fills("李四", 完成进度="30", 下一步="上色")
    poster.shows(GROUP, "状态：进行中 30%", "下一步：上色", kind="update")
    assert poster.fresh(kind="post") == []


def test_t4_progress_alone_lays_the_form_open_and_the_answer_takes_its_place(poster: Chat) -> None:
    poster.tells("李四", f"/进度 {CODE}")
    poster.shows("dm:李四", "“海报初稿”现在进展如何？")
    poster.fills("李四", 完成进度="45")
    poster.shows("dm:李四", "“海报初稿”进度已更新：45%", kind="update")


def test_t4_a_note_alone_is_progress_too(poster: Chat) -> None:
    poster.says("李四", f"/进度 {CODE} 等印厂回复")
    poster.shows(GROUP, "已记录“海报初稿”的进展", "说明：等印厂回复", kind="post")


@pytest.mark.parametrize("percent", ["101%", "250%", "-5%", "－10％"])
def test_t4_a_percentage_is_between_0_and_100(poster: Chat, percent: str) -> None:
    poster.says("李四", f"/进度 {CODE} {percent}")
    poster.shows(GROUP, "进度请写 0 到 100 之间的整数，例如：60%")
    poster.says("李四", f"/任务 查看 {CODE}")
    poster.shows(GROUP, "状态：未开始")


def test_t4_all_of_it_is_not_done_until_the_owner_says_so(poster: Chat) -> None:
    poster.says("李四", f"/进度 {CODE} 100%")
    poster.shows(GROUP, "确认完成请发送：/完成 SJB20260001")
    poster.shows(GROUP, "状态：进行中 100%", kind="update")


def test_t2_who_works_on_it_has_taken_it_on(poster: Chat) -> None:
    poster.says("李四", f"/进度 {CODE} 10%")
    poster.shows(GROUP, "确认：已接受（3月2日（周一）08:30）", kind="update")


# ---------------------------------------------------------------------------------------------------------------------
# Start, done, blocked (T3)


def test_t3_a_task_is_started_once(poster: Chat) -> None:
    poster.says("李四", f"/任务 开始 {CODE}")
    poster.shows(GROUP, "李四开始了“海报初稿”", kind="post")
    poster.says("李四", f"/task start {CODE}")
    poster.shows(GROUP, "“海报初稿”已经开始了。")


def test_t3_done_by_command(poster: Chat) -> None:
    poster.says("李四", f"/完成 {CODE}")
    poster.shows(GROUP, "李四完成了“海报初稿”", kind="post")
    card = poster.shows(GROUP, "✅ 已完成｜海报初稿", "状态：已完成", kind="update")
    assert card.buttons == ()


def test_t3_done_in_english(english: Chat) -> None:
    english.says("Bob", "/done Poster draft", "Launch")
    english.shows("group:Launch", "Bob completed “Poster draft”", kind="post")


def test_j2_done_in_private_is_told_to_the_group_in_working_hours(poster: Chat) -> None:
    poster.tells("李四", f"/完成 {CODE}")
    poster.shows(GROUP, "✅ 已完成｜海报初稿", kind="update")
    poster.passes(minutes=30)
    poster.shows(GROUP, "李四完成了“海报初稿”", why="J2")


def test_j2_all_groups_of_a_project_see_its_tasks_and_what_becomes_of_them(poster: Chat) -> None:
    poster.group("设计组", "张三", "王五")
    poster.says("张三", "/项目 绑定 XMQXC2026-001", "设计组")
    poster.says("张三", "/任务 写文案 @王五 3月6日前")
    poster.says("李四", f"/完成 {CODE}")
    poster.passes(minutes=30)
    poster.shows("group:设计组", "写文案（SJB20260002）", why="T1")
    poster.shows("group:设计组", "李四完成了“海报初稿”", why="J2")
    poster.hides(GROUP, "李四完成了“海报初稿”")


def test_a_press_that_comes_too_late_is_told_who_was_first(poster: Chat) -> None:
    seen = poster.sees("张三", "完成")
    poster.presses("李四", "完成")
    poster.passes(minutes=5)
    poster.presses_late("张三", seen)
    poster.shows("dm:张三", "“海报初稿”已由李四于3月2日（周一）08:30完成，不用再操作。")


def test_two_presses_of_one_button_do_it_once(poster: Chat) -> None:
    seen = poster.sees("李四", "开始")
    poster.presses_late("李四", seen)
    poster.presses_late("李四", seen)
    poster.shows("dm:李四", "“海报初稿”已经开始了。")


@pytest.mark.parametrize(
    "typed",
    [
        "/进度 SJB20260001 50%",
        "/阻塞 SJB20260001 没电",
        "/解除 SJB20260001",
        "/改期 SJB20260001 3月9日 原因：无",
        "/任务 开始 SJB20260001",
    ],
)
def test_t3_what_is_done_stays_done(poster: Chat, typed: str) -> None:
    poster.says("李四", f"/完成 {CODE}")
    poster.says("李四", typed)
    poster.shows(GROUP, "“海报初稿”已由李四于3月2日（周一）08:30完成，不用再操作。")


def test_t3_blocked_with_cause_and_need(poster: Chat) -> None:
    poster.says("李四", f"/阻塞 {CODE} 原因：素材没到，需要市场部提供素材")
    poster.shows(GROUP, "李四登记了阻塞：“海报初稿”", "原因：素材没到", "需要支持：市场部提供素材", kind="post")
    card = poster.shows(GROUP, "状态：阻塞", "阻塞原因：素材没到", "需要支持：市场部提供素材", kind="update")
    assert card.buttons == ("解除阻塞", "完成", "改期")


def test_t3_blocked_in_english(english: Chat) -> None:
    english.says("Bob", "/block Poster draft because the photos are late, needs two photos from Sales", "Launch")
    english.shows("group:Launch", "Cause: the photos are late", "Support needed: two photos from Sales", kind="post")


def test_t3_a_blocker_without_a_cause_is_asked_for_it(poster: Chat) -> None:
    poster.says("李四", f"/阻塞 {CODE}")
    poster.shows(GROUP, "“海报初稿”因为什么阻塞？")
    poster.fills("李四", 阻塞原因="停电", 需要的支持="发电机")
    poster.shows(GROUP, "原因：停电", "需要支持：发电机", kind="update")


def test_t3_unblocked_goes_on(poster: Chat) -> None:
    poster.says("李四", f"/阻塞 {CODE} 停电")
    poster.presses("王五", "解除阻塞")
    card = poster.shows(GROUP, "状态：进行中", kind="update")
    assert "阻塞原因" not in card.text


def test_t3_what_is_not_blocked_cannot_be_unblocked(poster: Chat) -> None:
    poster.says("李四", f"/解除 {CODE}")
    poster.shows(GROUP, "“海报初稿”没有阻塞，当前状态：未开始。")


def test_t3_a_parent_with_open_children_asks_before_it_is_done(poster: Chat) -> None:
    poster.says("李四", f"/任务 配色 @王五 3月3日前 上级 {CODE}")
    poster.says("李四", f"/完成 {CODE}")
    poster.shows(GROUP, "“海报初稿”还有 1 项子任务没完成，先确认一下", "配色")
    poster.presses("李四", "连同子任务一起完成")
    poster.shows(GROUP, "✅ 已完成｜配色", kind="update")
    poster.shows(GROUP, "✅ 已完成｜海报初稿", kind="update")
    assert poster.shows(GROUP, "李四完成了“海报初稿”", kind="update").buttons == ()


def test_t3_cancelled_with_the_reason_and_the_owner_is_told(poster: Chat) -> None:
    poster.says("张三", f"/任务 取消 {CODE} 客户改主意")
    poster.shows(GROUP, "张三取消了“海报初稿”", "原因：客户改主意", kind="post")
    poster.passes(minutes=30)
    poster.shows("dm:李四", "张三取消了“海报初稿”", "原因：客户改主意", why="X2")


def test_t3_cancelling_asks_for_the_reason(poster: Chat) -> None:
    poster.says("张三", f"/task cancel {CODE}")
    poster.shows(GROUP, "为什么取消“海报初稿”？")
    poster.fills("张三", 取消原因="重复")
    poster.shows(GROUP, "张三取消了“海报初稿”", "原因：重复", kind="update")


# ---------------------------------------------------------------------------------------------------------------------
# A new date


@pytest.mark.parametrize(
    "typed", ["3月6日 原因：印厂停电", "到3月6日，因为印厂停电", "印厂停电 3月6日", "3月6日 印厂停电"]
)
def test_t3_a_new_date_with_its_reason(poster: Chat, typed: str) -> None:
    poster.says("李四", f"/改期 {CODE} {typed}")
    poster.shows(GROUP, "李四把“海报初稿”的截止时间改为3月6日（周五）", "原因：印厂停电", kind="post")
    poster.shows(GROUP, "截止：3月6日（周五）", kind="update")


def test_t3_a_new_date_in_english(english: Chat) -> None:
    english.says("Bob", "/redate Poster draft 6 March because the printer is down", "Launch")
    english.shows("group:Launch", "Bob moved “Poster draft” to Fri 6 Mar", "Reason: the printer is down", kind="post")


def test_t3_a_new_date_asks_for_its_reason(poster: Chat) -> None:
    poster.says("李四", f"/改期 {CODE} 3月6日")
    poster.shows(GROUP, "“海报初稿”改期需要写明原因。", "新的截止时间：3月6日")
    poster.fills("李四", 改期原因="素材晚到")
    poster.shows(GROUP, "截止时间改为3月6日（周五）", "原因：素材晚到", kind="update")


def test_t3_a_new_date_asks_for_the_date(poster: Chat) -> None:
    poster.says("李四", f"/改期 {CODE}")
    poster.shows(GROUP, "“海报初稿”什么时候截止？")
    poster.fills("李四", 新的截止时间="周五", 改期原因="素材晚到")
    poster.shows(GROUP, "截止时间改为3月6日（周五）", kind="update")


def test_t3_a_new_date_that_is_over_is_asked_for(poster: Chat) -> None:
    poster.says("李四", f"/改期 {CODE} 2026年2月27日 原因：素材晚到")
    poster.shows(GROUP, "已经过去了，请重新选择截止时间。", "任务：海报初稿")


def test_t3_a_new_date_of_two_meanings_is_chosen_with_a_button(poster: Chat) -> None:
    poster.says("李四", f"/改期 {CODE} 3月5日周五 原因：素材晚到")
    poster.presses("李四", "3月6日（周五）")
    poster.shows(GROUP, "截止：3月6日（周五）", kind="update")


def test_t3_the_same_date_changes_nothing(poster: Chat) -> None:
    poster.says("李四", f"/改期 {CODE} 3月4日17:00 原因：没有")
    poster.shows(GROUP, "“海报初稿”的截止时间本来就是3月4日（周三）17:00，没有改动。")


def test_x2_an_owner_is_told_when_somebody_else_moves_the_date(poster: Chat) -> None:
    poster.says("张三", f"/改期 {CODE} 3月3日 原因：客户提前")
    poster.passes(minutes=30)
    poster.shows("dm:李四", "张三把“海报初稿”的截止时间改为3月3日（周二）", "原因：客户提前", why="X2")


# ---------------------------------------------------------------------------------------------------------------------
# Who may


@pytest.mark.parametrize(
    ("person", "typed", "refused"),
    [
        ("王五", f"/进度 {CODE} 20%", False),
        ("王五", f"/完成 {CODE}", True),
        ("王五", f"/改期 {CODE} 3月9日 原因：忙", True),
        ("李四", f"/任务 取消 {CODE} 忙", False),
        ("张三", f"/任务 取消 {CODE} 重复", False),
    ],
)
def test_p3_collaborators_report_owners_finish_leaders_cancel(
    poster: Chat, person: str, typed: str, refused: bool
) -> None:
    poster.says(person, typed)
    assert ("这一步需要由" in poster.fresh(GROUP, kind="post")[0].text) is refused


@pytest.mark.parametrize("typed", ["/完成", "/进度 50%", "/完成 不存在的任务"])
def test_a_task_that_is_not_named_is_asked_for(poster: Chat, typed: str) -> None:
    poster.says("张三", "/任务 写文案 @王五 3月6日前")
    poster.says("张三", typed)
    poster.shows(GROUP, "请写上任务编号或名称：", "海报初稿（SJB20260001）", "写文案（SJB20260002）")


def test_a_misspelt_name_never_ends_the_only_task_one_has(poster: Chat) -> None:
    poster.tells("李四", "/完成 合同终稿")
    poster.shows("dm:李四", "没有找到“合同终稿”。如果是这一项，请写上编号：海报初稿（SJB20260001）")
    poster.tells("李四", "/任务 取消 合同终稿")
    poster.shows("dm:李四", "没有找到“合同终稿”。")


def test_a_closed_task_is_found_by_its_title(poster: Chat) -> None:
    poster.tells("李四", "/完成 海报初稿")
    poster.tells("李四", "/完成 海报初稿")
    poster.shows("dm:李四", "“海报初稿”已由李四于3月2日（周一）08:30完成，不用再操作。")


def test_the_only_task_one_has_need_not_be_named(poster: Chat) -> None:
    poster.tells("李四", "/完成")
    poster.shows("dm:李四", "李四完成了“海报初稿”")


def test_each_of_several_commands_in_one_message_is_carried_out(team: Chat) -> None:
    team.says("张三", "/任务 排版 @李四 3月4日\n/任务 印刷 @王五 3月5日\n/完成城 排版\n/完成 排版")
    team.shows(GROUP, "排版（", "负责人：李四", kind="post")
    team.shows(GROUP, "印刷（", "负责人：王五", kind="post")
    team.shows(GROUP, "✅ 已完成｜排版")

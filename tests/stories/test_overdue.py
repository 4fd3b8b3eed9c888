"""The overdue ladder as a conversation (O1-O5). Monday is 2 March 2026; the task is due on Wednesday at 17:00."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.wire import Incoming
from storage.engine import Database
from tests.chat import GROUP, SHANGHAI, Chat, defaults

OWNER, EXECUTIVE, ADMIN = "dm:王五", "dm:赵总", "dm:管理员"
RULES = ("O1", "O2", "O3", "O4")


@pytest.fixture
def late(team: Chat) -> Chat:
    """王五 of 设计部 has a poster to draft."""
    team.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    return team


@pytest.fixture
def english(database: Database) -> Iterator[Chat]:
    """A group that reads English."""
    chat = Chat(database, rules=defaults(language="en"))
    chat.person("Ann", dept="Marketing", role="head")
    chat.person("Bob", dept="Design")
    chat.person("Eve", role="executive", over="Design")
    chat.group("Launch", "Ann", "Bob")
    chat.says("Ann", "/project new Autumn launch 2026-03-02 to 2026-03-20", "Launch")
    chat.says("Ann", "/task Poster draft @Bob due 2026-03-04 17:00", "Launch")
    yield chat
    chat.close()


def ladder(chat: Chat, to: str = "") -> list[str]:
    """What the ladder posted so far: when, where, and by which rule."""
    return [
        f"{line.at.astimezone(SHANGHAI):%m-%d %H:%M} {line.to.partition(':')[2]} {line.why}"
        for line in chat.lines(to, kind="post")
        if line.why in RULES
    ]


def presses_as_it_was(chat: Chat, person: str, action: str) -> None:
    """Somebody presses a button of the escalation that has changed since, or that is not theirs."""
    value = {"escalated": "1"}
    user = chat.stage.user(person)
    event = Incoming(action + person, chat.platform, "button", user, person, action=action, value=value)
    chat.receives(event)


def sleep_until(chat: Chat, moment: str) -> None:
    """The bot stands still until a moment, and then starts again."""
    chat.stage.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))
    chat.passes(minutes=1)


# ---------------------------------------------------------------------------------------------------------------------
# O1, O2


def test_a_task_nobody_touches_climbs_to_the_executive(late: Chat) -> None:
    late.until("2026-03-10 12:00")
    assert ladder(late) == [
        "03-03 09:00 王五 O1",
        "03-04 09:00 王五 O1",
        "03-04 17:00 新品上市 O2",
        "03-05 17:00 新品上市 O3",
        "03-06 09:30 新品上市 O3",
        "03-09 09:30 新品上市 O3",
        "03-09 17:00 赵总 O4",
        "03-10 09:30 新品上市 O3",
        "03-10 09:30 赵总 O4",
    ]


def test_o1_tells_the_owner_when_it_is_due_and_what_to_do(late: Chat) -> None:
    late.until("2026-03-03 09:00")
    late.shows(OWNER, "即将到期：海报初稿", "3月4日（周三）17:00", "/改期", why="O1")


def test_o1_of_several_tasks_is_one_message(late: Chat) -> None:
    late.says("张三", "/任务 宣传册排版 @王五 周三17:00前")
    late.until("2026-03-03 09:01")
    assert len(late.fresh(OWNER, why="O1")) == 1
    late.shows(OWNER, "2 项任务即将到期", "海报初稿", "宣传册排版", why="O1")


def test_o1_is_not_sent_for_a_task_made_that_morning(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 今天17:00前")
    team.until("2026-03-02 16:59")
    assert ladder(team) == []


def test_o2_names_the_owner_without_a_mention_and_sends_no_direct_message(late: Chat) -> None:
    late.until("2026-03-04 17:00")
    line = late.shows(GROUP, "逾期", "海报初稿", "王五", why="O2")
    assert line.mentions == ()
    assert late.fresh(OWNER, why="O2") == []


def test_o2_of_several_tasks_late_together_is_one_post(late: Chat) -> None:
    late.says("张三", "/任务 宣传册排版 @李四 周三17:00前")
    late.until("2026-03-04 17:00")
    late.shows(GROUP, "2 项任务逾期", "海报初稿", "王五", "宣传册排版", "李四", why="O2")
    assert len(late.fresh(GROUP, why="O2")) == 1


def test_o2_of_a_task_due_at_night_waits_for_the_morning(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 周三23:00前")
    team.until("2026-03-05 08:59")
    team.hides(GROUP, "逾期", why="O2")
    team.until("2026-03-05 09:00")
    team.shows(GROUP, "逾期", "海报初稿", why="O2")


def test_o2_of_a_task_without_a_time_comes_at_the_end_of_work(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 周三前")
    team.until("2026-03-04 18:00")
    team.shows(GROUP, "逾期", "海报初稿", why="O2")


def test_o5_a_task_finished_a_minute_before_is_not_late(late: Chat) -> None:
    late.until("2026-03-04 16:59")
    late.says("王五", "/完成 海报初稿")
    late.until("2026-03-12 12:00")
    late.hides(GROUP, "逾期", why="O2")
    assert ladder(late, EXECUTIVE) == []


def test_o2_to_o4_in_english(english: Chat) -> None:
    english.until("2026-03-04 17:00")
    english.shows("group:Launch", "Task overdue: Poster draft", "Owner: Bob", why="O2")
    english.until("2026-03-05 17:00")
    english.shows("group:Launch", "Cause and remedy needed", "Ann of Marketing", why="O3")
    english.until("2026-03-09 17:00")
    line = english.shows("dm:Eve", "Escalated", "Poster draft", "3 workdays", why="O4")
    assert line.buttons == ("New date", "More resources", "Accept as is", "Cancel task")


# ---------------------------------------------------------------------------------------------------------------------
# O3


def test_o3_asks_owner_and_calls_in_the_initiating_department(late: Chat) -> None:
    late.until("2026-03-05 17:00")
    line = late.shows(GROUP, "王五", "原因", "补救", "市场部", "张三", "逾期 1 个工作日", why="O3")
    assert (line.mentions, line.buttons) == ((), ("说明原因",))


def test_o3_stops_once_it_is_explained_and_the_button_goes(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.presses("王五", "说明原因")
    late.fills("王五", 原因类别="外部依赖", 原因="供应商延迟", 补救="改用备选图")
    late.shows(GROUP, "王五说明了", "供应商延迟", "改用备选图", why="reply")
    assert late.shows(GROUP, "供应商延迟", why="O3", kind="update").buttons == ()
    late.until("2026-03-09 16:59")
    assert late.fresh(GROUP, why="O3") == []


def test_o3_a_new_date_in_the_explanation_starts_a_new_ladder(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.says("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图 新日期：3月11日")
    late.shows(GROUP, "新的截止时间：3月11日（周三）", why="reply")
    late.until("2026-03-11 18:00")
    late.shows(GROUP, "逾期", "海报初稿", why="O2")
    assert ladder(late, EXECUTIVE) == []


def test_o3_explained_in_a_direct_message_comes_to_the_group(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.tells("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图")
    late.shows(GROUP, "王五说明了", "供应商延迟", why="O3", kind="post")


def test_o3_in_english_by_one_line(english: Chat) -> None:
    english.until("2026-03-05 17:05")
    english.says("Bob", "/explain Poster draft cause: supplier is late, remedy: use the spare pictures", "Launch")
    english.shows("group:Launch", "outside dependency", "Cause: supplier is late", "Remedy: use the spare pictures")


def test_o3_a_cause_without_a_remedy_is_not_enough(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.says("王五", "/说明 海报初稿 供应商延迟")
    late.shows(GROUP, "请写明原因和补救措施", why="reply")


def test_o3_somebody_elses_delay_is_not_explained_for_them(late: Chat) -> None:
    late.says("孙六", "/帮助", group="")
    late.until("2026-03-05 17:05")
    late.tells("孙六", "/说明 海报初稿 原因：天气 补救：等待")
    late.hides(GROUP, "天气")


def test_o3_without_words_opens_the_form(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.says("王五", "/说明 海报初稿")
    late.fills("王五", 原因="供应商延迟", 补救="改用备选图")
    late.shows(GROUP, "供应商延迟", why="O3")


def test_o3_the_same_words_said_twice_count_once(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    for _ in range(2):
        late.tells("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图 新日期：3月11日")
        late.shows(OWNER, "王五说明了", "新的截止时间：3月11日", why="reply")
    assert len(late.lines(GROUP, why="O3", kind="post")) == 2  # the demand and the answer


def test_o3_a_task_late_again_is_explained_again_in_the_same_words(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.tells("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图 新日期：3月11日")
    late.until("2026-03-13 09:35")
    late.tells("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图")
    late.shows(GROUP, "王五说明了", why="O3", kind="post")


def test_o4_the_record_quotes_the_date_that_was_promised(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.tells("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图 新日期：3月11日07:00")
    late.until("2026-03-17 12:00")
    assert any("当时改期到3月11日" in line.text for line in late.lines(EXECUTIVE, why="O4"))


def test_o3_a_task_in_time_needs_no_explanation(late: Chat) -> None:
    late.says("王五", "/说明 海报初稿 原因：忙 补救：加班")
    late.shows(GROUP, "没有逾期", why="reply")


def test_o3_yesterdays_demand_loses_its_button_to_todays(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.until("2026-03-06 09:30")
    assert late.shows(GROUP, "已在新的消息里再次询问", why="O3", kind="update").buttons == ()


def test_o3_of_several_tasks_is_one_post_a_day(late: Chat) -> None:
    late.says("张三", "/任务 宣传册排版 @李四 周三17:00前")
    late.until("2026-03-06 12:00")
    line = late.shows(GROUP, "2 项任务", "海报初稿", "宣传册排版", why="O3")
    assert line.buttons == ("说明“海报初稿”", "说明“宣传册排版”")
    assert len(late.fresh(GROUP, why="O3", kind="post")) == 2


def test_o1_and_o3_reach_the_deputy_of_an_owner_on_leave(late: Chat) -> None:
    late.tells("王五", "/请假 2026-03-03 到 2026-03-06 代理 @李四")
    late.until("2026-03-04 09:00")
    late.shows("dm:李四", "今天到期：海报初稿", "王五请假中", why="O1")
    late.until("2026-03-05 17:05")
    late.shows(GROUP, "王五请假中，请代理人李四今天说明原因", why="O3")
    late.presses("李四", "说明原因")
    late.fills("李四", 原因="王五请假", 补救="由我完成")
    late.shows(GROUP, "李四说明了", "由我完成", why="reply")


def test_o3_asks_the_lead_when_the_owner_is_on_leave_without_a_deputy(late: Chat) -> None:
    late.tells("王五", "/请假 2026-03-03 到 2026-03-06")
    late.until("2026-03-05 17:05")
    line = late.shows(GROUP, "王五请假中，请项目负责人张三今天代为说明原因和补救措施", why="O3")
    assert "请王五" not in line.text


def test_o3_is_kept_in_the_history_of_the_task(late: Chat) -> None:
    late.until("2026-03-05 17:05")
    late.says("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图")
    late.says("张三", "/历史 海报初稿")
    late.shows(GROUP, "王五", "供应商延迟", "改用备选图", why="reply")


def test_a_day_off_entered_later_moves_the_steps(late: Chat) -> None:
    late.tells("管理员", "/工作日 设置 2026-03-05 休")
    late.until("2026-03-10 16:59")
    assert ladder(late, EXECUTIVE) == []
    late.until("2026-03-10 17:00")
    late.shows(EXECUTIVE, "升级", "海报初稿", why="O4")


# ---------------------------------------------------------------------------------------------------------------------
# O4


@pytest.fixture
def escalated(late: Chat) -> Chat:
    """The poster is three workdays late, explained, and lies before 赵总."""
    late.until("2026-03-05 17:05")
    late.says("王五", "/说明 海报初稿 原因：供应商延迟 补救：改用备选图")
    late.until("2026-03-09 17:00")
    return late


def test_o4_lays_the_record_before_the_executive(escalated: Chat) -> None:
    line = escalated.shows(EXECUTIVE, "升级", "海报初稿", "王五", "3 个工作日", "供应商延迟", "改用备选图", why="O4")
    assert line.buttons == ("新日期", "增加资源", "按现状接受", "取消任务")


def test_o4_a_new_date_takes_effect_and_comes_back_to_the_group_once(escalated: Chat) -> None:
    escalated.presses("赵总", "新日期")
    escalated.fills("赵总", 新日期="2026-03-12", 说明="保证质量")
    escalated.shows(GROUP, "赵总决定", "海报初稿", "3月12日", "保证质量", why="O4")
    assert len(escalated.fresh(GROUP, why="O4")) == 1
    assert escalated.shows(EXECUTIVE, "赵总决定", why="O4", kind="update").buttons == ()
    escalated.until("2026-03-12 18:00")
    escalated.shows(GROUP, "逾期", "海报初稿", why="O2")


def test_o4_a_late_press_is_told_the_date_that_was_decided_then(escalated: Chat) -> None:
    escalated.presses("赵总", "新日期")
    escalated.fills("赵总", 新日期="2026-03-12")
    escalated.says("王五", "/改期 海报初稿 3月20日 原因：客户")
    presses_as_it_was(escalated, "赵总", "overdue.accept")
    escalated.shows(EXECUTIVE, "赵总决定", "3月12日", why="reply")


def test_o4_more_resources_leave_the_task_open_and_are_not_asked_again(escalated: Chat) -> None:
    escalated.presses("赵总", "增加资源")
    escalated.fills("赵总", 资源="一名设计师", 提供="设计部")
    escalated.shows(GROUP, "赵总决定", "一名设计师", "设计部", why="O4")
    escalated.until("2026-03-13 12:00")
    assert escalated.fresh(EXECUTIVE) == []


def test_o4_accepted_as_it_is_the_task_is_done(escalated: Chat) -> None:
    escalated.presses("赵总", "按现状接受")
    escalated.shows(GROUP, "赵总决定", "按现状接受", why="O4")
    escalated.says("王五", "/完成 SJB20260001")
    escalated.shows(GROUP, "已由赵总", "完成", why="reply")


def test_o4_cancelled_the_ladder_ends(escalated: Chat) -> None:
    escalated.presses("赵总", "取消任务")
    escalated.fills("赵总", 取消原因="不再需要")
    escalated.shows(GROUP, "赵总决定", "取消", "不再需要", why="O4")
    escalated.until("2026-03-13 12:00")
    escalated.hides(GROUP, "海报初稿", why="O3")


def test_o4_a_second_press_is_told_what_was_decided(escalated: Chat) -> None:
    escalated.presses("赵总", "按现状接受")
    presses_as_it_was(escalated, "赵总", "overdue.accept")
    escalated.shows(EXECUTIVE, "赵总决定", "按现状接受", why="reply")
    assert escalated.fresh(GROUP, why="O4") == []


def test_o4_nobody_else_can_decide(escalated: Chat) -> None:
    presses_as_it_was(escalated, "王五", "overdue.accept")
    escalated.shows(OWNER, "由收到升级的分管领导", why="reply")
    assert escalated.fresh(GROUP) == []


def test_u4_a_stranger_learns_nothing_of_an_escalated_task(escalated: Chat) -> None:
    presses_as_it_was(escalated, "孙六", "overdue.accept")
    assert ["海报初稿" in line.text for line in escalated.fresh("dm:孙六", why="reply")] == [False]


def test_o4_silence_is_reminded_once_a_workday_and_never_escalated_twice(escalated: Chat) -> None:
    escalated.until("2026-03-11 12:00")
    assert ladder(escalated, EXECUTIVE) == ["03-09 17:00 赵总 O4", "03-10 09:30 赵总 O4", "03-11 09:30 赵总 O4"]
    escalated.shows(EXECUTIVE, "仍待你决定", "海报初稿", why="O4")


def test_o4_a_task_finished_meanwhile_needs_no_decision(escalated: Chat) -> None:
    escalated.says("王五", "/完成 海报初稿")
    assert escalated.shows(EXECUTIVE, "已完成", why="O4", kind="update").buttons == ()
    escalated.until("2026-03-12 12:00")
    assert escalated.fresh(EXECUTIVE) == []


def test_o4_an_executive_on_leave_is_stood_in_for_by_the_deputy(late: Chat) -> None:
    late.person("钱副总")
    late.tells("钱副总", "/帮助")
    late.tells("赵总", "/请假 2026-03-06 到 2026-03-13 代理 @钱副总")
    late.until("2026-03-09 17:00")
    late.shows("dm:钱副总", "升级", "赵总请假中", why="O4")
    late.presses("钱副总", "按现状接受")
    late.shows(GROUP, "钱副总决定", why="O4")
    assert ladder(late, EXECUTIVE) == []


def test_o4_without_a_deputy_the_next_level_decides_and_administrators_know(late: Chat) -> None:
    late.person("周总", role="executive", over="市场部")
    late.tells("周总", "/帮助")
    late.tells("赵总", "/请假 2026-03-06 到 2026-03-13")
    late.until("2026-03-09 17:00")
    late.shows("dm:周总", "升级", "海报初稿", why="O4")
    late.shows(ADMIN, "赵总不在", "周总", why="O4")


def test_o4_without_any_executive_the_lead_decides(chat: Chat) -> None:
    for name, role in (("张三", "head"), ("王五", "member"), ("管理员", "admin")):
        chat.person(name, dept="市场部", role=role)
    chat.group("新品上市", "张三", "王五")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    chat.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    chat.until("2026-03-09 17:00")
    chat.shows("dm:张三", "升级", "海报初稿", why="O4")
    chat.shows(ADMIN, "市场部没有设置分管领导", why="O4")


def test_o4_nobody_decides_about_their_own_task(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @赵总 周三17:00前")
    team.until("2026-03-09 17:00")
    team.shows("dm:张三", "升级", "海报初稿", "赵总", why="O4")
    assert [line for line in team.fresh(EXECUTIVE) if line.why == "O4"] == []


def test_o4_a_late_task_that_others_come_to_wait_for_is_escalated_at_once(late: Chat) -> None:
    late.says("张三", "/任务 印刷 @李四 3月6日前")
    late.until("2026-03-05 10:00")
    late.says("张三", "/依赖 SJB20260002 after SJB20260001")
    late.shows(EXECUTIVE, "升级", "关键路径", "印刷（李四）", why="O4")
    late.until("2026-03-09 17:05")
    assert len([line for line in ladder(late, EXECUTIVE) if "17:00" in line]) == 0


# ---------------------------------------------------------------------------------------------------------------------
# O5, downtime, preview


def test_o5_a_task_re_dated_twice_climbs_only_its_latest_ladder(late: Chat) -> None:
    late.says("王五", "/改期 海报初稿 3月5日17:00 等素材")
    late.says("王五", "/改期 海报初稿 3月6日17:00 等素材")
    late.until("2026-03-09 17:00")
    assert ladder(late) == [
        "03-05 09:00 王五 O1",
        "03-06 09:00 王五 O1",
        "03-06 17:00 新品上市 O2",
        "03-09 17:00 新品上市 O3",
    ]


def test_after_five_workdays_down_only_what_is_right_now_is_posted(late: Chat) -> None:
    sleep_until(late, "2026-03-11 10:00")
    assert ladder(late) == ["03-11 10:00 新品上市 O3", "03-11 10:00 赵总 O4"]


def test_after_a_night_down_it_waits_for_the_morning(late: Chat) -> None:
    sleep_until(late, "2026-03-11 03:00")
    assert ladder(late) == []
    late.until("2026-03-11 12:00")
    assert ladder(late) == ["03-11 09:00 新品上市 O3", "03-11 09:00 赵总 O4"]


def test_preview_names_everybody_and_changes_nothing(late: Chat) -> None:
    late.says("张三", "/升级预览 海报初稿")
    late.shows(GROUP, "3月3日（周二）09:00", "王五", "3月4日（周三）17:00", "3月9日（周一）17:00", "赵总", why="reply")
    assert ladder(late) == []


def test_preview_in_english_tells_of_missing_levels(english: Chat) -> None:
    english.says("Ann", "/task Budget @Ann due 2026-03-06 17:00", "Launch")
    english.says("Ann", "/preview Budget", "Launch")
    english.shows("group:Launch", "Wed 11 Mar 17:00", "No executive is set for Marketing", why="reply")


def test_the_preview_tells_when_an_escalation_reaches_somebody_far_away(english: Chat) -> None:
    english.tells("Eve", "/settings timezone Berlin")
    english.says("Ann", "/preview Poster draft", "Launch")
    english.shows("group:Launch", "Mon 9 Mar 17:00: escalated to Eve")
    english.tells("Eve", "/settings timezone San Francisco")
    english.says("Ann", "/preview Poster draft", "Launch")
    english.shows("group:Launch", "Tue 10 Mar 00:00: escalated to Eve")

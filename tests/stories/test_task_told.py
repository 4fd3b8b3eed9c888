"""What the people of a new task are told: owners, helpers, and deputies of whoever is away (T2, P2, U4)."""

from tests.chat import GROUP, Chat

LINE = "/任务 完成3款海报初稿 @李四 3月4日17:00前 标准: 300DPI 协作 @王五 优先级 高"


def test_t2_owner_and_collaborator_are_told_in_their_working_hours(team: Chat) -> None:
    team.says("张三", LINE)
    assert team.fresh("dm:李四") == []
    team.passes(minutes=30)
    asked = team.shows("dm:李四", "张三把这项任务交给你（项目：Q4宣传物料），请确认能否按时完成。", why="T2")
    assert asked.buttons[:2] == ("接受", "有困难")
    helper = team.shows("dm:王五", "请协助李四完成“完成3款海报初稿”", why="T2")
    assert helper.buttons == ()


def test_t2_nobody_is_told_of_a_task_they_set_themselves(team: Chat) -> None:
    team.says("张三", "/任务 自查 @张三 3月6日前")
    team.passes(minutes=40)
    assert team.lines("dm:张三", why="T2") == []


def test_t2_tasks_that_fall_together_come_as_one_message(team: Chat) -> None:
    team.says("张三", "/任务 一号 @李四 3月6日前")
    team.says("张三", "/任务 二号 @李四 3月6日前")
    team.passes(minutes=30)
    team.shows("dm:李四", "有 2 项任务交给你", "一号", "二号", why="T2")
    assert len(team.lines("dm:李四", why="T2")) == 1


def test_t2_what_is_due_before_work_begins_is_told_at_once(team: Chat) -> None:
    team.says("张三", "/任务 报价 @李四 今天8:50前")
    team.shows("dm:李四", "报价", why="T2")


def test_t2_accepting_is_shown_on_the_card_and_asked_no_more(team: Chat) -> None:
    team.says("张三", LINE)
    team.presses("李四", "接受")
    card = team.shows(GROUP, "确认：已接受（3月2日（周一）08:30）", kind="update")
    assert card.buttons == ("开始", "进度", "完成", "阻塞", "改期")
    team.passes(minutes=30)
    assert team.lines("dm:李四", why="T2") == []


def test_t2_only_the_owner_accepts(team: Chat) -> None:
    team.says("张三", LINE)
    team.presses("王五", "接受")
    team.shows("dm:王五", "这一步需要由")


def test_t2_an_objection_goes_to_whoever_set_the_task(team: Chat) -> None:
    team.says("张三", LINE)
    team.presses("李四", "有困难")
    team.fills("李四", 困难原因="印厂放假")
    team.shows(GROUP, "负责人反馈：印厂放假", kind="update")
    team.passes(minutes=30)
    told = team.shows("dm:张三", "李四对“完成3款海报初稿”有困难", "原因：印厂放假", why="T2")
    assert told.buttons == ("改期",)


def test_t2_an_owner_on_leave_is_asked_on_their_return_and_the_echo_says_so(team: Chat) -> None:
    team.tells("李四", "/请假 3月2日到3月3日 代理 @王五")
    team.says("张三", "/任务 报价 @李四 3月6日前")
    team.shows(GROUP, "李四请假至3月3日（周二），代理人：王五。", why="reply")
    team.until("2026-03-03 18:00")
    assert team.lines("dm:李四", why="T2") == []
    team.until("2026-03-04 09:00")
    team.shows("dm:李四", "报价", why="T2")


def test_t2_the_deputy_of_an_owner_on_leave_is_asked_and_may_accept(team: Chat) -> None:
    team.tells("李四", "/请假 3月2日到3月3日 代理 @孙六")
    team.says("张三", "/任务 报价 @李四 3月6日前")
    team.shows(GROUP, "接任务的确认已转给代理人孙六。", why="reply")
    team.until("2026-03-02 09:30")
    team.shows("dm:孙六", "报价", "李四请假至3月3日（周二），由你代理：请确认这项任务能否按时完成。", why="T2")
    team.presses("孙六", "接受")
    team.shows(GROUP, "确认：已接受", kind="update")
    assert "接受" not in team.shows("dm:孙六", "李四请假至3月3日（周二），由你代理。", kind="update").buttons
    team.until("2026-03-04 09:00")
    team.shows("dm:李四", "由张三交给你（项目：Q4宣传物料）", "确认：已接受", why="T2")


def test_t2_without_a_deputy_the_echo_says_when_the_owner_is_asked(team: Chat) -> None:
    team.tells("李四", "/请假 3月2日")
    team.says("张三", "/任务 报价 @李四 3月6日前")
    team.shows(GROUP, "李四请假至3月2日（周一），代理人：未指定。\n李四回来上班后再请其确认；等不及请换人负责。")


def test_t2_the_echo_tells_of_a_leave_that_is_still_to_come(team: Chat) -> None:
    team.tells("李四", "/请假 3月4日到3月5日")
    team.says("张三", "/任务 报价 @李四 3月6日前")
    team.shows(GROUP, "李四3月4日（周三） 到 3月5日（周四）请假，代理人：未指定。", why="reply")
    team.until("2026-03-02 09:30")
    team.shows("dm:李四", "报价", why="T2")


def test_t2_who_comes_back_early_is_asked_at_once(team: Chat) -> None:
    team.tells("李四", "/请假 3月2日到3月5日")
    team.says("张三", "/任务 报价 @李四 3月6日前")
    team.until("2026-03-03 10:00")
    team.tells("李四", "/销假")
    team.shows("dm:李四", "报价", why="T2")


def test_t2_a_task_handed_over_the_evening_before_a_leave_is_not_asked_about_in_the_midst_of_it(team: Chat) -> None:
    team.says("张三", "/任务 报价 @王五 3月6日前")
    team.tells("李四", "/请假 3月3日")
    team.until("2026-03-02 20:00")
    team.says("王五", "/移交 报价 @李四")
    team.shows(GROUP, "“报价”已从王五移交给李四", "李四3月3日（周二）请假", "李四回来上班后再请其确认", why="reply")
    team.until("2026-03-03 18:00")
    assert not team.fresh("dm:李四", why="T2")
    team.until("2026-03-04 09:00")
    team.shows("dm:李四", "报价", why="T2")


def test_p2_a_deputy_finds_the_absent_persons_tasks_by_name_and_in_my(team: Chat) -> None:
    team.says("张三", "/任务 报价 @李四 3月6日前")
    team.tells("李四", "/请假 3月2日 代理 @孙六")
    team.tells("孙六", "/我的")
    team.shows("dm:孙六", "你正在代理 李四", "报价 · 李四 · 3月6日（周五）")
    team.tells("孙六", "/进度 报价 30%")
    team.shows("dm:孙六", "“报价”进度已更新：30%")
    team.until("2026-03-03 09:00")
    team.tells("孙六", "/进度 报价 60%")
    team.shows("dm:孙六", "这里没有进行中的任务。")


def test_u4_a_deputy_from_outside_sees_that_task_alone_and_only_during_the_leave(team: Chat) -> None:
    team.says("张三", "/任务 报价 @李四 3月6日前")
    team.says("张三", "/任务 合同 @王五 3月6日前")
    team.tells("李四", "/请假 3月2日 代理 @孙六")
    team.tells("孙六", "/进度 SJB20260001 30%")
    team.shows("dm:孙六", "“报价”进度已更新：30%")
    team.tells("孙六", "/进度 SJB20260002 30%")
    team.shows("dm:孙六", "这里没有编号为 SJB20260002 的任务。")
    team.until("2026-03-03 09:00")
    team.tells("孙六", "/进度 SJB20260001 60%")
    team.shows("dm:孙六", "这里没有编号为 SJB20260001 的任务。")

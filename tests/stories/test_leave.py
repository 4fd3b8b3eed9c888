"""Leave and deputies as a conversation (S1, design 4)."""

import pytest

from tests.chat import GROUP, Chat


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/请假 12-01..12-05 代理 @李四", "王五 请假：12月1日（周二） 到 12月5日（周六）"),
        ("/请假 明天", "王五 请假：3月3日（周二）"),
        ("/请假 下周 由 @李四 代理", "王五 请假：3月9日（周一） 到 3月13日（周五）"),
        ("/请假 明天起3天", "王五 请假：3月3日（周二） 到 3月5日（周四）"),
        ("/leave tomorrow deputy @李四", "王五 请假：3月3日（周二）"),
        ("/leave Dec 1 to Dec 5", "王五 请假：12月1日（周二） 到 12月5日（周六）"),
    ],
)
def test_leave_is_read_as_people_write_it(team: Chat, typed: str, answer: str) -> None:
    team.tells("王五", typed)
    line = team.shows("dm:王五", answer)
    assert ("由 李四 代理" in line.text) == ("李四" in typed)


@pytest.mark.parametrize("typed", ["/请假 明天下午", "/leave tomorrow morning"])
def test_p2_half_a_day_is_said_to_count_as_a_whole_one(team: Chat, typed: str) -> None:
    team.tells("王五", typed)
    team.shows("dm:王五", "王五 请假：3月3日（周二）", "请假按整天登记。")


def test_somebody_on_leave_is_neither_asked_nor_missing(team: Chat) -> None:
    team.tells("王五", "/请假 3月3日")
    team.until("2026-03-03 09:00")
    team.until("2026-03-03 12:00")
    assert not team.fresh("dm:王五")
    assert "王五" not in team.shows(GROUP, "未更新", "3月3日", why="S1").text.replace("请假：王五", "")


def test_the_deputy_is_told_in_their_own_working_hours(team: Chat) -> None:
    team.tells("王五", "/请假 3月3日到3月4日 代理 @李四")
    assert not team.fresh("dm:李四")
    team.until("2026-03-02 09:00")
    team.shows("dm:李四", "王五 3月3日（周二） 到 3月4日（周三） 请假，由你代理")


def test_a_deputy_who_is_away_too_is_said(team: Chat) -> None:
    team.tells("李四", "/请假 3月4日到3月6日")
    team.tells("王五", "/请假 3月5日 代理 @李四")
    team.shows("dm:王五", "注意：李四 在 3月4日（周三） 到 3月6日（周五） 也请假")


def test_overlapping_leave_becomes_one(team: Chat) -> None:
    team.tells("王五", "/请假 3月3日到3月5日")
    team.tells("王五", "/请假 3月5日到3月6日")
    team.shows("dm:王五", "3月3日（周二） 到 3月6日（周五）", "已合并")


def test_back_ends_leave_and_questions_begin_again(team: Chat) -> None:
    team.tells("王五", "/请假 3月2日到3月6日")
    team.until("2026-03-03 20:00")
    team.tells("王五", "/销假")
    team.shows("dm:王五", "王五 已销假")
    team.until("2026-03-04 09:30")
    team.shows("dm:王五", "站会", why="S1")


def test_s1_who_is_back_while_the_standup_is_open_is_asked_then(team: Chat) -> None:
    team.tells("王五", "/请假 今天")
    team.until("2026-03-02 09:40")
    team.tells("王五", "/销假")
    team.shows("dm:王五", "站会", why="S1")
    team.fills("王五", 昨天="草图", 今天="定稿", 阻碍="无")
    team.until("2026-03-02 10:31")
    team.shows(GROUP, "王五", "定稿", why="S1")


def test_s1_who_was_asked_before_the_leave_is_not_asked_again_after_it(team: Chat) -> None:
    team.until("2026-03-02 09:31")
    team.shows("dm:王五", "站会", why="S1")
    team.tells("王五", "/请假 今天")
    team.tells("王五", "/销假")
    assert [line.why for line in team.fresh("dm:王五")] == ["reply"]


def test_s1_who_is_back_after_the_standup_is_not_asked(team: Chat) -> None:
    team.tells("王五", "/请假 今天")
    team.until("2026-03-02 11:00")
    team.tells("王五", "/销假")
    assert [line.why for line in team.fresh("dm:王五")] == ["reply"]


def test_leave_that_has_not_begun_is_cancelled(team: Chat) -> None:
    team.tells("王五", "/请假 3月5日")
    team.presses("王五", "销假")
    team.shows("dm:王五", "已取消这段假期")


def test_leave_is_entered_with_a_form(team: Chat) -> None:
    team.tells("王五", "/请假")
    team.presses("王五", "登记请假")
    team.fills("王五", 开始="2026-03-05", 结束="2026-03-06", 代理人="@李四")
    team.shows("dm:王五", "3月5日（周四） 到 3月6日（周五）", "由 李四 代理")


def test_a_lead_enters_leave_for_a_member_but_a_colleague_may_not(team: Chat) -> None:
    team.says("张三", "/请假 @王五 明天")
    team.shows(GROUP, "王五 请假：3月3日（周二）")
    team.says("李四", "/请假 @王五 后天")
    team.shows(GROUP, "需要本人、部门负责人、项目负责人或管理员来登记")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/请假 改天再说", "请写上日期"),
        ("/请假 3月6日到3月4日", "结束日期早于开始日期"),
        ("/请假 2026-02-20", "已经过去"),
        ("/请假 明天 代理 @李思", "是 李四 吗"),
        ("/请假 明天 代理 我", "代理人不能是请假的人"),
        ("/销假", "没有登记中的假期"),
    ],
)
def test_mistakes_are_explained(team: Chat, typed: str, answer: str) -> None:
    team.tells("王五", typed)
    team.shows("dm:王五", answer)


def test_the_groups_people_are_not_pinged_by_leave(team: Chat) -> None:
    team.says("王五", "/请假 明天 代理 @李四")
    assert team.shows(GROUP, "王五 请假").mentions == ()


def test_leave_is_entered_for_somebody_named_without_at(team: Chat) -> None:
    team.tells("张三", "/请假 王五 3月16日")
    team.shows("dm:张三", "王五 请假：3月16日（周一）")


def test_nobody_enters_leave_for_a_colleague_by_naming_them(team: Chat) -> None:
    team.tells("王五", "/请假 李四 3月16日")
    team.shows("dm:王五", "李四 的假需要本人、部门负责人")


def test_whoever_is_on_leave_by_another_hand_is_told(team: Chat) -> None:
    team.tells("张三", "/请假 @王五 3月16日")
    team.until("2026-03-02 09:00")
    team.shows("dm:王五", "张三 为你登记了请假：3月16日（周一）")


def test_a_deputy_is_told_when_leave_that_lies_ahead_is_cancelled(team: Chat) -> None:
    team.tells("王五", "/请假 3月16日 代理 @李四")
    team.until("2026-03-02 09:00")
    team.tells("王五", "/销假")
    team.shows("dm:李四", "王五 取消了 3月16日（周一） 的假期，不再需要你代理")


@pytest.mark.parametrize(
    "typed",
    [
        "/请假 明天 李四代理",
        "/请假 明天，李四 代理",
        "/请假 明天 @李四 代理",
        "/请假 明天 李四代",
        "/请假 明天，李四替我盯一下",
        "/请假 明天 工作交给李四",
        "/请假 明天，有事找李四",
        "/leave tomorrow, 李四 covers",
        "/leave tomorrow 李四 stands in",
        "/leave tomorrow covered by 李四",
    ],
)
def test_p2_the_deputy_may_be_named_before_or_behind(team: Chat, typed: str) -> None:
    team.tells("王五", typed)
    team.shows("dm:王五", "王五 请假：3月3日（周二）", "需要处理的事项由 李四 代理。")


@pytest.mark.parametrize("typed", ["明天请假，李四代", "明天请假，有事找李四", "我明天休年假，工作交给李四"])
def test_p2_the_deputy_is_heard_in_plain_words(team: Chat, typed: str) -> None:
    team.tells("王五", typed)
    team.shows("dm:王五", "要登记王五请假吗？3月3日（周二）", "代理：李四")


def test_s1_a_task_handed_over_beside_leave_is_not_lost(team: Chat) -> None:
    team.tells("王五", "明天请假，支付联调交给李四")
    team.shows("dm:王五", "要登记王五请假吗？3月3日（周二）", "“支付联调交给李四”请另发一条，我再处理。")


@pytest.mark.parametrize("typed", ["我生病了，明天休息", "明天要去医院，请一天假"])
def test_s1_the_reason_beside_leave_makes_no_task_of_it(team: Chat, typed: str) -> None:
    team.tells("李四", typed)
    team.shows("dm:李四", "要登记李四请假吗？3月3日（周二）")

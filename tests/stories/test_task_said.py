"""What is to become of a task, said in plain words (P3, T3, T4), and progress that names it in short (S3)."""

import pytest

from tests.chat import GROUP, Chat


@pytest.fixture
def tests(team: Chat) -> Chat:
    """李四 owns a stress test, 王五 a poster."""
    team.says("张三", "/任务 压力测试 @李四 3月12日")
    team.says("张三", "/任务 海报定稿 @王五 3月5日前")
    team.until("2026-03-02 10:00")
    return team


@pytest.mark.parametrize(
    "typed", ["催一下李四的压力测试", "请催催压力测试", "压力测试再催一下", "remind 李四 about 压力测试"]
)
def test_t4_an_urge_in_plain_words_reaches_the_owner(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "已提醒李四更新“压力测试”")
    tests.shows("dm:李四", "张三请你更新“压力测试”的进展", why="T4")


def test_t4_the_longer_title_is_urged_where_it_holds_anothers(tests: Chat) -> None:
    tests.says("张三", "/任务 海报 @李四 3月12日")
    tests.tells("张三", "催一下海报定稿")
    tests.shows("dm:王五", "请你更新“海报定稿”的进展", why="T4")


def test_t4_two_tasks_in_one_breath_urge_nobody(tests: Chat) -> None:
    tests.says("张三", "/任务 海报 @李四 3月12日")
    tests.tells("张三", "催一下海报和海报定稿")
    tests.hides("dm:王五", "请你更新")
    tests.hides("dm:李四", "请你更新")


def test_t4_nobody_is_urged_about_what_another_owns(tests: Chat) -> None:
    tests.tells("张三", "催一下王五的压力测试")
    tests.shows("dm:张三", "压力测试（SJB20260001）", "负责人：李四")
    tests.hides("dm:李四", "请你更新")


@pytest.mark.parametrize(
    "typed",
    [
        "催李四把压力测试的报告明天发给王五",
        "remind 李四 to send the 压力测试 report on Friday",
        "催李四和王五的压力测试",
    ],
)
def test_t4_an_urge_that_asks_for_more_than_news_is_none(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.hides("dm:李四", "请你更新")


@pytest.mark.parametrize("typed", ["催李四尽快完成压力测试", "remind 李四 to finish 压力测试"])
def test_t4_an_urge_may_say_that_the_work_is_to_be_done(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:李四", "请你更新“压力测试”的进展", why="T4")


@pytest.mark.parametrize("typed", ["压力测试转给王五", "把压力测试交给王五来做", "hand 压力测试 over to 王五"])
def test_p3_a_hand_over_in_plain_words_happens_after_one_tap(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "把“压力测试”从李四移交给王五，对吗？")
    assert tests.fresh(GROUP) == []
    tests.presses("张三", "确认")
    tests.shows(GROUP, "负责人：王五", kind="update")


def test_p3_a_hand_over_that_was_not_meant_is_refused(tests: Chat) -> None:
    tests.tells("张三", "压力测试转给王五")
    assert tests.shows("dm:张三", "从李四移交给王五").buttons == ("确认", "不是")
    tests.presses("张三", "不是")
    tests.shows("dm:张三", "好的，没有改动。", kind="update")
    tests.tells("张三", "/任务 查看 压力测试")
    tests.shows("dm:张三", "负责人：李四")


def test_p3_a_hand_over_asked_about_one_owner_does_not_take_the_task_from_the_next(tests: Chat) -> None:
    tests.tells("张三", "压力测试转给王五")
    tests.shows("dm:张三", "从李四移交给王五")
    tests.says("李四", "/移交 压力测试 @张三")
    tests.presses("张三", "确认")
    tests.shows("dm:张三", "“压力测试”现在由张三负责，没有移交")


def test_p3_nobody_is_asked_whether_a_task_goes_to_its_owner(tests: Chat) -> None:
    tests.tells("张三", "压力测试交给李四")
    assert tests.shows("dm:张三", "“压力测试”本来就由李四负责").buttons == ()


def test_p3_only_those_who_may_hand_a_task_over(tests: Chat) -> None:
    tests.tells("王五", "压力测试转给王五")
    assert tests.shows("dm:王五").buttons == ()


@pytest.mark.parametrize("typed", ["取消压力测试", "压力测试不做了", "把压力测试取消吧", "cancel 压力测试"])
def test_t3_a_task_cancelled_in_plain_words_asks_for_the_reason(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "为什么取消“压力测试”？")


@pytest.mark.parametrize("typed", ["压力测试取消了？", "压力测试进展顺利", "压力测试大概能按时完成"])
def test_s3_words_about_one_task_that_say_nothing_to_enter_show_its_card(tests: Chat, typed: str) -> None:
    tests.tells("李四", typed)
    tests.shows("dm:李四", "压力测试（SJB20260001）", "负责人：李四")


def test_t7_the_priority_that_was_understood_is_shown(tests: Chat) -> None:
    tests.tells("张三", "请 @李四 3月6日前做易拉宝，高优")
    tests.shows("dm:张三", "要新建任务“做易拉宝”吗？", "优先级：高")


def test_t7_one_piece_of_work_that_is_wanted_is_offered_as_a_task(tests: Chat) -> None:
    tests.says("张三", "@对齐 做个易拉宝")
    tests.shows(GROUP, "要新建任务“做个易拉宝”吗？", "负责人：确认后再问", "截止：确认后再问")
    tests.presses("张三", "确认")
    tests.shows(GROUP, "“做个易拉宝”由谁负责？")


def test_t7_whoever_only_wants_a_task_is_told_what_to_write(tests: Chat) -> None:
    tests.tells("张三", "派任务")
    tests.shows("dm:张三", "新任务要写清五件事")


def test_t1_what_is_headed_as_new_tasks_is_one_for_each_person(tests: Chat) -> None:
    tests.tells("张三", "新任务：王五周五前做易拉宝，李四周四前出文案")
    tests.shows("dm:张三", "要新建这 2 项任务吗？", "1. 做易拉宝 · 王五", "2. 出文案 · 李四")


def test_t1_whoever_wants_to_be_reminded_does_it_themselves(tests: Chat) -> None:
    tests.tells("张三", "remind me to send the contract on Friday")
    tests.shows("dm:张三", "要新建任务“send the contract”吗？", "负责人：张三")


def test_s3_work_beyond_a_task_that_is_over_may_be_given(tests: Chat) -> None:
    tests.says("王五", "/完成 海报定稿")
    tests.tells("张三", "请 @李四 3月6日前完成海报定稿印刷")
    tests.shows("dm:张三", "要新建任务“完成海报定稿印刷”吗？", "负责人：李四")
    tests.tells("张三", "请 @李四 3月6日前完成海报定稿")
    tests.shows("dm:张三", "“海报定稿”已由王五")


def test_s3_a_title_is_known_by_its_short_form(tests: Chat) -> None:
    tests.tells("李四", "压测完成了60%")
    tests.shows("dm:李四", "“压力测试”：进度 60%")


def test_s3_what_is_said_beside_another_tasks_news_is_kept(tests: Chat) -> None:
    tests.says("张三", "/任务 支付联调 @李四 3月12日")
    tests.tells("李四", "支付联调搞定了，压测明天开始")
    tests.shows("dm:李四", "“支付联调”：已完成", "“压力测试”：下一步：压测3月3日（周二）开始")


def test_s3_news_of_nothing_from_somebody_without_a_task_offers_nobody_elses(tests: Chat) -> None:
    tests.tells("赵总", "做完了")
    assert tests.shows("dm:赵总", "你名下没有进行中的任务").buttons == ()


def test_t1_readers_of_chinese_write_the_month_first_in_english_words_too(tests: Chat) -> None:
    tests.says("张三", "/任务 API review @李四 3/12")
    tests.shows(GROUP, "API review", "截止：3月12日（周四）")


def test_s3_news_of_what_sounds_like_the_task_of_another_is_not_put_down_to_ones_own(team: Chat) -> None:
    team.says("张三", "/任务 支付接口联调 @李四 3月6日")
    team.says("张三", "/任务 新闻稿 @张三 3月6日")
    team.tells("张三", "李四说联调做完了")
    asked = team.shows("dm:张三", "说的是哪项任务？")
    assert asked.buttons == ("支付接口联调（SJB20260001）", "新闻稿（SCB20260001）", "都不是")


def test_t3_what_is_waited_for_leaves_news_with_ones_own_task(team: Chat) -> None:
    team.says("张三", "/任务 支付接口联调 @李四 3月6日")
    team.says("张三", "/任务 新闻稿 @张三 3月6日")
    team.tells("张三", "卡住了，等联调")
    team.shows("dm:张三", "“新闻稿”：阻塞")


@pytest.mark.parametrize("typed", ["联调改成王五做", "联调交给王五吧", "联调的事帮我转给王五", "change 联调 to 王五"])
def test_p3_a_part_of_the_title_is_enough_to_hand_a_task_over(team: Chat, typed: str) -> None:
    team.says("张三", "/任务 支付接口联调 @李四 3月6日")
    team.tells("张三", typed)
    team.shows("dm:张三", "把“支付接口联调”从李四移交给王五，对吗？")


def test_p3_a_part_of_the_title_opens_no_task_of_others(team: Chat) -> None:
    team.says("张三", "/任务 支付接口联调 @李四 3月6日")
    team.tells("王五", "联调交给王五吧")
    assert team.shows("dm:王五").buttons == ()


def test_t3_what_is_no_longer_needed_is_cancelled_with_a_reason(tests: Chat) -> None:
    tests.tells("张三", "压力测试不用测了")
    tests.shows("dm:张三", "为什么取消“压力测试”？")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("不是周五是周四", "截止：3月5日（周四）"),
        ("改成王五", "负责人：王五"),
        ("I meant Thursday", "截止：3月5日（周四）"),
    ],
)
def test_t1_what_waits_for_a_tap_is_put_right_in_plain_words(team: Chat, typed: str, shown: str) -> None:
    team.tells("张三", "李四周五前做易拉宝")
    team.shows("dm:张三", "截止：3月6日（周五）")
    team.tells("张三", typed)
    team.shows("dm:张三", "要新建任务“做易拉宝”吗？", shown)
    assert team.fresh(GROUP) == []


def test_u4_what_waits_for_a_tap_is_not_put_right_in_another_chat(team: Chat) -> None:
    team.tells("张三", "李四周五前做易拉宝")
    team.says("张三", "@bot 不是周五是周四")
    team.hides(GROUP, "易拉宝")


def test_t4_a_bare_day_of_the_week_lies_in_the_week_that_was_meant(team: Chat) -> None:
    team.says("张三", "/任务 支付接口联调 @李四 3月10日")
    team.tells("张三", "联调不是周二是周三")
    team.shows("dm:张三", "把“支付接口联调”的截止时间改为3月11日（周三），对吗？")
    team.tells("张三", "李四下周五前做易拉宝")
    team.tells("张三", "不是周五是周四")
    team.shows("dm:张三", "要新建任务“做易拉宝”吗？", "截止：3月12日（周四）")


@pytest.mark.parametrize("typed", ["压测今天搞不定了，明天上午给", "压测来不及了，要到3月3日12:00"])
def test_s3_what_cannot_be_managed_is_news_and_no_new_task(tests: Chat, typed: str) -> None:
    tests.tells("李四", typed)
    tests.shows("dm:李四", "“压力测试”：预计3月3日（周二）12:00完成")


def test_s3_which_task_will_be_late_is_asked(tests: Chat) -> None:
    tests.says("张三", "/任务 支付联调 @李四 3月12日")
    tests.tells("李四", "我搞不定这个")
    assert len(tests.shows("dm:李四", "说的是哪项任务？").buttons) == 3


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("我接受", "要接受任务，点任务卡上的“接受”"),
        ("我这边没问题", "要接受任务，点任务卡上的“接受”"),
        ("我下午不在", "如果整天不在，请发：/请假 日期"),
        ("今天居家办公", "如果整天不在，请发：/请假 日期"),
        ("我回来了", "欢迎回来。"),
        ("今天wfh", "如果整天不在，请发：/请假 日期"),
        ("周五见", "好的。"),
    ],
)
def test_what_people_say_of_themselves_is_no_task(tests: Chat, typed: str, answer: str) -> None:
    tests.tells("李四", typed)
    tests.shows("dm:李四", answer)


def test_p2_who_is_back_is_shown_the_leave_with_its_end(tests: Chat) -> None:
    tests.tells("李四", "/请假 今天到3月4日")
    tests.tells("李四", "我回来了")
    assert "销假" in tests.shows("dm:李四", "3月2日（周一）").buttons


@pytest.mark.parametrize("typed", ["ok李四周五前出图", "收到，李四周五前出图", "好的，另外，李四周五前出图"])
def test_t1_a_filler_in_front_is_no_part_of_the_task(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "要新建任务“出图”吗？", "负责人：李四")


@pytest.mark.parametrize("typed", ["催催李四", "催一下李四的进度", "chase 李四"])
def test_t4_somebody_with_one_task_is_urged_about_that(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:李四", "张三请你更新“压力测试”的进展", why="T4")


def test_t4_of_several_tasks_it_is_asked_which_is_urged(tests: Chat) -> None:
    tests.says("张三", "/任务 易拉宝 @李四 3月12日")
    tests.tells("张三", "催催李四")
    tests.shows("dm:张三", "催李四的哪一项？")
    tests.hides("dm:李四", "请你更新")
    tests.presses("张三", "压力测试（")
    tests.shows("dm:李四", "张三请你更新“压力测试”的进展", why="T4")


def test_t4_nobody_without_a_task_is_urged(tests: Chat) -> None:
    tests.tells("李四", "催催张三")
    tests.shows("dm:李四", "张三在这里没有未完成的任务")


@pytest.mark.parametrize("typed", ["两个都做完了", "都完成了", "全部搞定！", "both are done", "all done"])
def test_s3_all_of_ones_own_tasks_are_done_after_one_tap(tests: Chat, typed: str) -> None:
    tests.says("张三", "/任务 易拉宝 @李四 3月12日")
    tests.tells("李四", typed)
    tests.shows("dm:李四", "“压力测试”：已完成", "“易拉宝”：已完成")
    tests.presses("李四", "确认")
    tests.shows("dm:李四", "已更新", kind="update")


@pytest.mark.parametrize("typed", ["两个任务都卡住了，没有测试环境", "both are stuck, 没有测试环境"])
def test_s3_all_of_ones_own_tasks_are_stuck_after_one_tap(tests: Chat, typed: str) -> None:
    tests.says("张三", "/任务 易拉宝 @李四 3月12日")
    tests.tells("李四", typed)
    tests.shows("dm:李四", "“压力测试”：阻塞；原因：没有测试环境", "“易拉宝”：阻塞；原因：没有测试环境")


def test_s3_another_number_than_there_are_is_asked_about(tests: Chat) -> None:
    for title in ("易拉宝", "画册"):
        tests.says("张三", f"/任务 {title} @李四 3月12日")
    tests.tells("李四", "两个都做完了")
    tests.shows("dm:李四", "说的是哪项任务？")


@pytest.mark.parametrize("typed", ["压测和易拉宝都完成了", "压测、易拉宝都搞定了", "压测 and 易拉宝 are done"])
def test_s3_what_is_said_of_two_in_short_is_said_of_each(tests: Chat, typed: str) -> None:
    tests.says("张三", "/任务 易拉宝 @李四 3月12日")
    tests.tells("李四", typed)
    tests.shows("dm:李四", "“压力测试”：已完成", "“易拉宝”：已完成")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("压测推迟两个工作日", "改为3月16日（周一）"),
        ("压测延期一天，因为环境没好", "改为3月13日（周五）"),
        ("把压力测试推迟一周可以吗", "改为3月19日（周四）"),
        ("push 压力测试 back by 4 days", "改为3月16日（周一）"),
        ("压测提前一天", "改为3月11日（周三）"),
    ],
)
def test_t4_a_task_is_moved_by_days_after_one_tap(tests: Chat, typed: str, shown: str) -> None:
    tests.tells("李四", typed)
    tests.shows("dm:李四", f"把“压力测试”的截止时间{shown}", "原定：3月12日（周四）")
    tests.presses("李四", "确认")
    tests.shows("dm:李四", "压力测试", kind="update")


def test_t4_days_that_end_on_a_day_off_are_asked_about(tests: Chat) -> None:
    tests.tells("李四", "压测推迟两天")
    asked = tests.shows("dm:李四", "“压力测试”这样改会落在休息日，定在哪一天？")
    assert asked.buttons == ("3月14日（周六）", "3月16日（周一）", "都不是")


def test_t4_nothing_is_moved_into_the_past(tests: Chat) -> None:
    tests.tells("王五", "海报定稿提前四天")
    tests.hides("dm:王五", "的截止时间改为")


@pytest.mark.parametrize("typed", ["李四已经把合同发了", "王五把报价单改好了"])
def test_s3_what_somebody_did_is_no_task(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.hides("dm:张三", "要新建任务")


@pytest.mark.parametrize("typed", ["give 王五 the 压力测试", "把压力测试给王五", "把压测给王五做"])
def test_p3_giving_a_task_to_somebody_hands_it_over(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "把“压力测试”从李四移交给王五，对吗？")


def test_p3_to_show_somebody_is_not_to_give(tests: Chat) -> None:
    tests.tells("张三", "把压力测试给王五看看")
    tests.hides("dm:张三", "移交")


def test_in_a_group_words_that_say_nothing_are_answered_in_two_lines(tests: Chat) -> None:
    tests.says("张三", "@bot 今天吃什么好")
    assert tests.shows(GROUP, "没看懂这句话。").text.count("\n") == 1


@pytest.mark.parametrize(
    "typed", ["详情页推迟两天", "把详情页改到下周五", "催一下详情页", "can you move 详情页 to Friday?"]
)
def test_t4_what_is_wanted_of_an_unknown_task_is_said_so(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "没有找到进行中的任务“详情页”。")


@pytest.mark.parametrize(
    "typed", ["让赵六周五前出图", "请赵六周五前出图", "麻烦小陈周五前看下合同", "请钱总周五前定价"]
)
def test_t1_what_is_asked_of_somebody_unknown_is_not_ones_own(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "要新建任务", "负责人：没有找到“", "确认后再问", "截止：3月6日（周五）")


@pytest.mark.parametrize("typed", ["周五前出方案", "请安全检查周五前完成", "高清图周五前发我"])
def test_t1_what_only_begins_like_a_name_is_ones_own(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "要新建任务", "负责人：张三")


@pytest.mark.parametrize("typed", ["压测不做了", "压测先不用做了", "cancel 压测"])
def test_t3_a_part_of_the_title_is_enough_to_cancel_with_a_reason(tests: Chat, typed: str) -> None:
    tests.tells("张三", typed)
    tests.shows("dm:张三", "为什么取消“压力测试”？")


def test_t4_a_task_is_planned_for_another_day(tests: Chat) -> None:
    tests.tells("张三", "压测重新排期到3月25日")
    tests.shows("dm:张三", "把“压力测试”的截止时间改为3月25日（周三），对吗？")


def test_p3_handing_a_task_over_in_english(tests: Chat) -> None:
    tests.tells("张三", "handing 压力测试 to 王五")
    tests.shows("dm:张三", "把“压力测试”从李四移交给王五，对吗？")


def test_s3_what_cannot_be_managed_today_is_expected_the_day_that_follows(tests: Chat) -> None:
    tests.tells("李四", "压力测试今天搞不完，明天中午给")
    tests.shows("dm:李四", "“压力测试”：预计3月3日（周二）12:00完成")


def test_t4_a_due_day_that_is_put_right_is_no_next_step(tests: Chat) -> None:
    tests.tells("李四", "压力测试 due Friday, not Thursday")
    tests.shows("dm:李四", "把“压力测试”的截止时间改为3月13日（周五）")


def test_s3_what_is_being_done_today_has_begun_and_sets_no_task(tests: Chat) -> None:
    tests.tells("李四", "今天在做压力测试")
    tests.shows("dm:李四", "“压力测试”：已开始")


def test_s3_a_promise_without_a_name_is_of_ones_only_task(tests: Chat) -> None:
    tests.tells("李四", "收到，我周四前给")
    tests.shows("dm:李四", "“压力测试”：预计3月5日（周四）完成")


def test_s1_leave_on_two_days_apart_is_not_taken_for_those_between(tests: Chat) -> None:
    tests.tells("李四", "我周三和周五请假")
    tests.shows("dm:李四", "3月4日（周三）和3月6日（周五）中间还隔着几天，请一天一条，例如：/请假 2026-03-06")
    tests.hides("dm:李四", "要登记")


def test_t1_what_was_shown_to_somebody_already_sets_no_task(tests: Chat) -> None:
    tests.tells("王五", "宣传页已经给客户看过了，客户说下周再定")
    tests.shows("dm:王五", "没有对上进行中的任务")


def test_t1_a_day_ahead_of_several_people_is_of_each(tests: Chat) -> None:
    tests.tells("张三", "周五前李四出接口文档，王五做封面")
    tests.shows("dm:张三", "1. 出接口文档 · 李四 · 3月6日（周五）", "2. 做封面 · 王五 · 3月6日（周五）")


@pytest.mark.parametrize(
    "typed", ["昨天完成了压力测试的脚本部分", "压力测试的脚本做完了", "finished the script part of 压力测试"]
)
def test_s3_a_part_of_a_task_that_is_done_is_not_all_of_it(tests: Chat, typed: str) -> None:
    tests.tells("李四", typed)
    tests.hides("dm:李四", "已完成")


def test_s3_the_day_on_which_work_goes_on_is_not_its_end(tests: Chat) -> None:
    tests.tells("李四", "压力测试明天不做，后天做")
    tests.shows("dm:李四", "“压力测试”：下一步：3月4日（周三）做")
    tests.hides("dm:李四", "预计")


@pytest.mark.parametrize("typed", ["压力测试本来周四能完成，现在不行了", "如果压力测试周四完成就周五上线"])
def test_s3_a_day_that_does_not_hold_is_not_expected(tests: Chat, typed: str) -> None:
    tests.tells("李四", typed)
    tests.hides("dm:李四", "预计")
    tests.hides("dm:李四", "要新建任务")


def test_s3_to_wait_for_a_task_does_not_block_it(tests: Chat) -> None:
    tests.tells("李四", "等压力测试做完再说")
    tests.hides("dm:李四", "阻塞；")


@pytest.mark.parametrize("typed", ["压力测试延到3月10日", "压力测试改到3月10日"])
def test_t4_a_task_that_is_said_to_be_moved_is_offered_the_new_day(tests: Chat, typed: str) -> None:
    tests.tells("李四", typed)
    tests.shows("dm:李四", "把“压力测试”的截止时间改为3月10日（周二），对吗？")


def test_s3_the_step_of_tonight_keeps_its_evening_and_no_hour(tests: Chat) -> None:
    tests.tells("李四", "压力测试80%，下一步今晚改回调")
    tests.shows("dm:李四", "下一步：3月2日（周一）晚上改回调")


@pytest.mark.parametrize("said", ["如果主视觉完成了就通知李四", "if the banner is ready, tell 李四"])
def test_t1_what_depends_on_something_sets_no_task(team: Chat, said: str) -> None:
    team.tells("张三", said)
    assert team.shows("dm:张三", "这件事有前提，现在还不建任务。").buttons == ()


def test_t1_everybody_is_asked_whose_it_is(team: Chat) -> None:
    team.tells("张三", "大家周五前交周报")
    team.shows("dm:张三", "要新建任务", "负责人：确认后再问")


def test_t1_work_with_a_share_to_be_reached_is_a_new_task(team: Chat) -> None:
    team.says("张三", "/任务 压力测试 @王五 3月6日")
    team.says("张三", "@bot 李四3月10日前把转化率提到20%，王五协助")
    team.shows(GROUP, "要新建任务“把转化率提到20%”吗？", "负责人：李四", "协作人：王五")

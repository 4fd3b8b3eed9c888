"""Progress in plain words (S3, T3, T4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.deadlines import Deadline
from bot.rules.progress import ProgressUpdate, TaskName, read_progress
from tests.rules.calendars import OCTOBER, SHANGHAI, WEEKDAYS, at

TASKS = (
    TaskName("XZB20260001", "系统排查"),
    TaskName("XZB20260002", "完成3款海报初稿"),
    TaskName("XZB20260003", "API联调"),
    TaskName("XZB20260004", "海报定稿"),
    TaskName("XZB20260005", "poster draft"),
)


def updates(text: str) -> tuple[ProgressUpdate, ...]:
    return read_progress(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, TASKS)


def only(text: str) -> ProgressUpdate:
    (update,) = updates(text)
    return update


def test_percent_and_next_step_stand_in_one_sentence() -> None:
    update = only("系统排查已完成50%,明日提交中期报告")
    assert (update.code, update.percent, update.state) == ("XZB20260001", 50, None)
    assert (update.next_step, update.expected) == ("明日提交中期报告", None)
    assert isinstance(update.next_due, Deadline)
    assert update.next_due.echo_zh == "3月3日（周二）18:00"


def test_a_block_carries_its_need_and_when_it_will_be_over() -> None:
    update = only("API联调卡住了，等运维开权限，周五能好")
    assert (update.code, update.state, update.need) == ("XZB20260003", "blocked", "运维开权限")
    assert isinstance(update.expected, Deadline)
    assert update.expected.echo_zh == "3月6日（周五）18:00"


def test_english_progress_names_the_last_step_and_its_day() -> None:
    update = only("poster draft 80%, final tomorrow")
    assert (update.code, update.percent, update.next_step) == ("XZB20260005", 80, "final tomorrow")
    assert isinstance(update.expected, Deadline)
    assert update.expected.echo_en == "Tue 3 Mar 18:00"


OWN = tuple(
    TaskName(f"SJB2026000{number}", title)
    for number, title in enumerate(
        ("主视觉设计", "支付接口联调", "压力测试", "API spec review", "Landing page copy"), 1
    )
)


def told(text: str) -> list[tuple[str, int | str | None]]:
    """Of each task, by its number, how far it is, else its state, else what is noted."""
    found = read_progress(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, OWN)
    return [(each.code[-1] if each.code else "?", each.percent or each.state or _noted(each)) for each in found]


def _noted(update: ProgressUpdate) -> str:
    return "expected" if update.expected else "denied" if update.denied else update.need or update.next_step


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联调已经ok，压测今晚跑", [("2", "done"), ("3", "压测今晚跑")]),
        ("1.联调80% 2.压测10%", [("2", 80), ("3", 10)]),
        ("联调80% 压测10%", [("2", 80), ("3", 10)]),
        ("主视觉做完了，联调还差一点", [("1", "done"), ("2", "denied")]),
        ("主视觉ok，联调ok", [("1", "done"), ("2", "done")]),
        ("联调 done 压测 wip", [("2", "done"), ("3", "压测 wip")]),
        ("主视觉 done✅ 联调 doing 50%", [("1", "done"), ("2", 50)]),
        ("主视觉刚交，联调等反馈", [("1", "主视觉刚交"), ("2", "反馈")]),
        ("I finished the copy but the spec is only 40%", [("5", "done"), ("4", 40)]),
    ],
)
def test_news_of_each_task_is_kept_with_the_word_that_names_it(text: str, expected: list[tuple[str, object]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联调和压测都ok了", [("2", "done"), ("3", "done")]),
        ("主视觉、联调都50%", [("1", 50), ("2", 50)]),
        ("spec and copy are both done", [("4", "done"), ("5", "done")]),
    ],
)
def test_what_is_said_of_two_tasks_is_said_of_each(text: str, expected: list[tuple[str, object]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", ["压测不是50%，是30%", "压测不是50%是30%"])
def test_a_share_that_is_taken_back_is_not_the_share(text: str) -> None:
    assert told(text) == [("3", 30)]


@pytest.mark.parametrize("text", ["need legal's ok for the copy", "stuck on the landing page copy, need legal's ok"])
def test_an_agreement_that_is_waited_for_ends_no_task(text: str) -> None:
    assert "done" not in [value for _, value in told(text)]


@pytest.mark.parametrize("text", ["主视觉过半了", "主视觉搞了一大半了", "主视觉差不多了"])
def test_most_of_the_way_is_noted_and_no_figure_made_up(text: str) -> None:
    assert told(text) == [("1", "denied")]


@pytest.mark.parametrize("text", ["主视觉周五前肯定搞定", "copy will be done by Friday"])
def test_the_day_promised_for_a_task_is_its_expected_day(text: str) -> None:
    assert [value for _, value in told(text)] == ["expected"]


@pytest.mark.parametrize("text", ["第2期推文写完了", "“第2期推文”完成", "推文那边，第2期推文 40%"])
def test_titles_that_differ_in_their_number_are_told_apart_by_it(text: str) -> None:
    tasks = [TaskName(f"SCB2026000{number}", f"第{number}期推文") for number in (1, 2, 12)]
    (update,) = read_progress(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, tasks)
    assert update.code == "SCB20260002"


def test_a_guess_at_the_day_is_the_expected_day() -> None:
    assert told("联调还差一点，估计明天下午") == [("2", "expected")]


@pytest.mark.parametrize("text", ["主视觉二稿ok", "主视觉初稿好了", "主视觉 第2版做完了"])
def test_a_stage_that_is_done_does_not_end_the_task(text: str) -> None:
    assert told(text) == [("1", "denied")]


def test_a_list_of_differences_is_nothing_that_is_missing() -> None:
    (update,) = updates("系统排查盘完了，差异表周五给")
    assert (update.state, update.need) == ("done", "")


def test_a_task_called_by_its_stage_ends_with_it() -> None:
    assert only("海报初稿好了").state == "done"


@pytest.mark.parametrize("text", ["压测结果差异2%", "压测误差3%", "压测损耗5%"])
def test_a_difference_is_no_share_of_the_work(text: str) -> None:
    assert all(not isinstance(value, int) for _, value in told(text))


def test_work_handed_to_another_is_no_news_of_the_task_it_is_for() -> None:
    assert told("联调文档周五前让王磊写好") == []


def test_the_day_needed_instead_of_a_missed_one_is_expected() -> None:
    assert told("I won't make Thursday for the copy, need till next Tuesday") == [("5", "expected")]


def test_what_is_said_to_be_no_obstacle_is_no_cause() -> None:
    (update,) = read_progress("主视觉30%，阻碍：无", at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, OWN)
    assert update.cause == ""


@pytest.mark.parametrize(
    "step", ["interim report tomorrow", "review with Bob on Friday 15:00", "中期报告明天提交", "文案周五前给"]
)
def test_a_thing_named_with_its_day_behind_the_progress_is_the_next_step(step: str) -> None:
    assert only(f"poster draft 60%, {step}").next_step == step


@pytest.mark.parametrize("ending", ["预计周五完成", "周五完成", "整体周五交", "eta Friday", "will be ready on Friday"])
def test_the_day_of_the_whole_task_is_no_step(ending: str) -> None:
    update = only(f"poster draft 60%, {ending}")
    assert (update.next_step, bool(update.expected)) == ("", True)


@pytest.mark.parametrize(
    ("text", "code", "state"),
    [
        ("海报初稿搞定了", "XZB20260002", "done"),
        ("XZB20260001 done", "XZB20260001", "done"),
        ("xzb20260001 已完成", "XZB20260001", "done"),
        ("系统排查 完成", "XZB20260001", "done"),
        ("API联调 100%", "XZB20260003", "done"),
        ("API联调 blocked by ops", "XZB20260003", "blocked"),
        ("XZB20260003 waiting for ops", "XZB20260003", "blocked"),
        ("API联调不卡了", "XZB20260003", "unblocked"),
        ("API联调 is no longer blocked", "XZB20260003", "unblocked"),
        ("系统排查开始了", "XZB20260001", "started"),
        ("poster draft is finished", "XZB20260005", "done"),
    ],
)
def test_a_change_of_state_is_read(text: str, code: str, state: str) -> None:
    update = only(text)
    assert (update.code, update.state) == (code, state)


@pytest.mark.parametrize(
    "text",
    [
        "系统排查未完成", "海报初稿还没完成", "poster draft not done yet", "poster draft isn't blocked",
        "API联调不阻塞", "API联调没有卡住", "系统排查快完成了", "poster draft is almost done",
        "系统排查还没开始", "系统排查没做完",
    ],
)  # fmt: skip
def test_what_is_denied_changes_nothing(text: str) -> None:
    update = only(text)
    assert (update.state, update.percent, update.denied) == (None, None, True)


@pytest.mark.parametrize(
    "text", ["系统排查完成了吗？", "今天天气不错", "转化率提升50%", "", "大家好", "如果系统排查完成了"]
)
def test_questions_and_talk_are_no_progress(text: str) -> None:
    assert updates(text) == ()


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("系统排查做了一半", 50),
        ("系统排查完成三分之二", 67),
        ("系统排查完成八成", 80),
        ("系统排查百分之三十", 30),
        ("系统排查还剩20%", 80),
        ("系统排查：完成６０％", 60),
        ("half of poster draft is done", 50),
        ("poster draft two thirds done", 67),
        ("系统排查完成3/5", 60),
        ("系统排查已完成80%，转化率提升50%", 80),
    ],
)
def test_shares_are_read_in_figures_and_words(text: str, percent: int) -> None:
    assert only(text).percent == percent


def test_several_updates_in_one_message_are_told_apart() -> None:
    found = updates("海报初稿80%，API联调卡住了，接口文档没给；系统排查已完成")
    assert [(each.code, each.percent, each.state) for each in found] == [
        ("XZB20260002", 80, None),
        ("XZB20260003", None, "blocked"),
        ("XZB20260001", None, "done"),
    ]
    assert found[1].cause == "接口文档没给"


def test_a_name_may_stand_in_a_clause_of_its_own() -> None:
    found = updates("海报初稿，已完成80%，API联调，卡住了")
    assert [(each.code, each.percent, each.state) for each in found] == [
        ("XZB20260002", 80, None),
        ("XZB20260003", None, "blocked"),
    ]


def test_words_that_fit_two_tasks_are_asked() -> None:
    update = only("海报做了一半")
    assert update.code is None
    assert set(update.candidates) == {"XZB20260002", "XZB20260004"}


@pytest.mark.parametrize("text", ["搞定了", "XZB20269999 done", "完成了80%"])
def test_no_task_is_ever_guessed(text: str) -> None:
    update = only(text)
    assert update.code is None
    assert update.candidates == tuple(task.code for task in TASKS)


def test_a_promise_is_no_report() -> None:
    update = only("预计系统排查周五完成")
    assert update.state is None
    assert isinstance(update.expected, Deadline)


def test_cause_and_need_are_told_apart() -> None:
    update = only("系统排查因为服务器宕机受阻，需要运维支持")
    assert (update.state, update.cause, update.need) == ("blocked", "服务器宕机", "运维支持")


def test_a_cause_in_english_keeps_english_commas() -> None:
    assert only("XZB20260001 is blocked, the printer is closed, no paper").cause == "the printer is closed, no paper"


PIECES = (
    "完成|没|了|不|卡住|50%|一半|海报|初稿|API联调|，|；|周五|明天|等|需要|done|not|blocked|by|XZB20260001|吗|\n|：|3/5"
)
WORDS = st.sampled_from(PIECES.split("|"))


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=25).map("".join), st.lists(WORDS).map(" ".join)))
def test_no_message_makes_the_reader_raise(text: str) -> None:
    for update in read_progress(text, at("2026-09-28 08:30"), OCTOBER, SHANGHAI, TASKS):
        assert update.percent is None or 0 <= update.percent <= 100


@pytest.mark.parametrize(
    "text",
    ["系统排查的准确率95%", "系统排查用了50%的预算", "系统排查进度落后20%", "系统排查100%确认没问题",
     "poster draft 20% off", "请尽快完成系统排查", "等系统排查完成了再说", "I need to finish the poster draft",
     "please finish the poster draft", "API联调别卡住了"],
)  # fmt: skip
def test_other_shares_wishes_and_orders_are_no_progress(text: str) -> None:
    assert [(each.percent, each.state, each.need) for each in updates(text)] in ([], [(None, None, "")])


def test_tasks_named_in_one_go_are_each_updated() -> None:
    found = updates("系统排查、API联调和海报定稿都完成了")
    assert [(each.code, each.state) for each in found] == [
        ("XZB20260001", "done"),
        ("XZB20260003", "done"),
        ("XZB20260004", "done"),
    ]


@pytest.mark.parametrize("text", ["系统排查快好了", "系统排查马上好了", "系统排查很快就好", "系统排查快要完成了"])
def test_nearly_done_is_not_done(text: str) -> None:
    assert (only(text).state, only(text).denied) == (None, True)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("系统排查被服务器权限卡住了", "服务器权限"),
        ("系统排查因为缺人停了", "缺人"),
        ("系统排查遇到问题，接口超时", "接口超时"),
    ],
)
def test_a_block_told_in_passing_keeps_its_cause(text: str, cause: str) -> None:
    assert (only(text).state, only(text).cause) == ("blocked", cause)


def test_what_stands_before_one_task_and_behind_the_next_is_said_of_each_alone() -> None:
    found = updates("finished poster draft, API联调 at 40%")
    assert [(each.code, each.state, each.percent) for each in found] == [
        ("XZB20260005", "done", None),
        ("XZB20260003", None, 40),
    ]


def test_done_before_several_tasks_is_said_of_each() -> None:
    found = updates("完成了系统排查和API联调")
    assert [(each.code, each.state) for each in found] == [("XZB20260001", "done"), ("XZB20260003", "done")]


def test_a_task_that_is_excepted_is_not_done() -> None:
    assert (only("都搞定了，除了API联调").state, only("都搞定了，除了API联调").denied) == (None, True)


@pytest.mark.parametrize(
    ("text", "percent"), [("API联调 6成", 60), ("API联调一半", 50), ("poster draft halfway, will finish by Friday", 50)]
)
def test_a_share_right_behind_the_title_needs_no_other_word(text: str, percent: int) -> None:
    assert only(text).percent == percent


def test_being_late_by_some_days_is_a_delay() -> None:
    assert only("系统排查会晚两天").delayed


@pytest.mark.parametrize("text", ["系统排查 50%→70%", "系统排查 50% -> 70%"])
def test_behind_an_arrow_stands_how_far_it_is_now(text: str) -> None:
    assert only(text).percent == 70


@pytest.mark.parametrize(
    "text",
    ["系统排查周三交不了，周五交", "poster draft won't make Wednesday, Friday instead", "系统排查赶不上周三，周五给"],
)
def test_the_day_that_cannot_be_kept_is_not_the_day_expected(text: str) -> None:
    expected = only(text).expected
    assert isinstance(expected, Deadline)
    assert expected.echo_en == "Fri 6 Mar 18:00"


@pytest.mark.parametrize("text", ["系统排查卡了", "系统排查暂停", "系统排查暂缓，预算没批"])
def test_a_pause_is_a_block(text: str) -> None:
    assert only(text).state == "blocked"


def test_the_next_step_may_follow_the_title_at_once() -> None:
    assert only("系统排查下一步：联系运维").next_step == "联系运维"


def test_a_but_in_front_takes_nothing_back() -> None:
    assert only("But the poster draft is done").state == "done"


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("poster draft done, but the fonts are missing", "the fonts are missing"),
        ("poster draft finished, only the index is left", "the index is left"),
        ("系统排查做完了，但是报告还没发", "报告还没发"),
        ("系统排查完成了，就差签字", "签字"),
    ],
)
def test_what_is_done_but_for_something_is_open_yet(text: str, need: str) -> None:
    assert (only(text).state, only(text).need) == (None, need)


@pytest.mark.parametrize("text", ["poster draft done, nothing is missing", "系统排查做完了，下周还要做展架"])
def test_what_leaves_nothing_open_is_done(text: str) -> None:
    assert only(text).state == "done"


@pytest.mark.parametrize("text", ["海报定稿可以按时完成", "保证完成海报定稿"])
def test_what_is_promised_is_not_done(text: str) -> None:
    assert all(update.state != "done" for update in updates(text))


@pytest.mark.parametrize("text", ["有问题，卡住了", "设计完成了80%", "测试做完了"])
def test_a_word_of_every_day_is_short_for_no_title(text: str) -> None:
    titles = ("问卷题目设想", "设备计划", "测量试剂采购")
    tasks = tuple(TaskName(f"XZB2026000{number}", title) for number, title in enumerate(titles, 1))
    (update,) = read_progress(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, tasks)
    assert update.code is None


def test_a_cheer_behind_the_words_leaves_the_task_done() -> None:
    assert only("海报定稿好了👍").state == "done"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主视觉改了80%的文案", [("1", "denied")]),
        ("主视觉有80%的人喜欢", []),
        ("压测覆盖80%的接口", []),
        ("主视觉完成了80%的工作", [("1", 80)]),
        ("进度：联调百分之八十五", [("2", 85)]),
        ("更正：联调70%", [("2", 70)]),
        ("spec: three quarters done", [("4", 75)]),
        ("联调完成 6 成左右", [("2", 60)]),
    ],
)
def test_a_share_is_the_works_own_and_of_the_task_behind_the_heading(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联调 ok 了", [("2", "done")]),
        ("联调周三做完的", [("2", "done")]),
        ("联调做完了没有啊", []),
        ("联调要是完成了就通知我", []),
        ("spec 100% done except the appendix", [("4", "denied")]),
        ("haven't started the spec", [("4", "denied")]),
        ("will finish copy by Wed", [("5", "expected")]),
        ("copy pushed to March 10", [("5", "expected")]),
        ("压测明天开始", [("3", "压测明天开始")]),
    ],
)
def test_done_asked_supposed_and_still_to_come_are_told_apart(text: str, expected: list[tuple[str, object]]) -> None:
    assert told(text) == expected


def test_what_was_done_today_is_not_expected_today() -> None:
    assert only("系统排查今天做完了").expected is None


def test_a_labelled_step_that_hands_something_in_is_not_the_tasks_end() -> None:
    update = only("poster draft 60%, next: ship the sketch tomorrow")
    assert (update.next_step, update.expected) == ("ship the sketch tomorrow", None)


def test_what_is_left_is_expected_with_the_task() -> None:
    expected = only("系统排查80%，下周三前完成剩下20%").expected
    assert isinstance(expected, Deadline)
    assert expected.echo_en == "Wed 11 Mar 18:00"


def test_tonight_names_no_hour_to_be_shown() -> None:
    expected = only("系统排查80%，今晚完成").expected
    assert isinstance(expected, Deadline)
    assert not expected.timed


def test_behind_a_colon_stands_the_cause_of_a_block() -> None:
    assert only("系统排查受阻：证书过期").cause == "证书过期"

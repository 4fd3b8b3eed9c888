"""What people say to the bot beside work, by the words alone (S1, S3, T4, T6, T7)."""

import pytest

from bot.rules.answers import drops, read_right
from bot.rules.handling import Handling, adds_nothing, declines, only_promises, read_hand_over, read_handling, read_urge
from bot.rules.leave_text import read_leave
from bot.rules.progress import says_all_done
from bot.rules.questions import Question, read_questions
from bot.rules.redating import Redating, Shift, read_new_day, read_shift
from bot.rules.several import split
from bot.rules.small_talk import asks, read_small_talk, without_filler
from bot.rules.told import is_told, only_tells


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("谢谢！", "welcome"),
        ("收到，好的", "seen"),
        ("没意见", "seen"),
        ("我下午不在", "state"),
        ("我回来了", "back"),
        ("i'm back", "back"),
        ("发错群了", "slipped"),
        ("谢谢王芳出图", None),
        ("我下午出差去谈合同", None),
        ("周三周四我都不在", "state"),
        ("我周五下午早走一会", "state"),
        ("我周三下午有事，海报找李四", "state"),
        ("我周三有事找你", None),
        ("wfh tomorrow", "state"),
        ("不对，应该是周三", "slipped"),
        ("大家辛苦了，今天早点下班", "fine"),
        ("周末加班", "state"),
        ("今天加班到10点", "state"),
        ("周五见", "fine"),
        ("王磊干得漂亮", "fine"),
        ("李四做得好，周五再出一版", None),
    ],
)
def test_small_talk_is_told_by_the_whole_message(text: str, kind: str | None) -> None:
    assert read_small_talk(text) == kind


@pytest.mark.parametrize(
    "text", ["明天几点开会", "谁在会议室？", "今天吃什么好", "怎么办", "周五前要不要交报告", "李四最近怎么样"]
)
def test_a_question_is_told_from_work(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "王芳能不能周五前出图？",
        "can you send the deck by Friday?",
        "@王芳 周五前出图好吗？",
        "李四周五前确认要不要加印",
    ],
)
def test_a_request_in_the_form_of_a_question_is_work(text: str) -> None:
    assert not asks(text)


def test_what_people_begin_with_is_left_out() -> None:
    assert without_filler("好的，另外，李四周五前出图") == "李四周五前出图"


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("我今天要做什么", [Question("own_work")]),
        ("还有哪些没完成？", [Question("open_work")]),
        ("项目还剩几天", [Question("project")]),
        ("when does the project end?", [Question("project")]),
        ("下周一放假吗", [Question("day_off", "下周一")]),
        ("取消请假", [Question("own_leave")]),
        ("我不请假了", [Question("own_leave")]),
        ("cancel my leave", [Question("own_leave")]),
        ("谁负责海报初稿", [Question("owner", "海报初稿")]),
        ("王芳在忙什么", [Question("load", "王芳")]),
        ("海报怎么样了", [Question("standing", "海报怎么样了")]),
        ("这周五有哪些任务到期", [Question("open_work")]),
        ("本周有哪些到期", [Question("open_work")]),
        ("这周要交什么", [Question("open_work")]),
        ("有没有卡住的", [Question("open_work")]),
        ("哪些任务阻塞了", [Question("open_work")]),
        ("有什么风险吗", [Question("open_work")]),
        ("what's blocked?", [Question("open_work")]),
        ("帮我看看我还有啥没做", [Question("own_work")]),
        ("我还剩几个", [Question("own_work")]),
        ("what's left for me?", [Question("own_work")]),
        ("项目成员有谁", [Question("project")]),
        ("谁是项目负责人", [Question("project")]),
        ("下一个里程碑是什么时候", [Question("project")]),
        ("今天谁没交日报", [Question("standup")]),
        ("站会齐了没", [Question("standup")]),
        ("who hasn't posted the standup?", [Question("standup")]),
        ("谁还没更新进度", [Question("updates")]),
        ("who hasn't updated today?", [Question("updates")]),
        ("谁请假了", [Question("away")]),
        ("今天有人请假吗", [Question("away")]),
        ("who's on leave today?", [Question("away")]),
        ("有问题吗", []),
        ("我还有一个问题", []),
        ("王芳没交日报", []),
        ("王芳周五前出图", []),
        ("项目周五结束", []),
    ],
)
def test_t6_a_question_says_what_it_is_about(text: str, questions: list[Question]) -> None:
    assert list(read_questions(text)) == questions


@pytest.mark.parametrize(
    ("text", "handling"),
    [
        ("催一下支付联调", Handling("urge")),
        ("支付联调取消吧", Handling("cancel")),
        ("支付联调取消了？", None),
        ("支付联调转给王磊", Handling("hand_over", "王磊")),
        ("give Anna the 支付联调", Handling("hand_over", "Anna")),
        ("把支付联调给王磊", Handling("hand_over", "王磊")),
        ("支付联调给王磊做吧", Handling("hand_over", "王磊")),
        ("支付联调给王磊看看", None),
        ("支付联调已完成50%", None),
    ],
)
def test_t4_the_words_beside_a_title_say_what_is_wanted(text: str, handling: Handling | None) -> None:
    assert read_handling(text, "支付联调", "JSB20260001") == handling


def test_p3_a_part_of_a_title_goes_to_somebody() -> None:
    assert read_hand_over("联调改成王五做") == ("联调", "王五")


@pytest.mark.parametrize(
    ("text", "who"), [("催催王磊", "王磊"), ("chase Anna", "Anna"), ("催", None), ("王磊催我", None)]
)
def test_t4_an_urge_names_whom(text: str, who: str | None) -> None:
    assert read_urge(text) == who


@pytest.mark.parametrize(
    ("text", "nothing"), [("取消系统排查", True), ("系统排查还要多久", True), ("系统排查报告", False)]
)
def test_words_beside_a_title_that_set_no_other_task(text: str, nothing: bool) -> None:
    assert adds_nothing(text, "系统排查") is nothing


@pytest.mark.parametrize(
    ("text", "deputy", "other"),
    [
        ("明天请假，李四代", "李四代", ""),
        ("明天请假，支付联调交给李四", "", "支付联调交给李四"),
        ("我周五休假去看病", "", ""),
    ],
)
def test_s1_leave_with_who_stands_in_and_what_else_is_said(text: str, deputy: str, other: str) -> None:
    said = read_leave(text)
    assert said is not None
    assert (said.deputy, said.other) == (deputy, other)


@pytest.mark.parametrize("text", ["他明天请假吗", "明天要交请假条", "the poster is off"])
def test_s1_what_only_sounds_like_leave(text: str) -> None:
    said = read_leave(text)
    assert said is None or not said.sure


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("不是周五是周四", "周四"),
        ("打错了，应该是王芳", "王芳"),
        ("make it Friday", "Friday"),
        ("周四", None),
        ("不对，是周四", "周四"),
        ("是周四不是周五", "周四"),
        ("负责人应该是李四", "李四"),
        ("owner应该是李四", "李四"),
        ("换李四吧", "李四"),
        ("错了 李四", "李四"),
        ("截止时间改成周四", "周四"),
        ("no, Thursday", "Thursday"),
        ("change the owner to Tom", "Tom"),
        ("Thursday, not Friday", "Thursday"),
        ("收到", None),
        ("明天我再看看吧，先这样", None),
    ],
)
def test_t7_what_is_right_is_read(text: str, right: str | None) -> None:
    assert read_right(text) == right


def test_t7_what_is_dropped() -> None:
    assert drops("算了")
    assert drops("先不要了")
    assert drops("cancel that")
    assert not drops("算了一下预算")


@pytest.mark.parametrize(
    ("text", "count"),
    [("两个都做完了", 2), ("都完成了", 0), ("all done", 0), ("海报都做完了", None), ("还没都做完", None)],
)
def test_s3_all_that_is_done_in_one_go(text: str, count: int | None) -> None:
    assert says_all_done(text) == count


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("场地推迟两天", Shift("场地", 2, workdays=False, why="")),
        ("把海报延期3个工作日，因为缺文案", Shift("海报", 3, workdays=True, why="缺文案")),
        ("海报提前一周", Shift("海报", -7, workdays=False, why="")),
        ("push the poster back by two business days", Shift("poster", 2, workdays=True, why="")),
        ("bring the poster forward by a day", Shift("poster", -1, workdays=False, why="")),
        ("I need one more week for the poster", Shift("poster", 7, workdays=False, why="")),
        ("海报推迟到周五", None),
        ("海报推迟了两天才发现", None),
    ],
)
def test_t4_a_number_of_days_moves_a_task(text: str, shift: Shift | None) -> None:
    assert read_shift(text) == shift


@pytest.mark.parametrize("text", ["李四画完了主图", "王五联调好了", "Anna has finished"])
def test_t1_what_is_told_of_somebody_is_no_work(text: str) -> None:
    assert is_told(text)


def test_t1_what_somebody_did_already() -> None:
    assert only_tells("李四已经把合同发了", named=True, dated=False)
    assert only_tells("李四还没给我测试账号", named=True, dated=False)
    assert not only_tells("李四把合同发给客户", named=True, dated=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [("海报已经给客户看过了，客户说下周再定", True), ("已经过期的合同周五前续签", False), ("周五前把报告交了", False)],
)
def test_t1_what_was_done_before_the_day_that_is_named(text: str, told: bool) -> None:
    assert only_tells(text, named=False, dated=True) is told


@pytest.mark.parametrize(
    ("title", "only"),
    [("给", True), ("thanks, will do", True), ("交给你们", True), ("给客户", False), ("交报告", False)],
)
def test_s3_a_promise_that_names_no_work(title: str, only: bool) -> None:
    assert only_promises(title) is only


def test_t4_a_day_that_is_put_right() -> None:
    assert read_new_day("刚才说错了，海报是周四") == Redating("海报", "周四", "", in_its_week=True)
    assert read_new_day("场地布置截止时间改成3月12日") == Redating("场地布置", "3月12日", "")


@pytest.mark.parametrize(
    ("text", "lists"), [("我周三和周五请假", True), ("I'm off Monday and Friday", True), ("我周三到周五请假", False)]
)
def test_s1_days_of_leave_apart_are_no_span(text: str, lists: bool) -> None:
    said = read_leave(text)
    assert said is not None
    assert said.lists_days is lists


@pytest.mark.parametrize(
    ("text", "leave"), [("王五 is off tomorrow", True), ("sick tomorrow", True), ("the server is off tomorrow", False)]
)
def test_s1_leave_in_english_of_oneself_and_of_another(text: str, leave: bool) -> None:
    assert (read_leave(text) is not None) is leave


@pytest.mark.parametrize(
    ("title", "declined"), [("不干了", True), ("can't do this", True), ("不请假了", True), ("不锈钢样品采购", False)]
)
def test_t1_what_somebody_will_not_do_is_no_work(title: str, declined: bool) -> None:
    assert declines(title) is declined


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("各位：@李四 出文案；@王五 搭环境", ("@李四 出文案", "@王五 搭环境")),
        ("1. @李四 改合同\n2. @王芳 出图\n3. 采购 @王五", ("@李四 改合同", "@王芳 出图", "采购 @王五")),
        ("周五前@李四 出文案，@王五 明天搭环境", ("@李四 出文案 周五前", "@王五 明天搭环境")),
        ("1. 改了首页\n2. 修了登录", ()),
    ],
)
def test_t1_each_task_of_a_message_is_a_line(text: str, lines: tuple[str, ...]) -> None:
    assert split(text, ()) == lines

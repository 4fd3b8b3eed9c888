"""What people say to the bot beside work, by the words alone (S1, S3, T4, T6, T7)."""

import pytest

from bot.rules.answers import drops, read_right
from bot.rules.handling import Handling, adds_nothing, read_hand_over, read_handling, read_urge
from bot.rules.leave_text import read_leave
from bot.rules.progress import says_all_done
from bot.rules.questions import Question, read_questions
from bot.rules.redating import Shift, read_shift
from bot.rules.several import is_only_told, is_told
from bot.rules.small_talk import asks, read_small_talk, without_filler


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
    ],
)
def test_small_talk_is_told_by_the_whole_message(text: str, kind: str | None) -> None:
    assert read_small_talk(text) == kind


@pytest.mark.parametrize("text", ["明天几点开会", "谁在会议室？", "今天吃什么好", "怎么办"])
def test_a_question_is_told_from_work(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text", ["王芳能不能周五前出图？", "can you send the deck by Friday?", "@王芳 周五前出图好吗？"]
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
        ("谁负责海报初稿", [Question("owner", "海报初稿")]),
        ("王芳在忙什么", [Question("load", "王芳")]),
        ("海报怎么样了", [Question("standing", "海报怎么样了")]),
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
    [("不是周五是周四", "周四"), ("打错了，应该是王芳", "王芳"), ("make it Friday", "Friday"), ("周四", None)],
)
def test_t7_what_is_right_is_read(text: str, right: str | None) -> None:
    assert read_right(text) == right


def test_t7_what_is_dropped() -> None:
    assert drops("算了")
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
    assert is_only_told("李四已经把合同发了")
    assert not is_only_told("李四把合同发给客户")

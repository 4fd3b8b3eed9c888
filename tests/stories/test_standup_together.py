"""The standup where every direct message is a call of the month's: the group is asked together (S1)."""

import pytest

from tests.chat import SHANGHAI, Chat
from tests.stories.test_standup import ANSWER, sleep_until

ASKED = "Q4宣传物料 站会：请在3月2日（周一）10:30前填写今天的更新"
DIGEST = "Q4宣传物料 站会汇总"
GROUP = "group:新品上市"


def test_s1_the_group_is_asked_once_and_nobody_alone(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:31")
    line = thrifty.shows(GROUP, ASKED, "已更新 0/3 人", why="S1", kind="post")
    assert line.mentions == ()
    assert not [line for line in thrifty.fresh(why="S1") if line.to.startswith("dm:")]


def test_s1_the_question_shows_who_answered_and_the_digest_what(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:40")
    thrifty.fills("李四", ANSWER)
    shown = thrifty.shows(GROUP, "已更新 1/3 人", "已更新：李四", kind="update")
    assert "定稿" not in shown.text


def test_s1_the_digest_takes_the_place_of_the_question(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:40")
    thrifty.fills("李四", ANSWER)
    thrifty.until("2026-03-02 10:31")
    thrifty.shows(GROUP, DIGEST, "李四：昨天 初稿；今天 定稿", "未更新：", why="S1", kind="update")
    assert len(thrifty.lines(GROUP, "S1", "post")) == 1


def test_s1_who_is_silent_is_reminded_alone_and_may_answer_there(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 10:19")
    thrifty.shows("dm:李四", "站会还差你的更新", why="S1")
    thrifty.fills("李四", ANSWER)
    thrifty.shows(GROUP, "已更新：李四", kind="update")


def test_s1_who_set_an_own_time_is_asked_then_and_alone(thrifty: Chat) -> None:
    thrifty.tells("王五", "/设置 站会时间 11:00")
    thrifty.until("2026-03-02 11:01")
    [asked] = thrifty.lines("dm:王五", "S1", "post")
    assert asked.at.hour == 3
    thrifty.shows(GROUP, DIGEST, "还没到填写截止时间：王五", kind="update")


def test_s1_a_late_answer_still_reaches_the_digest(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 11:00")
    thrifty.fills("李四", ANSWER)
    thrifty.shows(GROUP, DIGEST, "李四（迟交）：昨天 初稿；今天 定稿", kind="update")


def test_s1_an_answer_is_put_right_in_the_same_form(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:40")
    thrifty.fills("李四", ANSWER)
    thrifty.fills("李四", {**ANSWER, "今天": "送审"})
    thrifty.until("2026-03-02 10:31")
    thrifty.shows(GROUP, DIGEST, "李四：昨天 初稿；今天 送审", kind="update")


def test_s1_a_question_that_could_not_be_sent_in_time_is_not_sent_after_it(thrifty: Chat) -> None:
    sleep_until(thrifty, "2026-03-02 10:40")
    assert not [line for line in thrifty.lines(GROUP, "S1") if ASKED in line.text]


def test_s1_of_two_projects_in_one_group_each_has_its_form(thrifty: Chat) -> None:
    thrifty.says("张三", "/项目 新建 官网改版 2026-03-02 到 2026-03-20")
    thrifty.until("2026-03-02 09:31")
    text = "".join(line.text for line in thrifty.lines(GROUP, "S1", "post"))
    assert "Q4宣传物料" in text and "官网改版" in text


# ---------------------------------------------------------------------------------------------------------------------
# What is due soon (O1)


@pytest.fixture
def due(thrifty: Chat) -> Chat:
    """王五 has a poster to deliver on Wednesday; it is Monday."""
    thrifty.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    return thrifty


def alone(chat: Chat) -> list[str]:
    """When 王五 was reminded by direct message."""
    return [f"{line.at.astimezone(SHANGHAI):%m-%d %H:%M}" for line in chat.lines("dm:王五", "O1")]


def test_o1_the_question_names_what_is_due_soon_and_mentions_the_owner_who_is_told_nothing_else(due: Chat) -> None:
    due.until("2026-03-03 10:00")
    line = due.shows(GROUP, "即将到期的任务：", "海报初稿", "截止3月4日（周三）17:00", "/改期", why="S1", kind="post")
    assert (line.mentions, alone(due)) == (("王五",), [])


def test_o1_the_owner_is_mentioned_once_however_often_the_question_changes(due: Chat) -> None:
    due.until("2026-03-03 09:40")
    due.fills("李四", ANSWER)
    line = due.shows(GROUP, "已更新：李四", "即将到期的任务：", "海报初稿", kind="update")
    assert line.mentions == ()


def test_o1_what_was_delivered_meanwhile_is_named_no_more(due: Chat) -> None:
    due.until("2026-03-03 09:40")
    due.says("王五", "/完成 海报初稿")
    due.fills("李四", ANSWER)
    assert "即将到期" not in due.shows(GROUP, "已更新：李四", kind="update").text


def test_o1_who_set_an_own_standup_time_is_reminded_alone(due: Chat) -> None:
    due.tells("王五", "/设置 站会时间 11:00")
    due.until("2026-03-04 09:40")
    assert alone(due) == ["03-03 09:00", "03-04 09:00"]


def test_o1_what_is_due_before_the_question_is_reminded_alone(due: Chat) -> None:
    due.says("张三", "/改期 海报初稿 周三09:20 客户要求")
    due.until("2026-03-04 09:10")
    assert alone(due) == ["03-04 09:00"]


def test_o1_where_the_question_did_not_come_the_owner_is_reminded_alone(due: Chat) -> None:
    due.says("张三", "/设置 项目 群消息上限 0")
    due.until("2026-03-03 09:40")
    assert alone(due) == ["03-03 09:35"]


def test_o1_who_is_not_in_the_group_is_reminded_alone(thrifty: Chat) -> None:
    thrifty.person("赵六", dept="设计部")
    thrifty.says("张三", "/任务 海报初稿 @赵六 周三17:00前")
    thrifty.until("2026-03-03 09:10")
    thrifty.shows("dm:赵六", "即将到期：海报初稿", why="O1")


def test_o1_the_preview_says_where_the_owner_is_reminded(due: Chat) -> None:
    due.says("张三", "/升级预览 海报初稿")
    due.shows(GROUP, "随当天的站会在群里提醒王五即将到期", why="reply")

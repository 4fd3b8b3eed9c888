"""The standup where every direct message is a call of the month's: the group is asked together (S1)."""

import pytest

from tests.chat import Chat
from tests.stories.test_standup import ANSWER, sleep_until

ASKED = "Q4宣传物料 站会：请在3月2日（周一）10:30前填写今天的更新"
DIGEST = "Q4宣传物料 站会汇总"
GROUP = "group:新品上市"


@pytest.fixture
def thrifty(team: Chat) -> Chat:
    engine = team.stage.engine
    engine.defaults.frugal = frozenset(engine.adapters)
    return team


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

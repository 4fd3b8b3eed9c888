"""A task set in a group where every direct message is a call of the month's: its owner is asked there (T2)."""

from sqlalchemy import delete

from storage.tables.plumbing import posted
from tests.chat import Chat

GROUP, OWNER = "group:新品上市", "dm:王五"
TASK = "/任务 海报初稿 @王五 周三17:00前"
ASKED = "请确认能否按时完成"


def test_t2_the_groups_card_asks_and_mentions_the_owner_who_gets_no_message(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:10")
    thrifty.says("张三", TASK)
    line = thrifty.shows(GROUP, "海报初稿", f"王五，{ASKED}", kind="post")
    thrifty.passes(hours=2)
    assert (line.mentions, thrifty.lines(OWNER, "T2")) == (("王五",), [])


def test_t2_the_owner_accepts_on_the_groups_card_and_is_mentioned_no_more(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:10")
    thrifty.says("张三", TASK)
    thrifty.presses("王五", "接受")
    line = thrifty.shows(GROUP, "海报初稿", "已接受", kind="update")
    assert (line.mentions, ASKED in line.text) == ((), False)


def test_t2_outside_the_owners_hours_nobody_is_mentioned_and_the_owner_is_asked_when_work_begins(
    thrifty: Chat,
) -> None:
    thrifty.until("2026-03-02 20:00")
    thrifty.says("张三", TASK)
    assert thrifty.shows(GROUP, "海报初稿", kind="post").mentions == ()
    thrifty.until("2026-03-03 09:01")
    thrifty.shows(OWNER, "海报初稿", ASKED, why="T2")


def test_t2_an_owner_who_is_not_in_the_group_is_asked_alone(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:10")
    thrifty.person("赵六", dept="设计部")
    thrifty.says("张三", TASK.replace("王五", "赵六"))
    thrifty.shows("dm:赵六", "海报初稿", ASKED, why="T2")


def test_t2_what_is_set_in_private_is_asked_alone(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:10")
    thrifty.tells("张三", TASK)
    thrifty.shows(OWNER, "海报初稿", ASKED, why="T2")


def test_t2_where_the_groups_card_did_not_arrive_the_owner_is_asked_alone(thrifty: Chat) -> None:
    thrifty.until("2026-03-02 09:10")
    thrifty.says("张三", TASK)
    with thrifty.stage.engine.database.transaction() as db:
        db.connection().execute(delete(posted).where(posted.c.card_key.startswith("task:")))
    thrifty.passes(minutes=6)
    thrifty.shows(OWNER, "海报初稿", ASKED, why="T2")

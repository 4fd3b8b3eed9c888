"""Files on their way out: made when they leave, alone in their message, and never in the way of others."""

from datetime import timedelta

import pytest

from bot import attachments
from bot.attachments import Draft
from bot.cards import Attachment, Card
from storage import outbox
from storage.outbox import Notice, Rank, ToChat, ToPerson
from tests.chat import GROUP, Chat
from tests.engine.shaky import Line, told


@pytest.fixture
def busy(team: Chat) -> Chat:
    """The team with one task."""
    team.says("张三", "/任务 海报初稿 @李四 3月4日17:00前")
    return team


def sheet(key: str, *still: tuple[str | int, ...], to: ToPerson | ToChat | None = None) -> Notice:
    """The task list of the project, in the group unless told otherwise."""
    card = Card("任务表", file=Attachment("task_sheet", {"project": 1}))
    return Notice(to or ToChat(1), card, "reply", key, Rank.REPLY, project_id=1, still=still)


async def broken() -> bytes:
    raise ZeroDivisionError


def test_a_file_is_a_message_of_its_own_behind_the_answer(busy: Chat) -> None:
    busy.says("李四", "/导出")
    answer, file = busy.fresh(to=GROUP)
    assert (answer.kind, answer.text.splitlines()[0]) == ("post", "正在发送“Q4宣传物料”的任务表")
    assert (file.kind, file.why, file.buttons) == ("file", "reply", ())
    assert file.text.splitlines() == [
        "Q4宣传物料 任务表",
        "1 项任务：已完成 0 项，逾期 0 项，阻塞 0 项",
        "Q4宣传物料-2026-03-02-任务表.xlsx",
    ]


def test_a_file_shows_what_is_true_when_it_leaves(busy: Chat) -> None:
    line = Line(busy, "refused")
    line.put(sheet("a"))
    busy.says("张三", "/任务 文案 @王五 3月5日17:00前")
    line.passes(minutes=1)
    assert [m.text.splitlines()[1] for m in line.store.visible("u1") if m.key == "a"] == [
        "2 项任务：已完成 0 项，逾期 0 项，阻塞 0 项"
    ]


@pytest.mark.parametrize("keys", [True, False])
def test_a_lost_answer_to_a_file_leaves_one_file(busy: Chat, keys: bool) -> None:
    line = Line(busy, "lost", keys=keys)
    line.put(sheet("a"))
    line.passes(minutes=1)
    assert line.states()["a"] == "sent"
    assert len([m for m in line.store.visible("u1") if m.key == "a"]) == 1


def test_a_file_whose_process_died_is_made_and_sent_when_its_lease_ran_out(busy: Chat) -> None:
    line = Line(busy)
    line.queue(sheet("a"))
    now = line.clock.now()
    with line.engine.database.transaction() as db:
        assert outbox.lease(db, now, now + timedelta(minutes=1), 5)
    line.passes(minutes=2)
    assert len([m for m in line.store.visible("u1") if m.key == "a"]) == 1


def test_a_file_that_cannot_be_made_is_closed_and_told_and_holds_up_nobody(
    busy: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(attachments.KINDS, "broken", lambda *_: Draft("a.txt", "", broken))
    line = Line(busy)
    line.put(Notice(ToPerson(1), Card("x", file=Attachment("broken")), "reply", "a", Rank.REPLY), told("b"))
    texts = [m.text for m in line.store.visible("u1") if m.kind == "dm"]
    assert (line.states()["a"], line.states()["b"]) == ("failed", "sent")
    assert any("这一步没有完成" in text for text in texts)


def test_a_file_that_is_forbidden_is_told_instead_and_counted(busy: Chat) -> None:
    line = Line(busy, "forbidden")
    line.put(sheet("a"))
    assert line.states()["a"] == "failed"
    newest = next(m.text for m in line.store.visible("u1") if m.kind == "group")
    assert newest.startswith("文件“Q4宣传物料-2026-03-02-任务表.xlsx”没有发出：机器人还没有发送文件的权限。")
    busy.tells("管理员", "/健康")
    busy.shows("dm:管理员", "发送 1 条")


def test_u4_a_file_does_not_go_to_somebody_who_left_the_project_meanwhile(busy: Chat) -> None:
    line = Line(busy, "refused")
    line.put(sheet("a", ("seen_by", 1, 3), to=ToPerson(3)))
    busy.says("张三", "/项目 移除 @王五")
    line.passes(minutes=1)
    assert line.states()["a"] == "dropped"


def test_u4_a_file_does_not_go_to_a_group_that_was_unbound_meanwhile(busy: Chat) -> None:
    line = Line(busy, "refused")
    line.put(sheet("a", ("bound", 1, 1)))
    busy.says("张三", "/项目 解绑")
    line.passes(minutes=1)
    assert line.states()["a"] == "dropped"

"""Files on their way out: made when they leave, alone in their message, and never in the way of others."""

import asyncio
from collections.abc import Awaitable, Callable
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


def asked(key: str, kind: str, person: int = 1) -> Notice:
    """A file of a kind that a test made up, for one person."""
    return Notice(ToPerson(person), Card("x", file=Attachment(kind)), "reply", key, Rank.REPLY)


def texts(line: Line) -> list[str]:
    """What the bot told 张三 alone."""
    return [m.text for m in line.store.visible("u1") if m.kind == "dm"]


async def broken() -> bytes:
    raise ZeroDivisionError


async def slow() -> bytes:
    return await asyncio.to_thread(bytes, 4)


async def endless() -> bytes:
    await asyncio.Event().wait()
    return b""


def interrupted(times: int) -> Callable[[], Awaitable[bytes]]:
    """Whoever makes this file is ended some times before it is done."""
    left = [ChildProcessError()] * times

    async def make() -> bytes:
        if left:
            raise left.pop()
        return b"done"

    return make


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
    line.put(asked("a", "broken"), told("b"))
    assert (line.states()["a"], line.states()["b"]) == ("failed", "sent")
    assert any("这一步没有完成" in text for text in texts(line))


def test_a_file_whose_rows_cannot_be_read_is_told_with_a_code(busy: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object) -> Draft:
        raise ZeroDivisionError

    monkeypatch.setitem(attachments.KINDS, "unreadable", unreadable)
    line = Line(busy)
    line.put(asked("a", "unreadable"), told("b"))
    assert (line.states()["a"], line.states()["b"]) == ("failed", "sent")
    assert any("这一步没有完成" in text for text in texts(line))


def test_a_file_whose_making_was_ended_from_outside_is_made_again(busy: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    make = interrupted(2)
    monkeypatch.setitem(attachments.KINDS, "cut", lambda *_: Draft("a.txt", "", make))
    line = Line(busy)
    line.put(asked("a", "cut"))
    line.passes(minutes=1)
    assert line.outcomes()[-1] == ("a", "post")


@pytest.mark.parametrize("keys", [True, False])
def test_a_file_that_perhaps_arrived_is_not_sent_twice_when_its_next_making_is_ended(
    busy: Chat, monkeypatch: pytest.MonkeyPatch, keys: bool
) -> None:
    makes = iter([interrupted(0), interrupted(1), interrupted(0), interrupted(0)])
    monkeypatch.setitem(attachments.KINDS, "cut", lambda *_: Draft("a.txt", "", next(makes)))
    line = Line(busy, "lost", keys=keys)
    line.put(asked("a", "cut"))
    line.passes(minutes=5)
    assert line.states()["a"] == "sent"
    assert len([m for m in line.store.visible("u1") if m.key == "a"]) == 1


def test_of_many_files_few_wait_in_line_and_all_go_out(busy: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_IN_LINE", 1)
    monkeypatch.setitem(attachments.KINDS, "slow", lambda *_: Draft("a.txt", "", slow))
    line = Line(busy)
    line.put(*(asked(f"f{person}", "slow", person) for person in (1, 2, 3)))
    assert sorted(line.states()[f"f{person}"] for person in (1, 2, 3)) == ["sent", "sent", "waiting"]
    line.passes(minutes=1)
    assert [line.states()[f"f{person}"] for person in (1, 2, 3)] == ["sent", "sent", "sent"]


def test_a_file_that_waited_for_others_is_not_taken_for_one_that_perhaps_arrived(
    busy: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LINE_SECONDS", 0.01)
    monkeypatch.setattr(attachments, "MAKING_SECONDS", 0.05)
    monkeypatch.setitem(attachments.KINDS, "endless", lambda *_: Draft("a.txt", "", endless))
    monkeypatch.setitem(attachments.KINDS, "ready", lambda *_: Draft("b.txt", "", interrupted(0)))
    line = Line(busy)
    line.queue(asked("a", "endless"), asked("b", "ready", person=2))
    line.passes(minutes=2)
    assert (line.states()["a"], line.states()["b"]) == ("failed", "sent")
    assert any("这一步没有完成" in text for text in texts(line))


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

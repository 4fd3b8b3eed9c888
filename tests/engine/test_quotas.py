"""The month's calls of a platform: told when they run short, optional messages left out when they are used up."""

import asyncio

import pytest

from adapters.base import Quota
from bot.cards import note
from storage.outbox import Notice, Rank, ToChat, ToPerson
from tests.chat import Chat
from tests.engine.shaky import Line, told


@pytest.fixture
def chat(chat: Chat) -> Chat:
    """管理员 and 李四 with a project in a group; it is ten in the morning."""
    chat.person("管理员", role="admin")
    chat.person("李四")
    chat.group("新品上市", "管理员", "李四")
    chat.says("李四", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    chat.until("2026-03-02 10:00")
    return chat


def used(chat: Chat, calls: int, *, spent: bool = False, most: int = 1000, month: str = "2026-03") -> Line:
    """The bot after it has asked what was used."""
    line = Line(chat)
    line.console.quota = Quota("api", month, calls, most, spent)
    asyncio.run(line.engine.quotas())
    return line


def notices(line: Line) -> list[str]:
    return sorted(key for key in line.states() if key.startswith("quota:"))


def test_nothing_is_said_before_four_fifths(chat: Chat) -> None:
    assert notices(used(chat, 799)) == []


def test_at_four_fifths_the_administrators_are_told_once_a_month(chat: Chat) -> None:
    assert [notices(used(chat, calls)) for calls in (800, 900)] == [["quota:console:api:2026-03:short:1"]] * 2
    assert len(notices(used(chat, 800, month="2026-04"))) == 2


def test_the_administrators_read_how_much_and_what_follows(chat: Chat) -> None:
    used(chat, 800)
    chat.passes(minutes=1)
    chat.shows("dm:管理员", "800 / 1000", "例行消息会停发")


def test_a_plan_without_end_is_never_short(chat: Chat) -> None:
    assert notices(used(chat, 10**9, most=0)) == []


def test_when_nothing_is_left_rounds_stop_and_the_rest_goes_on(chat: Chat) -> None:
    line = used(chat, 1000, spent=True)
    line.put(Notice(ToChat(1), note("小结"), "S2", "round", Rank.ROUND), told("urgent", 2))
    line.put(Notice(ToPerson(2), note("站会"), "S1", "standup", Rank.ROUND))
    assert [line.states()[key] for key in ("round", "standup", "urgent")] == ["dropped", "dropped", "sent"]


def test_health_shows_what_is_used(chat: Chat) -> None:
    used(chat, 850)
    chat.tells("管理员", "/健康")
    chat.shows("dm:管理员", "850 / 1000")

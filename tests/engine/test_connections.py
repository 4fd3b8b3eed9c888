"""Which platforms are connected, and since when, as administrators read it in `/health`."""

import asyncio

import pytest

from tests.chat import Chat
from tests.engine.shaky import Line


@pytest.fixture
def chat(chat: Chat) -> Chat:
    """管理员 at half past eight on Monday 2 March; no process has looked yet."""
    chat.person("管理员", role="admin")
    return chat


def look(line: Line) -> None:
    asyncio.run(line.engine.connections())


def connect(line: Line) -> None:
    asyncio.run(line.console.start(line.engine.inbox.deliver))
    look(line)


def read(chat: Chat, *texts: str) -> None:
    chat.tells("管理员", "/健康")
    chat.shows("dm:管理员", *texts)


def test_what_is_up_is_told_with_its_moment(chat: Chat) -> None:
    connect(Line(chat))
    read(chat, "控制台连接：正常，3月2日（周一）08:30起")


def test_what_is_down_asks_for_an_administrator(chat: Chat) -> None:
    line = Line(chat)
    connect(line)
    chat.passes(minutes=2)
    asyncio.run(line.console.stop())
    look(line)
    read(chat, "有事项需要管理员处理", "控制台连接：已断开，3月2日（周一）08:32起")


def test_the_moment_stays_while_nothing_changes(chat: Chat) -> None:
    line = Line(chat)
    connect(line)
    for _ in range(5):
        chat.passes(minutes=1)
        look(line)
    read(chat, "08:30起")


def test_one_of_two_processes_that_is_down_is_counted(chat: Chat) -> None:
    connect(Line(chat))
    look(Line(chat))
    read(chat, "控制台连接：2 个进程中 1 个已断开，3月2日（周一）08:30起")


def test_a_process_that_died_is_forgotten_after_three_minutes(chat: Chat) -> None:
    look(Line(chat))
    chat.passes(minutes=3)
    chat.tells("管理员", "/健康")
    chat.hides("dm:管理员", "控制台连接")


def test_it_is_told_in_english_too(chat: Chat) -> None:
    look(Line(chat))
    chat.tells("管理员", "/settings language English")
    chat.tells("管理员", "/health")
    chat.shows("dm:管理员", "Console connection: down since", "reconnecting by itself")


async def _served(line: Line) -> None:
    await line.engine.start()
    await line.engine.connections()
    await line.engine.stop()


def test_a_process_that_stops_takes_back_what_it_said(chat: Chat) -> None:
    asyncio.run(_served(Line(chat)))
    chat.tells("管理员", "/健康")
    chat.hides("dm:管理员", "控制台连接")

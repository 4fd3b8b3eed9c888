"""Files are fetched after their message was answered: again when that failed, and each is read once (M5)."""

import asyncio
from datetime import timedelta

import pytest

from adapters.base import FILE_LIMIT, TOO_BIG
from adapters.console.adapter import ConsoleAdapter
from bot.engine import Engine
from bot.errors import SendFailed
from bot.files import TRIES
from bot.wire import File, Incoming
from tests.chat import Chat

TEXT = "项目周会纪要\n行动项\n- 张三3月9日前提交方案"


class Store(ConsoleAdapter):
    """A platform that refuses a file so often before it gives it; it counts the tries."""

    def __init__(self, chat: Chat, *refusals: SendFailed) -> None:
        super().__init__(chat.stage.console.store, chat.stage.clock.now)
        self.refusals = list(refusals)
        self.tries = 0
        self.chat = chat
        self.engine = Engine(chat.stage.database, chat.stage.clock, chat.stage.defaults, {self.name: self})

    async def fetch(self, file: File) -> bytes:
        self.tries += 1
        if self.refusals:
            raise self.refusals.pop(0)
        return TEXT.encode()

    def takes(self, *, size: int = 100, times: int = 1) -> list[str]:
        """张三 sends a file, delivered so often; what they are told within two minutes, oldest first."""
        user, clock = self.chat.stage.user("张三"), self.chat.stage.clock
        file = File("纪要.txt", size, "r")
        event = Incoming("f1", self.name, "message", user, "张三", addressed=True, file=file)

        async def play() -> None:
            for _ in range(times):
                await self.engine.inbox.deliver(event)
            for _ in range(12):
                await self.engine.settle()
                clock.move_to(clock.now() + timedelta(seconds=10))

        asyncio.run(play())
        return [message.text for message in reversed(list(self.visible(user))) if "纪要" in message.text]


@pytest.fixture
def chat(chat: Chat) -> Chat:
    """张三 with a project."""
    chat.person("张三")
    chat.group("新品上市", "张三")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    return chat


def test_a_file_the_platform_does_not_give_at_once_is_asked_for_again(chat: Chat) -> None:
    store = Store(chat, SendFailed("busy"), SendFailed("busy"))
    [read] = store.takes()
    assert (store.tries, "提交方案 · 张三 · 3月9日" in read) == (3, True)


def test_a_file_that_never_comes_is_told_so(chat: Chat) -> None:
    store = Store(chat, *[SendFailed("busy")] * 9)
    assert store.takes() == ["《纪要.txt》没能从平台取到。请再发一次，或者直接粘贴文字。"]
    assert store.tries == TRIES


def test_a_file_that_is_gone_is_asked_for_once(chat: Chat) -> None:
    store = Store(chat, SendFailed("gone", permanent=True))
    assert (len(store.takes()), store.tries) == (1, 1)


def test_a_file_that_is_too_big_is_not_fetched(chat: Chat) -> None:
    told = "《纪要.txt》超过 5 MB，没有读取。请只发纪要文字，或者直接粘贴。"
    store = Store(chat)
    assert (store.takes(size=FILE_LIMIT + 1), store.tries) == ([told], 0)


def test_a_file_that_turns_out_too_big_is_told_so(chat: Chat) -> None:
    assert "超过 5 MB" in Store(chat, SendFailed(TOO_BIG, permanent=True)).takes()[0]


def test_a_message_that_is_delivered_twice_has_its_file_read_once(chat: Chat) -> None:
    store = Store(chat)
    assert (len(store.takes(times=2)), store.tries) == (1, 1)

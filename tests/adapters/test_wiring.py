"""Each platform as `serve` puts it together: what is typed in its group is answered there."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import platforms
from bot.clock import MovableClock
from bot.config import DingTalk, Feishu, Settings, Slack
from bot.engine import Engine
from bot.memory import DatabaseMemory
from bot.web import application
from bot.wire import Incoming
from storage import tables
from storage.engine import IN_MEMORY, Database
from tests.adapters.feishu.conftest import tenant
from tests.chat import defaults
from tests.fakes import dingtalk_api, feishu_wire, slack_api
from tests.fakes.dingtalk import GROUP, FakeDingTalk
from tests.fakes.memory import FakeMemory
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_people import SlackPeople

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
PATIENCE_SECONDS = 10.0


class Office(ABC):
    """A fake platform with 张三 in a group with the bot; `posts` is what the group can read."""

    settings: Settings

    @abstractmethod
    async def open(self) -> None: ...

    @abstractmethod
    async def close(self) -> None: ...

    @abstractmethod
    async def types(self, line: str) -> None: ...

    @abstractmethod
    def posts(self) -> Sequence[str]: ...


class SlackOffice(Office):
    def __init__(self, clock: MovableClock) -> None:
        self._slack = FakeSlack(clock.now)
        self._slack.state.channel("CLAUNCH", "新品上市", "UZHANG")
        self._slack.state.person("UZHANG", "张三")

    async def open(self) -> None:
        await self._slack.start()
        token, app = SecretStr(slack_api.TOKEN), SecretStr(slack_api.APP_TOKEN)
        section = Slack(enabled=True, bot_token=token, app_token=app, api_base_url=self._slack.base_url)
        self.settings = Settings(slack=section)

    async def close(self) -> None:
        await self._slack.stop()

    async def types(self, line: str) -> None:
        await SlackPeople(self._slack).commands("UZHANG", "CLAUNCH", "/duiqi", line)

    def posts(self) -> Sequence[str]:
        return [post["text"] for post in self._slack.state.posts("CLAUNCH")]


class FeishuOffice(Office):
    def __init__(self, clock: MovableClock) -> None:
        self._fake = tenant(clock)
        self._count = 0

    async def open(self) -> None:
        await self._fake.start()
        section = Feishu(
            enabled=True, app_id=self._fake.app_id, app_secret=SecretStr(self._fake.secret), base_url=self._fake.url
        )
        self.settings = Settings(feishu=section)

    async def close(self) -> None:
        await self._fake.stop()

    async def types(self, line: str) -> None:
        self._count += 1
        bot = feishu_wire.mention(1, self._fake.bot, "对齐")
        key = f"ev{self._count}"
        said = feishu_wire.message(f"@_user_1 /{line}", user="ou_zhang", mentions=(bot,), key=key, number=key)
        await self._fake.push(said, key=key)

    def posts(self) -> Sequence[str]:
        return [json.dumps(message.content, ensure_ascii=False) for message in self._fake.sent("oc_team")]


class DingTalkOffice(Office):
    def __init__(self, clock: MovableClock) -> None:
        self._fake = FakeDingTalk(clock)

    async def open(self) -> None:
        await self._fake.__aenter__()
        section = DingTalk(
            enabled=True,
            client_id=dingtalk_api.ROBOT,
            client_secret=SecretStr(dingtalk_api.SECRET),
            api_base_url=self._fake.base,
            oapi_base_url=self._fake.base,
            webhook_hosts=("127.0.0.1",),
        )
        self.settings = Settings(dingtalk=section)

    async def close(self) -> None:
        await self._fake.__aexit__()

    async def types(self, line: str) -> None:
        await self._fake.say(f"/{line}", user="u1", group=GROUP)

    def posts(self) -> Sequence[str]:
        return [sent.text for sent in self._fake.office.sent if GROUP in sent.to]


OFFICES: dict[str, Callable[[MovableClock], Office]] = {
    "slack": SlackOffice,
    "feishu": FeishuOffice,
    "dingtalk": DingTalkOffice,
}


async def deliver(_: Incoming) -> bool:
    return True


async def until(true: Callable[[], bool]) -> None:
    """Wait, letting everything else run, until something is true."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():
            turn = loop.create_future()
            loop.call_later(0.005, turn.cancel)
            await asyncio.wait([turn])


@asynccontextmanager
async def at_work(name: str) -> AsyncIterator[tuple[Office, Engine]]:
    """The bot, built from its configuration and started, on one platform."""
    clock = MovableClock(NOW)
    office = OFFICES[name](clock)
    await office.open()
    database = Database(IN_MEMORY, inline=True)
    tables.lay(database.engine)
    adapters = platforms.build(office.settings, lambda each: DatabaseMemory(database, clock, each), clock)
    engine = Engine(database, clock, defaults(), adapters)
    await engine.start()
    try:
        await until(lambda: adapters[name].connected)
        yield office, engine
    finally:
        await engine.stop()
        await office.close()
        database.close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's proxies are not asked about itself."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", sorted(OFFICES))
async def test_a_task_typed_in_a_platforms_group_is_answered_there(name: str) -> None:
    async with at_work(name) as (office, _):
        await office.types("项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
        await until(lambda: any("Q4宣传物料" in post for post in office.posts()))
        await office.types("任务 印刷终稿 3月4日17:00前")
        await until(lambda: any("印刷终稿" in post for post in office.posts()))


async def test_with_a_file_for_a_database_a_second_process_with_slacks_tokens_is_reported() -> None:
    clock = MovableClock(NOW)
    office = SlackOffice(clock)
    office._slack.connections = 2
    await office.open()
    adapter = platforms.build(office.settings, lambda _: FakeMemory(clock), clock)["slack"]
    with capture_logs() as told:
        await adapter.start(deliver)
        await until(lambda: any(entry.get("connections") == 2 for entry in told))
    await adapter.stop()
    await office.close()


@pytest.mark.parametrize("name", sorted(OFFICES))
async def test_the_process_is_ready_once_its_platform_is_connected(name: str) -> None:
    async with at_work(name) as (_, engine), TestClient(TestServer(application(engine))) as client:
        answer = await client.get("/readyz")
        assert await answer.json() == {"ready": True, "database": True, name: True}

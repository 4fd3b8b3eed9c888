"""The first use of a group, and one person on two platforms, over each platform's wire as `serve` puts it together."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.base import Adapter
from bot import platforms
from bot.clock import MovableClock
from bot.config import Settings
from bot.engine import Engine
from bot.memory import DatabaseMemory
from storage import people as people_rows
from storage import tables
from storage.engine import IN_MEMORY, Database
from tests.adapters.test_wiring import NOW, OFFICES, FeishuOffice, Office, SlackOffice, at_work, no_proxy, until
from tests.chat import defaults

__all__ = ["no_proxy"]

ANSWERS = (
    ("", "这个群跟进哪个项目"),
    ("Q4宣传物料 3月2日到3月20日", "谁是项目负责人？"),
    ("好", "有哪些成员"),
    ("好", "有哪些部门"),
    ("好", "什么时间提醒"),
    ("站会 10:00", "请确认：开始后会这样运行"),
    ("开始", "XMQXC2026-001"),
)


@pytest.mark.parametrize("name", sorted(OFFICES))
async def test_a_group_is_led_to_its_project_by_typing(name: str) -> None:
    async with at_work(name) as (office, engine):
        for said, asked in ANSWERS:
            await office.types(f"项目 引导 {said}")
            await shown(office, engine, asked)


async def shown(office: Office, engine: Engine, text: str) -> None:
    """Wait for a post; time goes on meanwhile, because a group takes a few messages a second only."""
    assert isinstance(engine.clock, MovableClock)
    engine.clock.move_to(engine.clock.now() + timedelta(seconds=10))
    engine.tick()
    await until(lambda: any(text in post for post in office.posts()))


@pytest.fixture
async def both() -> AsyncIterator[tuple[Engine, SlackOffice, FeishuOffice]]:
    """The bot on two platforms, in whose directories 张三 has the same e-mail address."""
    clock = MovableClock(NOW)
    slack, feishu = SlackOffice(clock), FeishuOffice(clock)
    await slack.open()
    await feishu.open()
    slack._slack.state.people["UZHANG"]["profile"]["email"] = "Zhang@example.com"
    feishu._fake.people["ou_zhang"]["enterprise_email"] = "zhang@example.com"
    settings = Settings(slack=slack.settings.slack, feishu=feishu.settings.feishu)
    database = Database(IN_MEMORY, inline=True)
    tables.lay(database.engine)
    adapters: dict[str, Adapter] = platforms.build(settings, lambda each: DatabaseMemory(database, clock, each), clock)
    engine = Engine(database, clock, defaults(), adapters)
    await engine.start()
    yield engine, slack, feishu
    await engine.stop()
    await slack.close()
    await feishu.close()
    database.close()


async def test_equal_addresses_in_two_directories_make_one_person(
    both: tuple[Engine, SlackOffice, FeishuOffice],
) -> None:
    engine, slack, feishu = both
    await until(lambda: all(adapter.connected for adapter in engine.adapters.values()))
    await slack.types("我的")
    await feishu.types("我的")

    def known() -> list[int | None]:
        engine.tick()
        with engine.database.transaction() as db:
            found = (("slack", "UZHANG"), ("feishu", "ou_zhang"))
            persons = [people_rows.person_of(db, *each) for each in found]
            return [person.id if person else None for person in persons]

    await until(lambda: None not in known() and len(set(known())) == 1)

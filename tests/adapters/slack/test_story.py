"""The real bot in the fake Slack, from the bot's arrival to a form that changes a card in place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.engine import Engine
from storage import tables
from storage.engine import IN_MEMORY, Database
from tests.adapters.slack.stage import Stage
from tests.chat import defaults


@asynccontextmanager
async def serving(stage: Stage) -> AsyncIterator[Stage]:
    """The bot at work, invited into 新品上市 by 张三."""
    await stage.open()
    database = Database(IN_MEMORY, inline=True)
    tables.lay(database.engine)
    engine = Engine(database, stage.clock, defaults(), {"slack": stage.adapter})
    await stage.adapter.stop()
    await engine.start()
    await stage.slack.event(
        {"type": "member_joined_channel", "user": "UBOT", "channel": "CLAUNCH", "inviter": "UZHANG"}
    )
    await sees(stage, "大家好，我是对齐")
    yield stage
    await engine.stop()
    database.close()
    await stage.close()


@pytest.fixture(params=["socket", "http"])
async def office(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """In both modes."""
    async with serving(Stage(request.param)) as stage:
        yield stage


async def sees(stage: Stage, words: str) -> None:
    """Wait until a message of the channel says that."""
    await stage.slack.until(lambda: any(words in post["text"] for post in stage.slack.state.posts("CLAUNCH")))


async def test_a_task_is_set_and_its_progress_reported(office: Stage) -> None:
    await office.people.commands("UZHANG", "CLAUNCH", "/project", "新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    await sees(office, "项目负责人：张三")
    await office.people.commands("UZHANG", "CLAUNCH", "/task", "印刷终稿 <@ULI|李四> 3月4日17:00前")
    await sees(office, "印刷终稿")
    posts = len(office.slack.state.posts("CLAUNCH"))
    await office.people.presses("ULI", "CLAUNCH", "进度")
    await office.slack.until(lambda: bool(office.slack.state.views))
    await office.people.fills("ULI", percent={"value": "50"}, next={"value": "改色"})
    await sees(office, "进行中 50%")
    assert len(office.slack.state.posts("CLAUNCH")) == posts


async def test_somebody_elses_words_become_a_task_and_nothing_else(office: Stage) -> None:
    await office.people.commands("UZHANG", "CLAUNCH", "/project", "新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    await sees(office, "项目负责人：张三")
    await office.people.commands("UZHANG", "CLAUNCH", "/task", "印刷终稿 <@ULI|李四> 3月4日17:00前")
    await sees(office, "印刷终稿")
    said = office.people.message("ULI", "CLAUNCH", "完成 印刷终稿\n/项目 结项")
    await office.people.picks("UZHANG", "CLAUNCH", said, "task_from_message")
    await sees(office, "“完成 印刷终稿 /项目 结项”由谁负责？")


async def test_a_press_by_somebody_who_may_not_is_answered_to_them_alone(office: Stage) -> None:
    await office.people.commands("UZHANG", "CLAUNCH", "/project", "新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    await sees(office, "项目负责人：张三")
    await office.people.commands("UZHANG", "CLAUNCH", "/task", "印刷终稿 <@ULI|李四> 3月4日17:00前")
    await sees(office, "印刷终稿")
    await office.people.presses("USUN", "CLAUNCH", "接受")
    await office.slack.until(lambda: "DSUN" in office.slack.state.channels and bool(office.slack.state.posts("DSUN")))

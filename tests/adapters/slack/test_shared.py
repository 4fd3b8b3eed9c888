"""A channel that another company shares (Slack Connect): nothing of a project is said there (U4)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.adapters.slack.stage import Stage, allowing, button, card, delivery, section
from tests.adapters.slack.test_story import sees, serving
from tests.fakes.slack_api import TEAM

SHARED = {"type": "channel_shared", "channel": "CLAUNCH", "connected_team_id": "TOTHER"}
UNSHARED = {"type": "channel_unshared", "channel": "CLAUNCH", "is_ext_shared": False}


@pytest.fixture
async def office() -> AsyncIterator[Stage]:
    """新品上市 has a project and is then shared with another company."""
    async with serving(Stage("http")) as stage:
        await stage.people.commands("UZHANG", "CLAUNCH", "/project", "新建 Q4宣传物料 2026-03-02 到 2026-03-20")
        await sees(stage, "项目负责人：张三")
        await stage.slack.event(SHARED)
        await stage.slack.until(lambda: "DZHANG" in stage.slack.state.channels)
        yield stage


def posts(stage: Stage) -> list[str]:
    return [post["text"] for post in stage.slack.state.posts("CLAUNCH")]


async def asks(stage: Stage, user: str = "ULI") -> None:
    await stage.slack.event(stage.people.message(user, "CLAUNCH", "<@UBOT> /状态"), shared=True)


async def test_the_lead_is_told_to_bind_another_and_how_this_one_can_be_allowed(office: Stage) -> None:
    await office.slack.until(lambda: bool(office.slack.state.posts("DZHANG")))
    shown = str(office.slack.state.posts("DZHANG")[-1])
    assert "机器人已停止在那里发消息" in shown
    assert "/项目 绑定 XMQXC2026-001" in shown
    assert "[slack] shared_channels 里加上 CLAUNCH" in shown


async def test_what_is_asked_there_is_declined_once_a_day_and_not_done(office: Stage) -> None:
    before = len(posts(office))
    for _ in range(3):
        await asks(office)
    await office.slack.until(lambda: len(posts(office)) > before)
    assert [text.startswith("这个频道与其他公司共享") for text in posts(office)[before:]] == [True]


async def test_a_command_there_is_declined_to_the_one_who_typed_it(office: Stage) -> None:
    before = len(posts(office))
    await office.people.commands("UZHANG", "CLAUNCH", "/task", "印刷终稿 <@ULI|李四> 3月4日17:00前")
    await office.slack.until(lambda: bool(office.slack.answers))
    assert office.slack.answers[-1]["text"].startswith("这个频道与其他公司共享")
    assert len(posts(office)) == before


async def test_once_it_is_the_companys_own_again_the_bot_is_back(office: Stage) -> None:
    await office.slack.event(UNSHARED)
    await office.slack.event(office.people.message("UZHANG", "CLAUNCH", "<@UBOT> /任务 印刷终稿 <@ULI> 3月4日17:00前"))
    await sees(office, "印刷终稿")


async def test_a_press_there_does_nothing_and_says_why(web_stage: Stage) -> None:
    await web_stage.adapter.send(delivery(card("海报", section(buttons=(button("接受"),)))))
    await web_stage.slack.event(SHARED)
    await web_stage.people.presses("ULI", "CLAUNCH", "接受")
    await web_stage.slack.until(lambda: bool(web_stage.slack.answers))
    assert (web_stage.heard, web_stage.slack.answers[-1]["text"][:9]) == ([], "这个频道与其他公司")


async def test_it_is_told_once_and_before_anything_that_is_said_there(web_stage: Stage) -> None:
    for _ in range(2):
        await asks(web_stage)
    assert [(event.kind, event.chat, event.value) for event in web_stage.received] == [
        ("shared", "CLAUNCH", {"setting": "[slack] shared_channels", "channel": "CLAUNCH"})
    ]


async def test_the_bot_does_not_begin_where_it_was_invited_by_a_colleague(web_stage: Stage) -> None:
    web_stage.slack.state.channels["CLAUNCH"].shared = True
    await web_stage.slack.event(
        {"type": "member_joined_channel", "user": "UBOT", "channel": "CLAUNCH", "inviter": "UZHANG"}
    )
    await web_stage.slack.until(lambda: bool(posts(web_stage)))
    assert (web_stage.heard, posts(web_stage)[0][:9]) == ([], "这个频道与其他公司")


async def test_what_could_not_be_stored_is_told_again(web_stage: Stage) -> None:
    web_stage.broken = RuntimeError("database is away")
    await web_stage.slack.event(SHARED)
    web_stage.broken = None
    await asks(web_stage)
    assert [event.kind for event in web_stage.received] == ["shared"]


async def test_another_process_hears_of_it_within_a_minute() -> None:
    first = await Stage("http").open()
    second = await Stage("http", memory=first.memory).open()
    await asks_openly(second)
    await first.slack.event(SHARED)
    second.clock.move_to(second.clock.now() + timedelta(minutes=1))
    await asks_openly(second)
    await first.close()
    await second.close()
    assert [event.kind for event in second.heard] == ["message"]


async def asks_openly(stage: Stage) -> None:
    """An event that does not say yet that its channel is shared."""
    await stage.slack.event(stage.people.message("ULI", "CLAUNCH", "<@UBOT> /状态"))


async def test_a_channel_that_is_archived_is_still_told(web_stage: Stage) -> None:
    await web_stage.slack.event(SHARED)
    await web_stage.slack.event({"type": "channel_archive", "channel": "CLAUNCH", "user": "ULI"}, shared=True)
    assert web_stage.last.kind == "closed"


async def test_direct_messages_are_never_declined(web_stage: Stage) -> None:
    said = {**web_stage.people.message("ULI", "DLI", "/我的"), "channel_type": "im"}
    await web_stage.slack.event(said, shared=True)
    assert web_stage.last.text == "/我的"


async def test_where_it_is_allowed_colleagues_are_served() -> None:
    stage = await allowing(Stage("http")).open()
    await stage.slack.event(SHARED)
    await asks(stage)
    await stage.close()
    assert [(event.kind, event.text) for event in stage.heard] == [("message", "/状态")]


async def test_another_workspaces_news_of_a_channel_are_left(web_stage: Stage) -> None:
    body = {"type": "event_callback", "event_id": "E1", "event": SHARED, "authorizations": [{"team_id": "T2"}]}
    await web_stage.slack.deliver("events_api", {**body, "team_id": TEAM})
    assert web_stage.received == []

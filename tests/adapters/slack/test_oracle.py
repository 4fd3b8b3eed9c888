"""Slack's own packages against our fake and our blocks: they agree, and their traps are real."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from hypothesis import given, settings
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import modal, outbound
from bot.cards import InputKind
from bot.wire import Delivery
from tests.adapters.slack.stage import NOW, Stage, field, form
from tests.adapters.slack.test_outbound import DELIVERIES
from tests.fakes.slack import LOST_AFTER, Failure, FakeSlack
from tests.fakes.slack_api import APP_TOKEN, SECRET, TOKEN
from tests.fakes.slack_people import SlackPeople


class Stock:
    """Bolt as its guide shows it: a static token, listeners, and requests handed over as they come."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        self.people = SlackPeople(slack)
        self.heard: list[str] = []
        self.client = AsyncWebClient(token=TOKEN, base_url=slack.base_url)
        self.app = AsyncApp(client=self.client, signing_secret=SECRET)

        async def command(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            self.heard.append(body["text"])
            slack.tell()

        async def mention(event: dict[str, Any]) -> None:
            self.heard.append(event["text"])
            slack.tell()

        self.app.command("/task")(command)
        self.app.event("app_mention")(mention)

    async def answer(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))


@pytest.fixture
async def stock(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stock]:
    # Bolt checks signatures by the machine's clock.
    stage = Stage("http")
    slack = stage.slack
    monkeypatch.setattr("slack_sdk.signature.Clock.now", lambda _: NOW.timestamp())
    await slack.start()
    made = Stock(slack)
    site = web.Application()
    site.router.add_post("/slack/events", made.answer)
    server = TestServer(site)
    await server.start_server()
    slack.request_url = str(server.make_url("/slack/events"))
    yield made
    await server.close()
    await slack.stop()


async def test_stock_bolt_takes_what_the_fake_signs(stock: Stock) -> None:
    assert (await stock.people.commands("UZHANG", "CLAUNCH", "/task", "海报")).status == 200
    await stock.slack.event({**stock.people.message("UZHANG", "CLAUNCH", "<@UBOT> 早"), "type": "app_mention"})
    await stock.slack.until(lambda: len(stock.heard) == 2)
    assert stock.heard == ["海报", "<@UBOT> 早"]


async def test_stock_bolt_takes_what_the_fake_sends_over_a_socket(stock: Stock) -> None:
    handler: Any = AsyncSocketModeHandler(stock.app, APP_TOKEN)
    await handler.connect_async()
    await stock.slack.until(lambda: bool(stock.slack.sockets))
    ack = await stock.people.commands("UZHANG", "CLAUNCH", "/task", "海报")
    await handler.close_async()
    assert (ack.status, stock.heard) == (200, ["海报"])


async def test_stock_bolt_does_not_answer_at_all_when_the_words_begin_with_a_brace(stock: Stock) -> None:
    async def speak(ack: Any) -> None:
        await ack("{草稿} 已保存")

    stock.app.command("/my")(speak)
    handler: Any = AsyncSocketModeHandler(stock.app, APP_TOKEN)
    await handler.connect_async()
    await stock.slack.until(lambda: bool(stock.slack.sockets))
    form = {"command": "/my", "text": "", "user_id": "UZHANG", "team_id": "T1", "trigger_id": "1"}
    ack = await stock.slack.deliver("slash_commands", form, seconds=0.3)
    await handler.close_async()
    assert ack.status == 0


async def test_stock_bolt_loses_a_command_with_the_word_payload(stock: Stock) -> None:
    assert (await stock.people.commands("UZHANG", "CLAUNCH", "/task", "check payload")).status == 404


async def test_stock_bolt_answers_an_event_that_it_then_drops(stock: Stock) -> None:
    stock.slack.fail("auth.test", Failure("fatal_error"))
    said = {**stock.people.message("UZHANG", "CLAUNCH", "<@UBOT> 早"), "type": "app_mention"}
    assert ((await stock.slack.event(said)).status, stock.heard) == (200, [])


async def test_the_stock_client_posts_twice_when_an_answer_is_lost(stock: Stock) -> None:
    stock.slack.fail("chat.postMessage", LOST_AFTER)
    await stock.client.chat_postMessage(channel="CLAUNCH", text="早")
    assert len(stock.slack.state.posts("CLAUNCH")) == 2


async def test_the_stock_client_reads_the_fakes_lists_and_refusals(stock: Stock) -> None:
    names = [person["name"] async for page in await stock.client.users_list(limit=2) for person in page["members"]]
    assert len(names) == 4
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await stock.client.conversations_members(channel="CNONE")


@settings(max_examples=60, deadline=None)
@given(DELIVERIES)
def test_the_sdks_models_know_every_block_and_lose_nothing_of_it(sent: Delivery) -> None:
    blocks = json.loads(json.dumps(outbound.message(sent).blocks))
    assert [block.to_dict() for block in Block.parse_all(blocks)] == blocks


def test_the_sdks_models_take_our_forms() -> None:
    kinds: tuple[InputKind, ...] = ("line", "text", "number", "date", "person", "people", "select")
    asked = form(*(field(kind, kind, options=(("1", "一"),), required=True) for kind in kinds))
    view = json.loads(json.dumps(modal.view(asked, "{}")))
    assert View(**view).to_dict() == view


async def test_the_sdks_own_upload_is_taken_and_asks_for_the_same(stock: Stock) -> None:
    await stock.client.files_upload_v2(channel="CLAUNCH", content=b"PK", filename="任务表.xlsx", title="任务表")
    [message] = stock.slack.state.posts("CLAUNCH")
    assert [(file["name"], file["title"]) for file in message["files"]] == [("任务表.xlsx", "任务表")]


async def test_the_sdks_own_upload_dies_of_a_length_that_is_wrong(stock: Stock) -> None:
    place = await stock.client.files_getUploadURLExternal(filename="a.xlsx", length=3)
    async with ClientSession() as session, session.post(place["upload_url"], data=b"PK") as answer:
        assert answer.status == 400
    with pytest.raises(SlackApiError, match="file_not_found"):
        await stock.client.files_completeUploadExternal(
            files=[{"id": place["file_id"], "title": "a"}], channel_id="CLAUNCH"
        )

"""`duiqi check` with each platform's fake: what it tells, what it sends, and what it leaves alone."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import check, platform_checks
from bot.clock import MovableClock
from bot.config import Settings, Web
from bot.platform_checks import Receiver, receiver
from bot.texts import LANGUAGES
from bot.wire import Incoming
from storage import inbox
from storage.engine import Database
from storage.migrate import migrate
from tests.adapters.test_wiring import NOW, OFFICES, no_proxy
from tests.fakes.dingtalk import GROUP

__all__ = ["no_proxy"]

GROUPS = {"slack": "CLAUNCH", "feishu": "oc_team", "dingtalk": GROUP}


async def rows(name: str, database_url: str = "", to: Receiver | None = None) -> list[check.Result]:
    """The table's rows about one platform; the machine's clock is years away from the fake's, which is left out."""
    office = OFFICES[name](MovableClock(NOW))
    await office.open()
    try:
        found = await platform_checks.ask(office.settings, database_url, to)
        return [check._shown(office.settings, *each) for each in found if each[1].name != "clock"]
    finally:
        await office.close()


@pytest.mark.parametrize("name", sorted(OFFICES))
async def test_every_row_can_be_read_in_both_languages(name: str) -> None:
    for row in await rows(name):
        for language in LANGUAGES:
            assert row.what and row.said(language)


@pytest.mark.parametrize("name", sorted(OFFICES))
async def test_a_test_message_arrives_and_no_connection_is_opened(name: str) -> None:
    office = OFFICES[name](MovableClock(NOW))
    await office.open()
    try:
        to = Receiver(name, "group", GROUPS[name])
        found = await platform_checks.ask(office.settings, "", to)
        assert [finding.state for _, finding in found if finding.name == "message"] == ["ok"]
        assert any("Duiqi 已能在这里发消息" in post for post in office.posts())
    finally:
        await office.close()


def test_a_receiver_is_a_person_unless_it_says_group() -> None:
    assert receiver("slack:U1") == Receiver("slack", "dm", "U1")
    assert receiver("feishu:group:oc_1") == Receiver("feishu", "group", "oc_1")


async def said_of_events(url: str) -> str:
    return next(row.said("en") for row in await rows("slack", url) if row.what == "events")


async def test_whether_events_come_is_told_from_the_bots_own_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'duiqi.db'}"
    migrate(url)
    assert "none came yet" in await said_of_events(url)
    database = Database(url, inline=True)
    with database.transaction() as db:
        inbox.put_all(db, [Incoming("1", "slack", "message", "U1", "Zhang")], NOW)
    database.close()
    assert await said_of_events(url) == "Slack events: the last one came 2026-03-02 08:30"


async def test_without_a_database_nothing_is_said_of_events() -> None:
    assert "cannot be seen from outside" in await said_of_events("")


@pytest.mark.parametrize(
    ("page", "text"), [('{"alive": true}', "address_answers"), ("<html>welcome</html>", "address_other")]
)
async def test_what_answers_at_our_address_is_told(page: str, text: str) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=page)

    site = web.Application()
    site.router.add_get("/healthz", answer)
    async with TestServer(site) as server:
        url = str(server.make_url("")).rstrip("/")
        result = await asyncio.to_thread(check._address, Settings(web=Web(public_url=url)), False)
    assert result.text == text


def test_a_bot_that_does_not_run_is_no_fault_of_the_address() -> None:
    result = check._address(Settings(web=Web(public_url="http://127.0.0.1:9")), False)
    assert (result.state, result.text) == ("warn", "address_silent")

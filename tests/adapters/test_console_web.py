"""The console over HTTP: who may call it, what it answers, and that its stream of events misses nothing."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.console.guard import BODY_LIMIT
from adapters.console.web import MAX_PAGE_SIZE
from bot.wire import Attached, Target
from tests.browser.stage import Stage, card, section, task_card

GROUP = Target("console", "group", "launch")


class Site:
    """A served console, and a client on its page."""

    def __init__(self, stage: Stage, client: TestClient[web.Request, web.Application]) -> None:
        self.stage = stage
        self.client = client
        self.origin = f"http://{client.host}:{client.port}"

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.client.get(f"/console{path}", headers=headers)

    async def post(self, name: str, body: Any, **headers: str) -> ClientResponse:
        shown = {"Origin": self.origin, **headers}
        return await self.client.post(f"/console/api/{name}", json=body, headers=shown)

    async def json(self, path: str) -> Any:
        response = await self.get(path)
        assert response.status == 200
        return await response.json()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    stage = Stage()
    await stage.console.start(stage.deliver)
    app = web.Application()
    app.add_routes(stage.console.routes())
    async with TestClient(TestServer(app)) as client:
        yield Site(stage, client)
        await stage.console.stop()
    stage.store.close()


async def read_events(response: ClientResponse, count: int) -> list[tuple[str, str, Any]]:
    """The next events but the clock's, as number, name and data."""
    found: list[tuple[str, str, Any]] = []
    while len(found) < count:
        block = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 5)
        parts = dict(line.split(": ", 1) for line in block.decode().strip().splitlines())
        if parts.get("event", "clock") != "clock":
            found.append((parts["id"], parts["event"], json.loads(parts["data"])))
    return found


async def test_the_page_is_served_under_a_strict_content_security_policy(site: Site) -> None:
    response = await site.get("")
    assert response.status == 200
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


async def test_the_bare_address_leads_to_the_console(site: Site) -> None:
    response = await site.client.get("/", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (302, "/console")


@pytest.mark.parametrize(("language", "words"), [("zh", "以谁的身份"), ("en", "Speak as")])
async def test_the_page_speaks_both_languages(site: Site, language: str, words: str) -> None:
    assert words in await (await site.get(f"?lang={language}")).text()


async def test_texts_of_the_guide_are_escaped(site: Site) -> None:
    site.stage.store.add_user("zhang", "<b>张三</b>")
    page = await (await site.get("")).text()
    assert "&lt;b&gt;张三&lt;/b&gt;" in page
    assert "<b>" not in page


@pytest.mark.parametrize("name", ["main.js", "base.css", "logo.svg"])
async def test_static_files_are_served_with_the_policy(site: Site, name: str) -> None:
    response = await site.get(f"/static/{name}")
    assert (response.status, response.headers["X-Content-Type-Options"]) == (200, "nosniff")


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fweb.py", "%2Fetc%2Fpasswd"])
async def test_other_files_are_not_served(site: Site, name: str) -> None:
    assert (await site.get(f"/static/{name}")).status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "[broken", ""])
async def test_a_foreign_host_is_refused(site: Site, host: str) -> None:
    assert (await site.get("/api/state", Host=host)).status == 403


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765"])
async def test_this_machines_names_are_accepted(site: Site, host: str) -> None:
    assert (await site.get("/api/state", Host=host)).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", "file://"])
async def test_a_post_from_another_page_is_refused(site: Site, origin: str) -> None:
    response = await site.post("say", {"as": "zhang", "chat": "launch", "text": "你好"}, Origin=origin)
    assert response.status == 403
    assert site.stage.received == []


async def test_a_post_must_be_json(site: Site) -> None:
    headers = {"Origin": site.origin}
    response = await site.client.post("/console/api/say", data={"as": "zhang"}, headers=headers)
    assert response.status == 415


@pytest.mark.parametrize("body", [["zhang"], {"as": 1}, {"as": "zhang", "text": " "}, {"as": "zhang", "text": ["x"]}])
async def test_a_malformed_body_is_refused(site: Site, body: Any) -> None:
    assert (await site.post("say", body)).status == 400


async def test_too_long_a_body_is_refused(site: Site) -> None:
    assert (await site.post("say", {"as": "zhang", "text": "x" * BODY_LIMIT})).status == 413


async def test_what_is_said_reaches_the_bot_and_a_repeat_does_not_show_twice(site: Site) -> None:
    body = {"as": "zhang", "chat": "launch", "text": "大家好", "key": "k1"}
    assert (await site.post("say", body)).status == 200
    assert (await site.post("say", body)).status == 200
    page = await site.json("/api/messages?as=zhang&chat=launch")
    assert [message["content"]["spans"] for message in page["messages"]] == [["大家好"]]
    assert {event.key for event in site.stage.received} == {"page:k1"}


async def test_a_file_reaches_the_bot_with_its_bytes(site: Site) -> None:
    data = base64.b64encode(b"x" * 200_000).decode()
    response = await site.post("attach", {"as": "zhang", "chat": "", "name": "纪要.txt", "data": data, "key": "k1"})
    assert response.status == 200
    file = site.stage.received[-1].file
    assert file is not None and (file.name, file.size) == ("纪要.txt", 200_000)
    assert await site.stage.console.fetch(file) == b"x" * 200_000


@pytest.mark.parametrize("body", [{"name": "a.txt", "data": "?"}, {"name": "", "data": "eA=="}, {"name": "a.txt"}])
async def test_a_file_without_name_or_bytes_is_refused(site: Site, body: Any) -> None:
    assert (await site.post("attach", {"as": "zhang", "chat": "", **body})).status == 400


async def test_press_and_fill_carry_what_the_card_gave(site: Site) -> None:
    ref = await site.stage.post(task_card(), GROUP)
    act = {"as": "li", "ref": ref, "value": {"task": "1"}}
    assert (await site.post("press", {**act, "action": "accept"})).status == 200
    assert (await site.post("fill", {**act, "action": "redate", "fields": {"helper": "@张三"}})).status == 200
    press, fill = site.stage.received
    assert (press.kind, press.action, press.value) == ("button", "accept", {"task": "1"})
    assert (fill.kind, fill.fields, fill.mentions[0].name) == ("form", {"helper": "<@zhang>"}, "张三")


@pytest.mark.parametrize(
    "path",
    [
        "state?as=nobody",
        "messages?as=nobody&chat=launch",
        "messages?as=zhang&chat=nowhere",
        "messages?as=zhao&chat=launch",
        "events?as=nobody",
    ],
)
async def test_unknown_people_groups_and_foreign_groups_are_not_found(site: Site, path: str) -> None:
    assert (await site.get(f"/api/{path}")).status == 404


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("say", {"as": "zhao", "chat": "launch", "text": "你好"}),
        ("press", {"as": "zhang", "ref": "m404", "action": "accept"}),
        ("fill", {"as": "zhang", "ref": "m404", "action": "accept"}),
        ("read", {"as": "zhao", "chat": "launch", "seq": "1"}),
    ],
)
async def test_doing_something_where_one_is_not_is_not_found(site: Site, name: str, body: Any) -> None:
    assert (await site.post(name, body)).status == 404


async def test_while_the_bot_is_away_the_page_is_told_to_try_again(site: Site) -> None:
    site.stage.deaf = True
    assert (await site.post("say", {"as": "zhang", "text": "你好"})).status == 503
    assert (await site.json("/api/messages?as=zhang&chat="))["messages"] == []


async def test_pages_reach_back_to_the_first_message(site: Site) -> None:
    for number in range(5):
        await site.stage.post(card(str(number), "plain"), GROUP)
    newest = await site.json("/api/messages?as=li&chat=launch&limit=3")
    before = newest["messages"][0]["seq"]
    oldest = await site.json(f"/api/messages?as=li&chat=launch&limit=3&before={before}")
    titles = [message["content"]["text"] for page in (oldest, newest) for message in page["messages"]]
    assert titles == ["0", "1", "2", "3", "4"]
    assert (newest["more"], oldest["more"]) == (True, False)


async def test_a_page_has_an_upper_limit(site: Site) -> None:
    for number in range(MAX_PAGE_SIZE + 1):
        await site.stage.post(card(str(number), "plain"), GROUP)
    page = await site.json("/api/messages?as=li&chat=launch&limit=99999")
    assert (len(page["messages"]), page["more"]) == (MAX_PAGE_SIZE, True)


async def test_unread_messages_are_counted_until_they_are_read(site: Site) -> None:
    await site.stage.post(task_card(), GROUP)
    await site.stage.post(task_card(), Target("console", "dm", "zhao"))
    state = await site.json("/api/state?as=li")
    assert [group["unread"] for group in state["groups"]] == [1]
    assert {person["id"]: person["unread"] for person in state["people"]} == {"zhang": 0, "li": 0, "zhao": 1}
    await site.post("read", {"as": "li", "chat": "launch", "seq": "99"})
    assert (await site.json("/api/state?as=li"))["groups"][0]["unread"] == 0


async def test_new_and_changed_messages_arrive_in_every_tab(site: Site) -> None:
    tabs = [await site.get("/api/events?as=zhang"), await site.get("/api/events?as=li")]
    ref = await site.stage.post(task_card(), GROUP)
    first = [(await read_events(tab, 1))[0][2] for tab in tabs]
    await site.stage.post(task_card("进行中"), GROUP, ref)
    second = [(await read_events(tab, 1))[0][2] for tab in tabs]
    assert [(data["version"], data["fresh"]) for data in first] == [(1, True)] * 2
    assert [(data["version"], data["fresh"]) for data in second] == [(2, False)] * 2


async def test_a_tab_that_reconnects_gets_what_it_missed(site: Site) -> None:
    tab = await site.get("/api/events?as=li")
    await site.stage.post(card("一", "plain"), GROUP)
    [(number, _, _)] = await read_events(tab, 1)
    tab.close()
    await site.stage.post(card("二", "plain"), GROUP)
    await site.stage.post(card("三", "plain"), GROUP)
    again = await site.get("/api/events?as=li&after=0", **{"Last-Event-ID": number})
    missed = await read_events(again, 2)
    assert [data["content"]["text"] for _, _, data in missed] == ["二", "三"]


async def test_a_tab_of_an_earlier_run_is_told_to_start_over(site: Site) -> None:
    tab = await site.get("/api/events?as=zhang", **{"Last-Event-ID": "4711"})
    await asyncio.wait_for(tab.content.readuntil(b"event: reset"), 5)


async def test_a_person_without_a_zone_lives_by_the_pages_one(site: Site) -> None:
    site.stage.store.add_user("wang", "王五", "", "")
    people = (await site.json("/api/state"))["people"]
    assert people[-1]["zone"] == "Asia/Shanghai"


async def test_other_peoples_direct_messages_are_only_announced(site: Site) -> None:
    tab = await site.get("/api/events?as=zhang")
    await site.stage.post(card("机密", "bad", section()), Target("console", "dm", "zhao"))
    [(_, name, data)] = await read_events(tab, 1)
    assert (name, data) == ("elsewhere", {"user": "zhao"})


async def test_a_new_person_is_announced(site: Site) -> None:
    tab = await site.get("/api/events?as=zhang")
    site.stage.store.add_user("wang", "王五")
    await site.stage.post(card("欢迎", "plain"), GROUP)
    assert [name for _, name, _ in await read_events(tab, 2)] == ["roster", "message"]


async def test_moving_the_clock_tells_every_tab(site: Site) -> None:
    tab = await site.get("/api/events?as=zhang")
    await tab.content.readuntil(b"event: clock")
    assert (await site.post("clock", {"kind": "hour"})).status == 200
    await asyncio.wait_for(tab.content.readuntil(b"2026-03-02T02:00:00+00:00"), 5)


@pytest.mark.parametrize("kind", ["", "back", "speed:-1", "speed:x", "speed:1000000"])
async def test_only_the_offered_moves_are_made(site: Site, kind: str) -> None:
    assert (await site.post("clock", {"kind": kind})).status == 400


async def test_stopping_ends_the_streams(site: Site) -> None:
    tab = await site.get("/api/events?as=zhang")
    await site.stage.console.stop()
    await asyncio.wait_for(tab.content.read(), 5)
    assert tab.content.at_eof()


SHEET = Attached("Q4-2026-03-02-任务表.xlsx", b"PK\x03\x04", "2 项任务")
CHART = Attached("Q4-2026-03-02-甘特图.png", b"\x89PNG", "三项任务", picture=True)


async def test_a_file_is_offered_under_its_own_name_and_never_run(site: Site) -> None:
    ref = await site.stage.post(card("任务表", "plain"), GROUP, file=SHEET)
    response = await site.get(f"/api/file?as=zhang&ref={ref}")
    assert (response.status, await response.read()) == (200, b"PK\x03\x04")
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''Q4-2026-03-02-%E4%BB%BB%E5%8A%A1%E8%A1%A8.xlsx"
    )
    assert response.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_a_picture_is_shown_where_it_is(site: Site) -> None:
    ref = await site.stage.post(card("甘特图", "plain"), GROUP, file=CHART)
    response = await site.get(f"/api/file?as=zhang&ref={ref}")
    assert response.content_type == "image/png"
    assert response.headers["Content-Disposition"].startswith("inline;")


async def test_a_file_of_a_kind_a_browser_would_run_is_only_bytes(site: Site) -> None:
    page = Attached("a.html", b"<script>", "", picture=True)
    ref = await site.stage.post(card("x", "plain"), GROUP, file=page)
    assert (await site.get(f"/api/file?as=zhang&ref={ref}")).content_type == "application/octet-stream"


async def test_u4_a_file_is_hidden_from_whoever_does_not_see_its_message(site: Site) -> None:
    ref = await site.stage.post(card("任务表", "plain"), GROUP, file=SHEET)
    assert (await site.get(f"/api/file?as=zhao&ref={ref}")).status == 404
    assert (await site.get(f"/api/file?as=nobody&ref={ref}")).status == 404


async def test_a_message_without_a_file_has_none_to_offer(site: Site) -> None:
    ref = await site.stage.post(card("早", "plain"), GROUP)
    assert (await site.get(f"/api/file?as=zhang&ref={ref}")).status == 404


async def test_the_page_is_told_of_a_file_without_its_bytes(site: Site) -> None:
    await site.stage.post(card("任务表", "plain"), GROUP, file=SHEET)
    found = await site.json("/api/messages?as=zhang&chat=launch")
    assert found["messages"][-1]["content"]["file"] == {
        "name": "Q4-2026-03-02-任务表.xlsx",
        "alt": "2 项任务",
        "picture": False,
        "size": 4,
    }

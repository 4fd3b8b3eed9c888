"""Presses of cards over HTTP: registered once, believed only when signed, answered with the card."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from adapters import presses
from adapters.dingtalk import stream as stream_module
from adapters.dingtalk.adapter import DingTalkAdapter
from adapters.dingtalk.run import track_id
from adapters.dingtalk.verify import press_secret
from bot.cards import note
from bot.wire import Target
from tests.adapters.dingtalk.cards import STANDUP, TASK
from tests.adapters.dingtalk.conftest import open_stage
from tests.adapters.dingtalk.stage import Stage, breathe
from tests.fakes.dingtalk import GROUP, Failure
from tests.fakes.dingtalk_api import SECRET
from tests.fakes.dingtalk_http import PUBLIC, post, stamped

REGISTER = "/v1.0/card/callbacks/register"
ADDRESS = f"{PUBLIC}/dingtalk/cards"
TRACK = track_id("row7")
REF = f"card:{TRACK}"
DENIED = Failure(
    403,
    {
        "code": "Forbidden.AccessDenied.AccessTokenPermissionDenied",
        "message": "",
        "accessdenieddetail": {"requiredScopes": ["Card.Instance.Write"]},
    },
)


@asynccontextmanager
async def opened(**changes: Any) -> AsyncIterator[Stage]:
    """An adapter whose public address leads to it."""
    async with open_stage(mode="http", **{"public_url": PUBLIC, **changes}) as stage:
        site = web.Application()
        site.add_routes(stage.adapter.routes())
        async with TestServer(site) as server:
            stage.fake.entry = str(server.make_url("")).rstrip("/")
            yield stage


@pytest_asyncio.fixture
async def http() -> AsyncIterator[Stage]:
    """Presses are registered, and the group has a card."""
    async with opened() as stage:
        await stage.move_until(lambda: stage.adapter.state == "listening", step=0.0)
        await stage.post(TASK, GROUP, key="row7", card="task:1")
        yield stage


@asynccontextmanager
async def moved(stage: Stage) -> AsyncIterator[DingTalkAdapter]:
    """The same app at another address."""
    settings = stage.fake.settings(mode="http", public_url="https://new.example/")
    adapter = DingTalkAdapter(settings, stage.memory, stage.clock)
    await adapter.start(stage.deliver)
    yield adapter
    await adapter.stop()


def first_act(stage: Stage) -> str:
    return str(json.loads(stage.fake.office.cards[TRACK].params["buttons"])[0]["id"])


def body(stage: Stage, user: str = "u1") -> dict[str, Any]:
    """What a press on the card's first button says."""
    content = json.dumps({"cardPrivateData": {"actionIds": [first_act(stage)], "params": {"id": first_act(stage)}}})
    return {"type": "actionCallback", "outTrackId": TRACK, "corpId": "c", "userId": user, "content": content}


async def called(stage: Stage, headers: Mapping[str, str], said: Any = None) -> int:
    """The status a call at the address of presses is answered with."""
    status, _ = await post(f"{stage.fake.entry}/dingtalk/cards", body(stage) if said is None else said, headers)
    return int(status)


async def pressed(stage: Stage, **sent: Any) -> asyncio.Task[dict[str, Any]]:
    """Somebody has pressed the card, which is stored, and waits."""
    heard = len(stage.events)
    waiting = asyncio.create_task(stage.fake.press(TRACK, first_act(stage), **sent))
    while len(stage.events) == heard:
        await breathe()
    return waiting


def states(found: Any) -> dict[str, tuple[str, str]]:
    return {finding.name: (finding.state, finding.text) for finding in found}


# Registered


async def test_where_presses_come_to_is_registered_with_a_secret_of_its_own(http: Stage) -> None:
    [(route, callback)] = http.fake.office.callbacks.items()
    assert callback == {"callbackUrl": ADDRESS, "apiSecret": press_secret(SECRET)}
    assert (http.fake.office.cards[TRACK].route, SECRET in callback["apiSecret"]) == (route, False)


async def test_it_is_registered_once_and_counted(http: Stage) -> None:
    again = DingTalkAdapter(http.fake.settings(mode="http", public_url=PUBLIC), http.memory, http.clock)
    await again.start(http.deliver)
    assert (again.state, http.fake.count(REGISTER)) == ("listening", 1)
    await again.stop()
    assert await http.memory.get("calls:api:2026-03") == "2"


async def test_another_address_is_registered_in_its_place(http: Stage) -> None:
    async with moved(http) as other:
        await http.move_until(lambda: other.state == "listening")
    [callback] = http.fake.office.callbacks.values()
    assert callback["callbackUrl"] == "https://new.example/dingtalk/cards"


async def test_while_it_is_not_registered_choices_are_typed(http: Stage) -> None:
    http.fake.failures[REGISTER].append(Failure(500, {"code": "system.busy", "message": "busy"}))
    async with moved(http) as other:
        await other.send(http.delivery(TASK, Target("dingtalk", "dm", "u1")))
        assert (other.state, len(http.fake.office.cards), http.fake.office.sent[-1].way) == ("registering", 1, "direct")


async def test_registering_is_tried_again_until_it_succeeds(http: Stage) -> None:
    http.fake.failures[REGISTER].extend([DENIED, Failure(drop=True), Failure(200, {"success": False})])
    async with moved(http) as other:
        await http.move_until(lambda: other.state == "listening", step=60.0)
        await other.send(http.delivery(TASK, Target("dingtalk", "dm", "u1")))
    assert (len(http.fake.office.cards), http.fake.count(REGISTER)) == (2, 5)


async def test_without_a_public_address_nothing_is_registered_and_choices_are_typed() -> None:
    async with opened(public_url="") as stage:
        await stage.dm(TASK)
        assert (stage.adapter.state, stage.fake.count(REGISTER), stage.fake.office.cards) == ("listening", 0, {})


# Pressed


async def test_a_press_is_stored_and_answered_with_its_card(http: Stage) -> None:
    waiting = await pressed(http)
    billed = http.fake.billed
    await http.post(note("已接受"), GROUP, ref=REF, card="task:1", why="reply")
    assert (await waiting)["cardData"]["cardParamMap"]["title"] == "已接受"
    assert (http.last.action, http.last.chat, http.fake.billed) == ("task.accept", GROUP, billed)


async def test_a_press_again_is_another_press(http: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "ANSWER_SECONDS", 0.0)
    for _ in range(2):
        await (await pressed(http))
    assert len({event.key for event in http.events}) == 2


async def test_a_form_on_a_card_comes_with_what_was_filled_in(http: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "ANSWER_SECONDS", 0.0)
    await http.post(STANDUP, GROUP, key="row8", card="standup:1")
    track = track_id("row8")
    await http.fake.press(track, http.fake.office.cards[track].params["form_id"], form={"today": "定稿"})
    assert (http.last.kind, http.last.fields["today"]) == ("form", "定稿")


async def test_a_slow_press_is_answered_in_time_and_its_card_is_sent(
    http: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "CARD_SECONDS", 0.01)
    assert await (await pressed(http)) == {}
    await http.post(note("已接受"), GROUP, ref=REF, card="task:1", why="reply")
    assert (http.fake.office.cards[TRACK].params["title"], http.fake.office.cards[TRACK].updates) == ("已接受", 1)


async def test_a_replayed_press_does_nothing_again(http: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "ANSWER_SECONDS", 0.0)
    genuine = stamped(http.clock.now(), press_secret(SECRET))
    assert [await called(http, genuine) for _ in range(2)] == [200, 200]
    assert len(http.events) == 1


@pytest.mark.parametrize("secret", ["", SECRET, "other"])
async def test_a_press_that_is_not_signed_with_the_registered_secret_is_refused(http: Stage, secret: str) -> None:
    assert (await called(http, stamped(http.clock.now(), secret)), http.events) == (401, [])


@pytest.mark.parametrize("minutes", [-61, 61])
async def test_a_press_signed_at_another_time_is_refused(http: Stage, minutes: int) -> None:
    then = http.clock.now() + timedelta(minutes=minutes)
    assert (await called(http, stamped(then, press_secret(SECRET))), http.events) == (401, [])


async def test_a_signature_of_another_moment_is_refused(http: Stage) -> None:
    genuine = stamped(http.clock.now(), press_secret(SECRET))
    later = stamped(http.clock.now() + timedelta(seconds=1), press_secret(SECRET))
    name = "x-ddpaas-signature-timestamp"
    assert (await called(http, {**genuine, name: later[name]}), http.events) == (401, [])


@pytest.mark.parametrize("said", ["{broken", "[]", ""])
async def test_what_is_no_press_is_refused(http: Stage, said: str) -> None:
    assert await called(http, stamped(http.clock.now(), press_secret(SECRET)), said) == 400


async def test_a_press_that_could_not_be_stored_is_not_answered_as_done(http: Stage) -> None:
    http.refuse = True
    assert await called(http, stamped(http.clock.now(), press_secret(SECRET))) == 500


async def test_a_stop_answers_who_still_waits(http: Stage) -> None:
    waiting = await pressed(http)
    await http.adapter.stop()
    assert await waiting == {}


async def test_the_secret_of_presses_is_neither_logged_nor_stored(http: Stage) -> None:
    http.fake.failures[REGISTER].extend([DENIED, Failure(drop=True)])
    with capture_logs() as logs:
        async with moved(http) as other:
            await http.move_until(lambda: other.state == "listening", step=60.0)
        http.refuse = True
        await called(http, stamped(http.clock.now(), press_secret(SECRET)))
    assert logs
    assert press_secret(SECRET) not in repr(logs) + repr(http.memory._values)


# Checked


async def test_check_tells_where_presses_go(http: Stage) -> None:
    assert states(await http.adapter.check())["presses"] == ("ok", "presses_good")


async def test_check_tells_of_presses_that_go_elsewhere_and_the_next_start_takes_them_back(http: Stage) -> None:
    [callback] = http.fake.office.callbacks.values()
    callback["callbackUrl"] = "https://other.example/x"
    assert states(await http.adapter.check())["presses"] == ("fail", "presses_elsewhere")
    again = DingTalkAdapter(http.fake.settings(mode="http", public_url=PUBLIC), http.memory, http.clock)
    await again.start(http.deliver)
    await http.move_until(lambda: again.state == "listening")
    await again.stop()
    assert [each["callbackUrl"] for each in http.fake.office.callbacks.values()] == [ADDRESS]


async def test_check_goes_by_its_memory_where_the_platform_does_not_tell(http: Stage) -> None:
    exists = {"code": "param.callbackRouteKeyExist", "message": "exists"}
    http.fake.failures[REGISTER].append(Failure(500, exists))
    assert states(await http.adapter.check())["presses"] == ("ok", "presses_good")


async def test_check_names_the_permission_that_registering_needs(http: Stage) -> None:
    http.fake.failures[REGISTER].append(DENIED)
    found = {finding.name: finding for finding in await http.adapter.check()}
    assert found["presses"].text == "presses_bad"
    assert found["permissions"].values["permission"] == "Card.Instance.Write"


async def test_check_tells_that_presses_cannot_come_without_a_public_address() -> None:
    async with opened(public_url="") as stage:
        assert states(await stage.adapter.check())["presses"] == ("fail", "presses_nowhere")


async def test_a_test_message_is_a_card(http: Stage) -> None:
    found = await http.adapter.check(http.delivery(note("测试"), Target("dingtalk", "dm", "u1")))
    assert states(found)["template"] == ("ok", "template_good")

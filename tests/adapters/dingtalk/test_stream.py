"""Stream mode: acknowledgements, hand-over, silence, backing off, stopping."""

import asyncio
import json

import aiohttp
import pytest

from adapters.dingtalk import inbound
from adapters.dingtalk import stream as stream_module
from adapters.dingtalk.adapter import DingTalkAdapter
from adapters.dingtalk.intake import Intake
from adapters.dingtalk.places import Places
from adapters.dingtalk.settings import DingTalkSettings
from bot.clock import MovableClock
from bot.wire import Incoming
from tests.adapters.dingtalk.stage import NOON, Stage, breathe
from tests.fakes.dingtalk import BOT_TOPIC, GROUP, FakeDingTalk
from tests.fakes.memory import FakeMemory


async def test_a_ping_is_answered_with_its_own_data(stage: Stage) -> None:
    ack = await stage.fake.frame("SYSTEM", "ping", '{"opaque":"7"}')
    assert (ack["code"], ack["data"]) == (200, '{"opaque":"7"}')


@pytest.mark.parametrize("topic", ["CONNECTED", "REGISTERED", "KEEPALIVE"])
async def test_other_words_of_the_gateway_are_answered_alike(stage: Stage, topic: str) -> None:
    ack = await stage.fake.frame("SYSTEM", topic, '{"opaque":"x"}')
    assert (ack["code"], ack["data"]) == (200, '{"opaque":"x"}')


async def test_a_message_is_acknowledged_with_a_null_response(stage: Stage) -> None:
    ack = await stage.fake.say("/帮助")
    assert (ack["code"], json.loads(ack["data"])) == (200, {"response": None})
    assert ack["headers"]["contentType"] == "application/json"


async def test_an_event_is_acknowledged_with_the_required_status(stage: Stage) -> None:
    ack = await stage.fake.happen("user_leave_org", {"userId": ["u2"]})
    assert json.loads(ack["data"]) == {"status": "SUCCESS", "message": ""}


async def test_an_event_that_could_not_be_stored_is_asked_for_again(stage: Stage) -> None:
    stage.refuse = True
    ack = await stage.fake.happen("user_leave_org", {"userId": ["u2"]})
    assert json.loads(ack["data"])["status"] == "LATER"


async def test_a_message_that_could_not_be_stored_is_not_acknowledged_as_done(stage: Stage) -> None:
    stage.refuse = True
    ack = await stage.fake.say("/帮助")
    assert ack["code"] == 500


async def test_a_message_is_acknowledged_only_after_it_is_stored(stage: Stage) -> None:
    stored, order = asyncio.Event(), []

    async def slowly(event: Incoming) -> bool:
        await stored.wait()
        order.append("stored")
        return True

    stage.adapter._deliver = slowly
    asked = asyncio.create_task(stage.fake.say("/帮助"))
    asked.add_done_callback(lambda _: order.append("acknowledged"))
    await breathe()
    stored.set()
    await asked
    await breathe()
    assert order == ["stored", "acknowledged"]


async def test_an_unknown_topic_is_answered_not_found(stage: Stage) -> None:
    ack = await stage.fake.push("CALLBACK", "/v1.0/other", {})
    assert ack["code"] == 404


@pytest.mark.parametrize("junk", ["no json", "[]", "{}", '{"type":"EVENT","headers":7}', '{"headers":{"topic":"x"}}'])
async def test_a_junk_frame_costs_nothing(stage: Stage, junk: str) -> None:
    await stage.fake.send(junk)
    assert (await stage.fake.say("/帮助"))["code"] == 200
    assert len(stage.fake.opens) == 1


async def test_data_that_is_no_json_is_answered_with_an_error(stage: Stage) -> None:
    ack = await stage.fake.frame("CALLBACK", BOT_TOPIC, "{broken")
    assert ack["code"] == 500


async def test_tickets_with_signs_arrive_whole(stage: Stage) -> None:
    assert stage.fake.tickets == {}
    assert stage.adapter.connected


async def test_a_ticket_is_used_once_and_every_connection_gets_its_own(stage: Stage) -> None:
    await stage.fake.sockets[0].close()
    await stage.move_until(lambda: len(stage.fake.opens) == 2 and len(stage.fake.sockets) == 1)
    assert stage.fake.tickets == {}


async def test_what_the_gateway_is_asked_for(stage: Stage) -> None:
    assert stage.fake.opens[0] == {
        "clientId": "dingrobot",
        "clientSecret": "app-secret",
        "subscriptions": [
            {"type": "CALLBACK", "topic": "/v1.0/im/bot/messages/get"},
            {"type": "CALLBACK", "topic": "/v1.0/card/instances/callback"},
            {"type": "EVENT", "topic": "*"},
        ],
        "ua": "duiqi/1",
    }


async def test_a_new_connection_stands_before_the_old_one_closes(stage: Stage) -> None:
    stage.move(10)
    await stage.fake.disconnect()
    await stage.fake.linked(2)
    ack = await stage.fake.say("still here", socket=0)
    assert ack["code"] == 200
    assert [event.text for event in stage.events] == ["still here"]


async def test_a_drained_connection_is_closed_after_ten_seconds(stage: Stage) -> None:
    stage.move(10)
    await stage.fake.disconnect()
    await stage.fake.linked(2)
    await stage.move_until(lambda: len(stage.fake.sockets) == 1)
    assert stage.adapter.connected


async def test_a_connection_without_any_frame_for_ten_minutes_is_replaced(stage: Stage) -> None:
    await stage.move_until(lambda: len(stage.fake.opens) == 2, step=30)
    assert 600 <= (stage.clock.now() - NOON).total_seconds() <= 900


async def test_a_connection_that_is_spoken_to_stays(stage: Stage) -> None:
    for _ in range(30):
        stage.move(60)
        await stage.fake.frame("SYSTEM", "ping", "{}")
    assert len(stage.fake.opens) == 1


async def test_after_the_machine_slept_the_connection_is_made_anew(stage: Stage) -> None:
    await breathe()
    stage.move(200)
    await stage.move_until(lambda: len(stage.fake.opens) == 2)


async def test_a_server_that_closes_at_once_is_not_stormed(stage: Stage) -> None:
    stage.fake.close_at_once = True
    await stage.fake.sockets[0].close()
    await stage.move_until(lambda: stage.clock.now() >= NOON.replace(minute=2))
    assert len(stage.fake.opens) <= 10


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_wrong_credentials_are_tried_slowly_and_shown(stage: Stage, status: int) -> None:
    stage.fake.open_status = status
    await stage.fake.sockets[0].close()
    await stage.move_until(lambda: stage.clock.now() >= NOON.replace(minute=5), step=5)
    assert 3 <= len(stage.fake.opens) <= 13
    assert stage.adapter.state == f"down: gateway answered {status}"
    assert not stage.adapter.connected


async def test_a_gateway_that_returns_nonsense_is_survived(stage: Stage) -> None:
    stage.fake.endpoint = "http://127.0.0.1:1/"
    await stage.fake.sockets[0].close()
    await stage.move_until(lambda: len(stage.fake.opens) == 3)
    stage.fake.endpoint = ""
    await stage.move_until(lambda: stage.adapter.connected, most=200)


async def test_stopping_is_quick_and_leaves_nothing_running() -> None:
    clock = MovableClock(NOON)
    async with FakeDingTalk(clock) as fake:
        adapter = DingTalkAdapter(fake.settings(), FakeMemory(clock), clock)
        await adapter.start(_ignore)
        await fake.linked()
        async with asyncio.timeout(1):
            await adapter.stop()
        await fake.linked(0)
        assert not adapter.connected
        assert not any("Stream." in repr(task) for task in asyncio.all_tasks())


async def test_stopping_works_before_the_first_connection() -> None:
    clock = MovableClock(NOON)
    async with FakeDingTalk(clock, open_status=500) as fake:
        adapter = DingTalkAdapter(fake.settings(), FakeMemory(clock), clock)
        await adapter.start(_ignore)
        async with asyncio.timeout(1):
            await adapter.stop()


async def test_what_is_being_stored_is_acknowledged_before_stopping(stage: Stage) -> None:
    stored, begun = asyncio.Event(), asyncio.Event()

    async def slowly(event: Incoming) -> bool:
        begun.set()
        await stored.wait()
        return True

    stage.adapter._deliver = slowly
    asked = asyncio.create_task(stage.fake.say("/帮助"))
    await begun.wait()
    stopping = asyncio.create_task(stage.adapter.stop())
    await breathe()
    stored.set()
    assert (await asked)["code"] == 200
    await stopping


async def test_a_slow_card_is_answered_in_time_and_its_action_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "CARD_SECONDS", 0.01)
    stored, done = asyncio.Event(), asyncio.Event()

    async def slowly(event: Incoming) -> bool:
        await stored.wait()
        done.set()
        return True

    stage.adapter._deliver = slowly
    assert await stage.fake.press("unknown", "a1") == {}
    stored.set()
    await asyncio.wait_for(done.wait(), 1)


async def test_messages_of_one_group_are_stored_in_order(stage: Stage) -> None:
    await asyncio.gather(*(stage.fake.say(f"第{n}句", group=GROUP) for n in range(20)))
    assert [event.text for event in stage.events] == [f"第{n}句" for n in range(20)]


class _Unhurried(FakeMemory):
    """Looks up the forms of a place only after somebody named `u2` was heard there."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__(clock)
        self._heard = asyncio.Event()

    async def get(self, key: str) -> str | None:
        if key.startswith("talk:") and key.endswith(":u2"):
            self._heard.set()
        if key.startswith("fill:"):
            await self._heard.wait()
        return await super().get(key)


async def test_people_of_one_group_are_stored_in_order_though_one_takes_longer_to_read(stage: Stage) -> None:
    memory = _Unhurried(stage.clock)
    intake = Intake(memory, Places(memory, DingTalkSettings("ding", "secret"), stage.clock), stage.clock)
    said = [stage.fake.message("完成: 初稿", "u1", GROUP), stage.fake.message("好", "u2", GROUP)]
    heard = [message for each in said if (message := inbound.message(each))]
    await asyncio.gather(*(intake.take(message, stage.deliver) for message in heard))
    assert [event.user for event in stage.events] == ["u1", "u2"]


async def test_company_proxies_are_obeyed_only_when_told_to(stage: Stage) -> None:
    session = stage.adapter._session
    assert isinstance(session, aiohttp.ClientSession)
    assert session.trust_env is False


async def _ignore(event: Incoming) -> bool:
    return True

"""The long connection: events in, acknowledgements out, and coming back after everything that can go wrong."""

import asyncio
import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.feishu.connection import Pace
from adapters.feishu.frames import CONTROL, Frame
from tests.adapters.feishu.conftest import START, Stage
from tests.fakes.feishu import SERVICE
from tests.fakes.feishu_wire import envelope, message, press


async def reconnected(stage: Stage) -> int:
    """Let time pass until a client has connected again."""
    for _ in range(600):
        if not stage.fake.opened.empty():
            return stage.fake.opened.get_nowait()
        stage.clock.move_to(stage.clock.now() + timedelta(seconds=1))
        await turn()
    raise AssertionError("never came back")


async def turn(times: int = 20) -> None:
    """Let everything run that can run now, sockets included."""
    loop = asyncio.get_running_loop()
    for _ in range(times):
        passed = loop.create_future()
        loop.call_soon(passed.set_result, None)
        await passed


async def test_an_event_is_acknowledged_after_it_was_stored(stage: Stage) -> None:
    await stage.fake.push(message("你好"))
    assert await stage.fake.answer() == {"code": 200}
    assert [event.text for event in stage.events] == ["你好"]


async def test_the_acknowledgement_is_the_frame_itself_and_the_time_it_took(stage: Stage) -> None:
    await stage.fake.push(message("你好"))
    await stage.fake.ping()
    frame = await stage.fake.received.get()
    assert (frame.seq, frame.log, frame.service, frame.header("message_id")) == (7, 9, SERVICE, "m1")
    assert frame.header("biz_rt").isdigit()


async def test_an_event_that_could_not_be_stored_is_asked_for_again(stage: Stage) -> None:
    stage.broken = True
    await stage.fake.push(message("你好"))
    assert await stage.fake.answer() == {"code": 500}


async def test_a_press_is_answered_with_data_or_clients_show_an_error(stage: Stage) -> None:
    await stage.fake.push(press({"a": "task.accept", "v": {"task": "7"}}))
    answer = await stage.fake.answer()
    assert (answer["code"], json.loads(base64.b64decode(answer["data"]))) == (200, {})
    assert stage.events[0].action == "task.accept"


async def test_events_of_unknown_types_are_acknowledged(stage: Stage) -> None:
    await stage.fake.push(envelope("new.event_v9", {}))
    assert await stage.fake.answer() == {"code": 200}
    assert stage.events == []


async def test_an_empty_token_is_right_here_and_another_apps_id_is_not(stage: Stage) -> None:
    ours, theirs = message("你好"), message("别人")
    ours["header"]["token"], theirs["header"]["app_id"] = "", "cli_other"
    for event in (ours, theirs):
        await stage.fake.push(event)
        assert await stage.fake.answer() == {"code": 200}
    assert [event.text for event in stage.events] == ["你好"]


async def test_an_event_in_parts_is_put_together(stage: Stage) -> None:
    await stage.fake.push(message("长" * 200), parts=3, order=(2, 0, 1))
    assert await stage.fake.answer() == {"code": 200}
    assert stage.events[0].text == "长" * 200


async def test_a_repeat_is_acknowledged_and_delivered_once(stage: Stage) -> None:
    for key in ("ev1", "ev2"):
        await stage.fake.push(message("你好", key=key))
        assert await stage.fake.answer() == {"code": 200}
    assert len(stage.events) == 1


async def test_junk_frames_do_not_end_the_connection(stage: Stage) -> None:
    for raw in (b"\xff\xff", b"", b"junk"):
        await stage.fake.sockets[-1].send_bytes(raw)
    await stage.fake.sockets[-1].send_str("text")
    await stage.fake.push_frame(Frame(method=1, headers=(("type", "event"),), payload=b"{"))
    await stage.fake.push_frame(Frame(method=1, headers=(("type", "card"),), payload=b"{}"))
    assert await stage.fake.answer() == {"code": 200}
    assert stage.adapter.connected


async def test_a_slow_event_does_not_hold_up_the_next(stage: Stage) -> None:
    gate = asyncio.Event()
    deliver = stage.deliver

    async def slow(event: Any) -> bool:
        if event.text == "慢":
            await gate.wait()
        return await deliver(event)

    stage.adapter._deliver = slow
    await stage.fake.push(message("慢", number="om_1"))
    await stage.fake.push(message("快", number="om_2"))
    assert await stage.fake.answer() == {"code": 200}
    assert [event.text for event in stage.events] == ["快"]
    gate.set()
    assert await stage.fake.answer() == {"code": 200}


async def test_the_client_pings_at_once_and_then_at_the_interval_of_the_pong(stage: Stage) -> None:
    assert (await stage.fake.ping()).service == SERVICE
    pong = Frame(method=CONTROL, headers=(("type", "pong"),), payload=b'{"PingInterval": 30, "ReconnectNonce": 5}')
    await stage.fake.push_frame(pong)
    await stage.fake.push(message("x"))
    await stage.fake.answer()
    stage.clock.move_to(START + timedelta(seconds=31))
    assert (await stage.fake.ping()).header("type") == "ping"


async def test_a_missing_client_config_leaves_the_defaults(stage: Stage) -> None:
    assert stage.fake.client_config is None
    assert stage.adapter._connection._pace == Pace(120, 30, 120)


async def test_a_connection_that_fell_silent_is_given_up_and_opened_anew(stage: Stage) -> None:
    await stage.fake.connection()
    stage.clock.move_to(START + timedelta(seconds=301))
    assert await reconnected(stage) == 2
    assert len([call for call in stage.fake.calls if "endpoint" in call]) == 2


async def test_a_connection_the_platform_closed_is_opened_anew_and_works(stage: Stage) -> None:
    await stage.fake.connection()
    await stage.fake.drop()
    await reconnected(stage)
    await stage.fake.push(message("又来"))
    assert await stage.fake.answer() == {"code": 200}


@pytest.mark.parametrize(
    "answer",
    [{"code": 1, "msg": "busy"}, {"code": 1000040343}, {"code": 0}, {"code": 7, "status": 500}, {"status": 502}],
)
async def test_a_bad_discovery_answer_is_tried_again_ever_more_slowly(stage: Stage, answer: dict[str, Any]) -> None:
    await stage.fake.connection()
    stage.fake.discovery = answer
    await stage.fake.drop()
    await turn()
    before, start = len(stage.fake.calls), stage.clock.now()
    while stage.clock.now() < start + timedelta(seconds=60):
        stage.clock.move_to(stage.clock.now() + timedelta(seconds=1))
        await turn()
    assert 3 <= len(stage.fake.calls) - before <= 7
    stage.fake.discovery = {}
    await reconnected(stage)


@pytest.mark.parametrize("code", [403, 514, 1000040344])
async def test_a_refusal_is_not_stormed(stage: Stage, code: int) -> None:
    await stage.fake.connection()
    stage.fake.discovery = {"code": code, "msg": "no"}
    await stage.fake.drop()
    await turn()
    before, start = len(stage.fake.calls), stage.clock.now()
    while stage.clock.now() < start + timedelta(seconds=300):
        stage.clock.move_to(stage.clock.now() + timedelta(seconds=5))
        await turn(5)
    assert len(stage.fake.calls) - before == 1


async def test_a_refused_upgrade_is_not_stormed_and_later_tried_again(stage: Stage) -> None:
    await stage.fake.connection()
    stage.fake.upgrade = {"Handshake-Status": "514", "Handshake-Msg": "x", "Handshake-Autherrcode": "1000040350"}
    await stage.fake.drop()
    for _ in range(30):
        stage.clock.move_to(stage.clock.now() + timedelta(seconds=10))
        await turn()
    assert len([call for call in stage.fake.calls if "endpoint" in call]) == 2
    stage.fake.upgrade = {}
    await reconnected(stage)


async def test_a_clock_put_forward_by_a_sleeping_machine_brings_the_connection_back(stage: Stage) -> None:
    await stage.fake.connection()
    stage.clock.move_to(START + timedelta(hours=9))
    await reconnected(stage)


async def test_stopping_finishes_what_was_taken_and_takes_nothing_more(stage: Stage) -> None:
    gate = asyncio.Event()
    deliver = stage.deliver

    async def slow(event: Any) -> bool:
        await gate.wait()
        return await deliver(event)

    stage.adapter._deliver = slow
    await stage.fake.push(message("最后"))
    await turn()
    stopping = asyncio.create_task(stage.adapter.stop())
    await turn()
    gate.set()
    assert await stage.fake.answer() == {"code": 200}
    await stopping
    assert [event.text for event in stage.events] == ["最后"]
    assert not stage.adapter.connected


async def test_start_returns_when_the_platform_is_away_and_connects_later(stage: Stage) -> None:
    await stage.fake.connection()
    stage.fake.discovery = {"status": 502}
    other = stage.another()
    await other.start(stage.deliver)
    assert not other.connected
    stage.fake.discovery = {}
    await reconnected(stage)
    assert other.connected
    await other.stop()


async def test_an_app_without_a_bot_connects_for_its_console_and_is_ready_once_it_has_one(stage: Stage) -> None:
    await stage.memory.put("bot:cli_app", "")
    stage.fake.fail("GET /bot/v3/info", 11205, "app do not have bot", times=2)
    other = stage.another()
    await other.start(stage.deliver)
    assert (other._connection.connected, other.connected) == (True, False)
    await stage.fake.push(message("早"))
    assert await stage.fake.answer() == {"code": 500}
    stage.clock.move_to(START + timedelta(seconds=5))
    await turn()
    assert other.connected
    await stage.fake.push(message("早"))
    assert await stage.fake.answer() == {"code": 200}
    await other.stop()


async def test_two_processes_may_each_hold_a_connection(stage: Stage) -> None:
    await stage.fake.connection()
    other = stage.another()
    await other.start(stage.deliver)
    assert (stage.adapter.connected, other.connected, len(stage.fake.sockets)) == (True, True, 2)
    await stage.adapter.stop()
    await stage.fake.push(message("交接"))
    assert await stage.fake.answer() == {"code": 200}
    assert [event.text for event in stage.events] == ["交接"]
    await other.stop()


async def test_stopping_waits_for_no_peer_that_is_gone(stage: Stage) -> None:
    await stage.fake.connection()
    began = asyncio.get_running_loop().time()
    stage.adapter._deliver = lambda event: asyncio.Event().wait()
    await stage.fake.push(message("nie"))
    await turn()
    await stage.adapter.stop()
    assert asyncio.get_running_loop().time() - began < 5


@pytest.mark.parametrize("trouble", ["upgrade", "address", "secret", "gone"])
async def test_secrets_and_tickets_stay_out_of_the_log(stage: Stage, trouble: str) -> None:
    if trouble == "upgrade":
        stage.fake.upgrade = {"Handshake-Status": "400", "Handshake-Msg": "x"}
    elif trouble == "address":
        stage.fake.discovery = {"code": 0, "data": {"URL": "nonsense://[?device_id=d9&service_id=1"}}
    elif trouble == "secret":
        stage.fake.secret = "another"
    with capture_logs() as logs:
        if trouble == "gone":
            await stage.fake.stop()
        other = stage.another(app_secret="app-secret", encrypt_key="the-key", verification_token="the-token")
        await other.start(stage.deliver)
        await other.stop()
    assert logs
    for secret in ("app-secret", "device_id", "t-1", "the-key", "the-token"):
        assert secret not in repr(logs) + repr(other._settings)


@pytest.mark.parametrize("failures", range(12))
def test_pauses_grow_up_to_the_interval_asked_for(failures: int) -> None:
    pause = Pace(interval=120, nonce=30).pause(failures)
    assert min(120, 2**failures) <= pause <= min(120, 2**failures) + 30


@pytest.mark.parametrize(
    "config",
    [
        None,
        7,
        {"PingInterval": "x"},
        {"PingInterval": 0},
        {"PingInterval": -1},
        {"PingInterval": float("inf")},
        {"PingInterval": float("nan")},
        {"ReconnectInterval": 0.01, "ReconnectNonce": 10**12},
    ],
)
def test_a_strange_client_config_is_passed_over(config: Any) -> None:
    pace = Pace()
    pace.heed(config)
    assert pace == Pace()

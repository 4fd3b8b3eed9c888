"""Coming up, staying up, coming back, and stopping."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.slack import socket
from adapters.slack.bolt import quiet_logger
from adapters.slack.presence import LIFE, Presence
from bot.wire import Incoming
from tests.adapters.climates import SlackWeather
from tests.adapters.slack.stage import Stage, card, delivery
from tests.adapters.storm import LeapingClock
from tests.fakes.slack import Failure
from tests.fakes.timeline import LoopClock, play


@pytest.fixture
async def fast(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A stage that is not open yet, on a clock that runs a hundred times as fast."""
    stage = Stage("socket", speed=100)
    yield stage
    await stage.close()


async def deliver(_: Incoming) -> bool:
    return True


async def says(stage: Stage, text: str) -> None:
    """李四 writes to the bot until it is heard, as Slack would deliver again."""
    said = stage.people.message("ULI", "DLI", text)
    while not any(event.text == text for event in stage.received):
        await stage.slack.until(lambda: bool(stage.slack.sockets))
        body = {"type": "event_callback", "event_id": text, "event": said}
        await stage.slack.deliver("events_api", body, seconds=0.3)


async def test_the_probed_address_is_the_one_that_is_used(fast: Stage) -> None:
    await fast.open()
    assert fast.adapter.connected
    assert (len(fast.slack.called("apps.connections.open")), fast.slack.upgrades) == (1, 1)


async def test_a_refused_app_token_does_not_end_in_a_loop_of_attempts(fast: Stage) -> None:
    fast.settings = replace(fast.settings, app_token="xapp-1-wrong")
    await fast.open()
    assert not fast.adapter.connected
    assert (len(fast.slack.called("apps.connections.open")), fast.slack.upgrades) == (1, 0)


async def test_when_slack_is_away_at_the_start_the_adapter_comes_up_later(fast: Stage) -> None:
    fast.slack.fail("auth.test", *[Failure("fatal_error")] * 3)
    await fast.open()
    assert not fast.adapter.connected
    await fast.slack.until(lambda: bool(fast.slack.sockets))
    await says(fast, "早")
    assert fast.adapter.connected


async def test_a_connection_the_server_closes_comes_back(fast: Stage) -> None:
    await fast.open()
    await fast.slack.sockets[0].close()
    await says(fast, "早")
    assert fast.slack.upgrades == 2


async def disconnects(stage: Stage, reason: str) -> None:
    """Slack announces that it will close the connection, or asks for it to be closed."""
    await stage.slack.sockets[0].send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "a"}})


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_when_a_close_is_announced_the_next_connection_stands_before_it(fast: Stage, reason: str) -> None:
    await fast.open()
    await disconnects(fast, reason)
    await fast.slack.until(lambda: fast.slack.together == 2)
    await fast.slack.until(lambda: len(fast.slack.sockets) == 1)
    await says(fast, "早")
    assert (fast.slack.upgrades, fast.adapter.connected) == (2, True)


async def test_two_announcements_are_followed_by_one_new_connection(fast: Stage) -> None:
    await fast.open()
    await disconnects(fast, "warning")
    await disconnects(fast, "refresh_requested")
    await fast.slack.until(lambda: fast.slack.together == 2)
    await fast.slack.until(lambda: len(fast.slack.sockets) == 1)
    await says(fast, "早")
    assert fast.slack.upgrades == 2


async def test_what_came_over_the_old_connection_is_answered_before_it_is_given_up(
    socket_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, stored = asyncio.Event(), asyncio.Event()

    async def store(_: Incoming) -> bool:
        came.set()
        return await stored.wait()

    monkeypatch.setattr(socket_stage.adapter._intake, "deliver", store)
    said = asyncio.create_task(socket_stage.people.says("ULI", "DLI", "早"))
    await came.wait()
    await disconnects(socket_stage, "warning")
    await socket_stage.slack.until(lambda: len(socket_stage.slack.sockets) == 2)
    stored.set()
    assert (await said).status == 200


async def test_when_the_next_connection_is_refused_the_old_one_is_kept(fast: Stage) -> None:
    await fast.open()
    fast.slack.refuse_upgrades = 100
    await disconnects(fast, "warning")
    await fast.slack.until(lambda: fast.slack.refuse_upgrades <= 98)
    assert fast.adapter.connected
    fast.slack.refuse_upgrades = 0
    await says(fast, "早")


async def test_with_too_many_connections_the_old_one_is_closed_first(fast: Stage) -> None:
    await fast.open()
    await disconnects(fast, "too_many_websockets")
    await fast.slack.until(lambda: fast.slack.upgrades == 2)
    await says(fast, "早")
    assert fast.slack.together == 1


def test_a_server_that_closes_every_connection_is_not_stormed() -> None:
    """In two minutes; the SDK alone asks without any pause."""

    async def work(_: LoopClock) -> int:
        weather = SlackWeather(LeapingClock())
        await weather.open()
        weather.slack.close_at_once = True
        await weather.adapter.start(deliver)
        await weather.clock.sleep(120)
        await weather.adapter.stop()
        await weather.close()
        return weather.attempts()

    assert play(work) <= 12


async def test_one_refused_upgrade_does_not_make_the_bot_deaf(fast: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "REBUILD_SECONDS", 1e9)
    fast.slack.refuse_upgrades = 1
    await fast.open()
    await says(fast, "早")
    assert len(fast.slack.called("apps.connections.open")) >= 2


async def test_a_refused_upgrade_after_a_close_does_not_make_the_bot_deaf(fast: Stage) -> None:
    await fast.open()
    fast.slack.refuse_upgrades = 1
    await fast.slack.sockets[0].close()
    await says(fast, "早")


async def test_a_connection_that_stays_away_is_built_anew(fast: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "STUCK_SECONDS", 1e9)
    fast.slack.refuse_upgrades = 1
    await fast.open()
    await says(fast, "早")


@pytest.mark.parametrize(
    "failure",
    [
        Failure("internal_error"),
        Failure("ratelimited", status=429, retry_after="0.5"),
        Failure(status=503, page="busy"),
        Failure(status=200, page="{", content_type="application/json"),
        Failure(drop=True),
    ],
)
async def test_a_bad_answer_while_reconnecting_is_survived(fast: Stage, failure: Failure) -> None:
    await fast.open()
    fast.slack.fail("apps.connections.open", failure)
    await fast.slack.sockets[0].close()
    await says(fast, "早")


async def test_frames_that_make_no_sense_are_survived(fast: Stage) -> None:
    await fast.open()
    for frame in ("{", "[]", '{"type":"events_api"}', '{"type":"events_api","envelope_id":"e","payload":"x"}'):
        await fast.slack.sockets[0].send_str(frame)
    await says(fast, "早")
    assert fast.slack.upgrades == 1


@pytest.mark.parametrize(("others", "told"), [(0, [4]), (2, [4]), (3, [])])
async def test_more_connections_than_living_processes_are_reported(fast: Stage, others: int, told: list[int]) -> None:
    for _ in range(others):
        await Presence(fast.memory, fast.clock).renew()
    fast.slack.connections = 4
    with capture_logs() as logged:
        await fast.open()
        await says(fast, "早")
    assert [entry["connections"] for entry in logged if "connections" in entry] == told


async def test_processes_that_stopped_or_died_are_not_counted() -> None:
    stage = Stage("socket")
    one, stopped, dead = (Presence(stage.memory, stage.clock) for _ in range(3))
    assert [await each.renew() for each in (one, stopped, dead)] == [1, 2, 3]
    await stopped.leave()
    stage.clock.move_to(stage.clock.now() + LIFE)
    assert await one.renew() == 1


async def test_a_connection_that_dies_without_a_word_is_noticed(fast: Stage) -> None:
    fast.slack.silent = True
    await fast.open()
    fast.slack.silent = False
    await fast.slack.until(lambda: fast.slack.upgrades == 2)
    await says(fast, "早")


async def test_missing_permissions_are_named_at_the_start() -> None:
    stage = Stage("http")
    stage.slack.state.scopes = stage.slack.state.scopes.replace(",im:write", "").replace("commands,", "")
    with capture_logs() as told:
        await stage.open()
    await stage.close()
    assert [entry["names"] for entry in told if entry["event"] == "permissions missing"] == [["commands", "im:write"]]


async def test_a_token_that_is_revoked_while_running_is_noticed(fast: Stage) -> None:
    await fast.open()
    fast.slack.fail("auth.test", *[Failure("token_revoked")] * 9)
    fast.clock.run_at(3000)
    await fast.slack.until(lambda: len(fast.slack.called("auth.test")) == 3)
    assert not fast.adapter.connected


@pytest.mark.parametrize(
    ("event", "connected"),
    [
        ({"type": "app_uninstalled"}, False),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}, False),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["UZHANG"], "bot": []}}, True),
    ],
)
async def test_an_app_that_was_taken_out_is_not_connected(
    stage: Stage, event: dict[str, object], connected: bool
) -> None:
    ack = await stage.slack.event(event)
    assert (ack.status, stage.adapter.connected) == (200, connected)


async def test_after_a_stop_nothing_is_left_running() -> None:
    before = asyncio.all_tasks()
    stage = await Stage("socket").open()
    await stage.close()
    assert {task for task in asyncio.all_tasks() - before if not task.cancelling() and not task.done()} == set()


async def test_after_a_stop_between_two_connections_nothing_is_left_running() -> None:
    before = asyncio.all_tasks()
    stage = await Stage("socket", speed=100).open()
    stage.slack.refuse_upgrades = 100
    await disconnects(stage, "warning")
    await stage.slack.until(lambda: stage.slack.refuse_upgrades < 100)
    await stage.close()
    assert {task for task in asyncio.all_tasks() - before if not task.cancelling() and not task.done()} == set()
    assert stage.slack.sockets == []


async def test_a_post_under_way_is_finished_before_the_stop(socket_stage: Stage) -> None:
    answer = asyncio.Event()
    socket_stage.slack.fail("chat.postMessage", Failure(done=True, until=answer))
    posting = asyncio.create_task(socket_stage.adapter.send(delivery(card("早"))))
    await socket_stage.slack.until(lambda: bool(socket_stage.slack.called("chat.postMessage")))
    stopping = asyncio.create_task(socket_stage.adapter.stop())
    answer.set()
    await stopping
    assert (await posting).startswith("CLAUNCH:")


async def test_a_stopped_adapter_can_be_started_again(socket_stage: Stage) -> None:
    await socket_stage.adapter.stop()
    await socket_stage.adapter.start(socket_stage.deliver)
    assert socket_stage.adapter.connected
    assert await socket_stage.adapter.send(delivery(card("早")))


def test_tickets_and_tokens_never_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        quiet_logger().error("Failed (error: %s)", "url='wss://x.slack.com/link/?ticket=abc' xoxb-1-2-abc xapp-1-A")
    assert caplog.messages == ["Failed (error: url='***' *** ***)"]

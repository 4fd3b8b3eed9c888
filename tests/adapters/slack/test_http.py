"""The HTTP entry, and what stock Bolt would have made of the same requests."""

import json

import pytest

from tests.adapters.slack.stage import NOW, Stage
from tests.fakes.slack import signed
from tests.fakes.slack_api import TEAM

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


async def test_a_command_with_the_word_payload_is_not_lost(web_stage: Stage) -> None:
    ack = await web_stage.people.commands("UZHANG", "CLAUNCH", "/task", "check payload of the API")
    assert (ack.status, web_stage.last.text) == (200, "/task check payload of the API")


async def test_the_address_is_verified_before_anything_is_known_of_us(web_stage: Stage) -> None:
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "c4"}).encode()
    ack = await web_stage.slack.post(body, {**JSON, **signed(body, NOW)})
    assert (ack.status, ack.body) == (200, {"challenge": "c4"})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": "1772411400", "X-Slack-Signature": "v0=ä"},
        {"X-Slack-Request-Timestamp": "1772411400", "X-Slack-Signature": "v0=" + "0" * 64},
    ],
)
async def test_an_unsigned_request_is_refused_without_a_traceback(web_stage: Stage, headers: dict[str, str]) -> None:
    assert (await web_stage.slack.post(b"\xff{", {**JSON, **headers})).status == 401


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b'"text"', b"[" * 100_000])
async def test_a_signed_but_malformed_body_is_named_as_one(web_stage: Stage, body: bytes) -> None:
    ack = await web_stage.slack.post(body, {**JSON, **signed(body, NOW)})
    assert (ack.status, web_stage.received) == (400, [])


@pytest.mark.parametrize(
    "body",
    [
        {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1518467820, "api_app_id": "A1"},
        {"type": "block_actions", "user": {"id": "UZHANG"}, "actions": []},
        {"type": "block_actions", "user": {"id": "UZHANG"}, "actions": [{"action_id": "other", "value": "x"}]},
        {"type": "view_submission", "user": {"id": "UZHANG"}, "view": {"id": "V1"}},
        {"type": "view_closed", "user": {"id": "UZHANG"}, "view": {"id": "V1", "type": "modal"}},
        {"type": "something_new"},
        {"command": "/task"},
        {},
    ],
)
async def test_what_the_bot_does_not_know_is_answered_and_left(web_stage: Stage, body: dict[str, object]) -> None:
    raw = json.dumps(body).encode()
    ack = await web_stage.slack.post(raw, {**JSON, **signed(raw, NOW)})
    assert (ack.status, web_stage.received) == (200, [])


@pytest.mark.parametrize("body", [{"team": 1}, {"event": "text", "authorizations": [1]}, {"user": {}, "enterprise": 2}])
async def test_a_body_in_no_known_shape_never_ends_in_an_error(web_stage: Stage, body: dict[str, object]) -> None:
    raw = json.dumps({"type": "event_callback", **body}).encode()
    assert (await web_stage.slack.post(raw, {**JSON, **signed(raw, NOW)})).status in (200, 400)


async def test_an_unknown_event_is_answered_so_that_slack_does_not_send_it_again(stage: Stage) -> None:
    ack = await stage.slack.event({"type": "emoji_changed", "subtype": "add"})
    assert (ack.status, stage.received) == (200, [])


async def test_an_event_for_another_workspace_is_left(web_stage: Stage) -> None:
    said = web_stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> 任务")
    body = {"type": "event_callback", "event_id": "E1", "event": said, "authorizations": [{"team_id": "T2"}]}
    ack = await web_stage.slack.deliver("events_api", body)
    assert (ack.status, web_stage.received) == (200, [])


async def test_an_event_from_a_shared_channel_counts_by_whom_it_is_for(web_stage: Stage) -> None:
    said = web_stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> 任务")
    granted = [{"team_id": TEAM}]
    body = {"type": "event_callback", "team_id": "T2", "event_id": "E1", "event": said, "authorizations": granted}
    await web_stage.slack.deliver("events_api", body)
    assert web_stage.last.text == "任务"


async def test_what_could_not_be_stored_is_not_acknowledged(stage: Stage) -> None:
    stage.broken = RuntimeError("database is away")
    stage.slack.state.person("UZHANG", "张三")
    said = stage.people.message("ULI", "CLAUNCH", "<@UBOT> 任务")
    wrapper = {"type": "event_callback", "event_id": "E1", "event": said, "team_id": TEAM}
    ack = (
        await stage.slack.deliver("events_api", wrapper)
        if not stage.slack.sockets
        else (await stage.slack.deliver("events_api", wrapper, seconds=0.3))
    )
    assert ack.status in (0, 500)
    stage.broken = None
    assert (await stage.slack.deliver("events_api", wrapper, retry=1)).status == 200
    assert stage.last.text == "任务"


async def test_a_command_that_could_not_be_stored_is_not_acknowledged(web_stage: Stage) -> None:
    web_stage.broken = RuntimeError("database is away")
    assert (await web_stage.people.commands("UZHANG", "CLAUNCH", "/my")).status == 500


async def test_answers_come_without_asking_slack_who_we_are(web_stage: Stage) -> None:
    for number in range(3):
        await web_stage.people.says("UZHANG", "CLAUNCH", f"<@UBOT> {number}")
    assert len(web_stage.slack.called("auth.test")) == 1


async def test_after_the_stop_slack_is_asked_to_come_again(web_stage: Stage) -> None:
    await web_stage.adapter.stop()
    assert (await web_stage.people.says("UZHANG", "CLAUNCH", "<@UBOT> 任务")).status == 503


async def test_in_socket_mode_there_is_no_http_entry(socket_stage: Stage) -> None:
    assert list(socket_stage.adapter.routes()) == []


async def test_oauth_settings_in_the_environment_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_VERIFICATION_TOKEN"):
        monkeypatch.setenv(name, "from-the-environment")
    stage = await Stage("http").open()
    ack = await stage.people.says("UZHANG", "CLAUNCH", "<@UBOT> 任务")
    await stage.close()
    assert (ack.status, stage.last.text) == (200, "任务")


async def test_a_proxy_in_the_environment_is_passed_by_for_a_host_that_no_proxy_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    stage = await Stage("socket").open()
    connected = stage.adapter.connected
    await stage.close()
    assert connected

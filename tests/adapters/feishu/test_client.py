"""The token: early, once, shared, sealed; and the count of the month's calls."""

import asyncio
from datetime import timedelta

import pytest

from adapters.feishu.failures import ApiError, Remedy
from tests.adapters.feishu.conftest import START, Stage
from tests.fakes.feishu_wire import message

AUTH = "POST /auth/v3/tenant_access_token/internal"
CHAT = "/open-apis/im/v1/chats/oc_team"


def asked(stage: Stage) -> int:
    return stage.fake.calls.count(AUTH)


async def test_twenty_calls_at_once_ask_for_one_token(stage: Stage) -> None:
    stage.adapter._client._token = None
    stage.memory._values.clear()
    before = asked(stage)
    await asyncio.gather(*(stage.adapter._client.call("GET", CHAT) for _ in range(20)))
    assert asked(stage) == before + 1


async def test_a_second_process_takes_the_first_ones_token(stage: Stage) -> None:
    other = stage.another()
    await other._client.open()
    assert await other._client.token() == await stage.adapter._client.token()
    assert asked(stage) == 1
    await other.stop()


async def test_the_token_is_kept_sealed(stage: Stage) -> None:
    token = await stage.adapter._client.token()
    assert not any(token in value for value, _ in stage.memory._values.values())


async def test_another_secret_never_gets_the_old_ones_token(stage: Stage) -> None:
    other = stage.another(app_secret="new-secret")
    await other._client.open()
    with pytest.raises(ApiError, match="10014"):
        await other._client.token()
    await other.stop()


async def test_another_cloud_never_gets_the_first_ones_token(stage: Stage) -> None:
    lark = stage.another(base_url=stage.fake.url.replace("127.0.0.1", "localhost"))
    await lark._client.open()
    await lark._client.token()
    assert asked(stage) == 2
    await lark.stop()


async def test_a_kept_token_that_was_tampered_with_is_asked_for_anew(stage: Stage) -> None:
    stage.adapter._client._token = None
    for junk in ("!", "", "AAAA", "A" * 88):
        await stage.memory.put(stage.adapter._client._place, junk)
        stage.adapter._client._token = None
        assert await stage.adapter._client.token() == "t-1"


async def test_a_slow_token_does_not_hold_up_anything_else(stage: Stage) -> None:
    gate = asyncio.Event()
    stage.fake.gate = gate
    stage.memory._values.clear()
    stage.adapter._client._token = None
    waiting = asyncio.create_task(stage.adapter._client.call("GET", CHAT))
    await stage.fake.push(message("你好"))
    assert await stage.fake.answer() == {"code": 200}
    assert not waiting.done()
    gate.set()
    await waiting


async def test_the_token_is_renewed_when_half_an_hour_is_left(stage: Stage) -> None:
    stage.clock.move_to(START + timedelta(minutes=89))
    assert await stage.adapter._client.token() == "t-1"
    stage.clock.move_to(START + timedelta(minutes=91))
    assert await stage.adapter._client.token() == "t-2"


async def test_a_token_that_lives_shortly_is_not_asked_for_with_every_call(stage: Stage) -> None:
    stage.fake.life = 600
    stage.clock.move_to(START + timedelta(hours=3))
    before = asked(stage)
    for _ in range(5):
        await stage.adapter._client.call("GET", CHAT)
    assert asked(stage) == before + 1


@pytest.mark.parametrize("code", [99991663, 99991664, 99991665, 99991671])
async def test_a_refused_token_is_renewed_once_and_the_call_made_again(stage: Stage, code: int) -> None:
    before = asked(stage)
    stage.fake.fail("GET /im/v1/chats", code)
    await stage.adapter._client.call("GET", CHAT)
    assert asked(stage) == before + 1


async def test_a_second_refusal_of_the_token_is_final(stage: Stage) -> None:
    stage.fake.fail("GET /im/v1/chats", 99991663, times=2)
    with pytest.raises(ApiError, match="99991663"):
        await stage.adapter._client.call("GET", CHAT)


async def test_calls_that_worked_are_counted_by_month_others_are_not(stage: Stage) -> None:
    client = stage.adapter._client
    before = await client.calls()
    await client.call("GET", CHAT)
    await client.call("GET", "/open-apis/contact/v3/departments/od_market", counted=False)
    stage.fake.fail("GET /im/v1/chats", 232011)
    with pytest.raises(ApiError):
        await client.call("GET", CHAT)
    assert await client.calls() == before + 1
    stage.clock.move_to(START + timedelta(days=31))
    assert await client.calls() == 0


@pytest.mark.parametrize("answer", [{}, {"tenant_access_token": None, "expire": 7200}, {"tenant_access_token": "t-9"}])
async def test_an_answer_without_a_token_is_asked_for_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, answer: dict[str, object]
) -> None:
    monkeypatch.setattr(stage.fake, "_issue", lambda body: {"code": 0, **answer})
    with pytest.raises(ApiError) as failed:
        await stage.adapter._client.forget(await stage.adapter._client.token())
    assert (failed.value.remedy, failed.value.unanswered) == (Remedy.WAIT, False)

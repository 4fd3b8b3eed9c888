"""What the console is to be told, and what the check finds out."""

import json

import pytest

from adapters.base import Finding
from adapters.feishu import inbound, setup
from bot.cards import Rendered
from bot.commands import NAMES
from bot.wire import Delivery, Target
from tests.adapters.feishu.conftest import START, Stage


async def found(stage: Stage) -> dict[str, Finding]:
    return {finding.name: finding for finding in await stage.adapter.check()}


def test_the_manifest_can_be_imported_and_gives_a_reason_for_everything() -> None:
    for language in ("zh", "en"):
        text = setup.manifest("zh" if language == "zh" else "en")
        block = json.loads(text[text.index("{") : text.index("\n}") + 2])
        assert block["scopes"]["tenant"] == list(setup.needed_scopes())
        assert all(grant.name in text and grant.zh and grant.en for grant in setup.permissions())


def test_every_event_that_is_read_is_on_the_list() -> None:
    listed = {grant.name for grant in setup.permissions() if grant.kind in ("event", "callback")}
    assert listed == set(inbound._READERS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_entry_proposed_for_the_menu_is_a_command(language: setup.Language) -> None:
    assert [key for key, _, _ in setup.MENU if key not in NAMES or f"   {key}  " not in setup.manifest(language)] == []


async def test_a_well_made_app_passes(stage: Stage) -> None:
    stage.fake.scopes = list(setup.needed_scopes())
    results = await found(stage)
    assert {finding.state for name, finding in results.items() if name != "clock"} == {"ok"}
    assert results["bot"].values == {"name": "对齐"}


async def test_missing_permissions_are_named(stage: Stage) -> None:
    stage.fake.scopes = [name for name in setup.needed_scopes() if name != "im:chat:readonly"]
    missing = (await found(stage))["permissions"]
    assert (missing.state, missing.text, missing.values["permission"]) == (
        "fail",
        "permission_missing",
        "im:chat:readonly",
    )


async def test_permissions_that_cannot_be_listed_are_a_warning(stage: Stage) -> None:
    stage.fake.fail("GET /application/v6/scopes", 99991672)
    assert (await found(stage))["permissions"].state == "warn"


async def test_a_wrong_secret_is_told(stage: Stage) -> None:
    other = stage.another(app_secret="wrong")
    (finding,) = await other.check()
    assert (finding.name, finding.state) == ("credentials", "fail")
    assert "wrong" not in str(finding.values)


async def test_an_app_whose_bot_is_not_published_is_told(stage: Stage) -> None:
    stage.fake.fail("GET /bot/v3/info", 11205, "app do not have bot")
    assert (await found(stage))["bot"] == Finding("bot", "fail", "bot_off")


async def test_a_platform_out_of_reach_is_told(stage: Stage) -> None:
    other = stage.another(base_url="http://127.0.0.1:9")
    (finding,) = await other.check()
    assert (finding.name, finding.state) == ("reach", "fail")


async def test_a_clock_that_is_wrong_is_told(stage: Stage) -> None:
    finding = (await found(stage))["clock"]
    assert finding.state == "fail"
    assert stage.clock.now() >= START


async def test_a_long_connection_that_is_refused_is_told(stage: Stage) -> None:
    stage.fake.discovery = {"code": 1000040344, "msg": "no"}
    assert (await found(stage))["connection"].state == "fail"


async def test_eighty_percent_of_the_months_calls_are_a_warning(stage: Stage) -> None:
    await stage.memory.add("calls:2026-03", 8000)
    assert (await found(stage))["quota"].state == "warn"


async def test_a_test_message_is_sent_where_it_was_asked_for(stage: Stage) -> None:
    found = await stage.another().check(delivery("oc_team"))
    assert (found[-1].name, found[-1].state) == ("message", "ok")
    assert len(stage.fake.sent("oc_team")) == 1


async def test_a_test_message_that_cannot_be_sent_says_why(stage: Stage) -> None:
    stage.fake.fail("POST /im/v1/messages", 230002, "Bot is NOT in the group")
    found = await stage.another().check(delivery("oc_team"))
    assert (found[-1].state, "230002" in str(found[-1].values["reason"])) == ("fail", True)


def delivery(chat: str) -> Delivery:
    shown = Rendered(("测试",), "good", (), "zh", "测试", ())
    return Delivery("check:1", Target("feishu", "group", chat), shown, "check")


async def test_over_http_it_is_said_what_cannot_be_seen_from_here(stage: Stage) -> None:
    unsigned = {finding.name: finding.text for finding in await stage.another(mode="http").check()}
    signed = {finding.name: finding.text for finding in await stage.another(mode="http", encrypt_key="k").check()}
    assert (unsigned["connection"], signed["connection"]) == ("http_unsigned", "http_unseen")


def test_files_in_messages_are_read_by_the_permission_that_covers_them() -> None:
    # `im:resource` covers what the bot uploads, not what people sent.
    names = {grant.name: grant.kind for grant in setup.permissions()}
    assert (names["im:message:readonly"], names["im:resource"]) == ("optional", "scope")

"""The platforms are built from the configuration, and only those that are switched on."""

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest
from pydantic import SecretStr

from bot import platforms
from bot.clock import SystemClock
from bot.config import DingTalk, Feishu, Settings, Slack
from tests.fakes.memory import FakeMemory

SECRETS: Mapping[str, Mapping[str, str]] = {
    "slack": {"bot_token": "xoxb-1", "app_token": "xapp-1", "signing_secret": "s"},
    "feishu": {"app_id": "cli_1", "app_secret": "s", "verification_token": "v"},
    "dingtalk": {"client_id": "d", "client_secret": "s"},
}


def settings() -> Settings:
    return Settings(
        slack=Slack(enabled=True, bot_token=SecretStr("xoxb-1"), app_token=SecretStr("xapp-1")),
        feishu=Feishu(enabled=True, app_id="cli_1", app_secret=SecretStr("s")),
        dingtalk=DingTalk(enabled=True, client_id="d", client_secret=SecretStr("s")),
    )


def test_each_platform_that_is_on_is_built_under_its_name() -> None:
    clock = SystemClock()
    built = platforms.build(settings(), lambda _name: FakeMemory(clock), clock)
    assert {name: adapter.name for name, adapter in built.items()} == {name: name for name in platforms.PLATFORMS}
    assert platforms.build(Settings(), lambda _name: FakeMemory(clock), clock) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(platforms.PLATFORMS))
def test_each_platform_says_what_its_console_needs(name: str, language: str) -> None:
    assert len(platforms.manifest(name, Settings(), language)) > 500


def test_the_manifest_of_slack_is_json_its_console_takes() -> None:
    told = json.loads(platforms.manifest("slack", Settings(), "en"))
    assert {"display_information", "settings", "features"} <= set(told)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_permission_of_slack_is_told_with_its_reason_beside_the_json(language: str) -> None:
    asked = json.loads(platforms.manifest("slack", Settings(), language))["oauth_config"]["scopes"]["bot"]
    told = platforms.reasons("slack", language).splitlines()
    assert [line.rpartition(": ")[0] for line in told] == asked
    assert all(line.isascii() == (language == "en") for line in told)


@pytest.mark.parametrize(
    ("name", "path"), [("slack", "/slack/events"), ("feishu", "/feishu/events"), ("dingtalk", "/dingtalk/robot")]
)
@pytest.mark.parametrize("by_http", [True, False])
def test_the_address_is_told_where_events_come_over_http(name: str, path: str, by_http: bool) -> None:
    mode = "http" if by_http else "stream" if name == "dingtalk" else "socket"
    section = {**SECRETS[name], "enabled": True, "mode": mode}
    given = Settings.model_validate({"web": {"public_url": "https://duiqi.example.com/"}, name: section})
    told = platforms.manifest(name, given, "en")
    assert (f"https://duiqi.example.com{path}" in told) == by_http


def test_a_platform_that_is_off_is_not_imported() -> None:
    code = "import sys, bot.app; print([m for m in sys.modules if 'slack' in m or 'lark' in m or m == 'Crypto'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The app manifest against the rules of Slack's schema, version 2."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.manifest import COMMANDS, SCOPES, manifest
from tests.fakes.slack_api import SCOPES as GRANTED

ROOT = Path(__file__).parents[3]
KEYS = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "display_information": {"name", "description", "background_color", "long_description"},
    "features": {"app_home", "bot_user", "slash_commands", "shortcuts"},
    "features.app_home": {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"},
    "features.bot_user": {"display_name", "always_online"},
    "oauth_config": {"scopes", "redirect_urls"},
    "settings": {"event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled",
                 "token_rotation_enabled"},
    "settings.event_subscriptions": {"request_url", "bot_events"},
    "settings.interactivity": {"is_enabled", "request_url"},
}  # fmt: skip
BOTH = pytest.mark.parametrize("made", [manifest(None), manifest("https://duiqi.example/")])


LENGTHS = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "features.bot_user.display_name": (1, 80),
    "features.shortcuts.name": (1, 24),
    "features.shortcuts.callback_id": (1, 255),
    "features.shortcuts.description": (1, 150),
    "features.slash_commands.command": (2, 32),
    "features.slash_commands.url": (9, 3000),
    "features.slash_commands.description": (1, 2000),
    "features.slash_commands.usage_hint": (1, 1000),
    "features.slash_commands": (1, 50),
    "features.shortcuts": (1, 10),
    "oauth_config.scopes.bot": (1, 255),
    "oauth_config.scopes.bot.": (1, 50),
    "settings.event_subscriptions.bot_events": (1, 100),
    "settings.event_subscriptions.bot_events.": (1, 50),
    "settings.event_subscriptions.request_url": (9, 3500),
    "settings.interactivity.request_url": (9, 3500),
}
"""How long texts and lists may be, by Slack's published schema; an entry of a list of texts has no name."""


def found(made: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text and list in the manifest, by its path."""
    if isinstance(made, str | list):
        yield path, made
    for name, item in made.items() if isinstance(made, dict) else ():
        yield from found(item, f"{path}.{name}" if path else name)
    for item in made if isinstance(made, list) else ():
        yield from found(item, path if isinstance(item, dict) else f"{path}.")


def at(made: dict[str, Any], path: str) -> dict[str, Any]:
    found: Any = made
    for step in path.split(".") if path else ():
        found = found[step]
    assert isinstance(found, dict)
    return found


@BOTH
def test_it_holds_no_key_that_the_schema_does_not_know(made: dict[str, Any]) -> None:
    assert {path: set(at(made, path)) - known for path, known in KEYS.items()} == {path: set() for path in KEYS}


@BOTH
def test_its_texts_and_lists_fit(made: dict[str, Any]) -> None:
    measured = [(path, len(item), LENGTHS[path]) for path, item in found(made) if path in LENGTHS]
    assert [each for each in measured if not each[2][0] <= each[1] <= each[2][1]] == []
    assert {path for path, _, _ in measured} >= {path for path in LENGTHS if "url" not in path}


@BOTH
def test_its_shortcuts_and_colour_have_the_schemas_form(made: dict[str, Any]) -> None:
    assert re.fullmatch("#[0-9a-fA-F]{6}", made["display_information"]["background_color"])
    for shortcut in made["features"]["shortcuts"]:
        assert set(shortcut) == {"name", "type", "callback_id", "description"}
        assert shortcut["type"] in ("message", "global")


@BOTH
def test_its_commands_are_ascii_and_escape_mentions(made: dict[str, Any]) -> None:
    for command in made["features"]["slash_commands"]:
        assert set(command) <= {"command", "url", "description", "usage_hint", "should_escape"}
        assert re.fullmatch(r"/[a-z]{1,31}", command["command"])
        assert (command["should_escape"], command.get("usage_hint") != "") == (True, True)


def test_it_offers_the_commands_that_were_promised() -> None:
    assert [command for command, _, _ in COMMANDS] == [
        "/duiqi", "/task", "/standup", "/my", "/project", "/risk", "/issue", "/meeting",
    ]  # fmt: skip


def test_for_sockets_it_names_no_address() -> None:
    made = manifest(None)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(made)


def test_for_http_everything_goes_to_one_address() -> None:
    made = manifest("https://duiqi.example/")
    entry = "https://duiqi.example/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert {command["url"] for command in made["features"]["slash_commands"]} == {entry}
    assert made["settings"]["event_subscriptions"]["request_url"] == entry
    assert made["settings"]["interactivity"]["request_url"] == entry


def test_people_can_write_to_the_bot_directly() -> None:
    home = manifest(None)["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)


def test_every_permission_has_a_reason_in_both_languages() -> None:
    assert all(re.fullmatch(r"[ -~]+ / .*[\u4e00-\u9fff].*", reason) for reason in SCOPES.values())


def test_it_asks_for_what_the_fake_demands() -> None:
    assert set(SCOPES) == set(GRANTED.split(","))


def test_events_are_asked_for_once_each() -> None:
    events = manifest(None)["settings"]["event_subscriptions"]["bot_events"]
    assert (len(events), len(events) <= 100) == (len(set(events)), True)


def test_nothing_of_slack_is_loaded_until_it_is_switched_on() -> None:
    asked = "import sys, bot.app, adapters.slack.manifest; print([m for m in sys.modules if m.startswith('slack_')])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"

"""The set-up pages say what the manifests ask for and the configuration takes, alike in both languages."""

import re
from pathlib import Path
from typing import Literal

import pytest

from adapters.dingtalk import faults, setup
from adapters.feishu import failures as feishu_failures
from adapters.feishu.setup import permissions
from adapters.slack import failures as slack_failures
from adapters.slack.manifest import EVENTS, SCOPES, reason
from bot.config import KEYS
from bot.texts import template

ROOT = Path(__file__).parents[1]
PAGES = pytest.mark.parametrize("platform", ["slack", "feishu", "dingtalk"])
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
Language = Literal["zh", "en"]

# Codes that people meet though no adapter sees them, or that adapters treat like any other refusal.
SEEN_ELSEWHERE = {"310000", "invalidclientidorsecret", "forbidden.accessdenied.ipnotinwhitelist"} | {
    "forbidden.accessdenied.accesstokenpermissiondenied",
    "ratelimited",
}


def page(platform: str, language: str) -> str:
    return (ROOT / "docs" / language / f"{platform}.md").read_text(encoding="utf-8")


def reasons(platform: str, language: Language) -> dict[str, str]:
    """Every permission the manifest asks for, with its reason."""
    if platform == "slack":
        return {scope: reason(scope, language) for scope in SCOPES}
    if platform == "feishu":
        return {grant.name: grant.reason(language) for grant in permissions()}
    return {each.name: each.zh if language == "zh" else each.en for each in setup.PERMISSIONS}


def events(platform: str) -> tuple[str, ...]:
    if platform == "slack":
        return EVENTS
    return tuple(name for name, _, _ in setup.EVENTS) if platform == "dingtalk" else ()


def rows(text: str) -> list[tuple[str, str]]:
    """The first and second cell of every row of every table."""
    return re.findall(r"^\| (.+?) \| (.+?) \|", text, re.MULTILINE)


def codes(platform: str, language: str) -> list[str]:
    """The error codes of the last chapter's first table."""
    trouble = page(platform, language).split("\n## ")[-1].split("\n\n| ")[1]
    return [code for first, _ in rows("| " + trouble) for code in re.findall(r"`([^`]+)`", first)]


@PAGES
@LANGUAGES
def test_every_permission_of_the_manifest_is_explained_with_its_reason(platform: str, language: Language) -> None:
    explained = dict(rows(page(platform, language)))
    assert {name: explained.get(f"`{name}`") for name in reasons(platform, language)} == reasons(platform, language)


@PAGES
@LANGUAGES
def test_every_event_of_the_manifest_is_named(platform: str, language: Language) -> None:
    assert [name for name in events(platform) if f"`{name}`" not in page(platform, language)] == []


@PAGES
@LANGUAGES
def test_every_key_of_the_section_is_explained_and_no_other(platform: str, language: Language) -> None:
    example = page(platform, language).index("```toml")
    table = page(platform, language)[example:].split("\n## ")[0]
    assert [first.strip("`") for first, _ in rows(table) if first.startswith("`")] == list(KEYS[platform])


@PAGES
@LANGUAGES
def test_both_modes_and_the_check_are_told(platform: str, language: Language) -> None:
    text = page(platform, language)
    modes = ("stream", "http") if platform == "dingtalk" else ("socket", "http")
    assert [mode for mode in modes if f'`mode = "{mode}"`' not in text] == []
    for line in ("duiqi manifest", "duiqi check", f"duiqi check --send-to {platform}:", "duiqi serve"):
        assert line in text


@PAGES
def test_both_languages_have_the_same_chapters_and_codes(platform: str) -> None:
    zh, en = page(platform, "zh"), page(platform, "en")
    assert zh.count("\n## ") == en.count("\n## ")
    assert (codes(platform, "zh"), len(rows(zh))) == (codes(platform, "en"), len(rows(en)))
    assert (f"(../en/{platform}.md)" in zh, f"(../zh/{platform}.md)" in en) == (True, True)


@PAGES
def test_every_error_code_is_one_the_adapter_knows(platform: str) -> None:
    known = {
        "slack": slack_failures.WAIT
        | slack_failures.UNKNOWN
        | slack_failures.OPERATOR
        | slack_failures.TARGET
        | slack_failures.OURS,
        "feishu": {str(code) for found in feishu_failures._CODES.values() for code in found},
        "dingtalk": set(faults._CODES),
    }[platform]
    assert codes(platform, "zh") != []
    assert [code for code in codes(platform, "zh") if code.lower() not in known | SEEN_ELSEWHERE] == []


@LANGUAGES
def test_what_the_pages_say_of_the_first_use_is_what_the_bot_shows(language: Language) -> None:
    for platform in ("slack", "feishu", "dingtalk"):
        assert template("guide.button_begin", language) in page(platform, language)

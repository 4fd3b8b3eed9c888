"""What `duiqi check` finds out about Slack."""

from datetime import datetime

from adapters.base import Finding
from adapters.slack.client import SlackClient, skew
from adapters.slack.manifest import SCOPES
from adapters.slack.markup import string
from adapters.slack.settings import SlackSettings
from bot.errors import SendFailed
from bot.texts import say

SKEW_WARN_SECONDS = 30
SKEW_FAIL_SECONDS = 240  # Slack's signatures are good for 300


async def look(client: SlackClient, settings: SlackSettings, now: datetime) -> tuple[Finding, ...]:
    """Credentials, permissions by name, the clock, and how events come in."""
    language = settings.language
    try:
        me, headers = await client.identity()
    except SendFailed as failed:
        return (_finding("token", "fail", say("chat.check_refused", language, reason=failed.reason)),)
    found = [
        _finding("token", "ok", say("chat.check_token", language, team=string(me, "team"), user=string(me, "user"))),
        _scopes(headers.get("x-oauth-scopes", ""), language),
        _clock(skew(headers, now), language),
    ]
    entry = await _socket(client, settings) if settings.mode == "socket" else _http(settings)
    return (*found, entry)


def _finding(name: str, state: str, detail: str) -> Finding:
    return Finding(f"slack {name}", "ok" if state == "ok" else "warn" if state == "warn" else "fail", detail)


def missing_scopes(header: str) -> list[str]:
    """What the manifest asks for and `x-oauth-scopes` does not name."""
    granted = {scope.strip() for scope in header.split(",")}
    return [scope for scope in SCOPES if scope not in granted]


def _scopes(header: str, language: str) -> Finding:
    if missing := missing_scopes(header):
        return _finding("permissions", "fail", say("chat.check_missing", language, names=", ".join(missing)))
    return _finding("permissions", "ok", say("chat.check_scopes", language))


def _clock(seconds: float | None, language: str) -> Finding:
    if seconds is None:
        return _finding("clock", "warn", say("chat.check_no_clock", language))
    off = abs(round(seconds))
    state = "ok" if off < SKEW_WARN_SECONDS else "warn" if off < SKEW_FAIL_SECONDS else "fail"
    return _finding("clock", state, say("chat.check_clock", language, seconds=off))


async def _socket(client: SlackClient, settings: SlackSettings) -> Finding:
    try:
        await client.socket_url(settings.app_token)
    except SendFailed as failed:
        return _finding("connection", "fail", say("chat.check_refused", settings.language, reason=failed.reason))
    return _finding("connection", "ok", say("chat.check_socket", settings.language))


def _http(settings: SlackSettings) -> Finding:
    """Whether Slack reaches the address cannot be seen from here."""
    key = "chat.check_http" if settings.signing_secret else "chat.check_no_secret"
    return _finding("connection", "warn" if settings.signing_secret else "fail", say(key, settings.language))

"""What `duiqi check` finds out about Slack."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from adapters.base import Finding
from adapters.slack.client import SlackClient, skew
from adapters.slack.failures import OPERATOR, name_of
from adapters.slack.manifest import SCOPES, reason
from adapters.slack.markup import string
from adapters.slack.settings import SlackSettings
from bot.errors import SendFailed

HEADER = "x-oauth-scopes"
SKEW_WARN_SECONDS = 30
SKEW_FAIL_SECONDS = 240  # Slack's signatures are good for 300


async def look(client: SlackClient, settings: SlackSettings, now: datetime) -> tuple[Finding, ...]:
    """Credentials, permissions by name, the clock, and how events come in. Subscriptions cannot be seen from here."""
    try:
        me, headers = await client.identity()
    except SendFailed as failed:
        return (_refused(failed, settings, "bot_token"),)
    who = f"{string(me, 'user')} @ {string(me, 'team')}"
    entry = await _socket(client, settings) if settings.mode == "socket" else _http(settings)
    return (
        Finding("credentials", "ok", "credentials_good", {"who": who}),
        *_scopes(headers),
        entry,
        _clock(skew(headers, now)),
    )


def _refused(failed: SendFailed, settings: SlackSettings, key: str) -> Finding:
    """Slack said no, or could not be asked."""
    if name_of(failed) in OPERATOR:
        return Finding("credentials", "fail", "credentials_bad", {"reason": failed.reason, "keys": f"[slack] {key}"})
    host = urlsplit(settings.api_base_url).netloc
    return Finding("reach", "fail", "reach_bad", {"host": host, "reason": failed.reason})


def missing_scopes(headers: Mapping[str, str]) -> list[str]:
    """What the manifest asks for and `x-oauth-scopes` does not name; nothing when a gateway keeps that to itself."""
    granted = {scope.strip() for scope in headers.get(HEADER, "").split(",")}
    return [scope for scope in SCOPES if HEADER in headers and scope not in granted]


def _scopes(headers: Mapping[str, str]) -> tuple[Finding, ...]:
    if HEADER not in headers:
        return (Finding("permissions", "warn", "permissions_unseen", {"reason": HEADER, "platform": "slack"}),)
    missing = missing_scopes(headers)
    if not missing:
        return (Finding("permissions", "ok", "permissions_good", {"n": len(SCOPES), "names": ", ".join(SCOPES)}),)
    return tuple(Finding("permissions", "fail", "permission_missing", _named(scope)) for scope in missing)


def _named(scope: str) -> Mapping[str, str | Mapping[str, str]]:
    how = {
        "zh": "请在应用的 OAuth & Permissions 页添加后重新安装",
        "en": "add it under OAuth & Permissions and install the app again",
    }
    return {"permission": scope, "why": {language: reason(scope, language) for language in ("zh", "en")}, "how": how}


def _clock(seconds: float | None) -> Finding:
    if seconds is None:
        return Finding("clock", "warn", "clock_unseen")
    off = abs(round(seconds))
    state = "ok" if off < SKEW_WARN_SECONDS else "warn" if off < SKEW_FAIL_SECONDS else "fail"
    values = {"seconds": off}
    if state == "ok":
        return Finding("clock", "ok", "clock_good", values)
    return Finding("clock", "warn" if state == "warn" else "fail", "clock_off", values)


async def _socket(client: SlackClient, settings: SlackSettings) -> Finding:
    try:
        await client.socket_url(settings.app_token)
    except SendFailed as failed:
        return Finding("connection", "fail", "connection_bad", {"reason": failed.reason, "keys": "[slack] app_token"})
    return Finding("connection", "ok", "connection_good")


def _http(settings: SlackSettings) -> Finding:
    """Whether Slack reaches the address cannot be seen from here."""
    if not settings.signing_secret:
        return Finding("connection", "fail", "http_unsigned", {"keys": "[slack] signing_secret"})
    return Finding("connection", "warn", "http_unseen")

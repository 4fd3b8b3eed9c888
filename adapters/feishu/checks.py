"""What `duiqi check` can find out from outside: secret, bot, permissions, connection, clock and the month's calls."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from adapters.base import Finding
from adapters.feishu.client import Client
from adapters.feishu.connection import DISCOVERY
from adapters.feishu.failures import NO_BOT, ApiError
from adapters.feishu.settings import FeishuSettings
from adapters.feishu.setup import needed_scopes, permissions

MOST_SKEW_SECONDS = 60
WARN_SHARE = 0.8
SCOPES = "/open-apis/application/v6/scopes"
BOT = "/open-apis/bot/v3/info"
KEYS = "[feishu] app_id, app_secret, base_url"
_GRANTED = 1
_SWITCHED_ON = 2


async def check(client: Client, settings: FeishuSettings) -> tuple[Finding, ...]:
    """Every finding, in the order in which they should be put right. Subscriptions cannot be seen from outside."""
    try:
        await client.token()
    except ApiError as error:
        return (_refused(settings, error),)
    steps: tuple[Callable[[], Awaitable[tuple[Finding, ...]]], ...] = (
        lambda: _bot(client),
        lambda: _scopes(client),
        lambda: _events(client, settings),
        lambda: _calls(client, settings.monthly_calls),
    )
    found = [Finding("credentials", "ok", "credentials_good", {"who": settings.app_id})]
    for step in steps:
        try:
            found.extend(await step())
        except ApiError as error:
            found.append(_unreached(settings, error))
    return (*found, _clock(client))


def _refused(settings: FeishuSettings, error: ApiError) -> Finding:
    """The platform said no, or could not be asked."""
    if error.code == 0:
        return _unreached(settings, error)
    return Finding("credentials", "fail", "credentials_bad", {"reason": str(error), "keys": KEYS})


def _unreached(settings: FeishuSettings, error: ApiError) -> Finding:
    values = {"host": urlsplit(settings.base_url).netloc, "reason": str(error)}
    return Finding("reach", "fail", "reach_bad", values)


async def _bot(client: Client) -> tuple[Finding, ...]:
    try:
        answer = await client.call("GET", BOT)
    except ApiError as error:
        if error.code == NO_BOT:
            return (Finding("bot", "fail", "bot_off"),)
        raise
    bot = answer.get("bot") or {}
    if bot.get("activate_status") != _SWITCHED_ON:
        return (Finding("bot", "fail", "bot_off"),)
    return (Finding("bot", "ok", "bot_on", {"name": str(bot.get("app_name") or "")}),)


async def _scopes(client: Client) -> tuple[Finding, ...]:
    needed = needed_scopes()
    try:
        answer = await client.call("GET", SCOPES)
    except ApiError as error:
        return (Finding("permissions", "warn", "permissions_unseen", {"reason": str(error), "platform": "feishu"}),)
    listed = (answer.get("data") or {}).get("scopes") or []
    granted = {each.get("scope_name") for each in listed if each.get("grant_status") == _GRANTED}
    missing = [name for name in needed if name not in granted]
    if not missing:
        return (Finding("permissions", "ok", "permissions_good", {"n": len(needed), "names": ", ".join(needed)}),)
    return tuple(Finding("permissions", "fail", "permission_missing", _named(name)) for name in missing)


def _named(name: str) -> Mapping[str, str | Mapping[str, str]]:
    grant = next(each for each in permissions() if each.name == name)
    how = {
        "zh": "请在“权限管理”开通，再发布一个版本",
        "en": "grant it under Permissions & Scopes and publish a version",
    }
    return {"permission": name, "why": {"zh": grant.zh, "en": grant.en}, "how": how}


async def _events(client: Client, settings: FeishuSettings) -> tuple[Finding, ...]:
    if settings.mode == "http":
        if settings.encrypt_key:
            return (Finding("connection", "warn", "http_unseen"),)
        return (Finding("connection", "warn", "http_unsigned", {"keys": "[feishu] encrypt_key"}),)
    asked = {"AppID": settings.app_id, "AppSecret": settings.app_secret}
    answer = await client.post_bare(DISCOVERY, asked, {"locale": "zh"})
    if answer.get("code") != 0:
        reason = f"{answer.get('code')} {answer.get('msg', '')}".strip()
        return (Finding("connection", "fail", "connection_bad", {"reason": reason, "keys": KEYS}),)
    return (Finding("connection", "ok", "connection_good"),)


async def _calls(client: Client, most: int) -> tuple[Finding, ...]:
    calls = await client.calls()
    pool = {"zh": "API 调用", "en": "API calls"}
    values: Mapping[str, str | int | Mapping[str, str]] = {"pool": pool, "used": calls, "most": str(most or "∞")}
    if await client.used_up() or (most and calls >= most):
        return (Finding("quota", "fail", "quota_spent", values),)
    return (Finding("quota", "warn" if most and calls >= most * WARN_SHARE else "ok", "quota_left", values),)


def _clock(client: Client) -> Finding:
    if client.skew is None:
        return Finding("clock", "warn", "clock_unseen")
    seconds = abs(round(client.skew.total_seconds()))
    good = seconds <= MOST_SKEW_SECONDS
    return Finding("clock", "ok" if good else "fail", "clock_good" if good else "clock_off", {"seconds": seconds})

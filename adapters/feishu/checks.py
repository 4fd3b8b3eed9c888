"""What `duiqi check` can find out from outside: secret, bot, permissions, connection, clock and the month's calls."""

from collections.abc import Awaitable, Callable

from adapters.base import Finding
from adapters.feishu.client import Client
from adapters.feishu.connection import DISCOVERY
from adapters.feishu.failures import ApiError
from adapters.feishu.settings import FeishuSettings
from adapters.feishu.setup import needed_scopes

MOST_SKEW_SECONDS = 60
SCOPES = "/open-apis/application/v6/scopes"
BOT = "/open-apis/bot/v3/info"
_GRANTED = 1
_SWITCHED_ON = 2


async def check(client: Client, settings: FeishuSettings) -> tuple[Finding, ...]:
    """Every finding, in the order in which they should be put right. Events cannot be seen from outside."""
    try:
        await client.token()
    except ApiError as error:
        state = "reachable" if error.code == 0 else "credentials"
        return (Finding(state, "fail", str(error)),)
    steps: tuple[Callable[[], Awaitable[Finding]], ...] = (
        lambda: _bot(client),
        lambda: _scopes(client),
        lambda: _events(client, settings),
        lambda: _calls(client, settings.monthly_calls),
    )
    found = [Finding("credentials", "ok", settings.app_id)]
    for step in steps:
        try:
            found.append(await step())
        except ApiError as error:
            found.append(Finding("reachable", "fail", str(error)))
    return (*found, _clock(client))


async def _bot(client: Client) -> Finding:
    answer = await client.call("GET", BOT)
    bot = answer.get("bot") or {}
    if bot.get("activate_status") != _SWITCHED_ON:
        return Finding("bot", "fail", "the bot is not switched on; publish a version of the app")
    return Finding("bot", "ok", str(bot.get("app_name") or ""))


async def _scopes(client: Client) -> Finding:
    try:
        answer = await client.call("GET", SCOPES)
    except ApiError as error:
        return Finding("permissions", "warn", f"cannot be listed: {error}")
    listed = (answer.get("data") or {}).get("scopes") or []
    granted = {each.get("scope_name") for each in listed if each.get("grant_status") == _GRANTED}
    missing = [name for name in needed_scopes() if name not in granted]
    if missing:
        return Finding("permissions", "fail", "missing: " + ", ".join(missing))
    return Finding("permissions", "ok", f"{len(needed_scopes())}")


async def _events(client: Client, settings: FeishuSettings) -> Finding:
    if settings.mode == "http":
        state, detail = (
            ("ok", "signed") if settings.encrypt_key else ("warn", "no encrypt_key: requests are not signed")
        )
        return Finding("events", "ok" if state == "ok" else "warn", detail)
    answer = await client.post_bare(
        DISCOVERY, {"AppID": settings.app_id, "AppSecret": settings.app_secret}, {"locale": "zh"}
    )
    if answer.get("code") != 0:
        return Finding("events", "fail", f"no long connection: {answer.get('code')} {answer.get('msg', '')}")
    return Finding("events", "ok", "long connection")


async def _calls(client: Client, most: int) -> Finding:
    calls = await client.calls()
    if await client.used_up():
        return Finding("calls", "fail", f"{calls} / {most or '∞'}: used up")
    return Finding("calls", "warn" if most and calls >= most * 0.8 else "ok", f"{calls} / {most or '∞'}")


def _clock(client: Client) -> Finding:
    if client.skew is None:
        return Finding("clock", "warn", "the platform did not tell its time")
    seconds = client.skew.total_seconds()
    return Finding("clock", "ok" if abs(seconds) <= MOST_SKEW_SECONDS else "fail", f"{seconds:+.0f} s")

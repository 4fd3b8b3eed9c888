"""What `duiqi check` can see of the app from outside: credentials, connection, permissions, robot, quota, clock."""

from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from adapters.base import Finding, Memory, Quota
from adapters.dingtalk import pushed, setup
from adapters.dingtalk.callback import Callback
from adapters.dingtalk.client import Client, quotas
from adapters.dingtalk.directory import UNKNOWN_USER, USER_PATH
from adapters.dingtalk.faults import Fault, Refused, denied
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.stream import GatewayRefused, open_connection
from bot.clock import Clock

WARN_SHARE = 0.8
SKEW_SECONDS = 60.0
CALL_SECONDS = 10.0
KEYS = "[dingtalk] client_id, client_secret"
UNSEEN = Finding("connection", "warn", "http_unseen")
_TRIED: Mapping[str, tuple[str, Mapping[str, str | int]]] = {
    "qyapi_get_department_list": ("/topapi/v2/department/get", {"dept_id": 1}),
    "qyapi_get_member": (USER_PATH, {"userid": "duiqi-check"}),
}
# Somebody nobody has heard of, or a department outside the app's range: the permission itself is there.
_ALLOWED = (*UNKNOWN_USER, "50004")
_POOLS = {
    "api": {"zh": "API 调用", "en": "API calls"},
    "push": {"zh": "推送和 Webhook", "en": "pushes and webhooks"},
}


async def run(
    session: aiohttp.ClientSession,
    client: Client,
    callback: Callback,
    settings: DingTalkSettings,
    memory: Memory,
    clock: Clock,
) -> tuple[Finding, ...]:
    """Every finding; the rest is left out when not even the credentials hold."""
    seen = await _clock(session, settings, clock)
    try:
        await client.token(fresh=True)
    except Refused as refused:
        bad = Finding("credentials", "fail", "credentials_bad", {"reason": refused.fault.code, "keys": KEYS})
        return (seen,) if seen.name == "reach" else (bad, seen)
    findings = [Finding("credentials", "ok", "credentials_good", {"who": settings.client_id})]
    presses = await _presses(callback, settings)
    findings += await _permissions(client, memory)
    findings += [await _gateway(session, settings)] if settings.mode == "stream" else [UNSEEN, *_events(settings)]
    findings += [*presses, _robot(settings)]
    findings += [_quota(quota) for quota in await quotas(client, settings)]
    return (*findings, seen)


async def _clock(session: aiohttp.ClientSession, settings: DingTalkSettings, clock: Clock) -> Finding:
    """Signatures are only good within an hour, and scheduled messages are only as right as the clock."""
    try:
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        async with session.get(settings.api_base_url, allow_redirects=False, timeout=timeout) as answer:
            there = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        values = {"host": urlsplit(settings.api_base_url).netloc, "reason": type(error).__name__}
        return Finding("reach", "fail", "reach_bad", values)
    except (ValueError, TypeError):
        return Finding("clock", "warn", "clock_unseen")
    off = round(abs((clock.now() - there).total_seconds()))
    good = off <= SKEW_SECONDS
    return Finding("clock", "ok" if good else "fail", "clock_good" if good else "clock_off", {"seconds": off})


async def _gateway(session: aiohttp.ClientSession, settings: DingTalkSettings) -> Finding:
    try:
        await open_connection(session, settings)
    except GatewayRefused as refused:
        return Finding("connection", "fail", "connection_bad", {"reason": str(refused), "keys": KEYS})
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError) as error:
        return Finding("connection", "fail", "connection_bad", {"reason": type(error).__name__, "keys": KEYS})
    return Finding("connection", "ok", "connection_good")


async def _presses(callback: Callback, settings: DingTalkSettings) -> Sequence[Finding]:
    """Over HTTP presses come where the platform has them registered, which it tells when it is asked to enter them."""
    ours = settings.press_address
    if settings.card_template_id and not settings.draws_cards:
        return (Finding("presses", "fail", "presses_nowhere"),)
    if not ours:
        return ()
    try:
        there = await callback.look()
    except Refused as refused:
        return (Finding("presses", "fail", "presses_bad", {"reason": refused.fault.code}),)
    if callback.ready:
        return (Finding("presses", "ok", "presses_good", {"url": ours}),)
    return (Finding("presses", "fail", "presses_elsewhere", {"url": ours, "other": there or "?"}),)


def _events(settings: DingTalkSettings) -> Sequence[Finding]:
    """Over HTTP events come only where both their keys are given."""
    if settings.event_token and pushed.is_key(settings.event_aes_key):
        return ()
    given = bool(settings.event_token or settings.event_aes_key)
    values = {"keys": "[dingtalk] event_token, event_aes_key"}
    return (Finding("events", "fail" if given else "warn", "events_bad" if given else "events_off", values),)


def _robot(settings: DingTalkSettings) -> Finding:
    if settings.robot != settings.client_id:
        return Finding("robot", "warn", "robot_other", {"code": settings.robot})
    return Finding("robot", "ok", "robot_same", {"code": settings.robot})


async def _permissions(client: Client, memory: Memory) -> Sequence[Finding]:
    """Reading is tried; sending cannot be without a message, so its permissions are known from their last refusal."""
    missing = {name for name in _names() if name not in _TRIED and await memory.get(denied(name))}
    for name, (path, body) in _TRIED.items():
        try:
            await client.old(path, body)
        except Refused as refused:
            if refused.fault.scopes:
                missing.add(name)
            elif refused.fault.code not in _ALLOWED:
                return [Finding("permissions", "warn", "permissions_unseen", _unseen(refused.fault))]
    if missing:
        return [Finding("permissions", "fail", "permission_missing", _named(name)) for name in sorted(missing)]
    others = ", ".join(name for name in _names() if name not in _TRIED)
    return [Finding("permissions", "ok", "permissions_tried", {"tried": ", ".join(_TRIED), "names": others})]


def _names() -> tuple[str, ...]:
    return tuple(permission.name for permission in setup.PERMISSIONS)


def _unseen(fault: Fault) -> Mapping[str, str]:
    return {"reason": fault.code, "platform": "dingtalk"}


def _named(name: str) -> Mapping[str, str | Mapping[str, str]]:
    permission = next(each for each in setup.PERMISSIONS if each.name == name)
    how = {
        "zh": "请在“权限管理”申请，再发布一个版本",
        "en": "ask for it under permissions and publish a version",
    }
    return {"permission": name, "why": {"zh": permission.zh, "en": permission.en}, "how": how}


def _quota(quota: Quota) -> Finding:
    values: Mapping[str, str | int | Mapping[str, str]]
    values = {"pool": _POOLS[quota.pool], "used": quota.used, "most": str(quota.most or "∞")}
    share = quota.used / quota.most if quota.most else 0.0
    if quota.spent or share >= 1:
        return Finding("quota", "fail", "quota_spent", values)
    return Finding("quota", "warn" if share >= WARN_SHARE else "ok", "quota_left", values)

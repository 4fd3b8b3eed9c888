"""What `duiqi check` can see of the app from outside: credentials, connection, permissions, robot, quota, clock."""

from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Literal

import aiohttp

from adapters.base import Finding, Memory
from adapters.dingtalk import setup
from adapters.dingtalk.client import Client, quotas
from adapters.dingtalk.faults import Refused
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.stream import GatewayRefused, open_connection
from bot.clock import Clock

WARN_SHARE = 0.8
SKEW_SECONDS = 60.0
CALL_SECONDS = 10.0


async def run(
    session: aiohttp.ClientSession, client: Client, settings: DingTalkSettings, memory: Memory, clock: Clock
) -> tuple[Finding, ...]:
    """Every finding; the rest is left out when not even the credentials hold."""
    findings = [await _clock(session, settings, clock)]
    try:
        await client.token(fresh=True)
    except Refused as refused:
        return (*findings, Finding("credentials", "fail", refused.fault.code))
    findings.append(Finding("credentials", "ok"))
    if settings.mode == "stream":
        findings.append(await _gateway(session, settings))
    findings.append(_robot(settings))
    findings.append(await _contacts(client))
    findings += await _permissions(memory)
    findings += await _quota(client, settings)
    return tuple(findings)


async def _clock(session: aiohttp.ClientSession, settings: DingTalkSettings, clock: Clock) -> Finding:
    """Signatures are only good within an hour, and scheduled messages are only as right as the clock."""
    try:
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        async with session.get(settings.api_base_url, allow_redirects=False, timeout=timeout) as answer:
            there = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Finding("reach", "fail", type(error).__name__)
    except (ValueError, TypeError):
        return Finding("clock", "warn", "no date")
    off = abs((clock.now() - there).total_seconds())
    return Finding("clock", "ok" if off <= SKEW_SECONDS else "fail", f"{off:.0f} s")


async def _gateway(session: aiohttp.ClientSession, settings: DingTalkSettings) -> Finding:
    try:
        await open_connection(session, settings)
    except GatewayRefused as refused:
        return Finding("stream", "fail", str(refused))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError) as error:
        return Finding("stream", "fail", type(error).__name__)
    return Finding("stream", "ok")


def _robot(settings: DingTalkSettings) -> Finding:
    if settings.robot != settings.client_id:
        return Finding("robot", "warn", "robot_code is not the client id")
    return Finding("robot", "ok", settings.robot)


async def _contacts(client: Client) -> Finding:
    try:
        await client.old("/topapi/v2/department/get", {"dept_id": 1})
    except Refused as refused:
        return Finding("qyapi_get_department_list", "fail", " ".join((refused.fault.code, *refused.fault.scopes)))
    return Finding("qyapi_get_department_list", "ok")


async def _permissions(memory: Memory) -> Sequence[Finding]:
    """Sending cannot be tried without a message, so a missing permission is known from the last refusal."""
    names = [permission.name for permission in setup.PERMISSIONS if permission.name != "qyapi_get_department_list"]
    denied = [name for name in names if await memory.get(f"denied:{name}")]
    return [Finding(name, "fail", "refused lately") for name in denied]


async def _quota(client: Client, settings: DingTalkSettings) -> Sequence[Finding]:
    return [
        Finding(
            f"quota {quota.pool}",
            "fail" if quota.spent else _state(quota.used / quota.most if quota.most else 0.0),
            f"{quota.used} / {quota.most or '∞'}",
        )
        for quota in await quotas(client, settings)
    ]


def _state(share: float) -> Literal["ok", "warn", "fail"]:
    return "fail" if share >= 1 else "warn" if share >= WARN_SHARE else "ok"

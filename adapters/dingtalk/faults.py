"""What the platform's answers mean. HTTP 200 is not success, and HTTP 403 is mostly a rate. Pure.

Source: server-api-error-codes-1, how-to-process-api-throttling-on-the-dingtalk-server, the-robot-sends-a-group-message,
custom-robots-send-group-messages.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.errors import SendFailed

Kind = Literal[
    "again",  # passing trouble: with backoff
    "wait",  # a rate: after `seconds`
    "banned",  # this machine's address is locked out: nothing at all for `seconds`
    "token",  # fetch a new token, once
    "route",  # this way is closed, another may be open
    "content",  # the content check said no
    "split",  # too long
    "exists",  # this key was sent before
    "used_up",  # the month's calls are gone
    "refused",  # an administrator must act
    "gone",  # the receiver is not there any more
    "unsure",  # nobody can tell whether it arrived
]
NO_SUCH_PERSON = ("staffid.notexisted", "33012", "60121")
USED_UP_SECONDS = 6 * 3600.0  # somebody may buy more before the month is over
QPM_SECONDS, HOOK_SECONDS, BAN_SECONDS = 60.0, 600.0, 300.0

_CODES: dict[str, Kind] = {
    **dict.fromkeys(
        ("-1", "system.error", "system.busy", "systembusy", "send.too.fast", "send.bytoken.toofast", "660026"), "again"
    ),
    **dict.fromkeys(("too.many.group", "too.many.people", "toomuch.msg"), "again"),
    **dict.fromkeys(("forbidden.accessdenied.qpslimitforappkeyandapi", "90018", "90002"), "wait"),
    **dict.fromkeys(("forbidden.accessdenied.qpslimitforapi", "410100", "130101"), "wait"),
    "forbidden.accessdenied.qpmlimitforappkeyandapi": "wait",
    **dict.fromkeys(("invalidauthentication", "40014", "42001"), "token"),
    "300001": "route",
    **dict.fromkeys(("430101", "430102", "430103", "430104", "param.contentunsafe"), "content"),
    **dict.fromkeys(("msgparam.toolong", "460101", "101002"), "split"),
    "param.cardalreadyexist": "exists",
    **dict.fromkeys(("apicountlimitfororg", "90020"), "used_up"),
    **dict.fromkeys(
        ("group.disbanded", "400013", "bot.stopped", "400102", "400101", "400106", "resource.unavailable"), "gone"
    ),
    **dict.fromkeys(("conversation.org.notmatch", "invalid.openconversationid", *NO_SUCH_PERSON), "gone"),
    **dict.fromkeys(("chatbotid.notallow.sendoto", "robot.oto.notexist"), "gone"),
    "unknown.send.result": "unsure",
}
_WRAPPED = "88"  # the older interface wraps most of its errors in this one
_SUBCODE = re.compile(r"subcode=(?P<code>\w+)")
_SCOPES = re.compile(r"(?:权限[:：]\s*|requiredScopes=)\[(?P<names>[\w., ]+)\]")
_SECONDS = {
    "forbidden.accessdenied.qpmlimitforappkeyandapi": QPM_SECONDS,
    "410100": HOOK_SECONDS,
    "130101": HOOK_SECONDS,
}


KEEP_DENIED = 7 * 86400.0


def denied(scope: str) -> str:
    """Where it is kept that a permission was missing, for `check` to tell."""
    return f"denied:{scope}"


class ReceiverGone(SendFailed):
    """The person, or the robot in the group, is not there any more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal: its class, the platform's code, and how long to wait. `held`: foreseen, so that nobody was asked."""

    kind: Kind
    code: str
    seconds: float = 0.0
    scopes: tuple[str, ...] = ()
    held: bool = False

    def failure(self) -> SendFailed:
        """The same for the outbox."""
        reason = f"{self.code} {' '.join(self.scopes)}".strip()
        if self.kind == "gone":
            return ReceiverGone(reason, permanent=True)
        if self.kind == "used_up":
            return SendFailed(reason, retry_after=USED_UP_SECONDS, held=True)
        if self.kind in ("again", "wait", "banned", "token"):
            return SendFailed(reason, retry_after=self.seconds, held=self.held)
        return SendFailed(reason, permanent=self.kind != "unsure", ambiguous=self.kind == "unsure")


class Refused(Exception):
    """The platform did not do what it was asked. Holds no address and no token, so that it may be logged."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


UNSURE = Fault("unsure", "no answer")
UNSENT = Fault("again", "no connection")
BANNED = Fault("banned", "ip banned", BAN_SECONDS)


def read(status: int, text: str) -> tuple[dict[str, Any], Fault | None]:
    """The answer's object, and what is wrong with it; all shapes of errors alike."""
    try:
        body = json.loads(text)
    except ValueError:
        return {}, _unreadable(status)
    if not isinstance(body, dict):
        return {}, _unreadable(status)
    if body.get("punish") or body.get("status") == 1111:
        return body, BANNED
    if status < 300 and _is_zero(body.get("errcode")) and not (body.get("code") and body.get("message")):
        return body, None
    code = str(body.get("code") or body.get("errcode") or status)
    if code == _WRAPPED:
        inner = _SUBCODE.search(str(body.get("errmsg") or ""))
        code = str(body.get("sub_code") or (inner["code"] if inner else code))
    return body, of(code, status, body)


def of(code: str, status: int = 200, body: Mapping[str, Any] | None = None) -> Fault:
    """The class of one code."""
    known = code.lower()
    kind = _CODES.get(known) or _CODES.get(known.rpartition("accessdenied.")[2])
    if kind is None and known.startswith("contain."):
        kind = "content"
    if kind is None and known.startswith(("invalid.openconversationid", "apicountlimit")):
        kind = "gone" if known.startswith("invalid") else "used_up"
    if kind is None:
        kind = "wait" if status == 429 else "token" if status == 401 else "again" if status >= 500 else "refused"
    seconds = _SECONDS.get(known, 1.0 if kind == "wait" else 0.0)
    return Fault(kind, code, seconds, _scopes(body or {}))


def _unreadable(status: int) -> Fault:
    """The lock-out of an address answers with a page instead of an object."""
    if status in (404, 405):
        return Fault("refused", f"HTTP {status}")
    return Fault("again", f"HTTP {status}") if status >= 500 else BANNED


def _is_zero(code: object) -> bool:
    """`errcode` is sometimes a string, and absent in newer answers."""
    return code is None or str(code) in ("", "0")


def _scopes(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The permissions that are missing, from the field for it or, as in the older interface, from the words."""
    details = body.get("accessdenieddetail") or body.get("accessDeniedDetail") or {}
    named = details.get("requiredScopes") if isinstance(details, dict) else None
    if isinstance(named, list) and named:
        return tuple(str(scope) for scope in named)
    said = _SCOPES.search(" ".join(str(body.get(name) or "") for name in ("sub_msg", "errmsg", "message")))
    return tuple(name.strip() for name in said["names"].split(",")) if said else ()

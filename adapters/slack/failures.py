"""What a failed call to Slack means. Pure. Source: the error lists of Slack's method reference."""

import asyncio
import math
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import SendFailed

WAIT = {"ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "team_added_to_org"}
UNKNOWN = {"fatal_error", "internal_error", "request_timeout", "duplicate_message_not_found"}
OPERATOR = {
    "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope",
    "not_allowed_token_type", "app_access_restricted", "org_login_required", "access_denied",
}  # fmt: skip
TARGET = {
    "channel_not_found", "duplicate_channel_not_found", "not_in_channel", "is_archived", "user_disabled",
    "user_not_found", "users_not_found", "user_not_in_channel", "user_not_visible", "messages_tab_disabled",
    "ekm_access_denied", "no_permission", "cannot_reply_to_message", "cannot_dm_bot", "invalid_channel",
    "posting_to_channel_denied",
}  # fmt: skip
OURS = {
    "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text",
    "too_many_attachments", "view_too_large", "invalid_arguments", "markdown_text_conflict",
    "invalid_metadata_format", "metadata_too_large", "invalid_attachments", "only_one_table_allowed",
}  # fmt: skip
GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "block_mismatch", "is_inactive"}
OPERATOR_WAIT = 300.0  # until somebody has put it right, asking more often only fills the log
DEFAULT_WAIT = 30.0


def code(error: Exception) -> str:
    """Slack's own word for what went wrong; "" when the answer held none (a page of a proxy, broken JSON)."""
    if not isinstance(error, SlackApiError):
        return ""
    data = getattr(error.response, "data", None)
    found = data.get("error") if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


def status(error: Exception) -> int:
    """The HTTP status of an answer that was refused; 0 when there was none."""
    if not isinstance(error, SlackApiError):
        return 0
    # Broken JSON leaves aiohttp's own response in the error, which names the status otherwise.
    response = error.response
    found = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return found if isinstance(found, int) else 0


def retry_after(error: Exception) -> float:
    """Seconds to wait as the header says; the SDK itself dies of a value such as "0.5"."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    values = {str(name).lower(): value for name, value in dict(headers).items()}
    try:
        seconds = float(values.get("retry-after", DEFAULT_WAIT))
    except ValueError:
        return DEFAULT_WAIT
    return max(1.0, seconds) if math.isfinite(seconds) else DEFAULT_WAIT


def failure(error: Exception) -> SendFailed:
    """A failed write in the bot's terms."""
    name, answered = code(error), status(error)
    if answered == 429 or name in WAIT:
        return SendFailed(name or "ratelimited", retry_after=retry_after(error))
    if name in OPERATOR:
        return SendFailed(_told(error, name), retry_after=OPERATOR_WAIT)
    if name in TARGET or name in OURS or name in GONE or name.startswith("restricted_action"):
        return SendFailed(_told(error, name), permanent=True)
    if name and name not in UNKNOWN and answered < 500:
        return SendFailed(name)
    if isinstance(error, aiohttp.ClientConnectorError):
        return SendFailed("not connected")
    if isinstance(error, SlackApiError | aiohttp.ClientError | asyncio.TimeoutError | OSError):
        return SendFailed(name or (f"HTTP {answered}" if answered else type(error).__name__), ambiguous=True)
    raise error


def name_of(failed: SendFailed) -> str:
    """Slack's word for the failure, without what is told besides."""
    return failed.reason.partition(":")[0]


def _told(error: Exception, name: str) -> str:
    """The code, with what Slack adds: the missing scope, or the place in the blocks."""
    data = getattr(getattr(error, "response", None), "data", None)
    if not isinstance(data, dict):
        return name
    meta = data.get("response_metadata")
    messages = meta.get("messages") if isinstance(meta, dict) else None
    more = [data.get("needed"), *(data.get("errors") or []), *(messages or [])]
    return ": ".join([name, *(item for item in more[:3] if isinstance(item, str))])

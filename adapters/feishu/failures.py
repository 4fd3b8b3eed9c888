"""What the platform's refusals mean, by code, and what is to be done about each. Pure.

Codes and classes: https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code and the pages of each
interface. The HTTP status says little: most refusals are 400, some are 200.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from enum import Enum

from bot.errors import SendFailed

# Quotas turn over with the platform's own month.
HOME = timezone(timedelta(hours=8))
APP_PAUSE_SECONDS = 900.0
# A larger plan may be bought before the month is over; asking this process again costs no call.
QUOTA_PAUSE_SECONDS = 6 * 3600.0
NO_BOT = 11205
UNKNOWN_MESSAGE = 230001
_ERR_CODE = re.compile(r"ErrCode\s*[:：]\s*(\d+)")


class Remedy(Enum):
    """What helps: wait a little; a fresh token; next month; the administrator; another receiver; other content;
    a new message; or nothing, since it cannot be told whether it worked."""

    WAIT = "wait"
    TOKEN = "token"
    QUOTA = "quota"
    APP = "app"
    RECEIVER = "receiver"
    CONTENT = "content"
    GONE = "gone"
    UNANSWERED = "unanswered"
    NONE = "none"


_CODES: Mapping[Remedy, frozenset[int]] = {
    Remedy.WAIT: frozenset(
        {99991400, 230020, 230049, 232096, 11232, 11233, 11247, 190004, 190005, 190010, 1000040343}
    ),
    Remedy.TOKEN: frozenset({99991663, 99991664, 99991665, 99991671}),
    Remedy.QUOTA: frozenset({99991403}),
    Remedy.APP: frozenset({10003, 10014, 10015, NO_BOT, 99991401, 99991662, 99991672, 99991673, 230006}),
    Remedy.RECEIVER: frozenset(
        {
            230002, 230013, 230018, 230027, 230029, 230034, 230035, 230036, 230038, 230053, 232009,
            99992351, 99992360, 99992361,
        }
    ),
    Remedy.CONTENT: frozenset({230001, 230022, 230025, 230028, 230054, 230055, 230099}),
    Remedy.GONE: frozenset({230011, 230110, 231003, 230019, 230031}),
}  # fmt: skip
INVALID_MENTION = 100290
AUDITED = frozenset({230022, 230028})


class ApiError(Exception):
    """A call that failed. `code` is the platform's, 0 when it never got so far.

    unanswered: the request went out and may have worked.
    retry_after: seconds to wait, as the platform said.
    held: the platform was not asked, because it would have refused.
    """

    def __init__(
        self,
        code: int,
        text: str,
        *,
        status: int = 0,
        unanswered: bool = False,
        retry_after: float = 0.0,
        held: bool = False,
        log: str = "",
    ) -> None:
        super().__init__(f"{code} {text}" + (f" (log id {log})" if log else ""))
        self.code = code
        self.text = text
        self.status = status
        self.unanswered = unanswered
        self.retry_after = retry_after
        self.held = held

    @property
    def remedy(self) -> Remedy:
        if self.unanswered:
            return Remedy.UNANSWERED
        for remedy, codes in _CODES.items():
            if self.code in codes:
                return remedy
        return Remedy.WAIT if self.status == 429 or self.code == 0 else Remedy.NONE

    @property
    def card_code(self) -> int:
        """What exactly is wrong with a card (230099), 0 when it is not said."""
        found = _ERR_CODE.search(self.text)
        return int(found[1]) if found else 0


def failure(error: ApiError, now: datetime) -> SendFailed:
    """The refusal as the bot's own outbox understands it."""
    reason = f"feishu: {error}"
    match error.remedy:
        case Remedy.UNANSWERED:
            return SendFailed(reason, ambiguous=True, retry_after=error.retry_after)
        case Remedy.WAIT:
            return SendFailed(reason, retry_after=error.retry_after, held=error.held)
        case Remedy.QUOTA:
            left = error.retry_after or seconds_to_next_month(now)
            return SendFailed(reason, retry_after=min(left, QUOTA_PAUSE_SECONDS), held=True)
        case Remedy.APP:
            return SendFailed(reason, retry_after=APP_PAUSE_SECONDS)
        case _:
            return SendFailed(reason, permanent=True)


def month(now: datetime) -> str:
    """The month a call counts against, such as 2026-03."""
    return f"{now.astimezone(HOME):%Y-%m}"


def seconds_to_next_month(now: datetime) -> float:
    here = now.astimezone(HOME)
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    return (following - here).total_seconds()

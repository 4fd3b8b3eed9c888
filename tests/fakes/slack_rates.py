"""Slack's rate limits: per method and minute, and per channel for posts. Source: Slack, "Rate limits"."""

import math
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

MINUTE = timedelta(minutes=1)
PER_MINUTE: Mapping[str, int] = {
    "users.list": 20,
    "users.conversations": 20,
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.open": 50,
    "conversations.info": 50,
    "conversations.history": 50,
    "views.open": 100,
    "views.publish": 100,
    "users.info": 100,
    "conversations.members": 100,
    "chat.postMessage": 300,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "files.info": 50,
}
BURST = 1  # posts a channel takes at once; more are tolerated now and then, and promised to nobody


class Rates:
    """Counts calls; `refuse` gives the seconds to wait, or 0 when the call is allowed."""

    def __init__(self) -> None:
        self._calls: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._free: dict[str, tuple[float, datetime]] = {}

    def refuse(self, method: str, args: Mapping[str, Any], now: datetime) -> int:
        calls = self._calls[method]
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= PER_MINUTE.get(method, 10**9):
            return math.ceil((calls[0] + MINUTE - now).total_seconds())
        if method == "chat.postMessage" and not self._take(str(args.get("channel")), now):
            return 1
        calls.append(now)
        return 0

    def _take(self, channel: str, now: datetime) -> bool:
        free, since = self._free.get(channel, (float(BURST), now))
        free = min(float(BURST), free + (now - since).total_seconds())
        self._free[channel] = (free - 1 if free >= 1 else free, now)
        return free >= 1

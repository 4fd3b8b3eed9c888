"""What was said while nobody listened. Slack delivers an event for some six minutes, and not at all after two hours."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.base import Memory
from adapters.slack.client import SlackClient
from adapters.slack.markup import node, string
from bot.clock import Clock
from bot.errors import SendFailed

log = structlog.get_logger()

KEY = "seen"
GAP = timedelta(minutes=10)
LONGEST = timedelta(days=1)  # an older message is no longer meant for today
MARGIN = timedelta(minutes=1)
KINDS = "public_channel,private_channel,im"
Take = Callable[[Mapping[str, Any], Mapping[str, Any]], Awaitable[None]]
LookOver = Callable[[Mapping[str, Any], datetime], Awaitable[None]]


class Catchup:
    """Notes that we listen, and after a longer gap reads what was written in between.

    Replies in threads are not in a channel's history, and commands are not kept by Slack at all.
    """

    def __init__(self, client: SlackClient, memory: Memory, clock: Clock) -> None:
        self._client = client
        self._memory = memory
        self._clock = clock
        self._missed: datetime | None = None

    def missed(self, since: datetime) -> None:
        """Slack dropped what came from then on, though somebody listened."""
        self._missed = min(since, self._missed or since)

    async def look(self, take: Take, look_over: LookOver) -> None:
        """Call it from time to time while connected; `take` gets channel and message, oldest first, and before that
        `look_over` each channel with the moment of the look."""
        now = self._clock.now()
        known = await self._memory.get(KEY)
        since = datetime.fromisoformat(known) if known else now
        missed = self._missed
        if missed or now - since > GAP:
            since = min(since, missed or since)
            log.info("catching up", since=since.isoformat())
            try:
                await self._read(max(since - MARGIN, now - LONGEST), take, look_over)
            except SendFailed as failed:
                # The mark stays where it is, so that the next look tries again.
                log.warning("not caught up", reason=failed.reason)
                return
            if self._missed == missed:
                self._missed = None
        await self._memory.put(KEY, now.isoformat())

    async def _read(self, since: datetime, take: Take, look_over: LookOver) -> None:
        async for page in self._client.pages("users.conversations", types=KINDS, exclude_archived=True):
            for channel in page.get("channels", ()):
                await look_over(node(channel), self._clock.now())
                await self._channel(node(channel), since, take)

    async def _channel(self, channel: Mapping[str, Any], since: datetime, take: Take) -> None:
        found: list[Mapping[str, Any]] = []
        async for page in self._client.pages(
            "conversations.history", channel=string(channel, "id"), oldest=f"{since.timestamp():.6f}"
        ):
            found += [node(raw) for raw in page.get("messages", ())]
        # Slack lists the newest first.
        for raw in reversed(found):
            await take(channel, raw)

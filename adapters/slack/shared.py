"""Channels that are shared with another company (Slack Connect): what is posted there is read by its people (U4)."""

from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime, timedelta

from adapters.base import Memory
from bot.clock import Clock

FRESH = timedelta(minutes=1)  # another process may have heard it
REMEMBERED = 2000


class Shared:
    """Which channels are, as all processes heard it. `allowed`: those in which the bot works all the same."""

    def __init__(self, memory: Memory, clock: Clock, allowed: Collection[str]) -> None:
        self._memory = memory
        self._clock = clock
        self.allowed = frozenset(allowed)
        self._known: OrderedDict[str, tuple[bool, datetime]] = OrderedDict()

    async def has(self, channel: str) -> bool:
        """Whether nothing may be done in a channel. Direct messages are none."""
        if not channel or channel in self.allowed or channel.startswith("D"):
            return False
        known, until = self._known.get(channel, (False, self._clock.now()))
        if until <= self._clock.now():
            known = bool(await self._memory.get(_place(channel)))
            self._remember(channel, known)
        return known

    async def enter(self, channel: str, shared: bool) -> None:
        """A channel has become shared, or is the company's own again."""
        if await self._memory.get(_place(channel)) != ("1" if shared else ""):
            await self._memory.put(_place(channel), "1" if shared else "")
        self._remember(channel, shared)

    async def first_today(self, channel: str, key: str) -> bool:
        """Whether nobody was told there within a day; `key`: of what it is told to."""
        return await self._memory.swap(f"declined:{channel}", None, key, timedelta(days=1).total_seconds())

    def _remember(self, channel: str, shared: bool) -> None:
        self._known[channel] = (shared, self._clock.now() + FRESH)
        self._known.move_to_end(channel)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _place(channel: str) -> str:
    return f"outside:{channel}"

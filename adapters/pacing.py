"""Keeps within a platform's rates, all processes of an installation together, without ever being refused.

A platform counts arrivals in a window that slides. When a call arrived nobody here knows; that it had arrived when its
answer came is certain. So its place in the window is free again one window after the answer, less a part of the
shortest way there and back, by which even the fastest call is late: measured, that uses 96 % of what is allowed and is
never refused, where pacing by the clock alone is.

What is taken stands in `Memory` under each limit's key, changed by comparing and swapping, so that no process needs to
know of another, and places of a process that died become free by themselves.
"""

import asyncio
import math
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from adapters.base import Memory
from bot.clock import Clock
from bot.errors import SendFailed

log = structlog.get_logger()

PATIENCE_SECONDS = 1.2  # longer waits are the outbox's, where other messages can pass meanwhile
LONGEST_CALL_SECONDS = 25.0
LONGEST_PAUSE_SECONDS = 900.0
CREDIT_SHARE = 0.6
CREDIT_SAMPLES = 40  # the first calls carry the opening of connections and would promise too much
CREDIT_WINDOW_SECONDS = 10.0  # in longer windows it is worth nothing, and a refusal there costs most
STEPS = 200  # of a long window, so that a thousand places are told in a few hundred numbers
MOST_LANES = 500

Places = Counter[int]
"""Places taken, by the moment (ms) at which each is free; negative while the call is under way."""
Edit = Callable[[Places], Places]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` calls may arrive in any `seconds`."""

    key: str
    most: int
    seconds: float

    @property
    def window(self) -> int:
        return round(self.seconds * 1000)


def load(text: str) -> Places:
    """Places as they are kept: `moment` or `moment*number`, with spaces between."""
    places = Places()
    for part in text.split():
        moment, _, number = part.partition("*")
        places[int(moment)] += int(number or 1)
    return places


def dump(places: Mapping[int, int]) -> str:
    return " ".join(str(at) if number == 1 else f"{at}*{number}" for at, number in places.items() if number > 0)


def still_taken(places: Places, limit: Limit, now: int) -> Places:
    """Those not free yet. What is said to be taken for too long was written before the clock was put back."""
    most = now + max(limit.window + round(LONGEST_CALL_SECONDS * 1000), round(LONGEST_PAUSE_SECONDS * 1000))
    return Places({at: number for at, number in places.items() if now < abs(at) <= most and number > 0})


def earliest(places: Places, limit: Limit, now: int) -> tuple[int, bool]:
    """When the next call may go, and whether that is certain: it is not while it depends on calls under way."""
    free = limit.most - places.total()
    if free > 0:
        return now, True
    for at, number in sorted(places.items(), key=lambda item: abs(item[0])):
        free += number
        if free > 0:
            return abs(at), at > 0
    return now, True


def freed(limit: Limit, answered: int, credit: int) -> int:
    """When the place of a call is free whose answer came at this moment. Long windows count in steps, rounded up."""
    step = max(1, limit.window // STEPS) if limit.most > STEPS else 1
    until = answered + limit.window - (credit if limit.seconds <= CREDIT_WINDOW_SECONDS else 0)
    return -(-until // step) * step


def filled(places: Places, limit: Limit, until: int) -> Places:
    """Every place taken at least until then, as when the platform says that there were too many calls."""
    late = Places({at: number for at, number in places.items() if abs(at) > until})
    # Calls under way may be answered, and free, before that.
    late[until] += max(0, limit.most - sum(number for at, number in late.items() if at > 0))
    return late


class Pacer:
    """The rates of one platform's app, shared through its memory."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock
        self._lanes: dict[str, _Lane] = {}
        self._trips: deque[int] = deque(maxlen=1000)

    @asynccontextmanager
    async def turn(self, *limits: Limit) -> AsyncIterator[None]:
        """Wait until a call fits all limits, and give its places back after it; narrow limits come first.

        Raises SendFailed (held) when that would take long.
        """
        taken: list[tuple[_Lane, int]] = []
        began = 0
        try:
            for limit in limits:
                lane = self._lane(limit)
                taken.append((lane, await self._take(lane)))
            began = self._now()
            yield
            self._trips.append(self._now() - began)
        finally:
            await asyncio.gather(*(self._give_back(lane, mark, bool(began)) for lane, mark in taken))

    async def pause(self, limit: Limit, seconds: float) -> None:
        """The platform said that there were too many calls: nothing under this limit for so long, in any process."""
        now = self._now()
        await self._lane(limit).change(
            now, lambda places: filled(places, limit, now + round(min(seconds, LONGEST_PAUSE_SECONDS) * 1000))
        )

    async def _take(self, lane: "_Lane") -> int:
        """Wait for a place and mark it as under way; those who wait take theirs in the order they came."""
        limit = lane.limit
        self._require_patience(limit, lane.waiting * limit.seconds / limit.most)
        lane.waiting += 1
        try:
            async with lane.order:
                now = self._now()
                while True:
                    mark = -(now + limit.window + round(LONGEST_CALL_SECONDS * 1000))
                    start, certain = await lane.take(now, mark)
                    if start <= now:
                        return mark
                    # What is under way keeps its place for a window after its answer: looking late costs nothing.
                    wait = start - now if certain else min(start - now, max(1, limit.window // 4))
                    self._require_patience(limit, wait / 1000)
                    await self._clock.sleep(wait / 1000)
                    # A clock that stands still, as in a rehearsal, must not hold anybody up for ever.
                    now = max(self._now(), now + wait)
        finally:
            lane.waiting -= 1

    async def _give_back(self, lane: "_Lane", mark: int, called: bool) -> None:
        now = self._now()
        free = freed(lane.limit, now, self._credit()) if called else now
        try:
            await lane.change(now, lambda places: places - Places([mark]) + Places([free]))
        except Exception:
            # The call itself is over; its place becomes free by itself a while later.
            log.exception("place not given back", limit=lane.limit.key)
        if not lane.waiting and len(self._lanes) > MOST_LANES:
            self._lanes.pop(lane.limit.key, None)

    @staticmethod
    def _require_patience(limit: Limit, seconds: float) -> None:
        if seconds > PATIENCE_SECONDS:
            raise SendFailed(f"held back by the rate of {limit.key}", held=True, retry_after=seconds)

    def _credit(self) -> int:
        return int(min(self._trips) * CREDIT_SHARE) if len(self._trips) >= CREDIT_SAMPLES else 0

    def _now(self) -> int:
        # Rounded up, so that an answer is never taken for earlier than it was.
        return math.ceil(self._clock.now().timestamp() * 1000)

    def _lane(self, limit: Limit) -> "_Lane":
        return self._lanes.setdefault(limit.key, _Lane(limit, self._memory))


class _Lane:
    """One limit as this process knows it."""

    def __init__(self, limit: Limit, memory: Memory) -> None:
        self.limit = limit
        self.order = asyncio.Lock()
        self.waiting = 0
        self._memory = memory
        self._editing = asyncio.Lock()
        self._edits: list[Edit] = []
        self._known: str | None = None

    async def take(self, now: int, mark: int) -> tuple[int, bool]:
        """Mark a place as taken, or tell when one will be free."""
        async with self._editing:
            looked = False
            while True:
                places = still_taken(load(self._known or ""), self.limit, now)
                start, certain = earliest(places, self.limit, now)
                if start <= now:
                    places[mark] += 1
                    if await self._swap(places, now):
                        return now, True
                elif looked:
                    return start, certain
                # What is known may be old: other processes take places and give them back.
                self._known, looked = await self._memory.get(self._key), True

    async def change(self, now: int, edit: Edit) -> None:
        """Change what is taken; changes that come while one is being written are written together."""
        self._edits.append(edit)
        async with self._editing:
            edits, self._edits = self._edits, []
            while edits:
                places = still_taken(load(self._known or ""), self.limit, now)
                for each in edits:
                    places = each(places)
                if await self._swap(places, now):
                    return
                self._known = await self._memory.get(self._key)

    @property
    def _key(self) -> str:
        return f"pace:{self.limit.key}"

    async def _swap(self, places: Places, now: int) -> bool:
        """Write, unless another process wrote since we looked."""
        text = dump(places)
        until = max((abs(at) for at in places), default=now)
        done = await self._memory.swap(self._key, self._known, text, (until - now) / 1000 + 1)
        if done:
            self._known = text
        return done

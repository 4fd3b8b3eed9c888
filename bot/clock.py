"""Where time comes from. The only file that may ask the machine's clock or sleep.

Everything else is handed `now`, an aware UTC datetime, so that tests, rehearsals and the demo move time as they like.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time of this process: `now()` is aware UTC; `sleep` takes seconds of this clock, not of the machine."""

    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class MovableClock:
    """A clock that starts anywhere, runs at any speed and can be put forward, for the demo and for rehearsals.

    With `speed` 0 it stands still until `move_to`. It never goes back: what is recorded must stay in order.
    """

    def __init__(self, start: datetime, speed: float = 0.0) -> None:
        self._origin = start.astimezone(UTC)
        self._speed = speed
        self._started = time.monotonic()
        self._moved = asyncio.Event()

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> datetime:
        if not self._speed:
            return self._origin
        return self._origin + timedelta(seconds=(time.monotonic() - self._started) * self._speed)

    def move_to(self, moment: datetime) -> None:
        """Put the clock forward to `moment`; an earlier moment leaves it as it is."""
        target = max(moment.astimezone(UTC), self.now())
        self._origin, self._started = target, time.monotonic()
        self._moved.set()
        self._moved = asyncio.Event()

    def run_at(self, speed: float) -> None:
        """Let one second of the machine be `speed` seconds of this clock from now on."""
        self._origin, self._started = self.now(), time.monotonic()
        self._speed = speed
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of this clock, or as soon as somebody moved it."""
        wait = seconds / self._speed if self._speed else seconds
        try:
            # Not `wait_for`, which in Python 3.11 swallows a cancellation that comes with the end of the wait.
            async with asyncio.timeout(wait):
                await self._moved.wait()
        except TimeoutError:
            return


def monotonic() -> float:
    """Seconds on a clock that never goes back, for measuring how long something took."""
    return time.monotonic()

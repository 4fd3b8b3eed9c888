"""A loop whose time is its own: as soon as nothing is left to do at one moment, it is the next one's turn.

Sockets between parts of this one process answer at once, so a minute of thousands of calls passes in a second or two,
with every wait as long as it would really be.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.clock import SystemClock

T = TypeVar("T")
START = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
GRACE_SECONDS = 0.0002  # what is on its way within the machine may take so long


class _Selector(selectors.DefaultSelector):
    """Never waits: the time that it was to wait passes in the loop's own reckoning."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        ready = super().select(GRACE_SECONDS)
        if not ready and timeout is not None:
            self.passed += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._reckoning = _Selector()
        super().__init__(self._reckoning)

    def time(self) -> float:
        return self._reckoning.passed


class LoopClock(SystemClock):
    """The time of the running loop."""

    def now(self) -> datetime:
        return START + timedelta(seconds=asyncio.get_running_loop().time())


def play(work: Callable[[LoopClock], Coroutine[Any, Any, T]]) -> T:
    """Run something to its end on a time of its own."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work(LoopClock()))

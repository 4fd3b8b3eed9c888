"""How many messages came, written down together once a second: a commit for each would cost as much as storing it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock

log = structlog.get_logger()

EVERY_SECONDS = 1.0


class Tally:
    """Counts for `write`; a crash costs what came within its last second."""

    def __init__(self, clock: Clock, write: Callable[[int], Awaitable[None]]) -> None:
        self._clock = clock
        self._write = write
        self._open = 0
        self._settling = asyncio.Lock()
        self._writing: asyncio.Task[None] | None = None

    def add(self) -> None:
        self._open += 1
        if self._writing is None:
            self._writing = asyncio.create_task(self._in_time())

    async def settle(self) -> None:
        """Write down what was counted so far; what the store does not take is kept for the next time."""
        async with self._settling:
            counted, self._open = self._open, 0
            try:
                if counted:
                    await self._write(counted)
            except Exception as error:
                self._open += counted
                log.error("dingtalk messages not counted", error=type(error).__name__, exc_info=error)

    async def stop(self) -> None:
        # Not while it writes, when nobody could tell whether it was written.
        async with self._settling:
            writing = self._writing
            if writing is not None:
                writing.cancel()
        if writing is not None:
            await asyncio.gather(writing, return_exceptions=True)
        await self.settle()

    async def _in_time(self) -> None:
        try:
            while self._open:
                await self._clock.sleep(EVERY_SECONDS)
                await self.settle()
        finally:
            self._writing = None

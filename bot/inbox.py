"""The way in: an event is stored durably, with its neighbours in one commit, before the platform is answered."""

import asyncio
from collections.abc import Callable

from bot import metrics
from bot.clock import Clock, monotonic
from bot.wire import Incoming
from storage import inbox as rows
from storage.engine import Database


class Inbox:
    """Gathers events that arrive while a commit is under way into the next one (performance.md 2)."""

    def __init__(self, database: Database, clock: Clock, arrived: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._arrived = arrived
        self._waiting: list[tuple[Incoming, asyncio.Future[bool]]] = []
        self._busy = False

    async def deliver(self, event: Incoming) -> bool:
        """Store one event; when this returns it survives a crash. A repeat is stored only once."""
        began = monotonic()
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, future))
        if not self._busy:
            await self._flush()
        stored = await future
        metrics.inbox_received.inc()
        metrics.ack_seconds.observe(monotonic() - began)
        return stored

    async def _flush(self) -> None:
        self._busy = True
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._store(batch)
        finally:
            self._busy = False

    async def _store(self, batch: list[tuple[Incoming, asyncio.Future[bool]]]) -> None:
        try:
            await self._database.run_first(rows.put_all, [event for event, _ in batch], self._clock.now())
        except Exception as error:  # noqa: BLE001 - every waiting caller must hear of it
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for _, future in batch:
            if not future.done():
                future.set_result(True)
        self._arrived()

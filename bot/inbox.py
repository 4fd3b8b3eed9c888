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
        self._flushing: asyncio.Task[None] | None = None

    async def deliver(self, event: Incoming) -> bool:
        """Store one event; when this returns it survives a crash. False for a repeat, which is stored only once."""
        began = monotonic()
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, future))
        if self._flushing is None:
            # A task of its own: a caller who hangs up must not take the neighbours' events along.
            self._flushing = asyncio.create_task(self._flush())
        stored = await future
        metrics.ack_seconds.observe(monotonic() - began)
        return stored

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._store(batch)
        finally:
            self._flushing = None

    async def _store(self, batch: list[tuple[Incoming, asyncio.Future[bool]]]) -> None:
        try:
            fresh = await self._database.run_first(rows.put_all, [event for event, _ in batch], self._clock.now())
        except Exception as error:  # noqa: BLE001 - every waiting caller must hear of it
            if len(batch) > 1:
                # One that cannot be stored must not keep its neighbours out.
                for one in batch:
                    await self._store([one])
                return
            _settle(batch[0][1], error)
            return
        metrics.inbox_received.inc(len(batch))
        for (_, future), new in zip(batch, fresh, strict=True):
            _settle(future, new)
        self._arrived()


def _settle(future: asyncio.Future[bool], outcome: bool | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)

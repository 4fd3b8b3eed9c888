"""The durable store adapters are given, kept in the bot's own database and so shared by all its processes."""

import asyncio

from bot.clock import Clock
from storage import inbox
from storage import memory as rows
from storage.engine import Database

TIDY_EVERY = 1000  # values put, and at the start; what is over is in nobody's way, it only takes room


class DatabaseMemory:
    """One platform's part of the store; keeps the `Memory` contract of adapters/base.py.

    Its calls go ahead of waiting turns, because sending and acknowledging wait for them.
    """

    def __init__(self, database: Database, clock: Clock, platform: str) -> None:
        self._database = database
        self._clock = clock
        self._platform = platform
        self._puts = 0
        self._wanted: list[tuple[str, asyncio.Future[str | None]]] = []
        self._reading: asyncio.Task[None] | None = None

    async def get(self, key: str) -> str | None:
        """Values asked for while others are being read are read together: events come in crowds."""
        future: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._wanted.append((key, future))
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
        return await future

    async def _read(self) -> None:
        while self._wanted:
            wanted, self._wanted = self._wanted, []
            keys = [key for key, _ in wanted]
            try:
                found = await self._database.run_first(rows.get_many, self._platform, keys, self._clock.now())
            except Exception as error:  # noqa: BLE001 - handed to those who wait
                for _, future in wanted:
                    if not future.done():
                        future.set_exception(error)
            else:
                for (_, future), value in zip(wanted, found, strict=True):
                    if not future.done():
                        future.set_result(value)

    async def put(self, key: str, value: str, seconds: float | None = None) -> None:
        await self._database.run_first(rows.put, self._platform, key, value, self._clock.now(), seconds)
        if self._puts % TIDY_EVERY == 0:
            await self._database.run(rows.forget_old, self._clock.now())
        self._puts += 1

    async def add(self, key: str, amount: int, seconds: float | None = None) -> int:
        return await self._database.run_first(rows.add, self._platform, key, amount, self._clock.now(), seconds)

    async def swap(self, key: str, old: str | None, new: str, seconds: float) -> bool:
        return await self._database.run_first(rows.swap, self._platform, key, (old, new), self._clock.now(), seconds)

    async def settled(self, key: str) -> bool:
        return await self._database.run_first(inbox.settled, self._platform, key, self._clock.now())

"""A platform's store in memory."""

from datetime import datetime, timedelta

from bot.clock import Clock


class FakeMemory:
    """Keeps the `Memory` contract; values vanish when their time is over.

    paces: False forgets what is shared to keep within rates, for stories in which everything happens at one moment.
    done: keys of events that some process has dealt with.
    """

    def __init__(self, clock: Clock, *, paces: bool = True) -> None:
        self._clock = clock
        self._paces = paces
        self._values: dict[str, tuple[str, datetime | None]] = {}
        self.done: set[str] = set()

    async def get(self, key: str) -> str | None:
        value, until = self._values.get(key, (None, None))
        return None if until is not None and until <= self._clock.now() else value

    async def put(self, key: str, value: str, seconds: float | None = None) -> None:
        self._values[key] = (value, self._until(seconds))

    async def add(self, key: str, amount: int, seconds: float | None = None) -> int:
        known = await self.get(key)
        until = self._values[key][1] if known is not None else self._until(seconds)
        self._values[key] = (str(int(known or 0) + amount), until)
        return int(self._values[key][0])

    async def swap(self, key: str, old: str | None, new: str, seconds: float) -> bool:
        if key.startswith("pace:") and not self._paces:
            return True
        if await self.get(key) != old:
            return False
        await self.put(key, new, seconds)
        return True

    async def settled(self, key: str) -> bool:
        return key in self.done

    def _until(self, seconds: float | None) -> datetime | None:
        return None if seconds is None else self._clock.now() + timedelta(seconds=seconds)

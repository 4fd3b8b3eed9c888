"""How many processes share the app: each keeps an entry in the shared store for as long as it lives."""

import json
import secrets
from datetime import datetime, timedelta

from adapters.base import Memory
from bot.clock import Clock

KEY = "processes"
LIFE = timedelta(minutes=15)  # an entry that nobody renews is a dead process's
TRIES = 5


class Presence:
    """This process among those that share the store."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock
        self._name = secrets.token_hex(4)

    async def renew(self) -> int:
        """Say that this process lives, and count those that do; call it well within `LIFE`."""
        return await self._write(self._clock.now() + LIFE)

    async def leave(self) -> None:
        """This process stops."""
        await self._write(None)

    async def _write(self, until: datetime | None) -> int:
        now = self._clock.now()
        living: dict[str, str] = {}
        for _ in range(TRIES):
            known = await self._memory.get(KEY)
            found = json.loads(known or "{}")
            living = {name: end for name, end in found.items() if datetime.fromisoformat(end) > now}
            living.pop(self._name, None)
            living |= {self._name: until.isoformat()} if until else {}
            if await self._memory.swap(KEY, known, json.dumps(living), LIFE.total_seconds()):
                break
        return len(living)

"""Notes whether the platforms are connected, so that whoever asks any process hears of all of them."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlmodel import Session

from adapters.base import Adapter
from bot.clock import Clock
from storage import connections
from storage.connections import Connection
from storage.engine import Database

log = structlog.get_logger()

EVERY = timedelta(minutes=1)


class Connections:
    """This process's connections; a change is written at once, and what stays as it is once a minute."""

    def __init__(self, database: Database, clock: Clock, adapters: Mapping[str, Adapter]) -> None:
        self._database = database
        self._clock = clock
        self._adapters = adapters
        self._process = secrets.token_hex(4)
        self._seen: dict[str, Connection] = {}
        self._next = clock.now()

    async def look(self) -> None:
        """See how each platform stands."""
        now = self._clock.now()
        changed = [
            Connection(name, adapter.connected, now)
            for name, adapter in self._adapters.items()
            if name not in self._seen or self._seen[name].up != adapter.connected
        ]
        if not changed and self._next - EVERY <= now < self._next:
            return
        self._seen |= {each.platform: each for each in changed}
        self._next = now + EVERY
        await self._database.run(self._write)

    async def leave(self) -> None:
        """This process stops; where that cannot be written, it is over soon enough."""
        try:
            await self._database.run(connections.forget, self._process, list(self._seen))
        except Exception:
            log.exception("connections not taken back")
        self._seen = {}

    def _write(self, db: Session) -> None:
        for seen in self._seen.values():
            connections.put(db, self._process, seen, self._clock.now())

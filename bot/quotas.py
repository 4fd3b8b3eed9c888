"""Asks the platforms from time to time what is left of the month's calls, beside all other work."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlmodel import Session

from adapters.base import Adapter, Quota
from bot.clock import Clock
from bot.services import quotas
from bot.services.work import Defaults, Work
from storage.engine import Database
from storage.quotas import Report

log = structlog.get_logger()

EVERY = timedelta(minutes=1)


class Quotas:
    """Every process asks; what comes of it is written once."""

    def __init__(self, database: Database, clock: Clock, defaults: Defaults, adapters: Mapping[str, Adapter]) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults
        self._adapters = adapters
        self._next = clock.now()

    async def look(self) -> None:
        """Ask every platform, once a minute at most."""
        if self._clock.now() < self._next:
            return
        self._next = self._clock.now() + EVERY
        for name, adapter in self._adapters.items():
            for quota in await self._ask(adapter):
                await self._database.run(self._enter, name, quota)

    async def _ask(self, adapter: Adapter) -> tuple[Quota, ...]:
        try:
            return await adapter.quotas()
        except Exception:
            log.exception("quota not asked", platform=adapter.name)
            return ()

    def _enter(self, db: Session, platform: str, quota: Quota) -> None:
        work = Work(db, self._clock.now(), self._defaults, source=f"quota:{platform}")
        quotas.enter(work, Report(platform, quota.pool, quota.month, quota.used, quota.most, quota.spent))

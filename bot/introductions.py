"""Asks the platforms' directories who the people are whom the bot has met, beside all other work."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

import structlog
from sqlmodel import Session

from adapters.base import Adapter, Profile
from bot.clock import Clock
from bot.errors import SendFailed
from bot.services import introductions
from bot.services.introductions import Told
from bot.services.work import Defaults, Work
from storage import people as rows
from storage.engine import Database
from storage.moments import to_ms

log = structlog.get_logger()

AGAIN = timedelta(hours=6)  # for directories that did not answer, or do not know the person yet
ASK_SECONDS = 30.0
LEASE = timedelta(minutes=2)  # after which another process asks, because the one that wanted to must have died


class Introductions:
    """One person at a time: nobody waits for it, and directories allow a hundred questions a minute."""

    def __init__(self, database: Database, clock: Clock, defaults: Defaults, adapters: Mapping[str, Adapter]) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults
        self._adapters = adapters

    async def introduce_one(self) -> bool:
        """Ask about the next person, if there is one; False when there is none. A failure is logged and asked again."""
        now = self._clock.now()
        account = await self._database.run(rows.take_stranger, frozenset(self._adapters), now, now + LEASE)
        if account is None:
            return False
        platform, user = account.platform, account.user
        profile, pause = await self._ask(platform, user)
        if profile is None:
            await self._database.run(rows.put_off, platform, user, now + LEASE, now + pause)
            return True
        told = Told(**asdict(profile))
        try:
            await self._database.run(self._enter, platform, user, told)
        except Exception:
            # What cannot be taken in now would fail again at once.
            await self._database.run(rows.put_off, platform, user, now + LEASE, now + AGAIN)
            raise
        return True

    async def _ask(self, platform: str, user: str) -> tuple[Profile | None, timedelta]:
        """What the directory tells, and how long to wait before it is asked the same again."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                return await self._adapters[platform].profile(user), AGAIN
        except SendFailed as failure:
            log.warning("directory not asked", platform=platform, reason=failure.reason)
            return None, timedelta(seconds=failure.retry_after) if failure.retry_after else AGAIN
        except TimeoutError:
            log.warning("directory not asked", platform=platform, reason="no answer")
        except Exception:
            log.exception("directory failed", platform=platform)
        return None, AGAIN

    def _enter(self, db: Session, platform: str, user: str, told: Told) -> None:
        now = self._clock.now()
        work = Work(db, now, self._defaults, source=f"directory:{platform}:{user}:{to_ms(now)}")
        introductions.introduce(work, platform, user, told)

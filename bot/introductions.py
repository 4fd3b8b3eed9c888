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

log = structlog.get_logger()

AGAIN = timedelta(hours=6)  # for directories that did not answer, or do not know the person yet
ASK_SECONDS = 30.0


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
        account = await self._database.run(rows.take_stranger, frozenset(self._adapters), now, now + AGAIN)
        if account is None:
            return False
        profile = await self._ask(account.platform, account.user)
        if profile is not None:
            told = Told(**asdict(profile))
            await self._database.run(self._enter, account.platform, account.user, told)
        return True

    async def _ask(self, platform: str, user: str) -> Profile | None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                return await self._adapters[platform].profile(user)
        except (SendFailed, TimeoutError) as failure:
            log.warning("directory not asked", platform=platform, reason=str(failure) or "no answer")
        except Exception:
            log.exception("directory failed", platform=platform)
        return None

    def _enter(self, db: Session, platform: str, user: str, told: Told) -> None:
        work = Work(db, self._clock.now(), self._defaults, source=f"directory:{platform}:{user}")
        introductions.introduce(work, platform, user, told)

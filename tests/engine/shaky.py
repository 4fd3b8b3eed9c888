"""The console on a bad line, and short words for the engine tests."""

import asyncio
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import select

from adapters.base import Abilities, Quota
from adapters.console.adapter import ConsoleAdapter
from bot.cards import note
from bot.engine import Engine
from bot.errors import FileRefused, SendFailed
from bot.wire import Delivery
from storage import outbox
from storage.outbox import Notice, Rank, ToPerson
from storage.tables.plumbing import outbox as rows
from tests.chat import Chat

Fate = Literal["refused", "held", "lost", "gone", "forgotten", "forbidden"]


class ShakyConsole(ConsoleAdapter):
    """What happens to the next sends is planned: refused before, held back by the adapter itself, lost after the
    message was taken, gone for good, or forgotten: lost so long ago that nobody can find out any more. Files may be
    forbidden. `busy` look-ups are refused."""

    def __init__(self, chat: Chat, *plan: Fate, keys: bool = True, tells: bool = True, busy: int = 0) -> None:
        super().__init__(chat.stage.console.store, chat.stage.clock.now)
        self.can = Abilities(update=True, idempotent=keys)
        self._plan = list(plan)
        self._tells = tells
        self._busy = busy
        self.quota: Quota | None = None

    async def send(self, delivery: Delivery) -> str:
        fate = self._plan.pop(0) if self._plan else ""
        if fate in ("refused", "held", "gone"):
            held = fate == "held"
            raise SendFailed(fate, permanent=fate == "gone", held=held, retry_after=60 if held else 0)
        if fate == "forbidden":
            raise FileRefused("missing_scope", "permission")
        ref = await super().send(delivery)
        if fate == "forgotten":
            raise SendFailed("no answer, long ago", permanent=True, ambiguous=True)
        if fate == "lost":
            raise SendFailed("no answer", ambiguous=True)
        return ref

    async def quotas(self) -> tuple[Quota, ...]:
        return (self.quota,) if self.quota else ()

    async def find(self, delivery: Delivery) -> str | None:
        if self._busy:
            self._busy -= 1
            raise SendFailed("busy", retry_after=1)
        return await super().find(delivery) if self._tells else None


class Line:
    """The outbox of a stage, over a console that may be shaky."""

    def __init__(self, chat: Chat, *plan: Fate, keys: bool = True, tells: bool = True, busy: int = 0) -> None:
        stage = chat.stage
        self.clock, self.store = stage.clock, stage.console.store
        console = self.console = ShakyConsole(chat, *plan, keys=keys, tells=tells, busy=busy)
        self.engine = Engine(stage.database, stage.clock, stage.defaults, {console.name: console})

    def put(self, *notices: Notice) -> None:
        """Queue messages and send what may go."""
        self.queue(*notices)
        self.passes()

    def queue(self, *notices: Notice) -> None:
        with self.engine.database.transaction() as db:
            outbox.put(db, notices, self.clock.now())

    def passes(self, minutes: float = 0) -> None:
        """Let time go by, everything happening at its own moment."""
        asyncio.run(self.engine.advance(self.clock, self.clock.now() + timedelta(minutes=minutes)))

    def outcomes(self) -> list[tuple[str, str]]:
        """Every send the platform saw: key and what became of it."""
        return [(key, outcome) for key, _, outcome in self.store.sends()]

    def states(self) -> dict[str, str]:
        """What became of every message, by key."""
        with self.engine.database.transaction() as db:
            return {key: state for key, state in db.connection().execute(select(rows.c.key, rows.c.state))}


def told(key: str, person: int = 1, **more: Any) -> Notice:
    """A direct message that says its key, urgent unless said otherwise."""
    return Notice(ToPerson(person), note(key), "O2", key, more.pop("rank", Rank.URGENT), **more)

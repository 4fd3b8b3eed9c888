"""Short words for the queue tests."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cards import Card, note
from bot.wire import Incoming
from storage import outbox, posted
from storage.engine import Database
from storage.outbox import Notice, Rank, ToPerson, Waiting
from storage.posted import Place
from storage.tables.plumbing import outbox as rows

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LI = ToPerson(1)
WANG = ToPerson(2)

on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def at(minutes: float) -> datetime:
    """So many minutes after the tests' beginning."""
    return NOW + MINUTE * minutes


def said(key: str, chat: str = "g1", text: str = "hello", platform: str = "console") -> Incoming:
    """A message in a group."""
    return Incoming(key, platform, "message", "u1", "Li", chat, text=text)


def words_of(card: Card) -> str:
    """The title of a card made of plain text."""
    return str(card.title)


class Queue:
    """The outbox with plain calls; every call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, key: str, to: ToPerson = LI, *, minutes: float = 0, merge: str = "", card_key: str = "") -> None:
        """Queue a message that says its key, to go out at so many minutes."""
        notice = Notice(to, note(key), "O2", key, Rank.NOTICE, card_key, merge, not_before=at(minutes))
        self.put_notice(notice)

    def put_notice(self, notice: Notice) -> None:
        with self.database.transaction() as db:
            outbox.put(db, [notice], NOW)

    def update(self, card_key: str, text: str) -> None:
        """Replace a card by one that says `text`."""
        with self.database.transaction() as db:
            outbox.put_update(db, card_key, note(text), "reply", NOW, text)

    def lease(self, minutes: float = 0, limit: int = 10) -> list[Waiting]:
        """What may go out then, taken for one minute."""
        with self.database.transaction() as db:
            return outbox.lease(db, at(minutes), at(minutes + 1), limit)

    def send(self, minutes: float = 0) -> list[str]:
        """Lease and mark as sent; what was said to each."""
        leased = self.lease(minutes)
        for message in leased:
            self.sent(message)
        return [words_of(message.card) for message in leased]

    def sent(self, message: Waiting) -> None:
        with self.database.transaction() as db:
            outbox.finish(db, message.id, "sent", NOW, ref=f"m{message.id}")
            for part in message.parts if message.kind == "post" else ():
                posted.remember_place(db, part.card_key, part.lane, Place("console", f"m{message.id}", message.id))

    def states(self) -> dict[str, str]:
        """What became of every message, by key."""
        with self.database.transaction() as db:
            found = db.connection().execute(select(rows.c.key, rows.c.state).order_by(rows.c.id))
            return {key: state for key, state in found}

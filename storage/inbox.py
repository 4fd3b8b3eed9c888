"""Events as they came: stored before they are acknowledged, taken in order per lane, finished with their turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session

from bot.wire import Incoming
from storage.moments import from_ms, to_ms
from storage.tables.plumbing import inbox


@dataclass(frozen=True, slots=True)
class Stored:
    """An event with its row id, which names it in the record and in the keys of its answers."""

    id: int
    event: Incoming
    received_at: datetime


def put_all(db: Session, events: Sequence[Incoming], now: datetime) -> None:
    """Store events; one whose platform and key are there already is passed over."""
    build = insert_sqlite if db.get_bind().dialect.name == "sqlite" else insert_postgresql
    rows = [
        {"platform": e.platform, "key": e.key, "lane": e.lane, "payload": e.to_json(), "received_ms": to_ms(now)}
        for e in events
    ]
    db.connection().execute(build(inbox).on_conflict_do_nothing(), rows)


def take(db: Session, limit: int) -> list[Stored]:
    """The first unfinished events, at most `limit`, of lanes nobody else is working on.

    On PostgreSQL each lane is locked for this transaction, so that events of one lane are handled in order by one
    process at a time; SQLite has a single process and needs no lock.
    """
    waiting = select(inbox).where(inbox.c.done_ms.is_(None)).order_by(inbox.c.id).limit(limit)
    if db.get_bind().dialect.name == "postgresql":
        lanes = db.connection().execute(select(waiting.subquery().c.lane).distinct()).scalars().all()
        waiting = waiting.where(inbox.c.lane.in_(_lock(db, lanes)))
    rows = db.connection().execute(waiting).all()
    return [Stored(row.id, Incoming.from_json(row.payload), from_ms(row.received_ms)) for row in rows]


def _lock(db: Session, lanes: Sequence[str]) -> Sequence[str]:
    statement = text(
        "SELECT lane FROM unnest(CAST(:lanes AS text[])) AS lane"
        " WHERE pg_try_advisory_xact_lock(hashtextextended(lane, 0))"
    )
    return db.connection().execute(statement, {"lanes": list(lanes)}).scalars().all()


def finish(db: Session, ids: Sequence[int], now: datetime, failure: str = "") -> None:
    """Mark events as done, in the transaction of their turn."""
    db.connection().execute(update(inbox).where(inbox.c.id.in_(ids)).values(done_ms=to_ms(now), failure=failure))


def backlog(db: Session) -> tuple[int, datetime | None]:
    """How many events wait for their turn, and since when the oldest does."""
    count, oldest = (
        db.connection()
        .execute(select(func.count(), func.min(inbox.c.received_ms)).where(inbox.c.done_ms.is_(None)))
        .one()
    )
    return count, None if oldest is None else from_ms(oldest)


def failures_since(db: Session, moment: datetime) -> int:
    """How many turns ended in a failure of ours since `moment`."""
    query = select(func.count()).where(inbox.c.failure != "", inbox.c.done_ms >= to_ms(moment))
    return int(db.connection().execute(query).scalar_one())

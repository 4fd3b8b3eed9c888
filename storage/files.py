"""Files that were sent and are still to be fetched: one row each, taken by one process at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from bot.wire import Incoming
from storage.moments import to_ms
from storage.tables.plumbing import wanted_file


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: the event it came with, and how often that failed."""

    id: int
    event: Incoming
    tries: int


def put(db: Session, event: Incoming, now: datetime) -> None:
    """Let the file of an event be fetched."""
    row = {"platform": event.platform, "event": event.to_json(), "at_ms": to_ms(now)}
    db.connection().execute(insert(wanted_file).values(row))


def take(db: Session, platforms: Collection[str], now: datetime, again: datetime) -> Wanted | None:
    """The next file to fetch, held until `again`; None when there is none."""
    row = db.connection().execute(_NEXT, {"now": to_ms(now), "platforms": list(platforms)}).first()
    if row is None:
        return None
    held = update(wanted_file).where(wanted_file.c.id == row.id, wanted_file.c.at_ms == row.at_ms)
    if db.connection().execute(held.values(at_ms=to_ms(again))).rowcount == 0:
        return None
    return Wanted(row.id, Incoming.from_json(row.event), row.tries)


_NEXT = (
    select(wanted_file)
    .where(wanted_file.c.at_ms <= bindparam("now"), wanted_file.c.platform.in_(bindparam("platforms", expanding=True)))
    .order_by(wanted_file.c.at_ms)
    .limit(1)
)


def put_off(db: Session, wanted: Wanted, moment: datetime) -> None:
    """Try again at another moment."""
    row = update(wanted_file).where(wanted_file.c.id == wanted.id)
    db.connection().execute(row.values(at_ms=to_ms(moment), tries=wanted.tries + 1))


def done(db: Session, wanted: Wanted) -> None:
    """It was fetched, or never will be."""
    db.connection().execute(delete(wanted_file).where(wanted_file.c.id == wanted.id))

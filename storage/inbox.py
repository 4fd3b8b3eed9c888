"""Events as they came: stored before they are acknowledged, taken in order per lane, finished with their turn."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Integer, Select, bindparam, func, literal_column, select, text, update
from sqlmodel import Session

from bot.wire import Incoming
from storage.dialect import dialect
from storage.moments import from_ms, to_ms
from storage.tables.plumbing import inbox, is_open, outbox

_LONGEST = 200  # characters of a key or lane, by the table
_WINDOW = 8  # how many times the wanted number is looked through for lanes nobody else works on


@dataclass(frozen=True, slots=True)
class Stored:
    """An event with its row id, which names it in the record and in the keys of its answers."""

    id: int
    event: Incoming
    received_at: datetime


def put_all(db: Session, events: Sequence[Incoming], now: datetime) -> list[bool]:
    """Store events; tells of each whether it is new. One whose platform and key are there already is passed over."""
    rows = [(event.platform, _fit(event.key), _fit(event.lane), _payload(event)) for event in events]
    # All in one value, because a portion of any size is then the same short statement, which is prepared once.
    values = {"rows": msgspec.json.encode(rows).decode(), "now": to_ms(now)}
    connection, kind = db.connection(), dialect(db)
    result = connection.execute(_STORE[kind], values)
    if result.rowcount == len(rows):
        return [True] * len(rows)
    which = {"ids": result.scalars().all()} if kind == "postgresql" else {"count": result.rowcount}
    stored = {(row.platform, row.key) for row in connection.execute(_stored(kind), which)}
    fresh = []
    for platform, key, _, _ in rows:
        fresh.append((platform, key) in stored)
        stored.discard((platform, key))  # twice in one portion: the second is the repeat
    return fresh


_STORE = {
    # Returns nothing: before each row the driver would let the event loop run, and wait until that lets go again.
    "sqlite": text("""
        INSERT INTO inbox (platform, key, lane, payload, received_ms)
        SELECT json_extract(came.value, '$[0]'), json_extract(came.value, '$[1]'), json_extract(came.value, '$[2]'),
            json_extract(came.value, '$[3]'), :now
        FROM json_each(:rows) AS came WHERE true ORDER BY came.key
        ON CONFLICT DO NOTHING
    """),
    "postgresql": text("""
        INSERT INTO inbox (platform, key, lane, payload, received_ms)
        SELECT came ->> 0, came ->> 1, came ->> 2, came ->> 3, :now
        FROM json_array_elements(CAST(:rows AS json)) WITH ORDINALITY AS _ (came, place) ORDER BY place
        ON CONFLICT DO NOTHING RETURNING id
    """),
}


@cache
def _stored(kind: str) -> Select[Any]:
    """What was just stored; on SQLite, where nobody else can write meanwhile, that is what is newest."""
    query = select(inbox.c.platform, inbox.c.key)
    if kind == "postgresql":
        return query.where(inbox.c.id.in_(bindparam("ids", expanding=True)))
    return query.order_by(inbox.c.id.desc()).limit(bindparam("count", type_=Integer))


def last_received(db: Session, platform: str) -> datetime | None:
    """When the newest event of a platform came, as far as events are kept."""
    query = select(func.max(inbox.c.received_ms)).where(inbox.c.platform == platform)
    found = db.connection().execute(query).scalar_one_or_none()
    return from_ms(found) if found is not None else None


def _fit(name: str) -> str:
    clean = _storable(name)
    return clean if len(clean) <= _LONGEST else hashlib.sha256(clean.encode()).hexdigest()


def _payload(event: Incoming) -> str:
    try:
        content = event.to_json()
    except UnicodeEncodeError:
        content = ""
    if content and "\\u0000" not in content:
        return content
    return msgspec.json.encode(_cleaned(msgspec.to_builtins(event))).decode()


def _storable(name: str) -> str:
    # Half a surrogate pair and the zero character come in from outside, and no database takes them.
    return name.encode("utf-8", "replace").decode().replace("\0", "")


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {_storable(key): _cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return _storable(value) if isinstance(value, str) else value


def take(db: Session, limit: int, now: datetime) -> list[Stored]:
    """The first unfinished events, at most `limit`, of lanes nobody else is working on.

    On PostgreSQL each lane is locked for this transaction, so that events of one lane are handled in order by one
    process at a time; SQLite has a single process and needs no lock. What cannot be read is closed as a failure.
    """
    waiting = _waiting()
    if db.get_bind().dialect.name == "postgresql":
        waiting = waiting.where(inbox.c.lane.in_(_lock_lanes(db, limit)))
    taken = []
    for row in db.connection().execute(waiting, {"most": limit}).all():
        try:
            taken.append(Stored(row.id, Incoming.from_json(row.payload), from_ms(row.received_ms)))
        except (ValueError, TypeError, KeyError):
            finish(db, [row.id], now, failure="unreadable")
    return taken


@cache
def _waiting() -> Select[Any]:
    query = select(inbox).where(inbox.c.done_ms.is_(None))
    return query.order_by(inbox.c.id).limit(bindparam("most", type_=Integer))


def _lock_lanes(db: Session, limit: int) -> Sequence[str]:
    """Lanes locked for this transaction: the first free ones, as many as the first `limit` events belong to."""
    # Materialized, because the planner would otherwise try the locks before it sorts and limits.
    statement = text("""
        WITH waiting AS MATERIALIZED (SELECT id, lane FROM inbox WHERE done_ms IS NULL ORDER BY id LIMIT :window),
        lanes AS MATERIALIZED (SELECT lane FROM waiting GROUP BY lane ORDER BY min(id)),
        head AS (SELECT lane FROM waiting ORDER BY id LIMIT :limit)
        SELECT lane FROM lanes WHERE pg_try_advisory_xact_lock(hashtextextended(lane, 0))
        LIMIT (SELECT count(DISTINCT lane) FROM head)
    """)
    return db.connection().execute(statement, {"window": limit * _WINDOW, "limit": limit}).scalars().all()


def finish(db: Session, ids: Sequence[int], now: datetime, failure: str = "") -> None:
    """Mark events as done, in the transaction of their turn."""
    db.connection().execute(update(inbox).where(inbox.c.id.in_(ids)).values(done_ms=to_ms(now), failure=failure))


def versions(db: Session, platform: str, keys: Sequence[str]) -> list[tuple[int, Incoming]]:
    """The events stored under these keys, with their row ids."""
    query = select(inbox.c.id, inbox.c.payload).where(inbox.c.platform == platform, inbox.c.key.in_(map(_fit, keys)))
    return [(id, Incoming.from_json(payload)) for id, payload in db.connection().execute(query)]


def close_unheard(db: Session, events: Sequence[Incoming], now: datetime) -> None:
    """Have these events, of one platform, count as handled, whether they came already or are still to come."""
    put_all(db, events, now)
    keys = [_fit(event.key) for event in events]
    which = (inbox.c.platform == events[0].platform, inbox.c.key.in_(keys), inbox.c.done_ms.is_(None))
    db.connection().execute(update(inbox).where(*which).values(done_ms=to_ms(now)))


def settled(db: Session, platform: str, key: str, now: datetime) -> bool:
    """Whether the turn of an event is over, and what it sent has gone out as far as it may go now."""
    done = select(inbox.c.id).where(
        inbox.c.platform == platform, inbox.c.key == _fit(key), inbox.c.done_ms.is_not(None)
    )
    id = db.connection().execute(done).scalar_one_or_none()
    if id is None:
        return False
    own = outbox.c.key.startswith(f"inbox:{id}/", autoescape=True)
    waiting = select(outbox.c.id).where(is_open(outbox), outbox.c.not_before_ms <= to_ms(now), own)
    return db.connection().execute(waiting.limit(1)).first() is None


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
    query = select(func.count()).where(inbox.c.failure != literal_column("''"), inbox.c.done_ms >= to_ms(moment))
    return int(db.connection().execute(query).scalar_one())

"""The due queue: one row a kind and subject, in due order, claimed by exactly one process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Delete, Integer, Select, bindparam, delete, func, select
from sqlmodel import Session

from storage.dialect import dialect, insert_into
from storage.moments import from_ms, to_ms
from storage.session import keeping
from storage.tables.plumbing import due


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed row: what kind of duty, about what, for which moment, and how often it failed so far."""

    kind: str
    subject: str
    at: datetime
    tries: int


def put(db: Session, kind: str, subject: object, at: datetime, tries: int = 0) -> None:
    """Let the duty be run at `at`; a row of the same kind and subject is moved."""
    key = (kind, str(subject))
    _claimed(db).pop(key, None)
    row = {"kind": kind, "subject": key[1], "at_ms": to_ms(at), "tries": tries}
    keeping(db).later(_moving(dialect(db)), row, key)


@cache
def _moving(kind: str) -> Any:
    # One statement, so that two processes that move the same row never find it gone and insert it twice.
    row = insert_into(kind, due)
    return row.on_conflict_do_update(
        index_elements=["kind", "subject"], set_={"at_ms": row.excluded.at_ms, "tries": row.excluded.tries}
    )


def move(db: Session, kind: str, moments: Mapping[str, datetime | None], now: datetime) -> None:
    """Give those of these rows that are due, and that no other process has claimed, new moments; None forgets a row."""
    query = select(due.c.subject).where(due.c.kind == kind, due.c.at_ms <= to_ms(now)).with_for_update(skip_locked=True)
    waiting = {subject for claimed_kind, subject in _claimed(db) if claimed_kind == kind}
    for subject in (waiting | set(db.connection().execute(query).scalars())) & moments.keys():
        at = moments[subject]
        if at is None:
            drop(db, kind, subject)
        else:
            put(db, kind, subject, at)


def drop(db: Session, kind: str, subject: object) -> None:
    """Forget a duty; it is no fault if there is none."""
    _claimed(db).pop((kind, str(subject)), None)
    db.connection().execute(delete(due).where(due.c.kind == kind, due.c.subject == str(subject)))


def when(db: Session, kind: str, subject: object) -> datetime | None:
    """When the duty is to be run, or None."""
    waiting = _claimed(db).get((kind, str(subject)))
    if waiting is not None:
        return waiting.at
    found = (
        db.connection()
        .execute(select(due.c.at_ms).where(due.c.kind == kind, due.c.subject == str(subject)))
        .scalar_one_or_none()
    )
    return None if found is None else from_ms(found)


def claim(db: Session, now: datetime, limit: int) -> Iterator[Due]:
    """Take the first due rows out of the queue, in this transaction: if it is undone, the rows are back.

    Each is given out when those before it are done, and not at all if they moved or dropped it. Another process that
    looks at the same moment passes over rows being claimed (PostgreSQL) or waits (SQLite has one writer).
    """
    rows = db.connection().execute(_first_due(), {"now": to_ms(now), "most": limit}).all()
    if not rows:
        return
    db.connection().execute(_taking(), [{"at": row.at_ms, "of": row.kind, "about": row.subject} for row in rows])
    found = [Due(row.kind, row.subject, from_ms(row.at_ms), row.tries) for row in rows]
    claimed = _claimed(db)
    claimed.update({(each.kind, each.subject): each for each in found})
    for each in found:
        if claimed.pop((each.kind, each.subject), None) is not None:
            yield each


def _claimed(db: Session) -> dict[tuple[str, str], Due]:
    """What this transaction took out of the queue and has not given out yet."""
    notes: dict[tuple[str, str], Due] = keeping(db).notes.setdefault("due.claimed", {})
    return notes


@cache
def _first_due() -> Select[Any]:
    query = select(due).where(due.c.at_ms <= bindparam("now", type_=BigInteger))
    first = query.order_by(due.c.at_ms, due.c.kind, due.c.subject).limit(bindparam("most", type_=Integer))
    return first.with_for_update(skip_locked=True)


@cache
def _taking() -> Delete:
    return delete(due).where(
        due.c.at_ms == bindparam("at"), due.c.kind == bindparam("of"), due.c.subject == bindparam("about")
    )


def next_at(db: Session, after: datetime | None = None) -> datetime | None:
    """When the first duty is due, of all or of those later than `after`."""
    query = select(func.min(due.c.at_ms))
    found = db.connection().execute(query if after is None else query.where(due.c.at_ms > to_ms(after))).scalar_one()
    return None if found is None else from_ms(found)


def late_count(db: Session, now: datetime) -> int:
    """How many duties are due and not yet run."""
    return int(db.connection().execute(select(func.count()).where(due.c.at_ms <= to_ms(now))).scalar_one())

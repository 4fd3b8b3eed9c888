"""Queries on the record and on proposals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.tables.record import Proposal, Record


def write(
    db: Session,
    now: datetime,
    subject: str,
    action: str,
    *,
    by: int | None,
    project_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    source: str = "",
) -> None:
    """Append one change to the record; `before` and `after` hold only what changed, as JSON values."""
    db.add(
        Record(
            at=now, person_id=by, project_id=project_id, subject=subject, action=action, before=dict(before or {}),
            after=dict(after or {}), source=source,
        )
    )


def history(db: Session, subject: str, limit: int = 50) -> list[Record]:
    """The latest changes of a subject, oldest first."""
    query = select(Record).where(Record.subject == subject).order_by(col(Record.id).desc()).limit(limit)
    return list(reversed(list(db.exec(query))))


def last_of(db: Session, person_id: int, since: datetime, actions: Sequence[str]) -> list[Record]:
    """A person's latest change since `since` of these kinds that was not undone, with all that one message changed."""
    query = select(Record).where(
        Record.person_id == person_id, Record.at >= since, col(Record.undone_at).is_(None),
        col(Record.action).in_(actions),
    ).order_by(col(Record.id).desc())
    latest = db.exec(query).first()
    if latest is None or not latest.source:
        return [latest] if latest else []
    return list(db.exec(query.where(Record.source == latest.source)))


def later(db: Session, record: Record) -> list[Record]:
    """Changes of the same subject made after this one by another message, oldest first, but for those undone."""
    query = select(Record).where(
        Record.subject == record.subject, col(Record.id) > record.id, Record.source != record.source,
        col(Record.undone_at).is_(None),
    )
    return list(db.exec(query.order_by(col(Record.id))))


def latest(db: Session, subject: str, action: str) -> Record | None:
    """The last time something was done to a subject and not undone."""
    query = select(Record).where(
        Record.subject == subject, Record.action == action, col(Record.undone_at).is_(None)
    ).order_by(col(Record.id).desc())
    return db.exec(query).first()


def propose(
    db: Session, person_id: int, project_id: int | None, kind: str, payload: Mapping[str, Any], now: datetime
) -> Proposal:
    """Keep what was understood until it is tapped; the returned row has its id."""
    row = Proposal(person_id=person_id, project_id=project_id, kind=kind, payload=dict(payload), created_at=now)
    db.add(row)
    db.flush()
    return row


def proposal(db: Session, proposal_id: int) -> Proposal | None:
    """A proposal by id."""
    return db.get(Proposal, proposal_id)

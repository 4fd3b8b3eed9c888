"""Queries on the record and on proposals."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from bot.wire import Incoming
from storage.session import keeping
from storage.tables.plumbing import inbox
from storage.tables.record import Proposal, Record

# Written without the unit of work, which costs more than all the rest of a change.
_APPEND = insert(Record)


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
    row = {
        "at": now,
        "person_id": by,
        "project_id": project_id,
        "subject": subject,
        "action": action,
        "before": dict(before or {}),
        "after": dict(after or {}),
        "source": source,
    }
    keeping(db).later(_APPEND, row)


def history(db: Session, subject: str, limit: int = 50) -> list[Record]:
    """The latest changes of a subject, oldest first."""
    query = select(Record).where(Record.subject == subject).order_by(col(Record.id).desc()).limit(limit)
    return list(reversed(list(db.exec(query))))


def last_of(db: Session, person_id: int, since: datetime) -> list[Record]:
    """What a person's latest message since `since` changed, but for what was undone; latest first."""
    query = (
        select(Record)
        .where(
            Record.person_id == person_id,
            Record.at >= since,
            col(Record.undone_at).is_(None),
            Record.action != "record.undone",
        )
        .order_by(col(Record.id).desc())
    )
    latest = db.exec(query).first()
    if latest is None or not latest.source:
        return [latest] if latest else []
    return list(db.exec(query.where(Record.source == latest.source)))


def later(db: Session, record: Record) -> list[Record]:
    """Changes of the same subject made after this one by another message, oldest first, but for those undone.

    An undo itself is left out, because nothing is left of what it took back.
    """
    query = select(Record).where(
        Record.subject == record.subject,
        col(Record.id) > record.id,
        Record.source != record.source,
        col(Record.undone_at).is_(None),
        Record.action != "record.undone",
    )
    return list(db.exec(query.order_by(col(Record.id))))


def latest(db: Session, subject: str, action: str) -> Record | None:
    """The last time something was done to a subject and not undone."""
    query = (
        select(Record)
        .where(Record.subject == subject, Record.action == action, col(Record.undone_at).is_(None))
        .order_by(col(Record.id).desc())
    )
    return db.exec(query).first()


def sources(db: Session, names: Iterable[str]) -> dict[str, str | None]:
    """Where the messages behind changes were written: source -> name of the group, or None for a direct message."""
    ids = {int(name.removeprefix("inbox:")) for name in names if name.startswith("inbox:")}
    rows = db.connection().execute(select(inbox.c.id, inbox.c.payload).where(inbox.c.id.in_(ids)))
    events = ((id, Incoming.from_json(payload)) for id, payload in rows)
    return {f"inbox:{id}": (event.chat_name or event.chat or None) for id, event in events}


def group_of(db: Session, source: str) -> tuple[str, str] | None:
    """The platform and its id of the group a change was asked for in; None for a direct message, or by itself."""
    if not source.startswith("inbox:"):
        return None
    query = select(inbox.c.payload).where(inbox.c.id == int(source.removeprefix("inbox:")))
    payload = db.connection().execute(query).scalar_one_or_none()
    event = Incoming.from_json(payload) if payload else None
    return (event.platform, event.chat) if event and event.chat else None


def sources_of(db: Session, platform: str, keys: Iterable[str]) -> list[str]:
    """How the record names the events with these keys, as far as they are known."""
    query = select(inbox.c.id).where(inbox.c.platform == platform, inbox.c.key.in_(list(keys)))
    return [f"inbox:{id}" for id in db.connection().execute(query).scalars()]


def has_changed(db: Session, person_id: int, sources: Iterable[str]) -> bool:
    """Whether events of a person have changed something that was not undone."""
    query = select(Record.id).where(
        Record.person_id == person_id, col(Record.source).in_(list(sources)), col(Record.undone_at).is_(None)
    )
    return db.exec(query.limit(1)).first() is not None


def open_proposals(db: Session, person_id: int) -> list[Proposal]:
    """What a person was asked and has not answered yet."""
    query = select(Proposal).where(Proposal.person_id == person_id, col(Proposal.taken_at).is_(None))
    return list(db.exec(query))


def last_question(db: Session, person_id: int, kind: str, since: datetime) -> Proposal | None:
    """What a person was asked last, when that is of this kind, was asked since and is not answered yet."""
    query = (
        select(Proposal)
        .where(Proposal.person_id == person_id, Proposal.created_at >= since)
        .order_by(col(Proposal.id).desc())
        .limit(1)
    )
    last = db.exec(query).first()
    return last if last is not None and last.kind == kind and last.taken_at is None else None


def propose(
    db: Session, person_id: int, project_id: int | None, kind: str, payload: Mapping[str, Any], now: datetime
) -> Proposal:
    """Keep what was understood until it is tapped; the returned row has its id."""
    row = Proposal(person_id=person_id, project_id=project_id, kind=kind, payload=dict(payload), created_at=now)
    db.add(row)
    db.flush()
    return row


def proposal(db: Session, proposal_id: int) -> Proposal | None:
    """A proposal by id, held against a second tap at the same moment."""
    return db.get(Proposal, proposal_id, with_for_update=True)


def waiting(db: Session, person_id: int, kind: str, since: datetime) -> Proposal | None:
    """The latest thing of a kind that waits for a person, kept since a moment."""
    query = select(Proposal).where(
        Proposal.person_id == person_id, Proposal.kind == kind, col(Proposal.taken_at).is_(None)
    )
    return db.exec(query.where(Proposal.created_at >= since).order_by(col(Proposal.id).desc())).first()

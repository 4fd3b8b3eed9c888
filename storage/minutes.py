"""Queries on minutes and their items."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.tables.minutes import Minutes, MinutesItem


def add(db: Session, row: Minutes) -> Minutes:
    """Keep a text that was read; the row has its id then."""
    db.add(row)
    db.flush()
    return row


def held(db: Session, minutes_id: int) -> Minutes | None:
    """Minutes by id, held against a second tap at the same moment."""
    return db.get(Minutes, minutes_id, with_for_update=True)


def known(db: Session, project_id: int, digest: str, statuses: Sequence[str]) -> Minutes | None:
    """The latest minutes of a project with the same text."""
    query = select(Minutes).where(
        Minutes.project_id == project_id, Minutes.digest == digest, col(Minutes.status).in_(statuses)
    )
    return db.exec(query.order_by(col(Minutes.id).desc())).first()


def kept(db: Session, project_id: int, most: int) -> list[Minutes]:
    """Confirmed minutes of a project, the latest meeting first."""
    query = select(Minutes).where(Minutes.project_id == project_id, Minutes.status == "kept")
    return list(db.exec(query.order_by(col(Minutes.day).desc(), col(Minutes.id).desc()).limit(most)))


def numbered(db: Session, project_id: int, number: str) -> Minutes | None:
    """Confirmed minutes of a project by their number, in capitals or not."""
    query = select(Minutes).where(Minutes.project_id == project_id, Minutes.status == "kept")
    return db.exec(query.where(Minutes.number == number.upper())).first()


def items(db: Session, minutes_ids: Sequence[int]) -> list[MinutesItem]:
    """The items of some minutes, in their order."""
    query = select(MinutesItem).where(col(MinutesItem.minutes_id).in_(minutes_ids))
    return list(db.exec(query.order_by(col(MinutesItem.minutes_id), col(MinutesItem.place))))

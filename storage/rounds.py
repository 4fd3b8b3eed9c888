"""Queries on the 17:00 round (S2)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select

from storage.tables.plumbing import posted
from storage.tables.project import Project
from storage.tables.record import Record
from storage.tables.standup import Round
from storage.tables.task import Task
from storage.task import OPEN


def of_day(db: Session, project_id: int, day: date) -> Round | None:
    """The round of a project's day."""
    return db.get(Round, (project_id, day))


def active(db: Session) -> int:
    """How many projects hold rounds, more or less: those that are active."""
    return db.exec(select(func.count()).select_from(Project).where(Project.status == "active")).one()


def before(db: Session, project_id: int, day: date) -> Round | None:
    """The latest round before a day that came to a summary."""
    query = select(Round).where(Round.project_id == project_id, Round.day < day, col(Round.closed_at).is_not(None))
    return db.exec(query.order_by(col(Round.day).desc())).first()


def stands(db: Session, card_key: str) -> bool:
    """Whether a card was posted anywhere."""
    query = select(posted.c.lane).where(posted.c.card_key == card_key).limit(1)
    return db.connection().execute(query).first() is not None


def tasks(db: Session, project_id: int, since: datetime) -> list[Task]:
    """Tasks of a project that are open or were finished since, by due moment."""
    query = select(Task).where(
        Task.project_id == project_id, or_(col(Task.status).in_(OPEN), col(Task.finished_at) >= since)
    )
    return list(db.exec(query.order_by(col(Task.due_at).is_(None), col(Task.due_at), col(Task.id))))


def redated(db: Session, task_ids: Sequence[int], since: datetime) -> set[int]:
    """Of these tasks, those that got another date since a moment, whoever gave it."""
    if not task_ids:
        return set()
    query = select(Record.subject).where(
        col(Record.subject).in_([f"task:{each}" for each in task_ids]),
        Record.at >= since,
        Record.action == "task.redated",
        col(Record.undone_at).is_(None),
    )
    return {int(subject.removeprefix("task:")) for subject in db.exec(query)}

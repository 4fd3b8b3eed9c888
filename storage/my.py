"""Queries on what waits for one person, in all projects."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from storage.tables.overdue import Escalation
from storage.tables.people import Leave, Person
from storage.tables.task import Task


def to_decide(db: Session, person_id: int) -> list[Task]:
    """Late tasks that were laid before somebody and are not decided yet."""
    query = (
        select(Task)
        .join(Escalation, (col(Escalation.task_id) == col(Task.id)) & (col(Escalation.run) == col(Task.run)))
        .where((col(Escalation.person_id) == person_id) | (col(Escalation.asked_id) == person_id))
        .where(Escalation.decision == "")
        .order_by(col(Task.due_at), col(Task.id))
    )
    return list(db.exec(query))


def to_answer(db: Session, person_id: int) -> list[Task]:
    """Open tasks somebody set whose owner raised an objection, or handed in a result."""
    query = select(Task).where(
        Task.creator_id == person_id,
        Task.owner_id != person_id,
        (Task.status == "awaiting") | ((Task.objection != "") & (Task.status == "not_started")),
    )
    return list(db.exec(query.order_by(col(Task.due_at), col(Task.id))))


def stood_in_for(db: Session, person_id: int, day: date) -> Sequence[tuple[Person, Leave]]:
    """Whose deputy somebody is on a day."""
    query = (
        select(Person, Leave)
        .join(Leave, col(Leave.person_id) == col(Person.id))
        .where(
            Leave.deputy_id == person_id,
            Leave.first_day <= day,
            Leave.last_day >= day,
            col(Leave.ended_at).is_(None),
        )
        .order_by(col(Person.id))
    )
    return list(db.exec(query))

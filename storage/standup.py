"""Queries on standups: who is asked, what was answered, what is published (S1)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from storage.memo import remembered
from storage.session import keeping
from storage.tables.people import DepartmentRole
from storage.tables.plumbing import outbox
from storage.tables.project import Project, ProjectMember
from storage.tables.standup import StandupAnswer, StandupAsk, StandupDay
from storage.tables.task import Task
from storage.task import OPEN


@remembered("standupday")
def published(db: Session, project_id: int, day: date) -> bool:
    """Whether the digest of the day stands in the group."""
    return db.get(StandupDay, (project_id, day)) is not None


def posted(db: Session, card_keys: Sequence[str]) -> set[str]:
    """Of these cards, those that were posted or are about to be."""
    session = keeping(db)
    about = {row["card_key"] for row in session.inserts_waiting(outbox) if row["kind"] == "post"}
    found = session.connection_apart().execute(_POSTED, {"cards": card_keys}).scalars()
    return about.intersection(card_keys).union(found)


_POSTED = (
    select(outbox.c.card_key)
    .where(outbox.c.card_key.in_(bindparam("cards", expanding=True)), outbox.c.kind == "post")
    .where(outbox.c.state != "dropped")
    .distinct()
)


def parts(db: Session, person_ids: Sequence[int]) -> list[tuple[ProjectMember, Project]]:
    """The parts these people have in active projects, by project."""
    query = (
        select(ProjectMember, Project)
        .join(Project, col(Project.id) == col(ProjectMember.project_id))
        .where(col(ProjectMember.person_id).in_(person_ids), Project.status == "active")
        .order_by(col(Project.id))
    )
    return list(db.exec(query))


def executives(db: Session, person_ids: Sequence[int]) -> set[int]:
    """Of these people, those who stand above a department by the company's own list."""
    query = select(DepartmentRole.person_id).where(
        col(DepartmentRole.person_id).in_(person_ids), DepartmentRole.role == "executive"
    )
    return set(db.exec(query))


def asks_of(db: Session, person_ids: Sequence[int], day: date) -> list[StandupAsk]:
    """What these people were asked on a day, in all projects."""
    query = select(StandupAsk).where(col(StandupAsk.person_id).in_(person_ids), StandupAsk.day == day)
    return list(db.exec(query.order_by(col(StandupAsk.project_id))))


def forget_unasked(db: Session, person_id: int, day: date, card_key: str) -> None:
    """Forget that somebody was asked on a day, where the question itself never went out."""
    dropped = select(outbox.c.id).where(
        outbox.c.card_key == card_key, outbox.c.kind == "post", outbox.c.state == "dropped"
    )
    if db.connection().execute(dropped.limit(1)).first() is not None and not posted(db, (card_key,)):
        for ask in asks_of(db, (person_id,), day):
            db.delete(ask)
        db.flush()


def answers(db: Session, project_id: int, day: date) -> list[StandupAnswer]:
    """What was said in a project on a day, first answers first."""
    query = select(StandupAnswer).where(StandupAnswer.project_id == project_id, StandupAnswer.day == day)
    return list(db.exec(query.order_by(col(StandupAnswer.at), col(StandupAnswer.person_id))))


def answer(db: Session, project_id: int, day: date, person_id: int) -> StandupAnswer | None:
    """What one person said."""
    return db.get(StandupAnswer, (project_id, day, person_id))


def answers_of(db: Session, person_ids: Sequence[int], first: date, last: date) -> list[StandupAnswer]:
    """What these people said from one day to another, in all projects, latest first."""
    query = select(StandupAnswer).where(
        col(StandupAnswer.person_id).in_(person_ids), StandupAnswer.day >= first, StandupAnswer.day <= last
    )
    return list(db.exec(query.order_by(col(StandupAnswer.day).desc())))


def tasks_of(db: Session, person_ids: Sequence[int], project_ids: Sequence[int], since: datetime) -> list[Task]:
    """Tasks these people own in these projects that are open or were finished since, by due moment."""
    query = select(Task).where(
        col(Task.owner_id).in_(person_ids),
        col(Task.project_id).in_(project_ids),
        or_(col(Task.status).in_(OPEN), col(Task.finished_at) >= since),
    )
    return list(db.exec(query.order_by(col(Task.due_at).is_(None), col(Task.due_at), col(Task.id))))

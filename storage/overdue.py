"""Queries on ladders, explanations and escalations."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from storage.memo import remembered
from storage.session import keeping
from storage.tables.overdue import Escalation, Explanation, Ladder
from storage.tables.plumbing import posted
from storage.tables.project import Project
from storage.tables.task import Dependency, Task

CLIMBING = ("not_started", "in_progress", "blocked")
"""States in which the owner still has to deliver; whoever awaits acceptance has delivered."""


def hold(db: Session, project_id: int) -> bool:
    """Let one process at a time look after the late tasks of a project, until its transaction ends.

    False when another one does; nobody waits, because whoever waits for two projects could wait for ever.
    """
    held: set[int] = keeping(db).notes.setdefault("overdue.held", set())
    if project_id not in held:
        query = select(Project.id).where(Project.id == project_id).with_for_update(skip_locked=True, key_share=True)
        if db.exec(query).first() is not None:
            held.add(project_id)
    return project_id in held


def ladder(db: Session, task: Task) -> Ladder | None:
    """What is remembered of a task's present ladder."""
    return _ladder(db, task.id, task.run)


@remembered("ladder")
def _ladder(db: Session, task_id: int | None, run: int) -> Ladder | None:
    return db.get(Ladder, (task_id, run))


def ladders(db: Session, tasks: Sequence[Task]) -> dict[int, Ladder]:
    """The present ladders of tasks, by task."""
    runs = {task.id: task.run for task in tasks}
    rows = db.exec(select(Ladder).where(col(Ladder.task_id).in_(runs)))
    return {row.task_id: row for row in rows if runs[row.task_id] == row.run}


def explanations(db: Session, task_ids: Sequence[int]) -> list[Explanation]:
    """What was stated about tasks, of all their ladders, oldest first."""
    query = select(Explanation).where(col(Explanation.task_id).in_(task_ids)).order_by(col(Explanation.id))
    return list(db.exec(query))


def escalation(db: Session, task: Task) -> Escalation | None:
    """The escalation of a task's present ladder."""
    return db.get(Escalation, (task.id, task.run))


def escalations(db: Session, tasks: Sequence[Task]) -> dict[int, Escalation]:
    """The escalations of tasks' present ladders, by task."""
    runs = {task.id: task.run for task in tasks}
    rows = db.exec(select(Escalation).where(col(Escalation.task_id).in_(runs)))
    return {row.task_id: row for row in rows if runs[row.task_id] == row.run}


def ladders_of(db: Session, task_id: int) -> list[Ladder]:
    """Everything remembered of a task's ladders, the latest first."""
    return list(db.exec(select(Ladder).where(Ladder.task_id == task_id).order_by(col(Ladder.run).desc())))


def escalations_of(db: Session, task_id: int) -> list[Escalation]:
    """The escalations of a task's ladders, the latest first."""
    return list(db.exec(select(Escalation).where(Escalation.task_id == task_id).order_by(col(Escalation.run).desc())))


def on_asked_card(db: Session, card: str) -> list[Ladder]:
    """The ladders whose demand stands on one card in the group, by task."""
    return list(db.exec(select(Ladder).where(Ladder.asked_card == card).order_by(col(Ladder.task_id))))


def on_escalation_card(db: Session, card: str) -> list[Escalation]:
    """The escalations that stand on one card, also until a newer one has arrived, by task."""
    query = select(Escalation).where(or_(Escalation.card == card, Escalation.card_before == card))
    return list(db.exec(query.order_by(col(Escalation.task_id))))


def moved_to(db: Session, card: str) -> list[Escalation]:
    """The escalations on a card that still stand on an earlier one too."""
    return list(db.exec(select(Escalation).where(Escalation.card == card, Escalation.card_before != "")))


def arrived(db: Session, cards: Iterable[str]) -> set[str]:
    """Of these cards, those that stand at somebody's."""
    return set(db.connection().execute(select(posted.c.card_key).where(posted.c.card_key.in_(cards))).scalars())


def reminded(db: Session, project_id: int, since: datetime, until: datetime) -> list[Task]:
    """Tasks of a project whose owners' last reminder fell between two moments, in the order of their making."""
    query = (
        select(Task)
        .join(Ladder, (col(Ladder.task_id) == Task.id) & (col(Ladder.run) == Task.run))
        .where(Task.project_id == project_id, col(Ladder.reminded_at) >= since, col(Ladder.reminded_at) < until)
        .order_by(col(Task.id))
    )
    return list(db.exec(query))


def late(db: Session, project_id: int, now: datetime) -> list[Task]:
    """Tasks of a project whose moment has come and which are still to be delivered, longest late first."""
    query = (
        select(Task)
        .where(Task.project_id == project_id, col(Task.status).in_(CLIMBING), col(Task.due_at) <= now)
        .order_by(col(Task.due_at), col(Task.id))
    )
    return list(db.exec(query))


def waiting_for(db: Session, task_id: int) -> list[Task]:
    """Open tasks that can only go on when this one is finished."""
    query = (
        select(Task)
        .join(Dependency, col(Dependency.task_id) == col(Task.id))
        .where(Dependency.before_id == task_id, col(Task.status).not_in(("done", "cancelled")))
        .order_by(col(Task.id))
    )
    return list(db.exec(query))

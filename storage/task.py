"""Queries on tasks, collaborators and dependencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import select as select_columns
from sqlmodel import Session, case, col, func, select

from storage.ids import fresh
from storage.memo import know, remembered
from storage.tables.overdue import Urge
from storage.tables.task import Dependency, Task, TaskCollaborator

OPEN = ("not_started", "in_progress", "blocked", "awaiting")


class Listed(Struct, frozen=True, gc=False):
    """A task as lists and charts read it; the fields mean the same as in `Task`."""

    id: int
    code: str
    parent_id: int | None
    title: str
    owner_id: int
    department_id: int | None
    phase: str
    priority: str
    criteria: str
    deliverable: str
    resources: str
    status: str
    percent: int
    next_step: str
    blocked_cause: str
    blocked_need: str
    planned_start: date | None
    due_at: datetime | None
    due_timed: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    moved_at: datetime | None
    critical: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks a project has, without the cancelled ones, and how many of these are done, late and blocked."""

    all: int
    done: int
    late: int
    blocked: int


def task(db: Session, task_id: int) -> Task:
    """The task with this id. Raises KeyError: ids come from our own rows."""
    found = db.get(Task, task_id)
    if found is None:
        raise KeyError(task_id)
    return found


def enter(db: Session, task: Task) -> None:
    """Let a new task have its id; it is written with its neighbours."""
    task.id = fresh(db, Task)
    db.add(task)


def lock(db: Session, task: Task) -> None:
    """Wait until nobody else changes this task, and read it as it is then. SQLite has one writer and need not wait."""
    if db.get_bind().dialect.name == "postgresql":
        db.refresh(task, with_for_update=True)


def by_code(db: Session, code: str) -> Task | None:
    """A task by its code, in capitals or not."""
    return db.exec(select(Task).where(Task.code == code.upper())).first()


def open_in(db: Session, project_id: int) -> list[Task]:
    """Open tasks of a project, by due moment, those without one last."""
    query = select(Task).where(Task.project_id == project_id, col(Task.status).in_(OPEN))
    return list(db.exec(query.order_by(col(Task.due_at).is_(None), col(Task.due_at), col(Task.id))))


def all_in(db: Session, project_id: int) -> list[Task]:
    """All tasks of a project, oldest first."""
    return list(db.exec(select(Task).where(Task.project_id == project_id).order_by(col(Task.id))))


def titles_of_closed(db: Session, project_ids: Sequence[int]) -> list[tuple[int, str]]:
    """The tasks of these projects that are over, by their ids."""
    query = select(Task.id, Task.title).where(col(Task.project_id).in_(project_ids), col(Task.status).not_in(OPEN))
    return [(id or 0, title) for id, title in db.exec(query)] if project_ids else []


def listed(db: Session, project_id: int) -> list[Listed]:
    """All tasks of a project, oldest first, as plain values: of thousands, in a fraction of the time of `all_in`."""
    columns = (getattr(Task, name) for name in Listed.__struct_fields__)
    query = select_columns(*columns).where(col(Task.project_id) == project_id).order_by(col(Task.id))
    return [Listed(*row) for row in db.connection().execute(query).all()]


def any_in(db: Session, project_id: int) -> bool:
    """Whether a project has tasks, be it cancelled ones."""
    return db.exec(select(Task.id).where(Task.project_id == project_id).limit(1)).first() is not None


def tally(db: Session, project_id: int, now: datetime) -> Tally:
    """How the tasks of a project stand."""
    overdue = func.sum(case((col(Task.due_at) <= now, 1), else_=0))
    query = select(Task.status, func.count(), overdue).where(Task.project_id == project_id).group_by(Task.status)
    found = {status: (number, late) for status, number, late in db.exec(query) if status != "cancelled"}
    numbers = {status: number for status, (number, _) in found.items()}
    late = sum(late for status, (_, late) in found.items() if status in OPEN)
    return Tally(sum(numbers.values()), numbers.get("done", 0), late, numbers.get("blocked", 0))


def late_in(db: Session, project_id: int, now: datetime, most: int) -> list[Task]:
    """The late tasks of a project, the longest first."""
    query = select(Task).where(Task.project_id == project_id, col(Task.status).in_(OPEN), col(Task.due_at) <= now)
    return list(db.exec(query.order_by(col(Task.due_at), col(Task.id)).limit(most)))


def open_of(db: Session, person_id: int) -> list[Task]:
    """Open tasks a person owns, in all projects, by due moment."""
    query = select(Task).where(Task.owner_id == person_id, col(Task.status).in_(OPEN))
    return list(db.exec(query.order_by(col(Task.due_at).is_(None), col(Task.due_at), col(Task.id))))


def helped_by(db: Session, person_id: int) -> list[Task]:
    """Open tasks a person collaborates in."""
    query = (
        select(Task)
        .join(TaskCollaborator, col(TaskCollaborator.task_id) == col(Task.id))
        .where(TaskCollaborator.person_id == person_id, col(Task.status).in_(OPEN))
        .order_by(col(Task.due_at).is_(None), col(Task.due_at), col(Task.id))
    )
    return list(db.exec(query))


@remembered("taskcollaborator")
def collaborators(db: Session, task_id: int) -> list[int]:
    """Ids of the people who help with a task."""
    query = select(TaskCollaborator.person_id).where(TaskCollaborator.task_id == task_id)
    return list(db.exec(query.order_by(col(TaskCollaborator.person_id))))


def collaborators_in(db: Session, project_id: int) -> dict[int, list[int]]:
    """Ids of the people who help, by task, for all tasks of a project that have any."""
    query = (
        select(TaskCollaborator.task_id, TaskCollaborator.person_id)
        .join(Task, col(Task.id) == col(TaskCollaborator.task_id))
        .where(Task.project_id == project_id)
        .order_by(col(TaskCollaborator.task_id), col(TaskCollaborator.person_id))
    )
    found: dict[int, list[int]] = {}
    for task_id, person_id in db.exec(query):
        found.setdefault(task_id, []).append(person_id)
    return found


def entered(db: Session, task_id: int, person_ids: Sequence[int]) -> None:
    """Let it be known who helps with a task that was just made, so that nobody has to ask."""
    know(db, collaborators, ("taskcollaborator",), sorted(person_ids), task_id)


def children(db: Session, task_id: int) -> list[Task]:
    """Sub-tasks, oldest first."""
    return list(db.exec(select(Task).where(Task.parent_id == task_id).order_by(col(Task.id))))


def dependencies(db: Session, project_id: int) -> list[Dependency]:
    """All dependencies between tasks of a project."""
    query = select(Dependency).join(Task, col(Task.id) == col(Dependency.task_id)).where(Task.project_id == project_id)
    return list(db.exec(query.order_by(col(Dependency.task_id), col(Dependency.before_id))))


@remembered("task", "dependency")
def waits_for(db: Session, task_id: int) -> list[tuple[Task, int]]:
    """The tasks one waits for, each with its lag in workdays."""
    query = (
        select(Task, Dependency.lag_workdays)
        .join(Dependency, col(Dependency.before_id) == col(Task.id))
        .where(Dependency.task_id == task_id)
        .order_by(col(Task.id))
    )
    return [(before, lag) for before, lag in db.exec(query)]


def linked(db: Session, project_id: int) -> list[Task]:
    """Tasks of a project that are not cancelled and may stand on its critical path, oldest first."""
    query = select(Task).where(Task.project_id == project_id, Task.status != "cancelled")
    ends = select(Dependency.task_id).union(select(Dependency.before_id))
    query = query.where(col(Task.critical) | col(Task.id).in_(ends))
    return list(db.exec(query.order_by(col(Task.id))))


def urges_since(db: Session, task_id: int, person_id: int, since: datetime) -> int:
    """How often a person urged the owner of a task since a moment."""
    query = (
        select(func.count())
        .select_from(Urge)
        .where(Urge.task_id == task_id, Urge.person_id == person_id, Urge.at >= since)
    )
    return int(db.exec(query).one())


def tasks(db: Session, ids: Sequence[int]) -> list[Task]:
    """Several tasks by id."""
    return list(db.exec(select(Task).where(col(Task.id).in_(ids)).order_by(col(Task.id))))


def open_count(db: Session) -> int:
    """How many tasks are open in the whole workspace."""
    return int(db.exec(select(func.count()).select_from(Task).where(col(Task.status).in_(OPEN))).one())

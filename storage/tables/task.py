"""Tasks, collaborators, dependencies (T1-T6, J4)."""

from datetime import date, datetime

from sqlmodel import Field, Index

from storage.tables.row import Row


class Task(Row, table=True):
    """A task or action item (T1).

    status: not_started, in_progress, blocked, awaiting, done, cancelled (T3); overdue is computed, never stored.
    due_timed: a clock time was given; otherwise due_at is the end of that working day.
    objection: why the owner cannot take it on as set, until they accept (T2).
    moved_at: when somebody last reported on the work, or its owner spoke of it (T4); decides who is asked at 17:00.
    minutes_id: the minutes it comes from (T5).
    run: names the overdue ladder; a new date starts a new one with a higher number (O5).
    critical: on the critical path, recomputed on each change (J4).
    """

    __table_args__ = (
        # Open tasks of a project, for lists, the 17:00 round and the critical path.
        Index("task_by_project", "project_id", "status"),
        # A person's open tasks, for /my and for matching progress in plain words.
        Index("task_by_owner", "owner_id", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    code: str = Field(unique=True)
    parent_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    title: str
    owner_id: int = Field(foreign_key="person.id")
    creator_id: int = Field(foreign_key="person.id")
    department_id: int | None = Field(default=None, foreign_key="department.id")
    phase: str = ""
    priority: str = "mid"
    criteria: str = ""
    deliverable: str = ""
    resources: str = ""
    status: str = "not_started"
    percent: int = 0
    next_step: str = ""
    blocked_cause: str = ""
    blocked_need: str = ""
    planned_start: date | None = None
    due_at: datetime | None = None
    due_timed: bool = False
    created_at: datetime
    accepted_at: datetime | None = None
    objection: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    moved_at: datetime | None = None
    critical: bool = False
    minutes_id: int | None = None
    run: int = 1
    version: int = 1


class TaskCollaborator(Row, table=True):
    """People who help; exactly one other person owns the task (P3)."""

    task_id: int = Field(foreign_key="task.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Dependency(Row, table=True):
    """`task_id` may start `lag_workdays` after `before_id` is finished (finish-start, J4)."""

    task_id: int = Field(foreign_key="task.id", primary_key=True)
    before_id: int = Field(foreign_key="task.id", primary_key=True, index=True)
    lag_workdays: int = 0

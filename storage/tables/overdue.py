"""What was said and decided about late tasks (O3, O4). `run` is the ladder of the task it belongs to."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class Explanation(SQLModel, table=True):
    """Cause and remedy stated by the owner (O3). `kind`: resources, change, dependency, estimate, other."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    run: int
    person_id: int = Field(foreign_key="person.id")
    kind: str
    cause: str
    remedy: str
    new_day: date | None = None
    at: datetime


class Escalation(SQLModel, table=True):
    """A late task laid before an executive (O4). One a task and run: nothing is escalated twice (O5)."""

    task_id: int = Field(foreign_key="task.id", primary_key=True)
    run: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    reason: str
    at: datetime
    decision: str = ""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    note: str = ""


class Urge(SQLModel, table=True):
    """Somebody urged the owner of a task; counted so that nobody is nagged."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime

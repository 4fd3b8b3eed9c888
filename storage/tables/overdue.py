"""What was said and decided about late tasks (O3, O4). `run` is the ladder of the task it belongs to."""

from datetime import date, datetime

from sqlmodel import Field

from storage.tables.row import Row


class Ladder(Row, table=True):
    """How far a ladder was looked after (O1-O5); made once there is something to remember.

    began_at: when the task got this date. reminded_at, seen_at: up to when the owner's steps, and those of the group
    and the executive, were taken. asked_at, asked_card: when and on which card in the group cause and remedy were
    last demanded. shown: as what the task stands there, so that the card is only replaced when that changes.
    """

    task_id: int = Field(foreign_key="task.id", primary_key=True)
    run: int = Field(primary_key=True)
    began_at: datetime
    reminded_at: datetime | None = None
    seen_at: datetime | None = None
    asked_at: datetime | None = None
    asked_card: str = Field(default="", index=True)
    shown: str = ""


class Explanation(Row, table=True):
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


class Escalation(Row, table=True):
    """A late task laid before an executive (O4). One a task and run: nothing is escalated twice (O5).

    person_id: the executive; asked_id: who received it for them. reason: late or critical. card: where the decision
    is taken, and shown: as what the task stands there. card_before: the card of an earlier message, which keeps its
    buttons until `card` has arrived, then "". decision: date, resources, accept, cancel, or "" while there is none.
    """

    task_id: int = Field(foreign_key="task.id", primary_key=True)
    run: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    asked_id: int = Field(foreign_key="person.id")
    reason: str
    at: datetime
    card: str = Field(default="", index=True)
    card_before: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})
    shown: str = ""
    decision: str = ""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    note: str = ""


class Urge(Row, table=True):
    """Somebody urged the owner of a task; counted so that nobody is nagged."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime

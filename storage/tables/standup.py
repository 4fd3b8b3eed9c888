"""Standups and the 17:00 round (S1, S2)."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, Index

from storage.tables.row import Row


class StandupDay(Row, table=True):
    """The digest of a project's day was published; later answers change it in place."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    day: date = Field(primary_key=True)
    published_at: datetime


class StandupAsk(Row, table=True):
    """Somebody was asked for a project's day; who was not asked is never counted as missing."""

    # A person's questions of one day are one card, whatever the number of projects.
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    day: date = Field(primary_key=True)
    project_id: int = Field(foreign_key="project.id", primary_key=True)
    at: datetime


class StandupAnswer(Row, table=True):
    """What one person said. `late`: after their own window had closed. `blocker_id`: the task its obstacle became."""

    __table_args__ = (
        # A person's earlier answers, for what the next question is filled with.
        Index("standup_by_person", "person_id", "day"),
    )

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    day: date = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    yesterday: str = ""
    today: str = ""
    obstacles: str = ""
    at: datetime
    edited_at: datetime | None = None
    late: bool = False
    blocker_id: int | None = Field(default=None, foreign_key="task.id")


class Round(Row, table=True):
    """One project's 17:00 round of one day (S2) with the counts of its summary, for the comparison on the next day."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    day: date = Field(primary_key=True)
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))

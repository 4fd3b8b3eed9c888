"""Standups and the 17:00 round (S1, S2)."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel


class StandupDay(SQLModel, table=True):
    """One project's standup of one day. The digest is published at `closes_at` and updated in place afterwards."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    day: date = Field(primary_key=True)
    opens_at: datetime
    closes_at: datetime
    published_at: datetime | None = None


class StandupAnswer(SQLModel, table=True):
    """What one person said. `late`: it came after the digest was published."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    day: date = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    yesterday: str = ""
    today: str = ""
    obstacles: str = ""
    at: datetime
    edited_at: datetime | None = None
    late: bool = False


class Round(SQLModel, table=True):
    """One project's 17:00 round of one day (S2) with the counts of its summary, for the comparison on the next day."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    day: date = Field(primary_key=True)
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))

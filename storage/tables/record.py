"""The append-only record (U1), and what was understood from plain words and waits for one tap (S3)."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, Index

from storage.tables.row import Row


class Record(Row, table=True):
    """One change: who, when, from which message, before and after. Rows are never changed but to mark an undo.

    person_id is empty for what the bot did by itself. `subject`: "task:12", "project:3", "person:7" …
    """

    __table_args__ = (
        # The history of one task or project, newest last.
        Index("record_by_subject", "subject", "id"),
        # A person's last change, for /undo.
        Index("record_by_person", "person_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    subject: str
    action: str
    before: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    source: str = ""
    undone_at: datetime | None = None


class Proposal(Row, table=True):
    """Something the bot understood and will do after one tap. `taken_at` is set once, so a second tap does nothing."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id")
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime
    taken_at: datetime | None = None

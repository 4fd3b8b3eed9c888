"""Minutes of meetings as they were read, and the tasks that came of them (M2, M5)."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, UniqueConstraint

from storage.tables.row import Row


class Minutes(Row, table=True):
    """One text of minutes. `status`: draft, kept, dropped or expired; nothing of a draft counts.

    person_id: the recorder, who alone may change and confirm it. chat_id: the group it was sent in, if any.
    digest: of the text, by which the same minutes are known again. sheet: see bot/services/minutes_sheet.py.
    """

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    chat_id: int | None = Field(default=None, foreign_key="chat.id")
    status: str = "draft"
    number: str = ""
    topic: str = ""
    day: date | None = None
    digest: str = Field(index=True)
    text: str
    sheet: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime
    settled_at: datetime | None = None


class MinutesItem(Row, table=True):
    """One action item of kept minutes, the line it is from, and its task where it became one."""

    __table_args__ = (UniqueConstraint("minutes_id", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    minutes_id: int = Field(foreign_key="minutes.id")
    place: int
    title: str
    line: int
    text: str
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)

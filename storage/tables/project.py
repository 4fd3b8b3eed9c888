"""Projects, the groups they live in, members with roles, departments, milestones (J1, J2, J5, P1)."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Column, Field, UniqueConstraint

from storage.tables.row import Row


class Chat(Row, table=True):
    """A group chat the bot is in."""

    __table_args__ = (UniqueConstraint("platform", "ref"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    ref: str
    name: str = ""
    active: bool = True


class ChatMember(Row, table=True):
    """People known to be in a group, from what the platform told or from having spoken there."""

    chat_id: int = Field(foreign_key="chat.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Guide(Row, table=True):
    """What was answered so far in a group that is being led to its project; nothing of it counts before the yes.

    person_id: who is led. step: the question that is open. answers: see bot/services/guide.py.
    """

    chat_id: int = Field(foreign_key="chat.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    step: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: datetime


class Project(Row, table=True):
    """A project card (J1). `status`: active or closed. Empty language, zone, calendar mean the workspace's."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str = Field(index=True)
    goal: str = ""
    resources: str = ""
    risks: str = ""
    notes: str = ""
    starts_on: date
    ends_on: date | None = None
    department_id: int | None = Field(default=None, foreign_key="department.id")
    lead_id: int = Field(foreign_key="person.id", index=True)
    status: str = "active"
    created_at: datetime
    version: int = 1


class ProjectChat(Row, table=True):
    """The groups a project is bound to; whatever happens to it is posted there (J2)."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    chat_id: int = Field(foreign_key="chat.id", primary_key=True, index=True)


class ProjectMember(Row, table=True):
    """A person's part in a project. `role`: lead, head, liaison, executive, member.

    Head, liaison and executive are so for one department, or with none given for all of them.
    """

    __table_args__ = (UniqueConstraint("project_id", "person_id", "role", "department_id"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = "member"
    department_id: int | None = Field(default=None, foreign_key="department.id")


class ProjectDepartment(Row, table=True):
    """A participating department and what it answers for (J1)."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    department_id: int = Field(foreign_key="department.id", primary_key=True)
    duty: str = ""


class Milestone(Row, table=True):
    """A dated goal of a project (J5). `reached_at` is set once it is."""

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    name: str
    day: date
    reached_at: datetime | None = None


class CodeCounter(Row, table=True):
    """The last number given under a code prefix, such as XMKTP2024 or XZB20231001."""

    prefix: str = Field(primary_key=True)
    last: int = 0

"""People, departments, roles above projects, leave, settings and the company's own calendar days (P1-P5)."""

from datetime import date, datetime

from sqlmodel import BigInteger, Field, UniqueConstraint

from storage.tables.row import Row


class Person(Row, table=True):
    """Somebody the bot knows, whatever platforms they use. Empty language or zone means the workspace's.

    merged_id: who this row turned out to be; it stays for what names it in cards and in the record.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    language: str = ""
    zone: str = ""
    calendar: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    admin: bool = False
    active: bool = True
    standup_time: str = ""
    created_at: datetime
    merged_id: int | None = None


class Account(Row, table=True):
    """A person's identity on one platform; the unique key finds who sent an event.

    ask_ms: when the platform's directory is asked about them next; empty once it has told what it knows.
    email: as the directory gives it, in small letters; equal ones are one person's.
    manager: the platform's user id of the person above them, as the directory gives it.
    """

    platform: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    ask_ms: int | None = Field(default=0, sa_type=BigInteger, index=True)
    email: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})
    manager: str = Field(default="", sa_column_kwargs={"server_default": ""})


class Department(Row, table=True):
    """A department of the company."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class DepartmentRole(Row, table=True):
    """Who is head, liaison or the executive above a department (P2). `role`: head, liaison, executive."""

    department_id: int = Field(foreign_key="department.id", primary_key=True)
    role: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Leave(Row, table=True):
    """Days on which a person is not asked; `deputy_id` receives what cannot wait. Both days belong to the leave."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first_day: date
    last_day: date
    deputy_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    ended_at: datetime | None = None


class Setting(Row, table=True):
    """A setting changed by command. `scope`: "workspace" or "project:ID"."""

    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str


class CalendarDay(Row, table=True):
    """A day the company or a project set by command. `kind`: off, on, half. `hours`: such as 09:00-12:00."""

    __table_args__ = (UniqueConstraint("scope", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    scope: str
    day: date
    kind: str
    hours: str = ""
    note: str = ""

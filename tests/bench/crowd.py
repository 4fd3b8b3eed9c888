"""A company for the benches: people, groups, projects of a hundred open tasks each."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, insert, literal, select
from sqlmodel import Session, SQLModel

from storage.engine import Database
from storage.moments import to_ms
from storage.tables.plumbing import due

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday, ten in the morning in Shanghai
SOON = NOW + timedelta(days=1, hours=7)
LATER = NOW + timedelta(days=18)
BLOCK, A_PROJECT, PEOPLE = 10_000, 100, 300
DUE_IN_BLOCK = 1_000


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def fill(database: Database, tasks: int) -> None:
    """So many open tasks, of which a thousand, spread over a hundred projects, need their owner reminded now."""
    with database.transaction() as db:
        _people(db)
        _projects(db, tasks // A_PROJECT)
        _first_block(db)
        for block in range(1, tasks // BLOCK):
            _copy_block(db, block)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Otherwise the server tidies up during the measurement.
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("CHECKPOINT")


def _people(db: Session) -> None:
    ids = range(1, PEOPLE + 1)
    empty = dict.fromkeys(("language", "zone", "calendar", "standup_time"), "")
    people = [{"id": n, "name": f"成员{n}", **empty, "admin": False, "active": True, "created_at": NOW} for n in ids]
    _add(db, "person", people)
    _add(db, "account", [{"platform": "console", "user": f"u{n}", "person_id": n} for n in ids])


def _projects(db: Session, count: int) -> None:
    ids = range(1, count + 1)
    empty = dict.fromkeys(("goal", "resources", "risks", "notes"), "")
    fixed = {**empty, "starts_on": date(2026, 3, 2), "status": "active", "created_at": NOW, "version": 1}
    projects = [{"id": n, "code": f"P{n}", "name": f"项目{n}", "lead_id": n % PEOPLE + 1, **fixed} for n in ids]
    _add(db, "project", projects)
    _add(db, "chat", [{"id": n, "platform": "console", "ref": f"g{n}", "name": f"群{n}", "active": True} for n in ids])
    _add(db, "projectchat", [{"project_id": n, "chat_id": n} for n in ids])
    members = [{"project_id": n, "person_id": (n + k) % PEOPLE + 1, "role": "member"} for n in ids for k in range(10)]
    _add(db, "projectmember", members)
    # Whoever owns a task of a project is in its group; else each would be asked alone.
    owners = ((n, {((n - 1) * A_PROJECT % BLOCK + k) % PEOPLE + 1 for k in range(1, A_PROJECT + 1)}) for n in ids)
    _add(db, "chatmember", [{"chat_id": n, "person_id": person} for n, found in owners for person in sorted(found)])


def _first_block(db: Session) -> None:
    texts = ("phase", "criteria", "deliverable", "resources", "next_step", "blocked_cause", "blocked_need", "objection")
    fixed: dict[str, Any] = {
        **dict.fromkeys(texts, ""), "priority": "mid", "status": "in_progress", "percent": 0, "due_timed": True,
        "created_at": NOW - timedelta(days=9), "critical": False, "run": 1, "version": 1,
    }  # fmt: skip
    tasks, moments = [], []
    for n in range(1, BLOCK + 1):
        project, person, near = (n - 1) // A_PROJECT + 1, n % PEOPLE + 1, n % 10 == 0
        own = {"id": n, "project_id": project, "code": f"T{n}", "title": f"任务{n}", "due_at": SOON if near else LATER}
        tasks.append({**own, "owner_id": person, "creator_id": person, **fixed})
        at = NOW - timedelta(seconds=1) if near else NOW + timedelta(days=10, seconds=n)
        moments.append({"at_ms": to_ms(at), "kind": "overdue", "subject": str(n), "tries": 0})
    _add(db, "task", tasks)
    _add(db, "due", moments)


def _add(db: Session, name: str, rows: list[dict[str, Any]]) -> None:
    db.connection().execute(insert(_table(name)), rows)


def _copy_block(db: Session, block: int) -> None:
    """The first block again for further projects, with nothing due now."""
    task, shift = _table("task"), block * BLOCK
    changed: dict[str, ColumnElement[Any]] = {
        "id": task.c.id + shift, "code": task.c.code + f"-{block}", "due_at": literal(LATER, task.c.due_at.type),
        "project_id": task.c.project_id + shift // A_PROJECT,
    }  # fmt: skip
    columns = [changed.get(column.name, column) for column in task.c]
    copied = insert(task).from_select([column.name for column in task.c], select(*columns).where(task.c.id <= BLOCK))
    db.connection().execute(copied)
    first = to_ms(NOW + timedelta(days=10))
    rows = [
        {"at_ms": first + shift + n, "kind": "overdue", "subject": str(shift + n), "tries": 0}
        for n in range(1, BLOCK + 1)
    ]
    db.connection().execute(insert(due), rows)

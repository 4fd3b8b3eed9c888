"""Accounts that turn out to be one person's: who they may be, and everything of one person made the other's."""

from collections.abc import Iterator

from sqlalchemy import Column, Table, UniqueConstraint, and_, delete, exists, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from storage import people
from storage.tables.people import Account, Leave, Person
from storage.tables.plumbing import outbox
from storage.tables.project import Chat, Project, ProjectChat, ProjectMember
from storage.tables.task import Task, TaskCollaborator

_KEPT_AS_WRITTEN = ("record", "person")
"""The record names who acted as they were known then; `Person.merged_id` says who that is now."""


def with_email(db: Session, email: str) -> list[Account]:
    """Every account of this e-mail address, oldest person first."""
    query = select_rows(Account).where(Account.email == email)
    return list(db.exec(query.order_by(col(Account.person_id), Account.platform)))


def platforms_of(db: Session, person_id: int) -> frozenset[str]:
    """The platforms somebody has an account on."""
    return frozenset(account.platform for account in people.accounts(db, [person_id]))


def namesakes_apart(db: Session) -> list[tuple[Person, ...]]:
    """Active people of one name whose accounts are on different platforms: perhaps the same person."""
    places: dict[int, set[str]] = {}
    for account in db.exec(select_rows(Account)):
        places.setdefault(account.person_id, set()).add(account.platform)
    by_name: dict[str, list[Person]] = {}
    for person in people.everybody(db):
        if places.get(person.id or 0):
            by_name.setdefault(person.name, []).append(person)
    return [
        tuple(found)
        for found in by_name.values()
        if len(found) > 1 and not set.intersection(*(places[person.id or 0] for person in found))
    ]


def half_there(db: Session) -> list[tuple[Person, str]]:
    """Members of active projects that live on several platforms, with the one platform on which they are known."""
    places: dict[int, set[str]] = {}
    living = (
        select_rows(ProjectChat.project_id, Chat.platform)
        .join(Chat, col(Chat.id) == col(ProjectChat.chat_id))
        .join(Project, col(Project.id) == col(ProjectChat.project_id))
        .where(col(Chat.active), Project.status == "active")
    )
    for project_id, platform in db.exec(living):
        places.setdefault(project_id, set()).add(platform)
    wide = [project_id for project_id, found in places.items() if len(found) > 1]
    members = select_rows(ProjectMember.person_id).where(col(ProjectMember.project_id).in_(wide))
    query = select_rows(Person).where(col(Person.id).in_(members), col(Person.active)).order_by(Person.name)
    known = [(person, platforms_of(db, person.id or 0)) for person in db.exec(query)]
    return [(person, next(iter(found))) for person, found in known if len(found) == 1]


def merge(db: Session, keep: Person, gone: Person) -> None:
    """Make everything of `gone` `keep`'s, and let `gone` point there. What both have, such as two answers to one
    standup, stays as `keep` has it."""
    db.exec(
        select_rows(Person).where(col(Person.id).in_([keep.id, gone.id])).order_by(col(Person.id)).with_for_update()
    ).all()
    for table, column in _columns():
        for others in _unique_with(table, column):
            twin = table.alias()
            same = and_(twin.c[column.name] == keep.id, *(twin.c[o].is_not_distinct_from(table.c[o]) for o in others))
            db.connection().execute(delete(table).where(column == gone.id, exists().where(same)))
        db.connection().execute(update(table).where(column == gone.id).values({column.name: keep.id}))
    db.connection().execute(update(outbox).where(outbox.c.person_id == gone.id).values(person_id=keep.id))
    _drop_what_is_now_oneself(db, keep)
    gone.merged_id, gone.active, gone.admin = keep.id, False, False
    db.flush()
    db.expire_all()


def _columns() -> Iterator[tuple[Table, Column[int]]]:
    """Every column that names a person."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in _KEPT_AS_WRITTEN and any(
                key.column.table.name == "person" for key in column.foreign_keys
            ):
                yield table, column


def _unique_with(table: Table, column: Column[int]) -> Iterator[list[str]]:
    """For each rule that makes this column unique together with others, those others."""
    rules = [table.primary_key, *(rule for rule in table.constraints if isinstance(rule, UniqueConstraint))]
    for rule in rules:
        names = [each.name for each in rule.columns]
        if column.name in names:
            yield [name for name in names if name != column.name]


def _drop_what_is_now_oneself(db: Session, keep: Person) -> None:
    """Nobody helps with their own task, or stands in for themselves."""
    own = select(col(Task.id)).where(col(Task.owner_id) == keep.id)
    helping = (col(TaskCollaborator.person_id) == keep.id) & col(TaskCollaborator.task_id).in_(own)
    db.connection().execute(delete(SQLModel.metadata.tables["taskcollaborator"]).where(helping))
    alone = (col(Leave.person_id) == keep.id) & (col(Leave.deputy_id) == keep.id)
    db.connection().execute(update(SQLModel.metadata.tables["leave"]).where(alone).values(deputy_id=None))

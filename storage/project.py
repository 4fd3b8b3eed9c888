"""Queries on projects, groups, members and milestones."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from storage.dialect import dialect, insert_into
from storage.memo import remembered
from storage.session import keeping
from storage.tables.people import Person
from storage.tables.plumbing import outbox
from storage.tables.project import (
    Chat,
    ChatMember,
    CodeCounter,
    Milestone,
    Project,
    ProjectChat,
    ProjectDepartment,
    ProjectMember,
)


@remembered("chat")
def chat_of(db: Session, platform: str, ref: str) -> Chat | None:
    """The group with this platform id, if it was seen before."""
    return db.exec(select(Chat).where(Chat.platform == platform, Chat.ref == ref)).first()


def chat(db: Session, chat_id: int) -> Chat:
    """The group with this id. Raises KeyError: ids come from our own rows."""
    found = db.get(Chat, chat_id)
    if found is None:
        raise KeyError(chat_id)
    return found


def project(db: Session, project_id: int) -> Project:
    """The project with this id. Raises KeyError: ids come from our own rows."""
    found = db.get(Project, project_id)
    if found is None:
        raise KeyError(project_id)
    return found


def by_code(db: Session, code: str) -> Project | None:
    """A project by its code, in capitals or not."""
    return db.exec(select(Project).where(Project.code == code.upper())).first()


@remembered("project", "projectchat")
def in_chat(db: Session, chat_id: int) -> list[Project]:
    """Active projects bound to a group, oldest first."""
    query = (
        select(Project)
        .join(ProjectChat, col(ProjectChat.project_id) == col(Project.id))
        .where(ProjectChat.chat_id == chat_id, Project.status == "active")
        .order_by(col(Project.id))
    )
    return list(db.exec(query))


@remembered("project", "projectmember")
def of_person(db: Session, person_id: int) -> list[Project]:
    """Active projects a person has a part in, oldest first."""
    query = (
        select(Project)
        .join(ProjectMember, col(ProjectMember.project_id) == col(Project.id))
        .where(ProjectMember.person_id == person_id, Project.status == "active")
        .distinct()
        .order_by(col(Project.id))
    )
    return list(db.exec(query))


def over_in(db: Session, chat_id: int) -> list[Project]:
    """Closed projects bound to a group, the latest first."""
    query = (
        select(Project)
        .join(ProjectChat, col(ProjectChat.project_id) == col(Project.id))
        .where(ProjectChat.chat_id == chat_id, Project.status != "active")
        .order_by(col(Project.id).desc())
    )
    return list(db.exec(query))


def over_of(db: Session, person_id: int) -> list[Project]:
    """Closed projects a person has a part in, the latest first."""
    own = select(ProjectMember.project_id).where(ProjectMember.person_id == person_id)
    query = select(Project).where(col(Project.id).in_(own), Project.status != "active")
    return list(db.exec(query.order_by(col(Project.id).desc())))


@remembered("project")
def active(db: Session) -> list[Project]:
    """All active projects, oldest first."""
    return list(db.exec(select(Project).where(Project.status == "active").order_by(col(Project.id))))


@remembered("chat", "projectchat")
def chats(db: Session, project_id: int) -> list[Chat]:
    """The groups a project is bound to and the bot is still in."""
    query = (
        select(Chat)
        .join(ProjectChat, col(ProjectChat.chat_id) == col(Chat.id))
        .where(ProjectChat.project_id == project_id, col(Chat.active))
        .order_by(col(Chat.id))
    )
    return list(db.exec(query))


@remembered("person", "chatmember")
def chat_members(db: Session, chat_id: int) -> list[Person]:
    """People known to be in a group."""
    query = (
        select(Person)
        .join(ChatMember, col(ChatMember.person_id) == col(Person.id))
        .where(ChatMember.chat_id == chat_id)
        .order_by(col(Person.id))
    )
    return list(db.exec(query))


@remembered("chatmember")
def chat_member_ids(db: Session, chat_id: int) -> frozenset[int]:
    """Ids of the people known to be in a group."""
    return frozenset(db.exec(select(ChatMember.person_id).where(ChatMember.chat_id == chat_id)))


def memberships(db: Session, project_id: int, person_id: int) -> list[ProjectMember]:
    """The parts one person has in a project."""
    return _by_person(db, project_id).get(person_id, [])


@remembered("projectmember")
def _by_person(db: Session, project_id: int) -> dict[int, list[ProjectMember]]:
    found: dict[int, list[ProjectMember]] = {}
    for row in roles(db, project_id):
        found.setdefault(row.person_id, []).append(row)
    return found


@remembered("projectmember")
def roles(db: Session, project_id: int) -> list[ProjectMember]:
    """All parts of all people in a project."""
    query = (
        select(ProjectMember)
        .where(ProjectMember.project_id == project_id)
        .order_by(ProjectMember.role, col(ProjectMember.person_id))
    )
    return list(db.exec(query))


@remembered("person", "projectmember")
def members(db: Session, project_id: int) -> list[Person]:
    """Everybody with a part in a project, each once, oldest first."""
    ids = select(ProjectMember.person_id).where(ProjectMember.project_id == project_id)
    return list(db.exec(select(Person).where(col(Person.id).in_(ids), col(Person.active)).order_by(col(Person.id))))


@remembered("projectmember", "person")
def zones(db: Session, project_id: int) -> list[str]:
    """The zones in which members of a project live, as far as they have one of their own."""
    ids = select(ProjectMember.person_id).where(ProjectMember.project_id == project_id)
    own = select(Person.zone).where(col(Person.id).in_(ids), col(Person.active), col(Person.zone) != "")
    return list(db.exec(own.distinct()))


@remembered("projectdepartment")
def departments(db: Session, project_id: int) -> list[ProjectDepartment]:
    """Participating departments with their duties."""
    query = select(ProjectDepartment).where(ProjectDepartment.project_id == project_id)
    return list(db.exec(query.order_by(col(ProjectDepartment.department_id))))


def milestones(db: Session, project_id: int) -> list[Milestone]:
    """A project's milestones by date."""
    return list(
        db.exec(
            select(Milestone).where(Milestone.project_id == project_id).order_by(col(Milestone.day), col(Milestone.id))
        )
    )


def milestone(db: Session, milestone_id: int) -> Milestone | None:
    """A milestone by id, or None when it was taken away."""
    return db.get(Milestone, milestone_id)


def next_number(db: Session, prefix: str) -> int:
    """The next free number under a code prefix; the row is locked, so two processes never get the same."""
    session = keeping(db)
    counted = session.notes.setdefault("codes", {})
    if prefix in counted:  # locked and counted further here, and written with the rest
        counted[prefix] += 1
        session.later(_COUNTED, {"counted": counted[prefix], "of": prefix}, prefix)
    else:
        counted[prefix] = int(db.connection().execute(_counting(dialect(db)), {"prefix": prefix}).scalar_one())
    return int(counted[prefix])


_COUNTED = update(CodeCounter).where(col(CodeCounter.prefix) == bindparam("of")).values(last=bindparam("counted"))


@cache
def _counting(kind: str) -> Any:
    row = insert_into(kind, CodeCounter).values(prefix=bindparam("prefix"), last=1)
    counted = row.on_conflict_do_update(index_elements=["prefix"], set_={"last": col(CodeCounter.last) + 1})
    return counted.returning(col(CodeCounter.last))


def projects(db: Session, ids: Sequence[int]) -> list[Project]:
    """Several projects by id."""
    return list(db.exec(select(Project).where(col(Project.id).in_(ids)).order_by(col(Project.id))))


def forget_cards(db: Session, project_id: int, *, person_id: int | None = None, chat_id: int | None = None) -> None:
    """Let the project's cards in a direct message or a group stay as they are: whoever left learns nothing more."""
    place = outbox.c.person_id == person_id if person_id is not None else outbox.c.chat_id == chat_id
    of_project = (outbox.c.project_id == project_id) & (outbox.c.kind == "post")
    db.connection().execute(update(outbox).where(place, of_project).values(card_key=""))

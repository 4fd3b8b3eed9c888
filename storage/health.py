"""Counts that tell an administrator how the bot is."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from storage.moments import to_ms
from storage.tables.people import Account, Department, DepartmentRole, Person
from storage.tables.plumbing import is_open, is_troubled, outbox
from storage.tables.project import Project, ProjectChat, ProjectDepartment, ProjectMember


def late_messages(db: Session, before: datetime) -> int:
    """Messages that could have gone out before this moment and have not."""
    query = select(func.count()).where(is_open(outbox), outbox.c.not_before_ms < to_ms(before))
    return int(db.connection().execute(query).scalar_one())


def troubled(db: Session, since: datetime) -> dict[str, int]:
    """Messages since a moment that failed, or of which it is not known whether they arrived."""
    query = (
        select(outbox.c.state, func.count())
        .where(is_troubled(outbox), outbox.c.created_ms >= to_ms(since))
        .group_by(outbox.c.state)
    )
    return {state: number for state, number in db.connection().execute(query)}


def unlinked(db: Session) -> list[Person]:
    """People with a part in an active project whom no platform account leads to."""
    linked = select_rows(Account.person_id)
    query = (
        select_rows(Person)
        .join(ProjectMember, col(ProjectMember.person_id) == col(Person.id))
        .join(Project, col(Project.id) == col(ProjectMember.project_id))
        .where(Project.status == "active", col(Person.active), col(Person.id).not_in(linked))
        .distinct()
        .order_by(col(Person.name))
    )
    return list(db.exec(query))


def homeless(db: Session) -> list[Project]:
    """Active projects that are bound to no group."""
    bound = select_rows(ProjectChat.project_id)
    query = select_rows(Project).where(Project.status == "active", col(Project.id).not_in(bound))
    return list(db.exec(query.order_by(col(Project.id))))


def vacancies(db: Session, role: str) -> list[Department]:
    """Departments that take part in an active project and have nobody in this role, in the company or the project."""
    company = select_rows(DepartmentRole.department_id).where(DepartmentRole.role == role)
    own = select_rows(ProjectMember.department_id).where(
        ProjectMember.role == role, col(ProjectMember.department_id).is_not(None)
    )
    query = (
        select_rows(Department)
        .join(ProjectDepartment, col(ProjectDepartment.department_id) == col(Department.id))
        .join(Project, col(Project.id) == col(ProjectDepartment.project_id))
        .where(Project.status == "active", col(Department.id).not_in(company), col(Department.id).not_in(own))
        .distinct()
        .order_by(col(Department.id))
    )
    return list(db.exec(query))

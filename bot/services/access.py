"""Which parts a person has in a project and its tasks, and who stands where (P1, P2, P4, U4)."""

from datetime import date

from sqlmodel import Session

from bot.rules.access import Part
from bot.services.work import Work
from storage import people as people_rows
from storage import project as project_rows
from storage import task as task_rows
from storage.memo import remembered
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.task import Task


def parts(work: Work, person: Person, project: Project | None, task: Task | None = None) -> frozenset[Part]:
    """A person's parts. Without a project only whether they administrate; outside the project nothing but PERSON.

    Whoever stands in for the lead or the owner while they are on leave has their part meanwhile.
    """
    found = {Part.PERSON} | ({Part.ADMIN} if person.admin else set())
    if project is None:
        return frozenset(found)
    own = project_rows.memberships(work.db, project.id or 0, person.id or 0)
    if own:
        found.add(Part.MEMBER)
    if project.lead_id == person.id or _stands_in(work, person, project.lead_id, project):
        found |= {Part.LEAD, Part.MEMBER}
    found |= _department_parts(work.db, person.id or 0, project.id or 0, task.department_id if task else None)
    if Part.EXECUTIVE in found or Part.HEAD in found or Part.LIAISON in found:
        found.add(Part.MEMBER)
    if task is not None:
        found |= _task_parts(work, person, task, project)
    return frozenset(found)


def _stands_in(work: Work, person: Person, absent: int, project: Project) -> bool:
    """Whether somebody is the one who acts for an absent person today."""
    today = work.today(work.norms(project))
    if absent not in people_rows.absent_on(work.db, today):
        return False
    present = stand_in(work, people_rows.person(work.db, absent), today)
    return present is not None and present.id == person.id


def stood_in_for(work: Work, person: Person, day: date) -> list[Person]:
    """Whose place somebody takes that day, in person or as a deputy's deputy."""
    absent = people_rows.people(work.db, sorted(people_rows.absent_on(work.db, day)))
    found = ((each, stand_in(work, each, day)) for each in absent)
    return [each for each, present in found if present is not None and present.id == person.id]


@remembered("departmentrole", "project", "projectdepartment", "projectmember")
def _department_parts(db: Session, person_id: int, project_id: int, department_id: int | None) -> frozenset[Part]:
    """Head, liaison and executive count where their department does: in the task's, or anywhere in the project."""
    if department_id is not None:
        concerned: set[int | None] = {department_id}
    else:
        concerned = {row.department_id for row in project_rows.departments(db, project_id)}
        concerned.add(project_rows.project(db, project_id).department_id)
    roles = people_rows.department_roles(db, person_id)
    found = {Part(row.role) for row in roles if row.department_id in concerned}
    for row in project_rows.memberships(db, project_id, person_id):
        if row.role in ("lead", "executive") or (
            row.role in ("head", "liaison") and (row.department_id is None or row.department_id in concerned)
        ):
            found.add(Part(row.role))
    return frozenset(found)


def _task_parts(work: Work, person: Person, task: Task, project: Project) -> set[Part]:
    found = set()
    if task.owner_id == person.id or _stands_in(work, person, task.owner_id, project):
        found.add(Part.OWNER)
    if task.creator_id == person.id:
        found.add(Part.CREATOR)
    if person.id in task_rows.collaborators(work.db, task.id or 0):
        found.add(Part.COLLABORATOR)
    return found


def sees(work: Work, person: Person, project: Project, task: Task | None = None) -> bool:
    """Whether a project, or one task of it, is open to somebody (U4): its people, executives above it, administrators.

    Somebody from outside who stands in for a task's owner sees that task alone.
    """
    return parts(work, person, project, task) != frozenset({Part.PERSON})


def holders(work: Work, project: Project, department_id: int | None, role: str) -> list[Person]:
    """Who is head, liaison or executive for a department in a project: the project's own choice, then the company's."""
    rows = [row for row in project_rows.roles(work.db, project.id or 0) if row.role == role]
    exact = [row.person_id for row in rows if row.department_id == department_id]
    chosen = exact or [row.person_id for row in rows if row.department_id is None]
    if chosen:
        return people_rows.people(work.db, chosen)
    return people_rows.holders(work.db, department_id, role) if department_id is not None else []


def stand_in(work: Work, person: Person, day: date) -> Person | None:
    """Who receives what is meant for somebody that day: themselves, their deputy while on leave, or nobody.

    A deputy who is away too passes it on to their own; a circle ends with nobody.
    """
    seen: set[int] = set()
    current: Person | None = person
    while current is not None and current.id not in seen:
        seen.add(current.id or 0)
        leave = people_rows.leave_on(work.db, current.id or 0, day)
        if leave is None:
            return current if current.active else None
        current = people_rows.person(work.db, leave.deputy_id) if leave.deputy_id else None
    return None

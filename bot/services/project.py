"""Projects: made, bound to groups, shown (J1, J2)."""

from datetime import date

from bot.errors import UserError
from bot.rules import codes
from bot.services import people, rounds, standup
from bot.services.work import Work
from storage import project as rows
from storage.tables.people import Person
from storage.tables.project import Chat, Project, ProjectChat, ProjectMember


def create(
    work: Work, lead: Person, name: str, starts_on: date, ends_on: date | None, *, code: str = "", goal: str = ""
) -> Project:
    """Make a project; its code is given or made. Raises UserError when the code is taken."""
    if code and rows.by_code(work.db, code):
        raise UserError("project.code_taken", code=code.upper())
    if not code:
        prefix = codes.project_prefix(name, starts_on.year)
        code = codes.project_code(prefix, rows.next_number(work.db, prefix))
    project = Project(
        code=code.upper(), name=name, goal=goal, starts_on=starts_on, ends_on=ends_on, department_id=lead.department_id,
        lead_id=lead.id or 0, created_at=work.now,
    )
    work.db.add(project)
    work.db.flush()
    people.join(work, project, lead)
    work.db.add(
        ProjectMember(
            project_id=project.id or 0, person_id=lead.id or 0, role="lead", department_id=lead.department_id
        )
    )
    standup.schedule(work, project)
    rounds.schedule(work, project)
    work.record(f"project:{project.id}", "project.created", project.id, after={"name": name, "code": project.code})
    return project


def bind(work: Work, project: Project, chat: Chat) -> None:
    """Let a project live in a group: posts go there, and its people are members."""
    if work.db.get(ProjectChat, (project.id, chat.id)) is None:
        work.db.add(ProjectChat(project_id=project.id or 0, chat_id=chat.id or 0))
        work.db.flush()
        work.record(f"project:{project.id}", "project.bound", project.id, after={"chat": chat.name})
    for person in rows.chat_members(work.db, chat.id or 0):
        people.join(work, project, person)

"""People as the bot comes to know them, their departments and parts (P1, P2, P5)."""

from bot.services.work import Work
from bot.wire import Account, Incoming
from storage import people as people_rows
from storage import project as project_rows
from storage.tables.people import Account as AccountRow
from storage.tables.people import Department, DepartmentRole, Person
from storage.tables.project import Chat, ChatMember, Project, ProjectDepartment, ProjectMember


def meet(work: Work, platform: str, account: Account) -> Person:
    """The person behind a platform account; somebody new is entered under the name the platform gives."""
    known = people_rows.person_of(work.db, platform, account.user)
    if known is not None:
        if account.name and known.name != account.name and known.name == account.user:
            known.name = account.name
        return known
    person = people_rows.add(work.db, account.name or account.user, work.now)
    work.db.add(AccountRow(platform=platform, user=account.user, person_id=person.id or 0))
    work.db.flush()
    return person


def meet_chat(work: Work, event: Incoming) -> Chat | None:
    """The group an event came from, entered and renamed as needed; None in a direct message."""
    if not event.chat:
        return None
    chat = project_rows.chat_of(work.db, event.platform, event.chat)
    if chat is None:
        chat = Chat(platform=event.platform, ref=event.chat, name=event.chat_name)
        work.db.add(chat)
        work.db.flush()
    elif event.chat_name and chat.name != event.chat_name:
        chat.name = event.chat_name
    return chat


def enter(work: Work, chat: Chat, person: Person) -> None:
    """Note that somebody is in a group; they become a member of the projects bound to it (U4)."""
    if work.db.get(ChatMember, (chat.id, person.id)) is not None:
        return
    work.db.add(ChatMember(chat_id=chat.id or 0, person_id=person.id or 0))
    for project in project_rows.in_chat(work.db, chat.id or 0):
        join(work, project, person)
    work.db.flush()


def join(work: Work, project: Project, person: Person) -> None:
    """Make somebody a member, and their department a participating one; no change for those who are."""
    if not project_rows.memberships(work.db, project.id or 0, person.id or 0):
        work.db.add(
            ProjectMember(project_id=project.id or 0, person_id=person.id or 0, department_id=person.department_id)
        )
    if person.department_id is not None:
        take_part(work, project, person.department_id)
    work.db.flush()


def take_part(work: Work, project: Project, department_id: int, duty: str = "") -> None:
    """Make a department a participating one, or change what it answers for."""
    row = work.db.get(ProjectDepartment, (project.id, department_id))
    if row is None:
        work.db.add(ProjectDepartment(project_id=project.id or 0, department_id=department_id, duty=duty))
    elif duty:
        row.duty = duty


def department(work: Work, name: str) -> Department:
    """The department of that name, entered when it is new."""
    found = people_rows.department_named(work.db, name)
    if found is None:
        found = Department(name=name)
        work.db.add(found)
        work.db.flush()
    return found


def place(work: Work, person: Person, department_name: str) -> None:
    """Put somebody into a department."""
    person.department_id = department(work, department_name).id
    work.db.flush()


def appoint(work: Work, person: Person, department_name: str, role: str) -> None:
    """Make somebody head, liaison or executive of a department, for every project (P2)."""
    key = (department(work, department_name).id, role, person.id)
    if work.db.get(DepartmentRole, key) is None:
        work.db.add(DepartmentRole(department_id=key[0] or 0, role=role, person_id=person.id or 0))
        work.db.flush()

"""People as the bot comes to know them, their departments and parts (P1, P2, P5)."""

from collections.abc import Collection, Sequence

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
    named = f"{platform}:{account.user}" in work.defaults.administrators
    if known is not None:
        if named and not known.admin:
            known.admin = True
        if account.name and known.name != account.name:
            _rename(work, known, account)
        return known
    person = people_rows.add(work.db, account.name or account.user, work.now)
    person.admin = named
    work.db.add(AccountRow(platform=platform, user=account.user, person_id=person.id or 0))
    work.db.flush()
    return person


def account_for(work: Work, person: Person, project: Project | None, platforms: Collection[str]) -> AccountRow | None:
    """The account to write to somebody on one of these platforms: where their project lives, if they have several."""
    found = [each for each in people_rows.accounts(work.db, [person.id or 0]) if each.platform in platforms]
    if len(found) < 2:
        return found[0] if found else None
    projects = [project] if project else project_rows.of_person(work.db, person.id or 0)
    living = [chat.platform for each in projects for chat in project_rows.chats(work.db, each.id or 0)]
    return max(found, key=lambda each: living.count(each.platform))


def managers(work: Work, persons: Sequence[Person]) -> list[Person]:
    """Whom the directories give as the people above these, without themselves."""
    found = [
        meet(work, account.platform, Account(account.manager, ""))
        for account in people_rows.accounts(work.db, [person.id or 0 for person in persons])
        if account.manager
    ]
    own = {person.id for person in persons}
    return [person for person in {each.id: each for each in found}.values() if person.id not in own]


def follow_profile(work: Work, platform: str, user: str, name: str) -> None:
    """The platform says that a profile changed: take the new name, and look the rest up again. Strangers stay so."""
    person = people_rows.person_of(work.db, platform, user)
    if person is None:
        return
    people_rows.ask_again(work.db, platform, user)
    if name and person.name != name:
        _rename(work, person, Account(user, name))


def _rename(work: Work, person: Person, account: Account) -> None:
    """Follow a new name. Somebody with several accounts keeps theirs, or it would change with every platform."""
    if person.name != account.user and len(people_rows.accounts(work.db, [person.id or 0])) > 1:
        return
    work.record(f"person:{person.id}", "person.renamed", None, {"name": person.name}, {"name": account.name})
    person.name = account.name


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
    if not chat.active and event.kind not in ("closed", "shared"):
        chat.active = True
    return chat


def enter(work: Work, chat: Chat, person: Person) -> bool:
    """Note that somebody is in a group; they become a member of the projects bound to it (U4). False if they were."""
    if person.id in project_rows.chat_member_ids(work.db, chat.id or 0):
        return False
    work.db.add(ChatMember(chat_id=chat.id or 0, person_id=person.id or 0))
    for project in project_rows.in_chat(work.db, chat.id or 0):
        join(work, project, person)
    work.db.flush()
    return True


def read_by_all(work: Work, chat: Chat) -> str:
    """The language everybody known in a group reads, or the workspace's when they differ."""
    usual = work.norms().language
    found = {person.language or usual for person in project_rows.chat_members(work.db, chat.id or 0)}
    return found.pop() if len(found) == 1 else usual


def join(work: Work, project: Project, person: Person) -> None:
    """Make somebody a member, and their department a participating one; no change for those who are."""
    if not project_rows.memberships(work.db, project.id or 0, person.id or 0):
        work.db.add(
            ProjectMember(project_id=project.id or 0, person_id=person.id or 0, department_id=person.department_id)
        )
    if person.department_id is not None:
        take_part(work, project, person.department_id)


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
    """Put somebody into a department; their projects' own parts for another department stay as they were given."""
    found = department(work, department_name)
    if person.department_id == found.id:
        return
    before = {"department": person.department_id}
    person.department_id = found.id
    for project in project_rows.of_person(work.db, person.id or 0):
        for row in project_rows.memberships(work.db, project.id or 0, person.id or 0):
            row.department_id = found.id if row.role == "member" else row.department_id
        take_part(work, project, found.id or 0)
    work.record(f"person:{person.id}", "person.placed", None, before, {"department": found.id})
    work.db.flush()


def put_back_place(work: Work, person: Person, before: Department | None) -> None:
    """Let somebody belong to the department they were in, or to none."""
    placed, person.department_id = person.department_id, before.id if before else None
    for project in project_rows.of_person(work.db, person.id or 0):
        for row in project_rows.memberships(work.db, project.id or 0, person.id or 0):
            if row.role == "member" and row.department_id == placed:
                row.department_id = person.department_id
    work.db.flush()


def appoint(work: Work, person: Person, department_name: str, role: str, *, noted: bool = True) -> None:
    """Make somebody head, liaison or executive of a department, for every project (P2).

    noted: whether it goes into the record, as it does but for what is taken back.
    """
    key = (department(work, department_name).id, role, person.id)
    if work.db.get(DepartmentRole, key) is None:
        work.db.add(DepartmentRole(department_id=key[0] or 0, role=role, person_id=person.id or 0))
        if noted:
            after = {"person": person.name, "person_id": person.id, "role": role, "department": department_name}
            work.record(f"department:{key[0]}", "department.role", None, {}, after)
        work.db.flush()


def dismiss(work: Work, person: Person, department_name: str, role: str, *, noted: bool = True) -> None:
    """Take a part in a department from somebody; no change for those who do not have it."""
    row = work.db.get(DepartmentRole, (department(work, department_name).id, role, person.id))
    if row is not None:
        work.db.delete(row)
        if noted:
            before = {"person": person.name, "person_id": person.id, "role": role, "department": department_name}
            work.record(f"department:{row.department_id}", "department.role", None, before)
        work.db.flush()


def replace_head(work: Work, person: Person, department_name: str, role: str) -> list[Person]:
    """Make somebody the only head, liaison or executive of a department; returns whom they replace."""
    found = department(work, department_name)
    former = [each for each in people_rows.holders(work.db, found.id or 0, role) if each.id != person.id]
    for each in former:
        dismiss(work, each, department_name, role)
    appoint(work, person, department_name, role)
    return former


def make_admin(work: Work, person: Person, admin: bool) -> None:
    """Let somebody administrate the workspace, or no longer."""
    if person.admin != admin:
        person.admin = admin
        work.record(f"person:{person.id}", "person.admin", None, {"admin": not admin}, {"admin": admin})

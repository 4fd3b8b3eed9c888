"""Projects: made, bound to groups, changed, staffed, closed (J1, J2, P1, P2)."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards import Words, note, words
from bot.errors import UserError
from bot.rules import codes
from bot.services import (
    ending,
    following,
    greeting,
    milestones,
    overdue,
    people,
    project_cards,
    settings,
    task_cards,
    years,
)
from bot.services.work import Work
from storage import people as people_rows
from storage import project as rows
from storage import task as task_rows
from storage.outbox import Notice, Rank, ToChat
from storage.tables.people import Person
from storage.tables.project import Chat, Project, ProjectChat, ProjectDepartment, ProjectMember
from storage.tables.record import Record
from storage.tables.task import Task

_REPLACED = ("head", "liaison", "executive")


def create(
    work: Work,
    lead: Person,
    name: str,
    starts_on: date,
    ends_on: date | None,
    *,
    code: str = "",
    goal: str = "",
    departments: Sequence[str] = (),
) -> Project:
    """Make a project; its code is given or made. Raises UserError when the code is taken or the dates are reversed."""
    _check_period(starts_on, ends_on)
    project = Project(
        code=_free_code(work, code, name, starts_on.year),
        name=name,
        goal=goal,
        starts_on=starts_on,
        ends_on=ends_on,
        department_id=lead.department_id,
        lead_id=lead.id or 0,
        created_at=work.now,
    )
    work.db.add(project)
    work.db.flush()
    people.join(work, project, lead)
    work.db.add(_part(project, lead, "lead", lead.department_id))
    for department in departments:
        people.take_part(work, project, people.department(work, department).id or 0)
    work.record(_subject(project), "project.created", project.id, after={"name": name, "code": project.code})
    _settle(work, project)
    years.watch(work)
    return project


def _free_code(work: Work, code: str, name: str, year: int) -> str:
    if code:
        if not codes.PROJECT_CODE.fullmatch(code):
            raise UserError("project.code_form", code=code)
        if rows.by_code(work.db, code):
            raise UserError("project.code_taken", code=code.upper())
        return code.upper()
    prefix = codes.project_prefix(name, year)
    while rows.by_code(work.db, made := codes.project_code(prefix, rows.next_number(work.db, prefix))):
        pass
    return made


def _check_period(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise UserError("project.ends_first")


def bind(work: Work, project: Project, chat: Chat) -> bool:
    """Let a project live in a group: posts go there, and its people are members. False when it did already."""
    fresh = work.db.get(ProjectChat, (project.id, chat.id)) is None
    if fresh:
        work.db.add(ProjectChat(project_id=project.id or 0, chat_id=chat.id or 0))
        work.db.flush()
        work.record(_subject(project), "project.bound", project.id, after={"chat": chat.name, "chat_id": chat.id})
    for person in rows.chat_members(work.db, chat.id or 0):
        people.join(work, project, person)
    if fresh:
        greeting.take_off_button(work, chat)
    if fresh and len(rows.chats(work.db, project.id or 0)) == 1:
        settings.adopt_language(work, project, people.read_by_all(work, chat))
    _settle(work, project)
    return fresh


def unbind(work: Work, project: Project, chat: Chat) -> None:
    """Take a project out of a group; its people stay members. Raises UserError when it is not there."""
    row = work.db.get(ProjectChat, (project.id, chat.id))
    if row is None:
        raise UserError("project.not_bound", name=project.name)
    work.db.delete(row)
    rows.forget_cards(work.db, project.id or 0, chat_id=chat.id)
    work.record(_subject(project), "project.unbound", project.id, before={"chat": chat.name, "chat_id": chat.id})
    _settle(work, project)


def put_back_group(work: Work, project: Project, chat: Chat, *, there: bool) -> None:
    """Let a project be in a group again, or no longer, as before a change of the record."""
    row = work.db.get(ProjectChat, (project.id, chat.id))
    if there and row is None:
        work.db.add(ProjectChat(project_id=project.id or 0, chat_id=chat.id or 0))
    elif row is not None and not there:
        work.db.delete(row)
        rows.forget_cards(work.db, project.id or 0, chat_id=chat.id)
    _settle(work, project)


def arrive(work: Work, chat: Chat, persons: Sequence[Person]) -> None:
    """Note who is in a group; whoever is new there becomes a member of its projects (U4)."""
    fresh = [person for person in persons if people.enter(work, chat, person)]
    for project in rows.in_chat(work.db, chat.id or 0) if fresh else ():
        _settle(work, project)


def edit(work: Work, project: Project, changes: Mapping[str, str | date | None]) -> Mapping[str, str | date | None]:
    """Change the card's texts and dates; returns what is different now. Raises UserError for reversed dates."""
    different = {name: value for name, value in changes.items() if getattr(project, name) != value}
    starts, ends = different.get("starts_on", project.starts_on), different.get("ends_on", project.ends_on)
    if isinstance(starts, date):
        _check_period(starts, ends if isinstance(ends, date) else None)
    before = {name: _plain(getattr(project, name)) for name in different}
    for name, value in different.items():
        setattr(project, name, value)
    if different:
        project.version += 1
        after = {name: _plain(value) for name, value in different.items()}
        work.record(_subject(project), "project.edited", project.id, before, after)
        _settle(work, project)
    return different


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def set_duty(work: Work, project: Project, department: str, duty: str) -> None:
    """Say what a department answers for; it takes part from now on."""
    found = people.department(work, department).id or 0
    known = work.db.get(ProjectDepartment, (project.id, found))
    before = {"duty": known.duty if known else None}
    people.take_part(work, project, found, duty)
    after = {"department": department, "duty": duty}
    work.record(_subject(project), "project.department", project.id, before, after)
    _settle(work, project)


def put_back_duty(work: Work, project: Project, department: str, duty: str | None) -> None:
    """Let a department answer for what it did before; None takes it out again, unless people of it are here."""
    found = people.department(work, department).id or 0
    row = work.db.get(ProjectDepartment, (project.id, found))
    inside = {person.department_id for person in rows.members(work.db, project.id or 0)}
    if row is not None and duty is None and found not in inside:
        work.db.delete(row)
    elif row is not None:
        row.duty = duty or ""
    _settle(work, project)


def give_role(work: Work, project: Project, person: Person, role: str, department_id: int | None) -> list[Person]:
    """Give somebody a part; returns whom they replace in it. A project has one lead, a department one of each."""
    own = [(row.role, row.department_id) for row in rows.memberships(work.db, project.id or 0, person.id or 0)]
    people.join(work, project, person)
    if role == "lead":
        replaced = _hand_over_lead(work, project, person)
    elif role in _REPLACED:
        replaced = _replace(work, project, person, role, department_id)
    else:
        replaced = []
    if department_id is not None and role in ("head", "liaison"):
        people.take_part(work, project, department_id)
    after = {"person": person.name, "person_id": person.id, "role": role, "department": department_id}
    before = {"replaced": [each.id for each in replaced], "parts": own}
    work.record(_subject(project), "project.role", project.id, before, after)
    _settle(work, project)
    return replaced


def _hand_over_lead(work: Work, project: Project, person: Person) -> list[Person]:
    former = [row for row in rows.roles(work.db, project.id or 0) if row.role == "lead" and row.person_id != person.id]
    for row in former:
        work.db.delete(row)
    if project.lead_id != person.id:
        work.db.add(_part(project, person, "lead", person.department_id))
        project.lead_id = person.id or 0
    work.db.flush()
    return _persons(work, former)


def _replace(work: Work, project: Project, person: Person, role: str, department_id: int | None) -> list[Person]:
    holding = [
        row for row in rows.roles(work.db, project.id or 0) if row.role == role and row.department_id == department_id
    ]
    former = [row for row in holding if row.person_id != person.id]
    for row in former:
        work.db.delete(row)
    if len(former) == len(holding):
        work.db.add(_part(project, person, role, department_id))
    work.db.flush()
    return _persons(work, former)


def drop_role(work: Work, project: Project, person: Person, role: str, department_id: int | None) -> int | None:
    """Take a part from somebody, who stays a member; returns the department it was for.

    Raises UserError for the lead, and when they do not have it in this project.
    """
    if role in ("lead", "member"):
        raise UserError("project.lead_stays" if role == "lead" else "project.role_needs", name=person.name)
    own = rows.memberships(work.db, project.id or 0, person.id or 0)
    found = next((row for row in own if row.role == role and department_id in (None, row.department_id)), None)
    if found is None:
        raise UserError("project.role_not_theirs", person=person.name, part=words(f"project.role_{role}"))
    parts = [(row.role, row.department_id) for row in own]
    after = {"person": person.name, "person_id": person.id, "role": role, "department": found.department_id}
    work.record(_subject(project), "project.role", project.id, {"replaced": [], "parts": parts}, after)
    work.db.delete(found)
    work.db.flush()
    people.join(work, project, person)
    _settle(work, project)
    return found.department_id


def take_back_role(work: Work, project: Project, record: Record) -> None:
    """Let the parts be as before a change of the record. Whoever came in by it goes, unless work here is theirs."""
    person_id, role, department_id = (record.after[name] for name in ("person_id", "role", "department"))
    before = {(each[0], each[1]) for each in record.before["parts"]}
    own = rows.memberships(work.db, project.id or 0, person_id)
    if (role, department_id) in before and (role, department_id) not in [(row.role, row.department_id) for row in own]:
        work.db.add(_part(project, people_rows.person(work.db, person_id), role, department_id))
    for row in own:
        if row.role == role and role != "member" and (row.role, row.department_id) not in before:
            work.db.delete(row)
    for former in people_rows.people(work.db, record.before["replaced"]):
        work.db.add(_part(project, former, role, former.department_id if role == "lead" else department_id))
        project.lead_id = former.id or 0 if role == "lead" else project.lead_id
    work.db.flush()
    if not before and not _bound_here(work, project, person_id):
        for row in rows.memberships(work.db, project.id or 0, person_id):
            work.db.delete(row)
        rows.forget_cards(work.db, project.id or 0, person_id=person_id)
    _settle(work, project)


def _bound_here(work: Work, project: Project, person_id: int) -> bool:
    """Whether somebody belongs to a project by more than a part given to them: a group, or a task."""
    chats = rows.chats(work.db, project.id or 0)
    if any(person_id in rows.chat_member_ids(work.db, chat.id or 0) for chat in chats):
        return True
    return any(task.owner_id == person_id for task in task_rows.open_in(work.db, project.id or 0))


def put_back_card(work: Work, project: Project, record: Record) -> None:
    """Let the card's texts and dates be as before a change of the record."""
    for name, value in record.before.items():
        dated = name in ("starts_on", "ends_on")
        setattr(project, name, (date.fromisoformat(value) if value else None) if dated else value)
    project.version += 1
    _settle(work, project)


def reopen(work: Work, project: Project) -> None:
    """Take back that a project was closed: everything that was stopped begins again."""
    project.status = "active"
    _settle(work, project)
    for task in task_rows.open_in(work.db, project.id or 0):
        overdue.watch(work, task)
        task_cards.refresh(work, task)
    milestones.open_cards(work, project)


def remove(work: Work, project: Project, person: Person) -> list[Task]:
    """Take somebody out of a project; returns open tasks that are still theirs. Raises UserError for the lead."""
    if person.id == project.lead_id:
        raise UserError("project.lead_stays", name=person.name)
    found = rows.memberships(work.db, project.id or 0, person.id or 0)
    if not found:
        raise UserError("project.not_member", name=person.name)
    before = {"person": person.name, "person_id": person.id, "parts": [(row.role, row.department_id) for row in found]}
    for row in found:
        work.db.delete(row)
    work.db.flush()
    rows.forget_cards(work.db, project.id or 0, person_id=person.id)
    work.record(_subject(project), "project.removed", project.id, before)
    _settle(work, project)
    return [task for task in task_rows.open_in(work.db, project.id or 0) if task.owner_id == person.id]


def put_back_member(work: Work, project: Project, person: Person, parts: Sequence[Sequence[str | int | None]]) -> None:
    """Let somebody have the parts (role, department) in a project that were taken from them."""
    own = [(row.role, row.department_id) for row in rows.memberships(work.db, project.id or 0, person.id or 0)]
    for role, department_id in parts:
        if (role, department_id) not in own:
            work.db.add(_part(project, person, str(role), int(department_id) if department_id else None))
    work.db.flush()
    _settle(work, project)


def follow_people(work: Work, project: Project) -> None:
    """Let a project's rhythm and cards follow its departments' people."""
    _settle(work, project)


def close(work: Work, project: Project, here: Chat | None) -> None:
    """End a project: standups, rounds, ladders, reminders stop; its groups are told once, `here` by the reply."""
    project.status = "closed"
    work.record(_subject(project), "project.closed", project.id)
    _settle(work, project)
    for task in task_rows.open_in(work.db, project.id or 0):
        overdue.watch(work, task)
        task_cards.refresh(work, task)
    milestones.close_cards(work, project)
    work.update(close_key(project), note(words("project.is_closed", name=project.name)))
    for chat in rows.chats(work.db, project.id or 0):
        if here is None or chat.id != here.id:
            told = note(closed_words(project), tone="good")
            key = f"project:{project.id}:closed:{chat.id}"
            work.send(Notice(ToChat(chat.id or 0), told, "K1", key, Rank.NOTICE, project_id=project.id))


def close_key(project: Project) -> str:
    """The name of the card that asks whether a project with open tasks is really to be closed."""
    return f"close:{project.id}"


def closed_words(project: Project) -> Words:
    """How the end of a project is told."""
    return words("project.closed", name=project.name, code=project.code)


def _settle(work: Work, project: Project) -> None:
    following.reschedule(work, project)
    project_cards.refresh(work, project)
    ending.refresh(work, project)


def _part(project: Project, person: Person, role: str, department_id: int | None) -> ProjectMember:
    return ProjectMember(project_id=project.id or 0, person_id=person.id or 0, role=role, department_id=department_id)


def _persons(work: Work, found: Sequence[ProjectMember]) -> list[Person]:
    return [person for row in found if (person := work.db.get(Person, row.person_id)) is not None]


def _subject(project: Project) -> str:
    return f"project:{project.id}"

"""Taking back who belongs where: groups, members and departments of a project, the company's list and its days (U1)."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.cards import Day, Value, Words, words
from bot.services import people, workdays
from bot.services import project as projects
from bot.services.work import Work
from storage import people as people_rows
from storage import project as rows
from storage.tables.people import Department
from storage.tables.project import Chat
from storage.tables.record import Record

# What has to be the same in a later change for it to have built upon this one; nothing means: the same subject.
SAME: Mapping[str, str] = {
    "project.bound": "chat_id",
    "project.unbound": "chat_id",
    "project.removed": "person_id",
    "project.department": "department",
    "department.role": "role",
    "person.placed": "",
    "workday.set": "",
}
_ALSO = {
    "project.bound": ("project.unbound",),
    "project.unbound": ("project.bound",),
    "project.removed": ("project.role",),
}


def meets(record: Record, later: Record) -> bool:
    """Whether a later change of the same subject touches what this one set."""
    if later.action not in (record.action, *_ALSO.get(record.action, ())):
        return False
    key = SAME[record.action]
    return not key or said(record, key) == said(later, key)


def said(record: Record, key: str) -> str:
    """What a change says under a key, before or after."""
    return str(record.after.get(key, record.before.get(key, "")))


def _number(record: Record, key: str) -> int:
    return int(said(record, key))


def _line(record: Record, name: Value) -> Words:
    return words("record.undone_named", what=words(f"record.did_{record.action.replace('.', '_')}"), name=name)


def _binding(work: Work, record: Record) -> Words:
    project, chat = rows.project(work.db, record.project_id or 0), work.db.get(Chat, _number(record, "chat_id"))
    if chat is not None:
        projects.put_back_group(work, project, chat, there=record.action == "project.unbound")
    return _line(record, said(record, "chat"))


def _member(work: Work, record: Record) -> Words:
    person = people_rows.person(work.db, _number(record, "person_id"))
    projects.put_back_member(work, rows.project(work.db, record.project_id or 0), person, record.before["parts"])
    return _line(record, person.name)


def _department(work: Work, record: Record) -> Words:
    project = rows.project(work.db, record.project_id or 0)
    projects.put_back_duty(work, project, said(record, "department"), record.before["duty"])
    return _line(record, said(record, "department"))


def _role(work: Work, record: Record) -> Words:
    person = people_rows.person(work.db, _number(record, "person_id"))
    change = people.appoint if record.before else people.dismiss
    change(work, person, said(record, "department"), said(record, "role"), noted=False)
    _refresh(work)
    role = words(f"project.role_{said(record, 'role')}")
    part = words("project.role_of", department=said(record, "department"), part=role)
    return words("record.undone_role", what=words("record.did_department_role"), person=person.name, part=part)


def _place(work: Work, record: Record) -> Words:
    person = people_rows.person(work.db, int(record.subject.partition(":")[2]))
    before = work.db.get(Department, record.before["department"]) if record.before["department"] else None
    people.put_back_place(work, person, before)
    _refresh(work)
    return _line(record, person.name)


def _workday(work: Work, record: Record) -> Words:
    day = date.fromisoformat(record.subject.rpartition(":")[2])
    project = rows.project(work.db, record.project_id) if record.project_id else None
    workdays.put_back(work, project, day, record.before)
    return _line(record, Day(day))


def _refresh(work: Work) -> None:
    """The cards of projects show who is head, liaison and executive."""
    work.db.flush()
    for project in rows.active(work.db):
        projects.follow_people(work, project)


WAYS: Mapping[str, Callable[[Work, Record], Words]] = {
    "project.bound": _binding,
    "project.unbound": _binding,
    "project.removed": _member,
    "project.department": _department,
    "department.role": _role,
    "person.placed": _place,
    "workday.set": _workday,
}
# What was told to others, or counts as it stands, is changed by another command.
INSTEAD = frozenset(
    {
        "project.created",
        "person.admin",
        "standup.answered",
        "standup.edited",
        "task.urged",
        "task.explained",
        "task.decided",
    }
)

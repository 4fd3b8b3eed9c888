"""/who: departments with their people and parts, and the company's list of them (P1, P2)."""

import re
from collections.abc import Sequence
from typing import Final

from bot.cards import Card, Day, Many, Section, Value, Who, Words, note, words
from bot.commands.command import Action, Command, Context
from bot.commands.finding import scope
from bot.commands.naming import known_department, named_or_plain, named_people
from bot.errors import UserError
from bot.rules.access import ADMINS, ANYONE
from bot.rules.roles import read_role
from bot.services import people, project_cards
from storage import people as rows
from storage import project as project_rows
from storage.outbox import Notice, ToPerson
from storage.tables.people import Department, Person
from storage.tables.project import Project

_PARTS: Final = ("head", "liaison", "executive")
_PLACE: Final = re.compile(
    r"(?:所属部门|部门|属于|调到|调入|department|dept|belongs to|moves? to)\s*[:：]?\s*", re.IGNORECASE
)
_REMOVE: Final = re.compile(r"(?:^|\s)(?:移除|取消|不再|remove|no longer)(?:\s|$)", re.IGNORECASE)


def who(ctx: Context) -> Card:
    """`/谁`, `/谁 @李四`, `/谁 设计部`."""
    found = scope(ctx)
    ctx.found_project = found[0] if len(found) == 1 else None
    if ctx.rest:
        return _asked(ctx, found)
    if ctx.chat is not None and not found:
        members = project_rows.chat_members(ctx.work.db, ctx.chat.id or 0)
        return note(words("people.who_group"), *(_person_line(ctx, each) for each in members))
    if not found:
        raise UserError("project.none_yours")
    return Card(words("people.who_title"), sections=tuple(s for project in found for s in _project(ctx, project)))


def _asked(ctx: Context, found: list[Project]) -> Card:
    department = known_department(ctx, ctx.rest)
    if department is not None and not department[1]:
        members = rows.of_department(ctx.work.db, department[0].id or 0)
        section = _department(ctx, ctx.found_project, department[0], members)
        return Card(words("people.who_department", department=department[0].name), sections=(section,))
    naming = named_or_plain(ctx, ctx.rest)
    if not naming.people:
        names = Many(tuple(row.name for row in rows.departments(ctx.work.db)))
        raise UserError("people.who_unknown", typed=ctx.rest[:20], departments=names)
    return Card(words("people.who_title"), sections=tuple(_person(ctx, each, found) for each in naming.people))


def _project(ctx: Context, project: Project) -> list[Section]:
    """A project's departments with their people; whoever belongs to none comes last."""
    members = project_rows.members(ctx.work.db, project.id or 0)
    names = {row.id: row for row in rows.departments(ctx.work.db)}
    taking_part = [row.department_id for row in project_rows.departments(ctx.work.db, project.id or 0)]
    lead = rows.person(ctx.work.db, project.lead_id)
    title = words("people.who_project", name=project.name, lead=Who(lead.id or 0, lead.name))
    sections = [Section(lines=(title,))]
    for number in taking_part:
        inside = [person for person in members if person.department_id == number]
        sections.append(_department(ctx, project, names[number], inside))
    outside = [person for person in members if person.department_id not in taking_part]
    if outside:
        lines = (words("people.who_nowhere"), *(_person_line(ctx, each) for each in outside))
        sections.append(Section(lines=lines))
    return sections


def _department(ctx: Context, project: Project | None, row: Department, members: Sequence[Person]) -> Section:
    holders = project_cards.part_holders(ctx.work, project, [row.id or 0])
    fields: list[tuple[Words, Value]] = []
    for part in _PARTS:
        found = holders[row.id or 0, part]
        names: Value = Many(tuple(Who(p.id or 0, p.name) for p in found)) if found else words("people.who_nobody")
        fields.append((words(f"people.part_{part}"), names))
    lines = (words("people.who_heading", department=row.name), *(_person_line(ctx, each) for each in members))
    return Section(lines=lines, fields=tuple(fields))


def _person_line(ctx: Context, person: Person) -> Words:
    return words("people.who_line", person=Who(person.id or 0, person.name), details=_details(ctx, person))


def _details(ctx: Context, person: Person) -> Value:
    """Language, zone and leave, as far as they differ from the team's."""
    norms = ctx.norms
    found: list[Value] = [words(f"people.language_{person.language or norms.language}")]
    found.append(ctx.work.zone_of(person, norms).key)
    today = ctx.work.now.astimezone(ctx.work.zone_of(person, norms)).date()
    leave = rows.leave_on(ctx.work.db, person.id or 0, today)
    if leave is not None:
        deputy = rows.person(ctx.work.db, leave.deputy_id) if leave.deputy_id else None
        away = words("people.who_away", last=Day(leave.last_day))
        found.append(words("people.who_deputy", away=away, deputy=Who(deputy.id or 0, deputy.name)) if deputy else away)
    return Many(tuple(found))


def _person(ctx: Context, person: Person, projects: Sequence[Project]) -> Section:
    department = ctx.work.db.get(Department, person.department_id) if person.department_id else None
    names = {row.id: row.name for row in rows.departments(ctx.work.db)}
    parts: list[Value] = [
        words("project.role_of", department=names[row.department_id], part=words(f"project.role_{row.role}"))
        for row in rows.department_roles(ctx.work.db, person.id or 0)
    ]
    for project in projects:
        own = project_rows.memberships(ctx.work.db, project.id or 0, person.id or 0)
        parts.extend(
            words("people.who_in_project", project=project.name, part=words(f"project.role_{row.role}"))
            for row in own
            if row.role != "member" or len(own) == 1
        )
    fields: list[tuple[Words, Value]] = [
        (words("people.label_department"), department.name if department else words("people.who_no_department")),
        (words("people.label_parts"), Many(tuple(parts)) if parts else words("people.who_no_part")),
    ]
    return Section(lines=(_person_line(ctx, person),), fields=tuple(fields))


def set_company(ctx: Context) -> Card:
    """`/谁 设置 设计部 负责人 @李四`, `/谁 设置 @王五 部门 设计部`: the company's list, by administrators."""
    removing = _REMOVE.search(ctx.rest)
    naming = named_people(ctx, _REMOVE.sub(" ", ctx.rest))
    if len(naming.people) != 1:
        raise UserError("people.set_needs")
    person = naming.people[0]
    place = _PLACE.match(naming.rest)
    known = known_department(ctx, naming.rest)
    role = read_role(known[1] if known else naming.rest)
    if place and role is None:
        return _placed(ctx, person, naming.rest[place.end() :].strip())
    if role is None or role[0] == "member":
        if known is not None and not known[1]:
            return _placed(ctx, person, known[0].name)
        raise UserError("people.set_needs")
    name = known[0].name if known else f"{naming.rest[: role[1][0]]} {naming.rest[role[1][1] :]}".strip()
    if not name:
        raise UserError("people.set_needs")
    part = "head" if role[0] == "lead" else role[0]
    return _dismissed(ctx, person, name, part) if removing else _appointed(ctx, person, name, part)


def _placed(ctx: Context, person: Person, department: str) -> Card:
    if not department:
        raise UserError("people.set_needs")
    people.place(ctx.work, person, department)
    for project in project_rows.of_person(ctx.work.db, person.id or 0):
        project_cards.refresh(ctx.work, project)
    return note(words("people.placed", person=Who(person.id or 0, person.name), department=department), tone="good")


def _appointed(ctx: Context, person: Person, department: str, part: str) -> Card:
    former = people.replace_head(ctx.work, person, department, part)
    _refresh(ctx, department)
    who_is = words("project.role_of", department=department, part=words(f"project.role_{part}"))
    values: dict[str, Value] = {"person": Who(person.id or 0, person.name), "part": who_is}
    if former:
        names = Many(tuple(Who(each.id or 0, each.name) for each in former))
        return note(words("project.role_replaced", former=names, **values), tone="good")
    return note(words("project.role_given", **values), tone="good")


def _dismissed(ctx: Context, person: Person, department: str, part: str) -> Card:
    people.dismiss(ctx.work, person, department, part)
    _refresh(ctx, department)
    who_was = words("project.role_of", department=department, part=words(f"project.role_{part}"))
    return note(words("people.dismissed", person=Who(person.id or 0, person.name), part=who_was))


def _refresh(ctx: Context, department: str) -> None:
    """The cards of the projects the department takes part in show its people."""
    found = rows.department_named(ctx.work.db, department)
    for project in project_rows.active(ctx.work.db):
        taking_part = {row.department_id for row in project_rows.departments(ctx.work.db, project.id or 0)}
        if found is not None and found.id in taking_part:
            project_cards.refresh(ctx.work, project)


def admin(ctx: Context) -> Card:
    """`/谁 管理员 [@X]`: shows the administrators; they may add and remove others."""
    admins = rows.admins(ctx.work.db)
    naming = named_or_plain(ctx, _REMOVE.sub(" ", ctx.rest))
    if not naming.people:
        names: Value = Many(tuple(Who(p.id or 0, p.name) for p in admins)) if admins else words("people.who_nobody")
        return note(words("people.admins", names=names), *(() if admins else (words("people.admin_first"),)))
    person = naming.people[0]
    if not admins:
        return _first_admin(ctx, person)
    if not ctx.me.admin:
        raise UserError("people.admin_only", names=Many(tuple(each.name for each in admins)))
    removing = _REMOVE.search(ctx.rest) is not None
    if removing and len(admins) == 1 and person.admin:
        raise UserError("people.admin_last")
    people.make_admin(ctx.work, person, not removing)
    key = "people.admin_removed" if removing else "people.admin_made"
    return note(words(key, person=Who(person.id or 0, person.name)), tone="good")


def _first_admin(ctx: Context, person: Person) -> Card:
    """Nobody administrates yet: a person may take it on for themselves, and every project lead is told."""
    if person.id != ctx.me.id:
        raise UserError("people.admin_first_self")
    if ctx.work.defaults.administrators:
        raise UserError("people.admin_configured")
    people.make_admin(ctx.work, person, True)
    told = note(words("people.admin_told", person=Who(person.id or 0, person.name)))
    for lead in {project.lead_id for project in project_rows.active(ctx.work.db)} - {person.id}:
        ctx.work.send(Notice(ToPerson(lead), told, "U1", f"admin:{person.id}:{lead}"))
    return note(words("people.admin_made", person=Who(person.id or 0, person.name)), tone="good")


COMMANDS = (
    Command("who", "谁", "people.who", who, may=ANYONE),
    Command("who set", "谁 设置", "people.set", set_company, may=ADMINS),
    Command("who admin", "谁 管理员", "people.admin", admin, may=ANYONE, also=("管理员", "admin")),
)
ACTIONS: tuple[Action, ...] = ()

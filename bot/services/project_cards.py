"""The project card (J1): one card wherever it was posted, replaced in place on every change."""

from datetime import date

from bot.cards import Button, Card, Day, Form, Input, Many, Section, Value, Who, Words, words
from bot.services.work import Work
from storage import people as people_rows
from storage import project as rows
from storage.tables.people import Department, Person
from storage.tables.project import Milestone, Project, ProjectDepartment

_PARTS = ("head", "liaison", "executive")


def key(project: Project) -> str:
    """The name under which the card is updated wherever it stands."""
    return f"project:{project.id}"


def refresh(work: Work, project: Project, why: str = "reply", *, calm: bool = False) -> None:
    """Bring the card up to date wherever it was posted; `calm` waits for working hours."""
    work.db.flush()
    work.update(key(project), card(work, project), why, calm=calm)


def card(work: Work, project: Project) -> Card:
    """Name, code, goal, period, people, departments with duties, milestones, resources, risks, notes."""
    milestones = rows.milestones(work.db, project.id or 0)
    today = work.today(work.norms(project))
    closed = project.status != "active"
    sections = [Section(fields=_facts(work, project))]
    departments = _departments(work, project)
    if departments:
        sections.append(Section(lines=(words("project.label_departments"), *departments)))
    if milestones:
        dates = tuple(milestone_line(each, today) for each in milestones)
        sections.append(Section(lines=(words("project.label_milestones"), *dates)))
    if not closed:
        sections.append(Section(buttons=_buttons(project)))
    title = "project.card_title_closed" if closed else "project.card_title"
    return Card(words(title, name=project.name, code=project.code), sections=tuple(sections))


def milestone_line(milestone: Milestone, today: date) -> Words:
    """One milestone with its state: reached, missed, or to come."""
    state = "reached" if milestone.reached_at else "missed" if milestone.day < today else "coming"
    return words(f"project.milestone_{state}", name=milestone.name, day=Day(milestone.day))


def _facts(work: Work, project: Project) -> tuple[tuple[Words, Value], ...]:
    lead = people_rows.person(work.db, project.lead_id)
    department = work.db.get(Department, project.department_id) if project.department_id else None
    period: Value = words("project.period_from", start=Day(project.starts_on))
    if project.ends_on:
        period = words("project.period", start=Day(project.starts_on), end=Day(project.ends_on))
    facts: list[tuple[str, Value]] = [
        ("goal", project.goal),
        ("period", period),
        ("department", department.name if department else ""),
        ("lead", Who(lead.id or 0, lead.name)),
        ("members", _members(work, project)),
        ("resources", project.resources),
        ("risks", project.risks),
        ("notes", project.notes),
    ]
    return tuple((words(f"project.label_{name}"), value) for name, value in facts if value != "")


def _members(work: Work, project: Project) -> Value:
    names = tuple(Who(person.id or 0, person.name) for person in rows.members(work.db, project.id or 0))
    if len(names) <= 8:
        return Many(names)
    return words("project.members_more", names=Many(names[:8]), n=len(names))


def _departments(work: Work, project: Project) -> tuple[Value, ...]:
    participating = rows.departments(work.db, project.id or 0)
    names = {row.id: row.name for row in people_rows.departments(work.db)}
    holders = part_holders(work, project, [row.department_id for row in participating])
    return tuple(_department(row, names[row.department_id], holders) for row in participating)


def _department(row: ProjectDepartment, name: str, holders: dict[tuple[int, str], list[Person]]) -> Words:
    people = [
        words(f"project.part_{part}", people=Many(tuple(Who(p.id or 0, p.name) for p in found)))
        for part in _PARTS
        if (found := holders[row.department_id, part])
    ]
    shown: Value = Many(tuple(people)) if people else words("project.part_nobody")
    if row.duty:
        return words("project.department_duty", name=name, duty=row.duty, people=shown)
    return words("project.department_line", name=name, people=shown)


def part_holders(work: Work, project: Project | None, ids: list[int]) -> dict[tuple[int, str], list[Person]]:
    """Who is head, liaison and executive of each department: the project's own choice, else the company's (P2)."""
    own = rows.roles(work.db, project.id or 0) if project else []
    company = people_rows.roles_in(work.db, ids)
    wanted = {row.person_id for row in own} | {row.person_id for row in company}
    people = {person.id: person for person in people_rows.people(work.db, sorted(wanted)) if person.active}
    found: dict[tuple[int, str], list[Person]] = {}
    for department in ids:
        for part in _PARTS:
            mine = [row.person_id for row in own if row.role == part]
            exact = [row.person_id for row in own if row.role == part and row.department_id == department]
            general = [row.person_id for row in own if row.role == part and row.department_id is None]
            listed = [row.person_id for row in company if row.role == part and row.department_id == department]
            chosen = exact or (general if mine else []) or listed
            found[department, part] = [people[each] for each in chosen if each in people]
    return found


def _buttons(project: Project) -> tuple[Button, ...]:
    value = {"project": str(project.id)}
    return (
        Button("project.edit", words("project.button_edit"), value, form=edit_form(project)),
        Button("project.milestone", words("project.button_milestone"), value, form=milestone_form(project)),
    )


def new_form() -> Form:
    """What a project needs to begin with."""
    return Form(
        "project.new",
        words("project.form_new"),
        (
            Input("name", words("project.label_name"), required=True),
            Input("goal", words("project.label_goal"), "text", hint=words("project.hint_goal")),
            Input("starts", words("project.label_start"), "date"),
            Input("ends", words("project.label_end"), "date"),
            Input("departments", words("project.label_departments"), hint=words("project.hint_departments")),
            Input("code", words("project.label_code"), hint=words("project.hint_code")),
        ),
    )


def edit_form(project: Project) -> Form:
    """Every part of the card that is written by people."""
    return Form(
        "project.edit",
        words("project.form_edit"),
        (
            Input("name", words("project.label_name"), value=project.name, required=True),
            Input("goal", words("project.label_goal"), "text", project.goal),
            Input("starts", words("project.label_start"), "date", project.starts_on.isoformat()),
            Input("ends", words("project.label_end"), "date", project.ends_on.isoformat() if project.ends_on else ""),
            Input("resources", words("project.label_resources"), "text", project.resources),
            Input("risks", words("project.label_risks"), "text", project.risks),
            Input("notes", words("project.label_notes"), "text", project.notes),
        ),
        value={"project": str(project.id)},
    )


def milestone_form(project: Project) -> Form:
    """A milestone's name and day."""
    return Form(
        "project.milestone",
        words("project.form_milestone"),
        (
            Input("name", words("project.label_name"), required=True),
            Input("day", words("project.label_day"), "date", required=True),
        ),
        value={"project": str(project.id)},
    )

"""The way from a group that is bound to nothing to its project: five questions, a summary, and a start after a yes
(J1, J2, P1, P2). Until then nothing is made and nobody is asked anything."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from bot.rules.settings import Change
from bot.services import about, people, settings
from bot.services import project as projects
from bot.services.work import Work
from storage import people as people_rows
from storage import project as rows
from storage.tables.people import Department, Person
from storage.tables.project import Chat, Guide, Project

STEPS: Final = ("project", "lead", "members", "departments", "times", "yes")
PARTS: Final = ("head", "liaison", "executive")
TIMES: Final = ("language", "timezone", "standup", "standup_time", "round", "round_time")
LISTENS: Final = timedelta(days=1)  # how long plain words are taken for an answer


@dataclass(frozen=True, slots=True)
class Seat:
    """A member to be, with the department they stand for and their part in the project."""

    person: int
    department: str = ""
    role: str = "member"


@dataclass(frozen=True, slots=True)
class Unit:
    """A department taking part, and who has which of `PARTS` for it; nobody where there is none or 0."""

    name: str
    held: Mapping[str, int] = field(default_factory=dict)

    def of(self, part: str) -> int:
        """Who has this part, or 0."""
        return self.held.get(part, 0)

    def given(self, held: Mapping[str, int]) -> "Unit":
        """With these parts given."""
        return replace(self, held={**self.held, **held})


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said so far. Days in ISO, ids of people.

    project: an existing one to be bound, or 0. times: settings in their kept form. seen: every question was shown, so
    that a correction leads back to the summary. posts: how often the guide was posted anew.
    """

    project: int = 0
    name: str = ""
    goal: str = ""
    starts: str = ""
    ends: str = ""
    lead: int = 0
    seats: tuple[Seat, ...] = ()
    units: tuple[Unit, ...] = ()
    times: Mapping[str, str] = field(default_factory=dict)
    seen: bool = False
    posts: int = 0


def load(raw: Mapping[str, Any]) -> Answers:
    """The answers as they were kept."""
    seats = tuple(Seat(**seat) for seat in raw.get("seats", ()))
    units = tuple(Unit(**unit) for unit in raw.get("units", ()))
    return Answers(**{**raw, "seats": seats, "units": units})


def keep(work: Work, row: Guide, step: str, answers: Answers) -> None:
    """Keep the answers and the question that is open now; a question is filled in with what is known already."""
    answers = _filled(work, row, step, answers)
    row.step, row.answers, row.at = step, asdict(answers), work.now
    work.db.flush()


def opened(work: Work, chat: Chat) -> Guide | None:
    """The guide that is under way in a group."""
    return work.db.get(Guide, chat.id)


def begin(work: Work, chat: Chat, person: Person) -> Guide:
    """Begin with the first question, or go on where the group is."""
    row = opened(work, chat)
    if row is None:
        row = Guide(chat_id=chat.id or 0, person_id=person.id or 0, step=STEPS[0], at=work.now)
        work.db.add(row)
        keep(work, row, STEPS[0], Answers())
    return row


def drop(work: Work, row: Guide) -> None:
    """Forget everything that was answered."""
    work.db.delete(row)
    work.db.flush()


def after(step: str, answers: Answers) -> str:
    """The question that follows; the summary when it is only corrected."""
    return STEPS[-1] if answers.seen else STEPS[STEPS.index(step) + 1]


def before(step: str) -> str:
    """The question before this one."""
    return STEPS[max(0, STEPS.index(step) - 1)]


def seated(answers: Answers, seats: tuple[Seat, ...]) -> Answers:
    """With these members; whoever was given another part now has it in their department, too, and whoever was taken
    off has none."""
    former = {each.person: each for each in answers.seats}
    given = [each for each in seats if each.role in PARTS and former.get(each.person) != each]
    off = former.keys() - {each.person for each in seats}
    units = tuple(
        unit.given({part: 0 for part, person in unit.held.items() if person in off}) for unit in answers.units
    )
    for each in given:
        units = tuple(u.given({each.role: each.person}) if u.name == each.department else u for u in units)
    return replace(answers, seats=seats, units=units)


# ---------------------------------------------------------------------------------------------------------------------
# What is known already


def _filled(work: Work, row: Guide, step: str, answers: Answers) -> Answers:
    project = rows.project(work.db, answers.project) if answers.project else None
    if step == "lead" and not answers.lead:
        answers = replace(answers, lead=project.lead_id if project else row.person_id)
    if step == "members" and not answers.seats:
        answers = replace(answers, seats=_seats(work, row, answers, project))
    if step in ("departments", "yes"):
        answers = replace(answers, units=_units(work, answers))
    if step == "times" and not answers.times:
        answers = replace(answers, times=_times(work, rows.chat(work.db, row.chat_id), answers, project))
    return replace(answers, seen=answers.seen or step == "yes")


def _seats(work: Work, row: Guide, answers: Answers, project: Project | None) -> tuple[Seat, ...]:
    """Everybody in the group, and of an existing project, with what the company's list says of them."""
    known = {person.id: person for person in rows.chat_members(work.db, row.chat_id) if person.active}
    if project is not None:
        known |= {person.id: person for person in rows.members(work.db, project.id or 0)}
    known.setdefault(answers.lead, people_rows.person(work.db, answers.lead))
    return tuple(seat(work, person) for person in known.values())


def seat(work: Work, person: Person) -> Seat:
    """A member with their department and their part in it by the company's list."""
    department = work.db.get(Department, person.department_id) if person.department_id else None
    own = people_rows.department_roles(work.db, person.id or 0)
    inside = [role.role for role in own if role.department_id == person.department_id]
    part = next((each for each in PARTS if each in inside), "executive" if own else "member")
    return Seat(person.id or 0, department.name if department else "", part)


def _units(work: Work, answers: Answers) -> tuple[Unit, ...]:
    """The members' departments in order, as they were answered or as the company's list and the directory tell."""
    named = {unit.name: unit for unit in answers.units}
    for name in dict.fromkeys(each.department for each in answers.seats if each.department):
        inside = [each for each in answers.seats if each.department == name]
        named[name] = staffed(work, named.get(name, Unit(name)), inside, fresh=name not in named)
    return tuple(named.values())


def staffed(work: Work, unit: Unit, inside: list[Seat], fresh: bool) -> Unit:
    """A department with those who have a part in it; a fresh one as members, company's list and directory tell."""
    if fresh:
        unit = unit.given({each.role: each.person for each in inside if each.role in PARTS})
    found = people_rows.department_named(work.db, unit.name)
    for part in PARTS if fresh and found is not None else ():
        listed = people_rows.holders(work.db, found.id or 0, part) if found else []
        if listed and not unit.of(part):
            unit = unit.given({part: listed[0].id or 0})
    if fresh and not unit.of("executive") and unit.of("head"):
        above = people.managers(work, [people_rows.person(work.db, unit.of("head"))])
        unit = unit.given({"executive": (above[0].id or 0) if above else 0})
    return unit


def _times(work: Work, chat: Chat, answers: Answers, project: Project | None) -> dict[str, str]:
    """The workspace's habits, in the language everybody here reads and in the zone most of them are in."""
    norms = work.norms(project)
    persons = people_rows.people(work.db, [each.person for each in answers.seats])
    zones = Counter(person.zone or norms.zone.key for person in persons)
    return {
        "language": norms.language if project else people.read_by_all(work, chat),
        "timezone": norms.zone.key if project or not zones else zones.most_common(1)[0][0],
        "standup": "on" if norms.standup else "off",
        "standup_time": f"{norms.standup_time:%H:%M}",
        "round": "on" if norms.round else "off",
        "round_time": f"{norms.round_time:%H:%M}",
    }


# ---------------------------------------------------------------------------------------------------------------------
# The start


def start(work: Work, chat: Chat, row: Guide) -> Project:
    """Make or take the project as it was answered and bind it here; standups and rounds run from now on.

    Raises UserError as making a project does.
    """
    answers = load(row.answers)
    lead = people_rows.person(work.db, answers.lead)
    _place(work, answers)
    names = [unit.name for unit in answers.units]
    if answers.project:
        project = rows.project(work.db, answers.project)
        if project.lead_id != lead.id:
            projects.give_role(work, project, lead, "lead", None)
    else:
        starts, ends = date.fromisoformat(answers.starts), date.fromisoformat(answers.ends) if answers.ends else None
        project = projects.create(work, lead, answers.name, starts, ends, goal=answers.goal, departments=names)
    for each in answers.seats:
        people.join(work, project, people_rows.person(work.db, each.person))
    _appoint(work, project, answers)
    projects.bind(work, project, chat)
    _leave_out(work, project, chat, answers)
    _set_times(work, project, answers)
    drop(work, row)
    for person in people_rows.introduced_of(work.db, [each.person for each in answers.seats]):
        about.ask(work, person)
    return project


def _place(work: Work, answers: Answers) -> None:
    """Put whoever has no department yet into the one that was named."""
    for each in answers.seats:
        person = people_rows.person(work.db, each.person)
        if each.department and person.department_id is None:
            people.place(work, person, each.department)


def _appoint(work: Work, project: Project, answers: Answers) -> None:
    """Who speaks for the departments here, where the company's list says otherwise or nothing."""
    for unit in answers.units:
        department = people.department(work, unit.name)
        people.take_part(work, project, department.id or 0)
        for part in PARTS:
            person_id = unit.of(part)
            listed = {person.id for person in people_rows.holders(work.db, department.id or 0, part)}
            if person_id and person_id not in listed:
                projects.give_role(work, project, people_rows.person(work.db, person_id), part, department.id)
    above = {unit.of("executive") for unit in answers.units}
    for each in answers.seats:
        listed_above = any(row.role == "executive" for row in people_rows.department_roles(work.db, each.person))
        if each.role == "executive" and each.person not in above and not listed_above:
            projects.give_role(work, project, people_rows.person(work.db, each.person), "executive", None)


def _leave_out(work: Work, project: Project, chat: Chat, answers: Answers) -> None:
    """Whoever was taken off the list is no member, though they are in the group."""
    wanted = {each.person for each in answers.seats} | {answers.lead}
    wanted |= {unit.of(part) for unit in answers.units for part in PARTS}
    for person in rows.chat_members(work.db, chat.id or 0):
        if person.id not in wanted and rows.memberships(work.db, project.id or 0, person.id or 0):
            projects.remove(work, project, person)


def _set_times(work: Work, project: Project, answers: Answers) -> None:
    counting = {each.key: each.value for each in settings.counting(work, project)}
    for key in TIMES:
        wanted = answers.times.get(key, "")
        if wanted and wanted != counting[key]:
            settings.change(work, project, Change(key, wanted))

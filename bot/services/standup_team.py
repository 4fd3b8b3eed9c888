"""Who takes part in a standup, when each is asked, and how a day stands (S1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.rules import standup as rules
from bot.rules.standup import Habit, Window
from bot.services.work import Work, person_calendar
from storage import people as people_rows
from storage import project as project_rows
from storage import standup as rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.standup import StandupAnswer

_OWN_PARTS: Final = frozenset({"lead", "head", "liaison"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody a project's standup asks, and when."""

    person: Person
    habit: Habit


@dataclass(frozen=True, slots=True)
class Sheet:
    """One project's standup of one day as it stands now: everybody is in exactly one of the four groups.

    pending: their own time, or their own window, is not over yet.
    """

    project: Project
    day: date
    answers: tuple[StandupAnswer, ...]
    names: dict[int, str]
    away: tuple[Person, ...]
    pending: tuple[Person, ...]
    missing: tuple[Person, ...]


def digest_key(project: Project, day: date) -> str:
    """The name under which the digest in the group is updated in place."""
    return f"standup:{project.id}:{day}"


def ask_key(person_id: int, day: date) -> str:
    """The name of the one card that asks a person on a day, for all their projects."""
    return f"standup-ask:{person_id}:{day}"


def reminder_key(person_id: int, day: date) -> str:
    """The name of the one reminder a person gets on a day."""
    return f"standup-remind:{person_id}:{day}"


def receipt_key(person_id: int, project: Project, day: date) -> str:
    """The name of the receipts of typed answers."""
    return f"standup-receipt:{project.id}:{person_id}:{day}"


def group_habit(work: Work, project: Project) -> Habit:
    """When the project's own window opens and closes; its close is when the digest is published."""
    norms = work.norms(project)
    return Habit(
        norms.zone,
        norms.calendar,
        norms.standup_time,
        timedelta(minutes=norms.standup_window_minutes),
        norms.standup_reminder_share,
    )


def habit_of(work: Work, project: Project, person: Person) -> Habit:
    """When a person is asked: at their own time, in their own zone, on their own workdays."""
    norms = work.norms(project)
    return Habit(
        work.zone_of(person, norms),
        person_calendar(work, person, norms),
        time.fromisoformat(person.standup_time) if person.standup_time else norms.standup_time,
        timedelta(minutes=norms.standup_window_minutes),
        norms.standup_reminder_share,
    )


def team(work: Work, project: Project) -> list[Asked]:
    """Everybody a project's standup asks, oldest first; leave is not looked at."""
    people = project_rows.members(work.db, project.id or 0)
    roles: dict[int, set[str]] = {}
    for row in project_rows.roles(work.db, project.id or 0):
        roles.setdefault(row.person_id, set()).add(row.role)
    above = rows.executives(work.db, [person.id or 0 for person in people])
    return [
        Asked(person, habit_of(work, project, person))
        for person in people
        if _takes_part(roles[person.id or 0], (person.id or 0) in above)
    ]


def _takes_part(roles: set[str], above: bool) -> bool:
    """Executives answer for no daily work, unless they lead the project or speak for a department in it."""
    return bool(roles & _OWN_PARTS) or ("executive" not in roles and not above)


def in_groups(work: Work, project: Project) -> bool:
    """Whether the project's people are asked in its groups, because a direct message to each costs too many calls."""
    platforms = {chat.platform for chat in project_rows.chats(work.db, project.id or 0)}
    return bool(platforms) and platforms <= work.defaults.frugal


def asked_together(work: Work, project: Project, person: Person) -> bool:
    """Whether somebody is asked in the group with the others: only who keeps its hours is asked in their morning."""
    own, group = habit_of(work, project, person), group_habit(work, project)
    return own.wall == group.wall and own.zone.key == group.zone.key and own.calendar is group.calendar


def projects_of(work: Work, people: Sequence[Person], day: date) -> dict[int, list[Project]]:
    """The projects each of these people is asked about on their local day, oldest first."""
    ids = [person.id or 0 for person in people]
    roles: dict[tuple[int, int], set[str]] = {}
    projects: dict[int, Project] = {}
    for row, project in rows.parts(work.db, ids):
        roles.setdefault((row.person_id, row.project_id), set()).add(row.role)
        projects[row.project_id] = project
    above = rows.executives(work.db, ids)
    found: dict[int, list[Project]] = {each: [] for each in ids}
    for person in people:
        for project in projects.values():
            parts = roles.get((person.id or 0, project.id or 0))
            if parts and _takes_part(parts, person.id in above) and _held(work, project, person, day):
                found[person.id or 0].append(project)
    return found


def _held(work: Work, project: Project, person: Person, day: date) -> bool:
    return (
        work.norms(project).standup
        and day >= project.starts_on
        and habit_of(work, project, person).calendar.is_workday(day)
    )


def window_of(work: Work, project: Project, person: Person, day: date) -> Window | None:
    """When a person's answer for a day is in time; None on their day off."""
    return rules.window(habit_of(work, project, person), day)


def local_day(work: Work, project: Project, person: Person) -> date:
    """The date it is where the person is."""
    return work.now.astimezone(work.zone_of(person, work.norms(project))).date()


def over(work: Work, project: Project, person: Person, day: date) -> bool:
    """Whether nothing said now is meant for that day any more: its digest then stays as it is."""
    window = window_of(work, project, person, day)
    meant = rules.answered_day(habit_of(work, project, person), work.now)
    return day < meant and (window is None or work.now > window.closes)


def sheet(work: Work, project: Project, day: date) -> Sheet:
    """How the project's standup of a day stands now."""
    asked = [each for each in team(work, project) if rules.window(each.habit, day) is not None]
    answers = rows.answers(work.db, project.id or 0, day)
    names = {each.person.id or 0: each.person.name for each in asked}
    others = [row.person_id for row in answers if row.person_id not in names]
    names |= {person.id or 0: person.name for person in people_rows.people(work.db, others)} if others else {}
    said = {row.person_id for row in answers}
    silent = [each for each in asked if (each.person.id or 0) not in said]
    ids = [each.person.id or 0 for each in silent]
    away = people_rows.away_on(work.db, ids, day)
    questions = {ask.person_id for ask in rows.asks_of(work.db, ids, day) if ask.project_id == project.id}
    there = [each for each in silent if (each.person.id or 0) not in away]
    closed = {each.person.id or 0 for each in there if _closed(each.habit, day, work.now)}
    return Sheet(
        project,
        day,
        tuple(answers),
        names,
        tuple(each.person for each in silent if (each.person.id or 0) in away),
        tuple(each.person for each in there if (each.person.id or 0) not in closed),
        tuple(each.person for each in there if (each.person.id or 0) in closed & questions),
    )


def _closed(habit: Habit, day: date, now: datetime) -> bool:
    window = rules.window(habit, day)
    return window is not None and window.closes <= now

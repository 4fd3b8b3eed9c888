"""What a directory tells of people fills what is empty; what they or others set stays as it is (P1)."""

from dataclasses import dataclass

from bot.rules.zones import parse_zone
from bot.services import about, comings, following, linking, people
from bot.services.work import Work
from bot.texts import LANGUAGES
from bot.wire import Account
from storage import people as people_rows
from storage import project as project_rows


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a person, as an adapter's Profile; "" where nothing is."""

    name: str = ""
    email: str = ""
    language: str = ""
    zone: str = ""
    department: str = ""
    manager: str = ""
    head: str = ""
    active: bool = True


def introduce(work: Work, platform: str, user: str, told: Told) -> None:
    """Take in what the platform's directory tells of an account, once."""
    email = told.email.strip().casefold()
    people_rows.introduced(work.db, platform, user, email, told.manager)
    person = people_rows.person_of(work.db, platform, user)
    if person is None:
        return
    if not told.active:
        comings.depart(work, person)
        return
    if not person.active:
        comings.come_back(work, person)
    if person.name == user:
        people.meet(work, platform, Account(user, told.name))
    learnt: dict[str, str] = {}
    if not person.language and told.language in LANGUAGES:
        learnt["language"] = person.language = told.language
    if not person.zone and told.zone and parse_zone(told.zone):
        learnt["zone"] = person.zone = told.zone
    if learnt:
        work.record(f"person:{person.id}", "person.introduced", None, dict.fromkeys(learnt, ""), learnt)
    if told.department and person.department_id is None:
        people.place(work, person, told.department)
    if told.department and told.head:
        _head(work, platform, told)
    if email:
        person = linking.link_by_email(work, platform, person, email)
    if told.manager and project_rows.of_person(work.db, person.id or 0):
        # So that their name is known by the time something has to be laid before them.
        people.meet(work, platform, Account(told.manager, ""))
    following.follow_person(work, person)
    about.ask(work, person)


def _head(work: Work, platform: str, told: Told) -> None:
    """Who heads a department by the directory does so here, where nobody was chosen for it (P2)."""
    department = people.department(work, told.department)
    if not people_rows.holders(work.db, department.id or 0, "head"):
        people.appoint(work, people.meet(work, platform, Account(told.head, "")), told.department, "head")

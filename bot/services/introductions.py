"""What a directory tells of people fills what is empty; what they or others set stays as it is (P1)."""

from dataclasses import dataclass

from bot.rules.zones import parse_zone
from bot.services import about, following, linking, people
from bot.services.work import Work
from bot.texts import LANGUAGES
from bot.wire import Account
from storage import people as people_rows
from storage import project as project_rows


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a person; "" where nothing is. `manager` is a user id of the same platform."""

    name: str = ""
    language: str = ""
    zone: str = ""
    department: str = ""
    email: str = ""
    manager: str = ""


def introduce(work: Work, platform: str, user: str, told: Told) -> None:
    """Take in what the platform's directory tells of an account, once."""
    email = told.email.strip().casefold()
    people_rows.introduced(work.db, platform, user, email, told.manager)
    person = people_rows.person_of(work.db, platform, user)
    if person is None:
        return
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
    if email:
        person = linking.link_by_email(work, platform, person, email)
    if told.manager and project_rows.of_person(work.db, person.id or 0):
        # So that their name is known by the time something has to be laid before them.
        people.meet(work, platform, Account(told.manager, ""))
    following.follow_person(work, person)
    about.ask(work, person)

"""Asking people for their standup: in their morning, or when they are back while it is still open (S1)."""

from datetime import date

from bot.cards import Card
from bot.rules import standup as rules
from bot.services import daily, standup_cards, standup_team
from bot.services.work import Work
from storage import people as people_rows
from storage import project as project_rows
from storage import standup as rows
from storage.outbox import Notice, Rank, ToPerson
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.standup import StandupAsk


def ask_returned(work: Work, person: Person) -> None:
    """Ask somebody whose leave ended early for the standups that are still open; what was asked before stands."""
    for project in project_rows.of_person(work.db, person.id or 0):
        asked = [each for each in standup_team.team(work, project) if each.person.id == person.id]
        if project.status != "active" or not work.norms(project).standup or not asked:
            continue
        for window in rules.recent(asked[0].habit, work.now, project.starts_on):
            if window.opens <= work.now < window.closes:
                rows.forget_unasked(
                    work.db, person.id or 0, window.day, standup_team.ask_key(person.id or 0, window.day)
                )
                ask(work, project, window.day, [person])


def ask(work: Work, project: Project, day: date, people: list[Person]) -> None:
    """Ask people for a day, each once for all their projects; who is away or has answered is left alone."""
    ids = [person.id or 0 for person in people]
    away = people_rows.away_on(work.db, ids, day)
    asked = {(row.person_id, row.project_id) for row in rows.asks_of(work.db, ids, day)}
    here = [p for p in people if p.id not in away and (p.id or 0, project.id or 0) not in asked]
    if standup_team.in_groups(work, project):
        together = [person for person in here if standup_team.asked_together(work, project, person)]
        _ask_together(work, project, day, together)
        here = [person for person in here if person not in together]
    if here:
        _ask_each(work, project, day, here, asked)


def _ask_together(work: Work, project: Project, day: date, people: list[Person]) -> None:
    """Ask in the groups, once for all; the digest takes the question's place when the window closes."""
    if not people:
        return
    asks = [StandupAsk(person_id=each.id or 0, day=day, project_id=project.id or 0, at=work.now) for each in people]
    work.db.add_all(asks)
    window = rules.window(standup_team.group_habit(work, project), day)
    sheet = standup_team.sheet(work, project, day)
    key, closes = standup_team.digest_key(project, day), window.closes if window else None
    card = standup_cards.question(work, sheet, first=True)
    daily.post(work, project, "S1", f"{key}:question", key, card, "standup.questions", closes)


def _ask_each(work: Work, project: Project, day: date, here: list[Person], asked: set[tuple[int, int]]) -> None:
    """Ask people in direct messages; who has such a card of the day already finds this project on it."""
    projects = standup_team.projects_of(work, here, day)
    every = sorted({each.id or 0 for found in projects.values() for each in found})
    facts = standup_cards.known(work, [person.id or 0 for person in here], every, day)
    cards = rows.posted(work.db, [standup_team.ask_key(person.id or 0, day) for person in here])
    notices = []
    for person in here:
        open_ones = [each for each in projects[person.id or 0] if (each.id or 0, person.id or 0) not in facts.given]
        if not any(each.id == project.id for each in open_ones):
            continue
        new = [each for each in open_ones if (person.id or 0, each.id or 0) not in asked]
        work.db.add_all(
            StandupAsk(person_id=person.id or 0, day=day, project_id=each.id or 0, at=work.now) for each in new
        )
        card = standup_cards.ask(work, person, day, projects[person.id or 0], facts)
        if standup_team.ask_key(person.id or 0, day) in cards:
            work.update(standup_team.ask_key(person.id or 0, day), card, "S1")
        else:
            notices.append(_question(work, project, person, day, card))
    work.send(*notices)


def _question(work: Work, project: Project, person: Person, day: date, card: Card) -> Notice:
    card_key = standup_team.ask_key(person.id or 0, day)
    window = standup_team.window_of(work, project, person, day)
    # Asked by the clock the key is the same for all projects; an earlier one may have been dropped during a leave.
    key = card_key if work.by is None else f"{card_key}:{work.source}"
    return Notice(
        ToPerson(person.id or 0),
        card,
        "S1",
        key,
        Rank.ROUND,
        card_key,
        project_id=project.id,
        still=(("at_work", person.id or 0, day.toordinal()), ("member", project.id or 0, person.id or 0)),
        expires=window.closes if window else None,
    )

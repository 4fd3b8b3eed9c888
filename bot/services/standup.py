"""Standups: the next moment, the day that is open, and the answers (S1)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.errors import UserError
from bot.rules import standup as rules
from bot.rules.standup import Habit, Window
from bot.services import standup_cards
from bot.services.standup_team import (
    Asked,
    ask_key,
    digest_key,
    group_habit,
    habit_of,
    local_day,
    over,
    receipt_key,
    reminder_key,
    sheet,
    team,
    window_of,
)
from bot.services.work import Work
from storage import due
from storage import project as project_rows
from storage import standup as rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.standup import StandupAnswer

KIND: Final = "standup"
LATEST_DAYS: Final = 7  # an answer for an older day is refused


def schedule(work: Work, project: Project) -> None:
    """Set the moment of a project's next step; called whenever people, settings or the project change.

    A step that is due already is left alone: it still has to be taken.
    """
    planned = due.when(work.db, KIND, project.id)
    if project.status != "active" or not work.norms(project).standup:
        due.drop(work.db, KIND, project.id)
    elif planned is None or planned > work.now:
        after = next_step(work, project, team(work, project))
        if after != planned:
            due.put(work.db, KIND, project.id, after)


def next_step(work: Work, project: Project, asked: Iterable[Asked]) -> datetime:
    """The next moment at which somebody is asked or reminded, or a window closes."""
    habits = {_clock(each.habit): each.habit for each in asked}
    own = group_habit(work, project)
    habits[_clock(own)] = own
    return min(rules.next_step(habit, work.now, project.starts_on) for habit in habits.values())


def _clock(habit: Habit) -> tuple[str, int, time]:
    return habit.zone.key, id(habit.calendar), habit.wall


def day_of(work: Work, project: Project, person: Person) -> date:
    """The day an answer given now is meant for. Raises UserError where no standup is held."""
    if not work.norms(project).standup:
        raise UserError("standup.switched_off", project=project.name)
    day = rules.answered_day(habit_of(work, project, person), work.now)
    if day < project.starts_on:
        raise UserError("standup.not_begun", project=project.name)
    return day


def open_day(work: Work, person: Person) -> list[tuple[Project, date]]:
    """The projects and days for which somebody was asked, has not answered, and can still answer in time."""
    day = work.now.astimezone(work.zone_of(person, work.norms())).date()
    found = []
    for each in (day - timedelta(days=1), day):
        asks = rows.asks_of(work.db, [person.id or 0], each)
        answered = {row.project_id for row in rows.answers_of(work.db, [person.id or 0], each, each)}
        waiting = [ask.project_id for ask in asks if ask.project_id not in answered]
        for project in project_rows.projects(work.db, waiting) if waiting else []:
            window = window_of(work, project, person, each)
            if project.status == "active" and window is not None and work.now < window.closes:
                found.append((project, each))
    return found


def answer(
    work: Work, person: Person, project: Project, day: date, yesterday: str, today: str, obstacles: str
) -> StandupAnswer:
    """Keep an answer, or put it in the place of an earlier one, and show it wherever it stands.

    Raises UserError when it is empty or far too late.
    """
    said = {"yesterday": yesterday.strip(), "today": today.strip(), "obstacles": obstacles.strip()}
    if not any(said.values()):
        raise UserError("standup.empty")
    if (local_day(work, project, person) - day).days > LATEST_DAYS:
        raise UserError("standup.too_old")
    if not rules.has_obstacle(said["obstacles"]):
        said["obstacles"] = ""
    row = _keep(work, person, project, day, said)
    show(work, person, project, day)
    return row


def _keep(work: Work, person: Person, project: Project, day: date, said: dict[str, str]) -> StandupAnswer:
    row = rows.answer(work.db, project.id or 0, day, person.id or 0)
    before: dict[str, str] = {}
    if row is None:
        late = _late(window_of(work, project, person, day), work.now)
        row = StandupAnswer(project_id=project.id or 0, day=day, person_id=person.id or 0, at=work.now, late=late)
        work.db.add(row)
    else:
        before = {"yesterday": row.yesterday, "today": row.today, "obstacles": row.obstacles}
        row.edited_at = work.now
        row.blocker_id = row.blocker_id if row.obstacles == said["obstacles"] else None
    row.yesterday, row.today, row.obstacles = said["yesterday"], said["today"], said["obstacles"]
    subject = f"standup:{project.id}:{day}:{person.id}"
    work.record(subject, "standup.edited" if before else "standup.answered", project.id, before, said)
    return row


def _late(window: Window | None, now: datetime) -> bool:
    return window is not None and now > window.closes


def show(work: Work, person: Person, project: Project, day: date) -> None:
    """Bring a person's own cards of a day, and the digest while its day lasts, up to date."""
    asked, reminded = ask_key(person.id or 0, day), reminder_key(person.id or 0, day)
    received, shared = receipt_key(person.id or 0, project, day), digest_key(project, day)
    there = rows.posted(work.db, (asked, reminded, received, shared))
    if asked in there:
        work.update(asked, standup_cards.refreshed(work, person, day, project))
    if reminded in there:
        work.update(reminded, standup_cards.reminded(work, person, day))
    row = rows.answer(work.db, project.id or 0, day, person.id or 0) if received in there else None
    if row is not None:
        work.update(received, standup_cards.receipt(work, person, project, row))
    if rows.published(work.db, project.id or 0, day) and not over(work, project, person, day):
        work.update(shared, standup_cards.digest(work, sheet(work, project, day)), "S1")
    elif shared in there and not rows.published(work.db, project.id or 0, day):
        work.update(shared, standup_cards.question(work, sheet(work, project, day)), "S1", slight=True)

"""Tasks due soon, named in the question of the day where each direct message is a counted call (O1)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.cards import Section, Value, Who, words
from bot.rules import standup as rules
from bot.rules.standup import Window
from bot.services import overdue_cards, standup_team, task_cards
from bot.services.work import Work
from storage import overdue as rows
from storage import people as people_rows
from storage import project as project_rows
from storage import rounds as round_rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.task import Task

PATIENCE: Final = timedelta(minutes=5)
"""How long the owner's own message waits for the question to arrive, which makes it needless."""

MOST_NAMED: Final = 30
"""So many tasks are named in one question; owners of others are reminded alone."""


def alone_after(work: Work, project: Project, task: Task, owner: Person, now: datetime) -> datetime | None:
    """Until when a reminder of `now` is left to the coming question; None when it goes to the owner at once."""
    window = _window(work, project, now)
    if window is None or task.due_at is None or not now < window.opens <= task.due_at - PATIENCE:
        return None
    return window.opens + PATIENCE if _reads_question(work, project, owner) else None


def _window(work: Work, project: Project, now: datetime) -> Window | None:
    norms = work.norms(project)
    day = now.astimezone(norms.zone).date()
    if not norms.standup or day < project.starts_on or not standup_team.in_groups(work, project):
        return None
    return rules.window(standup_team.group_habit(work, project), day)


def _reads_question(work: Work, project: Project, owner: Person) -> bool:
    """Whether somebody is asked together with the group, and is there."""
    chats = project_rows.chats(work.db, project.id or 0)
    there = any(owner.id in project_rows.chat_member_ids(work.db, chat.id or 0) for chat in chats)
    return there and standup_team.asked_together(work, project, owner)


def named(work: Work, project: Project, day: date) -> Sequence[Task]:
    """The tasks that the question of a day names; which these are does not change once it is asked."""
    window = rules.window(standup_team.group_habit(work, project), day)
    if window is None:
        return ()
    since = rules.midnight_after(window.opens - timedelta(days=1), work.norms(project).zone)
    found = rows.reminded(work.db, project.id or 0, since, window.opens)
    owners = {person.id: person for person in people_rows.people(work.db, [task.owner_id for task in found])}
    reading = [task for task in found if _reads_question(work, project, owners[task.owner_id])]
    return reading[:MOST_NAMED]


def sections(work: Work, project: Project, day: date, *, ping: bool) -> tuple[Section, ...]:
    """Those of them that are still to be delivered, with their owners, who are mentioned once: when it is asked."""
    tasks = [task for task in named(work, project, day) if task.status in rows.CLIMBING]
    if not tasks:
        return ()
    owners = {person.id: person for person in people_rows.people(work.db, [task.owner_id for task in tasks])}
    lines: list[Value] = [words("overdue.soon_together")]
    for task in tasks:
        who = Who(task.owner_id, owners[task.owner_id].name, ping=ping)
        lines.append(words("overdue.line", task=overdue_cards.named(task), owner=who, due=task_cards.due(work, task)))
    return (Section((*lines, words("overdue.soon_together_ask"))),)


def untold(work: Work, project_id: int, task_id: int, day_ordinal: int) -> bool:
    """Whether no question of that day told the owner of a task: it did not arrive, or did not name it."""
    project, day = project_rows.project(work.db, project_id), date.fromordinal(day_ordinal)
    arrived = round_rows.stands(work.db, standup_team.digest_key(project, day))
    return not arrived or task_id not in [task.id for task in named(work, project, day)]

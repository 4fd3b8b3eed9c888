"""An obstacle from a standup becomes a blocker with an owner: a blocked task, an action item, or both (S1, T5)."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.errors import UserError
from bot.rules.deadlines import Deadline, parse
from bot.services import standup, task
from bot.services.task import NewTask
from bot.services.work import Work
from storage import people as people_rows
from storage import standup as rows
from storage.session import keeping
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.standup import StandupAnswer
from storage.tables.task import Task

LONGEST_TITLE: Final = 60


def obstacle(work: Work, project: Project, day: date, person_id: int) -> StandupAnswer:
    """The answer whose obstacle is meant. Raises UserError when it is gone or was dealt with."""
    row = rows.answer(work.db, project.id or 0, day, person_id)
    if row is None or not row.obstacles:
        raise UserError("standup.obstacle_gone")
    if row.blocker_id is not None:
        raise UserError("standup.obstacle_raised")
    return row


def raise_blocker(
    work: Work, project: Project, row: StandupAnswer, stuck: Task | None, owner: Person, creator: Person, need: str
) -> Task:
    """Block the task that is stuck; whoever has to help and is not its owner gets an action item.

    Returns the task its owner has to see to.
    """
    if stuck is not None:
        task.block(work, stuck, row.obstacles, need)
    if stuck is None or owner.id != stuck.owner_id:
        title = " ".join((need or row.obstacles).split())[:LONGEST_TITLE]
        item = NewTask(title, owner, creator, criteria=row.obstacles if need else "")
        helping, _ = task.create(work, project, _dated(work, project, item, need))
    else:
        helping = stuck
    keeping(work.db).settle()  # a new task is written late, and the answer is to point at it
    row.blocker_id = helping.id
    work.db.flush()
    standup.show(work, people_rows.person(work.db, row.person_id), project, row.day)
    return helping


def _dated(work: Work, project: Project, item: NewTask, need: str) -> NewTask:
    """An action item with the date that was said with what is needed, if it is still to come."""
    norms = work.norms(project)
    due = parse(need, work.now, norms.calendar, work.zone_of(item.creator, norms))
    if not isinstance(due, Deadline) or due.due <= work.now:
        return item
    return replace(item, due_at=due.due, due_timed=due.timed)

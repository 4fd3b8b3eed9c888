"""What happens when a task's next step on the overdue ladder has come (O1-O5)."""

from datetime import timedelta
from typing import Final

from bot.rules import ladder
from bot.rules.ladder import Rung
from bot.services import escalation, overdue
from bot.services.work import Work
from storage import due as due_rows
from storage import overdue as rows
from storage import project as project_rows
from storage import task as task_rows
from storage.due import Due
from storage.tables.project import Project
from storage.tables.task import Task

MEANWHILE: Final = timedelta(milliseconds=500)
"""How soon a task is looked at again while another process looks after its project."""


def run(work: Work, due: Due) -> None:
    """Take the steps that are right now and set the next moment.

    A step towards the group or an executive is taken for every late task of the project at which it is due, so that
    they read one message.
    """
    task = task_rows.task(work.db, int(due.subject))
    if task.due_at is None or task.status not in rows.CLIMBING:
        return
    project = project_rows.project(work.db, task.project_id)
    if not rows.hold(work.db, project.id or 0):
        due_rows.put(work.db, due.kind, due.subject, work.now + MEANWHILE, due.tries)
        return
    steps = [rung for rung, _ in ladder.landing(overdue.standing(work, task), work.now)]
    for rung in steps:
        if rung in (Rung.SOON, Rung.TODAY):
            overdue.remind_owner(work, project, task, rung)
    if any(rung not in (Rung.SOON, Rung.TODAY) for rung in steps):
        _climb(work, project)
    work.db.flush()
    overdue.wake(work, task)


def _climb(work: Work, project: Project) -> None:
    late = rows.late(work.db, project.id or 0, work.now)
    standings = overdue.standings(work, project, late)
    at: dict[Rung, list[Task]] = {rung: [] for rung in Rung}
    for task in late:
        for rung, _ in ladder.landing(standings[task.id or 0], work.now):
            at[rung].append(task)
    steps = (
        (Rung.LATE, overdue.warn), (Rung.EXPLAIN, overdue.demand), (Rung.ESCALATE, escalation.escalate),
        (Rung.REMIND, escalation.remind),
    )  # fmt: skip
    for rung, take in steps:
        if at[rung]:
            take(work, project, at[rung])
    moved = list({task.id: task for tasks in at.values() for task in tasks}.values())
    overdue.seen(work, moved)
    overdue.wake_all(work, project, moved)

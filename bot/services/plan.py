"""The plan of a project: which task waits for which, and its critical path (J4)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from bot.cards import Many
from bot.errors import UserError
from bot.rules.critical import Link, Node, critical_path, find_loop
from bot.rules.norms import Norms
from bot.services.work import Work
from storage import project as project_rows
from storage import task as rows
from storage.tables.task import Dependency, Task
from storage.task import Listed


def link(work: Work, task: Task, before: Task, lag: int) -> int | None:
    """Let a task wait for another; the lag it had before, or None. Raises UserError when that would run in a circle."""
    if before.project_id != task.project_id:
        raise UserError("task.other_project", title=before.title)
    known = work.db.get(Dependency, (task.id, before.id))
    new = Link(before.id or 0, task.id or 0, lag)
    loop = find_loop(_links(work, task.project_id), new)
    if loop:
        titles = {found.id: found.title for found in rows.tasks(work.db, loop)}
        raise UserError("task.loop", loop=Many(tuple(titles[id] for id in loop), sep=" → "))
    if known is not None:
        earlier, known.lag_workdays = known.lag_workdays, lag
        return earlier
    work.db.add(Dependency(task_id=task.id or 0, before_id=before.id or 0, lag_workdays=lag))
    work.db.flush()
    return None


def unlink(work: Work, task: Task, before: Task, lag: int | None) -> None:
    """Put a link back to the lag it had, or take it away when it was new."""
    row = work.db.get(Dependency, (task.id, before.id))
    if row is not None and lag is None:
        work.db.delete(row)
    elif row is not None and lag is not None:
        row.lag_workdays = lag
    work.db.flush()


def recompute(work: Work, project_id: int) -> list[Task]:
    """Find the critical path anew; the tasks that came onto it or left it. Cheap in a project without dependencies."""
    links = _links(work, project_id)
    tasks = rows.linked(work.db, project_id)
    if not tasks:
        return []
    norms = work.norms(project_rows.project(work.db, project_id))
    numbers = _workday_numbers(norms, _days(tasks, norms))
    nodes = [_node(task, numbers, norms) for task in tasks]
    path = critical_path(nodes, links)
    moved = [task for task in tasks if task.critical != (task.id in path)]
    for task in moved:
        task.critical = not task.critical
    return moved


def _links(work: Work, project_id: int) -> list[Link]:
    return [Link(row.before_id, row.task_id, row.lag_workdays) for row in rows.dependencies(work.db, project_id)]


def ends_on(task: Task | Listed, norms: Norms) -> date | None:
    """The day on which a task ended or is due, where the project is; None when that is open."""
    moment = task.finished_at if task.status == "done" else task.due_at
    return moment.astimezone(norms.zone).date() if moment else None


def _days(tasks: Iterable[Task], norms: Norms) -> list[date]:
    return [day for task in tasks for day in (task.planned_start, ends_on(task, norms)) if day is not None]


def _workday_numbers(norms: Norms, days: list[date]) -> Mapping[date, int]:
    """Every day from the first to the last with the number of workdays up to it."""
    numbers: dict[date, int] = {}
    number = 0
    for offset in range((max(days) - min(days)).days + 1 if days else 0):
        day = min(days) + timedelta(days=offset)
        number += norms.calendar.is_workday(day)
        numbers[day] = number
    return numbers


def _node(task: Task, numbers: Mapping[date, int], norms: Norms) -> Node:
    ends = ends_on(task, norms)
    return Node(
        task.id or 0, numbers[task.planned_start] if task.planned_start else None, numbers[ends] if ends else None
    )

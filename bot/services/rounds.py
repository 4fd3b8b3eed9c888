"""The 17:00 round: which tasks are asked about, and how the day stands (S2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.rules import lights, spread
from bot.rules import rounds as rules
from bot.rules.zones import at_local
from bot.services.work import Work
from storage import due
from storage import people as people_rows
from storage import rounds as rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.task import Task

KIND: Final = "round"
CLOSING: Final = "round_close"


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of tasks today: finished, moved on, stuck, late."""

    done: tuple[Task, ...]
    moved: tuple[Task, ...]
    blocked: tuple[Task, ...]
    late: tuple[Task, ...]

    def counts(self) -> dict[str, int]:
        """The numbers as the next round compares itself with them."""
        return {name: len(getattr(self, name)) for name in ("done", "moved", "blocked", "late")}


@dataclass(frozen=True, slots=True)
class Picture:
    """A project's day: who is asked about which tasks, and what became of all of them, by department (None: of none).

    open_tasks, begun: how many are open, and how many of those are under way or planned to be.
    """

    project: Project
    day: date
    asked: tuple[tuple[Person, tuple[Task, ...]], ...]
    whole: Tally
    departments: tuple[tuple[int | None, Tally], ...]
    open_tasks: int
    begun: int


def card_key(project: Project, day: date) -> str:
    """The name under which the question in the group becomes the summary."""
    return f"round:{project.id}:{day}"


def mine_key(project: Project, person: Person, day: date) -> str:
    """The name of the private card with a person's own tasks."""
    return f"round-mine:{project.id}:{person.id}:{day}"


def schedule(work: Work, project: Project) -> None:
    """Set the moment of a project's next round; called whenever settings or the project change.

    A round that is due already is left alone: it still has to be held.
    """
    planned = due.when(work.db, KIND, project.id)
    if project.status != "active" or not work.norms(project).round:
        due.drop(work.db, KIND, project.id)
    elif planned is None or planned > work.now:
        coming = next_opening(work, project)
        if coming != planned:
            due.put(work.db, KIND, project.id, coming)


def next_opening(work: Work, project: Project) -> datetime:
    """When the next round opens."""
    norms = work.norms(project)
    window = timedelta(minutes=norms.round_window_minutes)
    later = spread.later(project.id or 0, rows.active(work.db))
    opening = rules.next_opening(
        norms.calendar, norms.zone, norms.round_time, window, work.now - later, project.starts_on
    )
    return opening + later


def picture(work: Work, project: Project, day: date) -> Picture:
    """How the project's day stands now."""
    since = at_local(day, time(0), work.norms(project).zone)
    tasks = rows.tasks(work.db, project.id or 0, since)
    open_tasks = [task for task in tasks if task.status in task_rows.OPEN]
    silent = [task for task in _started(open_tasks, day) if not _updated(task, since)]
    redated = rows.redated(work.db, [task.id or 0 for task in silent], since)
    asked = _by_owner(work, [task for task in silent if task.id not in redated], day)
    departments = sorted({task.department_id for task in tasks}, key=lambda each: (each is None, each or 0))
    by_department = {each: [task for task in tasks if task.department_id == each] for each in departments}
    return Picture(
        project,
        day,
        asked,
        _tally(work, tasks, since),
        tuple((each, _tally(work, some, since)) for each, some in by_department.items()),
        len(open_tasks),
        len(_started(open_tasks, day)),
    )


def waits(work: Work, project: Project, task: Task, day: date) -> bool:
    """Whether nothing was said about a started task today."""
    since = at_local(day, time(0), work.norms(project).zone)
    return bool(_started([task], day)) and not _updated(task, since)


def _started(tasks: Iterable[Task], day: date) -> list[Task]:
    """Tasks under way or planned to be; handed-in ones wait for somebody else."""
    return [
        task
        for task in tasks
        if task.status in ("in_progress", "blocked")
        or (task.status == "not_started" and (task.planned_start is None or task.planned_start <= day))
    ]


def _updated(task: Task, since: datetime) -> bool:
    return task.created_at >= since or (task.moved_at is not None and task.moved_at >= since)


def _by_owner(work: Work, tasks: Sequence[Task], day: date) -> tuple[tuple[Person, tuple[Task, ...]], ...]:
    """Tasks by owner, without those on leave; who has the most to tell comes first."""
    if not tasks:
        return ()
    owners = people_rows.people(work.db, sorted({task.owner_id for task in tasks}))
    away = people_rows.away_on(work.db, [person.id or 0 for person in owners], day)
    found = [
        (person, tuple(task for task in tasks if task.owner_id == person.id))
        for person in owners
        if person.id not in away and person.active
    ]
    return tuple(sorted(found, key=lambda each: -len(each[1])))


def _tally(work: Work, tasks: Sequence[Task], since: datetime) -> Tally:
    under_way = [task for task in tasks if task.status in task_rows.OPEN]
    return Tally(
        tuple(task for task in tasks if task.status == "done"),
        tuple(
            task
            for task in under_way
            if task.moved_at is not None and task.moved_at >= since and task.status != "blocked"
        ),
        tuple(task for task in under_way if task.status == "blocked"),
        tuple(task for task in under_way if lights.late(task.status, task.due_at, work.now)),
    )

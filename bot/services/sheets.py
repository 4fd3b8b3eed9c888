"""The handbook's tables as rows in one reader's words; whoever writes files makes sheets of them (G2)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TypeAlias

from bot.cards import Reader, Words, say, words
from bot.rules import lights
from bot.rules.norms import Norms
from bot.services import gantt
from bot.services.work import Work
from storage import people as people_rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.task import Listed


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with the colour of a traffic light (T6)."""

    text: str
    light: str


Cell: TypeAlias = str | date | datetime | float | Mark | None
"""Moments are local where the project is; a number is a share, of which 1.0 is the whole."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how wide its column is, in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, the short name of its sheet, and how many columns stay in sight.

    made: aware UTC; the start of the day, so that the same rows are the same file whenever they are written.
    """

    title: str
    name: str
    made: datetime
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class TaskList:
    """What a sheet of tasks is written from, of one moment; people and departments are names by id."""

    project: str
    counts: Words
    now: datetime
    norms: Norms
    tasks: Sequence[Listed]
    people: Mapping[int, str]
    helpers: Mapping[int, Sequence[int]]
    departments: Mapping[int, str]


_WIDTHS: Mapping[str, int] = {
    "code": 18, "title": 32, "owner": 10, "collaborators": 16, "department": 12, "phase": 12, "priority": 8,
    "light": 12, "state": 10, "percent": 8, "start": 12, "due": 17, "finished": 17, "updated": 17,
    "next": 28, "cause": 28, "need": 28, "criteria": 36, "deliverable": 20, "resources": 20,
}  # fmt: skip


def read(work: Work, project: Project) -> TaskList:
    """The tasks of a project as they stand now."""
    found = task_rows.listed(work.db, project.id or 0)
    helpers = task_rows.collaborators_in(work.db, project.id or 0)
    wanted = {task.owner_id for task in found}.union(*helpers.values())
    people: list[Person] = people_rows.people(work.db, sorted(wanted))
    return TaskList(
        project.name,
        gantt.counts(gantt.tally(work, project)),
        work.now,
        work.norms(project),
        found,
        {person.id or 0: person.name for person in people},
        helpers,
        {department.id or 0: department.name for department in people_rows.departments(work.db)},
    )


def tasks(found: TaskList, reader: Reader) -> Table:
    """Task list and progress of a project (G2, T1-T4), sub-tasks beneath their task. Takes long for thousands; pure."""
    zone = found.norms.zone
    # Dates are the team's; where its zone is not the reader's own, the headings name it.
    abroad = str(zone) if zone != reader.zone else ""
    made = datetime.combine(found.now.astimezone(zone), time(), zone).astimezone(UTC)
    told = cache(lambda key: say(words(key), reader))
    return Table(
        say(words("board.task_sheet", project=found.project), reader),
        say(words("board.tasks"), reader),
        made,
        tuple(Column(_heading(name, abroad, reader), width) for name, width in _WIDTHS.items()),
        tuple(_row(found, task, told) for task in _in_order(found.tasks)),
        fixed=2,
    )


def _heading(name: str, zone: str, reader: Reader) -> str:
    title = say(words(f"board.column_{name}"), reader)
    return (
        say(words("board.column_in", title=title, zone=zone), reader)
        if zone and name in ("due", "finished", "updated")
        else title
    )


def _in_order(found: Sequence[Listed]) -> Iterator[Listed]:
    below: dict[int | None, list[Listed]] = {}
    known = {task.id for task in found}
    for task in found:
        below.setdefault(task.parent_id if task.parent_id in known else None, []).append(task)

    def from_top(parent: int | None) -> Iterator[Listed]:
        for task in below.get(parent, ()):
            yield task
            yield from from_top(task.id)

    return from_top(None)


def _row(found: TaskList, task: Listed, told: Callable[[str], str]) -> tuple[Cell, ...]:
    norms = found.norms
    due = task.due_at.astimezone(norms.zone) if task.due_at else None
    light = lights.light(task.status, task.due_at, found.now, norms.calendar, norms.zone, norms.due_soon_workdays)
    return (
        task.code,
        task.title,
        found.people[task.owner_id],
        told("common.comma").join(found.people[id] for id in found.helpers.get(task.id, ())),
        found.departments.get(task.department_id or 0, ""),
        task.phase,
        told(f"task.priority_{task.priority}"),
        Mark(told(f"task.light_{light}"), light),
        told(f"task.status_{task.status}"),
        task.percent / 100,
        task.planned_start,
        due if due is None or task.due_timed else due.date(),
        task.finished_at.astimezone(norms.zone) if task.finished_at else None,
        task.moved_at.astimezone(norms.zone) if task.moved_at else None,
        task.next_step,
        task.blocked_cause,
        task.blocked_need,
        task.criteria,
        task.deliverable,
        task.resources,
    )

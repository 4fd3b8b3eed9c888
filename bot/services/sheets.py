"""The handbook's tables as rows in one reader's words; whoever writes files makes sheets of them (G2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.cards import Reader, Value, Words, say, words
from bot.rules.lights import Light
from bot.services import gantt, task_cards
from bot.services.work import Work
from storage import people as people_rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.task import Task


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
    """A table: its title, the short name of its sheet, what it shows in a line, and how many columns stay in sight.

    made: aware UTC.
    """

    title: str
    name: str
    summary: str
    made: datetime
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that stand in the table, by id."""

    people: Mapping[int, str]
    helpers: Mapping[int, Sequence[int]]
    departments: Mapping[int, str]


_WIDTHS: Mapping[str, int] = {
    "code": 18, "title": 32, "owner": 10, "collaborators": 16, "department": 12, "priority": 8, "light": 12,
    "state": 10, "percent": 8, "start": 12, "due": 17, "finished": 17, "next": 28, "cause": 28, "need": 28,
    "criteria": 36,
}  # fmt: skip


def summary(work: Work, found: Sequence[Task]) -> Words:
    """How many of these tasks stand how; those that were cancelled do not count."""
    live = [task for task in found if task.status != "cancelled"]
    return gantt.counts(live, gantt.late_tasks(work, live))


def tasks(work: Work, project: Project, reader: Reader) -> Table:
    """Task list and progress of a project (G2, T1-T4), sub-tasks beneath their task."""
    found = list(_in_order(task_rows.all_in(work.db, project.id or 0)))
    lights = [task_cards.light(work, task) for task in found]
    names = _names(work, project, found)
    # Dates are the team's; where its zone is not the reader's own, the headings name it.
    abroad = str(work.norms(project).zone) if work.norms(project).zone != reader.zone else ""
    return Table(
        say(words("board.task_sheet", project=project.name), reader),
        say(words("board.tasks"), reader),
        say(summary(work, found), reader),
        work.now,
        tuple(Column(_heading(name, abroad, reader), width) for name, width in _WIDTHS.items()),
        tuple(_row(work, project, task, light, names, reader) for task, light in zip(found, lights, strict=True)),
        fixed=2,
    )


def _heading(name: str, zone: str, reader: Reader) -> str:
    title = say(words(f"board.column_{name}"), reader)
    return (
        say(words("board.column_in", title=title, zone=zone), reader) if zone and name in ("due", "finished") else title
    )


def _in_order(found: Sequence[Task]) -> Iterator[Task]:
    below: dict[int | None, list[Task]] = {}
    known = {task.id for task in found}
    for task in found:
        below.setdefault(task.parent_id if task.parent_id in known else None, []).append(task)

    def from_top(parent: int | None) -> Iterator[Task]:
        for task in below.get(parent, ()):
            yield task
            yield from from_top(task.id)

    return from_top(None)


def _names(work: Work, project: Project, found: Sequence[Task]) -> _Names:
    helpers = task_rows.collaborators_in(work.db, project.id or 0)
    wanted = {task.owner_id for task in found}.union(*helpers.values())
    people: list[Person] = people_rows.people(work.db, sorted(wanted))
    departments = people_rows.departments(work.db)
    return _Names(
        {person.id or 0: person.name for person in people},
        helpers,
        {department.id or 0: department.name for department in departments},
    )


def _row(work: Work, project: Project, task: Task, light: Light, names: _Names, reader: Reader) -> tuple[Cell, ...]:
    def told(value: Value) -> str:
        return say(value, reader)

    zone = work.norms(project).zone
    due = task.due_at.astimezone(zone) if task.due_at else None
    return (
        task.code,
        task.title,
        names.people[task.owner_id],
        told(words("common.comma")).join(names.people[id] for id in names.helpers.get(task.id or 0, ())),
        names.departments.get(task.department_id or 0, ""),
        told(words(f"task.priority_{task.priority}")),
        Mark(told(words(f"task.light_{light}")), light),
        told(words(f"task.status_{task.status}")),
        task.percent / 100,
        task.planned_start,
        due if due is None or task.due_timed else due.date(),
        task.finished_at.astimezone(zone) if task.finished_at else None,
        task.next_step,
        task.blocked_cause,
        task.blocked_need,
        task.criteria,
    )

"""A project's plan as it is drawn, and the same in words for whoever cannot see the picture (G1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards import Many, Value, Words, words
from bot.rules.gantt import Bar, Goal, Plan, first_day
from bot.rules.lights import light
from bot.rules.norms import Norms
from bot.services import plan as plans
from bot.services import task_cards
from bot.services.work import Work
from storage import people as people_rows
from storage import project as project_rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Milestone, Project
from storage.tables.task import Task
from storage.task import Listed, Tally

MOST_NAMED = 8  # late tasks in the words that go with the picture


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a plan are read with: names by id, and the tasks that each task waits for, with the lag."""

    norms: Norms
    people: Mapping[int | None, Person]
    departments: Mapping[int | None, str]
    ends: Mapping[int | None, date | None]
    before: Mapping[int | None, Sequence[tuple[int, int]]]


def plan(work: Work, project: Project) -> Plan:
    """The plan as it stands now, in the project's zone and calendar."""
    norms = work.norms(project)
    today = work.today(norms)
    tasks = [task for task in task_rows.listed(work.db, project.id or 0) if task.status != "cancelled"]
    known = _known(work, project, tasks, norms)
    goals = project_rows.milestones(work.db, project.id or 0)
    return Plan(
        project.name,
        project.code,
        project.starts_on,
        project.ends_on,
        today,
        project.status != "active",
        tuple(_bar(work, task, known) for task in tasks),
        tuple(_goal(goal, today) for goal in goals),
        norms.calendar,
    )


def _known(work: Work, project: Project, tasks: Sequence[Listed], norms: Norms) -> _Known:
    before: dict[int | None, list[tuple[int, int]]] = {}
    for row in task_rows.dependencies(work.db, project.id or 0):
        before.setdefault(row.task_id, []).append((row.before_id, row.lag_workdays))
    people = people_rows.people(work.db, sorted({task.owner_id for task in tasks}))
    return _Known(
        norms,
        {person.id: person for person in people},
        {department.id: department.name for department in people_rows.departments(work.db)},
        {task.id: plans.ends_on(task, norms) for task in tasks},
        before,
    )


def _bar(work: Work, task: Listed, known: _Known) -> Bar:
    owner, zone = known.people[task.owner_id], known.norms.zone
    before = known.before.get(task.id, ())
    end = known.ends[task.id]
    begun = task.started_at.astimezone(zone).date() if task.started_at else None
    made = task.created_at.astimezone(zone).date()
    return Bar(
        task.id,
        task.code,
        task.title,
        known.departments.get(task.department_id or owner.department_id, ""),
        owner.name,
        task.phase,
        task.status,
        light(task.status, task.due_at, work.now, known.norms.calendar, zone, known.norms.due_soon_workdays),
        task.percent,
        first_day(task.planned_start, begun, _free(known, before), made, end),
        end,
        task.critical,
        task.parent_id,
        tuple(id for id, _ in before),
        bool(task.status == "done" and task.due_at and task.finished_at and task.finished_at > task.due_at),
    )


def _free(known: _Known, before: Sequence[tuple[int, int]]) -> date | None:
    """The first day on which the tasks before let one begin, as far as their ends are known."""
    ends = ((known.ends.get(id), lag) for id, lag in before)
    return max((known.norms.calendar.add_workdays(end, lag + 1) for end, lag in ends if end), default=None)


def _goal(goal: Milestone, today: date) -> Goal:
    return Goal(goal.name, goal.day, "reached" if goal.reached_at else "missed" if goal.day < today else "coming")


def tally(work: Work, project: Project) -> Tally:
    """How the tasks of a project stand now."""
    return task_rows.tally(work.db, project.id or 0, work.now)


def counts(found: Tally) -> Words:
    """How many tasks there are, and how many of them are done, late and blocked."""
    return words("board.counts", n=found.all, done=found.done, late=found.late, blocked=found.blocked)


def _late(work: Work, project: Project) -> list[Task]:
    return task_rows.late_in(work.db, project.id or 0, work.now, MOST_NAMED)


def listed(work: Work, project: Project, found: Tally) -> list[Value]:
    """Late tasks, one a line; of many the first ones and how many more there are."""
    lines: list[Value] = [task_cards.line(work, task) for task in _late(work, project)]
    more = found.late - len(lines)
    return [*lines, words("board.gantt_late_more", n=more)] if more > 0 else lines


def summary(work: Work, project: Project) -> Words:
    """What the picture shows: how many tasks stand how, and which are late."""
    whole = counts(tally(work, project))
    names: list[Value] = [
        words("board.gantt_late_task", title=task.title, owner=people_rows.person(work.db, task.owner_id).name)
        for task in _late(work, project)
    ]
    return words("board.gantt_alt", counts=whole, late=Many(tuple(names))) if names else whole

"""/my: what somebody has to do, across projects: late first (T6)."""

from collections.abc import Sequence
from datetime import date

from bot.cards import Card, Day, Section, Value, Who, words
from bot.commands.command import Action, Command, Context
from bot.commands.finding import deputed, scope
from bot.rules.access import ANYONE
from bot.services import task_cards
from storage import my as my_rows
from storage import task as task_rows
from storage.tables.task import Task

_MOST = 10


def my(ctx: Context) -> Card:
    """`/我的`: open tasks by date, tasks helped with, and what waits for an answer; in a group only its own."""
    projects = {project.id: project.name for project in scope(ctx)}
    mine = _here(task_rows.open_of(ctx.work.db, ctx.me.id or 0), projects)
    helped = _here(task_rows.helped_by(ctx.work.db, ctx.me.id or 0), projects)
    decide = _here(my_rows.to_decide(ctx.work.db, ctx.me.id or 0), projects)
    answer = _here(my_rows.to_answer(ctx.work.db, ctx.me.id or 0), projects)
    parts = [("decide", decide), ("answer", answer), *_by_date(ctx, mine), ("helped", helped)]
    sections = [_section(ctx, name, tasks, projects) for name, tasks in parts if tasks]
    deputy = _standing_in(ctx)
    if deputy:
        sections.append(Section(lines=(*deputy, *_deputed(ctx, projects))))
    if not sections:
        return Card(words("people.my_nothing", person=Who(ctx.me.id or 0, ctx.me.name)), "good")
    title = words("people.my_title", person=Who(ctx.me.id or 0, ctx.me.name), n=len(mine))
    return Card(title, "warn" if _late(ctx, mine) else "plain", tuple(sections))


def _here(tasks: list[Task], projects: dict[int | None, str]) -> list[Task]:
    return [task for task in tasks if task.project_id in projects]


def _by_date(ctx: Context, tasks: list[Task]) -> list[tuple[str, list[Task]]]:
    """Open tasks apart by when they are due: late, today, this week, later, without a date."""
    today = ctx.work.now.astimezone(ctx.zone).date()
    found: dict[str, list[Task]] = {name: [] for name in ("late", "today", "week", "later", "undated")}
    for task in tasks:
        found[_when(ctx, task, today)].append(task)
    return list(found.items())


def _when(ctx: Context, task: Task, today: date) -> str:
    if task.due_at is None:
        return "undated"
    if task.due_at <= ctx.work.now:
        return "late"
    days = (task.due_at.astimezone(ctx.zone).date() - today).days
    return "today" if days == 0 else "week" if days < 7 - today.weekday() else "later"


def _late(ctx: Context, tasks: list[Task]) -> bool:
    return any(task.due_at is not None and task.due_at <= ctx.work.now for task in tasks)


def _section(ctx: Context, name: str, tasks: Sequence[Task], projects: dict[int | None, str]) -> Section:
    lines: list[Value] = [words(f"people.my_{name}", n=len(tasks))]
    for task in tasks[:_MOST]:
        line = task_cards.line(ctx.work, task)
        several = len(projects) > 1
        lines.append(words("people.my_line", project=projects[task.project_id], line=line) if several else line)
    if len(tasks) > _MOST:
        lines.append(words("people.my_more", n=len(tasks) - _MOST))
    return Section(lines=tuple(lines))


def _deputed(ctx: Context, projects: dict[int | None, str]) -> tuple[Value, ...]:
    """The tasks of those in whose place the person is; in a group only its own."""
    tasks = deputed(ctx) if ctx.chat is None else _here(deputed(ctx), projects)
    more = (words("people.my_more", n=len(tasks) - _MOST),) if len(tasks) > _MOST else ()
    return (*(task_cards.line(ctx.work, task) for task in tasks[:_MOST]), *more)


def _standing_in(ctx: Context) -> tuple[Value, ...]:
    today = ctx.work.now.astimezone(ctx.zone).date()
    return tuple(
        words("people.my_deputy", person=Who(person.id or 0, person.name), last=Day(leave.last_day))
        for person, leave in my_rows.stood_in_for(ctx.work.db, ctx.me.id or 0, today)
    )


COMMANDS = (Command("my", "我的", "people.my", my, may=ANYONE, also=("我的任务", "my tasks")),)
ACTIONS: tuple[Action, ...] = ()

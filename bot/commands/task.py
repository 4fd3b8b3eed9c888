"""The task family: /task and what is done with a task (T1-T6, J4)."""

from collections.abc import Sequence

from bot.cards import Card, Many, Section, Value, note, words
from bot.commands import task_edit, task_handover, task_moves, task_new, task_people, task_several
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import find
from bot.commands.naming import named_people, spelled
from bot.commands.permission import demand
from bot.errors import UserError
from bot.parser import fold
from bot.rules.access import INSIDE
from bot.rules.codes import TASK_CODE
from bot.services import task_cards
from storage import people as people_rows
from storage import task as task_rows
from storage.tables.task import Task

LIGHTS = ("red", "yellow", "green")
MOST_LINES = 40


def new(ctx: Context) -> Reply | Card | None:
    """`/任务 …` makes a task; `/任务 完成 海报初稿` with the name of one that is there means that one."""
    move = _move_meant(ctx)
    if move is not None:
        return move.run(ctx)
    return task_several.read(ctx, ctx.rest) or task_new.new(ctx)


def _move_meant(ctx: Context) -> Command | None:
    """The command behind `/任务` that something is to be done with a task by; its task is found then."""
    word, _, rest = ctx.rest.partition(" ")
    move = _MOVES.get(fold(word))
    if move is None or ("@" in rest and move.text != "task.handover"):
        return None
    titles = [task.title.casefold() for task in task_rows.open_in(ctx.work.db, ctx.project.id or 0)]
    if not TASK_CODE.match(rest.strip()) and not any(rest.strip().casefold().startswith(title) for title in titles):
        return None
    ctx.rest = rest.strip()
    find(ctx, move.needs)
    demand(ctx, move.may)
    return move


def show(ctx: Context) -> Reply:
    """`/任务 查看 CODE`: the whole card."""
    return Reply(task_cards.card(ctx.work, ctx.task), task_cards.card_key(ctx.task))


def show_all(ctx: Context) -> Card:
    """`/任务 列表`: the project's open tasks by light (T6); with `@name` only that person's.

    Raises UserError for what looks like a new task.
    """
    naming = named_people(ctx, ctx.rest)
    named = naming.people
    if named and naming.rest.strip():
        raise UserError("task.list_or_new", typed=spelled(ctx, ctx.rest.strip()))
    wanted = {person.id for person in named}
    tasks = [
        task for task in task_rows.open_in(ctx.work.db, ctx.project.id or 0) if not wanted or task.owner_id in wanted
    ]
    if not tasks and named:
        who = Many(tuple(person.name for person in named))
        return note(words("task.list_empty_of", who=who, project=ctx.project.name))
    if not tasks:
        return note(words("task.list_empty", project=ctx.project.name), buttons=(task_new.form_button(ctx),))
    title = words("task.list", project=ctx.project.name, n=len(tasks))
    return Card(title, sections=grouped(ctx, tasks))


def grouped(ctx: Context, tasks: Sequence[Task]) -> tuple[Section, ...]:
    """Lines of tasks under their lights, late ones first; what is too much for a chat is counted."""
    people_rows.people(ctx.work.db, [task.owner_id for task in tasks])  # one query instead of one a line
    by_light: dict[str, list[Value]] = {}
    for task in tasks[:MOST_LINES]:
        by_light.setdefault(task_cards.light(ctx.work, task), []).append(task_cards.line(ctx.work, task))
    sections = [Section(lines=tuple(by_light[light])) for light in LIGHTS if light in by_light]
    if len(tasks) > MOST_LINES:
        sections.append(Section(lines=(words("task.list_more", n=len(tasks) - MOST_LINES),)))
    return tuple(sections)


_MOVES = {
    fold(name): command
    for command in (*task_moves.COMMANDS, *task_handover.COMMANDS, *task_people.COMMANDS)
    for name in (command.name, command.zh, *command.also)
}
COMMANDS: tuple[Command, ...] = (
    Command("task", "任务", "task.new", new, "project"),
    Command("task new", "任务 新建", "task.make", task_new.new, "project"),
    Command("task show", "任务 查看", "task.show", show, "task", closed=True),
    Command(
        "task list", "任务 列表", "task.list", show_all, "project", INSIDE, ("tasks", "task all", "任务列表"), True
    ),
    *task_moves.COMMANDS,
    *task_edit.COMMANDS,
    *task_handover.COMMANDS,
    *task_people.COMMANDS,
)
ACTIONS: tuple[Action, ...] = (
    Action("task.new", task_new.from_form, "project", INSIDE),
    Action("draft.name", task_new.answer_name, "project", INSIDE),
    Action("draft.one", task_new.answer_one, "project", INSIDE),
    Action("draft.words", task_new.answer_words, "project", INSIDE),
    Action("draft.owner", task_new.answer_owner, "project", INSIDE),
    Action("draft.due", task_new.answer_due, "project", INSIDE),
    *task_moves.ACTIONS,
    *task_edit.ACTIONS,
    *task_handover.ACTIONS,
    *task_people.ACTIONS,
    *task_several.ACTIONS,
)

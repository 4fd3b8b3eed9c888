"""/handover: one task, all of one's own, or all of somebody else's, to another person (P3)."""

import re
from typing import Final

from bot.cards import Button, Card, Form, Input, Value, Words, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import find, scope
from bot.commands.naming import named_or_plain, named_people, one_person
from bot.commands.permission import demand
from bot.commands.task_answers import answered, ask, pass_on, told
from bot.errors import UserError
from bot.rules.access import ANYONE, WORKING, may
from bot.rules.codes import TASK_CODE
from bot.services import access, task_cards
from bot.services import task as tasks
from storage import people as people_rows
from storage import project as project_rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.task import Task

_TO: Final = re.compile(r"\s*(?:移交给|转交给|交给|转给|给|到|\bto\b)\s*", re.IGNORECASE)
_FILLING: Final = re.compile(
    r"的|名下|手上|手头|未完成|没完成|全部|所有|任务|工作|[从把将由:：,，。]|['’]s\b"
    r"|\b(?:all|everything|of|open|tasks?|work|from|the)\b",
    re.IGNORECASE,
)


def hand_over(ctx: Context) -> Reply | None:
    """`/移交 CODE @王五`; whom to is asked for when nobody is named. `/移交 王五的全部任务 给 @李四` moves all."""
    if not ctx.event.action and not TASK_CODE.search(ctx.rest):
        giver, to, rest = _parties(ctx, ctx.rest)
        if giver is not None and not rest:
            return _all_of(ctx, giver, to)
    find(ctx, "task")
    demand(ctx, WORKING)
    return hand_over_one(ctx)


def hand_over_one(ctx: Context) -> Reply | None:
    """The task is found; the form says to whom, or the rest of the line."""
    tasks.refuse_closed(ctx.work, ctx.task)
    text = ctx.fields.get("to", "") if ctx.event.action else ctx.rest
    if not text.strip():
        value = {"task": str(ctx.task.id)}
        return ask(ctx, words("task.ask_to", title=ctx.task.title), _to_button("task.handover", value))
    return _handed(ctx, one_person(ctx, text, words("task.name_one")).people[0])


def _handed(ctx: Context, to: Person) -> Reply | None:
    return told(ctx, *_given(ctx, ctx.task, to), news=True)


def give(ctx: Context, task: Task, to: Person) -> Card:
    """Hand a task over, and tell the project's other groups; the card that says so. Raises UserError."""
    title, *lines = _given(ctx, task, to)
    card = note(title, *lines, task_cards.line(ctx.work, task), tone="good")
    pass_on(ctx, task, card)
    return card


def _given(ctx: Context, task: Task, to: Person) -> tuple[Words, *tuple[Value, ...]]:
    giver = people_rows.person(ctx.work.db, task.owner_id)
    tasks.hand_over(ctx.work, task, to)
    title = words("task.handed_over", title=task.title, giver=giver.name, to=to.name)
    return title, *task_cards.away(ctx.work, task)


def hand_over_all(ctx: Context) -> Reply | None:
    """`/移交 全部 @王五`: all open tasks the person owns here; `/移交 全部 @王五 @李四`: all of the first one's."""
    if ctx.event.action:
        giver = people_rows.person(ctx.work.db, int(ctx.value.get("from", ctx.me.id or 0)))
        text = ctx.fields.get("to", "")
        return _all_of(ctx, giver, one_person(ctx, text, words("task.name_one")).people[0] if text.strip() else None)
    named, to, rest = _parties(ctx, ctx.rest)
    if rest:
        to = one_person(ctx, rest, words("task.name_one")).people[0]
    return _all_of(ctx, named or ctx.me, to)


def _parties(ctx: Context, text: str) -> tuple[Person | None, Person | None, str]:
    """Whose tasks, to whom, and what else is said. One name alone is whom they go to, unless all of theirs is said."""
    before, between, behind = _parted(text)
    if between and behind:
        giver, left = _named(ctx, before)
        to, right = _named(ctx, behind)
        return giver, to, f"{left} {right}".strip()
    naming = named_people(ctx, text)
    rest = _FILLING.sub(" ", naming.rest).strip()
    if len(naming.people) == 2:
        return naming.people[0], naming.people[1], rest
    if naming.people:
        return None, naming.people[0] if not rest else None, text if rest else ""
    giver, rest = _named(ctx, text)
    return (giver, None, rest) if giver and rest != text.strip() and _FILLING.search(text) else (None, None, text)


def _parted(text: str) -> tuple[str, str, str]:
    found = _TO.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _named(ctx: Context, text: str) -> tuple[Person | None, str]:
    """The one person a part of a line names, with or without @, and what is left of it."""
    naming = named_or_plain(ctx, _FILLING.sub(" ", text).strip())
    return (naming.people[0], naming.rest) if len(naming.people) == 1 else (None, text.strip())


def _all_of(ctx: Context, giver: Person, to: Person | None) -> Reply | None:
    mine = giver.id == ctx.me.id
    projects = {project.id for project in scope(ctx)}
    there = [task for task in task_rows.open_of(ctx.work.db, giver.id or 0) if task.project_id in projects]
    if not there:
        raise UserError("task.own_none") if mine else UserError("task.none_of", who=giver.name)
    moved = [task for task in there if _may_move(ctx, task)]
    if not moved:
        ctx.parts = frozenset()
        demand(ctx, WORKING)
    if to is None:
        value = {"from": str(giver.id)}
        asked = (
            words("task.ask_to_all", n=len(moved))
            if mine
            else words("task.ask_to_all_of", n=len(moved), who=giver.name)
        )
        return ask(ctx, asked, _to_button("task.handover_all", value))
    if to.id == giver.id:
        raise UserError("task.to_yourself") if mine else UserError("task.to_the_same", who=giver.name)
    for task in moved:
        tasks.hand_over(ctx.work, task, to)
        title = words("task.handed_over", title=task.title, giver=giver.name, to=to.name)
        pass_on(ctx, task, note(title, task_cards.line(ctx.work, task), tone="good"))
    return _moved(ctx, giver, to, moved, len(there) - len(moved))


def _may_move(ctx: Context, task: Task) -> bool:
    project = project_rows.project(ctx.work.db, task.project_id)
    return may(access.parts(ctx.work, ctx.me, project, task), WORKING)


def _moved(ctx: Context, giver: Person, to: Person, moved: list[Task], left: int) -> Reply | None:
    lines: list[Value] = [task_cards.line(ctx.work, task) for task in moved]
    lines += list(dict.fromkeys(line for task in moved for line in task_cards.away(ctx.work, task)))
    if left:
        lines.append(words("task.left_alone", n=left))
    title = words("task.handed_over_all", n=len(moved), giver=giver.name, to=to.name)
    return answered(ctx, note(title, *lines, tone="good"))


def _to_button(action: str, value: dict[str, str]) -> Button:
    field = Input("to", words("task.input_to"), "person", required=True)
    form = Form(action, words("task.form_handover"), (field,), value=value)
    return Button(action, words("task.button_handover"), value, form=form)


COMMANDS = (
    # One task or all of somebody's: which it is shows in the line, so the task is looked for behind that.
    Command("handover", "移交", "task.handover", hand_over, may=ANYONE),
    Command("handover all", "移交 全部", "task.handover_all", hand_over_all, may=ANYONE, also=("移交 所有",)),
)
ACTIONS = (
    Action("task.handover", hand_over_one, "task", WORKING),
    Action("task.handover_all", hand_over_all, may=ANYONE),
)

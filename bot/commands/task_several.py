"""Several tasks in one message, each with an owner of its own: shown together, made after one tap (T1)."""

from collections.abc import Sequence
from typing import Final

from bot.cards import Card, Section, Value, note, words
from bot.commands import task_asking, task_new
from bot.commands.command import Action, Context, Reply
from bot.commands.finding import typed_project
from bot.commands.naming import numbered, roster_here
from bot.commands.permission import demand
from bot.commands.proposing import yes_or_no
from bot.rules.access import INSIDE
from bot.rules.several import split
from bot.rules.small_talk import asks
from bot.rules.told import is_told
from bot.services import access, drafts, proposals
from bot.services.drafts import Draft
from storage import people as people_rows

KIND: Final = "tasks"


def read(ctx: Context, text: str) -> Reply | None:
    """The question whether these tasks are to be made; None where the words do not set one for each of several."""
    lines = split(numbered(ctx, text), roster_here(ctx))
    if not lines or any(is_told(line) or asks(line) for line in lines):
        return None
    read_lines = [task_new.understood(ctx, line) for line in lines]
    owners = [(*each.owners, *((ctx.me.id or 0,) if each.owner_is_author else ())) for each in read_lines]
    if any(each.collaborators or "title" in each.missing for each in read_lines):
        return None
    if any(len(each) != 1 for each in owners) or len(set(owners)) < 2:
        return None
    if ctx.found_project is None:
        rest, ctx.rest = ctx.rest, text
        ctx.found_project, ctx.rest = typed_project(ctx), rest
        ctx.parts = access.parts(ctx.work, ctx.me, ctx.found_project)
    demand(ctx, INSIDE)
    found = [task_new.draft_of(ctx, each, line) for each, line in zip(read_lines, lines, strict=True)]
    return _asked(ctx, found)


def read_list(ctx: Context, text: str) -> Reply | None:
    """The same where each has its own day, so that it is no news of tasks that sound alike."""
    lines = split(numbered(ctx, text), roster_here(ctx))
    dated = len(lines) > 1 and all(task_new.understood(ctx, line).due is not None for line in lines)
    return read(ctx, text) if dated else None


def asked_beside(ctx: Context, text: str) -> str:
    """The one line that asks something of somebody, where all others tell: 王芳请假了，李四周五前出图."""
    lines = [line for line in split(numbered(ctx, text), roster_here(ctx)) if not is_told(line)]
    return lines[0] if len(lines) == 1 else ""


def tells(ctx: Context, text: str) -> bool:
    """Whether one of several is told of, rather than set something: 李四画完了主图，王五联调好了."""
    return any(map(is_told, split(numbered(ctx, text), roster_here(ctx))))


def _asked(ctx: Context, found: Sequence[Draft]) -> Reply:
    proposal = proposals.propose(ctx.work, ctx.project.id, KIND, {"drafts": [each.dump() for each in found]})
    buttons = yes_or_no(proposal, "task.several")
    section = Section(lines=tuple(_line(ctx, number, each) for number, each in enumerate(found, 1)), buttons=buttons)
    return Reply(Card(words("task.several", n=len(found)), sections=(section,)), proposals.card_key(proposal))


def _line(ctx: Context, number: int, draft: Draft) -> Value:
    owner = people_rows.person(ctx.work.db, draft.owners[0]).name
    return words("task.several_line", place=number, title=draft.title, owner=owner, due=task_asking.due(ctx, draft))


def confirm(ctx: Context) -> Reply | None:
    """Make them all; what is missing is asked for, of one after another."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    found = [drafts.load(raw) for raw in proposal.payload["drafts"]]
    proposals.take(ctx.work, proposal, note(words("task.several_taken", n=len(found)), tone="good"))
    return task_new.go_on_with(ctx, found)


ACTIONS: tuple[Action, ...] = (Action("task.several", confirm, "project", INSIDE),)

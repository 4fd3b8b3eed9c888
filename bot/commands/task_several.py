"""Several tasks in one message, each with an owner of its own: shown together, made after one tap (T1)."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.cards import Button, Card, Day, Moment, Section, Value, note, words
from bot.commands import task_new
from bot.commands.command import Action, Context, Reply
from bot.commands.finding import typed_project
from bot.commands.naming import numbered, roster_here
from bot.commands.permission import demand
from bot.rules.access import INSIDE
from bot.rules.several import split
from bot.services import access, drafts, proposals
from bot.services.drafts import Draft
from storage import people as people_rows
from storage.outbox import Notice, Rank, ToChat, ToPerson

KIND: Final = "tasks"
# What is told of somebody is no work for them.
_TOLD: Final = re.compile(
    r"[了过啦]\s*[。.!！]?\s*$|已经?|[?？]|吗\s*$|%|(?<![a-z])(?:done|finished|is|was|has)(?![a-z])", re.I
)


def read(ctx: Context, text: str) -> Reply | None:
    """The question whether these tasks are to be made; None where the words do not set one for each of several."""
    lines = split(numbered(ctx, text), roster_here(ctx))
    if not lines or any(_TOLD.search(line) for line in lines):
        return None
    read_lines = [task_new.understood(ctx, line) for line in lines]
    if any(len(each.owners) != 1 or each.collaborators or "title" in each.missing for each in read_lines):
        return None
    if len({each.owners for each in read_lines}) < 2:
        return None
    if ctx.found_project is None:
        rest, ctx.rest = ctx.rest, text
        ctx.found_project, ctx.rest = typed_project(ctx), rest
        ctx.parts = access.parts(ctx.work, ctx.me, ctx.found_project)
    demand(ctx, INSIDE)
    found = [task_new.draft_of(ctx, each, line) for each, line in zip(read_lines, lines, strict=True)]
    return _asked(ctx, found)


def _asked(ctx: Context, found: Sequence[Draft]) -> Reply:
    proposal = proposals.propose(ctx.work, ctx.project.id, KIND, {"drafts": [each.dump() for each in found]})
    value = {"proposal": str(proposal.id), "project": str(ctx.project.id)}
    buttons = (
        Button("task.several", words("record.button_confirm"), value, "primary"),
        Button("plain.no", words("record.button_no"), value),
    )
    section = Section(lines=tuple(_line(ctx, number, each) for number, each in enumerate(found, 1)), buttons=buttons)
    return Reply(Card(words("task.several", n=len(found)), sections=(section,)), proposals.card_key(proposal))


def _line(ctx: Context, number: int, draft: Draft) -> Value:
    due: Value = words("record.asked_next")
    if draft.due:
        at = datetime.fromisoformat(draft.due)
        due = Moment(at) if draft.timed else Day(at.astimezone(ctx.zone).date())
    owner = people_rows.person(ctx.work.db, draft.owners[0]).name
    return words("task.several_line", place=number, title=draft.title, owner=owner, due=due)


def confirm(ctx: Context) -> Reply | None:
    """Make them all; what is missing of one is asked for."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    found = [drafts.load(raw) for raw in proposal.payload["drafts"]]
    proposals.take(ctx.work, proposal, note(words("task.several_taken", n=len(found)), tone="good"))
    for number, draft in enumerate(found):
        reply = task_new.go_on(ctx, draft)
        if reply is not None:
            _post(ctx, reply, number)
    return None


def _post(ctx: Context, reply: Reply, number: int) -> None:
    to = ToChat(ctx.chat.id or 0) if ctx.chat else ToPerson(ctx.me.id or 0, ctx.event.platform)
    key = f"{ctx.work.key()}:{number}"
    ctx.work.send(
        Notice(to, reply.card, "reply", key, Rank.REPLY, reply.card_key, project_id=ctx.project.id, still=reply.still)
    )


ACTIONS: tuple[Action, ...] = (Action("task.several", confirm, "project", INSIDE),)

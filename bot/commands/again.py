"""A line that could be meant for several projects is kept, and one tap carries it on (J2)."""

from dataclasses import replace

from bot.cards import Button, note, words
from bot.commands.command import Context, Reply
from bot.errors import Unclear
from bot.services import proposals
from storage import project as project_rows

NAME = "again"
_MOST = 8


def ask(ctx: Context, unclear: Unclear) -> Reply:
    """The projects as buttons, each with the line that was typed."""
    proposal = proposals.propose(ctx.work, None, NAME, {"text": ctx.event.text})
    buttons = tuple(
        Button(NAME, words("project.chosen", name=name), {"proposal": str(proposal.id), "project": str(id)})
        for id, name in unclear.projects[:_MOST]
    )
    return Reply(note(unclear.words, tone="warn", buttons=buttons), proposals.card_key(proposal))


def resume(ctx: Context) -> None:
    """Go on as if the line had been typed for the chosen project now. Raises UserError when it was before, or for
    somebody else's line."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    chosen = project_rows.project(ctx.work.db, int(ctx.value["project"]))
    proposals.take(ctx.work, proposal, note(words("project.chosen", name=chosen.name)))
    ctx.event = replace(ctx.event, kind="message", action="", value={}, text=proposal.payload["text"], addressed=True)
    ctx.value = {"project": str(chosen.id)}

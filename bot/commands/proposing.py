"""What every question needs that waits for one tap: its buttons, and who may press them."""

from bot.cards import Button, words
from bot.commands.command import Context
from bot.commands.permission import demand
from bot.rules.access import Part
from bot.services import access
from storage import project as project_rows
from storage.tables.record import Proposal
from storage.tables.task import Task


def yes_or_no(proposal: Proposal, action: str) -> tuple[Button, ...]:
    """The buttons below what was understood: do it, or it was not meant like that."""
    value = {"proposal": str(proposal.id), **({"project": str(proposal.project_id)} if proposal.project_id else {})}
    return (
        Button(action, words("record.button_confirm"), value, "primary"),
        Button("plain.no", words("record.button_no"), value),
    )


def demand_of(ctx: Context, task: Task, allowed: frozenset[Part]) -> None:
    """Let only people with one of these parts in a task go on. Raises UserError that names who may."""
    project = project_rows.project(ctx.work.db, task.project_id)
    ctx.parts = access.parts(ctx.work, ctx.me, project, task)
    demand(ctx, allowed)

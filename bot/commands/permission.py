"""Refusals: what somebody may not do is answered with who may, and what comes too late with what ended."""

from bot.cards import words
from bot.commands.command import Context
from bot.errors import UserError
from bot.rules.access import Part, may

_ORDER = ("person", "member", "collaborator", "owner", "liaison", "lead", "executive")


def demand(ctx: Context, allowed: frozenset[Part]) -> None:
    """Let only people with one of these parts go on. Raises UserError that names who may."""
    if not may(ctx.parts, allowed):
        raise refusal(allowed)


def demand_open(ctx: Context) -> None:
    """Change nothing in a project that is closed (K2). Raises UserError that names it."""
    if ctx.found_project is not None and ctx.found_project.status != "active":
        raise UserError("project.is_over", name=ctx.found_project.name)


def refusal(allowed: frozenset[Part]) -> UserError:
    """The answer to somebody who may not: whom to ask."""
    names = {part.value for part in allowed}
    return UserError(
        "common.not_allowed", parts=words(f"people.parts_{next((p for p in _ORDER if p in names), 'admin')}")
    )

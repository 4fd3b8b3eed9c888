"""Plain words to the bot that are no command: shown as understood, done after one tap (S3)."""

from bot.commands.command import Context, Reply
from bot.errors import UserError


def plain(ctx: Context) -> Reply | None:
    """Answer plain words."""
    raise UserError("common.unknown_command", typed=ctx.rest[:20])

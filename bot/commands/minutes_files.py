"""Minutes that come as a file: taken for fetching, or answered with what can be read (M5)."""

from bot.commands.command import Action, Context, Reply
from bot.errors import UserError
from bot.rules.access import ANYONE
from bot.rules.documents import is_readable
from storage import files


def take(ctx: Context) -> bool:
    """Let the file of a message be fetched; its text comes back as if it was typed. False when words came with a file
    of another kind, and only they count.

    Raises UserError for such a file alone.
    """
    file = ctx.event.file
    if file is None:
        return False
    if is_readable(file.name):
        files.put(ctx.work.db, ctx.event, ctx.work.now)
        return True
    if ctx.event.text.strip():
        return False
    raise UserError("minutes.unread_kind", name=file.name)


def unread(ctx: Context) -> Reply | None:
    """The file could not be read; the person is told why."""
    raise UserError(f"minutes.unread_{ctx.value['why']}", name=ctx.value["name"])


ACTIONS: tuple[Action, ...] = (Action("minutes.unread", unread, may=ANYONE),)

"""/history and /undo (U1)."""

from bot.cards import Card, Section, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.rules.access import ANYONE, INSIDE
from bot.services import history as histories
from bot.services import undo as undoing


def history(ctx: Context) -> Card:
    """`/历史 CODE`: who changed what, when, from what to what, and where it was said."""
    title = words("record.history", title=ctx.task.title, code=ctx.task.code)
    return Card(title, sections=(Section(lines=histories.lines(ctx.work, ctx.task)),))


def undo(ctx: Context) -> Reply:
    """`/撤销`: takes back the person's own last change."""
    return Reply(note(words("record.undone"), *undoing.undo(ctx.work, ctx.me, ctx.chat), tone="good"))


COMMANDS: tuple[Command, ...] = (
    Command("history", "历史", "record.history", history, "task", INSIDE, closed=True),
    Command("undo", "撤销", "record.undo", undo, may=ANYONE),
)
ACTIONS: tuple[Action, ...] = ()

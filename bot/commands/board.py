"""/export: the project's tables as files (G2)."""

from bot.cards import Attachment, Card, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.errors import UserError
from storage import task as task_rows


def export(ctx: Context) -> Reply:
    """`/导出 [项目代码]`: the task list and progress, as a sheet."""
    tasks = task_rows.all_in(ctx.work.db, ctx.project.id or 0)
    if not tasks:
        raise UserError("board.no_tasks", project=ctx.project.name)
    sheet = Attachment("task_sheet", {"project": ctx.project.id or 0})
    return Reply(
        note(words("board.exporting", project=ctx.project.name, n=len(tasks))),
        file=Card(words("board.task_sheet", project=ctx.project.name), file=sheet),
    )


COMMANDS = (Command("export", "导出", "board.export", export, needs="project", closed=True),)
ACTIONS: tuple[Action, ...] = ()

"""/export and /gantt: the project's tables as files, and its plan as a picture (G1, G2)."""

from bot.cards import Attachment, Card, Value, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import settle_on_named
from bot.errors import UserError
from bot.rules.gantt import MOST_BARS
from bot.services import gantt as plans
from storage import project as project_rows
from storage import task as task_rows


def export(ctx: Context) -> Reply:
    """`/导出 [项目代码]`: the task list and progress, as a sheet."""
    settle_on_named(ctx)
    if not task_rows.any_in(ctx.work.db, ctx.project.id or 0):
        raise UserError("board.no_tasks", project=ctx.project.name)
    sheet = Attachment("task_sheet", {"project": ctx.project.id or 0})
    return Reply(
        note(words("board.exporting", project=ctx.project.name), plans.counts(plans.tally(ctx.work, ctx.project))),
        file=Card(words("board.task_sheet", project=ctx.project.name), file=sheet),
    )


def gantt(ctx: Context) -> Reply:
    """`/甘特图 [项目代码]`: the plan as a picture, with its counts and what is late in words."""
    settle_on_named(ctx)
    tally = plans.tally(ctx.work, ctx.project)
    if not tally.all and not project_rows.milestones(ctx.work.db, ctx.project.id or 0):
        raise UserError("board.no_plan", project=ctx.project.name)
    lines: list[Value] = [plans.counts(tally)] if tally.all else []
    lines += plans.listed(ctx.work, ctx.project, tally)
    lines += [words("board.gantt_most", n=MOST_BARS)] if tally.all > MOST_BARS else []
    picture = Attachment("gantt", {"project": ctx.project.id or 0})
    return Reply(
        note(words("board.gantt_sending", project=ctx.project.name), *lines, tone="warn" if tally.late else "plain"),
        file=Card(words("board.gantt_title", project=ctx.project.name), file=picture),
    )


COMMANDS = (
    Command("gantt", "甘特图", "board.gantt", gantt, needs="project", closed=True, also=("甘特",)),
    Command("export", "导出", "board.export", export, needs="project", closed=True),
)
ACTIONS: tuple[Action, ...] = ()

"""The 17:00 round's buttons: a person's own tasks in private, and progress from there (S2)."""

from datetime import date

from bot.commands.command import Action, Command, Context, Reply
from bot.errors import UserError
from bot.rules.access import INSIDE
from bot.services import round_cards, rounds
from bot.services import task as tasks
from storage import task as task_rows


def update(ctx: Context) -> Reply:
    """The group's button: answers the person alone, with their own tasks and a form."""
    day = ctx.work.today(ctx.norms)
    card = round_cards.mine(ctx.work, ctx.project, ctx.me, day)
    return Reply(card, rounds.mine_key(ctx.project, ctx.me, day), privately=True)


def progress(ctx: Context) -> None:
    """The form was sent: the task moves, and the person's card shows what is left."""
    task = task_rows.task(ctx.work.db, int(ctx.fields["task"]))
    if task.project_id != ctx.project.id or task.owner_id != ctx.me.id:
        raise UserError("task.unknown", code=task.code)
    said, coming = ctx.fields.get("said", "").strip(), ctx.fields.get("next", "").strip()
    percent = _percent(ctx.fields.get("percent", ""))
    if percent is None and not said and not coming:
        raise UserError("round.empty")
    if percent == 100:
        tasks.finish(ctx.work, task, said)
    else:
        tasks.progress(ctx.work, task, percent, coming, said)
    day = date.fromisoformat(ctx.value["day"])
    card = round_cards.mine(ctx.work, ctx.project, ctx.me, day, task)
    ctx.work.update(rounds.mine_key(ctx.project, ctx.me, day), card)


def _percent(text: str) -> int | None:
    digits = text.strip().rstrip("%％")
    if not digits:
        return None
    if not digits.isdecimal():
        raise UserError("task.percent_range")
    return int(digits)


COMMANDS: tuple[Command, ...] = ()
ACTIONS = (
    Action("round.update", update, needs="project", may=INSIDE),
    Action("round.progress", progress, needs="project", may=INSIDE),
)

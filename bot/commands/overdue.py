"""/explain and /preview, and the decisions about escalated tasks (O3, O4)."""

from dataclasses import replace
from datetime import datetime

from bot.cards import Card, Section
from bot.commands import dates
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.naming import spelled
from bot.errors import UserError
from bot.rules import deadlines
from bot.rules.access import ANYONE
from bot.rules.due import Deadline
from bot.rules.explanation import Stated, read_explanation
from bot.services import escalation, explanation, overdue_cards
from bot.services import preview as previews
from bot.services.escalation import Decision
from storage import task as task_rows
from storage.tables.task import Task


def explain(ctx: Context) -> Reply:
    """`/说明 CODE 原因：… 补救：… 新日期：…`; without words the form is shown."""
    if not ctx.rest.strip():
        explanation.check(ctx.work, ctx.me, ctx.task, ctx.parts)
        form = overdue_cards.explain_form(ctx.task)
        return Reply(Card(form.title, "plain", (Section(form=form),)), privately=True)
    return _explained(ctx, read_explanation(spelled(ctx, ctx.rest)))


def explain_filled(ctx: Context) -> Reply:
    """The form for cause and remedy was sent."""
    fields = {name: value.strip() for name, value in ctx.fields.items()}
    kind = fields.get("kind", "other")
    stated = Stated("other", fields.get("cause", ""), fields.get("remedy", ""), fields.get("due", ""))
    return _explained(ctx, replace(stated, kind=kind if kind in overdue_cards.KINDS else "other"))


def _explained(ctx: Context, stated: Stated) -> Reply:
    again = explanation.repeated(ctx.work, ctx.me, ctx.task, stated)
    if again is not None:
        return Reply(again, privately=True)
    explanation.check(ctx.work, ctx.me, ctx.task, ctx.parts)
    return Reply(explanation.explain(ctx.work, ctx.me, ctx.task, stated, ctx.chat, _date(ctx, stated.due)))


def preview(ctx: Context) -> Card:
    """`/升级预览 CODE`."""
    return previews.preview(ctx.work, ctx.task)


def decide_date(ctx: Context) -> None:
    """A new date for an escalated task."""
    due = _date(ctx, ctx.fields.get("due", ""))
    if due is None:
        raise UserError("overdue.date_missing")
    _decide(ctx, Decision("date", ctx.fields.get("note", "").strip(), *due))


def decide_resources(ctx: Context) -> None:
    """More resources, and who provides them."""
    what, source = (ctx.fields.get(name, "").strip() for name in ("what", "source"))
    if not what:
        raise UserError("overdue.resources_missing")
    _decide(ctx, Decision("resources", " · ".join(filter(None, (what, source)))))


def decide_accept(ctx: Context) -> None:
    """The task is accepted as it is."""
    _decide(ctx, Decision("accept"))


def decide_cancel(ctx: Context) -> None:
    """The task is given up; the form it comes from is the confirmation."""
    _decide(ctx, Decision("cancel", ctx.fields.get("note", "").strip()))


def _decide(ctx: Context, decision: Decision) -> None:
    """The card that was decided on shows the answer; the groups are told by the service."""
    escalation.decide(ctx.work, ctx.me, _escalated(ctx), decision)


def _escalated(ctx: Context) -> Task:
    """The task meant. Deputies need not belong to the project, so whether they may is asked of the escalation."""
    task = task_rows.task(ctx.work.db, int(ctx.value["escalated"]))
    task_rows.lock(ctx.work.db, task)
    return task


def _date(ctx: Context, text: str) -> tuple[datetime, bool] | None:
    """A new due date as written: the moment, and whether a time was named. Raises UserError when it is over."""
    if not text.strip():
        return None
    found = deadlines.parse(text, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order)
    if found is None:
        raise UserError("people.day_unread", text=text.strip())
    if not isinstance(found, Deadline):
        raise dates.unsure(found)
    if found.due <= ctx.work.now:
        raise UserError("overdue.date_over")
    return found.due, found.timed


COMMANDS = (
    Command("explain", "说明", "overdue.explain", explain, needs="task", also=("逾期说明",)),
    Command("preview", "升级预览", "overdue.preview", preview, needs="task", also=("预览",), closed=True),
)
ACTIONS = (
    Action("overdue.explain", explain_filled, needs="task"),
    # Whoever was asked to decide may, and deputies may be outside the project: the service checks.
    Action("overdue.date", decide_date, may=ANYONE),
    Action("overdue.resources", decide_resources, may=ANYONE),
    Action("overdue.accept", decide_accept, may=ANYONE),
    Action("overdue.cancel", decide_cancel, may=ANYONE),
)

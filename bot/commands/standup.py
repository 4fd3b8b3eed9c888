"""/standup: answer, in a form or in one breath, or see how the day stands (S1)."""

from datetime import date

from bot.cards import Day, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import scope, typed_project
from bot.commands.naming import spelled
from bot.commands.permission import demand, demand_open
from bot.errors import UserError
from bot.rules.access import ANYONE, HELPING, INSIDE
from bot.rules.standup_text import read_standup
from bot.services import access, standup, standup_blockers, standup_cards, standup_team
from storage import people as people_rows
from storage import posted
from storage import project as project_rows
from storage import standup as rows
from storage import task as task_rows
from storage.tables.project import Project
from storage.tables.task import Task


def run(ctx: Context) -> Reply:
    """`/站会 昨天… 今天… 阻碍…` keeps an answer; without text the digest so far in a group, the own form alone."""
    if not ctx.rest.strip():
        return digest(ctx, typed_project(ctx)) if ctx.chat is not None else _own(ctx)
    project = _meant(ctx)
    if not ctx.rest.strip():
        return digest(ctx, project)
    ctx.found_project = project
    demand_open(ctx)
    said = read_standup(spelled(ctx, ctx.rest))
    day = standup.day_of(ctx.work, project, ctx.me)
    row = standup.answer(ctx.work, ctx.me, project, day, said.yesterday, said.today, said.obstacles)
    mine = ctx.me.id or 0
    received = standup_team.receipt_key(mine, project, day)
    if ctx.chat is None and posted.stands_with(ctx.work.db, (standup_team.ask_key(mine, day), received), mine):
        return Reply(
            note(words("record.standup_kept", project=project.name, day=Day(day)), tone="good")
        )  # the card itself changed
    return Reply(standup_cards.receipt(ctx.work, ctx.me, project, row), received)


def _meant(ctx: Context) -> Project:
    """The project named, the group's, or the only one that still waits for an answer."""
    try:
        return typed_project(ctx)
    except UserError:
        waiting = standup.open_day(ctx.work, ctx.me) if ctx.chat is None else []
        if len(waiting) != 1:
            raise
        return waiting[0][0]


def digest(ctx: Context, project: Project) -> Reply:
    """How the project's standup of the day stands: answers, who is missing, whose time has not come, who is away."""
    ctx.found_project = project
    demand_open(ctx)
    day = standup.day_of(ctx.work, project, ctx.me)
    return Reply(standup_cards.digest(ctx.work, standup_team.sheet(ctx.work, project, day)))


def _own(ctx: Context) -> Reply:
    """The person's card of the day, for all their projects that hold standups."""
    days = []
    for project in scope(ctx):
        if ctx.work.norms(project).standup and project_rows.memberships(ctx.work.db, project.id or 0, ctx.me.id or 0):
            days.append((standup.day_of(ctx.work, project, ctx.me), project))
    if not days:
        raise UserError("standup.none_yours")
    day = max(day for day, _ in days)
    projects = [project for each, project in days if each == day]
    facts = standup_cards.known(ctx.work, [ctx.me.id or 0], [project.id or 0 for project in projects], day)
    card = standup_cards.ask(ctx.work, ctx.me, day, projects, facts)
    return Reply(card, standup_team.ask_key(ctx.me.id or 0, day))


def answer(ctx: Context) -> Reply | None:
    """The form was sent. Who has a card of their own sees it change there; others get a receipt."""
    day = date.fromisoformat(ctx.value["day"])
    said = (ctx.fields.get(name, "") for name in ("yesterday", "today", "obstacles"))
    row = standup.answer(ctx.work, ctx.me, ctx.project, day, *said)
    if standup_team.over(ctx.work, ctx.project, ctx.me, day):
        card = standup_cards.too_late(row)
        return Reply(card, privately=True)
    if "asked" in ctx.value or rows.asks_of(ctx.work.db, [ctx.me.id or 0], day):
        return None
    card = standup_cards.receipt(ctx.work, ctx.me, ctx.project, row)
    return Reply(card, standup_team.receipt_key(ctx.me.id or 0, ctx.project, day), privately=True)


def raise_blocker(ctx: Context) -> Reply:
    """An obstacle becomes a blocked task or an action item of whoever can help."""
    work, day = ctx.work, date.fromisoformat(ctx.value["day"])
    row = standup_blockers.obstacle(work, ctx.project, day, int(ctx.fields["obstacle"]))
    stuck = _stuck(ctx)
    owner = people_rows.person(work.db, int(ctx.fields["owner"]))
    if not project_rows.memberships(work.db, ctx.project.id or 0, owner.id or 0):
        raise UserError("standup.owner_outside", who=owner.name)
    need = ctx.fields.get("need", "").strip()
    helping = standup_blockers.raise_blocker(work, ctx.project, row, stuck, owner, ctx.me, need)
    return Reply(standup_cards.raised(row, helping, stuck, owner))


def _stuck(ctx: Context) -> Task | None:
    """The chosen task, if the person may say that it is stuck."""
    if not ctx.fields.get("task"):
        return None
    task = task_rows.task(ctx.work.db, int(ctx.fields["task"]))
    if task.project_id != ctx.project.id:
        raise UserError("task.unknown", code=task.code)
    ctx.parts = access.parts(ctx.work, ctx.me, ctx.project, task)
    demand(ctx, HELPING)
    return task


COMMANDS = (Command("standup", "站会", "standup.standup", run, may=ANYONE, also=("stand-up", "早会")),)
ACTIONS = (
    Action("standup.answer", answer, needs="project", may=INSIDE),
    Action("standup.blocker", raise_blocker, needs="project", may=INSIDE),
)

"""/depends and /urge: what tasks and people have to do with each other (J4, T4)."""

import re
from datetime import time

from bot.cards import Card, Section, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import find, scope, typed_task
from bot.commands.permission import demand, demand_open
from bot.commands.task_answers import told
from bot.errors import UserError
from bot.rules.access import ANYONE, INSIDE, WORKING
from bot.rules.codes import TASK_CODE
from bot.rules.states import OPEN
from bot.rules.zones import at_local
from bot.services import access, task_cards, task_forms
from bot.services import task as tasks
from storage import people as people_rows
from storage import task as task_rows
from storage.outbox import Notice, ToPerson
from storage.tables.overdue import Urge
from storage.tables.people import Person
from storage.tables.task import Task

_THEN = re.compile(r"(?:之后|以后|完成后|做完后|后再?|然后|(?<![a-z])(?:then|before)(?![a-z]))", re.IGNORECASE)
_LAG = re.compile(r"[+＋]\s*(\d{1,3})\s*(?:个?工作日|天|日|workdays?|days?|d)?", re.IGNORECASE)


def depends(ctx: Context) -> Reply | None:
    """`/依赖 定稿 after 初稿 +2d`, by code or title: the first task waits for the second, with a lag in workdays."""
    named = _named(ctx)
    if len(named) < 2:
        find(ctx, "task")
        demand(ctx, WORKING)
        raise UserError("task.depends_on_what", title=ctx.task.title, code=ctx.task.code)
    (first, _, end), (second, start, _) = named[:2]
    waiting, before = (second, first) if _THEN.search(ctx.rest[end:start]) else (first, second)
    lag = _LAG.search(ctx.rest)
    days = int(lag[1]) if lag else 0
    ctx.rest = waiting.code
    find(ctx, "task")
    demand(ctx, WORKING)
    demand_open(ctx)
    tasks.depend(ctx.work, ctx.task, before, days)
    if days:
        return told(ctx, words("task.linked_with_lag", title=ctx.task.title, before=before.title, n=days))
    return told(ctx, words("task.linked", title=ctx.task.title, before=before.title))


def _named(ctx: Context) -> list[tuple[Task, int, int]]:
    """The tasks a line names by code or whole title, in its order, with where they stand in it."""
    folded = ctx.rest.casefold()
    found = [(_of_code(ctx, code[1]), code.start(), code.end()) for code in TASK_CODE.finditer(ctx.rest)]
    there = [task for project in scope(ctx) for task in task_rows.all_in(ctx.work.db, project.id or 0)]
    for task in sorted(there, key=lambda task: (-len(task.title), task.status not in OPEN)):
        start = folded.find(task.title.casefold()) if task.title else -1
        while start >= 0:
            end = start + len(task.title)
            if all(end <= other[1] or start >= other[2] for other in found):
                found.append((task, start, end))
                break
            start = folded.find(task.title.casefold(), start + 1)
    return sorted(found, key=lambda each: each[1])


def _of_code(ctx: Context, code: str) -> Task:
    ctx_rest, ctx.rest = ctx.rest, code
    task = typed_task(ctx)
    ctx.rest = ctx_rest
    return task


def urge(ctx: Context) -> Reply | None:
    """`/催办 CODE`: asks the owner, or their deputy, for news; limited a day, and recorded (T4)."""
    task, work = ctx.task, ctx.work
    if task.status not in OPEN:
        raise UserError("task.nothing_to_urge", title=task.title, state=task_cards.state(task))
    if task.owner_id == ctx.me.id:
        raise UserError("task.own_urge", title=task.title)
    owner = people_rows.person(work.db, task.owner_id)
    midnight = at_local(work.today(ctx.norms), time(0), ctx.norms.zone)
    count = task_rows.urges_since(work.db, task.id or 0, ctx.me.id or 0, midnight)
    if count >= ctx.norms.urge_per_day:
        raise UserError("task.urged_enough", owner=owner.name, n=count)
    receiver = access.stand_in(work, owner, work.today(ctx.norms))
    if receiver is None:
        raise UserError("task.owner_away", owner=owner.name)
    work.db.add(Urge(task_id=task.id or 0, person_id=ctx.me.id or 0, at=work.now))
    work.record(f"task:{task.id}", "task.urged", task.project_id, after={"owner_id": owner.id})
    _send_urge(ctx, receiver, count)
    return Reply(note(words("task.urged", who=receiver.name, title=task.title), task_cards.line(work, task)))


def _send_urge(ctx: Context, receiver: Person, count: int) -> None:
    task = ctx.task
    asked = words("task.urge_told", by=ctx.me.name, title=task.title)
    buttons = task_forms.reports(task)
    card = Card(asked, "warn", (Section(lines=(task_cards.line(ctx.work, task),), buttons=buttons),))
    key = f"urge:{task.id}:{ctx.me.id}:{ctx.work.today(ctx.norms).isoformat()}:{count}"
    still = (("task_open", task.id or 0, task.run),)
    ctx.work.send(
        Notice(ToPerson(receiver.id or 0), card, "T4", key, merge="task.urges", project_id=task.project_id, still=still)
    )


COMMANDS = (
    # Two tasks are named, so both are looked for by the handler.
    Command("depends", "依赖", "task.depends", depends, may=ANYONE),
    Command("urge", "催办", "task.urge", urge, "task", INSIDE),
)
ACTIONS = (Action("task.urge", urge, "task", INSIDE),)

"""/depends and /urge: what tasks and people have to do with each other (J4, T4)."""

import re
from datetime import time

from bot.cards import Card, Section, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.task_answers import told
from bot.errors import UserError
from bot.rules.access import INSIDE, WORKING
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

_LAG = re.compile(r"[+＋]\s*(\d{1,3})\s*(?:个?工作日|天|日|workdays?|days?|d)?", re.IGNORECASE)


def depends(ctx: Context) -> Reply | None:
    """`/依赖 CODE after CODE2 +2d`: the first task waits for the second, with a lag in workdays."""
    code = TASK_CODE.search(ctx.rest)
    before = task_rows.by_code(ctx.work.db, code[1]) if code else None
    if code is None:
        raise UserError("task.depends_on_what", title=ctx.task.title, code=ctx.task.code)
    if before is None or before.project_id != ctx.task.project_id:
        raise UserError("task.unknown", code=code[1].upper())
    lag = _LAG.search(ctx.rest[code.end() :])
    days = int(lag[1]) if lag else 0
    tasks.depend(ctx.work, ctx.task, before, days)
    if days:
        return told(ctx, words("task.linked_with_lag", title=ctx.task.title, before=before.title, n=days))
    return told(ctx, words("task.linked", title=ctx.task.title, before=before.title))


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
    Command("depends", "依赖", "task.depends", depends, "task", WORKING),
    Command("urge", "催办", "task.urge", urge, "task", INSIDE),
)
ACTIONS: tuple[Action, ...] = ()

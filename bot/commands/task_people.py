"""/depends, /handover and /urge: what tasks and people have to do with each other (J4, P3, T4)."""

import re
from datetime import time

from bot.cards import Button, Card, Form, Input, Section, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import scope
from bot.commands.naming import one_person
from bot.commands.task_answers import answered, ask, told
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


def hand_over(ctx: Context) -> Reply | None:
    """`/移交 CODE @王五`; whom to is asked for when nobody is named."""
    text = ctx.fields.get("to", "") if ctx.event.action else ctx.rest
    if not text.strip():
        value = {"task": str(ctx.task.id)}
        return ask(ctx, words("task.ask_to", title=ctx.task.title), _to_button("task.handover", value))
    to = one_person(ctx, text, words("task.name_one")).people[0]
    giver = people_rows.person(ctx.work.db, ctx.task.owner_id)
    tasks.hand_over(ctx.work, ctx.task, to)
    title = words("task.handed_over", title=ctx.task.title, giver=giver.name, to=to.name)
    return told(ctx, title, *task_cards.away(ctx.work, ctx.task), news=True)


def hand_over_all(ctx: Context) -> Reply | None:
    """`/移交 全部 @王五`: all open tasks the person owns here."""
    projects = {project.id for project in scope(ctx)}
    own = [task for task in task_rows.open_of(ctx.work.db, ctx.me.id or 0) if task.project_id in projects]
    if not own:
        raise UserError("task.own_none")
    text = ctx.fields.get("to", "") if ctx.event.action else ctx.rest
    if not text.strip():
        return ask(ctx, words("task.ask_to_all", n=len(own)), _to_button("task.handover_all", {}))
    to = one_person(ctx, text, words("task.name_one")).people[0]
    if to.id == ctx.me.id:
        raise UserError("task.to_yourself")
    for task in own:
        tasks.hand_over(ctx.work, task, to)
    lines = tuple(task_cards.line(ctx.work, task) for task in own)
    title = words("task.handed_over_all", n=len(own), giver=ctx.me.name, to=to.name)
    return answered(ctx, note(title, *lines, tone="good"))


def _to_button(action: str, value: dict[str, str]) -> Button:
    field = Input("to", words("task.input_to"), "person", required=True)
    form = Form(action, words("task.form_handover"), (field,), value=value)
    return Button(action, words("task.button_handover"), value, form=form)


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
    Command("handover", "移交", "task.handover", hand_over, "task", WORKING),
    Command("handover all", "移交 全部", "task.handover_all", hand_over_all, may=ANYONE, also=("移交 所有",)),
    Command("urge", "催办", "task.urge", urge, "task", INSIDE),
)
ACTIONS = (
    Action("task.handover", hand_over, "task", WORKING),
    Action("task.handover_all", hand_over_all, may=ANYONE),
)

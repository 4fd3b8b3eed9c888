"""What is to become of a task, in plain words: 催一下支付联调, 压力测试转给王磊, 取消详情页切图 (P3, T3, T4)."""

from bot.cards import Button, note, words
from bot.commands import task_handover, task_moves, task_people
from bot.commands.command import Context, Reply
from bot.commands.finding import by_title, find
from bot.commands.naming import named_or_plain
from bot.commands.permission import demand
from bot.commands.plain_said import Said
from bot.commands.proposing import demand_of, yes_or_no
from bot.errors import UserError
from bot.rules.access import DIRECTING, INSIDE, WORKING
from bot.rules.handling import read_cancel, read_hand_over, read_handling, read_urge, wants_only_news
from bot.rules.likeness import MOST, match_task
from bot.services import proposals
from storage import people as people_rows
from storage import task as task_rows
from storage.tables.task import Task


def read(said: Said) -> Reply | None:
    """What the words ask for beside a task's title; None where they ask for none of these. Raises UserError.

    Known by a part of its title, a task is handed over or cancelled, which is asked about first.
    """
    ctx, task = said.ctx, said.named
    if task is None:
        return _by_part(said) or _person_urged(said)
    wanted = read_handling(said.text, task.title, task.code)
    if wanted is None:
        return None
    match wanted.what:
        case "urge":
            return _urged(ctx, task) if _is_owner(ctx, task, wanted.who) else None
        case "cancel":
            return _cancelled(ctx, task)
        case "hand_over":
            return _handed(ctx, task, wanted.who)


def _by_part(said: Said) -> Reply | None:
    parts, cancelled = read_hand_over(said.text), read_cancel(said.text)
    what = parts[0] if parts else cancelled
    code, _ = match_task(what, by_title(said.tasks)) if what else (None, ())
    task = next((task for task in said.tasks if task.code == code), None)
    if task is None:
        return None
    return _handed(said.ctx, task, parts[1]) if parts else _cancelled(said.ctx, task)


def _cancelled(ctx: Context, task: Task) -> Reply | None:
    _found(ctx, task)
    demand(ctx, DIRECTING)
    return task_moves.cancel(ctx)


def _person_urged(said: Said) -> Reply | None:
    """The one task of somebody who is urged, or the question which of theirs is meant. Raises UserError for none."""
    ctx, who = said.ctx, read_urge(said.text)
    naming = named_or_plain(ctx, who) if who else None
    if naming is None or len(naming.people) != 1 or not wants_only_news(naming.rest):
        return None
    owner = naming.people[0]
    theirs = [task for task in said.tasks if task.owner_id == owner.id]
    if not theirs:
        raise UserError("task.none_of", who=owner.name)
    if len(theirs) == 1:
        return _urged(ctx, theirs[0])
    buttons = tuple(
        Button("task.urge", words("task.named", title=task.title, code=task.code), {"task": str(task.id)})
        for task in theirs[:MOST]
    )
    return Reply(note(words("task.urge_which", who=owner.name), buttons=buttons))


def _found(ctx: Context, task: Task) -> None:
    ctx.rest = task.code
    find(ctx, "task")


def _is_owner(ctx: Context, task: Task, who: str) -> bool:
    """Whether nobody else than the owner is named, and nothing more wanted of them than news."""
    if not who.strip(" 的"):
        return True
    naming = named_or_plain(ctx, who)
    return [person.id for person in naming.people] == [task.owner_id] and wants_only_news(naming.rest)


def _urged(ctx: Context, task: Task) -> Reply | None:
    _found(ctx, task)
    demand(ctx, INSIDE)
    return task_people.urge(ctx)


def _handed(ctx: Context, task: Task, who: str) -> Reply | None:
    """The question whether a task goes to somebody. Raises UserError where it is theirs."""
    naming = named_or_plain(ctx, who)
    if len(naming.people) != 1 or naming.rest:
        return None
    demand_of(ctx, task, WORKING)
    giver, to = people_rows.person(ctx.work.db, task.owner_id), naming.people[0]
    if giver.id == to.id:
        raise UserError("task.owned_already", title=task.title, who=to.name)
    kept = {"task": task.id, "from": giver.id, "to": to.id}
    proposal = proposals.propose(ctx.work, task.project_id, "handover", kept)
    asked = words("record.understood_handover", title=task.title, giver=giver.name, to=to.name)
    return Reply(note(asked, buttons=yes_or_no(proposal, "plain.handover")), proposals.card_key(proposal))


def confirm(ctx: Context) -> None:
    """The task goes to them. Raises UserError where it has another owner by now."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    task = task_rows.task(ctx.work.db, proposal.payload["task"])
    task_rows.lock(ctx.work.db, task)
    demand_of(ctx, task, WORKING)
    if task.owner_id != proposal.payload["from"]:
        owner = people_rows.person(ctx.work.db, task.owner_id)
        raise UserError("task.owned_by_now", title=task.title, who=owner.name)
    to = people_rows.person(ctx.work.db, proposal.payload["to"])
    proposals.take(ctx.work, proposal, task_handover.give(ctx, task, to))

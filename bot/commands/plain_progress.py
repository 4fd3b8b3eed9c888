"""Progress in plain words: matched to tasks, shown as understood, applied after one tap (S3)."""

import re
from dataclasses import replace
from typing import Final

from bot.cards import Button, Card, Value, note, words
from bot.commands.command import Context, Reply
from bot.commands.finding import by_title, scope
from bot.commands.next_step import dated
from bot.commands.plain_said import Said, updates_of
from bot.commands.proposing import demand_of, yes_or_no
from bot.commands.task_answers import pass_on
from bot.rules.access import HELPING
from bot.rules.deadlines import Deadline
from bot.rules.handling import only_promises
from bot.rules.likeness import MOST, alike, candidates, told_of
from bot.rules.progress import ProgressUpdate, State, says_all_done, says_all_stuck, says_late
from bot.rules.small_talk import asks_openly, mentions
from bot.services import access, answering, proposals, spoken, task_cards
from bot.services.spoken import Spoken
from storage import people as people_rows
from storage import project as project_rows
from storage import task as task_rows
from storage.tables.record import Proposal
from storage.tables.task import Task

# "写了80%，@王磊 明天可以看": what somebody may do with it is no task of theirs.
_SHOWN: Final = re.compile(
    r"[,，;；。]\s*[@＠]\S{1,20}(?:\s\S{1,8})?\s?(?:就|也)?(?:可以|能|可)(?:先|开始)?(?:去|来)?[看用测试审验]"
)
MOST_AT_ONCE: Final = 8  # tasks that are told to be done in one go


def read(said: Said) -> Reply | None:
    """Progress of tasks: the person's own first, else any in sight."""
    if not _may_be(said) or asks_openly(said.text):
        return None
    ctx, text, known = said.ctx, said.told, said.tasks
    here = {project.id for project in scope(ctx)}
    mine = [task for task in known if task.owner_id == ctx.me.id or _helps(ctx, task)]
    answered = answering.tasks_on(ctx.work, ctx.event, known)
    every = _all_together(said, answered or [task for task in known if task.owner_id == ctx.me.id])
    if every:
        return _proposed(ctx, every)
    if answered:
        return _about_answered(ctx, text, known, answered)
    own, wider = updates_of(ctx, text, mine), said.updates
    if len({update.code for update in wider} - {None}) > len({update.code for update in own} - {None}):
        return _proposed(ctx, wider)
    own = tuple(_doubted(update, mine, known) for update in own)
    if any(update.code is None for update in own) or (not own and not mine):
        own = wider if wider and (not own or all(update.code for update in wider)) else own
    if not own or not here:
        return None
    nobodys = not mine and not any(update.code for update in own)
    if nobodys and not any(alike(text, task.title) for task in known):
        return Reply(note(words("record.no_task_of_yours"), words("record.name_the_task")))
    return _proposed(ctx, own)


def _all_together(said: Said, tasks: list[Task]) -> tuple[ProgressUpdate, ...]:
    """Several tasks told to be done, or stuck, in one go, when there are just as many, or no number was said."""
    count, stuck = says_all_done(said.text), says_all_stuck(said.told)
    state: State = "done"
    cause = ""
    if stuck is not None:
        state, (count, cause) = "blocked", stuck
    if count is None or count not in (0, len(tasks)) or not 2 <= len(tasks) <= MOST_AT_ONCE:
        return ()
    return tuple(ProgressUpdate(task.code, state=state, cause=cause, text=said.text) for task in tasks)


def _may_be(said: Said) -> bool:
    """Somebody and a day make a task, unless a known task is said to have come somewhere; so does a day with a need."""
    line, moved = said.line, [update for update in said.updates if update.state or update.percent is not None]
    if (line.owners or line.acting) and line.due:
        known = any(update.code for update in moved)
        return known and (not mentions(said.text) or _SHOWN.search(said.told) is not None)
    return line.due is None or bool(moved) or any(update.code for update in said.updates)


def _doubted(update: ProgressUpdate, mine: list[Task], known: list[Task]) -> ProgressUpdate:
    """What was taken for the person's own task, though only the titles of others sound like it: it is asked then."""
    meant = update.code or (update.candidates[0] if len(update.candidates) == 1 else None)
    own = next((task for task in mine if task.code == meant), None)
    if own is None or own.code in update.text.upper() or alike(update.text, own.title):
        return update
    others = [task.code for task in known if task not in mine and alike(told_of(update.text), task.title)]
    return replace(update, code=None, candidates=(*others, own.code)[:MOST]) if others else update


def read_late(said: Said) -> Reply | None:
    """Words that something of the person's own will be late, though they name no task plainly; never a new task."""
    ctx, text = said.ctx, said.told
    if said.line.owners or not says_late(text):
        return None
    mine = [task for task in said.tasks if task.owner_id == ctx.me.id]
    codes = candidates(text, by_title(mine))
    if not codes:
        return None
    told = updates_of(ctx, text, mine, codes[0]) if len(codes) == 1 else ()
    return _proposed(ctx, told or (ProgressUpdate(None, codes, delayed=True, text=text),))


def read_promise(said: Said) -> Reply | None:
    """ "我周四前给": when something of the person's own will be ready, though not what; that is asked."""
    ctx, line = said.ctx, said.line
    if line.owners or not isinstance(line.due, Deadline) or not only_promises(line.title):
        return None
    codes = tuple(task.code for task in said.tasks if task.owner_id == ctx.me.id)
    if not codes:
        return Reply(note(words("record.no_task_of_yours"), words("record.name_the_task")))
    return _proposed(ctx, (ProgressUpdate(None, codes[:MOST], expected=line.due, text=said.told),))


def _about_answered(ctx: Context, text: str, known: list[Task], answered: list[Task]) -> Reply | None:
    """Progress said in answer to a message is of the tasks in it, unless it names another one."""
    codes = tuple(task.code for task in answered)
    said = updates_of(ctx, text, known, codes[0] if len(codes) == 1 else None)
    told = tuple(update if update.code else replace(update, candidates=codes[:MOST]) for update in said)
    return _proposed(ctx, told) if told else None


def _proposed(ctx: Context, said: tuple[ProgressUpdate, ...]) -> Reply | None:
    allowed = tuple(update for update in said if update.code is None or _may_report(ctx, update.code))
    items = tuple(_spoken(ctx, update) for update in allowed or said)
    if any(not item.code and not item.choices for item in items):
        return None
    others = [update.code for update in said if update not in allowed and allowed]
    kept = {"items": [item.dump() for item in items], "others": others}
    proposal = proposals.propose(ctx.work, None, "progress", kept)
    return Reply(_progress_card(ctx, proposal, items), proposals.card_key(proposal))


def _helps(ctx: Context, task: Task) -> bool:
    return task.id in {helped.id for helped in task_rows.helped_by(ctx.work.db, ctx.me.id or 0)}


def _spoken(ctx: Context, update: ProgressUpdate) -> Spoken:
    only = update.candidates[0] if update.code is None and len(update.candidates) == 1 else ""
    return Spoken(
        update.code or only,
        update.candidates,
        update.percent,
        update.state or "",
        update.cause,
        update.need,
        dated(ctx, update.next_step),
        update.text,
        update.expected.due.isoformat() if isinstance(update.expected, Deadline) else "",
        isinstance(update.expected, Deadline) and update.expected.timed,
        update.denied,
        update.delayed,
    )


def _progress_card(ctx: Context, proposal: Proposal, items: tuple[Spoken, ...]) -> Card:
    """What will be done, or, as long as a task is not clear, which one is meant."""
    open_item = next((item for item in items if not item.code), None)
    if open_item is None:
        for item in items:
            demand_of(ctx, spoken.task_of(ctx.work, item.code), HELPING)
        lines = [spoken.shown(ctx.work, item) for item in items]
        lines += [_of_others(ctx, code) for code in proposal.payload.get("others", ())]
        lines += [late for item in items if (late := spoken.too_late(ctx.work, item)) is not None]
        return note(words("record.understood"), *lines, buttons=yes_or_no(proposal, "plain.progress"))
    value = {"proposal": str(proposal.id)}
    choices = tuple(
        Button("plain.choose", words("task.named", title=task.title, code=code), {**value, "code": code})
        for code in open_item.choices
        for task in (spoken.task_of(ctx.work, code),)
    )
    none_of_them = Button("plain.no", words("record.button_none"), value)
    return note(words("record.which_task"), open_item.text, buttons=(*choices, none_of_them))


def _of_others(ctx: Context, code: str) -> Value:
    task = spoken.task_of(ctx.work, code)
    return words("record.others_task", title=task.title, owner=people_rows.person(ctx.work.db, task.owner_id).name)


def _may_report(ctx: Context, code: str) -> bool:
    task = spoken.task_of(ctx.work, code)
    project = project_rows.project(ctx.work.db, task.project_id)
    return bool(access.parts(ctx.work, ctx.me, project, task) & HELPING)


def choose(ctx: Context) -> None:
    """Which task was meant."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    items = [spoken.load(raw) for raw in proposal.payload["items"]]
    first = next(number for number, item in enumerate(items) if not item.code)
    items[first] = replace(items[first], code=ctx.value["code"])
    proposal.payload = {**proposal.payload, "items": [item.dump() for item in items]}
    ctx.work.update(proposals.card_key(proposal), _progress_card(ctx, proposal, tuple(items)))


def confirm(ctx: Context) -> None:
    """The progress was meant like that."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    items = [spoken.load(raw) for raw in proposal.payload["items"]]
    for item in items:
        demand_of(ctx, spoken.task_of(ctx.work, item.code), HELPING)
    done = [spoken.apply(ctx.work, item) for item in items]
    lines = tuple(task_cards.line(ctx.work, task) for task in done)
    card = note(words("record.done"), *lines, tone="good")
    proposals.take(ctx.work, proposal, card)
    for task, item in zip(done, items, strict=True):
        if item.state:
            pass_on(ctx, task, note(spoken.shown(ctx.work, item), task_cards.line(ctx.work, task)))

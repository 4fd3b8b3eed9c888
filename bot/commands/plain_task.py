"""New tasks in plain words: shown as understood, made after one tap (T1, T7)."""

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import Card, Many, Section, Value, Words, note, words
from bot.commands import task_asking, task_new, task_several, task_typed
from bot.commands.command import Context, Reply
from bot.commands.finding import find, typed_project
from bot.commands.naming import roster_here
from bot.commands.permission import demand
from bot.commands.plain_said import Said
from bot.commands.proposing import yes_or_no
from bot.rules.access import INSIDE
from bot.rules.conditions import is_conditional
from bot.rules.handling import declines
from bot.rules.instead import instead
from bot.rules.orders import orders, orders_only
from bot.rules.progress import says_supposed
from bot.rules.small_talk import asks
from bot.rules.strangers import asks_stranger
from bot.rules.told import only_tells
from bot.services import access, drafts, proposals
from bot.services.drafts import Draft
from storage import people as people_rows
from storage.tables.project import Project


def read(said: Said) -> Reply | None:
    """A new action item, or several; said to the bot alone and asked of nobody it is one's own."""
    said = _put_right(said)
    asked = task_several.asked_beside(said.ctx, said.text)
    said = Said(said.ctx, asked) if asked else said
    ctx, line = said.ctx, said.line
    if orders_only(said.text):
        return _form(ctx)
    ordered = said.named is None and orders(said.text)
    if not line.title or asks(said.text):
        return None
    if not (line.owners or line.due or line.owner_is_author or line.acting or ordered):
        return None
    if (declines(line.title) and not line.owners) or (said.named is not None and says_supposed(said.text)):
        return None
    if is_conditional(said.text):
        return Reply(note(words("record.has_condition"), words("record.set_anyway")))
    told = only_tells(said.text, named=bool(line.owners), dated=line.due is not None)
    if told or task_several.tells(ctx, said.text):
        return Reply(note(words("record.told_unknown"), words("record.name_the_task")))
    several = task_several.read(ctx, said.text)
    if several is not None:
        return several
    rest, ctx.rest = ctx.rest, said.text
    ctx.found_project = typed_project(ctx)
    ctx.rest = rest
    ctx.parts = access.parts(ctx.work, ctx.me, ctx.found_project)
    demand(ctx, INSIDE)
    draft = task_new.draft_of(ctx, line, said.text)
    if ctx.chat is None and not (draft.owners or draft.unknown or asks_stranger(said.text)):
        draft = replace(draft, owners=(ctx.me.id or 0,))
    return _asked(ctx, draft, ctx.project)


def _form(ctx: Context) -> Reply | None:
    """Where all that is wanted is a task: what to write, and the form."""
    ctx.rest = ""
    find(ctx, "project")
    demand(ctx, INSIDE)
    return task_new.new(ctx)


def _put_right(said: Said) -> Said:
    """The words as they set it to whoever is to do it now, where they name somebody who is not."""
    text = instead(said.text, roster_here(said.ctx))
    return said if text == said.text else Said(said.ctx, text)


def read_list(said: Said) -> Reply | None:
    """Several, each of somebody and with a day, of which nothing is told to have come anywhere."""
    moved = said.named is not None or any(update.state or update.percent is not None for update in said.updates)
    return None if moved or asks(said.text) else task_several.read_list(said.ctx, said.text)


def read_correction(said: Said) -> Reply | None:
    """What waits for a tap here is asked about again, as the words put it right."""
    right = task_typed.corrected(said.ctx, said.text)
    return None if right is None else _asked(said.ctx, *right)


def _asked(ctx: Context, draft: Draft, project: Project, after: tuple[Draft, ...] = ()) -> Reply:
    kept = {**draft.dump(), **task_new.kept(after), "shown_in": ctx.chat.id if ctx.chat else 0}
    proposal = proposals.propose(ctx.work, project.id, task_new.KIND, kept)
    section = Section(fields=_fields(ctx, draft), buttons=yes_or_no(proposal, "plain.task"))
    card = Card(words("record.understood_task", title=draft.title), sections=(section,))
    return Reply(card, proposals.card_key(proposal))


def _fields(ctx: Context, draft: Draft) -> tuple[tuple[Words, Value], ...]:
    named = people_rows.people(ctx.work.db, (*draft.owners, *draft.collaborators))
    names = {person.id: person.name for person in named}
    shown: tuple[tuple[str, Value | None], ...] = (
        ("owner", _owners(draft, names) or _asked_next(ctx, draft)),
        ("due", task_asking.due(ctx, draft)),
        ("criteria", draft.criteria),
        ("collaborators", Many(tuple(names[id] for id in draft.collaborators)) if draft.collaborators else None),
        ("deliverable", draft.deliverable),
        ("resources", draft.resources),
        ("priority", None if draft.priority == "mid" else words(f"task.priority_{draft.priority}")),
    )
    return tuple((words(f"task.label_{name}"), value) for name, value in shown if value)


def _owners(draft: Draft, names: Mapping[int | None, str]) -> Value | None:
    """Who was named as the owner; a name that several have as it was written, because only one of them is meant."""
    unclear = {id: written for written, ids in draft.either for id in ids}
    found = dict.fromkeys(unclear.get(id, names[id]) for id in draft.owners)
    if len(found) == 1 and unclear.keys() & set(draft.owners):
        return words("record.which_asked_next", name=next(iter(found)))
    return Many(tuple(found)) if found else None


def _asked_next(ctx: Context, draft: Draft) -> Value:
    """That the owner is asked next, and which name nobody has; somebody spoken of has theirs."""
    if not draft.unknown:
        return words("record.asked_next")
    written, near = draft.unknown[0]
    name = written.lstrip("@＠")
    if near and people_rows.person(ctx.work.db, near).name == name:
        return words("record.asked_next")
    return words("record.unknown_asked_next", name=name)


def confirm(ctx: Context) -> Reply | None:
    """The task was meant like that; what is missing is asked now."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    return task_new.go_on(ctx, drafts.load(proposal.payload), proposal)


def refuse(ctx: Context) -> Reply | None:
    """It was not meant like that: nothing is done. Of several tasks the next is asked about."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    proposals.take(ctx.work, proposal, note(words("record.not_meant"), words("record.say_again")))
    return task_new.go_on_with(ctx, task_new.left(proposal))

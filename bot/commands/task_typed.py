"""Plain words that answer the open question about a task, typed instead of pressed (T7)."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.cards import note, words
from bot.commands import task_new
from bot.commands.command import Context, Reply
from bot.commands.naming import numbered, roster_here
from bot.commands.permission import demand
from bot.errors import UserError
from bot.rules import roster
from bot.rules.access import INSIDE
from bot.rules.answers import agrees, asks_back, drops, leaves_date, leaves_name, name_begins, oneself, read_right
from bot.rules.fold import plain
from bot.rules.redating import BARE_WEEKDAY, in_week_of
from bot.rules.roster import Named
from bot.rules.strangers import is_name
from bot.rules.task_labels import wants_nothing
from bot.services import access, drafts, proposals
from bot.services.drafts import Draft
from storage import project as project_rows
from storage import record as rows
from storage.tables.project import Project

_JOINT: Final = re.compile(r"\s*(?:[、,/&+]|和|与|及|跟|and(?![a-z]))\s*")
_LONGEST_BARE: Final = 24  # characters of a name or a date with nothing around it
LISTENS: Final = timedelta(minutes=30)  # how long plain words are taken for an answer


def typed(ctx: Context, text: str, free: bool) -> Reply | None:
    """What the words make of the question that stands here, or say to what waits for a tap; None for no answer.

    free: the words say nothing of any task there is, so that they may be the goal or the criteria of this one.
    """
    here = ctx.chat.id if ctx.chat else 0
    asked = rows.last_question(ctx.work.db, ctx.me.id or 0, task_new.KIND, ctx.work.now - LISTENS)
    if asked is None or asked.payload.get("chat", asked.payload.get("shown_in")) != here:
        return None
    draft = drafts.load(asked.payload)
    if drops(text):
        proposals.take(ctx.work, asked, note(words("record.not_meant")))
        ctx.found_project = project_rows.project(ctx.work.db, asked.project_id or 0)
        following = task_new.go_on_with(ctx, task_new.left(asked))
        return Reply(note(words("record.not_meant")), also=(following,) if following else ())
    waits = "chat" not in asked.payload
    answered = (draft if agrees(text) else None) if waits else _answered(ctx, draft, text, free)
    if answered is None:
        return None
    ctx.found_project = project_rows.project(ctx.work.db, asked.project_id or 0)
    ctx.parts = access.parts(ctx.work, ctx.me, ctx.found_project)
    demand(ctx, INSIDE)
    proposals.take(ctx.work, asked, note(words("task.answered", said=text)))
    return task_new.go_on(ctx, answered, after=task_new.left(asked))


def corrected(ctx: Context, text: str) -> tuple[Draft, Project, tuple[Draft, ...]] | None:
    """The task that waits for a tap here, with the date or the owner that the words put right ("不是周五是周四").

    Also its project, and the drafts that are asked about after it.

    Raises UserError for those who are not in its project.
    """
    said = read_right(text) or (text.strip() if len(text.strip()) <= _LONGEST_BARE else "")
    here = ctx.chat.id if ctx.chat else 0
    asked = rows.last_question(ctx.work.db, ctx.me.id or 0, task_new.KIND, ctx.work.now - LISTENS) if said else None
    if asked is None:
        return None
    draft = drafts.load(asked.payload)
    person = _person(ctx, said)
    right = draft.owned_by(person, frozenset(draft.owners)) if person else _with_date(ctx, draft, said)
    if right is None or asked.payload.get("chat", asked.payload.get("shown_in")) != here:
        return None
    right = _in_its_week(ctx, draft, right, said)
    project = project_rows.project(ctx.work.db, asked.project_id or 0)
    ctx.parts = access.parts(ctx.work, ctx.me, project)
    demand(ctx, INSIDE)
    proposals.take(ctx.work, asked, note(words("task.answered", said=text)))
    return right, project, task_new.left(asked)


def _in_its_week(ctx: Context, draft: Draft, right: Draft, written: str) -> Draft:
    """A day of the week that is put right stays in the week that was meant."""
    if not (draft.due and right.due) or not BARE_WEEKDAY.fullmatch(written.strip()):
        return right
    old, new = (datetime.fromisoformat(each).astimezone(ctx.zone) for each in (draft.due, right.due))
    moved = in_week_of(new, old)
    return right.due_at(moved, right.timed) if moved > ctx.work.now else right


def _answered(ctx: Context, draft: Draft, text: str, free: bool) -> Draft | None:
    match draft.question():
        case "title" | "criteria" as question:
            said = "" if question == "criteria" and wants_nothing(text) else text
            return draft.told(question, said) if (free or not said) and not asks_back(text) else None
        case "due":
            return _with_date(ctx, draft, text)
        case "which":
            person = _person(ctx, text)
            return draft.with_one(person) if person in draft.either[0][1] else None
        case "first_owner":
            person = _person(ctx, text)
            return draft.owned_by(person, frozenset()) if person in draft.owners else None
        case _:
            people = _people(ctx, text)
            if not people and is_name(text):
                raise _stranger(ctx, text.strip())
            if len(people) > 1 and not draft.owners:
                return _with_some(ctx, draft, people, text)
            return _with_person(draft, people[0] if len(people) == 1 else 0)


def _stranger(ctx: Context, written: str) -> UserError:
    """The answer to a name that nobody has."""
    near = roster.nearest(written, roster_here(ctx))
    if near is None:
        return UserError("people.unknown", name=written)
    return UserError("people.unknown_near", name=written, near=near.name)


def _with_some(ctx: Context, draft: Draft, people: tuple[int, ...], text: str) -> Draft:
    """Several were named, of whom one has to be chosen: namesakes, or people of whom the first one owns it."""
    alike = len(_named(ctx, numbered(ctx, text))) == 1
    either = ((text.strip(), people),) if alike else ()
    return replace(draft, unknown=(), owners=people, either=either)


def _with_person(draft: Draft, person: int) -> Draft | None:
    if not person:
        return None
    if draft.unknown and draft.owners:
        return draft.with_name(person)
    return replace(draft, unknown=()).owned_by(person, frozenset())


def _with_date(ctx: Context, draft: Draft, text: str) -> Draft | None:
    """The words with nothing but a date in them."""
    found = task_new.date_in(ctx, text)
    if found is None:
        return None
    start, end = found.span
    if not leaves_date(text[:start] + text[end:]):
        return None
    return task_new.dated(ctx, replace(draft, written="", reason="", choices=()), text)


def _person(ctx: Context, text: str) -> int:
    """The one person that words with nothing but a name in them mean, or 0."""
    people = _people(ctx, text)
    return people[0] if len(people) == 1 else 0


def _people(ctx: Context, text: str) -> tuple[int, ...]:
    """Whoever words with nothing but names in them mean; none for any other words."""
    text = numbered(ctx, text)
    named = _named(ctx, text)
    if not named or not leaves_name(plain(text)[named[-1].span[1] :]):
        return ()
    return tuple(dict.fromkeys(id for each in named for id in ((ctx.me.id or 0,) if each.author else each.ids)))


def _named(ctx: Context, text: str) -> list[Named]:
    """The people named in one go where words begin."""
    folded, names = plain(text), roster_here(ctx)
    mentioned = {each.span[0]: each for each in roster.mentions(text, folded, names)}
    found: list[Named] = []
    place = name_begins(folded)
    while True:
        own = oneself(folded[place:])
        author = Named((place, place + own[1]), author=True) if own else None
        named = author or mentioned.get(place) or roster.person_at(text, folded, place, names)
        if named is None or (not named.author and not named.ids):
            return found
        found.append(named)
        joint = _JOINT.match(folded, named.span[1])
        if joint is None:
            return found
        place = joint.end()

"""Whom a typed text names: mentions, names, namesakes told apart by department; unknown names get the nearest one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.cards import Many, Value, Words, words
from bot.commands.command import Context
from bot.errors import UserError
from bot.rules import roster
from bot.rules.due import Span
from bot.rules.fold import plain
from bot.rules.roster import Name, Named, Roster
from storage import people as people_rows
from storage import project as project_rows
from storage.memo import remembered
from storage.tables.people import Department, Person

_MENTION = re.compile(r"<@([^>\s]+)>")
_DEPARTMENT_BEHIND = re.compile(r"\s*[(（]\s*([^()（）]+?)\s*[)）]")


@dataclass(frozen=True, slots=True)
class Naming:
    """People named in a text, in order, and the text without them."""

    people: tuple[Person, ...]
    rest: str


def numbered(ctx: Context, text: str) -> str:
    """The text with each mention's platform id replaced by our person id."""

    def known(match: re.Match[str]) -> str:
        person = people_rows.person_of(ctx.work.db, ctx.event.platform, match[1])
        return f"<@{person.id}>" if person else match[0]

    return _MENTION.sub(known, text)


def spelled(ctx: Context, text: str) -> str:
    """The text with names for mentions, as it is kept and shown: a platform's ids say nothing to people."""

    def name(match: re.Match[str]) -> str:
        person = people_rows.person_of(ctx.work.db, ctx.event.platform, match[1])
        return f"@{person.name}" if person else match[0]

    return _MENTION.sub(name, text) if "<@" in text else text


def roster_here(ctx: Context) -> Sequence[Name]:
    """Everybody who can be named here: the group's people and the project's first, then the company's."""
    project = ctx.found_project
    return _roster(ctx.work.db, ctx.chat.id if ctx.chat else None, project.id if project else None)


@remembered("person", "chatmember", "projectmember", "department")
def _roster(db: Session, chat_id: int | None, project_id: int | None) -> Roster:
    known = {person.id: person for person in project_rows.chat_members(db, chat_id)} if chat_id else {}
    if project_id:
        known |= {person.id: person for person in project_rows.members(db, project_id)}
    known |= {person.id: person for person in people_rows.everybody(db)}
    departments = {row.id: row.name for row in people_rows.departments(db)}
    return Roster(Name(p.id or 0, p.name, (), departments.get(p.department_id, "")) for p in known.values())


def named_people(ctx: Context, text: str) -> Naming:
    """The people `@named` in a text. Raises UserError for a name nobody has, or several have."""
    text = numbered(ctx, text)
    folded, names = plain(text), roster_here(ctx)
    found: list[Person] = []
    spans: list[Span] = []
    for named in roster.mentions(text, folded, names):
        span, person_id = _settled(ctx, named, text, names)
        found.append(people_rows.person(ctx.work.db, person_id))
        spans.append(span)
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return Naming(tuple({person.id: person for person in found}.values()), " ".join(text.split()))


def named_or_plain(ctx: Context, text: str) -> Naming:
    """Like `named_people`, but a name without @ counts too when nobody was mentioned."""
    naming = named_people(ctx, text)
    if naming.people or not naming.rest:
        return naming
    folded, names = plain(naming.rest), roster_here(ctx)
    if folded.split()[0] in ("我", "me", "myself", "自己"):
        return Naming((ctx.me,), naming.rest.split(maxsplit=1)[1] if " " in naming.rest else "")
    named = roster.person_at(naming.rest, folded, 0, names)
    if named is None:
        return naming
    (start, end), person_id = _settled(ctx, named, naming.rest, names)
    person = people_rows.person(ctx.work.db, person_id)
    return Naming((person,), f"{naming.rest[:start]} {naming.rest[end:]}".strip())


def one_person(ctx: Context, text: str, asked: Words) -> Naming:
    """Exactly one person. Raises UserError with `asked` (what is to be typed) when none or several are named."""
    naming = named_or_plain(ctx, text)
    if len(naming.people) == 1:
        return naming
    if naming.people or not naming.rest:
        raise UserError(asked.key, asked.values)
    raise _unknown(ctx, naming.rest.split()[0].lstrip("@＠"), roster.nearest(naming.rest.split()[0], roster_here(ctx)))


def known_department(ctx: Context, text: str) -> tuple[Department, str] | None:
    """The longest department name in a text, and the text without it; None when there is none."""
    found = [row for row in people_rows.departments(ctx.work.db) if plain(row.name) in plain(text)]
    if not found:
        return None
    best = max(found, key=lambda row: len(row.name))
    start = plain(text).index(plain(best.name))
    return best, f"{text[:start]} {text[start + len(best.name) :]}".strip()


def _settled(ctx: Context, named: Named, text: str, names: Sequence[Name]) -> tuple[Span, int]:
    """The one person meant, with the department written behind or before the name where namesakes need it."""
    if named.author:
        return named.span, ctx.me.id or 0
    if named.unknown is not None or not named.ids:
        written = named.unknown.written if named.unknown else text[slice(*named.span)]
        raise _unknown(ctx, written, named.unknown.nearest if named.unknown else None)
    choices = [name for name in names if name.id in named.ids]
    if len(choices) == 1:
        return named.span, choices[0].id
    behind = _DEPARTMENT_BEHIND.match(text, named.span[1])
    inside = [name for name in choices if behind and plain(name.department) == plain(behind[1])]
    if behind and len(inside) == 1:
        return (named.span[0], behind.end()), inside[0].id
    raise UserError("people.namesakes", name=choices[0].name, people=Many(tuple(_told_apart(each) for each in choices)))


def _told_apart(name: Name) -> Value:
    if not name.department:
        return name.name
    return words("people.in_department", name=name.name, department=name.department)


def _unknown(ctx: Context, written: str, near: Name | None) -> UserError:
    if written.startswith("<@"):
        return UserError("people.unknown_account")
    if near is None:
        return UserError("people.unknown", name=written)
    return UserError("people.unknown_near", name=written, near=near.name)

"""Members and departments as people write them in lines: `李四 设计部 接口人`, `设计部 负责人 冯头 接口人 李四`."""

import re
from collections.abc import Iterator
from typing import Final

from bot.cards import words
from bot.commands.command import Context
from bot.commands.naming import known_department, named_or_plain, one_person
from bot.errors import UserError
from bot.rules.fields import split_labels
from bot.rules.roles import read_role
from bot.services import guide
from bot.services.guide import Answers, Seat, Unit
from storage.tables.people import Department, Person

_REMOVED: Final = re.compile(r"^(?:去掉|移除|删除|不含|remove|without)\s*", re.IGNORECASE)
_BULLET: Final = re.compile(r"^(?:[·•*-]|\d{1,2}[.、)])\s*")
_EDGES: Final = " \t,，、;；:：()（）"
_PARTS: Final = {
    "head": "部门负责人|负责人|主管|department head|head",
    "liaison": "部门接口人|接口人|对接人|liaison",
    "executive": "分管领导|分管|executive|exec",
}
_NOBODY: Final = ("空缺", "无", "没有", "暂无", "未定", "none", "nobody", "vacant", "-", "")


def read_members(ctx: Context, text: str, answers: Answers) -> tuple[Seat, ...]:
    """The members after these lines: each adds or changes people, or removes them. Raises UserError for a line
    that names nobody, and for a department the company's list does not know a person in."""
    seats = {seat.person: seat for seat in answers.seats}
    for line in _lines(text):
        removing = _REMOVED.match(line)
        naming = named_or_plain(ctx, line[removing.end() :] if removing else line)
        if not naming.people:
            raise UserError("guide.member_unread", typed=line[:30])
        for person in naming.people:
            if not removing:
                seats[person.id or 0] = _seat(ctx, person, naming.rest)
            elif person.id == answers.lead:
                raise UserError("guide.lead_stays", name=person.name)
            else:
                seats.pop(person.id or 0, None)
    return tuple(seats.values())


def _seat(ctx: Context, person: Person, rest: str) -> Seat:
    listed = guide.seat(ctx.work, person)
    found = read_role(rest)
    role, span = found or (listed.role, (0, 0))
    named = f"{rest[: span[0]]} {rest[span[1] :]}".strip(_EDGES)
    known = known_department(ctx, named) if named else None
    department = known[0].name if known else named
    own = ctx.work.db.get(Department, person.department_id) if person.department_id else None
    if own is not None and department and department != own.name:
        raise UserError("guide.other_department", name=person.name, department=own.name)
    # In a line about a department "lead" means the department's.
    return Seat(person.id or 0, department or listed.department, "head" if role == "lead" else role)


def read_departments(ctx: Context, text: str, answers: Answers) -> tuple[Unit, ...]:
    """The departments after these lines: each adds or changes one, or removes it. Raises UserError for a line without
    a department, and for names nobody has."""
    units = {unit.name: unit for unit in answers.units}
    for line in _lines(text):
        removing = _REMOVED.match(line)
        spaced = re.sub(r"(<?@)", r" \1", re.sub(r"[:：]", " ", line[removing.end() :] if removing else line))
        parts = split_labels(spaced, _PARTS)
        known = known_department(ctx, parts.head)
        name = known[0].name if known else parts.head
        if not name:
            raise UserError("guide.unit_unread", typed=line[:30])
        if removing:
            units.pop(name, None)
            continue
        inside = [seat for seat in answers.seats if seat.department == name]
        unit = units.get(name) or guide.staffed(ctx.work, Unit(name), inside, fresh=True)
        units[name] = unit.given({part: _holder(ctx, said) for part, said in parts.fields.items()})
    return tuple(units.values())


def _holder(ctx: Context, said: str) -> int:
    if said.casefold() in _NOBODY:
        return 0
    return one_person(ctx, said, words("guide.type_departments")).people[0].id or 0


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"[\n;；]", text):
        if bare := _BULLET.sub("", line.strip()):
            yield bare

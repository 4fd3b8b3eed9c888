"""Who was at a meeting and who was not, by the head of its minutes, lists of attendance, and who spoke (M2)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_cast import Cast
from bot.rules.minutes_parts import Parts, Said, head_people
from bot.rules.minutes_tables import TableRow
from bot.rules.minutes_values import Attendee

# "张三、李四（请假：王五，出差）"
_AWAY: Final = re.compile(
    r"\s*[(（](?:请假|缺席|未到|没来|缺|absent|apologies)\s?[:：]\s*([^()（）]+)[)）]", re.IGNORECASE
)


def named(parts: Parts, cast: Cast) -> list[str]:
    """Everybody the head and the transcript name."""
    told = [one.name for text in head_people(parts) for one in (*cast.listed(text), *cast.absent(text))]
    below = [
        one.name
        for said in parts.body
        if isinstance(said, Said) and said.section in ("attendees", "absentees")
        for one in cast.listed(said.text)
    ]
    rows = [
        row.cells["name"] for each in parts.body if isinstance(each, tuple) for row in (each[1],) if "name" in row.cells
    ]
    author = [parts.author] if parts.author else []
    to = [one.name for text in parts.addressed for one in cast.listed(text)]
    return list(dict.fromkeys([*told, *below, *rows, *parts.speakers, *author, *to]))


def bearer(parts: Parts, kind: str, cast: Cast) -> str:
    """Who bears a post that the head names."""
    found = cast.listed(next(iter(parts.fields.get(kind, ())), ""))
    return found[0].name if found else ""


def attendance(parts: Parts, cast: Cast) -> tuple[tuple[Attendee, ...], tuple[Attendee, ...]]:
    """Who was there, and who was not."""
    there, missing = list[Attendee](), list[Attendee]()
    for text in parts.fields.get("attendees", ()):
        _arrive(there, missing, cast.listed(_AWAY.sub("", text)))
        missing += [one for away in _AWAY.finditer(text) for one in cast.absent(away[1])]
    for text in parts.fields.get("absentees", ()):
        missing += cast.absent(text)
    for said in parts.body:
        if isinstance(said, Said) and said.section == "attendees":
            _arrive(there, missing, cast.listed(said.text))
        elif isinstance(said, Said) and said.section == "absentees":
            missing += cast.absent(said.text)
        elif isinstance(said, tuple) and "name" in said[1].cells:
            _signed(there, missing, said[1], cast)
    there = there or _spoke(parts, cast)
    away = {one.name for one in missing}
    return tuple(one for one in there if one.name not in away), tuple(missing)


def _spoke(parts: Parts, cast: Cast) -> list[Attendee]:
    spoke = [cast.person(who) for who in dict.fromkeys(each.who for each in parts.body if isinstance(each, Said))]
    actors = [actor for actor in spoke if actor.written and not re.search(r"\d", actor.written)]
    return [Attendee(each.written, each.ids[0] if len(each.ids) == 1 else None) for each in actors]


def _arrive(there: list[Attendee], missing: list[Attendee], people: Sequence[Attendee]) -> None:
    for one in people:
        (missing if one.reason else there).append(one)


def _signed(there: list[Attendee], missing: list[Attendee], row: TableRow, cast: Cast) -> None:
    """One row of a list of attendance."""
    found = cast.listed(row.cells["name"])
    if not found or "task" in row.cells:
        return
    one = replace(found[0], department=row.cells.get("department", "") or found[0].department)
    away = re.match(r"否|缺|未|请假|no\b|absent|×|x$", plain(row.cells.get("attendance", "")))
    if away or "reason" in row.cells:
        missing.append(replace(one, reason=row.cells.get("reason", "")))
    else:
        there.append(one)

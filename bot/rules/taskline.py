"""A task in one line of plain words: owner, collaborators, due date, criteria and the rest pulled apart (T1, T7)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final

from bot.rules import roster as people
from bot.rules.codes import TASK_CODE, initials
from bot.rules.deadlines import Ambiguous, CalendarLike, Candidate, Deadline, Found, Moments, choose
from bot.rules.due import Order, Span
from bot.rules.fold import plain
from bot.rules.parties import Line, read_parties
from bot.rules.roster import Name, Named, Roster, Unknown
from bot.rules.strangers import stranger_at
from bot.rules.task_draft import LineDraft, Priority
from bot.rules.task_labels import (
    MOST_WORDS,
    in_free_section,
    labels_of,
    read_criteria,
    read_labels,
    read_priority,
    take_reviewer,
)
from bot.rules.titles import clean_title

__all__ = ["Name", "TaskLine", "Unknown", "read_line", "read_task"]

LONGEST: Final = 1000  # characters of a task's line that are read
LEAST_LEFT: Final = 5  # characters of a day and of what is to be done by then
MOST_BARE: Final = 8  # numbers of one line that may be dates

_QUOTED: Final = re.compile(r'"[^"\n]{1,60}"')
# "把终稿交给@王五": with an owner named before, the one it is handed to.
_HANDED: Final = re.compile(r"把[^@<,，。]{1,20}交给\s?$")
# A mention behind these is of somebody the work has to do with, not of its owner.
_ASIDE: Final = re.compile(
    r"(?:发给|转给|抄送|汇报给|(?<!分配)(?<!指派)(?<!交)(?<!派)给|和|跟|与|找|向|对接|配合|问|请教|联系|约|替|帮|等|从"
    r"|(?:send|show|report|talk|speak) [^@<]{0,40}to)\s{0,3}$"
)
# What is somebody's is no sign that the work is: 审核 @李四 的稿子.
_OWNED: Final = re.compile(r"(?:\s?的|'s\s)(?!确|事情?|活儿?|任务|待办|工作|job|task|turn)")
_LEADING: Final = re.compile(r"\s?(?:来)?(?:牵头|主导|主责|负责|承办)(?!人)")
_TOGETHER: Final = re.compile(r"[、/&和与及跟]\s?$")
_HELPING: Final = re.compile(r"\s?(?:来)?(?:协作|配合|协助|支持|参与)(?P<alone>(?=\s*(?:[,，。;；、)]|$)))?\s?")
_WORD_FIRST: Final = re.compile(r"[\s,;。:|!]*(?:请|让|由|麻烦|辛苦)?([\u4e00-\u9fff]{2,3})\s?$")
_BARE_DATE: Final = re.compile(r"(?<![^\s,;。])(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?![^\s,;。])")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What a line says about a task; `missing` is in the order in which to ask. Several owners are candidates, of whom
    one has to be chosen. Ids are the roster's.

    either: names as written that several have, with those of the people above of whom one is meant. acting: departments
    that act, so that their liaisons stand for them. helping: departments that help, in the same way.
    """

    title: str
    owners: tuple[int, ...] = ()
    collaborators: tuple[int, ...] = ()
    unknown_names: tuple[Unknown, ...] = ()
    either: tuple[tuple[str, tuple[int, ...]], ...] = ()
    due: Found | None = None
    start: Deadline | None = None
    criteria: str = ""
    deliverable: str = ""
    resources: str = ""
    priority: Priority | None = None
    department: str = ""
    acting: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    phase: str = ""
    parent: str = ""
    depends: tuple[str, ...] = ()
    owner_is_author: bool = False
    missing: tuple[str, ...] = ()


def read_task(
    text: str,
    now: datetime,
    calendar: CalendarLike,
    zone: tzinfo,
    roster: Sequence[Name],
    order: Order = "ask",
) -> TaskLine:
    """Pull a task's parts out of free text; the title is what is left, without crumbs.

    `now` is aware, `zone` the reader's. Source: handbook T1, T7.
    """
    return read_line(text, roster, Moments(now, calendar, zone, order))


def read_line(text: str, roster: Sequence[Name], moments: Moments) -> TaskLine:
    """The same for a line of a message whose moments were read already."""
    text = text[:LONGEST]
    cells = text.split(" / ")
    if len(cells) > 2 and any(each.name in cells for each in roster):  # columns, as some write them
        text = " | ".join(cells)
    draft = LineDraft(text, plain(text), Roster.of(roster))
    named = people.mentions(text, draft.folded, roster)
    # Names and codes are blotted out at their length: 周 is a surname and codes hold years.
    masked = _mask(draft.folded, [each.span for each in named])
    masked = _mask(masked, [match.span() for match in TASK_CODE.finditer(masked)])
    for name in draft.roster.like_dates:
        masked = masked.replace(name, "|" * len(name))
    labels = labels_of(draft.folded)
    counting = _counting(_found(masked, moments), labels, named, draft)
    read_labels(draft, labels, named, counting)
    _take_mentions(draft, labels, named, [each.found.span[0] for each in counting])
    _take_moments(draft, counting)
    if draft.due is None:
        draft.due = _bare_date(draft, moments)
    read_priority(draft)
    _read_people(draft)
    return _finish(draft)


def _found(masked: str, moments: Moments) -> Sequence[Candidate]:
    """The moments of a line; a date in quotes is part of what is spoken of, where another one stands outside."""
    quotes = [match.span() for match in _QUOTED.finditer(masked)]
    # In Han, because 3/12 beside nothing but figures could be the 3rd of December.
    outside = moments.find(_mask(masked, quotes, "某")) if quotes else ()
    return outside or moments.find(masked)


def _mask(text: str, spans: Iterable[Span], sign: str = "|") -> str:
    for start, end in spans:
        text = f"{text[:start]}{sign * (end - start)}{text[end:]}"
    return text


def _counting(
    found: Sequence[Candidate], labels: Sequence[re.Match[str]], named: Sequence[Named], draft: LineDraft
) -> list[Candidate]:
    """The moments that are no part of criteria or a deliverable: there only a cued or a free-standing one counts."""
    outside = [each for each in found if not in_free_section(each.found.span, labels, named)]
    if outside:
        if any(each.strength == 3 for each in outside):
            return outside
        return outside + [each for each in found if each.strength == 3 and each not in outside]
    return [each for each in found if each.strength == 3 or _stands_free(each.found.span, draft.folded)]


def _stands_free(span: Span, text: str) -> bool:
    ends = ("", " ", ",", ";", "。")
    return text[max(0, span[0] - 1) : span[0]] in ends and text[span[1] : span[1] + 1] in ends


def _take_mentions(
    draft: LineDraft, labels: Sequence[re.Match[str]], named: Sequence[Named], days: Sequence[int]
) -> None:
    """The word before a mention, or before the row of mentions it stands in, says what for; `days` begin moments."""
    collaborator = False
    row: list[int] = []
    led = any(_LEADING.match(draft.folded, each.span[1]) for each in named)
    named = [each for each in named if not _spoken_of(draft, each, labels)]
    for each, continued in people.adjoining(named, draft.folded):
        label = next((match for match in labels if match.end() == each.span[0]), None)
        if label is not None and label.lastgroup == "reviewer":
            take_reviewer(draft, label, each)
            continue
        if label is not None:
            collaborator = label.lastgroup == "collaborators"
            draft.cuts.append(label.span())
        elif not continued or (collaborator and draft.folded[: each.span[0]].endswith(" ") and not draft.owners):
            collaborator = False
        elif draft.cuts and draft.cuts[-1][1] <= each.span[0]:
            draft.cuts.append((draft.cuts[-1][1], each.span[0]))
        helping = _HELPING.match(draft.folded, each.span[1])
        if helping and not (led or helping["alone"] is not None or helping.end() in days):
            helping = None
        if helping:
            draft.cuts.append(helping.span())
        if not continued or _LEADING.match(draft.folded, each.span[1]):
            row = []
        if led and helping and _TOGETHER.search(draft.folded, max(0, each.span[0] - 2), each.span[0]):
            draft.help_instead(row)
        row += each.ids
        draft.take(each, collaborator or helping is not None)


def _spoken_of(draft: LineDraft, named: Named, labels: Sequence[re.Match[str]]) -> bool:
    """Somebody the work is done with or for; if nobody else is named, they are offered as the owner."""
    if any(match.end() == named.span[0] for match in labels) or named.author:
        return False
    before = draft.folded[max(0, named.span[0] - 60) : named.span[0]]
    handed = "@" in draft.folded[: named.span[0]] and _HANDED.search(before)
    if _OWNED.match(draft.folded, named.span[1]):
        draft.spoken_of.append(named)
        return True
    if not (handed or _ASIDE.search(before)) or re.search(r"(?:<@\d+>|@\S+)\s?(?:和|跟|与)\s?$", before):
        return False
    draft.spoken_of.append(named)
    return True


def _take_moments(draft: LineDraft, moments: Sequence[Candidate]) -> None:
    draft.due = choose(moments)
    starts = [each.found for each in moments if each.starts and isinstance(each.found, Deadline)]
    if starts and isinstance(starts[0], Deadline):
        draft.start = starts[0]
        draft.cuts.append(starts[0].span)
    if draft.due and not (isinstance(draft.due, Ambiguous) and draft.due.reason in ("unsure", "several")):
        draft.cuts.append(draft.due.span)


def _bare_date(draft: LineDraft, moments: Moments) -> Ambiguous | None:
    """`3.15` alone may be a date or a version: it is offered, and stays in the title until it is chosen."""
    for bare in islice(_BARE_DATE.finditer(draft.folded), MOST_BARE):
        found = moments.due(f"{bare[1]}月{bare[2]}日")
        if isinstance(found, Deadline) and not any(
            start < bare.end() and bare.start() < end for start, end in draft.cuts
        ):
            return Ambiguous((found,), "unsure", bare.span())
    return None


def _read_people(draft: LineDraft) -> None:
    """Without a mention the owner may stand at the start, beside the date or behind 由, as "市场部张经理10月9日前…"."""
    free = not (draft.owners or draft.author or draft.unknown or draft.acting)
    due = draft.due.span if draft.due else None
    masked = _mask(draft.folded, [*draft.cuts, *([due] if due else [])])
    line = Line(draft.text, masked, draft.roster, due, draft.cuts)
    found = read_parties(line, free)
    for helper in found.helpers:
        draft.take(helper, collaborator=True)
    for owner in found.owners:
        draft.take(owner, collaborator=False)
    draft.cuts += found.cuts
    draft.department = draft.department or found.department
    draft.acting = draft.acting or list(found.departments)
    draft.helping = found.helping
    if free and not (found.owners or draft.unknown or draft.acting) and not _offer_name(draft):
        _offer_alike(draft, masked)
        _tell_stranger(draft)


def _offer_name(draft: LineDraft) -> bool:
    """A full name that stands apart somewhere else may be the owner's: it is offered, not taken."""
    for match in islice(re.finditer(r"[^\s,;。、|()\[\]]{2,20}", draft.folded), MOST_WORDS):
        named = people.full_name_at(draft.folded, match.start(), draft.roster)
        if named is None or named.span != match.span() or len(named.ids) != 1:
            continue
        if any(first < match.end() and match.start() < last for first, last in draft.cuts):
            continue
        person = next(person for person in draft.roster if person.id == named.ids[0])
        draft.take(Named(match.span(), (), Unknown(draft.text[slice(*match.span())], person)), collaborator=False)
        return True
    return False


def _offer_alike(draft: LineDraft, masked: str) -> None:
    """What sounds like somebody's name right before the date (李思周五前…), or is a given name (小明), is offered."""
    if draft.due is None:
        return
    word = _WORD_FIRST.match(masked, 0, draft.due.span[0])
    written = draft.text[slice(*word.span(1))] if word else ""
    alike = [
        person
        for person in draft.roster
        if written and (_called(person, written) or (person.name[0] == written[0] and _sound_alike(person, written)))
    ]
    if word and len(alike) == 1:
        draft.take(Named(word.span(1), (), Unknown(written, alike[0])), collaborator=False)


def _tell_stranger(draft: LineDraft) -> None:
    """A name that nobody has, where an owner's stands, is no title: whose the work is has to be asked."""
    span = stranger_at(draft.text) if draft.due and not draft.unknown else None
    if span is None or len(draft.text[span[1] :].strip()) < LEAST_LEFT:
        return
    if not any(start < span[1] and span[0] < end for start, end in draft.cuts):
        written = draft.text[slice(*span)]
        draft.take(Named(span, (), Unknown(written, people.nearest(written, draft.roster))), collaborator=False)


def _called(person: Name, written: str) -> bool:
    """明 or 小明, 欧阳, 芳芳 and 芳姐 for somebody of that name."""
    name = person.name
    return name[1:] == written or written in (
        name[:2],
        f"{name[-1]}{name[-1]}",
        f"{name[-1]}姐",
        f"{name[-1]}哥",
        f"小{name[-1]}",
    )


def _sound_alike(person: Name, written: str) -> bool:
    return len(person.name) == len(written) and initials(person.name) == initials(written)


def _finish(draft: LineDraft) -> TaskLine:
    owned = bool(draft.owners) or draft.author
    names = {each.id: each.name for each in draft.roster}
    aside = [(each.span, names[each.ids[0]]) for each in draft.spoken_of if each.ids]
    if aside and not (owned or draft.unknown or draft.acting):
        near = next(each for each in draft.roster if each.name == aside[0][1])
        draft.unknown.append(Unknown(near.name, near))
    criteria = read_criteria(draft)
    title = clean_title(draft.text, draft.folded, draft.cuts, aside)
    gaps = (("owner", owned), ("due", draft.due is not None), ("title", bool(title)))
    fields = draft.fields
    return TaskLine(
        title=title,
        owners=tuple(draft.owners),
        collaborators=tuple(each for each in draft.collaborators if each not in draft.owners),
        unknown_names=tuple(draft.unknown),
        either=tuple(draft.either.items()),
        due=draft.due,
        start=draft.start,
        criteria=criteria,
        deliverable=fields.get("deliverable", ""),
        resources=fields.get("resources", ""),
        priority=draft.priority,
        department=fields.get("department", "") or (draft.department if len(draft.acting) < 2 else ""),
        acting=() if owned else tuple(draft.acting),
        helping=draft.helping,
        phase=fields.get("phase", ""),
        parent=fields.get("parent", "").split(" ")[0],
        depends=tuple(fields.get("depends", "").split()),
        owner_is_author=draft.author,
        missing=tuple(name for name, there in gaps if not there),
    )

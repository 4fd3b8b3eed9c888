"""A task in one line of plain words: owner, collaborators, due date, criteria and the rest pulled apart (T1, T7)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final, Literal, TypeAlias

from bot.rules import roster as people
from bot.rules.codes import TASK_CODE, initials
from bot.rules.deadlines import Ambiguous, CalendarLike, Candidate, Deadline, Found, Moments, choose
from bot.rules.due import Order, Span
from bot.rules.fold import plain
from bot.rules.likeness import TaskName
from bot.rules.parties import Line, read_parties
from bot.rules.roster import Name, Named, Roster, Unknown
from bot.rules.titles import EDGES, clean_title

__all__ = ["Name", "Priority", "TaskLine", "Unknown", "points", "read_line", "read_task", "with_codes"]

Priority: TypeAlias = Literal["high", "mid", "low"]
LONGEST: Final = 1000  # characters of a task's line that are read
MOST_LABELS: Final = 24  # of one line
MOST_WORDS: Final = 60  # of one line that may be names
MOST_BARE: Final = 8  # numbers of one line that may be dates

_LABELS: Final = {
    "criteria": r"验收标准|交付标准|验收要求|标准|验收|要求|acceptance criteria|criteria|acceptance|ac(?=\s?[:=])",
    "deliverable": r"交付物|交付成果|交付|产出物|产出|deliverables?",
    "resources": r"(?:所需资源|需要资源|资源|resources?(?: needed)?)(?=\s?[:=])",
    "priority": r"优先级别|优先级|重要程度|priority|prio",
    "department": r"责任部门|负责部门|部门|department|dept",
    "phase": r"阶段|phase",
    "parent": r"上级任务|上级|父任务|主任务|parent task|parent|sub-?task of",
    "depends": r"依赖于|依赖|前置任务|前置|depends on|after",
    "owner": r"负责人|责任人|执行人|owner|assignee|assigned to",
    "collaborators": r"协作人员|协作人|协作者|协作|配合人|配合|协助|collaborators?|with|cc",
}
_LABEL: Final = re.compile(
    r"(?:(?<=[\s,;。、|)])|^)(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")(?:\s?[:=]\s?|(?=\s)\s+|(?=<@|@)|(?<=级)(?=[高中低]|p\d)"
    r"|(?<=[作责合行]人)(?=[\u4e00-\u9fff])|(?<=标准)(?:[是为](?=\S)|(?=\d|≥|不[少多超低高]))"
    r"|(?<=要求)(?=含|包[含括]|不[少多超低高]|至少|符合))"
)
_POINTER: Final = re.compile(rf"(?<=[\s,;。、|)])(?:{_LABELS['parent']}|{_LABELS['depends']})(?:\s?[:=]\s?|\s+|(?=\"))")
# These hold blanks, commas and even dates; every other label takes one word.
_FREE: Final = ("criteria", "deliverable", "resources")
_LEVELS: Final[dict[str, Priority]] = {
    "高": "high", "最高": "high", "紧急": "high", "加急": "high", "特急": "high", "high": "high", "urgent": "high",
    "highest": "high", "p0": "high", "asap": "high", "尽快": "high", "中": "mid", "普通": "mid", "一般": "mid",
    "很急": "high", "特别急": "high", "非常急": "high",
    "mid": "mid", "medium": "mid", "normal": "mid", "p1": "mid", "低": "low", "low": "low", "p2": "low", "p3": "low",
}  # fmt: skip
_LEVEL: Final = re.compile("(" + "|".join(sorted(_LEVELS, key=len, reverse=True)) + r")(?![a-z0-9])")
_QUOTED: Final = re.compile(r'"[^"\n]{1,60}"')
_LOOSE_LEVEL: Final = re.compile(
    r"(?:(?<=[\s,;。、|\[(])|^)(?:(?:(高|中|低)优(?:先级?)?|(high|medium|low) priority)"
    r"|(p[0-3]|紧急|加急|特急|很急|特别急|非常急|urgent|asap|尽快)"
    r"|(?<=\| )(high|medium|low)(?=\s?(?:\||$))|(高|中|低)(?:(?<=[\[(].)|(?<=\| .)|(?<=\|.))(?=[\])]|\s?(?:\||$)))"
    r"(?=[\s,;:。!、|\])]|$)"
)
# "把终稿交给@王五": with an owner named before, the one it is handed to.
_HANDED: Final = re.compile(r"把[^@<,，。]{1,20}交给\s?$")
# A mention behind these is of somebody the work has to do with, not of its owner.
_ASIDE: Final = re.compile(
    r"(?:发给|转给|抄送|汇报给|(?<!分配)(?<!指派)(?<!交)(?<!派)给|和|跟|与|找|向|对接|配合"
    r"|(?:send|show|report|talk|speak) [^@<]{0,40}to)\s?$"
)
_HELPING: Final = re.compile(r"\s?(?:来)?(?:协作|配合|协助|支持)(?=\s*(?:[,，。;；、)]|$))")
_WORD_FIRST: Final = re.compile(r"[\s,;。:|!]*(?:请|让|由|麻烦|辛苦)?([\u4e00-\u9fff]{2,3})\s?$")
_WORD_APART: Final = re.compile(r"(?<=[\s|])[^\s,;。、|()\[\]]{2,20}(?=[\s,;。|]|$)")
_BARE_DATE: Final = re.compile(r"(?<![^\s,;。])(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?![^\s,;。])")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What a line says about a task; `missing` is in the order in which to ask. Several owners are candidates, of whom
    one has to be chosen. Ids are the roster's.

    either: names as written that several have, with those of the people above of whom one is meant. acting: departments
    that act, so that their liaisons stand for them.
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
    phase: str = ""
    parent: str = ""
    depends: tuple[str, ...] = ()
    owner_is_author: bool = False
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    text: str
    folded: str
    roster: Roster
    cuts: list[Span] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    owners: list[int] = field(default_factory=list)
    collaborators: list[int] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    near: dict[str, Name | None] = field(default_factory=dict)
    either: dict[str, tuple[int, ...]] = field(default_factory=dict)
    spoken_of: list[Named] = field(default_factory=list)
    author: bool = False
    acting: list[str] = field(default_factory=list)
    priority: Priority | None = None
    department: str = ""
    due: Found | None = None
    start: Deadline | None = None

    def take(self, named: Named, collaborator: bool) -> None:
        """Put people where they belong and their names out of the title."""
        self.cuts.append(named.span)
        self.author = self.author or named.author
        department = self._written_department(named)
        self.department = self.department or department
        if named.unknown and department:
            self.acting += [department] if not collaborator and department not in self.acting else []
        elif named.unknown and named.unknown not in self.unknown:
            self.unknown.append(named.unknown)
        if len(named.ids) > 1:
            self.either[self.text[slice(*named.span)].lstrip("@＠")] = named.ids
        side = self.collaborators if collaborator else self.owners
        side += [each for each in named.ids if each not in side]

    def _written_department(self, named: Named) -> str:
        if named.unknown:
            return people.department_at(plain(named.unknown.written.lstrip("@＠")), 0, self.roster)
        return named.department


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
    draft = _Draft(text, plain(text), Roster.of(roster))
    named = people.mentions(text, draft.folded, roster)
    # Names and codes are blotted out at their length: 周 is a surname and codes hold years.
    masked = _mask(draft.folded, [each.span for each in named])
    masked = _mask(masked, [match.span() for match in TASK_CODE.finditer(masked)])
    for name in draft.roster.like_dates:
        masked = masked.replace(name, "|" * len(name))
    labels = list(islice(_LABEL.finditer(draft.folded), MOST_LABELS))
    counting = _counting(_found(masked, moments), labels, named, draft)
    _read_labels(draft, labels, named, counting)
    _take_mentions(draft, labels, named)
    _take_moments(draft, counting)
    if draft.due is None:
        draft.due = _bare_date(draft, moments)
    _read_priority(draft)
    _read_people(draft)
    return _finish(draft)


def _found(masked: str, moments: Moments) -> Sequence[Candidate]:
    """The moments of a line; a date in quotes is part of what is spoken of, where another one stands outside."""
    quotes = [match.span() for match in _QUOTED.finditer(masked)]
    # In Han, because 3/12 beside nothing but figures could be the 3rd of December.
    outside = moments.find(_mask(masked, quotes, "某")) if quotes else ()
    return outside or moments.find(masked)


def points(text: str) -> bool:
    """Whether a line says what a task is part of, or waits for."""
    return _POINTER.search(plain(text)) is not None


def with_codes(text: str, tasks: Sequence[TaskName]) -> str:
    """A line in which other tasks that are named by title, as what this one is part of or waits for, have codes."""
    folded = plain(text)
    for match in reversed(list(_POINTER.finditer(folded))):
        start = match.end()
        quoted = int(folded.startswith('"', start))
        named = [task for task in tasks if _titled(folded, start + quoted, plain(task.title))]
        if named:
            best = max(named, key=lambda task: len(task.title))
            text = f"{text[:start]}{best.code}{text[start + len(best.title) + 2 * quoted :]}"
    return text


def _titled(folded: str, start: int, title: str) -> bool:
    """Whether a whole title stands here, and is not the beginning of a longer word."""
    return bool(title) and folded.startswith(title, start) and not folded[start + len(title) :][:1].isalnum()


def _mask(text: str, spans: Iterable[Span], sign: str = "|") -> str:
    for start, end in spans:
        text = f"{text[:start]}{sign * (end - start)}{text[end:]}"
    return text


def _counting(
    found: Sequence[Candidate], labels: Sequence[re.Match[str]], named: Sequence[Named], draft: _Draft
) -> list[Candidate]:
    """The moments that are no part of criteria or a deliverable: there only a cued or a free-standing one counts."""
    outside = [each for each in found if not _in_free_section(each.found.span, labels, named)]
    if outside:
        if any(each.strength == 3 for each in outside):
            return outside
        return outside + [each for each in found if each.strength == 3 and each not in outside]
    return [each for each in found if each.strength == 3 or _stands_free(each.found.span, draft.folded)]


def _in_free_section(span: Span, labels: Sequence[re.Match[str]], named: Sequence[Named]) -> bool:
    before = [match for match in labels if match.end() <= span[0]]
    if not before or before[-1].lastgroup not in _FREE:
        return False
    return not any(before[-1].end() <= each.span[0] < span[0] for each in named)


def _stands_free(span: Span, text: str) -> bool:
    ends = ("", " ", ",", ";", "。")
    return text[max(0, span[0] - 1) : span[0]] in ends and text[span[1] : span[1] + 1] in ends


def _read_labels(
    draft: _Draft, labels: Sequence[re.Match[str]], named: Sequence[Named], moments: Sequence[Candidate]
) -> None:
    """A labelled section runs to the next label, mention or moment; closed ones (priority, phase) are one word."""
    if not labels:
        return
    stops = sorted(
        [match.start() for match in labels]
        + [each.span[0] for each in named]
        + [each.found.span[0] for each in moments]
        + [match.start() for match in _LOOSE_LEVEL.finditer(draft.folded)]
        + [match.start() for match in re.finditer(r"[\n;]", draft.folded)]
        + [len(draft.text)]
    )
    names = _names_apart(draft)
    for match in labels:
        start, name = match.end(), match.lastgroup or ""
        end = stops[bisect_left(stops, start)]
        if name in _FREE:
            end = min([end, *(each for each in names if each >= start)])
        if name == "priority":
            _labelled_priority(draft, match)
        elif name in ("parent", "depends"):
            _labelled_codes(draft, match)
        elif name in ("owner", "collaborators"):
            _labelled_people(draft, match, end)
        elif _plausible(draft, match, end):
            end = start + _length(draft.text[start:end], name)
            draft.fields.setdefault(name, draft.text[start:end].strip(EDGES))
            draft.cuts.append((match.start(), end))


def _names_apart(draft: _Draft) -> list[int]:
    """Where a whole name stands by itself: what is wanted ends before it ("交付物：PPT 20页 王芳 下周三")."""
    words = islice(_WORD_APART.finditer(draft.folded), MOST_WORDS)
    found = ((word.span(), people.full_name_at(draft.folded, word.start(), draft.roster)) for word in words)
    return [span[0] for span, named in found if named and named.span == span]


def _plausible(draft: _Draft, match: re.Match[str], end: int) -> bool:
    """With a colon a label is one; without, only behind a title, and with something behind it."""
    colon = match[0].rstrip()[-1:] in (":", "=")
    return colon or (match.start() > 0 and bool(draft.text[match.end() : end].strip(EDGES)))


def _length(section: str, name: str) -> int:
    if name in _FREE:
        return len(section)
    word = re.match(r"\s*\S+", section)
    return word.end() if word else 0


def _labelled_priority(draft: _Draft, match: re.Match[str]) -> None:
    level = _LEVEL.match(draft.folded, match.end())
    if level:
        draft.priority = _LEVELS[level[1]]
        draft.cuts.append((match.start(), level.end()))


def _labelled_codes(draft: _Draft, match: re.Match[str]) -> None:
    code = TASK_CODE.match(draft.folded, match.end())
    while code:
        known = draft.fields.get(match.lastgroup or "", "")
        draft.fields[match.lastgroup or ""] = f"{known} {code[1].upper()}".strip()
        draft.cuts.append((match.start(), code.end()))
        between = re.compile(r"\s*(?:[、,和/]|and)?\s*").match(draft.folded, code.end())
        code = TASK_CODE.match(draft.folded, between.end()) if between else None


def _labelled_people(draft: _Draft, match: re.Match[str], end: int) -> None:
    """Names behind a label may come without "@"; those the roster does not hold are told when a colon stands there."""
    collaborator = match.lastgroup == "collaborators"
    place = match.end()
    cut = match.start()
    while place < end:
        gap = re.compile(r"(?:\s*[、,/&+]\s*|\s*(?:和|与|及|and)\s*|\s+)").match(draft.folded, place)
        place = gap.end() if gap else place
        author = re.compile(r"(?:我|me|myself)(?![a-z们的])").match(draft.folded, place)
        named = Named(author.span(), author=True) if author else None
        named = named or people.person_at(draft.text, draft.folded, place, draft.roster)
        if named is None or place >= end:
            break
        draft.take(named, collaborator)
        cut, place = match.start(), named.span[1]
        draft.cuts.append((cut, place))
    else:
        if draft.folded[end : end + 1] in ("@", "<"):
            draft.cuts.append((match.start(), end))
        return
    word = re.compile(r"[^\s,;。、@<|]{2,20}").match(draft.folded, place)
    if ":" in match[0] and word and place < end and cut == match.start() and not draft.owners:
        written = draft.text[word.start() : word.end()]
        if written not in draft.near:
            draft.near[written] = people.nearest(written, draft.roster)
        draft.take(Named(word.span(), (), Unknown(written, draft.near[written])), collaborator)
        draft.cuts.append((match.start(), word.end()))


def _take_mentions(draft: _Draft, labels: Sequence[re.Match[str]], named: Sequence[Named]) -> None:
    """The word before a mention, or before the row of mentions it stands in, says what for."""
    collaborator = False
    named = [each for each in named if not _spoken_of(draft, each, labels)]
    for each, continued in people.adjoining(named, draft.folded):
        label = next((match for match in labels if match.end() == each.span[0]), None)
        if label is not None:
            collaborator = label.lastgroup == "collaborators"
            draft.cuts.append(label.span())
        elif not continued or (collaborator and draft.folded[: each.span[0]].endswith(" ") and not draft.owners):
            collaborator = False
        elif draft.cuts and draft.cuts[-1][1] <= each.span[0]:
            draft.cuts.append((draft.cuts[-1][1], each.span[0]))
        helping = _HELPING.match(draft.folded, each.span[1])
        if helping:
            draft.cuts.append(helping.span())
        draft.take(each, collaborator or helping is not None)


def _spoken_of(draft: _Draft, named: Named, labels: Sequence[re.Match[str]]) -> bool:
    """Somebody the work is done with or for; if nobody else is named, they are offered as the owner."""
    if any(match.end() == named.span[0] for match in labels) or named.author:
        return False
    before = draft.folded[max(0, named.span[0] - 60) : named.span[0]]
    handed = "@" in draft.folded[: named.span[0]] and _HANDED.search(before)
    if not (handed or _ASIDE.search(before)) or re.search(r"(?:<@\d+>|@\S+)\s?(?:和|跟|与)\s?$", before):
        return False
    draft.spoken_of.append(named)
    return True


def _take_moments(draft: _Draft, moments: Sequence[Candidate]) -> None:
    draft.due = choose(moments)
    starts = [each.found for each in moments if each.starts and isinstance(each.found, Deadline)]
    if starts and isinstance(starts[0], Deadline):
        draft.start = starts[0]
        draft.cuts.append(starts[0].span)
    if draft.due and not (isinstance(draft.due, Ambiguous) and draft.due.reason in ("unsure", "several")):
        draft.cuts.append(draft.due.span)


def _bare_date(draft: _Draft, moments: Moments) -> Ambiguous | None:
    """`3.15` alone may be a date or a version: it is offered, and stays in the title until it is chosen."""
    for bare in islice(_BARE_DATE.finditer(draft.folded), MOST_BARE):
        found = moments.due(f"{bare[1]}月{bare[2]}日")
        if isinstance(found, Deadline) and not any(
            start < bare.end() and bare.start() < end for start, end in draft.cuts
        ):
            return Ambiguous((found,), "unsure", bare.span())
    return None


def _read_people(draft: _Draft) -> None:
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
    if free and not (found.owners or draft.unknown or draft.acting) and not _offer_name(draft):
        _offer_alike(draft, masked)


def _offer_name(draft: _Draft) -> bool:
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


def _offer_alike(draft: _Draft, masked: str) -> None:
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


def _read_priority(draft: _Draft) -> None:
    taken = tuple(draft.cuts)
    for match in _LOOSE_LEVEL.finditer(draft.folded):
        if any(start <= match.start() < end for start, end in taken):
            continue
        draft.priority = draft.priority or _LEVELS[next(level for level in match.groups() if level)]
        draft.cuts.append(match.span())


def _finish(draft: _Draft) -> TaskLine:
    owned = bool(draft.owners) or draft.author
    names = {each.id: each.name for each in draft.roster}
    aside = [(each.span, names[each.ids[0]]) for each in draft.spoken_of if each.ids]
    if aside and not (owned or draft.unknown or draft.acting):
        near = next(each for each in draft.roster if each.name == aside[0][1])
        draft.unknown.append(Unknown(near.name, near))
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
        criteria=fields.get("criteria", ""),
        deliverable=fields.get("deliverable", ""),
        resources=fields.get("resources", ""),
        priority=draft.priority,
        department=fields.get("department", "") or (draft.department if len(draft.acting) < 2 else ""),
        acting=() if owned else tuple(draft.acting),
        phase=fields.get("phase", ""),
        parent=fields.get("parent", "").split(" ")[0],
        depends=tuple(fields.get("depends", "").split()),
        owner_is_author=draft.author,
        missing=tuple(name for name, there in gaps if not there),
    )

"""The labelled parts of a task's line: criteria, priority, owner and the like, and loose levels (T1)."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import Final

from bot.rules import roster as people
from bot.rules.codes import TASK_CODE
from bot.rules.deadlines import Candidate
from bot.rules.due import Span
from bot.rules.fold import plain
from bot.rules.likeness import TaskName
from bot.rules.roster import Named, Unknown
from bot.rules.task_draft import LineDraft, Priority
from bot.rules.titles import EDGES

MOST_LABELS: Final = 24  # of one line
MOST_WORDS: Final = 60  # of one line that may be names

_LABELS: Final = {
    "criteria": r"验收标准|交付标准|完成标准|[验质设具交完技][收量计体付成术]要求|标准|验收|要求"
    r"|acceptance criteria|criteria|acceptance|ac(?=\s?[:=])",
    "deliverable": r"交付物|交付成果|交付|产出物|产出|deliverables?",
    "resources": r"(?:所需资源|需要资源|资源|resources?(?: needed)?)(?=\s?[:=])",
    "priority": r"优先级别|优先级|重要程度|priority|prio",
    "department": r"责任部门|负责部门|部门|department|dept",
    "phase": r"阶段|phase",
    "parent": r"上级任务|上级|父任务|主任务|parent task|parent|sub-?task of",
    "depends": r"依赖于|依赖|前置任务|前置|depends on|after",
    "owner": r"负责人|责任人|执行人|主责人?|牵头人|主办人|经办人|owner|assignee|assigned to",
    "reviewer": r"[审复]核人|审批人|验收[人方]|把关人|reviewers?|approvers?",
    "collaborators": r"协作人员|协作人|协作者|协作|配合人|配合|协助|collaborators?|with|cc",
}
_LABEL: Final = re.compile(
    r"(?:(?<=[\s,;。、|)])|^)(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")(?:\s?[:=]\s?|(?=\s)\s+|(?=<@|@)|(?<=级)(?=[高中低]|p\d)"
    r"|(?<=[作责合行头办核批收]人)(?=[\u4e00-\u9fff])|(?<=标准)(?:[是为](?=\S)|(?=\d|≥|不[少多超低高]))"
    r"|(?<=要求)(?=含|包[含括]|不[少多超低高]|至少|符合|\d|≥)|(?<=付物|出物|成果)[是为]"
    r"|(?<=主责|配合|协助)(?=[\u4e00-\u9fff]{2,4}(?:[\s,;。、|]|$)))"
)
# "标准：1. A；2. B": a list goes on behind its marks.
_LISTED: Final = re.compile(r"\s*(?:\d{1,2}[.、)）．](?!\d)|[①-⑳]|[(（]\d{1,2}[)）]|[-*•·]\s)")
_NOTHING: Final = re.compile(
    r"(?:(?:暂时?|目前)?(?:没有?|无)(?:什么|特别|特殊|额外|其[他它]|具体|的)*(?:标准|要求)?(?:了|的)?|随[便意]|都(?:行|可以)"
    r"|none|no|nope|nothing(?: special)?|n/?a|not really"
    r"|no (?:special |specific |particular )?(?:criteria|requirements?|standards?))[\s。.!！]*"
)
_WANTS_NOTHING: Final = re.compile(
    r"(?<=[\s,;。、])(?:没有?|无)(?:什么|特别|特殊|额外|其[他它]|具体|的)*(?:标准|要求)(?=[\s,;。]|$)"
    r"|(?<=[\s,;.])no (?:special |specific |particular )?(?:criteria|requirements)(?=[\s,;.]|$)"
)
_POINTER: Final = re.compile(rf"(?<=[\s,;。、|)])(?:{_LABELS['parent']}|{_LABELS['depends']})(?:\s?[:=]\s?|\s+|(?=\"))")
# These hold blanks, commas and even dates; every other label takes one word.
_FREE: Final = ("criteria", "deliverable", "resources")
_LEVELS: Final[dict[str, Priority]] = {
    "高": "high", "最高": "high", "紧急": "high", "加急": "high", "特急": "high", "high": "high", "urgent": "high",
    "highest": "high", "p0": "high", "asap": "high", "尽快": "high", "中": "mid", "普通": "mid", "一般": "mid",
    "很急": "high", "特别急": "high", "非常急": "high", "比较急": "high", "有点急": "high", "急": "high",
    "mid": "mid", "medium": "mid", "normal": "mid", "p1": "mid", "低": "low", "low": "low", "p2": "low", "p3": "low",
}  # fmt: skip
_LEVEL: Final = re.compile("(" + "|".join(sorted(_LEVELS, key=len, reverse=True)) + r")(?![a-z0-9])")
_LOOSE_LEVEL: Final = re.compile(
    r"(?:(?<=[\s,;。、|\[(])|^)(?:(?:(高|中|低)优(?:先级?)?|(high|medium|low) priority)"
    r"|(p[0-3]|紧急|加急|特急|很急|特别急|非常急|比较急|有点急|急|urgent|asap|尽快)"
    r"|(?<=\| )(high|medium|low)(?=\s?(?:\||$))|(高|中|低)(?:(?<=[\[(].)|(?<=\| .)|(?<=\|.))(?=[\])]|\s?(?:\||$)))"
    r"(?=[\s,;:。!、|\])]|$)"
)
_CLAUSE_NAME: Final = re.compile(r"[,;。、]\s?([\u4e00-\u9fff]{2,4})$")
_WORD_APART: Final = re.compile(r"(?<=[\s|])[^\s,;。、|()\[\]]{2,20}(?=[\s,;。|]|$)")


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


def labels_of(folded: str) -> list[re.Match[str]]:
    """The labels of a folded line."""
    return list(islice(_LABEL.finditer(folded), MOST_LABELS))


def in_free_section(span: Span, labels: Sequence[re.Match[str]], named: Sequence[Named]) -> bool:
    """Whether a place belongs to what is labelled and may hold dates of its own."""
    before = [match for match in labels if match.end() <= span[0]]
    if not before or before[-1].lastgroup not in _FREE:
        return False
    return not any(before[-1].end() <= each.span[0] < span[0] for each in named)


def read_labels(
    draft: LineDraft, labels: Sequence[re.Match[str]], named: Sequence[Named], moments: Sequence[Candidate]
) -> None:
    """A labelled section runs to the next label, mention or moment; closed ones (priority, phase) are one word."""
    if not labels:
        return
    stops = sorted(
        [match.start() for match in labels]
        + [each.span[0] for each in named]
        + [each.found.span[0] for each in moments]
        + [match.start() for match in _LOOSE_LEVEL.finditer(draft.folded)]
        + [len(draft.text)]
    )
    signs = [match.start() for match in re.finditer(r"[\n;]", draft.folded)]
    between = [sign for sign in signs if _LISTED.match(draft.text, sign + 1)]
    names = _names_apart(draft) + _names_before(draft, moments)
    for match in labels:
        start, name = match.end(), match.lastgroup or ""
        listed = name in _FREE and _LISTED.match(draft.text, start) is not None
        sign = next((each for each in signs if each >= start and not (listed and each in between)), len(draft.text))
        end = min(sign, stops[bisect_left(stops, start)])
        if name in _FREE:
            end = min([end, *(each for each in names if each >= start)])
        if name == "priority":
            _labelled_priority(draft, match)
        elif name in ("parent", "depends"):
            _labelled_codes(draft, match)
        elif name == "reviewer":
            _labelled_reviewer(draft, match, end)
        elif name in ("owner", "collaborators"):
            _labelled_people(draft, match, end)
        elif _plausible(draft, match, end):
            end = start + _length(draft.text[start:end], name)
            draft.fields.setdefault(name, draft.text[start:end].strip(EDGES))
            draft.cuts.append((match.start(), end))


def _names_apart(draft: LineDraft) -> list[int]:
    """Where a whole name stands by itself: what is wanted ends before it ("交付物：PPT 20页 王芳 下周三")."""
    words = islice(_WORD_APART.finditer(draft.folded), MOST_WORDS)
    found = ((word.span(), people.full_name_at(draft.folded, word.start(), draft.roster)) for word in words)
    return [span[0] for span, named in found if named and named.span == span]


def _names_before(draft: LineDraft, moments: Sequence[Candidate]) -> list[int]:
    """Where a whole Chinese name stands behind a comma and right before a date: "要求300DPI，王芳周五前出"."""
    starts = (_CLAUSE_NAME.search(draft.folded, max(0, start - 6), start) for start, _ in _spans(moments))
    found = (match for match in starts if match is not None)
    return [match.start(1) for match in found if people.full_name_at(draft.folded, match.start(1), draft.roster)]


def _spans(moments: Sequence[Candidate]) -> list[Span]:
    return [each.found.span for each in moments]


def _plausible(draft: LineDraft, match: re.Match[str], end: int) -> bool:
    """With a colon a label is one; without, only behind a title, and with something behind it."""
    colon = match[0].rstrip()[-1:] in (":", "=")
    return colon or (match.start() > 0 and bool(draft.text[match.end() : end].strip(EDGES)))


def _length(section: str, name: str) -> int:
    if name in _FREE:
        return len(section)
    word = re.match(r"\s*\S+", section)
    return word.end() if word else 0


def _labelled_priority(draft: LineDraft, match: re.Match[str]) -> None:
    level = _LEVEL.match(draft.folded, match.end())
    if level:
        draft.priority = _LEVELS[level[1]]
        draft.cuts.append((match.start(), level.end()))


def _labelled_codes(draft: LineDraft, match: re.Match[str]) -> None:
    code = TASK_CODE.match(draft.folded, match.end())
    while code:
        known = draft.fields.get(match.lastgroup or "", "")
        draft.fields[match.lastgroup or ""] = f"{known} {code[1].upper()}".strip()
        draft.cuts.append((match.start(), code.end()))
        between = re.compile(r"\s*(?:[、,和/]|and)?\s*").match(draft.folded, code.end())
        code = TASK_CODE.match(draft.folded, between.end()) if between else None


def _labelled_people(draft: LineDraft, match: re.Match[str], end: int) -> None:
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


def _labelled_reviewer(draft: LineDraft, match: re.Match[str], end: int) -> None:
    """Who looks at the result belongs to what is asked of it."""
    who = re.compile(r"[^,。\n]*").match(draft.text, match.end(), end)
    if who and who[0].strip(EDGES):
        draft.reviews.append(f"{_label(draft, match)}{who[0].strip(EDGES)}")
        draft.cuts.append((match.start(), who.end()))


def take_reviewer(draft: LineDraft, match: re.Match[str], named: Named) -> None:
    """The same of somebody who is mentioned."""
    names = [draft.roster.by_id[id].name for id in named.ids] or [draft.text[slice(*named.span)]]
    draft.reviews.append(f"{_label(draft, match)}{names[0]}")
    draft.cuts.append((match.start(), named.span[1]))


def _label(draft: LineDraft, match: re.Match[str]) -> str:
    word = draft.text[slice(*match.span())].strip(EDGES)
    return f"{word}: " if word.isascii() else f"{word}："


def wants_nothing(text: str) -> bool:
    """Whether what was said about how well something is to be done asks for nothing."""
    return _NOTHING.fullmatch(plain(text).strip()) is not None


def read_criteria(draft: LineDraft) -> str:
    """What is asked of the result, and who looks at it; words that nothing is asked are none."""
    draft.cuts += [match.span() for match in islice(_WANTS_NOTHING.finditer(draft.folded), MOST_LABELS)]
    said = draft.fields.get("criteria", "")
    parts = [*([] if wants_nothing(said) or not said else [said]), *draft.reviews]
    return ("; " if "".join(parts).isascii() else "；").join(parts)


def read_priority(draft: LineDraft) -> None:
    """Take the levels that stand by themselves: 紧急, P0, high priority."""
    taken = tuple(draft.cuts)
    for match in _LOOSE_LEVEL.finditer(draft.folded):
        if any(start <= match.start() < end for start, end in taken):
            continue
        draft.priority = draft.priority or _LEVELS[next(level for level in match.groups() if level)]
        draft.cuts.append(match.span())

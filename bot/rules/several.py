"""Where a message that sets several tasks falls into one line for each (T1)."""

import re
from collections.abc import Sequence
from typing import Final

from bot.rules import roster as people
from bot.rules.due import Span
from bot.rules.fold import plain
from bot.rules.roster import Name, Roster

MOST: Final = 12
LONGEST: Final = 600
_BEGIN: Final = re.compile(
    r"(?:^|[\n,;。、]|\sand(?=\s\S{2,15}(?:\s\S{2,15})?\s(?:to|will|should)\s))\s*(?:(?:\d{1,2}|[一二三四五六七八九十])[.、)]\s*|[-*•·]\s*)?"
    r"(?:(?:然后|接着|另外|还有|以及)[,\s]*)?(?:请|让|由|麻烦|安排|辛苦)?\s*(?=\S)"
)
_ITEM: Final = re.compile(r"(?:^|\n)\s*(?:\d{1,2}[.、)]\s*|[-*•·]\s*)?|\s\d{1,2}[.、)](?!\d)\s*")
_BULLET: Final = re.compile(r"\n\s*(?:\d{1,2}[.、)]|[-*•·])")
_WORD: Final = re.compile(r"(?:(?<=^)|(?<=[\s,;。、:|(/-]))\S")
_DAY: Final = re.compile(r"[今明后]天|(?:周|星期|礼拜)[一二三四五六日天末]|\d{1,2}[月号日/.-]|月底")
# "下周一前王磊出文档，李四做封面": said of each that has no day of its own.
_AHEAD: Final = re.compile(
    rf"\s*(?P<when>(?:(?:这|本|下)个?)?(?:{_DAY.pattern}(?:\d{{1,2}}[日号])?)(?:下班)?(?:之?前|以前))[,\s]*(?=\S)"
)
# "王芳、王磊各出一版海报": said of each.
_ROW_BEGINS: Final = re.compile(r"\s*(?:请|让|由|麻烦|安排|辛苦)?\s*")
_ROW_JOINT: Final = re.compile(r"\s*(?:[、,/&+]|和|与|及|跟|and(?![a-z]))?\s*")
_EACH: Final = re.compile(r"\s*(?:一人|每人|各自|各|分别|each(?![a-z]))(?![个种类位部地处])\s*")
_TOKEN: Final = re.compile(r"<@\d+>")
_ADDRESS: Final = re.compile(
    r"\s*(?:各位|大家|伙伴们|同学们|(?:[新派建]|新建)?任务(?:如下)?|分工(?:如下)?|(?:今天|明天|本周|这周|下周)?的?(?:工作|任务)?安排(?:如下|一下)"
    r"|(?:今天|明天|本周|这周|下周)的?(?:工作|任务)?安排"
    r"|hi all|all|team)[\s,:]+"
)
# "…，都在周五前": said of each.
_OF_ALL: Final = re.compile(
    r"[,;。]\s*(?:都|全部?|均|统一)(?:要|请|得|必须|需要?)?(?P<when>[^,;。\n]{2,20})[。\s]*$"
    rf"|[,;。]\s*(?P<day>(?:(?:这|本|下)个?)?(?:{_DAY.pattern}(?:\d{{1,2}}[日号])?)(?:下班)?(?:之?前|以前)(?:完成|交|给我|搞定)?)[。\s]*$"
)
_AUTHOR: Final = re.compile(r"(?:我(?![们的司方国])|i(?:'ll| will)(?![a-z]))")
# "主图给王芳，场地由李四负责": whose each is stands behind it.
_CLAUSE: Final = re.compile(r"[^,;。\n]+")
_GIVES: Final = re.compile(r"\s*(?:交?给|由|归|让|请|:|-+>?|→)?\s*$")
_TAKES: Final = re.compile(r"\s*(?:来?负责|来?做|跟进|来)?\s*")
_TOWARDS: Final = re.compile(r"(?:联系|通知|告[诉知]|抄送|提醒|谢谢|辛苦|拜访|汇报|[找问跟和与约催发])$")
LONGEST_CLAUSE: Final = 40


def split(text: str, roster: Sequence[Name]) -> tuple[str, ...]:
    """The lines of a message in which one begins with each person, or of a list in which each names one, marks left
    out; what is said of all is in each.

    Empty where it falls into no such lines, or into one.
    """
    if len(text) > LONGEST:
        return ()
    address = _ADDRESS.match(plain(text))
    text = text[address.end() :] if address else text
    of_all, ahead = _OF_ALL.search(plain(text)), _AHEAD.match(plain(text))
    body = text[ahead.end() if ahead else 0 : of_all.start() if of_all else len(text)]
    folded, known = plain(body), Roster.of(roster)
    found = [(match, _is_person(body, folded, match.end(), known)) for match in _BEGIN.finditer(folded)]
    if together := _each_of(body, folded, known):
        return _dated(together, text, of_all, ahead)
    # Behind people, an item of a list is one more, wherever it names its owner.
    begins = [match.span() for match, is_person in found if is_person or _BULLET.match(match[0])]
    if sum(is_person for _, is_person in found) < 2 or len(begins) > MOST or folded[: begins[0][0]].strip():
        begins = _items(folded, known)
    if not begins:
        return _dated(_behind(body, folded, known), text, of_all, ahead)
    ends = [*(mark for mark, _ in begins[1:]), len(body)]
    lines = [body[start:end].strip() for (_, start), end in zip(begins, ends, strict=True)]
    return _dated(lines, text, of_all, ahead)


def _dated(
    lines: Sequence[str], text: str, of_all: re.Match[str] | None, ahead: re.Match[str] | None
) -> tuple[str, ...]:
    """The lines with the day that was said of all of them."""
    if of_all:
        when = text[slice(*of_all.span("when" if of_all["when"] else "day"))].strip()
        lines = [f"{line} {when}" for line in lines]
    if ahead:
        lines = [line if _DAY.search(plain(line)) else f"{line} {ahead['when']}" for line in lines]
    return () if ahead and of_all else tuple(lines)


def _behind(text: str, folded: str, roster: Roster) -> list[str]:
    """A line for each clause, where every one ends with whose it is; none for anything else."""
    lines: list[str] = []
    for clause in _CLAUSE.finditer(folded):
        name = _last_name(text, folded, clause, roster)
        what = _GIVES.sub("", text[clause.start() : name[0]]).strip() if name else ""
        if name is None or len(what) < 2 or _TOWARDS.search(what) or len(lines) == MOST:
            return []
        lines.append(f"{text[slice(*name)]} {what}")
    return lines if len(lines) > 1 else []


def _last_name(text: str, folded: str, clause: re.Match[str], roster: Roster) -> Span | None:
    """Where the name stands with which a clause ends."""
    if clause.end() - clause.start() > LONGEST_CLAUSE:
        return None
    for place in range(clause.start() + 2, clause.end()):
        end = _name_ends(text, folded, place, roster) if folded[place] in "@<" or folded[place] in roster.openers else 0
        if end and _TAKES.fullmatch(folded, end, clause.end()):
            return place, end
    return None


def _each_of(text: str, folded: str, roster: Roster) -> list[str]:
    """A line for each of several people of whom the same is said; none for anything else."""
    begin = _ROW_BEGINS.match(folded)
    place = begin.end() if begin else 0
    names: list[str] = []
    while len(names) < MOST and (end := _name_ends(text, folded, place, roster)):
        names.append(text[place:end])
        joint = _ROW_JOINT.match(folded, end)
        place = joint.end() if joint else end
    said = _EACH.match(folded, place) if len(names) > 1 else None
    return [f"{name} {text[said.end() :]}" for name in names] if said else []


def _name_ends(text: str, folded: str, place: int, roster: Roster) -> int:
    """Where the name that begins at a place ends, or 0."""
    token = _TOKEN.match(folded, place)
    named = None if token else people.person_at(text, folded, place + folded.startswith("@", place), roster)
    return token.end() if token else named.span[1] if named else 0


def _items(folded: str, roster: Roster) -> list[Span]:
    """Where the items of a list begin, and their marks; none unless every one names somebody."""
    marks = [match.span() for match in _ITEM.finditer(folded) if folded[match.end() :].strip()]
    ends = [*(mark for mark, _ in marks[1:]), len(folded)]
    listed = 2 <= len(marks) <= MOST and not folded[: marks[0][0]].strip()
    named = (_names(folded[start:end], roster) for (_, start), end in zip(marks, ends, strict=True))
    return marks if listed and all(named) else []


def _names(item: str, roster: Roster) -> bool:
    if "@" in item or _AUTHOR.match(item.lstrip()):
        return True
    return any(people.person_at(item, item, match.start(), roster) for match in _WORD.finditer(item))


def _is_person(text: str, folded: str, place: int, roster: Roster) -> bool:
    if folded.startswith(("@", "<@"), place) or _AUTHOR.match(folded, place):
        return True
    return folded[place] in roster.openers and people.person_at(text, folded, place, roster) is not None

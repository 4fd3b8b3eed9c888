"""What the columns of a table hold: by their heads and, where those say nothing, by what stands below them (M2)."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_labels import column
from bot.rules.minutes_names import NICK, built

MOST_LOOKED_AT: Final = 12  # rows below a head that tell what their columns hold
LONGEST_CELL: Final = 24  # characters of a name or a day
LEAST_TOLD: Final = 2  # columns beside the task that make a table of actions of it
_SHARE: Final = 0.6  # of the cells that are filled, before they tell what their column holds
_LEAST_TASK: Final = 4  # characters, on an average, of cells that tell what is to be done
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# What a column of tasks is called where no other holds them.
_MATTER: Final = re.compile(
    r"(?:open )?(?:points?|matters?|issues?|jobs?|activit(?:y|ies)|steps?|topics?)|(?:具体|主要)?(?:事情?|活儿?"
    r"|要点|问题|环节)"
)
_DAY: Final = re.compile(
    r"(?:by |on |before |~|≤|<=?)?\s?(?:(?:20\d\d\s?[./年-]\s?)?\d{1,2}\s?[./月-]\s?\d{1,2}\s?[日号]?.{0,8}"
    r"|\d{1,2}[日号].{0,6}"
    r"|(?:[本下上这]个?)?(?:周|星期|礼拜)[一二三四五六日天末].{0,6}|[今明后][天日].{0,6}"
    r"|.{0,4}[月年季](?:[底初末中][旬]?|[上下]旬|度末)前?|[一二三四五六七八九十\d]{1,2}月"
    r"|尽快|立即|即日|随时|asap|t\.?b\.?[dc]\.?|待定|eo[dwm]|next week|this week|today|tomorrow|month end"
    r"|end of .{1,10}"
    rf"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ?)?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}"
    rf"|{_MONTH} \d{{1,2}}).{{0,6}}"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?(?: \S{1,8})?)"
)
_PERSON: Final = (
    rf"(?:[\u4e00-\u9fffA-Z]{{1,6}}[ 　·:：-]?)?(?:{NICK})(?:[(（][^()（）]{{1,8}}[)）])?"
    r"|[\u4e00-\u9fff]{1,6}(?:部门?|组|科|处|室|中心|队|公司|班|店)|[A-Z][a-z]*\.? ?[A-Z]?[a-zA-Z'-]*\.?"
    r"|[A-Z]{2,3}|待定|tbd|TBD"
)
_JOINT: Final = re.compile(r"\s?(?:[/、,，&+;；]|和|与|\band\b)\s?")


def columns_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """What each column holds, "" where that stays open."""
    kinds = [column(plain(head)) for head in heads]
    if "" not in kinds or not rows:
        return _with_task(kinds)
    for kind, tells in (("due", _is_day), ("owner", _is_person)):
        if kind not in kinds:
            # When something was raised stands before what is to be done, by when it is due behind it.
            places = reversed(_open(kinds)) if kind == "due" else _open(kinds)
            place = next((each for each in places if _mostly(rows, each, tells)), None)
            if place is not None:
                kinds[place] = kind
    if "task" not in kinds and not ({"name", "conclusion"} & set(kinds)):
        wordy = next((each for each in _open(kinds) if _MATTER.fullmatch(plain(heads[each]).strip())), None)
        if wordy is None:
            wordy = next((each for each in _open(kinds) if _MATTER.fullmatch(plain(heads[each]).strip())), None)
        if wordy is None:
            wordy = max(_open(kinds), key=lambda each: _mean(rows, each), default=None)
        least = _LEAST_TASK if "topic" in kinds else 1
        if wordy is not None and _mean(rows, wordy) >= least and not _mostly(rows, wordy, _is_day):
            kinds[wordy] = "task"
    return _with_task(kinds)


def _with_task(kinds: list[str]) -> list[str]:
    """A column of any name holds the task where no other does."""
    if not {"task", "topic", "name"} & set(kinds) and "" in kinds:
        kinds[kinds.index("")] = "task"
    return kinds


def holds_days(cells: Sequence[str]) -> bool:
    """Whether one of the cells is a day, so that they are no head."""
    return any(_is_day(cell) for cell in cells)


def _open(kinds: Sequence[str]) -> list[int]:
    return [place for place, kind in enumerate(kinds) if not kind]


def _filled(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row) and row[place].strip(" -–—/*")]


def _mostly(rows: Sequence[Sequence[str]], place: int, tells: Callable[[str], bool]) -> bool:
    filled = _filled(rows, place)
    return bool(filled) and sum(map(tells, filled)) >= _SHARE * len(filled)


def _mean(rows: Sequence[Sequence[str]], place: int) -> float:
    return sum(map(len, _filled(rows, place))) / (len(rows) or 1)


def _is_day(cell: str) -> bool:
    words = cell.strip(" ~*")
    return 0 < len(words) <= LONGEST_CELL and bool(_DAY.fullmatch(plain(words)))


def _is_person(cell: str) -> bool:
    words = cell.strip(" *@")
    if not words or len(words) > LONGEST_CELL:
        return False
    return all(built(_PERSON).fullmatch(each.strip(" @")) for each in _JOINT.split(words) if each.strip())


def read_heads(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str] | None:
    """What the columns of a table hold whose heads say next to nothing; None where its rows say no more."""
    kinds = columns_of(heads, rows)
    told = {"owner", "due"} & set(kinds)
    return kinds if "task" in kinds and len(told) + ("status" in kinds) >= LEAST_TOLD else None

"""Rounds in which one after the other tells what they did and what they will do (M5, S1)."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.rules.minutes_labels import label_at
from bot.rules.minutes_lines import Line

LONGEST_HEAD: Final = 24  # characters of a line that says whose part follows
_HEADS_NOBODY: Final = re.compile(r"[:：,，。;；!！?？\d]")
_BACK: Final = re.compile(
    r"\W*(?:上个?[周月期次]|昨[天日]|(?:已)?完成(?:情况|事项)?"
    r"|last (?:week|month|sprint|time)|yesterday|done)[^:：]{0,8}[:：]"
)
_NOW: Final = re.compile(
    r"\W*(?P<when>本周|这周|今[天日]|本月|this (?:week|month)|today)(?:的?(?:计划|安排|工作|任务|重点"
    r"|要做))?\s?(?:[:：]|$)"
)
_AHEAD: Final = re.compile(
    r"\W*(?P<when>下个?[周月]|明[天日]|next (?:week|month)|tomorrow)(?:的?(?:计划|安排|工作|任务|重点"
    r"|要做))?\s?(?:[:：]|$)"
)
_PARTS: Final = frozenset(("past", "actions", "questions", "risks"))
LEAST_PARAGRAPH: Final = 40  # characters
_CHAPTER: Final = re.compile(r"[A-Z][A-Za-z'’&/-]*(?: [A-Za-z0-9'’&/-]+){0,3}|[\u4e00-\u9fffA-Za-z]{2,10}")
LEAST: Final = 2  # parts of a round


def heads_of_round(lines: Sequence[Line]) -> frozenset[str]:
    """Lines that hold nothing but who, above what that one did and will do; none where nobody tells both."""
    told = [line.folded for line in lines]
    if not any(_BACK.match(each) for each in told) or not any(period(each) for each in told):
        return frozenset()
    above = [
        (line.raw, label.kind)
        for line, following in pairwise(lines)
        if _may_head(line)
        and ":" in following.folded
        and (label := label_at(following.folded)) is not None
        and label.kind in _PARTS
        and label.end < len(following.folded)
    ]
    kinds = Counter(kind for _, kind in above)
    return frozenset(raw for raw, kind in above if kinds[kind] >= LEAST)


def bare_heads(lines: Sequence[Line]) -> frozenset[str]:
    """Lines of few words that stand above paragraphs, as chapters do; none where only one does."""
    found = [
        line.raw
        for line, following in pairwise(lines[1:])
        if not line.mark
        and not following.mark
        and 2 < len(line.text) <= LONGEST_HEAD
        and _CHAPTER.fullmatch(line.text)
        and len(following.text) >= LEAST_PARAGRAPH
        and following.text.endswith((".", "。"))
    ]
    return frozenset(found) if len(found) >= LEAST else frozenset()


def plans(lines: Sequence[Line]) -> bool:
    """Whether what is labelled as of this week is still to be done: last week is told before it, next week is not."""
    told = [line.folded for line in lines]
    return any(_BACK.match(each) for each in told) and not any(_AHEAD.match(each) for each in told)


def is_now(folded: str) -> bool:
    """Whether a label says that what follows is of this week, this month or today."""
    return bool(_NOW.match(folded))


def period(folded: str) -> str:
    """The words by which a label says in which week, month or day what follows is; "" where it says something else."""
    match = _NOW.match(folded) or _AHEAD.match(folded)
    return match["when"] if match else ""


def _may_head(line: Line) -> bool:
    bare = line.text.strip("[]【】 :：")
    return 0 < len(bare) <= LONGEST_HEAD and not _HEADS_NOBODY.search(bare) and label_at(line.folded) is None

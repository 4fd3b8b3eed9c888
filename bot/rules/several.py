"""Where a message that sets several tasks falls into one line for each (T1)."""

import re
from collections.abc import Sequence
from typing import Final

from bot.rules import roster as people
from bot.rules.fold import plain
from bot.rules.roster import Name, Roster

MOST: Final = 12
LONGEST: Final = 600
_BEGIN: Final = re.compile(
    r"(?:^|[\n,;。、])\s*(?:(?:\d{1,2}|[一二三四五六七八九十])[.、)]\s*|[-*•·]\s*)?"
    r"(?:(?:然后|接着|另外|还有|以及)[,\s]*)?(?:请|让|由|麻烦|安排|辛苦)?\s*(?=\S)"
)
# What is told of somebody is no work for them.
_TOLD: Final = re.compile(
    r"[了过啦]\s*[。.!！]?\s*$|(?:完|好|掉|过|交|发|给)了|已经?|%|(?<![a-z])(?:done|finished|is|was|has)(?![a-z])",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    r"(?<!不)了[。.!！~]*$|已经|(?<![a-z])(?:has|have) (?:already )?[a-z]+(?:ed|ne|nt)(?![a-z])", re.IGNORECASE
)
# "…，都在周五前": said of each.
_OF_ALL: Final = re.compile(r"[,;。]\s*(?:都|全部?|均|统一)(?:要|请|得|必须|需要?)?(?P<when>[^,;。\n]{2,20})[。\s]*$")


def split(text: str, roster: Sequence[Name]) -> tuple[str, ...]:
    """The lines of a message in which one begins with each person, marks left out; what is said of all is in each.

    Empty where it begins with nobody, or names only one.
    """
    if len(text) > LONGEST:
        return ()
    of_all = _OF_ALL.search(plain(text))
    body = text[: of_all.start()] if of_all else text
    folded, known = plain(body), Roster.of(roster)
    begins = [match.span() for match in _BEGIN.finditer(folded) if _is_person(body, folded, match.end(), known)]
    if not 2 <= len(begins) <= MOST or folded[: begins[0][0]].strip():
        return ()
    ends = [*(mark for mark, _ in begins[1:]), len(body)]
    when = f" {text[slice(*of_all.span('when'))].strip()}" if of_all else ""
    return tuple(f"{body[start:end].strip()}{when}" for (_, start), end in zip(begins, ends, strict=True))


def is_told(line: str) -> bool:
    """Whether a line that begins with somebody tells what they did (王五联调好了), and sets them nothing."""
    return _TOLD.search(line) is not None


def is_only_told(text: str) -> bool:
    """Whether a message about one person tells what they did already (李四已经把合同发了)."""
    return _OVER.search(text.strip()) is not None


def _is_person(text: str, folded: str, place: int, roster: Roster) -> bool:
    if folded.startswith(("@", "<@"), place):
        return True
    return folded[place] in roster.openers and people.person_at(text, folded, place, roster) is not None

"""Lines of a discussion that tell a matter together with what came of it (M2)."""

import re
from typing import Final, NamedTuple

LONGEST: Final = 40  # characters of a matter
# "奖励成本偏高 → 结论：单人上限降到8元", "Parking – decision: no change"
_CONCLUDED: Final = re.compile(
    r"^(?P<what>[^:：。；;→]{2,40}?)\s*(?:→|->|=>|[-–—]{1,2}|[,，。；;]|\s)\s*[【\[(（]?"
    r"(?:最终|讨论|会议)?(?:结论|决议|决定|结果|conclusion|decision|outcome|resolution)[】\])）]?\s?(?:[:：]|是)\s*(?P<said>\S.*)$",
    re.IGNORECASE,
)
# "Q1 退款是否扣回积分？——扣回，3月25日补进文档"
_ASKED: Final = re.compile(
    r"^(?:(?:问题?|question)\s?\d{0,2}|Q\d{1,2})\s?[:：.、)）]?\s*(?P<what>[^?？]{4,40})[?？]\s*"
    r"(?:[-–—→]+|答[:：]|A\d{0,2}[:：])?\s*(?P<said>.*)$",
    re.IGNORECASE,
)


class Point(NamedTuple):
    """A matter and what was said to it; `asked` as a question, which the answer may leave open."""

    what: str
    said: str
    asked: bool


def point(text: str) -> Point | None:
    """The matter a line names with its conclusion or answer; None for any other line."""
    for pattern in (_CONCLUDED, _ASKED):
        match = pattern.match(text)
        if match:
            return Point(match["what"].strip(), match["said"].strip(), pattern is _ASKED)
    return None

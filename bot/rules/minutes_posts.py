"""Who bears a post in the list of those who were at a meeting: `张三（主持）、李四（记录）` (M2)."""

import re
from collections.abc import Sequence
from typing import Final

from bot.rules.minutes_cast import Cast

_NOTED: Final = (
    r"(?<![^、,，;；:：()（）])(?P<who>[^、,，;；:：()（）]{{1,40}})"
    r"[(（][^()（）]{{0,40}}(?:{post})[^()（）]{{0,40}}[)）]"
)
_CHAIR: Final = re.compile(_NOTED.format(post="主持|召集|chair|host|facilitat"), re.IGNORECASE)
_SCRIBE: Final = re.compile(
    _NOTED.format(post="记录|整理|(?<=[(（])记(?=[)）])|notes|minutes|scribe|recorder"), re.IGNORECASE
)


def chair(lists: Sequence[str], cast: Cast) -> str:
    """Who led the meeting."""
    return _noted(lists, _CHAIR, cast)


def scribe(lists: Sequence[str], cast: Cast) -> str:
    """Who took its notes."""
    return _noted(lists, _SCRIBE, cast)


def _noted(lists: Sequence[str], post: re.Pattern[str], cast: Cast) -> str:
    found = next((match for text in lists if (match := post.search(text))), None)
    named = cast.listed(found["who"]) if found else []
    return named[-1].name if named else ""

"""Words that answer an open question about a task, or put right what was understood of it (T7)."""

import re
from typing import Final

from bot.rules.fold import plain

_DROPS: Final = re.compile(r"(?:取消|算了|不用了|先不用了?|不建了|cancel|never ?mind|forget it)[。.!！]?")
_AROUND_NAME: Final = re.compile(r"(?:由|让|是|给)?\s*(?:来?负责|来做?|吧|跟进|please)?[\s。.!！]*")
_AROUND_DATE: Final = re.compile(r"(?:就|改成|改到|定在|on|by)?\s*(?:吧|行|可以|之?前|ok)?[\s。.!！]*")
_RIGHT: Final = re.compile(
    r"(?:(?:打|写|说|弄|搞)?错了|不对|sorry|oops|no)?[,，。.!！\s]*"
    r"(?:不是[^,，]{1,12}?[,，\s]*(?:而?是)|应该?是|(?:时间|日期|截止|负责人)?改[成为到由]|i meant"
    r"|make (?:it|that)|it should be|not [^,，]{1,20}?,\s*(?:but )?)\s*(?P<right>[^,，?？吗]{1,20}?)[\s。.!！吧]*",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"[?？]\s*$|吗[。.]?$")
_SELF: Final = re.compile(r"(?:我|me|myself|i)(?![a-z\u4e00-\u9fff])|我(?=来|吧|负责)")


def drops(text: str) -> bool:
    """Whether words take back what is being asked about."""
    return _DROPS.fullmatch(text.casefold()) is not None


def read_right(text: str) -> str | None:
    """What is right, where words put right what was understood ("不是周五是周四"); None for any other words."""
    said = _RIGHT.fullmatch(text.strip())
    return said["right"] if said else None


def asks_back(text: str) -> bool:
    """Whether words are a question, and no answer."""
    return _ASKS.search(text) is not None


def oneself(text: str) -> tuple[int, int] | None:
    """Where folded words begin with "I" or 我, and mean whoever says them."""
    said = _SELF.match(text)
    return said.span() if said else None


def leaves_name(text: str) -> bool:
    """Whether what stands around a name, in folded words, says nothing of its own."""
    return _AROUND_NAME.fullmatch(text) is not None


def leaves_date(text: str) -> bool:
    """Whether what stands around a date says nothing of its own."""
    return _AROUND_DATE.fullmatch(plain(text)) is not None

"""Words that answer an open question about a task, or put right what was understood of it (T7)."""

import re
from typing import Final

from bot.rules.fold import plain

_DROPS: Final = re.compile(
    r"(?:取消|算了[,，]?(?:吧|不用了|不建了)?|先?不用了?|先?不[要建]了|不用建了"
    r"|(?:cancel|scrap|drop)(?: (?:that|it))?|never ?mind|forget it)[。.!！]?"
)
_BEFORE_NAME: Final = re.compile(
    r"(?:it(?:'s| is)|the owner is|let) |(?:负责人|责任人)?(?:就|应该)?[由让是给换]?\s?", re.IGNORECASE
)
_AGREES: Final = re.compile(
    r"(?:嗯+|对|是|好的?)?[,，\s]*(?:确认|对的?|是的?|没错|正确|就这样"
    r"|yes|yep|yeah|correct|confirm(?:ed)?|that's right)[。.!！\s]*"
)
_AROUND_NAME: Final = re.compile(r"\s*(?:来?负责|来做?|吧|跟进|please|(?:will|can) do (?:it|this))?[\s。.!！吧]*")
_AROUND_DATE: Final = re.compile(
    r"(?:就|改成|改到|定在|on|by)?\s*(?:吧|行|可以|之?前|ok)?[\s,，。.!！]*(?:谢谢|多谢|thanks|thank you)?[\s。.!！]*"
)
# What people say around what is right, in any order: "错了，应该是周四", "sorry, make it Thursday".
_PUTS_RIGHT: Final = re.compile(
    r"(?:(?:打|写|说|弄|搞)?错了|不对|不是(?=[^,，是]{1,12}[,，\s]*(?:而?是|应该|改|换))[^,，是]{1,12}?(?=[,，\s]*(?:而?是|应该|改|换))"
    r"|而?是|应该?|(?:截止)?(?:时间|日期)|截止|负责人|责任人|[改换][成为到由]?|由|让|[,，。.!！:：\s]"
    r"|(?:sorry|oops|no|wait|actually|i meant|make (?:it|that)|(?:it )?should be|change|it|to|the"
    r"|is|owner|deadline|due date|but)(?![a-z])"
    r"|not [^,，]{1,20}?,)+",
    re.IGNORECASE,
)
_RIGHT: Final = re.compile(
    r"(?P<right>[^,，?？吗]{1,20}?)(?:[,，\s]*(?:而?不是|not )[^,，]{1,20})?[\s。.!！]*", re.IGNORECASE
)
_ASKS: Final = re.compile(r"[?？]\s*$|吗[。.]?$")
_SELF: Final = re.compile(r"(?:我|me|myself|i)(?![a-z\u4e00-\u9fff])|我(?=来|吧|负责)")


def drops(text: str) -> bool:
    """Whether words take back what is being asked about."""
    return _DROPS.fullmatch(text.casefold()) is not None


def agrees(text: str) -> bool:
    """Whether words say that something was understood as it was meant, and nothing else."""
    return _AGREES.fullmatch(text.strip().casefold()) is not None


def read_right(text: str) -> str | None:
    """What is right, where words put right what was understood ("不是周五是周四"); None for any other words."""
    text = text.strip()
    begins = _PUTS_RIGHT.match(text)
    said = _RIGHT.fullmatch(text, begins.end() if begins else 0)
    if said is None or (begins is None and said.end("right") >= len(text.rstrip(" 。.!！"))):
        return None
    return said["right"].removesuffix("吧")


def name_begins(text: str) -> int:
    """Where a name may begin in folded words that answer with one: behind "给", or "it's"."""
    said = _BEFORE_NAME.match(text)
    return said.end() if said else 0


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

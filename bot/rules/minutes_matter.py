"""What a task is about, where its own words do not say: what led up to it, or the topic it was given under (M5)."""

import re
from typing import Final

from bot.rules.minutes_settled import settled
from bot.rules.minutes_signs import A, D

MOST: Final = 16  # characters of what led up to it
_FILLERS: Final = re.compile(
    r"^(?:再|先|就|去|来|都|请|要|得|需要?|尽快|抓紧|赶紧|组织|安排|负责|进行|开展|共同|一起|统一|认真|按方案|按要求|按计划|抓好|做好)+"
    r"|(?:一下|一遍|一版|出来|回来|完毕|到位|落实|执行|看看|[完好齐掉了吧下])+$"
)
_BARE: Final = re.compile(r"[\u4e00-\u9fff]{0,2}")
# "contact them afterwards", "cost this for the September meeting"
_PRONOUN: Final = re.compile(r"(?:[a-z'-]+ ){1,3}?(?:this|that|it|them|these|those|one)(?![a-z'])", re.IGNORECASE)
_NOT_ONE: Final = re.compile(
    r"[,，。；;:：?？!！]|^(?:所以|因此|另外|此外|同时|然后|那么?|如果|因为|由于|但是?|并|且|还有|最后|其中|会议|大家|今天|目前|现在)"
)

# "优化尽调模板。由合规部牵头，3月25日前完成": the matter comes first.
_HEADED: Final = re.compile(r"(?P<what>[^。；;，,：:？?！!]{3,20})。\s*(?P<rest>[^。]{4,}.*)$")
_STATES: Final = re.compile(r"[是有只仅了过已没未不达超%\d]")


def named_first(text: str) -> tuple[str, str] | None:
    """A matter that stands before a full stop, and what is said of it; None for a sentence of its own."""
    match = _HEADED.match(text)
    if match is None or settled(match["what"]) is not None or _STATES.search(match["what"]):
        return None
    return match["what"], match["rest"]


def lacks_object(title: str) -> bool:
    """Whether words name what somebody does, but not to what: `组织重测`, `去复查`, `write them`."""
    if title.isascii():
        return len(title.split()) <= 7 and bool(_PRONOUN.match(title))
    first = re.split(r"[,，]", title)[0]
    return bool(_BARE.fullmatch(_FILLERS.sub("", _FILLERS.sub("", first))))


def led_up(text: str, masked: str) -> str:
    """What a sentence begins with before it says who does something; "" where that names no matter."""
    first = re.split(r"[,，]|\s(?=[\u4e00-\u9fff])|\s[-–—]\s|[:：]", text.strip(), maxsplit=1)[0].strip()
    place = masked[: len(first) + len(text) - len(text.lstrip())]
    if not 2 <= len(first) <= MOST or A in place or D in place or _NOT_ONE.search(first):
        return ""
    return first


def about(matter: str, title: str) -> str:
    """A title with what it is about before it, unless it says that itself."""
    words = [sign for sign in matter if sign.isalnum()]
    told = sum(sign in title for sign in words)
    return title if not words or told >= 0.7 * len(words) else f"{matter}：{title}"

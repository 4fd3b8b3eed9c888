"""Words that tell what was, and set nobody anything: 李四已经把合同发了, 昨天王芳说周五给不了图 (S3, T1)."""

import re
from typing import Final

from bot.rules.small_talk import requests

# What is told of somebody is no work for them.
_TOLD: Final = re.compile(
    r"[了过啦]\s*[。.!！]?\s*$|(?:完|好|掉|过|交|发|给)了|已经?|%|请假|休假|出差|不在|(?<![a-z])(?:done|finished|is|was|has)(?![a-z])",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    r"(?<!不)了[。.!！~]*$|已经|(?:还|一直|仍)[没未]有?|没给|没空|没时间|请假|休假|出差|^(?:昨[天晚]|前天|上周|刚才?|刚刚)"
    r"|(?<![a-z])(?:has|have) (?:already )?[a-z]+(?:ed|ne|nt)(?![a-z])",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"(?:昨[天晚]|前天|上周|刚才|刚刚)(?!的|那|.*(?:请|麻烦|要求|安排|需要))|(?:yesterday|last (?:week|night))(?![a-z])"
    r"|[^,，。]{2,8}说(?!明)(?=(?:周|今|明|下周|月底|\d)[^,，。]{0,12}(?:[不能可]|到|取|来|给))",
    re.IGNORECASE,
)
# 海报已经给客户看过了，客户说下周再定
_REPORTED: Final = re.compile(r"已经[^,，。的]{1,15}[了过]了?(?:[,，。]|$)")


def is_told(line: str) -> bool:
    """Whether a line that begins with somebody tells what they did (王五联调好了)."""
    return _TOLD.search(line) is not None


def only_tells(text: str, *, named: bool, dated: bool) -> bool:
    """Whether a whole message tells what was, is not yet, or was said; whom it asks for something it sets that.

    named, dated: it names somebody, and a day by which something is to be done.
    """
    if requests(text):
        return False
    if _PAST.match(text.strip()):
        return True
    if named and dated:
        return False
    return (_OVER if named else _REPORTED).search(text.strip()) is not None

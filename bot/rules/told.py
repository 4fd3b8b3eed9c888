"""Words that tell what was, and set nobody anything: 李四已经把合同发了, 昨天王芳说周五给不了图 (S3, T1)."""

import re
from itertools import islice
from typing import Final

from bot.rules.small_talk import requests

# What is told of somebody is no work for them.
_TOLD: Final = re.compile(
    r"[了过啦]\s*[。.!！]?\s*$|(?:完|好|掉|过|交|发|给)了|已经?|请假|休假|出差|不在|(?<![a-z])(?:done|finished|is|was|has)(?![a-z])",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,2})?\s?[%％]")
# A share that something is to be brought to tells nothing: 把转化率提到20%, 标准：覆盖率90%.
_WANTED: Final = re.compile(
    r"(?:标准|要求|验收|指标|目标|criteria|target)[^,，。;；]{0,20}$|[提升降增减压控缩拉][到至高低了]?[^,，。\d]{0,2}$"
    r"|(?<!完成)率\D{0,3}$|[低高少多超大小]于$|不[低高少多超]过?$|[≥≤><]\s?$"
    r"|(?<![a-z])(?:by|to|at least|above|below|under|over)\s$",
    re.IGNORECASE,
)
MOST_SHARES: Final = 8  # of one line
_OVER: Final = re.compile(
    r"(?<!不)了[。.!！~]*$|已经|(?:还|一直|仍)[没未]有?|没给|没空|没时间|请假|休假|出差|^(?:昨[天晚]|前天|上周|刚才?|刚刚)"
    r"|(?<![a-z])(?:has|have) (?:already )?[a-z]+(?:ed|ne|nt)(?![a-z])",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"(?:昨[天晚]|前天|上周|刚才|刚刚|刚(?=[跟和给把问]))(?!的|那|.*(?:请|麻烦|要求|安排|需要))"
    r"|(?:yesterday|last (?:week|night))(?![a-z])"
    r"|[^,，。]{2,8}说(?!明)(?=(?:周|今|明|下周|月底|\d)[^,，。]{0,12}(?:[不能可]|到|取|来|给))",
    re.IGNORECASE,
)
# What somebody cannot do, where they will be, what was heard, and what is left open: no work is set by these.
_UNABLE: Final = re.compile(
    r"(?:[交出给做完赶来搞弄写提]不(?:了|来|出|上|及|完)|买不到)(?!的|[^,，]{0,6}就)"
    r"|(?:周[一二三四五六日天]|[天前号日底])(?:都|就|先)?(?:不用|不必|无需|不需要)"
    r"|再(?:说|定|看|议|讨论|决定|考虑)[吧了啦哈。!！]*$|应该[能会可以]{0,2}[^,，]{1,6}吧[。.]?$|^(?:听说|据说|好像|貌似)"
)
_WHERE: Final = re.compile(
    r"(?:(?:周|星期|礼拜)[一二三四五六日天末]|[今明后]天|下周|本周|月底|[日号]|上午|下午|晚上|早上)(?:[要会才就也]|从[^,，。]{1,6})?"
    r"(?:回来|回国|回公司|到公司|到岗|入职|离职|转正|报到|过?生日|出差|休假|休息|不在|不来|晚到|早走|飞[\u4e00-\u9fff]{2,3}|结婚|搬家)"
    r"[了啦吧哦]?(?:[\s。.!！~]*$|[,，](?:大家|别|记得|有事))"
)
_THANKED: Final = re.compile(
    r"(?:谢谢|感谢(?![信函会])|多谢)[^,，。]*$|[^,，。]{2,6}辛苦[了啦](?!.*(?:前|把|交|出))"
    r"|thanks?(?: you| to)?(?![a-z])(?!.*(?:please|pls))",
    re.IGNORECASE,
)
_HEARD: Final = re.compile(
    r"(?:i (?:heard|hope|guess|wish)|apparently|see you)(?![a-z])"
    r"|happy [a-z]+day(?:[,!\s]*(?:all|everyone|team|folks))?[!.\s]*$",
    re.IGNORECASE,
)
_OF_SOMEBODY: Final = re.compile(
    r"(?!(?:This|That|It|There|What)\s)[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15})? "
    r"(?:was|said|says|told|might|may|thinks|already"
    r"|(?:ca|wo|could|did|is|has|wo)n['’]t|cannot|is(?! (?:to|due|needed|required|responsible|in charge|on it|doing"
    r"|owning|the owner|going to)(?![a-z])))(?![a-z])"
)
# 海报已经给客户看过了，客户说下周再定
_REPORTED: Final = re.compile(r"已经[^,，。的]{1,15}[了过]了?(?:[,，。]|$)")


def is_told(line: str) -> bool:
    """Whether a line that begins with somebody tells what they did (王五联调好了)."""
    shares = islice(_SHARE.finditer(line), MOST_SHARES)
    reached = any(not _WANTED.search(line[max(0, share.start() - 30) : share.start()]) for share in shares)
    return reached or _TOLD.search(line) is not None


def only_tells(text: str, *, named: bool, dated: bool) -> bool:
    """Whether a whole message tells what was, is not yet, or was said; whom it asks for something it sets that.

    named, dated: it names somebody, and a day by which something is to be done.
    """
    if requests(text):
        return False
    said = text.strip()
    if _PAST.match(said) or any(begins.match(said) for begins in (_THANKED, _HEARD, _OF_SOMEBODY)):
        return True
    if _UNABLE.search(said) or _WHERE.search(said):
        return True
    if named and dated:
        return False
    return (_OVER if named else _REPORTED).search(said) is not None

"""A task's title: what is left of a line when its parts are taken out, without crumbs (T1)."""

import re
from collections.abc import Sequence
from typing import Final

from bot.rules.due import Span
from bot.rules.fold import joined

EDGES: Final = " \t\r\n,，;；:：。、|-—–~·*#/"
_CUT: Final = "\0"
_OWNER_BEFORE: Final = re.compile(
    r"(?:由|交给|请(?!假)|让|安排|麻烦|辛苦|通知|叫|派|督促|换成?|催一?下?|负责人是?|assign(?:ed)? to|owner"
    r"|(?:please )?(?<![a-z])(?:have|ask|let)|^(?:can|could|would)|^(?:i|we)(?:'d)? (?:need|want|like))\s?:?\s?$"
)
_HANDED: Final = re.compile(r"把(?=[^@<,，。]{1,20}交给\s?$)")
_OWNER_AFTER: Final = re.compile(
    r"\s?(?:来)?(?:牵头负责|负责|牵头|主责|主导|承办|跟进|will|to\b|should|must|needs to|has to|owns"
    r"|is responsible for|is in charge of)(?!人)"
    r"|\s?(?:一起|一同|共同)(?:来|去)?(?=[\u4e00-\u9fff]{2})"
)
_LEAD: Final = re.compile(
    r"^(?:\d{1,2}[.、)）]\s|i think(?=\s)|(?:任务名?称?|标题|事项|内容|task|title)\s?[:：]"
    r"|(?:新?建|创建|加|派|记|安排|布置|登记)?(?:了?一?[个项条])?新?(?:任务|活儿?|待办)\s?[:：,，]"
    r"|(?:新?建|创建|加|派|记)(?:了?一?[个项条])?新?(?:任务|活儿?|待办)\s?"
    r"|新任务\s?[:：]?|(?:new task|(?:create|add|make|open) (?:a )?(?:new )?(?:task|to-?do))"
    r"(?: to| for)?(?=[\s:：])\s?[:：]?"
    r"|to-?do(?=[\s:：])\s?[:：]?|assign(?=\s[\"“])|(?:can|could|would) (?:someone|somebody|anyone)(?=\s)"
    r"|(?:someone|somebody) (?:please|should)(?=\s)|(?:安排|记|登记)(?:一?下\s?[:：,，]|一下)"
    r"|你(?:们(?!的)|(?![们的好]))|(?:一起|一同)(?=[\u4e00-\u9fff]{2})"
    r"|您(?![的好])|记得|别忘了?|不要忘了?|尽量|争取|务必"
    r"|能不能|能否|可不可以|we need(?: to)?(?=\s)|(?:can|could|would) you"
    r"|我们(?!的)(?:要|得|需要)?"
    r"|帮我们?|请(?!假)|麻烦|帮忙|烦请|辛苦|需要|务必|赶紧|要|于(?!是)|由(?!于)|来|please|pls|to(?=\s))\s*(?=\S)|^[!！]+",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:\s|^)(?:by|for|and|with|to|on|due|由|和|于|前|需)$|由$|\s(?:协作[人者]?|配合|协助|负责人?|cc)$|[,，\s](?:交付?|要|完成|提交|搞定|弄好|必须[好完]成?"
    r"|(?:发|给|交|发给|交给|给到)(?:我们?|我看看?)|(?<=[,，])给)$|(?<=[\u4e00-\u9fff])[哈哦呀嘛]$|(?<=[^酒网贴水冰])吧$",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"(?<![\s,，。!！?？])[\s,，。!！?？]*(?:谢谢|多谢|辛苦了?|thanks|thank you|thx)[。!！.🙏]*$", re.IGNORECASE
)
_GAPS: Final = re.compile(r"[,，;；、] ?(?:[,，;；、] ?)+")
_STOPS: Final = re.compile(r"\.(?: \.)+(?= |$)")
# "合同周五前交": the verb that only went with the date.
_LEFT_OVER: Final = re.compile(
    rf"(?<=[^\s,，。{_CUT}]){_CUT}+(?:交付?|要|完成|提交|搞定|弄好)(?=[。.!！]*$|[,，;；]|\s*{_CUT})"
    rf"|(?<=[,，]){_CUT}+[出做交给来弄]$"
)
# "3/9开始 3/13结束", "周三开始做，周五给": what the dates were for.
_ENDED: Final = re.compile(rf"(?<={_CUT})(?:(?:开始|起)?[做弄写]|开始|结束|截止|完工)(?=[\s,，。;；{_CUT}]|$)")
_BEFORE_SIGN: Final = re.compile(r"\s+(?=[，；。、])|(?<=[，；。、])\s+")
_EMPTY_START: Final = re.compile(r"([(（\[【])[\s,，、;；]+(?=[^\s)）\]】])")
_PIPES: Final = re.compile(r"\s*[|｜](?:\s*[|｜])+\s*")
_EMPTY: Final = re.compile(r"[(（\[【][\s,，、;；]*[)）\]】]")
# Nothing is written between Chinese characters and signs, so nothing is left there either.
_CLOSE: Final = re.compile(
    rf"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uff0f\uff1a-\uff20]){_CUT}+"
    rf"|(?<!{_CUT}){_CUT}++(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uff0f\uff1a-\uff20])"
)

# Each alternative begins otherwise than the others, and none is tried twice, so that no title takes long.
_VAGUE: Final = re.compile(
    r"(?>\s|尽快|抓紧|赶紧|马上|立即|再|先|把|将|处理|跟进|对接|推进|落实|解决|优化|完善|调整|修改|改|弄|搞|定|办|看|查|做"
    r"|完成|安排|配合|支持|帮忙|负责|准备|沟通|协调|确认|一?下子?|好|掉|了|的|吧|[那这]个|[那这]件|[那这]些|上述|相关|有关|一些"
    r"|事情?|事项|工作|问题|任务|东西|情况|方面|asap|quickly|please|do|handle|fix|finish|complete|check|look|follow|up|on"
    r"|into|take|care|of|deal|with|sort|out|help|it|this|that|things?|stuff|the|task|issue|problem|matter)++",
    re.IGNORECASE,
)


def is_vague(title: str) -> bool:
    """Whether a title names nothing that could be handed in (尽快处理一下, "fix it"). Source: handbook T7."""
    return bool(title) and _VAGUE.fullmatch(title) is not None


_WRAPPED: Final = re.compile(r'["“「『]([^"“”「」『』]+)["”」』]')


def clean_title(text: str, folded: str, cuts: Sequence[Span], names: Sequence[tuple[Span, str]]) -> str:
    """The text without what was taken out; mentions that stay in it are written as names."""
    letters = list(text)
    for start, end in (*cuts, *_around(folded, cuts)):
        letters[start:end] = _CUT * (end - start)
    for (start, end), name in sorted(names, reverse=True):
        letters[start:end] = name
    bare = _ENDED.sub("", "".join(letters))
    kept = _CLOSE.sub("", _LEFT_OVER.sub("", bare)).replace(_CUT, " ")
    kept = _PIPES.sub(" | ", kept) if "|" in folded else kept
    kept = _EMPTY.sub(" ", " ".join(kept.split()))
    kept = _EMPTY_START.sub(r"\1", kept) if "(" in folded or "[" in folded else kept
    kept = " ".join(joined(_GAPS.split(kept)).split()).strip(EDGES)
    kept = _STOPS.sub(".", kept).rstrip(". ") if ". ." in kept else kept
    kept = _THANKS.sub("", kept).rstrip("?？!！ ").strip(EDGES)
    for _ in range(3):
        before, kept = kept, _TAIL.sub("", _LEAD.sub("", kept)).strip(EDGES)
        if kept == before:
            break
    kept = _BEFORE_SIGN.sub("", kept)
    wrapped = _WRAPPED.fullmatch(kept)
    return wrapped[1] if wrapped else kept


def _around(folded: str, cuts: Sequence[Span]) -> list[Span]:
    """The words beside what was taken out that only said what it was for."""
    found = []
    for start, end in cuts:
        before = _OWNER_BEFORE.search(folded, max(0, start - 12), start)
        after = _OWNER_AFTER.match(folded, end)
        found += [(before.start(), start)] if before else []
        handed = _HANDED.search(folded, max(0, start - 30), start) if before else None
        found += [handed.span()] if handed else []
        found += [(end, after.end())] if after else []
    return found

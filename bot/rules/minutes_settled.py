"""What a meeting settled, what it left for another time, and when it meets again, by its words (M2, M5)."""

import re
from collections.abc import Sequence
from typing import Final

from bot.rules.fold import plain

LONGEST_WORD: Final = 10  # characters of a sentence that says only that something is settled

_DECIDED: Final = re.compile(
    r"(?:^|(?<=[,，。;；\s]))(?:那就?|所以|因此|最后|最终|经(?:过)?(?:\S{0,6}(?:讨论|研究|协商|审议|商议))[,，]?"
    r"|会议|大家|会上|与会人员|我们|双方|各方|一致|(?:讨论|商量|研究|协商)(?:之)?后"
    r"|领导)*(?:不?同意|原则同意|一致(?:同意|通过|决定)|决定|决议|审议通过|通过了?(?!程)|商定|议定|敲定|拍板"
    r"|明确(?!的)|认定|达成(?:一致|共识)|确定(?!是否|不)|确认(?=按|采用|为))"
    r"|经(?:过)?(?:讨论|研究|协商|审议)[,，]|(?:就这么|都)?定了(?:啊|吧|哈)?[。.!！]?$|定下来"
    r"|定[于在为](?!期)|改[为成](?!完)|改到(?=[\d一二三四五六七八九十])|(?:延期|推迟|移|顺延)[至到]|(?:减|增|提高|降)[为到](?=[\d一二三四五六七八九十])"
    r"|(?:就|以后|今后)?统一(?:走|用|采用|为)|按这个(?:走|来|办)|评定为|经评定|不(?:采用|接入|设(?=[\u4e00-\u9fff])|动了|搞了?$|再(?:做|搞|设))"
    r"|(?<=[\u4e00-\u9fff])(?<![来])不(?:做|搞|要|印|加|设|办)了(?=[,，。;；]|$)|(?<!是否)不再(?!出现|发生|重复|犯|是|有|讨论|赘述|跟踪|列|跟进|次|需要|担心)[\u4e00-\u9fff]{2}|(?:这期|本期|今年|这次|这版|暂时|一期)就?(?:先)?不(?:做|搞|上|接|加|改|开)了?"
    r"|(?:先|暂|今年|本期|一期|这次)(?:先)?不(?:做|搞|接入|上|动)"
    r"|那就(?:选|用|按|走|定|改)|结论是|否决了?|(?:方案|议案|提案|申请|预算|报告)[^,，。]{0,6}通过(?!率|后)|按[^,，。]{1,8}[走办来][。.]?$"
    r"|(?:^|(?<=[\u4e00-\u9fff\d,，%元]))定了(?=[,，。!]|不改|$)|决定不|原[定计][^,，。]{1,12}(?:取消|作废|不做了|不搞了)|\d+\s?票(?:赞成|同意)|赞成\s?\d+\s?票"
    r"|(?:^|, |: )(?:settled|decided|confirmed|done deal|it's a go)[.!]?$|(?:^|, )decided\b"
    r"|(?<![a-z])(?:voted to|consensus|final call|(?:we'll|we will|will) go (?:ahead )?with|was (?:postponed"
    r"|rejected)|turned down|is off|are off|dropped|carried \d|motion to|award the|approved?了"
    r"|decided|(?<!not )(?<!not yet )agreed|resolved|approved"
    r"|carried unanimously|motion (?:carried|passed)|we go with|going (?:ahead )?"
    r"with|settled on)(?![a-z])"
)
_LEFT: Final = re.compile(
    r"(?:下次|下回|改日|择期|会后|以后)(?:会议?|办公会|例会)?(?:再|另行|继续)(?:议|讨论|定|谈|研究|商)|留待|未达成|意见(?:不一|分歧)|没结果"
    r"|先放(?:一放|着)|搁置|挂起|下[次回期]再(?:议|谈|说|定|看|聊)|(?<![a-z])(?:tabled|parked"
    r"|left open|did(?: not|n't) get to"
    r"|pick (?:it|this|that|them) up (?:next|again|later)"
    r"|come back to (?:it|this|that))(?![a-z])"
)
# "Next checkpoint: 3 Mar": whatever the meeting is called.
_NEXT_ONE: Final = re.compile(
    r"(?:the |our )?next (?!steps?|week|actions?|mon|tue|wed|thu|fri|sat|sun|month|year|quarter|sprint|release"
    r"|version"
    r"|phase|item|milestone|deadline|shipment|delivery|payment|invoice)[a-z-]+(?: (?!due|by)[a-z-]+)?"
    r"(?: (?:is|will be|takes place|to be)(?: held| scheduled)?)?(?: (?:on|for|at))?[\s:,–-]*"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?![a-z])"
    r"|\d{1,2}(?:st|nd|rd|th)? ?[a-z/.:]|20\d\d-)"
)
_MEET_AGAIN: Final = re.compile(
    r"再(?:碰|开会|开(?=[一次个会])|聚|对一次)(?:一下|一?次|个会|一?会)?(?:儿)?[。.]?$|(?:下次|下回)(?:再)?(?:碰|开会)"
    r"|下(?:一)?[次回期](?!发|上线)(?=\S{0,8}?\s?(?:\d|拟|定[于在]"
    r"|[一二三四五六七八九十]{1,3}月|周|星期|[上下]午))(?!.*[前内])"
    r"|(?:speak|talk|meet|catch up|sync|get together) again (?:on|at|next|in)"
    r"|下(?:个|一)?(?:季度|月|双周|半月)度?的?\S{0,6}(?:例会|会议|沟通会|评审会|分析会)(?=[^前内]{0,6}(?:\d|[一二三四五六七八九十]{1,3}[月日号]|周[一二三四五六日]))"
    r"|(?:\d|[点日号午])\s?(?:再次|继续)?(?:召开|举行|开)第[二三四五六七八九十\d]{1,3}次[\u4e00-\u9fff]{0,8}(?:会|评审|沟通)"
    r"|下周(?:的)?(?:例?会|周会|会议)(?=[^前内]{0,6}(?:\d|周[一二三四五六日]))|(?:老|同一|照旧)时间"
    r"|(?<![a-z])(?:meets? again|pick (?:it|this|that|them) up (?:again )?next (?:time|week)|reconvene|regroup"
    r"|talk again|same time"
    r"|(?<!the )(?<!before )(?<!by )(?<!until )(?<!for )next (?:regular |weekly |team )?(?:sync|meeting|call"
    r"|one|session|catch-up)(?! to)|see you "
    r"(?:on"
    r"|next))(?![a-z])"
)


def settled(folded: str) -> int | None:
    """Where a sentence says that something was decided; None where it says no such thing."""
    match = _DECIDED.search(folded)
    return match.start() if match else None


def is_left(folded: str) -> bool:
    """Whether something is left for another time."""
    return bool(_LEFT.search(folded))


def meets_again(folded: str) -> bool:
    """Whether a line says when people meet again."""
    return bool(_MEET_AGAIN.search(folded) or _NEXT_ONE.match(folded))


def statements(sentences: Sequence[str]) -> list[str]:
    """Sentences with one that says only that something is settled ("Decided.") behind the one that says what."""
    told: list[str] = []
    for sentence in sentences:
        if told and len(sentence) <= LONGEST_WORD and settled(plain(sentence)) == 0:
            told[-1] = f"{told[-1]} {sentence}" if sentence.isascii() else f"{told[-1]}{sentence}"
        else:
            told.append(sentence)
    return told

"""A standup answered in one breath: what was done, what is planned, what stands in the way (S1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.rules.fold import plain

LONGEST: Final = 4000  # characters of an answer that are read

Part: TypeAlias = Literal["yesterday", "today", "obstacles"]
_PARTS: Final[tuple[Part, ...]] = ("yesterday", "today", "obstacles")
_START: Final = (
    r"(?:(?<=[\n,;。.、\s!|/\"\u2705\u274c\U0001f6a7])|^|(?=\[))(?:[-*•#]{1,3}\s?|\d[.、)]\s?|\(\d\)\s?)?\**[\[\"]?"
)
_COLON: Final = r"\s?(?:[\]\"]\**\s?[:=]?|\**\s?[:=])\**\s?"
_SPOKEN: Final = {
    "yesterday": r"昨(?:[天日]|儿个?)(?:的?(?:工作|完成情况|进展))?|yesterday|yday",
    "today": r"今(?:[天日]|儿个?(?!童))(?:的?(?:工作)?(?:计划|安排|打算))?|today",
    "obstacles": r"(?:阻碍|障碍|obstacles?|blockers?)(?=\s|none|无|没有)",
}
_WRITTEN: Final = {
    "yesterday": (
        r"上个?工作日|昨日工作|昨日完成|昨天完成|完成情况|已完成|完成|昨"
        r"|(?:last )?(?:mon|tues|wednes|thurs|fri)day|上?周[一二三四五]"
        r"|last workday|what i did|done|did|completed|previously"
    ),
    "today": r"今日工作|今日计划|今天计划|计划|接下来|下一步|今|plan(?:ned)?(?: for today)?|doing"
    r"|what i'?ll do|next|to ?do",
    "obstacles": (
        r"遇到的?(?:问题|困难|阻碍)|阻碍?|卡|障碍|阻塞|困难|问题|风险|卡点|难点|需要支持|需要协助"
        r"|blockers?|blocked|obstacles?|issues?|impediments?|problems?|challenges?|risks?"
    ),
}
# "Blocked - waiting for copy": a dash does for a colon where the label begins a line or a clause.
_DASHED: Final = r"(?:(?<=[\n,;。.])\s?|^)(?:[-*•#]{1,3}\s?)?"
_LABEL: Final = re.compile(
    _START + "(?:"
    + "|".join(f"(?P<spoken_{part}>{words})(?!的|(?<=[a-z])[a-z])" for part, words in _SPOKEN.items()) + "|"
    + "|".join(f"(?P<written_{part}>{words}){_COLON}" for part, words in _WRITTEN.items()) + "|" + _DASHED + "(?:"
    + "|".join(rf"(?P<dashed_{part}>{words})\s?[-–—]{{1,2}}\s" for part, words in _WRITTEN.items()) + "))"
    + rf"(?:{_COLON}|\s?[,]\s?|\s*\n)?"
)  # fmt: skip
_LONE: Final = re.compile(
    "|".join(rf"(?P<lone_{part}>(?:(?<=\n)|^)(?:{words})\s?(?=\n))" for part, words in _WRITTEN.items())
)
_LETTERS: Final = re.compile(r"(?:(?<=[\s,;/])|^)(?:(?P<l_yesterday>y)|(?P<l_today>t)|(?P<l_obstacles>b))\s?:\s?")
# Before "today" another day is the one before: on Mondays people tell of Friday.
_OTHER_DAY: Final = re.compile(
    r"(?:上?周[一二三四五]|上个?工作日|前天|(?:on |last )?(?:mon|tues|wednes|thurs|fri)day)\s?[:,]?\s?"
)
_DONE_SO_FAR: Final = re.compile(r"已?完成了?")
_ONWARD: Final = re.compile(r"(?<=[,;。\s])(?:接下来|下一步|计划|打算|next)\s?[:,]?\s?")
_ONLY_STUCK: Final = re.compile(r"(?:就)?(?:卡住|受阻|阻塞|blocked|stuck)了?")
_TROUBLE: Final = r"(?:阻碍|障碍|阻塞|困难|问题|风险|卡点)"
_CLEAR: Final = re.compile(
    rf"{_START}(?:目前|暂时)?(?:暂?没有?|暂?无)(?:什么|啥|任何|其他)?(?:大|大的)?{_TROUBLE}(?=[\s,;。.!]|$)"
    rf"|{_START}{_TROUBLE}\s?[:]?\s?(?:暂无|没有?|无)(?=[\s,;。.!]|$)|{_START}一切(?:正常|顺利)"
    rf"|{_START}(?:no|without any|without) (?:blockers?|obstacles?|issues?|impediments?|problems?)(?![a-z])"
    rf"|{_START}(?:nothing(?:'s| is)? blocking(?: me)?|not blocked|all (?:good|clear))(?![a-z])"
)
_STUCK: Final = re.compile(
    rf"{_START}(?=卡在|卡住|被\S{{1,12}}卡住|阻塞|受阻|(?:i'm |i am )?(?:blocked (?:by|on)|stuck (?:on|with)"
    rf"|waiting (?:for|on)))"
    rf"|{_START}(?=等(?![等到会下着])[^\s,;。]{{2,12}}[。.]?$|还?缺(?![席勤])|就是|需要[^\s,;]{{1,12}}(?:支持|拍板"
    rf"|帮忙?|协助|确认|审批|批|提供|配合)"
    rf"|等待?[^\s,;]{{2,12}}(?:反馈|回复|答复|确认|审批|批|提供))"
    rf"|{_START}(?:有个?|遇到){_TROUBLE}\s?[:,]?|{_START}(?:(?:唯一|主要|目前|现在)的?)?{_TROUBLE}(?:是|在于|有)"
)
# "昨天主视觉，今天切图，字体还没授权": what is missing or broken, said last, is in the way and no plan.
_LACKING: Final = re.compile(
    r"(?<=[,;。\s])(?![把跟和给做改修写补催推跑查]|处理|确认|继续|联系|准备)[^\s,;。]{0,16}?"
    r"(?:还[没未]|尚未|一直[没未]|[没未](?:到|批|给|回|定|签|下来|授权|确认|开通|提供|反馈|回复|审)|[就只还]差|不够"
    r"|不足|来不及|赶不[上及]"
    r"|[挂坏崩][了掉]|宕机|[连登打]不[上开]|上不去|被[拒驳打]|请假了|不在)[^\s,;。的]{0,8}[。.!]?$"
    r"|(?<=[,;.\n])\s?(?:still no [^,;.\n]{2,40}|[^,;.\n]{2,40} (?:(?:is|are) (?:still )?(?:down|missing|broken"
    r"|unavailable)"
    r"|(?:not|(?:is|are|has|have|was|were)n't)(?: been)? (?:yet )?\w{2,12}(?: yet| back| to me)?))[.!]?$"
)
_BEHIND: Final = re.compile(
    r"(?!yesterday|today)(?P<yesterday>[^\n,;:]{2,200}?) yesterday\s?[,;.]\s?(?:and )?(?!today)"
    r"(?P<today>[^\n,;:]{2,200}?) today(?:\s?[,;.]\s?(?P<obstacles>.*))?",
    re.DOTALL,
)
# "worked on the copy yesterday; today the press release": only the first day stands behind what it is said of.
_FIRST_BEHIND: Final = re.compile(
    r"(?!yesterday|today|昨|今)(?P<yesterday>[^\n,;:]{2,200}?) (?:yesterday|昨[天日])\s?[,;.]\s?(?:and )?"
    r"(?:today(?![a-z'])|今[天日])\s?[:,]?\s?(?P<today>[^\n,;]{2,200})(?:[,;]\s?(?P<obstacles>.*))?",
    re.DOTALL,
)
_NOTHING: Final = frozenset(
    ("无", "没有", "没", "暂无", "暂时没有", "目前没有", "none", "no", "nope", "n/a", "na", "nil", "nothing", "/", "0")
)
_NUMBER: Final = re.compile(r"^\s*(?:\(?\d{1,2}[.、):]|\(?[一二三][、.)]|[①②③])\s*")
_INLINE_NUMBER: Final = re.compile(r"(?:(?<=\s)|(?<=[;,。])|^)([123])[.、)](?!\d)\s*")
# "…，今天收尾，暂无": the last of three answers, without its label.
_NONE_LAST: Final = re.compile(r"(?<=\S)[,，;；。]\s*(?:暂无|无|没有|没|none)$", re.IGNORECASE)
_EDGES: Final = " \u3000\t\r\n,，;；。、:：|-—*[]/「」✅❌🚧⛔🚫⚠\ufe0f☑🔲🟢🔴🟡"


@dataclass(frozen=True, slots=True)
class StandupText:
    """The three answers as written; `unsure` where they were told apart by their order alone."""

    yesterday: str
    today: str
    obstacles: str
    unsure: bool


def read_standup(text: str) -> StandupText:
    """The answers in a text; "none" as an obstacle is the empty string. Source: handbook S1."""
    text = text[:LONGEST].strip()
    folded = plain(text)
    said = _BEHIND.fullmatch(folded) or _FIRST_BEHIND.fullmatch(folded)
    if said:
        return _days_behind(text, said)
    items = _numbered(text)
    if items:
        return _of_items(items, not any(_LABEL.match(plain(item)) for item in items))
    places = _places(folded)
    if not places:
        return _by_order(text)
    parts: dict[str, list[str]] = {part: [] for part in _PARTS}
    ends = [start for start, _, _ in places[1:]] + [len(text)]
    for (_, behind, part), end in zip(places, ends, strict=True):
        parts[part].append(_trimmed(text[behind:end]))
    before = _trimmed(text[: places[0][0]])
    unsure = bool(before) and not any(part == "yesterday" for _, _, part in places)
    other_day = _OTHER_DAY.match(plain(before)) if unsure else None
    if unsure:
        parts["yesterday"].insert(0, before[other_day.end() :] if other_day else before)
    joined = {part: "\n".join(filter(None, said)) for part, said in parts.items()}
    today = "" if _CLEAR.fullmatch(plain(joined["today"])) else joined["today"]
    obstacles = _obstacles(joined["obstacles"])
    today = today if obstacles else _NONE_LAST.sub("", today)
    if _ONLY_STUCK.fullmatch(plain(obstacles)) and "，" in today:
        today, _, cause = today.rpartition("，")
        obstacles = f"{cause}，{obstacles}"
    return StandupText(joined["yesterday"], today, obstacles, unsure and other_day is None)


def _trimmed(text: str) -> str:
    return text.strip(_EDGES).removesuffix(".").rstrip(_EDGES)


def _days_behind(text: str, match: re.Match[str]) -> StandupText:
    """ "did sketches yesterday, doing the final today, no blockers": the day stands behind what it is said of."""
    yesterday, today = (_trimmed(text[slice(*match.span(day))]) for day in ("yesterday", "today"))
    said = text[match.start("obstacles") :] if match["obstacles"] else ""
    folded = plain(said)
    label = next((place for place in _places(folded) if place[0] == 0 and place[2] == "obstacles"), None)
    known = label is not None or not said or _STUCK.match(folded) or _CLEAR.match(folded)
    obstacles = _trimmed(said[label[1] :] if label else said)
    return StandupText(yesterday, today, _obstacles(obstacles), not known)


def _places(folded: str) -> list[tuple[int, int, Part]]:
    """Where each section begins and where its text does; a spoken label counts once, for "今天" may be said again."""
    found: list[tuple[int, int, Part]] = []
    for match in _LABEL.finditer(folded):
        kind, _, name = (match.lastgroup or "").partition("_")
        part = next(each for each in _PARTS if each == name)
        colon = kind != "spoken" or ":" in match[0] or "]" in match[0]
        if colon or all(part != each for _, _, each in found):
            found.append((match.start(), match.end(), part))
    if found:
        found += _of_kind(_LONE, folded)
    if all(part == "obstacles" for _, _, part in found) and "%" not in folded:
        letters = _of_kind(_LETTERS, folded)
        found += letters if {"yesterday", "today"} <= {part for _, _, part in letters} else _so_far(folded, found)
    if found:
        found += [(match.start(), match.end(), "obstacles") for match in _CLEAR.finditer(folded)]
        if all(part != "obstacles" for _, _, part in found):
            stuck = _STUCK.search(folded, found[-1][1])
            found += [(stuck.start(), stuck.end(), "obstacles")] if stuck else _lacking(folded, found[-1])
    return _apart(sorted(found))


def _lacking(folded: str, last: tuple[int, int, Part]) -> list[tuple[int, int, Part]]:
    """What is told to be missing behind what is planned."""
    said = _LACKING.search(folded, last[1] + 1) if last[2] == "today" else None
    return [(said.start(), said.start(), "obstacles")] if said else []


def _of_kind(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int, Part]]:
    found = ((match, (match.lastgroup or "").partition("_")[2]) for match in pattern.finditer(folded))
    return [(match.start(), match.end(), part) for match, name in found for part in _PARTS if part == name]


def _so_far(folded: str, known: Sequence[tuple[int, int, Part]]) -> list[tuple[int, int, Part]]:
    """ "完成了首页，接下来做详情页，没有阻碍": without a day it is a standup only when nothing is missing."""
    onward = _ONWARD.search(folded)
    if not _DONE_SO_FAR.match(folded) or onward is None:
        return []
    if not known and not _CLEAR.search(folded, onward.end()):
        return []
    return [(0, 0, "yesterday"), (onward.start(), onward.end(), "today")]


def _apart(places: list[tuple[int, int, Part]]) -> list[tuple[int, int, Part]]:
    kept: list[tuple[int, int, Part]] = []
    for place in places:
        if kept and place[0] < kept[-1][1]:
            kept[-1] = max(kept[-1], place, key=lambda each: each[1])
        else:
            kept.append(place)
    return kept


def _numbered(text: str) -> list[str]:
    """What stands behind 1, 2 and 3 in one line."""
    if "\n" in text:
        return []
    numbers = list(_INLINE_NUMBER.finditer(plain(text)))
    if [match[1] for match in numbers] != ["1", "2", "3"] or numbers[0].start():
        return []
    ends = [match.start() for match in numbers[1:]] + [len(text)]
    return [text[match.end() : end] for match, end in zip(numbers, ends, strict=True)]


def _of_items(items: Sequence[str], unsure: bool) -> StandupText:
    """Three items in order, each without the label it may begin with."""
    said = []
    for item in items:
        label = _LABEL.match(plain(item.lstrip()))
        said.append(_trimmed(item.lstrip()[label.end() :] if label else item))
    yesterday, today, obstacles = said
    return StandupText(yesterday, today, _obstacles(obstacles), unsure)


def _by_order(text: str) -> StandupText:
    """Numbered items, else lines: done, planned, in the way."""
    lines = [line for line in text.splitlines() if line.strip(_EDGES)]
    items = [_trimmed(_NUMBER.sub("", line)) for line in lines]
    if len(items) > 3:
        items = ["\n".join(items)]
    yesterday, today, obstacles = (*items, "", "", "")[:3]
    return StandupText(yesterday, today, _obstacles(obstacles), True)


def _obstacles(text: str) -> str:
    word = plain(text).strip(_EDGES + ".!")
    return "" if word in _NOTHING or not word or _CLEAR.fullmatch(word) else text

"""Clock times as written: 17:00, 下午3点半, 5pm, 下班前, EOD, noon; without the day they belong to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone, tzinfo
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.clock_faces import PARTS, Clock, ClockRule, face
from bot.rules.clocks_en import ENGLISH
from bot.rules.numerals import read_number
from bot.rules.triggers import Rulebook

__all__ = ["Clock", "find_clocks"]

MOST_CLOCKS: Final = 28  # looked at in one text

_PART = (
    "一早(?!上)(?<![周期拜]一早)|一大早(?!上)(?<![周期拜]一大早)|凌晨|半夜|清晨|早上|早晨|(?<=今)晨|早|上午|午前|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜里|夜间"
    "|夜晚|深夜|晚|夜"
)
# "周二十点" is ten on Tuesday.
_HOUR = r"\d{1,2}|(?<![周期拜])二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九]"
_SOME_MINUTES = r"[0-5]?\d|[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[五]"

# Look-arounds name their letters: "\b" does not fall between a Han character and a digit.
_COLON = re.compile(
    rf"(?<![\d:.比分例幅])(?:({_PART})\s?)?(?!9:16(?:\s?(?:竖|横|比|画|视|版|屏|尺|构)|的))([01]?\d|2[0-4]):([0-5]\d)"
    r"(?::([0-5]\d))?(?:\.\d+)?(?![\d:%])"
    r"(?:\s?([ap])\s?\.?\s?m\.?(?![a-z]))?"
)
_HAN_BEGIN = rf"(?:({_PART})\s?的?|(?<![\d第百.]))"
_HAN_FACE = (
    rf"({_HOUR})\s?(点|时(?![间候长段效期代尚差])|:(?!\d))钟?(?!方向)"
    r"(?:(半)(?!成品|数)|([一123三])刻|(整)|([0-5]\d|[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)"
    r"(?:分(?!钟)|(?![\d分钟%个.]))|(\d)分(?!钟))?(?:(?<=分)([0-5]?\d)秒)?"
)
# "快一点", "字再大一点", "明天早一点": a little, and no clock; "今晚一点" is one.
_SLIGHTLY = re.compile(
    r"(?:(?<![今明后当昨次])[早晚]|[差快慢好多少大小高低长短轻重粗细深浅远近亮暗强弱简洁清楚晰真紧单]|提前|便宜)一点$"
)
# "两三点" is by three.
_HAN = re.compile(_HAN_BEGIN + r"(?:(?<![周期拜])[一两二三四五六七八](?=[二三四五六七八九]\s?点))?" + _HAN_FACE)
_HAN_SPAN = re.compile(rf"{_HAN_BEGIN}\d{{1,2}}(?:-|~|到|至){_HAN_FACE}")
# "明天下午5前": the hour alone, where nothing that is counted can follow.
_HOUR_ENDS = r"(?=\s*(?:$|[,.;。、!?)(]|之?前|以前|[提上]?交|发|给|完成|定稿|上线|开会))"
_BARE_HOUR = re.compile(rf"(?<![最不尽较更及])({_PART})\s?(1?\d|2[0-4]){_HOUR_ENDS}")
# "明天1730": by itself it is a year, an amount or a number, so it needs its day or a word for "until" beside it.
_MILITARY = re.compile(
    r"([01]\d|2[0-3])(00|15|30|45)(?<![\d.:/\-+a-z#]\d{4})(?![\d.:/\-%a-z年月日号元个份])"
    r"(?=\s*(?:$|[,.;。、!?)(@]|(之?前|以前)|[提上]?交|发|给|完成|定稿|上线|开会"
    r"|(hours?|hrs?|sharp|on |to(?:day|morrow)|(?:mon|tue|wed|thu|fri|sat|sun))))"
)
_DAY_BEFORE = re.compile(
    r"(?:[\d一二三四五六七八九十][日号]|[今明后当]天|[今明次当]日|[周期拜][一二三四五六日天]|午|(?<!最)[早晚]|day"
    r"|tomorrow"
    r"|mon|tue|wed|thu|fri|sat|sun),? ?$"
)
_APART = " ,;:。、("
_UNTIL_BEFORE = re.compile(r"(?:截[止至]|最[晚迟]|务必)于? ?$")
_BY_BEFORE = re.compile(r"(?<![a-z])(?:by|before|until|till) $")
_SHORT_OF = re.compile(rf"(?:({_PART})\s?)?差(?:(一刻)|({_SOME_MINUTES})分)钟?({_HOUR})点(?!钟方向)")
_EDGE = re.compile(r"(?:([上中]午下班)|(下班|收工)|(下午一?上班)|上班|开工)(?:之?前)?")
_MEAL = re.compile(r"(午饭|午餐|午休|吃饭)(?:之?前)|(晚饭|晚餐)(?:之?前)")
_WORD = re.compile(rf"(?<![最不尽较更及])(?![早上中下晚][上晨午间]?好(?!了))({_PART})(?![会报期茶餐饭点些日安于就已])")

# Places, so that clock changes are theirs; an abbreviation that several places use is asked.
_PLACES: Final = {
    "utc": ("UTC",), "gmt": ("UTC",), "z": ("UTC",), "bst": ("Europe/London",), "cet": ("Europe/Berlin",),
    "cest": ("Europe/Berlin",), "ist": ("Asia/Kolkata",), "sgt": ("Asia/Singapore",), "hkt": ("Asia/Hong_Kong",),
    "jst": ("Asia/Tokyo",), "kst": ("Asia/Seoul",), "est": ("America/New_York",), "edt": ("America/New_York",),
    "et": ("America/New_York",), "cdt": ("America/Chicago",), "mst": ("America/Denver",), "mdt": ("America/Denver",),
    "pst": ("America/Los_Angeles",), "pdt": ("America/Los_Angeles",), "pt": ("America/Los_Angeles",),
    "cst": ("Asia/Shanghai", "America/Chicago"), "北京": ("Asia/Shanghai",), "上海": ("Asia/Shanghai",),
    "香港": ("Asia/Hong_Kong",), "台北": ("Asia/Taipei",), "东京": ("Asia/Tokyo",), "日本": ("Asia/Tokyo",),
    "首尔": ("Asia/Seoul",), "新加坡": ("Asia/Singapore",), "印度": ("Asia/Kolkata",), "迪拜": ("Asia/Dubai",),
    "伦敦": ("Europe/London",), "英国": ("Europe/London",), "巴黎": ("Europe/Paris",), "柏林": ("Europe/Berlin",),
    "德国": ("Europe/Berlin",), "纽约": ("America/New_York",), "美东": ("America/New_York",),
    "芝加哥": ("America/Chicago",), "洛杉矶": ("America/Los_Angeles",), "旧金山": ("America/Los_Angeles",),
    "beijing": ("Asia/Shanghai",), "shanghai": ("Asia/Shanghai",), "hong kong": ("Asia/Hong_Kong",),
    "singapore": ("Asia/Singapore",), "tokyo": ("Asia/Tokyo",), "london": ("Europe/London",), "uk": ("Europe/London",),
    "paris": ("Europe/Paris",), "berlin": ("Europe/Berlin",), "new york": ("America/New_York",),
    "la": ("America/Los_Angeles",), "西雅图": ("America/Los_Angeles",), "美西": ("America/Los_Angeles",),
    "悉尼": ("Australia/Sydney",), "加州": ("America/Los_Angeles",), "硅谷": ("America/Los_Angeles",),
    "美国": ("America/New_York", "America/Los_Angeles"), "欧洲": ("Europe/Berlin", "Europe/London"),
    "中国": ("Asia/Shanghai",), "国内": ("Asia/Shanghai",), "sf": ("America/Los_Angeles",),
    "san francisco": ("America/Los_Angeles",), "seattle": ("America/Los_Angeles",), "ny": ("America/New_York",),
    "nyc": ("America/New_York",), "boston": ("America/New_York",), "chicago": ("America/Chicago",),
    "los angeles": ("America/Los_Angeles",), "munich": ("Europe/Berlin",), "amsterdam": ("Europe/Amsterdam",),
    "zurich": ("Europe/Zurich",), "madrid": ("Europe/Madrid",), "oslo": ("Europe/Oslo",), "dubai": ("Asia/Dubai",),
    "stockholm": ("Europe/Stockholm",), "sydney": ("Australia/Sydney",), "india": ("Asia/Kolkata",),
    "china": ("Asia/Shanghai",), "bj": ("Asia/Shanghai",), "german": ("Europe/Berlin",), "japan": ("Asia/Tokyo",),
    "us": ("America/New_York", "America/Los_Angeles"), "central": ("America/Chicago", "Europe/Berlin"),
    "pacific": ("America/Los_Angeles",), "eastern": ("America/New_York",),
}  # fmt: skip
_TOWNS: Final = (
    "beijing|shanghai|hong kong|singapore|tokyo|london|uk|paris|berlin|new york|la|sf|san francisco|seattle|nyc|ny"
    "|boston|chicago|los angeles|munich|amsterdam|zurich|madrid|oslo|dubai|stockholm|sydney|india|china|bj|german"
    "|japan|us|central"
)
_SHORT: Final = [name for name in _PLACES if name.isascii() and name not in _TOWNS.split("|")]
_LETTERED = "|".join(sorted(_SHORT, key=len, reverse=True))
_CITIES = "|".join(name for name in _PLACES if not name.isascii())
_ZONE = re.compile(
    rf"\s?\(?(?:(?:utc|gmt)\s?([+-])\s?(\d{{1,2}})(?::?([0-5]\d))?(?![\d:])|((?:{_LETTERED})(?![a-z])"
    rf"|(?:{_CITIES})(?=时间)|(?:{_TOWNS})(?= time)))(?:时间| time)?\)?"
)
_ZONE_BEFORE = re.compile(rf"({_CITIES})时间[^,;。]{{0,9}}$")
# Only behind "…T18:00": "18:00-09:00" is a span of hours.
_ISO_OFFSET = re.compile(r"([+-])(\d\d):?([0-5]\d)(?!\d)()")
# "Five tomorrow morning": the day may stand between an hour and the part of the day it belongs to.
_BESIDE = re.compile(
    r"[\s,]*(?:to|(?:on |next |this )*(?:tomorrow|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[\s,]+)?"
    r"(?:at |around |about |by )?"
)


def find_clocks(text: str) -> list[Clock]:
    """Every clock time in a folded text, in order, none overlapping another."""
    read = (rule.read(match) for rule in _RULES.that_may_apply(text) for match in rule.pattern.finditer(text))
    found = list(islice(filter(None, read), MOST_CLOCKS))
    if not found:
        return found
    return _apart([_in_zone(clock, text) for clock in _with_parts(_apart(found), text)])


def _apart(clocks: list[Clock]) -> list[Clock]:
    kept: list[Clock] = []
    taken = bytearray(max((clock.span[1] for clock in clocks), default=0))
    for clock in clocks:
        start, end = clock.span
        if 1 not in taken[start:end]:
            taken[start:end] = b"\1" * (end - start)
            kept.append(clock)
    return sorted(kept, key=lambda clock: clock.span)


def _with_parts(clocks: list[Clock], text: str) -> list[Clock]:
    """ "Tomorrow morning at 7", "8:00 in the evening": the part of the day settles which hour is meant."""
    joined: list[Clock] = []
    for clock in clocks:
        last = joined[-1] if joined else None
        if last and last.part != clock.part and _BESIDE.fullmatch(text, last.span[1], clock.span[0]):
            part, exact = (last, clock) if last.part else (clock, last)
            joined[-1] = _settled(part, exact, (last.span[0], clock.span[1]))
        else:
            joined.append(clock)
    return joined


def _settled(part: Clock, exact: Clock, span: tuple[int, int]) -> Clock:
    late = part.hour == 23 or part.edge == "afternoon"
    hour, next_day = exact.hour, exact.next_day
    if late and 1 <= hour < 7 and part.hour == 23:
        next_day = True  # one in the night is still tonight's
    elif late and hour < 12 and not next_day:
        hour += 12
    elif (part.edge == "start" or part.hour == 12) and 13 <= hour <= 18:
        hour -= 12
    return replace(exact, span=span, hour=hour % 24, next_day=next_day, weak=False, either=False, bare=False)


def _in_zone(clock: Clock, text: str) -> Clock:
    """The clock with the zone that is named beside it; abbreviations of several zones keep them all."""
    start, end = clock.span
    before = _ZONE_BEFORE.search(text, max(0, start - 14), start) if "时间" in text else None
    behind = _ZONE.match(text, end) or (_ISO_OFFSET.match(text, end) if text[:start].endswith("t") else None)
    if before:
        return replace(clock, span=(before.start(), end), zones=_zones(before[1]))
    if behind is None:
        return clock
    ahead = timedelta(hours=int(behind[2] or 0), minutes=int(behind[3] or 0)) * (-1 if behind[1] == "-" else 1)
    zones = _zones(behind[4]) if behind[4] else (timezone(ahead),)
    return replace(clock, span=(start, behind.end()), zones=zones)


def _zones(name: str) -> tuple[tzinfo, ...]:
    return tuple(ZoneInfo(place) for place in _PLACES[name])


def _read_colon(match: re.Match[str]) -> Clock | None:
    part = PARTS.get(match[1] or f"{match[5]}m" if match[1] or match[5] else "")
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if hour == 24 and minute:
        return None
    if part is None and (len(match[2]) == 2 or hour not in range(1, 7)):
        return Clock(match.span(), hour % 24, minute, next_day=hour == 24, second=second)
    if match[5] and hour == 12:
        return Clock(match.span(), 12 if match[5] == "p" else 0, minute, second=second)
    return face(match.span(), hour, minute, part, second)


def _read_han(match: re.Match[str]) -> Clock | None:
    hour = None if match[3] == ":" and not match[1] else read_number(match[2])
    if hour is None or hour > 24 or (hour == 1 and _is_little(match)):
        return None
    minute = 30 if match[4] else 15 * int(read_number(match[5]) or 0) if match[5] else 0
    if match[7] or match[8]:
        minute = read_number((match[7] or match[8]).lstrip("零〇")) or 0
    text = match.string
    followed = text[match.end() : match.end() + 1]
    weak = match[1] is None and match[0][-1] in "点时" and bool(followed) and followed not in " ,;。、!?)\n"
    # Midnight ends the day it is said of: "周五半夜12点" is Saturday's first moment.
    part = "evening" if hour == 12 and match[1] == "半夜" else PARTS.get(match[1] or "")
    return replace(face(match.span(), hour, minute, part, int(match[9] or 0)), weak=weak)


def _is_little(match: re.Match[str]) -> bool:
    start, end = match.span()
    before = match.string[end : end + 1] in ("前", "之", "以")
    return not before and _SLIGHTLY.search(match.string, max(0, start - 2), end) is not None


def _read_bare_hour(match: re.Match[str]) -> Clock | None:
    return face(match.span(), int(match[2]), 0, PARTS.get(match[1]))


def _read_military(match: re.Match[str]) -> Clock | None:
    text, start = match.string, match.start()
    near = max(0, start - 12)
    is_year = match[1] in ("19", "20")
    until = _UNTIL_BEFORE.search(text, near, start) or (match[3] and text[start - 1 : start] in _APART)
    # "up by 1500" is an amount; nobody counts in quarters of hours.
    said = until or match[4] or (match[2] != "00" and _BY_BEFORE.search(text, near, start))
    if _DAY_BEFORE.search(text, near, start) or (said and not is_year):
        return Clock(match.span(), int(match[1]), int(match[2]), weak=True)
    return None


def _read_short_of(match: re.Match[str]) -> Clock | None:
    """`差5分3点`: five minutes before three."""
    hour = read_number(match[4])
    minutes = 15 if match[2] else read_number(match[3].lstrip("零〇"))
    if hour is None or not minutes or not 1 <= hour <= 24:
        return None
    named = face(match.span(), hour, 0, PARTS.get(match[1] or ""))
    return replace(named, hour=(named.hour or 24) - 1, minute=60 - minutes, next_day=False, either=False)


def _read_edge(match: re.Match[str]) -> Clock:
    """Work ends for lunch (上午下班前) and begins anew behind it (下午一上班)."""
    if match[1] or match[3]:
        return Clock(match.span(), 12 if match[1] else 13)
    return Clock(match.span(), edge="end" if match[2] else "start")


def _read_meal(match: re.Match[str]) -> Clock:
    return Clock(match.span(), 12 if match[1] else 18)


def _read_word(match: re.Match[str]) -> Clock:
    """A part of the day as its end: 上午 by noon, 下午 by the end of work, 晚上 by midnight; 早 is its start."""
    part = PARTS[match[1]]
    if part in ("early", "afternoon"):
        return Clock(match.span(), edge="start" if part == "early" else "afternoon", weak=True, part=True)
    if part == "evening":
        return Clock(match.span(), 23, 59, weak=True, part=True)
    return Clock(match.span(), 6 if part == "night" else 12, weak=True, part=True)


def _rules() -> Iterator[ClockRule]:
    yield ClockRule(tuple(f":{tens}" for tens in range(6)), _COLON, _read_colon)
    yield ClockRule(("差",), _SHORT_OF, _read_short_of)
    yield ClockRule(("-", "~", "到", "至"), _HAN_SPAN, _read_han)
    yield ClockRule(("点", "时", ":"), _HAN, _read_han)
    yield from ENGLISH[:-2]
    yield ClockRule(("00", "15", "30", "45"), _MILITARY, _read_military)
    yield ClockRule(tuple("晨早午晚夜"), _BARE_HOUR, _read_bare_hour)
    yield ClockRule(("下班", "收工", "上班", "开工"), _EDGE, _read_edge)
    yield ENGLISH[-2]
    yield ClockRule(("午", "饭", "餐"), _MEAL, _read_meal)
    yield ClockRule(tuple("晨早午晚夜"), _WORD, _read_word)
    yield ENGLISH[-1]


_RULES: Final = Rulebook(tuple(_rules()))

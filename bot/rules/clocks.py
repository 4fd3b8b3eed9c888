"""Clock times as written: 17:00, 下午3点半, 5pm, 下班前, EOD, noon; without the day they belong to."""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal

from bot.rules.due import CalendarLike, Span
from bot.rules.numerals import read_number

_PARTS = {
    "凌晨": "night", "半夜": "night", "清晨": "early", "早上": "early", "早晨": "early", "早": "early", "一早": "early",
    "上午": "morning", "午前": "morning", "中午": "noon", "正午": "noon", "午间": "noon",
    "下午": "afternoon", "午后": "afternoon", "傍晚": "afternoon", "晚上": "evening", "晚间": "evening",
    "夜里": "evening", "夜间": "evening", "深夜": "evening", "晚": "evening", "夜": "evening",
    "am": "morning", "pm": "afternoon",
}  # fmt: skip
_PART = "一早|凌晨|半夜|清晨|早上|早晨|早|上午|午前|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜里|夜间|深夜|晚|夜"

_HOUR = r"\d{1,2}|二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九]"

# Look-arounds name their letters: "\b" does not fall between a Han character and a digit.
_COLON = re.compile(
    rf"(?<![\d:.])(?:({_PART})\s?)?([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d:%])(?:\s?([ap])\.?m\.?(?![a-z]))?"
)
_HAN = re.compile(
    rf"(?:({_PART})\s?的?|(?<![\d第百.]))({_HOUR})\s?(点|时(?![间候长段效期代尚差])|:(?!\d))钟?"
    r"(?:(半)|([一三123])刻|(整)|([0-5]\d|[零〇][一二三四五六七八九]"
    r"|[二三四五]?十[一二三四五六七八九]?)分?(?![\d钟%个.])|(\d)分(?!钟))?"
)
_MERIDIEM = re.compile(r"(?<![\w.:])(\d{1,2})(?:[:.]?([0-5]\d))?\s?([ap])\.?m\b\.?", re.ASCII)
_AT = re.compile(r"(?<![a-z])(?:at|around|@)\s?(\d{1,2})(?![\d:/.\-%a-z])(?! ?(?:%|people|items|points|per))")
_EDGE = re.compile(
    r"(下班|收工)(?:之?前)?|(上班|开工)(?:之?前)?"
    r"|(?<![a-z])(?:(?:by )?(eod|cob|end of (?:the )?(?:business |work(?:ing)? )?day|close of (?:business|play)"
    r"|end of work)|(start of (?:the )?(?:business )?day))(?![a-z])"
)
_WORD = re.compile(
    rf"(?<![最不尽较更及])({_PART})(?![会报期茶餐饭点些日安于])"
    r"|(?:(?<![a-z])|(?<=to)(?=night))"
    r"(?:(?:in the |at )?(morning|afternoon|evening|night)|(noon|midday)|(midnight))(?![a-z])"
)
_HALF = re.compile(r"(?<![a-z])(half|quarter) past (\d{1,2})(?!\d)")


_BESIDE = re.compile(r"[\s,]*")
MOST_CLOCKS: Final = 40  # looked at in one text


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `edge` stands for the calendar's own end or start of work; a `weak` one needs a day beside it."""

    span: Span
    hour: int = 0
    minute: int = 0
    next_day: bool = False
    edge: Literal["end", "start", "afternoon"] | None = None
    weak: bool = False
    either: bool = False
    bare: bool = False

    @property
    def timed(self) -> bool:
        """Whether a moment was named, rather than the end of work."""
        return self.edge != "end"

    def at(self, day: date, calendar: CalendarLike) -> time:
        """The local time on a day."""
        if self.edge == "start":
            return calendar.day_start(day)
        if self.edge is not None:
            return calendar.day_end(day)
        return time(self.hour, self.minute)


def find_clocks(text: str) -> list[Clock]:
    """Every clock time in a folded text, in order, none overlapping another."""
    found: list[Clock] = []
    if ":" in text:
        found += [clock for match in _COLON.finditer(text) if (clock := _read_colon(match))]
    if "点" in text or "时" in text or ":" in text:
        found += [clock for match in _HAN.finditer(text) if (clock := _read_han(match, text))]
    if "m" in text:
        found += [clock for match in _MERIDIEM.finditer(text) if (clock := _read_meridiem(match))]
    if "at" in text or "@" in text or "around" in text:
        found += [_hour(match.span(), int(match[1]), 0, None) for match in _AT.finditer(text) if int(match[1]) <= 24]
    if "past" in text:
        found += [_read_half(match) for match in _HALF.finditer(text) if int(match[2]) <= 12]
    found += [_read_edge(match) for match in _EDGE.finditer(text)]
    found += [_read_word(match) for match in _WORD.finditer(text)]
    return _with_parts(_apart(found[:MOST_CLOCKS]), text) if len(found) > 1 else found


def _apart(clocks: list[Clock]) -> list[Clock]:
    kept: list[Clock] = []
    for clock in clocks:
        if all(clock.span[1] <= other.span[0] or clock.span[0] >= other.span[1] for other in kept):
            kept.append(clock)
    return sorted(kept, key=lambda clock: clock.span)


def _with_parts(clocks: list[Clock], text: str) -> list[Clock]:
    """ "Tomorrow morning at 7", "8:00 in the evening": the part of the day settles which hour is meant."""
    joined: list[Clock] = []
    for clock in clocks:
        last = joined[-1] if joined else None
        if last and last.weak != clock.weak and _BESIDE.fullmatch(text, last.span[1], clock.span[0]):
            part, exact = (last, clock) if last.weak else (clock, last)
            late = part.hour == 23 or part.edge == "afternoon"
            hour = exact.hour + 12 if late and exact.hour < 12 else exact.hour
            hour = hour - 12 if part.edge == "start" or (part.hour == 12 and 13 <= hour <= 18) else hour
            span = (last.span[0], clock.span[1])
            joined[-1] = Clock(span, hour % 24, exact.minute, exact.next_day, exact.edge if not exact.timed else None)
        else:
            joined.append(clock)
    return joined


def _read_colon(match: re.Match[str]) -> Clock | None:
    part = _PARTS.get(match[1] or f"{match[4]}m" if match[1] or match[4] else "")
    hour, minute = int(match[2]), int(match[3])
    if hour == 24 and minute:
        return None
    literal = part is None and (len(match[2]) == 2 or hour not in range(1, 7))
    if literal:
        return Clock(match.span(), hour % 24, minute, next_day=hour == 24)
    return _hour(match.span(), hour, minute, part)


def _read_han(match: re.Match[str], text: str) -> Clock | None:
    hour = read_number(match[2])
    if hour is None or hour > 24 or (match[3] == ":" and not match[1]):
        return None
    minute = 30 if match[4] else 15 * int(read_number(match[5]) or 0) if match[5] else 0
    if match[7] or match[8]:
        minute = read_number((match[7] or match[8]).lstrip("零〇")) or 0
    followed = text[match.end() : match.end() + 1]
    bare = match[1] is None and match[0][-1] in "点时" and bool(followed) and followed not in " ,;。、!?)\n"
    clock = _hour(match.span(), hour, minute, _PARTS.get(match[1] or ""))
    return Clock(clock.span, clock.hour, clock.minute, clock.next_day, weak=bare, either=clock.either, bare=clock.bare)


def _read_meridiem(match: re.Match[str]) -> Clock | None:
    hour, minute = int(match[1]), int(match[2] or 0)
    if not 1 <= hour <= 12:
        return None
    return Clock(match.span(), hour % 12 + (12 if match[3] == "p" else 0), minute)


def _read_half(match: re.Match[str]) -> Clock:
    return _hour(match.span(), int(match[2]), 30 if match[1] == "half" else 15, None)


def _hour(span: Span, hour: int, minute: int, part: str | None) -> Clock:
    """An hour on the clock face: nobody's deadline is at three in the morning, while seven may be either."""
    if hour == 24 or (hour == 12 and part == "evening") or (hour == 0 and part == "evening"):
        return Clock(span, 0, minute, next_day=True)
    if part == "evening" and 1 <= hour <= 4:
        return Clock(span, hour, minute, next_day=True)
    if (part in ("afternoon", "evening") and hour < 12) or (part == "noon" and hour < 3):
        return Clock(span, hour + 12, minute)
    if part is not None:
        return Clock(span, 0 if hour == 12 and part == "night" else hour, minute)
    if 1 <= hour <= 6:
        return Clock(span, hour + 12, minute)
    return Clock(span, hour, minute, either=hour in (7, 8), bare=7 <= hour <= 11)


def _read_edge(match: re.Match[str]) -> Clock:
    return Clock(match.span(), edge="end" if match[1] or match[3] else "start")


def _read_word(match: re.Match[str]) -> Clock:
    if match[3]:
        return Clock(match.span(), 12)
    if match[4]:
        return Clock(match.span(), 0, next_day=True)
    part = _PARTS.get(match[1] or "", match[2] or "")
    if part == "early":
        return Clock(match.span(), edge="start", weak=True)
    if part == "afternoon":
        return Clock(match.span(), edge="afternoon", weak=True)
    if part == "evening" or match[2] == "night":
        return Clock(match.span(), 23, 59, weak=True)
    if part == "night":
        return Clock(match.span(), 6, weak=True)
    return Clock(match.span(), 12, weak=True)

"""Clock times as written in English: 5pm, half past three, ten to five, at seven, noon, EOD, by lunch."""

import re
from typing import Final

from bot.rules.clock_faces import Clock, ClockRule, face
from bot.rules.numerals import read_number

_HOURS: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MINUTES: Final = (
    r"(?:(?:twenty|thirty|forty|fifty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|oh? (?:one|two|three|four|five|six|seven|eight"
    r"|nine))"
)
_MERIDIEM_BEGIN: Final = r"(?<![\w:])(?<!\d\.)"
_MERIDIEM_FACE: Final = (
    rf"(?:(\d{{1,2}})(?:[:.]?([0-5]\d))?(?::([0-5]\d))?|({_HOURS})(?:[ -]({_MINUTES}))?)"
    r"\s?\.?(?:([ap])\s?\.?\s?m\b(?:pm)?\.?|(?<=\d)([ap])(?![\w']))"
)
_MERIDIEM = re.compile(_MERIDIEM_BEGIN + _MERIDIEM_FACE, re.ASCII)
_MERIDIEM_SPAN = re.compile(
    rf"{_MERIDIEM_BEGIN}(?:(?:between|from) )?\d{{1,2}}(?::[0-5]\d)? ?(?:-|~|to|and) ?{_MERIDIEM_FACE}", re.ASCII
)
_PAST = re.compile(
    rf"(?<![a-z\d:.])(?:(half)|(?:an? )?(quarter)|(\d{{1,2}}|{_MINUTES}|five)(?: min(?:ute)?s?)?) "
    rf"(past|after|to|before|till) (\d{{1,2}}|{_HOURS})(?![\d:/a-z%]|-\d)(?: ?o'?clock)?"
)
# "By half four" is half past four where people say it.
_HALF_HOUR = re.compile(
    rf"(?<![a-z])(?:at|by|before|until|till|around|about) half (?:(\d{{1,2}})|({_HOURS}))"
    r"(?=\s*(?:$|[,.;!?)]|on |to(?:day|morrow)|this |mon|tue|wed|thu|fri|sat|sun))"
)
_OCLOCK = re.compile(rf"(?<![a-z\d:])(?:(\d{{1,2}})|({_HOURS})) ?o'?clock(?![a-z])")
_AT_WORD = re.compile(
    rf"(?<![a-z])(?:at|around|by|before|until|@) ?({_HOURS})(?:[ -]({_MINUTES})(?: minutes)?)?"
    r"(?=\s*(?:$|[,.;!?)]|in the|on|tomorrow|today|tonight|this|sharp|mon|tue|wed|thu|fri|sat|sun))"
)
_AT = re.compile(
    r"(?<![a-z])(?:at|around|about|@)\s?(\d{1,2})(?:[.h]([0-5]\d)|h)?(?![\d:/\-%a-z]|\.\d)"
    r"(?! ?(?:%|people|items|points|per|degrees|locations|sites|of))"
)
_BY = re.compile(
    r"(?<![a-z])(?:by|before|until|till) (\d{1,2})(?:h(?:([0-5]\d)(?!\d)|(?![a-z\d]))|(?=\s*(?:$|[,;!?)]|\.(?!\d)"
    r"|this |today"
    r"|tonight|tomorrow|tmr|on (?:mon|tue|wed|thu|fri|sat|sun)|in the )))"
)
_BESIDE_PART = re.compile(
    rf"(?<![\w:./-])(?:(\d{{1,2}})|({_HOURS})(?:[ -]({_MINUTES}))?)(?=,? (?:tonight|this (?:morning|afternoon|evening)"
    r"|in the (?:morning|afternoon|evening)|at night|sharp)(?![a-z])|,? (?:tomorrow|mon|tues?|wed(?:nes)?"
    r"|thu(?:rs)?|fri"
    r"|sat(?:ur)?|sun)(?:day)? (?:morning|afternoon|evening|night)(?![a-z]))"
)
_ISH = re.compile(r"(?<![\w:])(\d{1,2})(?::([0-5]\d))? ?ish(?![a-z])")
_EDGE = re.compile(
    r"(?<![a-z])(?:(?:by )?(?:the )?(eod|cob|end[ -]of[ -](?:the )?(?:business |work(?:ing)? )?day"
    r"|close of (?:business|play)"
    r"|end of work|close of day)|((?:the )?start of (?:the )?(?:business )?day|(?:the )?(?:start|open) of business"
    r"|first thing(?: in the morning)?))(?![a-z])"
)
_WORD = re.compile(
    r"(?:(?<![a-z])|(?<=to)(?=night))"
    r"(?:(?:in the |at )?(?:(this )|early |late )?(morning|afternoon|evening|night)|(noon(?:ish)?|midday|(?:12 )noon"
    r"|(?:(?<=by )|(?<=before )|(?<=until )|(?<=till ))lunch(?: ?time)?|(?<=day )lunch ?time)"
    r"|(mid ?night))(?![a-z])(?! shift| (?:tea"
    r"|snack))"
)


_HALF = re.compile(r"(?<=[a-z\u4e00-\u9fff] )([ap])\.?m(?![a-z])")


def _number(digits: str | None, word: str | None) -> int:
    return int(digits or 0) if digits else read_number((word or "zero").removeprefix("oh ").removeprefix("o ")) or 0


def _read_meridiem(match: re.Match[str]) -> Clock | None:
    hour, minute = _number(match[1], match[4]), _number(match[2], match[5])
    if not 1 <= hour <= 12:
        return None
    late = (match[6] or match[7]) == "p"
    return Clock(match.span(), hour % 12 + (12 if late else 0), minute, second=int(match[3] or 0))


def _read_past(match: re.Match[str]) -> Clock | None:
    """`half past three`, `ten to five`; the hour before is the one named, less one."""
    hour = _number(match[5], None) if match[5].isdigit() else _number(None, match[5])
    minute = 30 if match[1] else 15 if match[2] else _number(None, match[3]) or int(match[3])
    if not 1 <= hour <= 12 or minute > 59:
        return None
    if match[4] in ("past", "after"):
        return face(match.span(), hour, minute, None)
    if match[3] and match[3].isdigit() and minute % 5 and "min" not in match[0]:
        return None  # "9 to 5" are working hours
    hour = face(match.span(), hour, 0, None).hour - 1
    return Clock(match.span(), hour, 60 - minute, either=hour in (7, 8), bare=7 <= hour <= 11)


def _read_half_hour(match: re.Match[str]) -> Clock | None:
    hour = _number(match[1], match[2])
    return face(match.span(), hour, 30, None) if 1 <= hour <= 12 else None


def _read_plain(match: re.Match[str]) -> Clock | None:
    """An hour, and what minutes stand with it."""
    groups = match.groups()
    hour = _number(groups[0] if groups[0] and groups[0].isdigit() else None, next((g for g in groups if g), None))
    minute = groups[-1] if groups[0] or len(groups) > 2 else None
    minutes = (int(minute) if minute.isdigit() else _number(None, minute)) if minute else 0
    return face(match.span(), hour, minutes, None) if hour <= 24 else None


def _read_edge(match: re.Match[str]) -> Clock:
    return Clock(match.span(), edge="end" if match[1] else "start")


def _read_word(match: re.Match[str]) -> Clock:
    """A part of the day as its end: morning by noon, afternoon by the end of work, evening by midnight."""
    if match[3]:
        return Clock(match.span(), 12)
    if match[4]:
        return Clock(match.span(), 0, next_day=True)
    weak = match[1] is None
    if match[2] == "afternoon":
        return Clock(match.span(), edge="afternoon", weak=weak, part=True)
    if match[2] == "morning":
        return Clock(match.span(), 12, weak=weak, part=True)
    return Clock(match.span(), 23, 59, weak=weak, part=True)


def _read_half(match: re.Match[str]) -> Clock:
    """`Friday AM`: by noon, or by the end of work."""
    if match[1] == "a":
        return Clock(match.span(), 12, weak=True, part=True)
    return Clock(match.span(), edge="afternoon", weak=True, part=True)


ENGLISH: Final = (
    ClockRule(("-", "~", "to ", "and "), _MERIDIEM_SPAN, _read_meridiem),
    ClockRule(("m", "p", "a"), _MERIDIEM, _read_meridiem),
    ClockRule((" past ", " to ", " before ", " till ", " after "), _PAST, _read_past),
    ClockRule((" half ",), _HALF_HOUR, _read_half_hour),
    ClockRule((" am", " pm", " a.m", " p.m"), _HALF, _read_half),
    ClockRule(("clock",), _OCLOCK, _read_plain),
    ClockRule(("ish",), _ISH, _read_plain),
    ClockRule(("at", "@", "ound", "about"), _AT, _read_plain),
    ClockRule(("at ", "ound ", "by ", "before ", "until "), _AT_WORD, _read_plain),
    ClockRule(("by ", "before ", "until ", "till "), _BY, _read_plain),
    ClockRule(("morning", "afternoon", "evening", "night", "sharp"), _BESIDE_PART, _read_plain),
    ClockRule(("eod", "cob", "of", "first"), _EDGE, _read_edge),
    ClockRule(("mor", "noon", "even", "night", "day", "lunch"), _WORD, _read_word),
)

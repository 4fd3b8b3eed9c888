"""Dates with a month's English name, in folded text: Mar 5th, 5 March 2026, twenty-first of March, end of April."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.rules.dates_num import by_numbers
from bot.rules.days import (
    Rule,
    before_month,
    day_of_month,
    in_named_month,
    in_week_of_month,
    month_span_end,
    one,
)
from bot.rules.due import Reading, Scene, days_from, month_end
from bot.rules.numerals import ORDINAL, read_number, read_ordinal

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
DAY: Final = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
NTH: Final = ("first", "second", "third", "fourth", "last", "1st", "2nd", "3rd", "4th")
_CARDINAL = r"(?:twenty|thirty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
_SUFFIX = r"(?:st|nd|rd|th)"
_YEAR = r"(?:19|20)\d\d"
_OR_BEFORE = re.compile(rf"(?<![\d.:/-])(\d{{1,2}}){_SUFFIX}? or (?:the )?$")
# A bare number behind "5 Mar" that counts nothing is a day, too.
_BEHIND = re.compile(rf" (\d{{1,2}}){_SUFFIX}?(?=$|[,;)]|\.(?!\d))")
_HOURS = re.compile(r"(\d{1,2}) ?(?:-|~|to|through) ?(\d{1,2})(?!\d)")
_OR_BEHIND = re.compile(rf" or (\d{{1,2}}){_SUFFIX}(?! of )")
_EITHER = re.compile(r"or|/|&")
_CUED = re.compile(r"(?:^|(?:by|on|before|due|until|till|from|to|deadline:?|,|day) (?:the )?)$")


def _day_number(word: str) -> int:
    return read_ordinal(word) or read_number(word) or 0


def _month_number(word: str) -> int:
    return MONTHS.index(word[:3]) + 1


def _month_first(match: re.Match[str], scene: Scene) -> Reading | None:
    """`Mar 5`; behind "may" and "march", which are verbs too, a number in letters needs a cue in front."""
    verb = match[1] in ("may", "march") and match[2].isalpha()
    if verb and " the " not in match[0] and not _CUED.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    month, year = _month_number(match[1]), int(match[4]) if match[4] else None
    last = by_numbers(match, scene, month, int(match[3]) if match[3] else _day_number(match[2]), year)
    if match[3] and _EITHER.search(match.string, match.end(2), match.start(3)) and not last.reason:
        first = by_numbers(match, scene, month, _day_number(match[2]), year)
        return replace(last, days=_to_come(first, scene) + _to_come(last, scene), reason="several")
    return last


def _to_come(read: Reading, scene: Scene) -> tuple[date, ...]:
    """The days themselves, or that of the next year where they have gone by."""
    return (read.later,) if read.later and read.days[0] < scene.today else read.days


def _day_first(match: re.Match[str], scene: Scene) -> Reading | None:
    month, year = _month_number(match[2]), int(match[3]) if match[3] else None
    last = by_numbers(match, scene, month, _day_number(match[1]), year)
    behind = None if year else _BEHIND.match(match.string, match.end())
    if behind and not last.reason:
        return _between(match, int(behind[1]), behind.end(), last, scene)
    other = _OR_BEFORE.search(match.string, max(0, match.start() - 12), match.start())
    if other is None or last.reason:
        return last
    first = by_numbers(match, scene, month, int(other[1]), year)
    span = other.start(), match.end()
    days = _to_come(first, scene) + _to_come(last, scene)
    return replace(last, span=span, days=days, reason="several") if first.days else last


def _between(match: re.Match[str], number: int, end: int, last: Reading, scene: Scene) -> Reading:
    """A month between two numbers: "9 to 5 Mar 3" tells hours before its day, "5 Mar 3" may be either day."""
    first = by_numbers(match, scene, _month_number(match[2]), number, None)
    if first.reason or not first.days:
        return last
    hours = _HOURS.match(match[0])
    if hours and int(hours[1]) > int(hours[2]):
        return replace(first, span=(match.start(2), end))
    return replace(last, span=(match.start(), end), days=(*last.days, *first.days), reason="several")


def _year_first(match: re.Match[str], scene: Scene) -> Reading | None:
    return by_numbers(match, scene, _month_number(match[2]), int(match[3]), int(match[1]))


def _ordinal(match: re.Match[str], scene: Scene) -> Reading | None:
    months_on = {"this": 0, "the": 0, "next": 1}.get(match[2] or "")
    first = day_of_month(match.span(), "day", scene, _day_number(match[1]), months_on)
    other = _OR_BEHIND.match(match.string, match.end())
    if other is None or first.reason:
        return first
    last = day_of_month(match.span(), "day", scene, int(other[1]), months_on)
    span = match.start(), other.end()
    return replace(first, span=span, days=(*first.days, *last.days), reason="several") if last.days else first


def _month_then_day(match: re.Match[str], scene: Scene) -> Reading | None:
    """`next month 15th`."""
    return day_of_month(match.span(), "day", scene, _day_number(match[2]), 1 if match[1] == "next" else 0)


def _nth_weekday(match: re.Match[str], scene: Scene) -> Reading | None:
    first = scene.today.replace(day=1)
    if match[4]:
        month = _month_number(match[4])
        first = first.replace(month=month, year=first.year + (month < first.month))
    elif match[3] == "next":
        first = month_span_end(scene, 0) + timedelta(days=1)
    end = month_end(first.year, first.month)
    days = [day for day in days_from(first, end.day) if day.weekday() == DAYS.index(match[2][:3])]
    return one(match, "month_day", days[-1 if match[1] == "last" else NTH.index(match[1]) % 5])


def _in_nth_week(match: re.Match[str], scene: Scene) -> Reading | None:
    """`Friday of the second week of April`."""
    month = _month_number(match[4]) if match[4] else scene.today.month + (match[3] == "next")
    days = in_week_of_month(scene, scene.today.year, month, DAYS.index(match[1][:3]), NTH.index(match[2]) + 1)
    return Reading(match.span(), "month_day", days, "several" if len(days) > 1 else None) if days else None


def _whole_month(match: re.Match[str], scene: Scene) -> Reading | None:
    """`in April` is vague, its last day at best; `by April` may end before it begins."""
    month, span = _month_number(match[2]), (match.start(2), match.end())
    year = int(match[3]) if match[3] else scene.today.year + 1 if match[4] else None
    if match[1] in ("in", "during"):
        read = in_named_month(match, scene, month, year, None)
        return replace(read, days=_to_come(read, scene), reason="unsure")
    return before_month(span, scene, month, year)


_PARTS: Final = {"early": 10, "mid": 15, "middle": 15, "beginning": 1, "start": 1}


def _part_of_month(match: re.Match[str], scene: Scene) -> Reading | None:
    day = _PARTS.get((match[1] or "end").split(" ")[0])
    return in_named_month(match, scene, _month_number(match[2]), int(match[3]) if match[3] else None, day)


_FREE_END = r"(?=\s*(?:$|[,;!?)@\n]|\.(?!\d)|at |by |eod|cob|noon|\d{1,2}(?::\d\d| ?[ap]m)))"
_CUE = (
    r"(?:(?<=by )|(?<=due )|(?<=on )|(?<=before )|(?<=until )|(?<=till )"
    r"|(?<=day )|(?<=mon )|(?<=tue )|(?<=wed )|(?<=thu )|(?<=fri )|(?<=sat )|(?<=sun ))"
)
_OF_MONTH = r"(?:(?: day)? of (?=(?:this|next|the) )| (?=next |this ))(this|next|the) month"
_NO_NOUN = (
    r"(?![a-z])(?! (?:draft|version|round|floor|item|phase|edition|time|one|quarter|place|week|step|half|pass|look))"
)
RULES: Final = (
    Rule("weekday", NTH, re.compile(
        rf"(?<![a-z\d])(?:the )?({'|'.join(NTH)}) ({DAY}) (?:of|in) "
        rf"(?:(this|the|next) month|({MONTH}))(?![a-z])"
    ), _nth_weekday),
    Rule("weekday", ("first week", "second week", "third week", "fourth week"), re.compile(
        rf"(?<![a-z])({DAY}) (?:of|in) the (first|second|third|fourth) week (?:of|in) "
        rf"(?:(this|the|next) month|({MONTH}))(?![a-z])"
    ), _in_nth_week),
    Rule("date", MONTHS, re.compile(
        rf"(?<![0-9a-z.\-/])({_YEAR})[-/ ]({MONTH})[-/ ](\d{{1,2}})(?![a-z\d/-])"
    ), _year_first),
    Rule("month_day", MONTHS, re.compile(
        rf"(?<![0-9a-z.\-/$])(?<!\d:)(?<!\$ )(?:the )?(?:\d{{1,2}}{_SUFFIX}? ?(?:-|~|to|through) ?)?"
        rf"(\d{{1,2}}{_SUFFIX}?|{ORDINAL})(?: day)?(?: of (?:the month of )?|[. /-]{{1,2}})"
        rf"({MONTH})(?![a-z])\.?(?:,?(?: of | in |[ /-])({_YEAR})(?![\d:]))?"
    ), _day_first),
    Rule("month_day", MONTHS, re.compile(
        rf"(?<![a-z])({MONTH})(?:\.?,? ?(?:the )?|[-/])(\d{{1,2}}{_SUFFIX}?|(?<= )(?:{ORDINAL}|{_CARDINAL}))"
        r"(?![a-z\d%]|[:.]\d| ?(?:[ap]\.?m(?![a-z])|people|items|points|pages))"
        rf"(?: ?(?:-|~|to|through|or|/|&) ?(?:the )?(\d{{1,2}}){_SUFFIX}?(?![\d:/]| ?[ap]m))?"
        rf"(?:(?:,? ?(?:of |in )?|[-/])({_YEAR})(?![\d:]))?"
    ), _month_first),
    Rule("day", ("this month", "next month"), re.compile(
        rf"(?<![a-z])(this|next) month,?(?: on)?(?: the)? (\d{{1,2}}{_SUFFIX}){_NO_NOUN}"
    ), _month_then_day),
    Rule("day", ("st", "nd", "rd", "th"), re.compile(
        rf"(?:{_CUE}(?:the )?|(?<![a-z])the |(?<!\w)(?=\d{{1,2}}\w\w (?:at|of this|of next|of the|next month"
        r"|this month)))"
        rf"(\d{{1,2}}{_SUFFIX})(?:{_OF_MONTH})?{_NO_NOUN}"
    ), _ordinal),
    Rule("day", ("the ",), re.compile(
        rf"(?:{_CUE}(?:the )|(?<![a-z])the )({ORDINAL})(?![a-z])(?:{_OF_MONTH}|(?<!the second){_FREE_END})"
    ), _ordinal),
    Rule("day", ("the ", "on "), re.compile(rf"(?<![a-z])(?:on |the )(\d{{1,2}})(){_FREE_END}(?! ?[ap]m)"), _ordinal),
    Rule("day", ("day ",), re.compile(rf"(?<=day )(1[3-9]|2\d|3[01])(){_FREE_END}(?! ?[ap]m)"), _ordinal),
    Rule("month_before", MONTHS, re.compile(
        rf"(?<![a-z])(by|before|until|till|in|during) ({MONTH})(?![a-z'-])(?:,? ({_YEAR})|( next year))?"
        rf"(?! ?\d| ?(?:the )?(?:\d|{ORDINAL}|{_CARDINAL}))"
    ), _whole_month),
    Rule("month_end", MONTHS, re.compile(
        rf"(?<![a-z])(?:the )?(end of|last day of|close of|late|early|mid|middle of|beginning of"
        rf"|start of)[ -](?:of )?({MONTH})"
        rf"(?![a-z])(?:,? ({_YEAR}))?(?! ?\d| bank )"
    ), _part_of_month),
)  # fmt: skip

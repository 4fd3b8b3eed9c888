"""A first and a last day as people write them: for projects and leave, with both, one or none of them given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from bot.rules.days import monday
from bot.rules.deadlines import Ambiguous, CalendarLike, Deadline, Found, find
from bot.rules.due import Order, Span, add_months, make_date
from bot.rules.fold import plain
from bot.rules.months_en import MONTH
from bot.rules.numerals import read_number

_DOTTED: Final = re.compile(r"(?<!\d)(\d{4})[./](\d{1,2})[./](\d{1,2})(?![\d.])")
_COMPACT: Final = re.compile(r"(?<!\d)(20\d\d)(0\d|1[0-2])([0-3]\d)(?!\d)")
_TO: Final = r"\s*(?:\.{2,3}|…+|[~～—–]+|--?|到|至|→|to(?![a-z])|until(?![a-z])|through(?![a-z]))\s*"
_SAME_MONTH: Final = re.compile(rf"(\d{{1,2}})月(\d{{1,2}})[日号]?{_TO}(\d{{1,2}})[日号](?!\d)")
_POINTS: Final = re.compile(rf"(?<![\d.-])(\d{{1,2}})[.-](\d{{1,2}}){_TO}(\d{{1,2}})[.-](\d{{1,2}})(?![\d.-])")
_DATE: Final = r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}[日号]?|\d{1,2}[日号])(?!\d)"
_BETWEEN: Final = re.compile(rf"(?<!\d)(?<!\d[-/])({_DATE}){_TO}(?={_DATE})")
_SAME_YEAR: Final = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TO}(\d{{1,2}})[.-](\d{{1,2}})(?![\d.-])")
_SAME_SIGN: Final = re.compile(rf"(?<![\d月./-])(\d{{1,2}}){_TO}(\d{{1,2}}[日号])(?!\d)")
# Two blanks, so that the reader of deadlines sees two dates and not a span with its end.
_SLASHED: Final = re.compile(rf"(?<![\d/])(\d{{1,2}}/\d{{1,2}}){_TO}(?=\d{{1,2}}/\d{{1,2}}(?![\d/]))")
_NEIGHBOURS: Final = re.compile(r"(?<![\d月])(\d{1,2})[、,，和]\s?(\d{1,2})([日号])(?!\d)")
_WEEK: Final = re.compile(
    r"(?:(下下|下|本|这)(?:个)?(?:周|星期|礼拜)|(next|this) week)(?!\s*(?:[一二三四五六日天末]|[a-z]))"
)
_LENGTH: Final = re.compile(
    r"(?:起|开始|共|请|,|\s|for|^)\s*([\d一两二三四五六七八九十]{1,3})\s*(?:个)?(?:工作日|天|(?:work(?:ing)? ?)?days?)"
)
_LEFT: Final = re.compile(
    r"(?:\s|^|[,，;；])(?:从|自|由|到|至|开始|起|截止|from|to|until|till|by|on|start(?:s|ing)?|ends?|due)(?=\s|$)",
    re.IGNORECASE,
)
_TWO_DAYS = re.compile(r"(今(?=明)|明(?=后))(明|后)(?:两?[天日])")
_NUMBER: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_MONTH_FIRST = re.compile(
    rf"(?<![a-z])({MONTH})\.? {_NUMBER} ?(?:-|–|to|through) ?{_NUMBER}(?![\d:a-z]|\s?{MONTH})", re.IGNORECASE
)
_MONTH_LAST = re.compile(
    rf"(?<![\d-])(?<![a-z] ){_NUMBER} ?(?:-|–|to|through) ?{_NUMBER} ({MONTH})(?![a-z])", re.IGNORECASE
)
_EDGES: Final = " \t\r\n,，;；:：。~-—到至"


@dataclass(frozen=True, slots=True)
class Period:
    """What was written: first and last day where given, what has to be asked, and the text without the dates."""

    first: date | None = None
    last: date | None = None
    unsure: Ambiguous | None = None
    rest: str = ""


def read_period(text: str, now: datetime, calendar: CalendarLike, zone: tzinfo, order: Order = "ask") -> Period:
    """The period a text names; a day alone is `last` when words such as "by" stand before it, else `first`.

    A named week is its working days; a number of days after a first day counts working days.
    """
    spelt = _spelt_out(text)
    week = _WEEK.search(plain(spelt))
    if week:
        return _week(week, spelt, now, calendar, zone)
    places = [(each, _settled(each.found, spelt)) for each in find(spelt, now, calendar, zone, order)]
    days = [(each, found) for each, found in places if not isinstance(found, Ambiguous)][:2]
    unsure = next((found for _, found in places if isinstance(found, Ambiguous)), None)
    spans = [found.span for _, found in days]
    rest = _without(spelt, spans + ([unsure.span] if unsure else []))
    if len(days) == 2:
        return _both(days[0][1], days[1][1], unsure, rest)
    only = days[0][1].day if days else None
    begins = not days or days[0][0].starts or days[0][0].strength < 3
    length = _LENGTH.search(plain(_blank(spelt, spans)))
    if length and begins:
        if unsure and not days and length.start() < unsure.span[1] and unsure.span[0] < length.end():
            unsure = None
        start = only or now.astimezone(zone).date()
        last = calendar.add_workdays(start - timedelta(days=1), max(1, read_number(length[1]) or 1))
        return Period(start, last, unsure, _cut(rest, length[0]))
    return Period(only, None, unsure, rest) if begins else Period(None, only, unsure, rest)


def _settled(found: Found, text: str) -> Found:
    """A day gone by lately is taken as written: projects and leave may have begun before somebody tells of them."""
    if not isinstance(found, Ambiguous) or found.reason != "past":
        return found
    written = re.search(r"(\d{4})-(\d{1,2})-(\d{1,2})", text[slice(*found.span)])
    if written:
        day = make_date(int(written[1]), int(written[2]), int(written[3]))
    else:
        day = add_months(found.options[0].day, -12) if found.options else None
    return found if day is None else Deadline(_midnight(day), day, False, False, found.span, "past", "", "")


def _both(first: Deadline, last: Deadline, unsure: Ambiguous | None, rest: str) -> Period:
    """First and last day; a last day without a year that lies before the first is next year's, unless in its month,
    and a weekday without a week is the first's, or the one after it ("下周一到周三")."""
    end = last.day
    if end < first.day and last.rule == "weekday":
        end += timedelta(days=-((end - first.day).days // 7) * 7)
    if end < first.day and end.month != first.day.month and last.rule == "past":
        end = add_months(end, 12)
    return Period(first.day, end, unsure, rest)


def _midnight(day: date) -> datetime:
    """Midnight (UTC) of a day, for values that need a moment but mean the day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _week(match: re.Match[str], text: str, now: datetime, calendar: CalendarLike, zone: tzinfo) -> Period:
    weeks = {"下下": 2, "下": 1, "next": 1}.get(match[1] or match[2], 0)
    first = monday(now.astimezone(zone).date(), weeks)
    opening = first if calendar.is_workday(first) else calendar.next_workday(first)
    closing = calendar.last_workday_of_week(opening)
    rest = (text[: match.start()] + " " + text[match.end() :]).strip(_EDGES)
    return Period(opening, closing, None, rest)


def _spelt_out(text: str) -> str:
    """Short forms of two dates written out, so that the reader of deadlines sees two dates."""
    text = _DOTTED.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", text)
    text = _COMPACT.sub(r"\1-\2-\3", text)
    text = _SAME_YEAR.sub(_in_its_year, text)
    text = _POINTS.sub(r"\1月\2日 到 \3月\4日", text)
    text = _SAME_MONTH.sub(r"\1月\2日 到 \1月\3日", text)
    text = _TWO_DAYS.sub(r"\1天 到 \2天", text)
    text = _MONTH_FIRST.sub(r"\1 \2 to \1 \3", text)
    text = _MONTH_LAST.sub(r"\1 \3 to \2 \3", text)
    text = _NEIGHBOURS.sub(_from_to, _SAME_SIGN.sub(r"\1号 到 \2", text))
    return _SLASHED.sub(r"\1  到  ", _BETWEEN.sub(r"\1 到 ", text))


def _in_its_year(match: re.Match[str]) -> str:
    """ "2026-03-05至03-09": the end is of the year of the start, or the next one."""
    year = int(match[1]) + (int(match[4]) < int(match[2]))
    return f"{match[1]}-{match[2]}-{match[3]} 到 {year}-{int(match[4]):02}-{int(match[5]):02}"


def _from_to(match: re.Match[str]) -> str:
    """ "5、6号": two days in a row are a period."""
    in_a_row = int(match[2]) == int(match[1]) + 1
    return f"{match[1]}{match[3]} 到 {match[2]}{match[3]}" if in_a_row else match[0]


def _without(text: str, spans: Sequence[Span]) -> str:
    return " ".join(_LEFT.sub(" ", _blank(text, spans)).split()).strip(_EDGES)


def _blank(text: str, spans: Sequence[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text


def _cut(text: str, piece: str) -> str:
    return " ".join(text.replace(piece.strip(), " ", 1).split()).strip(_EDGES)

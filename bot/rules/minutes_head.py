"""What the first lines of minutes tell in sentences: who chaired, wrote and was there, and on which day (M2)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.rules.minutes_labels import detail_at
from bot.rules.minutes_lines import Line, speaks

_LATIN: Final = r"(?:(?:Mr|Mrs|Ms|Dr|Dame|Sir|Prof)\.? )?[A-Z][a-z'-]+(?: (?:van |de )?[A-Z][\w'-]+){0,2}"
_SENTENCES: Final = (
    ("host", re.compile(r"由(?P<who>[^，,。；]{2,12}?)(?:同志)?(?:主持|召集)")),
    (
        "host",
        re.compile(
            r"(?:^|[，,。；、])(?P<who>[^，,。；、]{2,16}?)(?:同志)?(?:在[^，,。；]{2,12})?主持(?=会议|召开|[，,。；]|了)"
        ),
    ),
    ("host", re.compile(rf"(?P<who>{_LATIN}) (?:chaired|presided|took the chair|hosted|facilitated|led the)")),
    (
        "host",
        re.compile(
            rf"(?:with (?={_LATIN} (?:in the chair|presiding))|chaired by |led by |hosted by )(?P<who>{_LATIN})"
        ),
    ),
    (
        "absentees",
        re.compile(
            r"(?:^|[，,。；;])\s*(?P<who>[^，,。；;:：]{2,10}?(?:因[^，,。；]{1,12})?"
            r"(?:请假|缺席|没来|未到|未能?参加|未能?出席)(?:[(（][^)）]+[)）])?)(?=[，,。；;]|$)"
        ),
    ),
    (
        "absentees",
        re.compile(rf"(?P<who>{_LATIN}) (?:could not|couldn't|was unable to) (?:come|attend|make it|join|be there)"),
    ),
    ("absentees", re.compile(r"(?P<who>[A-Z][^.;:,]{1,30}?) (?:sent|sends|send) (?:\w+ )?(?:apologies|regrets)")),
    (
        "recorder",
        re.compile(
            r"(?:^|[，,。；])\s?由?(?P<who>[\u4e00-\u9fff]{2,8}?)(?:负责)?(?:记录|做记录|整理|(?:做|写|整理)纪要)(?:[。；，]|$)"
        ),
    ),
    ("recorder", re.compile(r"(?:记录|整理|纪要)人?[:：]\s?(?P<who>[\u4e00-\u9fff]{2,4})(?=[。；，\s]|$)")),
    ("recorder", re.compile(rf"(?P<who>{_LATIN}) (?:took|taking|takes) (?:the )?(?:notes|minutes)")),
    ("recorder", re.compile(rf"(?:[Rr]ecorded|[Mm]inuted|[Nn]otes|[Mm]inutes|taken) by (?P<who>{_LATIN})")),
    (
        "attendees",
        re.compile(
            r"(?:参加|到会|出席|参会|与会|在场|在座)的?(?:人)?(?:有|为|包括)(?P<who>[^。；:：]{2,80}?)"
            r"(?=[。；]|[，,](?!\s?[A-Z])[^，,。]{1,10}(?:请假|缺席|没来|因|未|主持|记录|整理)|$)"
        ),
    ),
    (
        "attendees",
        re.compile(
            rf"(?P<who>{_LATIN}(?:(?:, | and |, and ){_LATIN}){{0,12}}) (?:were (?:there|present|in attendance)"
            r"|attended|joined|dialled in|took part)"
        ),
    ),
    (
        "attendees",
        re.compile(
            r"(?:^|[，,。；])(?P<who>[^，,。；]{2,60}?)(?:等(?:\S{0,4}人)?)?(?:参加|出席|与会"
            r"|参会|到会|在场)(?:了)?(?:会议)?(?:[，,。；]|$)"
        ),
    ),
)
_OF_MEETING: Final = re.compile(
    r"会|碰|聊|纪要|记录|沟通|复盘|(?<![a-z])(?:meeting|notes|sync|call|recap|held|minutes|weekly|review|1v1|1:1"
    r"|stand-?up)"
)
_DATE_ALONE: Final = re.compile(r"[\d\s年月日号./:：~\-–—()（）星期周一二三四五六日天上下午晚早,，]{6,40}")
_DUE: Final = re.compile(
    r"(?<![汛节会提之以目空当课班])前(?!期|台|端|沿|排|后|往|言|景|任|来)|截[止至]|之内|以内|(?<![a-z])(?:by|due|deadline|until|before)(?![a-z])|@"
)
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATED: Final = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})"
    rf"|(?:{_MONTHS})[a-z]*\.? \d{{1,2}})"
    r"|(?:20\d\d\s?[-./年]\s?)?\d{1,2}\s?[-./月]\s?\d{1,2}(?!\d|%|[.:]\d)|20\d{6}(?!\d)"
    r"|held on |今天是?\s?[\d一二三四五六七八九十]"
)
LONGEST_DATED: Final = 80  # characters of a line that begins with the day of the meeting
_BEFORE: Final = re.compile(r"\W*(?:上一?[次期周]|前次|(?:the )?(?:last|previous) )")
_THIS: Final = re.compile(
    r"\W*(?:(?:本|此|这)(?:次|期)(?:会议?|例会|周会)|this meeting)\s?[(:,]?\s?"
    r"(?:20\d\d\s?[年./-]\s?)?\d{1,2}\s?[月./-]\s?\d"
)
_FIRST: Final = re.compile(r"(?<=[。！!])")


def sentences(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Who chaired, took notes, was there and was not: the field of the head, and whom the line names."""
    for line in lines:
        if len(line.text) < 12 or ":" in line.folded[:12]:
            continue
        for kind, pattern in _SENTENCES:
            match = pattern.search(line.text)
            if match:
                yield kind, match["who"].strip(" ，,、")


def openings(lines: Sequence[Line]) -> list[str]:
    """What of the first lines may tell when the meeting was, and is nothing that is due."""
    # A time behind a speaker's name says when they spoke.
    told = ((each, re.sub(r"\s\d{1,2}:\d{2}.*", "", each.text) if speaks(each) else each.text) for each in lines)
    return [_FIRST.split(text)[0] for each, text in told if _opens(each) and not _BEFORE.match(each.folded)]


def this_meeting(lines: Iterable[Line]) -> list[str]:
    """The first line that tells the day of this meeting, as against another: `本次会议 3月2日 新增任务：`."""
    return [line.text for line in lines if _THIS.match(line.folded)][:1]


def begins_dated(line: Line) -> bool:
    """Whether a short line without a mark begins with a day."""
    return not line.mark and len(line.text) <= LONGEST_DATED and bool(_DATED.match(line.folded))


def _opens(line: Line) -> bool:
    first = _FIRST.split(line.folded)[0]
    if line.mark not in ("", "heading") or _DUE.search(first) or detail_at(line.folded) is not None:
        return False
    return bool(_OF_MEETING.search(first) or _DATE_ALONE.fullmatch(first) or speaks(line)) or begins_dated(line)

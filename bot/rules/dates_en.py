"""Days as written in English, in folded text: weekdays, relative days, weeks and the ends of periods."""

import re
from datetime import date, timedelta
from typing import Final

from bot.rules.days import (
    Rule,
    before_quarter,
    coming_quarter,
    monday,
    month_span_end,
    one,
    quarter_end,
    this_quarter,
    week_end,
    week_start,
    weekday,
)
from bot.rules.due import Reading, Scene, month_end
from bot.rules.months_en import DAY, DAYS, MONTH, MONTHS
from bot.rules.numerals import WORD, read_number


def _day_name(match: re.Match[str], scene: Scene) -> Reading | None:
    index = DAYS.index(match[2][:3])
    word, tail = match[1] or "", match[3] or ""
    if word == "last":
        return None
    if tail in ("this", "next") or word.endswith(" week"):
        return weekday(match, scene, index, 1 if "next" in (tail, word[:4]) else 0)
    if word in ("next", "following"):
        return _next_day(match, scene, index)
    if word.endswith("coming") and index == scene.today.weekday():
        return one(match, "weekday", scene.today + timedelta(days=7))
    return weekday(match, scene, index, 0 if word == "this" and index >= scene.today.weekday() else None)


def _next_day(match: re.Match[str], scene: Scene, index: int) -> Reading:
    """`next Friday`: Friday of next week; asked for while this week's Friday is still ahead."""
    day = monday(scene.today, 1) + timedelta(days=index)
    soon = scene.today + timedelta(days=(index - scene.today.weekday() - 1) % 7 + 1)
    if soon == day:
        return Reading(match.span(), "next_week", (day,), weekday=True)
    return Reading(match.span(), "next_week", (day, soon), "next_weekday", weekday=True)


def _week_on(match: re.Match[str], scene: Scene) -> Reading | None:
    """`a week on Friday`, `Friday week`, `Friday fortnight`, `two Sundays from now`."""
    name = match[1] or match[2] or match[4] or match[5] or match[6] or match[7]
    weeks = (read_number(match[3]) or 1) - 1 if match[3] else 2 if match[6] or match[7] else 1
    ahead = (DAYS.index(name[:3]) - scene.today.weekday()) % 7
    if (match[3] or match[5]) and ahead == 0:
        ahead = 7
    return one(match, "relative", scene.today + timedelta(days=7 * weeks + ahead))


def _relative(match: re.Match[str], scene: Scene) -> Reading | None:
    word = match[1]
    ahead = 0 if word in ("today", "to") else 2 if word.endswith(_AFTER_TOMORROW) else 1
    if word in ("yesterday", "last night"):
        return None
    day = scene.today + timedelta(days=ahead)
    if ahead == 1 and scene.local.hour < 5:
        return Reading(match.span(), "relative", (day, scene.today), "after_midnight")
    return one(match, "relative" if ahead else "today", day)


def _edge_workday(match: re.Match[str], scene: Scene) -> Reading | None:
    """`the last business day of the month`, `the first one of April`."""
    on = 1 if match[2] else 0
    if match[4]:
        on = (MONTHS.index(match[4][:3]) + 1 - scene.today.month) % 12
    if match[3] == "week":
        return one(match, "workday_of", week_start(scene, on) if match[1] == "first" else week_end(scene, on))
    end = month_span_end(scene, on)
    if match[1] == "first":
        return one(match, "workday_of", scene.calendar.next_workday(end.replace(day=1) - timedelta(days=1)))
    return one(match, "workday_of", scene.calendar.previous_workday(end + timedelta(days=1)))


def _end_of(match: re.Match[str], scene: Scene) -> Reading | None:
    word = match[2] or match[4] or match[5]
    on = 1 if match[1] in ("next ", "following ") or (match[3] or "").startswith("next") else 0
    today = scene.today
    if word == "day":
        return one(match, "today", today)
    if word in ("week", "eow"):
        return one(match, "week", week_end(scene, on), week_end(scene, on + 1))
    if word in ("month", "eom"):
        return one(match, "month_end", month_span_end(scene, on), month_span_end(scene, on + 1))
    if word in ("quarter", "eoq"):
        quarter = this_quarter(today) + on
        return one(match, "quarter_end", quarter_end(today.year, quarter), quarter_end(today.year, quarter + 1))
    if word[0] == "q":
        return coming_quarter(match, scene, int(word[1]))
    return one(match, "year_end", month_end(today.year + on, 12))


def _whole(match: re.Match[str], scene: Scene) -> Reading | None:
    part, on, unit = (match[1] or "").split(" ")[0], 0 if match[2] == "this" else 1, match[3]
    if unit == "weekend":
        return one(match, "weekend", monday(scene.today, on) + timedelta(days=6))
    if part in _PARTS:
        return one(match, "week" if unit == "week" else "month_part", _part(scene, _PARTS[part], on, unit))
    if match.string.endswith(("week of ", "earlier "), 0, match.start()):
        return None
    if not part and on and match.string.endswith("before ", 0, match.start()):
        return _before_period(match, scene)
    if unit == "week":
        return one(match, "week", week_end(scene, on), week_end(scene, on + 1))
    if unit == "month":
        return one(match, "month_end", month_span_end(scene, on))
    if unit == "quarter":
        return one(match, "quarter_end", quarter_end(scene.today.year, this_quarter(scene.today) + on))
    return one(match, "year_end", month_end(scene.today.year + on, 12))


def _middle_of(match: re.Match[str], scene: Scene) -> Reading | None:
    day, later = (_part(scene, "mid", on, match[3]) for on in (0, 1))
    return one(match, "month_part", day, later)


def _part(scene: Scene, part: str, on: int, unit: str) -> date:
    """The first day of a period, or its middle one; early in a month is its first ten days."""
    if unit == "week":
        return week_start(scene, on) if part != "mid" else monday(scene.today, on) + timedelta(days=2)
    if unit == "month":
        return month_span_end(scene, on).replace(day={"mid": 15, "early": 10}.get(part, 1))
    if unit == "quarter":
        end = quarter_end(scene.today.year, this_quarter(scene.today) + on)
        return date(end.year, end.month - (1 if part == "mid" else 2), 15 if part == "mid" else 1)
    return date(scene.today.year + on, 6, 30) if part == "mid" else date(scene.today.year + on, 1, 1)


def _after_next(match: re.Match[str], scene: Scene) -> Reading | None:
    """`the week after next`: its end."""
    if match[1] == "week":
        return one(match, "week", week_end(scene, 2))
    months = 2 if match[1] == "month" else 24 + 12 - scene.today.month
    return one(match, "month_end", month_span_end(scene, months))


def _before_q(match: re.Match[str], scene: Scene) -> Reading | None:
    return before_quarter(match.span(), scene, int(match[1]))


def _half_year(match: re.Match[str], scene: Scene) -> Reading | None:
    end, later = (month_end(scene.today.year + ahead, 6 * int(match[1])) for ahead in (0, 1))
    return one(match, "half_year", end if end >= scene.today else later)


def _before_period(match: re.Match[str], scene: Scene) -> Reading | None:
    """ "Before next week" may mean before it begins or before it is over."""
    ends = {"week": week_end, "month": month_span_end}.get(match[3])
    return Reading(match.span(), match[3], (ends(scene, 0), ends(scene, 1)), "before_period") if ends else None


def _weekend(match: re.Match[str], scene: Scene) -> Reading | None:
    if match[1] in ("by", "before"):
        return one(match, "weekend", week_end(scene, 0), week_end(scene, 1))
    return one(match, "weekend", monday(scene.today) + timedelta(days=6))


_AFTER_TOMORROW: Final = ("day after tomorrow", "day after tmrw", "day after tmr", "overmorrow")
_PARTS: Final = {
    "early": "early", "beginning": "start", "start": "start", "first": "start", "mid": "mid", "middle": "mid",
}  # fmt: skip
_LEFT, _RIGHT = r"(?<![a-z])", r"(?![a-z])"
# "Sat", "sun", "wed", "mon" are words of their own; they need a cue before, or a fitting end behind other words.
_SHORT_CUES = "|".join(
    rf"(?<={cue} \w\w\w)" for cue in ("by", "on", "due", "before", "until", "this", "next", "coming", "last", "for")
)
_SHORT = (
    rf"(?:(?<!sat)(?<!sun)(?<!mon)(?<!wed)|{_SHORT_CUES}|(?=[,.;)|:@<\n(]|-{DAY})|(?<=\W\w\w\w)(?=$)"
    rf"|(?=\s+(?:to |through |or |and )(?:next )?{DAY}(?![a-z]))"
    r"|(?=\s+(?:\d|at |by |eod|cob|morning|afternoon|evening|noon|night|next week|this week|with|cc|criteria|[ap]m\b"
    r"|pls|please|thanks|thx)))"
)
_PERIOD = r"(?:week|month|quarter|year)"
RULES: Final = (
    Rule("relative", ("week", "fortnight", "from now", "later", "after next"), re.compile(
        rf"{_LEFT}(?:a|one) week (?:on|from) ({DAY}){_RIGHT}|{_LEFT}({DAY}) week(?![a-z]|-| (?:of|one|two|\d))"
        rf"|{_LEFT}({WORD}|\d{{1,2}}) ({DAY})s? (?:from now|later){_RIGHT}|{_LEFT}(?:the )?({DAY}) after next(?! week)"
        rf"|{_LEFT}(?:({DAY}) fortnight|(?:a|one) fortnight (?:on|from) ({DAY})){_RIGHT}"
    ), _week_on),
    Rule("workday_of", ("day of ", "day in "), re.compile(
        rf"{_LEFT}(?:the )?(first|last) (?:business |working |work)day (?:of|in) (?:(?:(?:the|this) |(next ))?"
        rf"(week|month)|({MONTH}))"
        rf"{_RIGHT}"
    ), _edge_workday),
    Rule("relative", (
        "to", "tm", "day after", "next day", "following day", "morrow", "otd", "yest", "last n",
    ), re.compile(
        rf"{_LEFT}(?:end of )?((?:the )?(?:day after (?:tomorrow|tmrw|tmr)|(?:next|following) day)|overmorrow|today"
        rf"|to(?=night)|tomorrow|tmrw|tmr|tomo|2morrow|yesterday|last night)(?:{_RIGHT}|(?=night))"
    ), _relative),
    Rule("month_part", ("middle of the ",), re.compile(
        rf"{_LEFT}(?:the )?(middle) of the()? (week|month|quarter|year){_RIGHT}(?! after)"
    ), _middle_of),
    Rule("month_end", ("end", "eo", "close", "last day"), re.compile(
        rf"{_LEFT}(?:the )?(?:end|close|last day)[ -]of[ -](?:(?:the[ -]|this |current |the current )?|(next "
        rf"|following ))"
        rf"({_PERIOD}|q[1-4]){_RIGHT}(?! after next)"
        rf"|{_LEFT}((?:next )?)({_PERIOD}|q[1-4])(?:(?<!week)-?|-| |'s )end{_RIGHT}|{_LEFT}(eow|eom|eoq|eoy){_RIGHT}"
    ), _end_of),
    Rule("weekday", DAYS, re.compile(
        rf"{_LEFT}(?:end of (?:the )?)?"
        rf"(?:(this coming|the coming|coming|this week|next week|this|next|following|last)(?:(?<=week)'s)?,? )?"
        rf"({DAY})\b{_SHORT}"
        rf"(?!-(?!{DAY})| later| from now| after next)"
        rf"(?:,? (?:of )?(this|next) week{_RIGHT})?", re.ASCII
    ), _day_name),
    Rule("week", ("week", "month", "quarter", "year"), re.compile(
        rf"{_LEFT}(?:(?:the )?(early|mid|late|later|beginning of|start of|first day of|middle of)(?: in)?[ -])?"
        rf"(?:the )?(this|next|following) (weekend|week|month|quarter|year){_RIGHT}(?!'s)"
    ), _whole),
    Rule("week", ("after next", "after the next"), re.compile(
        rf"{_LEFT}(?:the )?(week|month|year) after (?:the )?next{_RIGHT}(?! (?:week|month|year))"
    ), _after_next),
    Rule("quarter_end", ("q",), re.compile(rf"{_LEFT}(?:by|before) q([1-4])(?![a-z\d]| ?(?:end|\d))"), _before_q),
    Rule("half_year", ("h1", "h2"), re.compile(
        rf"{_LEFT}(?:end of |by |in )(?:the )?h([12])(?![a-z\d])"
    ), _half_year),
    Rule("week", ("within the ",), re.compile(
        rf"{_LEFT}()within the()() (day|week|month|quarter|year){_RIGHT}"
    ), _end_of),
    Rule("weekend", ("weekend",), re.compile(
        rf"{_LEFT}(?:(by|before) (?:the )?|the )weekend{_RIGHT}(?! after)"
    ), _weekend),
)  # fmt: skip

"""Days as written in English, in folded text."""

import re
from datetime import timedelta
from typing import Final

from bot.rules.dates_num import by_numbers
from bot.rules.dates_zh import lasting, weekday
from bot.rules.days import (
    Rule,
    day_of_month,
    monday,
    month_span_end,
    one,
    quarter_end,
    this_quarter,
    week_end,
    week_start,
)
from bot.rules.due import Reading, Scene, days_from, month_end
from bot.rules.holidays_named import around
from bot.rules.numerals import WORD, read_number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"


def _month_name(match: re.Match[str], scene: Scene) -> Reading | None:
    month = _MONTHS.index((match[2] or match[3])[:3]) + 1
    return by_numbers(match, scene, month, int(match[1] or match[5] or match[4]), int(match[6]) if match[6] else None)


def _ordinal(match: re.Match[str], scene: Scene) -> Reading | None:
    return day_of_month(match.span(), "day", scene, int(match[1]), {"this": 0, "next": 1}.get(match[2] or ""))


def _in(match: re.Match[str], scene: Scene) -> Reading | None:
    number, unit = match[1] or match[4] or match[8], match[3] or match[6] or match[10]
    amount = 0.5 if number.startswith("half") else read_number(number)
    if amount is None or _LONGER.search(match.string, max(0, match.start() - 20), match.start()):
        return None
    if match[7]:
        amount += 1 / 7 if unit.startswith("week") else 1
    if unit.startswith(("workday", "workingday", "weekday")) or match[2] or match[5] or match[9]:
        return _workdays(match, scene, amount) if unit.startswith(("day", "work", "weekday")) else None
    name = next(name for name in ("day", "week", "month", "year", "hour", "minute") if name[:3] == _unit(unit)[:3])
    return lasting(match, scene, amount, name)


def _unit(word: str) -> str:
    return {"h": "hour", "hr": "hour", "hrs": "hour", "d": "day", "w": "week"}.get(word, word)


def _workdays(match: re.Match[str], scene: Scene, amount: float) -> Reading | None:
    if amount != int(amount) or amount > 366:
        return None
    day = scene.calendar.add_workdays(scene.today, int(amount))
    return Reading(match.span(), "workdays", (day,), in_workdays=True)


def _day_name(match: re.Match[str], scene: Scene) -> Reading | None:
    index = _DAYS.index(match[2][:3])
    word, tail = match[1] or "", match[3] or ""
    if word == "last":
        return None
    if tail or word.endswith(" week"):
        return weekday(match, scene, index, 1 if "next" in (tail, word[:4]) else 0)
    if word == "next":
        return _next_day(match, scene, index)
    return weekday(match, scene, index, 0 if word == "this" and index >= scene.today.weekday() else None)


def _next_day(match: re.Match[str], scene: Scene, index: int) -> Reading:
    """`next Friday`: Friday of next week; asked for while this week's Friday is still ahead."""
    day = monday(scene.today, 1) + timedelta(days=index)
    soon = scene.today + timedelta(days=(index - scene.today.weekday() - 1) % 7 + 1)
    if soon == day:
        return Reading(match.span(), "next_week", (day,), weekday=True)
    return Reading(match.span(), "next_week", (day, soon), "next_weekday", weekday=True)


def _nth_weekday(match: re.Match[str], scene: Scene) -> Reading | None:
    first = scene.today.replace(day=1)
    if match[4]:
        month = _MONTHS.index(match[4][:3]) + 1
        first = first.replace(month=month, year=first.year + (month < first.month))
    elif match[3] == "next":
        first = month_span_end(scene, 0) + timedelta(days=1)
    end = month_end(first.year, first.month)
    days = [day for day in days_from(first, end.day) if day.weekday() == _DAYS.index(match[2][:3])]
    return one(match, "month_day", days[-1 if match[1] == "last" else _NTH.index(match[1])])


def _week_from(match: re.Match[str], scene: Scene) -> Reading | None:
    base = match[1]
    ahead = {"today": 0, "now": 0, "tomorrow": 1}.get(base)
    if ahead is None:
        ahead = (_DAYS.index(base[:3]) - scene.today.weekday()) % 7
    return one(match, "relative", scene.today + timedelta(days=7 + ahead))


def _relative(match: re.Match[str], scene: Scene) -> Reading | None:
    word = match[1]
    ahead = 0 if word in ("today", "to") else 2 if "day after" in word else 1
    if word == "yesterday":
        return None
    day = scene.today + timedelta(days=ahead)
    if ahead == 1 and scene.local.hour < 5:
        return Reading(match.span(), "relative", (day, scene.today), "after_midnight")
    return one(match, "relative" if ahead else "today", day)


def _end_of(match: re.Match[str], scene: Scene) -> Reading | None:
    word = match[2] or match[3] or match[4]
    on = 1 if match[1] == "next" else 0
    today = scene.today
    if word in ("week", "eow"):
        return one(match, "week", week_end(scene, on), week_end(scene, on + 1))
    if word in ("month", "eom"):
        return one(match, "month_end", month_span_end(scene, on), month_span_end(scene, on + 1))
    if word in ("quarter", "eoq"):
        quarter = this_quarter(today) + on
        return one(match, "quarter_end", quarter_end(today.year, quarter), quarter_end(today.year, quarter + 1))
    if word[0] == "q":
        day = quarter_end(today.year, int(word[1]))
        return one(match, "quarter_end", day if day >= today else quarter_end(today.year + 1, int(word[1])))
    if word in ("year", "eoy"):
        return one(match, "year_end", month_end(today.year + on, 12))
    last = month_end(today.year, _MONTHS.index(word[:3]) + 1)
    return one(match, "month_end", last if last >= today else month_end(today.year + 1, last.month))


def _whole(match: re.Match[str], scene: Scene) -> Reading | None:
    part, on, unit = match[1] or "", 0 if match[2] == "this" else 1, match[3]
    if unit == "weekend":
        return one(match, "weekend", monday(scene.today, on) + timedelta(days=6))
    if unit == "week" and part in ("early", "beginning of", "start of"):
        return one(match, "week", week_start(scene, on))
    if unit == "week" and part in ("mid", "middle of"):
        return one(match, "week", monday(scene.today, on) + timedelta(days=2))
    if not part and on and match.string.endswith("before ", 0, match.start()):
        return _before_period(match, scene)
    if unit == "week":
        return one(match, "week", week_end(scene, on), week_end(scene, on + 1))
    if unit == "month":
        return one(match, "month_end", month_span_end(scene, on))
    if unit == "quarter":
        return one(match, "quarter_end", quarter_end(scene.today.year, this_quarter(scene.today) + on))
    return one(match, "year_end", month_end(scene.today.year + on, 12))


def _before_period(match: re.Match[str], scene: Scene) -> Reading | None:
    """ "Before next week" may mean before it begins or before it is over."""
    ends = {"week": week_end, "month": month_span_end}.get(match[3])
    return Reading(match.span(), match[3], (ends(scene, 0), ends(scene, 1)), "before_period") if ends else None


def _weekend(match: re.Match[str], scene: Scene) -> Reading | None:
    if match[1] in ("by", "before"):
        return one(match, "weekend", week_end(scene, 0), week_end(scene, 1))
    return one(match, "weekend", monday(scene.today) + timedelta(days=6))


def _holiday(match: re.Match[str], scene: Scene) -> Reading | None:
    return around(match.span(), scene, match[2].removeprefix("the "), match[1] == "after")


_AMOUNT = rf"(\d{{1,3}}|{WORD}|half an?)"
_UNITS = r"((?:work(?:ing )?|week)?days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|[dhw](?![a-z]))"
_LEFT, _RIGHT = r"(?<![a-z])", r"(?![a-z])"
# "Sat", "sun", "wed", "mon" are words of their own; alone they need a cue before or a fitting end behind.
_SHORT_CUES = "|".join(
    rf"(?<={cue} \w\w\w)" for cue in ("by", "on", "due", "before", "until", "this", "next", "coming", "last")
)
_SHORT = (
    rf"(?:(?<!sat)(?<!sun)(?<!mon)(?<!wed)|{_SHORT_CUES}|(?=$|\s*[,.;)|:@<\n]"
    r"|\s+(?:\d|at|by|eod|cob|morning|afternoon|evening|noon|night|next week|this week|with|cc|criteria)))"
)
_LONGER = re.compile(r"\d+ \w+(?: and)? $")
_NTH = ("first", "second", "third", "fourth", "last")
RULES: Final = (
    Rule("weekday", _NTH, re.compile(
        rf"{_LEFT}(?:the )?(first|second|third|fourth|last) ({_DAY}) (?:of|in) "
        rf"(?:(this|the|next) month|({_MONTH})){_RIGHT}"
    ), _nth_weekday),
    Rule("month_day", _MONTHS, re.compile(
        rf"(?<![0-9a-z.\-/])(?:(\d{{1,2}})(?:st|nd|rd|th)?[. -]{{1,2}}(?:of )?({_MONTH})\.?"
        rf"|({_MONTH})\.?\s?(\d{{1,2}})(?:st|nd|rd|th)?"
        r"(?![\d:.%]\d|\d|%| ?(?:[ap]\.?m|people|items))(?: ?(?:-|to) ?(\d{1,2})(?:st|nd|rd|th)?(?![\d:]"
        r"| ?[ap]m))?)(?:,?[ -]((?:19|20)\d\d))?(?![a-z\d])"
    ), _month_name),
    Rule("day", ("st", "nd", "rd", "th"), re.compile(
        r"(?:(?<=by )|(?<=due )|(?<=on )|(?<=before )|(?<=until )|the |(?<!\w)(?=\d{1,2}\w\w (?:at|of this|of next) ))"
        r"(\d{1,2})(?:st|nd|rd|th)(?: of (this|next) month)?"
        r"(?![a-z])(?! (?:draft|version|round|floor|item|phase|edition|time|one|quarter))"
    ), _ordinal),
    Rule("duration", ("in", "from", "after", "later", "business"), re.compile(
        rf"{_LEFT}(?:with)?in (?:the )?(?:next )?{_AMOUNT}[ -]?(business |working |work )?{_UNITS}{_RIGHT}"
        rf"|{_LEFT}{_AMOUNT} (business |working |work )?{_UNITS} (?:(?:from|after) (?:now|today|(tomorrow))"
        rf"|later){_RIGHT}"
        rf"|(?<![a-z])(?<!takes )(?<!took )(?<!last )(?<!past )(?<!for ){_AMOUNT} (business "
        rf"|working )(days?){_RIGHT}(?! (?:late|overdue|ago|before))"
    ), _in),
    Rule("relative", ("week from",), re.compile(
        rf"{_LEFT}(?:a|one) week from (today|now|tomorrow|{_DAY}){_RIGHT}"
    ), _week_from),
    Rule("relative", ("to", "tm", "day after", "yesterday"), re.compile(
        rf"{_LEFT}((?:the )?day after (?:tomorrow|tmrw|tmr)|today|to(?=night)"
        rf"|tomorrow|tmrw|tmr|tomo|2morrow|yesterday)(?:{_RIGHT}|(?=night))"
    ), _relative),
    Rule("month_end", ("end", "eo", "close"), re.compile(
        rf"{_LEFT}(?:the )?(?:end|close) of (?:(?:the |this |current )?|(next) )"
        rf"(week|month|quarter|year|q[1-4]|{_MONTH}){_RIGHT}"
        rf"|{_LEFT}(week|month|quarter|year|q[1-4])[ -]?end{_RIGHT}|{_LEFT}(eow|eom|eoq|eoy){_RIGHT}"
    ), _end_of),
    Rule("weekday", _DAYS, re.compile(
        rf"{_LEFT}(?:(this coming|the coming|coming|this week|next week|this|next|last),? )?({_DAY})\b{_SHORT}(?!-"
        rf"| later"
        rf"| from now| after next)"
        rf"(?:,? (?:of )?(this|next) week{_RIGHT})?", re.ASCII
    ), _day_name),
    Rule("week", ("week", "month", "quarter", "year"), re.compile(
        rf"{_LEFT}(?:(early|mid|late|later|beginning of|start of|middle of) )?"
        rf"(this|next) (weekend|week|month|quarter|year){_RIGHT}(?!'s)"
    ), _whole),
    Rule("weekend", ("weekend",), re.compile(rf"{_LEFT}(?:(by|before) )?the weekend{_RIGHT}"), _weekend),
    Rule("holiday", ("before", "after"), re.compile(
        rf"{_LEFT}(before|after) "
        rf"((?:the )?(?:christmas|xmas|new year|national day|labou?r day|spring festival|chinese new year|cny))"
        rf"{_RIGHT}(?: holidays?)?"
    ), _holiday),
)  # fmt: skip

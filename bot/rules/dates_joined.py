"""How the dates of one text belong together: a weekday checks a date, a length shifts it, a clock completes it."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from bot.rules.clocks import Clock
from bot.rules.days import monday
from bot.rules.due import Reading, Scene, Span, add_months, make_date
from bot.rules.lengths import EN_RUN, HAN_RUN, read_length

_MERGE_GAP = re.compile(r"[\s,(\[]*(?:on |the )?|[之以]?前\s?\(")
_GAP = re.compile(
    r"(?:-?ish|'s|(?<=mon|tue|wed|thu|fri|sat|sun|urs|ues)\.)?[\s,]*(?:(?:之?前|以前)[\s,]*|一)?"
    r"(?:(?:on|at|around|about|for|by|before|no later than|until|from|of|in|的|当天|当日|@|t|-)\s*)?"
    r"(?:\(?(?:周|星期)[一二三四五六日天]\)?\s*)?[\s,()]*"
)
_TO = re.compile(r"\s?(?:--?|~|到|至|to|until|till|and)\s?")
_SHIFT_BEFORE = re.compile(rf"(?<![a-z\d.])(?:(?:with)?in )?({EN_RUN}) (from|after|before|of) (?:the )?$")
_SHIFT_AFTER = re.compile(
    rf"\s?(?:(?:之|以)?([前后])|(?:起|开始|算起|起算)(?=[^,。]{{0,9}}内))的?({HAN_RUN})(?:之内|以内|内)?(?!工作日)"
)
_EARLIER = re.compile(
    rf"(前)?(\s?[,;。]?\s?|[\u4e00-\u9fff]{{2,12}}?(?=提前)"
    rf"|[\u4e00-\u9fff]{{0,6}}[,;]\s?[\u4e00-\u9fff]{{0,6}}?(?=提前))(?:需要?|要|请|得)?(?:提前|早)({HAN_RUN})"
)
_SENTENCE_END = re.compile(r"[。;!?\n]|\.\s")
_WEEK_OF = re.compile(r"(?:w(?:ee)?k (?:of|commencing|beginning|starting)(?: on)?|w/c) (?:the )?$")
_CLAUSE_END = re.compile(r"\s*(?:$|[,;。、!?\n])")
_CLAUSE = re.compile(r"[,;。、!?\n]")
_LONGEST_STAGE = 12  # characters of its name
# What takes place on its day, or tells how things stand, is nothing that is handed in then.
_EVENT = re.compile(
    r"会|活动|评审|开始|启动|面试|培训|出差|来访|现在|目前|今天|已|了|从|自|最早|放假|上班|(?<![a-z])(?:meeting|call"
    r"|event|demo|review"
    r"|sync|since|after|from|last|now|off|away|out|leave|launch|until|till|to)(?![a-z])"
)
# "周三前，不对，周四前": what stands between a day and the one that takes its place.
TAKEN_BACK = re.compile(
    r"(?:'s|[提上]?交|[给发]我?|完成|[出要])?[\s,.;。…!]*(?:哦?不对|[说写]错了|更正|哦不|不(?=,)|(?<![a-z])(?:no"
    r"|oops|sorry|i mean|scratch that"
    r"|make (?:that|it))(?![a-z]))[\s,.;:。!]*(?:应该)?是?\s*"
)
_AGREE_WITHIN = 2  # months in which "Friday the 13th" is looked for


def shifted(readings: list[Reading], text: str, scene: Scene) -> list[Reading]:
    """Days counted from another one: "two weeks from Monday", "3 days before Christmas", "周五前3天"."""
    moved: list[Reading] = []
    for reading in readings:
        start, end = reading.span
        before = _SHIFT_BEFORE.search(text, max(0, start - 60), start) if _counts_on(text, start) else None
        if _WEEK_OF.search(text, max(0, start - 30), start) and reading.days and not reading.moment:
            end_of_week = scene.calendar.last_workday_of_week(reading.days[0]) or reading.days[0]
            reading = replace(reading, days=(end_of_week,), later=None)
        after = _SHIFT_AFTER.match(text, end) if text[end : end + 1] in tuple("前后之以起开算 ") else None
        if before and (length := read_length(before[1])) and not length.minutes:
            sign = -1 if before[2] == "before" else 1
            moved = [each for each in moved if each.span[1] <= before.start()]
            span = (before.start(), end)
        elif after and (length := read_length(after[2])) and not length.minutes:
            sign, span = (-1 if after[1] == "前" else 1), (start, after.end())
        else:
            moved.append(_earlier(reading, text, scene))
            continue
        days = tuple(length.after(day, scene, sign) for day in reading.days)
        moved.append(Reading(span, "shifted", days, reading.reason, in_workdays=length.workdays > 0))
    if all(one.span[1] <= other.span[0] for one, other in pairwise(moved)):
        return moved
    return [each for each in moved if not any(_inside(each.span, other.span) for other in moved)]


def _earlier(reading: Reading, text: str, scene: Scene) -> Reading:
    """ "3月20日提前一周" is the week before; "3月20日，提前两天" may give a date and a warning, and is asked."""
    said = ("早" in text or "提前" in text) and reading.days and not reading.reason
    match = _EARLIER.match(text, reading.span[1]) if said else None
    length = read_length(match[3]) if match else None
    if match is None or length is None or length.minutes:
        return reading
    ahead = length.after(reading.days[0], scene, -1)
    if match[1] or match[2].strip():
        return replace(reading, days=(ahead, reading.days[0]), reason="several")
    return Reading((reading.span[0], match.end()), "shifted", (ahead,), in_workdays=length.workdays > 0)


def _counts_on(text: str, start: int) -> bool:
    return text[max(0, start - 11) : start].endswith((" from ", " after ", " before ", " of ", " the "))


def _inside(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def merged(readings: list[Reading], text: str, scene: Scene) -> list[Reading]:
    """A weekday beside a date is a check on the date; where they disagree both are offered, the date first."""
    found: list[Reading] = []
    for reading in readings:
        last = found[-1] if found else None
        if last is not None and _said_again(last, reading) and _touching(last, reading, text):
            found[-1] = replace(last, span=_closed(last.span[0], reading.span[1], text))
            continue
        if last is None or last.weekday == reading.weekday or not _touching(last, reading, text):
            found.append(_behind(last, reading, text))
            continue
        day, name = (reading, last) if last.weekday else (last, reading)
        if len(name.days) != 1 and name.reason not in ("next_week", "next_weekday"):
            found.append(reading)
            continue
        found[-1] = _checked(replace(day, span=_closed(last.span[0], reading.span[1], text)), name, scene)
    return found


def _said_again(first: Reading, second: Reading) -> bool:
    """ "下周五 (Fri)": the second word is the first one's day in the other language."""
    same = first.weekday and second.rule == "weekday" and second.weekday and not second.reason
    return same and first.days[0].weekday() == second.days[0].weekday()


def _closed(start: int, end: int, text: str) -> Span:
    return start, end + (text[end : end + 1] in (")", "]"))


def _behind(start: Reading | None, end: Reading, text: str) -> Reading:
    """ "Mon to Wed" said on a Wednesday is this week's or the next one's, which is asked."""
    if start is None or not (start.weekday and end.weekday) or end.days[0] > start.days[0] or end.reason:
        return end
    joined = _TO.fullmatch(text, start.span[1], end.span[0])
    if joined is None or joined[0].strip() == "and":
        return end
    first = start.days[0]
    following = first + timedelta(days=(end.days[0] - first).days % 7)
    if start.rule != "weekday":  # "next Monday to Wednesday"
        return replace(end, days=(following,))
    return replace(end, days=(end.days[0], following), reason="several")


def _touching(first: Reading, second: Reading, text: str) -> bool:
    if first.rule == "days" and text[first.span[1] : second.span[0]] == "的":
        return True
    return _MERGE_GAP.fullmatch(text, first.span[1], second.span[0]) is not None


def _checked(day: Reading, name: Reading, scene: Scene) -> Reading:
    if not day.days or day.moment:
        return day
    weekday = name.days[0].weekday()
    if day.rule == "days" and (day.days[0] - scene.today).days % 7 == 0:  # "两周后的周五", "Friday in two weeks"
        return replace(day, days=(monday(day.days[0]) + timedelta(days=weekday),))
    if day.rule == "day" and (day.days[0] < scene.today or day.days[0].weekday() != weekday):
        return _agreeing(day, weekday, scene) or day
    fits = next((each for each in day.days if each.weekday() == weekday), None)
    if fits is not None:
        return replace(day, days=(fits,), reason=None) if day.reason == "day_month_order" else day
    if day.later and day.later.weekday() == weekday and day.days[0] < scene.today:
        return replace(day, days=(day.later,), later=None)
    return replace(day, days=(*day.days, *name.days), reason="weekday_mismatch", later=None)


def _agreeing(day: Reading, weekday: int, scene: Scene) -> Reading | None:
    """ "Friday the 13th" is the nearest month's in which the thirteenth is a Friday; far ones are asked for."""
    number, this = day.days[0].day, scene.today.replace(day=1)
    for months in range(15):
        month = add_months(this, months)
        there = make_date(month.year, month.month, number)
        if there and there >= scene.today and there.weekday() == weekday:
            near = months < _AGREE_WITHIN
            return replace(day, days=(there,), later=None, reason=None if near else "weekday_mismatch")
    return None


def joined(readings: list[Reading], clocks: list[Clock], text: str) -> list[tuple[Reading | None, Clock | None]]:
    """Every day with the clock time beside it, and every clock time that stands alone, in order of place."""
    pairs: list[tuple[Reading | None, Clock | None]] = []
    free = _with_late_hours(clocks, text)
    for index, reading in enumerate(readings):
        following = readings[index + 1].span[0] if index + 1 < len(readings) else len(text)
        clock = next((each for each in free if beside(reading.span, each.span, text, following)), None)
        pairs.append((reading, clock))
        if clock is None:
            continue
        free.remove(clock)
        other = next((each for each in free if _span_of_hours(clock, each, text)), None)
        if other is not None:
            free.remove(other)
            pairs.append((replace(reading, span=other.span), other))
    pairs += [(_same_day(pairs, clock, text), clock) for clock in free]
    return sorted(pairs, key=lambda pair: hull(*pair)[0])


def _same_day(pairs: list[tuple[Reading | None, Clock | None]], clock: Clock, text: str) -> Reading | None:
    """ "明天上午开会，下午交": a later hour of the sentence is of the day whose earlier hour was named before it."""
    for day, earlier in reversed(pairs):
        if day is None or earlier is None or hull(day, earlier)[1] > clock.span[0]:
            continue
        between = text[hull(day, earlier)[1] : clock.span[0]]
        if _SENTENCE_END.search(between):
            return None
        # What is due before an hour of that day ("周五3点客户来，2点前布置好") may be due today as well.
        later = _roughly(earlier) < _roughly(clock)
        return replace(day, span=clock.span, reason=day.reason if later else day.reason or "unsure")
    return None


def _roughly(clock: Clock) -> tuple[int, int]:
    """The hour to compare with others; work begins in the morning and ends in the evening."""
    return (clock.hour, clock.minute) if clock.edge is None else (9, 0) if clock.edge == "start" else (18, 0)


def _span_of_hours(one: Clock, other: Clock, text: str) -> bool:
    first, second = (one, other) if one.span < other.span else (other, one)
    return _TO.fullmatch(text, first.span[1], second.span[0]) is not None


def _with_late_hours(clocks: list[Clock], text: str) -> list[Clock]:
    """ "晚上8点到9点": the second hour comes after the first, so it is in the evening too."""
    late = list(clocks)
    if len(late) < 2:
        return late
    for place, (begun, end) in enumerate(pairwise(clocks), 1):
        if (end.bare or end.either) and not begun.either and _span_of_hours(begun, end, text):
            hour = end.hour + 12 if begun.hour >= end.hour else end.hour
            late[place] = replace(end, hour=hour, bare=False, either=False)
    return late


def of_a_stage(span: Span, text: str) -> bool:
    """Whether a moment is all that a short clause says of a thing: "初稿周三，终稿周五前交"."""
    if not _CLAUSE_END.match(text, span[1]):
        return False
    name = _CLAUSE.split(text[max(0, span[0] - 2 * _LONGEST_STAGE) : span[0]])[-1].strip(" :")
    return 0 < len(name) <= _LONGEST_STAGE and name[-1] not in "-~到至" and _EVENT.search(name) is None


def beside(day: Span, clock: Span, text: str, following: int) -> bool:
    """Whether nothing but small words stands between a day and a clock time, or one lies within the other."""
    if clock[0] >= day[1]:
        return clock[0] < following and _GAP.fullmatch(text, day[1], clock[0]) is not None
    return clock[1] > day[0] or _GAP.fullmatch(text, clock[1], day[0]) is not None


def hull(reading: Reading | None, clock: Clock | None) -> Span:
    """The stretch of text a day and a clock time take together."""
    if reading is None or clock is None:
        only = reading or clock
        assert only is not None
        return only.span
    return min(reading.span[0], clock.span[0]), max(reading.span[1], clock.span[1])

"""When a meeting was held, as its minutes say: a day that lies behind as a rule, unlike a deadline (M2)."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.rules.clocks import find_clocks
from bot.rules.due import make_date
from bot.rules.fold import plain
from bot.rules.numerals import read_number

AHEAD: Final = timedelta(days=30)  # how far ahead minutes without a year may be dated
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES: Final = "|".join(f"{each}[a-z]*" for each in _MONTHS)
_HAN: Final = "[一二三四五六七八九十]{1,3}"
_YEAR: Final = r"(?P<year>20\d\d)"
_HAN_YEAR: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_DATE: Final = re.compile(r"([二〇零一三四五六七八九]{4})(?=年)")
_FIGURES: Final = re.compile(r"(?<![\d.])(?P<month>1[0-2]|0?[1-9])[-/.](?P<day>3[01]|[12]\d|0?[1-9])(?![\d.%])")
_DAYS: Final = (
    re.compile(_YEAR + r"\s?(?:年|[-/.])\s?(?P<month>\d{1,2})\s?(?:月|[-/.])\s?(?P<day>\d{1,2})(?!\d)"),
    re.compile(_YEAR + rf"年(?P<month>{_HAN})月(?P<day>{_HAN})[日号]"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<name>{_NAMES})\.?,? ?{_YEAR}?"),
    re.compile(rf"(?<![a-z\u4e00-\u9fff])(?P<name>{_NAMES})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:),? ?{_YEAR}?"),
    re.compile(rf"(?:{_YEAR}年)?\s?(?P<month>\d{{1,2}}|{_HAN})\s?月\s?(?P<day>\d{{1,2}}|{_HAN})\s?[日号]?"),
    _FIGURES,
    re.compile(r"(?<=\s)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])$"),
    re.compile(r"(?<!\d)" + _YEAR + r"(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
)
# "9/3", "9/3/26": of a day and a month in figures, English tells neither which is first.
_DAY_FIRST: Final = re.compile(r"(?<![\d./-])(\d{1,2})[/.](\d{1,2})(?:[/.](?:20)?(\d\d))?(?![\d./%-])(?!\s?[ap]\.?m)")
_BACK: Final = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2}
_WEEKDAY: Final = re.compile(
    r"(?:(?P<last>上|last )|本|这|this )?(?:个)?(?:周|星期|礼拜)(?P<han>[一二三四五六日天])"
    r"|(?P<before>last )?(?P<name>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])"
)
_CLOCK: Final = re.compile(r"\d\s?[:.]\s?\d\d|[\d一二两三四五六七八九十]\s?[点时]|\d\s?[ap]\.?m|noon|正午|中午")
_NAMED: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def meeting_day(text: str, now: datetime, zone: tzinfo) -> date | None:
    """The day a text says a meeting was; without its year the latest that fits, up to `AHEAD`."""
    folded, today = plain(text), now.astimezone(zone).date()
    folded = _HAN_DATE.sub(lambda match: match[1].translate(_HAN_YEAR), folded)
    latin = not re.search("[\u4e00-\u9fff]", folded)
    for pattern in _DAYS:
        if latin and pattern is _FIGURES and (told := _DAY_FIRST.search(folded)):
            return _nearest(told, today)
        for match in pattern.finditer(folded):
            found = _day(match, today)
            if found is not None:
                return found
    for word, back in _BACK.items():
        if word in folded:
            return today - timedelta(days=back)
    weekday = _WEEKDAY.search(folded)
    return _weekday(weekday, today) if weekday else None


def meeting_clock(text: str) -> time | None:
    """The clock time at which a text says a meeting began."""
    text = re.sub(r"\d{1,2}/\d{1,2}(?=\s?[ap]\.?m)", " ", text)  # "3/9 pm" is no nine o'clock
    if not _CLOCK.search(plain(text)):
        return None
    clocks = [each for each in find_clocks(plain(text)) if each.timed and each.edge is None]
    return time(clocks[0].hour % 24, clocks[0].minute) if clocks else None


def _nearest(match: re.Match[str], today: date) -> date | None:
    """The reading of two figures that lies nearest before today; meetings are written up soon."""
    one, other = int(match[1]), int(match[2])
    years = (int(f"20{match[3]}"),) if match[3] else (today.year, today.year - 1)
    read = (make_date(year, *pair) for year in years for pair in ((one, other), (other, one)))
    return min((day for day in read if day and day <= today + AHEAD), key=lambda day: abs(day - today), default=None)


def _day(match: re.Match[str], today: date) -> date | None:
    groups = match.groupdict()
    name = groups.get("name")
    month = _MONTHS.index(name[:3]) + 1 if name else read_number(groups["month"])
    day = read_number(groups["day"])
    if not month or not day:
        return None
    if groups.get("year"):
        return make_date(int(groups["year"]), month, day)
    years = (make_date(year, month, day) for year in (today.year + 1, today.year, today.year - 1))
    return next((found for found in years if found and found <= today + AHEAD), None)


def _weekday(match: re.Match[str], today: date) -> date:
    """The latest such weekday, today included; 上周 names the week before this one."""
    if match["han"]:
        index = "一二三四五六日天".index(match["han"]) % 7 if match["han"] != "天" else 6
    else:
        index = _NAMED.index(match["name"][:3])
    if match["last"] or match["before"]:
        return today - timedelta(days=today.weekday() + 7 - index)
    return today - timedelta(days=(today.weekday() - index) % 7)

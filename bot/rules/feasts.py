"""Feast and shopping days by their names in both languages, and the day each falls on."""

from datetime import date, timedelta
from typing import Final

from bot.rules.days import nth_weekday
from bot.rules.lunar import solar

_FIXED: Final = {
    "元旦": (1, 1), "新年": (1, 1), "new year": (1, 1), "new years": (1, 1), "情人节": (2, 14), "valentine": (2, 14),
    "妇女节": (3, 8), "三八节": (3, 8), "women": (3, 8), "international women": (3, 8), "植树节": (3, 12),
    "saint patrick": (3, 17), "st patrick": (3, 17), "st. patrick": (3, 17), "愚人节": (4, 1), "april fool": (4, 1),
    "april fools": (4, 1), "earth": (4, 22), "五一": (5, 1), "劳动节": (5, 1), "workers": (5, 1), "may": (5, 1),
    "labour": (5, 1), "international workers": (5, 1), "五四": (5, 4), "青年节": (5, 4), "儿童节": (6, 1),
    "六一": (6, 1), "children": (6, 1), "618": (6, 18), "juneteenth": (6, 19), "independence": (7, 4),
    "建党节": (7, 1), "七一": (7, 1), "建军节": (8, 1), "八一": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "十一": (10, 1), "national": (10, 1),
    "万圣节": (10, 31), "halloween": (10, 31), "双十一": (11, 11), "双11": (11, 11), "光棍节": (11, 11),
    "singles": (11, 11), "veterans": (11, 11), "双十二": (12, 12), "双12": (12, 12), "平安夜": (12, 24),
    "christmas eve": (12, 24), "xmas eve": (12, 24), "圣诞": (12, 25), "圣诞节": (12, 25), "christmas": (12, 25),
    "xmas": (12, 25), "boxing": (12, 26), "跨年": (12, 31), "new year eve": (12, 31), "new years eve": (12, 31),
}  # fmt: skip
# Month, weekday (Monday is 0) and which of them; -1 is the last.
_COUNTED: Final = {
    "martin luther king": (1, 0, 3), "mlk": (1, 0, 3), "presidents": (2, 0, 3), "president": (2, 0, 3),
    "母亲节": (5, 6, 2), "mother": (5, 6, 2), "mothers": (5, 6, 2), "memorial": (5, 0, -1), "父亲节": (6, 6, 3),
    "father": (6, 6, 3), "fathers": (6, 6, 3), "labor": (9, 0, 1), "columbus": (10, 0, 2), "感恩节": (11, 3, 4),
    "thanksgiving": (11, 3, 4), "thanks giving": (11, 3, 4),
}  # fmt: skip
# Days after Thanksgiving or Easter.
_LINKED: Final = {
    "black friday": ("thanksgiving", 1), "cyber monday": ("thanksgiving", 4), "good friday": ("easter", -2),
    "easter monday": ("easter", 1), "easter sunday": ("easter", 0),
}  # fmt: skip
_MOON: Final = {
    "春节": (1, 1), "大年初一": (1, 1), "过年": (1, 1), "年": (1, 1), "spring festival": (1, 1),
    "chinese new year": (1, 1), "lunar new year": (1, 1), "cny": (1, 1), "元宵": (1, 15), "lantern festival": (1, 15),
    "端午": (5, 5), "dragon boat festival": (5, 5), "dragon boat": (5, 5), "七夕": (7, 7), "中秋": (8, 15),
    "mid-autumn festival": (8, 15), "mid-autumn": (8, 15), "moon festival": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
    "小年": (12, 23), "除夕": (12, 30), "大年三十": (12, 30), "年三十": (12, 30),
}  # fmt: skip
# Public holidays in mainland China: their edges are those of the days off around them.
PUBLIC: Final = frozenset((
    "元旦", "新年", "春节", "过年", "年", "清明", "五一", "劳动节", "端午", "中秋", "国庆", "十一", "national",
    "new year", "new years", "spring festival", "chinese new year", "lunar new year", "cny", "labor", "labour",
    "dragon boat festival", "dragon boat", "mid-autumn festival", "mid-autumn",
))  # fmt: skip

# Where no calendar says it: the days off of the long ones by the rules of 2025, before and behind the day itself.
_USUAL_OFF: Final = {
    **dict.fromkeys(("国庆", "十一", "national"), (0, 6)),
    **dict.fromkeys(("五一", "劳动节"), (0, 4)),
    **dict.fromkeys(("春节", "过年", "年", "spring festival", "chinese new year", "lunar new year", "cny"), (-1, 6)),
}  # fmt: skip
_LONG: Final = ("春节", "五一", "国庆")
_SHORT: Final = ("元旦", "清明", "端午", "中秋")


def feast(name: str, year: int) -> date | None:
    """The day a feast falls on in a year; for one by the moon, the year its lunar year begins in."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _MOON:
        return solar(year, *_MOON[name])
    if name in _COUNTED:
        return nth_weekday(year, *_COUNTED[name])
    if name in _LINKED:
        base, days = _LINKED[name]
        day = feast(base, year)
        return day + timedelta(days=days) if day else None
    if name == "easter":
        return _easter(year)
    return _clear_and_bright(year) if name in ("清明", "qingming", "tomb sweeping") else None


def coming_feast(name: str, today: date) -> date | None:
    """The feast's next day, today included; last year's lunar year may still hold it."""
    days = (feast(name, today.year + ahead) for ahead in (-1, 0, 1))
    return next((day for day in days if day is not None and day >= today), None)


def usual_days_off(name: str, day: date) -> tuple[date, date]:
    """The first and last of the days that are off for a feast on this day as a rule."""
    before, behind = _USUAL_OFF.get(name, (0, 0))
    return day + timedelta(days=before), day + timedelta(days=behind)


def coming_holiday(today: date, long: bool) -> tuple[str, date]:
    """The next public holiday in mainland China, by name, and its day; of the `long` ones only, where these are
    meant."""
    names = _LONG if long else (*_LONG, *_SHORT)
    coming = ((name, day) for name in names if (day := coming_feast(name, today)))
    return min(coming, key=lambda each: each[1])


def _clear_and_bright(year: int) -> date:
    """清明, by the usual formula for the years 2000 to 2099."""
    in_century = year % 100
    return date(year, 4, int(in_century * 0.2422 + 4.81) - in_century // 4)


def _easter(year: int) -> date:
    """Western Easter, by the method of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)

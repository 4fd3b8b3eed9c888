"""国庆前, 节后, before Christmas: the working days at the edges of a holiday, by the team's own calendar; 元旦, by
Christmas, 腊月二十八: the day itself."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.rules.days import LOOK_BACK, LOOK_BACK_DAY, Rule
from bot.rules.due import DaysOff, Reading, Scene, Span, days_from
from bot.rules.feasts import PUBLIC, coming_feast, coming_holiday, feast, usual_days_off
from bot.rules.lengths import EN_RUN, HAN_RUN, read_length
from bot.rules.lunar import solar
from bot.rules.numerals import SMALL, read_number

_NEW_YEAR_NEAR = timedelta(days=45)  # in which "初八" says the first month by itself
_AHEAD = 120  # days looked through for "the holiday" that has no name
_RUN, _LONG_RUN = 3, 5  # days off in a row that are one, or a long one
_NAMES = (
    r"元旦|新年|春节|劳动节|五一|五四|端午|中秋|清明|国庆|圣诞节?|情人节|妇女节|三八节|植树节|愚人节|青年节|儿童节|六一"
    r"|建党节|建军节|八一"
    r"|教师节|万圣节|双十一|双11|双十二|双12|光棍节|平安夜|跨年|母亲节|父亲节|感恩节|元宵|七夕|重阳|腊八|小年|除夕"
    r"|大年三十|年三十"
    r"|大年初一|(?<!\d)618(?!\d)"
)
_EN_NAMES = (
    r"christmas eve|xmas eve|christmas|xmas|new year'?s?'? eve|(?:(?:chinese|lunar) )?new year'?s?|spring festival|cny"
    r"|lantern festival|dragon boat(?: festival)?|mid-autumn(?: festival)?|moon festival|qingming|national(?= day)"
    r"|valentine'?s?|(?:international )?women'?s(?= day)|(?:saint|st\.?) patrick'?s?|april fools?'?|earth(?= day)"
    r"|(?:international )?workers'?(?= day)|labou?r(?= day)|children'?s(?= day)|may(?= day)|juneteenth"
    r"|independence(?= day)|halloween|singles'?(?= day)|veterans'?(?= day)|boxing(?= day)|black friday|cyber monday"
    r"|good friday|easter(?: monday| sunday)?|martin luther king|mlk|presidents?'?s?(?= day)|mothers?'?s?(?= day)"
    r"|memorial(?= day)|fathers?'?s?(?= day)|columbus(?= day)|thanks ?giving"
)
_ZH_YEARS = {"今年": 0, "明年": 1, "来年": 1, "后年": 2}


def around(span: Span, scene: Scene, name: str, after: bool) -> Reading:
    """The last working day before a holiday, or the first after it; asked for where the calendar does not show it."""
    calendar = scene.calendar
    block, reason = _taken(scene, name, after)
    if block is None:
        return Reading(span, "holiday", (), "holiday_unknown")
    day = calendar.next_workday(block[1]) if after else calendar.previous_workday(block[0])
    if day < scene.today:
        named = coming_feast(name, scene.today + timedelta(days=20))
        return (
            around_block(span, scene, _block(scene, named, named), after)
            if named
            else Reading(span, "holiday", (), "past")
        )
    return Reading(span, "holiday", (day,), reason)


def _taken(scene: Scene, name: str, after: bool) -> DaysOff:
    """The days off of a holiday, looked up once for each text."""
    if (name, after) not in scene.off:
        scene.off[name, after] = _looked_up(scene, name, after)
    return scene.off[name, after]


def _looked_up(scene: Scene, name: str, after: bool) -> DaysOff:
    day: date | None
    if name in ("节", "放假", "假期", "长假"):
        long = name == "长假"
        if (run := _unnamed(scene, _LONG_RUN if long else _RUN)) is not None:
            return run, None
        name, day = coming_holiday(scene.today, long)
    else:
        day = coming_feast(name, scene.today - timedelta(days=9 if after else LOOK_BACK))
    if day is None:
        return None, None
    block = _block(scene, day, day)
    if name not in PUBLIC or _shown(scene, block):
        return block, None
    return _block(scene, *usual_days_off(name, day)), "holiday_unknown"


def _shown(scene: Scene, block: tuple[date, date]) -> bool:
    """Whether the calendar gives days off for the holiday, not just a weekend."""
    days = days_from(block[0], (block[1] - block[0]).days + 1)
    return any(day.weekday() < 5 and not scene.calendar.is_workday(day) for day in days)


def around_block(span: Span, scene: Scene, block: tuple[date, date], after: bool) -> Reading:
    """The edge of next year's holiday, where this year's is over; that is asked."""
    day = scene.calendar.next_workday(block[1]) if after else scene.calendar.previous_workday(block[0])
    return Reading(span, "holiday", (day,), "past")


def _unnamed(scene: Scene, least: int) -> tuple[date, date] | None:
    run: list[date] = []
    for day in days_from(scene.today, _AHEAD):
        if not scene.calendar.is_workday(day):
            run.append(day)
            continue
        if len(run) >= least:
            return run[0], run[-1]
        run = []
    return None


def _block(scene: Scene, first: date, last: date) -> tuple[date, date]:
    """The days with whatever is off beside them."""
    begins, ends = first, last
    if begins == ends and scene.calendar.is_workday(begins):
        return begins, ends
    while not scene.calendar.is_workday(begins - timedelta(days=1)) and (first - begins).days < 15:
        begins -= timedelta(days=1)
    while not scene.calendar.is_workday(ends + timedelta(days=1)) and (ends - last).days < 15:
        ends += timedelta(days=1)
    return begins, ends


def _edge(match: re.Match[str], scene: Scene) -> Reading | None:
    """`国庆前`, `节后第二个工作日`."""
    after = match[2] != "前"
    reading = around(match.span(), scene, match[1], after)
    nth = read_number(match[3]) if match[3] else 1
    if nth is None or not reading.days:
        return reading if nth else None
    day = reading.days[0]
    for _ in range(nth - 1):
        day = scene.calendar.next_workday(day) if after else scene.calendar.previous_workday(day)
    return replace(reading, days=(day,))


def _counted(match: re.Match[str], scene: Scene) -> Reading | None:
    """`节后三天内`, `国庆后一周`: counted from the last day off, not from the day that has the name."""
    after, length = match[3] != "前", read_length(match[4])
    block, reason = _taken(scene, match[1] or match[2], after)
    if block is None or length is None or length.minutes:
        return Reading(match.span(), "holiday", (), "holiday_unknown") if length else None
    day = length.after(block[1] if after else block[0], scene, 1 if after else -1)
    return Reading(match.span(), "holiday", (day,), reason, in_workdays=length.workdays > 0)


def _named_day(span: Span, scene: Scene, name: str, year: int | None) -> Reading | None:
    if year:
        day = feast(name, year)
        return Reading(span, "holiday", (day,)) if day else None
    day, later = coming_feast(name, scene.today - timedelta(days=LOOK_BACK_DAY)), coming_feast(name, scene.today)
    return Reading(span, "holiday", (day,), later=later) if day else None


def _day_itself(match: re.Match[str], scene: Scene) -> Reading | None:
    year = scene.today.year + _ZH_YEARS[match[1]] if match[1] else None
    return _named_day(match.span(), scene, match[2], year)


def _moon_date(match: re.Match[str], scene: Scene) -> Reading | None:
    named = match[1] or match[2] or match[6] or "正"
    month = {"正": 1, "冬": 11, "腊": 12}.get(named) or read_number(named)
    day = read_number((match[3] or match[4] or match[5] or match[7]).removeprefix("初"))
    if month is None or day is None:
        return None
    days = (solar(scene.today.year + ahead, month, day) for ahead in (-1, 0, 1))
    coming = next((each for each in days if each and each >= scene.today), None)
    if match[5] and (coming is None or coming - scene.today > _NEW_YEAR_NEAR):
        return None
    return Reading(match.span(), "holiday", (coming,) if coming else (), None if coming else "impossible")


def _english(match: re.Match[str], scene: Scene) -> Reading | None:
    name = match[2].replace("'", "")
    name = name if feast(name, scene.today.year) else name.removesuffix("s")
    counted = match[1] and _COUNTED.search(match.string, max(0, match.start() - 40), match.start())
    if match["before"] is not None and not match[1]:
        return around((match.start(2), match.end()), scene, name, False)
    if match[1] and not match[4] and not counted:
        return around(match.span(), scene, name, match[1] == "after")
    return _named_day((match.start(2), match.end()), scene, name, int(match[4]) if match[4] else None)


_COUNTED = re.compile(rf"{EN_RUN} $")
_BARE_END = (
    r"(?=\s*(?:$|[,.。;!?、)(\n]|之?[前后](?!后)|当[天日]|那[天日]|上午|下午|晚(?!会|宴)|早(?!会|餐)|我|你|他|她|咱"
    r"|大家"
    r"|要|必须|得|去|上线|发布|交|完成"
    r"|给|提交|出|到货|的时候|\d{1,2}[:点]))"
)
# "周五一早" is Friday, early.
_NOT_DAY = r"(?<![周期拜])"
_UNNAMED = (
    r"十一(?=[之以]?[前后]|假|长假|放)|过年|(?<![\d一二三四五六七八九十数多几今明去往同常近本半])年(?=前|后)|放假"
    r"|(?<![\d一二三四五六七八九十章第环细季佳一双])节(?=前|后|假)|(?<!寒)(?<!暑)(?<!请)(?<!休)(?<!病)假期|长假"
)
_OFF = r"(?:节|假期|长假|放假|假)?(?:之|以)?"
_BACK = r"(?:回来|收假|复工|返工)(?![之以]?前)(?:之|以)?后?|结束(?:之|以)?后"
EDGE_RULES: Final = (
    Rule("holiday", ("后", "节前", "假前", "期前", "年前", "回来", "收假", "复工", "返工"), re.compile(
        rf"(?:{_NOT_DAY}({_NAMES}|{_UNNAMED}){_OFF}(?=后|{_BACK})|({_UNNAMED}){_OFF}(?=前))"
        rf"(前|后|{_BACK})\s?({HAN_RUN})(?:之内|以内|内)?"
    ), _counted),
    Rule("holiday", ("前", "后", "回来", "收假", "复工", "返工"), re.compile(
        rf"{_NOT_DAY}({_NAMES}|{_UNNAMED}){_OFF}(前|后|{_BACK})(?![端续台期后])(?!\s?{HAN_RUN})"
        rf"(?:(?:上班|开工|复工|回来)?的?(?:第({SMALL})个?(?:工作日|天|日)(?:上班(?!前))?|首(?:个工作)?日"
        rf"|最后一?(?:个工作日|天)))?(?!的?第)"
    ), _edge),
)  # fmt: skip
HAN_RULES: Final = (
    Rule("holiday", ("农历", "阴历", "正月", "腊月", "冬月", "初"), re.compile(
        r"(?:(?:(?:农历|阴历)([正冬腊]|[二三四五六七八九]|十[一二]?)|([正冬腊]))月)"
        r"(初[一二三四五六七八九十]|(?:十|廿|二十)[一二三四五六七八九]|[二三]十)"
        r"|(?:大|(?<![今明去来前后\d]))年(初[一二三四五六七八九十])(?![期季批月周级])"
        r"|(?<![\u3400-\u9fff\d])(初[一二三四五六七八九十])(?=\s?(?:$|上班|开工|复工|[之以]?前|[提上]?交|给))"
        r"|([二三四五六七八九]|十[一二]?)月(初[一二三四五六七八九十])(?!中|级)"
    ), _moon_date),
    Rule("holiday", tuple(_NAMES.replace("节?", "").replace(r"(?<!\d)618(?!\d)", "618").split("|")), re.compile(
        rf"(?:(今年|明年|来年|后年)的?)?{_NOT_DAY}({_NAMES})节?{_BARE_END}"
    ), _day_itself),
)  # fmt: skip
EN_RULES: Final = (
    Rule("holiday", (
        "mas", "new year", "festival", "cny", "autumn", "dragon", "qingming", "valentine", "patrick", "fool", "teenth",
        "halloween", "easter", "king", "mlk", "thanks", "black fri", "good fri", "cyber", " day",
    ), re.compile(
        rf"(?<![a-z])(?:(before|after) (?:the )?)?(?:the |this |next |following )?({_EN_NAMES})(?![a-z])"
        r"((?: day)?(?: holidays?)?)(?:,? (?:of |in )?(20\d\d))?(?:(?=\s?[之以]?前)(?P<before>))?"
        r"(?=\s*(?:$|[,.;!?)@]|at |by |on |this year|next year|\d|eod|cob|morning|noon|night|and |so |[\u4e00-\u9fff]))"
    ), _english),
)  # fmt: skip

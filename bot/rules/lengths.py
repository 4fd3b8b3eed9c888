"""Lengths of time as people write them, in folded text: 两小时三十分钟, 3个工作日, two and a half hours."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.rules.days import LONGEST, Rule
from bot.rules.due import Reading, Scene, Span, add_months
from bot.rules.months_en import DAY
from bot.rules.numerals import HAN, SMALL, WORD, read_number

_HAN_UNIT: Final = (
    r"(?:(?<=个)季度|工作[日天]|自然[日天]|日历[日天]|星期|礼拜|小时|钟头|(?<=[个半])月"
    r"|刻钟|分钟|[天日周年]|h(?![a-z]))"
)
_HAN_NUMBER: Final = rf"(?:\d{{1,3}}(?:\.\d)?|[{HAN}]{{1,5}}|半)"
_HAN_PART: Final = rf"{_HAN_NUMBER}\s?个?半?个?\s?{_HAN_UNIT}半?"
HAN_RUN: Final = rf"(?:{_HAN_NUMBER}\s?(?:-|~|到|至|/)\s?)?{_HAN_PART}(?:[零又,]?{_HAN_PART}){{0,2}}"
_EN_UNIT: Final = (
    r"(?:(?:business |working |work ?|week)?days?|weeks?|fortnights?|months?|quarters?|years?|hours?|hrs?|minutes?"
    r"|mins?"
    r"|(?:(?<=\d)|(?<=\d ))[dhw])(?![a-z])"
)
_EN_AMOUNT: Final = rf"(?:half an?|(?:\d{{1,3}}(?:\.\d{{1,2}})?|{WORD}|the(?= hour))(?: and a half)?)"
_EN_PART: Final = rf"{_EN_AMOUNT}[ -]?{_EN_UNIT}(?: and a half)?"
EN_RUN: Final = rf"(?:{_EN_AMOUNT}(?: ?[-/] ?| to | or ))?{_EN_PART}(?:(?:,? and |,? ){_EN_PART}){{0,3}}"

_HAN_PIECE = re.compile(
    rf"({_HAN_NUMBER})\s?个?(半)?个?\s?(工作[日天]|自然[日天]|日历[日天]|星期|礼拜|小时|钟头|月|季度|刻钟|分钟"
    rf"|[天日周年]|h(?![a-z]))(半)?"
)
_EN_PIECE = re.compile(
    rf"(?<![a-z])(half an?|(?:\d{{1,3}}(?:\.\d{{1,2}})?|{WORD}|the(?= hour)))( and a half)?[ -]?({_EN_UNIT})"
    r"( and a half)?"
)
_MINUTES = {"小时": 60, "钟头": 60, "h": 60, "ho": 60, "hr": 60, "分钟": 1, "mi": 1, "刻钟": 15}
_DAYS = {
    "天": 1,
    "自然日": 1,
    "自然天": 1,
    "日历日": 1,
    "日历天": 1,
    "日": 1,
    "d": 1,
    "da": 1,
    "周": 7,
    "星期": 7,
    "礼拜": 7,
    "w": 7,
    "we": 7,
    "fo": 14,
}
_MONTHS = {"月": 1, "季度": 3, "mo": 1, "qu": 3, "年": 12, "ye": 12}
_HALF_DAY: Final = 240  # minutes: "half a day" is half of a working one
_HALF_MONTH: Final = 15  # days


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; `minutes` run on the clock, the rest in the calendar."""

    months: int = 0
    days: int = 0
    workdays: int = 0
    minutes: int = 0

    def after(self, day: date, scene: Scene, sign: int = 1) -> date:
        """The day that lies this long after `day`, or before it where `sign` is -1."""
        day = add_months(day, sign * self.months) + timedelta(days=sign * self.days)
        if self.workdays and sign < 0:
            for _ in range(self.workdays):
                day = scene.calendar.previous_workday(day)
            return day
        return scene.calendar.add_workdays(day, self.workdays) if self.workdays else day

    def moment(self, scene: Scene) -> datetime:
        """The moment (UTC) this long from now; whole days keep the clock time."""
        days = self.after(scene.today, scene) - scene.today
        return scene.now + days + timedelta(minutes=self.minutes)


def read_length(run: str) -> Length | None:
    """The length a run of amounts and units makes; None for what nobody plans in."""
    pieces = [*_HAN_PIECE.finditer(run)] or [*_EN_PIECE.finditer(run)]
    parts = [_read_piece(piece) for piece in pieces]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    length = Length(
        sum(part.months for part in known),
        sum(part.days for part in known),
        sum(part.workdays for part in known),
        sum(part.minutes for part in known),
    )
    return length if length.months <= 36 and length.days + length.workdays <= LONGEST else None


def _read_piece(piece: re.Match[str]) -> Length | None:
    amount = _amount(piece[1])
    if amount is None:
        return None
    amount += 0.5 if piece[2] or piece[4] else 0
    unit = piece[3].strip()
    if "work" in unit or "bus" in unit or "工作" in unit or unit.startswith("weekd"):
        return Length(workdays=int(amount)) if amount == int(amount) else None
    key = unit[:2] if unit.isascii() and len(unit) > 1 else unit
    if key in _MINUTES:
        return Length(minutes=round(amount * _MINUTES[key]))
    if key in _MONTHS:
        months, half = divmod(amount * _MONTHS[key], 1)
        return Length(months=int(months), days=_HALF_MONTH if half else 0)
    if _DAYS[key] == 1 and amount % 1:
        return Length(days=int(amount), minutes=_HALF_DAY)
    return Length(days=round(amount * _DAYS[key] + 0.01))


def _amount(word: str) -> float | None:
    if word == "半" or word.startswith("half"):
        return 0.5
    if "." in word:
        return float(word)
    # "两三天": two digits side by side are a guess at one of them, not a number of two digits.
    if len(word) == 2 and not word.isascii() and not set(word) & set("零〇十百廿"):
        return read_number(word[1])
    return 1 if word == "the" else read_number(word)


def from_now(match: re.Match[str], scene: Scene) -> Reading | None:
    """A length counted from now; one counted from something else ("within 3 days of delivery") is asked for."""
    length = read_length(match["run"])
    if length is None:
        return None
    elsewhere = _AFTER_EVENT.search(match.string, 0, match.start()) or _OF_EVENT.match(match.string, match.end())
    return _counted_from_now(match.span(), length, scene, "unsure" if elsewhere else None)


def _counted_from_now(span: Span, length: Length, scene: Scene, reason: str | None = None) -> Reading:
    if length.minutes:
        moment = length.moment(scene)
        return Reading(span, "hours", (moment.astimezone(scene.zone).date(),), reason, moment=moment)
    rule, counted = ("workdays", True) if length.workdays else ("days", False)
    return Reading(span, rule, (length.after(scene.today, scene),), reason, counted)


def _trading_days(match: re.Match[str], scene: Scene) -> Reading | None:
    """`T+2`."""
    day = scene.calendar.add_workdays(scene.today, int(match[1]))
    return Reading(match.span(), "workdays", (day,), in_workdays=True)


def _next_workday(match: re.Match[str], scene: Scene) -> Reading | None:
    return Reading(match.span(), "workdays", (scene.calendar.next_workday(scene.today),), in_workdays=True)


def _one_or_two(match: re.Match[str], scene: Scene) -> Reading | None:
    """ "In an hour or two" is due in two."""
    length = read_length(f"{'1' if match[0].endswith('so') else '2'} {match['unit']}s")
    return _counted_from_now(match.span(), length, scene) if length else None


def _nothing(match: re.Match[str], scene: Scene) -> Reading | None:
    """What has gone by is no deadline."""
    return None


def _alone(match: re.Match[str], scene: Scene) -> Reading | None:
    """A length that is all that was typed: most likely an answer to "until when", but that is asked."""
    reading = from_now(match, scene)
    return replace(reading, reason="unsure") if reading else None


_AFTER_EVENT = re.compile(
    r"(?:(?<![今然最随之以])后|[到收付款成线货约会过](?:之|以)后|完成(?:之|以)后|(?:之[日时]|当[天日])起算?)[,\s]?$"
)
_OF_EVENT = re.compile(r" (?:of|after|from|before|following) (?!now|today|tomorrow)[a-z]")
# A length that is needed, late or given ahead says how long, not until when.
_NOT_NEED = (
    r"(?<!需要)(?<!需)(?<!工期)(?<!耗时)(?<!用时)(?<!提前)(?<!逾期)(?<!延期)(?<!超过)(?<!至少)(?<!每)(?<!约)(?<!近)"
    r"(?<![\d.第~:/-])(?<!下(?=一))"
)
_LEFT: Final = r"(?<![a-z\d.])"
HAN_RULES: Final = (
    Rule("past", ("前",), re.compile(
        rf"(?<!\d)({_HAN_NUMBER}|几|数|多)\s?(?:个半?(?:月|周|小时|工作日)|天|周|星期|礼拜|年|小时|钟头|分钟"
        rf"|工作日)之?以?前"
        r"|(?<![\d十廿卅])[一两二三四五六七八九]日前"
    ), _nothing),
    Rule("past", ("last week",), re.compile(
        rf"(?<![a-z])last week(?:'s)?,? ?(?:on )?(?:(?:周|星期|礼拜)[一二三四五六日天]|{DAY}(?![a-z]))"
    ), _nothing),
    Rule("past", ("上", "昨", "前天", "前日", "去年", "前年", "刚"), re.compile(
        rf"上+个?(?:周|星期|礼拜)[一二三四五六日天末]?(?:的?[ (]{{0,2}}{DAY}(?![a-z]))?"
        rf"|上+个?月份?(?:底|初|中|末)?(?:\d{{1,2}}[日号])?|昨[天日晚]"
        rf"|(?<!以)(?<!之)大?前[天日]|(?:去|(?<!以)(?<!之)前)年(?:年?[底初中末]|的?{SMALL}月份?(?:底|初|中旬?|上旬"
        rf"|下旬|{SMALL}[日号]?)?)?"
    ), _nothing),
    Rule("duration", ("内", "后", "里"), re.compile(
        rf"{_NOT_NEED}(?:再?过)?(?P<run>{HAN_RUN})\s?(?:之内|以内|之后|以后|内|后(?![台端续期勤])|里)(?![天期])"
    ), from_now),
    Rule("duration", ("天", "周", "月", "季度", "小时", "钟", "星期", "礼拜"), re.compile(
        rf"^\s*(?P<run>{_HAN_PART}(?:[零又,]?{_HAN_PART})?)\s*(?:左右|吧)?$"
    ), _alone),
    Rule("workdays", ("下",), re.compile(r"下一?个工作日"), _next_workday),
    Rule("workdays", ("工作日", "工作天"), re.compile(
        rf"{_NOT_NEED}(?P<run>{_HAN_NUMBER}\s?个?\s?工作[日天])(?!之?前)"
    ), from_now),
    Rule("duration", ("未来", "接下来"), re.compile(
        rf"(?:未来|接下来)的?(?P<run>{HAN_RUN})(?:之?内)?(?![的天期])"
    ), from_now),
    Rule("duration", ("过",), re.compile(
        rf"(?:再过|(?<![超不通经度路错难])过)(?P<run>{HAN_RUN})(?![了的期])"
    ), from_now),
)  # fmt: skip
NUMBER_RULES: Final = (Rule("workdays", ("t+",), re.compile(r"(?<![a-z])t\+(\d{1,2})(?!\d)"), _trading_days),)
EN_RULES: Final = (
    Rule("past", (" ago",), re.compile(rf"{_LEFT}{EN_RUN} ago(?![a-z])"), _nothing),
    Rule("duration", ("or two", "or so"), re.compile(
        rf"{_LEFT}(?:with)?in (?P<one>an?|one) (?P<unit>hour|day|week|month|minute) or (?:two|so)(?![a-z])"
    ), _one_or_two),
    Rule("duration", ("in ", "within", "over ", "during "), re.compile(
        rf"{_LEFT}(?:(?:with)?in|over|during) (?:less than |under |about |around |approximately )?"
        rf"(?:the (?!hour))?(?:next )?(?P<run>{EN_RUN})"
        r"(?:'? time)?"
    ), from_now),
    Rule("duration", ("内", "后"), re.compile(rf"{_LEFT}(?P<run>{EN_RUN})\s?(?:之|以)?[内后]"), from_now),
    Rule("duration", ("within ",), re.compile(rf"{_LEFT}within (?P<run>{HAN_RUN})"), from_now),
    Rule("duration", ("from", "later", "hence"), re.compile(
        rf"{_LEFT}(?P<run>{EN_RUN}) (?:(?:from|after) (?:now|today)|later|hence)(?![a-z])"
    ), from_now),
    Rule("workdays", ("business", "working"), re.compile(
        rf"{_LEFT}(?<!takes )(?<!took )(?<!last )(?<!past )(?<!for )(?P<run>{_EN_AMOUNT}[ -](?:business "
        rf"|working )days?)"
        rf"(?![a-z])(?! (?:late|overdue|ago|before|from|after))"
    ), from_now),
    Rule("workdays", ("next", "following"), re.compile(
        r"(?<![a-z])(?:the )?(?:next|following) (?:business |working |work)day(?![a-z])"
    ), _next_workday),
    Rule("duration", ("day", "week", "month", "hour", "min", "h"), re.compile(
        rf"^\s*(?P<run>{_EN_PART}(?: (?:and )?{_EN_PART})?)\s*$"
    ), _alone),
)  # fmt: skip

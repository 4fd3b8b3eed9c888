"""Days written in figures alone, in folded text; what might be a version, a ratio or a score is left alone."""

import re
from typing import Final

from bot.rules.days import Rule, coming, dated
from bot.rules.due import Reading, Scene, make_date
from bot.rules.numerals import NUMBERED

_UNIT = (
    r"(?:[元万亿块版节件分折倍米度个款项份条页人步寸年级岁gkm%]|(?:[天周]|星期|礼拜)(?!一|二|三|四|五|六|日|天|末)|小时|钟头"
    r"|工作日|妇女|之间|以[上下]"
    r"|h(?![a-z]))"
)
# A bare 3.15 or 3-15 is as often a version, a score or a range; only beside a cue is it a date.
_CUE_AFTER = (
    r"(?=\s?(?:之?前|以前|内|截|交|提交|完成|上线|发|给|定稿|下班|上班|开工|上午|下午|晚(?!会)|中午|早(?!会)"
    r"|\(?(?:周|星期)"
    r"|\d{1,2}:\d\d|\d{1,2}点|eod))"
)
# First in a text it is one too, unless words follow at once or, in English, at all.
_FIRST = r"^"
_FIRST_END = r"(?=\s*(?:$|[,;。)!?])|\s+[\u4e00-\u9fff])"
_CUE_BEFORE = (
    r"(?:(?<=截止)|(?<=截至)|(?<=[止期间l] )|(?<=最晚)|(?<=最迟)|(?<=于)|(?<=by )|(?<=due )|(?<=before )|(?<=until )"
    r"|(?<=[止间限期el]:)|(?<=[止间限期el]: )"
    r"|(?<![降升涨高加减少增跌长从])(?<![降升涨高加减少增跌长从]到)(?<=到)|(?<=至)|(?<=[周期拜][一二三四五六日天]\())"
)
# "初稿3.9，终稿3.16": a stage of the work with its day, where the next one or nothing follows.
_STAGE_BEFORE = (
    r"(?:(?<=[初终一二三][稿版])|(?<=[内公提]测|[上下]线|发布|交付|定[稿版]|封版|评审|验收|[开完竣]工|[发到出]货"
    r"|送[样审]|打样"
    r"|[开投]标|投产|首发|预热|开售|[开结]束|签约|截稿)|(?<=[稿版测线布付审收工货样标产发热售束约]:))"
)
_MD = r"(?<![0-9a-z.\-/第月])(?<!月 )(?<!版本)(?<!版本 )(1[0-2]|0?[1-9])[.\-](3[01]|[12]\d|0?[1-9])"
# A date in figures may be part of the number of an order or a contract.
_NO_NUMBER = r"(?<![单编工账卡批]号)(?<![单编工账卡批]号[:# ])(?<!#)(?<!no\. )(?<!no\.)"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TAKES = re.compile(r"(?:需要?|约|[用耗历]时|工期|工作量|共|花)\s?$")
_MD_END = rf"(?![0-9a-df-z/%]|[.\-]\d|\s?{_UNIT})"


def _long_date(match: re.Match[str], scene: Scene) -> Reading | None:
    return dated(match.span(), "date", scene, int(match[1]), int(match[3]), int(match[4]))


def _compact(match: re.Match[str], scene: Scene) -> Reading | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    return dated(match.span(), "date", scene, year, month, day) if make_date(year, month, day) else None


def _slashed(match: re.Match[str], scene: Scene) -> Reading | None:
    first, second = int(match[1]), int(match[2])
    if not first or not second or match[0] == "24/7" or first > 31 or second > 31:
        return None
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0) if match[3] else None
    if year and (year < scene.today.year or first > 12) and (read := _short_year(match, scene)):
        return read
    if year is not None and not 1970 <= year <= 2199:
        return None
    if _both_ways(first, second) and scene.order == "ask" and not _HAN.search(match.string):
        return _either(match, scene, first, second, year)
    swap = (scene.order == "dmy" and second <= 12) or first > 12
    return by_numbers(match, scene, second if swap else first, first if swap else second, year)


def _short_year(match: re.Match[str], scene: Scene) -> Reading | None:
    """`26.3.20` and `26/3/20`, where 26 is this year or the next."""
    year, month, day = 2000 + int(match[1]), int(match[2]), int(match[3])
    if year - scene.today.year not in (0, 1) or not make_date(year, month, day):
        return None
    return dated(match.span(), "date", scene, year, month, day)


def _dotted(match: re.Match[str], scene: Scene) -> Reading | None:
    month, day = int(match[1]), int(match[2])
    return by_numbers(match, scene, month, day, None) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _year_last(match: re.Match[str], scene: Scene) -> Reading | None:
    """`23.04.2026` has the day first; `3-7-2026` is read as the reader's locale has it, or asked."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12:
        return by_numbers(match, scene, second, first, year)
    if _both_ways(first, second) and scene.order == "ask":
        return _either(match, scene, first, second, year)
    swap = scene.order == "dmy" and second <= 12
    return by_numbers(match, scene, second if swap else first, first if swap else second, year)


def _numbered(match: re.Match[str], scene: Scene) -> Reading | None:
    """`3.15号`, `3/15日`; "需要1.5日" says how long something takes."""
    lasts = (
        "." in match[0]
        and match[0].endswith("日")
        and _TAKES.search(match.string[max(0, match.start() - 5) : match.start()])
    )
    return None if lasts else _dotted(match, scene)


def _range(match: re.Match[str], scene: Scene) -> Reading | None:
    """`3/4-3/10`, `3.4-3.10`: due at its end."""
    first, last = (int(match[1]), int(match[3])), (int(match[4]), int(match[5]))
    return by_numbers(match, scene, *last, None) if first < last else None


def _both_ways(first: int, second: int) -> bool:
    return first != second and 1 <= first <= 12 and 1 <= second <= 12


def by_numbers(match: re.Match[str], scene: Scene, month: int, day: int, year: int | None) -> Reading:
    """A month and a day, with or without the year."""
    if year is None:
        return coming(match.span(), "month_day", scene, month, day)
    return dated(match.span(), "date", scene, year, month, day)


def _either(match: re.Match[str], scene: Scene, month: int, day: int, year: int | None) -> Reading:
    both = [by_numbers(match, scene, *pair, year) for pair in ((month, day), (day, month))]
    days = [read.later if read.later and read.days[0] < scene.today else read.days[0] for read in both if read.days]
    return Reading(match.span(), "month_day", tuple(days), "day_month_order")


RULES: Final = (
    Rule("date", ("-", "/", "."), re.compile(
        rf"(?<![0-9a-z.\-/]){_NO_NUMBER}((?:19|20|21)\d\d)([-/.])(\d{{1,2}})\2(\d{{1,2}})(?![0-9a-su-z]|[-/.]\d"
        rf"|t(?!\d))"
    ), _long_date),
    Rule("date", ("-", "."), re.compile(
        r"(?<![0-9a-z.\-/])(\d{1,2})([-.])(\d{1,2})\2((?:19|20)\d\d)(?![0-9a-z]|[-/.]\d)"
    ), _year_last),
    Rule("month_day", ("-", "~", "至", "到"), re.compile(
        rf"(?<![0-9a-z.\-/])(1[0-2]|0?[1-9])([./])(3[01]|[12]\d|0?[1-9])\s?(?:--?|~|至|到)\s?"
        rf"(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?:\s?之间)?(?![0-9a-z/%]|[-.]\d|\s?{_UNIT})"
    ), _range),
    Rule("date", ("20",), re.compile(
        rf"(?<![0-9a-z.\-/]){_NO_NUMBER}(20\d\d)(\d\d)(\d\d)(?![0-9a-z号]|[-/.]\d)"
    ), _compact),
    Rule("month_day", ("号", "日"), re.compile(
        rf"(?<![0-9a-z.\-/第月])(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])\s?(?:号(?!{NUMBERED})|日)"
    ), _numbered),
    Rule("month_day", ("/",), re.compile(
        r"(?<![0-9a-z./])(?<!\d\d-)(?<!完成)(?<!完成了)(?<!完成度)(?<!成度 )(?<!进度)(?<!进度 )"
        r"(?<!已)(?<!率)(?<!差)(?<!剩)(?<!名)(?<!分)(?<!占)(?<!比例)(?<!page )(?<!rated )"
        r"(?<!slide )(?<!step )(?<!part )(?<!ratio )(?<!ratio is )"
        r"(?<!ratio: )(?<!score )(?<!score is )"
        r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?"
        rf"(?![0-9a-z/%]|\.\d|-\d(?!\d?/\d)|\s?{_UNIT}|号(?:{NUMBERED})"
        r"| ?(?:of |done|complete|finished|stars?|items?|tasks?|tests?|cases?|pages?|votes?"
        r"|(?:day|week|month|hour)s(?![a-z]))|\s?(?:已|完成$|的|多数))"
    ), _slashed),
    Rule("date", (".",), re.compile(
        rf"(?<![0-9a-z.\-/第])(?<!版本)(?<!版本 )(2\d)\.(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9]){_MD_END}{_CUE_AFTER}"
    ), _short_year),
    Rule("month_day", (".", "-"), re.compile(rf"{_MD}{_MD_END}{_CUE_AFTER}"), _dotted),
    Rule("month_day", (".", "-"), re.compile(rf"{_CUE_BEFORE}{_MD}{_MD_END}"), _dotted),
    Rule("month_day", (".", "-"), re.compile(rf"{_FIRST}{_MD}{_MD_END}{_FIRST_END}"), _dotted),
    Rule("month_day", (".", "-"), re.compile(
        rf"{_STAGE_BEFORE}{_MD}{_MD_END}(?=\s*(?:$|[,;。、)\n])|\s+[\u4e00-\u9fff])"
    ), _dotted),
)  # fmt: skip

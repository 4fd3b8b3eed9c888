"""Days as written in Chinese, in folded and simplified text."""

import re
from datetime import date, timedelta
from typing import Final

from bot.rules.days import (
    LOOK_BACK,
    Rule,
    before_month,
    before_quarter,
    coming,
    coming_quarter,
    dated,
    day_of_month,
    in_named_month,
    in_week_of_month,
    monday,
    month_span_end,
    nth_weekday,
    one,
    quarter_end,
    this_quarter,
    week_end,
    week_start,
    weekday,
)
from bot.rules.due import Reading, Scene, month_end
from bot.rules.months_en import DAY, DAYS
from bot.rules.numerals import HAN, NUMBERED, SMALL, read_number

_WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_WEEKS_ON = {"": None, "本": 0, "这": 0, "这个": 0, "当": 0, "下": 1, "下个": 1, "下下": 2, "下下个": 2,
             "下 ": 1, "次": 1, "下一": 1, "下一个": 1, "再下": 2, "next ": 1, "this ": 0}  # fmt: skip
_YEARS_ON = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "后年": 2}
_MONTHS_ON = {"本": 0, "这": 0, "这个": 0, "当": 0, "下": 1, "下个": 1, "下一个": 1, "次": 1, "下下": 2, "下下个": 2}
# "确认一下周五": a short look, not next week's; "统一下周五交" and "周一下周" are.
_NEXT = r"(?<![^\s统唯之周期拜]一)(?:下下个|下下|下个|下)"
_NEXT_APART = r"(?<![\u3400-\u9fff])(?:下 |(?<!\d)次)|再下|下一个?(?=周|星期|礼拜)"
_WEEK = r"(?:周|星期|礼拜)"
_EN_WEEK = r"(?:this|next) week|week after next"
_AND_ON = r"(?:\s?(?:到|至|--?|~|、|和|与|或者?|及|/)\s?)"
# "下周一9点到周三": the second day is of the same week as the first.
_SAME_WEEK = re.compile(rf"({_NEXT}|{_NEXT_APART}){_WEEK}([一二三四五六日天])[^,。;\n]{{0,8}}?{_AND_ON}$")
_AHEAD = {"今": 0, "明": 1, "次": 1, "翌": 1, "后": 2, "大后": 3, "大大后": 4}
# "脚本周五" and "样本月底" end in 本, and are no word for this week or month.
_THIS = r"(?<![版文样成脚剧副课标抄译])本"
# "单周五" comes every other week, while "报销单周五前" is a form with its day.
_NOT_EVERY_OTHER = r"(?<!(?<![\u3400-\u9fff])单)(?<![每逢]单)"
# "本周周报", "下周计划": the week names a thing, it is no deadline.
_OBJECT = (
    r"(?!报|第|[前后上下]半|头|[前后][一两二三四五\d][天周]|周[报会]|的|工作(?!日)|计划|例会|会议|会$|总结|进度|安排"
    r"|数据|活动"
    r"|日程|重点|任务|刊|[a-z])"
)
_RANGE = re.compile(rf"(?:(20\d\d)年)?({SMALL})月\s?({SMALL})\s?[日号]?\s?(?:至|到|-|~)\s?$")
_BEFORE = re.compile(r"[之以]?前(?![端台期])")
# "出差回来第二天", "上线后第二天": the day after something that takes place nobody knows when.
_EVENT_BEFORE = re.compile(r"(?:后|回来|结束|完)的?\s?$")
# "中山路15号", "工位15号"
_PLACE = re.compile(r"(?:[路街巷弄]|[工座机车展铺床档货柜][位口]|东风|神舟|嫦娥|长征)\s?$")


def _year(word: str | None, scene: Scene) -> int | None:
    if not word:
        return None
    word = word.removesuffix("年") if word[0].isdigit() else word
    if word in _YEARS_ON:
        return scene.today.year + _YEARS_ON[word]
    if not word.isascii():
        word = "".join(str("〇一二三四五六七八九".find("〇" if char == "零" else char)) for char in word)
    return int(word) + (2000 if len(word) == 2 else 0)


def _month_day(match: re.Match[str], scene: Scene) -> Reading | None:
    month, day = read_number(match[2]), read_number(match[3])
    year = _year(match[1], scene)
    if month is None or day is None:
        return None
    if year is None:
        return _behind_start(match, scene, month, day) or coming(match.span(), "month_day", scene, month, day)
    return dated(match.span(), "date", scene, year, month, day)


def _behind_start(match: re.Match[str], scene: Scene, month: int | None, day: int) -> Reading | None:
    """The end of "3月4日至3月8日", "3月4日至8日": in the year and month of its start, or the next one."""
    begun = _RANGE.search(match.string, max(0, match.start() - 18), match.start())
    first_month, first_day = (read_number(begun[2]), read_number(begun[3])) if begun else (None, None)
    if begun is None or first_month is None or first_day is None:
        return None
    start = coming(match.span(), "month_day", scene, first_month, first_day)
    year = int(begun[1]) if begun[1] else start.days[0].year if start.days else scene.today.year
    month = month or first_month
    if month == first_month and day < first_day:
        return coming(match.span(), "month_day", scene, month, day)  # a slip of the pen, not a year
    return dated(match.span(), "month_day", scene, year + (month < first_month), month, day)


def _day_of_named_month(match: re.Match[str], scene: Scene) -> Reading | None:
    day = read_number(match[2])
    return None if day is None else day_of_month(match.span(), "month_day", scene, day, _MONTHS_ON[match[1]])


def _bare_day(match: re.Match[str], scene: Scene) -> Reading | None:
    """`15号`; behind "3月4日至" it is of that month."""
    day = read_number(match[1] or match[2])
    numbered = _PLACE.search(match.string, max(0, match.start() - 2), match.start())
    if day is None or (numbered and not _BEFORE.match(match.string, match.end())):
        return None
    return _behind_start(match, scene, None, day) or day_of_month(match.span(), "day", scene, day)


def _weekday(match: re.Match[str], scene: Scene) -> Reading | None:
    index = _WEEKDAYS.get(match[2]) if not match[2].isdigit() else int(match[2]) - 1
    word = (match[1] or "").rstrip("周星期礼拜的")
    weeks = _WEEKS_ON[word]
    if index is None:
        return None
    if word == "下一个" and index > scene.today.weekday():
        this, following = (monday(scene.today, on) + timedelta(days=index) for on in (0, 1))
        return Reading(match.span(), "next_week", (this, following), "next_weekday", weekday=True)
    if weeks is None and (begun := _SAME_WEEK.search(match.string, max(0, match.start() - 20), match.start())):
        weeks = (_WEEKS_ON[begun[1]] or 0) + (index < _WEEKDAYS[begun[2]])
    if match[3]:
        return _several_days(match, scene, index, weeks)
    return weekday(match, scene, index, weeks)


def _day_in_english(match: re.Match[str], scene: Scene) -> Reading:
    """`下周Fri`."""
    return weekday(match, scene, DAYS.index(match[3][:3]), _WEEKS_ON[match[1] or match[2]])


def _week_in_english(match: re.Match[str], scene: Scene) -> Reading:
    """`next week 周三`, `周三 of the week after next`."""
    named = match[1] or match[4]
    weeks = 2 if "after" in named else 1 if named.startswith("next") else 0
    return weekday(match, scene, _WEEKDAYS[match[2] or match[3]], weeks)


def _several_days(match: re.Match[str], scene: Scene, index: int, weeks: int | None) -> Reading | None:
    """`周一三五`, `周三、五`: which one is due is asked."""
    names = [index, *(_WEEKDAYS[char] for char in match[3] if char in _WEEKDAYS)]
    if names != sorted(set(names)):
        return weekday(match, scene, index, weeks)
    days = sorted(day for name in names for day in weekday(match, scene, name, weeks).days)
    return Reading(match.span(), "weekday", tuple(days), "several")


def _weekend(match: re.Match[str], scene: Scene) -> Reading | None:
    weeks = _WEEKS_ON[match[1] or ""] or 0
    before = match[2] is not None
    day = week_end(scene, weeks) if before else monday(scene.today, weeks) + timedelta(days=6)
    later = week_end(scene, weeks + 1) if before else day + timedelta(days=7)
    return one(match, "weekend", day, later)


def _week(match: re.Match[str], scene: Scene) -> Reading | None:
    weeks = _WEEKS_ON[match[1] or ""] or 0
    part = match[2] or match[3] or ""
    if part == "初":
        return one(match, "week", week_start(scene, weeks), week_start(scene, weeks + 1))
    if part == "中":
        day = monday(scene.today, weeks) + timedelta(days=2)
        return one(match, "week", day, day + timedelta(days=7))
    day, later = week_end(scene, weeks), week_end(scene, weeks + 1)
    if weeks >= 1 and not part and _BEFORE.match(match.string, match.end()):
        return Reading(match.span(), "week", (week_end(scene, weeks - 1), day), "before_period")
    if weeks == 1 and scene.today.weekday() >= 5:
        return Reading(match.span(), "week", (day, later), "next_week")
    return one(match, "week", day, later)


def _relative(match: re.Match[str], scene: Scene) -> Reading | None:
    ahead = _AHEAD[match[1] or match[2] or match[3] or "明"]
    day = scene.today + timedelta(days=ahead)
    if match[0] == "第二天" and _EVENT_BEFORE.search(match.string, max(0, match.start() - 4), match.start()):
        return Reading(match.span(), "relative", (day,), "unsure")
    if ahead == 1 and scene.local.hour < 5:
        return Reading(match.span(), "relative", (day, scene.today), "after_midnight")
    return one(match, "today" if ahead == 0 else "relative", day)


def _month_part(match: re.Match[str], scene: Scene) -> Reading | None:
    year = _year(match[1], scene)
    number = read_number(match[3]) if match[3] else None
    if match[3] and (number is None or not 1 <= number <= 12):
        return None
    day_in = {"初": 1, "上旬": 10, "中": 15, "上中旬": 20, "中上旬": 20, "中旬": 20}.get(match[4])
    if number is not None:
        return in_named_month(match, scene, number, year, day_in)
    on = _MONTHS_ON[match[2] or "本"]
    last, later = month_span_end(scene, on), month_span_end(scene, on + 1)
    if day_in is None:
        return one(match, "month_end", last, later)
    return one(match, "month_part", last.replace(day=day_in), later.replace(day=day_in), bool(match[2]))


def _whole_month(match: re.Match[str], scene: Scene) -> Reading | None:
    on = _MONTHS_ON[match[1]]
    if on >= 1 and _BEFORE.match(match.string, match.end()):
        days = (month_span_end(scene, on - 1), month_span_end(scene, on))
        return Reading(match.span(), "month_end", days, "before_period")
    return one(match, "month_end", month_span_end(scene, on), month_span_end(scene, on + 1))


def _before_month(match: re.Match[str], scene: Scene) -> Reading | None:
    number = read_number(match[2])
    if number is None or not 1 <= number <= 12:
        return None
    return before_month(match.span(), scene, number, _year(match[1], scene))


def _before_year(match: re.Match[str], scene: Scene) -> Reading | None:
    return one(match, "year_end", date(int(match[1]) - 1, 12, 31))


def _quarter(match: re.Match[str], scene: Scene) -> Reading | None:
    year = _year(match[1] or match[4], scene) or scene.today.year
    now = this_quarter(scene.today)
    named = match[3] or match[5]
    number = read_number(named) if named else now + (_MONTHS_ON[match[2]] if match[2] else 0)
    if number is None:
        return None
    day = quarter_end(year, number)
    if named and not (match[1] or match[4]):
        return coming_quarter(match, scene, number)
    return one(match, "quarter_end", day, quarter_end(year, number + 1))


def _nth_weekday(match: re.Match[str], scene: Scene) -> Reading | None:
    """`下个月第一个周一`, `三月最后一个周五`."""
    number = read_number(match[2]) if match[2] else scene.today.month + _MONTHS_ON[match[1]]
    if number is None or (match[2] and not 1 <= number <= 12):
        return None
    index, nth = _WEEKDAYS[match[5]], -1 if match[4] else int(read_number(match[3]) or 1)
    this, next_one = (nth_weekday(scene.today.year + ahead, number, index, nth) for ahead in (0, 1))
    return one(match, "weekday_of", this if this >= scene.today else next_one)


def _in_nth_week(match: re.Match[str], scene: Scene) -> Reading | None:
    """`4月第一周的周二`."""
    number = read_number(match[2]) if match[2] else scene.today.month + _MONTHS_ON[match[1]]
    if number is None or (match[2] and not 1 <= number <= 12):
        return None
    nth = int(read_number(match[3]) or 1)
    days = in_week_of_month(scene, scene.today.year, number, _WEEKDAYS[match[4]], nth)
    return Reading(match.span(), "weekday_of", days, "several" if len(days) > 1 else None) if days else None


def _edge_workday(match: re.Match[str], scene: Scene) -> Reading | None:
    """`本月最后一个工作日`, `下月第三个工作日`, `下周第一个工作日`."""
    first, on = match[5] == "第", _MONTHS_ON[match[1] or "本"]
    if match[2] and match[2] != "月":
        if match[6]:
            return None
        edge = week_start if first else week_end
        if on == 1 and scene.today.weekday() >= 5:
            return Reading(match.span(), "workday_of", (edge(scene, 1), edge(scene, 2)), "next_week")
        return one(match, "workday_of", edge(scene, on))
    end = month_span_end(scene, on)
    if match[3]:
        number = read_number(match[3]) or 0
        if not 1 <= number <= 12:
            return None
        end = month_end(scene.today.year + (number < scene.today.month), number)
    nth = read_number(match[6]) or 1 if match[6] else 1
    step = scene.calendar.next_workday if first else scene.calendar.previous_workday
    day = end.replace(day=1) - timedelta(days=1) if first else end + timedelta(days=1)
    for _ in range(nth):
        day = step(day)
    return one(match, "workday_of", day)


def _half_year(match: re.Match[str], scene: Scene) -> Reading | None:
    month = 6 if match[2] == "上" else 12
    year = _year(match[1], scene) or scene.today.year
    if not match[1] and (scene.today - month_end(year, month)).days > LOOK_BACK:
        year += 1
    return one(match, "half_year", month_end(year, month), month_end(year + 1, month))


def _before_quarter(match: re.Match[str], scene: Scene) -> Reading | None:
    return before_quarter(match.span(), scene, read_number(match[1] or match[2]) or 1)


def _quarter_start(match: re.Match[str], scene: Scene) -> Reading | None:
    ahead = 1 if (match[1] or "").startswith("下") else 0
    end = quarter_end(scene.today.year, read_number(match[2]) or 0 if match[2] else this_quarter(scene.today) + ahead)
    first = date(end.year, end.month - 2, 1)
    return one(match, "quarter_start", first, first.replace(year=first.year + 1))


def _year_part(match: re.Match[str], scene: Scene) -> Reading | None:
    year = _year(match[1], scene) or scene.today.year
    if match[2] in ("初", "中"):
        month, day = (1, 1) if match[2] == "初" else (6, 30)
        return one(match, "year_part", date(year, month, day), date(year + 1, month, day), bool(match[1]))
    return one(match, "year_end", date(year, 12, 31))


_NO_UNIT = rf"(?![\d{HAN}几多来]|\s?(?:[个款项天小份名位人件条页次张套篇周%.]|工作日))"
# "周一三五" and "周三、五", but not "周三五点" nor "周五一早".
_LISTED = (
    r"[一二三四五六日]{2,6}(?![点时个人天位名次款条日月年号楼:一二三四五六日百千万十])"
    r"|(?:[、/和][一二三四五六日])+(?![点时个人天位名次款条日月年号楼:一二三四五六七八九日百千万十])|"
    r"(?:[、/和]?[一二三四五六日])+(?=\s*(?:$|[,。;!?)(]|[之以]?前|各|都|分别|更新|提?交|发|给|早|上午|中午|下午|晚"
    r"|下班|完成"
    r"|开会|之间|左右|两天|[能吧]))"
)
_MONTH = rf"{_THIS}|这个|这|当|{_NEXT}|下一个|次"
DATES: Final = (
    Rule("date", ("月",), re.compile(
        rf"(?<![\d第个])(?<!农历)(?<!阴历)(?<!去年)(?<!前年)(?<!去年的)"
        rf"(?:((?:19|20|21)\d\d|[二一][零〇一二三四五六七八九]{{3}}"
        rf"|(?<!\d)\d\d(?=\s?年)|今年|本年|明年"
        rf"|后年)\s?年?\s?的?)?"
        rf"({SMALL})\s?月\s?份?(?!内)({SMALL})(?:\s?[日号]|{_NO_UNIT})(?!楼|线|店|机)"
    ), _month_day),
    Rule("month_day", ("月",), re.compile(
        rf"({_MONTH})月份?的?\s?({SMALL})(?:\s?[日号]|{_NO_UNIT})"
    ), _day_of_named_month),
    Rule("weekday", DAYS, re.compile(
        rf"(?:({_THIS}|这个|这|当|{_NEXT}|{_NEXT_APART}){_WEEK}的?\s?|(?<![\u3400-\u9fff])(下))({DAY})(?![a-z])"
    ), _day_in_english),
    Rule("weekday", ("week",), re.compile(
        rf"(?<![a-z])(?:the )?({_EN_WEEK})(?:'s)?,? ?(?:on )?{_WEEK}([一二三四五六日天])"
        rf"|{_WEEK}([一二三四五六日天]),? ?(?:of |in )?(?:the )?({_EN_WEEK})(?![a-z])"
    ), _week_in_english),
    Rule("relative", ("今明",), re.compile(r"今明()()()(?:两[天日])?(?:之?内)?"), _relative),
    Rule("weekday", ("周", "星期", "礼拜"), re.compile(
        rf"(?:({_MONTH})|(?<!\d)({SMALL}))月份?的?(?:第([一二三四])|(最后一?))个?(?:周|星期|礼拜)([一二三四五六日天])"
    ), _nth_weekday),
    Rule("weekday", ("周的", "周周", "周星期", "期的", "拜的"), re.compile(
        rf"(?:({_MONTH})|(?<!\d)({SMALL}))月份?的?第([一二三四])个?{_WEEK}的?\s?{_WEEK}([一二三四五六日天])"
    ), _in_nth_week),
    Rule("workday_of", ("个工作",), re.compile(
        rf"(?:({_MONTH})(?:个)?(月|周|星期|礼拜)|(?<!\d)({SMALL})月份?|(月)底)的?(最后|第|倒数第)"
        r"(?:一|([二三四五]))?个工作日"
    ), _edge_workday),
    Rule("half_year", ("半年",), re.compile(
        r"(今年|本年|明年|20\d\d(?=年))?年?的?([上下])半年(?:度?(?:以?之?内|底|末|结束)|(?=之?以?前|完成|上线|交付"
        r"|搞定|落地))"
    ), _half_year),
)  # fmt: skip
RULES: Final = (
    Rule("weekday", ("周", "星期", "礼拜"), re.compile(
        rf"(?=[周星礼本这当下再次nt])(?<![每双隔逢小老末上]){_NOT_EVERY_OTHER}((?:{_THIS}|这个|这|当|{_NEXT}"
        rf"|{_NEXT_APART})(?:{_WEEK}的?(?={_WEEK}))?"
        rf"|next |this )?{_WEEK}\s?([一二三四五六日天]"
        rf"|[1-7](?![\d个款项%.:点]))({_LISTED})?(?!年庆|(?<=一)[鸣凡帆诺舟楠桐丹]|到周[日天])"
    ), _weekday),
    Rule("weekend", ("周末",), re.compile(
        rf"({_THIS}|这个|这|{_NEXT}|{_NEXT_APART})?周末(?![愉快])(之?以?前)?"
    ), _weekend),
    Rule("week", ("周", "星期", "礼拜"), re.compile(
        rf"(?=[周星礼本这当下再])(?<![每双隔]){_NOT_EVERY_OTHER}(?:({_THIS}|这个|这|当|{_NEXT}|再下|下一)(?:周|星期"
        rf"|礼拜)(?:(以?之?内|里|底|初|中|的?最后一天)"
        rf"|{_OBJECT}(?![围期边转岁]))"
        r"|(?<![\d一两二三四五六七八九十半几])(?<!个)周(?=内|底|中|初)(内|底|中|初))"
    ), _week),
    Rule("relative", ("今", "明", "后", "次", "翌", "第二天"), re.compile(
        r"(今|(?<![说声文发证小])明|大大后|大后|(?<![\d以之今然最大])后|次|翌)[天日](?![气头使见达]|天气|再[说聊]|努力"
        r"|形成|培养|习得)(?:之?内)?"
        r"|(今|明)(?=[晚早夜])(?!早[就已]|晚[会报])|(今|明)儿(?!童)|第二天(?!的)"
    ), _relative),
    Rule("month_end", ("月",), re.compile(
        rf"(今年|明年|后年|20\d\d(?=年))?年?(?:({_MONTH})|(?<!\d)({SMALL}))?月(?:份)?(?:的?)(底(?:最后一天)?|末|尾"
        rf"|初(?![一二三四五六七八九十])|上旬|上中旬|中上旬|中下旬|中旬|下旬"
        rf"|中(?!国|心|间|文)|以?之?内|最后一天)"
    ), _month_part),
    Rule("month_end", ("旬",), re.compile(r"(?<![月份的中上])()()()(上旬|中旬|下旬)(?!刊)"), _month_part),
    Rule("month_end", ("月",), re.compile(rf"({_MONTH})月份?{_OBJECT}"), _whole_month),
    Rule("month_end", ("月",), re.compile(
        rf"(今年|明年|后年|20\d\d(?=年))?年?()(?<![\d个第{HAN}])({SMALL})月份?(?:要|必须)?()(?=上线|完成|交付|搞定"
        rf"|发布|结束|验收|投产|落地)"
    ), _month_part),
    Rule("month_before", ("月",), re.compile(
        rf"(?:(今年|明年|后年|(?<!\d)20\d\d年)的?)?(?<![\d个{HAN}])({SMALL})月份?之?以?前"
    ), _before_month),
    Rule("quarter_end", ("季", "q"), re.compile(
        rf"(今年|明年|(?<!\d)20\d\d年)?(?:({_MONTH})?|第?([一二三四1-4]))(?:季度?)(?:末|底|以?之?内|结束|(?=完成"
        rf"|上线|交付|搞定|落地))"
        r"|(?<![a-z0-9])(20\d\d年?|今年|明年)?\s?q([1-4])\s?(?:季度)?(?:末|底|内|结束|(?=完成|上线|交付|搞定|落地))"
    ), _quarter),
    Rule("quarter_before", ("季", "q"), re.compile(
        r"(?:第?([一二三四])季度?|(?<![a-z0-9])q([1-4])\s?(?:季度)?)之?以?前"
    ), _before_quarter),
    Rule("quarter_start", ("季",), re.compile(
        r"(?:(本|这个|下个|下)|第?([一二三四]))?季度?初"
    ), _quarter_start),
    Rule("year_end", ("年",), re.compile(
        rf"(?:(今年|本年|当年|明年|后年|(?<!\d)(?:20)?\d\d年)(?:年)?|(?<![\d{HAN}今明后去多青少中老])年)(底|末"
        rf"|初(?![一二三四五六七八九十](?![期季批月周级]))|的?最后一天"
        rf"|中(?!国|心|级)|以?之?内)"
    ), _year_part),
    Rule("year_before", ("年",), re.compile(r"(?<!\d)(20\d\d)年[之以]?前(?![端台期])"), _before_year),
    Rule("day", ("号", "日"), re.compile(
        rf"(?:(?<![\d月.第a-z/{HAN}])(?<![周期拜](?=[一二三四五六]十))|(?<=[周期拜][一二三四五六]))(?:(\d{{1,2}}"
        rf"|十[一二三四五六七八九]?|(?:二十|廿)[一二三四五六七八九]?|(?:三十|卅)一?"
        rf"|[一二三四五六七八九])\s?号"
        rf"(?!{NUMBERED})"
        r"|(\d{1,2}|十[一二三四五六七八九]?|(?:二十|廿)[一二三四五六七八九]?|(?:三十|卅)一?)\s?日(?!内|常"
        r"|志|均|报|程|元))"
    ), _bare_day),
)  # fmt: skip

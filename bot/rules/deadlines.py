"""Deadlines in what people type: which words name the moment something is due, and which moment that is.

Rules of reading. A date alone is due at the end of that working day; "前", "by" and "before" include the day. Weeks
begin on Monday; a bare weekday is the next one including today, or the one after where its hour has gone by today; on
the day itself one that is cued as an end (周三前, 截止周三, by Wednesday) is asked. A span is due at its end, a period
(下周, 月底, Q3末) on its last day, a week on its last working day. Lengths in days count in the calendar, 工作日 in the
team's own, hours on the clock; of two lengths (3-4周内) the longer. A date without its year, month or quarter is the
coming one; where the last one, be it last year's, has gone by lately, it is asked (`LOOK_BACK`, for holidays too). A
part of the day stands for its end: 上午 12:00, 下午 the end of work, 晚上 23:59; 今天 said after work, 24:00; 1 to 6
o'clock is in the afternoon. What may be read in two ways is asked, never guessed; so is a day no calendar has. What
comes round again, has gone by, or says how long something takes is no deadline.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from bot.rules import dates_en, dates_num, dates_zh, holidays_named, lengths, months_en
from bot.rules.clocks import Clock, find_clocks
from bot.rules.dates_joined import TAKEN_BACK, beside, hull, joined, merged, of_a_stage, shifted
from bot.rules.due import (
    Ambiguous,
    CalendarLike,
    Deadline,
    Found,
    Order,
    Reading,
    Scene,
    Span,
    clock_text,
    echo_en,
    echo_zh,
)
from bot.rules.fold import plain, strip_invisible
from bot.rules.plain_week import PlainWeek
from bot.rules.triggers import Rulebook

__all__ = ["Ambiguous", "CalendarLike", "Candidate", "Deadline", "Found", "Moments", "find", "parse", "parse_simple"]

LONGEST_TEXT: Final = 400  # characters read; where a deadline stands further back, it is asked for
MOST_MOMENTS: Final = 16  # looked at in one text

_HAN = (
    dates_num.RULES + dates_zh.DATES + holidays_named.EDGE_RULES + lengths.HAN_RULES + holidays_named.HAN_RULES
    + dates_zh.RULES
)  # fmt: skip
_HAN_RULES = Rulebook(_HAN)
_ALL_RULES = Rulebook(
    lengths.NUMBER_RULES + months_en.RULES + _HAN + lengths.EN_RULES + holidays_named.EN_RULES + dates_en.RULES
)
_LETTERS = re.compile(r"[a-z]{2}|t\+|\d[dhw]")
_BEFORE = re.compile(
    r"(?:(?:完成|结束|交付)(?:时间|日期)|截[止至](?:日期|时间|到|于|在)?|最[晚迟](?:于|在)?|不[晚迟]于|务必于?|(?:应"
    r"|须|需|请|要)?(?<![定设排订现正])[于在]|到期日?"
    r"|期限|赶在|到|至|(?<![a-z])ddl|死线|(?:时间|日期)(?=\s?:)"
    r"|deadline(?: is)?|(?:is )?due(?: date)?(?: by| on| before)?|no later than|not later than|by|before|until|till"
    r"|(?<!is )(?<!are )(?<!was )on)"
    r"\s?:?\s?$"
)
_AFTER = re.compile(
    r"\s?(?:\)|）)?\s?(?:\(?含(?:当[天日])?\)?|或)?(之前|以前|前(?!后)|(?:之|以)?内(?![测部容购网审训推场])"
    r"|截[止至]|为止|止|到期|(?:due|deadline)(?=\s*(?:$"
    r"|[,.;])))(?!端|台|置"
    r"|期|提(?![交供出报请])"
    r"|\s?[\d一二两三四五六七八九十]{1,2}\s?个?(?:工作日|天|周|小时))"
)
_VERB = re.compile(
    r"\s?(?:要|必须|得|能|可以|可|就)?"
    r"(?:提?交|完成|上线|发|给|出|定稿|搞定|交付|好|弄完|做完|到位|上|内测|公测|提测|灰度|封版|验收|[开完竣]工|到货"
    r"|送样|打样|投产|开售|首发|预热|[初终一二]稿"
    r"|finish|deliver)"
)
_START_BEFORE = re.compile(
    r"(?:从|自|(?<![日号天\d一二三四五六])开始(?:日期|时间)?\s?:?|起\s?:|start(?:s|ing)?(?: on| from| date)?\s?:?"
    r"|from|between)\s?$"
)
_START_AFTER = re.compile(
    r"\s?(?:开始|起(?!草|来|点|码)|开工|启动)|\s?(至|到|~|--?|to|until|till|through|and|和|与)\s?(?:the )?"
)
_TO = re.compile(r"\s?(?:-|~|到|至|to)\s?")
_OR = re.compile(r"\s?,?\s?(?:或者?|还是|or|[/、])\s?(?:the )?")
_RECURRING = re.compile(
    r"(?:(?<![\d个一两二三四五六七八九十])工作日(?=[早晚]|上午|中午|下午|\d{1,2}[点:])|(?:每隔?"
    r"|隔)(?:[\d一两二三四五六]{1,2})?个?"
    r"(?:工作日|[天日晚早周月年]|星期|礼拜|月|季度?|[单双]周)|逢[单双]?周?|(?<![今明后昨当])天天"
    r"|[一两半每\d]个?[周月天年](?:[一两二三\d]次|一[交更报])"
    r"[,，]?每?次?)(?:的?(?:周|星期|礼拜)?[一二三四五六日天末]|的?\d{1,2}[号日]|年?[底初中末])?"
    r"|(?<![a-z])(?:(?:every|each) (?:other |second |2nd |3rd |\d{1,2} |two |three )?\w{2,12}|(?:bi-?)?(?:daily"
    r"|weekly|monthly))"
    r"(?![a-z])(?:(?:(?<=day)|(?<=days)|(?<=week)|(?<=weeks)|(?<=month)|(?<=year)|(?<=ly)) (?:on|by|before|due)"
    r" (?:the )?)?"
)
# "每月1号和15号", "每两周的周五": what is listed with a day that comes again does so too.
_AGAIN_TOO = re.compile(r"|\s?(?:的|的?第[一二三四]个?|的?最后一?个?|[、和与及到至~/-]|and|to|&)\s?|(?<=[^\x00-\x7f]) ")
_OF_EACH = re.compile(r" (?:of |in )?(?:every|each) (?:week|month|quarter|year|other week|sprint)")
_MAY_BE_PAST: Final = frozenset(("past", "relative", "weekday"))
_AT_ONCE = re.compile(r"[ ,]?(?:at |around |by |before |on |@ ?)?")
# "周三不在", "下午请假": an absence, nobody's deadline.
_AWAY = re.compile(r"\s?(?:我|他|她|都|会|就|要)?(?:不在|请假|休假|没空|有事|外出)|[之以]外")
# "别拖到明天": the day it must not become.
_NOT_UNTIL = re.compile(
    r"(?:除了?|except(?: for)?|(?<!是)不[用必是]|(?<!要)不要|无需|(?<!why )(?<!if )(?<!or )(?<![a-z])not|(?:别|不要"
    r"|不能|勿)(?:再|给我)?(?:拖|等|晚|迟|超)过?到?|(?:don't|do not|not)"
    r" (?:wait|leave it|let it slip) (?:until|till|to)|rather than|instead of)\s?$"
)
# "最早周五" says from when; whether it says until when has to be asked.
_EARLIEST = re.compile(
    r"(?:最早|最快|(?:as|no) (?:early as|earlier than|soon as)|not before|earliest:?"
    r"|(?<![a-z])(?:after|since)(?: the)?|(?:当地|对方|客户|海外|总部)时间|(?:会议?|活动|培训|面试"
    r"|评审)(?:开始)?时间\s?:?)\s?$"
)
# What their matches end in, so that they are looked for only behind it.
_EARLIEST_ENDS: Final = tuple("早快间: tnrse")
_NOT_UNTIL_ENDS: Final = tuple("除了用必是要需拖等晚迟超过到 lonf")
_START_ENDS: Final = tuple("从自始期间: tsgnme")
_OR_LATER = re.compile(
    r"\s?(?:[之以过]后|后(?![天面续期台端勤方])| or (?:later|after)(?![a-z])| onwards?(?![a-z])"
    r"| (?:your|their|his|her|(?:the )?(?:client|customer)'?s) time(?![a-z])"
    r"|(?:[之以]?前)?\s?\(?(?:当地|对方|客户|海外|总部)时间)"
)
# "周五例会材料" names a thing by its day and "周三来访" an event: a day that may be no deadline is asked.
_POSSESSED = re.compile(
    r"\s?(?:[和跟与约][\u4e00-\u9fff]{1,6}?(?:开(?:个|[\u4e00-\u9fff]{1,3})?会|见面|碰头|面谈|通话)"
    r"|'s |的(?!时候)|例会|会议|周会|那版|那次|日报"
    r"|来访|到访|发布会|大会|峰会|展会|年会|典礼|路演|答辩|开(?:[\u4e00-\u9fff]{1,4})?会|召开|举行|举办|面试|出差"
    r"|(?:上线)?评审|前\s?[\d一二两三四五六七八九十]{1,2}\s?个?(?:工作日|天|周|小时)"
    r"|在[^,，。]{1,8}?(?:开会|集合|见面|碰头)"
    r"|(?:sync|meeting|standup|demo|call|newsletter|report|all-hands|retro|webinar|town ?hall)(?!s? (?:to|with"
    r"|by)(?![a-z])))|s(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A moment named in a text and how strongly it reads as a deadline (3 by its cue, 2 by the verb after it,
    1 by a clock time, 0 by itself, -1 as part of another thing's name); `starts` marks a beginning."""

    found: Found
    strength: int
    starts: bool

    def moved(self, by: int) -> "Candidate":
        """The same in a text that begins elsewhere."""
        span = self.found.span[0] + by, self.found.span[1] + by
        return replace(self, found=replace(self.found, span=span))


@dataclass(frozen=True, slots=True)
class Moments:
    """What reads the moments in one message: texts that come again in it, or that several look through, are read once.

    `now` is aware, `zone` the reader's.
    """

    now: datetime
    calendar: CalendarLike
    zone: tzinfo
    order: Order = "ask"
    _known: dict[str, tuple[Candidate, ...]] = field(default_factory=dict, compare=False, repr=False)

    def find(self, text: str) -> tuple[Candidate, ...]:
        """Every moment named in a text, in order of place."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = find(text, self.now, self.calendar, self.zone, self.order)
        return known

    def due(self, text: str) -> Found | None:
        """The deadline in a text, as `parse` gives it."""
        return choose(self.find(text))


def parse(
    text: str, now: datetime, calendar: CalendarLike, zone: tzinfo | None = None, order: Order = "ask"
) -> Found | None:
    """The deadline in a text, the question to ask where it can be read in two ways, or None where there is none.

    `now` is aware; `zone` is the reader's, by default the one `now` is given in. Source: handbook T1, T7.
    """
    return choose(find(text, now, calendar, zone or now.tzinfo or UTC, order))


def find(
    text: str, now: datetime, calendar: CalendarLike, zone: tzinfo, order: Order = "ask", zoned: bool = True
) -> tuple[Candidate, ...]:
    """Every moment named in a text, in order of place; where `zone` is unknown (not `zoned`), named zones are left."""
    folded = plain(text[:LONGEST_TEXT])
    scene = Scene(now.astimezone(UTC), now.astimezone(zone), calendar, zone, order)
    gone: list[Span] = []
    readings = merged(shifted(_readings(folded, scene, gone), folded, scene), folded, scene)
    # "March 5 to 10" is a span of days, not ten minutes short of an hour.
    days = [reading.span for reading in readings]
    clocks = [
        each
        for each in find_clocks(folded)
        if not any(first <= each.span[0] and each.span[1] <= last for first, last in days)
    ][:MOST_MOMENTS]
    if gone:
        clocks = [each for each in clocks if not any(_of_past(span, each.span, folded) for span in gone)]
    if not zoned:
        clocks = [replace(each, zones=()) for each in clocks]
    # Spelt out, because this is asked of every text.
    han = "每" in folded or "次" in folded or "隔" in folded or "逢" in folded or "天天" in folded or "工作日" in folded
    if han or "ly" in folded or "ach" in folded or "ever" in folded:
        readings, clocks = _once(readings, clocks, folded)
    if not readings and not clocks:
        return ()
    pairs = joined(readings, clocks, folded)
    begins, ends = (frozenset(hull(*pair)[place] for pair in pairs) for place in (0, 1))
    found = [each for pair in pairs if (each := _candidate(*pair, begins, ends, folded, scene))]
    return _alternatives(found, folded)


def _alternatives(found: list[Candidate], text: str) -> tuple[Candidate, ...]:
    """ "By Monday or Tuesday": a cue is said of both, so that it is asked which."""
    for place in range(1, len(found)):
        one, other = found[place - 1 : place + 1]
        if TAKEN_BACK.fullmatch(text, one.found.span[1], other.found.span[0]):
            right = replace(other.found, span=(one.found.span[0], other.found.span[1]))
            return _alternatives([*found[: place - 1], replace(other, found=right), *found[place + 1 :]], text)
        if _OR.fullmatch(text, one.found.span[1], other.found.span[0]):
            strength = max(one.strength, other.strength)
            found[place - 1 : place + 1] = replace(one, strength=strength), replace(other, strength=strength)
    strongest = max((each.strength for each in found), default=0)
    if len(found) < 2 or strongest < 1:
        return tuple(found)
    # "初稿周三，终稿周五前交": both stages are due, each on its day.
    return tuple(replace(each, strength=strongest) if _is_stage(each, text) else each for each in found)


def _is_stage(one: Candidate, text: str) -> bool:
    dated = any(option.rule != "clock" for option in options(one.found))
    return dated and one.strength >= 0 and not one.starts and of_a_stage(one.found.span, text)


def choose(candidates: Iterable[Candidate]) -> Found | None:
    """The deadline among the moments of one text: the best cued; several as good on different moments are asked."""
    ends = [each for each in candidates if not each.starts]
    if not ends:
        return None
    ranks = [each.strength - (5 if _gone(each.found) else 0) for each in ends]
    best = [each.found for each, rank in zip(ends, ranks, strict=True) if rank == max(ranks)]
    moments = {option.due: option for found in best for option in options(found)}
    if len(best) > 1 and len(moments) > 1:
        return Ambiguous(tuple(moments.values()), "several", (best[0].span[0], best[-1].span[1]))
    if max(ranks) == -1 and isinstance(best[0], Deadline):
        return Ambiguous((best[0],), "unsure", best[0].span)
    return best[0]


def options(found: Found) -> tuple[Deadline, ...]:
    """The moments a finding may mean."""
    return (found,) if isinstance(found, Deadline) else found.options


def parse_simple(text: str, now: datetime) -> datetime | date | None:
    """The likeliest moment with a plain Monday-to-Friday week; a date where no time was named. Aware as `now` is."""
    aware = now if now.tzinfo else now.replace(tzinfo=UTC)
    zone = aware.tzinfo or UTC
    found = choose(find(strip_invisible(text), aware, PlainWeek(), zone, "mdy", now.tzinfo is not None))
    if found is None or not options(found):
        return None
    first = options(found)[0]
    if not first.timed:
        return first.day
    local = first.due.astimezone(zone)
    return local if now.tzinfo else local.replace(tzinfo=None)


def _readings(text: str, scene: Scene, gone: list[Span]) -> list[Reading]:
    """The days named in a text, in order of place; what tells of the past goes into `gone`."""
    taken = bytearray(len(text))
    seen = 0
    kept: list[Reading] = []
    rules = _ALL_RULES if _LETTERS.search(text) else _HAN_RULES
    for rule in rules.that_may_apply(text):
        for match in rule.pattern.finditer(text):
            if seen >= MOST_MOMENTS:
                break
            start, end = match.span()
            if 1 in taken[start:end]:
                continue
            # A refused match still takes its place: "三天前" must not be read again as "天前" or "3日" by a later rule.
            reading = rule.read(match, scene)
            taken[start:end] = b"\1" * (end - start)
            seen += 1
            if reading is not None:
                kept.append(reading)
            elif rule.name in _MAY_BE_PAST:
                gone.append((start, end))
    return sorted(kept, key=lambda reading: reading.span)


def _of_past(day: Span, clock: Span, text: str) -> bool:
    """Whether an hour is that of a day gone by: 昨天下午3点, "3pm yesterday"."""
    if clock[0] < day[1]:
        return clock[1] > day[0] or (text[day[0]].isascii() and _AT_ONCE.fullmatch(text, clock[1], day[0]) is not None)
    return _AT_ONCE.fullmatch(text, day[1], clock[0]) is not None


def _once(readings: list[Reading], clocks: list[Clock], text: str) -> tuple[list[Reading], list[Clock]]:
    """Without what comes round again: a recurring duty has no deadline."""
    spans = [match.span() for match in _RECURRING.finditer(text)]
    days: list[Reading] = []
    for reading in readings:
        start, end = reading.span
        again = any(a < end and (start < b or _AGAIN_TOO.fullmatch(text, b, start)) for a, b in spans)
        if again or _OF_EACH.match(text, end):
            spans.append((start, end))
        else:
            days.append(reading)
    times: list[Clock] = []
    for clock in clocks:
        if any(
            beside(span, clock.span, text, len(text)) or _TO.fullmatch(text, span[1], clock.span[0]) for span in spans
        ):
            spans.append(clock.span)
        else:
            times.append(clock)
    return days, times


def _candidate(
    reading: Reading | None,
    clock: Clock | None,
    begins: frozenset[int],
    ends: frozenset[int],
    text: str,
    scene: Scene,
) -> Candidate | None:
    inner = hull(reading, clock)
    before, after = _cues(text, inner)
    last = text[inner[0] - 1 : inner[0]]
    refused = last in _NOT_UNTIL_ENDS and _NOT_UNTIL.search(text, max(0, inner[0] - 28), inner[0])
    if refused or _AWAY.match(text, inner[1]):
        return None
    opening = _START_BEFORE.search(text, max(0, inner[0] - 20), inner[0]) if last in _START_ENDS else None
    going_on = _goes_on(text, inner[1], begins, opening)
    counted = reading is not None and reading.rule == "shifted"
    starts = bool(going_on or (opening and not after)) and not counted
    if starts:
        before, after = opening, going_on
    span = (before.start() if before else inner[0], after.end() if after else inner[1])
    # The end of a span of days may be that of a journey, and yields to no day that is handed in on.
    spanned = before is not None and not after and before.start() in ends
    cued = bool(before or after) and not spanned
    strength = 3 if cued else 2 if spanned or _VERB.match(text, inner[1]) else 1 if clock else 0
    if clock is not None and reading is None and clock.weak and strength < 2:
        return None
    from_when = _says_from_when(text, inner)
    span = from_when or span
    bare = not (before or after) or (spanned and clock is not None)
    if from_when or (bare and _POSSESSED.match(text, inner[1])):
        strength = -1
    found = resolve(reading, clock, span, scene)
    if (
        reading
        and isinstance(found, Deadline)
        and not starts
        and _said_on_the_day(reading, clock, before, after, scene)
    ):
        found = _week_on_too(reading, found, None, scene)
    return Candidate(found, strength, starts)


def _says_from_when(text: str, span: Span) -> Span | None:
    """The stretch of text that says so, such as "周五之后"."""
    start, end = span
    begins = _EARLIEST.search(text, max(0, start - 16), start) if text[start - 1 : start] in _EARLIEST_ENDS else None
    later = _OR_LATER.match(text, end)
    return (begins.start() if begins else start, later.end() if later else end) if begins or later else None


def _goes_on(text: str, end: int, begins: frozenset[int], opening: re.Match[str] | None) -> re.Match[str] | None:
    """What makes a moment the beginning of a span: a word that says so, or "to" with another moment behind it."""
    match = _START_AFTER.match(text, end)
    if match is None:
        return None
    both = match[1] in ("and", "和", "与")
    if both and not (opening and "between" in opening[0]) and "之间" not in text[match.end() :]:
        return None
    return match if match[1] is None or match.end() in begins else None


def _cues(text: str, span: Span) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    return _BEFORE.search(text, max(0, span[0] - 20), span[0]), _AFTER.match(text, span[1])


def _said_on_the_day(
    reading: Reading, clock: Clock | None, before: re.Match[str] | None, after: re.Match[str] | None, scene: Scene
) -> bool:
    """ "Before Wednesday" said on a Wednesday may mean today or a week on."""
    if clock is not None or reading.rule != "weekday" or reading.days[0] != scene.today:
        return False
    return after is not None or (before is not None and before[0].strip(" :") not in ("on", "于", "在"))


def _week_on_too(reading: Reading, found: Deadline, clock: Clock | None, scene: Scene) -> Ambiguous:
    a_week_on = _make(scene.today + timedelta(days=7), clock, reading, found.span, scene)
    return Ambiguous((found,) if found.day == a_week_on.day else (found, a_week_on), "same_day", found.span)


def resolve(reading: Reading | None, clock: Clock | None, span: Span, scene: Scene) -> Found:
    """The moments a day and a clock make together, and whether one of them has to be asked for."""
    if reading is None:
        assert clock is not None
        return _clock_alone(clock, span, scene)
    if reading.moment is not None:
        exact = _moment(reading, span, scene)
        return exact if reading.reason is None else Ambiguous((exact,), reason=reading.reason, span=span)
    if clock is not None and len(clock.zones) > 1:
        each = [resolve(reading, replace(clock, zones=(zone,)), span, scene) for zone in clock.zones]
        return Ambiguous(tuple(option for found in each for option in options(found)), "unsure", span)
    reason, days = reading.reason, list(reading.days)
    made = [_make(day, clock, reading, span, scene) for day in days]
    if made and made[0].due <= scene.now and reason in (None, "next_week", "next_weekday"):
        return _gone_by(reading, clock, made, span, scene)
    if reason is None and clock is not None and clock.either:
        evening = _make(days[0], replace(clock, hour=clock.hour + 12, either=False), reading, span, scene)
        return Ambiguous((made[0], evening), "am_pm", span)
    return made[0] if reason is None else Ambiguous(tuple(made), reason, span)


def _gone_by(reading: Reading, clock: Clock | None, made: list[Deadline], span: Span, scene: Scene) -> Found:
    if reading.days[0] == scene.today and clock is not None and clock.bare:
        evening = _make(scene.today, replace(clock, hour=clock.hour + 12), reading, span, scene)
        if evening.due > scene.now:
            return _week_on_too(reading, evening, clock, scene) if reading.weekday else evening
    if reading.rule == "today" and (clock is None or not clock.timed):
        return replace(_make(scene.today, Clock(span, 0, 0, next_day=True), reading, span, scene), timed=False)
    if reading.later is None:
        return Ambiguous(tuple(made[1:]), "past", span)
    later = _make(reading.later, clock, reading, span, scene)
    if not reading.ask_later and later.due > scene.now:
        return later
    return Ambiguous((later,) if later.due > scene.now else (), "past", span)


def _clock_alone(clock: Clock, span: Span, scene: Scene) -> Found:
    # "零点前", "凌晨两点": the coming night's, whatever the hour.
    asked = clock.edge is not None or clock.bare or clock.part or not (clock.next_day or clock.hour < 6)
    today = Reading(span, "clock", (scene.today,), later=scene.today + timedelta(days=1), ask_later=asked)
    return resolve(today, clock, span, scene)


def _moment(reading: Reading, span: Span, scene: Scene) -> Deadline:
    assert reading.moment is not None
    local = reading.moment.astimezone(scene.zone)
    return _deadline(reading.moment, local.date(), local.strftime("%H:%M"), True, reading, span, scene)


def _make(day: date, clock: Clock | None, reading: Reading, span: Span, scene: Scene) -> Deadline:
    chosen = clock or Clock(span, edge="end")
    at = chosen.at(day, scene.calendar)
    if chosen.zones:
        named = datetime.combine(day, at, chosen.zones[0]) + timedelta(days=chosen.next_day)
        return _moment(replace(reading, moment=named.astimezone(UTC)), span, scene)
    due = scene.utc(day, at, chosen.next_day)
    return _deadline(due, day, clock_text(at, chosen.next_day), chosen.timed, reading, span, scene)


def _deadline(
    due: datetime, day: date, clock: str, timed: bool, reading: Reading, span: Span, scene: Scene
) -> Deadline:
    zh, en = echo_zh(day, clock, scene.today), echo_en(day, clock, scene.today)
    return Deadline(due, day, timed, reading.in_workdays, span, reading.rule, zh, en)


def _gone(found: Found) -> bool:
    return isinstance(found, Ambiguous) and found.reason == "past"

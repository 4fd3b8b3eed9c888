"""Progress in plain words: which task, how far, done or blocked and why, what next and when (T3, T4, S3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final, Literal, TypeAlias

from bot.rules.codes import TASK_CODE
from bot.rules.deadlines import CalendarLike, Deadline, Found, choose, find
from bot.rules.due import Order
from bot.rules.fold import joined, plain
from bot.rules.likeness import TaskName, candidates, match_task
from bot.rules.numerals import read_number

__all__ = ["ProgressUpdate", "State", "TaskName", "read_progress"]

State: TypeAlias = Literal["done", "blocked", "unblocked", "started"]
LONGEST: Final = 1000  # characters of a message that are read
MOST_CLAUSES: Final = 20  # of one line, and lines of one message

_PERCENT: Final = re.compile(
    r"(?P<number>\d{1,3})(?:\.\d{1,3})?\s?(?:%|percent)|百分之(?P<han>\d{1,3}|[一二三四五六七八九十百]{1,4})"
    r"|(?P<tenths>[一二三四五六七八九])成|(?P<below>[二三四五六七八九十\d])分之(?P<above>[一二两三四五六七八九\d])"
    r"|(?P<half>一半|(?<![a-z])half(?:way)?(?![a-z]))|(?P<third>two|a|one)[ -](?P<unit>thirds?|quarters?)"
    r"|(?<![\d/])(?P<part>\d{1,3})\s?(?:/|of)\s?(?P<whole>\d{1,3})(?![\d/])"
)
_LEFT: Final = re.compile(r"(?:还?剩下?|还差|差|余)\s?$")
_LEFT_AFTER: Final = re.compile(r"\s?(?:left|remaining|to go|没做|未完成|没完成)")
# A rate that rose or fell by a share is a result of the work, not how far it has come.
_OTHER_RATE: Final = re.compile(
    r"(?:提升|降低|下降|上升|增长|提高|减少|节省|超出|超过|[转效折占成利]\S?率|打|increase[sd]? (?:by|of)"
    r"|reduced? by|by)\D{0,3}$"
)
_FRACTION_CUE: Final = re.compile(r"完成|进度|做|写|已|了|done|complete|finish|progress|ready|through")

_QUESTION: Final = re.compile(
    r"(?:吗|没有?|不)\s?[?？]?$|[?？]|^(?:如果|要是|假如|等到?[^,]{0,30}(?:完成|好)|if|once|after|when)(?![a-z])"
)
# Denials are looked for first; a clause that holds one never counts as done, whatever else it says.
_NOT_DONE: Final = re.compile(
    r"(?:未|没有?|还没|尚未|不能|无法|不可能|难以|来不及)[^,，]{0,6}?(?:完成|做完|搞定|弄完|写完|结束|提交|交付|上线"
    r"|做好|好)"
    r"|完不成|[完做写弄]不[完成]|完成不了|搞不定|[快即将差不多]{2,4}[^,]{0,3}(?:完成|搞定|好)"
    r"|快[完做写弄搞][成完定]?|部分完成|基本完成"
    r"|完成[后前之度率时]|(?:not|never|n't|isn't|aren't|hasn't|haven't)(?: \w+){0,2} (?:done|finished|completed?"
    r"|ready|delivered|shipped)"
    r"|unfinished|undone|incomplete|(?:almost|nearly|partially|partly|half) (?:done|finished|completed?)|\bnot done"
)
_DONE: Final = re.compile(
    r"已经?(?:全部|全都|都)?(?:完成|做完|搞定|弄完|写完|提交|交付|上线|结束|做好|定稿|发布|交)|(?:完成|搞定|做完"
    r"|弄完|写完|结束|上线|交付|提交|定稿|做好|发布|完工|交)[啦了]"
    r"|(?:完成|搞定|做完|弄完|写完|完工|做好|好了|ok了)$|(?:完成|搞定|做完|写完)\S{0,12}了$"
    r"|(?<![a-z])(?:done|finished|completed?|delivered|shipped|wrapped up)(?![a-z])|✅|☑"
)
_UNBLOCKED: Final = re.compile(
    r"解除了?阻塞|阻塞(?:已经?)?解除|已经?解除|(?:不再|不)(?:阻塞|卡)了|不再(?:阻塞|卡|受阻)|(?<![a-z])unblocked"
    r"|no longer (?:blocked|stuck)"
    r"|not (?:blocked|stuck) any ?more"
)
_NOT_BLOCKED: Final = re.compile(
    r"[不没未无](?:有|会|被)?(?:任何|什么)?(?:阻塞|卡住|卡|受阻|阻碍|障碍|堵)|(?:not|n't|never|isn't"
    r"|no)(?: \w+)? (?:blocked|stuck|blockers?|on hold)"
    r"|(?:if|如果|要是)[^,]{0,30}?(?:blocked|卡|阻塞)"
)
_BLOCKED: Final = re.compile(
    r"卡住|卡在|卡壳|卡着|阻塞|受阻|堵住|停滞|搁置|无法推进|推进不了|推不动|没法(?:继续|推进)|(?<![a-z])(?:blocked"
    r"|stuck|on hold)(?![a-z])"
    r"|(?:还|一直)?在等|还?一直等|(?<![a-z])waiting (?:for|on)"
)
_NOT_STARTED: Final = re.compile(
    r"(?:未|没有?|还没|尚未)(?:能|有)?(?:开始|启动|动手|开工)|(?:not|n't|never)(?: \w+)? (?:started|begun)"
    r"|not in progress"
)
_STARTED: Final = re.compile(
    r"(?:已经?|刚)(?:开始|启动|开工|动手)|(?:开始|启动|动手|开工)了|开始做|进行中|正在(?:做|写|进行)"
    r"|(?<![a-z])(?:started|kicked off|in progress|working on)(?![a-z])"
)
_NEED: Final = re.compile(
    r"(?:还?在?一?直?等(?:待|着)?|还?需要|亟需|急需|还?缺少?|求|需)(?![到会我])(?P<need>\S.*)"
    r"|(?<![a-z])(?:waiting (?:for|on)|needs?|requires?|missing)\s(?P<words>.+)"
)
_CAUSE: Final = re.compile(
    r"(?:因为|由于|原因是?[::]?|卡在了?|卡着|阻塞[::]|受阻于)\s?"
    r"(?P<cause>\S.*?)(?=而?(?:受阻|卡住|阻塞|停滞|搁置)|$)"
    r"|(?<![a-z])(?:because(?: of)?|due to|blocked (?:by|on)|blocked:|stuck (?:on|at|with|in))\s?(?P<words>.+)"
)
_NEXT: Final = re.compile(
    r"^(?:下一步|接下来|然后|接着|后续|随后|计划|准备|打算|再|明[天日早晚]|后天|今[天晚]|下?周[一二三四五六日]|下周"
    r"|next|then|tomorrow|will|going to|today|tonight)\s?(?:是|:|step:?|up:?)?"
)
_ENDING: Final = re.compile(
    r"能?[好完](?!了?没)|完成|搞定|交付|结束|上线|提?交(?!中)|给|定稿|预计|预期|延[期迟后]|推迟|改到|eta|expected"
    r"|final|done|finish"
    r"|ready|deliver|ship|complete|postponed|moved to|delayed"
)
_THING: Final = re.compile(r"[\u3400-\u9fff]{2}|[a-z]{3}")
# These speak of the task itself, whose end is no step.
_WHOLE: Final = re.compile(
    r"预计|预期|预估|估计|整体|整个|全部|都|任务|能|会|可以|完成|搞定|延|推迟|等|卡|(?<![a-z])(?:eta|expected|done|finish|ready"
    r"|final|complete|deliver|ship|postponed|moved|delayed|it|will|should|can|need|blocked|wait)"
)
_HANDED_IN: Final = re.compile(r"(?:提交|交|发|发出|给|出|送出)?")
_CLAUSES: Final = re.compile(
    r"[,，。!！、](?!\d)|\.(?=\s|$)|(?<=\S)\s+(?:but|and then|then)\s+|\s+(?=下一步|接下来|next:)"
)
_EDGES: Final = " \t,，;；:：。.!！、|-—"


@dataclass(frozen=True, slots=True)
class ProgressUpdate:
    """What a message says of one task.

    `code` is None where no single task fits; `candidates` then holds the codes to choose from. `expected` is when the
    whole task will be ready, `next_due` when the next step will be taken; `denied` that it was said not to be done, or
    not blocked, which changes nothing. `text` is the part of the message it is from.
    """

    code: str | None
    candidates: tuple[str, ...] = ()
    percent: int | None = None
    state: State | None = None
    cause: str = ""
    need: str = ""
    next_step: str = ""
    expected: Found | None = None
    next_due: Found | None = None
    denied: bool = False
    text: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to apply."""
        if self.percent is not None or self.state or self.need:
            return True
        return self.code is not None and bool(self.next_step or self.expected or self.cause or self.denied)


@dataclass(frozen=True, slots=True)
class _Scene:
    now: datetime
    calendar: CalendarLike
    zone: tzinfo
    order: Order
    tasks: Sequence[TaskName]


@dataclass(slots=True)
class _Group:
    code: str | None
    choices: tuple[str, ...] = ()
    clauses: list[str] = field(default_factory=list)


def read_progress(
    text: str,
    now: datetime,
    calendar: CalendarLike,
    zone: tzinfo,
    tasks: Sequence[TaskName],
    order: Order = "ask",
) -> tuple[ProgressUpdate, ...]:
    """The updates in a message, in order; empty where it says nothing of progress.

    A clause that names another task begins another update. Source: handbook S3, T4.
    """
    scene = _Scene(now, calendar, zone, order, tasks)
    groups: list[_Group] = []
    for segment in re.split(r"[;；\n]", text[:LONGEST])[:MOST_CLAUSES]:
        _group(segment, groups, scene)
    updates = [_read(group, scene) for group in groups]
    return tuple(update for update in updates if update.says_something)


def _group(segment: str, groups: list[_Group], scene: _Scene) -> None:
    fresh = True
    for clause in _clauses(segment):
        code, choices = match_task(clause, scene.tasks)
        last = groups[-1] if groups else None
        onward = bool(_NEXT.match(plain(clause).strip())) and last is not None
        named = (code or choices) and not onward
        if last is None or (named and (code, choices) != (last.code, last.choices) and last.clauses):
            if last is not None and last.code is None and not last.choices and not fresh:
                last.code, last.choices = code, choices
                last.clauses.append(clause)
                continue
            groups.append(_Group(code, choices, [clause]))
        elif fresh and not named and not onward and _signals(plain(clause)):
            groups.append(_Group(None, (), [clause]))
        else:
            last.clauses.append(clause)
        fresh = False


def _clauses(segment: str) -> list[str]:
    """The clauses of a segment; never cut inside a number."""
    parts = (part.strip(_EDGES) for part in _CLAUSES.split(segment) if part)
    return [part for part in parts if part][:MOST_CLAUSES]


def _signals(folded: str) -> bool:
    return bool(_percent(folded) is not None or _state(folded, False) or _BLOCKED.search(folded))


def _read(group: _Group, scene: _Scene) -> ProgressUpdate:
    percent: int | None = None
    state: State | None = None
    cause = need = next_step = ""
    loose: list[str] = []
    denied = False
    expected: Found | None = None
    next_due: Found | None = None
    for clause in group.clauses:
        folded = _masked(clause, scene.tasks)
        found = choose(find(folded, scene.now, scene.calendar, scene.zone, scene.order))
        ahead = found if _ahead(found, scene) else None
        share = _percent(folded)
        percent = share if share is not None else percent
        state = _state(folded, ahead is not None) or state
        wanted, why = _after(_NEED, clause, folded), _after(_CAUSE, clause, folded)
        need, cause = need or wanted, cause or why
        told = share is not None or _state(folded, ahead is not None) is not None
        ending = ahead is not None and _ENDING.search(folded) is not None and not _submits_part(folded)
        onward = bool(_NEXT.match(folded)) and not (ending or told)
        denied = denied or _denies(folded)
        if (
            onward
            or (ending and _tail_step(folded))
            or (ahead and not told and _adds_step(clause, ahead, group, scene))
        ):
            next_step = next_step or _NEXT_WORD.sub("", clause).strip(_EDGES)
            next_due = next_due or ahead
        if ahead is not None and not expected and (ending or _only_date(clause, ahead)):
            expected = ahead
        if not (share is not None or wanted or why or onward or ahead or _speaks(folded)):
            loose.append(clause)
    percent, state = _agree(percent, state)
    if state == "blocked" and not cause:
        other = [each for each in loose if group.code is None or match_task(each, scene.tasks)[0] != group.code]
        cause = joined(other)
    choices = group.choices if group.code is None else ()
    if group.code is None and not choices:
        choices = candidates(joined(group.clauses), scene.tasks)
    return ProgressUpdate(
        group.code,
        choices,
        percent,
        state,
        cause,
        need,
        next_step,
        expected,
        next_due,
        denied and not state,
        joined(group.clauses),
    )


_NEXT_WORD: Final = re.compile(
    r"^(?:下一步|接下来|后续|next(?: step)?)(?:是|[:：])?\s*|^(?:then|然后)\s*", re.IGNORECASE
)


def _agree(percent: int | None, state: State | None) -> tuple[int | None, State | None]:
    """All of it is done; less than all of it is not."""
    if percent == 100 and state is None:
        return percent, "done"
    if percent is not None and percent < 100 and state == "done":
        return percent, None
    return percent, state


def _masked(clause: str, tasks: Sequence[TaskName]) -> str:
    """The clause without codes and whole titles, whose own words (完成, 阻塞) say nothing of progress."""
    folded = TASK_CODE.sub(lambda match: "|" * len(match[0]), plain(clause))
    for task in tasks:
        title = plain(task.title)
        if len(title) >= 3 and title in folded:
            folded = folded.replace(title, "|" * len(title))
    return folded


def _ahead(found: Found | None, scene: _Scene) -> bool:
    if found is None:
        return False
    return not isinstance(found, Deadline) or found.due > scene.now


def _percent(folded: str) -> int | None:
    for match in _PERCENT.finditer(folded):
        value = _share(match)
        if value is None or value > 100 or _OTHER_RATE.search(folded, max(0, match.start() - 12), match.start()):
            continue
        exact = match["number"] or match["han"]
        if not exact and not _FRACTION_CUE.search(folded):
            continue
        left = _LEFT.search(folded, 0, match.start()) or _LEFT_AFTER.match(folded, match.end())
        return 100 - value if left else value
    return None


def _share(match: re.Match[str]) -> int | None:
    if match["half"]:
        return 50
    if match["third"]:
        return round((2 if match["third"] == "two" else 1) * 100 / (3 if match["unit"][0] == "t" else 4))
    if match["tenths"]:
        return 10 * (read_number(match["tenths"]) or 0)
    for above, below in (("above", "below"), ("part", "whole")):
        if match[below]:
            whole, part = read_number(match[below]), read_number(match[above])
            return round(100 * part / whole) if whole and part is not None and part <= whole else None
    return read_number(match["number"] or match["han"])


def _state(folded: str, dated: bool) -> State | None:
    """The change of state that a clause tells; what is asked, denied, supposed or still to come is none."""
    if _QUESTION.search(folded):
        return None
    if _UNBLOCKED.search(folded):
        return "unblocked"
    if _BLOCKED.search(_NOT_BLOCKED.sub("", folded)):
        return "blocked"
    rest = _NOT_DONE.sub("", folded)
    if _DONE.search(rest) and not (dated and not re.search(r"已|[了啦]$|✅", rest)) and rest == folded:
        return "done"
    if _STARTED.search(_NOT_STARTED.sub("", folded)) and not dated:
        return "started"
    return None


def _denies(folded: str) -> bool:
    if _QUESTION.search(folded):
        return False
    return any(pattern.search(folded) for pattern in (_NOT_DONE, _NOT_BLOCKED, _NOT_STARTED))


def _speaks(folded: str) -> bool:
    """Whether the clause tells or denies a state, so that it is no cause by itself."""
    told = (_NOT_DONE, _DONE, _UNBLOCKED, _NOT_BLOCKED, _BLOCKED, _NOT_STARTED, _STARTED)
    return any(pattern.search(folded) for pattern in told)


def _after(pattern: re.Pattern[str], clause: str, folded: str) -> str:
    match = pattern.search(folded)
    if match is None:
        return ""
    group = next(name for name, value in match.groupdict().items() if value)
    return clause[match.start(group) : match.end(group)].strip(_EDGES)


def _tail_step(folded: str) -> bool:
    return re.match(r"(?:final|定稿|终稿)", folded) is not None


def _submits_part(folded: str) -> bool:
    """Handing in a named part (an interim report) is a step, not the end of the task."""
    return bool(_NEXT.match(folded)) and re.search(r"(?:提?交|给|发|完成)(?!付)[^\s,|]{2,}$", folded) is not None


def _adds_step(clause: str, ahead: Found, group: _Group, scene: _Scene) -> bool:
    """Whether a later clause names a thing of its own for a day, such as "interim report tomorrow"."""
    if clause == group.clauses[0] or match_task(clause, scene.tasks)[0]:
        return False
    folded, (start, end) = _masked(clause, scene.tasks), ahead.span
    thing, behind = folded[:start].strip(_EDGES), folded[end:].strip(_EDGES)
    return bool(_THING.search(thing)) and not _WHOLE.search(thing) and _HANDED_IN.fullmatch(behind) is not None


def _only_date(clause: str, found: Found) -> bool:
    return len(clause.strip(_EDGES)) - (found.span[1] - found.span[0]) <= 1

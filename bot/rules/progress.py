"""Progress in plain words: which task, how far, done or blocked and why, what next and when (T3, T4, S3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from itertools import chain, pairwise
from typing import Final

from bot.rules import progress_signs as signs
from bot.rules.codes import TASK_CODE
from bot.rules.deadlines import CalendarLike, Deadline, Found, Moments
from bot.rules.due import Order
from bot.rules.fold import joined, plain
from bot.rules.likeness import TaskName, alike, candidates, each_apart, match_ordinary, match_task, match_topic
from bot.rules.numerals import read_number
from bot.rules.progress_clause import Clause, State

__all__ = ["ProgressUpdate", "State", "TaskName", "read_progress"]

LONGEST: Final = 1000  # characters of a message that are read
MOST_CLAUSES: Final = 20  # of one line, and lines of one message

_ONWARD: Final = (signs.NEXT, signs.NEED, signs.LABELLED)  # what goes on about the task named before
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨ "
_EDGES: Final = " \t,，;；:：。.!！、|-—"


@dataclass(frozen=True, slots=True)
class ProgressUpdate:
    """What a message says of one task.

    `code` is None where no single task fits; `candidates` then holds the codes to choose from. `expected` is when the
    whole task will be ready, `next_due` when the next step will be taken; `denied` that it was said not to be done, or
    not blocked, which changes nothing; `delayed` that it will be late, whenever that is. `text` is the part of the
    message it is from.
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
    delayed: bool = False
    text: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to apply."""
        if self.percent is not None or self.state or self.need:
            return True
        told = self.next_step or self.expected or self.cause or self.denied or self.delayed
        return self.code is not None and bool(told)


@dataclass(frozen=True, slots=True)
class _Scene:
    moments: Moments
    tasks: Sequence[TaskName]
    heard: dict[str, Clause] = field(default_factory=dict)

    def hear(self, folded: str) -> Clause:
        """The clause of these words, read once."""
        if folded not in self.heard:
            self.heard[folded] = Clause(folded)
        return self.heard[folded]

    def signals(self, words: str) -> bool:
        """Whether words tell a share or a state."""
        return self.hear(plain(words)).signals


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
    about: str | None = None,
) -> tuple[ProgressUpdate, ...]:
    """The updates in a message, in order; empty where it says nothing of progress.

    A clause that names another task begins another update; where none is named it is `about` this one's code.
    Source: handbook S3, T4.
    """
    scene = _Scene(Moments(now, calendar, zone, order), tasks)
    groups: list[_Group] = []
    for segment in signs.SEGMENTS.split(text[:LONGEST])[:MOST_CLAUSES]:
        for part in each_apart(
            signs.HEADED.sub("", signs.NUMBERED.sub("", segment).lstrip(_CIRCLED)), tasks, scene.signals
        ):
            _group(part, groups, scene)
    _share_out(groups, scene)
    for group in groups:
        if group.code is None and not group.choices and len(group.clauses) > 1:
            group.code = match_topic(group.clauses[0], tasks)
        group.code = group.code or (None if group.choices else about or match_ordinary(group.clauses[0], tasks))
    updates = [_read(group, scene) for group in groups]
    if any(update.says_something for update in updates):
        updates = [_as_step(update) for update in updates]
    return tuple(update for update in updates if update.says_something)


def _share_out(groups: Sequence[_Group], scene: _Scene) -> None:
    """ "主视觉、切图都50%": what is said behind names in a row is said of each."""
    titles = {task.code: plain(task.title) for task in scene.tasks}
    for first, following in reversed(list(pairwise(groups))):
        name = plain(first.clauses[0]).strip() if len(first.clauses) == 1 else ""
        if name and first.code and name in titles[first.code]:
            first.clauses = following.clauses


def says_late(text: str) -> bool:
    """Whether words say that something will be late, or not be managed at all."""
    return signs.DELAYED.search(plain(text)) is not None


def says_supposed(text: str) -> bool:
    """Whether words name a day that was meant once, or holds only if something else does."""
    return signs.NOT_SET.search(plain(text)) is not None


def says_all_done(text: str) -> int | None:
    """How many tasks are told to be done, all together and none by name (两个都做完了); 0 where that is not said.

    None where words say anything else.
    """
    said = signs.ALL_DONE.fullmatch(plain(text).strip())
    if said is None:
        return None
    return read_number(said["count"]) or 0 if said["count"] else 0


def says_all_stuck(text: str) -> tuple[int, str] | None:
    """How many tasks are told to be blocked, all together and none by name (两个任务都卡住了), and why."""
    text = text.strip()
    said = signs.ALL_STUCK.fullmatch(plain(text))
    if said is None:
        return None
    group = "cause" if said["cause"] else "why"
    return read_number(said["count"] or said["number"] or "two") or 0, text[slice(*said.span(group))]


def _as_step(update: ProgressUpdate) -> ProgressUpdate:
    """ "联调好了，压测明天开始": what is said of a task beside another one's news goes on with it."""
    silent = update.code is not None and not update.says_something
    return replace(update, next_step=update.text) if silent else update


def _group(segment: str, groups: list[_Group], scene: _Scene) -> None:
    fresh = True
    for clause in chain.from_iterable(_each_of_both(clause, scene) for clause in _clauses(segment)):
        code, choices = match_task(clause, scene.tasks)
        last = groups[-1] if groups else None
        folded = plain(clause).strip()
        if code is None and not choices and _tells(folded, last is not None, scene):
            code = match_topic(clause, scene.tasks)
        onward = last is not None and any(sign.match(_masked(clause, scene.tasks)) for sign in _ONWARD)
        named = (code or choices) and not onward
        if last is None or (named and (code, choices) != (last.code, last.choices) and last.clauses):
            if last is not None and last.code is None and not last.choices and not fresh:
                last.code, last.choices = code, choices
                last.clauses.append(clause)
                continue
            groups.append(_Group(code, choices, [clause]))
        elif fresh and not named and not onward and scene.signals(clause):
            groups.append(_Group(None, (), [clause]))
        else:
            last.clauses.append(clause)
        fresh = False


def _each_of_both(clause: str, scene: _Scene) -> tuple[str, ...]:
    """What is said of two tasks named by a word of each, said of each."""
    match = signs.BOTH.fullmatch(clause)
    if match is None:
        return (clause,)
    codes = {match_topic(match["one"], scene.tasks), match_topic(match["other"], scene.tasks)}
    if None in codes or len(codes) < 2:
        return (clause,)
    return f"{match['one']} {match['said']}", f"{match['other']} {match['said']}"


def _tells(folded: str, behind: bool, scene: _Scene) -> bool:
    """Whether a clause is news of whatever its first word names; behind other news any is."""
    heard = scene.hear(folded)
    if heard.has(signs.HANDED_ON) and not behind:
        return False
    if behind or heard.signals or heard.speaks or heard.has(signs.DELAYED):
        return True
    return heard.has(signs.ENDING) and _ahead(scene.moments.due(folded), scene)


def _clauses(segment: str) -> list[str]:
    """The clauses of a segment; never cut inside a number."""
    parts = (part.strip(_EDGES) for part in signs.CLAUSES.split(segment) if part)
    return [part for part in parts if part][:MOST_CLAUSES]


def _read(group: _Group, scene: _Scene) -> ProgressUpdate:
    percent: int | None = None
    state: State | None = None
    cause = need = next_step = ""
    loose: list[str] = []
    denied = asked = False
    expected: Found | None = None
    next_due: Found | None = None
    for clause in group.clauses:
        folded = _masked(clause, scene.tasks)
        heard, found = scene.hear(folded), scene.moments.due(folded)
        ahead = found if _ahead(found, scene) and not heard.has(signs.NOT_SET) else None
        share, other = _own_share(heard, group.code, scene.tasks)
        if share is not None and (state or percent is not None) and _of_another(clause, found, group.code, scene.tasks):
            continue
        if share is not None and (percent is None or heard.has(signs.AT_LAST)):
            percent = share
        told = heard.state(dated=ahead is not None)
        partly = other or (told == "done" and _is_part(folded, group.code, scene.tasks))
        state = state if partly else told or state
        why = _after(signs.CAUSE, clause, folded)
        wanted = "" if why or heard.has(signs.QUESTION) else _after(signs.NEED, clause, folded)
        need, cause = need or wanted, cause or why
        ending = ahead is not None and heard.has(signs.ENDING) and not (heard.submits_part or heard.labelled)
        only_day = ahead is not None and _only_date(clause, ahead)
        if only_day and asked and not ending:
            need = joined((need, clause))  # "等接口，最晚明天": until when that is waited for
            continue
        asked = bool(wanted)
        onward = bool(signs.NEXT.match(folded)) and not (ending or share is not None or told)
        excepted = signs.EXCEPT.match(folded) is not None
        if state == "done" and told is None and not onward and heard.leaves_open:
            state, need = None, need or signs.BUT.sub("", clause).strip(_EDGES)
        state, denied = None if excepted else state, denied or excepted or partly or heard.denies
        said = share is not None or told is not None
        added = ahead is not None and not said and _adds_step(clause, ahead, group, scene)
        added = added or (not said and heard.has(signs.BEGINS) and _begins_ahead(folded, scene))
        if onward or added or (ending and heard.final_step):
            next_step = next_step or signs.NEXT_WORD.sub("", clause).strip(_EDGES)
            next_due = next_due or ahead
        whole = ending or only_day
        if ahead is not None and whole and not (expected or told == "done" or heard.denies):
            expected = _without_artefact(ahead, folded)
        if not (share is not None or wanted or why or onward or ahead or heard.speaks):
            loose.append(clause)
    percent, state = _agree(percent, state, denied)
    cause = cause or (_cause_of(loose, group.code, scene.tasks) if state == "blocked" else "")
    choices = group.choices if group.code is None else ()
    if group.code is None and not choices:
        choices = candidates(joined(group.clauses), scene.tasks)
    told_of = group.code, choices, percent, state, cause, need, next_step, expected, next_due
    still_denied = denied and not state and percent is None
    delayed = any(signs.DELAYED.search(clause) for clause in map(plain, group.clauses))
    return ProgressUpdate(*told_of, denied=still_denied, delayed=delayed, text=joined(group.clauses))


def _cause_of(loose: Sequence[str], own: str | None, tasks: Sequence[TaskName]) -> str:
    """What stands beside a block and tells nothing else."""
    return joined(
        each for each in loose if own is None or own not in (match_task(each, tasks)[0], match_topic(each, tasks))
    )


def _own_share(heard: Clause, code: str | None, tasks: Sequence[TaskName]) -> tuple[int | None, bool]:
    """How far the task is, and whether a share of something else is told to be done (改了80%的文案)."""
    of = signs.SHARE_OF.search(heard.folded) if heard.percent is not None else None
    if of is None or any(task.code == code and alike(of["what"], task.title) for task in tasks):
        return heard.percent, False
    return None, of["did"] is not None


def _of_another(clause: str, day: Found | None, code: str | None, tasks: Sequence[TaskName]) -> bool:
    """ "Press release done, poster 30%": the share of a thing that is none of the tasks."""
    folded = plain(clause)
    without_day = f"{folded[: day.span[0]]} {folded[day.span[1] :]}" if day else folded
    before = signs.PERCENT.split(without_day, maxsplit=1)[0]
    if code is None or len(signs.SAID_OF_IT.sub("", before)) < 2:
        return False
    return not any(task.code == code and alike(before, task.title) for task in tasks)


def _without_artefact(found: Found, folded: str) -> Found:
    """ "Tonight" names no hour that could be shown."""
    evening = isinstance(found, Deadline) and signs.EVENING.search(folded[slice(*found.span)])
    return replace(found, timed=False) if isinstance(found, Deadline) and evening else found


def _agree(percent: int | None, state: State | None, denied: bool) -> tuple[int | None, State | None]:
    """All of it is done, unless something is excepted; less than all of it is not."""
    if percent == 100 and denied:
        return None, state
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
        elif (plan := title.find("计划")) > 0 and title[plan - 1 : plan + 2] in folded:
            folded = folded.replace(title[plan - 1 : plan + 2], "|||")  # 投放计划60% plans nothing
    return folded


def _ahead(found: Found | None, scene: _Scene) -> bool:
    if found is None:
        return False
    return not isinstance(found, Deadline) or found.due > scene.moments.now


def _is_part(folded: str, code: str | None, tasks: Sequence[TaskName]) -> bool:
    """Whether what is said to be done is something else than the whole task."""
    stage = signs.STAGE.search(folded)
    if stage and not any(task.code == code and stage[0] in plain(task.title) for task in tasks):
        return True
    if signs.PART_OF.search(folded):
        return True
    part = signs.PART_DONE.search(folded)
    if part is None or signs.WHOLE.match(part["what"]):
        return False
    return any(task.code == code and not alike(part["what"], task.title) for task in tasks)


def _after(pattern: re.Pattern[str], clause: str, folded: str) -> str:
    match = pattern.search(folded)
    if match is None:
        return ""
    group = next(name for name, value in match.groupdict().items() if value)
    start, end = match.span(group)
    title = signs.TITLE_FIRST.match(folded, start, end)
    return clause[title.end() if title else start : end].strip(_EDGES)


def _adds_step(clause: str, ahead: Found, group: _Group, scene: _Scene) -> bool:
    """Whether a later clause names a thing of its own for a day, such as "interim report tomorrow"."""
    if clause == group.clauses[0] or match_task(clause, scene.tasks)[0]:
        return False
    folded, (start, end) = _masked(clause, scene.tasks), ahead.span
    thing, behind = folded[:start].strip(_EDGES), folded[end:].strip(_EDGES)
    return (
        bool(signs.THING.search(thing))
        and not signs.OF_TASK.search(thing)
        and signs.HANDED_IN.fullmatch(behind) is not None
    )


def _begins_ahead(folded: str, scene: _Scene) -> bool:
    """ "压测明天开始": a day on which work begins is no deadline, and a step all the same."""
    moments = scene.moments.find(folded)
    return len(moments) == 1 and moments[0].starts and _ahead(moments[0].found, scene)


def _only_date(clause: str, found: Found) -> bool:
    start, end = found.span
    return len(clause.strip(_EDGES)) - (end - start) <= 1 and not signs.GOES_ON.match(clause[end:])

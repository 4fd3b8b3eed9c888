"""A plan as a Gantt chart: tasks on the left, their days on the right, red, yellow and green (G1, T6, J4).

Wide as a phone shows it: a chat makes the picture about 390 points wide, where the smallest of its texts can be read.
A state is never told by colour alone; each row names it, too.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot import texts
from bot.charts import scale as days
from bot.charts import svg
from bot.charts.scale import Scale
from bot.rules.gantt import Bar, Goal, Plan, by_phase, choose, choose_goals, span

WIDTH: Final = 1000
PIXELS: Final = 1440  # of the picture's width

_ROW, _GOAL_ROW, _HEAD_ROW = 60.0, 42.0, 44.0
_BAR = 24.0
_AXIS = 104.0  # from the counts down to the first row
_LEFT, _LIST_END, _CHART, _RIGHT = 28.0, 436.0, 456.0, 976.0
_MOST_ARROWS = 30

_INK, _GREY, _HAIR, _OFF = "#1f2a37", "#6b7686", "#e9edf2", "#f4f6f9"
_TODAY, _GOAL, _OUTLINE, _ARROW = "#2f6fde", "#7c5cc4", "#1f2a37", "#a3aebd"


@dataclass(frozen=True, slots=True)
class _Look:
    """The colours of a light: of what is done, of the rest, and of words; `line`: an outline's attributes."""

    solid: str
    pale: str
    ink: str
    line: str = ""


_LOOKS: Final[Mapping[str, _Look]] = {
    "red": _Look("#dc5a50", "#f8d8d5", "#b83a31"),
    "yellow": _Look("#e3ae3a", "#faebc6", "#8f6300"),
    "green": _Look("#56a87c", "#d3ebdd", "#2d7850"),
    "done": _Look("#a9b5c4", "#e3e8ee", "#6b7686"),
}
_GOALS: Final[Mapping[str, str]] = {"reached": "#a9b5c4", "missed": "#dc5a50", "coming": _GOAL}
_OUTLINED: Final = f'stroke="{_OUTLINE}" stroke-width="2.4"'
_STATES: Final = ("red", "yellow", "green", "done")

_PATTERNS: Final = (
    '<defs><pattern id="late" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="#fdefee"/><rect width="2.6" height="7" fill="#dc5a50"/></pattern>'
    '<pattern id="stuck" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="3" height="9" fill="#1f2a37" fill-opacity=".5"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What every part of the picture is drawn from."""

    plan: Plan
    language: str
    scale: Scale

    def say(self, key: str, **values: object) -> str:
        return texts.say(f"gantt.{key}", self.language, **values)


def chart(plan: Plan, language: str) -> str:
    """The plan as SVG in a language; of many tasks those that matter most, and a line that says what is left out."""
    bars, goals = choose(plan.bars), choose_goals(plan.goals)
    drawing = _Drawing(plan, language, days.laid(*span(plan, bars, goals), _CHART, _RIGHT))
    top = _counts_bottom(drawing) + _AXIS
    rows, places, bottom = _rows(drawing, bars, goals, top)
    under = _legend(drawing, bottom + 22, bool(goals))
    height = bottom + 22 + 34 * under.lines + (34 if any(_left_out(plan)) else 0) + 16
    parts = [
        svg.rect(0, 0, WIDTH, height, "#ffffff"),
        *_header(drawing),
        *_axis(drawing, top, bottom),
        *_arrows(drawing, bars, places),
        *rows,
        *under.parts,
        *_note(drawing, height - 26),
    ]
    size = f'width="{PIXELS}" height="{height * PIXELS / WIDTH:.0f}" viewBox="0 0 {WIDTH} {height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{svg.FONT}">'
    return "\n".join((head, _PATTERNS, *parts, "</svg>"))


def _header(drawing: _Drawing) -> Iterator[str]:
    plan = drawing.plan
    room = _RIGHT - _LEFT - svg.width(plan.code, 20) - 30
    yield svg.text(_LEFT, 58, svg.cut(plan.project, 36, room), 36, _INK, bold=True, title=plan.project)
    yield svg.text(_RIGHT, 58, plan.code, 20, _GREY, anchor="end")
    yield svg.text(_LEFT, 94, _period(drawing), 20, _GREY)
    for x, y, look, words in _counts(drawing):
        yield svg.rect(x, y - 23, svg.width(words, 19) + 26, 33, look.pale, round=16.5, line=look.line)
        yield svg.text(x + 13, y, words, 19, look.ink, bold=True)


def _period(drawing: _Drawing) -> str:
    plan, said = drawing.plan, {}
    for name, day in (("start", plan.starts), ("end", plan.ends), ("today", plan.today)):
        said[name] = texts.day(day, drawing.language, plan.today) if day else ""
    return drawing.say("period" if plan.ends else "period_open", **said)


def _counts(drawing: _Drawing) -> Iterator[tuple[float, float, _Look, str]]:
    """How many tasks stand how, each with its place; what there is none of is left out.

    Each task has one of the colours; those that are blocked are counted once more, and look otherwise.
    """
    bars = drawing.plan.bars
    stuck = sum(bar.status == "blocked" for bar in bars)
    amounts = [(light, sum(bar.light == light for bar in bars), _LOOKS[light]) for light in _STATES]
    amounts.append(("blocked", stuck, _Look("", "#ffffff", _INK, 'stroke="#c3ccd8" stroke-width="1.5"')))
    x, y = _LEFT, 139.0
    for name, amount, look in amounts:
        if amount:
            words = drawing.say("count", state=drawing.say(f"{name}"), amount=amount)
            yield x, y, look, words
            x += svg.width(words, 19) + 36


def _counts_bottom(drawing: _Drawing) -> float:
    return 160.0 if drawing.plan.bars else 110.0


def _axis(drawing: _Drawing, top: float, bottom: float) -> Iterator[str]:
    """Days off, the names of months and days, and today, from above the rows to their end."""
    scale, plan = drawing.scale, drawing.plan
    for x, width in days.days_off(scale, plan.calendar):
        yield svg.rect(x, top - 38, width, bottom - top + 38, _OFF)
    named = days.heads(scale, drawing.language, 18)
    for x, name in named:
        yield svg.line(x, top - 86, x, bottom, "#d5dbe3")
        yield svg.text(x + 6, top - 70, name, 18, _INK)
    centred = days.daily(scale)
    for x, name in days.ticks(scale, drawing.language):
        if not centred:
            yield svg.line(x, top - 38, x, bottom, _HAIR)
        if centred or x + svg.width(name, 17) < _RIGHT:
            yield svg.text(x if centred else x + 4, top - 45, name, 17, _GREY, anchor="middle" if centred else "start")
    yield svg.line(_LEFT, top, _RIGHT, top, "#d5dbe3")
    if not plan.over:
        yield from _today(drawing, top, bottom)


def _today(drawing: _Drawing, top: float, bottom: float) -> Iterator[str]:
    """A line through the middle of today, with its name in a strip of its own, where it covers no other."""
    words = drawing.say("today")
    x, half = _now(drawing), svg.width(words, 17) / 2 + 10
    middle = min(max(x, _CHART + half), _RIGHT - half)
    yield svg.line(x, top - 12, x, bottom, _TODAY, 2, "6 5")
    yield svg.rect(middle - half, top - 35, half * 2, 26, _TODAY, round=13)
    yield svg.text(middle, top - 16, words, 17, "#ffffff", anchor="middle", bold=True)


def _now(drawing: _Drawing) -> float:
    return drawing.scale.at(drawing.plan.today) + drawing.scale.day / 2


def _rows(
    drawing: _Drawing, bars: Sequence[Bar], goals: Sequence[Goal], top: float
) -> tuple[list[str], dict[int, float], float]:
    """All rows, the height of the middle of each task's, and where the last one ends."""
    parts: list[str] = []
    places: dict[int, float] = {}
    y = top
    if goals:
        y = _head(parts, drawing.say("goals"), y)
        for goal in goals:
            parts += _goal(drawing, goal, y + _GOAL_ROW / 2)
            y += _GOAL_ROW
    phases = by_phase(bars)
    for phase, rows in phases:
        if goals or len(phases) > 1 or phase:
            name = phase or drawing.say("tasks" if len(phases) == 1 else "no_phase")
            y = _head(parts, name, y)
        for bar, depth in rows:
            places[bar.id] = y + _ROW / 2
            parts += [*_listed(drawing, bar, depth, y), *_bar(drawing, bar, y + _ROW / 2)]
            y += _ROW
            parts.append(svg.line(_LEFT, y, _RIGHT, y, _HAIR))
    return parts, places, y


def _head(parts: list[str], name: str, y: float) -> float:
    """The name of a group above its rows; where they begin."""
    parts.append(svg.rect(_LEFT, y + 7, 4, _HEAD_ROW - 18, "#c3ccd8", round=2))
    words = svg.cut(name, 20, _RIGHT - _LEFT - 20)
    parts.append(svg.text(_LEFT + 14, y + 28, words, 20, _INK, bold=True))
    parts.append(svg.line(_LEFT, y + _HEAD_ROW, _RIGHT, y + _HEAD_ROW, _HAIR))
    return y + _HEAD_ROW


def _goal(drawing: _Drawing, goal: Goal, y: float) -> Iterator[str]:
    look = {"reached": _LOOKS["done"], "missed": _LOOKS["red"]}.get(goal.state)
    when = days.short(goal.day, goal.day, drawing.plan.today, drawing.language)
    state = drawing.say(f"goal_{goal.state}")
    said = f"{state}·{when}" if goal.state != "coming" else when
    room = _LIST_END - _LEFT - 24 - svg.width(said, 18) - 16
    yield svg.diamond(_LEFT + 8, y, 8, _GOALS[goal.state])
    yield svg.text(_LEFT + 24, y + 8, svg.cut(goal.name, 22, room), 22, _INK, title=goal.name)
    yield svg.text(_LIST_END, y + 7, said, 18, look.ink if look else _GREY, anchor="end")
    yield svg.diamond(drawing.scale.at(goal.day) + drawing.scale.day / 2, y, 11, _GOALS[goal.state])


def _listed(drawing: _Drawing, bar: Bar, depth: int, y: float) -> Iterator[str]:
    """A task in words: title and days; code, people and state below."""
    left = _LEFT + 24 + 18 * min(depth, 3)
    look = _LOOKS[bar.light]
    when = days.short(bar.start, bar.end, drawing.plan.today, drawing.language) or drawing.say("undated")
    room = _LIST_END - left - svg.width(when, 18) - 14
    title = svg.cut(bar.title, 24, room)
    ink = _GREY if bar.light == "done" else _INK
    yield f'<circle cx="{left - 16:g}" cy="{y + 20:g}" r="6.5" fill="{look.solid}"/>'
    yield svg.text(left, y + 28, title, 24, ink, bold=bar.critical and bar.open, title=bar.title)
    yield svg.text(_LIST_END, y + 28, when, 18, _GREY, anchor="end")
    state = _state(drawing, bar)
    room = _LIST_END - left - svg.width(bar.code, 17) - svg.width(state, 18) - 26
    yield svg.text(left, y + 50, bar.code, 17, "#95a0af")
    yield svg.text(left + svg.width(bar.code, 17) + 12, y + 50, _people(bar, room), 17, _GREY)
    urgent = bar.light in ("red", "yellow")
    ink = look.ink if urgent or bar.status == "in_progress" else _GREY
    yield svg.text(_LIST_END, y + 50, state, 18, ink, anchor="end", bold=urgent)


def _people(bar: Bar, room: float) -> str:
    whole = f"{bar.department}·{bar.owner}" if bar.department else bar.owner
    return whole if svg.width(whole, 17) <= room else svg.cut(bar.owner, 17, room)


def _state(drawing: _Drawing, bar: Bar) -> str:
    """How a task stands in words: late or not, then what holds it or how far it is."""
    if bar.light == "done":
        return drawing.say("done_late" if bar.overran else "done")
    moving = bar.status == "in_progress"
    how = f"{bar.percent}%" if moving else drawing.say(f"{bar.status}")
    if bar.light == "red":
        return f"{drawing.say('red')}·{how}"
    return how


def _bar(drawing: _Drawing, bar: Bar, y: float) -> Iterator[str]:
    """A task's days: pale, solid as far as it is done, and hatched from its due day to today when it is late."""
    if bar.start is None:
        return
    look, scale = _LOOKS[bar.light], drawing.scale
    x = scale.at(bar.start)
    end = scale.after(bar.end) if bar.end else max(_now(drawing), scale.after(bar.start))
    width, top = max(end - x, 6.0), y - _BAR / 2
    if bar.light == "red" and _now(drawing) > end:
        yield svg.rect(end - 4, y - 6, _now(drawing) - end + 4, 12, "url(#late)")
    ends = "" if bar.end else f'stroke="{look.solid}" stroke-dasharray="4 4"'
    yield svg.rect(x, top, width, _BAR, look.pale, round=5, line=ends)
    done = width * (100 if bar.light == "done" else bar.percent) / 100
    if done:
        yield svg.rect(x, top, max(done, 5), _BAR, look.solid, round=5 if done >= 10 else 2.5)
    if bar.status == "blocked":
        yield svg.rect(x, top, width, _BAR, "url(#stuck)", round=5)
    if bar.critical:
        yield svg.rect(x, top, width, _BAR, "none", round=5, line=_OUTLINED)


def _arrows(drawing: _Drawing, bars: Sequence[Bar], places: Mapping[int, float]) -> Iterator[str]:
    """From each task to those that wait for it; of many only the ones on the critical path."""
    by_id = {bar.id: bar for bar in bars}
    links = [(by_id[id], bar) for bar in bars for id in bar.after if id in by_id and bar.start and by_id[id].end]
    if len(links) > _MOST_ARROWS:
        links = [link for link in links if link[0].critical and link[1].critical]
    for before, bar in links[:_MOST_ARROWS]:
        strong = before.critical and bar.critical
        way = _bend(drawing.scale, before, bar, places)
        yield svg.arrow(way, _OUTLINE if strong else _ARROW, 2.2 if strong else 1.6)


def _bend(scale: Scale, before: Bar, bar: Bar, places: Mapping[int, float]) -> list[tuple[float, float]]:
    """The corners of an arrow from the end of one task down, or up, onto the beginning of another."""
    start, end = scale.at(before.start or scale.first), scale.after(before.end or scale.last)
    y1, y2 = places[before.id], places[bar.id]
    side = _BAR / 2 if y2 > y1 else -_BAR / 2
    into = scale.at(bar.start or scale.first) + 8
    tip = (into, y2 - side)
    if into > end:
        return [(end, y1), (into, y1), tip]
    if into > start:
        return [(into, y1 + side), tip]
    between = y2 - math.copysign(_ROW / 2, side)
    return [(end, y1), (end + 7, y1), (end + 7, between), (into, between), tip]


@dataclass(frozen=True, slots=True)
class _Legend:
    parts: tuple[str, ...]
    lines: int


def _legend(drawing: _Drawing, y: float, goals: bool) -> _Legend:
    """What the signs mean, on as many lines as it takes."""
    parts: list[str] = []
    x, lines = _LEFT, 1
    for name, sign in _signs(drawing, goals):
        words = drawing.say(f"{name}")
        wide = 36 + svg.width(words, 17) + 14
        if x + wide - 14 > _RIGHT:
            x, lines = _LEFT, lines + 1
        middle = y + 34 * (lines - 1) + 17
        parts += [f'<g transform="translate({x:.1f} {middle:g})">{sign}</g>']
        parts.append(svg.text(x + 36, middle + 6, words, 17, _GREY))
        x += wide
    return _Legend(tuple(parts), lines)


def _signs(drawing: _Drawing, goals: bool) -> Iterator[tuple[str, str]]:
    """Each sign of the legend; the colours always, the rest where it is to be seen."""
    bars = drawing.plan.bars
    for light in _STATES:
        yield light, svg.rect(0, -7, 28, 14, _LOOKS[light].solid, round=4)
    if any(bar.status == "blocked" for bar in bars):
        yield "blocked", svg.rect(0, -7, 28, 14, "#e8eaed", round=4) + svg.rect(0, -7, 28, 14, "url(#stuck)", round=4)
    if any(bar.critical for bar in bars):
        yield "critical", svg.rect(1, -6, 26, 12, "#ffffff", round=4, line=_OUTLINED)
    if goals:
        yield "goal", svg.diamond(14, 0, 9, _GOAL)
    if days.days_off(drawing.scale, drawing.plan.calendar):
        yield "off", svg.rect(0, -7, 28, 14, "#e4e8ee", round=2)


def _left_out(plan: Plan) -> tuple[int, int]:
    """How many open and how many finished tasks there is no room for."""
    shown = {bar.id for bar in choose(plan.bars)}
    rest = [bar.open for bar in plan.bars if bar.id not in shown]
    return sum(rest), len(rest) - sum(rest)


def _note(drawing: _Drawing, y: float) -> Iterator[str]:
    still, done = _left_out(drawing.plan)
    if still or done:
        yield svg.text(_LEFT, y, drawing.say("left_out", open=still, done=done), 17, _GREY)

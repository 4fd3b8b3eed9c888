"""The rehearsal script (design.md 3): UTF-8 text, one step a line, `#` comments. Pure: text in, steps out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.rules.zones import parse_zone


class ScriptError(Exception):
    """A line that cannot be read; says the line number and what was expected."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")


@dataclass(frozen=True, slots=True)
class SetClock:
    """Start the rehearsal's clock at a local moment; the zone counts for later `until` steps and for what is shown."""

    line: int
    at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Enter a person with department, part (head, liaison, executive, admin, member) and habits."""

    line: int
    name: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddGroup:
    """Make a group of known people, or add people to it."""

    line: int
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Somebody types into a group, or to the bot alone (group "")."""

    line: int
    person: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody presses the newest button of a label that they can see."""

    line: int
    person: str
    label: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Somebody sends the newest open form, with these fields."""

    line: int
    person: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pass:
    """Time goes by."""

    line: int
    span: timedelta


@dataclass(frozen=True, slots=True)
class Until:
    """Time goes by up to a local moment."""

    line: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Expect:
    """A message must (or, with `wanted` False, must not) be there, now or within a span from now."""

    line: int
    wanted: bool
    kind: Literal["dm", "group"]
    name: str
    contains: tuple[str, ...]
    why: str = ""
    buttons: tuple[str, ...] = ()
    within: timedelta = field(default=timedelta(0))


Step = SetClock | AddPerson | AddGroup | Say | Press | Fill | Pass | Until | Expect

_SPAN = re.compile(r"(\d+)\s*(w|d|h|m|s)", re.IGNORECASE)
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_SAID = re.compile(r"^\[\s*([^\]@]+?)\s*(?:@\s*([^\]]+?))?\s*\]\s*(.*)$", re.DOTALL)
_QUOTES = str.maketrans({"“": '"', "”": '"', "＂": '"'})
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PAIR = re.compile(r'([^\s=]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))')
_COMMENT = re.compile(r"(?:^|\s)#(?=\s|$).*$")


def parse_span(text: str) -> timedelta | None:
    """A span such as `3d 2h` or `30m`; None when it is none."""
    parts = _SPAN.findall(text)
    if not parts or _SPAN.sub("", text).strip(" ,"):
        return None
    return sum((timedelta(**{_UNITS[unit.lower()]: int(number)}) for number, unit in parts), timedelta())


def parse(source: str) -> list[Step]:
    """Read a whole script. Raises ScriptError for the first line that cannot be read."""
    steps: list[Step] = []
    zone = ZoneInfo("Asia/Shanghai")
    for number, raw in enumerate(source.removeprefix("\ufeff").splitlines(), start=1):
        line = _without_comment(raw).strip()
        if not line:
            continue
        step = _step(number, line, zone)
        zone = step.zone if isinstance(step, SetClock) else zone
        steps.append(step)
    return steps


def _without_comment(line: str) -> str:
    """A `#` with a blank (or nothing) on both sides, outside quotes, begins a comment; `#1` in a text does not."""
    masked = _QUOTED.sub(lambda found: "x" * len(found.group()), line)
    found = _COMMENT.search(masked)
    return line[: found.start()] if found else line


def _step(number: int, line: str, zone: ZoneInfo) -> Step:
    said = _SAID.match(line)
    if said:
        person, group, text = said.groups()
        if not text.strip():
            raise ScriptError(number, "nothing is said; write the text behind the bracket")
        return Say(number, person, group or "", text.replace("\\n", "\n"))
    word, _, rest = line.partition(" ")
    reader = _READERS.get(word)
    if reader is None:
        raise ScriptError(number, f"“{word}” is no step; steps are {', '.join(_READERS)} and [person @ group] text")
    return reader(number, rest.strip().translate(_QUOTES), zone)


def _clock(number: int, rest: str, zone: ZoneInfo) -> Step:
    parts = rest.split()
    named = parse_zone(parts[2]) if len(parts) > 2 else zone
    if len(parts) < 2 or named is None:
        raise ScriptError(number, "write: clock 2026-03-02 08:30 Asia/Shanghai")
    return SetClock(number, _moment(number, " ".join(parts[:2]), named), named)


def _moment(number: int, text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ScriptError(number, f"“{text}” is no moment; write 2026-03-02 08:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _person(number: int, rest: str, _zone: ZoneInfo) -> Step:
    first = _PAIR.search(rest)
    name = (rest[: first.start()] if first else rest).strip().strip('"')
    if not name:
        raise ScriptError(number, "write: person 张三 dept=市场部 role=head")
    return AddPerson(number, name, {key.lower(): quoted or bare for key, quoted, bare in _PAIR.findall(rest)})


def _group(number: int, rest: str, _zone: ZoneInfo) -> Step:
    name, equals, members = rest.partition("=")
    if not equals or not name.strip():
        raise ScriptError(number, "write: group 新品上市 = 张三 李四")
    people = [part.strip() for part in re.split(r"[,，、]", members)]
    if len(people) == 1:
        people = re.findall(r'"[^"]+"|\S+', members)
    return AddGroup(number, name.strip().strip('"'), tuple(person.strip('"') for person in people if person))


def _press(number: int, rest: str, _zone: ZoneInfo) -> Step:
    quoted = _QUOTED.search(rest)
    if quoted is None:
        raise ScriptError(number, 'write: press 李四 "接受"')
    return Press(number, rest[: quoted.start()].strip(), quoted.group(1))


def _fill(number: int, rest: str, _zone: ZoneInfo) -> Step:
    first = _PAIR.search(rest)
    if first is None:
        raise ScriptError(number, 'write: fill 李四 昨天="初稿" 今天="定稿" 阻碍="无"')
    fields = {key: (quoted or bare).replace("\\n", "\n") for key, quoted, bare in _PAIR.findall(rest)}
    return Fill(number, rest[: first.start()].strip(), fields)


def _pass(number: int, rest: str, _zone: ZoneInfo) -> Step:
    span = parse_span(rest)
    if span is None:
        raise ScriptError(number, "write: pass 3d 2h")
    return Pass(number, span)


def _until(number: int, rest: str, zone: ZoneInfo) -> Step:
    return Until(number, _moment(number, rest, zone))


def _expect(number: int, rest: str, _zone: ZoneInfo, wanted: bool = True) -> Step:
    masked = _QUOTED.sub(lambda found: '"' + "x" * (len(found.group()) - 2) + '"', rest)
    head = re.match(r"(dm|group)\s+(.+?)(?=\s+(?:contains|why|button|within)\b|$)", masked)
    if head is None:
        raise ScriptError(number, 'write: expect dm 赵总 contains "海报初稿" within 30m')
    kind: Literal["dm", "group"] = "dm" if head.group(1) == "dm" else "group"
    within = re.search(r"\bwithin\s+([\dwdhms ]+)", masked)
    span = parse_span(within.group(1)) if within else timedelta(0)
    why = re.search(r"\bwhy\s+(\S+)", masked)
    if span is None:
        raise ScriptError(number, "write the span as 30m, 2h or 1d")
    return Expect(
        number,
        wanted,
        kind,
        rest[head.start(2) : head.end(2)].strip().strip('"'),
        _all_quoted(rest, masked, "contains"),
        why.group(1) if why else "",
        _all_quoted(rest, masked, "button"),
        span,
    )


def _all_quoted(rest: str, masked: str, word: str) -> tuple[str, ...]:
    return tuple(rest[m.start(1) : m.end(1)] for m in re.finditer(rf'\b{word}\s+"([^"]*)"', masked))


def _refute(number: int, rest: str, zone: ZoneInfo) -> Step:
    return _expect(number, rest, zone, wanted=False)


_READERS = {
    "clock": _clock,
    "person": _person,
    "group": _group,
    "press": _press,
    "fill": _fill,
    "pass": _pass,
    "until": _until,
    "expect": _expect,
    "refute": _refute,
}

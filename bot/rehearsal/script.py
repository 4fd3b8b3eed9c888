"""The rehearsal script (design.md 3): UTF-8 text, one step a line, `#` comments. Pure: text in, steps out."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_BREAK = re.compile(r"\r\n|\r|\n")
_SPAN = re.compile(
    r"(\d+)\s*(weeks?|周|days?|天|hours?|hrs?|小时|minutes?|mins?|分钟|分|seconds?|secs?|秒|[wdhms])", re.IGNORECASE
)
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_UNITS |= {"周": "weeks", "天": "days", "小": "hours", "分": "minutes", "秒": "seconds"}
_MOMENT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T\s]+(\d{1,2}:\d{2}\S*)(?:\s+(\S+))?")
_SAID = re.compile(r"[\[［【]\s*([^\]］】@＠]+?)\s*(?:[@＠]\s*([^\]］】]+?))?\s*[\]］】]\s*(.*)", re.DOTALL)
# A single quote counts only around a whole word, because inside of one it is an apostrophe.
_QUOTED = r""""(?:[^"\\]|\\.)*"|“[^”]*”|＂[^＂]*＂|「[^」]*」|『[^』]*』|(?<![^\s=＝,，])'[^']*'(?=[\s=＝,，]|$)"""
_TOKEN = re.compile(rf"(?P<quoted>{_QUOTED})|[^\s\"“＂「『]+|\S")
_PAIR = re.compile(rf"(?P<key>{_QUOTED}|[^=＝\"“＂「『]+?)\s*[=＝](?:\s*(?P<quoted>{_QUOTED})|(?P<bare>\S*))")
# What a person has; a list goes on behind a comma.
_DETAIL = re.compile(
    rf"([^\s=＝]+)\s*[=＝]\s*({_QUOTED}|[^\s,，、]+(?:\s*[,，、]\s*[^\s,，、=＝]+(?=[\s,，、]|$)(?!\s*[=＝]))*)"
)
_COMMENT = re.compile(r"^\s*#.*|\s#(?=\s|$).*|\s{2,}#.*")
_COMMENT_OF_STEP = re.compile(r"\s#.*")
_SHORT = re.compile(r"\s*(?:clock|person|press|fill|pass|until)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,，、]")
_DETAILS = {
    "dept": ("department", "部门"),
    "role": ("roles", "角色"),
    "over": ("分管",),
    "lang": ("language", "语言"),
    "tz": ("timezone", "zone", "时区"),
    "calendar": ("日历",),
}
_CLAUSES = ("contains", "why", "button", "within")


@dataclass(frozen=True, slots=True)
class _Line:
    """What stands behind a step's first word. people: all names the script enters, the longest first."""

    number: int
    rest: str
    people: Sequence[str] = ()
    zone: ZoneInfo = _SHANGHAI

    def refuse(self, example: str) -> ScriptError:
        return ScriptError(self.number, f"write: {example}")


def parse_span(text: str) -> timedelta | None:
    """A span such as `3d 2h`, `30m`, `2 hours` or `3天`; None when it is none."""
    parts = _SPAN.findall(text)
    if not parts or _SPAN.sub("", text).strip(" ,"):
        return None
    return sum((timedelta(**{_UNITS[unit[0].lower()]: int(number)}) for number, unit in parts), timedelta())


def parse(source: str) -> list[Step]:
    """Read a whole script. Raises ScriptError for the first line that cannot be read.

    The clock comes first, and people join a group as soon as both are there, wherever in the script these lines stand.
    """
    lines: list[tuple[int, str]] = []
    for number, raw in enumerate(_BREAK.split(source.replace("\ufeff", "")), start=1):
        line = _without_comment(raw).strip()
        if line:
            lines.append((number, line))
    verbs = [(number, *_verb(line)) for number, line in lines]
    people = sorted({_name_of(rest) for _, verb, rest in verbs if verb == "person"}, key=len, reverse=True)
    clocks = (_clock(_Line(number, rest)) for number, verb, rest in verbs if verb == "clock")
    zone = next((clock.zone for clock in clocks), _SHANGHAI)
    return _ordered([_step(number, line, people, zone) for number, line in lines])


def _ordered(steps: Sequence[Step]) -> list[Step]:
    clock = next((step for step in steps if isinstance(step, SetClock)), None)
    entered = {step.name: step.line for step in reversed(steps) if isinstance(step, AddPerson)}
    found: list[Step] = [clock] if clock else []
    late: list[AddGroup] = []
    for step in steps:
        if isinstance(step, AddGroup):
            later = [name for name in step.members if entered.get(name, 0) > step.line]
            late += [replace(step, members=(name,)) for name in later]
            found.append(replace(step, members=tuple(name for name in step.members if name not in later)))
        elif step is not clock:
            found.append(step)
        if isinstance(step, AddPerson) and entered[step.name] == step.line:
            found += [group for group in late if step.name in group.members]
    return found


def _without_comment(line: str) -> str:
    """A `#` that begins the line, or stands between blanks outside quotes, begins a comment; `#1` in a text does not.

    Where neither free text nor the name of a group can stand, no blank is needed behind it.
    """
    masked = re.sub(_QUOTED, lambda found: "x" * len(found.group()), line)
    found = (_COMMENT_OF_STEP if _SHORT.match(line) else _COMMENT).search(masked)
    return line[: found.start()] if found else line


def _verb(line: str) -> tuple[str, str]:
    word, *rest = line.split(maxsplit=1)
    return word.casefold(), rest[0] if rest else ""


def _step(number: int, line: str, people: Sequence[str], zone: ZoneInfo) -> Step:
    said = _SAID.match(line)
    if said:
        person, group, text = said.groups()
        if not text.strip():
            raise ScriptError(number, "nothing is said; write the text behind the bracket")
        return Say(number, _bare(person), _bare(group or ""), text.replace("\\n", "\n"))
    verb, rest = _verb(line)
    reader = _READERS.get(verb)
    if reader is None:
        raise ScriptError(number, f"“{verb}” is no step; steps are {', '.join(_READERS)} and [person @ group] text")
    return reader(_Line(number, rest, people, zone))


def _bare(text: str) -> str:
    """A quoted text without its quotes, or the text itself."""
    text = text.strip()
    if not re.fullmatch(_QUOTED, text):
        return text
    return re.sub(r"\\(.)", lambda found: "\n" if found.group(1) == "n" else found.group(1), text[1:-1])


def _clock(line: _Line) -> SetClock:
    return SetClock(line.number, *_moment(line, "clock 2026-03-02 08:30 Asia/Shanghai"))


def _until(line: _Line) -> Step:
    return Until(line.number, _moment(line, "until 2026-03-06 09:01")[0])


def _moment(line: _Line, example: str) -> tuple[datetime, ZoneInfo]:
    """The moment and its zone, which is the script's unless the line names one."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", line.rest))
    if found is None:
        raise ScriptError(line.number, f"“{line.rest}” is no moment; write: {example}")
    year, month, day, wall, name = found.groups()
    zone = parse_zone(name) if name else line.zone
    if zone is None:
        raise ScriptError(line.number, f"“{name}” is no zone; write: {example}")
    wall = wall if wall[1] != ":" else f"0{wall}"
    try:
        moment = datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}T{wall}")
    except ValueError:
        raise ScriptError(line.number, f"“{line.rest}” is no moment; write: {example}") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)), zone


def _name_of(rest: str) -> str:
    return _bare(_DETAIL.sub("", rest))


def _person(line: _Line) -> Step:
    name, details = _name_of(line.rest), {}
    if not name:
        raise line.refuse("person 张三 dept=市场部 role=head")
    for key, value in _DETAIL.findall(line.rest):
        meant = next((each for each, others in _DETAILS.items() if key.casefold() in (each, *others)), "")
        if not meant:
            raise ScriptError(line.number, f"“{key}” is nothing a person has; there are {', '.join(_DETAILS)}")
        details[meant] = _bare(value)
    return AddPerson(line.number, name, details)


def _group(line: _Line) -> Step:
    name, equals, members = line.rest.replace("＝", "=", 1).partition("=")
    if not equals or not name.strip():
        raise line.refuse("group 新品上市 = 张三 李四")
    people: list[str] = []
    for part in _SEPARATOR.split(members):
        rest = part.strip()
        while rest:
            person, rest = _split_name(rest, line.people)
            people.append(person)
    return AddGroup(line.number, _bare(name), tuple(dict.fromkeys(people)))


def _split_name(rest: str, people: Sequence[str]) -> tuple[str, str]:
    """The name a text begins with, and what stands behind it: quoted, or one the script enters, or else a word."""
    quoted = re.match(_QUOTED, rest)
    if quoted:
        return _bare(quoted.group()), rest[quoted.end() :].strip()
    for name in people:
        behind = rest[len(name) :]
        if rest[: len(name)].casefold() == name.casefold() and not behind[:1].isalnum():
            return name, behind.strip()
    word, *behind_word = rest.split(maxsplit=1)
    return word, behind_word[0] if behind_word else ""


def _press(line: _Line) -> Step:
    name, rest = _split_name(line.rest, line.people) if line.rest else ("", "")
    quoted = re.search(_QUOTED, rest)
    label = _bare(quoted.group() if quoted else rest)
    if not label:
        raise line.refuse('press 李四 "接受"')
    return Press(line.number, f"{name} {rest[: quoted.start()] if quoted else ''}".strip(), label)


def _fill(line: _Line) -> Step:
    name, rest = _split_name(line.rest, line.people) if line.rest else ("", "")
    fields: dict[str, str] = {}
    while rest:
        pair = _PAIR.match(rest)
        if pair is None:
            break
        fields[_bare(pair["key"])] = _bare(pair["quoted"]) if pair["quoted"] else pair["bare"].replace("\\n", "\n")
        rest = rest[pair.end() :].strip()
    if rest or not name:
        raise line.refuse('fill 李四 昨天="初稿" 今天="定稿" 阻碍="无"')
    return Fill(line.number, name, fields)


def _pass(line: _Line) -> Step:
    span = parse_span(line.rest)
    if span is None:
        raise line.refuse("pass 3d 2h")
    return Pass(line.number, span)


def _expect(line: _Line, wanted: bool = True) -> Step:
    clauses = _clauses(line.rest)
    head = re.fullmatch(r"(dm|group)\b\s*[:：]?\s*(.+)", " ".join(clauses[""]), re.IGNORECASE)
    within = " ".join(clauses["within"])
    span = parse_span(within) if within else timedelta(0)
    if head is None or "" in clauses["contains"]:
        raise line.refuse('expect dm 赵总 contains "海报初稿" within 30m')
    if span is None:
        raise ScriptError(line.number, "write the span as 30m, 2h or 1d")
    kind: Literal["dm", "group"] = "dm" if head[1].casefold() == "dm" else "group"
    why, texts, buttons = " ".join(clauses["why"]), tuple(clauses["contains"]), tuple(clauses["button"])
    return Expect(line.number, wanted, kind, head[2], texts, why, buttons, span)


def _clauses(rest: str) -> dict[str, list[str]]:
    """What stands behind each word of `_CLAUSES`, and under "" what comes first; words without quotes are joined."""
    found: dict[str, list[str]] = {clause: [] for clause in ("", *_CLAUSES)}
    clause, joins = "", False
    for token in _TOKEN.finditer(rest):
        text = token.group()
        if not token["quoted"] and text.casefold() in _CLAUSES:
            clause, joins = text.casefold(), False
        elif token["quoted"]:
            clause = clause or ("contains" if len(found[""]) > 1 else "")
            found[clause].append(_bare(text))
            joins = False
        elif clause and text.startswith("#"):
            break
        elif joins:
            found[clause][-1] += f" {text}"
        else:
            found[clause].append(text)
            joins = bool(clause)
    return found


def _refute(line: _Line) -> Step:
    return _expect(line, wanted=False)


_READERS: Mapping[str, Callable[[_Line], Step]] = {
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

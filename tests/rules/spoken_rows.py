"""The tables in `spoken/`: what hurried people type, and what it says. How to read a table stands at its head."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from bot.rules.deadlines import Deadline, Found
from bot.rules.progress import ProgressUpdate, TaskName, read_progress
from bot.rules.roster import Name, Roster
from bot.rules.standup_text import read_standup
from bot.rules.taskline import TaskLine, read_task
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at

NOW: Final = at("2026-03-02 08:30")  # a Monday
KINDS: Final = ("tasks", "progress", "standups")
_PEOPLE = """
    张敏 市场部, 李娜 设计部, 王建国 运营部, 张伟 技术部, 赵磊 技术部, Anna Schmidt Sales, 李雷 技术部, 陈静 财务部,
    张伟 法务部, 周珺 运营部, Tom Baker Sales, 欧阳倩 人事部, 高翔 技术部, 明哲 客服部, 于洋 采购部, 王芳 市场部
"""
ROSTER: Final = Roster(
    Name(number, entry.rsplit(" ", 1)[0], (), entry.rsplit(" ", 1)[1])
    for number, entry in enumerate(map(str.strip, _PEOPLE.split(",")), 1)
)
TASKS: Final = (
    TaskName("XZB20260001", "系统排查"),
    TaskName("XZB20260002", "完成3款海报初稿"),
    TaskName("XZB20260003", "API联调"),
    TaskName("XZB20260004", "海报定稿"),
    TaskName("XZB20260005", "供应商合同"),
    TaskName("XZB20260006", "poster draft"),
    TaskName("XZB20260007", "vendor contract"),
)
_LETTERS: Final = {name.code: letter for name, letter in zip(TASKS, "SHADGPV", strict=True)}

Parts = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, what it may be said to mean, and whether the rules were not written on it."""

    kind: str
    text: str
    expected: str
    scored: bool

    def __str__(self) -> str:
        return self.text


def rows(kind: str) -> list[Row]:
    """A table, in order."""
    lines = (Path(__file__).parent / "spoken" / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    return [_row(kind, line) for line in lines if line[:1] in ("+", "?")]


def _row(kind: str, line: str) -> Row:
    text, _, expected = line[2:].partition(" | ")
    return Row(kind, text.replace("\\n", "\n"), expected.strip(), line[0] == "?")


def said(row: Row) -> str:
    """What is read out of a row, written as the table writes it."""
    if row.kind == "tasks":
        line = read_task(row.text, NOW, WEEKDAYS, SHANGHAI, ROSTER)
        return "; ".join(f"{name}={', '.join(sorted(value))}" for name, value in _task(line).items())
    if row.kind == "progress":
        updates = read_progress(row.text, NOW, WEEKDAYS, SHANGHAI, TASKS)
        return " ;; ".join(_progress(update) for update in updates) or "none"
    parts = read_standup(row.text)
    said = (parts.yesterday, parts.today, parts.obstacles)
    return " | ".join(part.replace("\n", "\\n") or "-" for part in said)


def is_right(row: Row) -> bool:
    """Whether what is read is what the table says."""
    return not wrong_parts(row)


def wrong_parts(row: Row) -> list[str]:
    """The names of what was read otherwise than the table says."""
    if row.kind == "tasks":
        line = _task(read_task(row.text, NOW, WEEKDAYS, SHANGHAI, ROSTER))
        wanted = dict(_pairs(row.expected))
        return [name for name in {**wanted, **line} if not _fits(line.get(name, frozenset()), wanted.get(name, ""))]
    if row.kind == "progress":
        return [] if said(row) in (_ordered(each) for each in row.expected.split(" || ")) else ["progress"]
    names, found = ("yesterday", "today", "obstacles"), said(row).split(" | ")
    wanted_parts = row.expected.split(" | ")
    return [
        name
        for name, part, want in zip(names, found, wanted_parts, strict=True)
        if part not in (each.strip() for each in want.split(" || "))
    ]


def _pairs(expected: str) -> Iterator[tuple[str, str]]:
    for part in expected.split("; "):
        name, _, value = part.partition("=")
        yield name, value


def _fits(found: frozenset[str], wanted: str) -> bool:
    return any(found == frozenset(filter(None, each.split(", "))) for each in wanted.split(" || ")) or (
        len(found) == 1 and next(iter(found)) in wanted.split(" || ")
    )


def _task(line: TaskLine) -> Parts:
    unknown = (f"{each.written.lstrip('@＠')}{_near(each.nearest)}" for each in line.unknown_names)
    parts: dict[str, set[str]] = {
        "title": {line.title},
        "owner": {*map(_person, line.owners), *(["me"] if line.owner_is_author else [])},
        "with": set(map(_person, line.collaborators)),
        "unknown": set(unknown),
        "start": {_when(line.start)},
        "due": {_when(line.due)},
        "criteria": {line.criteria},
        "deliverable": {line.deliverable},
        "priority": {line.priority or ""},
        "department": {line.department},
        "phase": {line.phase},
        "depends": set(line.depends),
    }
    return {name: frozenset(value - {""}) for name, value in parts.items() if value - {""}}


def _near(name: Name | None) -> str:
    return f"~{name.name}" if name else ""


def _person(number: int) -> str:
    person = next(each for each in ROSTER if each.id == number)
    same = sum(each.name == person.name for each in ROSTER)
    return f"{person.name}/{person.department}" if same > 1 else person.name


def _when(found: Found | None) -> str:
    if found is None:
        return ""
    if not isinstance(found, Deadline):
        return f"ask {found.reason}"
    clock = found.due.astimezone(SHANGHAI)
    return _day(found.day, clock) if found.timed else f"{found.day:%m-%d}"


def _day(day: date, clock: datetime) -> str:
    return f"{day:%m-%d} {clock:%H:%M}"


def _progress(update: ProgressUpdate) -> str:
    if update.code:
        task = _LETTERS[update.code]
    else:
        every = len(update.candidates) > 2
        task = "?" if every else "/".join(sorted((_LETTERS[each] for each in update.candidates), reverse=True))
    parts = {
        "task": task,
        "percent": "" if update.percent is None or update.state == "done" else str(update.percent),
        "state": update.state or "",
        "cause": update.cause,
        "need": update.need,
        "next": update.next_step,
        "step": _when(update.next_due),
        "expected": _when(update.expected),
    }
    told = [f"{name}={value}" for name, value in parts.items() if value] + (["denied"] if update.denied else [])
    return _ordered("; ".join(told))


def _ordered(expected: str) -> str:
    return " ;; ".join("; ".join(sorted(each.split("; "))) for each in expected.strip().split(" ;; "))

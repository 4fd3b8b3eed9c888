"""Progress said in plain words, kept until it is confirmed, and then carried out (S3)."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Final

from bot.cards import Day, Moment, Value, words
from bot.errors import UserError
from bot.services import task as tasks
from bot.services import task_cards
from bot.services.work import Work
from storage import project as project_rows
from storage import task as task_rows
from storage.tables.task import Task

_PARTS: Final = re.compile(r"[,，;；。]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said of one task. Without a code it has to be chosen among `choices`.

    state: done, blocked, unblocked, started or "". expected: when it will be ready, ISO, and whether a clock time was
    said. denied: it was said not to be so far, which starts nothing. delayed: it will be late, whenever that is.
    """

    code: str
    choices: tuple[str, ...] = ()
    percent: int | None = None
    state: str = ""
    cause: str = ""
    need: str = ""
    next_step: str = ""
    text: str = ""
    expected: str = ""
    expected_timed: bool = False
    denied: bool = False
    delayed: bool = False

    def dump(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def load(raw: Mapping[str, Any]) -> Spoken:
    """The inverse of `Spoken.dump`."""
    return Spoken(**{**raw, "choices": tuple(raw["choices"])})


def task_of(work: Work, code: str) -> Task:
    """The task with a code. Raises UserError when there is none any more."""
    found = task_rows.by_code(work.db, code)
    if found is None:
        raise UserError("task.unknown", code=code)
    return found


def shown(work: Work, spoken: Spoken) -> Value:
    """What will be done, in one line."""
    parts: list[Value] = []
    if spoken.state:
        parts.append(words(f"record.says_{spoken.state}"))
    if spoken.percent is not None and spoken.state != "done":
        parts.append(words("record.says_percent", percent=spoken.percent))
    for name, said in (("cause", spoken.cause), ("need", spoken.need), ("next", spoken.next_step)):
        if said:
            parts.append(words(f"record.says_{name}", said=said))
    if spoken.expected:
        parts.append(words("record.says_expected", due=_expected(work, spoken)))
    if not parts:
        parts.append(words("record.says_note", said=spoken.text))
    what = reduce(lambda first, second: words("record.says_both", first=first, second=second), parts)
    return words("record.says", title=task_of(work, spoken.code).title, what=what)


def too_late(work: Work, spoken: Spoken) -> Value | None:
    """That a task is expected after its due date, and how it gets another one."""
    task = task_of(work, spoken.code)
    if spoken.delayed and not spoken.expected:
        return words("record.delayed", title=task.title, due=task_cards.due(work, task), code=task.code)
    if not spoken.expected or task.due_at is None or datetime.fromisoformat(spoken.expected) <= task.due_at:
        return None
    due = _expected(work, spoken)
    return words("record.expected_late", title=task.title, due=task_cards.due(work, task), code=task.code, expected=due)


def _expected(work: Work, spoken: Spoken) -> Value:
    at = datetime.fromisoformat(spoken.expected)
    project = project_rows.project(work.db, task_of(work, spoken.code).project_id)
    return Moment(at) if spoken.expected_timed else Day(at.astimezone(work.norms(project).zone).date())


def apply(work: Work, spoken: Spoken) -> Task:
    """Carry it out. Raises UserError as the moves of a task do."""
    task = task_of(work, spoken.code)
    if spoken.state == "done":
        tasks.finish(work, task, spoken.text)
        return task
    if spoken.state == "unblocked" and task.status == "blocked":
        tasks.unblock(work, task)
    if spoken.percent is not None or spoken.next_step or spoken.state in ("", "started"):
        starts = not (spoken.denied and spoken.percent is None)
        tasks.progress(work, task, spoken.percent, spoken.next_step, spoken.text, starts=starts)
    if spoken.state == "blocked":
        tasks.block(work, task, spoken.cause or _why(spoken), spoken.need)
    return task


def _why(spoken: Spoken) -> str:
    """What was said of a block without a cause: the part that tells what is needed, else all of it."""
    parts = (part.strip() for part in _PARTS.split(spoken.text))
    return next((part for part in parts if spoken.need and spoken.need in part), spoken.text)

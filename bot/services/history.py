"""The history of a task as people read it: who, when, what, before and after, from which message (U1)."""

from datetime import datetime
from typing import Any

from bot.cards import Day, Moment, Value, Words, words
from bot.services import task_cards
from bot.services.work import Work
from storage import people as people_rows
from storage import project as project_rows
from storage import record as rows
from storage import task as task_rows
from storage.tables.record import Record
from storage.tables.task import Task

MOST = 30
# What people do to a task.
CHANGES = frozenset((
    "task.created", "task.started", "task.progressed", "task.finished", "task.blocked", "task.unblocked",
    "task.redated", "task.cancelled", "task.accepted", "task.objected", "task.handed_over", "task.linked",
    "task.edited",
))  # fmt: skip
_TOLD = CHANGES | {"task.urged", "task.explained", "task.escalated", "task.decided"}
_SHOWN = (
    "title", "criteria", "deliverable", "resources", "priority", "phase", "status", "percent", "owner_id", "due_at",
    "next_step", "blocked_cause", "blocked_need", "objection",
)  # fmt: skip
_LABELS = {
    "status": "state", "percent": "percent", "owner_id": "owner", "due_at": "due", "next_step": "next",
    "blocked_cause": "cause", "blocked_need": "need", "objection": "objection", "title": "title",
    "criteria": "criteria", "deliverable": "deliverable", "resources": "resources", "priority": "priority",
    "phase": "phase",
}  # fmt: skip


def lines(work: Work, task: Task) -> tuple[Value, ...]:
    """The latest changes of a task, oldest first, each with what it changed."""
    records = rows.history(work.db, f"task:{task.id}", MOST)
    sources = rows.sources(work.db, [record.source for record in records])
    found: list[Value] = []
    for record in records:
        found.append(_head(work, record, sources))
        found.extend(changes(work, record))
    return tuple(found)


def _head(work: Work, record: Record, sources: dict[str, str | None]) -> Words:
    who = people_rows.person(work.db, record.person_id).name if record.person_id else words("task.by_bot")
    origin: Value = words("record.source_bot")
    if record.source in sources:
        chat = sources[record.source]
        origin = words("record.source_group", chat=chat) if chat else words("record.source_private")
    return words("record.entry", at=Moment(record.at), who=who, did=did(record), origin=origin)


def did(record: Record) -> Words:
    """What was done, in a word or two; of what was taken back, what it had been."""
    return words("record.did_undo", what=what(record)) if record.action == "record.undone" else what(record)


def what(record: Record) -> Words:
    """The kind of a change, in a word or two."""
    action = record.after["of"] if record.action == "record.undone" else record.action
    name = action.replace(".", "_") if action in _TOLD else "other"
    return words(f"record.did_{name}")


def changes(work: Work, record: Record, back: bool = False) -> list[Value]:
    """What a change set, before and after; `back` shows the way back."""
    shown: list[Value] = []
    for name in _SHOWN:
        if name == "title" and record.action == "task.created":
            continue  # the headline says it
        if record.action == "task.urged":
            continue  # whom it was asked of is no change
        if name in record.after and record.before.get(name) != record.after[name]:
            label = words(f"task.label_{_LABELS[name]}")
            before, after = (_value(work, record, name, side) for side in (record.before, record.after))
            before, after = (after, before) if back else (before, after)
            if record.action == "task.created":
                shown.append(words("record.made", label=label, after=before if back else after))
            else:
                shown.append(words("record.changed", label=label, before=before, after=after))
    if source := task_cards.from_minutes(work, record.after.get("minutes_id")):
        shown.append(words("record.made", label=words("task.label_source"), after=source))
    if record.action == "task.linked" and (waited := task_rows.by_code(work.db, record.after["before"])):
        lag = record.after.get("lag")
        told = words("task.after_lag", title=waited.title, n=lag) if lag else waited.title
        shown.append(words("record.made", label=words("task.label_after"), after=told))
    if (reason := record.after.get("reason")) and not back:
        shown.append(words("record.reason", reason=reason))
    return shown


def _value(work: Work, record: Record, name: str, side: dict[str, Any]) -> Value:
    value = side.get(name)
    if value is None or value == "":
        return words("record.nothing")
    if name == "owner_id":
        return people_rows.person(work.db, value).name
    if name == "priority":
        return words(f"task.priority_{value}")
    if name == "status":
        return words(f"task.status_{value}")
    if name == "due_at":
        moment = datetime.fromisoformat(value)
        if side.get("due_timed", True):
            return Moment(moment)
        project = project_rows.project(work.db, record.project_id) if record.project_id else None
        return Day(moment.astimezone(work.norms(project).zone).date())
    return words("record.percent", value=str(value)) if name == "percent" else str(value)

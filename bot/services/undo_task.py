"""Taking back a change of a task (U1): what it set is put back, and whoever heard of it is told."""

from datetime import date, datetime
from typing import Any

from bot.cards import Value, words
from bot.errors import UserError
from bot.services import history, plan, task_cards, undo_limits
from bot.services import task as tasks
from bot.services.work import Work
from storage import outbox, posted
from storage import people as people_rows
from storage import project as project_rows
from storage import record as record_rows
from storage import task as task_rows
from storage.tables.project import Chat
from storage.tables.record import Record
from storage.tables.task import Task, TaskCollaborator

UNDOABLE = history.CHANGES
# What the groups are told of; of the rest they see the card change.
NEWS = frozenset(
    f"task.{name}" for name in ("finished", "blocked", "unblocked", "redated", "cancelled", "objected", "handed_over")
)
_MOMENTS = frozenset({"due_at", "accepted_at", "started_at", "finished_at", "moved_at"})
_FIELDS = frozenset(Task.model_fields)


def check(work: Work, record: Record) -> None:
    """Raises UserError when it is too late, or when others have built upon the change."""
    undo_limits.check(work, record)
    task, touched = _task(work, record), _touched(record)
    for later in record_rows.later(work.db, record):
        if later.action == "task.created" or touched & _touched(later) or record.action == "task.created":
            raise UserError("record.undo_built_upon", title=task.title, who=undo_limits.by(work, later))


def put_back(work: Work, record: Record, here: Chat | None) -> list[Value]:
    """Take the change back; what that was, in lines. Groups that heard of it are told, but for `here`."""
    task = _task(work, record)
    _put_back(work, task, record, here)
    named = words("record.undone_what", what=history.did(record), title=task.title, code=task.code)
    return [named, *history.changes(work, record, back=True)]


def _task(work: Work, record: Record) -> Task:
    return task_rows.task(work.db, int(record.subject.partition(":")[2]))


def _touched(record: Record) -> frozenset[str]:
    """What a change set; the moment of the last report moves with every one and counts for nothing.

    Whoever gets a task is asked anew, even where the record shows no difference.
    """
    asked = {"accepted_at"} if record.action == "task.handed_over" else set()
    helpers = frozenset({"helpers"} & frozenset(record.after))
    return (frozenset(record.after) | frozenset(record.before)) & _FIELDS - {"moved_at"} | asked | helpers


def _put_back(work: Work, task: Task, record: Record, here: Chat | None) -> None:
    former = people_rows.person(work.db, task.owner_id)
    values = _values(record)
    for name, value in values.items():
        if name != "moved_at" or tasks.plain(task.moved_at) == record.after.get(name):
            setattr(task, name, value)
    if record.action == "task.linked":
        before = task_rows.by_code(work.db, record.after["before"])
        if before is not None:
            plan.unlink(work, task, before, record.before["lag"])
    if helper := record.after.get("helped"):
        work.db.add(TaskCollaborator(task_id=task.id or 0, person_id=helper))
    if "helpers" in record.after:
        tasks.set_helpers(work, task, record.after["helpers_before"])
    task.version += 1
    undo_limits.mark(work, record)
    tasks.settle(work, task, tasks.SCHEDULE)
    if former.id != task.owner_id:
        task_cards.close_assigned(work, task, former)
    owner = people_rows.person(work.db, task.owner_id)
    people = (owner,) if owner.id == former.id else (owner, former)
    chats = [chat for chat in _heard(work, task, record) if here is None or chat.id != here.id]
    task_cards.tell_undone(work, task, history.what(record), people, chats)


def _heard(work: Work, task: Task, record: Record) -> list[Chat]:
    """The project's groups that heard of a change: where it was said, and where it was passed on to.

    What was not passed on yet never will be.
    """
    if record.action not in NEWS:
        return []
    key = task_cards.news_key(task, record.source)
    outbox.drop_waiting(work.db, key, "undone before it was told")
    heard = posted.heard(work.db, key) | undo_limits.said_in(work, record)
    return [chat for chat in project_rows.chats(work.db, task.project_id) if chat.id in heard]


def _values(record: Record) -> dict[str, Any]:
    """What was there before, as the task keeps it. What was made by mistake is cancelled, for its code was read out."""
    if record.action == "task.created":
        return {"status": "cancelled"}
    return {name: _read(name, value) for name, value in record.before.items() if name in _FIELDS}


def _read(name: str, value: Any) -> Any:
    if value is not None and name in _MOMENTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value and name == "planned_start" else value

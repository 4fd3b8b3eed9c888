"""Taking back one's own last change for a while (U1): what it set is put back, and the record keeps both."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.cards import words
from bot.errors import UserError
from bot.services import history, plan, task_cards
from bot.services import task as tasks
from bot.services.work import Work
from storage import outbox, posted
from storage import people as people_rows
from storage import project as project_rows
from storage import record as record_rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Chat
from storage.tables.record import Record
from storage.tables.task import Task, TaskCollaborator

UNDOABLE = frozenset(
    f"task.{name}"
    for name in (
        "created",
        "started",
        "progressed",
        "finished",
        "blocked",
        "unblocked",
        "redated",
        "cancelled",
        "accepted",
        "objected",
        "handed_over",
        "linked",
    )
)
# What the groups are told of; of the rest they see the card change.
NEWS = frozenset(
    f"task.{name}" for name in ("finished", "blocked", "unblocked", "redated", "cancelled", "objected", "handed_over")
)
# A ruling was asked for and announced; it is replaced by another ruling, not taken back.
BINDING = frozenset({"task.decided"})
LONGEST = timedelta(days=1)
_MOMENTS = frozenset({"due_at", "accepted_at", "started_at", "finished_at", "moved_at"})
_FIELDS = frozenset(Task.model_fields)


def undo(work: Work, person: Person, here: Chat | None) -> list[tuple[Task, Record]]:
    """Take back what the person's last message changed; the tasks with their records, latest first.

    Groups that heard of it are told, but for `here`, where the answer stands. Raises UserError when there is nothing,
    when it is too long ago, cannot be taken back, or was built upon since.
    """
    last = record_rows.last_of(work.db, person.id or 0, work.now - LONGEST)
    wanted = [record for record in last if record.action in UNDOABLE]
    if not last:
        raise UserError("record.undo_nothing")
    if not wanted or any(record.action in BINDING for record in last):
        raise UserError("record.undo_not_this")
    changes = [(_task(work, record), record) for record in wanted]
    for task, record in changes:
        _check(work, task, record)
    for task, record in changes:
        _put_back(work, task, record, here)
    return changes


def _task(work: Work, record: Record) -> Task:
    return task_rows.task(work.db, int(record.subject.partition(":")[2]))


def _check(work: Work, task: Task, record: Record) -> None:
    project = project_rows.project(work.db, task.project_id)
    minutes = work.norms(project).undo_minutes
    if record.at < work.now - timedelta(minutes=minutes):
        raise UserError("record.undo_too_late", n=minutes)
    touched = _touched(record)
    for later in record_rows.later(work.db, record):
        if later.action == "task.created" or touched & _touched(later) or record.action == "task.created":
            by = people_rows.person(work.db, later.person_id).name if later.person_id else words("task.by_bot")
            raise UserError("record.undo_built_upon", title=task.title, who=by)


def _touched(record: Record) -> frozenset[str]:
    """What a change set; the moment of the last report moves with every one and counts for nothing."""
    return (frozenset(record.after) | frozenset(record.before)) & _FIELDS - {"moved_at"}


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
    task.version += 1
    record.undone_at = work.now
    restored = {**record.before, "of": record.action}
    work.record(record.subject, "record.undone", record.project_id, record.after, restored)
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
    heard = posted.heard(work.db, key)
    said = record_rows.group_of(work.db, record.source)
    if said is not None and (chat := project_rows.chat_of(work.db, *said)) is not None:
        heard.add(chat.id or 0)
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

"""What holds for every undo (U1): how long, who built upon it, and that the record keeps both."""

from datetime import timedelta

from bot.cards import Value, words
from bot.errors import UserError
from bot.services.work import Work
from storage import people as people_rows
from storage import project as project_rows
from storage import record as record_rows
from storage.tables.record import Record


def check(work: Work, record: Record) -> None:
    """Raises UserError when the change is too long ago, or its project has been closed since."""
    project = project_rows.project(work.db, record.project_id) if record.project_id else None
    minutes = work.norms(project).undo_minutes
    if record.at < work.now - timedelta(minutes=minutes):
        raise UserError("record.undo_too_late", n=minutes)
    if project is not None and project.status != "active" and record.action != "project.closed":
        raise UserError("project.is_over", name=project.name)


def mark(work: Work, record: Record) -> None:
    """Note in the record that a change was taken back."""
    record.undone_at = work.now
    restored = {**record.before, "of": record.action}
    work.record(record.subject, "record.undone", record.project_id, record.after, restored)


def by(work: Work, record: Record) -> Value:
    """Who made a change."""
    return people_rows.person(work.db, record.person_id).name if record.person_id else words("task.by_bot")


def said_in(work: Work, record: Record) -> set[int]:
    """The id of the group in which a change was asked for; empty when that was in private."""
    said = record_rows.group_of(work.db, record.source)
    chat = project_rows.chat_of(work.db, *said) if said else None
    return {chat.id or 0} if chat else set()

"""Taking back a change of milestones, parts, settings, leave, of a project's card or of its people (U1)."""

from collections.abc import Callable, Mapping

from bot.cards import Value, Words, note, words
from bot.errors import UserError
from bot.services import leave, milestones, settings, undo_limits, undo_team
from bot.services import project as projects
from bot.services.work import Work
from storage import people as people_rows
from storage import project as rows
from storage import record as record_rows
from storage.outbox import Notice, ToChat
from storage.tables.project import Chat, Project
from storage.tables.record import Record

_Way = Callable[[Work, Record], Words]


def check(work: Work, record: Record) -> None:
    """Raises UserError when it is too late, or when something was built upon the change."""
    undo_limits.check(work, record)
    for later in record_rows.later(work.db, record):
        if _family(later) == _family(record) and _meets(record, later):
            raise UserError("record.undo_changed_since", what=_what(later), who=undo_limits.by(work, later))


def put_back(work: Work, record: Record, here: Chat | None) -> list[Value]:
    """Take the change back; what that was, in lines. Groups that heard of it are told, but for `here`."""
    undo_limits.mark(work, record)
    line = WAYS[record.action](work, record)
    _tell(work, record, line, here)
    return [line]


def _family(record: Record) -> str:
    return record.action.partition(".")[0]


def _meets(record: Record, later: Record) -> bool:
    """Whether a later change of the same subject touches what this one set."""
    if record.action in undo_team.WAYS and later.action != "project.closed":
        return undo_team.meets(record, later)
    if later.action == "project.closed" or record.action == "project.closed":
        return True
    if record.action == "project.role":
        same = (
            record.after["role"] == later.after.get("role") and record.after["department"] == later.after["department"]
        )
        return later.action == "project.role" and (same or record.after["person_id"] == later.after["person_id"])
    if _family(record) in ("milestone", "leave"):
        return True
    return later.action == record.action and bool(frozenset(record.after) & frozenset(later.after))


def _what(record: Record) -> Words:
    return words(f"record.did_{record.action.replace('.', '_')}")


def _tell(work: Work, record: Record, line: Words, here: Chat | None) -> None:
    """The group in which it was said hears of it; of what all groups heard, all."""
    if record.project_id is None or work.by is None:
        return
    chats = rows.chats(work.db, record.project_id)
    heard = {chat.id for chat in chats} if record.action in _EVERYWHERE else undo_limits.said_in(work, record)
    told = note(words("record.undone_by", by=work.by.name), line)
    for chat in chats:
        if chat.id in heard and (here is None or chat.id != here.id):
            key = f"undone:{record.id}:c{chat.id}"
            work.send(Notice(ToChat(chat.id or 0), told, "U1", key, project_id=record.project_id))


# ---------------------------------------------------------------------------------------------------------------------
# The ways back


def _project(work: Work, record: Record) -> Project:
    return rows.project(work.db, record.project_id or 0)


def _milestone(work: Work, record: Record) -> Words:
    milestones.put_back(work, _project(work, record), record)
    return words("record.undone_milestone", what=_what(record), name=record.after.get("name") or record.before["name"])


def _role(work: Work, record: Record) -> Words:
    projects.take_back_role(work, _project(work, record), record)
    part = words(f"project.role_{record.after['role']}")
    return words("record.undone_role", what=_what(record), person=record.after["person"], part=part)


def _edited(work: Work, record: Record) -> Words:
    project = _project(work, record)
    projects.put_back_card(work, project, record)
    return words("record.undone_project", what=_what(record), name=project.name)


def _closed(work: Work, record: Record) -> Words:
    project = _project(work, record)
    projects.reopen(work, project)
    return words("record.undone_project", what=_what(record), name=project.name)


def _setting(work: Work, record: Record) -> Words:
    key = next(iter(record.after))
    settings.put_back(work, _project(work, record) if record.project_id else None, key, record.before[key])
    return words("record.undone_setting", what=_what(record), label=words(f"people.setting_{key}"))


def _own_setting(work: Work, record: Record) -> Words:
    key = next(iter(record.after))
    settings.put_back_own(work, people_rows.person(work.db, _subject(record)), key, record.before[key])
    return words("record.undone_setting", what=_what(record), label=words(f"people.setting_{key}"))


def _leave(work: Work, record: Record) -> Words:
    person = people_rows.person(work.db, _subject(record))
    found = leave.put_back(work, person, record)
    return words("record.undone_leave", what=_what(record), person=person.name, days=leave.days_of(found))


def _subject(record: Record) -> int:
    return int(record.subject.partition(":")[2])


WAYS: Mapping[str, _Way] = {
    "milestone.added": _milestone,
    "milestone.moved": _milestone,
    "milestone.reached": _milestone,
    "milestone.removed": _milestone,
    "project.role": _role,
    "project.edited": _edited,
    "project.closed": _closed,
    "setting.changed": _setting,
    "person.setting": _own_setting,
    "leave.taken": _leave,
    "leave.ended": _leave,
    **undo_team.WAYS,
}
_EVERYWHERE = frozenset({"milestone.reached", "project.closed"})

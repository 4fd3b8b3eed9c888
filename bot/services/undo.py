"""Taking back one's own last change for a while (U1): what it set is put back, and the record keeps both."""

from datetime import timedelta

from bot.cards import Value
from bot.errors import UserError
from bot.services import undo_plan, undo_task, undo_team
from bot.services.work import Work
from storage import record as record_rows
from storage.tables.people import Person
from storage.tables.project import Chat

LONGEST = timedelta(days=1)


def undo(work: Work, person: Person, here: Chat | None) -> list[Value]:
    """Take back what the person's last message changed; what that was, in lines, the latest change first.

    Groups that heard of it are told, but for `here`, where the answer stands. Raises UserError when there is nothing,
    when it is too long ago, cannot be taken back, or was built upon since.
    """
    last = record_rows.last_of(work.db, person.id or 0, work.now - LONGEST)
    if not last:
        raise UserError("record.undo_nothing")
    of_tasks = [record for record in last if record.action in undo_task.UNDOABLE]
    instead = next((record.action for record in last if record.action in undo_team.INSTEAD), "")
    if instead:
        raise UserError(f"record.instead_{instead.replace('.', '_')}")
    if of_tasks:
        for record in of_tasks:
            undo_task.check(work, record)
        return [line for record in of_tasks for line in undo_task.put_back(work, record, here)]
    if not all(record.action in undo_plan.WAYS for record in last):
        raise UserError("record.undo_not_this")
    for record in last:
        undo_plan.check(work, record)
    return [line for record in last for line in undo_plan.put_back(work, record, here)]

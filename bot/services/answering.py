"""Which tasks somebody speaks of who answers a message of the bot (S3)."""

from collections.abc import Sequence

from bot.services import task_cards
from bot.services.work import Work
from bot.wire import Incoming
from storage import overdue as overdue_rows
from storage import posted
from storage.tables.task import Task


def tasks_on(work: Work, event: Incoming, tasks: Sequence[Task]) -> list[Task]:
    """Of these tasks, those whose card or late warning stands in the message that is answered."""
    if not event.replies_to:
        return []
    keys = {task.id: set(task_cards.standing_keys(task)) for task in tasks}
    for task_id, ladder in overdue_rows.ladders(work.db, tasks).items():
        keys[task_id] |= {ladder.asked_card} - {""}
    every = sorted(set().union(*keys.values()))
    there = posted.standing_at(work.db, every, event.replies_to)
    return [task for task in tasks if keys[task.id] & there]

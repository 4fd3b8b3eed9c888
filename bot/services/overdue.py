"""The overdue ladder's clock: when the next rung of a task is due (O1-O5)."""

from bot.services.work import Work
from storage.tables.task import Task


def watch(work: Work, task: Task) -> None:
    """Set or move the task's next rung after its date or state changed."""

"""Cards of open projects and tasks are posted anew before they can no longer be pressed (J1, T2)."""

from bot.rules.states import OPEN
from bot.services import project_cards, task_cards
from bot.services.work import Work
from storage import project as project_rows
from storage import task as task_rows
from storage.due import Due


def renew(work: Work, due: Due) -> None:
    """Show the card once more, in working hours; a platform whose cards grow old then posts it anew."""
    kind, number, *_ = due.subject.partition(" ")[0].split(":")
    if kind == "project":
        for project in project_rows.projects(work.db, [int(number)]):
            if project.status == "active":
                project_cards.refresh(work, project, calm=True)
        return
    for task in task_rows.tasks(work.db, [int(number)]):
        if task.status in OPEN and project_rows.project(work.db, task.project_id).status == "active":
            task_cards.refresh(work, task, calm=True)

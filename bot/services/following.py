"""What has to follow when settings, calendar days or people change: standups, rounds, ladders and milestones."""

from bot.services import ending, milestones, overdue, rounds, standup
from bot.services.work import Work
from storage import project as rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Project


def reschedule(work: Work, project: Project) -> None:
    """Set the daily moments of a project anew, after its people, state or rhythm changed."""
    work.db.flush()
    standup.schedule(work, project)
    rounds.schedule(work, project)
    milestones.schedule_all(work, project)
    ending.schedule(work, project)


def follow(work: Work, project: Project | None) -> None:
    """Let everything follow new settings or calendar days of a project, or of all of them."""
    for each in [project] if project else rows.active(work.db):
        reschedule(work, each)
        for task in task_rows.open_in(work.db, each.id or 0):
            overdue.watch(work, task)


def follow_person(work: Work, person: Person) -> None:
    """Let the standups of somebody's projects, and the reminders of their tasks, follow their leave, zone or hours."""
    work.db.flush()
    for project in rows.of_person(work.db, person.id or 0):
        standup.schedule(work, project)
    for task in task_rows.open_of(work.db, person.id or 0):
        overdue.watch(work, task)

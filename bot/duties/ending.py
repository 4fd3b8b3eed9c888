"""A project's period is over: the lead is asked to close it or to move its end, at most once a week (K1)."""

from bot.cards import note, words
from bot.services import access, ending
from bot.services.work import Work
from storage import due as due_rows
from storage import people as people_rows
from storage import project as rows
from storage.due import Due
from storage.outbox import Notice, ToPerson
from storage.tables.people import Person
from storage.tables.project import Project


def ask(work: Work, due: Due) -> None:
    """Ask the lead, or who stands in; while nobody is there, try again the next workday."""
    project = rows.project(work.db, int(due.subject))
    if not ending.over(work, project):
        ending.schedule(work, project)
        return
    today = work.today(work.norms(project))
    receivers = _receivers(work, project)
    wait = today + ending.AGAIN - ending.DAY if receivers else today
    due_rows.put(work.db, ending.KIND, project.id, ending.morning(work, project, wait))
    if not receivers:
        return
    # Only the newest question has buttons.
    work.update(ending.card_key(project), note(words("project.ending_again", name=project.name)), "K1")
    for person in receivers:
        work.send(
            Notice(
                ToPerson(person.id or 0),
                ending.card(work, project),
                "K1",
                f"ending:{project.id}:{today.isoformat()}:{person.id}",
                card_key=ending.card_key(project),
                project_id=project.id,
                still=(("project_over", project.id or 0),),
            )
        )


def _receivers(work: Work, project: Project) -> list[Person]:
    """The lead or their deputy; the administrators where the lead has left."""
    lead = people_rows.person(work.db, project.lead_id)
    present = access.stand_in(work, lead, work.today(work.norms(project)))
    return [present] if present is not None else [] if lead.active else people_rows.admins(work.db)

"""Milestones: the lead is reminded ahead, the group is told of a missed one (J5)."""

from bot.cards import Day, Who, words
from bot.services import access, milestones, project_cards
from bot.services.work import Work
from storage import people as people_rows
from storage import project as rows
from storage.due import Due
from storage.outbox import Notice, ToChat, ToPerson
from storage.tables.project import Milestone


def remind(work: Work, due: Due) -> None:
    """Tell the lead, or who stands in, that a milestone is close; nobody once its day is over."""
    milestone = _open(work, due)
    if milestone is None:
        return
    project = rows.project(work.db, milestone.project_id)
    today = work.today(work.norms(project))
    lead = access.stand_in(work, people_rows.person(work.db, project.lead_id), today)
    if lead is None or milestone.day < today:
        return
    title = words("project.milestone_soon", name=milestone.name, day=Day(milestone.day), project=project.name)
    work.send(
        Notice(
            ToPerson(lead.id or 0),
            milestones.card(title, project, milestone),
            "J5",
            f"milestone:{milestone.id}:{milestone.day.isoformat()}:soon",
            card_key=milestones.card_key(milestone),
            merge="project.milestones_soon",
            project_id=project.id,
            still=(("milestone_open", milestone.id or 0, milestone.day.toordinal()),),
        )
    )


def report(work: Work, due: Due) -> None:
    """Tell the groups once that a milestone was missed."""
    milestone = _open(work, due)
    if milestone is None:
        return
    project = rows.project(work.db, milestone.project_id)
    lead = people_rows.person(work.db, project.lead_id)
    lead = access.stand_in(work, lead, work.today(work.norms(project))) or lead
    title = words(
        "project.milestone_late",
        name=milestone.name,
        day=Day(milestone.day),
        project=project.name,
        lead=Who(lead.id or 0, lead.name),
    )
    for chat in rows.chats(work.db, project.id or 0):
        work.send(
            Notice(
                ToChat(chat.id or 0),
                milestones.card(title, project, milestone),
                "J5",
                f"milestone:{milestone.id}:{milestone.day.isoformat()}:missed:{chat.id}",
                card_key=milestones.card_key(milestone),
                merge="project.milestones_late",
                project_id=project.id,
                still=(("milestone_open", milestone.id or 0, milestone.day.toordinal()),),
            )
        )
    project_cards.refresh(work, project, "J5")


def _open(work: Work, due: Due) -> Milestone | None:
    """The milestone, unless it was taken away, was reached, or its project is closed."""
    milestone = rows.milestone(work.db, int(due.subject))
    if milestone is None or milestone.reached_at is not None:
        return None
    return milestone if rows.project(work.db, milestone.project_id).status == "active" else None

"""What the overdue ladder will do to a task, when and to whom by name; changes nothing (O1-O5)."""

from datetime import datetime

from bot.cards import Card, Many, Moment, Section, Value, words
from bot.rules import ladder
from bot.rules.ladder import Rung
from bot.services import due_soon, escalation, overdue, overdue_cards, task_cards
from bot.services.work import Work, person_calendar
from storage import overdue as rows
from storage import people as people_rows
from storage import project as project_rows
from storage.tables.overdue import Escalation
from storage.tables.project import Project
from storage.tables.task import Task


def preview(work: Work, task: Task) -> Card:
    """The steps still to come if nobody does anything."""
    project = project_rows.project(work.db, task.project_id)
    title = words("overdue.preview", task=overdue_cards.named(task))
    if task.due_at is None:
        return Card(title, "plain", (Section((words("overdue.preview_no_date", code=task.code),)),))
    facts = words(
        "overdue.preview_now",
        owner=overdue_cards.owner_of(work, project, task),
        due=task_cards.due(work, task),
        state=task_cards.state(task),
    )
    if task.status not in rows.CLIMBING:
        return Card(title, "plain", (Section((facts, words("overdue.preview_still"))),))
    return Card(title, "plain", (Section((facts,)), Section((*_past(work, task), *_steps(work, project, task)))))


def _past(work: Work, task: Task) -> tuple[Value, ...]:
    row = rows.escalation(work.db, task)
    if row is None:
        return ()
    if row.decision:
        return (overdue_cards.decision_line(work, task, row),)
    return (words("overdue.preview_escalated", who=_name(work, row), at=Moment(row.at)),)


def _name(work: Work, row: Escalation) -> str:
    return people_rows.person(work.db, row.asked_id).name


def _steps(work: Work, project: Project, task: Task) -> tuple[Value, ...]:
    steps = ladder.rungs(overdue.standing(work, task), work.now)
    return tuple(
        words(
            "overdue.preview_line",
            at=Moment(_leaves(work, project, task, rung, max(at, work.now))),
            what=_what(work, project, task, rung, at),
        )
        for rung, at in steps
    ) or (words("overdue.preview_end"),)


def _leaves(work: Work, project: Project, task: Task, rung: Rung, at: datetime) -> datetime:
    """When a message goes out: an escalation waits for the working hours of whoever receives it."""
    if rung is not Rung.ESCALATE:
        return at
    norms = work.norms(project)
    receiver = escalation.route(work, project, task, at.astimezone(norms.zone).date()).receiver
    return person_calendar(work, receiver, norms).next_in_hours(at, work.zone_of(receiver, norms))


def _what(work: Work, project: Project, task: Task, rung: Rung, at: datetime) -> Value:
    norms = work.norms(project)
    day = max(at, work.now).astimezone(norms.zone).date()
    if rung in (Rung.SOON, Rung.TODAY):
        owner = people_rows.person(work.db, task.owner_id)
        receiver = overdue.reminded(work, project, owner, day)
        if receiver is None:
            return words("overdue.preview_nobody", owner=owner.name)
        together = receiver.id == owner.id and due_soon.alone_after(work, project, task, owner, max(at, work.now))
        return words("overdue.preview_soon_together" if together else "overdue.preview_soon", who=receiver.name)
    groups = Many(tuple(chat.name for chat in project_rows.chats(work.db, project.id or 0)))
    if rung is Rung.LATE:
        return words("overdue.preview_late", groups=groups)
    if rung is Rung.EXPLAIN:
        called = overdue_cards.called_in(work, project, [task])
        daily = f"{norms.explain_time:%H:%M}"
        return words("overdue.preview_explain", groups=groups, called=Many(tuple(called)), time=daily)
    if rung is Rung.REMIND:
        asked = rows.escalation(work.db, task)
        who = escalation.present_route(work, project, task, asked, day).receiver.name if asked else ""
        return words("overdue.preview_remind", who=who)
    way = escalation.route(work, project, task, day)
    said = words("overdue.preview_escalate", who=way.receiver.name)
    if way.receiver.id != way.executive.id:
        said = words("overdue.preview_escalate_deputy", who=way.receiver.name, executive=way.executive.name)
    if way.missing:
        return words("overdue.preview_missing", said=said, missing=Many(way.missing))
    return said

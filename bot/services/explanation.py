"""Cause and remedy of a late task (O3): stated once, kept with the task, quoted when it is escalated."""

from datetime import datetime

from bot.cards import Card, note, words
from bot.errors import UserError
from bot.rules.access import WORKING, Part, may
from bot.rules.explanation import Stated
from bot.services import access, overdue, overdue_cards, task_cards
from bot.services import task as tasks
from bot.services.work import Work
from storage import overdue as rows
from storage import people as people_rows
from storage import project as project_rows
from storage.outbox import Notice, Rank, ToChat
from storage.tables.overdue import Explanation
from storage.tables.people import Person
from storage.tables.project import Chat
from storage.tables.task import Task


def repeated(work: Work, by: Person, task: Task, stated: Stated) -> Card | None:
    """What was shown when the same person last stated the same, as a form sent on two platforms does; None otherwise.

    A task that is late anew since then is explained anew, even in the same words.
    """
    last = next(reversed(rows.explanations(work.db, [task.id or 0])), None)
    if last is None or (last.person_id, last.cause, last.remedy) != (by.id, stated.cause, stated.remedy):
        return None
    moved = last.run != task.run
    in_time = task.due_at is None or task.due_at > work.now
    return _shown(work, task, last, moved) if (in_time if moved else not stated.due) else None


def check(work: Work, by: Person, task: Task, parts: frozenset[Part]) -> None:
    """Raises UserError when there is nothing to explain, or when somebody else has to."""
    owner = people_rows.person(work.db, task.owner_id)
    if task.status not in rows.CLIMBING or task.due_at is None or task.due_at > work.now:
        raise UserError("overdue.nothing_to_explain", task=overdue_cards.named(task))
    norms = work.norms(project_rows.project(work.db, task.project_id))
    if not may(parts, WORKING) and access.stand_in(work, owner, work.today(norms)) != by:
        raise UserError("overdue.not_yours_to_explain", owner=owner.name)


def explain(
    work: Work, by: Person, task: Task, stated: Stated, here: Chat | None, due: tuple[datetime, bool] | None
) -> Card:
    """Keep what was stated and tell the project's other groups; a new date (moment, timed) starts a new ladder (O5).

    Raises UserError without a cause or a remedy. Returns what is shown where it was said.
    """
    if not stated.cause or not stated.remedy:
        raise UserError("overdue.explain_incomplete", code=task.code)
    project = project_rows.project(work.db, task.project_id)
    said = Explanation(
        task_id=task.id or 0,
        run=task.run,
        person_id=by.id or 0,
        kind=stated.kind,
        cause=stated.cause,
        remedy=stated.remedy,
        new_day=due[0].astimezone(work.norms(project).zone).date() if due else None,
        at=work.now,
    )
    work.db.add(said)
    work.db.flush()
    after = {"kind": stated.kind, "reason": f"{stated.cause} → {stated.remedy}"}
    work.record(f"task:{task.id}", "task.explained", task.project_id, after=after)
    if due is not None:
        tasks.redate(work, task, due[0], due[1], stated.cause)
    overdue.watch(work, task)
    escalated = rows.escalation(work.db, task)
    if escalated is not None and not escalated.decision:
        overdue.refresh_escalation(work, escalated)
    card = _shown(work, task, said, moved=due is not None)
    for chat in project_rows.chats(work.db, task.project_id):
        if here is None or chat.id != here.id:
            key = f"overdue:{task.id}:{said.id}:said:c{chat.id}"
            work.send(Notice(ToChat(chat.id or 0), card, "O3", key, Rank.REPLY, project_id=task.project_id))
    return card


def _shown(work: Work, task: Task, said: Explanation, moved: bool) -> Card:
    kind = words(f"overdue.kind_{said.kind}")
    lines = [words("overdue.said_kind", kind=kind), words("overdue.said_cause", cause=said.cause)]
    lines.append(words("overdue.said_remedy", remedy=said.remedy))
    if moved:
        lines.append(words("overdue.said_moved", due=task_cards.due(work, task)))
    who = people_rows.person(work.db, said.person_id).name
    return note(words("overdue.explained", who=who, task=overdue_cards.named(task)), *lines)

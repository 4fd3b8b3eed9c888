"""Late tasks before an executive (O4): who that is, what they decide, and what follows. Silence is never consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.cards import Moment, Words, note, words
from bot.errors import UserError
from bot.services import access, overdue, overdue_cards, people, task_cards
from bot.services import task as tasks_service
from bot.services.work import Work
from storage import outbox
from storage import overdue as rows
from storage import people as people_rows
from storage import project as project_rows
from storage import task as task_rows
from storage.outbox import Notice, Rank, ToChat, ToPerson
from storage.tables.overdue import Escalation
from storage.tables.people import Department, Person
from storage.tables.project import Project
from storage.tables.task import Task


@dataclass(frozen=True, slots=True)
class Route:
    """Who decides about a late task on a day, who receives it for them, and which levels were found empty before."""

    executive: Person
    receiver: Person
    missing: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What an executive decided. kind: date, resources, accept, cancel; due_at is aware and only for a date."""

    kind: str
    note: str = ""
    due_at: datetime | None = None
    timed: bool = False


def route(work: Work, project: Project, task: Task, day: date) -> Route:
    """The executive above the task's department, or the next one who is there; last of all the project's lead.

    Where nobody was made executive it is who the directory gives as the manager of the department's head, or of the
    lead.

    Somebody who is away is stood in for by their deputy. Nobody decides about their own task while there is
    anybody else.
    """
    owner = people_rows.person(work.db, task.owner_id)
    lead = people_rows.person(work.db, project.lead_id)
    missing: list[Words] = []
    above = [level for level in (project.department_id, lead.department_id) if level is not None]
    for department_id in dict.fromkeys([task.department_id or owner.department_id, *above]):
        found = access.holders(work, project, department_id, "executive")
        if not found and department_id is not None:
            found = people.managers(work, access.holders(work, project, department_id, "head"))
        if not found:
            missing.append(_nobody_above(work, department_id))
        for executive in found:
            receiver = access.stand_in(work, executive, day)
            if receiver is None:
                missing.append(words("overdue.missing_away", name=executive.name))
            elif owner.id not in (executive.id, receiver.id):
                return Route(executive, receiver, tuple(missing))
    for executive in (*_executives(work, project), *people.managers(work, [lead]), lead):
        receiver = access.stand_in(work, executive, day)
        if receiver is not None and owner.id not in (executive.id, receiver.id):
            return Route(executive, receiver, tuple(missing))
    return Route(lead, lead, tuple(missing))


def _nobody_above(work: Work, department_id: int | None) -> Words:
    department = work.db.get(Department, department_id) if department_id else None
    if department is None:
        return words("overdue.missing_department")
    return words("overdue.missing_executive", department=department.name)


def _executives(work: Work, project: Project) -> list[Person]:
    """Any executive of the project, by its own choice or above one of its departments."""
    own = [row.person_id for row in project_rows.roles(work.db, project.id or 0) if row.role == "executive"]
    departments = [row.department_id for row in project_rows.departments(work.db, project.id or 0)]
    above = [row.person_id for row in people_rows.roles_in(work.db, departments) if row.role == "executive"]
    return people_rows.people(work.db, [*own, *above])


# ---------------------------------------------------------------------------------------------------------------------
# Asking


def escalate(work: Work, project: Project, tasks: Sequence[Task]) -> None:
    """Lay late tasks before their executives, each once for its ladder (O5), those of one executive in one message."""
    day = work.today(work.norms(project))
    found: dict[int, list[Escalation]] = {}
    missing: list[Words] = []
    for task in tasks:
        way = route(work, project, task, day)
        missing += _gaps(way, task)
        row = Escalation(
            task_id=task.id or 0,
            run=task.run,
            person_id=way.executive.id or 0,
            asked_id=way.receiver.id or 0,
            reason="critical" if task.critical else "late",
            at=work.now,
            shown="open",
        )
        work.db.add(row)
        found.setdefault(row.asked_id, []).append(row)
        after = {"to": way.executive.id, "received_by": way.receiver.id, "cause": row.reason}
        work.record(f"task:{task.id}", "task.escalated", project.id, after={**after, "reason": way.receiver.name})
    for receiver, asked_of_one in found.items():
        for part in batched(asked_of_one):
            _ask(work, project, receiver, part, "escalate")
    _tell_missing(work, project, tasks, missing, day)


def remind(work: Work, project: Project, tasks: Sequence[Task]) -> None:
    """Ask again for decisions that are still open, once a workday, each receiver in one message; the oldest first.

    Who has to decide in another's place from now on is given the whole record.
    """
    day = work.today(work.norms(project))
    undecided = sorted(rows.escalations(work.db, tasks).values(), key=lambda row: (row.at, row.task_id))
    moved = _hand_on(work, project, tasks, undecided, day)
    by_receiver: dict[tuple[int, bool], list[Escalation]] = {}
    for row in undecided:
        by_receiver.setdefault((row.asked_id, row.task_id in moved), []).append(row)
    for (receiver, is_new), found in by_receiver.items():
        for part in batched(found) if is_new else batched(found)[:1]:
            _ask_again(work, project, receiver, part, f"remind:{day}", None if is_new else len(found) - len(part))


def _hand_on(
    work: Work, project: Project, tasks: Sequence[Task], undecided: Sequence[Escalation], day: date
) -> frozenset[int]:
    """Give decisions whose receiver is not there to whoever takes their place that day; the ids of these tasks."""
    by_id = {task.id: task for task in tasks}
    missing: list[Words] = []
    moved: list[Task] = []
    for row in undecided:
        task = by_id[row.task_id]
        way = present_route(work, project, task, row, day)
        if way.receiver.id != row.asked_id:
            row.person_id, row.asked_id = way.executive.id or 0, way.receiver.id or 0
            moved.append(task)
            missing += _gaps(way, task)
    _tell_missing(work, project, moved, missing, day)
    return frozenset(task.id or 0 for task in moved)


def present_route(work: Work, project: Project, task: Task, row: Escalation, day: date) -> Route:
    """Who decides about an escalated task on a day: the executive who was asked while there, or with a deputy."""
    executive = people_rows.person(work.db, row.person_id)
    receiver = access.stand_in(work, executive, day)
    if receiver is not None and receiver.id != task.owner_id:
        return Route(executive, receiver, ())
    way = route(work, project, task, day)
    return Route(executive if executive.active else way.executive, way.receiver, way.missing)


def _gaps(way: Route, task: Task) -> list[Words]:
    name, who = overdue_cards.named(task), way.receiver.name
    return [words("overdue.missing_line", gap=gap, task=name, who=who) for gap in way.missing]


def _ask_again(
    work: Work, project: Project, receiver: int, found: Sequence[Escalation], event: str, rest: int | None
) -> None:
    before = {row.card for row in found}
    there = rows.arrived(work.db, before)
    for row in found:
        row.card_before = row.card if row.card in there else row.card_before
    _ask(work, project, receiver, found, event, rest)
    for card_key in sorted(before - there):
        _overtaken(work, card_key)


def _overtaken(work: Work, card_key: str) -> None:
    """A message that has not left yet keeps only what was not asked again."""
    if rows.on_escalation_card(work.db, card_key):
        overdue.refresh_escalation_card(work, card_key)
    else:
        outbox.drop_waiting(work.db, card_key, "asked again before it left")


def arrived(work: Work, card_key: str) -> None:
    """A message has arrived: the earlier ones it takes the place of lose their buttons now, and not before."""
    moved = rows.moved_to(work.db, card_key)
    before = {row.card_before for row in moved}
    for row in moved:
        row.card_before = ""
    for earlier in sorted(before):
        overdue.refresh_escalation_card(work, earlier)


def batched(found: Sequence[Escalation]) -> list[Sequence[Escalation]]:
    """So many at a time as people can decide about on one card."""
    size = overdue_cards.MOST_DECISIONS
    return [found[start : start + size] for start in range(0, len(found), size)]


def _ask(
    work: Work, project: Project, receiver: int, found: Sequence[Escalation], event: str, rest: int | None = None
) -> None:
    key = f"overdue:{found[0].task_id}:{found[0].run}:{event}"
    for row in found:
        row.card = key
    work.db.flush()
    again = rest is not None
    card = overdue_cards.reminder(work, found, rest or 0) if again else overdue_cards.escalation(work, found)
    still = overdue.still_late((row.task_id, row.run) for row in found)
    work.send(Notice(ToPerson(receiver), card, "O4", key, Rank.NOTICE, key, "", project.id, (still,)))


def _tell_missing(work: Work, project: Project, tasks: Sequence[Task], missing: list[Words], day: date) -> None:
    if not missing:
        return
    lines = (*missing[: overdue_cards.MOST_LINES], words("overdue.missing_ask"))
    card = note(words("overdue.missing", project=project.name), *lines, tone="warn")
    for admin in people_rows.admins(work.db):
        key = f"overdue:{tasks[0].id}:{tasks[0].run}:missing:{day}:{admin.id}"
        work.send(Notice(ToPerson(admin.id or 0), card, "O4", key, merge="overdue.missing_many", project_id=project.id))


# ---------------------------------------------------------------------------------------------------------------------
# Deciding


def decide(work: Work, by: Person, task: Task, decision: Decision) -> None:
    """Carry out a decision, show it on the card and tell the groups once.

    Raises UserError when the task was never laid before anybody, when it is decided or settled, or for anybody but the
    executive asked, their deputy and administrators.
    """
    found = rows.escalations_of(work.db, task.id or 0)
    project = project_rows.project(work.db, task.project_id)
    if not found or not _may_decide(work, by, found[0]):
        if not access.sees(work, by, project, task):
            raise UserError("common.button_gone")
        raise UserError("overdue.not_yours_to_decide", task=overdue_cards.named(task))
    row = found[0]
    if project.status != "active":
        raise UserError("project.is_over", name=project.name)
    state = overdue_cards.escalation_state(task, row)
    if state == "decided":
        line = overdue_cards.decision_line(work, task, row)
        raise UserError("overdue.decided_before", line=line, at=Moment(row.decided_at or row.at))
    if state != "open":
        raise UserError("overdue.settled_before", line=overdue_cards.settled_line(work, task, state))
    row.decision, row.note, row.decided_by, row.decided_at = decision.kind, decision.note, by.id, work.now
    row.shown = "decided"
    after: dict[str, str | bool] = {"decision": decision.kind, **({"reason": decision.note} if decision.note else {})}
    if decision.due_at is not None:
        after |= {"until": decision.due_at.isoformat(), "timed": decision.timed}
    work.record(f"task:{task.id}", "task.decided", task.project_id, after=after)
    _apply(work, task, decision)
    overdue.watch(work, task)
    overdue.refresh_escalation(work, row)
    _tell_groups(work, task, row)


def _may_decide(work: Work, by: Person, row: Escalation) -> bool:
    if by.admin or by.id in (row.person_id, row.asked_id):
        return True
    task = task_rows.task(work.db, row.task_id)
    norms = work.norms(project_rows.project(work.db, task.project_id))
    present = access.stand_in(work, people_rows.person(work.db, row.person_id), work.today(norms))
    return present is not None and present.id == by.id != task.owner_id


def _apply(work: Work, task: Task, decision: Decision) -> None:
    if decision.kind == "date" and decision.due_at is not None:
        tasks_service.redate(work, task, decision.due_at, decision.timed, decision.note)
    elif decision.kind == "accept":
        tasks_service.finish(work, task, decision.note)
    elif decision.kind == "cancel":
        tasks_service.cancel(work, task, decision.note)
    else:
        task.resources = " + ".join(filter(None, (task.resources, decision.note)))
        task.version += 1
        task_cards.refresh(work, task)


def _tell_groups(work: Work, task: Task, row: Escalation) -> None:
    """The decision is an answer to what was asked, so it comes back at once."""
    project = project_rows.project(work.db, task.project_id)
    card = overdue_cards.decided(work, project, task, row)
    for chat in project_rows.chats(work.db, project.id or 0):
        key = f"overdue:{row.task_id}:{row.run}:decided:c{chat.id}"
        work.send(Notice(ToChat(chat.id or 0), card, "O4", key, Rank.REPLY, project_id=project.id))

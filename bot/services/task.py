"""Tasks: made, moved, re-dated, handed over (T1-T4, P3, P5). Every change is recorded and shown where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.cards import Card, Many, Moment, Value, Words, words
from bot.errors import UserError
from bot.rules import codes, states
from bot.services import overdue, people, plan, task_cards
from bot.services.work import Work
from storage import people as people_rows
from storage import project as project_rows
from storage import record as record_rows
from storage import task as rows
from storage.tables.people import Department, Person
from storage.tables.project import Chat, Project
from storage.tables.task import Task, TaskCollaborator

EDITABLE = ("title", "criteria", "deliverable", "resources", "priority", "phase")
SCHEDULE = frozenset({"due_at", "planned_start", "status"})
"""What the critical path is made of; a change of anything else leaves it as it is."""
PACE = frozenset({"percent", "next_step", "moved_at"})
"""How far a task is; its cards offer the same to do, whatever these are."""


@dataclass(frozen=True, slots=True)
class NewTask:
    """What a task is made of (T1). `due_at` is aware; without a clock time it is the end of that working day."""

    title: str
    owner: Person
    creator: Person
    collaborators: tuple[Person, ...] = ()
    due_at: datetime | None = None
    due_timed: bool = False
    criteria: str = ""
    deliverable: str = ""
    priority: str = "mid"
    department_id: int | None = None
    phase: str = ""
    planned_start: date | None = None
    parent: Task | None = None
    resources: str = ""
    minutes_id: int | None = None


def create(work: Work, project: Project, new: NewTask, here: Chat | None = None) -> tuple[Task, Card]:
    """Make a task and tell its owner and collaborators (T1, T2); gives its card, too, which is shown in `here`.

    Raises UserError below a sub-task.
    """
    if new.parent is not None and new.parent.parent_id is not None:
        raise UserError("task.no_deeper", title=new.parent.title)
    helpers = tuple({person.id: person for person in new.collaborators if person.id != new.owner.id}.values())
    for person in (new.owner, *helpers):
        people.join(work, project, person)
    department = new.department_id or new.owner.department_id
    task = Task(
        project_id=project.id or 0,
        code=_code(work, new.parent, department),
        title=new.title,
        owner_id=new.owner.id or 0,
        creator_id=new.creator.id or 0,
        department_id=department,
        parent_id=new.parent.id if new.parent else None,
        due_at=new.due_at,
        due_timed=new.due_timed,
        criteria=new.criteria,
        deliverable=new.deliverable,
        priority=new.priority,
        phase=new.phase,
        planned_start=new.planned_start,
        resources=new.resources,
        minutes_id=new.minutes_id,
        created_at=work.now,
        accepted_at=work.now if new.owner.id == new.creator.id else None,
    )
    rows.enter(work.db, task)
    for person in helpers:
        work.db.add(TaskCollaborator(task_id=task.id or 0, person_id=person.id or 0))
    rows.entered(work.db, task.id or 0, [person.id or 0 for person in helpers])
    work.record(f"task:{task.id}", "task.created", project.id, after=_made(task, helpers))
    card = task_cards.card(work, task)
    task_cards.tell_owner(work, task, card, here)
    task_cards.tell_helpers(work, task, helpers)
    overdue.watch(work, task)
    return task, card


def _code(work: Work, parent: Task | None, department_id: int | None) -> str:
    if parent is not None:
        return codes.subtask_code(parent.code, project_rows.next_number(work.db, parent.code))
    department = work.db.get(Department, department_id) if department_id else None
    prefix = codes.task_prefix(department.name if department else "", work.today(work.norms()).year)
    return codes.task_code(prefix, project_rows.next_number(work.db, prefix))


def _made(task: Task, helpers: tuple[Person, ...]) -> dict[str, Any]:
    return {
        "title": task.title,
        "code": task.code,
        "owner_id": task.owner_id,
        "due_at": plain(task.due_at),
        "due_timed": task.due_timed,
        **({"minutes_id": task.minutes_id} if task.minutes_id else {}),
        **({"collaborators": [person.id for person in helpers]} if helpers else {}),
    }


# ---------------------------------------------------------------------------------------------------------------------
# States (T3)


def start(work: Work, task: Task) -> None:
    """Begin. Raises UserError when it was begun before or is over."""
    if task.status != "not_started":
        _refuse_move(work, task, "in_progress")
        raise UserError("task.started_before", title=task.title)
    _change(work, task, "task.started", status="in_progress", started_at=work.now)


def progress(
    work: Work, task: Task, percent: int | None, next_step: str = "", note: str = "", *, starts: bool = True
) -> None:
    """Report how far it is (T4), which starts it unless it was said that it has not begun.

    Raises UserError when it is over, or for a percentage outside 0 to 100.
    """
    if percent is not None and not 0 <= percent <= 100:
        raise UserError("task.percent_range")
    refuse_closed(work, task)
    values: dict[str, Any] = {"percent": task.percent if percent is None else percent}
    if next_step:
        values["next_step"] = next_step
    if task.status == "not_started" and starts:
        values |= {"status": "in_progress", "started_at": work.now}
    _change(work, task, "task.progressed", note, **values)


def finish(work: Work, task: Task, note: str = "") -> None:
    """Complete. Raises UserError that says by whom when it is over already."""
    refuse_closed(work, task)
    _change(
        work,
        task,
        "task.finished",
        note,
        status="done",
        percent=100,
        finished_at=work.now,
        started_at=task.started_at or work.now,
        next_step="",
        blocked_cause="",
        blocked_need="",
    )
    task_cards.tell_finished(work, task)


def block(work: Work, task: Task, cause: str, need: str) -> None:
    """Say that it is stuck, why, and what is needed; again to correct it. Raises UserError when it is over."""
    refuse_closed(work, task)
    _change(work, task, "task.blocked", status="blocked", blocked_cause=cause, blocked_need=need)
    task_cards.tell_blocked(work, task)


def unblock(work: Work, task: Task) -> None:
    """Go on. Raises UserError when it was not blocked."""
    refuse_closed(work, task)
    if task.status != "blocked":
        raise UserError("task.not_blocked", title=task.title, state=task_cards.state(task))
    _change(
        work,
        task,
        "task.unblocked",
        status="in_progress",
        started_at=task.started_at or work.now,
        blocked_cause="",
        blocked_need="",
    )
    task_cards.tell_blocked(work, task)


def cancel(work: Work, task: Task, reason: str) -> None:
    """Give it up for good. Raises UserError when it is over."""
    refuse_closed(work, task)
    _change(work, task, "task.cancelled", reason, status="cancelled", finished_at=work.now)
    task_cards.tell_cancelled(work, task, reason)


# ---------------------------------------------------------------------------------------------------------------------
# Plan and people


def edit(work: Work, task: Task, wanted: Mapping[str, str], helpers: Sequence[int]) -> list[str]:
    """Change texts and priority, and who helps; returns what is different now. Raises UserError when nothing is."""
    refuse_closed(work, task)
    own = rows.collaborators(work.db, task.id or 0)
    chosen = sorted({id for id in helpers if id != task.owner_id})
    different = [name for name, value in wanted.items() if getattr(task, name) != value]
    if chosen != own:
        different.append("collaborators")
    if not different:
        raise UserError("task.edit_unchanged", title=task.title)
    also = {"helpers": chosen, "helpers_before": own} if chosen != own else {}
    set_helpers(work, task, chosen)
    _change(work, task, "task.edited", also, **{name: wanted[name] for name in different if name in wanted})
    task_cards.tell_helpers(work, task, people_rows.people(work.db, [id for id in chosen if id not in own]))
    task_cards.tell_edited(work, task, [(name, shown(work, task, name)) for name in different])
    return different


def set_helpers(work: Work, task: Task, wanted: Sequence[int]) -> None:
    """Let exactly these people help; who is new becomes a member of the project."""
    own = rows.collaborators(work.db, task.id or 0)
    project = project_rows.project(work.db, task.project_id)
    for id in own:
        row = work.db.get(TaskCollaborator, (task.id, id))
        if id not in wanted and row is not None:
            work.db.delete(row)
    for person in people_rows.people(work.db, [id for id in wanted if id not in own]):
        people.join(work, project, person)
        work.db.add(TaskCollaborator(task_id=task.id or 0, person_id=person.id or 0))
    work.db.flush()


def shown(work: Work, task: Task, name: str) -> Value:
    """What a part of the task is now, in words."""
    if name == "collaborators":
        names = [person.name for person in people_rows.people(work.db, rows.collaborators(work.db, task.id or 0))]
        return Many(tuple(names)) if names else words("record.nothing")
    if name == "priority":
        return words(f"task.priority_{task.priority}")
    return getattr(task, name) or words("record.nothing")


def redate(work: Work, task: Task, due_at: datetime, timed: bool, reason: str) -> None:
    """Give it another due date, which starts a new ladder (O5). Raises UserError when it is over or unchanged."""
    refuse_closed(work, task)
    if task.due_at == due_at and task.due_timed == timed:
        raise UserError("task.same_date", title=task.title, due=task_cards.due(work, task))
    # The version never comes twice, not even after an undo, so neither does a ladder's number.
    _change(work, task, "task.redated", reason, due_at=due_at, due_timed=timed, run=task.version + 1)
    task_cards.tell_redated(work, task, reason)


def hand_over(work: Work, task: Task, to: Person) -> None:
    """Give it to somebody else, who is asked to accept; both are told. Raises UserError when it is theirs or over."""
    refuse_closed(work, task)
    if task.owner_id == to.id:
        raise UserError("task.owned_already", title=task.title, who=to.name)
    giver = people_rows.person(work.db, task.owner_id)
    people.join(work, project_rows.project(work.db, task.project_id), to)
    helper = work.db.get(TaskCollaborator, (task.id, to.id))
    if helper is not None:
        work.db.delete(helper)
    accepted = work.now if work.by is not None and work.by.id == to.id else None
    also = {"helped": to.id} if helper is not None else {}
    _change(work, task, "task.handed_over", also, owner_id=to.id or 0, accepted_at=accepted, objection="")
    task_cards.close_assigned(work, task, giver)
    task_cards.tell_owner(work, task, task_cards.card(work, task))
    task_cards.tell_giver(work, task, giver)


def accept(work: Work, task: Task) -> None:
    """The owner takes it on (T2). Raises UserError when they did before, or when it is over."""
    refuse_closed(work, task)
    if task.accepted_at is not None:
        raise UserError("task.accepted_before", title=task.title)
    _change(work, task, "task.accepted", accepted_at=work.now, objection="")


def object_to(work: Work, task: Task, reason: str) -> None:
    """The owner cannot take it on as set; whoever set it is told why (T2). Raises UserError when it is over."""
    refuse_closed(work, task)
    _change(work, task, "task.objected", objection=reason, accepted_at=None)
    task_cards.tell_objection(work, task)


def depend(work: Work, task: Task, before: Task, lag: int) -> None:
    """Let it wait for another task (J4). Raises UserError that shows the loop when there would be one."""
    refuse_closed(work, task)
    known = plan.link(work, task, before, lag)
    changed = {"lag": lag, "before": before.code}
    work.record(f"task:{task.id}", "task.linked", task.project_id, {"lag": known, "before": before.code}, changed)
    task.version += 1
    settle(work, task, SCHEDULE)


# ---------------------------------------------------------------------------------------------------------------------


def _change(work: Work, task: Task, action: str, also: str | Mapping[str, Any] = "", **values: Any) -> None:
    """Set what differs, write it down with what was said (`also`), and let everything that hangs on it follow."""
    if _reports(work, task, action):
        values["moved_at"] = work.now
        if task.accepted_at is None and work.by is not None and work.by.id == task.owner_id:
            values |= {"accepted_at": work.now, "objection": ""}  # who works on it has taken it on
    differing = {name for name, value in values.items() if getattr(task, name) != value}
    kept = differing | ({"due_timed"} if "due_at" in differing else set())  # or nobody knew how to write the date
    before = {name: plain(getattr(task, name)) for name in values if name in kept}
    after = {name: plain(values[name]) for name in before}
    for name, value in values.items():
        setattr(task, name, value)
    task.version += 1
    said = also if isinstance(also, Mapping) else {"reason": also} if also else {}
    work.record(f"task:{task.id}", action, task.project_id, before, {**after, **said})
    settle(work, task, frozenset(before))


def settle(work: Work, task: Task, changed: frozenset[str]) -> None:
    """What follows every change: critical path, the next rung of the ladder, the cards that show it."""
    work.db.flush()
    moved = plan.recompute(work, task.project_id) if changed & SCHEDULE else []
    for shown in (task, *(other for other in moved if other.id != task.id)):
        overdue.watch(work, shown)
        task_cards.refresh(work, shown, slight=shown is task and changed <= PACE)


def _reports(work: Work, task: Task, action: str) -> bool:
    """A report on the work counts as news whoever makes it; a change of the plan only when the owner makes it."""
    if work.by is None or action in ("task.accepted", "task.objected", "task.handed_over"):
        return False
    return action not in ("task.redated", "task.cancelled", "task.edited") or work.by.id == task.owner_id


def plain(value: Any) -> Any:
    """A value of a task as the record keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def refuse_closed(work: Work, task: Task) -> None:
    """Raises UserError that says by whom and when a task was closed, or that its project is; else no word."""
    if task.status not in states.OPEN:
        raise UserError(*_ended(work, task))
    project = project_rows.project(work.db, task.project_id)
    if project.status != "active":
        raise UserError("project.is_over", name=project.name)


def _refuse_move(work: Work, task: Task, status: str) -> None:
    if not states.may_move(task.status, status):
        refuse_closed(work, task)


def _ended(work: Work, task: Task) -> tuple[str, dict[str, str | Words | Moment]]:
    """By whom and when a closed task was closed, so that a press that comes too late is told so."""
    action = "task.finished" if task.status == "done" else "task.cancelled"
    subject = f"task:{task.id}"
    last = record_rows.latest(work.db, subject, action) or record_rows.latest(work.db, subject, "record.undone")
    who = people_rows.person(work.db, last.person_id).name if last and last.person_id else words("task.by_bot")
    at = Moment(last.at if last else task.finished_at or work.now)
    return f"task.is_{task.status}", {"title": task.title, "who": who, "at": at}

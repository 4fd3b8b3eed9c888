"""How late tasks are shown: to their owners, in the group, and to whoever has to decide about them (O1-O4)."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.cards import Button, Card, Day, Form, Input, Many, Moment, Option, Section, Style, Value, Words, words
from bot.rules.ladder import Rung
from bot.services import access, task_cards
from bot.services.work import Work
from storage import overdue as rows
from storage import people as people_rows
from storage import project as project_rows
from storage import record as record_rows
from storage import task as task_rows
from storage.tables.overdue import Escalation, Explanation, Ladder
from storage.tables.people import Department, Person
from storage.tables.project import Project
from storage.tables.task import Task

KINDS = ("resources", "change", "dependency", "estimate", "other")
MOST_LINES = 20
"""So many tasks are spelt out in one post; the others are counted."""
MOST_DECISIONS = 5
"""So many tasks are laid before somebody on one card; each brings its record and four buttons."""

LONGEST_LABEL = 12
"""Characters of a title on a button."""


def named(task: Task) -> Words:
    """A task as people speak of it."""
    return words("task.named", title=task.title, code=task.code)


def lateness(work: Work, project: Project, task: Task) -> Words:
    """By how many workdays it is late."""
    norms = work.norms(project)
    n = norms.calendar.working_days_late(task.due_at, work.now, norms.zone) if task.due_at else 0
    return words("overdue.days", n=n) if n else words("overdue.less_than_a_day")


def owner_of(work: Work, project: Project, task: Task) -> Value:
    """The owner by name; while they are away, with whoever stands in for them."""
    owner = people_rows.person(work.db, task.owner_id)
    day = work.now.astimezone(work.norms(project).zone).date()
    deputy = access.stand_in(work, owner, day)
    if deputy is None:
        return words("overdue.away", name=owner.name)
    return owner.name if deputy.id == owner.id else words("overdue.away_deputy", name=owner.name, deputy=deputy.name)


def due_soon(work: Work, project: Project, task: Task, owner: Person, receiver: Person, rung: Rung) -> Card:
    """To the owner, or to who takes their place: the task is due soon, and what to do if that cannot be kept (O1)."""
    key = "overdue.today" if rung is Rung.TODAY else "overdue.soon"
    lines: list[Value] = [words("overdue.soon_due", due=task_cards.due(work, task), project=project.name)]
    if owner.id != receiver.id:
        day = work.now.astimezone(work.zone_of(owner, work.norms(project))).date()
        is_deputy = access.stand_in(work, owner, day) == receiver
        lines.append(words("overdue.for_owner" if is_deputy else "overdue.for_owner_away", owner=owner.name))
    lines.append(words("overdue.soon_ask", code=task.code))
    return Card(words(key, task=named(task)), "warn", (Section(tuple(lines)),))


def late(work: Work, project: Project, tasks: Sequence[Task]) -> Card:
    """To the group: these tasks are late (O2)."""
    if len(tasks) == 1:
        task = tasks[0]
        who = words("overdue.late_owner", owner=owner_of(work, project, task), due=task_cards.due(work, task))
        asked = words("overdue.late_ask", code=task.code)
        return Card(words("overdue.late_one", task=named(task)), "bad", (Section((who, asked)),))
    lines: list[Value] = [_line(work, project, task) for task in tasks[:MOST_LINES]]
    lines += [*_rest(tasks), words("overdue.late_ask_many")]
    return Card(words("overdue.late", n=len(tasks)), "bad", (Section(tuple(lines)),))


def _line(work: Work, project: Project, task: Task) -> Words:
    return words("overdue.line", task=named(task), owner=owner_of(work, project, task), due=task_cards.due(work, task))


def _rest(tasks: Sequence[object]) -> list[Value]:
    return [words("overdue.more", n=len(tasks) - MOST_LINES)] if len(tasks) > MOST_LINES else []


# ---------------------------------------------------------------------------------------------------------------------
# The demand for cause and remedy (O3)


def asked_state(work: Work, task: Task, row: Ladder) -> str:
    """As what a task stands on the demand that was posted for one of its ladders."""
    if (state := _settled(task, row.run)) is not None:
        return state
    said = any(each.run == row.run for each in rows.explanations(work.db, [row.task_id]))
    return "explained" if said else "asked"


def _settled(task: Task, run: int) -> str | None:
    """How a task ended, or got another date, after it was posted as late; None while it is late as posted."""
    if task.status in ("done", "cancelled", "awaiting"):
        return task.status
    return "moved" if task.run != run else None


def demand(work: Work, project: Project, asked: Sequence[Ladder]) -> Card:
    """To the group: cause and remedy of these tasks are asked for, and the initiating department is called in (O3)."""
    tasks = {task.id: task for task in task_rows.tasks(work.db, [row.task_id for row in asked])}
    shown = asked[:MOST_LINES]
    states = [(tasks[row.task_id], asked_state(work, tasks[row.task_id], row), row.run) for row in shown]
    open_tasks = [task for task, state, _ in states if state == "asked"]
    several = len(open_tasks) > 1
    sections = [_asked(work, project, task, state, run, several, len(asked) == 1) for task, state, run in states]
    if not open_tasks:
        return Card(words("overdue.demand_settled"), "plain", tuple(sections))
    ending = [*_rest(asked), *called_in(work, project, open_tasks), words("overdue.demand_daily")]
    sections.append(Section(tuple(ending)))
    if len(asked) == 1:
        task = open_tasks[0]
        title = words("overdue.demand_one", task=named(task), days=lateness(work, project, task))
        return Card(title, "bad", tuple(sections))
    return Card(words("overdue.demand", n=len(open_tasks)), "bad", tuple(sections))


def _asked(work: Work, project: Project, task: Task, state: str, run: int, several: bool, titled: bool) -> Section:
    """A task on a demand; `titled` says that the headline names it and how late it is."""
    if state == "asked":
        line = words(
            "overdue.asked_alone" if titled else "overdue.asked_line",
            task=named(task),
            asked=_who_explains(work, project, task),
            due=task_cards.due(work, task),
            days=lateness(work, project, task),
        )
        return Section((line,), buttons=(explain_button(task, several),))
    if state == "explained":
        said = [each for each in rows.explanations(work.db, [task.id or 0]) if each.run == run]
        return Section((words("overdue.explained_line", task=named(task), said=said_by(work, said[-1])),))
    return Section((settled_line(work, task, state),))


def _who_explains(work: Work, project: Project, task: Task) -> Words:
    """Of whom cause and remedy are asked: the owner; while they are away their deputy, else the project's lead."""
    owner = people_rows.person(work.db, task.owner_id)
    day = work.now.astimezone(work.norms(project).zone).date()
    deputy = access.stand_in(work, owner, day)
    if deputy is not None and deputy.id == owner.id:
        return words("overdue.asked_owner", name=owner.name)
    if deputy is not None:
        return words("overdue.asked_deputy", name=owner.name, deputy=deputy.name)
    lead = access.stand_in(work, people_rows.person(work.db, project.lead_id), day)
    if lead is None:
        return words("overdue.asked_later", name=owner.name)
    return words("overdue.asked_lead", name=owner.name, lead=lead.name)


def settled_line(work: Work, task: Task, state: str) -> Words:
    """What became of a task since it was posted as late."""
    return words(f"overdue.settled_{state}", task=named(task), due=task_cards.due(work, task))


def called_in(work: Work, project: Project, tasks: Sequence[Task]) -> list[Value]:
    """Head or liaison of the initiating department by name, else the project's lead; never the only owner."""
    owners = {task.owner_id for task in tasks}
    asked = owners if len(owners) == 1 else set()
    day = work.now.astimezone(work.norms(project).zone).date()
    department = work.db.get(Department, project.department_id) if project.department_id else None
    for role in ("head", "liaison") if department else ():
        present = _present(work, access.holders(work, project, project.department_id, role), day, asked)
        if department and present:
            return [words("overdue.called_in", department=department.name, who=present)]
    lead = _present(work, [people_rows.person(work.db, project.lead_id)], day, asked)
    return [words("overdue.lead_called_in", who=lead)] if lead else []


def _present(work: Work, people: Sequence[Person], day: date, but: set[int]) -> Many | None:
    found = [access.stand_in(work, person, day) for person in people]
    names = tuple(dict.fromkeys(person.name for person in found if person is not None and person.id not in but))
    return Many(names) if names else None


def said_by(work: Work, said: Explanation) -> Words:
    """Cause and remedy as they were stated, by whom and when, and the date that was promised with them."""
    stated = words(
        "overdue.said",
        who=people_rows.person(work.db, said.person_id).name,
        at=Moment(said.at),
        kind=words(f"overdue.kind_{said.kind}"),
        cause=said.cause,
        remedy=said.remedy,
    )
    return words("overdue.said_day", said=stated, day=Day(said.new_day)) if said.new_day else stated


def explain_button(task: Task, several: bool = False) -> Button:
    """Opens the form for cause, remedy and, if need be, a new date; among `several` it says for which task."""
    form = explain_form(task)
    title = task.title if len(task.title) <= LONGEST_LABEL else f"{task.title[: LONGEST_LABEL - 1].rstrip()}…"
    label = words("overdue.button_explain_of", title=title) if several else words("overdue.button_explain")
    return Button("overdue.explain", label, form.value, "primary", form)


def explain_form(task: Task) -> Form:
    """Asks for the class of cause, the cause, the remedy and, if need be, a new date."""
    options = tuple(Option(kind, words(f"overdue.kind_{kind}")) for kind in KINDS)
    inputs = (
        Input("kind", words("overdue.input_kind"), "select", "other", options),
        Input("cause", words("overdue.input_cause"), "text", required=True),
        Input("remedy", words("overdue.input_remedy"), "text", required=True),
        Input("due", words("overdue.input_due"), "line", hint=words("overdue.hint_due_optional")),
    )
    title = words("overdue.form_explain", title=task.title)
    return Form("overdue.explain", title, inputs, value={"task": str(task.id)})


# ---------------------------------------------------------------------------------------------------------------------
# The escalation (O4)


def escalation_state(task: Task, escalation: Escalation) -> str:
    """As what a task stands on the card on which it was laid before an executive."""
    return "decided" if escalation.decision else _settled(task, escalation.run) or "open"


def escalation(work: Work, found: Sequence[Escalation]) -> Card:
    """To the executive: each task with its record and the decisions there are."""
    tasks = {task.id: task for task in task_rows.tasks(work.db, [row.task_id for row in found])}
    pairs = [(tasks[row.task_id], row) for row in found]
    open_ones = [(task, row) for task, row in pairs if escalation_state(task, row) == "open"]
    sections = tuple(_escalated(work, task, row, len(pairs) > 1) for task, row in pairs)
    if not open_ones:
        return Card(words("overdue.escalation_settled"), "plain", sections)
    if len(pairs) > 1:
        return Card(words("overdue.escalated", n=len(open_ones)), "bad", sections)
    task = open_ones[0][0]
    project = project_rows.project(work.db, task.project_id)
    return Card(words("overdue.escalated_one", task=named(task), days=lateness(work, project, task)), "bad", sections)


def reminder(work: Work, found: Sequence[Escalation], rest: int) -> Card:
    """To the executive once more: one line a task, with the decisions; the record stands in the first message."""
    tasks = {task.id: task for task in task_rows.tasks(work.db, [row.task_id for row in found])}
    sections: list[Section] = []
    for row in found:
        task = tasks[row.task_id]
        project = project_rows.project(work.db, task.project_id)
        line = words(
            "overdue.reminded_line",
            task=named(task),
            owner=owner_of(work, project, task),
            at=Moment(row.at),
            days=lateness(work, project, task),
        )
        sections.append(Section((line,), buttons=decision_buttons(task)))
    more = (Section((words("overdue.reminded_more", n=rest),)),) if rest else ()
    return Card(words("overdue.reminded", n=len(found) + rest), "bad", (*sections, *more))


def _escalated(work: Work, task: Task, row: Escalation, several: bool) -> Section:
    state = escalation_state(task, row)
    if state == "decided":
        return Section((decision_line(work, task, row),))
    if state != "open":
        return Section((settled_line(work, task, state), words("overdue.no_decision_needed")))
    lines = (words("overdue.escalated_task", task=named(task)),) if several else ()
    asked = (words(f"overdue.reason_{row.reason}"), *_for_whom(work, row))
    return Section((*lines, *asked), _record(work, task), decision_buttons(task))


def _for_whom(work: Work, row: Escalation) -> tuple[Words, ...]:
    if row.person_id == row.asked_id:
        return ()
    return (words("overdue.decide_for", name=people_rows.person(work.db, row.person_id).name),)


def _record(work: Work, task: Task) -> tuple[tuple[Words, Value], ...]:
    """What an executive has to know to decide; what there is nothing of is left out, but for the explanation."""
    project = project_rows.project(work.db, task.project_id)
    said = [said_by(work, each) for each in rows.explanations(work.db, [task.id or 0])]
    shown: tuple[tuple[str, Value | None], ...] = (
        ("project", words("project.named", name=project.name, code=project.code)),
        ("owner", owner_of(work, project, task)),
        ("due", task_cards.due(work, task)),
        ("late", lateness(work, project, task)),
        ("said", Many(tuple(said), sep="\n") if said else words("overdue.nothing_said")),
        ("blocked", _blocked(task)),
        ("waiting", _waiting(work, task)),
        ("progress", _progress(work, task)),
    )
    return tuple((words(f"overdue.label_{name}"), value) for name, value in shown if value is not None)


def _blocked(task: Task) -> Value | None:
    if task.status != "blocked":
        return None
    return words("overdue.blocked", cause=task.blocked_cause, need=task.blocked_need or "-")


def _waiting(work: Work, task: Task) -> Value | None:
    """The tasks that can only go on when this one is finished, with their owners."""
    waiting = rows.waiting_for(work.db, task.id or 0)
    owners = {p.id: p.name for p in people_rows.people(work.db, [other.owner_id for other in waiting])}
    shown = tuple(words("overdue.waiting", title=other.title, owner=owners[other.owner_id]) for other in waiting)
    return Many(shown) if shown else None


def _progress(work: Work, task: Task) -> Value:
    last = record_rows.latest(work.db, f"task:{task.id}", "task.progressed")
    state = task_cards.state(task)
    if last is None:
        return words("overdue.no_progress", state=state)
    note = str(last.after.get("reason") or task.next_step or "")
    return words("overdue.progress_note" if note else "overdue.progress", state=state, at=Moment(last.at), note=note)


def decision_buttons(task: Task) -> tuple[Button, ...]:
    """The four decisions: another date, more resources, take it as it is, give it up."""
    return (
        _decision(
            task,
            "date",
            "primary",
            Input("due", words("overdue.input_due"), "line", required=True, hint=words("task.hint_due")),
            Input("note", words("overdue.input_note"), "text"),
        ),
        _decision(
            task,
            "resources",
            "plain",
            Input("what", words("overdue.input_what"), "line", required=True),
            Input("source", words("overdue.input_source"), "line", required=True),
        ),
        Button("overdue.accept", words("overdue.button_accept"), {"escalated": str(task.id)}),
        _decision(task, "cancel", "danger", Input("note", words("overdue.input_reason"), "text", required=True)),
    )


def _decision(task: Task, name: str, style: Style, *inputs: Input) -> Button:
    value = {"escalated": str(task.id)}
    submit = words("overdue.submit_cancel" if name == "cancel" else "common.submit")
    form = Form(f"overdue.{name}", words(f"overdue.form_{name}", title=task.title), inputs, submit, value)
    return Button(form.action, words(f"overdue.button_{name}"), value, style, form)


def decision_line(work: Work, task: Task, row: Escalation) -> Words:
    """Who decided what about a task, in one sentence."""
    who = people_rows.person(work.db, row.decided_by or row.person_id).name
    due = _decided_due(work, task, row) if row.decision == "date" else ""
    return words(f"overdue.decided_{row.decision}", who=who, task=named(task), due=due, note=row.note)


def _decided_due(work: Work, task: Task, row: Escalation) -> Value:
    """The date that was decided; the task may have got another one since."""
    for made in reversed(record_rows.history(work.db, f"task:{task.id}", 200)):
        if made.action == "task.decided" and made.at == row.decided_at and "until" in made.after:
            return task_cards.due_on(work, task, datetime.fromisoformat(made.after["until"]), made.after["timed"])
    return task_cards.due(work, task)


def decided(work: Work, project: Project, task: Task, row: Escalation) -> Card:
    """To the group: what was decided about a task, and that the ladder ended or goes on (O4)."""
    lines: list[Value] = [words("overdue.decided_owner", owner=owner_of(work, project, task))]
    if row.note and row.decision != "resources":
        lines.append(words("overdue.decided_note", note=row.note))
    return Card(decision_line(work, task, row), "plain", (Section(tuple(lines)),))

"""The standup's cards: the question, the receipt, the reminder, and the digest in the group (S1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cards import Button, Card, Day, Form, Input, Many, Moment, Option, Section, Value, Who, Words, note, words
from bot.rules import standup as rules
from bot.rules.standup import done_before
from bot.services import due_soon
from bot.services.standup_team import Sheet, group_habit, window_of
from bot.services.work import Work
from storage import project as project_rows
from storage import standup as rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.standup import StandupAnswer
from storage.tables.task import Task

LOOK_BACK_DAYS = 14  # how old a "today" may be that still says what was planned
LONGEST_PAUSE_DAYS = 5  # how far back tasks that moved are looked for when somebody did not answer the last time
MOST_PLANNED = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some people before they answer: earlier answers, today's, and their tasks."""

    earlier: Mapping[tuple[int, int], StandupAnswer]
    given: Mapping[tuple[int, int], StandupAnswer]
    tasks: Sequence[Task]
    since: datetime


def known(work: Work, people: Sequence[int], projects: Sequence[int], day: date) -> Known:
    """Read what questions for a day are filled with: two queries, however many people; one when all have answered."""
    said = rows.answers_of(work.db, people, day - timedelta(days=LOOK_BACK_DAYS), day)
    earlier: dict[tuple[int, int], StandupAnswer] = {}
    for row in said:
        if row.day < day:
            earlier.setdefault((row.project_id, row.person_id), row)
    given = {(row.project_id, row.person_id): row for row in said if row.day == day}
    since = work.now - timedelta(days=LONGEST_PAUSE_DAYS)
    silent = any((project, person) not in given for project in projects for person in people)
    return Known(earlier, given, rows.tasks_of(work.db, people, projects, since) if silent else (), since)


# ---------------------------------------------------------------------------------------------------------------------
# The question


def ask(work: Work, person: Person, day: date, projects: Sequence[Project], facts: Known) -> Card:
    """One person's card of one day: a section a project, with a form or with what was answered."""
    waiting = [each for each in projects if (each.id or 0, person.id or 0) not in facts.given]
    sections = tuple(_section(work, person, day, each, facts, many=len(projects) > 1) for each in projects)
    if not waiting:
        title = words("standup.recorded_title", project=_names(projects), day=Day(day))
        return Card(title, "good", sections)
    closes = [window.closes for each in waiting if (window := window_of(work, each, person, day))]
    until = Moment(max(closes)) if closes else Day(day)
    return Card(words("standup.ask_title", project=_names(projects), until=until), sections=sections)


def _names(projects: Sequence[Project]) -> Many:
    return Many(tuple(each.name for each in projects))


def _section(work: Work, person: Person, day: date, project: Project, facts: Known, many: bool) -> Section:
    head: tuple[Value, ...] = (project.name,) if many else ()
    row = facts.given.get((project.id or 0, person.id or 0))
    if row is None:
        return Section(head, form=form(project, day, *prefilled(project, person, facts), asked=True))
    return answered(work, project, row, head)


def answered(work: Work, project: Project, row: StandupAnswer, head: tuple[Value, ...] = ()) -> Section:
    """What somebody answered, with buttons to change it and to turn its obstacle into a blocker."""
    late = (words("standup.counted_late", day=Day(row.day)),) if row.late else ()
    edit = Button(
        "standup.answer",
        words("standup.edit"),
        form=form(project, row.day, row.yesterday, row.today, row.obstacles, asked=True),
    )
    return Section((*head, *late), _fields(row), (edit, *blocker_buttons(work, project, row.day, [row])))


def _fields(row: StandupAnswer) -> tuple[tuple[Words, Value], ...]:
    return (
        (words("standup.label_yesterday"), row.yesterday or words("standup.nothing")),
        (words("standup.label_today"), row.today or words("standup.nothing")),
        (words("standup.label_obstacles"), row.obstacles or words("standup.none")),
    )


def form(
    project: Project, day: date, yesterday: str = "", today: str = "", obstacles: str = "", asked: bool = False
) -> Form:
    """The three fields; `asked` says that they stand in the person's own card."""
    inputs = (
        Input("yesterday", words("standup.label_yesterday"), "text", yesterday),
        Input("today", words("standup.label_today"), "text", today),
        Input("obstacles", words("standup.label_obstacles"), "text", obstacles, hint=words("standup.hint_obstacles")),
    )
    value = {"project": str(project.id), "day": day.isoformat(), **({"asked": "1"} if asked else {})}
    return Form("standup.answer", words("standup.form_title", project=project.name), inputs, value=value)


def prefilled(project: Project, person: Person, facts: Known) -> tuple[str, str]:
    """Yesterday and today as far as the record tells them: the last plan, what moved since, and what is due next."""
    last = facts.earlier.get((project.id or 0, person.id or 0))
    since = last.at if last and last.at > facts.since else facts.since
    own = [task for task in facts.tasks if task.owner_id == person.id and task.project_id == project.id]
    moved = [(task.title, task.percent) for task in own if task.percent and task.moved_at and task.moved_at >= since]
    coming = [task.title for task in own if task.status in task_rows.OPEN and task.status != "awaiting"]
    return done_before(last.today if last else "", moved), "\n".join(coming[:MOST_PLANNED])


def refreshed(work: Work, person: Person, day: date, asked: Project) -> Card:
    """A person's card of a day as it is now, with the projects asked about and `asked`."""
    asks = rows.asks_of(work.db, [person.id or 0], day)
    ids = sorted({asked.id or 0, *(row.project_id for row in asks)})
    return ask(work, person, day, project_rows.projects(work.db, ids), known(work, [person.id or 0], ids, day))


def receipt(work: Work, person: Person, project: Project, row: StandupAnswer) -> Card:
    """What was understood from a typed answer."""
    title = words("standup.receipt_title", who=person.name, project=project.name, day=Day(row.day))
    return Card(title, "good", (answered(work, project, row),))


def too_late(row: StandupAnswer) -> Card:
    """The day's digest stays as it is; the answer is kept and counted as late."""
    return note(words("standup.too_late", day=Day(row.day)), words("standup.too_late_next"), tone="warn")


def reminder(work: Work, person: Person, day: date, projects: Sequence[Project], until: datetime) -> Card:
    """One reminder for everything a person has not answered yet; it stands in a direct message and may mention them."""
    buttons = tuple(
        Button(
            "standup.answer",
            words("standup.fill_for", project=each.name) if len(projects) > 1 else words("standup.fill"),
            style="primary",
            form=form(each, day, asked=True),
        )
        for each in projects
    )
    who = Who(person.id or 0, person.name, ping=True)
    title = words("standup.reminder", who=who, project=_names(projects), until=Moment(until))
    return Card(title, "warn", (Section(buttons=buttons),))


def reminded(work: Work, person: Person, day: date) -> Card:
    """The reminder once something was answered: what is still open, or that nothing is."""
    given = {row.project_id for row in rows.answers_of(work.db, [person.id or 0], day, day)}
    asks = rows.asks_of(work.db, [person.id or 0], day)
    waiting = [row.project_id for row in asks if row.project_id not in given]
    projects = project_rows.projects(work.db, waiting) if waiting else []
    closes = [window.closes for each in projects if (window := window_of(work, each, person, day))]
    if not closes:
        return note(words("standup.reminder_done", day=Day(day)), tone="good")
    return reminder(work, person, day, projects, max(closes))


# ---------------------------------------------------------------------------------------------------------------------
# The digest


def question(work: Work, sheet: Sheet, *, first: bool = False) -> Card:
    """What the group is asked together until its digest takes the place: who has answered, the form for all, and what
    is due soon. Who has to deliver is mentioned by the `first` one only."""
    answered = tuple(sheet.names[row.person_id] for row in sheet.answers)
    total = len(answered) + len(sheet.missing) + len(sheet.pending)
    lines: list[Value] = [words("standup.count", answered=len(answered), total=total)]
    lines += [words("standup.answered", names=Many(answered))] if answered else []
    window = rules.window(group_habit(work, sheet.project), sheet.day)
    until = Moment(window.closes) if window else Day(sheet.day)
    title = words("standup.ask_title", project=sheet.project.name, until=until)
    soon = due_soon.sections(work, sheet.project, sheet.day, ping=first)
    return Card(title, sections=(Section(tuple(lines), form=form(sheet.project, sheet.day)), *soon))


def digest(work: Work, sheet: Sheet) -> Card:
    """What the group reads: answers, then who is missing, whose time has not come, who is away; nobody is mentioned."""
    said = tuple(_said(sheet.names[row.person_id], row) for row in sheet.answers)
    groups = (("missing", sheet.missing), ("pending", sheet.pending), ("away", sheet.away))
    others = tuple(
        words(f"standup.{key}", names=Many(tuple(person.name for person in people))) for key, people in groups if people
    )
    fill = Button("standup.answer", words("standup.fill"), form=form(sheet.project, sheet.day))
    buttons = (*blocker_buttons(work, sheet.project, sheet.day, sheet.answers, sheet.names), fill)
    title = words("standup.digest_title", project=sheet.project.name, day=Day(sheet.day))
    total = len(sheet.answers) + len(sheet.missing) + len(sheet.pending)
    count = words("standup.count", answered=len(sheet.answers), total=total)
    return Card(title, sections=(Section((count, *said)), Section(others, buttons=buttons)))


def _said(name: str, row: StandupAnswer) -> Words:
    who = words("standup.late_name", name=name) if row.late else name
    yesterday, today = (_flat(text) or words("standup.nothing") for text in (row.yesterday, row.today))
    if row.obstacles:
        key = "standup.said_obstacle" if row.blocker_id is None else "standup.said_raised"
        return words(key, who=who, yesterday=yesterday, today=today, obstacles=_flat(row.obstacles))
    return words("standup.said", who=who, yesterday=yesterday, today=today)


def _flat(text: str) -> str:
    return " / ".join(part.strip() for part in text.splitlines() if part.strip())


# ---------------------------------------------------------------------------------------------------------------------
# Obstacles


def blocker_buttons(
    work: Work, project: Project, day: date, answers: Sequence[StandupAnswer], names: Mapping[int, str] | None = None
) -> tuple[Button, ...]:
    """One button that turns an obstacle into a blocker with an owner; none when nothing is in the way any more."""
    stuck = [row for row in answers if row.obstacles and row.blocker_id is None]
    if not stuck:
        return ()
    members = project_rows.members(work.db, project.id or 0)
    called = {person.id or 0: person.name for person in members} | dict(names or {})
    owners = {row.person_id for row in stuck}
    tasks = [task for task in task_rows.open_in(work.db, project.id or 0) if task.owner_id in owners]
    value = {"project": str(project.id), "day": day.isoformat()}
    inputs = _blocker_inputs(stuck, tasks, members, called)
    opened = Form("standup.blocker", words("standup.blocker_title"), inputs, value=value)
    return (Button("standup.blocker", words("standup.to_blocker"), form=opened),)


def _blocker_inputs(
    stuck: Sequence[StandupAnswer], tasks: Sequence[Task], members: Sequence[Person], called: Mapping[int, str]
) -> tuple[Input, ...]:
    return (
        Input(
            "obstacle",
            words("standup.label_obstacle"),
            "select",
            str(stuck[0].person_id),
            required=True,
            options=tuple(
                Option(str(r.person_id), words("standup.whose", who=called[r.person_id], what=_flat(r.obstacles)))
                for r in stuck
            ),
        ),
        Input(
            "task",
            words("standup.label_task"),
            "select",
            options=(
                Option("", words("standup.new_item")),
                *(Option(str(t.id), words("standup.whose", who=called[t.owner_id], what=t.title)) for t in tasks),
            ),
        ),
        Input(
            "owner",
            words("standup.label_owner"),
            "select",
            str(stuck[0].person_id),
            required=True,
            options=tuple(Option(str(person.id), person.name) for person in members),
        ),
        Input("need", words("standup.label_need"), hint=words("standup.hint_need")),
    )


def raised(row: StandupAnswer, helping: Task, stuck: Task | None, owner: Person) -> Card:
    """What became of an obstacle."""
    title = words("standup.raised_title", what=_flat(row.obstacles), who=owner.name)
    blocked = (words("standup.raised_blocked", title=stuck.title, code=stuck.code),) if stuck else ()
    item = (words("standup.raised_item", title=helping.title, code=helping.code),) if helping is not stuck else ()
    return note(title, *blocked, *item, tone="good")

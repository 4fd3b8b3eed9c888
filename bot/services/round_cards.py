"""The round's cards: the question and the summary in the group, and a person's own tasks in private (S2)."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards import Button, Card, Day, Form, Input, Many, Moment, Option, Section, Value, Words, note, words
from bot.services import rounds, task_cards
from bot.services.rounds import Picture
from bot.services.work import Work
from storage import people as people_rows
from storage import rounds as rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.task import Task

MOST_OWNERS = 8
MOST_TITLES = 4


def question(work: Work, picture: Picture, until: Moment) -> Card:
    """Who is asked about which tasks; people are named, not mentioned."""
    lines: list[Value] = [
        words("round.owner", name=person.name, tasks=_titles(tasks)) for person, tasks in picture.asked[:MOST_OWNERS]
    ]
    rest = picture.asked[MOST_OWNERS:]
    if rest:
        lines.append(words("round.more_owners", n=len(rest), tasks=sum(len(tasks) for _, tasks in rest)))
    title = words("round.question_title", project=picture.project.name, until=until)
    return Card(title, sections=(Section(tuple(lines), buttons=(_update_button(picture.project, picture.day),)),))


def _update_button(project: Project, day: date) -> Button:
    value = {"project": str(project.id), "day": day.isoformat()}
    return Button("round.update", words("round.update"), value, "primary")


def _titles(tasks: Sequence[Task]) -> Value:
    shown = Many(tuple(task.title for task in tasks[:MOST_TITLES]))
    return words("round.and_more", titles=shown, n=len(tasks)) if len(tasks) > MOST_TITLES else shown


def summary(work: Work, picture: Picture) -> Card:
    """How the day went: finished, moved, blocked, late, by department, against the round before."""
    whole = picture.whole
    fields: list[tuple[Words, Value]] = [
        (words("round.label_done"), _amount(whole.done)),
        (words("round.label_moved"), _amount(whole.moved)),
    ]
    # What is wrong is named only where something is: a quiet day is two short lines, and "late" is never a false alarm.
    troubles = (("blocked", whole.blocked), ("late", whole.late))
    fields += [(words(f"round.label_{name}"), _amount(tasks)) for name, tasks in troubles if tasks]
    fields.append((words("round.label_open"), picture.open_tasks))
    if picture.asked:
        silent = tuple(words("round.silent", name=person.name, n=len(tasks)) for person, tasks in picture.asked)
        fields.append((words("round.label_silent"), Many(silent)))
    lines = (*_departments(work, picture), *_compared(work, picture))
    title = words("round.summary_title", project=picture.project.name, day=Day(picture.day))
    return Card(title, "bad" if whole.late else "plain", (Section(fields=tuple(fields)), Section(lines)))


def _amount(tasks: Sequence[Task]) -> Value:
    return words("round.amount", n=len(tasks), titles=_titles(tasks)) if tasks else 0


def _departments(work: Work, picture: Picture) -> tuple[Words, ...]:
    """A line for each department in which something happened or is wrong; none when there is only one."""
    names: dict[int | None, Value] = {row.id: row.name for row in people_rows.departments(work.db)}
    shown = [(each, tally) for each, tally in picture.departments if any(tally.counts().values())]
    if len(picture.departments) < 2:
        return ()
    other = words("round.no_department")
    return tuple(
        words("round.department", name=names.get(each, other), counts=_counted(tally.counts())) for each, tally in shown
    )


def _counted(counts: Mapping[str, int], sign: bool = False) -> Many:
    """The counts that are not nought; `sign` for changes."""
    return Many(tuple(words(f"round.count_{name}", n=f"{n:+d}" if sign else n) for name, n in counts.items() if n))


def _compared(work: Work, picture: Picture) -> tuple[Words, ...]:
    before = rows.before(work.db, picture.project.id or 0, picture.day)
    if before is None:
        return ()
    change = {name: number - before.counts.get(name, 0) for name, number in picture.whole.counts().items()}
    if not any(change.values()):
        return (words("round.unchanged", day=Day(before.day)),)
    return (words("round.compared", day=Day(before.day), change=_counted(change, sign=True)),)


# ---------------------------------------------------------------------------------------------------------------------
# A person's own tasks


def mine(work: Work, project: Project, person: Person, day: date, updated: Task | None = None) -> Card:
    """A person's open tasks in a project with a form for one of them; what was not updated today comes first."""
    tasks = [task for task in task_rows.open_of(work.db, person.id or 0) if task.project_id == project.id]
    head = (words("round.updated", title=updated.title, state=task_cards.state(updated)),) if updated else ()
    if not tasks:
        return note(words("round.none_yours", project=project.name), *head, tone="good")
    tasks.sort(key=lambda task: not rounds.waits(work, project, task, day))
    left = sum(rounds.waits(work, project, task, day) for task in tasks)
    title = words("round.all_said", project=project.name)
    if left:
        title = words("round.mine_title", project=project.name, n=left)
    lines = (*head, *(task_cards.line(work, task) for task in tasks[:20]))
    return Card(title, "plain" if left else "good", (Section(lines, form=_form(project, day, tasks)),))


def _form(project: Project, day: date, tasks: Sequence[Task]) -> Form:
    options = tuple(Option(str(task.id), words("task.named", title=task.title, code=task.code)) for task in tasks)
    inputs = (
        Input("task", words("round.label_task"), "select", options[0].value, options, required=True),
        Input("percent", words("round.label_percent"), "number", hint=words("round.hint_percent")),
        Input("said", words("round.label_said"), "text"),
        Input("next", words("round.label_next")),
    )
    value = {"project": str(project.id), "day": day.isoformat()}
    return Form("round.progress", words("round.mine_form"), inputs, value=value)

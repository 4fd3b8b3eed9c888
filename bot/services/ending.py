"""A project whose period is over: its lead is asked once a week to close it or to move its end (J1, K1)."""

from datetime import date, datetime, timedelta
from typing import Final

from bot.cards import Button, Card, Day, Form, Input, Section, Value, note, words
from bot.rules.zones import at_local
from bot.services import project_cards, task_cards
from bot.services.work import Work
from storage import due
from storage import project as rows
from storage import task as task_rows
from storage.tables.project import Project

KIND: Final = "project_end"
DAY: Final = timedelta(days=1)
AGAIN: Final = timedelta(days=7)
MOST_LINES: Final = 10


def card_key(project: Project) -> str:
    """The name of the cards that ask the lead."""
    return f"ending:{project.id}"


def schedule(work: Work, project: Project) -> None:
    """Set the moment of the question: the first workday after the end, or a week after it was asked last."""
    if project.status != "active" or project.ends_on is None:
        due.drop(work.db, KIND, project.id)
        return
    first, known = morning(work, project, project.ends_on), due.when(work.db, KIND, project.id)
    if first > work.now:
        due.put(work.db, KIND, project.id, first)
    elif known is None or known > work.now + AGAIN + DAY:
        due.put(work.db, KIND, project.id, morning(work, project, work.today(work.norms(project))))


def morning(work: Work, project: Project, day: date) -> datetime:
    """When the first working day after a day begins."""
    norms = work.norms(project)
    wanted = norms.calendar.next_workday(day)
    return at_local(wanted, norms.calendar.day_start(wanted), norms.zone)


def over(work: Work, project: Project) -> bool:
    """Whether the period is over while the project goes on."""
    last = project.ends_on
    return project.status == "active" and last is not None and last < work.today(work.norms(project))


def card(work: Work, project: Project) -> Card:
    """What is still open, by name, and the two ways on."""
    ends = Day(project.ends_on or work.today(work.norms(project)))
    value = {"project": str(project.id), "on": "card"}
    left = [*_open_tasks(work, project), *_open_milestones(work, project)]
    label = words("project.button_close" if left else "project.button_close_done")
    close = Button("project.close", label, value, "danger" if left else "primary")
    field = Input("ends", words("project.label_end"), "date", required=True)
    form = Form("project.edit", words("project.form_end", name=project.name), (field,), value=value)
    move = Button("project.edit", words("project.button_end"), value, form=form)
    lines = (*left, words("project.ending_asks") if left else words("project.ending_asks_done"))
    return Card(words("project.ending", name=project.name, end=ends), "warn", (Section(lines, buttons=(close, move)),))


def _open_tasks(work: Work, project: Project) -> list[Value]:
    tasks = task_rows.open_in(work.db, project.id or 0)
    if not tasks:
        return []
    lines: list[Value] = [task_cards.line(work, task) for task in tasks[:MOST_LINES]]
    more = [words("project.ending_more", n=len(tasks) - MOST_LINES)] if len(tasks) > MOST_LINES else []
    return [words("project.ending_open", n=len(tasks)), *lines, *more]


def _open_milestones(work: Work, project: Project) -> list[Value]:
    today = work.today(work.norms(project))
    missed = [each for each in rows.milestones(work.db, project.id or 0) if each.reached_at is None]
    if not missed:
        return []
    return [words("project.ending_milestones"), *(project_cards.milestone_line(each, today) for each in missed)]


def refresh(work: Work, project: Project) -> None:
    """Show on the question what became of it."""
    if over(work, project):
        shown = card(work, project)
    elif project.status != "active":
        shown = note(words("project.closed", name=project.name, code=project.code), tone="good")
    elif project.ends_on is not None:
        shown = note(words("project.ending_moved", name=project.name, end=Day(project.ends_on)), tone="good")
    else:
        shown = note(words("project.ending_open_ended", name=project.name), tone="good")
    work.update(card_key(project), shown)

"""Days set by command: a company's or a project's own days off, extra workdays and half days ("workday")."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.cards import Words, words
from bot.services import following
from bot.services.work import Work
from storage import people as people_rows
from storage.tables.people import CalendarDay
from storage.tables.project import Project

COUNTRIES: Final = frozenset({"CN", "DE", "FR", "GB", "HK", "JP", "KR", "MO", "SG", "US"})
"""Places whose calendars are called by name; others by their code."""


def calendar_named(code: str) -> Words:
    """A calendar as people speak of it."""
    return words(f"people.calendar_{code.lower()}") if code in COUNTRIES else words("people.calendar_other", code=code)


def scope_of(project: Project | None) -> str:
    """Under which name settings and days of a project, or of the workspace, are kept."""
    return f"project:{project.id}" if project else "workspace"


def set_day(work: Work, project: Project | None, day: date, kind: str, *, hours: str = "", note: str = "") -> None:
    """Make a day off, on or half for a project or everybody; whatever is scheduled follows."""
    row = people_rows.calendar_day(work.db, scope_of(project), day)
    before = _values(row) if row else {}
    if row is None:
        row = CalendarDay(scope=scope_of(project), day=day, kind=kind)
        work.db.add(row)
    row.kind, row.hours, row.note = kind, hours, note
    _record(work, project, day, before, _values(row))


def clear_day(work: Work, project: Project | None, day: date) -> bool:
    """Let a day be what the calendar says; False when nothing was set for it."""
    row = people_rows.calendar_day(work.db, scope_of(project), day)
    if row is None:
        return False
    work.db.delete(row)
    _record(work, project, day, _values(row), {})
    return True


def put_back(work: Work, project: Project | None, day: date, values: Mapping[str, str]) -> None:
    """Let a day be as it was set before, or as the calendar says when nothing was set."""
    row = people_rows.calendar_day(work.db, scope_of(project), day)
    if row is not None and not values:
        work.db.delete(row)
    elif values:
        row = row or CalendarDay(scope=scope_of(project), day=day, kind=values["kind"])
        row.kind, row.hours, row.note = values["kind"], values["hours"], values["note"]
        work.db.add(row)
    _follow(work, project)


def note_of(work: Work, project: Project | None, day: date) -> str:
    """The reason given for a day set by command, the project's own first."""
    scopes = [scope_of(project), "workspace"] if project else ["workspace"]
    rows = [people_rows.calendar_day(work.db, scope, day) for scope in scopes]
    return next((row.note for row in rows if row), "")


def _record(work: Work, project: Project | None, day: date, before: dict[str, str], after: dict[str, str]) -> None:
    project_id = project.id if project else None
    work.record(f"day:{scope_of(project)}:{day.isoformat()}", "workday.set", project_id, before, after)
    _follow(work, project)


def _follow(work: Work, project: Project | None) -> None:
    work.db.flush()
    work.forget_norms()
    following.follow(work, project)


def _values(row: CalendarDay) -> dict[str, str]:
    return {"kind": row.kind, "hours": row.hours, "note": row.note}

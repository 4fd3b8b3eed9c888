"""Settings of the workspace, of a project and of a person: what counts, where it comes from, and changes."""

from dataclasses import dataclass

from bot.rules.norms import Norms
from bot.rules.settings import NAMES, PERSONAL, Change
from bot.rules.workdays import DEFAULT_HOURS
from bot.services import following
from bot.services.work import Work
from bot.services.workdays import scope_of
from storage import people as rows
from storage.tables.people import Person
from storage.tables.project import Project

_OWN = {"timezone": "zone"}
SHOWN = tuple(key for key in NAMES if key != "quiet_hours")


@dataclass(frozen=True, slots=True)
class Counting:
    """One setting as it counts: its kept form, and where it was set (project, workspace, or default)."""

    key: str
    value: str
    source: str


def counting(work: Work, project: Project | None) -> list[Counting]:
    """Every setting with the value that counts for a project, or for the workspace."""
    norms = work.norms(project)
    written = rows.settings(work.db)
    own, company = written.get(scope_of(project), {}) if project else {}, written.get("workspace", {})
    return [
        Counting(key, _value(norms, key), "project" if key in own else "workspace" if key in company else "default")
        for key in SHOWN
    ]


def change(work: Work, project: Project | None, wanted: Change) -> str:
    """Change a setting of a project or of the workspace; whatever is scheduled follows. Returns what counts now."""
    before = rows.settings(work.db).get(scope_of(project), {}).get(wanted.key)
    project_id = project.id if project else None
    work.record(
        f"settings:{scope_of(project)}", "setting.changed", project_id, {wanted.key: before}, {wanted.key: wanted.value}
    )
    put_back(work, project, wanted.key, wanted.value)
    return _value(work.norms(project), wanted.key)


def put_back(work: Work, project: Project | None, key: str, value: str | None) -> None:
    """Let a setting be what it was, or is wanted to be; None takes it away. Whatever is scheduled follows."""
    rows.set_setting(work.db, scope_of(project), key, value)
    work.db.flush()
    work.forget_norms()
    following.follow(work, project)


def adopt_language(work: Work, project: Project, language: str) -> None:
    """Let a project write in the language of its people, where nobody chose one for it."""
    chosen = "language" in rows.settings(work.db).get(scope_of(project), {})
    if not chosen and language != work.norms(project).language:
        change(work, project, Change("language", language))


def change_own(work: Work, person: Person, wanted: Change) -> None:
    """Change what somebody set for themselves: language, zone, calendar, time of the standup."""
    before = getattr(person, _OWN.get(wanted.key, wanted.key))
    work.record(f"person:{person.id}", "person.setting", None, {wanted.key: before}, {wanted.key: wanted.value or ""})
    put_back_own(work, person, wanted.key, wanted.value or "")


def put_back_own(work: Work, person: Person, key: str, value: str) -> None:
    """Let somebody's own setting be what it was, or is wanted to be; their standups follow."""
    setattr(person, _OWN.get(key, key), value)
    following.follow_person(work, person)


def own(person: Person) -> dict[str, str]:
    """What somebody set for themselves; empty where they follow their project."""
    return {key: getattr(person, _OWN.get(key, key)) for key in PERSONAL}


def _value(norms: Norms, key: str) -> str:
    if key == "timezone":
        return norms.zone.key
    if key == "calendar":
        return norms.calendar.code
    if key == "working_hours":
        hours = next((layer.hours for layer in norms.calendar.layers if layer.hours), None)
        return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in hours or DEFAULT_HOURS)
    value = getattr(norms, key)
    if isinstance(value, bool):
        return "on" if value else "off"
    if key == "standup_reminder_share":
        return f"{round(value * 100)}%"
    return f"{value:%H:%M}" if key.endswith("_time") else str(value)

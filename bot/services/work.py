"""One unit of work: the session, the moment, who acts, and the norms that count. Every service takes it first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import calendars
from bot.cards import Card
from bot.rules.norms import Norms, changed
from bot.rules.workdays import Overrides, WorkCalendar, parse_hours
from bot.rules.zones import parse_zone
from storage import outbox
from storage import people as people_rows
from storage import record as record_rows
from storage.memo import remembered
from storage.outbox import Notice
from storage.tables.people import CalendarDay, Person
from storage.tables.project import Project

DayRows = tuple[tuple[date, str, str], ...]


@dataclass(slots=True, eq=False)
class Defaults:
    """What the configuration says: the workspace's norms, its calendar's code, its own days, newer year files, and who
    administrates, as "platform:user id".

    frugal: the platforms on which groups are asked together, to save calls.
    lasting: how long a card may stand before it is posted anew, on platforms where it cannot be pressed for ever.
    """

    norms: Norms
    calendar_code: str = "CN"
    company: Overrides | None = None
    year_files: Path | None = None
    administrators: frozenset[str] = frozenset()
    frugal: frozenset[str] = frozenset()
    lasting: Mapping[str, timedelta] = field(default_factory=dict)
    _calendars: dict[tuple[str, DayRows, str], WorkCalendar] = field(default_factory=dict)

    def calendar(self, code: str, days: DayRows = (), hours: str = "") -> WorkCalendar:
        """The calendar of a code with the company's days, and with days and hours set by command on top; each is built
        once."""
        known = self._calendars.get((code, days, hours))
        if known is None:
            known = calendars.load(code, company=self.company, extra=self.year_files)
            known = known.with_overrides(_overrides(days, hours)) if days or hours else known
            self._calendars[code, days, hours] = known
        return known


@dataclass(slots=True)
class Work:
    """One unit of work, within one transaction.

    now: the one moment of this turn or duty, aware UTC.
    by: the person who acts, or None when the bot does by itself.
    source: where it came from, such as "inbox:12" or "due:overdue:5"; it names the keys of what is sent.
    """

    db: Session
    now: datetime
    defaults: Defaults
    by: Person | None = None
    source: str = ""
    _count: int = field(default=0)
    _norms: dict[int | None, Norms] = field(default_factory=dict)

    def key(self) -> str:
        """A deduplication key for the next message of this unit of work, the same when the unit is run again."""
        self._count += 1
        return f"{self.source}/{self._count}"

    def send(self, *notices: Notice) -> None:
        """Queue messages, in this transaction."""
        outbox.put(self.db, notices, self.now)

    def update(
        self,
        card_key: str,
        card: Card,
        why: str = "reply",
        *,
        news: bool = False,
        calm: bool = False,
        slight: bool = False,
    ) -> None:
        """Replace a card in place wherever it stands; `news` is posted anew where nothing can be replaced, `calm`
        waits for working hours like what takes its place, and `slight` may be left to the next one to save a call."""
        weight = outbox.NEWS if news else outbox.SLIGHT if slight else ""
        outbox.put_update(self.db, card_key, card, why, self.now, self.key(), calm=calm, weight=weight)

    def record(
        self,
        subject: str,
        action: str,
        project_id: int | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one change into the append-only record (U1)."""
        record_rows.write(
            self.db,
            self.now,
            subject,
            action,
            by=self.by.id if self.by else None,
            project_id=project_id,
            before=before,
            after=after,
            source=self.source,
        )

    def norms(self, project: Project | None = None) -> Norms:
        """What counts for a project, or the workspace: defaults, the workspace's settings, the project's own."""
        project_id = project.id if project else None
        if project_id not in self._norms:
            self._norms[project_id] = _norms(self.db, self.defaults, project_id)
        return self._norms[project_id]

    def forget_norms(self) -> None:
        """Read settings and calendar anew after they were changed."""
        self._norms.clear()

    def zone_of(self, person: Person, norms: Norms) -> ZoneInfo:
        """A person's own zone, or the one that counts around them."""
        return parse_zone(person.zone) or norms.zone if person.zone else norms.zone

    def today(self, norms: Norms) -> date:
        """The local date where these norms count."""
        return self.now.astimezone(norms.zone).date()


def person_calendar(work: Work, person: Person, norms: Norms) -> WorkCalendar:
    """The calendar a person works by: their own country's, or the one that counts around them."""
    return work.defaults.calendar(person.calendar) if person.calendar else norms.calendar


@remembered("setting", "calendarday")
def _norms(db: Session, defaults: Defaults, project_id: int | None) -> Norms:
    settings, days = people_rows.settings(db), people_rows.calendar_days(db)
    norms, code, hours = defaults.norms, defaults.calendar_code, ""
    own: list[CalendarDay] = []
    for scope in ("workspace", *(() if project_id is None else (f"project:{project_id}",))):
        raw = settings.get(scope, {})
        norms = changed(norms, raw)
        code, hours = raw.get("calendar", code), raw.get("working_hours", hours)
        own.extend(day for day in days if day.scope == scope)
    if code == defaults.calendar_code and not own and not hours:
        return norms
    return replace(norms, calendar=defaults.calendar(code, tuple((d.day, d.kind, d.hours) for d in own), hours))


def _overrides(days: DayRows, hours: str) -> Overrides:
    latest = {day: (kind, span) for day, kind, span in days}
    return Overrides(
        off=frozenset(day for day, (kind, _) in latest.items() if kind == "off"),
        on=frozenset(day for day, (kind, _) in latest.items() if kind == "on"),
        half={day: parse_hours(span) for day, (kind, span) in latest.items() if kind == "half"},
        hours=parse_hours(hours) if hours else None,
        origin="project",
    )

"""How the bot is, for administrators: queued, late, failed, unreachable, missing (U1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.services import years
from bot.services.work import Work
from storage import connections, due, health, inbox, people, quotas
from storage import project as project_rows
from storage.quotas import Report
from storage.tables.people import Department, Person
from storage.tables.project import Project

LATE = timedelta(minutes=2)
ROLES = ("head", "liaison", "executive")


@dataclass(frozen=True, slots=True)
class Link:
    """A platform as all processes together see it: of `processes` so many are `down`; `since` of the latest change."""

    platform: str
    processes: int
    down: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What an administrator needs to know. Failures are those of the last 24 hours."""

    events_waiting: int
    duties_late: int
    messages_late: int
    turns_failed: int
    messages_failed: int
    messages_unsure: int
    unlinked: tuple[Person, ...]
    homeless: tuple[Project, ...]
    vacancies: tuple[tuple[str, Department], ...]
    years_missing: tuple[tuple[str, int], ...]
    quotas: tuple[Report, ...]
    links: tuple[Link, ...]

    @property
    def well(self) -> bool:
        """Nothing asks for an administrator."""
        told = ("events_waiting", "quotas", "links")
        short = any(quota.spent for quota in self.quotas) or any(link.down for link in self.links)
        return not short and not any(getattr(self, name) for name in self.__slots__ if name not in told)


def look(work: Work) -> Health:
    """Take stock."""
    db, yesterday = work.db, work.now - timedelta(days=1)
    troubled = health.troubled(db, yesterday)
    # The event that asks is itself still open.
    waiting = max(0, inbox.backlog(db)[0] - 1)
    return Health(
        waiting,
        due.late_count(db, work.now - LATE),
        health.late_messages(db, work.now - LATE),
        inbox.failures_since(db, yesterday),
        troubled.get("failed", 0),
        troubled.get("unsure", 0),
        tuple(health.unlinked(db)),
        tuple(health.homeless(db)),
        tuple((role, department) for role in ROLES for department in health.vacancies(db, role)),
        years.missing(work),
        tuple(quotas.reports(db, work.now)),
        _links(work),
    )


def _links(work: Work) -> tuple[Link, ...]:
    links: list[Link] = []
    for platform, group in groupby(connections.seen(work.db, work.now), lambda each: each.platform):
        seen = list(group)
        down = [each for each in seen if not each.up]
        links.append(Link(platform, len(seen), len(down), max(each.since for each in down or seen)))
    return tuple(links)


def responsible(work: Work) -> list[Person]:
    """The administrators; the leads of projects where there are none."""
    leads = [project.lead_id for project in project_rows.active(work.db)]
    return people.admins(work.db) or people.people(work.db, leads)

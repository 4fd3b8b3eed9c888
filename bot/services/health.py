"""How the bot is, for administrators: queued, late, failed, unreachable, missing (U1)."""

from dataclasses import dataclass
from datetime import timedelta

from bot.services import years
from bot.services.work import Work
from storage import due, health, inbox, people, quotas
from storage import project as project_rows
from storage.quotas import Report
from storage.tables.people import Department, Person
from storage.tables.project import Project

LATE = timedelta(minutes=2)
ROLES = ("head", "liaison", "executive")


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

    @property
    def well(self) -> bool:
        """Nothing asks for an administrator."""
        told = ("events_waiting", "quotas")
        short = any(quota.spent for quota in self.quotas)
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
    )


def responsible(work: Work) -> list[Person]:
    """The administrators; the leads of projects where there are none."""
    leads = [project.lead_id for project in project_rows.active(work.db)]
    return people.admins(work.db) or people.people(work.db, leads)

"""Claims due rows and runs their duties, each whole or not at all."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot import metrics
from bot.duties import DUTIES
from bot.services.work import Defaults, Work
from storage import due
from storage.due import Due
from storage.moments import to_ms
from storage.session import keeping

log = structlog.get_logger()

POISON_PAUSE = timedelta(hours=1)


class DutyFailed(Exception):
    """A duty raised; the transaction is undone, and those claimed with it are run one by one."""

    def __init__(self, claimed: Due) -> None:
        super().__init__(f"{claimed.kind} of {claimed.subject} failed")
        self.claimed = claimed


def run_some(db: Session, now: datetime, defaults: Defaults, limit: int) -> int:
    """Run the first due duties, at most `limit`, in this transaction; returns how many there were.

    Raises DutyFailed when one raises. A savepoint for each would cost more than most duties do. With `limit` 1 whatever
    the database refuses comes to light here, and not at the commit.
    """
    ran = 0
    for claimed in due.claim(db, now, limit):
        work = Work(db, now, defaults, source=f"due:{claimed.kind}:{claimed.subject}:{to_ms(claimed.at)}")
        try:
            DUTIES[claimed.kind](work, claimed)
            if limit == 1:
                keeping(db).settle()
        except Exception as error:
            raise DutyFailed(claimed) from error
        metrics.duties.labels(claimed.kind, "done").inc()
        metrics.observe_lag(metrics.duty_lag_seconds, claimed.at, now)
        ran += 1
    return ran


def push_ahead(db: Session, claimed: Due, now: datetime, error: BaseException) -> None:
    """Report a duty that fails again and again, and let it wait, so that it holds up nobody."""
    metrics.duties.labels(claimed.kind, "failed").inc()
    log.error("duty failed", kind=claimed.kind, subject=claimed.subject, tries=claimed.tries + 1, exc_info=error)
    due.put(db, claimed.kind, claimed.subject, now + POISON_PAUSE, claimed.tries + 1)

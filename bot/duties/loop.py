"""Claims due rows and runs their duties, each whole or not at all."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot import metrics
from bot.duties import DUTIES
from bot.services.work import Defaults, Work
from storage import due
from storage.due import Due
from storage.engine import will_pass

log = structlog.get_logger()

POISON_PAUSE = timedelta(hours=1)


def run_some(db: Session, now: datetime, defaults: Defaults, limit: int) -> int:
    """Run the first due duties, at most `limit`, in this transaction; returns how many there were.

    Each is claimed only when those before it are done, because they may have moved or dropped it.
    """
    ran = 0
    while ran < limit and (claimed := due.claim(db, now)) is not None:
        _run(db, now, defaults, claimed)
        ran += 1
    return ran


def _run(db: Session, now: datetime, defaults: Defaults, claimed: Due) -> None:
    """One duty, in a savepoint: one that raises leaves nothing behind, is pushed ahead and reported."""
    metrics.observe_lag(metrics.duty_lag_seconds, claimed.at, now)
    work = Work(db, now, defaults, source=f"due:{claimed.kind}:{claimed.subject}:{int(claimed.at.timestamp())}")
    try:
        with db.begin_nested():
            DUTIES[claimed.kind](work, claimed)
        metrics.duties.labels(claimed.kind, "done").inc()
    except Exception as error:
        if will_pass(error):
            raise
        metrics.duties.labels(claimed.kind, "failed").inc()
        log.exception("duty failed", kind=claimed.kind, subject=claimed.subject, tries=claimed.tries + 1)
        due.put(db, claimed.kind, claimed.subject, now + POISON_PAUSE, claimed.tries + 1)

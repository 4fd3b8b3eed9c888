"""Claims due rows and runs their duties, one in one transaction."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot import metrics
from bot.duties import DUTIES
from bot.services.work import Defaults, Work
from storage import due

log = structlog.get_logger()

POISON_PAUSE = timedelta(hours=1)


def run_one(db: Session, now: datetime, defaults: Defaults) -> bool:
    """Claim the first due row and run it; False when nothing is due. A row that raises is pushed ahead and reported."""
    claimed = due.claim(db, now)
    if claimed is None:
        return False
    metrics.observe_lag(metrics.duty_lag_seconds, claimed.at, now)
    work = Work(db, now, defaults, source=f"due:{claimed.kind}:{claimed.subject}:{int(claimed.at.timestamp())}")
    try:
        with db.begin_nested():
            DUTIES[claimed.kind](work, claimed)
        metrics.duties.labels(claimed.kind, "done").inc()
    except Exception:
        metrics.duties.labels(claimed.kind, "failed").inc()
        log.exception("duty failed", kind=claimed.kind, subject=claimed.subject, tries=claimed.tries + 1)
        due.put(db, claimed.kind, claimed.subject, now + POISON_PAUSE, claimed.tries + 1)
    return True

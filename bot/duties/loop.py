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


class DutyFailed(Exception):
    """One of several duties raised; the transaction is undone, and they must be run one by one."""


def run_some(db: Session, now: datetime, defaults: Defaults, limit: int) -> int:
    """Run the first due duties, at most `limit`, in this transaction; returns how many there were.

    With `limit` 1 the duty is in a savepoint: if it raises, it leaves nothing behind, is pushed ahead and reported.
    Several at once go without, which is much cheaper, and raise DutyFailed.
    """
    ran = 0
    for claimed in due.claim(db, now, limit):
        if limit == 1:
            _run_alone(db, now, defaults, claimed)
        else:
            _run(db, now, defaults, claimed)
        ran += 1
    return ran


def _run(db: Session, now: datetime, defaults: Defaults, claimed: Due) -> None:
    try:
        _do(db, now, defaults, claimed)
    except Exception as error:
        if will_pass(error):
            raise
        raise DutyFailed from error


def _run_alone(db: Session, now: datetime, defaults: Defaults, claimed: Due) -> None:
    try:
        with db.begin_nested():
            _do(db, now, defaults, claimed)
    except Exception as error:
        if will_pass(error):
            raise
        metrics.duties.labels(claimed.kind, "failed").inc()
        log.exception("duty failed", kind=claimed.kind, subject=claimed.subject, tries=claimed.tries + 1)
        due.put(db, claimed.kind, claimed.subject, now + POISON_PAUSE, claimed.tries + 1)


def _do(db: Session, now: datetime, defaults: Defaults, claimed: Due) -> None:
    work = Work(db, now, defaults, source=f"due:{claimed.kind}:{claimed.subject}:{int(claimed.at.timestamp())}")
    DUTIES[claimed.kind](work, claimed)
    metrics.duties.labels(claimed.kind, "done").inc()
    metrics.observe_lag(metrics.duty_lag_seconds, claimed.at, now)

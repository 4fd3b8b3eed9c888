"""What the platforms' plans give a month and what is used of it, as last told; kept beside what the adapters keep."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session

from storage import memory as kept
from storage.memo import remembered
from storage.moments import to_ms
from storage.tables.plumbing import memory

PREFIX = "quota:"
KEPT = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Report:
    """One pool of one platform in a month; `most` 0 without end, `spent` when the platform says nothing is left."""

    platform: str
    pool: str
    month: str
    used: int
    most: int
    spent: bool


def put(db: Session, report: Report, now: datetime) -> None:
    """Keep a report in the place of the earlier one of the same pool."""
    text = json.dumps(asdict(report))
    kept.put(db, report.platform, f"{PREFIX}{report.pool}", text, now, KEPT.total_seconds())


@remembered(memory.name)
def reports(db: Session, now: datetime, platform: str = "") -> Sequence[Report]:
    """Every pool, or those of one platform."""
    lives = or_(memory.c.expires_ms.is_(None), memory.c.expires_ms > to_ms(now))
    query = select(memory.c.value).where(memory.c.key.startswith(PREFIX), lives)
    if platform:
        query = query.where(memory.c.platform == platform)
    rows = db.connection().execute(query.order_by(memory.c.platform, memory.c.key)).scalars()
    return [Report(**json.loads(text)) for text in rows]

"""Whether each platform's connection is up, as each process saw last; kept beside what the adapters keep."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from storage import memory as kept
from storage.moments import to_ms
from storage.tables.plumbing import memory

PREFIX = "connection:"
LIFE = timedelta(minutes=3)
"""What nobody has renewed for so long was said by a process that is no more."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One platform as one process sees it; `since`: the moment from which it has been so."""

    platform: str
    up: bool
    since: datetime


def put(db: Session, process: str, seen: Connection, now: datetime) -> None:
    """Keep what a process sees for as long as `LIFE`."""
    text = json.dumps([seen.up, seen.since.isoformat()])
    kept.put(db, seen.platform, f"{PREFIX}{process}", text, now, LIFE.total_seconds())


def forget(db: Session, process: str, platforms: Sequence[str]) -> None:
    """A process stops."""
    for platform in platforms:
        kept.forget(db, platform, f"{PREFIX}{process}")


def seen(db: Session, now: datetime) -> list[Connection]:
    """What all processes that live see, by platform."""
    query = (
        select(memory.c.platform, memory.c.value)
        .where(memory.c.key.startswith(PREFIX), memory.c.expires_ms > to_ms(now))
        .order_by(memory.c.platform, memory.c.key)
    )
    found = [(platform, *json.loads(text)) for platform, text in db.connection().execute(query)]
    return [Connection(platform, up, datetime.fromisoformat(since).astimezone(UTC)) for platform, up, since in found]

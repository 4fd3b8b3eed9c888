"""What adapters keep: values by platform and key, each for as long as it was meant to be kept."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer as SqlInteger
from sqlalchemy import Select, String, bindparam, case, cast, delete, func, or_, select, update
from sqlmodel import Session

from storage.dialect import dialect, insert_into
from storage.moments import to_ms
from storage.tables.plumbing import memory

_LONGEST = 200


def _fit(key: str) -> str:
    return key if len(key) <= _LONGEST else hashlib.sha256(key.encode()).hexdigest()


def _until(now: datetime, seconds: float | None) -> int | None:
    return None if seconds is None else to_ms(now + timedelta(seconds=seconds))


def get(db: Session, platform: str, key: str, now: datetime) -> str | None:
    """The value kept under a key, unless its time is over."""
    lives = or_(memory.c.expires_ms.is_(None), memory.c.expires_ms > to_ms(now))
    query = select(memory.c.value).where(memory.c.platform == platform, memory.c.key == _fit(key), lives)
    return db.connection().execute(query).scalar_one_or_none()


def get_many(db: Session, platform: str, keys: Sequence[str], now: datetime) -> list[str | None]:
    """The values kept under some keys, in their order."""
    fitting = [_fit(key) for key in keys]
    asked = {"platform": platform, "keys": fitting, "now_ms": to_ms(now)}
    found = {key: value for key, value in db.connection().execute(_several(dialect(db)), asked)}
    return [found.get(key) for key in fitting]


@cache
def _several(kind: str) -> Select[Any]:
    # One list, so that any number of keys is the same statement, which the server prepares once.
    among = (
        memory.c.key.in_(bindparam("keys", expanding=True))
        if kind == "sqlite"
        else memory.c.key == func.any(bindparam("keys"))
    )
    lives = or_(memory.c.expires_ms.is_(None), memory.c.expires_ms > bindparam("now_ms"))
    return select(memory.c.key, memory.c.value).where(memory.c.platform == bindparam("platform"), among, lives)


def put(db: Session, platform: str, key: str, value: str, now: datetime, seconds: float | None = None) -> None:
    """Keep a value, for so many seconds when given; an earlier one under the key is replaced."""
    row = {"platform": platform, "key": _fit(key), "value": value, "expires_ms": _until(now, seconds)}
    db.connection().execute(_replacing(dialect(db)), row)


def add(db: Session, platform: str, key: str, amount: int, now: datetime, seconds: float | None = None) -> int:
    """Add to a counter in one statement, so that no count is lost among processes; returns its new value.

    Its time to live counts from its first use; a counter whose time is over begins anew.
    """
    row = {"platform": platform, "key": _fit(key), "value": str(amount), "expires_ms": _until(now, seconds)}
    given = {**row, "amount": amount, "now_ms": to_ms(now)}
    return int(db.connection().execute(_adding(dialect(db)), given).scalar_one())


def swap(
    db: Session, platform: str, key: str, change: tuple[str | None, str], now: datetime, seconds: float | None = None
) -> bool:
    """Put a value in the place of another, unless somebody put a third one there; whether it was put.

    `change` is what is there, None for nothing that lives, and what is to be there.
    """
    old, new = change
    row = {"platform": platform, "key": _fit(key), "value": new, "expires_ms": _until(now, seconds)}
    if old is None:
        return db.connection().execute(_claiming(dialect(db)), {**row, "now_ms": to_ms(now)}).first() is not None
    lives = or_(memory.c.expires_ms.is_(None), memory.c.expires_ms > to_ms(now))
    there = (memory.c.platform == platform, memory.c.key == row["key"], memory.c.value == old, lives)
    changed = update(memory).where(*there).values(value=new, expires_ms=row["expires_ms"])
    return db.connection().execute(changed).rowcount == 1


def forget(db: Session, platform: str, key: str) -> None:
    """Remove one value."""
    db.connection().execute(delete(memory).where(memory.c.platform == platform, memory.c.key == _fit(key)))


def forget_old(db: Session, now: datetime) -> None:
    """Remove what is over."""
    db.connection().execute(delete(memory).where(memory.c.expires_ms <= to_ms(now)))


@cache
def _replacing(kind: str) -> Any:
    row = insert_into(kind, memory)
    return row.on_conflict_do_update(
        index_elements=["platform", "key"], set_={"value": row.excluded.value, "expires_ms": row.excluded.expires_ms}
    )


@cache
def _adding(kind: str) -> Any:
    row = insert_into(kind, memory).values(
        platform=bindparam("platform"),
        key=bindparam("key"),
        value=bindparam("value"),
        expires_ms=bindparam("expires_ms"),
    )
    over = memory.c.expires_ms <= bindparam("now_ms")
    more = cast(cast(memory.c.value, SqlInteger) + bindparam("amount", type_=SqlInteger), String)
    counted = row.on_conflict_do_update(
        index_elements=["platform", "key"],
        set_={
            "value": case((over, row.excluded.value), else_=more),
            "expires_ms": case((over, row.excluded.expires_ms), else_=memory.c.expires_ms),
        },
    )
    return counted.returning(memory.c.value)


@cache
def _claiming(kind: str) -> Any:
    row = insert_into(kind, memory).values(
        platform=bindparam("platform"),
        key=bindparam("key"),
        value=bindparam("value"),
        expires_ms=bindparam("expires_ms"),
    )
    claimed = row.on_conflict_do_update(
        index_elements=["platform", "key"],
        set_={"value": row.excluded.value, "expires_ms": row.excluded.expires_ms},
        where=memory.c.expires_ms <= bindparam("now_ms"),
    )
    return claimed.returning(memory.c.key)

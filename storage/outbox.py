"""Everything that leaves: rows written in the transaction that caused them, leased for delivery, kept as a record."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session

from bot.cards import Card, dump, load
from storage.moments import from_ms, to_ms
from storage.tables.plumbing import budget, outbox, posted

_OPEN = ("waiting", "sending")


class Rank(IntEnum):
    """How much a message may disturb (design.md 4, U3).

    REPLY: the answer to what somebody just did; at once, at any hour.
    URGENT: cannot wait; at once, at any hour.
    NOTICE: for working hours; several of one cause that fall together are gathered.
    ROUND: an unasked post of the daily rhythm in a group; counts against the group's posts of the day.
    """

    REPLY = 0
    URGENT = 1
    NOTICE = 2
    ROUND = 3


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A direct message, on whichever platform the person is; `platform` asks for a certain one."""

    id: int
    platform: str = ""


@dataclass(frozen=True, slots=True)
class ToChat:
    """A post in a group."""

    id: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be sent.

    key: deduplication key; a second notice with the same key is the same message and is not stored again.
    why: "reply" or the handbook rule.
    card_key: the name under which the message can be updated in place later.
    merge: notices to one receiver with the same word here are gathered into one message; "" is never gathered.
    still: conditions looked at again at delivery, such as ("task_open", 12, 3); see bot/outbox.py.
    expires: after this moment it is dropped with a record instead of sent.
    """

    to: ToPerson | ToChat
    card: Card
    why: str
    key: str
    rank: Rank = Rank.NOTICE
    card_key: str = ""
    merge: str = ""
    project_id: int | None = None
    still: tuple[tuple[str | int, ...], ...] = ()
    not_before: datetime | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A leased row: one message on its way, and the others gathered with it."""

    id: int
    key: str
    to: ToPerson | ToChat
    kind: str
    rank: Rank
    why: str
    merge: str
    card_key: str
    project_id: int | None
    card: Card
    still: tuple[tuple[str | int, ...], ...]
    created_at: datetime
    expires: datetime | None
    tries: int
    lane: str
    gathered: tuple["Waiting", ...] = field(default=())


def _lane(to: ToPerson | ToChat) -> str:
    return f"p{to.id}{to.platform and ':' + to.platform}" if isinstance(to, ToPerson) else f"c{to.id}"


def _row(notice: Notice, kind: str, now: datetime, lane: str | None = None) -> dict[str, Any]:
    person = notice.to if isinstance(notice.to, ToPerson) else None
    return {
        "key": notice.key,
        "person_id": person.id if person else None,
        "chat_id": None if person else notice.to.id,
        "platform": person.platform if person else "",
        "lane": lane or _lane(notice.to),
        "kind": kind,
        "rank": int(notice.rank),
        "why": notice.why,
        "merge": notice.merge,
        "card_key": notice.card_key,
        "project_id": notice.project_id,
        "card": json.dumps(dump(notice.card), ensure_ascii=False, separators=(",", ":")),
        "still": json.dumps(notice.still),
        "created_ms": to_ms(now),
        "not_before_ms": to_ms(notice.not_before or now),
        "expires_ms": to_ms(notice.expires) if notice.expires else None,
    }


def put(db: Session, notices: Iterable[Notice], now: datetime) -> None:
    """Queue messages, in this transaction."""
    _insert(db, [_row(notice, "post", now) for notice in notices])


def _insert(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    build = insert_sqlite if db.get_bind().dialect.name == "sqlite" else insert_postgresql
    db.info["written"] = db.info.get("written", 0) + 1
    db.connection().execute(build(outbox).on_conflict_do_nothing(), rows)


def put_update(db: Session, card_key: str, card: Card, why: str, now: datetime, key: str) -> None:
    """Replace the card in place wherever it was posted or is about to be; an older update still waiting is given up."""
    places = (
        select(outbox.c.lane, func.max(outbox.c.person_id), func.max(outbox.c.chat_id), func.max(outbox.c.platform))
        .where(outbox.c.card_key == card_key, outbox.c.kind == "post", outbox.c.state.in_((*_OPEN, "sent", "merged")))
        .group_by(outbox.c.lane)
    )
    rows = []
    for lane, person, chat, platform in db.connection().execute(places):
        to = ToPerson(person, platform) if person is not None else ToChat(chat)
        notice = Notice(to, card, why, f"{key}:{lane}", Rank.REPLY, card_key)
        rows.append(_row(notice, "update", now, lane))
    if not rows:
        return
    db.connection().execute(
        update(outbox)
        .where(outbox.c.card_key == card_key, outbox.c.kind == "update", outbox.c.state == "waiting")
        .values(state="dropped", note="superseded")
    )
    _insert(db, rows)


def _waiting(row: Row[Any]) -> Waiting:
    to = ToPerson(row.person_id, row.platform) if row.person_id is not None else ToChat(row.chat_id)
    return Waiting(
        row.id,
        row.key,
        to,
        row.kind,
        Rank(row.rank),
        row.why,
        row.merge,
        row.card_key,
        row.project_id,
        load(json.loads(row.card)),
        tuple(tuple(part) for part in json.loads(row.still)),
        from_ms(row.created_ms),
        from_ms(row.expires_ms) if row.expires_ms is not None else None,
        row.tries,
        row.lane,
    )


def lease(db: Session, now: datetime, until: datetime, limit: int) -> list[Waiting]:
    """Take messages that may go out, at most `limit` and one a receiver, for this process, until `until`.

    Only the oldest open message of a receiver whose time has come may go, so each receiver reads them in order. A lease
    that ran out (its process died) is taken again under the same key. Messages that are to be read together are
    gathered here,
    for good: a second try sends the same ones.
    """
    now_ms = to_ms(now)
    earlier = outbox.alias()
    free = or_(outbox.c.state == "waiting", and_(outbox.c.state == "sending", outbox.c.lease_ms <= now_ms))
    blocked = exists().where(
        earlier.c.lane == outbox.c.lane,
        earlier.c.state.in_(_OPEN),
        earlier.c.id < outbox.c.id,
        earlier.c.not_before_ms <= now_ms,
    )
    query = (
        select(outbox)
        .where(outbox.c.state.in_(_OPEN), free, outbox.c.not_before_ms <= now_ms, ~blocked)
        .order_by(outbox.c.not_before_ms, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = db.connection().execute(query).all()
    if not rows:
        return []
    db.connection().execute(
        update(outbox)
        .where(outbox.c.id.in_([row.id for row in rows]))
        .values(state="sending", lease_ms=to_ms(until), tries=outbox.c.tries + 1)
    )
    return [replace(_waiting(row), gathered=_gather(db, row, now_ms)) for row in rows]


def _gather(db: Session, row: Row[Any], now_ms: int) -> tuple[Waiting, ...]:
    if not row.merge or row.kind != "post":
        return ()
    if row.tries == 0:
        db.connection().execute(
            update(outbox)
            .where(
                outbox.c.lane == row.lane,
                outbox.c.merge == row.merge,
                outbox.c.kind == "post",
                outbox.c.id != row.id,
                outbox.c.state == "waiting",
                outbox.c.not_before_ms <= now_ms,
            )
            .values(state="merged", into_id=row.id)
        )
    return gathered(db, row.id)


def gathered(db: Session, leader_id: int) -> tuple[Waiting, ...]:
    """The messages that went out as part of another one, in the order they were written."""
    rows = db.connection().execute(select(outbox).where(outbox.c.into_id == leader_id).order_by(outbox.c.id))
    return tuple(_waiting(row) for row in rows)


def postpone(db: Session, row_id: int, moment: datetime) -> None:
    """Give a leased message back, to go out at `moment`; what was gathered with it waits again by itself."""
    values = {"state": "waiting", "not_before_ms": to_ms(moment), "lease_ms": None}
    db.connection().execute(update(outbox).where(outbox.c.id == row_id).values(**values, tries=0))
    db.connection().execute(update(outbox).where(outbox.c.into_id == row_id).values(**values, into_id=None))


def retry(db: Session, row_id: int, moment: datetime, reason: str) -> None:
    """Try a message again at `moment`, under the same key."""
    db.connection().execute(
        update(outbox)
        .where(outbox.c.id == row_id)
        .values(state="waiting", not_before_ms=to_ms(moment), lease_ms=None, note=reason)
    )


def finish(db: Session, row_id: int, state: str, now: datetime, *, ref: str = "", note: str = "") -> None:
    """Close a message as sent, dropped, failed or unsure; gathered ones share a dropped leader's fate."""
    sent_ms = to_ms(now) if state == "sent" else None
    db.connection().execute(
        update(outbox)
        .where(outbox.c.id == row_id)
        .values(state=state, sent_ms=sent_ms, ref=ref, note=note, lease_ms=None)
    )


def remember_place(db: Session, message: Waiting, platform: str, ref: str) -> None:
    """Note where a card stands now, so that it can be replaced in place; a newer post of it takes over."""
    db.connection().execute(delete(posted).where(posted.c.card_key == message.card_key, posted.c.lane == message.lane))
    db.connection().execute(
        insert(posted).values(
            card_key=message.card_key, lane=message.lane, platform=platform, ref=ref, outbox_id=message.id
        )
    )


def place(db: Session, card_key: str, lane: str) -> tuple[str, str] | None:
    """Platform and reference of a card that stands at this receiver, or None."""
    query = select(posted.c.platform, posted.c.ref).where(posted.c.card_key == card_key, posted.c.lane == lane)
    row = db.connection().execute(query).first()
    return None if row is None else (row.platform, row.ref)


def card_at(db: Session, platform: str, ref: str) -> str:
    """The key of the card that stands in a certain message, or "" when the message is not ours any more."""
    query = select(posted.c.card_key).where(posted.c.platform == platform, posted.c.ref == ref)
    return db.connection().execute(query).scalar() or ""


def posts_today(db: Session, chat_id: int, day: str) -> int:
    """Unasked posts of a group on a local day (ISO)."""
    query = select(budget.c.posts).where(budget.c.chat_id == chat_id, budget.c.day == day)
    return db.connection().execute(query).scalar() or 0


def count_post(db: Session, chat_id: int, day: str) -> None:
    """Charge one unasked post to a group's day."""
    changed = db.connection().execute(
        update(budget).where(budget.c.chat_id == chat_id, budget.c.day == day).values(posts=budget.c.posts + 1)
    )
    if changed.rowcount == 0:
        db.connection().execute(insert(budget).values(chat_id=chat_id, day=day, posts=1))


def next_at(db: Session) -> datetime | None:
    """When the next message may go out, or None when nothing waits."""
    found = (
        db.connection()
        .execute(select(func.min(outbox.c.not_before_ms)).where(outbox.c.state == "waiting"))
        .scalar_one()
    )
    return None if found is None else from_ms(found)


def counts(db: Session) -> dict[str, int]:
    """How many messages are waiting, sending, failed and unsure."""
    query = (
        select(outbox.c.state, func.count())
        .where(outbox.c.state.in_((*_OPEN, "failed", "unsure")))
        .group_by(outbox.c.state)
    )
    return {state: number for state, number in db.connection().execute(query)}


def drop_waiting(db: Session, card_key: str, note: str) -> None:
    """Give up messages of a card that have not gone out yet."""
    db.connection().execute(
        update(outbox)
        .where(outbox.c.card_key == card_key, outbox.c.state == "waiting")
        .values(state="dropped", note=note)
    )

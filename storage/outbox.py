"""Everything that leaves: rows written in the transaction that caused them, leased for delivery, kept as a record."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Integer, Row, Select, bindparam, exists, func, or_, select, update
from sqlmodel import Session

from bot.cards import Card, dump, load
from storage.dialect import dialect, insert_into
from storage.moments import from_ms, to_ms
from storage.session import keeping
from storage.tables.plumbing import budget, is_open, is_pressing, is_troubled, outbox


class Rank(IntEnum):
    """How much a message may disturb (design.md 4, U3).

    REPLY: the answer to what somebody just did; at once, at any hour.
    URGENT: cannot wait; at once, at any hour.
    NOTICE: for working hours; several of one cause that fall together are gathered.
    ROUND: the daily rhythm, at the times the team or the person chose, which may lie outside working hours; in a group
    it counts against the posts of the day.
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


NEWS = "news"
"""In the place of what updates never have, a word for gathering: people have to see this one."""
SLIGHT = "slight"
"""Likewise: this one changes nothing of what can be done with the card."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A leased row: one message on its way, and the others gathered with it.

    body: the card as JSON; of a post, what it shows now, which may come from a later update.
    perhaps_sent: an earlier try was not answered, or its process died; the message may have arrived.
    """

    id: int
    key: str
    to: ToPerson | ToChat
    kind: str
    rank: Rank
    why: str
    merge: str
    card_key: str
    project_id: int | None
    body: str
    still: tuple[tuple[str | int, ...], ...]
    created_at: datetime
    expires: datetime | None
    tries: int
    lane: str
    perhaps_sent: bool
    gathered: tuple["Waiting", ...] = field(default=())

    @property
    def card(self) -> Card:
        return load(self.body)

    @property
    def parts(self) -> tuple["Waiting", ...]:
        """The message itself and what was gathered with it."""
        return (self, *self.gathered)


def lane_of(to: ToPerson | ToChat) -> str:
    return f"p{to.id}{to.platform and ':' + to.platform}" if isinstance(to, ToPerson) else f"c{to.id}"


def _row(notice: Notice, kind: str, now: datetime, lane: str | None = None) -> dict[str, Any]:
    person = notice.to if isinstance(notice.to, ToPerson) else None
    return {
        "key": notice.key,
        "person_id": person.id if person else None,
        "chat_id": None if person else notice.to.id,
        "platform": person.platform if person else "",
        "lane": lane or lane_of(notice.to),
        "kind": kind,
        "rank": int(notice.rank),
        "why": notice.why,
        "merge": notice.merge,
        "card_key": notice.card_key,
        "project_id": notice.project_id,
        "card": dump(notice.card),
        "still": json.dumps(notice.still),
        "created_ms": to_ms(now),
        "not_before_ms": to_ms(notice.not_before or now),
        "expires_ms": to_ms(notice.expires) if notice.expires else None,
    }


def put(db: Session, notices: Iterable[Notice], now: datetime) -> None:
    """Queue messages, in this transaction."""
    _insert(db, [_row(notice, "post", now) for notice in notices])


def _insert(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        keeping(db).later(_once(dialect(db)), row)


@cache
def _once(kind: str) -> Any:
    return insert_into(kind, outbox).on_conflict_do_nothing()


def put_update(
    db: Session,
    card_key: str,
    card: Card,
    why: str,
    now: datetime,
    key: str,
    *,
    calm: bool = False,
    weight: str = "",
) -> None:
    """Replace the card in place wherever it was posted; an older update still waiting is given up.

    A post that has not gone out yet shows the new card by itself. `calm` waits for the receiver's working hours.
    `weight`: NEWS, SLIGHT or neither; what takes the place of one that is not slight is not slight itself.
    """
    rows = []
    for lane, person, chat, platform in db.connection().execute(_PLACES, {"of_card": card_key}):
        to = ToPerson(person, platform) if person is not None else ToChat(chat)
        rank = Rank.NOTICE if calm else Rank.REPLY
        notice = Notice(to, card, why, f"{key}:{lane}", rank, card_key, weight)
        rows.append(_row(notice, "update", now, lane))
    if not rows:
        return
    superseded = set(db.connection().execute(_SUPERSEDED, {"of_card": card_key}).scalars())
    if weight == SLIGHT and superseded - {SLIGHT}:
        rows = [{**row, "merge": ""} for row in rows]
    _insert(db, rows)


# Statements are made once: to make one takes as long as to execute it.
_PLACES = (
    select(outbox.c.lane, func.max(outbox.c.person_id), func.max(outbox.c.chat_id), func.max(outbox.c.platform))
    .where(outbox.c.card_key == bindparam("of_card"), outbox.c.kind == "post")
    .where(~outbox.c.state.in_(("dropped", "failed")))
    .group_by(outbox.c.lane)
)
_SUPERSEDED = (
    update(outbox)
    .where(outbox.c.card_key == bindparam("of_card"), outbox.c.kind == "update", outbox.c.state == "waiting")
    .values(state="dropped", note="superseded")
    .returning(outbox.c.merge)
)


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
        row.card,
        tuple(tuple(part) for part in json.loads(row.still)),
        from_ms(row.created_ms),
        from_ms(row.expires_ms) if row.expires_ms is not None else None,
        row.tries,
        row.lane,
        row.state == "sending",
    )


def lease(db: Session, now: datetime, until: datetime, limit: int) -> list[Waiting]:
    """Take messages that may go out, at most `limit` and one a receiver, for this process, until `until`.

    Answers and urgent messages first. Only the oldest open message of a receiver whose time has come may go, so each
    receiver reads them in order. A lease that ran out (its process died) is taken again under the same key. Messages
    that are to be read together are gathered here, for good: a second try sends the same ones.
    """
    now_ms = to_ms(now)
    rows = _free(db, now_ms, limit, True)
    if len(rows) < limit:
        rows = [*rows, *_free(db, now_ms, limit - len(rows), False)]
    if not rows:
        return []
    db.connection().execute(_LEASED, {"ids": [row.id for row in rows], "until": to_ms(until)})
    leased = [replace(_waiting(row), gathered=_gather(db, row, now_ms)) for row in rows]
    return _as_shown(db, leased)


_LEASED = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="sending", lease_ms=bindparam("until", type_=BigInteger), tries=outbox.c.tries + 1)
)


def _free(db: Session, now_ms: int, limit: int, pressing: bool) -> Sequence[Row[Any]]:
    return db.connection().execute(_free_query(pressing), {"now": now_ms, "most": limit}).all()


@cache
def _free_query(pressing: bool) -> Select[Any]:
    earlier, now = outbox.alias(), bindparam("now", type_=BigInteger)
    blocked = exists().where(
        earlier.c.lane == outbox.c.lane,
        is_open(earlier),
        earlier.c.id < outbox.c.id,
        # One that is put off does not hold up the others; one that is being tried again does.
        or_(earlier.c.not_before_ms <= now, earlier.c.tries > 0),
    )
    which = is_pressing(outbox) if pressing else ~is_pressing(outbox)
    free = or_(outbox.c.state == "waiting", outbox.c.lease_ms <= now)
    return (
        select(outbox)
        .where(is_open(outbox), which, free, outbox.c.not_before_ms <= now, ~blocked)
        .order_by(outbox.c.not_before_ms, outbox.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


def _gather(db: Session, row: Row[Any], now_ms: int) -> tuple[Waiting, ...]:
    if not row.merge or row.kind != "post":
        return ()
    if row.tries == 0:
        values = {"into": row.id, "of_lane": row.lane, "of_merge": row.merge, "now": now_ms}
        db.connection().execute(_MERGED, values)
    return _gathered(db, row.id)


def _gathered(db: Session, leader_id: int) -> tuple[Waiting, ...]:
    return tuple(_waiting(row) for row in db.connection().execute(_GATHERED, {"leader": leader_id}))


_MERGED = (
    update(outbox)
    .where(
        is_open(outbox),
        outbox.c.lane == bindparam("of_lane"),
        outbox.c.merge == bindparam("of_merge"),
        outbox.c.kind == "post",
        outbox.c.id != bindparam("into", type_=Integer),
        outbox.c.state == "waiting",
        outbox.c.not_before_ms <= bindparam("now", type_=BigInteger),
    )
    .values(state="merged", into_id=bindparam("into", type_=Integer))
)
_GATHERED = (
    select(outbox)
    .where(outbox.c.into_id == bindparam("leader", type_=Integer), outbox.c.state == "merged")
    .order_by(outbox.c.id)
)


def shown_in(db: Session, post_id: int) -> tuple[Waiting, ...]:
    """The messages a sent post consists of, each with the card it shows now."""
    row = db.connection().execute(_ONE, {"wanted": post_id}).one()
    return _as_shown(db, [replace(_waiting(row), gathered=_gathered(db, post_id))])[0].parts


_ONE = select(outbox).where(outbox.c.id == bindparam("wanted", type_=Integer))


def _as_shown(db: Session, messages: list[Waiting]) -> list[Waiting]:
    """Give every post the latest card there is for it, and give up the updates this makes needless."""
    posts = [part for message in messages for part in message.parts if part.card_key and part.kind == "post"]
    if not posts:
        return messages
    places = {(post.card_key, post.lane) for post in posts}
    found = db.connection().execute(_UPDATES, {"cards": sorted({key for key, _ in places})})
    updates = [row for row in found if (row.card_key, row.lane) in places]
    newest = {(row.card_key, row.lane): row.id for row in updates}
    needless = [row.id for row in updates if row.state == "waiting"]
    if needless:
        gone = update(outbox).where(outbox.c.id.in_(needless), outbox.c.state == "waiting")
        db.connection().execute(gone.values(state="dropped", note="shown by the post"))
    cards = _cards(db, list(newest.values()))

    def latest(part: Waiting) -> Waiting:
        update_id = newest.get((part.card_key, part.lane), 0) if part.kind == "post" else 0
        return replace(part, body=cards[update_id]) if update_id > part.id else part

    return [replace(latest(message), gathered=tuple(map(latest, message.gathered))) for message in messages]


def _cards(db: Session, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {row.id: row.card for row in db.connection().execute(_CARDS, {"ids": ids})}


_UPDATES = (
    select(outbox.c.id, outbox.c.card_key, outbox.c.lane, outbox.c.state)
    .where(outbox.c.card_key.in_(bindparam("cards", expanding=True)), outbox.c.kind == "update")
    .order_by(outbox.c.id)
)
_CARDS = select(outbox.c.id, outbox.c.card).where(outbox.c.id.in_(bindparam("ids", expanding=True)))


def postpone(db: Session, row_id: int, moment: datetime) -> None:
    """Give a leased message back, to go out at `moment`; what was gathered with it waits again by itself."""
    release(db, row_id, moment)
    values = {"state": "waiting", "not_before_ms": to_ms(moment), "lease_ms": None, "tries": 0}
    db.connection().execute(update(outbox).where(outbox.c.id == row_id).values(**values))


def release(db: Session, leader_id: int, moment: datetime) -> None:
    """Let the messages gathered with this one wait by themselves again, to go out at `moment`."""
    db.connection().execute(
        update(outbox)
        .where(outbox.c.into_id == leader_id, outbox.c.state == "merged")
        .values(state="waiting", not_before_ms=to_ms(moment), into_id=None)
    )


def retry(db: Session, row_id: int, moment: datetime, reason: str) -> None:
    """Try a refused message again at `moment`, under the same key."""
    db.connection().execute(
        update(outbox)
        .where(outbox.c.id == row_id)
        .values(state="waiting", not_before_ms=to_ms(moment), lease_ms=None, note=reason)
    )


def hold(db: Session, message: Waiting, moment: datetime, reason: str) -> None:
    """Keep a leased message that the platform was not even asked to take until `moment`; that was no try."""
    # One try stays: it stands for the group's post of the day, which was charged already.
    values = {"note": reason, "tries": max(1, message.tries), "lease_ms": to_ms(moment)}
    if not message.perhaps_sent:
        values |= {"state": "waiting", "not_before_ms": to_ms(moment), "lease_ms": None}
    db.connection().execute(update(outbox).where(outbox.c.id == message.id).values(**values))


def retry_unanswered(db: Session, row_id: int, moment: datetime, reason: str) -> None:
    """Send a message that perhaps arrived again at `moment`, the very same under the same key."""
    db.connection().execute(update(outbox).where(outbox.c.id == row_id).values(lease_ms=to_ms(moment), note=reason))


def finish(db: Session, row_id: int, state: str, now: datetime, *, ref: str = "", note: str = "") -> None:
    """Close a message as sent, dropped, failed or unsure; what was gathered with it shares its fate."""
    sent_ms = to_ms(now) if state == "sent" else None
    row = {"closed": row_id, "state": state, "sent_ms": sent_ms, "ref": ref, "note": note, "lease_ms": None}
    keeping(db).later(_CLOSED, row, row_id)
    if state != "sent":
        db.connection().execute(
            update(outbox).where(outbox.c.into_id == row_id, outbox.c.state == "merged").values(state=state, note=note)
        )


_CLOSED = update(outbox).where(outbox.c.id == bindparam("closed", type_=Integer))


def posts_today(db: Session, chat_id: int, day: str) -> int:
    """Unasked posts of a group on a local day (ISO)."""
    query = select(budget.c.posts).where(budget.c.chat_id == chat_id, budget.c.day == day)
    return db.connection().execute(query).scalar() or 0


def count_post(db: Session, chat_id: int, day: str) -> None:
    """Charge one unasked post to a group's day."""
    row = insert_into(dialect(db), budget)
    counted = row.on_conflict_do_update(index_elements=["chat_id", "day"], set_={"posts": budget.c.posts + 1})
    db.connection().execute(counted, {"chat_id": chat_id, "day": day, "posts": 1})


def next_at(db: Session, after: datetime) -> datetime | None:
    """When something may go out, or be tried again, that may not yet at `after`; None when nothing waits."""
    after_ms = to_ms(after)
    moments = (
        select(func.min(outbox.c.not_before_ms)).where(is_open(outbox), outbox.c.not_before_ms > after_ms),
        select(func.min(outbox.c.lease_ms)).where(is_open(outbox), outbox.c.lease_ms > after_ms),
    )
    found = [ms for query in moments if (ms := db.connection().execute(query).scalar_one()) is not None]
    return from_ms(min(found)) if found else None


def counts(db: Session) -> dict[str, int]:
    """How many messages are waiting, sending, failed and unsure."""
    found: dict[str, int] = {}
    for which in (is_open(outbox), is_troubled(outbox)):
        query = select(outbox.c.state, func.count()).where(which).group_by(outbox.c.state)
        found.update((state, number) for state, number in db.connection().execute(query))
    return found


def bring_forward(db: Session, person_id: int, merge: str, now: datetime) -> None:
    """Let what was put off for somebody go out now; only messages that are gathered under this word."""
    db.connection().execute(
        update(outbox)
        .where(outbox.c.person_id == person_id, outbox.c.merge == merge, outbox.c.state == "waiting")
        .values(not_before_ms=to_ms(now))
    )


def drop_waiting(db: Session, card_key: str, note: str) -> None:
    """Give up messages of a card that have not gone out yet."""
    db.connection().execute(
        update(outbox)
        .where(outbox.c.card_key == card_key, outbox.c.state == "waiting")
        .values(state="dropped", note=note)
    )

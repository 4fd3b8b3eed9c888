"""Which cards stand where: to replace them in place, and for those who must not say a thing twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import Session

from storage.dialect import dialect, insert_into
from storage.outbox import ToChat, ToPerson, lane_of
from storage.session import keeping
from storage.tables.plumbing import outbox, posted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands: the platform's reference, and the outbox row of the post it is part of."""

    platform: str
    ref: str
    post_id: int


def remember_place(db: Session, card_key: str, lane: str, place: Place) -> None:
    """Note where a card stands now, so that it can be replaced in place; a newer post of it takes over."""
    row = {"card_key": card_key, "lane": lane, "platform": place.platform, "ref": place.ref, "outbox_id": place.post_id}
    keeping(db).later(_standing(dialect(db)), row, (card_key, lane))


@cache
def _standing(kind: str) -> Any:
    row = insert_into(kind, posted)
    return row.on_conflict_do_update(
        index_elements=["card_key", "lane"],
        set_={name: row.excluded[name] for name in ("platform", "ref", "outbox_id")},
    )


def move_place(db: Session, lane: str, old_ref: str, new_ref: str) -> None:
    """A message was replaced by another one: all its cards stand there now."""
    db.connection().execute(update(posted).where(posted.c.lane == lane, posted.c.ref == old_ref).values(ref=new_ref))


def place(db: Session, card_key: str, lane: str) -> Place | None:
    """Where a card stands at this receiver, or None."""
    row = db.connection().execute(_PLACE, {"of_card": card_key, "of_lane": lane}).first()
    return None if row is None else Place(row.platform, row.ref, row.outbox_id)


def stands_in(db: Session, card_key: str, to: ToPerson | ToChat) -> bool:
    """Whether a card has arrived at a receiver."""
    return place(db, card_key, lane_of(to)) is not None


# Made once, as are the other statements of every delivery.
_PLACE = select(posted).where(posted.c.card_key == bindparam("of_card"), posted.c.lane == bindparam("of_lane"))


def stands_with(db: Session, card_keys: Sequence[str], person_id: int) -> bool:
    """Whether one of these cards stands in a person's direct messages, on whatever platform."""
    lane = f"p{person_id}"
    own = or_(posted.c.lane == lane, posted.c.lane.startswith(f"{lane}:"))
    return (
        db.connection().execute(select(posted.c.lane).where(posted.c.card_key.in_(card_keys), own)).first() is not None
    )


def standing_at(db: Session, card_keys: Sequence[str], refs: Sequence[str]) -> set[str]:
    """Of these cards, those that stand in one of these messages."""
    query = select(posted.c.card_key).where(posted.c.card_key.in_(card_keys), posted.c.ref.in_(refs))
    return set(db.connection().execute(query).scalars())


def heard(db: Session, card_key: str) -> set[int]:
    """Ids of the groups in which a card was posted, or is on its way."""
    query = select(outbox.c.chat_id).where(
        outbox.c.card_key == card_key,
        outbox.c.kind == "post",
        outbox.c.chat_id.is_not(None),
        outbox.c.state.not_in(("waiting", "dropped", "failed")),
    )
    return set(db.connection().execute(query).scalars())

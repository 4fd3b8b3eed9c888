"""Which cards stand where, for those who must not say a thing twice."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlmodel import Session

from storage.tables.plumbing import outbox, posted


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

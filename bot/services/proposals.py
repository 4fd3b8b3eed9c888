"""What the bot understood and keeps until one tap by the person it came from (S3)."""

from collections.abc import Mapping
from typing import Any

from bot.cards import Card
from bot.errors import UserError
from bot.services.work import Work
from storage import people as people_rows
from storage import record as rows
from storage.tables.record import Proposal


def propose(work: Work, project_id: int | None, kind: str, payload: Mapping[str, Any]) -> Proposal:
    """Keep something for the acting person."""
    told = {**payload, "source": work.source}
    return rows.propose(work.db, work.by.id or 0 if work.by else 0, project_id, kind, told, work.now)


def opened(work: Work, proposal_id: str) -> Proposal:
    """A proposal its own person has just tapped. Raises UserError for anybody else, and once it was taken."""
    found = rows.proposal(work.db, int(proposal_id))
    if found is None or found.taken_at is not None:
        raise UserError("record.proposal_taken")
    if work.by is None or found.person_id != work.by.id:
        raise UserError("record.proposal_of", who=people_rows.person(work.db, found.person_id).name)
    return found


def take(work: Work, proposal: Proposal, outcome: Card) -> None:
    """Close a proposal, so that a second tap does nothing, and show in its place what became of it."""
    proposal.taken_at = work.now
    work.db.flush()
    work.update(card_key(proposal), outcome)


def card_key(proposal: Proposal) -> str:
    """The name under which the question of a proposal is replaced in place."""
    return f"proposal:{proposal.id}"

"""A message whose words were changed after it was handled: what it did stands, what it only asked is asked anew."""

from bot.cards import note, words
from bot.errors import UserError
from bot.services import proposals
from bot.services.work import Work
from bot.wire import Incoming
from storage import record as rows


def take_back(work: Work, event: Incoming) -> None:
    """Close what an earlier version of a message only asked. Raises UserError when that version changed something."""
    mine = work.by.id or 0 if work.by else 0
    sources = rows.sources_of(work.db, event.platform, event.edits)
    if sources and rows.has_changed(work.db, mine, sources):
        raise UserError("record.edited_late")
    for proposal in rows.open_proposals(work.db, mine):
        if proposal.payload.get("source") in sources:
            proposals.take(work, proposal, note(words("record.edited_since")))

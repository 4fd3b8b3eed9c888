"""A message whose words were changed after it was handled: what it did stands, what it only asked is asked anew."""

from dataclasses import replace

from bot.cards import note, words
from bot.errors import UserError
from bot.services import proposals
from bot.services.work import Work
from bot.wire import Incoming
from storage import inbox
from storage import record as rows
from storage.inbox import Stored


def newest(work: Work, stored: Stored) -> Incoming:
    """A change with the words that are to be carried out: what is new in it, or, where it overtook earlier words, all
    that was not carried out yet. The words it overtook are closed, so that they are not carried out after it."""
    event = stored.event
    heard = {each.key: each.text for id, each in inbox.versions(work.db, event.platform, event.edits) if id < stored.id}
    if [heard.get(key) for key in event.edits] == [event.whole]:
        # What was read later, as after a pause, is told as it stood then, and the change once more.
        return event.saying("")
    overtaken = [replace(event, key=key, text=event.whole, edits=()) for key in event.edits if key not in heard]
    if not event.whole or not overtaken:
        return event.saying(event.text)
    inbox.close_unheard(work.db, overtaken, work.now)
    known = {line for text in heard.values() for line in text.splitlines()}
    return event.saying("\n".join(line for line in event.whole.splitlines() if line not in known))


def take_back(work: Work, event: Incoming) -> None:
    """Close what an earlier version of a message only asked. Raises UserError when that version changed something."""
    mine = work.by.id or 0 if work.by else 0
    sources = rows.sources_of(work.db, event.platform, event.edits)
    if sources and rows.has_changed(work.db, mine, sources):
        raise UserError("record.edited_late")
    for proposal in rows.open_proposals(work.db, mine):
        if proposal.payload.get("source") in sources:
            proposals.take(work, proposal, note(words("record.edited_since")))

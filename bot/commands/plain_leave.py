"""Leave in plain words ("我明天请假"): shown as understood, entered after one tap (S1)."""

from datetime import date

from bot.cards import Card, Day, Many, note, words
from bot.commands import leave
from bot.commands.command import Context, Reply
from bot.commands.dates import period
from bot.commands.naming import named_or_plain, one_person
from bot.commands.proposing import yes_or_no
from bot.errors import UserError
from bot.rules.leave_text import beside_days, name_of_deputy, read_leave
from bot.rules.period import Period
from bot.services import leave as leaves
from bot.services import proposals
from storage.tables.people import Person
from storage.tables.record import Proposal


def read(ctx: Context, text: str) -> Reply | None:
    """The question whether leave is meant; None where the words are about something else."""
    said = read_leave(text)
    if said is None or not (said.sure or _left(ctx, said.behind) == ""):
        return None
    naming = named_or_plain(ctx, _left(ctx, said.before))
    if naming.rest or len(naming.people) > 1:
        return None
    found = period(ctx, f"{said.before} {said.days} {said.behind}")
    return _asked(ctx, naming.people[0] if naming.people else ctx.me, found, said.deputy)


def _left(ctx: Context, text: str) -> str:
    """What stands beside the days and says something of its own."""
    return beside_days(period(ctx, text).rest)


def _asked(ctx: Context, person: Person, found: Period, deputy: str) -> Reply | None:
    first = found.first or found.last
    if first is None:
        ctx.rest = ""
        return Reply(leave.leave(ctx)) if person is ctx.me else None
    if not leaves.may_enter_for(ctx.work, ctx.me, person):
        raise UserError("leave.not_for_others", name=person.name)
    last = found.last or first
    cover = one_person(ctx, name_of_deputy(deputy), words("leave.deputy_unread")).people[0] if deputy else None
    whose = "" if person is ctx.me else f"@{person.name} "
    payload = {"text": f"{whose}{first.isoformat()} - {last.isoformat()} {deputy}".strip()}
    proposal = proposals.propose(ctx.work, None, "leave", payload)
    return Reply(_question(person, first, last, cover, proposal), proposals.card_key(proposal))


def _question(person: Person, first: date, last: date, deputy: Person | None, proposal: Proposal) -> Card:
    days = Day(first) if first == last else Many((Day(first), Day(last)), sep=" – ")
    lines = (words("record.understood_deputy", who=deputy.name),) if deputy else ()
    return note(
        words("record.understood_leave", who=person.name, days=days), *lines, buttons=yes_or_no(proposal, "plain.leave")
    )


def confirm(ctx: Context) -> None:
    """Leave was meant. Raises UserError as `/leave` does."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    ctx.rest = proposal.payload["text"]
    proposals.take(ctx.work, proposal, leave.leave(ctx))

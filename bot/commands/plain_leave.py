"""Leave in plain words ("我明天请假"): shown as understood, entered after one tap (S1)."""

from datetime import date

from bot.cards import Card, Day, Many, Value, note, words
from bot.commands import leave
from bot.commands.command import Context, Reply
from bot.commands.dates import period
from bot.commands.naming import named_or_plain, one_person
from bot.commands.proposing import yes_or_no
from bot.errors import UserError
from bot.rules.leave_text import LeaveText, beside_days, clauses, name_of_deputy, read_leave
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
    found = period(ctx, f"{said.before} {said.days} {_about(ctx, said.behind)}")
    return _asked(ctx, naming.people[0] if naming.people else ctx.me, found, said)


def _about(ctx: Context, behind: str) -> str:
    """What belongs to the leave of the words behind it: no clause that says something else, with a day of its own."""
    first, *others = clauses(behind)
    return " ".join((first, *(clause for clause in others if _left(ctx, clause) == "")))


def _left(ctx: Context, text: str) -> str:
    """What stands beside the days and says something of its own."""
    return beside_days(period(ctx, text).rest)


def _asked(ctx: Context, person: Person, found: Period, said: LeaveText) -> Reply | None:
    first = found.first or found.last
    if first is None:
        ctx.rest = ""
        return Reply(leave.leave(ctx)) if person is ctx.me else None
    if not leaves.may_enter_for(ctx.work, ctx.me, person):
        raise UserError("leave.not_for_others", name=person.name)
    last = found.last or first
    if said.lists_days and ctx.norms.calendar.add_workdays(first, 1) < last:
        raise UserError("leave.days_apart", first=Day(first), last=Day(last), example=last.isoformat())
    whose = "" if person is ctx.me else f"@{person.name} "
    payload = {"text": f"{whose}{first.isoformat()} - {last.isoformat()} {said.deputy}".strip()}
    proposal = proposals.propose(ctx.work, None, "leave", payload)
    return Reply(_question(ctx, person, (first, last), said, proposal), proposals.card_key(proposal))


def _question(ctx: Context, person: Person, days: tuple[date, date], said: LeaveText, proposal: Proposal) -> Card:
    first, last = days
    lines: list[Value] = []
    if said.deputy:
        cover = one_person(ctx, name_of_deputy(said.deputy), words("leave.deputy_unread")).people[0]
        lines.append(words("record.understood_deputy", who=cover.name))
    if said.other:
        lines.append(words("record.say_apart", said=said.other))
    shown = Day(first) if first == last else Many((Day(first), Day(last)), sep=" – ")
    asked = words("record.understood_leave", who=person.name, days=shown)
    return note(asked, *lines, buttons=yes_or_no(proposal, "plain.leave"))


def confirm(ctx: Context) -> None:
    """Leave was meant. Raises UserError as `/leave` does."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    ctx.rest = proposal.payload["text"]
    proposals.take(ctx.work, proposal, leave.leave(ctx))

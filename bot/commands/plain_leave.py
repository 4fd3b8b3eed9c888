"""Leave in plain words ("我明天请假"): shown as understood, entered after one tap (S1)."""

import re
from datetime import date
from typing import Final

from bot.cards import Button, Card, Day, Many, note, words
from bot.commands import leave
from bot.commands.command import Context, Reply
from bot.commands.dates import period
from bot.services import proposals

_LEAVE: Final = re.compile(
    r"请(?:[一二两三四五\d半]+天)?(?:[年病事婚产陪]|丧|育儿)?假|休(?:[一二两三四五\d半]+天)?[年病事婚产陪]?假|调休"
    r"|(?<![a-z])(?:i'm|i am|i will be|i'll be|be) (?:on (?:leave|holiday|vacation)|out of (?:the )?office|away|off)"
    r"|(?<![a-z])(?:on leave|day off|days off|ooo|taking (?:\S+ ){1,2}off)(?![a-z])",
    re.IGNORECASE,
)
# Words about leave that ask for no leave: a task, a question, somebody else's.
_OTHER: Final = re.compile(r"[@?？]|吗|流程|制度|系统|申请表|他|她|安排表|审批|policy|request form")
_LONGEST: Final = 60
_DEPUTY: Final = re.compile(r"代理|代班|deputy|stand-?in|cover", re.IGNORECASE)


def read(ctx: Context, text: str) -> Reply | None:
    """The question whether leave is meant; None where the words are about something else, or name no day."""
    said = _LEAVE.search(text) if len(text) <= _LONGEST else None
    if said is None or _OTHER.search(text[: said.end()]):
        return None
    deputy = _DEPUTY.search(text)
    if deputy is None and _OTHER.search(text):
        return None
    # The words themselves are put away: what is said of leave would be taken for a thing that happens that day.
    days = f"{text[: said.start()]} {re.sub('[^一二两三四五0-9半天]', ' ', said[0])} {text[said.end() :]}"
    found = period(ctx, _DEPUTY.split(days)[0])
    first = found.first or found.last
    if first is None:
        return None
    last = found.last or first
    behind = text[deputy.start() :] if deputy else ""
    payload = {"text": f"{first.isoformat()} - {last.isoformat()} {behind}".strip()}
    proposal = proposals.propose(ctx.work, None, "leave", payload)
    return Reply(_question(first, last, str(proposal.id)), proposals.card_key(proposal))


def _question(first: date, last: date, proposal: str) -> Card:
    days = Day(first) if first == last else Many((Day(first), Day(last)), sep=" – ")
    value = {"proposal": proposal}
    buttons = (
        Button("plain.leave", words("record.button_confirm"), value, "primary"),
        Button("plain.no", words("record.button_no"), value),
    )
    return note(words("record.understood_leave", days=days), buttons=buttons)


def confirm(ctx: Context) -> None:
    """Leave was meant. Raises UserError as `/leave` does."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    ctx.rest = proposal.payload["text"]
    proposals.take(ctx.work, proposal, leave.leave(ctx))

"""Leave in plain words ("我明天请假"): shown as understood, entered after one tap (S1)."""

import re
from datetime import date
from typing import Final

from bot.cards import Button, Card, Day, Many, note, words
from bot.commands import leave
from bot.commands.command import Context, Reply
from bot.commands.dates import period
from bot.commands.naming import named_or_plain, one_person
from bot.errors import UserError
from bot.rules.period import Period
from bot.services import leave as leaves
from bot.services import proposals
from storage.tables.people import Person

_LEAVE: Final = re.compile(
    r"请(?P<days>[一二两三四五\d半]+天)?(?:[年病事婚产陪]|丧|育儿)?假|休(?P<rest>[一二两三四五\d半]+天)?[年病事婚产陪]?假"
    r"|调休|休息"
    r"|(?<![a-z])(?:(?:on (?:leave|holiday|vacation)|out of (?:the )?office|away|off|out(?! of)|days? off|ooo)"
    r"|tak(?:e|ing) (?P<when>(?:\S+ ){1,3}?)off)(?![a-z])",
    re.IGNORECASE,
)
# What may stand beside the days; anything else makes it a sentence about something else.
_BESIDE: Final = re.compile(
    r"大家好|各位|我|本人|这边|需要|打算|准备|可能|想|要|得|会|就|先|都|从|到|起|开始|全天|整天|一天|半天|上午|下午|去医院|看病|生?病了|感冒了?|发烧了?"
    r"|身体不(?:太)?舒服|家里有事|临时有事|有点?事|[了啦哦哈呢的\s,，。.!！~]"
    r"|(?<![a-z])(?:i(?:'m|'ll|’m|’ll)?|am|will|be|need|have|to|a|an|the|my|half|day|for|from|on|please|sick|all)(?![a-z])",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(r"\s*(?:[,，。.;；!！]|[一半]天|去|回|因|有事|看病|because|due to|$)", re.IGNORECASE)
_SELF: Final = re.compile(r"(?<![a-z])i(?![a-z])", re.IGNORECASE)
_QUESTION: Final = re.compile(r"[?？]|吗|他|她")
_LONGEST: Final = 60
_COVER: Final = re.compile(leave.DEPUTY, re.IGNORECASE)
_DEPUTY: Final = re.compile(rf"(?:由|请|让)\s*<?@?[^\s假]{{1,40}}?\s*{leave.DEPUTY}|{leave.DEPUTY}.*$", re.IGNORECASE)
_CUES: Final = re.compile(rf"{leave.DEPUTY}|(?<![a-z])(?:will|is|by|for me)(?![a-z])|[:：]", re.IGNORECASE)


def read(ctx: Context, text: str) -> Reply | None:
    """The question whether leave is meant; None where the words are about something else."""
    about, deputy = _parted(text)
    said = _LEAVE.search(about) if len(text) <= _LONGEST else None
    if said is None or _QUESTION.search(about):
        return None
    before, behind = about[: said.start()], about[said.end() :]
    left = _left(ctx, before)
    if said[0].lower() in ("off", "away", "out") and not _SELF.search(before):
        return None
    if not (_BEHIND.match(behind) or _left(ctx, behind) == ""):
        return None
    naming = named_or_plain(ctx, left)
    if naming.rest or len(naming.people) > 1:
        return None
    # The words themselves are put away: what is said of leave would be taken for a thing that happens that day.
    found = period(ctx, f"{before} {' '.join(filter(None, said.groups()))} {behind}")
    return _asked(ctx, naming.people[0] if naming.people else ctx.me, found, deputy)


def _parted(text: str) -> tuple[str, str]:
    """What is said of the leave, and the words about who stands in: a clause of their own, or what goes on from it."""
    for clause in re.split(r"[,，。;；]", text):
        if _COVER.search(clause) and not _LEAVE.search(clause):
            return text.replace(clause, " ", 1), clause.strip(" 由请让")
    said = _DEPUTY.search(text)
    return (text, "") if said is None else (text.replace(said[0], " ", 1), said[0].strip(" 由请让"))


def _left(ctx: Context, text: str) -> str:
    """What stands beside the days and says something of its own."""
    return _BESIDE.sub("", period(ctx, text).rest).strip()


def _asked(ctx: Context, person: Person, found: Period, deputy: str) -> Reply | None:
    first = found.first or found.last
    if first is None:
        ctx.rest = ""
        return Reply(leave.leave(ctx)) if person is ctx.me else None
    if not leaves.may_enter_for(ctx.work, ctx.me, person):
        raise UserError("leave.not_for_others", name=person.name)
    last = found.last or first
    cover = one_person(ctx, _CUES.sub(" ", deputy), words("leave.deputy_unread")).people[0] if deputy else None
    whose = "" if person is ctx.me else f"@{person.name} "
    payload = {"text": f"{whose}{first.isoformat()} - {last.isoformat()} {deputy}".strip()}
    proposal = proposals.propose(ctx.work, None, "leave", payload)
    return Reply(_question(person, first, last, cover, str(proposal.id)), proposals.card_key(proposal))


def _question(person: Person, first: date, last: date, deputy: Person | None, proposal: str) -> Card:
    days = Day(first) if first == last else Many((Day(first), Day(last)), sep=" – ")
    value = {"proposal": proposal}
    buttons = (
        Button("plain.leave", words("record.button_confirm"), value, "primary"),
        Button("plain.no", words("record.button_no"), value),
    )
    lines = (words("record.understood_deputy", who=deputy.name),) if deputy else ()
    return note(words("record.understood_leave", who=person.name, days=days), *lines, buttons=buttons)


def confirm(ctx: Context) -> None:
    """Leave was meant. Raises UserError as `/leave` does."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    ctx.rest = proposal.payload["text"]
    proposals.take(ctx.work, proposal, leave.leave(ctx))

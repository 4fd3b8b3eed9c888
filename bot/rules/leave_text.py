"""Leave in plain words: 我明天请假, 李四代; "I'm off Friday, Wang covers" (S1)."""

import re
from dataclasses import dataclass
from typing import Final

from bot.rules.handling import read_hand_over

LONGEST: Final = 60
DEPUTY: Final = (
    r"(?:代理人|代理|(?:代|顶|替)(?:班|一下)|代(?=[\s,，。.!！]*$)|替我(?:[顶代盯]|处理)?(?:一下)?"
    r"|(?:有事|急事|工作|任务|手上的?[事活])(?:就|请|先|都|可以?)?(?:找|联系|交给|转给|交接给)"
    r"|(?<![a-z])(?:deputy|stand-?in|stands in|(?:is )?cover(?:s|ing|ed by)?(?: for me)?))"
)
"""What says that the person named beside it stands in."""

_LEAVE: Final = re.compile(
    r"请(?:一?个|一下)?(?P<days>[一二两三四五\d半]+天)?(?:[年病事婚产陪]|丧|育儿)?假|休(?P<rest>[一二两三四五\d半]+天)?[年病事婚产陪]?假"
    r"|调休|休息"
    r"|(?<![a-z])(?:(?:on (?:leave|holiday|vacation)|out of (?:the )?office|away|off|out(?! of)|days? off|ooo|sick)"
    r"|tak(?:e|ing) (?P<when>(?:\S+ ){1,3}?)off)(?![a-z])",
    re.IGNORECASE,
)
# What may stand beside the days; anything else makes it a sentence about something else.
_BESIDE: Final = re.compile(
    r"大家好|各位|我|本人|这边|需要|打算|准备|可能|想|要|得|会|就|先|都|从|到|起|开始|全天|整天|一天|半天|上午|下午|去医院|看病|生?病了|感冒了?|发烧了?"
    r"|身体不(?:太)?舒服|家里有事|临时有事|有点?事|[了啦哦哈呢的和跟、\s,，。.!！~]"
    r"|(?<![a-z])(?:i(?:'m|'ll|’m|’ll)?|am|will|be|need|have|to|a|an|the|my|half|day|and|is|for|from|on|please|sick|all)(?![a-z])",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(r"\s*(?:[,，。.;；!！]|[一半]天|去|回|因|有事|看病|because|due to|$)", re.IGNORECASE)
_SOMEBODY: Final = re.compile(
    r"(?<![a-z])i(?![a-z])|^\s*(?!(?:the|an?|my|our|this|that|it) )\S+(?: \S+)? (?:is|will be)\s*$", re.IGNORECASE
)
_LISTED: Final = re.compile(
    r"[一二三四五六日天号\d][和跟、&](?=[周星礼下\d])|(?:day|\d) ?(?:and|&) ?(?:on )?[a-z]+day", re.I
)
_CLAUSES: Final = re.compile(r"[,，。;；]")
_QUESTION: Final = re.compile(r"[?？]|吗|他|她")
_COVER: Final = re.compile(DEPUTY, re.IGNORECASE)
_COVERED: Final = re.compile(rf"(?:由|请|让)\s*<?@?[^\s假]{{1,40}}?\s*{DEPUTY}|{DEPUTY}.*$", re.IGNORECASE)
_CUES: Final = re.compile(rf"{DEPUTY}|(?<![a-z])(?:will|is|by|for me)(?![a-z])|[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeaveText:
    """The words before and behind what says leave, how long if that stands inside, and those about who stands in.

    lists_days: one day "and" another, which is no span.
    sure: what follows can only belong to it; else it must say nothing of its own (`beside_days`).
    other: a clause behind that is about a task, and no part of the leave.
    """

    before: str
    days: str
    behind: str
    deputy: str
    sure: bool
    other: str
    lists_days: bool


def read_leave(text: str) -> LeaveText | None:
    """Leave, as far as the words alone show it; None for a question and for anything longer."""
    if len(text) > LONGEST:
        return None
    about, deputy = _parted(text)
    said = _LEAVE.search(about)
    if said is None or _QUESTION.search(about):
        return None
    before, behind = about[: said.start()], about[said.end() :]
    if said[0].lower() in ("off", "away", "out") and not _SOMEBODY.search(before):
        return None
    # The words themselves are put away: what is said of leave would be taken for a thing that happens that day.
    days = " ".join(filter(None, said.groups()))
    listed = _LISTED.search(f"{before} {behind}") is not None
    return LeaveText(before, days, behind, deputy, _BEHIND.match(behind) is not None, _other(behind), listed)


def beside_days(text: str) -> str:
    """What of the words beside the days says something of its own."""
    return _BESIDE.sub("", text).strip()


def clauses(text: str) -> list[str]:
    """The clauses of a message, as they stand between commas."""
    return [clause.strip() for clause in _CLAUSES.split(text)]


def name_of_deputy(text: str) -> str:
    """The words about who stands in without those that say that somebody does."""
    return _CUES.sub(" ", text)


def _other(behind: str) -> str:
    return next((clause for clause in clauses(behind)[1:] if read_hand_over(clause)), "")


def _parted(text: str) -> tuple[str, str]:
    """What is said of the leave, and the words about who stands in: a clause of their own, or what goes on from it."""
    for clause in clauses(text):
        if _COVER.search(clause) and not _LEAVE.search(clause):
            return text.replace(clause, " ", 1), clause.strip(" 由请让")
    said = _COVERED.search(text)
    return (text, "") if said is None else (text.replace(said[0], " ", 1), said[0].strip(" 由请让"))

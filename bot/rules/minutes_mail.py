"""The head of a mail that minutes were sent in, told apart from what it says (M2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.rules.minutes_lines import Line
from bot.rules.minutes_tables import Block

MOST: Final = 8  # lines a mail's head may have
_FIELDS: Final = (
    ("sender", re.compile(r"(?:from|发件人|寄件人|发送人|发自)\s?:\s*")),
    ("sent", re.compile(r"(?:sent|date|发送时间|发件时间|发送日期|日期|时间)\s?:\s*")),
    ("subject", re.compile(r"(?:subject|主题|标题|邮件主题)\s?:\s*")),
    ("others", re.compile(r"(?:to|cc|bcc|attachments?|reply-to|收件人|抄送|密送|附件)\s?:\s*")),
)
_PREFIX: Final = re.compile(
    r"^(?:(?:re|fw|fwd|aw|recap|summary|notes|回复|答复|转发)\s?[:：]\s*)+|[\[【](?:外部|external)[\]】]\s*",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\s*[<(（\[][^<>()]*@[^<>()]*[>)）\]]\s*|\s*\S+@\S+\s*")

_SIGN_OFF: Final = re.compile(
    r"(?:best|kind|warm)?\s?(?:regards|wishes)?|best|cheers|thanks|thank you|many thanks|yours|此致|敬礼|祝好"
    r"|顺颂商祺|(?:以上[,，]?)?\s?谢谢(?:大家|各位)?",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}[部组科处室心] )?[\u4e00-\u9fff]{2,5}|[A-Z][a-z]+(?: [A-Z][a-z]+)?"
)
_DATE_LINE: Final = re.compile(r"20\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?")


@dataclass(frozen=True, slots=True)
class Mail:
    """What the head of a mail tells; "" is not told. length: the lines it takes. others: lists of whom it went to."""

    sender: str = ""
    sent: str = ""
    subject: str = ""
    length: int = 0
    others: tuple[str, ...] = ()


def mail_head(found: Sequence[Block]) -> Mail:
    """The head of the mail that begins minutes; an empty one where none does."""
    told: dict[str, str] = {}
    length, others = 0, list[str]()
    for block in found[:MOST]:
        kind, words = _field(block) if isinstance(block, Line) else ("", "")
        if not kind:
            break
        told.setdefault(kind, words)
        others += [words] if kind == "others" else []
        length += 1
    if "sender" not in told or len(told) < 2:
        return Mail()
    sender = _ADDRESS.sub(" ", told["sender"]).strip(" \"'")
    return Mail(sender, told.get("sent", ""), _PREFIX.sub("", told.get("subject", "")), length, tuple(others))


def _field(line: Line) -> tuple[str, str]:
    for kind, pattern in _FIELDS:
        match = pattern.match(line.folded)
        if match:
            return kind, line.text[match.end() :].strip()
    return "", ""


def signed(found: list[Block]) -> tuple[list[Block], str]:
    """The lines without the signature below a mail, and whose that is."""
    last = [block for block in found[-4:] if isinstance(block, Line)]
    for place, line in enumerate(last):
        ends = len(last) - place
        name = last[place + 1].text if ends > 1 else ""
        if _SIGN_OFF.fullmatch(line.folded.rstrip(" ,.!。~")) and line.folded.strip() and _SIGNATURE.fullmatch(name):
            return found[:-ends], name
    if (
        len(last) > 1
        and len(found) > 5
        and _SIGNATURE.fullmatch(last[-2].text)
        and _DATE_LINE.fullmatch(last[-1].folded)
    ):
        return found[:-2], last[-2].text
    return found, ""

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

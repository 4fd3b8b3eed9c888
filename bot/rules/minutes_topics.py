"""Which lines of minutes are the title of a topic, by what stands below them (M2)."""

import re
from typing import Final

from bot.rules.minutes_parts import Said
from bot.rules.minutes_settled import settled
from bot.rules.minutes_tables import TableRow

NO_TOPIC: Final = re.compile(
    r"(?:关键|常见)?问答|闲聊|其[他它]|基本信息|安排|要求|.{0,4}措施|经过|q&a|shout-outs", re.I
)


def names_topic(said: Said, following: Said | tuple[str, TableRow] | None) -> bool:
    """Whether a short numbered line heads what is said below it."""
    if said.section not in ("", "discussion", "agenda") or len(said.text) > 24:
        return False
    if isinstance(following, tuple) or following is None or following.line.mark == "number":
        return False
    if said.line.mark != "number" and not _heads_points(said, following):
        return False
    if settled(said.line.folded) is not None or NO_TOPIC.fullmatch(said.text):
        return False
    return not re.search(r"[。；;?？]$|[,，].*[,，]|\d+[日号]", said.text)


def _heads_points(said: Said, following: Said) -> bool:
    """Whether bare words stand above points of their own: a word above bullets, a bullet above those further in."""
    if said.who or len(said.text) > 16 or following.line.mark not in ("bullet", "open"):
        return False
    if said.line.mark == "bullet":
        return following.line.depth > said.line.depth and following.section == said.section
    return said.line.mark == "" and not re.search(r"[:：,，@|｜、/\d]", said.text)

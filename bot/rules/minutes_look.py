"""Whether a message is minutes (M5)."""

import re

from bot.rules.minutes_parts import sort
from bot.rules.minutes_values import LONGEST


def looks_like_minutes(text: str) -> bool:
    """Whether a message plainly is minutes: several lines with several of their marks."""
    if text.count("\n") < 3:
        return False
    parts = sort(text[:LONGEST])
    lists = {
        section
        for section, _ in (each if isinstance(each, tuple) else (each.section, each.line) for each in parts.body)
    }
    head = set(parts.fields) | (
        {"title"} if parts.title and re.search("纪要|会议|minutes|meeting", parts.title, re.I) else set()
    )
    return len(head) >= 2 or (bool(head) and bool(lists & {"actions", "decisions", "item", "decision", "agenda"}))

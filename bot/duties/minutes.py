"""Drafts of minutes that nobody came back to are let go without a word (M5)."""

from bot.services import minutes, minutes_cards
from bot.services.work import Work
from storage.due import Due


def expire(work: Work, due: Due) -> None:
    """Let a draft go; its card loses its buttons."""
    row = minutes.expire(work, int(due.subject))
    if row is not None:
        work.update(minutes.card_key(row), minutes_cards.ended(row))
        work.update(minutes.group_key(row), minutes_cards.ended(row))

"""What follows once a message has arrived, such as taking the buttons off the earlier one it replaces."""

from collections.abc import Callable, Mapping

from bot.services import escalation
from bot.services.work import Work

ARRIVALS: Mapping[str, Callable[[Work, str], None]] = {"overdue": escalation.arrived}
"""By the first word of the card's key."""


def arrived(work: Work, card_key: str) -> None:
    """The card has arrived where it was sent."""
    follow = ARRIVALS.get(card_key.partition(":")[0])
    if follow is not None:
        follow(work, card_key)

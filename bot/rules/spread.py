"""Rounds of many groups at one minute, spread over a few, as platforms limit what may leave at once (S2)."""

from datetime import timedelta
from typing import Final

GROUPS_A_MINUTE: Final = 20
MOST_MINUTES: Final = 10


def later(project: int, projects: int) -> timedelta:
    """How much after its time a project's round begins, of so many that share the time: the same every day.

    A handful of groups keeps the handbook's minute.
    """
    minutes = min(MOST_MINUTES, -(-projects // GROUPS_A_MINUTE))
    return timedelta(minutes=project % minutes if minutes else 0)

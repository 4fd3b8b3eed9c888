"""The states of a task and which may follow which (T3)."""

from collections.abc import Mapping
from typing import Final

OPEN: Final = ("not_started", "in_progress", "blocked", "awaiting")
STATES: Final = (*OPEN, "done", "cancelled")

_MOVES: Final[Mapping[str, frozenset[str]]] = {
    "not_started": frozenset({"in_progress", "blocked", "awaiting", "done", "cancelled"}),
    "in_progress": frozenset({"blocked", "awaiting", "done", "cancelled"}),
    "blocked": frozenset({"in_progress", "awaiting", "done", "cancelled"}),
    "awaiting": frozenset({"in_progress", "done", "cancelled"}),
    # What is over stays over; only taking back the change that ended it opens it again.
    "done": frozenset(),
    "cancelled": frozenset(),
}


def may_move(before: str, after: str) -> bool:
    """Whether a task in one state may be put into another. Raises KeyError for a state there is not."""
    return after in _MOVES[before]

"""Cards that can be pressed for a while only: when each has to be posted anew, so that its buttons go on working."""

from bot.services.work import Work
from storage import due as due_rows

KIND = "renewal"
PROJECT = ("project",)
LIVING = (*PROJECT, "task", "assigned")
"""First words of the keys of cards that serve as long as what they are about."""


def watch(work: Work, platform: str, card_key: str, lane: str) -> None:
    """A card stands in a new message from now on. Where calls are few, a task's waits for its next change."""
    lasts = work.defaults.lasting.get(platform)
    living = PROJECT if platform in work.defaults.frugal else LIVING
    if lasts is not None and card_key.partition(":")[0] in living:
        due_rows.put(work.db, KIND, f"{card_key} {lane}", work.now + lasts)

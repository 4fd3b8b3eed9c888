"""The two kinds of failure (models.md, habit 11), and what adapters raise.

Exception
├── UserError      the person's: explained in their words, with what to type instead; nothing was changed
│   └── Unclear    one of several has to be chosen
└── SendFailed     the platform's: permanent, or to be tried again, or not known to have failed
    └── FileRefused    it takes messages, but never this file
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.cards import Value, Words
from bot.masking import mask


class UserError(Exception):
    """A person asked for something that cannot be done. `words` says what, and what to type instead."""

    def __init__(self, key: str, values: Mapping[str, Value] | None = None, /, **more: Value) -> None:
        super().__init__(key)
        self.words = Words(key, {**(values or {}), **more})


class Unclear(UserError):
    """What was typed could be meant for several projects, given by id and name; one of them has to be chosen."""

    def __init__(self, key: str, projects: Sequence[tuple[int, str]], /, **more: Value) -> None:
        super().__init__(key, **more)
        self.projects = projects


class SendFailed(Exception):
    """A platform did not take a message.

    permanent: trying again cannot help (receiver gone, no permission).
    ambiguous: it may have been delivered all the same (connection lost after sending).
    retry_after: seconds to wait, as the platform said; 0 when it said nothing.
    held: the platform was not even asked, because its rate or its month is used up; this counts as no try. Together
        with permanent: there was nothing to ask for, and nothing is amiss.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        ambiguous: bool = False,
        retry_after: float = 0.0,
        held: bool = False,
    ) -> None:
        # It is kept in the database and shown to administrators.
        self.reason = mask(reason)
        super().__init__(self.reason)
        self.permanent = permanent
        self.ambiguous = ambiguous
        self.retry_after = retry_after
        self.held = held


class FileRefused(SendFailed):
    """A platform will never take this file; the receiver is told so instead.

    why: the bot lacks the permission, the file is too big, or files of its kind are not taken.
    """

    def __init__(self, reason: str, why: Literal["permission", "size", "kind"]) -> None:
        super().__init__(reason, permanent=True)
        self.why = why

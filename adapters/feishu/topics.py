"""Which topic of a group was spoken in last, so that answers stand there and do not open topics of their own.

In groups that consist of topics whatever is posted begins one. A group's events are handled in the order they came and
answered at once, so the last topic is the right one but for a rush in several topics of one group.
"""

from adapters.base import Memory

SECONDS = 120.0


class Topics:
    """By group; `memory` is shared with the other processes, since any of them may answer."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._known: set[str] = set()

    async def note(self, chat: str, message: str) -> None:
        """Something was said to the bot: `message` in a topic, or "" outside of topics. Most groups have none."""
        if message:
            self._known.add(chat)
            await self._memory.put(_place(chat), message, SECONDS)
        elif chat in self._known:
            self._known.discard(chat)
            await self._memory.put(_place(chat), "", SECONDS)

    async def of(self, chat: str) -> str:
        """The message to answer; "" for none."""
        return await self._memory.get(_place(chat)) or ""


def _place(chat: str) -> str:
    return f"topic:{chat}"

"""The order of a message's edits, which Slack may deliver in any: an older one must not undo what a newer one said."""

import json
from dataclasses import replace

from adapters.base import Memory
from bot.wire import Incoming

KEEP_SECONDS = 86400.0  # redelivered for two hours at most
TRIES = 5


class Edits:
    """Which edits of each message were heard, by whichever process."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def in_order(self, event: Incoming) -> Incoming | None:
        """An edit, with those it overtook; None when a later change of the message was heard before it.

        A change says all that the message says, so that nothing of an older edit is left to do after it.
        """
        stamp = _stamp(event.key)
        heard = await self._hear(event.message, stamp, bool(event.edits))
        if any(changed and float(other) > float(stamp) for other, changed in heard.items()):
            return None
        before = [_stamp(key) for key in event.edits[1:]]
        if not before or before[0] in heard:
            return event
        skipped = [other for other in heard if float(other) < float(stamp) and other not in before]
        return replace(event, edits=(*event.edits, *(f"{event.edits[0]}:{other}" for other in skipped)))

    async def _hear(self, message: str, stamp: str, changes: bool) -> dict[str, bool]:
        """Note an edit; every one of the message that was heard, and whether it changed words or only added some."""
        name = f"edits:{message}"
        for _ in range(TRIES):
            known = await self._memory.get(name)
            heard: dict[str, bool] = {**json.loads(known or "{}"), stamp: changes}
            if await self._memory.swap(name, known, json.dumps(heard), KEEP_SECONDS):
                return heard
        return heard


def is_edit(event: Incoming) -> bool:
    """Whether an event is a message's edit, whose key has the edit's time behind the message's own key."""
    return event.kind == "message" and event.key.count(":") > 2


def _stamp(key: str) -> str:
    return key.rpartition(":")[2]

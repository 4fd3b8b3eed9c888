"""A press answered with the card as it stands afterwards, where that is known in time: such an answer costs no call.

Platforms wait some seconds for the answer to a press. What becomes of the pressed card meanwhile is handed to whoever
answers instead of being sent; what comes later, finds nobody waiting or could not be written is sent by a call.
"""

import asyncio
from dataclasses import dataclass, field

import structlog

from adapters.base import Deliver, Memory
from bot.clock import monotonic
from bot.wire import Incoming

log = structlog.get_logger()

ANSWER_SECONDS = 1.2
"""How long a press waits for its card, well inside what the platforms allow."""
LOOK_SECONDS = 0.1
"""How often a press that waits looks whether another process has dealt with it, which has nothing to hand over here."""
MOST_WAITING = 32
"""Presses beyond these are answered at once, and their cards sent: a rush must not keep everybody waiting."""


@dataclass(eq=False, slots=True)
class Press:
    """One press that is not answered yet. Whoever gets it must call `end`."""

    presses: "Presses"
    key: str
    message: str
    receivers: frozenset[str]
    began: float = field(default_factory=monotonic)
    card: asyncio.Future[str | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    written: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    async def wait(self) -> str | None:
        """The card to answer with; None when it did not change in time, or no change is to come any more."""
        while not self.card.done() and (left := ANSWER_SECONDS - (monotonic() - self.began)) > 0:
            await asyncio.wait({self.card}, timeout=min(left, LOOK_SECONDS))
            if not self.card.done() and await self.presses.settled(self.key):
                break
        self.presses.forget(self)
        return self.card.result() if self.card.done() else None

    def end(self, written: bool) -> None:
        """The answer was written, or was not and never will be."""
        self.presses.forget(self)
        if not self.written.done():
            self.written.set_result(written)


class Presses:
    """The presses that wait for their answers in this process; `memory` is shared with the others."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._waiting: dict[str, list[Press]] = {}
        self._count = 0

    async def take(self, event: Incoming, deliver: Deliver) -> tuple[bool, Press | None]:
        """Store an event; whether it is new, and where it is a press, the one that waits for its card."""
        # Begun before it is stored, because its turn may be over before that is known here.
        press = self._begin(event.key, event.message, event.user, event.chat) if event.action else None
        fresh = False
        try:
            fresh = await deliver(event)
        finally:
            if press is not None and not fresh:
                press.end(written=False)
        return fresh, press if fresh else None

    async def settled(self, key: str) -> bool:
        """Whether all is done that a press has caused; False when that cannot be found out."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._memory.settled(key)
        except Exception:
            log.exception("press not looked up")
            return False

    def _begin(self, key: str, message: str, *receivers: str) -> Press | None:
        """A press on a message; `receivers` are who pressed, and the group. None: do not wait."""
        if not message or self._count >= MOST_WAITING:
            return None
        press = Press(self, key, message, frozenset(receivers))
        self._waiting.setdefault(message, []).append(press)
        self._count += 1
        return press

    def forget(self, press: Press) -> None:
        """Nobody may hand this one a card any more."""
        waiting = self._waiting.get(press.message, [])
        if press in waiting:
            waiting.remove(press)
            self._count -= 1
            if not waiting:
                del self._waiting[press.message]

    async def show(self, message: str, card: str) -> bool:
        """Let the answers of those who wait on a message show its card; whether one of them did."""
        waiting = [press for press in self._waiting.get(message, ()) if not press.card.done()]
        for press in waiting:
            press.card.set_result(card)
        return any([await asyncio.shield(press.written) for press in waiting])

    def release(self, receiver: str) -> None:
        """Somebody was answered in words: what they pressed has been dealt with and need not wait for more."""
        for press in [each for waiting in self._waiting.values() for each in waiting]:
            if receiver in press.receivers and not press.card.done():
                press.card.set_result(None)

    def release_all(self) -> None:
        """Let everybody be answered as it is; nothing more will come."""
        for press in [each for waiting in self._waiting.values() for each in waiting]:
            if not press.card.done():
                press.card.set_result(None)

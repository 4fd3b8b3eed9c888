"""The steps of the bot - turns, duties, deliveries, and getting to know people - and the loops that repeat them.

Each step does one portion and tells whether there was any, so a rehearsal can settle everything at one moment of its
own clock, and the running bot can sleep until something arrives or the next tick.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog
from sqlmodel import Session

from adapters.base import Adapter
from bot import metrics, turn
from bot.clock import Clock, MovableClock, monotonic
from bot.connections import Connections
from bot.duties import loop
from bot.files import Files
from bot.inbox import Inbox
from bot.introductions import Introductions
from bot.outbox import Outbox
from bot.quotas import Quotas
from bot.services.work import Defaults
from storage import due
from storage import outbox as outbox_rows
from storage.engine import Database, will_pass

log = structlog.get_logger()

DUTIES_AT_ONCE = 16
TRIES_OF_A_TURN = 3
TRIES_OF_A_DUTY = 3
AFTER_FAILURE_SECONDS = 5.0
STOP_SECONDS = 4.0


class Engine:
    """Owns the steps over one database and the connected adapters."""

    def __init__(self, database: Database, clock: Clock, defaults: Defaults, adapters: Mapping[str, Adapter]) -> None:
        self.database = database
        self.clock = clock
        self.defaults = defaults
        self.adapters = adapters
        defaults.frugal = frozenset(name for name, adapter in adapters.items() if adapter.can.frugal)
        defaults.lasting = {name: lasts for name, adapter in adapters.items() if (lasts := adapter.can.lasts)}
        steps = ("turns", "duties", "deliveries", "introductions", "quotas", "connections", "files")
        self._wake = {name: asyncio.Event() for name in steps}
        self.inbox = Inbox(database, clock, self._wake["turns"].set)
        self.outbox = Outbox(database, clock, defaults, adapters, self._wake["deliveries"].set)
        self._introductions = Introductions(database, clock, defaults, adapters)
        self._files = Files(database, clock, self.inbox, adapters)
        self._quotas = Quotas(database, clock, defaults, adapters)
        self._connections = Connections(database, clock, adapters)
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()

    async def turns(self) -> bool:
        """Handle the next events; False when there were none."""
        began = monotonic()
        try:
            handled = await self.database.run_repeatable(
                turn.run_some,
                self.clock.now(),
                self.defaults,
                self.database.portion_events,
                self.database.portion_seconds,
            )
            metrics.turns.labels("done").inc(handled)
        except (turn.TurnMixed, turn.TurnFailed):
            handled = await self._turns_one_by_one()
        if handled:
            metrics.turn_seconds.observe((monotonic() - began) / handled)
            self._wake["deliveries"].set()
            self._wake["duties"].set()
        return handled > 0

    async def _turns_one_by_one(self) -> int:
        """The same events again after a batch was undone, each in a transaction of its own."""
        handled = 0
        while handled < self.database.portion_events and await self._turn_alone():
            handled += 1
        return handled

    async def _turn_alone(self) -> int:
        """One event; one that fails again and again by our fault is closed, one that meets a tired database waits."""
        for left in reversed(range(TRIES_OF_A_TURN)):
            try:
                handled = await self.database.run_repeatable(
                    turn.run_some, self.clock.now(), self.defaults, 1, self.database.portion_seconds
                )
                metrics.turns.labels("done").inc(handled)
                return handled
            except turn.TurnFailed as failed:
                if left:
                    continue
                if will_pass(failed.__cause__):
                    raise
                metrics.turns.labels("failed").inc()
                cause = failed.__cause__ or failed
                await self.database.run_repeatable(turn.give_up, failed.stored, self.clock.now(), self.defaults, cause)
        return 1

    async def duties(self) -> bool:
        """Run the next due duties; False when none is due."""
        try:
            ran = await self.database.run_repeatable(loop.run_some, self.clock.now(), self.defaults, DUTIES_AT_ONCE)
        except Exception:  # noqa: BLE001 - whatever it was comes to light again, and is raised, for one of them alone
            ran = await self._duties_one_by_one()
        if ran:
            self._wake["deliveries"].set()
        return ran > 0

    async def _duties_one_by_one(self) -> int:
        """The same duties again after a portion was undone, each in a transaction of its own."""
        ran = 0
        while ran < DUTIES_AT_ONCE and await self._duty_alone():
            ran += 1
        return ran

    async def _duty_alone(self) -> int:
        """One duty; one that fails again and again is pushed ahead, one that meets a tired database waits.

        It may fail only because another process does the same at the moment, which is over the next time.
        """
        for left in reversed(range(TRIES_OF_A_DUTY)):
            try:
                return await self.database.run_repeatable(loop.run_some, self.clock.now(), self.defaults, 1)
            except loop.DutyFailed as failed:
                if left:
                    continue
                if will_pass(failed.__cause__):
                    raise
                cause = failed.__cause__ or failed
                await self.database.run_repeatable(loop.push_ahead, failed.claimed, self.clock.now(), cause)
        return 1

    async def deliveries(self) -> bool:
        """Send the messages that may go and wait for them; False when there are none."""
        self._wake["deliveries"].clear()
        some = await self.outbox.deliver_some()
        await self.outbox.finish()
        if some:
            self._wake["duties"].set()  # some begin when a message has arrived
        return some

    async def introductions(self) -> bool:
        """Ask a directory about one person; always False, because the next one has time until the next tick."""
        await self._introductions.introduce_one()
        return False

    async def files(self) -> bool:
        """Fetch the next file that came with a message; False when there is none now."""
        return await self._files.fetch_one()

    async def quotas(self) -> bool:
        """Ask what is left of the month's calls; always False, because the next look has time until the next tick."""
        await self._quotas.look()
        return False

    async def connections(self) -> bool:
        """See whether the platforms are connected; always False, because the next look has time until the next tick."""
        await self._connections.look()
        return False

    async def settle(self) -> None:
        """Do all there is to do at this moment; getting to know people is not part of it."""
        self.tick()
        await self._settle_woken()

    async def _settle_woken(self) -> None:
        """As the loops do, a step that found nothing rests until it is woken: rehearsals settle thousands of times."""
        steps = {"turns": self.turns, "duties": self.duties, "deliveries": self.deliveries}
        while True:
            woken = next((name for name in steps if self._wake[name].is_set()), "")
            if woken:
                self._wake[woken].clear()
                while await steps[woken]():
                    pass
            elif not await self.files():
                return

    async def advance(self, clock: MovableClock, until: datetime) -> None:
        """Put the clock forward to `until`, everything happening at its own moment on the way."""
        await self.settle()
        while (upcoming := await self.upcoming()) is not None and upcoming <= until:
            clock.move_to(upcoming)
            self._wake["duties"].set()
            self._wake["deliveries"].set()
            await self._settle_woken()
        clock.move_to(until)
        await self.settle()

    async def upcoming(self) -> datetime | None:
        """When something is due next; always later than now, so that what cannot be done now is passed."""
        return await self.database.run(_first_moment, self.clock.now())

    def tick(self) -> None:
        """Wake every loop, because time has passed."""
        for event in self._wake.values():
            event.set()

    async def start(self) -> None:
        """Start the adapters and the loops."""
        for adapter in self.adapters.values():
            await adapter.start(self.inbox.deliver)
        self._stopping.clear()
        steps = {
            "turns": self.turns,
            "duties": self.duties,
            "deliveries": self.outbox.deliver_some,
            "introductions": self.introductions,
            "quotas": self.quotas,
            "connections": self.connections,
            "files": self.files,
        }
        self._tasks = [asyncio.create_task(self._repeat(self._wake[name], step)) for name, step in steps.items()]
        self.tick()

    async def stop(self) -> None:
        """Stop taking events, let each loop finish the portion in hand, and stop."""
        for adapter in self.adapters.values():
            await adapter.stop()
        self._stopping.set()
        self.tick()
        if self._tasks:
            # What is in hand is finished, not cancelled: a message sent and not marked would be sent again.
            _, hanging = await asyncio.wait(
                [*self._tasks, asyncio.create_task(self._last_deliveries())], timeout=STOP_SECONDS
            )
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
            await self.outbox.abandon()
            await self._connections.leave()
        self._tasks = []

    async def _last_deliveries(self) -> None:
        await asyncio.wait(self._tasks)
        await self.outbox.finish()

    async def _repeat(self, wake: asyncio.Event, step: Callable[[], Awaitable[bool]]) -> None:
        while not self._stopping.is_set():
            await wake.wait()
            wake.clear()
            try:
                while not self._stopping.is_set() and await step():
                    pass
            except Exception:
                log.exception("step failed")
                await self._pause()
                wake.set()

    async def _pause(self) -> None:
        """Wait a while after a failure, but not beyond the stop."""
        waits = [asyncio.create_task(wait) for wait in (self.clock.sleep(AFTER_FAILURE_SECONDS), self._stopping.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


def _first_moment(db: Session, after: datetime) -> datetime | None:
    moments = (due.next_at(db, after), outbox_rows.next_at(db, after))
    return min((moment for moment in moments if moment is not None), default=None)

"""Many messages at once, sent as the outbox sends them: one at a time to a receiver, held ones again when told."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from itertools import cycle

from adapters.base import Adapter
from bot.cards import Rendered
from bot.errors import SendFailed
from bot.wire import Delivery, Target
from tests.fakes.timeline import LoopClock

AT_ONCE = 32
WORDS = Rendered(("今日小结",), "plain", (), "zh", "今日小结", ())


def way(clock: LoopClock) -> Callable[[], Awaitable[None]]:
    """20 to 30 ms there, and back."""
    length = random.Random(7)
    return lambda: clock.sleep(length.uniform(0.020, 0.030))


def posts(targets: Sequence[Target], number: int) -> list[list[Delivery]]:
    """So many messages for each of the receivers."""
    return [[Delivery(f"{to.id}-{each}", to, WORDS, "S2") for each in range(number)] for to in targets]


async def send_all(clock: LoopClock, adapters: Sequence[Adapter], lanes: Sequence[Sequence[Delivery]]) -> float:
    """Send everything, by all processes in turn; how many seconds that took. A refusal of the platform is a failure."""
    began = clock.now()
    some = asyncio.Semaphore(AT_ONCE)

    async def lane(deliveries: Sequence[Delivery]) -> None:
        processes = cycle(adapters)
        for delivery in deliveries:
            while (wait := await _try(some, next(processes), delivery)) > 0:
                await clock.sleep(wait)

    await asyncio.gather(*(lane(deliveries) for deliveries in lanes))
    return (clock.now() - began).total_seconds()


async def _try(some: asyncio.Semaphore, adapter: Adapter, delivery: Delivery) -> float:
    async with some:
        try:
            await adapter.send(delivery)
        except SendFailed as failed:
            assert failed.held, failed.reason
            return failed.retry_after
    return 0.0

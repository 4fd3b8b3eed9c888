"""Rates used nearly to the full, by several processes together, without a single refusal."""

import asyncio
import random
from collections import deque
from datetime import datetime, timedelta

import pytest

from adapters.pacing import Limit, Pacer, Places, dump, earliest, filled, freed, load
from bot.errors import SendFailed
from tests.fakes.memory import FakeMemory
from tests.fakes.timeline import LoopClock, play

SECOND = Limit("send", 50, 1.0)
MINUTE = Limit("send a minute", 1000, 60.0)


class Gate:
    """A server that counts arrivals in exact windows, some way off."""

    def __init__(self, clock: LoopClock, *limits: Limit) -> None:
        self._clock = clock
        self._limits = limits
        self._arrivals: dict[str, deque[float]] = {limit.key: deque() for limit in limits}
        self._way = random.Random(7)
        self.refused = 0

    async def call(self) -> float:
        """When it arrived."""
        await self._clock.sleep(self._way.uniform(0.020, 0.030))
        now = self._clock.now().timestamp()
        for limit in self._limits:
            times = self._arrivals[limit.key]
            while times and times[0] <= now - limit.seconds:
                times.popleft()
            self.refused += len(times) >= limit.most
            times.append(now)
        await self._clock.sleep(self._way.uniform(0.020, 0.030))
        return now


def share(number: int, limit: Limit, processes: int) -> tuple[float, int]:
    """Which share of the possible rate so many calls reach, and how many are refused."""

    async def work(clock: LoopClock) -> tuple[float, int]:
        gate = Gate(clock, limit)
        memory = FakeMemory(clock)
        queue = iter(range(number))
        times: list[float] = []

        async def worker(pacer: Pacer) -> None:
            for _ in queue:
                while not await goes(pacer):
                    pass

        async def goes(pacer: Pacer) -> bool:
            try:
                async with pacer.turn(limit):
                    times.append(await gate.call())
                return True
            except SendFailed as failed:
                await clock.sleep(failed.retry_after)
                return False

        pacers = [Pacer(memory, clock) for _ in range(processes)]
        await asyncio.gather(*(worker(pacer) for pacer in pacers for _ in range(16)))
        # Each window full can follow the one before at its distance, and the first costs no time.
        shortest = (number - 1) // limit.most * limit.seconds
        return shortest / (max(times) - min(times)), gate.refused

    return play(work)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(("limit", "number"), [(SECOND, 600), (Limit("app", 20, 1.0), 200), (Limit("to", 5, 1.0), 120)])
def test_ninety_five_per_cent_of_a_rate_are_used_and_nothing_is_refused(
    limit: Limit, number: int, processes: int
) -> None:
    reached, refused = share(number, limit, processes)
    assert refused == 0
    assert reached >= 0.95


def test_a_long_window_is_used_too() -> None:
    reached, refused = share(1300, MINUTE, 2)
    assert refused == 0
    assert reached >= 0.95


def test_without_haste_nobody_waits() -> None:
    async def work(clock: LoopClock) -> float:
        pacer = Pacer(FakeMemory(clock), clock)
        for _ in range(40):
            async with pacer.turn(Limit("to:oc_1", 5, 1.0), SECOND):
                await clock.sleep(0.25)
        return clock.now().timestamp()

    began = play(lambda clock: at(clock))
    assert play(work) - began == pytest.approx(10.0, abs=0.01)


async def at(clock: LoopClock) -> float:
    return clock.now().timestamp()


def test_a_refusal_stops_every_process_for_as_long_as_was_said() -> None:
    async def work(clock: LoopClock) -> float:
        memory = FakeMemory(clock)
        one, other = Pacer(memory, clock), Pacer(memory, clock)
        await one.pause(SECOND, 1.1)
        began = clock.now()
        async with other.turn(SECOND):
            return (clock.now() - began).total_seconds()

    assert play(work) == pytest.approx(1.1, abs=0.01)


def test_a_long_wait_is_not_slept_through_but_told() -> None:
    async def work(clock: LoopClock) -> SendFailed:
        pacer = Pacer(FakeMemory(clock), clock)
        await pacer.pause(SECOND, 30)
        with pytest.raises(SendFailed) as caught:
            async with pacer.turn(Limit("to:oc_1", 5, 1.0), SECOND):
                pass
        return caught.value

    failed = play(work)
    assert (failed.held, failed.ambiguous, failed.permanent) == (True, False, False)
    assert failed.retry_after == pytest.approx(30, abs=0.01)


def test_a_call_that_was_held_back_costs_no_place() -> None:
    async def work(clock: LoopClock) -> str | None:
        memory = FakeMemory(clock)
        pacer = Pacer(memory, clock)
        await pacer.pause(SECOND, 30)
        with pytest.raises(SendFailed):
            async with pacer.turn(Limit("to:oc_1", 1, 1.0), SECOND):
                pass
        await clock.sleep(0.002)
        async with pacer.turn(Limit("to:oc_1", 1, 1.0)):
            return "at once"

    assert play(work) == "at once"


def test_places_of_a_process_that_died_are_free_again_after_a_while() -> None:
    async def work(clock: LoopClock) -> float:
        memory = FakeMemory(clock)
        limit = Limit("to:oc_1", 1, 1.0)
        dying = asyncio.create_task(hang(Pacer(memory, clock), limit))
        await clock.sleep(0.1)
        began = clock.now()
        pacer = Pacer(memory, clock)
        async with pacer.turn(limit):
            waited = (clock.now() - began).total_seconds()
        dying.cancel()
        return waited

    assert 24 < play(work) < 27


async def hang(pacer: Pacer, limit: Limit) -> None:
    async with pacer.turn(limit):
        await asyncio.Event().wait()


def test_the_next_call_waits_for_the_place_that_is_free_first() -> None:
    limit = Limit("to", 2, 1.0)
    assert earliest(Places([1500]), limit, 1000) == (1000, True)
    assert earliest(Places([1500, 1700]), limit, 1000) == (1500, True)
    assert earliest(Places([1500, 1700, 1800]), limit, 1000) == (1700, True)
    assert earliest(Places([-1500, 1700]), limit, 1000) == (1500, False)


def test_a_refusal_leaves_later_places_as_they_are() -> None:
    assert filled(Places([900, 3000]), Limit("to", 3, 1.0), 2000) == Places([2000, 2000, 3000])
    assert filled(Places([-9000]), Limit("to", 1, 1.0), 2000) == Places([-9000, 2000])


def test_places_of_a_long_window_are_told_in_few_numbers() -> None:
    moments = Places(freed(MINUTE, at, 0) for at in range(0, 60_000, 60))
    assert len(moments) <= 202
    assert load(dump(moments)) == moments


def test_no_part_of_a_long_window_is_given_back() -> None:
    assert freed(Limit("hook", 20, 60.0), 1000, 40) == 61_000
    assert freed(SECOND, 1000, 40) == 1960


def test_a_clock_that_was_put_back_holds_nobody_up_for_long() -> None:
    class Back(LoopClock):
        leap = timedelta()

        def now(self) -> datetime:
            return super().now() + self.leap

    async def work(_: LoopClock) -> str:
        clock = Back()
        memory = FakeMemory(clock)
        async with Pacer(memory, clock).turn(Limit("to", 1, 1.0)):
            pass
        clock.leap = timedelta(hours=-1)
        async with Pacer(memory, clock).turn(Limit("to", 1, 1.0)):
            return "at once"

    assert play(work) == "at once"

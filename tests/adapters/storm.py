"""An hour of trouble with a platform, on a time of its own: what became of the events and messages meanwhile."""

import asyncio
import random
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.base import Adapter
from bot.cards import Rendered
from bot.errors import SendFailed
from bot.wire import Delivery, Incoming, Target
from tests.fakes.timeline import LoopClock

EVERY_SECONDS, SEND_EVERY = 3.0, 12.0
ACK_SECONDS, AGAIN_SECONDS = 3.0, 15.0
CALM_SECONDS, TROUBLE_SECONDS = 60.0, 20.0
SETTLE_SECONDS = 900.0
Trouble = Callable[[], Awaitable[None]]


class LeapingClock(LoopClock):
    """A clock that is put forward and back under the program."""

    leap = timedelta()

    def now(self) -> datetime:
        return super().now() + self.leap


@dataclass
class Toll:
    """What an hour cost. late: seconds of the slowest event that arrived; most: connection attempts in a second."""

    events: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    late: float = 0.0
    sent: int = 0
    unsent: list[str] = field(default_factory=list)
    sent_twice: list[str] = field(default_factory=list)
    unsure: int = 0
    most: int = 0
    troubles: Counter[str] = field(default_factory=Counter)


class Weather(ABC):
    """A platform's fake with the adapter connected to it, and the troubles that may come over them.

    patience: seconds after which the platform's adapter must have noticed any silence.
    theirs: the platform's own clock, which does not leap.
    """

    patience: float
    target: Target
    adapter: Adapter

    def __init__(self, clock: LeapingClock) -> None:
        self.clock = clock
        self.theirs = LoopClock()
        self.dead: set[Any] = set()

    @abstractmethod
    async def open(self) -> None: ...

    @abstractmethod
    async def close(self) -> None: ...

    @abstractmethod
    def sockets(self) -> list[Any]: ...

    @abstractmethod
    async def push(self, text: str, tries: int) -> bool:
        """Push what somebody said; whether it was acknowledged."""

    @abstractmethod
    def attempts(self) -> int:
        """How often a connection was asked for so far."""

    @abstractmethod
    def lose_answer(self) -> None:
        """Let the next message arrive and its answer get lost."""

    @abstractmethod
    def shown(self) -> list[str]:
        """The words of every message there is."""

    @abstractmethod
    def troubles(self) -> Mapping[str, Trouble]: ...

    @property
    def live(self) -> bool:
        return bool(self.sockets()) and self.sockets()[-1] not in self.dead

    async def cut(self) -> None:
        """The platform closes every connection."""
        for socket in list(self.sockets()):
            await socket.close()

    async def fall_silent(self) -> None:
        """The line dies without a word."""
        self.dead |= set(self.sockets())

    async def leap(self, seconds: float) -> None:
        self.clock.leap += timedelta(seconds=seconds)


async def play(weather: Weather, seconds: float, seed: int = 7) -> Toll:
    """Let people talk and the bot write while one trouble follows the other; then wait until all has settled."""
    toll, dice = Toll(), random.Random(seed)
    heard: dict[str, list[float]] = {}
    keys: set[str] = set()

    async def deliver(event: Incoming) -> bool:
        if event.key in keys:
            return False
        keys.add(event.key)
        if event.kind == "message":
            heard.setdefault(event.text, []).append(_time())
        return True

    await weather.open()
    await weather.adapter.start(deliver)
    said: dict[str, float] = {}
    end = _time() + seconds
    tasks = [
        asyncio.create_task(_trouble(weather, dice, toll, end)),
        asyncio.create_task(_count_attempts(weather, toll, end)),
    ]
    number = 0
    while _time() < end:
        number += 1
        said[f"第{number}句"] = _time()
        tasks.append(asyncio.create_task(_say(weather, f"第{number}句", end + SETTLE_SECONDS)))
        if number % round(SEND_EVERY / EVERY_SECONDS) == 0:
            tasks.append(asyncio.create_task(_write(weather, f"消息{number}号", toll, end + SETTLE_SECONDS)))
            if dice.random() < 0.1:
                weather.lose_answer()
        await weather.clock.sleep(EVERY_SECONDS)
    await asyncio.gather(*tasks)
    shown = weather.shown()
    await weather.adapter.stop()
    await weather.close()
    toll.events = len(said)
    toll.lost = [text for text in said if text not in heard]
    toll.doubled = [text for text, times in heard.items() if len(times) > 1]
    toll.late = max((times[0] - said[text] for text, times in heard.items() if text in said), default=0.0)
    toll.sent_twice = [text for text in set(shown) if shown.count(text) > 1]
    return toll


def _time() -> float:
    return asyncio.get_running_loop().time()


async def _say(weather: Weather, text: str, until: float) -> None:
    """One person's words, offered again by the platform until they are acknowledged."""
    tries = 0
    while _time() < until:
        if weather.live and await weather.push(text, tries):
            return
        tries += weather.live
        await weather.clock.sleep(AGAIN_SECONDS if weather.live else 1.0)


async def _write(weather: Weather, text: str, toll: Toll, until: float) -> None:
    """One message of the bot's, sent as its outbox does."""
    content = Rendered((text,), "plain", (), "zh", text, ())
    delivery = Delivery(text, weather.target, content, "S2")
    toll.sent += 1
    perhaps, reason = False, ""
    while _time() < until:
        try:
            if perhaps and not weather.adapter.can.idempotent:
                found = await weather.adapter.find(delivery)
                if found != "":
                    toll.unsure += found is None
                    return
            await weather.adapter.send(delivery)
            return
        except SendFailed as failed:
            perhaps = failed.ambiguous or (perhaps and failed.held)
            if failed.permanent and failed.ambiguous:
                toll.unsure += 1
                return
            reason = failed.reason
            if failed.permanent:
                break
            await weather.clock.sleep(max(1.0, failed.retry_after))
    toll.unsent.append(f"{text}: {reason}")


async def _trouble(weather: Weather, dice: random.Random, toll: Toll, end: float) -> None:
    while _time() < end:
        await weather.clock.sleep(CALM_SECONDS * dice.uniform(0.5, 1.5))
        name, come = dice.choice(sorted(weather.troubles().items()))
        toll.troubles[name] += 1
        await come()


async def _count_attempts(weather: Weather, toll: Toll, end: float) -> None:
    before = weather.attempts()
    while _time() < end:
        await weather.clock.sleep(1.0)
        now = weather.attempts()
        toll.most, before = max(toll.most, now - before), now

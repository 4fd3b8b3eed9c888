"""The contract every platform keeps. The bot calls nothing else of an adapter, so a new platform needs nothing else."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol

from aiohttp import web

from bot.wire import Delivery, File, Incoming

FILE_LIMIT = 5 * 1024 * 1024  # bytes of a file that are fetched
TOO_BIG = "the file is too big"

Deliver = Callable[[Incoming], Awaitable[bool]]
"""Stores an event durably; False when it was there already. The platform may be answered once this returns.

Events are stored in the order of the calls, whether or not the earlier ones have returned.
"""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can do.

    update: a sent message can be replaced in place.
    idempotent: a second send with the same key is recognised, so that an unanswered send may simply be repeated.
    lasts: how long a card stands before a replacement is posted anew, because it could not be pressed much longer.
    frugal: few calls are left to a month and each direct message is one, so what a group can read is asked there.
    """

    update: bool
    idempotent: bool
    frugal: bool = False
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform's directory knows of a person; "" where it does not say.

    manager, head: platform user ids of the person above them, and of who heads their department (perhaps they).
    """

    name: str
    email: str = ""
    language: str = ""
    zone: str = ""
    department: str = ""
    manager: str = ""
    head: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at by `duiqi check`, and what to do when it is not well.

    name, text: of the catalogue, as `check.what_NAME` and `check.TEXT`; a value may be a text for each language.
    """

    name: str
    state: Literal["ok", "warn", "fail"]
    text: str
    values: Mapping[str, str | int | Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quota:
    """What a plan gives a month (`2026-03`, the platform's own) and what all processes used of it.

    pool: which calls count together: "api" or "push". most: 0 when there is no end.
    spent: the platform itself said that nothing is left.
    """

    pool: str
    month: str
    used: int
    most: int
    spent: bool = False


class Memory(Protocol):
    """A durable store of one platform's own, shared by all processes: tokens, forms behind buttons, call counts.

    `seconds` is how long a value is kept; None keeps it.
    """

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, value: str, seconds: float | None = None) -> None: ...

    async def add(self, key: str, amount: int, seconds: float | None = None) -> int:
        """Add to a counter and return its new value; the time to live counts from its first use."""
        ...

    async def swap(self, key: str, old: str | None, new: str, seconds: float) -> bool:
        """Put a value in the place of `old` (None: of nothing), unless somebody put another there; whether it was."""
        ...

    async def settled(self, key: str) -> bool:
        """Whether the event that was delivered under this key has been handled, and its answers sent, by whichever
        process."""
        ...


class Adapter(Protocol):
    """One platform. `start` returns when events can arrive; `stop` when nothing is in flight any more."""

    @property
    def name(self) -> str: ...

    @property
    def can(self) -> Abilities: ...

    @property
    def connected(self) -> bool: ...

    def routes(self) -> Sequence[web.AbstractRouteDef]: ...

    async def start(self, deliver: Deliver) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, delivery: Delivery) -> str:
        """Post the message or send its file, or replace `delivery.ref`; return the platform's id of it.

        Raises SendFailed, and FileRefused for a file that the platform will never take.
        """
        ...

    async def find(self, delivery: Delivery) -> str | None:
        """Look up a send whose answer was lost: its reference, "" when it did not arrive, None when nobody can tell."""
        ...

    async def profile(self, user: str) -> Profile | None:
        """What the directory knows of a person; None when it does not know them, or does not tell."""
        ...

    async def fetch(self, file: File) -> bytes:
        """The bytes of a file that came with an event, at most `FILE_LIMIT`. Raises SendFailed."""
        ...

    async def quotas(self) -> tuple[Quota, ...]:
        """The pools of calls that are counted by the month; none where there are none."""
        ...

    async def check(self, test: Delivery | None = None) -> tuple[Finding, ...]:
        """Look at credentials, permissions, reachability, clock and quota, and send a test message when given one.

        Needs no start, and takes no event from the processes that run.
        """
        ...

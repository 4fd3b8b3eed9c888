"""The contract every platform keeps. The bot calls nothing else of an adapter, so a new platform needs nothing else."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.wire import Delivery, Incoming

Deliver = Callable[[Incoming], Awaitable[bool]]
"""Stores an event durably; False when it was there already. The platform may be answered once this returns."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can do.

    update: a sent message can be replaced in place.
    idempotent: a second send with the same key is recognised, so that an unanswered send may simply be repeated.
    """

    update: bool
    idempotent: bool


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
        """Post the message, or replace `delivery.ref`; return the platform's id of it. Raises SendFailed."""
        ...

"""A platform that takes every message at once, and a bot that logs only errors."""

import logging
from collections.abc import Callable
from datetime import datetime

import structlog

from adapters.console.adapter import ConsoleAdapter
from adapters.console.store import ConsoleStore
from bot.wire import Delivery


class Silent(ConsoleAdapter):
    """Notes when each message was taken."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(ConsoleStore(), now)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        self._time = now
        self.sent: list[datetime] = []

    async def send(self, delivery: Delivery) -> str:
        self.sent.append(self._time())
        return delivery.key

"""Bolt's part: one entry for everything Slack delivers, over HTTP and over sockets alike.

Bolt's own listeners answer events before they run, and answer 404 to what matches none of them, which Slack takes for
a failure. So everything is taken in by one middleware: stored first, answered then.
"""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

Body = Mapping[str, Any]
Receive = Callable[[Body], Awaitable[Body | None]]
_SECRET = re.compile(r"wss?://[^\s'\"]+|xox[a-z]-[\w-]+|xapp-[\w-]+")


def make_app(client: AsyncWebClient, receive: Receive) -> AsyncApp:
    """An app that hands every body to `receive` and answers with what it returns; when it raises, Slack tries again."""
    return _App(
        client=client,
        # Nothing gets so far that Bolt would ask; without it Bolt would ask Slack who we are.
        authorize=_nobody,
        # Ahead of what Bolt finds out about each request, which costs more than storing it.
        before_authorize=_Intake(receive),
        logger=quiet_logger(),
        # Signatures are checked before, so that a request without one never gets here.
        request_verification_enabled=False,
        signing_secret="",
        # It takes for granted that an event is an object; `inbound` leaves out our own ones itself.
        ignoring_self_events_enabled=False,
    )


class _App(AsyncApp):
    def _init_context(self, req: AsyncBoltRequest) -> None:
        """Bolt would make a client of its own for each request, which costs more than all the rest; nobody uses it."""


async def _nobody() -> AuthorizeResult:
    raise LookupError("a request got past its intake")


class _Intake(AsyncMiddleware):
    """A class, because Bolt takes bodies apart for the arguments of functions, and fails on unusual ones."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        if req.body.get("type") == "url_verification":
            return await next()  # Bolt answers it itself
        answer = await self._receive(req.body)
        return BoltResponse(status=200, body=json.dumps(answer, ensure_ascii=False) if answer else "")


async def dispatch(app: AsyncApp, body: dict[str, Any]) -> BoltResponse:
    """Give a verified body to the app. As a socket's, because Bolt would parse and verify it once more."""
    try:
        return await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    except (AttributeError, IndexError, KeyError, TypeError):
        # What `receive` raises is answered by Bolt; this is Bolt's own reading of a body that lacks the usual parts.
        return BoltResponse(status=400, body="")


class _Mask(logging.Filter):
    """The SDK logs addresses that hold a ticket, and quotes errors that hold them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET.sub("***", record.getMessage()), ()
        return True


def quiet_logger() -> logging.Logger:
    """Bolt's and the SDK's logger: below warnings they log whole requests."""
    logger = logging.getLogger("adapters.slack.sdk")
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(_Mask())
    return logger

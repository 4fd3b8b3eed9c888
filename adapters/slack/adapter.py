"""Slack behind the adapter contract: the way in, the way out, and the connection, put together."""

import asyncio
import contextlib
from collections.abc import Awaitable, Sequence

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp

from adapters.base import Abilities, Deliver, Finding, Memory, Profile, Quota
from adapters.slack import checks, failures, verify
from adapters.slack.bolt import dispatch, make_app
from adapters.slack.catchup import Catchup
from adapters.slack.client import SlackClient
from adapters.slack.directory import Directory
from adapters.slack.failures import name_of
from adapters.slack.inbound import PLATFORM, Own
from adapters.slack.intake import Intake
from adapters.slack.manifest import ENTRY
from adapters.slack.markup import string
from adapters.slack.presence import Presence
from adapters.slack.sending import Sender
from adapters.slack.settings import SlackSettings
from adapters.slack.shared import Shared
from adapters.slack.socket import SocketLink
from bot.clock import Clock
from bot.errors import SendFailed
from bot.wire import Delivery, File

log = structlog.get_logger()

TEND_SECONDS = 300.0
LONGEST_PAUSE = 60.0
START_SECONDS = 10.0  # other platforms are not kept waiting for one that does not answer
STOP_SECONDS = 2.0


class SlackAdapter:
    """Keeps the adapter contract over one workspace."""

    name = PLATFORM
    can = Abilities(update=True, idempotent=False)

    def __init__(self, settings: SlackSettings, memory: Memory, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._client = SlackClient(settings.bot_token, settings.api_base_url, clock, memory)
        self._directory = Directory(self._client)
        self._catchup = Catchup(self._client, memory, clock)
        shared = Shared(memory, clock, settings.shared_channels)
        self._intake = Intake(
            self._client, self._directory, memory, settings, shared, self._refuse, self._catchup.missed
        )
        self._sender = Sender(self._client, memory, clock)
        self._presence = Presence(memory, clock)
        self._app: AsyncApp | None = None
        self._link: SocketLink | None = None
        self._tending: asyncio.Task[None] | None = None
        self._accepted = False
        self._missing: list[str] = []

    @property
    def connected(self) -> bool:
        """Slack knows us, and events can arrive."""
        return self._accepted and (self._settings.mode == "http" or (self._link is not None and self._link.connected))

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return (web.post(ENTRY, self._requested),) if self._settings.mode == "http" else ()

    async def start(self, deliver: Deliver) -> None:
        """Connect; when Slack cannot be reached now, go on trying in the background."""
        await self._client.open()
        self._intake.deliver = deliver
        self._app = make_app(self._client.web([], None), self._intake.receive)
        tried = asyncio.Event()
        self._tending = asyncio.create_task(self._tend(self._app, tried))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(tried.wait(), START_SECONDS)

    async def stop(self) -> None:
        if self._tending:
            self._tending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._tending
        if self._link:
            await self._link.close()
            await self._guarded(self._presence.leave())
        await self._intake.stop(STOP_SECONDS)
        self._intake.deliver = self._app = self._link = self._tending = None
        self._accepted = False
        await self._client.close()

    # -----------------------------------------------------------------------------------------------------------------
    # The connection

    async def _begin(self, app: AsyncApp) -> bool:
        """Learn who we are, then open the socket. An app token that is refused would make the SDK try for ever."""
        if not await self._identify():
            return False
        if self._settings.mode == "http":
            return True
        await self._guarded(self._presence.renew())
        try:
            url = await self._client.socket_url(self._settings.app_token)
        except SendFailed as failed:
            log.error("no socket", reason=failed.reason)
            return False
        self._link = SocketLink(
            app,
            self._settings.app_token,
            self._clock,
            direct=self._client.goes_direct,
            expected=self._presence.renew,
            ping_seconds=self._settings.ping_seconds,
        )
        await self._link.open(url)
        return True

    async def _identify(self) -> bool:
        try:
            me, headers = await self._client.identity()
        except SendFailed as failed:
            log.error("not accepted by the platform", reason=failed.reason)
            self._accepted = self._accepted and name_of(failed) not in failures.OPERATOR
            return False
        people = self._directory
        people.team, people.company = string(me, "team_id"), string(me, "enterprise_id")
        who = string(me, "user_id"), string(me, "bot_id")
        own = Own(*who, people.team, people.company, people.names, people.strangers, people.outsiders)
        self._intake.own = own
        self._accepted = True
        missing = checks.missing_scopes(headers)
        if missing and missing != self._missing:
            log.warning("permissions missing", names=missing)
        self._missing = missing
        return True

    async def _tend(self, app: AsyncApp, tried: asyncio.Event) -> None:
        """Begin, at growing distances until that succeeds; then look from time to time whether we still may.

        A call now and then also wakes connections that fell asleep without an error.
        """
        pause = 1.0
        while not await self._guarded(self._begin(app)):
            tried.set()
            await self._clock.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        tried.set()
        while True:
            if self.connected:
                await self._guarded(self._presence.renew())
                await self._guarded(self._catchup.look(self._intake.catch_up, self._intake.look_over))
            await self._clock.sleep(TEND_SECONDS)
            await self._guarded(self._identify())

    @staticmethod
    async def _guarded(work: Awaitable[bool | int | None]) -> bool:
        """A defect, or a database that is away, must not end the tending."""
        try:
            return bool(await work)
        except Exception:
            log.exception("not tended")
            return False

    def _refuse(self) -> None:
        self._accepted = False

    async def _requested(self, request: web.Request) -> web.Response:
        """Slack's HTTP requests: events, commands and interactions alike."""
        raw = await request.read()
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signed = request.headers.get("X-Slack-Signature", "")
        if not verify.is_genuine(self._settings.signing_secret, stamp, signed, raw, self._clock.now()):
            return web.Response(status=401)
        try:
            body = verify.parse(request.content_type, raw)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if self._app is None or not (self._intake.own.user or body.get("type") == "url_verification"):
            return web.Response(status=503)
        answer = await dispatch(self._app, body)
        return await to_aiohttp_response(answer) if answer.body else web.Response(status=answer.status)

    # -----------------------------------------------------------------------------------------------------------------
    # The way out

    async def send(self, delivery: Delivery) -> str:
        try:
            return await self._sender.send(delivery)
        except SendFailed as failed:
            if name_of(failed) in failures.OPERATOR and name_of(failed) != "missing_scope":
                self._accepted = False
            outside = name_of(failed) in ("not_in_channel", "channel_not_found") and delivery.target.kind == "group"
            if outside and delivery.why == "reply" and not delivery.file:
                content = delivery.content
                await self._intake.answer_privately(delivery.target.id, content.text, content.language)
            raise

    async def find(self, delivery: Delivery) -> str | None:
        return await self._sender.find(delivery, self._intake.own)

    async def profile(self, user: str) -> Profile | None:
        return await self._directory.profile(user)

    async def fetch(self, file: File) -> bytes:
        return await self._client.download(file.ref)

    async def quotas(self) -> tuple[Quota, ...]:
        return ()

    async def check(self, test: Delivery | None = None) -> tuple[Finding, ...]:
        opened = self._client.is_open
        if not opened:
            await self._client.open()
        try:
            found = await checks.look(self._client, self._settings, self._clock.now())
            return (*found, await self._try(test)) if test else found
        finally:
            if not opened:
                await self._client.close()

    async def _try(self, test: Delivery) -> Finding:
        try:
            await self._sender.send(test)
        except SendFailed as failed:
            return Finding("message", "fail", "message_refused", {"to": test.target.id, "reason": failed.reason})
        return Finding("message", "ok", "message_sent", {"to": test.target.id})

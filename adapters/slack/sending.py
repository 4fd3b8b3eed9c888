"""Deliveries on their way to Slack, and looking up those whose answer was lost."""

import asyncio
import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.base import Memory
from adapters.slack import failures, outbound
from adapters.slack.client import SlackClient, skew
from adapters.slack.failures import name_of
from adapters.slack.inbound import Own
from adapters.slack.markup import node, string
from adapters.slack.uploads import Uploads
from bot.clock import Clock
from bot.errors import SendFailed
from bot.wire import Attached, Delivery, Target

log = structlog.get_logger()

KEPT_SECONDS = 400 * 86400.0  # forms behind buttons, counted from the last time the card was sent
SENDING_SECONDS = 30 * 86400.0
SETTLE_SECONDS = 5.0
LOOK_BACK = timedelta(hours=1)  # the clock may have been put forward between the send and the look-up
LOOKED_THROUGH = 10
EVENT_TYPE = "duiqi_outbox"
_NAMESPACE = uuid.UUID("6a1c5e0e-6a55-4f3c-9c7b-0c5b8b1f6c1d")
_SILENT = {"unfurl_links": False, "unfurl_media": False}


class Sender:
    """Posts and replaces messages. A reference is `channel:time stamp`."""

    def __init__(self, client: SlackClient, memory: Memory, clock: Clock) -> None:
        self._client = client
        self._memory = memory
        self._clock = clock
        self._uploads = Uploads(client, memory, clock)

    async def send(self, delivery: Delivery) -> str:
        """Post the message or file, or replace `delivery.ref`; one that cannot be replaced any more is posted anew."""
        if delivery.file:
            return await self._upload(delivery, delivery.file)
        made = outbound.message(delivery)
        await self.keep(made.kept)
        if delivery.ref:
            try:
                return await self._replace(delivery, made)
            except SendFailed as failed:
                if name_of(failed) not in failures.GONE:
                    raise
        return await self._post(delivery, made)

    async def keep(self, kept: Mapping[str, str]) -> None:
        await asyncio.gather(*(self._memory.put(key, value, KEPT_SECONDS) for key, value in kept.items()))

    async def _post(self, delivery: Delivery, made: outbound.Message) -> str:
        channel = await self._channel(delivery.target)
        await self._memory.put(f"sending:{delivery.key}", self._clock.now().isoformat(), SENDING_SECONDS)
        params = {"channel": channel, "metadata": _metadata(delivery), "client_msg_id": _message_id(delivery)}
        try:
            answer, rest = await self._write("chat.postMessage", {**params, **_SILENT}, made)
        except SendFailed as failed:
            await self._forget_gone(delivery.target, failed)
            raise
        ref = f"{string(answer, 'channel') or channel}:{string(answer, 'ts')}"
        if rest:
            await self._replies(ref, rest)
        return ref

    async def _upload(self, delivery: Delivery, file: Attached) -> str:
        channel = await self._channel(delivery.target)
        try:
            return await self._uploads.send(delivery, file, channel)
        except SendFailed as failed:
            await self._forget_gone(delivery.target, failed)
            raise

    async def _forget_gone(self, target: Target, failed: SendFailed) -> None:
        """Open a direct conversation that is gone again at the next try. Raises SendFailed so that there is one."""
        if target.kind == "dm" and name_of(failed) == "channel_not_found":
            await self._memory.put(_dm_key(target), "")
            raise SendFailed(failed.reason) from None

    async def _replace(self, delivery: Delivery, made: outbound.Message) -> str:
        channel, _, stamp = delivery.ref.rpartition(":")
        params = {"channel": channel, "ts": stamp, "metadata": _metadata(delivery)}
        _, rest = await self._write("chat.update", params, made)
        await self._replies(delivery.ref, rest)
        return delivery.ref

    async def _write(
        self, method: str, params: Mapping[str, Any], made: outbound.Message
    ) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """Send with blocks; when Slack refuses those, once more as text alone. Returns the replies to be added."""
        try:
            return await self._client.write(method, **params, text=made.text, blocks=made.blocks), made.rest
        except SendFailed as failed:
            if name_of(failed) not in failures.OURS:
                raise
            log.error("message refused, sent as text", reason=failed.reason)
        literal = {"parse": "none", **({"mrkdwn": False} if method == "chat.postMessage" else {})}
        return await self._client.write(method, **params, **literal, text=made.text, blocks=[]), made.text_rest

    async def _replies(self, ref: str, rest: tuple[str, ...]) -> None:
        """The full text of a shortened message in its thread, replaced together with it."""
        channel, _, stamp = ref.rpartition(":")
        known = await self._memory.get(f"rest:{ref}")
        stamps = known.split() if known else []
        if not rest and not stamps:
            return
        try:
            for old, text in zip(stamps, rest, strict=False):
                await self._client.write("chat.update", channel=channel, ts=old, **outbound.reply(text))
            for text in rest[len(stamps) :]:
                params = {"channel": channel, "thread_ts": stamp, **_SILENT, **outbound.reply(text)}
                stamps.append(string(await self._client.write("chat.postMessage", **params), "ts"))
            while len(stamps) > len(rest):
                await self._client.write("chat.delete", channel=channel, ts=stamps[-1])
                stamps.pop()
        except SendFailed as failed:
            # The message itself arrived, and sending it again would post it twice.
            log.warning("replies incomplete", reason=failed.reason)
        await self._memory.put(f"rest:{ref}", " ".join(stamps), KEPT_SECONDS)

    async def _channel(self, target: Target) -> str:
        """Where to post: the id of the group, or of the direct messages with a person, which is remembered."""
        if target.kind == "group":
            return target.id
        known = await self._memory.get(_dm_key(target))
        if known:
            return known
        try:
            opened = await self._client.write("conversations.open", users=target.id)
        except SendFailed as failed:
            # Whatever became of this call, no message was posted.
            raise SendFailed(
                failed.reason, permanent=failed.permanent, retry_after=failed.retry_after, held=failed.held
            ) from None
        channel = string(opened, "channel", "id")
        await self._memory.put(_dm_key(target), channel)
        return channel

    async def find(self, delivery: Delivery, own: Own) -> str | None:
        """Look in the channel's history for the key that every message of ours carries."""
        if delivery.ref:
            return await self._find_update(delivery, own)
        if delivery.file:
            return await self._uploads.find(delivery, await self._channel(delivery.target))
        began = await self._memory.get(f"sending:{delivery.key}")
        if began is None:
            return ""
        start = datetime.fromisoformat(began)
        # Slack may still be busy with it.
        wait = SETTLE_SECONDS - (self._clock.now() - start).total_seconds()
        if wait > 0:
            await self._clock.sleep(wait)
        try:
            channel = await self._channel(delivery.target)
            _, headers = await self._client.identity()
            # By Slack's clock: with ours, were it put forward, the message would seem too old to be looked at.
            now = self._clock.now()
            ahead = timedelta(seconds=skew(headers, now) or 0.0)
            since = min(start, now) - ahead - LOOK_BACK
            return await self._find_since(channel, since, _key(delivery), own)
        except SendFailed as failed:
            log.warning("send not looked up", reason=failed.reason)
            return None

    async def _find_since(self, channel: str, since: datetime, key: str, own: Own) -> str | None:
        params = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "include_all_metadata": True}
        looked = 0
        async for page in self._client.pages("conversations.history", **params):
            found = next((raw for raw in page.get("messages", ()) if _is_ours(raw, key, own)), None)
            if found:
                return f"{channel}:{string(found, 'ts')}"
            looked += 1
            if looked == LOOKED_THROUGH:
                return None
        return ""

    async def _find_update(self, delivery: Delivery, own: Own) -> str | None:
        channel, _, stamp = delivery.ref.rpartition(":")
        params = {"channel": channel, "oldest": stamp, "latest": stamp, "inclusive": True, "include_all_metadata": True}
        try:
            page = await self._client.read("conversations.history", limit=1, **params)
        except SendFailed:
            return None
        shown = any(_is_ours(raw, _key(delivery), own) for raw in page.get("messages", ()))
        return delivery.ref if shown else ""


def _is_ours(raw: Any, key: str, own: Own) -> bool:
    if string(raw, "user") != own.user and string(raw, "bot_id") != own.bot:
        return False
    return string(node(raw, "metadata"), "event_payload", "k") == key


def _key(delivery: Delivery) -> str:
    """Opaque, because anybody in the workspace can read a message's metadata."""
    return hashlib.sha256(delivery.key.encode()).hexdigest()[:32]


def _metadata(delivery: Delivery) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"k": _key(delivery)}}


def _message_id(delivery: Delivery) -> str:
    """Slack is said to recognise a repeat by it; nothing here relies on that."""
    return str(uuid.uuid5(_NAMESPACE, delivery.key))


def _dm_key(target: Target) -> str:
    return f"dm:{target.id}"

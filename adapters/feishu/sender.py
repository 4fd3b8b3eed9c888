"""Sends deliveries, keeps which messages each became, and never sends one twice.

The platform recognises a repeat for an hour by its idempotency key. Every send is therefore noted before it goes out;
one that may have arrived and is taken up again only after that hour is not repeated but reported as uncertain.

A card can be pressed and updated for 14 days. An update after 11 days posts it anew and leaves the old copy
without buttons. Where calls are few, slight changes renew only what stands in groups, which is all that some cards do.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

import structlog

from adapters.base import Memory
from adapters.feishu import files, outbound
from adapters.feishu.client import Client
from adapters.feishu.failures import ApiError, Remedy, failure
from adapters.feishu.files import Upload
from adapters.feishu.outbound import Part, Stage
from adapters.feishu.topics import Topics
from adapters.presses import Presses
from bot.clock import Clock
from bot.errors import SendFailed
from bot.wire import Attached, Delivery, Target

log = structlog.get_logger()

MESSAGES = "/open-apis/im/v1/messages"
REPEATABLE = timedelta(minutes=55)
RENEWED = timedelta(days=11)  # a weekend may lie between that and the next working hours
NOTED_SECONDS = 7 * 86400.0
CARD_SECONDS = 60 * 86400.0


@dataclass(slots=True)
class Note:
    """How far a delivery has come. `open_since`: when a call went out whose answer is not known, or "". `answers`: the
    message it answers, where that keeps it in its topic. `file`: fingerprint and key of what was handed in."""

    open_since: str = ""
    stage: Stage = "card"
    refs: list[str] = field(default_factory=list)
    done: bool = False
    answers: str = ""
    file: str = ""


@dataclass(slots=True)
class Shown:
    """A card as it stands: since when, in which messages, and the fingerprint of each ("" when it is not sure).

    fixed: it was refused as a card and stands there as text, in which nothing can be replaced.
    """

    since: str = ""
    refs: list[str] = field(default_factory=list)
    prints: list[str] = field(default_factory=list)
    fixed: bool = False


class Sender:
    """Sends over one client; `memory` is shared with the other processes, `presses` wait in this one.

    rationed: calls are counted by the month, so what needs none now is left undone."""

    def __init__(
        self, client: Client, memory: Memory, clock: Clock, presses: Presses, topics: Topics, rationed: bool
    ) -> None:
        self._client = client
        self._memory = memory
        self._clock = clock
        self._presses = presses
        self._topics = topics
        self._rationed = rationed

    async def send(self, delivery: Delivery) -> str:
        """Post or replace; the id of the first message. Raises SendFailed.

        Refused content is sent in a plainer form, so that the reminder still arrives.
        """
        note = await self._note(delivery)
        if note.done:
            return note.refs[0]
        if note.open_since and self._clock.now() - datetime.fromisoformat(note.open_since) > REPEATABLE:
            raise SendFailed("feishu: sent over an hour ago, never answered", permanent=True, ambiguous=True)
        if delivery.file:
            return await self._send_file(delivery, note, delivery.file)
        while True:
            try:
                return await (self._replace(delivery, note) if delivery.ref else self._post_card(delivery, note))
            except ApiError as error:
                stage = outbound.next_stage(note.stage, error, bool(delivery.ref))
                if error.remedy is Remedy.APP:
                    # Somebody must act, and cannot be told over the platform itself.
                    log.error("the app cannot send", platform="feishu", reason=str(error))
                if stage is None:
                    raise failure(error, self._clock.now()) from error
                log.warning("content refused", platform="feishu", code=error.code, next=stage, key=delivery.key)
                note.stage = stage

    async def find(self, delivery: Delivery) -> str | None:
        """What is known of an earlier send: its reference, "" when it did not arrive, None when it may have."""
        note = await self._note(delivery)
        if note.done:
            return note.refs[0]
        return None if note.open_since else ""

    async def tell(self, target: Target, texts: Mapping[str, str], key: str) -> None:
        """Say a few words that nobody waits for and nothing follows. Raises ApiError."""
        await self._add_part(target, key, 0, outbound.notice(texts))

    # Posting

    async def _post_card(self, delivery: Delivery, note: Note) -> str:
        return await self._post(delivery, note, outbound.parts(delivery, note.stage))

    async def _post(self, delivery: Delivery, note: Note, parts: Sequence[Part]) -> str:
        if delivery.why == "reply" and delivery.target.kind == "group" and not (note.refs or note.open_since):
            note.answers = await self._topics.of(delivery.target.id)
        for number, part in enumerate(parts):
            if number >= len(note.refs):
                note.refs.append(await self._post_part(delivery, note, number, part))
        note.done = True
        await self._keep(delivery, note)
        if delivery.why == "reply":
            self._presses.release(delivery.target.id)
        if delivery.card or len(parts) > 1:
            prints = [part.print for part in parts]
            await self._show(
                note.refs[0], Shown(self._clock.now().isoformat(), note.refs, prints, note.stage == "post")
            )
        return note.refs[0]

    async def _post_part(self, delivery: Delivery, note: Note, number: int, part: Part) -> str:
        note.open_since = note.open_since or self._clock.now().isoformat()
        await self._keep(delivery, note)
        try:
            ref = await self._add_part(delivery.target, delivery.key, number, part, note.answers)
        except ApiError as error:
            if error.remedy is not Remedy.UNANSWERED:
                note.open_since = ""
                await self._keep(delivery, note)
            if note.answers and outbound.is_topic_lost(error):
                note.answers = ""
                return await self._post_part(delivery, note, number, part)
            raise
        note.open_since = ""
        return ref

    async def _add_part(self, target: Target, key: str, number: int, part: Part, answers: str = "") -> str:
        kind, receiver = outbound.receiver(target)
        body = {"msg_type": part.kind, "content": part.content, "uuid": outbound.idempotency_key(key, number)}
        if answers:
            answer = await self._client.call("POST", f"{MESSAGES}/{answers}/reply", body=body, receiver=receiver)
        else:
            body["receive_id"] = receiver
            params = {"receive_id_type": kind}
            answer = await self._client.call("POST", MESSAGES, params=params, body=body, receiver=receiver)
        ref = (answer.get("data") or {}).get("message_id")
        if not ref:
            # What a repeat is answered with is not documented; a message we cannot name must not pass for sent.
            raise ApiError(0, "sent, but no message id came back", unanswered=True)
        return str(ref)

    # Files

    async def _send_file(self, delivery: Delivery, note: Note, file: Attached) -> str:
        """Hand the file in and post it; what another try would hand in again is kept."""
        shown = files.can_be_shown(file)
        while True:
            wanted = files.upload(file, shown=shown)
            try:
                if not note.file.startswith(f"{wanted.print} "):
                    note.file = f"{wanted.print} {await self._hand_in(wanted)}"
                    await self._keep(delivery, note)
                part = files.message(delivery, file, wanted, note.file.partition(" ")[2])
                return await self._post(delivery, note, (part,))
            except ApiError as error:
                if not (shown and files.is_unshown(error)):
                    raise files.refusal(error) or failure(error, self._clock.now()) from error
                shown = False

    async def _hand_in(self, wanted: Upload) -> str:
        """The key a file goes by. Raises ApiError; whatever became of the call, nobody was shown anything."""
        try:
            answer = await self._client.upload(wanted.path, wanted.form)
        except ApiError as error:
            if not error.unanswered:
                raise
            raise ApiError(0, str(error), retry_after=error.retry_after) from None
        key = (answer.get("data") or {}).get(f"{wanted.part}_key")
        if not key:
            raise ApiError(0, "handed in, but no key came back")
        return str(key)

    # Replacing

    async def _replace(self, delivery: Delivery, note: Note) -> str:
        shown = await self._shown(delivery.ref)
        spared = self._spares(delivery) and delivery.target.kind == "dm"
        old = shown.since and self._clock.now() - datetime.fromisoformat(shown.since) >= RENEWED
        if note.refs or shown.fixed or (old and not spared):
            return await self._renew(delivery, note, shown)
        parts = outbound.parts(delivery, note.stage)
        refs, prints = list(shown.refs), list(shown.prints)
        try:
            for number, part in enumerate(parts):
                if number >= len(refs):
                    refs.append(await self._add_part(delivery.target, delivery.key, number, part))
                    prints.append(part.print)
                elif await self._answered(delivery, note, refs[number], part):
                    # Answers may be lost on their way: the next update goes out even if it is the same.
                    prints[number] = ""
                elif self._spares(delivery):
                    # Whoever presses the card meanwhile sees it as it is; so does everybody with its next change.
                    prints[number] = ""
                elif prints[number] != part.print:
                    prints[number] = ""
                    await self._patch(refs[number], part)
                    prints[number] = part.print
        except ApiError as error:
            await self._show(delivery.ref, Shown(shown.since, refs, prints))
            if error.remedy is Remedy.GONE:
                return await self._renew(delivery, note, shown)
            raise
        for surplus in refs[len(parts) :]:
            await self._quietly("DELETE", f"{MESSAGES}/{surplus}")
        now = Shown(shown.since, refs[: len(parts)], prints[: len(parts)])
        if now != shown:
            await self._show(delivery.ref, now)
        return delivery.ref

    async def _renew(self, delivery: Delivery, note: Note, shown: Shown) -> str:
        """Post anew, once; the old copy keeps its words and loses its buttons, if it is still there."""
        ref = await self._post_card(delivery, note)
        if shown.fixed or self._spares(delivery):
            return ref  # what the old copy offers is still right, for the day it can be pressed
        for old, part in zip(shown.refs, outbound.retired(delivery), strict=False):
            await self._quietly("PATCH", f"{MESSAGES}/{old}", {"content": part.content})
        return ref

    def _spares(self, delivery: Delivery) -> bool:
        return self._rationed and delivery.slight

    async def _answered(self, delivery: Delivery, note: Note, ref: str, part: Part) -> bool:
        """Whether a press on this very message is answered with the card, which costs no call.

        Nobody is told when an answer's card is refused, so one that may be, for whom it mentions, is sent.
        """
        harmless = note.stage == "card" and not delivery.accounts
        return harmless and await self._presses.show(ref, part.content)

    async def _patch(self, ref: str, part: Part) -> None:
        await self._client.call("PATCH", f"{MESSAGES}/{ref}", body={"content": part.content})

    async def _quietly(self, method: str, path: str, body: dict[str, object] | None = None) -> None:
        """A courtesy; what it is for has been done already."""
        try:
            await self._client.call(method, path, body=body)
        except ApiError as error:
            log.info("old card left as it is", platform="feishu", reason=str(error))

    # What is kept

    async def _note(self, delivery: Delivery) -> Note:
        kept = await self._memory.get(_place(delivery))
        return Note(**json.loads(kept)) if kept else Note()

    async def _keep(self, delivery: Delivery, note: Note) -> None:
        await self._memory.put(_place(delivery), json.dumps(asdict(note)), NOTED_SECONDS)

    async def _shown(self, ref: str) -> Shown:
        kept = await self._memory.get(f"card:{ref}")
        return Shown(**json.loads(kept)) if kept else Shown(refs=[ref], prints=[""])

    async def _show(self, ref: str, shown: Shown) -> None:
        await self._memory.put(f"card:{ref}", json.dumps(asdict(shown)), CARD_SECONDS)


def _place(delivery: Delivery) -> str:
    return "sent:" + hashlib.sha256(delivery.key.encode()).hexdigest()[:32]

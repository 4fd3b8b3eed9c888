"""Which way a message goes (sheet 3.1), in as few calls of the month's as will do, and never twice by our doing."""

import asyncio
import json
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from adapters.base import Memory
from adapters.dingtalk import faults, outbound, typed
from adapters.dingtalk.callback import Callback
from adapters.dingtalk.client import Client
from adapters.dingtalk.faults import Fault, Refused
from adapters.dingtalk.files import Files
from adapters.dingtalk.markdown import NEWLINE, escape
from adapters.dingtalk.outbound import CardData, Text
from adapters.dingtalk.places import Places, of_group
from adapters.dingtalk.run import (
    Route,
    Run,
    carrier,
    lost,
    mentionable,
    place_of,
    reference,
    require_delivered,
    track_id,
    unreached,
    words_of,
)
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.verify import Robot
from adapters.presses import Presses
from bot import texts
from bot.clock import Clock
from bot.errors import SendFailed
from bot.wire import Delivery

log = structlog.get_logger()

KEEP_CARD = 90 * 86400.0
KEEP_SENT = 3 * 86400.0
MOST_ACTS = 60  # of a card and its earlier states
BATCH_SECONDS = 0.2  # twenty messages leave the outbox within this
MOST_RECEIVERS = 20
MOST_REFUSALS = 3  # of cards in a row, after which they rest
CARDS_REST = timedelta(hours=1)
SMALL_BYTES = 4_000  # parts of a message that was called too long
HOOK_OVER = ("route", "gone", "refused", "wait")  # faults after which another way is taken
Outcomes = dict[str, str | SendFailed]


class Sender:
    """Sends and replaces. Every public method raises SendFailed. `presses` wait in this process for their cards."""

    def __init__(
        self,
        client: Client,
        memory: Memory,
        places: Places,
        clock: Clock,
        settings: DingTalkSettings,
        presses: Presses,
        callback: Callback,
    ) -> None:
        self._client = client
        self._memory = memory
        self._places = places
        self._clock = clock
        self._settings = settings
        self._presses = presses
        self._callback = callback
        self._files = Files(client, memory, settings)
        self._batches: dict[str, tuple[list[Delivery], asyncio.Task[Outcomes]]] = {}
        self._cards_refused = 0
        self._cards_rest = clock.now()

    async def send(self, delivery: Delivery) -> str:
        if delivery.file:
            return await self._files.send(delivery, delivery.file)
        if delivery.ref:
            return await self._replace(delivery)
        ref = await self._post_new(delivery)
        if delivery.why == "reply":
            self._presses.release(delivery.target.id)
        return ref

    async def _post_new(self, delivery: Delivery) -> str:
        sent = await self._sent(delivery)
        if sent.get("ref"):
            return str(sent["ref"])
        if delivery.target.kind == "dm" and not sent and not await self._answers(delivery):
            return await self._together(delivery)
        return await self._alone(delivery, sent)

    async def find(self, delivery: Delivery) -> str | None:
        """A card may be sent again under its own id, and so may what went to a group robot's permanent address; of
        other texts it is known only whether sending had begun."""
        if delivery.ref:
            return ""
        sent = await self._sent(delivery)
        if sent.get("ref"):
            return str(sent["ref"])
        return None if sent.get("begun") and not sent.get("keyed") else ""

    async def say(self, route: Route, target: str, place: str, text: str, language: str) -> None:
        """A short word of the adapter's own; `text` is not escaped yet."""
        safe = NEWLINE.join(escape(text).split("\n"))
        message = Text(escape(text.split("\n")[0]), safe)
        if hook := await self._places.hook(place):
            try:
                await self._post("hook", (target,), message, hook, place)
                return
            except Refused as refused:
                if refused.fault.kind not in HOOK_OVER:
                    raise
                await self._places.pause_hook(place, hook, refused.fault.seconds)
        await self._post(route, (target,), message, "", place)

    async def try_out(self, delivery: Delivery) -> bool:
        """Send a message, as a card if those are set up; whether it went as it should."""
        ref = await self.send(replace(delivery, card=delivery.card or delivery.key))
        return ref.startswith("card:") or not self._settings.draws_cards

    async def use_robot(self, chat: str, robot: Robot, language: str) -> None:
        """Keep a group robot's permanent address if it works, and tell the group by it; else tell what is wrong."""
        place = of_group(chat)
        await self._places.keep_robot(place, robot)
        kept = texts.say("typed.robot_kept", language)
        hook = await self._places.robot(place)
        try:
            await self._post("hook", (chat,), Text(kept, escape(kept)), hook, place)
        except Refused as refused:
            fault = refused.fault
            # Where too much was sent there of late, nothing was found out about the address.
            busy = fault.kind == "wait"
            await self._places.pause_hook(place, hook, max(fault.seconds, 1.0) if busy else 0.0)
            said = kept if busy else texts.say("typed.robot_useless", language, code=fault.code)
            await self.say("group", chat, place, said, language)

    # ------------------------------------------------------------------------------------------------------------------
    # Direct messages of the same words

    async def _together(self, delivery: Delivery) -> str:
        """Wait a moment for others of the same words: several people are then told by one call."""
        words = words_of(delivery)
        if words not in self._batches:
            deliveries: list[Delivery] = []
            # A task of its own: a caller who gives up must not take the others' messages along.
            self._batches[words] = (deliveries, asyncio.create_task(self._gather(words, deliveries)))
        deliveries, sending = self._batches[words]
        deliveries.append(delivery)
        outcome = (await asyncio.shield(sending))[delivery.key]
        if isinstance(outcome, SendFailed):
            raise outcome
        return outcome

    async def _gather(self, words: str, deliveries: list[Delivery]) -> Outcomes:
        try:
            await self._clock.sleep(BATCH_SECONDS)
        finally:
            del self._batches[words]
        return await self._told(deliveries)

    async def _told(self, deliveries: Sequence[Delivery]) -> Outcomes:
        outcomes: Outcomes = {}
        if len(deliveries) == 1:
            return {deliveries[0].key: await _caught(self._alone(deliveries[0], {}))}
        for start in range(0, len(deliveries), MOST_RECEIVERS):
            some = deliveries[start : start + MOST_RECEIVERS]
            try:
                outcomes.update(await self._texts("direct", some, [{} for _ in some]))
            except SendFailed as failure:
                if failure.reason.lower() in faults.NO_SUCH_PERSON:
                    # One who left must not cost the others their message.
                    outcomes.update(
                        {each.key: await _caught(self._alone(each, await self._sent(each))) for each in some}
                    )
                else:
                    outcomes.update({each.key: failure for each in some})
        return outcomes

    # ------------------------------------------------------------------------------------------------------------------
    # One message

    async def _answers(self, delivery: Delivery) -> bool:
        """Whether this answers somebody whose reply address still works."""
        return delivery.why == "reply" and bool(await self._places.hook(place_of(delivery)))

    async def _alone(self, delivery: Delivery, sent: dict[str, Any]) -> str:
        calls_left = not await self._client.spent("api")
        # What was a text stays one where that costs no call.
        retold = bool(delivery.ref) and await self._answers(delivery)
        # What was tried as a text stays one: its card may be there, but where nobody sees it.
        if calls_left and not retold and "numbers" not in sent and self._wants_card(delivery):
            card = outbound.card(delivery.content, mentionable(delivery))
            if card is not None:
                try:
                    return await self._send_card(delivery, card)
                except Refused as refused:
                    await self._give_up_card(refused.fault)
                    calls_left = refused.fault.kind != "used_up"
        route, hook = await self._route(delivery, calls_left, bool(sent.get("keyed")))
        outcome = (await self._texts(route, [delivery], [sent], hook))[delivery.key]
        if isinstance(outcome, SendFailed):
            raise outcome
        return outcome

    async def _give_up_card(self, fault: Fault) -> None:
        """A template that is missing or unpublished must cost neither the message nor a call of every message."""
        if fault.kind not in ("refused", "split", "content", "used_up"):
            raise fault.failure()
        await self._note(fault)
        self._cards_refused += fault.kind == "refused"
        if self._cards_refused >= MOST_REFUSALS:
            self._cards_refused, self._cards_rest = 0, self._clock.now() + CARDS_REST

    async def _address(self, delivery: Delivery) -> str:
        """An address that takes a text without a call of the month's, "" without."""
        place = place_of(delivery)
        if await self._client.spent("push"):
            return ""
        return await self._places.hook(place) or (
            await self._places.robot(place) if delivery.target.kind == "group" else ""
        )

    async def _route(self, delivery: Delivery, calls_left: bool, keyed: bool) -> tuple[Route, str]:
        """By which way a text goes. An address counts in the other pool, and is all there is once calls are used up.

        keyed: it perhaps went to the group robot's address, and only there would it be known again.
        """
        place = place_of(delivery)
        group = delivery.target.kind == "group"
        mentions = group and any(ping.person in delivery.accounts for ping in delivery.content.pings)
        hook = ""
        if keyed:
            if hook := await self._places.robot(place):
                return "hook", hook
            raise lost()
        if not await self._client.spent("push"):
            hook = await self._places.hook(place)
            if group and ((mentions and delivery.why != "reply") or ((mentions or not calls_left) and not hook)):
                hook = await self._places.robot(place) or hook
        if hook and (mentions or delivery.why == "reply" or not calls_left):
            return "hook", hook
        return "group" if group else "direct", hook

    def _wants_card(self, delivery: Delivery) -> bool:
        if not self._callback.ready or timedelta() < self._cards_rest - self._clock.now() <= CARDS_REST:
            return False
        pinged = delivery.target.kind == "group" and any(p.person in delivery.accounts for p in delivery.content.pings)
        return bool(delivery.card or pinged or outbound.choices(delivery.content))

    async def _texts(
        self, route: Route, deliveries: Sequence[Delivery], sents: Sequence[dict[str, Any]], hook: str = ""
    ) -> Outcomes:
        """The same words to each receiver. What went out before a failure is kept, and not sent again."""
        first = deliveries[0]
        places = [place_of(delivery) for delivery in deliveries]
        numbers = sents[0].get("numbers")
        if numbers is None:
            offered = [outbound.choices(delivery.content) for delivery in deliveries]
            cards = [delivery.card for delivery in deliveries]
            numbers = await self._places.offer(places, offered, first.content.language, cards)
        run = Run(route, hook, deliveries, list(numbers), int(sents[0].get("done", 0)), str(sents[0].get("last", "")))
        most = int(sents[0].get("most", outbound.TEXT_BYTES))
        while True:
            try:
                return await self._parts(run, most)
            except Refused as refused:
                fault = refused.fault
                if fault.kind == "split" and most > SMALL_BYTES and not run.done:
                    most = SMALL_BYTES
                elif run.route == "hook" and fault.kind in HOOK_OVER:
                    await self._places.pause_hook(places[0], run.hook, fault.seconds)
                    if sents[0].get("keyed"):
                        raise lost() from None
                    run.route, run.hook = "group" if first.target.kind == "group" else "direct", ""
                elif fault.kind == "content" and not run.blocked:
                    run.blocked = True
                elif fault.kind == "used_up" and len(deliveries) == 1 and (hook := await self._address(first)):
                    run.route, run.hook = "hook", hook
                else:
                    await self._note(fault)
                    raise fault.failure() from None

    async def _parts(self, run: Run, most: int) -> Outcomes:
        first = run.deliveries[0]
        parts = run.compose(most)
        failed: dict[str, SendFailed] = {}
        for index in range(run.done, len(parts)):
            told = [each for each in run.deliveries if each.key not in failed]
            if not told:
                break
            record = {"begun": True, "numbers": run.numbers, "done": index, "last": run.last, "most": most}
            await self._keep(told, {**record, "keyed": run.keyed})
            try:
                targets = [each.target.id for each in told]
                key = track_id(f"{first.key} {most} {index}") if run.keyed else ""
                answer = await self._post(run.route, targets, parts[index], run.hook, place_of(first), key)
            except Refused as refused:
                if refused.fault.kind == "unsure" and run.keyed:
                    raise Refused(faults.UNSENT) from None
                if refused.fault.kind != "unsure":
                    await self._keep(told, {**record, "begun": index > 0})
                raise
            run.done, run.last = index + 1, reference(run.route, answer, first.key)
            missed = unreached(told, answer)
            await self._keep([each for each in told if each.key in missed], {**record, "begun": index > 0})
            failed.update(missed)
        await self._keep([each for each in run.deliveries if each.key not in failed], {"ref": run.last, "begun": True})
        return {each.key: failed.get(each.key, run.last) for each in run.deliveries}

    async def _post(
        self, route: Route, targets: Sequence[str], text: Text, hook: str, place: str, key: str = ""
    ) -> dict[str, Any]:
        """Send one text. `key`: by which a group robot's address recognises a repeat."""
        if route == "hook":
            body: dict[str, Any] = {"msgtype": "markdown", "markdown": {"title": text.title, "text": text.text}}
            if text.at:
                body["at"] = {"atUserIds": list(text.at), "isAtAll": False}
            if key:
                body["msgUuid"] = key
            return await self._client.post_hook(hook, body, place)
        message = {"title": text.title, "text": text.text}
        param = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        body = {"robotCode": self._settings.robot, "msgKey": "sampleMarkdown", "msgParam": param}
        if route == "group":
            body["openConversationId"] = targets[0]
            return await self._client.call("POST", "/v1.0/robot/groupMessages/send", body)
        body["userIds"] = list(targets)
        return await self._client.call("POST", "/v1.0/robot/oToMessages/batchSend", body)

    # ------------------------------------------------------------------------------------------------------------------
    # Cards

    async def _send_card(self, delivery: Delivery, card: CardData) -> str:
        track = track_id(delivery.key)
        await self._remember_card(track, delivery, card)
        await self._keep([delivery], {"card": True})
        app = self._settings
        body = outbound.card_request(card, track, delivery.target, app.card_template_id, app.robot, app.press_route)
        try:
            answer = await self._client.call("POST", "/v1.0/card/instances/createAndDeliver", body, repeatable=True)
        except Refused as refused:
            if refused.fault.kind != "exists":
                raise
            return f"card:{track}"
        require_delivered(answer)
        await self._places.keep_quotable(carrier(answer), f"card:{track}")
        self._cards_refused = 0
        return f"card:{track}"

    async def _replace(self, delivery: Delivery) -> str:
        """Replace a card. What was sent as text cannot be: it is told anew to whoever acted on it, and left else."""
        if not delivery.ref.startswith("card:"):
            if delivery.news or await self._places.was_acted_on(place_of(delivery), delivery.card):
                sent = await self._sent(delivery)
                return str(sent.get("ref") or "") or await self._alone(delivery, sent)
            raise SendFailed("a text cannot be replaced", permanent=True, held=True)
        card = outbound.card(delivery.content, mentionable(delivery), trim=True)
        if card is None:
            raise SendFailed("the card is too long", permanent=True)
        track = delivery.ref.removeprefix("card:")
        await self._remember_card(track, delivery, card)
        if await self._presses.show(delivery.ref, json.dumps(dict(card.params))):
            return delivery.ref
        if delivery.slight and self._settings.frugal:
            # Whoever presses the card meanwhile sees it as it is; so does everybody with its next change.
            return delivery.ref
        body = outbound.update_request(card, track)
        try:
            await self._client.call("PUT", "/v1.0/card/instances", body, repeatable=True)
        except Refused as refused:
            await self._note(refused.fault)
            raise refused.fault.failure() from None
        return delivery.ref

    async def _remember_card(self, track: str, delivery: Delivery, card: CardData) -> None:
        acts = {name: typed.dump_choice(choice) for name, choice in card.acts.items()}
        if delivery.ref:
            # Who presses what the card showed a moment ago is told what became of it.
            before = json.loads(await self._memory.get(f"card:{track}") or "{}").get("acts", {})
            acts = dict([*acts.items(), *((name, act) for name, act in before.items() if name not in acts)][:MOST_ACTS])
        record: dict[str, Any] = {
            "acts": acts,
            "language": delivery.content.language,
        }
        record["chat" if delivery.target.kind == "group" else "user"] = delivery.target.id
        await self._memory.put(f"card:{track}", json.dumps(record, ensure_ascii=False), KEEP_CARD)

    # ------------------------------------------------------------------------------------------------------------------
    # Records

    async def _sent(self, delivery: Delivery) -> dict[str, Any]:
        return dict(json.loads(await self._memory.get(f"sent:{delivery.key}") or "{}"))

    async def _keep(self, deliveries: Sequence[Delivery], record: dict[str, Any]) -> None:
        text = json.dumps(record)
        await asyncio.gather(*(self._memory.put(f"sent:{each.key}", text, KEEP_SENT) for each in deliveries))

    async def _note(self, fault: Fault) -> None:
        """Leave word for `check`: which permission is missing, or that the month is used up."""
        for scope in fault.scopes:
            await self._memory.put(faults.denied(scope), "1", faults.KEEP_DENIED)
        log.warning("dingtalk refused", code=fault.code, kind=fault.kind, scopes=list(fault.scopes))


async def _caught(work: Awaitable[str]) -> str | SendFailed:
    try:
        return await work
    except SendFailed as failure:
        return failure

"""One text on its way, and what an answer says of whom it reached. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from adapters.dingtalk import faults, outbound, typed
from adapters.dingtalk.faults import Fault, ReceiverGone, Refused
from adapters.dingtalk.outbound import Text
from adapters.dingtalk.places import of_group, of_person
from adapters.dingtalk.verify import is_permanent
from bot import texts
from bot.cards import Rendered
from bot.errors import SendFailed
from bot.wire import Delivery

Route = Literal["hook", "group", "direct"]


@dataclass(slots=True)
class Run:
    """A text on its way, part by part."""

    route: Route
    hook: str
    deliveries: Sequence[Delivery]
    numbers: list[int]
    done: int
    last: str
    blocked: bool = False

    @property
    def keyed(self) -> bool:
        """Whether what it goes to recognises a repeat."""
        return self.route == "hook" and is_permanent(self.hook)

    def compose(self, most: int) -> tuple[Text, ...]:
        first = self.deliveries[0]
        content = _shared(first) if len(self.deliveries) > 1 else first.content
        if self.blocked:
            text = texts.say("typed.blocked", first.content.language)
            return (Text(text, text),)
        return outbound.compose(
            content,
            self.numbers,
            direct=first.target.kind == "dm",
            mode="token" if self.route == "hook" else "name",
            accounts=first.accounts,
            most=most,
        )


def lost() -> SendFailed:
    return SendFailed("the address that would know a repeat is gone", permanent=True, ambiguous=True)


def track_id(key: str) -> str:
    """A card's own id: the same at every try and in every process, so that a repeat is recognised."""
    return f"duiqi-{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def place_of(delivery: Delivery) -> str:
    target = delivery.target
    return of_group(target.id) if target.kind == "group" else of_person(target.id)


def mentionable(delivery: Delivery) -> Mapping[int, str]:
    """Who a card may mention: nobody in direct messages, which notify by themselves."""
    return delivery.accounts if delivery.target.kind == "group" else {}


def _shared(delivery: Delivery) -> Rendered:
    """The message as several people can be sent it together: without their own names, and with empty forms."""
    own = frozenset(person for person, user in delivery.accounts.items() if user == delivery.target.id)
    return outbound.shared(delivery.content, own)


def words_of(delivery: Delivery) -> str:
    """What makes two messages the same words: all but whom they go to, and what stands in their forms already."""
    content = _shared(delivery)
    offered = [typed.dump_choice(choice) for choice in outbound.choices(content)]
    lines = [part.text for part in outbound.compose(content, [0] * len(offered), direct=True)]
    return json.dumps([lines, offered], ensure_ascii=False, sort_keys=True)


def reference(route: Route, answer: dict[str, Any], key: str) -> str:
    return f"{route}:{answer.get('processQueryKey') or track_id(key)}"


def unreached(deliveries: Sequence[Delivery], answer: dict[str, Any]) -> dict[str, SendFailed]:
    """Receivers a call that succeeded did not reach."""
    gone = {*(answer.get("invalidStaffIdList") or ()), *(answer.get("filteredStaffIdList") or ())}
    slow = set(answer.get("flowControlledStaffIdList") or ())
    failed: dict[str, SendFailed] = {}
    for delivery in deliveries:
        if delivery.target.id in gone:
            failed[delivery.key] = ReceiverGone("no such receiver", permanent=True)
        elif delivery.target.id in slow:
            failed[delivery.key] = SendFailed("receiver is sent too much", retry_after=faults.QPM_SECONDS)
    return failed


def carrier(answer: dict[str, Any]) -> str:
    """The key by which people quote a card that was just delivered. Source: create-and-deliver-cards."""
    results = (answer.get("result") or {}).get("deliverResults") or ()
    return next((str(each["carrierId"]) for each in results if each.get("carrierId")), "")


def require_delivered(answer: dict[str, Any]) -> None:
    """A card call succeeds as a whole even if nobody got the card. Raises Refused.

    Trying again cannot help: the card is there by then, which would be taken for a success.
    """
    result = answer.get("result") or {}
    results = result.get("deliverResults") or ()
    wrong = [each for each in results if not each.get("success")]
    if answer.get("success") is False or wrong:
        fault = faults.of(str((wrong or [{}])[0].get("errorMsg") or "card not delivered"))
        raise Refused(fault if fault.kind == "gone" else Fault("refused", fault.code))

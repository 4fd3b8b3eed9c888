"""From a delivery to the messages it becomes, and to plainer ones when the platform refuses those. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from adapters.feishu import cards, markup
from adapters.feishu.failures import AUDITED, INVALID_MENTION, ApiError, Remedy
from bot.cards import Rendered, plain
from bot.wire import Delivery, Target

Json = dict[str, Any]
Stage = Literal["card", "unmentioned", "plain", "short", "post"]

_LOCALES = {"zh": "zh_cn", "en": "en_us"}


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its type, and its content as the platform takes it, a string of JSON."""

    kind: Literal["interactive", "post"]
    content: str

    @property
    def print(self) -> str:
        """A short fingerprint, to see whether a message would change at all."""
        return hashlib.sha256(self.content.encode()).hexdigest()[:16]


def parts(delivery: Delivery, stage: Stage = "card") -> tuple[Part, ...]:
    """The messages of a delivery, in order; never none."""
    if stage == "post":
        return tuple(Part("post", text) for text in _posts(delivery.content, delivery.accounts))
    return tuple(Part("interactive", cards.dumps(card)) for card in _pages(delivery, stage))


def retired(delivery: Delivery) -> tuple[Part, ...]:
    """The same messages with nothing to press, for copies that have been replaced."""
    return tuple(Part("interactive", cards.dumps(cards.still(card))) for card in _pages(delivery, "unmentioned"))


def next_stage(stage: Stage, error: ApiError, update: bool) -> Stage | None:
    """What to try after the content was refused; None when nothing else can help.

    An invalid mention costs the mentions only. What is refused for its form goes out as plain text, whole; what an
    audit stopped, by its title. A card cannot become a post, so an update ends with the plain card.
    """
    if error.remedy is not Remedy.CONTENT:
        return None
    if error.code in AUDITED:
        return None if stage == "short" else "short"
    if stage == "card" and error.card_code == INVALID_MENTION:
        return "unmentioned"
    if stage in ("card", "unmentioned"):
        return "plain"
    return "post" if stage == "plain" and not update else None


def notice(texts: Mapping[str, str]) -> Part:
    """A few words in several languages, of which each reader's client shows its own."""
    bodies = {_LOCALES[language]: {"content": [[{"tag": "text", "text": said}]]} for language, said in texts.items()}
    return Part("post", json.dumps(bodies, ensure_ascii=False))


def receiver(target: Target) -> tuple[str, str]:
    """The kind of id, and the id, that a message is sent to."""
    if target.kind == "group":
        return "chat_id", target.id
    prefixes: Mapping[str, str] = {"ou_": "open_id", "on_": "union_id", "oc_": "chat_id"}
    return prefixes.get(target.id[:3], "user_id"), target.id


def idempotency_key(key: str, part: int) -> str:
    """At most 50 characters, the same for the same part of the same delivery."""
    return hashlib.sha256(f"{key}|{part}".encode()).hexdigest()[:40]


def _pages(delivery: Delivery, stage: Stage) -> tuple[Json, ...]:
    content, dm = delivery.content, delivery.target.kind == "dm"
    makers: Mapping[Stage, Callable[[], tuple[Json, ...]]] = {
        "card": lambda: cards.pages(content, delivery.accounts, dm),
        "unmentioned": lambda: cards.pages(content, {}, dm),
        "plain": lambda: cards.plain_pages(content),
        "short": lambda: cards.short_page(content),
    }
    return makers[stage]()


def _posts(content: Rendered, accounts: Mapping[int, str]) -> Iterator[str]:
    """The text as posts, whose text nodes are not read for markup; the mentions stand at the end."""
    title, *lines = content.text.split("\n")
    pieces = list(markup.split("\n".join(lines), cards.MOST_BYTES // 2))
    users = [accounts[ping.person] for ping in content.pings if markup.is_user_id(accounts.get(ping.person, ""))]
    for number, piece in enumerate(pieces, start=1):
        rows: list[list[Json]] = [[{"tag": "text", "text": line}] for line in piece.split("\n") if line]
        if number == len(pieces) and users:
            rows.append([{"tag": "at", "user_id": user} for user in dict.fromkeys(users)])
        head = title if len(pieces) == 1 else f"{title} {number}/{len(pieces)}"
        body = {"title": head, "content": rows or [[{"tag": "text", "text": plain(content.title)}]]}
        yield json.dumps({_LOCALES.get(content.language, "zh_cn"): body}, ensure_ascii=False)

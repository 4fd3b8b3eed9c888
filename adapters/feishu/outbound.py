"""From a delivery to the messages it becomes, and to plainer ones when the platform refuses those. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from adapters.feishu import cards, markup
from adapters.feishu.failures import AUDITED, INVALID_MENTION, UNKNOWN_MESSAGE, ApiError, Remedy
from bot.cards import Rendered, plain
from bot.wire import Delivery, Target

Json = dict[str, Any]
Stage = Literal["card", "unmentioned", "plain", "short", "post"]

_LOCALES = {"zh": "zh_cn", "en": "en_us"}


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its type, and its content as the platform takes it, a string of JSON."""

    kind: Literal["interactive", "post", "file"]
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
    bodies = {_LOCALES[language]: {"content": [_row(said)]} for language, said in texts.items()}
    return Part("post", json.dumps(bodies, ensure_ascii=False))


def is_topic_lost(error: ApiError) -> bool:
    """Whether an answer may yet arrive as a message of its own: what it answers is gone, or cannot be answered."""
    return error.code == UNKNOWN_MESSAGE or error.remedy in (Remedy.GONE, Remedy.NONE)


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
    lines = lines if len(title) <= cards.TITLE_CHARS else [title, *lines]
    users = [accounts[ping.person] for ping in content.pings if markup.is_user_id(accounts.get(ping.person, ""))]
    pages = list(_post_pages(lines)) or [[_row(plain(content.title))]]
    pages[-1] += [[{"tag": "at", "user_id": user} for user in dict.fromkeys(users)]] if users else []
    for number, rows in enumerate(pages, start=1):
        head = markup.clip(title, cards.TITLE_CHARS) + ("" if len(pages) == 1 else f" {number}/{len(pages)}")
        body = {"title": head, "content": rows}
        yield cards.dumps({_LOCALES.get(content.language, "zh_cn"): body})


def _post_pages(lines: Sequence[str]) -> Iterator[list[list[Json]]]:
    """Lines in as many posts as they need. What stands around a line is longer than many a line."""
    page: list[list[Json]] = []
    used = 0
    for piece in (piece for line in lines if line for piece in markup.split(line, cards.TEXT_BYTES)):
        row = _row(piece)
        size = markup.size(json.dumps(row, ensure_ascii=False))
        if page and used + size > cards.MOST_BYTES - cards.TEXT_BYTES:
            yield page
            page, used = [], 0
        page.append(row)
        used += size
    if page:
        yield page


def _row(text: str) -> list[Json]:
    return [{"tag": "text", "text": text}]

"""What crosses the border between an adapter and the bot. No platform's word appears here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

import msgspec

from bot.cards import Rendered

Kind = Literal["message", "button", "form", "joined", "left", "closed", "renamed", "shared", "departed", "changed"]

MARKS: Final = re.compile(r"(?:[\s\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]|:[\w+-]{1,50}:|\[[^\W\d_]{1,12}\])+")
"""Blanks and emoji, which some platforms give by name, as `:+1:` or `[赞]`."""
_COMMAND: Final = re.compile(rf"[/／]|{MARKS.pattern}[/／][^\W\d_]")


def is_command(text: str) -> bool:
    """Whether a text is meant for the bot because it begins with a slash, behind emoji or not."""
    return _COMMAND.match(text) is not None


@dataclass(frozen=True, slots=True)
class Account:
    """A person as a platform knows them: the platform's user id and the visible name."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sent: its name, its size in bytes (0 when not told), and how its adapter finds it again."""

    name: str
    size: int
    ref: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event, neutral and complete.

    kind: what happened. joined, left: `mentions` are those who joined or left a group. closed: the group was dissolved
        or the bot taken out. renamed: `chat_name` is new. shared: people of another company are in the group, too.
        departed, changed: the person left the company, or their profile changed.
    key: the platform's own delivery id; the same event delivered twice has the same key.
    text: what the person typed, mentions written as `<@user-id>`, the bot's own mention taken out.
    addressed: the text was meant for the bot (slash, mention of the bot, direct message).
    chat: the platform's id of the group, or "" in a direct message.
    action, value, fields: of a pressed button or a sent form, as the card gave them.
    message: the platform's id of the message acted on, kept in the record as the source.
    replies_to: references of the messages this answers, the nearest first, as `Delivery.ref` has them.
    edits: keys of the events whose words this changes; what was only added to a message changes none.
    whole: of a change, all the message says now; `text` is only what is new in it.
    at: when it was said, aware UTC by the platform's clock; None where it does not tell.
    file: what was sent along; its bytes are fetched by `Adapter.fetch` once the platform has been answered.
    """

    key: str
    platform: str
    kind: Kind
    user: str
    user_name: str
    chat: str = ""
    chat_name: str = ""
    text: str = ""
    addressed: bool = False
    mentions: tuple[Account, ...] = ()
    action: str = ""
    value: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    replies_to: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    whole: str = ""
    at: datetime | None = None
    file: File | None = None

    @property
    def lane(self) -> str:
        """Events of one lane are handled in the order they came; different lanes do not wait for each other."""
        return f"{self.platform}:{self.chat or '@' + self.user}"

    def saying(self, text: str) -> "Incoming":
        """The same event with a part of its words alone, and with those who are mentioned there."""
        mentions = tuple(each for each in self.mentions if f"<@{each.user}>" in text)
        return replace(self, text=text, mentions=mentions)

    def to_json(self) -> str:
        """Raises UnicodeEncodeError for text with half a surrogate pair in it."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Incoming":
        """Raises ValueError when the text is no event."""
        return _decoder.decode(text)


_decoder = msgspec.json.Decoder(Incoming)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a delivery goes: a group by the platform's chat id, or a person by the platform's user id."""

    platform: str
    kind: Literal["group", "dm"]
    id: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file on its way out.

    name: with its suffix, and no character that a file system refuses. picture: it is to be shown, not only kept.
    alt: what it shows, for those who do not see it.
    """

    name: str
    data: bytes = field(repr=False)
    alt: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One rendered message on its way out.

    key: deduplication key, the same at every try; a platform that knows idempotency keys gets it.
    ref: the platform's id of the message to be replaced, or "" for a new one.
    why: "reply", or the handbook rule that caused it.
    card: the key under which later updates find this message, or "".
    accounts: platform user ids of the people mentioned, by our person id; who has none is only named.
    news: of a replacement: people have to see it, so where nothing can be replaced it is posted anew.
    slight: of a replacement: it may be left to the next one where calls are counted by the month.
    file: what is sent; `content` says the same in words, and is shown only where nothing else names the file.
    """

    key: str
    target: Target
    content: Rendered
    why: str
    ref: str = ""
    card: str = ""
    accounts: Mapping[int, str] = field(default_factory=dict)
    news: bool = False
    slight: bool = False
    file: Attached | None = None

"""From what a person typed, pressed or filled in to a neutral event. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.wire import Account, File, Incoming, Kind, is_command

PLATFORM = "console"
BOT_NAMES = ("duiqi", "bot", "对齐")
_AT = re.compile("[@＠]")
# An `<@` that was typed must not be taken for a mention later, not even after full-width signs were made narrow.
_FALSE_MENTION = re.compile("([<＜﹤])(?=[@＠﹫])")

Spans = tuple["str | Account | None", ...]


class Action(Protocol):
    """What a button and a form have in common, and all that a press tells."""

    @property
    def action(self) -> str: ...

    @property
    def value(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Act:
    """An action by its parts, as the page sends it."""

    action: str
    value: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a group, or the person's direct messages with the bot (chat "")."""

    chat: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed text, read: `spans` are literal text, people mentioned, and None for the bot."""

    spans: Spans

    @property
    def text(self) -> str:
        """The text for the bot: people as `<@id>`, the bot's own mention taken out."""
        parts: list[str] = []
        for span in self.spans:
            if isinstance(span, Account):
                parts.append(f"<@{span.user}>")
            elif isinstance(span, str):
                fresh = _FALSE_MENTION.sub(r"\1 ", span)
                parts.append(fresh.lstrip(" ") if not parts or parts[-1].endswith((" ", "\n")) else fresh)
        return "".join(parts).strip()

    @property
    def mentions(self) -> tuple[Account, ...]:
        return tuple(dict.fromkeys(span for span in self.spans if isinstance(span, Account)))

    @property
    def addressed(self) -> bool:
        """It is a command, or names the bot."""
        return None in self.spans or is_command(self.text)


def read(text: str, people: Sequence[Account]) -> Typed:
    """Find the bot's mention and people's; of several names that fit, the longest is meant."""
    names: list[tuple[str, Account | None]] = [(name, None) for name in BOT_NAMES]
    names.extend((person.name, person) for person in people if person.name)
    names.sort(key=lambda entry: -len(entry[0]))
    return Typed(tuple(_spans(text, names)))


def _spans(text: str, names: Sequence[tuple[str, Account | None]]) -> Iterator[str | Account | None]:
    start = 0
    for at in _AT.finditer(text):
        if at.start() < start or _is_word(text[at.start() - 1 : at.start()]):
            continue
        for name, account in names:
            end = at.end() + len(name)
            if text[at.end() : end].casefold() == name.casefold() and not _splits_word(text, end):
                if text[start : at.start()]:
                    yield text[start : at.start()]
                yield account
                start = end
                break
    if text[start:]:
        yield text[start:]


def _is_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def _splits_word(text: str, end: int) -> bool:
    """Latin names end where the word ends; Chinese is written without spaces, so any sign may follow a Chinese name."""
    return _is_word(text[end - 1]) and _is_word(text[end : end + 1])


def said(key: str, user: Account, place: Place, typed: Typed, message: str) -> Incoming:
    """A typed message; in a direct message everything is meant for the bot."""
    addressed = typed.addressed or not place.chat
    event = _event("message", key, user, place, message)
    return replace(event, text=typed.text, addressed=addressed, mentions=typed.mentions)


def attached(key: str, user: Account, place: Place, file: File, message: str) -> Incoming:
    """A file that was sent; here that can only be meant for the bot."""
    return replace(_event("message", key, user, place, message), addressed=True, file=file)


def pressed(key: str, user: Account, place: Place, button: Action, message: str) -> Incoming:
    """A button of the message `message`, whether or not the message still shows it."""
    event = _event("button", key, user, place, message)
    return replace(event, addressed=True, action=button.action, value=dict(button.value))


def filled(key: str, user: Account, place: Place, form: Action, fields: Mapping[str, Typed], message: str) -> Incoming:
    """A form of the message `message`; people are written in its fields as they are in a text."""
    return replace(
        _event("form", key, user, place, message),
        addressed=True,
        action=form.action,
        value=dict(form.value),
        mentions=tuple(dict.fromkeys(account for typed in fields.values() for account in typed.mentions)),
        fields={name: typed.text for name, typed in fields.items()},
    )


def joined(key: str, user: Account, place: Place, members: Sequence[Account]) -> Incoming:
    """The bot was taken into a group by `user`; the mentions are everybody who is in it."""
    return replace(_event("joined", key, user, place), mentions=tuple(members))


def _event(kind: Kind, key: str, user: Account, place: Place, message: str = "") -> Incoming:
    return Incoming(
        key=key,
        platform=PLATFORM,
        kind=kind,
        user=user.user,
        user_name=user.name,
        chat=place.chat,
        chat_name=place.name,
        message=message,
    )

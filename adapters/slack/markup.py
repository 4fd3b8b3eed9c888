"""Slack's markup: entities and `<…>` tokens. Pure.

Source: Slack, "Formatting message text". Exactly `&`, `<` and `>` are written as entities, on both ways.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.wire import Account

USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_TOKEN = re.compile(r"<([^<>]*)>")
_MENTION = re.compile(r"@([UW][A-Z0-9]{1,30})(?:\|(.*))?", re.DOTALL)
# An `<@` that was typed must not be taken for a mention later, not even after full-width signs were made narrow and
# signs that nobody sees were taken out.
_FALSE_MENTION = re.compile("([<＜﹤])(?=[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*[@＠﹫])")


def escape(text: str) -> str:
    """User text for a place where Slack reads markup: it cannot ping or link any more."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The text as it was typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as the bot reads it: people as `<@U…>`, the bot's own mention taken out."""

    text: str
    mentions: tuple[Account, ...]
    names_bot: bool


def read(raw: str, bot_user: str, names: Mapping[str, str], outsiders: Collection[str] = ()) -> Typed:
    """Read a text with Slack's tokens; `names` are the visible names of people by user id, as far as known.

    A mention of one of `outsiders` is only their name: being mentioned makes nobody a member.
    """
    parts, run = [], ""
    mentions: dict[str, Account] = {}
    names_bot = False
    end = 0
    for token in _TOKEN.finditer(raw):
        run += _plain(raw[end : token.start()])
        end = token.end()
        mention = _MENTION.fullmatch(token[1])
        if mention is None:
            run += _plain(_shown(token[1]))
        elif mention[1] == bot_user:
            names_bot = True
            run = run.rstrip(" ") + " "
            end += len(raw[end:]) - len(raw[end:].lstrip(" \u00a0"))
        elif mention[1] in outsiders:
            run += f"@{_named(mention, names)}"
        else:
            user, name = mention[1], _named(mention, names)
            mentions.setdefault(user, Account(user, name))
            parts += [literal(run), f"<@{user}>"]
            run = ""
    parts.append(literal(run + _plain(raw[end:])))
    return Typed("".join(parts).strip(), tuple(mentions.values()), names_bot)


def mentioned(raw: str) -> list[str]:
    """The user ids a text with Slack's tokens mentions."""
    found = (_MENTION.fullmatch(token[1]) for token in _TOKEN.finditer(raw))
    return [mention[1] for mention in found if mention]


def _named(mention: re.Match[str], names: Mapping[str, str]) -> str:
    return unescape(mention[2] or "").lstrip("@") or names.get(mention[1], "")


def literal(text: str) -> str:
    """Text without anything that could be taken for a mention."""
    return _FALSE_MENTION.sub(r"\1 ", text)


def _plain(text: str) -> str:
    return unescape(text.replace("\u00a0", " "))


def _shown(token: str) -> str:
    """What people see of a token that is no person: a channel, a group, a broadcast, a date or a link."""
    target, bar, label = token.partition("|")
    match target[:1]:
        case "#":
            return f"#{label or target[1:]}"
        case "@":
            return f"@{label or target[1:]}"
        case "!":
            name = label or target[1:].split("^")[0]
            return name if target.startswith("!date") else f"@{name.lstrip('@')}"
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not bar or not label or address.endswith(label):
        return label or address
    return f"{label} {address}"


def node(raw: Any, *path: str) -> Mapping[str, Any]:
    """The object at `path`, or an empty one: what the network sends is never trusted to have a shape."""
    found = _at(raw, path)
    return found if isinstance(found, dict) else {}


def string(raw: Any, *path: str) -> str:
    """The string at `path`, or ""."""
    found = _at(raw, path)
    return found if isinstance(found, str) else ""


def _at(raw: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        raw = raw.get(step) if isinstance(raw, dict) else None
    return raw

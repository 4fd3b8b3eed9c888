"""Slack's `rich_text`: the only block in which user text stays literal. Pure.

In `mrkdwn` the signs `*_~` cannot be escaped; in rich text nothing is read as markup, and a mention is an element of
its own, made from the accounts of a delivery and from nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from adapters.slack.markup import USER, escape
from bot.cards import Rich, plain

Element: TypeAlias = dict[str, Any]
TEXT_LIMIT = 3000


def elements(rich: Rich, accounts: Mapping[int, str], bold: bool = False) -> list[Element]:
    """A line as rich-text elements; who has no account is only named."""
    made: list[Element] = []
    for part in rich:
        user = "" if isinstance(part, str) else accounts.get(part.person, "")
        if USER.fullmatch(user):
            made.append({"type": "user", "user_id": user})
        else:
            made += _text(plain((part,)), bold)
    return made


def _text(text: str, bold: bool) -> list[Element]:
    style = {"style": {"bold": True}} if bold else {}
    pieces = [text[start : start + TEXT_LIMIT] for start in range(0, len(text), TEXT_LIMIT)]
    return [{"type": "text", "text": piece, **style} for piece in pieces]


def block(lines: Iterable[Sequence[Element]]) -> dict[str, Any]:
    """One block with a line each; neighbouring texts of one style become one element."""
    joined: list[Element] = []
    for index, line in enumerate(line for line in lines if line):
        for element in ({"type": "text", "text": "\n"}, *line) if index else line:
            if joined and _fits(joined[-1], element):
                joined[-1] = {**joined[-1], "text": joined[-1]["text"] + element["text"]}
            else:
                joined.append(element)
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": joined}]}


def _fits(last: Element, more: Element) -> bool:
    same = last["type"] == more["type"] == "text" and last.get("style") == more.get("style")
    return same and len(last["text"]) + len(more["text"]) <= TEXT_LIMIT


def markup(rich: Rich, accounts: Mapping[int, str]) -> str:
    """A line for the message's plain text: everything escaped, mentions of those who have an account."""
    return "".join(
        f"<@{accounts[part.person]}>"
        if not isinstance(part, str) and USER.fullmatch(accounts.get(part.person, ""))
        else escape(plain((part,)))
        for part in rich
    )


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with a sign that something is missing, cut where a word or sentence ends."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at = max(head.rfind(mark) for mark in "\n 。！？；，、.!?;,")
    return (head[: at + 1].rstrip() if at > limit * 2 // 3 else head) + "…"


def cut_rich(rich: Rich, limit: int) -> Rich:
    """A line of at most about `limit` characters; mentions stay whole."""
    kept: list[Any] = []
    for part in rich:
        size = len(plain((part,)))
        if size <= limit:
            kept.append(part)
            limit -= size
            continue
        if isinstance(part, str) and limit > 1:
            kept.append(cut(part, limit))
        break
    return tuple(kept)


def pieces(text: str, limit: int) -> list[str]:
    """A long text in pieces of at most `limit` characters once escaped, cut at lines where possible."""
    found: list[str] = []
    while text:
        size = _longest(text, limit)
        if size < len(text):
            size = _break(text, size)
        found.append(text[:size].strip("\n"))
        text = text[size:]
    return [piece for piece in found if piece.strip()]


def _longest(text: str, limit: int) -> int:
    """How many characters of a text stay within the limit once escaped."""
    total = 0
    for index, char in enumerate(text):
        total += len(escape(char))
        if total > limit:
            return index
    return len(text)


def _break(text: str, size: int) -> int:
    """The best place to break before `size`: a line's end, a sentence's, a word's, else right there."""
    for marks in ("\n", "。！？.!?", " ，、,;；"):
        at = max(text.rfind(mark, 0, size) for mark in marks) + 1
        if at > size // 2:
            return at
    return size

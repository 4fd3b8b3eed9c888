"""A rendered card as a Slack message: Block Kit and a complete plain text. Pure.

Limits: Slack, "Block Kit" reference and chat.postMessage. A message that would break one is shortened with a line that
says so, and its full text goes into replies; buttons stay.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any

from adapters.slack import richtext
from adapters.slack.interactive import VALUE_LIMIT, Carried
from adapters.slack.markup import USER, escape
from bot import texts
from bot.cards import Rendered, RenderedButton, RenderedForm, RenderedInput, RenderedSection, Rich, plain
from bot.wire import Delivery

BLOCKS = 50
HEADER = 150
BUTTON = 75
TEXT = 3900  # Slack splits a text of more than about 4,000 characters by itself, and answers with one reference only.
CONTENT = 8000  # Slack refuses blocks with too much text (`msg_blocks_too_long`) without saying how much that is.
_ICON = {"plain": "", "good": "✅ ", "warn": "⚠️ ", "bad": "🔴 "}


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: `rest` are the replies that hold the full text of a shortened message; `kept` goes to memory.

    text_rest: those needed when the blocks are refused and only `text` is shown.
    """

    text: str
    blocks: Sequence[Mapping[str, Any]]
    rest: tuple[str, ...]
    text_rest: tuple[str, ...]
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Look:
    """How roomy a message is laid out; tighter ones are tried when blocks run out."""

    dividers: bool
    buttons_in_a_row: int


_LOOKS = (_Look(True, 5), _Look(False, 5), _Look(False, 25))


def message(delivery: Delivery) -> Message:
    """The message for a delivery."""
    card, accounts = delivery.content, delivery.accounts
    kept: dict[str, str] = {}
    fitted, shortened = _fit(card)
    blocks: list[dict[str, Any]] = []
    for look in _LOOKS:
        blocks = _blocks(fitted, accounts, look, kept)
        if len(blocks) + shortened <= BLOCKS:
            break
    if len(blocks) + shortened > BLOCKS:
        blocks, shortened = blocks[: BLOCKS - 1], True
    if shortened:
        blocks.append(_note(texts.template("chat.shortened", card.language)))
    text, whole = _text(card, accounts)
    rest = _rest(card) if shortened or not whole else ()
    return Message(text, blocks, rest if shortened else (), rest if not whole else (), kept)


def reply(text: str) -> dict[str, Any]:
    """A plain text as a message of its own that neither pings, links nor styles."""
    return {"text": escape(text), "blocks": [richtext.block([richtext.elements((text,), {})])]}


def _rest(card: Rendered) -> tuple[str, ...]:
    return tuple(richtext.pieces("\n".join(plain(line) for line in _lines(card)), TEXT))


def _lines(card: Rendered) -> Iterator[Rich]:
    """Every line of a card, without empty ones."""
    colon = texts.template("common.colon", card.language)
    for line in (card.title, *(line for section in card.sections for line in _said(section, colon))):
        if plain(line).strip():
            yield line


def _said(section: RenderedSection, colon: str) -> Iterator[Rich]:
    yield from section.lines
    yield from ((label + colon, *value) for label, value in section.fields)
    yield from ((item.label,) for item in (section.form.inputs if section.form else ()))


def _text(card: Rendered, accounts: Mapping[int, str]) -> tuple[str, bool]:
    """The card in Slack's markup, and whether it is whole; nothing is cut inside an entity or a mention."""
    lines = list(_lines(card))
    marked = [richtext.markup(line, accounts) for line in lines]
    if sum(len(line) + 1 for line in marked) <= TEXT:
        return "\n".join(marked), True
    note = texts.template("chat.shortened_only", card.language)
    room, taken = TEXT - len(note) - 1, []
    for rich, line in zip(lines, marked, strict=True):
        if len(line) + 1 > room:
            # An escaped character is at most five long; a mention may be 34 long for a name of one character.
            most = 5 if all(isinstance(part, str) for part in rich) else 40
            taken.append(richtext.markup(richtext.cut_rich(rich, room // most), accounts))
            break
        taken.append(line)
        room -= len(line) + 1
    return "\n".join([*taken, note]), False


# ---------------------------------------------------------------------------------------------------------------------
# Shortening


def _fit(card: Rendered) -> tuple[Rendered, bool]:
    """The card with at most CONTENT characters of text, and whether something was left out."""
    room = CONTENT - len(plain(card.title))
    title = card.title if room > 0 else richtext.cut_rich(card.title, CONTENT // 2)
    room = max(room, CONTENT // 2)
    cut = title != card.title
    sections = []
    for section in card.sections:
        section, used, shorter = _fit_section(section, room)
        room, cut = max(room - used, 0), cut or shorter
        sections.append(section)
    return replace(card, title=title, sections=tuple(sections)), cut


def _fit_section(section: RenderedSection, room: int) -> tuple[RenderedSection, int, bool]:
    lines, fields, start, cut = [], [], room, False
    for line in section.lines:
        fitted = richtext.cut_rich(line, room)
        cut = cut or fitted != line
        room -= len(plain(fitted))
        lines.append(fitted)
    for label, value in section.fields:
        fitted = richtext.cut_rich(value, room - len(label))
        cut = cut or fitted != value
        room -= len(plain(fitted)) + len(label) if fitted else 0
        fields += [(label, fitted)] if fitted or not value else []
    return replace(section, lines=tuple(lines), fields=tuple(fields)), start - room, cut


# ---------------------------------------------------------------------------------------------------------------------
# Blocks


def _blocks(card: Rendered, accounts: Mapping[int, str], look: _Look, kept: dict[str, str]) -> list[dict[str, Any]]:
    blocks = _title(card, accounts)
    for index, section in enumerate(card.sections):
        if index and look.dividers:
            blocks.append({"type": "divider"})
        blocks += _section(card, section, accounts, look, kept)
    blocks = [block for block in blocks if block]
    if not any(block["type"] == "rich_text" for block in blocks):
        # A message keeps its kind for good: one that began without rich text could not be updated to one with it.
        title = richtext.block([richtext.elements(card.title, accounts, bold=True) or _blank()])
        blocks = [title, *(block for block in blocks if block["type"] != "header")]
    # Ids are unique in a message; they follow the order, so that the same card is always the same message.
    buttons = [button for block in blocks if block["type"] == "actions" for button in block["elements"]]
    for number, button in enumerate(buttons):
        button["action_id"] = f"b{number}"
    return blocks if look.dividers or len(blocks) < BLOCKS else _merged(blocks)


def _blank() -> list[dict[str, Any]]:
    return [{"type": "text", "text": " "}]


def _title(card: Rendered, accounts: Mapping[int, str]) -> list[dict[str, Any]]:
    """A header; a title that is too long for one, or mentions somebody, becomes a bold line."""
    title, icon = plain(card.title), _ICON[card.tone]
    if any(USER.fullmatch(accounts.get(ping.person, "")) for ping in card.title if not isinstance(ping, str)):
        return [richtext.block([richtext.elements((icon, *card.title), accounts, bold=True)])]
    if not title.strip():
        return []
    if len(icon + title) > HEADER:
        return [richtext.block([richtext.elements((icon + title,), {}, bold=True)])]
    return [{"type": "header", "text": _plain(icon + title)}]


def _section(
    card: Rendered,
    section: RenderedSection,
    accounts: Mapping[int, str],
    look: _Look,
    kept: dict[str, str],
) -> list[dict[str, Any]]:
    colon = texts.template("common.colon", card.language)
    lines = [richtext.elements(line, accounts) for line in section.lines]
    for label, value in section.fields:
        lines.append([*richtext.elements((label + colon,), {}, bold=True), *richtext.elements(value, accounts)])
    blocks = [richtext.block(lines)] if any(lines) else []
    buttons = [_button(button, card.language, kept) for button in section.buttons]
    if section.form:
        buttons.insert(0, _form_button(section.form, card.language, kept))
    for start in range(0, len(buttons), look.buttons_in_a_row):
        blocks.append({"type": "actions", "elements": buttons[start : start + look.buttons_in_a_row]})
    return blocks


def _merged(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbouring texts in one block, for messages with very many short sections."""
    merged: list[dict[str, Any]] = []
    for kind, group in groupby(blocks, key=lambda block: str(block["type"])):
        if kind == "rich_text":
            sections = [section for block in group for section in block["elements"]]
            merged.append(richtext.block([section["elements"] for section in sections]))
        else:
            merged += group
    return merged


def _note(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [_plain(text)]}


def _plain(text: str) -> dict[str, Any]:
    """Text that is not markup; without `emoji` a `:name:` in it stays as it was typed."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _button(button: RenderedButton, language: str, kept: dict[str, str]) -> dict[str, Any]:
    form = keep_form(button.form, kept) if button.form else ""
    value = carry(Carried(button.action, button.value, form, language=language), VALUE_LIMIT, kept)
    made = {"type": "button", "text": _plain(richtext.cut(button.label, BUTTON) or "…"), "value": value}
    return made if button.style == "plain" else {**made, "style": button.style}


def _form_button(form: RenderedForm, language: str, kept: dict[str, str]) -> dict[str, Any]:
    """A form that stands in a card is opened by a button, because messages hold no fields that are sent together."""
    carried = Carried(form.action, form.value, keep_form(form, kept), language=language)
    return {
        "type": "button",
        "text": _plain(texts.template("chat.fill", language)),
        "value": carry(carried, VALUE_LIMIT, kept),
        "style": "primary",
        **({"accessibility_label": richtext.cut(form.title, BUTTON)} if form.title else {}),
    }


def carry(carried: Carried, limit: int, kept: dict[str, str]) -> str:
    """What travels with a button or form as text; a value that makes it too long is kept, and its key travels."""
    text = carried.dump()
    if len(text) <= limit:
        return text
    value = json.dumps(dict(carried.value), ensure_ascii=False, sort_keys=True)
    key = _digest("value", value)
    kept[key] = value
    return replace(carried, value={}, kept=key).dump()


# ---------------------------------------------------------------------------------------------------------------------
# Forms, kept until somebody opens them


def keep_form(form: RenderedForm, kept: dict[str, str]) -> str:
    """Put a form among what is kept; the key follows from the content, so that a repeat keeps nothing new."""
    text = json.dumps(asdict(form), ensure_ascii=False, sort_keys=True)
    key = _digest("form", text)
    kept[key] = text
    return key


def load_form(text: str) -> RenderedForm:
    """The inverse of `keep_form`."""
    raw = json.loads(text)
    inputs = tuple(
        RenderedInput(**{**item, "options": tuple((value, label) for value, label in item["options"])})
        for item in raw["inputs"]
    )
    return RenderedForm(raw["action"], raw["title"], inputs, raw["submit"], raw["value"])


def load_value(text: str) -> dict[str, str]:
    """A value that was kept because it was too long to travel."""
    return {str(key): str(item) for key, item in json.loads(text).items()}


def _digest(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:24]}"

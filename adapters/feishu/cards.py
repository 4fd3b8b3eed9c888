"""Rendered cards as the platform's card JSON 2.0, in as many messages as its limits ask for. Pure.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure: at most 30 KB and 200
components a card, forms at the root only, and one property that is not known refuses the whole card.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.feishu import forms, markup
from bot.cards import Rendered, RenderedButton, RenderedSection, Rich, plain

Json = dict[str, Any]

MOST_BYTES = 28_000
MOST_COMPONENTS = 180
TEXT_BYTES = 4_000
TITLE_CHARS = 120
SUMMARY_CHARS = 200
FIELD_CHARS = 300
BUTTONS_A_ROW = 10
# Above this many fields a card is a list, and two columns a field would use its components up.
FIELDS_IN_COLUMNS = 12
_TEMPLATES = {"plain": "blue", "good": "green", "warn": "orange", "bad": "red"}
_TYPES = {"plain": "default", "primary": "primary_filled", "danger": "danger"}


@dataclass(frozen=True, slots=True)
class Block:
    """Components that stay in one card, and what they use up of its limits."""

    elements: tuple[Json, ...]
    components: int
    size: int


def pages(content: Rendered, accounts: Mapping[int, str], dm: bool) -> tuple[Json, ...]:
    """The cards of a message, in order. Only people in `accounts` are mentioned; `dm` tells what comes back from the
    card's buttons apart, since callbacks do not say where they come from."""
    known = {person: user for person, user in accounts.items() if markup.is_user_id(user)}
    return _cards(content, list(_blocks(content, known, dm)))


def plain_pages(content: Rendered) -> tuple[Json, ...]:
    """The whole text without anything a card could be refused for: no mention, no markup, no form."""
    title, *lines = _lines(content.text)
    whole = lines if len(title) <= TITLE_CHARS else [title, *lines]
    return _cards(content, [_block(element) for element in _texts(whole)])


def short_page(content: Rendered) -> tuple[Json, ...]:
    """The title alone, addresses and numbers masked, for content that was stopped by an audit."""
    title = markup.masked(plain(content.title))
    return (_skeleton(content, title, markup.clip(title, SUMMARY_CHARS), []),)


def still(card: Json) -> Json:
    """The card without anything to press or to fill in, for the copy that another message replaces."""
    elements = [element for element in card["body"]["elements"] if not _is_active(element)]
    return {**card, "body": {"elements": elements}}


def dumps(card: Json) -> str:
    """As it is sent; half a character, which UTF-8 cannot hold, becomes a question mark."""
    return json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def components(element: Any) -> int:
    """Components in an element, itself included; texts and icons do not count."""
    if isinstance(element, list | tuple):
        return sum(components(each) for each in element)
    if not isinstance(element, dict):
        return 0
    own = element.get("tag") not in (None, "plain_text", "standard_icon")
    return own + sum(components(value) for value in element.values())


# Packing


def _cards(content: Rendered, blocks: Sequence[Block]) -> tuple[Json, ...]:
    title, summary = plain(content.title), markup.clip(" ".join(content.text.split()), SUMMARY_CHARS)
    room = MOST_BYTES - markup.size(dumps(_skeleton(content, title, summary, [])))
    packed: list[list[Block]] = [[]]
    for block in blocks:
        page = [*packed[-1], block]
        full = sum(each.size for each in page) > room or sum(each.components for each in page) > MOST_COMPONENTS
        if full and packed[-1]:
            packed.append([block])
        else:
            packed[-1] = page
    cards = []
    for number, page in enumerate(packed, start=1):
        elements = [element for block in page for element in block.elements]
        card = _skeleton(content, title, summary if number == 1 else markup.clip(title, TITLE_CHARS), elements)
        if len(packed) > 1:
            card["header"]["subtitle"] = text(f"{number}/{len(packed)}")
        cards.append(card)
    return tuple(cards)


def _skeleton(content: Rendered, title: str, summary: str, elements: list[Json]) -> Json:
    return {
        "schema": "2.0",
        "config": {
            "update_multi": True,
            "enable_forward": False,
            "width_mode": "fill",
            "summary": {"content": summary},
        },
        "header": {"title": text(markup.clip(title, TITLE_CHARS)), "template": _TEMPLATES[content.tone]},
        "body": {"elements": elements},
    }


def _block(*elements: Json) -> Block:
    return Block(elements, components(elements), sum(markup.size(dumps(element)) + 1 for element in elements))


# From sections to components


def _blocks(content: Rendered, accounts: Mapping[int, str], dm: bool) -> Iterator[Block]:
    title = plain(content.title)
    if len(title) > TITLE_CHARS:
        yield from (_block(element) for element in _texts([title]))
    # A header takes no mention, so those of the title come first in the body.
    if markup.has_ping(content.title, accounts):
        pings = (part for part in content.title if not isinstance(part, str))
        yield _block(_markdown(tuple(part for part in pings if part.person in accounts), accounts))
    columns = sum(len(section.fields) for section in content.sections) <= FIELDS_IN_COLUMNS
    numbers = forms.Numbers()
    for index, section in enumerate(content.sections):
        if index:
            yield _block({"tag": "hr"})
        yield from _section(section, accounts, columns)
        yield from _actions(section, numbers, dm)


def _section(section: RenderedSection, accounts: Mapping[int, str], columns: bool) -> Iterator[Block]:
    waiting: list[str] = []
    for rich in (*section.lines, *([] if columns else (_as_line(*field) for field in section.fields))):
        if markup.has_ping(rich, accounts) and markup.size(markup.marked(rich, accounts)) <= TEXT_BYTES:
            yield from (_block(element) for element in _texts(waiting))
            waiting = []
            yield _block(_markdown(rich, accounts))
        elif markup.has_ping(rich, accounts):
            waiting.extend(_lines(plain(rich)))
            yield from (_block(element) for element in _texts(waiting))
            waiting = []
            yield _block(_markdown(tuple(p for p in rich if not isinstance(p, str) and p.person in accounts), accounts))
        else:
            waiting.extend(_lines(plain(rich)))
    yield from (_block(element) for element in _texts(waiting))
    for label, value in section.fields if columns else ():
        yield from _field(label, value, accounts)


def _field(label: str, value: Rich, accounts: Mapping[int, str]) -> Iterator[Block]:
    if len(label) + len(plain(value)) > FIELD_CHARS:
        yield from (_block(element) for element in _texts([label, *_lines(plain(value))]))
        pings = tuple(part for part in value if not isinstance(part, str) and part.person in accounts)
        if pings:
            yield _block(_markdown(pings, accounts))
        return
    shown = _markdown(value, accounts) if markup.has_ping(value, accounts) else _div(plain(value))
    cells = ((1, {"tag": "div", "text": {**text(label), "text_color": "grey"}}), (4, shown))
    column_list = [{"tag": "column", "width": "weighted", "weight": w, "elements": [each]} for w, each in cells]
    yield _block({"tag": "column_set", "flex_mode": "none", "columns": column_list})


def _actions(section: RenderedSection, numbers: forms.Numbers, dm: bool) -> Iterator[Block]:
    presses = [button for button in section.buttons if button.form is None]
    long = [button.label for button in presses if len(button.label) > forms.LABEL_CHARS]
    yield from (_block(element) for element in _texts(long))
    for start in range(0, len(presses), BUTTONS_A_ROW):
        row = [
            {"tag": "column", "width": "auto", "elements": [_button(button, dm)]}
            for button in presses[start : start + BUTTONS_A_ROW]
        ]
        yield _block({"tag": "column_set", "flex_mode": "flow", "columns": row})
    for button in section.buttons:
        if button.form is not None:
            yield _block(forms.fold(button.form, button.label, numbers.next(), dm, MOST_BYTES // 2))
    if section.form is not None:
        yield _block(forms.lay(section.form, numbers.next(), dm, MOST_BYTES // 2))


def _button(button: RenderedButton, dm: bool) -> Json:
    return {
        "tag": "button",
        "text": text(markup.clip(button.label, forms.LABEL_CHARS)),
        "type": _TYPES[button.style],
        "behaviors": [{"type": "callback", "value": forms.payload(button.action, button.value, dm)}],
    }


def _as_line(label: str, value: Rich) -> Rich:
    return (f"{label}: ", *value)


def _texts(lines: Sequence[str]) -> Iterator[Json]:
    if any(line.strip() for line in lines):
        yield from (_div(piece) for piece in markup.split("\n".join(lines), TEXT_BYTES) if piece.strip())


def _lines(whole: str) -> list[str]:
    return whole.split("\n")


def _div(content: str) -> Json:
    return {"tag": "div", "text": text(content)}


def _markdown(rich: Rich, accounts: Mapping[int, str]) -> Json:
    return {"tag": "markdown", "content": markup.marked(rich, accounts)}


def text(content: str) -> Json:
    return {"tag": "plain_text", "content": content}


def _is_active(element: Any) -> bool:
    if isinstance(element, list):
        return any(_is_active(each) for each in element)
    if not isinstance(element, dict):
        return False
    return element.get("tag") in ("button", "form") or any(_is_active(value) for value in element.values())

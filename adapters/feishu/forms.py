"""Forms as the platform's form containers, and the values that buttons carry. Pure.

A form behind a button is folded up in a panel that everybody opens for themselves: that needs no call, no dialog, and
nobody else sees it open. The person fields offer the members of the group the card is in; in direct messages there is
nobody to offer, so a name is typed there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.feishu import markup
from bot.cards import RenderedForm, RenderedInput

Json = dict[str, Any]

LABEL_CHARS = 100
TYPED_CHARS = 1000
FORM_BYTES = 24_000
CUT_CHARS = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})")


@dataclass
class Numbers:
    """Numbers for the forms of one message: names of fields must be unique in the whole card."""

    last: int = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def payload(action: str, value: Mapping[str, str], dm: bool, **more: Any) -> Json:
    """What a press sends back. It is an object even when there is little in it: clients fail without one."""
    return {"a": action, "v": dict(value), **({"dm": 1} if dm else {}), **more}


def lay(form: RenderedForm, number: int, dm: bool, most: int) -> Json:
    """A form that stands open in its card, of about `most` bytes at the most."""
    title = [_div(form.title)] if form.title else []
    return {"tag": "form", "name": f"form{number}", "elements": [*title, *_inside(form, number, dm, most)]}


def fold(form: RenderedForm, label: str, number: int, dm: bool, most: int) -> Json:
    """A form behind the heading `label`."""
    icon = {"tag": "standard_icon", "token": "down-small-ccm_outlined", "size": "16px 16px"}
    full = [_div(label)] if len(label) > LABEL_CHARS else []
    panel = {
        "tag": "collapsible_panel",
        "expanded": False,
        "header": {
            "title": _text(markup.clip(label, LABEL_CHARS)),
            "vertical_align": "center",
            "icon": icon,
            "icon_position": "follow_text",
            "icon_expanded_angle": -180,
        },
        "border": {"color": "grey", "corner_radius": "5px"},
        "elements": [*full, *_inside(form, number, dm, most)],
    }
    return {"tag": "form", "name": f"form{number}", "elements": [panel]}


def _inside(form: RenderedForm, number: int, dm: bool, most: int) -> list[Json]:
    inputs = _fitting(form.inputs)
    cut = [item for item in form.inputs if item not in inputs]
    elements = [_div(f"{item.label}: {markup.clip(item.value, CUT_CHARS)}") for item in cut]
    elements += [element for item in inputs for element in _input(item, number, dm, most // len(form.inputs))]
    kinds = {item.name: kind for item in inputs if (kind := _returned(item, dm))}
    stood = {item.name: item.value for item in inputs if _is_left_alone(item, dm)}
    value = payload(form.action, form.value, dm, form=1, k=kinds, d=stood)
    submit = {
        "tag": "button",
        "name": f"send{number}",
        "text": _text(markup.clip(form.submit, LABEL_CHARS)),
        "type": "primary_filled",
        "form_action_type": "submit",
        "behaviors": [{"type": "callback", "value": value}],
    }
    return [*elements, submit]


def _fitting(inputs: Sequence[RenderedInput]) -> list[RenderedInput]:
    """Without the longest texts, where all of them are more than a card holds: fields that do not come back stay as
    they were."""
    kept = list(inputs)
    while len(kept) > 1 and sum(_weight(item) for item in kept) > FORM_BYTES:
        kept.remove(max(kept, key=_weight))
    return kept


def _weight(item: RenderedInput) -> int:
    """Bytes of what stands in a field; what is too long for it is shown beside it and sent back with it."""
    return markup.size(item.value) * (2 if len(item.value) > TYPED_CHARS else 1)


def _returned(item: RenderedInput, dm: bool) -> str:
    """How what comes back is to be read, "" for as it is."""
    if item.kind in ("person", "people"):
        return "" if dm else "person"
    return "date" if item.kind in ("date", "moment") else ""


def _is_left_alone(item: RenderedInput, dm: bool) -> bool:
    """Fields that cannot show what stands in them: leaving them empty leaves it so."""
    picked = item.kind in ("person", "people") and not dm
    return bool(item.value) and (picked or len(item.value) > TYPED_CHARS)


def _input(item: RenderedInput, number: int, dm: bool, most: int) -> Iterator[Json]:
    name, picks = f"f{number}_{item.name}", item.kind in ("select", "date", "moment", "person", "people")
    if not picks or (dm and item.kind in ("person", "people")):
        yield from _typed(item, name)
        return
    yield _div(item.label)
    base = {"name": name, "required": item.required and not _is_left_alone(item, dm), "width": "fill"}
    hint = item.hint or (item.value if _is_left_alone(item, dm) else "")
    if hint:
        base["placeholder"] = _text(markup.clip(hint, LABEL_CHARS))
    yield _picker(item, base, most)


def _typed(item: RenderedInput, name: str) -> Iterator[Json]:
    alone = len(item.value) > TYPED_CHARS
    if alone:
        yield from (_div(piece) for piece in markup.split(f"{item.label}\n{item.value}", 4_000))
    field: Json = {
        "tag": "input",
        "name": name,
        "label": _text(item.label),
        "required": item.required and not alone,
        "max_length": TYPED_CHARS,
        "input_type": "multiline_text" if item.kind == "text" else "text",
        "width": "fill",
    }
    if item.kind == "text":
        field["rows"] = 3
    if item.hint:
        field["placeholder"] = _text(markup.clip(item.hint, LABEL_CHARS))
    if item.value and not alone:
        field["default_value"] = item.value
    yield field


def _picker(item: RenderedInput, base: Json, most: int) -> Json:
    match item.kind:
        case "select":
            options = _options(item, most)
            first = {"initial_option": item.value} if any(o["value"] == item.value for o in options) else {}
            return {"tag": "select_static", **base, "options": options, **first}
        case "date":
            day = _DAY.match(item.value)
            return {"tag": "date_picker", **base, **({"initial_date": day[0]} if day else {})}
        case "moment":
            at = _MOMENT.match(item.value)
            return {"tag": "picker_datetime", **base, **({"initial_datetime": f"{at[1]} {at[2]}"} if at else {})}
        case "people":
            return {"tag": "multi_select_person", **base}
        case _:
            return {"tag": "select_person", **base}


def _options(item: RenderedInput, most: int) -> list[Json]:
    """The choices, each value once. Where a card cannot hold them the labels are cut first, then the last are left
    out; what is chosen already stays."""
    labels = dict(reversed([(value, label) for value, label in item.options if value]))
    ordered = dict.fromkeys(value for value, _ in item.options if value)
    for longest in (LABEL_CHARS, 40, 20):
        options = [{"text": _text(markup.clip(labels[value], longest)), "value": value} for value in ordered]
        if _size(options) <= most:
            return options
    while len(options) > 2 and _size(options) > most:
        kept = [option for option in options[: len(options) * 3 // 4 - 1] if option["value"] != item.value]
        options = kept + [option for option in options if option["value"] == item.value]
    return options


def _size(options: list[Json]) -> int:
    return sum(markup.size(option["text"]["content"]) + markup.size(option["value"]) + 60 for option in options)


def _div(content: str) -> Json:
    return {"tag": "div", "text": _text(content)}


def _text(content: str) -> Json:
    return {"tag": "plain_text", "content": content}

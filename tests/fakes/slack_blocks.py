"""What Slack accepts as blocks and views: keys, kinds and limits of its Block Kit reference."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Found = list[str]
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100


def message_faults(blocks: object) -> Found:
    """What is wrong with the blocks of a message, as JSON pointers with a word."""
    return _blocks(blocks, MESSAGE_BLOCKS, {"header", "rich_text", "actions", "divider", "context", "section"})


def characters(blocks: Iterable[Mapping[str, Any]]) -> int:
    """How much text the blocks hold, wherever it stands."""
    return sum(len(text) for block in blocks for text in _strings(block))


def _strings(raw: object) -> Iterable[str]:
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            if key == "text" and isinstance(value, str):
                yield value
            yield from _strings(value)
    elif isinstance(raw, list):
        for item in raw:
            yield from _strings(item)


def view_faults(view: object) -> Found:
    """What is wrong with a view."""
    if not isinstance(view, Mapping):
        return ["/view: missing"]
    kind = view.get("type")
    if kind == "home":
        known = {"type", "blocks", "private_metadata", "callback_id"}
        return _keys(view, "", known, {"type", "blocks"}) + _view_parts(view)
    known = {"type", "title", "submit", "close", "blocks", "private_metadata", "callback_id", "notify_on_close"}
    faults = _keys(view, "", known, {"type", "title", "blocks"}) + _view_parts(view)
    if kind != "modal":
        faults.append("/type: unknown")
    for name in ("title", "submit", "close"):
        faults += _plain(view[name], f"/{name}", 24) if name in view else []
    if any(block.get("type") == "input" for block in view.get("blocks", [])) and "submit" not in view:
        faults.append("/submit: needed")
    return faults


def _view_parts(view: Mapping[str, Any]) -> Found:
    allowed = {"header", "rich_text", "actions", "divider", "context", "section", "input"}
    faults = _blocks(view.get("blocks"), VIEW_BLOCKS, allowed)
    faults += ["/private_metadata: too long"] if len(view.get("private_metadata", "")) > 3000 else []
    return faults


def _blocks(blocks: object, most: int, allowed: set[str]) -> Found:
    if not isinstance(blocks, list) or len(blocks) > most:
        return ["/blocks: not a list, or too long"]
    faults: Found = []
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    actions = [
        element.get("action_id")
        for block in blocks
        if isinstance(block, dict) and block.get("type") == "actions"
        for element in block.get("elements", [])
    ]
    faults += ["/blocks: same id twice"] if len(set(ids)) < len(ids) or len(set(actions)) < len(actions) else []
    for index, block in enumerate(blocks):
        kind = block.get("type") if isinstance(block, dict) else None
        place = f"/blocks/{index}"
        faults += _BLOCKS[kind](block, place) if kind in allowed else [f"{place}: kind {kind} not allowed"]
    return faults


def _keys(raw: Mapping[str, Any], place: str, known: set[str], needed: set[str]) -> Found:
    unknown = [f"{place}/{key}: unknown" for key in raw if key not in known]
    return unknown + [f"{place}/{key}: missing" for key in needed if key not in raw]


def _plain(raw: object, place: str, most: int) -> Found:
    if not isinstance(raw, dict) or raw.get("type") != "plain_text":
        return [f"{place}: not plain_text"]
    text = raw.get("text")
    fits = isinstance(text, str) and 1 <= len(text) <= most
    return _keys(raw, place, {"type", "text", "emoji"}, {"text"}) + ([] if fits else [f"{place}: length"])


def _header(block: Mapping[str, Any], place: str) -> Found:
    return _keys(block, place, {"type", "text", "block_id"}, {"text"}) + _plain(block.get("text"), place, 150)


def _divider(block: Mapping[str, Any], place: str) -> Found:
    return _keys(block, place, {"type", "block_id"}, set())


def _section(block: Mapping[str, Any], place: str) -> Found:
    return _keys(block, place, {"type", "text", "block_id"}, {"text"}) + _plain(block.get("text"), place, 3000)


def _context(block: Mapping[str, Any], place: str) -> Found:
    elements = block.get("elements", [])
    faults = [] if 1 <= len(elements) <= 10 else [f"{place}/elements: number"]
    return faults + [fault for element in elements for fault in _plain(element, place, 2000)]


def _rich_text(block: Mapping[str, Any], place: str) -> Found:
    faults = _keys(block, place, {"type", "elements", "block_id"}, {"elements"})
    for section in block.get("elements", []):
        if section.get("type") != "rich_text_section" or not section.get("elements"):
            faults.append(f"{place}: empty or no section")
        for element in section.get("elements", []):
            faults += _rich_element(element, place)
    return faults


def _rich_element(element: Mapping[str, Any], place: str) -> Found:
    if element.get("type") == "user":
        return _keys(element, place, {"type", "user_id"}, {"user_id"})
    text = element.get("text")
    fits = isinstance(text, str) and 1 <= len(text) <= 3000 and element.get("type") == "text"
    return _keys(element, place, {"type", "text", "style"}, {"text"}) + ([] if fits else [f"{place}: text element"])


def _actions(block: Mapping[str, Any], place: str) -> Found:
    elements = block.get("elements", [])
    faults = _keys(block, place, {"type", "elements", "block_id"}, {"elements"})
    faults += [] if 1 <= len(elements) <= 25 else [f"{place}/elements: number"]
    for index, element in enumerate(elements):
        faults += _button(element, f"{place}/elements/{index}")
    return faults


def _button(raw: Mapping[str, Any], place: str) -> Found:
    known = {"type", "text", "action_id", "value", "style", "accessibility_label"}
    faults = _keys(raw, place, known, {"type", "text", "action_id"}) + _plain(raw.get("text"), place, 75)
    faults += [] if len(raw.get("value", "")) <= 2000 else [f"{place}/value: too long"]
    faults += [] if raw.get("style", "primary") in ("primary", "danger") else [f"{place}/style: unknown"]
    return faults + ([] if len(raw.get("accessibility_label", "")) <= 75 else [f"{place}: label too long"])


def _input(block: Mapping[str, Any], place: str) -> Found:
    known = {"type", "block_id", "label", "element", "optional", "hint"}
    faults = _keys(block, place, known, {"label", "element"}) + _plain(block.get("label"), place, 2000)
    faults += _plain(block["hint"], place, 2000) if "hint" in block else []
    faults += [] if len(block.get("block_id", "")) <= 255 else [f"{place}/block_id: too long"]
    element = block.get("element", {})
    if element.get("type") not in _ELEMENTS:
        return [*faults, f"{place}/element: unknown"]
    return (
        faults
        + _keys(element, place, _ELEMENTS[element["type"]] | {"type", "action_id"}, {"action_id"})
        + _filled(element, place)
    )


def _filled(element: Mapping[str, Any], place: str) -> Found:
    faults = [f"{place}: initial value too long"] if len(element.get("initial_value", "")) > 3000 else []
    if element["type"] != "static_select":
        return faults
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    faults += (
        []
        if len(groups) <= 100 and all(1 <= len(group["options"]) <= 100 for group in groups)
        else [f"{place}/options: number"]
    )
    options = [option for group in groups for option in group["options"]]
    for option in options:
        faults += _plain(option["text"], place, 75)
        faults += [] if 1 <= len(option["value"]) <= 150 else [f"{place}/options: value"]
    if "initial_option" in element and element["initial_option"] not in options:
        faults.append(f"{place}/initial_option: none of the options")
    return faults


_ELEMENTS: Mapping[str, set[str]] = {
    "plain_text_input": {"multiline", "max_length", "initial_value", "placeholder"},
    "number_input": {"is_decimal_allowed", "initial_value"},
    "datepicker": {"initial_date"},
    "users_select": {"initial_user"},
    "multi_users_select": {"initial_users"},
    "static_select": {"options", "option_groups", "initial_option"},
}
_BLOCKS: Mapping[str, Callable[[Mapping[str, Any], str], Found]] = {
    "header": _header, "rich_text": _rich_text, "actions": _actions, "divider": _divider,
    "context": _context, "section": _section, "input": _input,
}  # fmt: skip

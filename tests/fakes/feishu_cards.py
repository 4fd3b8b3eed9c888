"""Card JSON 2.0 as the platform checks it: every property known, every limit kept, every mention somebody."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

TEXT = {"tag", "content", "text_size", "text_color", "text_align", "lines"}
PROPERTIES: dict[str, set[str]] = {
    "plain_text": TEXT,
    "lark_md": TEXT,
    "standard_icon": {"tag", "token", "color", "size"},
    "div": {"tag", "text", "icon", "element_id", "margin"},
    "markdown": {"tag", "content", "text_align", "text_size", "element_id", "margin"},
    "img": {"tag", "img_key", "alt", "title", "mode", "preview", "element_id", "margin"},
    "hr": {"tag", "element_id", "margin"},
    "column_set": {"tag", "flex_mode", "columns", "horizontal_spacing", "element_id", "margin"},
    "column": {"tag", "width", "weight", "elements", "vertical_align", "element_id"},
    "collapsible_panel": {"tag", "expanded", "header", "border", "elements", "element_id", "padding"},
    "form": {"tag", "name", "elements", "element_id"},
    "button": {"tag", "text", "type", "size", "name", "form_action_type", "behaviors", "confirm", "disabled", "width"},
    "input": {
        "tag", "name", "label", "placeholder", "default_value", "required", "max_length", "input_type", "width", "rows",
    },
    "date_picker": {"tag", "name", "placeholder", "initial_date", "required", "width"},
    "picker_datetime": {"tag", "name", "placeholder", "initial_datetime", "required", "width"},
    "select_static": {"tag", "name", "placeholder", "options", "initial_option", "required", "width"},
    "select_person": {"tag", "name", "placeholder", "options", "required", "width"},
    "multi_select_person": {"tag", "name", "placeholder", "options", "required", "width"},
}  # fmt: skip
CONFIG = {"update_multi", "enable_forward", "enable_forward_interaction", "width_mode", "summary"}
TEMPLATES = {
    "blue", "wathet", "turquoise", "green", "yellow", "orange", "red", "carmine", "violet", "purple", "indigo", "grey",
}  # fmt: skip
NAMED = {"input", "date_picker", "picker_datetime", "select_static", "select_person", "multi_select_person"}
_AT = re.compile(r"<at\s+(?:id|ids|email)=([^>]*)>")


class BadCard(ValueError):
    """Refused with `code`, the ErrCode inside 230099."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"ErrCode: {code}; ErrMsg: {reason}")


def check(content: str, people: Collection[str], pictures: Collection[str] = ()) -> dict[str, Any]:
    """The card, if it is one. Raises BadCard."""
    if len(content.encode()) > 30 * 1024:
        raise BadCard(11310, "too large")
    try:
        card = json.loads(content)
    except ValueError:
        raise BadCard(200621, "parse card json err") from None
    _known(card, {"schema", "config", "header", "body"}, "card")
    if card.get("schema") != "2.0" or card.get("config", {}).get("update_multi") is not True:
        raise BadCard(200621, "schema 2.0 and update_multi are needed")
    _known(card["config"], CONFIG, "config")
    _known(card["header"], {"title", "subtitle", "template", "text_tag_list", "icon"}, "header")
    if card["header"]["template"] not in TEMPLATES:
        raise BadCard(200621, "template")
    _check_tree(card["header"].get("title"), 0)
    for element in card["body"]["elements"]:
        _check_tree(element, 1)
    _check_whole(card, people)
    if any(node["tag"] == "img" and node["img_key"] not in pictures for node in walk(card["body"])):
        raise BadCard(200570, "image key")
    return dict(card)


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every tagged object in a card, outermost first."""
    if isinstance(node, dict):
        if "tag" in node:
            yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def _known(node: dict[str, Any], allowed: set[str], what: str) -> None:
    unknown = set(node) - allowed
    if unknown:
        raise BadCard(200621, f"unknown property of {what}: {sorted(unknown)}")


def _check_tree(node: Any, depth: int) -> None:
    tag = node.get("tag")
    if tag not in PROPERTIES:
        raise BadCard(200861, f"tag {tag} is not supported")
    _known(node, PROPERTIES[tag], tag)
    if tag == "form" and depth != 1:
        raise BadCard(200621, "a form belongs at the root")
    if depth > 5:
        raise BadCard(200621, "nested too deep")
    for child in (*node.get("elements", ()), *node.get("columns", ())):
        _check_tree(child, depth + 1)
    if tag == "img" and not node["alt"]["content"]:
        raise BadCard(200621, "a picture needs its words")
    for name in ("text", "label", "placeholder", "alt"):
        if name in node:
            _check_tree(node[name], depth)
    _check_component(node, tag)


def _check_component(node: dict[str, Any], tag: str) -> None:
    if tag == "button":
        if not 0 < len(node["text"]["content"]) <= 100:
            raise BadCard(200621, "button text")
        for behavior in node["behaviors"]:
            if behavior["type"] != "callback" or not isinstance(behavior["value"], dict):
                raise BadCard(200621, "behavior")
    if tag == "input" and not (1 <= node["max_length"] <= 1000 and len(node.get("default_value", "")) <= 1000):
        raise BadCard(200621, "input length")
    if tag == "select_static":
        values = [option["value"] for option in node["options"]]
        if not all(values) or len(values) != len(set(values)):
            raise BadCard(200621, "option values must be unique")


def _check_whole(card: dict[str, Any], people: Collection[str]) -> None:
    nodes = list(walk(card["body"]))
    if sum(node["tag"] not in ("plain_text", "lark_md", "standard_icon") for node in nodes) > 200:
        raise BadCard(11310, "element exceeds the limit")
    for form in (node for node in nodes if node["tag"] == "form"):
        inside = list(walk(form["elements"]))
        if not any(node.get("form_action_type") == "submit" for node in inside):
            raise BadCard(200621, "a form needs a submit button")
        if not all(node.get("name") for node in inside if node["tag"] in NAMED | {"button"}):
            raise BadCard(200530, "name is empty")
    names = [node["name"] for node in nodes if node.get("name")]
    if len(names) != len(set(names)):
        raise BadCard(200530, "names must be unique")
    for node in nodes:
        if node["tag"] in ("markdown", "lark_md"):
            for user in _AT.findall(node["content"]):
                if user.strip("'\"") not in people:
                    raise BadCard(100290, f"invalid user resource {user}")

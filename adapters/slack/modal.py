"""A form as a Slack modal, and the home tab. Pure. Limits: Slack, "View objects" and "Block Kit" reference."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from adapters.slack import richtext
from adapters.slack.interactive import SAY, Carried
from adapters.slack.markup import USER
from bot import texts
from bot.cards import RenderedForm, RenderedInput

TITLE = 24
LABEL = 2000
PLACEHOLDER = 150
TYPED = 3000
OPTIONS = 100
VIEW = 250_000  # of a whole view as JSON
OPTIONS_SHARE = 0.8
OPTION_LABEL = 75
OPTION_VALUE = 150
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
HOME_VERSION = "1"


def view(form: RenderedForm, metadata: str) -> dict[str, Any]:
    """The modal of a form; `metadata` comes back with it. A title that does not fit stands above the fields too."""
    title = richtext.cut(form.title, TITLE)
    choices = sum(item.kind == "select" for item in form.inputs)
    room = round(VIEW * OPTIONS_SHARE / max(1, choices))
    head = [richtext.block([richtext.elements((form.title,), {}, bold=True)])] if title != form.title else []
    return {
        "type": "modal",
        "callback_id": "form",
        "title": _plain(title or "…"),
        "submit": _plain(richtext.cut(form.submit, TITLE) or "…"),
        "private_metadata": metadata,
        "blocks": [*head, *(_input(item, room) for item in form.inputs)],
    }


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _input(item: RenderedInput, room: int) -> dict[str, Any]:
    """One field: its name is the block's id, its kind the element's, with `!` when it must be filled."""
    element = {"action_id": item.kind + ("!" if item.required else ""), **_element(item, room)}
    block = {
        "type": "input",
        "block_id": item.name,
        "label": _plain(richtext.cut(item.label, LABEL) or item.name),
        "element": element,
        "optional": not item.required,
    }
    return {**block, "hint": _plain(richtext.cut(item.hint, LABEL))} if item.hint else block


def _element(item: RenderedInput, room: int) -> dict[str, Any]:
    match item.kind:
        case "number":
            known = len(item.value) <= TYPED and _NUMBER.fullmatch(item.value)
            start = {"initial_value": item.value} if known else {}
            return {"type": "number_input", "is_decimal_allowed": True, **start}
        case "date":
            return {"type": "datepicker", **({"initial_date": item.value} if _DATE.fullmatch(item.value) else {})}
        case "person":
            users = _users(item.value)[:1]
            return {"type": "users_select", **({"initial_user": users[0]} if users else {})}
        case "people":
            users = _users(item.value)
            return {"type": "multi_users_select", **({"initial_users": users} if users else {})}
        case "select" if item.options:
            return _select(item, room)
    return _typed(item)


def _typed(item: RenderedInput) -> dict[str, Any]:
    """A field to type in. Moments are typed as well: Slack's own picker answers without the person's zone."""
    start = {"initial_value": item.value[:TYPED]} if item.value else {}
    return {"type": "plain_text_input", "multiline": item.kind == "text", "max_length": TYPED, **start}


def _users(text: str) -> list[str]:
    return [user for user in re.findall(r"<@([^>]+)>", text) if USER.fullmatch(user)]


def _select(item: RenderedInput, room: int) -> dict[str, Any]:
    """A choice; what would make the view larger than Slack takes is left out at the end."""
    options = [_option(value, label) for value, label in item.options]
    sizes = accumulate(len(json.dumps(option)) for option in options)
    options = [option for option, size in zip(options, sizes, strict=True) if size <= room]
    first = [option for option in options if option["value"] == item.value[:OPTION_VALUE]][:1]
    start = {"initial_option": first[0]} if first and item.value else {}
    if len(options) <= OPTIONS:
        return {"type": "static_select", "options": options, **start}
    return {"type": "static_select", "option_groups": list(_groups(options)), **start}


def _groups(options: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A hundred options a group, at most a hundred groups."""
    for start in range(0, min(len(options), OPTIONS * OPTIONS), OPTIONS):
        part = options[start : start + OPTIONS]
        yield {"label": _plain(f"{start + 1}–{start + len(part)}"), "options": part}


def _option(value: str, label: str) -> dict[str, Any]:
    return {"text": _plain(richtext.cut(label, OPTION_LABEL) or value or "…"), "value": value[:OPTION_VALUE] or "-"}


def errors(names: Sequence[str], language: str) -> dict[str, Any]:
    """The answer that keeps a form open and marks fields that must be filled."""
    text = texts.template("chat.required", language)
    return {"response_action": "errors", "errors": {name: text for name in names}}


def home(language: str) -> Mapping[str, Any]:
    """The home tab: what to type, and the commonest commands to press."""
    buttons = [("home_my", "/my"), ("home_task", "/task"), ("home_help", "/help")]
    return {
        "type": "home",
        "private_metadata": HOME_VERSION,
        "blocks": [
            {"type": "header", "text": _plain(texts.template("chat.home_title", language))},
            {"type": "section", "text": _plain(texts.template("chat.home_text", language))},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": f"{SAY}{number}",
                        "text": _plain(texts.template(f"chat.{key}", language)),
                        "value": Carried(say=typed, language=language).dump(),
                    }
                    for number, (key, typed) in enumerate(buttons)
                ],
            },
        ],
    }

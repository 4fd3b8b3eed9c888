"""Rendered cards as plain JSON values and back, so that the console's database and its page can hold them."""

from collections.abc import Mapping
from typing import Any

from bot.cards import (
    Ping,
    Rendered,
    RenderedButton,
    RenderedForm,
    RenderedInput,
    RenderedSection,
    Rich,
)
from bot.wire import Attached

Json = dict[str, Any]


def content(rendered: Rendered, accounts: Mapping[int, str] | None = None) -> Json:
    """A rendered card as JSON values; `accounts` gives the console's user id of each mentioned person."""
    ids = accounts or {}
    return {
        "title": _rich_out(rendered.title, ids),
        "tone": rendered.tone,
        "sections": [
            {
                "lines": [_rich_out(line, ids) for line in section.lines],
                "fields": [[label, _rich_out(value, ids)] for label, value in section.fields],
                "buttons": [_button_out(button) for button in section.buttons],
                "form": _form_out(section.form),
            }
            for section in rendered.sections
        ],
        "language": rendered.language,
        "text": rendered.text,
        "pings": [_ping_out(ping, ids) for ping in rendered.pings],
    }


def attached(file: Attached) -> Json:
    """What the page tells of a file; its bytes are fetched by themselves."""
    return {"name": file.name, "alt": file.alt, "picture": file.picture, "size": len(file.data)}


def rendered(raw: Json) -> Rendered:
    """The inverse of `content`."""
    return Rendered(
        title=_rich_in(raw["title"]),
        tone=raw["tone"],
        sections=tuple(
            RenderedSection(
                lines=tuple(_rich_in(line) for line in section["lines"]),
                fields=tuple((label, _rich_in(value)) for label, value in section["fields"]),
                buttons=tuple(_button_in(button) for button in section["buttons"]),
                form=_form_in(section["form"]),
            )
            for section in raw["sections"]
        ),
        language=raw["language"],
        text=raw["text"],
        pings=tuple(Ping(ping["person"], ping["name"]) for ping in raw["pings"]),
    )


def _ping_out(ping: Ping, ids: Mapping[int, str]) -> Json:
    return {"person": ping.person, "name": ping.name, "user": ids.get(ping.person, "")}


def _rich_out(rich: Rich, ids: Mapping[int, str]) -> list[str | Json]:
    return [part if isinstance(part, str) else _ping_out(part, ids) for part in rich]


def _rich_in(raw: list[str | Json]) -> Rich:
    return tuple(part if isinstance(part, str) else Ping(part["person"], part["name"]) for part in raw)


def _button_out(button: RenderedButton) -> Json:
    return {
        "action": button.action,
        "label": button.label,
        "value": dict(button.value),
        "style": button.style,
        "form": _form_out(button.form),
    }


def _button_in(raw: Json) -> RenderedButton:
    return RenderedButton(raw["action"], raw["label"], raw["value"], raw["style"], _form_in(raw["form"]))


def _form_out(form: RenderedForm | None) -> Json | None:
    if form is None:
        return None
    inputs = [
        {
            "name": item.name,
            "label": item.label,
            "kind": item.kind,
            "value": item.value,
            "options": [list(option) for option in item.options],
            "required": item.required,
            "hint": item.hint,
        }
        for item in form.inputs
    ]
    return {
        "action": form.action,
        "title": form.title,
        "inputs": inputs,
        "submit": form.submit,
        "value": dict(form.value),
    }


def _form_in(raw: Json | None) -> RenderedForm | None:
    if raw is None:
        return None
    inputs = tuple(
        RenderedInput(
            item["name"],
            item["label"],
            item["kind"],
            item["value"],
            tuple((value, label) for value, label in item["options"]),
            item["required"],
            item["hint"],
        )
        for item in raw["inputs"]
    )
    return RenderedForm(raw["action"], raw["title"], inputs, raw["submit"], raw["value"])

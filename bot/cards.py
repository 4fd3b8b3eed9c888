"""Neutral cards: text keys and values until delivery, then words in the reader's language.

A card is a title and sections; a section has lines, labelled fields, buttons and at most one form. Everything in a card
can be stored as JSON (`dump`, `load`) and has a text form (`Rendered.text`), so that a platform that cannot draw a card
loses looks, not content. User text travels as plain `str` values and is escaped by each adapter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from bot import texts

Tone = Literal["plain", "good", "warn", "bad"]
Style = Literal["plain", "primary", "danger"]
InputKind = Literal["line", "text", "number", "date", "moment", "select", "person", "people"]


class Words(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="$", tag=True):
    """A text of the catalogue, by key, with the values for its placeholders."""

    key: str
    values: Mapping[str, "Value"] = field(default_factory=dict)


class Who(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="$", tag=True):
    """A person in a text. `ping` makes it a real mention where the platform has one; use it sparingly."""

    id: int
    name: str
    ping: bool = False


class Day(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="$", tag=True):
    """A calendar date, shown with its weekday."""

    day: date


class Moment(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="$", tag=True):
    """An instant (aware), shown in the reader's zone; `exact` ones with their offset where readers live apart."""

    at: datetime
    exact: bool = False


class Many(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="$", tag=True):
    """Several values joined by the language's comma, or by `sep` when given."""

    items: tuple["Value", ...]
    sep: str = ""


Value: TypeAlias = str | int | Words | Who | Day | Moment | Many


def words(key: str, /, **values: Value) -> Words:
    """A text of the catalogue: `words("task.created", title="…")`."""
    return Words(key, values)


class Option(Struct, frozen=True, gc=False, omit_defaults=True):
    """One choice of a select: what is sent back, and what is read."""

    value: str
    label: Value


class Input(Struct, frozen=True, gc=False, omit_defaults=True):
    """One field of a form. `name` is what comes back; `value` what stands in it at first."""

    name: str
    label: Words
    kind: InputKind = "line"
    value: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    hint: Words | None = None


SUBMIT: Final = Words("common.submit")


class Form(Struct, frozen=True, gc=False, omit_defaults=True):
    """Fields that are sent together under one action; `value` travels along unseen."""

    action: str
    title: Words
    inputs: tuple[Input, ...]
    submit: Words = SUBMIT
    value: Mapping[str, str] = field(default_factory=dict)


class Button(Struct, frozen=True, gc=False, omit_defaults=True):
    """Something to press: sends `action` with `value`, or opens `form` when it has one.

    alone: left out where several cards come in one message, for each shows only what it asks then.
    """

    action: str
    label: Words
    value: Mapping[str, str] = field(default_factory=dict)
    style: Style = "plain"
    form: Form | None = None
    alone: bool = False


class Section(Struct, frozen=True, gc=False, omit_defaults=True):
    """A part of a card that belongs together."""

    lines: tuple[Value, ...] = ()
    fields: tuple[tuple[Words, Value], ...] = ()
    buttons: tuple[Button, ...] = ()
    form: Form | None = None


class Attachment(Struct, frozen=True, gc=False, omit_defaults=True):
    """A file by its recipe: it is made when the message leaves, from what is true then (bot/attachments.py)."""

    kind: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class Card(Struct, frozen=True, gc=False, omit_defaults=True):
    """A message: title, tone (colour and icon) and sections.

    file: makes it the message of that file, which says nothing but its title; never gathered, never replaced.
    """

    title: Value
    tone: Tone = "plain"
    sections: tuple[Section, ...] = ()
    file: Attachment | None = None


def note(title: Value, *lines: Value, tone: Tone = "plain", buttons: tuple[Button, ...] = ()) -> Card:
    """The simplest card: a title, some lines, maybe buttons."""
    return Card(title, tone, (Section(lines=lines, buttons=buttons),) if lines or buttons else ())


def gather(title: Value, cards: tuple[Card, ...], tone: Tone) -> Card:
    """Several cards to one receiver as one: each becomes one section that starts with its title.

    Where several of them have buttons, titles and buttons are numbered, so that it shows which button belongs to what.
    """
    several = sum(any(section.buttons for section in card.sections) for card in cards) > 1
    parts = (_part(card, number if several else 0) for number, card in enumerate(cards, 1))
    return Card(title, tone, tuple(section for part in parts for section in part))


def _part(card: Card, number: int) -> tuple[Section, ...]:
    """A card within a gathered one. One with an open form keeps its sections, for a section has one form at most."""
    head = words("common.part", number=number, title=card.title) if number else card.title
    sections = tuple(_numbered(section, number) for section in card.sections)
    if any(section.form for section in sections):
        return (Section((head, *sections[0].lines), *_behind_lines(sections[0])), *sections[1:])
    lines = tuple(line for section in sections for line in section.lines)
    fields = tuple(each for section in sections for each in section.fields)
    return (Section((head, *lines), fields, tuple(button for section in sections for button in section.buttons)),)


def _behind_lines(section: Section) -> tuple[tuple[tuple[Words, Value], ...], tuple[Button, ...], Form | None]:
    return section.fields, section.buttons, section.form


def _numbered(section: Section, number: int) -> Section:
    if not number or not section.buttons:
        return section
    asked = [each for each in section.buttons if not each.alone]
    return replace(
        section,
        buttons=tuple(
            replace(each, label=words("common.button_of", label=each.label, number=number)) for each in asked
        ),
    )


# ---------------------------------------------------------------------------------------------------------------------
# What an adapter sees


@dataclass(frozen=True, slots=True)
class Ping:
    """A mention inside rendered text: our person id and the name to show where no mention is possible."""

    person: int
    name: str


Rich: TypeAlias = tuple["str | Ping", ...]


@dataclass(frozen=True, slots=True)
class RenderedInput:
    name: str
    label: str
    kind: InputKind
    value: str
    options: tuple[tuple[str, str], ...]
    required: bool
    hint: str


@dataclass(frozen=True, slots=True)
class RenderedForm:
    action: str
    title: str
    inputs: tuple[RenderedInput, ...]
    submit: str
    value: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RenderedButton:
    action: str
    label: str
    value: Mapping[str, str]
    style: Style
    form: RenderedForm | None


@dataclass(frozen=True, slots=True)
class RenderedSection:
    lines: tuple[Rich, ...]
    fields: tuple[tuple[str, Rich], ...]
    buttons: tuple[RenderedButton, ...]
    form: RenderedForm | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A card in one reader's language and zone. `text` is the whole content for notifications and screen readers."""

    title: Rich
    tone: Tone
    sections: tuple[RenderedSection, ...]
    language: str
    text: str
    pings: tuple[Ping, ...]

    def buttons(self) -> tuple[RenderedButton, ...]:
        return tuple(button for section in self.sections for button in section.buttons)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: language, zone, and the day it is there (the year is only written when it is another one).

    apart: people who live in other zones read along.
    """

    language: str
    zone: ZoneInfo
    today: date
    apart: bool = False


def plain(rich: Rich) -> str:
    """Rich text as a string, mentions as `@name`."""
    return "".join(part if isinstance(part, str) else f"@{part.name}" for part in rich)


def say(value: Value, reader: Reader) -> str:
    """A value in one reader's words, for what is no card. Raises KeyError as `render` does."""
    return plain(_spans(value, reader))


def _spans(value: Value, reader: Reader) -> Rich:
    match value:
        case str():
            return (value,)
        case int():
            return (str(value),)
        case Words(key, values):
            return _filled(texts.template(key, reader.language, values.get("n")), values, reader)
        case Who(id, name, ping):
            return (Ping(id, name),) if ping else (name,)
        case Day(day):
            return (texts.day(day, reader.language, reader.today),)
        case Moment(at, exact):
            local = at.astimezone(reader.zone)
            return (texts.moment(local, reader.language, reader.today, exact and reader.apart),)
        case Many(items, sep):
            comma = sep or texts.template("common.comma", reader.language)
            parts: list[str | Ping] = []
            for index, item in enumerate(items):
                parts.extend((comma,) if index else ())
                parts.extend(_spans(item, reader))
            return tuple(parts)


def _filled(template: str, values: Mapping[str, Value], reader: Reader) -> Rich:
    parts: list[str | Ping] = []
    for literal, name in texts.split(template):
        if literal:
            parts.append(literal)
        if name:
            parts.extend(_spans(values[name], reader))
    return _joined(parts)


def _joined(parts: list[str | Ping]) -> Rich:
    joined: list[str | Ping] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def render(card: Card, reader: Reader) -> Rendered:
    """Turn keys and values into words for one reader.

    Raises KeyError when the catalogue lacks a key or a value is missing: a defect that tests must find.
    """

    def form(source: Form | None) -> RenderedForm | None:
        if source is None:
            return None
        inputs = tuple(
            RenderedInput(
                item.name,
                say(item.label, reader),
                item.kind,
                item.value,
                tuple((option.value, say(option.label, reader)) for option in item.options),
                item.required,
                say(item.hint, reader) if item.hint else "",
            )
            for item in source.inputs
        )
        return RenderedForm(source.action, say(source.title, reader), inputs, say(source.submit, reader), source.value)

    title = _spans(card.title, reader)
    sections = tuple(
        RenderedSection(
            tuple(_spans(line, reader) for line in section.lines),
            tuple((say(label, reader), _spans(value, reader)) for label, value in section.fields),
            tuple(
                RenderedButton(b.action, say(b.label, reader), b.value, b.style, form(b.form)) for b in section.buttons
            ),
            form(section.form),
        )
        for section in card.sections
    )
    riches = [title, *(rich for s in sections for rich in (*s.lines, *(value for _, value in s.fields)))]
    pings = tuple(dict.fromkeys(part for rich in riches for part in rich if isinstance(part, Ping)))
    return Rendered(title, card.tone, sections, reader.language, _text(title, sections, reader.language), pings)


def _text(title: Rich, sections: tuple[RenderedSection, ...], language: str) -> str:
    colon = texts.template("common.colon", language)
    lines = [plain(title)]
    for section in sections:
        lines.extend(plain(line) for line in section.lines)
        lines.extend(f"{label}{colon}{plain(value)}" for label, value in section.fields)
        if section.form:
            # A choice is read by its label; its value is for the program.
            lines.extend(
                f"{item.label}{colon}{dict(item.options).get(item.value, item.value)}" for item in section.form.inputs
            )
    return "\n".join(line for line in lines if line)


# ---------------------------------------------------------------------------------------------------------------------
# Cards as JSON, for the outbox

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Card)


def dump(card: Card) -> str:
    """A card as JSON; what is at its default is left out."""
    return _encoder.encode(card).decode()


def load(body: str) -> Card:
    """The inverse of `dump`. Raises msgspec.ValidationError for what is no card."""
    return _decoder.decode(body)

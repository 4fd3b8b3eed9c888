"""Answers typed instead of pressed: numbers, labelled lines, a form asked one question after the other. Pure."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from adapters.dingtalk.outbound import Choice, shown
from bot import texts
from bot.cards import RenderedForm, RenderedInput

_NUMBER = re.compile(
    r"(?P<word>回复|选择|选|reply|choose)?\s*(?P<number>\d{1,3})(?:(?P<rest>(?:\s|[.。、:：,，]).*)|[.。])?",
    re.IGNORECASE | re.DOTALL,
)
_SKIP = ("跳过", "不改", "skip", "-")
_STOP = ("取消", "退出", "cancel", "stop")
_LABEL = re.compile(r"\s*\**(?P<label>[^:：\n]{1,40}?)\**\s*[:：]\s*(?P<rest>.*)", re.DOTALL)
_FLOAT = re.compile(r"[+-]?\d+(?:\.\d+)?\s*%?")


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


@dataclass(frozen=True, slots=True)
class Number:
    """A number typed: `sure` when the word for answering stood before it; `rest` is what followed."""

    number: int
    rest: str
    sure: bool


def number(text: str) -> Number | None:
    """`3`, `3。`, `回复 3`, `回复 3 供应商延期`; a bare number with text behind it is a sentence, not an answer."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if match is None:
        return None
    rest = (match["rest"] or "").lstrip(" \t\n.。、:：,，")
    if rest and not match["word"]:
        return None
    return Number(int(match["number"]), rest.strip(), bool(match["word"]))


# ---------------------------------------------------------------------------------------------------------------------
# Choices and forms as JSON, for Memory


def dump_choice(choice: Choice) -> dict[str, Any]:
    return {
        "action": choice.action,
        "label": choice.label,
        "value": dict(choice.value),
        "form": dump_form(choice.form) if choice.form else None,
        "open": choice.open,
    }


def load_choice(raw: Mapping[str, Any]) -> Choice:
    form = load_form(raw["form"]) if raw["form"] else None
    return Choice(raw["action"], raw["label"], raw["value"], form=form, open=raw["open"])


def dump_form(form: RenderedForm) -> dict[str, Any]:
    return {
        "action": form.action,
        "title": form.title,
        "inputs": [asdict(item) for item in form.inputs],
        "submit": form.submit,
        "value": dict(form.value),
    }


def load_form(raw: Mapping[str, Any]) -> RenderedForm:
    inputs = tuple(
        RenderedInput(**{**item, "options": tuple((value, label) for value, label in item["options"])})
        for item in raw["inputs"]
    )
    return RenderedForm(raw["action"], raw["title"], inputs, raw["submit"], raw["value"])


# ---------------------------------------------------------------------------------------------------------------------
# A form as a dialogue


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A form being filled in: the answers so far, by name. `group`: every reply must mention the bot.

    chat: the group whose card asked for it, when the answers are given in direct messages.
    """

    form: RenderedForm
    language: str
    message: str = ""
    group: bool = False
    chat: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> tuple[RenderedInput, ...]:
        return tuple(item for item in self.form.inputs if item.name not in self.answers)

    @property
    def fields(self) -> dict[str, str]:
        return {item.name: self.answers.get(item.name, item.value) for item in self.form.inputs}

    def dump(self) -> str:
        kept = {
            "form": dump_form(self.form),
            "language": self.language,
            "message": self.message,
            "group": self.group,
            "chat": self.chat,
            "answers": dict(self.answers),
        }
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> "Dialogue":
        raw = json.loads(text)
        place = (raw["message"], raw["group"], raw.get("chat", ""))
        return cls(load_form(raw["form"]), raw["language"], *place, raw["answers"])


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that does not do; `key` says why."""

    key: str


def is_stop(text: str) -> bool:
    return fold(text) in _STOP


def answered(dialogue: Dialogue, text: str) -> Dialogue | Wrong:
    """The dialogue after one reply: labelled lines fill several fields, anything else the one asked for."""
    labelled = by_label(dialogue.form, text)
    if labelled:
        return _taken(dialogue, labelled)
    if not dialogue.open:
        return dialogue
    item = dialogue.open[0]
    if fold(text) in _SKIP:
        return Wrong("typed.needed") if item.required and not item.value else _taken(dialogue, {item.name: item.value})
    return _taken(dialogue, {item.name: text})


def _taken(dialogue: Dialogue, said: Mapping[str, str]) -> Dialogue | Wrong:
    answers = dict(dialogue.answers)
    for item in dialogue.form.inputs:
        if item.name in said:
            read = _read(item, said[item.name].strip())
            if isinstance(read, Wrong):
                return read
            answers[item.name] = read
    return replace(dialogue, answers=answers)


def _read(item: RenderedInput, text: str) -> str | Wrong:
    if not text:
        return Wrong("typed.needed") if item.required else ""
    if item.kind == "number" and text != item.value:
        return text if _FLOAT.fullmatch(unicodedata.normalize("NFKC", text)) else Wrong("typed.not_number")
    if item.kind != "select":
        return text
    for index, (value, label) in enumerate(item.options, start=1):
        if fold(text) in (str(index), fold(label), fold(value)):
            return value
    return Wrong("typed.not_option")


def by_label(form: RenderedForm, text: str) -> dict[str, str]:
    """Fields named by their labels, one a line; lines without a label belong to the field above. Empty if none is."""
    names = {fold(item.label): item.name for item in form.inputs}
    found: dict[str, str] = {}
    current = ""
    for line in text.split("\n"):
        match = _LABEL.fullmatch(line)
        name = names.get(fold(match["label"])) if match else None
        if match and name:
            current, found[name] = name, match["rest"]
        elif current:
            found[current] += f"\n{line}"
        elif line.strip():
            return {}
    return {name: value.strip() for name, value in found.items()}


def answers_whole(form: RenderedForm, text: str) -> dict[str, str]:
    """A message that is plainly this form filled in: two labels or more, or the only one, and all that is required."""
    found = by_label(form, text)
    required = {item.name for item in form.inputs if item.required and not item.value}
    return found if len(found) >= min(2, len(form.inputs)) and required <= found.keys() else {}


def question(dialogue: Dialogue, problem: Wrong | None = None) -> str:
    """What is asked next, with what to type; plain text, not yet escaped."""
    language, item, total = dialogue.language, dialogue.open[0], len(dialogue.form.inputs)

    def say(key: str, **values: object) -> str:
        return texts.say(f"typed.{key}", language, **values)

    lines = [texts.say(problem.key, language)] if problem else []
    index = total - len(dialogue.open) + 1
    if index == 1 and not problem:
        lines.append(dialogue.form.title)
    lines.append(say("ask", label=item.label, index=index, total=total) if total > 1 else item.label)
    if item.options:
        lines.append(say("ask_options"))
        lines.extend(f"{place} {label}" for place, (_, label) in enumerate(item.options, start=1))
    if item.hint:
        lines.append(item.hint)
    if item.value:
        lines.append(say("ask_now", value=shown(item)))
    elif not item.required:
        lines.append(say("ask_optional"))
    if index == 1 and total > 1 and not problem:
        lines.append(say("ask_all"))
        colon = texts.template("common.colon", language)
        lines.extend(f"{each.label}{colon}{shown(each)}" for each in dialogue.form.inputs)
    if dialogue.group:
        lines.append(say("ask_mention"))
    if index == 1 and not problem:
        lines.append(say("ask_stop"))
    return "\n".join(lines)

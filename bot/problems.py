"""Mistakes of configuration in words: where, which key, what is wrong, what to write instead. Never a value."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from bot.texts import say

_SECTION = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")
_TEXT_OF_TYPE = {
    "literal_error": "one_of",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "greater_than": "more_than",
    "less_than": "less_than",
    "model_type": "section_wanted",
    "time_form": "time_wanted",
    "hours_form": "hours_wanted",
    "zone": "unknown_zone",
    "address": "address_wanted",
    "database": "database_wanted",
    "admin": "admin_wanted",
    "needed": "needed",
    "twice": "given_twice",
    "too_long": "a_workday_left",
    "calendar": "calendar_wanted",
}
_TEXT_OF_FAMILY = {
    "int": "number_wanted",
    "float": "number_wanted",
    "bool": "bool_wanted",
    "string": "string_wanted",
    "date": "date_wanted",
    "tuple": "list_wanted",
    "dict": "table_wanted",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `where` is `file:line` or a variable, `key` is `[section] key` or ""; `text` is of the catalogue."""

    where: str
    key: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def in_words(self, language: str) -> str:
        place = " ".join(part for part in (self.where, self.key) if part)
        wrong = say(f"config.{self.text}", language, **self.values)
        nearest = self.values.get("nearest")
        return f"{place}: {wrong}" + (say("config.did_you_mean", language, nearest=nearest) if nearest else "")


class ConfigError(Exception):
    """The configuration cannot be used. `problems` are all its mistakes; `language` is the one it sets, or ""."""

    def __init__(self, problems: tuple[Problem, ...], language: str = "") -> None:
        super().__init__("\n".join(problem.in_words("en") for problem in problems))
        self.problems = problems
        self.language = language


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: the file with its lines, and which variable set which key."""

    file: str
    text: str
    variables: Mapping[tuple[str, ...], str]

    def place(self, keys: tuple[str, ...]) -> str:
        """The variable that set `keys` (section, key), else `file:line`, else the file."""
        if keys in self.variables:
            return self.variables[keys]
        line = self.line(keys)
        return f"{self.file}:{line}" if self.file and line else self.file

    def line(self, keys: tuple[str, ...]) -> int:
        """The line of the key, or of its section when the key is not written; 0 when neither is."""
        wanted, section, best = ".".join(keys), "", 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            if heading := _SECTION.match(line):
                section = heading[1]
                written = section
            elif key := _KEY.match(line):
                written = f"{section}.{key[1]}" if section else key[1]
            else:
                continue
            if written == wanted:
                return number
            if not best and wanted.startswith(f"{written}."):
                best = number
        return best


def nearest(wrong: str, right: Collection[str]) -> str:
    """The right name that looks most like the wrong one, or "" when none does."""
    return next(iter(difflib.get_close_matches(wrong, right, n=1, cutoff=0.6)), "")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The right names, for suggestions: keys by section, and time zones."""

    sections: Mapping[str, Collection[str]]
    zones: Collection[str]


def explain(error: ValidationError, right: Vocabulary, layout: Layout) -> list[Problem]:
    """Every mistake pydantic found, in the order of the file."""
    items = error.errors(include_input=False, include_url=False)
    found = [(tuple(map(str, item["loc"])), str(item["type"]), item.get("ctx", {})) for item in items]
    found.sort(key=lambda one: layout.line(one[0][:2]))
    return [
        Problem(layout.place(keys[:2]), _name(keys), *_explain_one(keys, kind, context, right))
        for keys, kind, context in found
    ]


def _explain_one(
    keys: tuple[str, ...], kind: str, context: Mapping[str, Any], right: Vocabulary
) -> tuple[str, dict[str, str]]:
    """The text and its values."""
    values = {
        name: str(value)
        for name, value in context.items()
        if name in {"day", "expected", "ge", "gt", "le", "lt", "mode"}
    }
    if kind == "extra_forbidden":
        values["nearest"] = _nearest_key(keys, right.sections)
        return "unknown_key" if len(keys) > 1 else "unknown_section", values
    if kind == "zone":
        values["nearest"] = nearest(str(context["given"]), right.zones)
    if "expected" in values:
        values["expected"] = values["expected"].replace("'", "").replace(" or ", ", ")
    text = _TEXT_OF_TYPE.get(kind) or _TEXT_OF_FAMILY.get(kind.split("_")[0], "wrong_value")
    return "needed_in_mode" if values.get("mode") else text, values


def _nearest_key(keys: tuple[str, ...], sections: Mapping[str, Collection[str]]) -> str:
    """The likeliest right name: of a section, of a key in this section, or of the same key in another."""
    if len(keys) == 1:
        section = nearest(keys[0], sections)
        return f"[{section}]" if section else ""
    here = nearest(keys[1], sections[keys[0]])
    elsewhere = [f"[{section}] {keys[1]}" for section, names in sections.items() if keys[1] in names]
    return here or next(iter(elsewhere), "")


def _name(keys: tuple[str, ...]) -> str:
    """`[calendar] off #2` for the second date of a list."""
    inner = " ".join(f"#{int(key) + 1}" if key.isdecimal() else key for key in keys[1:] if key != "[key]")
    return f"[{keys[0]}] {inner}".rstrip()

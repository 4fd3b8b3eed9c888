"""The minutes of the corpus as values; `README.md` beside this file says how they are labelled."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
HALVES: Final = ("written", "scored")


@dataclass(frozen=True, slots=True)
class Action:
    """One action item: essential words, owners as written, due ("2026-03-13", "2026-03-13T17:00", ""), source line."""

    text: str
    owners: tuple[str, ...]
    due: str
    line: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What one minutes says, expected or found alike. Moments are ISO and local; "" and () are "not told"."""

    topic: str = ""
    date: str = ""
    start: str = ""
    host: str = ""
    recorder: str = ""
    attendees: tuple[str, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    decisions: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    next: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One minutes: its text, when it was pasted (local), what is to be found, and lines that count neither way."""

    name: str
    half: str
    style: str
    language: str
    said_on: datetime
    text: str
    expected: Reading
    optional: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines that hold words."""
        return tuple(line for line in self.text.splitlines() if any(sign.isalnum() for sign in line))


@cache
def load(half: str) -> tuple[Case, ...]:
    """The cases of a half ("written": rules may be fitted to them; "scored": they are only counted), by name."""
    return tuple(_case(path, half) for path in sorted((FOLDER / half).glob("*.toml")))


def _case(path: Path, half: str) -> Case:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Case(
        name=path.stem,
        half=half,
        style=table["style"],
        language=table["language"],
        said_on=table["said_on"],
        text=table["text"],
        expected=_reading(table["expected"]),
        optional=tuple(table.get("optional", ())),
    )


def _reading(table: Mapping[str, Any]) -> Reading:
    values: dict[str, Any] = {name: _frozen(value) for name, value in table.items() if name != "actions"}
    return Reading(**values, actions=tuple(_action(row) for row in table.get("actions", ())))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def _action(row: Mapping[str, Any]) -> Action:
    return Action(row["text"], tuple(row["owners"]), row["due"], row["line"], row.get("sure", True))

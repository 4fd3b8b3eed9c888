"""Every word people read: TOML catalogues, one file a family and language, and dates as people write them.

A catalogue file `zh/task.toml` holds flat keys; `created = "…{title}…"` is read as `task.created`. A text that depends
on a number has the forms `one` and `other` and is chosen by the value `n`. Templates know plain `{name}` placeholders
and nothing else, so that a template can never reach into a value.
"""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
_HERE = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def catalogue(language: str) -> dict[str, Any]:
    """All texts of one language: `family.key` -> template, or a table of plural forms."""
    entries: dict[str, Any] = {}
    for path in sorted((_HERE / language).glob("*.toml")):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            entries[f"{path.stem}.{key}"] = value
    return entries


def template(key: str, language: str, n: object = None) -> str:
    """The template of `key`; `n` chooses between `one` and `other`. Raises KeyError for an unknown key."""
    entry = catalogue(language)[key]
    if isinstance(entry, str):
        return entry
    form = entry["one"] if n == 1 and "one" in entry else entry["other"]
    return str(form)


@cache
def versions(text: str) -> tuple[str, ...]:
    """A text without values in every language it is known in, itself first."""
    entries = [catalogue(language) for language in LANGUAGES]
    keys = {key for each in entries for key, value in each.items() if value == text}
    others = {each[key] for each in entries for key in keys if isinstance(each.get(key), str)}
    return (text, *sorted(others - {text}))


@cache
def split(text: str) -> tuple[tuple[str, str], ...]:
    """A template as pairs of literal text and the placeholder behind it ("" after the last literal)."""
    parts = _PLACEHOLDER.split(text)
    return tuple((parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2))


def say(key: str, language: str, **values: object) -> str:
    """The text of `key` with plain values filled in, for places that are no card (pages, logs, the command line)."""
    return "".join(
        literal + (str(values[name]) if name else "")
        for literal, name in split(template(key, language, values.get("n")))
    )


def day(value: date, language: str, today: date) -> str:
    """A date as people write it: `3月4日（周三）`, `Wed 4 Mar`; with the year when it is not today's."""
    weekday = _WEEKDAYS[language][value.weekday()]
    if language == "zh":
        year = f"{value.year}年" if value.year != today.year else ""
        return f"{year}{value.month}月{value.day}日（周{weekday}）"
    year = f" {value.year}" if value.year != today.year else ""
    return f"{weekday} {value.day} {_MONTHS[value.month - 1]}{year}"


def moment(value: datetime, language: str, today: date, offset: bool = False) -> str:
    """A local moment as people write it: `3月4日（周三）17:00`, `Wed 4 Mar 17:00 (UTC+8)` with its offset."""
    written = f"{day(value.date(), language, today)}{' ' if language == 'en' else ''}{value:%H:%M}"
    if not offset:
        return written
    raw = f"{value:%z}"
    from_utc = f"UTC{raw[0]}{int(raw[1:3])}{'' if raw[3:5] == '00' else f':{raw[3:5]}'}"
    return f"{written} ({from_utc})" if language == "en" else f"{written}（{from_utc}）"

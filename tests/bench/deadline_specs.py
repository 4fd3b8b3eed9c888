"""Public specification sets of date recognisers, read from a folder that stands outside the repository.

A case counts where its text names exactly one day, moment or clock time and that is not over; "before" counts with the
end it sets. Cases that name nothing at all count as ones to keep quiet on.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

FILES = ("DateParser", "DateTimeParser", "TimeParser", "HolidayParser", "MergedParser", "DateTimeModel")


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the whole sentence around it, when it was said, and every answer that is right; none: keep quiet."""

    text: str
    sentence: str
    now: datetime
    answers: tuple[datetime | date | time, ...]


def read_specs(folder: Path) -> list[Case]:
    """The cases of one language's folder, each once."""
    found: dict[tuple[str, datetime], Case] = {}
    for name in FILES:
        path = folder / f"{name}.json"
        if path.exists():
            for case in _cases(json.loads(path.read_text(encoding="utf-8-sig"))):
                found.setdefault((case.sentence, case.now), case)
    return list(found.values())


def _cases(rows: list[dict[str, Any]]) -> Iterator[Case]:
    for row in rows:
        results = row["Results"]
        written = (row.get("Context") or {}).get("ReferenceDateTime")
        if not written or len(results) > 1:
            continue
        now = datetime.fromisoformat(written[:19])
        if not results:
            yield Case(row["Input"], row["Input"], now, ())
        elif answers := tuple(_answers(results[0], now)):
            yield Case(results[0]["Text"], row["Input"], now, answers)


def _answers(result: Mapping[str, Any], now: datetime) -> Iterator[datetime | date | time]:
    future = (result.get("Value") or {}).get("FutureResolution") or {}
    for kind in ("date", "dateTime", "time"):
        if kind in future:
            yield from _answer(kind.lower(), future[kind], now)
    for value in (result.get("Resolution") or {}).get("values", ()):
        kind = value["type"]
        if kind in ("date", "datetime", "time"):
            yield from _answer(kind, value.get("value", ""), now)
        elif value.get("Mod") == "before" and "start" not in value and kind in ("daterange", "datetimerange"):
            yield from _answer(kind.removesuffix("range"), value.get("end", ""), now)


def _answer(kind: str, written: str, now: datetime) -> Iterator[datetime | date | time]:
    try:
        if kind == "time":
            yield time.fromisoformat(written)
        elif kind == "date" and date.fromisoformat(written) >= now.date():
            yield date.fromisoformat(written)
        elif kind == "datetime" and datetime.fromisoformat(written) >= now:
            yield datetime.fromisoformat(written)
    except ValueError:
        return  # "not resolved" and years that no calendar of Python's holds

"""Tables of what people type and when it is due, written as text: `words | 2026-03-04 17:00`.

A date alone means that only a day was named. `none` is no deadline at all; `ask REASON: first, second` a question with
its options. A line `@ 2026-03-07 10:00` sets when the following ones are said; before it they are said at NOW.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.rules.deadlines import CalendarLike, Deadline, parse
from bot.rules.due import Found
from tests.rules.calendars import SHANGHAI, WEEKDAYS

NOW: Final = datetime.fromisoformat("2026-03-02 08:30")  # a Monday


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was said, when (local), and what it means."""

    text: str
    expected: str
    now: datetime

    def __str__(self) -> str:
        return self.text if self.now == NOW else f"{self.text} @ {self.now:%m-%d %H:%M}"


def read_rows(table: str) -> list[Row]:
    """The rows of a table, in order."""
    rows, now = [], NOW
    for line in table.strip().splitlines():
        if line.startswith("@ "):
            now = datetime.fromisoformat(line[2:])
        else:
            text, _, expected = line.rpartition(" | ")
            rows.append(Row(text, expected, now))
    return rows


def reading(row: Row, calendar: CalendarLike = WEEKDAYS) -> str:
    """What the reader makes of a row, written as the tables write it."""
    found = parse(row.text, row.now.replace(tzinfo=SHANGHAI), calendar, SHANGHAI)
    return written(found)


def written(found: Found | None) -> str:
    """A finding in the form of the tables."""
    if found is None:
        return "none"
    if isinstance(found, Deadline):
        return _shown(found)
    return f"ask {found.reason}: {', '.join(_shown(each) for each in found.options)}".removesuffix(": ")


def _shown(found: Deadline) -> str:
    local = found.due.astimezone(SHANGHAI)
    form = "%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M"
    return local.strftime(form) if found.timed else found.day.isoformat()

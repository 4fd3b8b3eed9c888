"""A time of day as it is read, before it has a day: exact, at the edge of work, or one of two of the same name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, tzinfo
from typing import Final, Literal

from bot.rules.due import CalendarLike, Span

PARTS: Final = {
    "凌晨": "night", "半夜": "night", "清晨": "early", "早上": "early", "早晨": "early", "早": "early", "一早": "early",
    "一大早": "early", "今晨": "early", "晨": "early",
    "上午": "morning", "午前": "morning", "中午": "noon", "正午": "noon", "午间": "noon",
    "下午": "afternoon", "午后": "afternoon", "傍晚": "afternoon", "晚上": "evening", "晚间": "evening",
    "夜里": "evening", "夜间": "evening", "深夜": "evening", "晚": "evening", "夜": "evening", "夜晚": "evening",
    "a": "morning", "p": "afternoon", "am": "morning", "pm": "afternoon", "morning": "morning", "noon": "noon",
    "afternoon": "afternoon", "evening": "evening", "night": "evening",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `edge` stands for the calendar's own end or start of work; a `weak` one needs a day beside it.

    `either` may mean the hour named or the one twelve hours on; `bare` is an hour that moves to the evening once it has
    gone by; `zones` are those it may have been given in, where that was said; `part` is a part of the day.
    """

    span: Span
    hour: int = 0
    minute: int = 0
    next_day: bool = False
    edge: Literal["end", "start", "afternoon"] | None = None
    weak: bool = False
    either: bool = False
    bare: bool = False
    second: int = 0
    zones: tuple[tzinfo, ...] = ()
    part: bool = False

    @property
    def timed(self) -> bool:
        """Whether a moment was named, rather than the end of work."""
        return self.edge != "end"

    def at(self, day: date, calendar: CalendarLike) -> time:
        """The local time on a day."""
        if self.edge == "start":
            return calendar.day_start(day)
        if self.edge is not None:
            return calendar.day_end(day)
        return time(self.hour, self.minute, self.second)


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A pattern of clock times, the strings of which one must be there for it to be tried, and what it means."""

    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Clock | None]


def face(span: Span, hour: int, minute: int, part: str | None, second: int = 0) -> Clock:
    """An hour on the clock face: nobody's deadline is at three in the morning, while seven may be either."""
    if hour == 24 or (hour in (0, 12) and part == "evening"):
        return Clock(span, 0, minute, next_day=True, second=second)
    if part == "evening" and 1 <= hour <= 4:
        return Clock(span, hour, minute, next_day=True, second=second)
    if (part in ("afternoon", "evening") and hour < 12) or (part == "noon" and hour < 3):
        return Clock(span, hour + 12, minute, second=second)
    if part is not None:
        return Clock(span, 0 if hour == 12 and part in ("night", "am") else hour, minute, second=second)
    if 1 <= hour <= 6:
        return Clock(span, hour + 12, minute, second=second)
    return Clock(span, hour, minute, either=hour in (7, 8), bare=7 <= hour <= 11, second=second)

"""The handbook's times and limits as settings: defaults, their checks, and what a workspace or project changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.workdays import WorkCalendar
from bot.rules.zones import parse_zone


@dataclass(frozen=True, slots=True)
class Norms:
    """What counts for one project, or for the workspace. Wall times are in `zone`; workdays are of `calendar`."""

    language: str
    zone: ZoneInfo
    calendar: WorkCalendar
    standup_time: time = time(9, 30)
    standup_window_minutes: int = 60
    standup_reminder_share: float = 0.8  # of the window, after which missing people are reminded (S1)
    standup: bool = True
    round_time: time = time(17, 0)  # S2
    round_window_minutes: int = 60
    round: bool = True
    due_soon_workdays: int = 1  # O1
    due_soon_time: time = time(9, 0)
    explain_after_workdays: int = 1  # O3
    explain_time: time = time(9, 30)
    escalate_after_workdays: int = 3  # O4
    accept_workdays: int = 2  # T2
    group_posts_per_day: int = 2
    milestone_notice_workdays: int = 3  # J5
    undo_minutes: int = 30
    urge_per_day: int = 1


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text.strip())
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return read


def _share(text: str) -> float:
    number = float(text.strip().rstrip("%％"))
    value = number / 100 if number > 1 else number
    if not 0 < value < 1:
        raise ValueError(text)
    return value


def _wall(text: str) -> time:
    return time.fromisoformat(text.strip().replace("：", ":").zfill(5))


def _zone(text: str) -> ZoneInfo:
    zone = parse_zone(text)
    if zone is None:
        raise ValueError(text)
    return zone


def _language(text: str) -> str:
    names = {"zh": "zh", "中文": "zh", "chinese": "zh", "en": "en", "英文": "en", "english": "en"}
    if text.strip().lower() not in names:
        raise ValueError(text)
    return names[text.strip().lower()]


def _switch(text: str) -> bool:
    names = {"on": True, "开": True, "true": True, "yes": True, "off": False, "关": False, "false": False, "no": False}
    if text.strip().lower() not in names:
        raise ValueError(text)
    return names[text.strip().lower()]


READERS: Mapping[str, Callable[[str], Any]] = {
    "language": _language,
    "timezone": _zone,
    "standup_time": _wall,
    "standup_window_minutes": _number(5, 720),
    "standup_reminder_share": _share,
    "standup": _switch,
    "round_time": _wall,
    "round_window_minutes": _number(5, 360),
    "round": _switch,
    "due_soon_workdays": _number(0, 10),
    "due_soon_time": _wall,
    "explain_after_workdays": _number(1, 10),
    "explain_time": _wall,
    "escalate_after_workdays": _number(1, 30),
    "accept_workdays": _number(1, 10),
    "group_posts_per_day": _number(0, 20),
    "milestone_notice_workdays": _number(0, 20),
    "undo_minutes": _number(0, 1440),
    "urge_per_day": _number(0, 10),
}
"""How each setting is read from what a person wrote; every reader raises ValueError. Calendars are loaded elsewhere."""


def changed(norms: Norms, raw: Mapping[str, str]) -> Norms:
    """The norms with written settings laid over them. Raises ValueError for a value that cannot be read."""
    if not raw:
        return norms
    known = {item.name for item in fields(Norms)}
    values = {("zone" if key == "timezone" else key): READERS[key](text) for key, text in raw.items() if key in READERS}
    return replace(norms, **{key: value for key, value in values.items() if key in known})

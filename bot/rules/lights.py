"""Traffic lights of tasks: red late, yellow due soon, green on track (T6)."""

from datetime import datetime, tzinfo
from typing import Literal

from bot.rules.states import OPEN
from bot.rules.workdays import WorkCalendar

Light = Literal["red", "yellow", "green", "done", "cancelled"]


def late(status: str, due_at: datetime | None, now: datetime) -> bool:
    """Whether a task is past its moment and still open; computed, never stored (T3)."""
    return status in OPEN and due_at is not None and now >= due_at


def light(
    status: str, due_at: datetime | None, now: datetime, calendar: WorkCalendar, zone: tzinfo, soon_workdays: int
) -> Light:
    """The light of a task; due soon is what is due within that many workdays of the team. Moments are aware."""
    if status == "done" or status == "cancelled":
        return "done" if status == "done" else "cancelled"
    if due_at is None:
        return "green"
    if late(status, due_at, now):
        return "red"
    soon = calendar.add_workdays(now.astimezone(zone).date(), soon_workdays)
    return "yellow" if due_at.astimezone(zone).date() <= soon else "green"

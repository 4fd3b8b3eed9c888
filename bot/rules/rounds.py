"""When a project's 17:00 round opens and closes (S2)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.workdays import WorkCalendar
from bot.rules.zones import at_local


def opening(calendar: WorkCalendar, zone: ZoneInfo, wall: time, window: timedelta, day: date) -> datetime | None:
    """When the round of a local day opens (UTC); None on a day off. On a half day it ends with work."""
    if not calendar.is_workday(day):
        return None
    at = at_local(day, wall, zone)
    if calendar.explain(day).kind == "half" and wall > calendar.day_end(day):
        start = at_local(day, calendar.day_start(day), zone)
        return max(start, at_local(day, calendar.day_end(day), zone) - window)
    return at


def next_opening(
    calendar: WorkCalendar, zone: ZoneInfo, wall: time, window: timedelta, now: datetime, first_day: date
) -> datetime:
    """The first opening strictly after `now`."""
    day = max(now.astimezone(zone).date(), first_day)
    while True:
        at = opening(calendar, zone, wall, window, day)
        if at is not None and at > now:
            return at
        day = calendar.next_workday(day)

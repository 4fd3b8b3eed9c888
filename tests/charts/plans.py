"""Plans to draw, seen on Thursday 12 March 2026."""

from datetime import date
from typing import Any

from bot import calendars
from bot.rules.gantt import Bar, Goal, Plan

TODAY = date(2026, 3, 12)
CALENDAR = calendars.load("CN")


def march(day: int) -> date:
    return date(2026, 3, day)


def bar(id: int, title: str = "海报初稿", first: int | None = 9, last: int | None = 13, **more: Any) -> Bar:
    """A task of 设计部 in progress, from one day in March to another."""
    known = {
        "id": id,
        "code": f"SJB2026{id:04}",
        "title": title,
        "department": "设计部",
        "owner": "王五",
        "phase": "",
        "status": "in_progress",
        "light": "green",
        "percent": 50,
        "start": march(first) if first else None,
        "end": march(last) if last else None,
    }
    return Bar(**{**known, **more})


def plan(*bars: Bar, goals: tuple[Goal, ...] = (), **more: Any) -> Plan:
    """A project of March, from Monday the 2nd to Friday the 20th."""
    known = {
        "project": "Q4宣传物料",
        "code": "XMTEST2026-001",
        "starts": march(2),
        "ends": march(20),
        "today": TODAY,
        "over": False,
        "calendar": CALENDAR,
    }
    return Plan(bars=bars, goals=goals, **{**known, **more})

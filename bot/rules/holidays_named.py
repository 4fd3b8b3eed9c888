"""国庆前, 节后, before Christmas: the working days at the edges of a holiday, by the team's own calendar."""

from datetime import date, timedelta

from bot.rules.due import Reading, Scene, Span, days_from

_FIXED = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "十一": (10, 1), "清明": (4, 5),
          "圣诞": (12, 25), "christmas": (12, 25), "xmas": (12, 25), "new year": (1, 1), "national day": (10, 1),
          "labour day": (5, 1), "labor day": (5, 1)}  # fmt: skip
_SPRING = ("春节", "过年", "年", "spring festival", "chinese new year", "cny")
# Dates of the Chinese lunar calendar, as published by the Purple Mountain Observatory.
_LUNAR = {
    "春节": ((2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26), (2029, 2, 13), (2030, 2, 3)),
    "端午": ((2025, 5, 31), (2026, 6, 19), (2027, 6, 9), (2028, 5, 28), (2029, 6, 16), (2030, 6, 5)),
    "中秋": ((2025, 10, 6), (2026, 9, 25), (2027, 9, 15), (2028, 10, 3), (2029, 9, 22), (2030, 9, 12)),
}
_AHEAD = 120  # days looked through for "the holiday" that has no name


def around(span: Span, scene: Scene, name: str, after: bool) -> Reading | None:
    """The last working day before a holiday, or the first after it; asked for where the calendar does not show it."""
    block = _unnamed(scene) if name in ("节", "放假", "假期", "长假") else _named(scene, name)
    if block is None:
        return Reading(span, "holiday", (), "holiday_unknown")
    calendar = scene.calendar
    day = calendar.next_workday(block[1]) if after else calendar.previous_workday(block[0])
    return Reading(span, "holiday", (day,))


def _unnamed(scene: Scene) -> tuple[date, date] | None:
    run: list[date] = []
    for day in days_from(scene.today, _AHEAD):
        if not scene.calendar.is_workday(day):
            run.append(day)
            continue
        if len(run) >= 3:
            return run[0], run[-1]
        run = []
    return None


def _named(scene: Scene, name: str) -> tuple[date, date] | None:
    for day in _dates(name, scene.today.year):
        block = _block(scene, day)
        if block[1] >= scene.today:
            known = not scene.calendar.is_workday(day) or name in ("圣诞", "christmas", "xmas")
            return block if known else None
    return None


def _dates(name: str, year: int) -> list[date]:
    lunar = _LUNAR.get("春节" if name in _SPRING else name)
    if lunar is not None:
        return [date(*parts) for parts in lunar if parts[0] >= year]
    month, day = _FIXED[name]
    return [date(year, month, day), date(year + 1, month, day)]


def _block(scene: Scene, day: date) -> tuple[date, date]:
    first = last = day
    while not scene.calendar.is_workday(first - timedelta(days=1)) and (day - first).days < 15:
        first -= timedelta(days=1)
    while not scene.calendar.is_workday(last + timedelta(days=1)) and (last - day).days < 15:
        last += timedelta(days=1)
    return first, last

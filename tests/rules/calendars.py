"""Small calendars and moments for tests of rules that count in working days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class TinyCalendar:
    """Monday to Friday 9:00-18:00, save for the days given as off or on."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def add_workdays(self, day: date, count: int) -> date:
        for _ in range(count):
            day = self.next_workday(day)
        return day

    def day_start(self, day: date) -> time:
        return time(9)

    def day_end(self, day: date) -> time:
        return time(18)

    def last_workday_of_week(self, day: date) -> date:
        sunday = day + timedelta(days=6 - day.weekday())
        week = [sunday - timedelta(days=back) for back in range(7)]
        return next((each for each in week if self.is_workday(each)), sunday)

    def next_workday(self, day: date) -> date:
        return next(each for step in range(1, 99) if self.is_workday(each := day + timedelta(days=step)))

    def previous_workday(self, day: date) -> date:
        return next(each for step in range(1, 99) if self.is_workday(each := day - timedelta(days=step)))


WEEKDAYS = TinyCalendar()
OCTOBER = TinyCalendar(
    off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    on=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)


def at(text: str) -> datetime:
    """A moment in Shanghai, aware UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)

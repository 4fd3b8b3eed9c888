"""A week of five working days, for where no calendar of a team is known."""

from datetime import date, time, timedelta


class PlainWeek:
    """Monday to Friday, 9:00 to 18:00, no holidays: what is counted in where no calendar is known."""

    def is_workday(self, day: date) -> bool:
        """Whether it is no weekend."""
        return day.weekday() < 5

    def add_workdays(self, day: date, count: int) -> date:
        """The working day some working days on."""
        for _ in range(count):
            day = self.next_workday(day)
        return day

    def day_start(self, day: date) -> time:
        """Start of work."""
        return time(9)

    def day_end(self, day: date) -> time:
        """End of work."""
        return time(18)

    def last_workday_of_week(self, day: date) -> date:
        """Friday."""
        return day + timedelta(days=4 - day.weekday())

    def next_workday(self, day: date) -> date:
        """The first working day after a day."""
        return day + timedelta(days=max(1, 7 - day.weekday()) if day.weekday() >= 4 else 1)

    def previous_workday(self, day: date) -> date:
        """The last working day before a day."""
        return day - timedelta(days={0: 3, 6: 2}.get(day.weekday(), 1))

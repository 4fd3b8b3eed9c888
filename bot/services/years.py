"""Years whose working days are only projected: looked for every week and told to those who can mend it."""

from bot import calendars
from bot.services.work import Work
from storage import due
from storage import people as people_rows
from storage import project as project_rows

KIND = "calendar_watch"
SUBJECT = "workspace"


def watch(work: Work) -> None:
    """Begin to look after the calendar's years, unless that has begun."""
    if due.when(work.db, KIND, SUBJECT) is None:
        due.put(work.db, KIND, SUBJECT, work.now)


def missing(work: Work) -> tuple[tuple[str, int], ...]:
    """Calendars in use and their years that should be known by now but are projected."""
    today = work.today(work.norms())
    codes = {work.norms().calendar.code}
    codes |= {work.norms(project).calendar.code for project in project_rows.active(work.db)}
    codes |= {person.calendar for person in people_rows.everybody(work.db) if person.calendar}
    found = [
        (code, year)
        for code in sorted(codes)
        for year in calendars.missing_years(code, today, work.defaults.year_files)
    ]
    return tuple(found)

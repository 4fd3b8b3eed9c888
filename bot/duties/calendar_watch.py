"""Calendar years that are only projected are told to the administrators, weekly at most, until they are there (U1)."""

from datetime import date, datetime, timedelta

from bot.cards import note, words
from bot.rules.zones import at_local
from bot.services import health, workdays, years
from bot.services.work import Work
from storage import due as due_rows
from storage.due import Due
from storage.outbox import Notice, ToPerson

AGAIN = timedelta(days=7)


def look(work: Work, due: Due) -> None:
    """Look for missing years and set the next look: in a week, or when next year's days should be announced."""
    missing = years.missing(work)
    for code, year in missing:
        for person in health.responsible(work):
            named = workdays.calendar_named(code)
            card = note(
                words("people.year_missing", calendar=named, year=str(year)), words("people.year_how"), tone="warn"
            )
            key = f"calendar:{code}:{year}:{work.today(work.norms()).isoformat()}:{person.id}"
            work.send(Notice(ToPerson(person.id or 0), card, "U1", key, merge="people.years_missing"))
    due_rows.put(work.db, due.kind, due.subject, work.now + AGAIN if missing else _next_look(work))


def _next_look(work: Work) -> datetime:
    """In a week, but on 1 November at the latest."""
    norms = work.norms()
    today = work.today(norms)
    november = date(today.year, 11, 1)
    day = today + AGAIN
    if today < november < day:
        day = november
    return at_local(day, norms.calendar.day_start(day), norms.zone)

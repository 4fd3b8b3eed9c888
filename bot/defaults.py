"""The configuration's defaults as the rules and services take them."""

from pathlib import Path
from zoneinfo import ZoneInfo

from bot import calendars
from bot.config import Settings
from bot.rules.norms import Norms
from bot.services.work import Defaults


def defaults_of(settings: Settings) -> Defaults:
    """What a workspace starts with. Raises `calendars`' errors for a bad file of days."""
    given = settings.defaults
    company = settings.company_days()
    year_files = Path(settings.calendar.data) if settings.calendar.data else None
    numbers = given.model_dump(exclude={"language", "timezone", "calendar", "working_hours"})
    calendar = calendars.load(given.calendar, company=company, extra=year_files)
    norms = Norms(given.language, ZoneInfo(given.timezone), calendar, **numbers)
    return Defaults(norms, given.calendar, company, year_files, frozenset(settings.admin.people))

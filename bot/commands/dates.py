"""Days and periods in what was typed or filled in; what cannot be read for sure is asked."""

from datetime import date

from bot.cards import Day, Many
from bot.commands.command import Context
from bot.errors import UserError
from bot.rules.due import Ambiguous
from bot.rules.period import Period, read_period


def period(ctx: Context, text: str) -> Period:
    """The first and last day a text names. Raises UserError when a date can be read in two ways, or not at all."""
    found = read_period(text, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order)
    if found.unsure is not None:
        raise unsure(found.unsure)
    return found


def typed_day(ctx: Context, text: str) -> date | None:
    """The one day a text names, or None for an empty text. Raises UserError when it names none."""
    if not text.strip():
        return None
    found = period(ctx, text)
    day = found.first or found.last
    if day is None:
        raise UserError("people.day_unread", text=text.strip())
    return day


def unsure(found: Ambiguous) -> UserError:
    """The question about a date that has several meanings, or none."""
    days = tuple(Day(each) for each in dict.fromkeys(option.day for option in found.options))
    if days:
        return UserError("people.day_unsure", days=Many(days), example=found.options[0].day.isoformat())
    return UserError("people.day_impossible")

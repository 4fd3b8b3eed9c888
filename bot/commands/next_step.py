"""The next step of a task in people's own words, with its day written out (T4)."""

from bot import texts
from bot.commands.command import Context
from bot.rules.deadlines import Deadline, find, parse
from bot.rules.progress_signs import beside_day, part_of_day


def dated(ctx: Context, step: str) -> str:
    """The next step with its day written out, because "tomorrow" is another day tomorrow."""
    read = step, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order
    found = parse(*read)
    if found is None and len(begins := find(*read)) == 1:
        found = begins[0].found  # "starting tomorrow" is no deadline, but a day all the same
    if not isinstance(found, Deadline):
        return step
    start, end = found.span
    written, local = step[start:end], found.due.astimezone(ctx.zone)
    today = ctx.work.now.astimezone(ctx.zone).date()
    part = part_of_day(written)
    exact = found.timed and not part
    when = texts.moment(local, ctx.language, today) if exact else texts.day(found.day, ctx.language, today) + part
    before, behind = beside_day(written)
    when = f"{before}{when}{behind}"
    return f"{step[:start]}{when}{step[end:]}"

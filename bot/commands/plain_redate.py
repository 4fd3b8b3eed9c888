"""A new date in plain words ("能把海报改到下周五吗"): shown as understood, set after one tap (T4)."""

from dataclasses import replace
from datetime import datetime

from bot import texts
from bot.cards import Button, Card, Value, note, words
from bot.commands.command import Context, Reply
from bot.commands.finding import by_title
from bot.commands.plain_said import Said
from bot.commands.proposing import demand_of, yes_or_no
from bot.commands.task_answers import pass_on
from bot.commands.task_asking import due_button, moment
from bot.rules.access import WORKING
from bot.rules.deadlines import Deadline, parse
from bot.rules.likeness import candidates, match_task, named_together
from bot.rules.redating import Redating, Shift, in_week_of, read_new_day, read_redating, read_shift, shifted_days
from bot.rules.zones import at_local
from bot.services import answering, proposals, spoken, task_cards
from bot.services import task as tasks
from bot.services.drafts import Choice
from storage.tables.record import Proposal
from storage.tables.task import Task

Dates = list[tuple[str, bool]]


def read(said: Said) -> Reply | None:
    """The question whether a task is to be due another day; None where the words are about something else."""
    wish = read_redating(said.told)
    return _shifted(said) if wish is None else _asked(said.ctx, wish, _meant(said, wish.what))


def _shifted(said: Said) -> Reply | None:
    """The same of a number of days (场地推迟两天), asked of each where several are named in one go."""
    shift = read_shift(said.told)
    if shift is None:
        return None
    names = by_title(said.tasks)
    code, _ = match_task(shift.what, names)
    together = named_together(shift.what, names)
    asked = [_moved_by(said, each, shift) for each in together or (code,)]
    found = [each for each in asked if each is not None]
    return replace(found[0], also=tuple(found[1:])) if found and len(found) == len(asked) else None


def _moved_by(said: Said, code: str | None, shift: Shift) -> Reply | None:
    """A day off is offered beside the workday next to it."""
    task = next((task for task in said.tasks if task.code == code), None)
    if task is None or task.due_at is None:
        return None
    ctx, calendar = said.ctx, said.ctx.norms.calendar
    due = task.due_at.astimezone(ctx.zone)
    days = shifted_days(due.date(), shift, calendar)
    walls = [due.time() if task.due_timed else calendar.day_end(each) for each in days]
    moments = [at_local(each, wall, ctx.zone) for each, wall in zip(days, walls, strict=True)]
    if moments[0] <= ctx.work.now:
        return None
    return _proposed(
        ctx, (task.code,), [(each.isoformat(), task.due_timed) for each in moments], "", shift.why or _wished(ctx)
    )


def read_moved(said: Said) -> Reply | None:
    """The same of words that say nothing but that a task is moved to a day; other news of it comes first."""
    wish = read_new_day(said.told)
    return read_anew(said) if wish is not None and wish.moved else None


def read_anew(said: Said) -> Reply | None:
    """The same of shorter words ("联调延到下周五"), which are taken for a wish only where they name a task."""
    wish = read_new_day(said.told)
    if wish is None:
        return None
    code, several = match_task(wish.what, by_title(said.tasks))
    task = next((task for task in said.tasks if task.code == code), None)
    return _asked(said.ctx, wish, (code,) if code else several, task)


def _asked(ctx: Context, wish: Redating, codes: tuple[str, ...], corrected: Task | None = None) -> Reply | None:
    dates = _dates(ctx, wish.when) if codes else []
    if corrected is not None and corrected.due_at and len(dates) == 1 and wish.in_its_week:
        dates = [_in_its_week(ctx, dates[0], corrected.due_at)]
    if not dates:
        return None
    return _proposed(ctx, codes, dates, wish.when, wish.why or _wished(ctx))


def _proposed(ctx: Context, codes: tuple[str, ...], dates: Dates, when: str, why: str) -> Reply:
    """when: the words that have several meanings; none where a number of days ends on a day off."""
    if len(codes) == 1:
        _check(ctx, codes[0])
    kept = {"codes": codes, "dates": dates, "when": when, "why": why}
    proposal = proposals.propose(ctx.work, None, "redate", kept)
    return Reply(_question(ctx, proposal), proposals.card_key(proposal))


def _meant(said: Said, what: str) -> tuple[str, ...]:
    """The tasks that can be meant: one's own first, then any in sight; one's own to choose from where none fits."""
    ctx, known = said.ctx, said.tasks
    mine = [task for task in known if task.owner_id == ctx.me.id]
    for among in (mine, known):
        code, several = match_task(what, by_title(among))
        if code or several:
            return (code,) if code else several
    answered = answering.tasks_on(ctx.work, ctx.event, known)
    return tuple(task.code for task in answered) or candidates(what, by_title(mine))


def _dates(ctx: Context, when: str) -> Dates:
    """The one date the words mean, or the several they can mean."""
    found = parse(when, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order)
    if found is None:
        return []
    readings = (found,) if isinstance(found, Deadline) else found.options
    return [(each.due.isoformat(), each.timed) for each in readings]


def _in_its_week(ctx: Context, found: tuple[str, bool], due: datetime) -> tuple[str, bool]:
    """A bare day of the week lies in the week in which the task is due, unless that day is over."""
    moved = in_week_of(datetime.fromisoformat(found[0]).astimezone(ctx.zone), due.astimezone(ctx.zone))
    return (moved.isoformat(), found[1]) if moved > ctx.work.now else found


def _wished(ctx: Context) -> str:
    return texts.template("record.redate_wished", ctx.language).format(who=ctx.me.name)


def _question(ctx: Context, proposal: Proposal) -> Card:
    """Which task, which of several dates, or whether it is meant like that."""
    said, value = proposal.payload, {"proposal": str(proposal.id)}
    no = Button("plain.no", words("record.button_none"), value)
    codes: list[str] = list(said["codes"])
    if len(codes) > 1:
        found = [spoken.task_of(ctx.work, code) for code in codes]
        choices = [
            Button("plain.redate", words("task.named", title=task.title, code=task.code), {**value, "code": task.code})
            for task in found
        ]
        return note(words("record.which_task"), words("record.redate_to", when=said["when"]), buttons=(*choices, no))
    task = spoken.task_of(ctx.work, codes[0])
    dates = [Choice(due, timed) for due, timed in said["dates"]]
    due = (words("record.redate_due", due=task_cards.due(ctx.work, task)),) if task.due_at else ()
    lines: tuple[Value, ...] = (words("task.because", reason=said["why"]), *due)
    if len(dates) > 1:
        buttons = tuple(due_button(ctx, "plain.redate", each, value) for each in dates)
        which = words("record.redate_which", title=task.title, when=said["when"])
        which = which if said["when"] else words("record.redate_off", title=task.title)
        return note(which, *lines, buttons=(*buttons, no))
    asked = words("record.understood_redate", title=task.title, due=moment(ctx, dates[0]))
    return note(asked, *lines, buttons=yes_or_no(proposal, "plain.redate"))


def confirm(ctx: Context) -> None:
    """A task, a date or the whole was chosen; when both are certain, it is set. Raises UserError as `/redate` does."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    said = dict(proposal.payload)
    if "code" in ctx.value:
        said["codes"] = [ctx.value["code"]]
    if "due" in ctx.value:
        said["dates"] = [(ctx.value["due"], ctx.value["timed"] == "1")]
    if len(said["codes"]) > 1 or len(said["dates"]) > 1:
        proposal.payload = said
        ctx.work.update(proposals.card_key(proposal), _question(ctx, proposal))
        return
    task = _check(ctx, said["codes"][0])
    due, timed = said["dates"][0]
    tasks.redate(ctx.work, task, datetime.fromisoformat(due), timed, said["why"])
    title = words("task.redated", by=ctx.me.name, title=task.title, due=task_cards.due(ctx.work, task))
    hints = task_cards.beyond(ctx.work, task)
    proposals.take(ctx.work, proposal, note(title, words("task.because", reason=said["why"]), *hints, tone="good"))
    shown = note(title, words("task.because", reason=said["why"]), task_cards.line(ctx.work, task), tone="good")
    pass_on(ctx, task, shown)


def _check(ctx: Context, code: str) -> Task:
    task = spoken.task_of(ctx.work, code)
    demand_of(ctx, task, WORKING)
    return task

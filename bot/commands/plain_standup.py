"""A standup answered in plain words: shown as understood, kept after one tap (S1)."""

from datetime import date

from bot.cards import Card, Day, Section, Value, Words, note, words
from bot.commands.command import Context, Reply
from bot.commands.finding import scope, typed_project
from bot.commands.plain_said import Said
from bot.commands.proposing import yes_or_no
from bot.rules.standup import answered_day
from bot.rules.standup_text import StandupText, read_standup
from bot.services import proposals, standup, standup_team
from storage import project as project_rows
from storage import standup as standup_rows
from storage.tables.project import Project


def read(said: Said) -> Reply | None:
    """An answer to a standup: one with its labels, or in lines. Labels tell it where none is open, too."""
    ctx, told = said.ctx, read_standup(said.told)
    parts = sum(bool(part) for part in (told.yesterday, told.today, told.obstacles))
    if (told.unsure and "\n" not in said.told) or parts < 2:
        return None
    here = {project.id for project in scope(ctx)}
    waiting = [(project, day) for project, day in standup.open_day(ctx.work, ctx.me) if project.id in here]
    if waiting:
        (project, day), title = waiting[0], "record.understood_standup"
    else:
        other = None if told.unsure or not told.yesterday else _not_waiting(ctx)
        if other is None:
            return None
        project, day, title = other
    payload = {"day": day.toordinal(), "yesterday": told.yesterday, "today": told.today, "obstacles": told.obstacles}
    proposal = proposals.propose(ctx.work, project.id, "standup", payload)
    section = Section(fields=_fields(told), buttons=yes_or_no(proposal, "plain.standup"))
    card = Card(words(title, project=project.name, day=Day(day)), sections=(section,))
    return Reply(card, proposals.card_key(proposal))


def _not_waiting(ctx: Context) -> tuple[Project, date, str] | None:
    """The project and day of a standup nobody asked for now, and the question whether it is meant."""
    mine = ctx.me.id or 0
    found: list[tuple[Project, date, str]] = []
    for project in scope(ctx):
        habit = standup_team.habit_of(ctx.work, project, ctx.me)
        day = answered_day(habit, ctx.work.now)
        member = project_rows.memberships(ctx.work.db, project.id or 0, mine)
        if not member or not ctx.work.norms(project).standup or day < project.starts_on:
            continue
        found.append((project, day, f"record.standup_{_how_it_stands(ctx, project, day)}"))
    if len(found) > 1:
        ctx.found_project = typed_project(ctx)
        found = [each for each in found if each[0].id == ctx.project.id]
    return found[0] if found else None


def _how_it_stands(ctx: Context, project: Project, day: date) -> str:
    """Whether somebody answered for a day before, comes late, or early."""
    if standup_rows.answer(ctx.work.db, project.id or 0, day, ctx.me.id or 0) is not None:
        return "again"
    window = standup_team.window_of(ctx.work, project, ctx.me, day)
    return "late" if window is not None and window.closes <= ctx.work.now else "early"


def _fields(told: StandupText) -> tuple[tuple[Words, Value], ...]:
    parts = (("yesterday", told.yesterday), ("today", told.today), ("obstacles", told.obstacles))
    return tuple((words(f"standup.label_{name}"), part or words("record.nothing")) for name, part in parts)


def confirm(ctx: Context) -> None:
    """The standup was meant like that."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    said = proposal.payload
    project, day = project_rows.project(ctx.work.db, proposal.project_id or 0), date.fromordinal(said["day"])
    standup.answer(ctx.work, ctx.me, project, day, said["yesterday"], said["today"], said["obstacles"])
    proposals.take(
        ctx.work, proposal, note(words("record.standup_kept", project=project.name, day=Day(day)), tone="good")
    )

"""Questions in plain words, answered as the command does that they ask for (T6)."""

from datetime import date

from bot.cards import Card, note, words
from bot.commands import leave as leave_command
from bot.commands import my, standup, task, workday
from bot.commands.command import Command, Context, Reply
from bot.commands.finding import by_title, find, open_tasks
from bot.commands.naming import named_or_plain
from bot.commands.permission import demand
from bot.errors import UserError
from bot.rules.access import INSIDE
from bot.rules.likeness import alike, match_task
from bot.rules.questions import Question, read_questions
from bot.services import leave, project_cards, round_cards, rounds
from storage import people as people_rows
from storage import project as project_rows
from storage.tables.project import Project

_LIST, _SHOW = (next(each for each in task.COMMANDS if each.name == name) for name in ("task list", "task show"))


def read(ctx: Context, text: str) -> Reply | None:
    """The answer of the command that a question asks for; None for anything else. Raises UserError as it does."""
    answers = (_answer(ctx, question) for question in read_questions(text))
    return next((answer for answer in answers if answer is not None), None)


def _answer(ctx: Context, question: Question) -> Reply | None:
    match question.kind:
        case "own_work":
            return _run(ctx, my.COMMANDS[0])
        case "open_work":
            return _run(ctx, _LIST)
        case "project":
            return _project(ctx)
        case "day_off":
            return _run(ctx, workday.COMMANDS[0], question.about)
        case "owner":
            return _owner(ctx, question.about)
        case "load":
            return _load(ctx, question.about)
        case "standing":
            return _standing(ctx, question.about)
        case "standup":
            return standup.digest(ctx, _here(ctx))
        case "updates":
            project = _here(ctx)
            return Reply(round_cards.summary(ctx.work, rounds.picture(ctx.work, project, _today(ctx, project))))
        case "away":
            return _away(ctx, _here(ctx))
        case "own_leave":
            return _own_leave(ctx)


def _run(ctx: Context, command: Command, rest: str = "") -> Reply | None:
    ctx.rest = rest
    find(ctx, command.needs)
    demand(ctx, command.may)
    answer = command.run(ctx)
    return Reply(answer) if isinstance(answer, Card) else answer


def _here(ctx: Context) -> Project:
    """The project that is asked about, by somebody of it."""
    ctx.rest = ""
    find(ctx, "project")
    demand(ctx, INSIDE)
    return ctx.project


def _project(ctx: Context) -> Reply:
    """The card of the project, with its days and people."""
    project = _here(ctx)
    return Reply(project_cards.card(ctx.work, project), project_cards.key(project))


def _today(ctx: Context, project: Project) -> date:
    return ctx.work.today(ctx.work.norms(project))


def _away(ctx: Context, project: Project) -> Reply:
    """Who of the project is on leave today, and until when."""
    people = project_rows.members(ctx.work.db, project.id or 0)
    leaves = people_rows.away_on(ctx.work.db, [person.id or 0 for person in people], _today(ctx, project))
    if not leaves:
        return Reply(note(words("leave.nobody_away", project=project.name)))
    named = {person.id: person.name for person in people}
    lines = [words("leave.taken", person=named[id], days=leave.days_of(row)) for id, row in leaves.items()]
    return Reply(note(words("leave.away_today", project=project.name), *lines))


def _own_leave(ctx: Context) -> Reply:
    """The coming leave with the button that ends it. Raises UserError where there is none."""
    if not leave_command.is_coming(ctx):
        raise UserError("leave.none", name=ctx.me.name)
    ctx.rest = ""
    return Reply(leave_command.leave(ctx))


def _owner(ctx: Context, asked: str) -> Reply | None:
    """The card of the task that is asked about, which names its owner; None where the words name no task."""
    known = open_tasks(ctx)
    code, _ = match_task(asked, by_title(known))
    ctx.rest = code or asked
    find(ctx, _SHOW.needs)
    if ctx.guessed:
        return None
    demand(ctx, _SHOW.may)
    return task.show(ctx)


def _load(ctx: Context, who: str) -> Reply | None:
    """The open tasks of the one person the words name."""
    naming = named_or_plain(ctx, who)
    if len(naming.people) != 1 or naming.rest.strip(" 的"):
        return None
    return _run(ctx, _LIST, f"@{naming.people[0].name}")


def _standing(ctx: Context, asked: str) -> Reply | None:
    """The card of the only task that the words are about; None where they fit none, or several."""
    known = open_tasks(ctx)
    code, _ = match_task(asked, by_title(known))
    meant = [each for each in known if each.code == code or (code is None and alike(asked, each.title))]
    if len(meant) != 1:
        return None
    return _run(ctx, _SHOW, meant[0].code)

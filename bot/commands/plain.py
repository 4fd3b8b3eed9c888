"""Plain words to the bot that are no command: a standup, progress or a new task, done after one tap (S1, S3)."""

from typing import Final

from bot.cards import note, words
from bot.commands import (
    minutes,
    plain_leave,
    plain_moves,
    plain_progress,
    plain_redate,
    plain_standup,
    plain_talk,
    plain_task,
    task_typed,
)
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import scope
from bot.commands.plain_said import Said
from bot.rules.access import ANYONE, INSIDE
from bot.rules.handling import adds_nothing, read_urge
from bot.rules.redating import read_new_day, read_redating, read_shift
from bot.rules.small_talk import greets, without_filler
from bot.services import task as tasks
from bot.services import task_cards
from storage import task as task_rows
from storage.tables.task import Task

_LONGEST_NAME: Final = 20  # characters of what may be a task's name


def plain(ctx: Context) -> Reply:
    """Show what was understood, with one button to do it; or what can be typed."""
    said = Said(ctx, without_filler(ctx.rest))
    replies = (read(said) for read in _READERS)
    return next((reply for reply in replies if reply is not None), None) or _what_can_be_typed(said)


def _minutes(said: Said) -> Reply | None:
    return minutes.plain(said.ctx, said.text)


def _answer(said: Said) -> Reply | None:
    return task_typed.typed(said.ctx, said.text, free=not any(update.code for update in said.updates))


def _leave(said: Said) -> Reply | None:
    return plain_leave.read(said.ctx, said.text)


def _talk(said: Said) -> Reply | None:
    return plain_talk.read(said.ctx, said.text)


def _refuse_closed(said: Said) -> None:
    """Words that name a task that is over, and none that is open, are answered with how it ended.

    Somebody may be given other work whose name holds that of a task that is over: 海报印刷, where 海报 is done.
    """
    ctx, folded = said.ctx, said.text.casefold()
    if any(task.title.casefold() in folded for task in said.tasks):
        return
    known = task_rows.titles_of_closed(ctx.work.db, [project.id or 0 for project in scope(ctx)])
    named = {id: title for id, title in known if title.casefold() in folded}
    other = bool(said.line.owners or said.line.acting)
    if named and not (other and not any(adds_nothing(said.line.title, title) for title in named.values())):
        tasks.refuse_closed(ctx.work, task_rows.task(ctx.work.db, max(named)))


def _unknown(said: Said) -> Reply | None:
    """Words that want something of a task that is not here: to be moved, or that its owner is urged."""
    wishes = (read_redating(said.told), read_shift(said.told), read_new_day(said.told))
    what = next((wish.what for wish in wishes if wish is not None), "") or read_urge(said.text) or ""
    if not what or len(what) > _LONGEST_NAME or said.line.owners or said.line.acting or said.named is not None:
        return None
    return Reply(note(words("record.task_unknown", title=what), words("record.name_the_task")))


def _only_named(said: Said) -> Reply | None:
    named = said.named
    return _shown(said, named) if named is not None and adds_nothing(said.line.title, named.title) else None


def _named(said: Said) -> Reply | None:
    return None if said.named is None else _shown(said, said.named)


def _shown(said: Said, task: Task) -> Reply:
    return Reply(task_cards.card(said.ctx.work, task), task_cards.card_key(task))


def _what_can_be_typed(said: Said) -> Reply:
    """The three things plain words can do, with the person's own task as the example."""
    if said.ctx.chat is not None and not greets(said.text):
        return Reply(note(words("record.not_understood_here"), words("record.type_help")))
    own = task_rows.open_of(said.ctx.work.db, said.ctx.me.id or 0)
    example = own[0].title if own else words("record.example_title")
    card = note(
        words("record.hello" if greets(said.text) else "record.not_understood"),
        words("record.type_progress", title=example),
        words("record.type_task"),
        words("record.type_standup"),
        words("record.type_help"),
    )
    return Reply(card)


# The first that knows what is meant answers; a task that is over is refused before anything new is read.
_READERS = (
    _minutes,
    plain_standup.read,
    _answer,
    plain_task.read_correction,
    _leave,
    plain_redate.read,
    _talk,
    plain_moves.read,
    _refuse_closed,
    plain_redate.read_moved,
    plain_task.read_list,
    plain_progress.read,
    plain_redate.read_anew,
    _only_named,
    plain_progress.read_late,
    plain_progress.read_promise,
    _unknown,
    plain_task.read,
    _named,
)

ACTIONS: tuple[Action, ...] = (
    Action("plain.no", plain_task.refuse, may=ANYONE),
    Action("plain.standup", plain_standup.confirm, "project", INSIDE),
    Action("plain.progress", plain_progress.confirm, may=ANYONE),
    Action("plain.choose", plain_progress.choose, may=ANYONE),
    Action("plain.leave", plain_leave.confirm, may=ANYONE),
    Action("plain.redate", plain_redate.confirm, may=ANYONE),
    Action("plain.handover", plain_moves.confirm, may=ANYONE),
    Action("plain.task", plain_task.confirm, "project", INSIDE),
)
COMMANDS: tuple[Command, ...] = ()

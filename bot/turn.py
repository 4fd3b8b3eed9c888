"""One event from the inbox to the outbox, in one transaction: who, where, what is meant, may they, do it, answer."""

import secrets
from datetime import datetime

import structlog
from sqlmodel import Session

from bot import parser
from bot.cards import Card, note, words
from bot.clock import monotonic
from bot.commands import ACTIONS, APART, NAMES, again, command_names, guide, minutes_files, plain
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import find
from bot.commands.permission import demand, demand_open
from bot.errors import Unclear, UserError
from bot.services import comings, edited, people
from bot.services.work import Defaults, Work
from bot.wire import Account
from storage import inbox
from storage import people as people_rows
from storage.engine import will_pass
from storage.inbox import Stored
from storage.outbox import Notice, Rank, ToChat, ToPerson
from storage.session import keeping

log = structlog.get_logger()

WRITE_AFTER = 32  # events


class TurnFailed(Exception):
    """A defect of ours stopped a turn; the transaction is undone and the event must be closed with `give_up`."""

    def __init__(self, stored: Stored) -> None:
        super().__init__(f"turn of event {stored.id} failed")
        self.stored = stored


class TurnMixed(Exception):
    """A person's mistake came to light after something was written; these events must be handled one by one."""


def run_some(db: Session, now: datetime, defaults: Defaults, limit: int, seconds: float) -> int:
    """Handle the next events in this transaction, at most `limit` and for at most `seconds`; returns how many.

    With `limit` 1 the event's own writes are in a savepoint, so that a refused command leaves nothing behind; several
    at once go without, which is much cheaper, and raise TurnMixed in the rare case in which that would matter.
    """
    handled: list[int] = []
    began = monotonic()
    overtaken: set[tuple[str, str]] = set()
    taken = inbox.take(db, limit, now)
    people_rows.fetch(db, {(stored.event.platform, stored.event.user) for stored in taken})
    for stored in taken:
        if handled and monotonic() - began > seconds:
            break
        event = stored.event
        try:
            if (event.platform, event.key) not in overtaken:
                _handle(db, stored, now, defaults, alone=limit == 1)
        except TurnMixed:
            raise
        except Exception as error:
            raise TurnFailed(stored) from error
        overtaken.update((event.platform, key) for key in event.edits)
        handled.append(stored.id)
        if len(handled) % WRITE_AFTER == 0:
            keeping(db).begin_to_write()
    if handled:
        inbox.finish(db, handled, now)
    return len(handled)


def give_up(db: Session, stored: Stored, now: datetime, defaults: Defaults, error: BaseException) -> None:
    """Close an event whose turn failed by our fault: a short code for the person, the whole story in the log."""
    code = secrets.token_hex(3).upper()
    log.error("turn failed", code=code, inbox=stored.id, kind=stored.event.kind, exc_info=error)
    try:
        with db.begin_nested():
            _apologise(Work(db, now, defaults, source=f"inbox:{stored.id}"), stored, code)
    except Exception as another:
        if will_pass(another):
            raise
        # Closed all the same: an event that cannot even be answered must not hold up everybody else's.
        log.exception("turn not answered", code=code, inbox=stored.id)
    inbox.finish(db, [stored.id], now, failure=code)


def _apologise(work: Work, stored: Stored, code: str) -> None:
    event = stored.event
    if event.kind in comings.SILENT or not event.user:
        return
    work.by = people.meet(work, event.platform, Account(event.user, event.user_name))
    context = Context(work, event, work.by, people.meet_chat(work, event))
    _answer(context, Reply(note(words("common.our_fault", code=code), tone="bad")))


def _handle(db: Session, stored: Stored, now: datetime, defaults: Defaults, alone: bool) -> None:
    event = stored.event
    work = Work(db, now, defaults, source=f"inbox:{stored.id}")
    if event.kind in comings.SILENT or not event.user:
        comings.follow(work, event)
        return
    me = people.meet(work, event.platform, Account(event.user, event.user_name))
    work.by = me
    if not me.active:
        comings.come_back(work, me)
    chat = comings.arrive(work, event, [me])
    if event.edits:
        event = edited.newest(work, stored)
    if event.kind == "joined" or not (event.addressed or event.action) or (event.edits and not event.text):
        return
    texts = [] if event.action else parser.several(event.text, _is_command)
    if texts and not alone:
        raise TurnMixed
    for text in texts or [event.text]:
        said = event.saying(text) if texts else event
        _handle_one(Context(work, said, me, chat, value=event.value, fields=event.fields), alone)


def _handle_one(context: Context, alone: bool) -> None:
    """Run one command and answer it; the second of several does not suffer from a mistake in the first."""
    if not alone:
        _run_lightly(context)
        return
    try:
        with context.work.db.begin_nested():
            reply = _run(context)
    except UserError as mistake:
        reply = _correction(context, mistake)
    _answer(context, reply)


def _run_lightly(context: Context) -> None:
    """Run without a savepoint. Whatever was written before the mistake came to light makes it a mixed turn."""
    session = keeping(context.work.db)
    before = session.changes
    try:
        reply = _run(context)
    except UserError as mistake:
        if session.changes != before:
            raise TurnMixed from mistake
        reply = _correction(context, mistake)
    _answer(context, reply)


def _run(context: Context) -> Reply | Card | None:
    event = context.event
    if event.action == again.NAME:
        again.resume(context)
        event = context.event
    if event.action:
        action = ACTIONS.get(event.action)
        if action is None:
            raise UserError("common.button_gone")
        return _permitted(context, action)
    if event.edits:
        edited.take_back(context.work, event)
    if minutes_files.take(context):
        return None
    typed = parser.read(event.text)
    context.rest = typed.text
    # Whoever is led through questions answers them, with words that may name a command, too.
    guided = None if typed.slash else guide.typed(context)
    if guided is not None:
        return guided
    found = parser.match(typed.text, NAMES, typed.slash, APART)
    if found is not None:
        name, context.rest = found
        return _permitted(context, NAMES[name])
    if typed.slash:
        raise _unknown(typed.text)
    return plain.plain(context)


def _permitted(context: Context, wanted: Command | Action) -> Reply | Card | None:
    find(context, wanted.needs)
    demand(context, wanted.may)
    if not wanted.closed:
        demand_open(context)
    return wanted.run(context)


def _is_command(text: str) -> bool:
    """Whether a line is a command, or looks like one that was mistyped."""
    line = parser.read(text.partition("\n")[0])
    return parser.match(line.text, NAMES, line.slash, APART) is not None or bool(
        parser.nearest(line.text, command_names())
    )


def _unknown(text: str) -> UserError:
    close = parser.nearest(text, command_names())
    typed = parser.first_words(text)
    if close:
        return UserError("common.did_you_mean", typed=typed, command=close[0], usage=words(NAMES[close[0]].usage))
    return UserError("common.unknown_command", typed=typed)


def _correction(context: Context, mistake: UserError) -> Reply:
    """A mistake is answered where it was typed; one made with a button only to the person who pressed."""
    if isinstance(mistake, Unclear) and not context.event.action:
        return again.ask(context, mistake)
    return Reply(note(mistake.words, tone="warn"), privately=bool(context.event.action))


def _answer(context: Context, reply: Reply | Card | None) -> None:
    if reply is None:
        return
    if isinstance(reply, Card):
        reply = Reply(reply)
    work, chat = context.work, context.chat
    here = (
        ToPerson(context.me.id or 0, context.event.platform)
        if chat is None or reply.privately
        else ToChat(chat.id or 0)
    )
    project = context.found_project
    work.send(
        Notice(
            here,
            reply.card,
            "reply",
            work.key(),
            Rank.REPLY,
            reply.card_key,
            project_id=project.id if project else None,
            still=reply.still,
        )
    )
    if reply.file:
        _send_file(context, here, reply.file)
    for other in reply.also:
        _answer(context, other)


def _send_file(context: Context, here: ToPerson | ToChat, card: Card) -> None:
    """The file of an answer; not to a group or person whom the project no longer concerns when it leaves (U4)."""
    project_id = context.project.id or 0
    condition = "bound" if isinstance(here, ToChat) else "seen_by"
    still = ((condition, project_id, here.id),)
    key = context.work.key()
    context.work.send(Notice(here, card, "reply", key, Rank.REPLY, project_id=project_id, still=still))

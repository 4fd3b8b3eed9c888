"""/minutes: a text is read, its recorder corrects and confirms, and its action items become tasks (M2, M4, M5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.cards import Card, note, words
from bot.commands import minutes_files
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import scope, typed_project
from bot.commands.naming import known_department, named_or_plain, numbered, roster_here
from bot.commands.permission import demand, demand_open
from bot.errors import UserError
from bot.rules.access import ANYONE, INSIDE
from bot.rules.deadlines import Ambiguous, parse
from bot.services import access, minutes_cards, proposals
from bot.services import minutes as services
from bot.services.minutes_sheet import Point, Sheet
from storage import minutes as rows
from storage import project as project_rows
from storage import record as record_rows
from storage.outbox import Notice, Rank, ToChat
from storage.tables.minutes import Minutes

MOST_LISTED: Final = 10
WAITS: Final = timedelta(minutes=30)  # how long the next message is taken for the minutes that were asked for
_WAITING: Final = "minutes"


def new(ctx: Context) -> Reply:
    """`/纪要 …` with the text behind it; alone it asks for the text, as a form or as the next message."""
    _find_project(ctx)
    if not ctx.rest.strip():
        proposals.propose(ctx.work, ctx.project.id, _WAITING, {})
        return Reply(minutes_cards.blank(ctx.project.id or 0))
    return _read(ctx, ctx.rest)


def plain(ctx: Context, text: str) -> Reply | None:
    """A message that plainly is minutes, or several lines from whoever was just asked for them; None for any other."""
    if "\n" not in text.strip() or not scope(ctx):
        return None
    from bot.rules.minutes import looks_like_minutes  # built when it is first wanted, as in services.minutes

    waiting = record_rows.waiting(ctx.work.db, ctx.me.id or 0, _WAITING, ctx.work.now - WAITS)
    if waiting is None and not looks_like_minutes(text):
        return None
    if waiting is not None:
        waiting.taken_at = ctx.work.now
        ctx.value = {"project": str(waiting.project_id)}
    _find_project(ctx)
    return _read(ctx, text)


def from_form(ctx: Context) -> Reply:
    """The big field of the form."""
    return _read(ctx, ctx.fields.get("text", ""))


def _find_project(ctx: Context) -> None:
    """The project meant; its name stays where it stands, for the text is not a command's."""
    rest = ctx.rest
    ctx.found_project = typed_project(ctx)
    ctx.rest = rest
    ctx.parts = access.parts(ctx.work, ctx.me, ctx.found_project)
    demand(ctx, INSIDE)
    demand_open(ctx)


def _read(ctx: Context, text: str) -> Reply:
    """Show what was understood to the recorder alone, and tell the group that it is being looked at."""
    row = services.read(ctx.work, ctx.project, numbered(ctx, text), roster_here(ctx), ctx.zone, ctx.chat)
    if ctx.chat is not None:
        card, key = minutes_cards.coming(row, ctx.me), services.group_key(row)
        notice = Notice(ToChat(ctx.chat.id or 0), card, "reply", ctx.work.key(), Rank.REPLY, key)
        ctx.work.send(replace(notice, project_id=ctx.project.id))
    return Reply(_draft(ctx, row), services.card_key(row), privately=True)


def _draft(ctx: Context, row: Minutes) -> Card:
    return minutes_cards.draft(ctx.work, row, ctx.zone)


# ---------------------------------------------------------------------------------------------------------------------
# What the recorder does with the draft


def keep(ctx: Context) -> None:
    """Confirm: tasks are made, the minutes are kept, the groups are told."""
    row = services.opened(ctx.work, ctx.value["minutes"])
    made = services.keep(ctx.work, ctx.project, row)
    ctx.work.update(services.card_key(row), minutes_cards.kept(ctx.work, row, made), news=True)
    told = minutes_cards.announced(ctx.work, row, made, ctx.me)
    ctx.work.update(services.group_key(row), told, "M4", news=True)
    for chat in project_rows.chats(ctx.work.db, ctx.project.id or 0):
        if chat.id != row.chat_id:
            key = f"minutes:{row.id}:c{chat.id}"
            ctx.work.send(Notice(ToChat(chat.id or 0), told, "M4", key, Rank.NOTICE, project_id=ctx.project.id))


def drop(ctx: Context) -> None:
    """Let it go."""
    row = services.opened(ctx.work, ctx.value["minutes"])
    services.drop(ctx.work, row)
    _show_ended(ctx, row)


def _show_ended(ctx: Context, row: Minutes) -> None:
    ctx.work.update(services.card_key(row), minutes_cards.ended(row))
    ctx.work.update(services.group_key(row), minutes_cards.ended(row))


def check(ctx: Context) -> None:
    """A doubtful item, as its recorder has put it right."""
    _edit(ctx, int(ctx.value["item"]))


def amend(ctx: Context) -> None:
    """An item chosen in the form; empty fields stay as they are."""
    _edit(ctx, int(ctx.fields.get("item") or 0))


def add(ctx: Context) -> None:
    """An item that was not found, or was never written down."""
    _change(ctx, lambda sheet: sheet.with_point(len(sheet.points), _corrected(ctx, Point(""))))


def _edit(ctx: Context, place: int) -> None:
    if ctx.fields.get("stays") == "no":
        _change(ctx, lambda sheet: sheet.with_point(place, replace(sheet.points[place], dropped=True)))
    else:
        _change(ctx, lambda sheet: sheet.with_point(place, _corrected(ctx, sheet.points[place])))


def _change(ctx: Context, edit: Callable[[Sheet], Sheet]) -> None:
    row = services.opened(ctx.work, ctx.value["minutes"])
    services.change(row, edit)
    ctx.work.db.flush()
    ctx.work.update(services.card_key(row), _draft(ctx, row), news=True)


def _corrected(ctx: Context, point: Point) -> Point:
    """An item with what was filled in. Raises UserError for names nobody has and words that are no date."""
    title = ctx.fields.get("title", "").strip() or point.title
    criteria = ctx.fields.get("criteria", "").strip() or point.criteria
    point = replace(point, title=title, criteria=criteria, owner=_owner(ctx, ctx.fields.get("owner", ""), point))
    point = replace(point, helpers=tuple(id for id in point.helpers if id != point.owner))
    written = ctx.fields.get("due", "").strip()
    if written and not (point.due and written == point.due_text):
        found = parse(written, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order)
        if found is None or (isinstance(found, Ambiguous) and not found.options):
            raise UserError("task.no_date", written=written)
        point = services.with_due(replace(point, due_text=written), found)
    return point.settled(ctx.work.now)


def _owner(ctx: Context, written: str, point: Point) -> int:
    """Whom the field names: a person, or a department for its liaison."""
    if not written.strip():
        return point.owner
    department = known_department(ctx, written)
    if department is not None and not department[1].strip():
        liaison = services.liaison_of(ctx.work, ctx.project, department[0].name)
        if liaison is None:
            raise UserError("minutes.no_liaison", department=department[0].name)
        return liaison.id or 0
    found = named_or_plain(ctx, written).people
    if not found:
        raise UserError("people.unknown", name=written.strip())
    return found[0].id or 0


# ---------------------------------------------------------------------------------------------------------------------
# Looking them up


def show_all(ctx: Context) -> Card:
    """`/纪要 列表`: the project's minutes, the latest first."""
    found = rows.kept(ctx.work.db, ctx.project.id or 0, MOST_LISTED)
    if not found:
        return note(words("minutes.list_empty", project=ctx.project.name), words("minutes.blank_how"))
    items = rows.items(ctx.work.db, [row.id or 0 for row in found])
    return minutes_cards.listed(ctx.work, ctx.project.name, found, items)


def show(ctx: Context) -> Card:
    """`/纪要 查看 YH20260302`: one of them, with its tasks as they stand."""
    wanted = ctx.rest.strip()
    found = rows.numbered(ctx.work.db, ctx.project.id or 0, wanted) if wanted else None
    if found is None:
        raise UserError("minutes.unknown", number=wanted) if wanted else UserError("minutes.which")
    return minutes_cards.shown(ctx.work, found, rows.items(ctx.work.db, [found.id or 0]))


COMMANDS: tuple[Command, ...] = (
    Command("minutes", "纪要", "minutes.new", new, may=ANYONE, also=("会议纪要", "meeting minutes")),
    Command("minutes list", "纪要 列表", "minutes.list", show_all, "project", INSIDE, ("纪要列表",), True),
    Command("minutes show", "纪要 查看", "minutes.show", show, "project", INSIDE, ("查看纪要",), True),
)
ACTIONS: tuple[Action, ...] = (
    *minutes_files.ACTIONS,
    Action("minutes.read", from_form, "project", INSIDE),
    Action("minutes.keep", keep, "project", INSIDE),
    Action("minutes.drop", drop, "project", INSIDE, closed=True),
    Action("minutes.check", check, "project", INSIDE),
    Action("minutes.amend", amend, "project", INSIDE),
    Action("minutes.add", add, "project", INSIDE),
)

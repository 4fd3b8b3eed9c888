"""/project milestone: dated goals of a project (J5)."""

import re
from datetime import date
from typing import Final

from bot.cards import Card, Day, Many, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.dates import period, typed_day
from bot.commands.permission import demand, demand_open
from bot.errors import UserError
from bot.parser import nearest
from bot.rules.access import LEADING
from bot.services import milestones, project_cards
from storage import project as rows
from storage.tables.project import Milestone

_REACHED: Final = re.compile(r"^(?:达成|完成|已达成|reached|reach|done)\s*", re.IGNORECASE)
_REMOVED: Final = re.compile(r"^(?:删除|取消|remove|delete|drop)\s*", re.IGNORECASE)
_MOVED: Final = re.compile(r"^(?:新增|添加|改期|修改|add|new|move|set)\s+", re.IGNORECASE)

_MOVED_TO: Final = re.compile(
    r"\s*(?:改[期到为至成]*|推迟[到至]?|延[期后]?[到至]?|提前[到至]?|调整?[到至为]|移[到至]"
    r"|(?:is |was )?(?:moved?|moves|postponed|put off|brought forward|rescheduled)(?: to)?)$",
    re.IGNORECASE,
)

_IS_REACHED: Final = re.compile(r"\s*(?:已经?)?(?:达成|完成)了?$|\s+(?:is )?(?:reached|done)$", re.IGNORECASE)


def milestone(ctx: Context) -> Reply | Card:
    """`/项目 里程碑 样稿确认 3月10日`, `… 达成 样稿确认`, `… 删除 样稿确认`; alone it lists them."""
    if not ctx.rest:
        return _list(ctx)
    demand(ctx, LEADING)
    demand_open(ctx)
    if match := _REACHED.match(ctx.rest):
        return _reached(ctx, _named(ctx, ctx.rest[match.end() :]))
    if match := _REMOVED.match(ctx.rest):
        return _removed(ctx, _named(ctx, ctx.rest[match.end() :]))
    if (match := _IS_REACHED.search(ctx.rest)) and (done := _known(ctx, ctx.rest[: match.start()])):
        return _reached(ctx, done)
    found = period(ctx, _MOVED.sub("", ctx.rest))
    day, name = found.last or found.first, _moved_name(ctx, found.rest)
    if not name or day is None:
        raise UserError("project.milestone_needs")
    return _set(ctx, name, day)


def _moved_name(ctx: Context, typed: str) -> str:
    """The name of a milestone that is there, without the words that move it; else all that was typed."""
    name = _MOVED_TO.sub("", typed)
    known = {each.name for each in rows.milestones(ctx.work.db, ctx.project.id or 0)}
    return name if name in known else typed


def _known(ctx: Context, name: str) -> Milestone | None:
    """The milestone of exactly this name."""
    known = rows.milestones(ctx.work.db, ctx.project.id or 0)
    return next((each for each in known if each.name == name.strip()), None)


def by_form(ctx: Context) -> Reply:
    """The form behind the card's button."""
    name, day = ctx.fields.get("name", "").strip(), typed_day(ctx, ctx.fields.get("day", ""))
    if not name or day is None:
        raise UserError("project.milestone_needs")
    return _set(ctx, name, day)


def reached(ctx: Context) -> Card:
    """The button on a reminder."""
    found = rows.milestone(ctx.work.db, int(ctx.value["milestone"]))
    if found is None:
        raise UserError("common.button_gone")
    return _reached(ctx, found)


def _set(ctx: Context, name: str, day: date) -> Reply:
    moved = any(each.name == name for each in rows.milestones(ctx.work.db, ctx.project.id or 0))
    made = milestones.add(ctx.work, ctx.project, name, day)
    key = "project.milestone_moved" if moved else "project.milestone_set"
    lines = [words("project.milestone_past")] if day < ctx.work.today(ctx.norms) else []
    if ctx.project.ends_on and day > ctx.project.ends_on:
        lines.append(words("project.milestone_after_end", end=Day(ctx.project.ends_on)))
    title = words(key, name=name, day=Day(day), project=ctx.project.name)
    return Reply(milestones.card(title, ctx.project, made, *lines, tone="good"), milestones.card_key(made))


def _reached(ctx: Context, found: Milestone) -> Card:
    if found.reached_at is not None:
        raise UserError("project.milestone_was_reached", name=found.name)
    milestones.reach(ctx.work, ctx.project, found, ctx.chat)
    return milestones.done_card(ctx.project, found)


def _removed(ctx: Context, found: Milestone) -> Card:
    milestones.remove(ctx.work, ctx.project, found)
    return note(words("project.milestone_removed", name=found.name, project=ctx.project.name))


def _list(ctx: Context) -> Card:
    found = rows.milestones(ctx.work.db, ctx.project.id or 0)
    if not found:
        raise UserError("project.milestone_none")
    today = ctx.work.today(ctx.norms)
    lines = (project_cards.milestone_line(each, today) for each in found)
    return note(words("project.milestone_list", name=ctx.project.name), *lines)


def _named(ctx: Context, typed: str) -> Milestone:
    """The milestone of this name, or the only one whose name holds what was typed."""
    found = rows.milestones(ctx.work.db, ctx.project.id or 0)
    typed = typed.strip().casefold()
    exact = [each for each in found if each.name.casefold() == typed]
    like = exact or [each for each in found if typed and typed in each.name.casefold()]
    if len(like) == 1:
        return like[0]
    if not found:
        raise UserError("project.milestone_none")
    near = nearest(typed, [each.name for each in found], 1)
    names = Many(tuple(each.name for each in like or found))
    if near:
        raise UserError("project.milestone_near", near=near[0], names=names)
    raise UserError("project.milestone_which", names=names)


COMMANDS = (
    Command(
        "project milestone",
        "项目 里程碑",
        "project.milestone",
        milestone,
        "project",
        also=("里程碑", "milestone"),
        closed=True,
    ),
)
ACTIONS = (
    Action("project.milestone", by_form, "project", LEADING),
    Action("project.reached", reached, "project", LEADING),
)

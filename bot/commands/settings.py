"""/settings: what counts for a project, the workspace or a person, and changes of it."""

import re
from typing import Final

from bot import calendars
from bot.cards import Button, Card, Form, Input, Option, Section, Value, Words, note, words
from bot.commands.command import Action, Command, Context
from bot.commands.finding import find
from bot.commands.permission import demand, demand_open
from bot.errors import UserError
from bot.rules.access import ADMINS, ANYONE, INSIDE, LEADING
from bot.rules.codes import PROJECT_CODE
from bot.rules.settings import PERSONAL, Change, Unread, example, read
from bot.services import settings as services
from storage.tables.project import Project

_EVERYWHERE: Final = re.compile(r"^(?:全局|公司|工作区|所有项目|workspace|global|company|all)(?:\s+|$)", re.IGNORECASE)
_OF_PROJECT: Final = re.compile(r"^(?:本项目|项目|群|本群|this project|project)(?:\s+|$)", re.IGNORECASE)
_KINDS: Final = {
    "language": "language",
    "standup": "switch",
    "round": "switch",
    "standup_window_minutes": "minutes",
    "round_window_minutes": "minutes",
    "undo_minutes": "minutes",
    "due_soon_workdays": "workdays",
    "explain_after_workdays": "workdays",
    "escalate_after_workdays": "workdays",
    "accept_workdays": "workdays",
    "milestone_notice_workdays": "workdays",
    "group_posts_per_day": "times",
    "urge_per_day": "times",
}


def settings(ctx: Context) -> Card:
    """`/设置` shows; `/设置 站会时间 10:00` changes: the project's in a group, one's own in a direct message."""
    everywhere = _EVERYWHERE.match(ctx.rest)
    if everywhere:
        ctx.rest = ctx.rest[everywhere.end() :]
        return _workspace(ctx)
    of_project = _OF_PROJECT.match(ctx.rest)
    if of_project:
        ctx.rest = ctx.rest[of_project.end() :]
    elif ctx.chat is None and not PROJECT_CODE.search(ctx.rest):
        return _own(ctx)
    find(ctx, "project")
    demand(ctx, INSIDE)
    if not ctx.rest:
        return _shown(ctx, ctx.project)
    demand(ctx, LEADING)
    demand_open(ctx)
    return _changed(ctx, ctx.project, _read(ctx, ctx.rest))


def _workspace(ctx: Context) -> Card:
    demand(ctx, ADMINS)
    return _changed(ctx, None, _read(ctx, ctx.rest)) if ctx.rest else _shown(ctx, None)


def by_form(ctx: Context) -> Card:
    """The form of a project's or, without one, of the workspace's settings."""
    demand(ctx, LEADING if ctx.found_project else ADMINS)
    return _changed(ctx, ctx.found_project, _read(ctx, f"{ctx.fields.get('key', '')} {ctx.fields.get('value', '')}"))


def own_by_form(ctx: Context) -> Card:
    """The form of one's own settings: what was left empty follows the project again."""
    now = services.own(ctx.me)
    wanted = {key: ctx.fields[key].strip() for key in PERSONAL if key in ctx.fields}
    changes = [
        _read(ctx, f"{key} {value}") if value else Change(key, None)
        for key, value in wanted.items()
        if value != now[key]
    ]
    for each in changes:
        services.change_own(ctx.work, ctx.me, each)
    return _own_card(ctx, words("people.settings_own_changed"))


def _own(ctx: Context) -> Card:
    if not ctx.rest:
        return _own_card(ctx, words("people.settings_own"))
    wanted = _read(ctx, ctx.rest)
    if wanted.key not in PERSONAL:
        key = "people.settings_for_all" if ctx.me.admin else "people.settings_in_group"
        raise UserError(key, label=_label(wanted.key), typed=ctx.rest)
    services.change_own(ctx.work, ctx.me, wanted)
    value = _told(wanted.key, wanted.value) if wanted.value else words("people.settings_follows")
    return note(words("people.settings_changed", label=_label(wanted.key), value=value), tone="good")


def _changed(ctx: Context, project: Project | None, wanted: Change) -> Card:
    value = _told(wanted.key, services.change(ctx.work, project, wanted))
    changed = words("people.settings_changed", label=_label(wanted.key), value=value)
    if project is None:
        return note(changed, words("people.settings_everywhere"), tone="good")
    return note(changed, words("people.settings_here", name=project.name), tone="good")


def _shown(ctx: Context, project: Project | None) -> Card:
    found = services.counting(ctx.work, project)
    facts = tuple((_label(each.key), _sourced(each, project)) for each in found)
    options = tuple(Option(each.key, _label(each.key)) for each in found)
    inputs = (
        Input("key", words("people.settings_which"), "select", options=options, required=True),
        Input("value", words("people.settings_value"), required=True, hint=words("people.settings_hint")),
    )
    value = {"project": str(project.id)} if project else {}
    form = Form("settings.change", words("people.settings_form"), inputs, value=value)
    button = Button("settings.change", words("people.settings_edit"), value, form=form)
    title = words("people.settings_of", name=project.name) if project else words("people.settings_workspace")
    return Card(title, sections=(Section(fields=facts, buttons=(button,)),))


def _sourced(each: services.Counting, project: Project | None) -> Value:
    shown = _told(each.key, each.value)
    if each.source == "default" or (project is None and each.source == "workspace"):
        return shown
    return words(f"people.settings_from_{each.source}", value=shown)


def _own_card(ctx: Context, title: Words) -> Card:
    own = services.own(ctx.me)
    follows = words("people.settings_follows")
    facts = tuple((_label(key), _told(key, value) if value else follows) for key, value in own.items())
    inputs = tuple(
        Input(key, _label(key), "select", value, (Option("zh", "中文"), Option("en", "English")))
        if key == "language"
        else Input(key, _label(key), value=value, hint=words("people.settings_example", example=example(key)))
        for key, value in own.items()
    )
    form = Form("settings.own", words("people.settings_form"), inputs)
    return Card(title, sections=(Section(fields=facts, buttons=(Button("settings.own", form.title, form=form),)),))


def _read(ctx: Context, text: str) -> Change:
    """What a line asks for. Raises UserError with the nearest setting, or with a value that would do."""
    try:
        return read(text, calendars.normalise)
    except Unread as unread:
        raise _explained(unread) from None


def _explained(unread: Unread) -> UserError:
    if not unread.key:
        return UserError("people.settings_unknown", typed=_short(unread.typed))
    told: dict[str, Value] = {"label": _label(unread.key), "example": example(unread.key)}
    if unread.value:
        return UserError("people.settings_unread", typed=_short(unread.value), **told)
    return UserError("people.settings_near", typed=_short(unread.typed), **told)


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


def _label(key: str) -> Words:
    return words(f"people.setting_{key}")


def _told(key: str, value: str) -> Value:
    """A kept value in words."""
    kind = _KINDS.get(key, "")
    if kind in ("language", "switch"):
        return words(f"people.{kind}_{value}")
    if kind:
        return words(f"people.n_{kind}", n=int(value))
    return value


COMMANDS = (Command("settings", "设置", "people.settings", settings, may=ANYONE),)
ACTIONS = (
    Action("settings.change", by_form, may=ANYONE),
    Action("settings.own", own_by_form, may=ANYONE),
)

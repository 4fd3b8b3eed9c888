"""The answer to what no directory tells of a person (P1)."""

from bot.cards import Value, Words, note, words
from bot.commands.command import Action, Command, Context
from bot.commands.naming import known_department
from bot.errors import UserError
from bot.rules.access import ANYONE
from bot.rules.settings import Change
from bot.rules.zones import parse_zone
from bot.services import about, people, settings
from bot.texts import LANGUAGES
from storage import people as rows


def fill(ctx: Context) -> None:
    """Keep what was filled in; what was left empty stays the company's."""
    fields = {name: value.strip() for name, value in ctx.fields.items()}
    zone = parse_zone(fields.get("timezone", "")) if fields.get("timezone") else None
    if fields.get("timezone") and zone is None:
        raise UserError(
            "people.settings_unread",
            typed=fields["timezone"][:30],
            label=words("people.setting_timezone"),
            example="Asia/Shanghai",
        )
    if fields.get("language") in LANGUAGES:
        settings.change_own(ctx.work, ctx.me, Change("language", fields["language"]))
    if zone is not None:
        settings.change_own(ctx.work, ctx.me, Change("timezone", zone.key))
    if fields.get("department"):
        known = known_department(ctx, fields["department"])
        people.place(ctx.work, ctx.me, known[0].name if known else fields["department"])
    ctx.work.update(about.card_key(ctx.me), note(words("people.about_kept"), *_facts(ctx), tone="good"))


def _facts(ctx: Context) -> tuple[Words, ...]:
    names = {row.id: row.name for row in rows.departments(ctx.work.db)}
    language: Value = words(f"people.language_{ctx.me.language}") if ctx.me.language else ""
    found = (
        ("people.setting_language", language),
        ("people.setting_timezone", ctx.me.zone),
        ("people.label_department", names.get(ctx.me.department_id, "")),
    )
    return tuple(words("people.about_line", label=words(label), value=value) for label, value in found if value != "")


COMMANDS: tuple[Command, ...] = ()
ACTIONS = (Action("people.about", fill, may=ANYONE),)

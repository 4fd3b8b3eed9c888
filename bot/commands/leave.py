"""/leave, /back: days on which somebody is not asked, and who stands in (S1)."""

import re
from datetime import date
from typing import Final

from bot.cards import Button, Card, Day, Form, Input, Value, Who, note, words
from bot.commands.command import Action, Command, Context
from bot.commands.dates import period, typed_day
from bot.commands.naming import named_or_plain, named_people, numbered, one_person
from bot.errors import UserError
from bot.rules.access import ANYONE
from bot.rules.leave_text import DEPUTY
from bot.services import leave as leaves
from bot.services.work import person_calendar
from storage import people as rows
from storage.tables.people import Leave, Person

_DEPUTY: Final = re.compile(rf"{DEPUTY}\s*(?:[:：]|is\b|by\b)?\s*", re.IGNORECASE)
_HALF: Final = re.compile(r"上午|下午|半天|半日|(?<![a-z])(?:morning|afternoon|half)(?![a-z])", re.IGNORECASE)
_BY: Final = re.compile(r"(?:由|请|让|交给)\s*(?=<?@[^@]*$|<?@[^@]*(?:代理|deputy))")


def leave(ctx: Context) -> Card:
    """`/请假 12-01..12-05 代理 @李四`; alone it shows the coming leave and a form."""
    if not ctx.rest:
        return _asks(ctx)
    before, deputy, behind = _parted(ctx)
    named = named_or_plain(ctx, before)
    if len(named.people) > 1:
        raise UserError("leave.one_person")
    found = period(ctx, f"{named.rest} {behind}".strip())
    people = named.people or named_or_plain(ctx, found.rest).people
    person = people[0] if people else ctx.me
    first = found.first or found.last
    if first is None:
        raise UserError("leave.needs_days")
    halved = (words("leave.whole_days"),) if _HALF.search(ctx.rest) else ()
    return _taken(ctx, person, first, found.last or first, deputy, *halved)


def by_form(ctx: Context) -> Card:
    """The form behind the button."""
    first = typed_day(ctx, ctx.fields.get("first", ""))
    if first is None:
        raise UserError("leave.needs_days")
    last = typed_day(ctx, ctx.fields.get("last", "")) or first
    text = ctx.fields.get("deputy", "").strip()
    deputy = one_person(ctx, text, words("leave.deputy_unread")).people[0] if text else None
    return _taken(ctx, ctx.me, first, last, deputy)


def _parted(ctx: Context) -> tuple[str, Person | None, str]:
    """What stands before the deputy, the deputy, and what stands behind."""
    text = numbered(ctx, ctx.rest)
    cue = _DEPUTY.search(text)
    if cue is None:
        return text, None, ""
    named_before = named_people(ctx, text[: cue.start()])
    if _BY.search(text[: cue.start()]) and named_before.people:
        return _BY.split(text, maxsplit=1)[0], named_before.people[-1], text[cue.end() :]
    if not text[cue.end() :].strip(" 。.!！") and (said := _named_last(ctx, text[: cue.start()])):
        return *said, ""
    naming = named_or_plain(ctx, text[cue.end() :])
    if len(naming.people) != 1:
        raise _deputy_error(ctx, text[cue.end() :])
    return text[: cue.start()], naming.people[0], naming.rest


def _named_last(ctx: Context, text: str) -> tuple[str, Person] | None:
    """The person named right before "代理" or "covers", with what stands before them."""
    words_typed = text.split()
    for count in range(1, min(3, len(words_typed)) + 1):
        last = re.split(r"[,，;；、]", " ".join(words_typed[-count:]))[-1]
        naming = named_or_plain(ctx, last) if last.strip() else None
        if naming is not None and len(naming.people) == 1 and not naming.rest:
            return text[: text.rindex(last.strip())], naming.people[0]
    return None


def _deputy_error(ctx: Context, text: str) -> UserError:
    """Why no deputy could be read: nobody, several, or somebody unknown."""
    try:
        one_person(ctx, text, words("leave.deputy_unread"))
    except UserError as error:
        return error
    return UserError("leave.deputy_unread")


def _taken(ctx: Context, person: Person, first: date, last: date, deputy: Person | None, *hints: Value) -> Card:
    if not leaves.may_enter_for(ctx.work, ctx.me, person):
        raise UserError("leave.not_for_others", name=person.name)
    taken = leaves.take(ctx.work, person, first, last, deputy)
    lines: list[Value] = [*hints, *_meanwhile(ctx, person, taken.leave)]
    if taken.replaced:
        lines.append(words("leave.joined"))
    if taken.deputy_away is not None and taken.leave.deputy_id:
        away = rows.person(ctx.work.db, taken.leave.deputy_id)
        days = {"first": Day(taken.deputy_away.first_day), "last": Day(taken.deputy_away.last_day)}
        lines.append(words("leave.deputy_away", name=away.name, **days))
    calendar = person_calendar(ctx.work, person, ctx.norms)
    if calendar.workdays_between(taken.leave.first_day, taken.leave.last_day) == 0 and not calendar.is_workday(first):
        lines.append(words("leave.no_workdays"))
    return note(_title(person, taken.leave), *lines, tone="good", buttons=(_back_button(person),))


def _title(person: Person, leave_row: Leave) -> Value:
    return words("leave.taken", person=Who(person.id or 0, person.name), days=leaves.days_of(leave_row))


def _meanwhile(ctx: Context, person: Person, leave_row: Leave) -> tuple[Value, ...]:
    """What happens meanwhile, and who is asked instead."""
    if leave_row.deputy_id is None:
        return words("leave.not_asked"), words("leave.no_deputy")
    deputy = rows.person(ctx.work.db, leave_row.deputy_id)
    return words("leave.not_asked"), words("leave.deputy_is", deputy=Who(deputy.id or 0, deputy.name))


def back(ctx: Context) -> Card:
    """`/销假`: ends the leave; heads and administrators may do it for others."""
    naming = named_or_plain(ctx, ctx.rest)
    person = naming.people[0] if naming.people else ctx.me
    return _ended(ctx, person)


def back_by_button(ctx: Context) -> Card:
    """The button below a leave."""
    return _ended(ctx, rows.person(ctx.work.db, int(ctx.value["person"])))


def _ended(ctx: Context, person: Person) -> Card:
    if not leaves.may_enter_for(ctx.work, ctx.me, person):
        raise UserError("leave.not_for_others", name=person.name)
    ended = leaves.end(ctx.work, person)
    if ended is None:
        raise UserError("leave.none", name=person.name)
    who = Who(person.id or 0, person.name)
    if ended.first_day > leaves.today_of(ctx.work, person):
        return note(words("leave.cancelled"), _title(person, ended), tone="good")
    means = "leave.back_means_deputy" if ended.deputy_id else "leave.back_means"
    return note(words("leave.back", person=who), words(means), tone="good")


def is_coming(ctx: Context) -> bool:
    """Whether the acting person is on leave, or will be."""
    return bool(rows.leaves_from(ctx.work.db, ctx.me.id or 0, leaves.today_of(ctx.work, ctx.me)))


def _asks(ctx: Context) -> Card:
    """The coming leaves and the form for another."""
    today = leaves.today_of(ctx.work, ctx.me)
    coming = rows.leaves_from(ctx.work.db, ctx.me.id or 0, today)
    form = Form(
        "leave.take",
        words("leave.form"),
        (
            Input("first", words("leave.label_first"), "date", today.isoformat(), required=True),
            Input("last", words("leave.label_last"), "date", hint=words("leave.hint_last")),
            Input("deputy", words("leave.label_deputy"), "person", hint=words("leave.hint_deputy")),
        ),
    )
    buttons: tuple[Button, ...] = (Button("leave.take", words("leave.button"), style="primary", form=form),)
    buttons += (_back_button(ctx.me),) if coming else ()
    lines = (_title(ctx.me, each) for each in coming)
    return note(words("leave.asks"), *lines, buttons=buttons)


def _back_button(person: Person) -> Button:
    return Button("leave.back", words("leave.button_back"), {"person": str(person.id)})


COMMANDS = (
    Command("leave", "请假", "leave.leave", leave, may=ANYONE),
    Command("back", "销假", "leave.back", back, may=ANYONE),
)
ACTIONS = (
    Action("leave.take", by_form, may=ANYONE),
    Action("leave.back", back_by_button, may=ANYONE),
)

"""The questions about a task that is not complete yet: one at a time, with the answers as buttons (T7)."""

from datetime import date, datetime

from bot.cards import Button, Card, Day, Form, Input, Moment, Option, Value, note, words
from bot.commands.command import Context
from bot.commands.naming import one_person
from bot.rules.fold import plain
from bot.rules.zones import at_local
from bot.services.drafts import Choice, Draft
from storage import people as people_rows
from storage.tables.people import Department, Person
from storage.tables.record import Proposal

LEVELS = ("high", "mid", "low")


def question(ctx: Context, draft: Draft, proposal: Proposal) -> Card:
    """The next question, with the answers as buttons."""
    value = {"proposal": str(proposal.id), "project": str(ctx.project.id)}
    match draft.question():
        case "unknown":
            return _ask_name(ctx, draft, value)
        case "first_owner":
            return _ask_first_owner(ctx, draft, value)
        case "owner":
            return _ask_owner(ctx, draft, value)
        case "due":
            return _ask_due(ctx, draft, value)
        case _:
            return blank(ctx, draft)


def one_named(ctx: Context, text: str) -> Person:
    """The one person a field names. Raises UserError for none, several or an unknown one."""
    return one_person(ctx, text, words("task.name_one")).people[0]


def _ask_name(ctx: Context, draft: Draft, value: dict[str, str]) -> Card:
    written, nearest = draft.unknown[0]
    buttons = [_owner_form(draft, value)] if not draft.owners else []
    if nearest:
        near = people_rows.person(ctx.work.db, nearest)
        take = {**value, "person": str(nearest)}
        if plain(near.name) == plain(written) and not draft.owners:
            return _ask_owner(ctx, draft, value, near)
        buttons.insert(0, Button("draft.name", words("task.button_is", name=near.name), take, "primary"))
    if draft.owners:
        buttons.append(Button("draft.name", words("task.button_without"), {**value, "person": "0"}))
    asked = words("task.ask_name" if nearest else "task.name_unknown", name=written.lstrip("@＠"))
    return note(asked, _about(draft), tone="warn", buttons=tuple(buttons))


def _ask_first_owner(ctx: Context, draft: Draft, value: dict[str, str]) -> Card:
    named = people_rows.people(ctx.work.db, draft.owners)
    labels = [words("task.button_person", name=_told_apart(ctx, person, named)) for person in named]
    buttons = tuple(
        Button("draft.owner", label, {**value, "person": str(person.id)})
        for label, person in zip(labels, named, strict=True)
    )
    return note(words("task.ask_first_owner", title=draft.title), words("task.others_help"), buttons=buttons)


def _told_apart(ctx: Context, person: Person, among: list[Person]) -> Value:
    """Namesakes are told apart by their departments."""
    department = ctx.work.db.get(Department, person.department_id) if person.department_id else None
    if department is None or sum(other.name == person.name for other in among) == 1:
        return person.name
    return words("people.in_department", name=person.name, department=department.name)


def _ask_owner(ctx: Context, draft: Draft, value: dict[str, str], near: Person | None = None) -> Card:
    """Who owns it; `near` is somebody whose name was written without a sign that they are meant."""
    if near is not None:
        take = {**value, "person": str(near.id)}
        first = Button("draft.owner", words("task.button_person", name=near.name), take, "primary")
        mine = Button("draft.owner", words("task.button_me"), {**value, "person": str(ctx.me.id)})
        buttons = (
            (first, mine, _owner_form(draft, value)) if near.id != ctx.me.id else (first, _owner_form(draft, value))
        )
        return note(words("task.ask_owner", title=draft.title), buttons=buttons)
    mine = Button("draft.owner", words("task.button_me"), {**value, "person": str(ctx.me.id)}, "primary")
    unknown = (words("task.name_unknown", name=draft.unknown[0][0].lstrip("@＠")),) if draft.unknown else ()
    return note(words("task.ask_owner", title=draft.title), *unknown, buttons=(mine, _owner_form(draft, value)))


def _owner_form(draft: Draft, value: dict[str, str]) -> Button:
    field = Input("owner", words("task.label_owner"), "person", required=True)
    form = Form("draft.owner", words("task.ask_owner", title=draft.title), (field,), value=value)
    return Button("draft.owner", words("task.button_other_person"), value, form=form)


def _ask_due(ctx: Context, draft: Draft, value: dict[str, str]) -> Card:
    field = Input("due", words("task.label_due"), "line", required=True, hint=words("task.hint_due"))
    form = Form("draft.due", words("task.ask_due", title=draft.title), (field,), value=value)
    choices = draft.choices or tuple(_usual(ctx))
    buttons = tuple(due_button(ctx, "draft.due", choice, value) for choice in choices)
    other = Button("draft.due", words("task.button_other_date"), value, form=form)
    return note(why_asked(draft.written, draft.reason, draft.title), _about(draft), buttons=(*buttons, other))


def why_asked(written: str, reason: str, title: str) -> Value:
    """The question about a date: what is wrong with the one written, or that there is none."""
    if not reason:
        return words("task.ask_due", title=title)
    kind = reason if reason in ("past", "impossible") else "meant"
    return words(f"task.ask_due_{kind}", written=written)


def due_button(ctx: Context, action: str, choice: Choice, value: dict[str, str]) -> Button:
    """One moment to choose."""
    at = datetime.fromisoformat(choice.due)
    shown = Moment(at) if choice.timed else Day(at.astimezone(ctx.zone).date())
    chosen = {**value, "due": choice.due, "timed": "1" if choice.timed else "0"}
    return Button(action, words("task.button_date", due=shown), chosen)


def _usual(ctx: Context) -> list[Choice]:
    """The dates people mostly choose: the next workday, this week's last, next week's last."""
    calendar, today = ctx.norms.calendar, ctx.work.now.astimezone(ctx.zone).date()
    following = calendar.next_workday(today)
    weeks = [calendar.last_workday_of_week(date.fromordinal(today.toordinal() + days)) for days in (0, 7)]
    days = sorted({following, *(day for day in weeks if day is not None and day > following)})
    return [Choice(at_local(day, calendar.day_end(day), ctx.zone).isoformat(), timed=False) for day in days]


def _about(draft: Draft) -> Value:
    return words("task.about", title=draft.title)


def blank(ctx: Context, draft: Draft) -> Card:
    """The form with what is known so far, behind a button."""
    return note(words("task.blank"), words("task.blank_example"), buttons=(form_button(ctx, draft),))


def form_button(ctx: Context, draft: Draft) -> Button:
    """Opens the form of the five elements and what goes with them (T1)."""
    people = people_rows.people(ctx.work.db, (*draft.owners, *draft.collaborators))
    names = {person.id: person.name for person in people}
    helpers = " ".join(names[id] for id in draft.collaborators)
    levels = tuple(Option(level, words(f"task.priority_{level}")) for level in LEVELS)
    inputs = (
        Input("title", words("task.label_title"), "line", draft.title, required=True),
        Input("owner", words("task.label_owner"), "person", " ".join(names[id] for id in draft.owners[:1])),
        Input("due", words("task.label_due"), "line", draft.written, hint=words("task.hint_due")),
        Input("criteria", words("task.label_criteria"), "text", draft.criteria),
        Input("collaborators", words("task.label_collaborators"), "people", helpers),
        Input("resources", words("task.label_resources"), "line", draft.resources),
        Input("deliverable", words("task.label_deliverable"), "line", draft.deliverable),
        Input("priority", words("task.label_priority"), "select", draft.priority, levels),
        Input("phase", words("task.label_phase"), "line", draft.phase),
        Input("start", words("task.label_start"), "line", draft.start),
    )
    value = {"project": str(ctx.project.id)}
    title = words("task.form_new", project=ctx.project.name)
    form = Form("task.new", title, inputs, words("task.button_create"), value)
    return Button("task.new", words("task.button_new"), value, "primary", form)

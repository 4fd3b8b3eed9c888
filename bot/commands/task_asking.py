"""The questions about a task that is not complete yet: one at a time, with the answers as buttons (T7)."""

from datetime import date, datetime

from bot.cards import Button, Card, Day, Form, Input, Moment, Option, Value, Words, note, words
from bot.commands.command import Context
from bot.commands.naming import one_person, roster_here
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
        case "which":
            return _ask_which(ctx, draft, value)
        case "due":
            return _ask_due(ctx, draft, value)
        case "criteria":
            return _ask_criteria(draft, value)
        case _:
            return _ask_title(draft, value)


def one_named(ctx: Context, text: str) -> Person:
    """The one person a field names. Raises UserError for none, several or an unknown one."""
    return one_person(ctx, text, words("task.name_one")).people[0]


def _ask_name(ctx: Context, draft: Draft, value: dict[str, str]) -> Card:
    written, nearest = draft.unknown[0]
    buttons = [_owner_form(draft, value)] if not draft.owners else []
    if nearest:
        near = people_rows.person(ctx.work.db, nearest)
        if plain(near.name) == plain(written) and not draft.owners:
            return _ask_owner(ctx, draft, value, near)
        buttons = [*_is_one_of(ctx, near, value), *buttons]
    if draft.owners:
        buttons.append(Button("draft.name", words("task.button_without"), {**value, "person": "0"}))
    asked = words("task.ask_name" if nearest else "task.name_unknown", name=written.lstrip("@＠"))
    return note(asked, _about(draft), tone="warn", buttons=tuple(buttons))


def _is_one_of(ctx: Context, near: Person, value: dict[str, str]) -> list[Button]:
    """Everybody with the name that resembles the written one."""
    same = people_rows.people(ctx.work.db, [each.id for each in roster_here(ctx) if each.name == near.name])
    return [
        Button(
            "draft.name",
            words("task.button_is", name=_told_apart(ctx, person, same)),
            {**value, "person": str(person.id)},
            "primary" if len(same) == 1 else "plain",
        )
        for person in same
    ]


def _ask_which(ctx: Context, draft: Draft, value: dict[str, str]) -> Card:
    written, ids = draft.either[0]
    people = people_rows.people(ctx.work.db, ids)
    buttons = [
        Button(
            "draft.one",
            words("task.button_person", name=_told_apart(ctx, person, people)),
            {**value, "person": str(person.id)},
        )
        for person in people
    ]
    if set(ids) <= set(draft.collaborators):
        buttons.append(Button("draft.one", words("task.button_without"), {**value, "person": "0"}))
    return note(words("task.ask_which", name=written), _about(draft), buttons=tuple(buttons))


def _ask_title(draft: Draft, value: dict[str, str]) -> Card:
    asked = words("task.ask_goal", title=draft.title) if draft.title else words("task.ask_title")
    return note(
        asked, words("task.goal_example"), buttons=(_words_form("title", asked, words("task.button_goal"), value),)
    )


def _ask_criteria(draft: Draft, value: dict[str, str]) -> Card:
    asked = words("task.ask_criteria", title=draft.title)
    nothing = Button("draft.words", words("task.button_no_criteria"), {**value, "asked": "criteria"})
    return note(asked, buttons=(_words_form("criteria", asked, words("task.button_criteria"), value), nothing))


def _words_form(question: str, asked: Words, label: Words, value: dict[str, str]) -> Button:
    known = {**value, "asked": question}
    field = Input("said", words(f"task.label_{question}"), "line", required=True)
    return Button("draft.words", label, known, "primary", Form("draft.words", asked, (field,), value=known))


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


def moment(ctx: Context, choice: Choice) -> Value:
    """A moment as the person reads it; its day, where no clock time was named."""
    at = datetime.fromisoformat(choice.due)
    return Moment(at) if choice.timed else Day(at.astimezone(ctx.zone).date())


def due(ctx: Context, draft: Draft) -> Value:
    """When a draft is due, or that it is asked for."""
    return moment(ctx, Choice(draft.due, draft.timed)) if draft.due else words("record.asked_next")


def due_button(ctx: Context, action: str, choice: Choice, value: dict[str, str]) -> Button:
    """One moment to choose."""
    shown = moment(ctx, choice)
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

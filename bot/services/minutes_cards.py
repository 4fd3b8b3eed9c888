"""How minutes look: the recorder's draft with what has to be checked, what was kept, and what the groups see (M5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards import Button, Card, Day, Form, Input, Many, Moment, Option, Section, Value, Words, note, words
from bot.rules.minutes_values import Attendee
from bot.services import task_cards
from bot.services.minutes_sheet import Point, Sheet, load
from bot.services.work import Work
from storage import people as people_rows
from storage import task as task_rows
from storage.tables.minutes import Minutes, MinutesItem
from storage.tables.people import Person
from storage.tables.task import Task

MOST_POINTS: Final = 30  # items shown on a card
MOST_CHECKS: Final = 5  # items with a button of their own
LONGEST: Final = 80  # characters of a source line shown
MOST_LINES: Final = 12  # decisions and topics shown


def draft(work: Work, row: Minutes, zone: ZoneInfo) -> Card:
    """The recorder's card: what was understood, what becomes a task, what has to be checked first."""
    sheet = load(row.sheet)
    names = _names(work, sheet)
    ready = [(place, point) for place, point in enumerate(sheet.points) if point.ready]
    doubtful = sheet.doubtful
    title = words("minutes.draft_title", topic=_topic(row), n=len(ready), doubtful=len(doubtful))
    sections = [Section((words("minutes.draft_ask"),), _fields(row, sheet)), *_said(sheet)]
    if ready:
        lines = _point_lines(ready, names, zone)
        sections.append(Section((words("minutes.ready"), *lines)))
    if doubtful:
        checks = tuple(_check_button(row, place, point, names) for place, point in doubtful[:MOST_CHECKS])
        lines = _point_lines(doubtful, names, zone)
        sections.append(Section((words("minutes.doubtful"), *lines), buttons=checks))
    sections.append(Section(buttons=_buttons(row, sheet, len(ready))))
    return Card(title, "warn" if doubtful else "plain", tuple(sections))


def _topic(row: Minutes) -> Value:
    return row.topic or words("minutes.no_topic")


def _names(work: Work, sheet: Sheet) -> Mapping[int, str]:
    ids = {id for point in sheet.points for id in (point.owner, *point.helpers) if id}
    return {person.id or 0: person.name for person in people_rows.people(work.db, sorted(ids))}


def _fields(row: Minutes, sheet: Sheet) -> tuple[tuple[Words, Value], ...]:
    when: tuple[Value, ...] = (*((Day(row.day),) if row.day else ()), *((sheet.clock,) if sheet.clock else ()))
    shown: tuple[tuple[str, Value | None], ...] = (
        ("when", Many(when, sep=" ") if when else None),
        ("place", sheet.place),
        ("form", sheet.form),
        ("host", sheet.host),
        ("recorder", sheet.recorder),
        ("attendees", _people(sheet.attendees)),
        ("absentees", _people(sheet.absentees)),
        ("next", sheet.next_meeting),
    )
    return tuple((words(f"minutes.label_{name}"), value) for name, value in shown if value)


def _people(people: Sequence[Attendee]) -> Many | None:
    return Many(tuple(_person(each) for each in people)) if people else None


def _person(one: Attendee) -> Value:
    told = one.reason or one.department
    return words("minutes.person", name=one.name, told=told) if told else one.name


def _said(sheet: Sheet) -> Iterable[Section]:
    """Topics, decisions and follow-ups, each under its word."""
    topics: list[Value] = [
        words("minutes.topic", title=each.title, conclusion=each.conclusion) if each.conclusion else each.title
        for each in sheet.topics
    ]
    for key, lines in (("topics", topics), ("decisions", sheet.decisions), ("follow_ups", sheet.follow_ups)):
        if lines:
            yield Section((words(f"minutes.{key}"), *_numbered(lines[:MOST_LINES])))


def _numbered(lines: Sequence[Value]) -> tuple[Words, ...]:
    return tuple(words("minutes.numbered", number=number, line=line) for number, line in enumerate(lines, 1))


def _point_lines(points: Sequence[tuple[int, Point]], names: Mapping[int, str], zone: ZoneInfo) -> tuple[Value, ...]:
    lines: list[Value] = []
    for place, point in points[:MOST_POINTS]:
        lines.append(_point_line(place, point, names, zone))
        if point.doubts:
            lines.append(words("minutes.doubts", doubts=Many(tuple(_doubt(each, point) for each in point.doubts))))
        if point.text:
            lines.append(words("minutes.source", line=point.line, text=_short(point.text, LONGEST)))
    if len(points) > MOST_POINTS:
        lines.append(words("minutes.more", n=len(points) - MOST_POINTS))
    return tuple(lines)


def _point_line(place: int, point: Point, names: Mapping[int, str], zone: ZoneInfo) -> Words:
    owner: Value = names[point.owner] if point.owner else words("minutes.nobody")
    helpers = tuple(names[id] for id in point.helpers)
    if helpers:
        owner = words("minutes.with_helpers", owner=owner, helpers=Many(helpers))
    return words("minutes.point", number=place + 1, title=point.title, owner=owner, due=_due(point, zone))


def _due(point: Point, zone: ZoneInfo) -> Value:
    if not point.due:
        return words("minutes.no_date")
    at = datetime.fromisoformat(point.due)
    return Moment(at) if point.timed else Day(at.astimezone(zone).date())


def _doubt(doubt: str, point: Point) -> Words:
    """Why an item has to be looked at, in words."""
    if doubt == "due_unclear" and point.choices:
        days = tuple(Moment(datetime.fromisoformat(each)) for each in point.choices[:3])
        return words("minutes.doubt_due_choices", written=point.due_text, choices=Many(days))
    written = point.due_text if doubt in ("due_unclear", "past_due") else point.written
    return words(f"minutes.doubt_{doubt}", written=written)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


# ---------------------------------------------------------------------------------------------------------------------
# Buttons and forms


def _value(row: Minutes) -> dict[str, str]:
    return {"minutes": str(row.id), "project": str(row.project_id)}


def _buttons(row: Minutes, sheet: Sheet, ready: int) -> tuple[Button, ...]:
    label = words("minutes.button_keep", n=ready) if ready else words("minutes.button_keep_only")
    keep = Button("minutes.keep", label, _value(row), "primary")
    standing = [(place, point) for place, point in enumerate(sheet.points) if not point.dropped]
    amend = (_amend_button(row, standing),) if standing else ()
    return keep, *amend, _add_button(row), Button("minutes.drop", words("minutes.button_drop"), _value(row))


def _check_button(row: Minutes, place: int, point: Point, names: Mapping[int, str]) -> Button:
    """One doubtful item, with what is known of it in the form."""
    value = {**_value(row), "item": str(place)}
    inputs = (
        Input("title", words("minutes.input_title"), "line", point.title, required=True),
        Input("owner", words("minutes.input_owner"), "person", names.get(point.owner, "")),
        Input("due", words("minutes.input_due"), "line", _typed_due(point), hint=words("task.hint_due")),
        Input("criteria", words("minutes.input_criteria"), "line", point.criteria),
        _stays(),
    )
    form = Form("minutes.check", words("minutes.form_check", title=_short(point.title, 40)), inputs, value=value)
    return Button("minutes.check", words("minutes.button_check", number=place + 1), value, form=form)


def _typed_due(point: Point) -> str:
    """What stands in a form as the date, such that it is read again as the same."""
    return point.due_text if point.due and "past_due" not in point.doubts else ""


def _stays() -> Input:
    options = (Option("yes", words("minutes.stays_yes")), Option("no", words("minutes.stays_no")))
    return Input("stays", words("minutes.input_stays"), "select", "yes", options)


def _amend_button(row: Minutes, standing: Sequence[tuple[int, Point]]) -> Button:
    """Any item, chosen in the form; what is left empty stays as it is."""
    options = tuple(
        Option(str(place), words("minutes.option", number=place + 1, title=_short(point.title, 30)))
        for place, point in standing
    )
    inputs = (
        Input("item", words("minutes.input_item"), "select", options[0].value, options, required=True),
        Input("title", words("minutes.input_title"), "line", hint=words("minutes.hint_unchanged")),
        Input("owner", words("minutes.input_owner"), "person"),
        Input("due", words("minutes.input_due"), "line", hint=words("minutes.hint_unchanged")),
        _stays(),
    )
    form = Form("minutes.amend", words("minutes.form_amend"), inputs, value=_value(row))
    return Button("minutes.amend", words("minutes.button_amend"), _value(row), form=form)


def _add_button(row: Minutes) -> Button:
    inputs = (
        Input("title", words("minutes.input_title"), "line", required=True),
        Input("owner", words("minutes.input_owner"), "person"),
        Input("due", words("minutes.input_due"), "line", hint=words("task.hint_due")),
        Input("criteria", words("minutes.input_criteria"), "line"),
    )
    form = Form("minutes.add", words("minutes.form_add"), inputs, value=_value(row))
    return Button("minutes.add", words("minutes.button_add"), _value(row), form=form)


def blank(project_id: int) -> Card:
    """What can be sent, and the form with one big field."""
    field = Input("text", words("minutes.input_text"), "text", required=True)
    value = {"project": str(project_id)}
    form = Form("minutes.read", words("minutes.form_read"), (field,), words("minutes.button_read"), value)
    button = Button("minutes.read", words("minutes.button_paste"), value, "primary", form)
    return note(words("minutes.blank"), words("minutes.blank_how"), buttons=(button,))


# ---------------------------------------------------------------------------------------------------------------------
# Afterwards


def coming(row: Minutes, who: Person) -> Card:
    """What the group sees while its recorder looks at them."""
    sheet = load(row.sheet)
    return note(words("minutes.coming", topic=_topic(row), who=who.name, n=len(sheet.points)))


def kept(work: Work, row: Minutes, tasks: Sequence[Task]) -> Card:
    """The recorder's card once it is confirmed: the tasks, and what was left without one."""
    sheet = load(row.sheet)
    left = [point.title for _, point in sheet.doubtful]
    title = words("minutes.kept", topic=_topic(row), number=row.number, n=len(tasks))
    sections = [Section(tuple(task_cards.line(work, task) for task in tasks))] if tasks else []
    if left:
        lines = (words("minutes.left", n=len(left)), *_numbered(left), words("minutes.left_how"))
        sections.append(Section(lines))
    return Card(title, "good", tuple(sections))


def announced(work: Work, row: Minutes, tasks: Sequence[Task], who: Person) -> Card:
    """What the groups read: decisions and tasks, in short."""
    sheet = load(row.sheet)
    title = words("minutes.announced", topic=_topic(row), number=row.number, who=who.name)
    sections = []
    if sheet.decisions:
        sections.append(Section((words("minutes.decisions"), *_numbered(sheet.decisions[:MOST_LINES]))))
    if tasks:
        lines = tuple(task_cards.line(work, task) for task in tasks)
        sections.append(Section((words("minutes.tasks", n=len(tasks)), *lines)))
    return Card(title, sections=tuple(sections))


def ended(row: Minutes) -> Card:
    """In the place of a draft that was let go."""
    return note(words(f"minutes.is_{row.status}", topic=_topic(row)))


def shown(work: Work, row: Minutes, items: Sequence[MinutesItem]) -> Card:
    """Kept minutes as they are called up: head, decisions, and each item with its task as it stands now."""
    sheet = load(row.sheet)
    found = {task.id: task for task in task_rows.tasks(work.db, [each.task_id for each in items if each.task_id])}
    lines = [
        task_cards.line(work, found[each.task_id]) if each.task_id else words("minutes.untasked", title=each.title)
        for each in items
    ]
    head = Section(fields=_fields(row, sheet))
    listed = (Section((words("minutes.items"), *lines)),) if lines else ()
    title = words("minutes.shown", topic=_topic(row), number=row.number)
    return Card(title, sections=(head, *_said(sheet), *listed))


def listed(work: Work, project: str, rows: Sequence[Minutes], items: Sequence[MinutesItem]) -> Card:
    """A project's minutes, the latest first, each with how many of its tasks are done."""
    found = {task.id: task for task in task_rows.tasks(work.db, [each.task_id for each in items if each.task_id])}
    lines = []
    for row in rows:
        own = [found[each.task_id] for each in items if each.minutes_id == row.id and each.task_id]
        done = sum(task.status == "done" for task in own)
        day: Value = Day(row.day) if row.day else words("minutes.no_day")
        lines.append(words("minutes.entry", number=row.number, day=day, topic=_topic(row), done=done, total=len(own)))
    return Card(words("minutes.list", project=project, n=len(rows)), sections=(Section(tuple(lines)),))

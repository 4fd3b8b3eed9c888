"""The cards of the guide: a question each, and the summary of who will be asked what and when (J1, J2, S1, S2, O4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.cards import Button, Card, Day, Form, Input, Many, Option, Section, Value, Who, Words, note, words
from bot.rules import rounds as round_rules
from bot.rules import standup as standup_rules
from bot.rules.norms import Norms, changed
from bot.rules.standup import Habit
from bot.rules.zones import parse_zone
from bot.services import people
from bot.services.guide import PARTS, STEPS, Answers, Seat, Unit, load
from bot.services.work import Work, person_calendar
from storage import people as people_rows
from storage import project as rows
from storage.tables.people import Person
from storage.tables.project import Guide, Project

_MOST: Final = 20
_MOST_PROJECTS: Final = 3
_QUESTIONS: Final = len(STEPS) - 1
_LATEST: Final = 60  # days looked ahead for the first standup


def key(row: Guide) -> str:
    """The name under which the guide's newest card is replaced."""
    return f"guide:{row.chat_id}:{load(row.answers).posts}"


def card(work: Work, row: Guide, mine: Sequence[Project] = ()) -> Card:
    """The open question, or the summary; `mine` are projects the person may bind instead of a new one."""
    answers = load(row.answers)
    match row.step:
        case "project":
            return _project(row, answers, mine[:_MOST_PROJECTS])
        case "lead":
            return _lead(work, row, answers)
        case "members":
            return _members(work, row, answers)
        case "departments":
            return _departments(work, row, answers)
        case "times":
            return _times(row, answers)
    return _summary(work, row, answers)


def answered(step: str) -> Card:
    """What an older card becomes when the guide goes on below."""
    return note(words("guide.went_on", question=words(f"guide.step_{step}")))


def _question(row: Guide, lines: Sequence[Value], buttons: tuple[Button, ...]) -> Card:
    number = STEPS.index(row.step) + 1
    title = words("guide.question", number=number, total=_QUESTIONS, question=words(f"guide.ask_{row.step}"))
    back = (Button("guide.back", words("guide.button_back"), _value(row)),) if number > 1 else ()
    return note(title, *lines, words(f"guide.type_{row.step}"), buttons=(*buttons, *back))


def _value(row: Guide, **more: str) -> dict[str, str]:
    """What travels with a button: the question it belongs to, so that one pressed late is noticed."""
    return {"step": row.step, **more}


def _form(row: Guide, *inputs: Input) -> Form:
    return Form("guide.answer", words(f"guide.step_{row.step}"), inputs, value=_value(row))


def _change(row: Guide, form: Form) -> Button:
    return Button("guide.answer", words("guide.button_change"), form=form)


def _keep(row: Guide) -> Button:
    return Button("guide.keep", words("guide.button_keep"), _value(row), "primary")


# ---------------------------------------------------------------------------------------------------------------------
# The five questions


def _project(row: Guide, answers: Answers, mine: Sequence[Project]) -> Card:
    form = _form(
        row,
        Input("name", words("project.label_name"), value=answers.name, required=True),
        Input("starts", words("project.label_start"), "date", answers.starts),
        Input("ends", words("project.label_end"), "date", answers.ends),
        Input("goal", words("project.label_goal"), "text", answers.goal, hint=words("project.hint_goal")),
    )
    buttons = [Button("guide.answer", words("guide.button_new"), style="primary", form=form)]
    for each in mine:
        label = words("guide.button_bind", name=each.name)
        buttons.append(Button("guide.answer", label, _value(row, bind=str(each.id))))
    buttons.append(Button("guide.drop", words("guide.button_drop"), _value(row)))
    return _question(row, (words("guide.nobody_asked"),), tuple(buttons))


def _lead(work: Work, row: Guide, answers: Answers) -> Card:
    lead = people_rows.person(work.db, answers.lead)
    form = _form(row, Input("lead", words("project.label_lead"), "person", required=True))
    now = words("guide.now_lead", lead=_who(lead))
    return _question(row, (now,), (_keep(row), _change(row, form)))


def _members(work: Work, row: Guide, answers: Answers) -> Card:
    lines = [_seat_line(work, each) for each in answers.seats]
    hint = words("guide.hint_members")
    form = _form(row, Input("members", words("project.label_members"), "text", required=True, hint=hint))
    return _question(row, _most(lines), (_keep(row), _change(row, form)))


def _seat_line(work: Work, seat: Seat) -> Words:
    person = people_rows.person(work.db, seat.person)
    parts: list[Value] = [seat.department or words("people.who_no_department")]
    if seat.role != "member":
        parts.append(words(f"project.role_{seat.role}"))
    return words("people.who_line", person=_who(person), details=Many(tuple(parts)))


def _departments(work: Work, row: Guide, answers: Answers) -> Card:
    lines = [_unit_line(work, each) for each in answers.units]
    hint = words("guide.hint_units")
    form = _form(row, Input("departments", words("project.label_departments"), "text", required=True, hint=hint))
    shown = _most(lines) if lines else (words("guide.no_departments"),)
    return _question(row, shown, (_keep(row), _change(row, form)))


def _unit_line(work: Work, unit: Unit) -> Words:
    held = {part: unit.of(part) for part in PARTS}
    names: list[Value] = [
        words(
            "guide.part",
            part=words(f"project.role_{part}"),
            who=_who(people_rows.person(work.db, found)) if found else words("people.who_nobody"),
        )
        for part, found in held.items()
    ]
    return words("guide.unit", name=unit.name, parts=Many(tuple(names)))


def _times(row: Guide, answers: Answers) -> Card:
    times = answers.times
    form = _form(
        row,
        Input(
            "language",
            words("people.setting_language"),
            "select",
            times["language"],
            (Option("zh", "中文"), Option("en", "English")),
        ),
        Input("timezone", words("people.setting_timezone"), value=times["timezone"]),
        Input("standup_time", words("people.setting_standup"), value=_clock(times, "standup"), hint=_off_hint()),
        Input("round_time", words("people.setting_round"), value=_clock(times, "round"), hint=_off_hint()),
    )
    lines = (
        _language(answers),
        words("guide.now_standup", time=_shown_clock(times, "standup")),
        words("guide.now_round", time=_shown_clock(times, "round")),
    )
    return _question(row, lines, (_keep(row), _change(row, form)))


def _off_hint() -> Words:
    return words("guide.hint_off")


def _clock(times: Mapping[str, str], name: str) -> str:
    return times[f"{name}_time"] if times[name] == "on" else "off"


def _shown_clock(times: Mapping[str, str], name: str) -> Value:
    clock = _clock(times, name)
    return words("people.switch_off") if clock == "off" else clock


def _most(lines: Sequence[Value]) -> tuple[Value, ...]:
    if len(lines) <= _MOST:
        return tuple(lines)
    return (*lines[:_MOST], words("guide.more", n=len(lines) - _MOST))


def _who(person: Person) -> Who:
    return Who(person.id or 0, person.name)


# ---------------------------------------------------------------------------------------------------------------------
# The summary


def _summary(work: Work, row: Guide, answers: Answers) -> Card:
    project = _bound(work, answers)
    norms = changed(work.norms(project), answers.times)
    options = tuple(Option(step, words(f"guide.step_{step}")) for step in STEPS[:-1])
    choice = Input("step", words("guide.which"), "select", STEPS[0], options, required=True)
    form = Form("guide.change", words("guide.which"), (choice,), value=_value(row))
    buttons = (
        Button("guide.start", words("guide.button_start"), _value(row), "primary"),
        Button("guide.change", words("guide.button_change"), form=form),
        Button("guide.drop", words("guide.button_drop"), _value(row)),
    )
    sections = (
        Section(fields=_facts(work, answers, project)),
        Section(lines=(*_units(work, answers), _language(answers))),
        Section(lines=(words("guide.will"), *_will(work, row, answers, norms))),
        Section(lines=(words("guide.nobody_asked"), words("guide.type_yes")), buttons=buttons),
    )
    return Card(words("guide.summary"), sections=sections)


def _bound(work: Work, answers: Answers) -> Project | None:
    """The project there is already, to be bound to this group too."""
    return rows.project(work.db, answers.project) if answers.project else None


def _first_day(work: Work, answers: Answers, norms: Norms) -> date:
    project = _bound(work, answers)
    begins = project.starts_on if project else date.fromisoformat(answers.starts)
    return max(begins, work.today(norms))


def _facts(work: Work, answers: Answers, project: Project | None) -> tuple[tuple[Words, Value], ...]:
    starts = project.starts_on if project else date.fromisoformat(answers.starts)
    ends = project.ends_on if project else (date.fromisoformat(answers.ends) if answers.ends else None)
    period = words("project.period_from", start=Day(starts))
    if ends:
        period = words("project.period", start=Day(starts), end=Day(ends))
    persons = people_rows.people(work.db, [each.person for each in answers.seats])
    found: list[tuple[str, Value]] = [
        ("name", project.name if project else answers.name),
        ("period", period),
        ("lead", _who(people_rows.person(work.db, answers.lead))),
        ("members", _names(persons)),
    ]
    return tuple((words(f"project.label_{name}"), value) for name, value in found)


def _units(work: Work, answers: Answers) -> tuple[Value, ...]:
    lines = tuple(_unit_line(work, each) for each in answers.units)
    return (words("project.label_departments"), *lines) if lines else ()


def _language(answers: Answers) -> Words:
    named = words(f"people.language_{answers.times['language']}")
    return words("guide.now_language", language=named, zone=answers.times["timezone"])


def _names(persons: Sequence[Person]) -> Value:
    names = Many(tuple(_who(person) for person in persons[:_MOST]))
    return words("project.members_more", names=names, n=len(persons)) if len(persons) > _MOST else names


def _together(work: Work, row: Guide, answers: Answers) -> bool:
    """Whether the standup will be asked in the groups."""
    project, here = _bound(work, answers), rows.chat(work.db, row.chat_id)
    others = rows.chats(work.db, project.id or 0) if project else []
    return {chat.platform for chat in (here, *others)} <= work.defaults.frugal


def _will(work: Work, row: Guide, answers: Answers, norms: Norms) -> tuple[Value, ...]:
    """Who will be asked what and where, and when for the first time."""
    asked, first_day = _asked(work, answers), _first_day(work, answers, norms)
    lines: list[Value] = []
    if norms.standup and asked:
        first = min(_first_standup(work, person, norms, first_day) for person in asked)
        closes = datetime.combine(first_day, norms.standup_time) + timedelta(minutes=norms.standup_window_minutes)
        kind = "guide.will_standup_together" if _together(work, row, answers) else "guide.will_standup"
        lines.append(words(kind, time=f"{norms.standup_time:%H:%M}", names=_names(asked)))
        lines.append(words("guide.will_digest", time=f"{closes:%H:%M}"))
        lines.append(words("guide.first_standup", moment=_local(first, norms)))
    else:
        lines.append(words("guide.no_standup"))
    if norms.round:
        window = timedelta(minutes=norms.round_window_minutes)
        opens = round_rules.next_opening(norms.calendar, norms.zone, norms.round_time, window, work.now, first_day)
        lines.append(words("guide.will_round", time=f"{norms.round_time:%H:%M}", moment=_local(opens, norms)))
    else:
        lines.append(words("guide.no_round"))
    lines.append(
        words(
            "guide.will_late",
            explain=words("people.n_workdays", n=norms.explain_after_workdays),
            escalate=words("people.n_workdays", n=norms.escalate_after_workdays),
            who=_above(work, answers),
        )
    )
    return tuple(lines)


def _local(moment: datetime, norms: Norms) -> Words:
    """A moment in the zone the project will count in, which is not the group's yet."""
    there = moment.astimezone(norms.zone)
    return words("guide.moment", day=Day(there.date()), time=f"{there:%H:%M}")


def _asked(work: Work, answers: Answers) -> list[Person]:
    """Whom the standup asks: everybody but executives who neither lead nor speak for a department."""
    speaking = {answers.lead} | {found for unit in answers.units for found in (unit.of("head"), unit.of("liaison"))}
    above = {unit.of("executive") for unit in answers.units} | {
        s.person for s in answers.seats if s.role == "executive"
    }
    found = {each.person for each in answers.seats} | (speaking - {0})
    above |= {
        person_id
        for person_id in found
        if any(role.role == "executive" for role in people_rows.department_roles(work.db, person_id))
    }
    return people_rows.people(work.db, sorted(found - (above - speaking)))


def _first_standup(work: Work, person: Person, norms: Norms, first_day: date) -> datetime:
    """When a person is asked first, as bot/duties/standup.py will."""
    habit = Habit(
        parse_zone(person.zone) or norms.zone if person.zone else norms.zone,
        person_calendar(work, person, norms),
        time.fromisoformat(person.standup_time) if person.standup_time else norms.standup_time,
        timedelta(minutes=norms.standup_window_minutes),
        norms.standup_reminder_share,
    )
    for ahead in range(_LATEST):
        window = standup_rules.window(habit, first_day + timedelta(days=ahead))
        if window is not None and window.opens > work.now:
            return window.opens
    return work.now


def _above(work: Work, answers: Answers) -> Value:
    """Who receives what is late: the departments' executives, else the lead's manager, else the lead."""
    found = [people_rows.person(work.db, unit.of("executive")) for unit in answers.units if unit.of("executive")]
    lead = people_rows.person(work.db, answers.lead)
    return _names(list({person.id: person for person in found}.values()) or people.managers(work, [lead]) or [lead])

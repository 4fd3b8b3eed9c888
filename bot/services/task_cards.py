"""How a task looks in a chat: its card, its line in lists, and what its people are told (T2, T3, T6)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from msgspec.structs import replace

from bot.cards import Card, Day, Many, Moment, Section, Tone, Value, Who, Words, note, words
from bot.rules import lights
from bot.rules.lights import Light
from bot.rules.norms import Norms
from bot.rules.states import OPEN
from bot.rules.zones import at_local
from bot.services import access, standup_team, task_forms
from bot.services.work import Work, person_calendar
from storage import people as people_rows
from storage import project as project_rows
from storage import record as record_rows
from storage import task as rows
from storage.outbox import Notice, Rank, ToChat, ToPerson
from storage.tables.minutes import Minutes
from storage.tables.people import Department, Leave, Person
from storage.tables.project import Chat
from storage.tables.task import Task

PATIENCE = timedelta(minutes=5)
"""How long an owner's own message waits for the group's card to arrive, which makes it needless."""

_TONES: dict[Light, Tone] = {"red": "bad", "yellow": "warn", "green": "plain", "done": "good", "cancelled": "plain"}


def card_key(task: Task) -> str:
    """The name under which the card of a task is replaced in place."""
    return f"task:{task.id}"


def keys(task: Task, person: Person) -> tuple[str, str]:
    """The names of all cards of a task that may stand in somebody's direct messages."""
    return card_key(task), f"assigned:{task.id}:{person.id}"


def standing_keys(task: Task) -> tuple[str, str]:
    """The names of the cards of a task on which its owner is asked."""
    return card_key(task), _assigned_key(task)


def light(work: Work, task: Task) -> Light:
    """The traffic light of a task (T6)."""
    norms = _norms(work, task)
    return lights.light(task.status, task.due_at, work.now, norms.calendar, norms.zone, norms.due_soon_workdays)


def light_words(work: Work, task: Task) -> Words:
    """The light as icon and word."""
    return words(f"task.light_{light(work, task)}")


def state(task: Task) -> Words:
    """The state as people say it, with the percentage while it is under way."""
    name = words(f"task.status_{task.status}")
    if task.percent and task.status in ("in_progress", "blocked"):
        return words("task.state_percent", state=name, percent=task.percent)
    return name


def due(work: Work, task: Task, exact: bool = False) -> Value:
    """When it is due: a moment in the reader's zone, or the team's date when no time was named.

    exact: the moment is what the message is about, and must not be mistaken where readers live apart.
    """
    if task.due_at is None:
        return words("task.no_due")
    return Moment(task.due_at, exact) if task.due_timed else due_on(work, task, task.due_at, False)


def due_on(work: Work, task: Task, moment: datetime, timed: bool) -> Value:
    """The same for another due moment of the task."""
    return Moment(moment) if timed else Day(moment.astimezone(_norms(work, task).zone).date())


def line(work: Work, task: Task) -> Value:
    """One line of a list: light, title, owner, due, state, code."""
    owner = people_rows.person(work.db, task.owner_id)
    return words(
        "task.line",
        light=light_words(work, task),
        title=task.title,
        owner=owner.name,
        due=due(work, task),
        state=state(task),
        code=task.code,
    )


def card(work: Work, task: Task) -> Card:
    """The whole task with the buttons that apply now."""
    title = words("task.card_title", light=light_words(work, task), title=task.title, code=task.code)
    open_project = project_rows.project(work.db, task.project_id).status == "active"
    section = Section(fields=_fields(work, task), buttons=task_forms.buttons(task) if open_project else ())
    return Card(title, _TONES[light(work, task)], (section,))


def refresh(work: Work, task: Task, *, calm: bool = False, slight: bool = False) -> None:
    """Show the present state wherever the task's cards stand; `calm` waits for working hours, and a `slight` change
    may be left to the next one."""
    whole = card(work, task)
    asked = _assigned(work, task, whole)
    work.update(card_key(task), whole, calm=calm, slight=slight)
    work.update(_assigned_key(task), asked, calm=calm, slight=slight or _taken_on(work, task))
    owner = people_rows.person(work.db, task.owner_id)
    leave = people_rows.leave_on(work.db, task.owner_id, work.today(_norms(work, task)))
    if leave is not None:
        work.update(_entrusted_key(task.id, owner), _entrusted(task, asked, owner, leave), calm=calm)


def _taken_on(work: Work, task: Task) -> bool:
    """The owner has just reported on a task they had not accepted: the question in their own messages is settled."""
    mine = work.by is not None and work.by.id == task.owner_id
    return mine and task.status == "in_progress" and task.accepted_at == work.now == task.moved_at


def _norms(work: Work, task: Task) -> Norms:
    return work.norms(project_rows.project(work.db, task.project_id))


def _who(person: Person) -> Who:
    return Who(person.id or 0, person.name)


def _fields(work: Work, task: Task) -> tuple[tuple[Words, Value], ...]:
    """What is known of the task; owner, date and state always, the rest where it was given."""
    helpers = people_rows.people(work.db, rows.collaborators(work.db, task.id or 0))
    parent = rows.task(work.db, task.parent_id) if task.parent_id else None
    department = work.db.get(Department, task.department_id) if task.department_id else None
    shown: tuple[tuple[str, Value | None], ...] = (
        ("owner", _who(people_rows.person(work.db, task.owner_id))),
        ("due", due(work, task, exact=True)),
        ("state", state(task)),
        ("answer", _answer(task)),
        ("criteria", task.criteria),
        ("collaborators", Many(tuple(_who(person) for person in helpers)) if helpers else None),
        ("deliverable", task.deliverable),
        ("resources", task.resources),
        ("priority", words(f"task.priority_{task.priority}")),
        ("phase", task.phase),
        ("department", department.name if department else None),
        ("start", Day(task.planned_start) if task.planned_start else None),
        ("parent", words("task.named", title=parent.title, code=parent.code) if parent else None),
        ("after", _waits_for(work, task)),
        ("critical", words("task.on_critical_path") if task.critical and task.status in OPEN else None),
        ("source", from_minutes(work, task.minutes_id)),
        ("next", task.next_step),
        ("moved", Moment(task.moved_at) if task.moved_at else None),
        ("cause", task.blocked_cause),
        ("need", task.blocked_need),
        ("objection", task.objection),
    )
    return tuple((words(f"task.label_{name}"), value) for name, value in shown if value)


def from_minutes(work: Work, minutes_id: int | None) -> Words | None:
    """The minutes a task comes from (T5)."""
    found = work.db.get(Minutes, minutes_id) if minutes_id else None
    return (
        words("minutes.named", topic=found.topic or words("minutes.no_topic"), number=found.number) if found else None
    )


def _answer(task: Task) -> Words | None:
    """Whether the owner took on what somebody else gave them (T2)."""
    if task.owner_id == task.creator_id or task.status not in OPEN:
        return None
    return words("task.accepted_at", at=Moment(task.accepted_at)) if task.accepted_at else words("task.not_accepted")


def _waits_for(work: Work, task: Task) -> Value | None:
    if task.version == 1:  # links are made after the task, and each one counts its version up
        return None
    before = [
        words("task.after_lag", title=other.title, n=lag) if lag else other.title
        for other, lag in rows.waits_for(work.db, task.id or 0)
    ]
    return Many(tuple(before)) if before else None


# ---------------------------------------------------------------------------------------------------------------------
# What its people are told (T2)


def asks_here(work: Work, task: Task, chat: Chat | None) -> bool:
    """Whether the owner is asked by the card in the group where the task was set: where each direct message is a
    counted call, and they are there and at work."""
    project, owner = project_rows.project(work.db, task.project_id), people_rows.person(work.db, task.owner_id)
    if chat is None or (work.by is not None and work.by.id == owner.id) or not standup_team.in_groups(work, project):
        return False
    if not any(each.id == chat.id for each in project_rows.chats(work.db, project.id or 0)):
        return False
    zone = work.zone_of(owner, work.norms(project))
    at_work = person_calendar(work, owner, work.norms(project)).in_hours(work.now, zone)
    away = people_rows.leave_on(work.db, owner.id or 0, work.now.astimezone(zone).date())
    return at_work and away is None and owner.id in project_rows.chat_member_ids(work.db, chat.id or 0)


def asking_here(work: Work, task: Task, card: Card) -> Card:
    """The card of a task as it asks its owner in the group, who is mentioned by this one only."""
    owner = people_rows.person(work.db, task.owner_id)
    asked = words("task.asked_here", owner=Who(owner.id or 0, owner.name, ping=True))
    return Card(card.title, card.tone, (Section(lines=(asked,)), *card.sections))


def tell_owner(work: Work, task: Task, whole: Card, here: Chat | None = None) -> None:
    """Ask the owner to accept what somebody else gave them; in working hours, unless it is due before those begin.

    `whole` is the task's card; `here` is the group it is shown in, whose card may ask them already.
    """
    if work.by is not None and work.by.id == task.owner_id:
        return
    owner, norms = people_rows.person(work.db, task.owner_id), _norms(work, task)
    zone = work.zone_of(owner, norms)
    opening = person_calendar(work, owner, norms).next_in_hours(work.now, zone)
    rank = Rank.URGENT if task.due_at is not None and task.due_at <= opening else Rank.NOTICE
    leave = people_rows.leave_on(work.db, owner.id or 0, opening.astimezone(zone).date())
    asked = _assigned(work, task, whole)
    if leave is None:
        group = here if rank is Rank.NOTICE and asks_here(work, task, here) else None
        _ask(work, task, owner, asked, _assigned_key(task), rank, group=group)
        return
    back = at_local(norms.calendar.next_workday(leave.last_day), time(0), zone)
    _ask(work, task, owner, asked, _assigned_key(task), rank, back)
    deputy = access.stand_in(work, owner, opening.astimezone(zone).date())
    if deputy is not None and (work.by is None or deputy.id != work.by.id):
        _ask(work, task, deputy, _entrusted(task, asked, owner, leave), _entrusted_key(task.id, owner), rank)


def _ask(
    work: Work,
    task: Task,
    person: Person,
    asked: Card,
    key: str,
    rank: Rank,
    not_before: datetime | None = None,
    group: Chat | None = None,
) -> None:
    # Whoever comes back is told of it even when their deputy has answered meanwhile.
    still: tuple[tuple[str | int, ...], ...] = (
        ("task_owned" if not_before else "task_asked", task.id or 0, task.owner_id),
    )
    if group is not None:
        not_before, still = work.now + PATIENCE, (*still, ("task_unseen", task.id or 0, group.id or 0))
    work.send(
        Notice(
            ToPerson(person.id or 0),
            asked,
            "T2",
            f"assigned:{task.id}:{task.version}:{person.id}",
            rank,
            key,
            "task.assigned_many",
            task.project_id,
            still=still,
            not_before=not_before,
        )
    )


def _assigned_key(task: Task) -> str:
    return f"assigned:{task.id}:{task.owner_id}"


def _entrusted_key(task_id: int | None, owner: Person) -> str:
    """The name of the card that asks an owner's deputy."""
    return f"entrusted:{task_id}:{owner.id}"


def _entrusted(task: Task, assigned: Card, owner: Person, leave: Leave) -> Card:
    """The task as its owner's deputy gets it, who answers for them."""
    until = Day(leave.last_day)
    if task.accepted_at is None and task.status in OPEN:
        asked = words("task.entrusted", owner=owner.name, until=until)
    else:
        asked = words("task.entrusted_settled", owner=owner.name, until=until)
    return Card(assigned.title, assigned.tone, (Section(lines=(asked,)), *assigned.sections[1:]))


def _assigned(work: Work, task: Task, whole: Card) -> Card:
    """The task as its owner gets it: who asks, and everything about it."""
    given = record_rows.latest(work.db, f"task:{task.id}", "task.handed_over") if task.version > 1 else None
    giver = people_rows.person(work.db, given.person_id if given and given.person_id else task.creator_id)
    project = project_rows.project(work.db, task.project_id)
    kind = "assigned" if task.accepted_at is None and task.status in OPEN else "given"
    asked = words(f"task.{kind}", by=giver.name, project=project.name)
    sections = tuple(_asking(section) for section in whole.sections) if kind == "assigned" else whole.sections
    return Card(whole.title, whole.tone, (Section(lines=(asked,)), *sections))


def _asking(section: Section) -> Section:
    """What can be done besides answering is left out where several tasks come in one message."""
    answers = ("task.accept", "task.object")
    return replace(section, buttons=tuple(replace(each, alone=each.action not in answers) for each in section.buttons))


def away(work: Work, task: Task) -> tuple[Words, ...]:
    """Whether the owner is on leave before it is due, who stands in, and when they are asked about the task."""
    owner, norms = people_rows.person(work.db, task.owner_id), _norms(work, task)
    if work.by is not None and work.by.id == owner.id:
        return ()
    zone = work.zone_of(owner, norms)
    opening = person_calendar(work, owner, norms).next_in_hours(work.now, zone).astimezone(zone).date()
    today = work.now.astimezone(zone).date()
    last = max(opening, task.due_at.astimezone(zone).date()) if task.due_at else opening
    coming = people_rows.leaves_coming(work.db, today).get(owner.id or 0, ())
    leave = min((each for each in coming if each.first_day <= last), key=lambda each: each.first_day, default=None)
    if leave is None:
        return ()
    deputy = people_rows.person(work.db, leave.deputy_id).name if leave.deputy_id else words("task.no_deputy")
    told: dict[str, Value] = {"who": owner.name, "deputy": deputy}
    if leave.first_day > today:
        line = words("task.away_soon", days=_days(leave), **told)
    else:
        line = words("task.away", until=Day(leave.last_day), **told)
    if not leave.first_day <= opening <= leave.last_day:
        return (line,)
    present = access.stand_in(work, owner, opening)
    asked = words("task.asked_deputy", who=present.name) if present else words("task.asked_when_back", who=owner.name)
    return line, asked


def beyond(work: Work, task: Task) -> tuple[Words, ...]:
    """Whether it is due on a day off, or after its project's end."""
    if task.due_at is None:
        return ()
    project, norms = project_rows.project(work.db, task.project_id), _norms(work, task)
    day = task.due_at.astimezone(norms.zone).date()
    resting = () if norms.calendar.is_workday(day) else (words("task.on_day_off", day=Day(day)),)
    if project.ends_on is None or day <= project.ends_on:
        return resting
    return (*resting, words("task.after_end", end=Day(project.ends_on)))


def _days(leave: Leave) -> Value:
    first, last = Day(leave.first_day), Day(leave.last_day)
    return first if leave.first_day == leave.last_day else words("leave.days", first=first, last=last)


def tell_helpers(work: Work, task: Task, helpers: Sequence[Person]) -> None:
    """Let collaborators know what they support; nothing is asked of them."""
    owner = people_rows.person(work.db, task.owner_id)
    for person in helpers:
        if work.by is None or person.id != work.by.id:
            told = note(words("task.helping", owner=owner.name, title=task.title), line(work, task))
            _tell(work, task, person, told, "T2", "helping", "task.helping_many", "task_helped")


def tell_giver(work: Work, task: Task, giver: Person) -> None:
    """Let the one who had it know that somebody else has it now."""
    if work.by is None or giver.id != work.by.id:
        owner = people_rows.person(work.db, task.owner_id)
        told = note(words("task.given_away", title=task.title, owner=owner.name), line(work, task))
        _tell(work, task, giver, told, "T2", "given", "task.given_away_many")


def close_assigned(work: Work, task: Task, former: Person) -> None:
    """Nothing more is asked of whoever has it no longer."""
    owner = people_rows.person(work.db, task.owner_id)
    gone = note(words("task.given_away", title=task.title, owner=owner.name))
    work.update(f"assigned:{task.id}:{former.id}", gone)
    work.update(_entrusted_key(task.id, former), gone)


def tell_undone(work: Work, task: Task, what: Words, people: Iterable[Person], chats: Iterable[Chat]) -> None:
    """Let those whose task it is or was, and the groups that heard of a change, know that it was taken back."""
    if work.by is None:
        return
    told = note(words("task.undone", by=work.by.name, title=task.title, what=what), line(work, task))
    for person in people:
        if person.id != work.by.id:
            _tell(work, task, person, told, "U1", "undone", "task.undone_many")
    for chat in chats:
        key = f"undone:{task.id}:{task.version}:c{chat.id}"
        work.send(Notice(ToChat(chat.id or 0), told, "U1", key, merge="task.undone_many", project_id=task.project_id))


def news_key(task: Task, source: str) -> str:
    """The name of what the groups were told of a task because of one message (the record's source)."""
    return f"news:{task.id}:{source}"


def tell_finished(work: Work, task: Task) -> None:
    """Let the owner know when somebody else completed their task, and how that is taken back."""
    if work.by is not None and work.by.id != task.owner_id:
        again = words("task.finished_wrongly", by=work.by.name, n=_norms(work, task).undo_minutes)
        told = note(words("task.finished_told", by=work.by.name, title=task.title), line(work, task), again)
        _tell(work, task, people_rows.person(work.db, task.owner_id), told, "T3", "finished", "task.finished_many")


def tell_blocked(work: Work, task: Task) -> None:
    """Let the owner know when somebody else said that their task is stuck, or that it is so no longer."""
    if work.by is None or work.by.id == task.owner_id:
        return
    blocked = task.status == "blocked"
    title = words("task.blocked_told" if blocked else "task.unblocked_told", by=work.by.name, title=task.title)
    lines = [words("task.cause_is", cause=task.blocked_cause)] if blocked else []
    lines += [words("task.need_is", need=task.blocked_need)] if task.blocked_need else []
    told = note(title, *lines, line(work, task))
    _tell(work, task, people_rows.person(work.db, task.owner_id), told, "T3", "blocked", "task.blocked_many")


def tell_objection(work: Work, task: Task) -> None:
    """Let whoever set the task know why the owner cannot take it on, with what they can do about it."""
    owner, creator = (people_rows.person(work.db, id) for id in (task.owner_id, task.creator_id))
    told = note(
        words("task.objected", owner=owner.name, title=task.title),
        words("task.objection", reason=task.objection),
        line(work, task),
        words("task.objected_ask", code=task.code),
        tone="warn",
        buttons=(task_forms.redate_button(task),),
    )
    if owner.id != creator.id:
        _tell(work, task, creator, told, "T2", "objected")


def tell_redated(work: Work, task: Task, reason: str) -> None:
    """Let the owner know when somebody else moved their date."""
    if work.by is not None and work.by.id != task.owner_id:
        told = note(
            words("task.redated", by=work.by.name, title=task.title, due=due(work, task, exact=True)), _because(reason)
        )
        _tell(work, task, people_rows.person(work.db, task.owner_id), told, "X2", "redated", "task.redated_many")


def tell_edited(work: Work, task: Task, changed: Sequence[tuple[str, Value]]) -> None:
    """Let the owner know when somebody else changed what their task asks for."""
    if work.by is not None and work.by.id != task.owner_id:
        lines = (words("task.edited_to", label=words(f"task.label_{name}"), value=value) for name, value in changed)
        told = note(words("task.edited", by=work.by.name, title=task.title), *lines, line(work, task))
        _tell(work, task, people_rows.person(work.db, task.owner_id), told, "X2", "edited", "task.edited_many")


def tell_cancelled(work: Work, task: Task, reason: str) -> None:
    """Let the owner know when somebody else cancelled their task."""
    if work.by is not None and work.by.id != task.owner_id:
        told = note(words("task.cancelled_told", by=work.by.name, title=task.title), _because(reason))
        _tell(work, task, people_rows.person(work.db, task.owner_id), told, "X2", "cancelled", "task.cancelled_many")


def _because(reason: str) -> Words:
    return words("task.because", reason=reason) if reason else words("task.no_reason")


def _tell(
    work: Work, task: Task, person: Person, told: Card, why: str, event: str, merge: str = "", condition: str = ""
) -> None:
    key = f"{event}:{task.id}:{task.version}:{person.id}"
    still = ((condition, task.id or 0, person.id or 0),) if condition else ()
    work.send(Notice(ToPerson(person.id or 0), told, why, key, merge=merge, project_id=task.project_id, still=still))

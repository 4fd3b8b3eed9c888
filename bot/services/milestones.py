"""Milestones: set, moved, reached, taken away, and the moments at which the bot speaks of them (J5)."""

from datetime import date, datetime

from bot.cards import Button, Card, Day, Tone, Words, note, words
from bot.errors import UserError
from bot.rules.zones import at_local
from bot.services import project_cards
from bot.services.work import Work
from storage import due
from storage import project as rows
from storage.outbox import Notice, Rank, ToChat
from storage.tables.project import Chat, Milestone, Project
from storage.tables.record import Record

SOON = "milestone_soon"
MISSED = "milestone_missed"


def card_key(milestone: Milestone) -> str:
    """The name of the cards that offer to mark a milestone as reached."""
    return f"milestone:{milestone.id}"


def card(title: Words, project: Project, milestone: Milestone, *lines: Words, tone: Tone = "warn") -> Card:
    """What is said of an open milestone, with the button that marks it."""
    value = {"project": str(project.id), "milestone": str(milestone.id)}
    button = Button("project.reached", words("project.button_reached"), value)
    return note(title, *lines, tone=tone, buttons=(button,))


def done_card(project: Project, milestone: Milestone) -> Card:
    """What is said of a milestone that was reached."""
    title = words("project.milestone_done", name=milestone.name, project=project.name)
    return note(title, words("project.milestone_planned", day=Day(milestone.day)), tone="good")


def add(work: Work, project: Project, name: str, day: date) -> Milestone:
    """Set a milestone; one of the same name is moved to the day."""
    found = next((each for each in rows.milestones(work.db, project.id or 0) if each.name == name), None)
    before = _plain(found) if found else {}
    milestone = found or Milestone(project_id=project.id or 0, name=name, day=day)
    milestone.day, milestone.reached_at = day, None
    work.db.add(milestone)
    work.db.flush()
    if found:
        moved = words("project.milestone_moved", name=name, day=Day(day), project=project.name)
        work.update(card_key(milestone), card(moved, project, milestone))
    action = "milestone.moved" if found else "milestone.added"
    work.record(_subject(milestone), action, project.id, before, {"name": name, "day": day.isoformat()})
    _changed(work, project, milestone)
    return milestone


def reach(work: Work, project: Project, milestone: Milestone, here: Chat | None) -> None:
    """Note that a milestone is reached and tell the project's groups, `here` by the reply (J5)."""
    if milestone.reached_at is not None:
        return
    milestone.reached_at = work.now
    work.record(_subject(milestone), "milestone.reached", project.id, {}, {"name": milestone.name})
    _changed(work, project, milestone)
    work.update(card_key(milestone), done_card(project, milestone))
    for chat in rows.chats(work.db, project.id or 0):
        if here is None or chat.id != here.id:
            key = f"milestone:{milestone.id}:{work.key()}:reached:{chat.id}"
            work.send(
                Notice(
                    ToChat(chat.id or 0), done_card(project, milestone), "J5", key, Rank.NOTICE, project_id=project.id
                )
            )


def remove(work: Work, project: Project, milestone: Milestone) -> None:
    """Take a milestone out of the plan."""
    work.record(_subject(milestone), "milestone.removed", project.id, _plain(milestone))
    _take_out(work, project, milestone)


def _take_out(work: Work, project: Project, milestone: Milestone) -> None:
    due.drop(work.db, SOON, milestone.id)
    due.drop(work.db, MISSED, milestone.id)
    gone = words("project.milestone_removed", name=milestone.name, project=project.name)
    work.update(card_key(milestone), note(gone))
    work.db.delete(milestone)
    work.db.flush()
    project_cards.refresh(work, project)


def put_back(work: Work, project: Project, record: Record) -> None:
    """Take back what a change of the record did: set, moved, reached or removed.

    Raises UserError when there is another milestone of that name by now.
    """
    milestone = rows.milestone(work.db, int(record.subject.partition(":")[2]))
    if record.action == "milestone.added":
        if milestone is not None:
            _take_out(work, project, milestone)
        return
    if record.action == "milestone.removed" or milestone is None:
        if any(each.name == record.before["name"] for each in rows.milestones(work.db, project.id or 0)):
            raise UserError("project.milestone_again", name=record.before["name"])
        milestone = Milestone(project_id=project.id or 0, name=record.before["name"], day=project.starts_on)
        work.db.add(milestone)
    reached = record.before.get("reached")
    milestone.reached_at = datetime.fromisoformat(reached) if reached else None
    if "day" in record.before:
        milestone.day = date.fromisoformat(record.before["day"])
    _changed(work, project, milestone)
    title = words("project.milestone_set", name=milestone.name, day=Day(milestone.day), project=project.name)
    shown = card(title, project, milestone) if milestone.reached_at is None else done_card(project, milestone)
    work.update(card_key(milestone), shown)


def _plain(milestone: Milestone) -> dict[str, str | None]:
    reached = milestone.reached_at
    return {
        "name": milestone.name,
        "day": milestone.day.isoformat(),
        "reached": reached.isoformat() if reached else None,
    }


def close_cards(work: Work, project: Project) -> None:
    """Take the buttons off milestones that nobody will mark any more, because the project is closed."""
    for milestone in rows.milestones(work.db, project.id or 0):
        if milestone.reached_at is None:
            title = words("project.milestone_left", name=milestone.name, project=project.name)
            work.update(card_key(milestone), note(title, words("project.milestone_planned", day=Day(milestone.day))))


def open_cards(work: Work, project: Project) -> None:
    """Give milestones their buttons back, because the project goes on."""
    for milestone in rows.milestones(work.db, project.id or 0):
        if milestone.reached_at is None:
            title = words("project.milestone_set", name=milestone.name, day=Day(milestone.day), project=project.name)
            work.update(card_key(milestone), card(title, project, milestone))


def schedule(work: Work, project: Project, milestone: Milestone) -> None:
    """Set the moments of reminder and report anew, as the settings and the calendar have them now."""
    due.drop(work.db, SOON, milestone.id)
    due.drop(work.db, MISSED, milestone.id)
    if milestone.reached_at is not None or project.status != "active":
        return
    soon, missed = _morning_before(work, project, milestone), _morning_after(work, project, milestone)
    if soon is not None:
        due.put(work.db, SOON, milestone.id, soon)
    if missed > work.now:
        due.put(work.db, MISSED, milestone.id, missed)


def schedule_all(work: Work, project: Project) -> None:
    """Set the moments of all milestones of a project anew."""
    for milestone in rows.milestones(work.db, project.id or 0):
        schedule(work, project, milestone)


def _morning_before(work: Work, project: Project, milestone: Milestone) -> datetime | None:
    """The workday morning on which to remind; the next one when that is over; None when the day itself is."""
    norms = work.norms(project)
    calendar, day = norms.calendar, milestone.day
    if norms.milestone_notice_workdays:
        wanted = calendar.add_workdays(day, -norms.milestone_notice_workdays)
    else:
        wanted = day if calendar.is_workday(day) else calendar.previous_workday(day)
    earliest = calendar.on_or_after(work.today(norms))
    if at_local(earliest, calendar.day_start(earliest), norms.zone) <= work.now:
        earliest = calendar.next_workday(earliest)
    wanted = max(wanted, earliest)
    return at_local(wanted, calendar.day_start(wanted), norms.zone) if wanted <= day else None


def _morning_after(work: Work, project: Project, milestone: Milestone) -> datetime:
    norms = work.norms(project)
    day = norms.calendar.next_workday(milestone.day)
    return at_local(day, norms.calendar.day_start(day), norms.zone)


def _changed(work: Work, project: Project, milestone: Milestone) -> None:
    work.db.flush()
    schedule(work, project, milestone)
    project_cards.refresh(work, project)


def _subject(milestone: Milestone) -> str:
    return f"milestone:{milestone.id}"

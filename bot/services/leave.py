"""Leave and deputies: who is not asked on which days, and who receives meanwhile what cannot wait (S1)."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.cards import Day, Value, Who, note, words
from bot.errors import UserError
from bot.rules.access import Part
from bot.services import access, following, standup_asking
from bot.services.work import Work
from storage import outbox, posted
from storage import people as rows
from storage import project as project_rows
from storage.outbox import Notice, Rank, ToPerson
from storage.tables.people import Leave, Person
from storage.tables.record import Record


@dataclass(frozen=True, slots=True)
class Taken:
    """A leave that was entered: those it takes the place of, and the deputy's own leave in the same days."""

    leave: Leave
    replaced: tuple[Leave, ...]
    deputy_away: Leave | None


def take(work: Work, person: Person, first: date, last: date, deputy: Person | None) -> Taken:
    """Enter a leave, both days included; leaves it covers or overlaps are joined with it.

    Raises UserError for reversed or past days, and when somebody is to be their own deputy.
    """
    if last < first:
        raise UserError("leave.ends_first")
    if last < today_of(work, person):
        raise UserError("leave.over")
    if deputy is not None and deputy.id == person.id:
        raise UserError("leave.own_deputy")
    replaced = rows.leaves_of(work.db, person.id or 0, first, last)
    for old in replaced:
        first, last = min(first, old.first_day), max(last, old.last_day)
        old.ended_at = work.now
    chosen = deputy.id if deputy else next((old.deputy_id for old in replaced if old.deputy_id), None)
    leave = Leave(person_id=person.id or 0, first_day=first, last_day=last, deputy_id=chosen, created_at=work.now)
    work.db.add(leave)
    work.db.flush()
    work.record(_subject(person), "leave.taken", None, {"replaced": [_plain(old) for old in replaced]}, _plain(leave))
    following.follow_person(work, person)
    stand_in = rows.person(work.db, chosen) if chosen else None
    _tell_deputy(work, person, leave, stand_in)
    _tell_person(work, person, "leave.entered_for_you", leave)
    away = rows.leaves_of(work.db, chosen, first, last) if chosen else []
    return Taken(leave, tuple(replaced), away[0] if away else None)


def end(work: Work, person: Person) -> Leave | None:
    """End the leave somebody is on, or cancel their next one; None when there is none. Days already taken stay."""
    today = today_of(work, person)
    coming = rows.leaves_from(work.db, person.id or 0, today)
    if not coming:
        return None
    leave = coming[0]
    before = _plain(leave)
    if leave.first_day < today:
        leave.last_day = today - timedelta(days=1)
    else:
        leave.ended_at = work.now
    work.record(_subject(person), "leave.ended", None, before, _plain(leave))
    _catch_up(work, person)
    _release_deputy(work, person, leave)
    _tell_person(work, person, "leave.ended_for_you", leave)
    return leave


def put_back(work: Work, person: Person, record: Record) -> Leave:
    """Take back that a leave was entered or ended; what it replaced counts again. Returns the leave."""
    leave = work.db.get_one(Leave, record.after["id"])
    if record.action == "leave.taken":
        leave.ended_at = work.now
        for old in record.before["replaced"]:
            work.db.get_one(Leave, old["id"]).ended_at = None
        work.db.flush()
        again = rows.leaves_of(work.db, person.id or 0, leave.first_day, leave.last_day)
        if leave.deputy_id not in [old.deputy_id for old in again]:
            _release_deputy(work, person, leave)
        _tell_person(work, person, "leave.ended_for_you", leave)
    else:
        leave.last_day, leave.ended_at = date.fromisoformat(record.before["last"]), None
        work.db.flush()
        _tell_deputy(work, person, leave, rows.person(work.db, leave.deputy_id) if leave.deputy_id else None)
        _tell_person(work, person, "leave.entered_for_you", leave)
    _catch_up(work, person)
    return leave


def _catch_up(work: Work, person: Person) -> None:
    """Somebody is back, or not: what was put off is told now, and standups that are still open are asked."""
    following.follow_person(work, person)
    outbox.bring_forward(work.db, person.id or 0, "task.assigned_many", work.now)
    standup_asking.ask_returned(work, person)


def _release_deputy(work: Work, person: Person, leave: Leave) -> None:
    """Tell the deputy that they are not needed any more; who was not told yet that they are, never is."""
    if leave.deputy_id is None:
        return
    asked = f"leave:{leave.id}:deputy"
    outbox.drop_waiting(work.db, asked, "the leave was ended before")
    if not posted.stands_with(work.db, (asked,), leave.deputy_id):
        return
    done = "leave.deputy_done" if leave.first_day <= today_of(work, person) else "leave.deputy_not_needed"
    told = note(words(done, person=Who(person.id or 0, person.name), days=days_of(leave)))
    work.send(Notice(ToPerson(leave.deputy_id), told, "S1", f"{asked}:{work.key()}", Rank.NOTICE))


def days_of(leave: Leave) -> Value:
    """The days of a leave in words: one day, or the first and the last."""
    first, last = Day(leave.first_day), Day(leave.last_day)
    return first if leave.first_day == leave.last_day else words("leave.days", first=first, last=last)


def _tell_person(work: Work, person: Person, key: str, leave: Leave) -> None:
    """Tell somebody what another person entered for them."""
    by = work.by
    if by is None or by.id == person.id:
        return
    told = note(words(key, by=Who(by.id or 0, by.name), days=days_of(leave)))
    work.send(Notice(ToPerson(person.id or 0), told, "S1", f"leave:{leave.id}:{key}:{work.key()}", Rank.NOTICE))


def may_enter_for(work: Work, actor: Person, person: Person) -> bool:
    """Whether somebody may enter leave for another: administrators, the department's head, the lead of a project."""
    if actor.admin or actor.id == person.id:
        return True
    heads = {(row.department_id, row.role) for row in rows.department_roles(work.db, actor.id or 0)}
    if person.department_id and heads & {(person.department_id, "head"), (person.department_id, "executive")}:
        return True
    shared = project_rows.of_person(work.db, person.id or 0)
    return any(access.parts(work, actor, project) & {Part.LEAD} for project in shared)


def today_of(work: Work, person: Person) -> date:
    """The date it is for somebody."""
    return work.now.astimezone(work.zone_of(person, work.norms())).date()


def _tell_deputy(work: Work, person: Person, leave: Leave, deputy: Person | None) -> None:
    if deputy is None:
        return
    who = Who(person.id or 0, person.name)
    told = note(
        words("leave.deputy_asked", person=who, days=days_of(leave)),
        words("leave.deputy_means", person=who),
    )
    asked, key = f"leave:{leave.id}:deputy", f"leave:{leave.id}:deputy:{work.key()}"
    still = (("on_leave", leave.id or 0),)
    work.send(Notice(ToPerson(deputy.id or 0), told, "S1", key, card_key=asked, still=still))


def _plain(leave: Leave) -> dict[str, str | int | None]:
    return {
        "id": leave.id,
        "first": leave.first_day.isoformat(),
        "last": leave.last_day.isoformat(),
        "deputy": leave.deputy_id,
        "ended": leave.ended_at.isoformat() if leave.ended_at else None,
    }


def _subject(person: Person) -> str:
    return f"person:{person.id}"

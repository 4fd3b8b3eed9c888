"""Minutes from reading to record: read, corrected by their recorder, confirmed into tasks, or let go (M2, M4, M5)."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.rules.deadlines import Ambiguous, Deadline
from bot.rules.fold import plain
from bot.rules.minutes_values import LONGEST, Actor, Item
from bot.rules.minutes_values import Minutes as Told
from bot.rules.roster import Name
from bot.services import access, drafts
from bot.services import task as tasks
from bot.services.drafts import Draft
from bot.services.minutes_sheet import Point, Sheet, load
from bot.services.work import Work
from storage import due as due_rows
from storage import minutes as rows
from storage import people as people_rows
from storage.tables.minutes import Minutes, MinutesItem
from storage.tables.people import Person
from storage.tables.project import Chat, Project
from storage.tables.task import Task

EXPIRY: Final = "minutes_expiry"
DRAFT_DAYS: Final = timedelta(days=7)  # how long a draft waits for its recorder
_TOKEN: Final = re.compile(r"<@(\d{1,18})>")
_SAVED: Final = re.compile(r"[^0-9A-Za-z\-_/]")


def card_key(row: Minutes) -> str:
    """The name of the recorder's card."""
    return f"minutes:{row.id}"


def group_key(row: Minutes) -> str:
    """The name of the card the groups see."""
    return f"minutes:{row.id}:group"


def read(work: Work, project: Project, text: str, roster: Sequence[Name], zone: ZoneInfo, chat: Chat | None) -> Minutes:
    """Read a text for the acting person. The same text sent again is the draft that is open already.

    Raises UserError when nothing of minutes is in it, when it is too long, or when it was confirmed before.
    """
    if len(text) > LONGEST:
        raise UserError("minutes.too_long", most=LONGEST)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    me = work.by.id or 0 if work.by else 0
    known = rows.known(work.db, project.id or 0, digest, ("draft", "kept"))
    if known is not None and known.status == "kept":
        raise UserError("minutes.kept_before", topic=known.topic, number=known.number)
    if known is not None and known.person_id == me:
        return known
    calendar = work.norms(project).calendar
    departments = [each.name for each in people_rows.departments(work.db)]
    from bot.rules.minutes import read_minutes  # to build its patterns takes a tenth of every start

    found = read_minutes(_without_stray(text), work.now, calendar, zone, roster, departments)
    if not (found.items or found.decisions or found.topics):
        raise UserError("minutes.nothing_found")
    row = Minutes(
        project_id=project.id or 0,
        person_id=me,
        chat_id=chat.id if chat else None,
        number=_SAVED.sub("", found.number).upper()[:40],
        topic=_shown(work, found.topic),
        day=found.day,
        digest=digest,
        text=text,
        sheet=_sheet(work, project, found).dump(),
        created_at=work.now,
    )
    rows.add(work.db, row)
    due_rows.put(work.db, EXPIRY, row.id, work.now + DRAFT_DAYS)
    return row


def _without_stray(text: str) -> str:
    """The text without its only mention where that hangs behind the last line: some platforms move it there."""
    tokens = list(_TOKEN.finditer(text))
    if "\n" in text.strip() and len(tokens) == 1 and tokens[0].end() == len(text.rstrip()):
        return text[: tokens[0].start()].rstrip()
    return text


def _shown(work: Work, text: str) -> str:
    """The text with names for the ids of people mentioned."""

    def name(match: re.Match[str]) -> str:
        found = people_rows.people(work.db, [int(match[1])])
        return f"@{found[0].name}" if found else match[0]

    return _TOKEN.sub(name, text) if "<@" in text else text


def _sheet(work: Work, project: Project, found: Told) -> Sheet:
    def shown(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(_shown(work, each) for each in texts)

    return Sheet(
        place=found.place,
        form=found.form,
        clock=found.clock.strftime("%H:%M") if found.clock else "",
        host=found.host,
        recorder=found.recorder,
        attendees=found.attendees,
        absentees=found.absentees,
        topics=tuple(
            replace(each, title=_shown(work, each.title), conclusion=_shown(work, each.conclusion))
            for each in found.topics
        ),
        decisions=shown(found.decisions),
        follow_ups=shown(found.follow_ups),
        next_meeting=_shown(work, found.next_meeting),
        points=tuple(_point(work, project, item) for item in found.items),
    )


def _point(work: Work, project: Project, item: Item) -> Point:
    """An item with its people found: a department stands for its liaison, several names for the first of them."""
    doubts: list[str] = list(item.doubts)
    named = [_person(work, project, actor) for actor in item.owners]
    owner = next((id for id, _ in named if id), 0)
    others = tuple(id for id, _ in named if id and id != owner)
    if "several_owners" not in doubts or any(len(actor.ids) > 1 for actor in item.owners):
        doubts = [each for each in doubts if each != "several_owners" or len(item.owners) > 1]
        doubts += [doubt for _, doubt in named[:1] if doubt]
    helpers = tuple(id for actor in item.helpers for id, _ in (_person(work, project, actor),) if id)
    point = Point(
        _shown(work, item.title),
        item.line,
        _shown(work, item.text),
        owner if not named or named[0][0] else 0,
        tuple(dict.fromkeys((*others, *helpers))),
        "、".join(actor.written for actor in item.owners),
        criteria=_shown(work, item.criteria),
        deliverable=_shown(work, item.deliverable),
        priority=item.priority or "mid",
        after=item.after,
        due_text=item.due_text,
    )
    point = with_due(point, item.due)
    if point.due and datetime.fromisoformat(point.due) <= work.now:
        doubts.append("past_due")
    return replace(point, doubts=tuple(dict.fromkeys(doubts)))


def _person(work: Work, project: Project, actor: Actor) -> tuple[int, str]:
    """Whom a name stands for, and what is doubtful about it."""
    if actor.department:
        liaison = liaison_of(work, project, actor.written)
        return (liaison.id or 0, "") if liaison else (0, "no_liaison")
    if len(actor.ids) == 1:
        return actor.ids[0], ""
    return 0, "namesakes" if actor.ids else "unknown_owner"


def liaison_of(work: Work, project: Project, department: str) -> Person | None:
    """Who answers for a department in a project: its liaison, else its head."""
    found = next((row for row in people_rows.departments(work.db) if plain(row.name) == plain(department)), None)
    if found is None:
        return None
    roles = (access.holders(work, project, found.id, role) for role in ("liaison", "head"))
    return next((people[0] for people in roles if people), None)


def with_due(point: Point, found: Deadline | Ambiguous | None) -> Point:
    """The item with a date as it was read."""
    if isinstance(found, Deadline):
        return replace(point, due=found.due.isoformat(), timed=found.timed, choices=())
    choices = tuple(option.due.isoformat() for option in found.options) if found else ()
    return replace(point, due="", timed=False, choices=choices)


# ---------------------------------------------------------------------------------------------------------------------
# What the recorder does


def opened(work: Work, minutes_id: str) -> Minutes:
    """A draft its own recorder has just touched. Raises UserError for anybody else, and once it is settled."""
    row = rows.held(work.db, int(minutes_id))
    if row is None or row.status != "draft":
        raise UserError(f"minutes.is_{row.status if row else 'dropped'}", topic=row.topic if row else "")
    if work.by is None or row.person_id != work.by.id:
        raise UserError("minutes.of", who=people_rows.person(work.db, row.person_id).name)
    return row


def change(row: Minutes, edit: Callable[[Sheet], Sheet]) -> None:
    """Correct a draft."""
    row.sheet = edit(load(row.sheet)).dump()


def keep(work: Work, project: Project, row: Minutes) -> list[Task]:
    """Confirm a draft: its ready items become tasks, and the minutes are kept with all of them (M4, T5)."""
    sheet, creator = load(row.sheet), people_rows.person(work.db, row.person_id)
    row.number = _number(work, row)
    made: dict[int, Task] = {}
    for place, point in enumerate(sheet.points):
        if point.ready:
            made[place], _ = drafts.make(work, project, _draft(row, point), creator)
    for place, task in made.items():
        after = sheet.points[place].after
        if after is not None and after in made:
            tasks.depend(work, task, made[after], 0)
    _settle(work, row, "kept")
    for place, point in enumerate(sheet.points):
        if not point.dropped:
            task_id = made[place].id if place in made else None
            work.db.add(
                MinutesItem(
                    minutes_id=row.id or 0,
                    place=place,
                    title=point.title,
                    line=point.line,
                    text=point.text,
                    task_id=task_id,
                )
            )
    said = {"topic": row.topic, "number": row.number, "tasks": [task.code for task in made.values()]}
    work.record(f"minutes:{row.id}", "minutes.kept", project.id, after=said)
    return list(made.values())


def _draft(row: Minutes, point: Point) -> Draft:
    return Draft(
        point.title,
        (point.owner,),
        point.helpers,
        due=point.due,
        timed=point.timed,
        criteria=point.criteria,
        deliverable=point.deliverable,
        priority=point.priority,
        minutes=row.id,
    )


def _number(work: Work, row: Minutes) -> str:
    """The number the minutes bear, else one by the day of the meeting (YH20231001); a second one of a day gets -2."""
    day: date = row.day or work.today(work.norms())
    first = row.number or f"YH{day:%Y%m%d}"
    number, count = first, 1
    while rows.numbered(work.db, row.project_id, number) is not None:
        count += 1
        number = f"{first}-{count}"
    return number


def drop(work: Work, row: Minutes) -> None:
    """Let a draft go: nothing is made of it."""
    _settle(work, row, "dropped")


def expire(work: Work, minutes_id: int) -> Minutes | None:
    """Let go of a draft that nobody came back to; None when it was settled meanwhile."""
    row = rows.held(work.db, minutes_id)
    if row is None or row.status != "draft":
        return None
    _settle(work, row, "expired")
    return row


def _settle(work: Work, row: Minutes, status: str) -> None:
    row.status, row.settled_at = status, work.now
    due_rows.drop(work.db, EXPIRY, row.id)
    work.db.flush()

"""People and groups that go: leaving a group, a group dissolved, somebody leaving the company (U4)."""

from bot.cards import Many, note, words
from bot.services import people
from bot.services.work import Work
from bot.wire import Account, Incoming
from storage import people as people_rows
from storage import project as rows
from storage import task as task_rows
from storage.outbox import Notice, ToPerson
from storage.tables.people import Person
from storage.tables.project import ChatMember

SILENT = ("left", "closed", "renamed", "departed", "changed")
"""Events that nobody says and nobody is answered."""


def follow(work: Work, event: Incoming) -> None:
    """Take note of an event of `SILENT`; what it says of people and groups nobody knows is passed over."""
    if event.kind == "departed":
        _depart(work, event)
    elif event.kind == "changed":
        if event.user and event.user_name:
            people.meet(work, event.platform, Account(event.user, event.user_name))
    elif rows.chat_of(work.db, event.platform, event.chat) is not None:
        _follow_chat(work, event)


def _follow_chat(work: Work, event: Incoming) -> None:
    chat = people.meet_chat(work, event)
    if chat is None:
        return
    if event.kind == "closed":
        chat.active = False
        work.record(f"chat:{chat.id}", "chat.closed", None, {"active": True}, {"active": False})
    for account in event.mentions if event.kind == "left" else ():
        person = people_rows.person_of(work.db, event.platform, account.user)
        row = work.db.get(ChatMember, (chat.id, person.id)) if person else None
        if row is not None:
            work.db.delete(row)
    work.db.flush()


def _depart(work: Work, event: Incoming) -> None:
    """Ask somebody who left the company nothing any more, and tell the leads whose tasks they still own."""
    person = people_rows.person_of(work.db, event.platform, event.user)
    if person is None or not person.active:
        return
    person.active = False
    work.record(f"person:{person.id}", "person.departed", None, {"active": True}, {"active": False})
    work.db.flush()
    owned = task_rows.open_of(work.db, person.id or 0)
    for project in rows.projects(work.db, sorted({task.project_id for task in owned})):
        titles = [task.title for task in owned if task.project_id == project.id]
        _tell_lead(work, person, project.lead_id, project.id or 0, titles)


def _tell_lead(work: Work, person: Person, lead_id: int, project_id: int, titles: list[str]) -> None:
    if lead_id == person.id:
        return
    card = note(
        words("people.departed", who=person.name),
        words("people.departed_tasks", n=len(titles), tasks=Many(tuple(titles[:8]))),
        words("people.departed_next", who=person.name),
        tone="warn",
    )
    key = f"departed:{person.id}:{project_id}:{work.source}"
    work.send(Notice(ToPerson(lead_id), card, "T3", key, project_id=project_id))

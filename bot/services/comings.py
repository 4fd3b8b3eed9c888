"""People and groups that come and go without anybody saying so: a group left, renamed or dissolved, somebody leaving
the company (U4)."""

from collections.abc import Mapping

from bot.cards import Card, Many, note, words
from bot.services import access, greeting, people
from bot.services import project as projects
from bot.services.work import Work
from bot.wire import Incoming
from storage import people as people_rows
from storage import project as rows
from storage import task as task_rows
from storage.outbox import Notice, Rank, ToPerson
from storage.tables.people import Person
from storage.tables.project import Chat, ChatMember, Project

SILENT = ("left", "closed", "renamed", "shared", "departed", "changed")
"""Events that nobody says and nobody is answered."""

_MOST_TITLES = 8


def follow(work: Work, event: Incoming) -> None:
    """Take note of an event of `SILENT`, or of one without a person; nobody is entered who was not known before, but
    those who join a group."""
    if event.kind == "departed":
        person = people_rows.person_of(work.db, event.platform, event.user)
        if person is not None:
            depart(work, person)
    elif event.kind == "changed":
        people.follow_profile(work, event.platform, event.user, event.user_name)
    elif event.kind == "joined":
        arrive(work, event, [])
    elif rows.chat_of(work.db, event.platform, event.chat) is not None:
        _follow_chat(work, event)


def arrive(work: Work, event: Incoming, persons: list[Person]) -> Chat | None:
    """Note that these people, and those the event names, are in its group, which is greeted once.

    Some platforms do not tell that the bot was taken in; there the first words to it show that.
    """
    chat = people.meet_chat(work, event)
    if chat is not None:
        projects.arrive(work, chat, [*persons, *(people.meet(work, event.platform, each) for each in event.mentions)])
        if event.kind == "joined" or event.addressed:
            greeting.greet(work, chat)
    return chat


def come_back(work: Work, person: Person) -> None:
    """Whoever says something works here, whatever was heard of them before."""
    person.active = True
    work.record(f"person:{person.id}", "person.back", None, {"active": False}, {"active": True})


def _follow_chat(work: Work, event: Incoming) -> None:
    chat = people.meet_chat(work, event)
    if chat is None:
        return
    if event.kind == "closed" and chat.active:
        _close(work, chat)
    if event.kind == "shared" and chat.active:
        _withdraw(work, chat, event.value)
    for account in event.mentions if event.kind == "left" else ():
        person = people_rows.person_of(work.db, event.platform, account.user)
        row = work.db.get(ChatMember, (chat.id, person.id)) if person else None
        if row is not None:
            work.db.delete(row)
    work.db.flush()


def _close(work: Work, chat: Chat) -> None:
    """Post nothing there any more, and tell the administrators of projects that have no group left."""
    bound = rows.in_chat(work.db, chat.id or 0)
    chat.active = False
    work.db.flush()
    work.record(f"chat:{chat.id}", "chat.closed", None, {"active": True}, {"active": False})
    homeless = [project for project in bound if not rows.chats(work.db, project.id or 0)]
    for admin in people_rows.admins(work.db) if homeless else ():
        key = f"closed:{chat.id}:{admin.id}:{work.source}"
        work.send(
            Notice(ToPerson(admin.id or 0), _closed_card(chat, homeless), "U1", key, merge="people.groups_closed")
        )


def _closed_card(chat: Chat, homeless: list[Project]) -> Card:
    names = Many(tuple(project.name for project in homeless))
    return note(
        words("people.group_closed", chat=chat.name or chat.ref),
        words("people.group_closed_projects", n=len(homeless), projects=names),
        words("people.group_closed_next", code=homeless[0].code),
        tone="warn",
    )


def _withdraw(work: Work, chat: Chat, allowing: Mapping[str, str]) -> None:
    """Another company reads there: post nothing any more, and tell the lead of each project what to do (U4).

    allowing: the setting that would let the bot work there, and what to add to it; empty where there is none.
    """
    bound = rows.in_chat(work.db, chat.id or 0)
    chat.active = False
    work.db.flush()
    work.record(f"chat:{chat.id}", "chat.shared", None, {"active": True}, {"active": False})
    for project in bound:
        homeless = not rows.chats(work.db, project.id or 0)
        lines = [words("people.group_shared_stopped", project=project.name)]
        lines += [words("people.group_shared_next", code=project.code)] if homeless else []
        lines += [words("people.group_shared_allow", **allowing)] if allowing else []
        card = note(words("people.group_shared", chat=chat.name or chat.ref), *lines, tone="warn")
        for receiver in _in_charge(work, project):
            key = f"shared:{chat.id}:{project.id}:{receiver.id}:{work.source}"
            told = ToPerson(receiver.id or 0)
            work.send(Notice(told, card, "U4", key, Rank.URGENT, project_id=project.id))


def depart(work: Work, person: Person) -> None:
    """Ask somebody who left the company nothing any more, and tell the leads whose tasks they still own."""
    if not person.active:
        return
    person.active = False
    work.record(f"person:{person.id}", "person.departed", None, {"active": True}, {"active": False})
    work.db.flush()
    owned = task_rows.open_of(work.db, person.id or 0)
    for project in rows.projects(work.db, sorted({task.project_id for task in owned})):
        titles = tuple(task.title for task in owned if task.project_id == project.id)
        card = note(
            words("people.departed", who=person.name),
            words("people.departed_tasks", n=len(titles), project=project.name, tasks=Many(titles[:_MOST_TITLES])),
            words("people.departed_next", who=person.name),
            tone="warn",
        )
        for receiver in _in_charge(work, project):
            key = f"departed:{person.id}:{project.id}:{receiver.id}:{work.source}"
            told = ToPerson(receiver.id or 0)
            work.send(Notice(told, card, "T3", key, merge="people.departures", project_id=project.id))


def _in_charge(work: Work, project: Project) -> list[Person]:
    """The lead or their deputy; the administrators when there is neither."""
    lead = people_rows.person(work.db, project.lead_id)
    found = access.stand_in(work, lead, work.today(work.norms(project)))
    return [found] if found else people_rows.admins(work.db)

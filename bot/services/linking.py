"""One person with accounts on several platforms: by an e-mail address both directories give, or by a confirmed code
(P1)."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Final

from bot.cards import Many, Words, note, words
from bot.errors import UserError
from bot.services import following, project_cards
from bot.services.work import Work
from storage import linking as rows
from storage import memory
from storage import people as people_rows
from storage import project as project_rows
from storage.outbox import Notice, Rank, ToPerson
from storage.tables.people import Person

CODE_MINUTES: Final = 10
WRONG_AN_HOUR: Final = 5
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is read as another
_LENGTH: Final = 6
_PLACE: Final = "linking"


@dataclass(frozen=True, slots=True)
class Offer:
    """Whose code it is, and the platform on which it was given."""

    person: Person
    platform: str


def offer(work: Work, person: Person, platform: str) -> str:
    """A code with which this person can be recognised on another platform within ten minutes. Only its digest is
    kept."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    kept = json.dumps({"person": person.id, "platform": platform})
    memory.put(work.db, _PLACE, _digest(code), kept, work.now, CODE_MINUTES * 60)
    return code


def find(work: Work, code: str, person: Person, platform: str) -> Offer | None:
    """Whom a typed code links to; None when it is wrong or too old, which is counted.

    Raises UserError after too many wrong ones, for a code typed where it was given, and for accounts that cannot be
    one person's.
    """
    tries = f"wrong:{person.id}"
    if int(memory.get(work.db, _PLACE, tries, work.now) or 0) >= WRONG_AN_HOUR:
        raise UserError("people.link_too_often")
    found = _offer(work, code)
    if found is None:
        memory.add(work.db, _PLACE, tries, 1, work.now, 3600)
        return None
    if found.platform == platform:
        raise UserError("people.link_same_platform")
    _require_apart(work, found.person, person)
    return found


def confirm(work: Work, code: str, person: Person, platform: str) -> Person:
    """Make both one person; returns who that is. Raises UserError when the code is over, or as `find` does."""
    found = _offer(work, code)
    if found is None:
        raise UserError("people.link_over")
    _require_apart(work, found.person, person)
    revoke(work, code)
    kept = merge(work, found.person, person)
    told = note(words("people.linked_elsewhere", platform=platform_name(platform)), tone="good")
    work.send(Notice(ToPerson(kept.id or 0, found.platform), told, "U1", work.key(), Rank.REPLY))
    return kept


def revoke(work: Work, code: str) -> None:
    """Let a code count no more."""
    memory.forget(work.db, _PLACE, _digest(code))


def link_by_email(work: Work, platform: str, person: Person, email: str) -> Person:
    """Recognise somebody by the e-mail address two directories give; returns who they are now. Nothing happens where
    it would put two accounts of one platform together."""
    others = {account.person_id for account in rows.with_email(work.db, email)} - {person.id}
    for other in people_rows.people(work.db, sorted(others)):
        if rows.platforms_of(work.db, other.id or 0).isdisjoint(rows.platforms_of(work.db, person.id or 0)):
            person = merge(work, other, person)
            names = tuple(platform_name(each) for each in sorted(rows.platforms_of(work.db, person.id or 0)))
            told = note(words("people.linked_by_email"), words("people.linked_platforms", platforms=Many(names)))
            work.send(Notice(ToPerson(person.id or 0, platform), told, "U1", f"linked:{platform}:{person.id}"))
    return person


def merge(work: Work, one: Person, other: Person) -> Person:
    """Make two people one, the one known longer, with what is set for either; returns that one. Their projects'
    cards and moments follow."""
    keep, gone = sorted((one, other), key=lambda person: person.id or 0)
    before = {"person": gone.id, "name": gone.name}
    for name in ("language", "zone", "calendar", "department_id", "standup_time"):
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    if keep.name in {account.user for account in people_rows.accounts(work.db, [keep.id or 0])}:
        keep.name = gone.name
    keep.admin, keep.active = keep.admin or gone.admin, keep.active or gone.active
    work.db.flush()
    rows.merge(work.db, keep, gone)
    work.record(f"person:{keep.id}", "person.linked", None, before, {"person": keep.id, "name": keep.name})
    if work.by is not None and work.by.id == gone.id:
        work.by = keep
    for project in project_rows.of_person(work.db, keep.id or 0):
        following.reschedule(work, project)
        project_cards.refresh(work, project)
    return keep


def platform_name(platform: str) -> Words:
    """What people call a platform."""
    return words(f"people.platform_{platform}")


def _require_apart(work: Work, one: Person, other: Person) -> None:
    if one.id == other.id:
        raise UserError("people.link_done_already")
    shared = rows.platforms_of(work.db, one.id or 0) & rows.platforms_of(work.db, other.id or 0)
    if shared:
        raise UserError("people.link_taken", platform=platform_name(min(shared)))


def _offer(work: Work, code: str) -> Offer | None:
    kept = memory.get(work.db, _PLACE, _digest(code), work.now)
    if kept is None:
        return None
    raw = json.loads(kept)
    return Offer(people_rows.person(work.db, raw["person"]), raw["platform"])


def _digest(code: str) -> str:
    return "code:" + hashlib.sha256(code.encode()).hexdigest()

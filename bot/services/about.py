"""What no directory tells of somebody - language, zone, department - is asked of them, once (P1)."""

from typing import Final

from bot.cards import Button, Form, Input, Many, Option, Value, Words, note, words
from bot.services.work import Work
from storage import people as people_rows
from storage import project as project_rows
from storage.outbox import Notice, Rank, ToPerson
from storage.tables.people import Person

_MOST: Final = 8


def card_key(person: Person) -> str:
    """The name of the one question a person gets."""
    return f"about:{person.id}"


def ask(work: Work, person: Person) -> None:
    """Ask for what is missing, in working hours; never twice, and nobody outside a running project."""
    missing = [name for name, known in _known(person).items() if not known]
    if not missing or not project_rows.of_person(work.db, person.id or 0):
        return
    norms = work.norms()
    form = Form("people.about", words("people.about_form"), tuple(_input(work, name) for name in missing))
    button = Button("people.about", words("people.about_button"), style="primary", form=form)
    usual = words("people.about_usual", language=words(f"people.language_{norms.language}"), zone=norms.zone.key)
    card = note(words("people.about_asks"), usual, buttons=(button,))
    work.send(Notice(ToPerson(person.id or 0), card, "P1", card_key(person), Rank.NOTICE, card_key(person)))


def _known(person: Person) -> dict[str, bool]:
    return {
        "language": bool(person.language),
        "timezone": bool(person.zone),
        "department": person.department_id is not None,
    }


def _input(work: Work, name: str) -> Input:
    norms = work.norms()
    if name == "language":
        options = Option("zh", "中文"), Option("en", "English")
        return Input(name, words("people.setting_language"), "select", norms.language, options)
    if name == "timezone":
        return Input(name, words("people.setting_timezone"), value=norms.zone.key)
    return Input(name, words("people.label_department"), hint=_departments(work))


def _departments(work: Work) -> Words | None:
    names: tuple[Value, ...] = tuple(row.name for row in people_rows.departments(work.db))[:_MOST]
    return words("people.about_departments", names=Many(names)) if names else None

"""The session that writes late: nobody can tell but by the number of statements."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from storage import due, record
from storage import people as people_rows
from storage import project as project_rows
from storage.engine import Database
from storage.session import keeping
from storage.tables.people import Person
from storage.tables.record import Record
from tests.storage.queues import NOW

LATER = NOW + timedelta(hours=1)


def note(db: Session, subject: str) -> None:
    record.write(db, NOW, subject, "said", by=None)


def test_what_waits_is_seen_by_the_next_question(database: Database) -> None:
    with database.transaction() as db:
        note(db, "task:1")
        due.put(db, "round", 1, NOW)
        assert [row.action for row in record.history(db, "task:1")] == ["said"]
        assert due.when(db, "round", 1) == NOW


def test_what_waits_is_committed(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, NOW)
    with database.transaction() as db:
        assert due.when(db, "round", 1) == NOW


def test_alike_statements_leave_together(database: Database) -> None:
    inserts: list[bool] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: inserts.append("INSERT" in call[2]))
    with database.transaction() as db:
        for number in range(5):
            note(db, f"task:{number}")
    assert inserts.count(True) == 1


def test_of_two_moments_for_one_duty_the_last_counts(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, NOW)
        due.put(db, "round", 1, LATER)
        assert due.when(db, "round", 1) == LATER


def test_an_undone_savepoint_takes_what_waited_with_it_and_nothing_else(database: Database) -> None:
    with database.transaction() as db:
        note(db, "task:1")
        with pytest.raises(ZeroDivisionError), db.begin_nested():
            note(db, "task:2")
            raise ZeroDivisionError
        assert [row.subject for row in db.exec(select(Record).order_by(col(Record.id)))] == ["task:1"]


def test_numbers_go_on_after_an_undone_savepoint(database: Database) -> None:
    with database.transaction() as db:
        assert [project_rows.next_number(db, "XMKTP") for _ in range(2)] == [1, 2]
        with pytest.raises(ZeroDivisionError), db.begin_nested():
            assert project_rows.next_number(db, "XMKTP") == 3
            raise ZeroDivisionError
        assert project_rows.next_number(db, "XMKTP") == 3
    with database.transaction() as db:
        assert project_rows.next_number(db, "XMKTP") == 4


def test_changes_are_counted_when_they_are_made_not_when_they_are_written(database: Database) -> None:
    with database.transaction() as db:
        session = keeping(db)
        note(db, "task:1")
        person = people_rows.add(db, "李四", NOW)
        before = session.changes
        assert due.when(db, "round", 1) is None
        assert session.changes == before
        person.name = "李思"
        assert session.changes == before + 1


def test_a_known_row_is_not_asked_for_again(database: Database) -> None:
    asked: list[str] = []
    with database.transaction() as db:
        id = people_rows.add(db, "李四", NOW).id
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    with database.transaction() as db:
        assert db.get(Person, id) is db.get(Person, id)
    assert len([statement for statement in asked if "person" in statement]) == 1


def test_a_row_that_was_undone_is_asked_for_again(database: Database) -> None:
    with database.transaction() as db:
        person = people_rows.add(db, "李四", NOW)
        db.flush()
        with pytest.raises(ZeroDivisionError), db.begin_nested():
            person.name = "李思"
            db.flush()
            raise ZeroDivisionError
        assert people_rows.person(db, person.id or 0).name == "李四"


def test_another_session_is_refused(database: Database) -> None:
    with Session(database.engine) as db, pytest.raises(TypeError):
        due.put(db, "round", 1, NOW)

"""The session that writes late: nobody can tell but by the number of statements."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.cards import Card
from storage import due, outbox, record
from storage import people as people_rows
from storage import project as project_rows
from storage import standup as standups
from storage import task as task_rows
from storage.engine import Database
from storage.outbox import Notice, ToChat
from storage.session import keeping
from storage.tables.people import Account, Setting
from storage.tables.record import Record
from storage.tables.standup import StandupAnswer
from tests.storage.queues import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def second(database: Database) -> Iterator[Database]:
    """The same database as another process has it; in memory there is but one process."""
    if database.is_sqlite:
        yield database
        return
    other = Database(database.url, inline=True)
    yield other
    other.close()


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


def written(database: Database) -> list[str]:
    """What is written from now on."""
    statements: list[str] = []

    def hear(*call: Any) -> None:
        if call[2].lstrip().startswith(("INSERT", "UPDATE")):
            statements.append(call[2])

    event.listen(database.engine, "before_cursor_execute", hear)
    return statements


def answered(db: Session, person: int) -> StandupAnswer:
    row = StandupAnswer(project_id=1, day=NOW.date(), person_id=person, at=NOW)
    db.add(row)
    return row


def test_a_new_row_is_found_by_its_key_before_it_is_written(database: Database) -> None:
    statements = written(database)
    with database.transaction() as db:
        row = answered(db, 1)
        assert standups.answer(db, 1, NOW.date(), 1) is row
        assert standups.answer(db, 1, NOW.date(), 2) is None
        assert statements == []
        db.expunge(row)


def test_a_new_row_can_be_locked_changed_and_deleted_at_once(database: Database) -> None:
    with database.transaction() as db:
        people_rows.set_setting(db, "workspace", "language", "en")
        row = db.get(Setting, ("workspace", "language"))
        assert row is not None
        db.refresh(row, with_for_update=True)
        row.value = "zh"
        assert people_rows.settings(db) == {"workspace": {"language": "zh"}}
        people_rows.set_setting(db, "workspace", "country", "DE")
        people_rows.set_setting(db, "workspace", "country", None)
        assert people_rows.settings(db) == {"workspace": {"language": "zh"}}


def test_a_question_about_other_tables_leaves_what_waits(database: Database) -> None:
    with database.transaction() as db:
        note(db, "task:1")
        statements = written(database)
        assert people_rows.admins(db) == []
        assert task_rows.collaborators(db, 1) == []
        assert statements == []
        assert len(record.history(db, "task:1")) == 1
        assert len(statements) == 1


def test_a_remembered_question_sees_what_waits_for_its_tables(database: Database) -> None:
    with database.transaction() as db:
        assert people_rows.settings(db) == {}
        db.add(Setting(scope="workspace", key="language", value="en"))
        assert people_rows.settings(db) == {"workspace": {"language": "en"}}


def test_a_row_a_waiting_statement_writes_is_found(database: Database) -> None:
    with database.transaction() as db:
        note(db, "task:1")
        assert db.get(Record, 1) is not None


def test_of_a_card_that_waits_to_be_posted_it_is_known(database: Database) -> None:
    statements = written(database)
    with database.transaction() as db:
        outbox.put(db, [Notice(ToChat(1), Card("站会"), "S1", "k1", card_key="standup:1")], NOW)
        assert standups.posted(db, ("standup:1", "standup:2")) == {"standup:1"}
        assert statements == []
    with database.transaction() as db:
        assert standups.posted(db, ("standup:1", "standup:2")) == {"standup:1"}


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


def asked(database: Database, table: str) -> list[str]:
    """What is asked of a table from now on."""
    statements: list[str] = []

    def hear(*call: Any) -> None:
        if f"FROM {table}" in call[2]:
            statements.append(call[2])

    event.listen(database.engine, "before_cursor_execute", hear)
    return statements


def entered(database: Database, name: str) -> int:
    with database.transaction() as db:
        return people_rows.add(db, name, NOW).id or 0


def name_of(database: Database, id: int) -> str:
    with database.transaction() as db:
        return people_rows.person(db, id).name


def test_people_are_not_asked_for_again_in_the_next_transaction(database: Database) -> None:
    id = entered(database, "李四")
    statements = asked(database, "person")
    assert [name_of(database, id) for _ in range(3)] == ["李四"] * 3
    assert len(statements) == 1


def test_what_another_process_changed_is_read_anew(database: Database, second: Database) -> None:
    id = entered(database, "李四")
    assert name_of(database, id) == "李四"
    with second.transaction() as db:
        people_rows.person(db, id).name = "李思"
    assert name_of(database, id) == "李思"


def test_whoever_was_asked_about_does_not_make_everybody_be_read_anew(database: Database) -> None:
    id = entered(database, "李四")
    with database.transaction() as db:
        db.add(Account(platform="console", user="u1", person_id=id))
    assert name_of(database, id) == "李四"
    statements = asked(database, "person")
    with database.transaction() as db:
        assert people_rows.take_stranger(db, {"console"}, NOW, LATER) is not None
        people_rows.put_off(db, "console", "u1", LATER, LATER)
        people_rows.introduced(db, "console", "u1")
    assert (name_of(database, id), statements) == ("李四", [])


def test_a_change_that_was_undone_is_not_kept(database: Database) -> None:
    id = entered(database, "李四")
    with pytest.raises(ZeroDivisionError), database.transaction() as db:
        people_rows.person(db, id).name = "李思"
        db.flush()
        raise ZeroDivisionError
    assert name_of(database, id) == "李四"


def test_answers_about_people_last_and_those_about_work_do_not(database: Database) -> None:
    with database.transaction() as db:
        assert people_rows.admins(db) == []
        assert task_rows.collaborators(db, 1) == []
    people, work = asked(database, "person"), asked(database, "taskcollaborator")
    with database.transaction() as db:
        assert people_rows.admins(db) == []
        assert task_rows.collaborators(db, 1) == []
    assert (len(people), len(work)) == (0, 1)


def test_a_row_of_the_work_is_read_anew_in_each_transaction(database: Database) -> None:
    with database.transaction() as db:
        record.write(db, NOW, "task:1", "said", by=None)
    statements = asked(database, "record")
    for _ in range(2):
        with database.transaction() as db:
            assert db.get(Record, 1) is db.get(Record, 1)
    assert len(statements) == 2


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


def test_a_row_taken_back_before_it_was_written_is_not_found(database: Database) -> None:
    with database.transaction() as db:
        db.expunge(answered(db, 1))
        assert standups.answer(db, 1, NOW.date(), 1) is None
    with database.transaction() as db:
        assert standups.answer(db, 1, NOW.date(), 1) is None


def test_what_was_deleted_can_be_set_again_at_once(database: Database) -> None:
    with database.transaction() as db:
        people_rows.set_setting(db, "workspace", "language", "en")
    with database.transaction() as db:
        people_rows.set_setting(db, "workspace", "language", None)
        people_rows.set_setting(db, "workspace", "language", "zh")
    with database.transaction() as db:
        assert people_rows.settings(db) == {"workspace": {"language": "zh"}}


def test_a_deleted_row_is_not_found_by_its_key(database: Database) -> None:
    with database.transaction() as db:
        people_rows.set_setting(db, "workspace", "language", "en")
    with database.transaction() as db:
        row = db.get(Setting, ("workspace", "language"))
        db.delete(row)
        assert db.get(Setting, ("workspace", "language")) is None


def test_a_new_row_of_an_undone_savepoint_is_not_found(database: Database) -> None:
    with database.transaction() as db:
        with pytest.raises(ZeroDivisionError), db.begin_nested():
            answered(db, 1)
            raise ZeroDivisionError
        assert standups.answer(db, 1, NOW.date(), 1) is None


def test_a_row_deleted_in_an_undone_savepoint_is_found(database: Database) -> None:
    with database.transaction() as db:
        people_rows.set_setting(db, "workspace", "language", "en")
        with pytest.raises(ZeroDivisionError), db.begin_nested():
            people_rows.set_setting(db, "workspace", "language", None)
            assert people_rows.settings(db) == {}
            raise ZeroDivisionError
        assert people_rows.settings(db) == {"workspace": {"language": "en"}}


def test_a_change_to_a_row_that_waits_is_counted(database: Database) -> None:
    with database.transaction() as db:
        row = answered(db, 1)
        before = keeping(db).changes
        found = standups.answer(db, 1, NOW.date(), 1)
        assert found is row
        found.today = "终稿"
        assert keeping(db).changes > before
        db.expunge(row)

"""What is sent ahead: nobody waits for it, and nothing of it is lost or passed over in silence."""

from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.dialect import AHEAD
from storage.engine import Database, will_pass
from storage.tables.plumbing import outbox
from tests.storage.queues import on_postgresql


def test_the_next_question_sees_it(database: Database) -> None:
    with database.transaction() as db:
        send(db, "a", "b")
        assert keys(db) == ["a", "b"]


def test_the_commit_waits_for_it(database: Database) -> None:
    with database.transaction() as db:
        send(db, "a", "b")
    with database.transaction() as db:
        assert keys(db) == ["a", "b"]


def test_what_is_refused_is_raised_by_the_commit_and_takes_all_of_it_back(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as db:
        send(db, "a", "b")
        send(db, "b", "c")
    with database.transaction() as db:
        assert keys(db) == []


@on_postgresql
def test_what_is_refused_does_not_hide_why_the_work_was_given_up(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as db:
        send(db, "a", "b")
        send(db, "b", "c")
        raise ZeroDivisionError


@on_postgresql
def test_a_connection_lost_meanwhile_is_a_failure_that_passes(database: Database, replica: Database) -> None:
    with pytest.raises(DBAPIError) as lost, database.transaction() as db:
        own = db.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        send(db, "a", "b")
        with replica.transaction() as other:
            other.connection().execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
    assert will_pass(lost.value)
    with database.transaction() as db:
        assert keys(db) == []


def send(db: Any, *names: str) -> None:
    shared = {"lane": "p1", "kind": "post", "rank": 0, "why": "reply", "card": "{}"}
    moments = {"created_ms": 0, "not_before_ms": 0}
    rows = [{"key": name, **shared, **moments} for name in names]
    db.connection_apart().execute(insert(outbox), rows, execution_options=AHEAD)


def keys(db: Any) -> list[str]:
    return list(db.connection().execute(select(outbox.c.key).order_by(outbox.c.id)).scalars())

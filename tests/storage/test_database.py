"""Transactions, threads, and which failures pass."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, SQLModel

from bot.clock import SystemClock
from storage import due, tables
from storage.engine import Database, normalise, will_pass
from storage.tables.plumbing import inbox as rows
from tests.storage.queues import NOW, at, on_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def threaded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with its worker threads, as the running bot has it."""
    url = f"sqlite:///{tmp_path / 'test.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    database = Database(url, threads=2)
    if database.is_sqlite:
        SQLModel.metadata.create_all(database.engine)
    yield database
    database.close()


def laid(folder: Path) -> Database:
    """A SQLite database with its worker thread and all tables."""
    database = Database(f"sqlite:///{folder / 'test.db'}")
    tables.lay(database.engine)
    return database


async def let_others_run() -> None:
    await SystemClock().sleep(0)


def _note(_db: Session, notes: list[str], what: str) -> None:
    notes.append(what)


def _select(db: Session, value: int) -> int:
    return int(db.connection().execute(text(f"SELECT {value}")).scalar_one())


def test_an_exception_undoes_everything_written(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as db:
        due.put(db, "round", 1, NOW)
        raise ZeroDivisionError
    with database.transaction() as db:
        assert due.when(db, "round", 1) is None


async def test_work_runs_on_a_worker_thread_and_returns_its_result(threaded: Database) -> None:
    async def name() -> str:
        return await threaded.run(lambda db: threading.current_thread().name)

    assert (await name()).startswith("database-")
    assert await threaded.run(_select, 7) == 7


async def test_the_error_of_the_work_reaches_who_waits(threaded: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await threaded.run(lambda db: 1 / 0)


async def test_what_an_acknowledgement_waits_for_goes_ahead_of_the_queue(tmp_path: Path) -> None:
    database, order, gate = laid(tmp_path), list[str](), threading.Event()
    held = asyncio.create_task(database.run(lambda db: gate.wait(5)))
    later = [asyncio.create_task(database.run(_note, order, "later")) for _ in range(2)]
    await let_others_run()
    first = asyncio.create_task(database.run_first(_note, order, "first"))
    await let_others_run()
    gate.set()
    await asyncio.gather(held, *later, first)
    database.close()
    assert order == ["first", "later", "later"]


async def test_closing_finishes_what_was_begun(tmp_path: Path) -> None:
    database, done = laid(tmp_path), list[str]()
    tasks = [asyncio.create_task(database.run(_note, done, name)) for name in ("a", "b", "c")]
    await let_others_run()
    database.close()
    await asyncio.gather(*tasks)
    assert done == ["a", "b", "c"]


async def test_a_closed_database_refuses_work_instead_of_hanging(tmp_path: Path) -> None:
    database = laid(tmp_path)
    database.close()
    with pytest.raises(ConnectionError):
        await database.run(_select, 1)


def test_a_duplicate_row_is_a_failure_that_does_not_pass(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.transaction() as db:
        row = {"platform": "console", "key": "e1", "lane": "", "payload": "", "received_ms": 0}
        db.connection().execute(insert(rows), [row, row])
    assert not will_pass(caught.value)


def test_a_locked_sqlite_file_is_a_failure_that_passes(tmp_path: Path) -> None:
    laid(tmp_path).close()
    one, two = (Database(f"sqlite:///{tmp_path / 'test.db'}", inline=True) for _ in range(2))
    event.listen(two.engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout = 0"))
    with one.transaction() as holder, pytest.raises(DBAPIError) as caught:
        holder.connection()
        with two.transaction() as db:
            db.connection()
    one.close()
    two.close()
    assert will_pass(caught.value)


@on_postgresql
def test_a_deadlock_is_a_failure_that_passes(database: Database, replica: Database) -> None:
    with database.transaction() as db:
        due.put(db, "a", 1, NOW)
        due.put(db, "b", 1, NOW)

    def cross() -> None:
        with replica.transaction() as two:
            due.put(two, "b", 1, at(2))
            two.connection().exec_driver_sql("SELECT 1")  # behind what waited to be written
            met.wait(5)
            due.put(two, "a", 1, at(2))

    met, failures = threading.Barrier(2), list[BaseException]()
    other = threading.Thread(target=_noting, args=(cross, failures))
    other.start()

    def own() -> None:
        with database.transaction() as one:
            due.put(one, "a", 1, at(1))
            one.connection().exec_driver_sql("SELECT 1")
            met.wait(5)
            due.put(one, "b", 1, at(1))

    _noting(own, failures)
    other.join()
    assert [will_pass(failure) for failure in failures] == [True]


def _noting(work: Callable[[], None], failures: list[BaseException]) -> None:
    try:
        work()
    except DBAPIError as error:
        failures.append(error)


def test_plain_postgresql_addresses_get_our_driver() -> None:
    assert normalise("postgresql://db/x") == normalise("postgres://db/x") == "postgresql+psycopg://db/x"


def test_only_work_that_can_be_done_again_does_not_wait_for_the_disk(database: Database) -> None:
    assert [waits_for_the_disk(database, repeatable=True) for _ in range(2)] == [False, False]
    assert waits_for_the_disk(database, repeatable=False)
    assert not waits_for_the_disk(database, repeatable=True)


def waits_for_the_disk(database: Database, *, repeatable: bool) -> bool:
    """Whether a commit returns only when it would survive a power failure."""
    asked = "PRAGMA synchronous" if database.is_sqlite else "SHOW synchronous_commit"
    with database.transaction(repeatable=repeatable) as db:
        return db.connection().execute(text(asked)).scalar_one() in (2, "on")

"""Opening the database. Every difference between SQLite and PostgreSQL is in this file and in `claims`.

All database work is plain synchronous code that runs in worker threads: one for SQLite, which has one writer anyway, a
few for PostgreSQL. Measured, that is several times faster than the asynchronous drivers (performance.md 2).
"""

import asyncio
import gc
import itertools
import queue
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from storage.session import KeepingSession, watch

P = ParamSpec("P")
T = TypeVar("T")

IN_MEMORY = "sqlite://"
SWITCH_SECONDS = 0.0005
COLLECT_AFTER = 20_000  # objects
REPEATABLE = "duiqi_repeatable"  # an execution option: the commit need not wait for the disk
IDLE_SECONDS = 30  # far longer than any work between two statements takes
_PASSING_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
# Connection lost, transaction rolled back for another one's sake, out of resources, lock not given, shutting down.
_PASSING_POSTGRESQL = ("08", "40", "53", "55", "57")


def normalise(url: str) -> str:
    """Give a `postgresql://` address the driver we ship."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def open_engine(url: str, pool: int = 4) -> Engine:
    """An engine for `url`; SQLite gets its pragmas and immediate transactions, PostgreSQL a small pool."""
    url = normalise(url)
    if not url.startswith("sqlite"):
        from storage import ahead  # its driver takes a tenth of a second and ten megabytes, which SQLite has no use for

        engine = create_engine(url, hide_parameters=True, pool_size=pool, max_overflow=2, pool_pre_ping=True)
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
        ahead.listen(engine)
        watch(engine)
        return engine
    memory = url in (IN_MEMORY, "sqlite:///:memory:")
    options: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 30}, **options
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    watch(engine)
    return engine


def will_pass(error: BaseException | None) -> bool:
    """Whether a failure comes from contention, a lost connection or a full disk: the same work may succeed later.

    Anything else the database refuses is a defect of ours and would be refused again.
    """
    if isinstance(error, StaleDataError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _PASSING_SQLITE
    state = getattr(error.orig, "sqlstate", None)
    return state.startswith(_PASSING_POSTGRESQL) if state else isinstance(error, OperationalError)


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # A machine that loses its power closes no connection; what its transaction holds must be free before the server
    # would notice by itself, which takes two hours.
    connection.execute(f"SET idle_in_transaction_session_timeout = {round(IDLE_SECONDS * 1000)}")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(REPEATABLE):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")


def _begin_sqlite(connection: Connection) -> None:
    synchronous = "NORMAL" if connection.get_execution_options().get(REPEATABLE) else "FULL"
    if connection.info.get("synchronous", "FULL") != synchronous:
        # Past the engine, which would take longer to hand it on than to begin.
        connection.connection.cursor().execute(f"PRAGMA synchronous={synchronous}")
        connection.info["synchronous"] = synchronous
    # The driver would begin late and upgrade a read lock, which fails under a second writer; we begin as a writer at
    # once.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    # FULL survives a power failure; `_begin_sqlite` knows the exception.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """Sessions, and the threads they run in. `inline` runs everything in the caller, for rehearsals and tests."""

    def __init__(self, url: str, *, inline: bool = False, threads: int = 4) -> None:
        self.url = url
        self.engine = open_engine(url, threads)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # How long one transaction should last at most: on SQLite an acknowledgement waits for the one in hand.
        self.portion_seconds = 0.03 if self.is_sqlite else 0.1
        # How many events it may take at most; more than fit into that time would be read in vain.
        self.portion_events = 64 if self.is_sqlite else 128
        self._idle: list[KeepingSession] = []
        self._workers = None if inline else _Workers(1 if self.is_sqlite else threads)

    @contextmanager
    def transaction(self, *, repeatable: bool = False) -> Iterator[Session]:
        """A session whose work is committed at the end, or undone when anything is raised."""
        session = self._idle.pop() if self._idle else KeepingSession(self.engine)
        try:
            with session.begin():
                session.look({REPEATABLE: repeatable})
                yield session
        except BaseException:
            session.close()
            raise
        if session.let_go():
            self._idle.append(session)
        else:
            session.close()

    async def run(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(session, …)` in one transaction on a worker thread and return what it returns."""
        return await self._submit(False, lambda: self._in_transaction(False, work, *args, **kwargs))

    async def run_repeatable(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `run`, for work that is done again, with the same outcome, if a power failure takes it back.

        Its commit does not wait for the disk. Both databases write their log in order, and nothing leaves before
        another commit did wait (storage.outbox.lease), so whatever anybody was told of is there for good.
        """
        return await self._submit(False, lambda: self._in_transaction(True, work, *args, **kwargs))

    async def run_first(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `run`, but ahead of everything that waits: an acknowledgement depends on it."""

        def call() -> T:
            with KeepingSession(self.engine) as session, session.begin():
                return work(session, *args, **kwargs)

        return await self._submit(True, call)

    def _in_transaction(
        self, repeatable: bool, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self.transaction(repeatable=repeatable) as session:
            return work(session, *args, **kwargs)

    async def _submit(self, first: bool, call: Callable[[], T]) -> T:
        if self._workers is None:
            return call()
        return await self._workers.submit(first, call)

    def close(self) -> None:
        """Finish what was begun and let go of every connection."""
        if self._workers is not None:
            self._workers.stop()
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()


class _Workers:
    """Threads that take the most urgent call first. `ThreadPoolExecutor` has no order but arrival."""

    def __init__(self, count: int) -> None:
        self._calls: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = queue.PriorityQueue()
        self._number = itertools.count()
        self._stopped = False
        # The event loop asks for the interpreter after every system call; by default it waits 5 ms each time for a
        # thread that computes, which at 500 events a second adds up to seconds.
        sys.setswitchinterval(SWITCH_SECONDS)
        # A portion makes tens of thousands of objects, and few are let go of before its end; by default the collector
        # looks through the new ones after every 700.
        gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
        self._threads = [threading.Thread(target=self._work, daemon=True, name=f"database-{n}") for n in range(count)]
        for thread in self._threads:
            thread.start()

    async def submit(self, first: bool, call: Callable[[], T]) -> T:
        if self._stopped:
            raise ConnectionError("the database is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(action: Callable[[Any], None], outcome: Any) -> None:
            if not future.done():
                action(outcome)

        def work() -> None:
            try:
                result = call()
            except BaseException as error:  # noqa: BLE001 - handed to the one who waits
                loop.call_soon_threadsafe(settle, future.set_exception, error)
            else:
                loop.call_soon_threadsafe(settle, future.set_result, result)

        self._calls.put((0 if first else 1, next(self._number), work))
        return await future

    def _work(self) -> None:
        while True:
            call = self._calls.get()[2]
            if call is None:
                return
            call()

    def stop(self) -> None:
        self._stopped = True
        for _ in self._threads:
            self._calls.put((2, next(self._number), None))
        for thread in self._threads:
            thread.join()

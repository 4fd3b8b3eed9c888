"""A migration that is killed, and what a database looks like afterwards."""

import itertools
import multiprocessing
import os
import signal
from collections.abc import Iterable
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event, inspect
from sqlmodel import SQLModel

from storage.engine import open_engine
from storage.migrate import migrate

_context = multiprocessing.get_context("forkserver")


def differences(url: str) -> list[Any]:
    """In what the database's tables are not the program's."""
    engine = open_engine(url)
    with engine.connect() as connection:
        # SQLite gives defaults back in other words than they were written.
        options = {"compare_type": True, "compare_server_default": engine.dialect.name == "postgresql"}
        found = list(compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata))
    engine.dispose()
    return found


def table_names(url: str) -> list[str]:
    """The tables there are."""
    engine = open_engine(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def kill_migrations(url: str, statements: Iterable[int]) -> list[str]:
    """Kill a migration of an empty database after each of these statements, then finish one; gives what went wrong."""
    wrong = []
    for number in statements:
        process = _context.Process(target=_die_after, args=(url, number))
        process.start()
        process.join(60)
        if process.exitcode != -signal.SIGKILL:
            wrong.append(f"not killed at statement {number}")
        if left := table_names(url):
            wrong.append(f"killed at statement {number}, it left {left[0]}")
    migrate(url)
    return wrong + [f"afterwards: {each}" for each in differences(url)]


def _die_after(url: str, number: int) -> None:
    counted = itertools.count(1)

    def die(*_: Any) -> None:
        if next(counted) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", die)
    migrate(url)

"""Migrations: from empty to the tables, twice, by several at once, and cut off half way."""

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event, inspect, text
from sqlmodel import SQLModel

from storage.engine import open_engine
from storage.migrate import current, migrate, newest

_context = multiprocessing.get_context("forkserver")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    server: str = request.getfixturevalue("postgresql_url")
    name = f"new_{abs(hash(tmp_path.name))}"
    engine = open_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


def _differences(url: str) -> list[Any]:
    engine = open_engine(url)
    with engine.connect() as connection:
        # SQLite gives defaults back in other words than they were written.
        options = {"compare_type": True, "compare_server_default": engine.dialect.name == "postgresql"}
        found = list(compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata))
    engine.dispose()
    return found


def _tables(url: str) -> list[str]:
    engine = open_engine(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def test_from_empty_the_steps_lead_to_the_tables(url: str) -> None:
    assert current(url) == ""
    assert migrate(url) == newest() == current(url)
    assert _differences(url) == []


def test_a_second_run_changes_nothing(url: str) -> None:
    migrate(url)
    before = _tables(url)
    assert (migrate(url), _tables(url)) == (newest(), before)


def test_three_processes_that_start_together_migrate_once(url: str) -> None:
    processes = [_context.Process(target=migrate, args=(url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert ([process.exitcode for process in processes], _differences(url)) == ([0, 0, 0], [])


def _die_half_way(url: str) -> None:
    def die(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "CREATE TABLE task " in statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", die)
    migrate(url)


def test_a_kill_half_way_leaves_the_old_state_and_the_next_start_goes_on(url: str) -> None:
    process = _context.Process(target=_die_half_way, args=(url,))
    process.start()
    process.join(60)
    assert (process.exitcode, _tables(url)) == (-signal.SIGKILL, [])
    migrate(url)
    assert _differences(url) == []

"""Migrations: from empty to the tables, twice, by several at once, and cut off half way."""

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import open_engine
from storage.migrate import current, migrate, newest
from tests.crash.migration import differences, kill_migrations, table_names

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


def test_from_empty_the_steps_lead_to_the_tables(url: str) -> None:
    assert current(url) == ""
    assert migrate(url) == newest() == current(url)
    assert differences(url) == []


def test_a_second_run_changes_nothing(url: str) -> None:
    migrate(url)
    before = table_names(url)
    assert (migrate(url), table_names(url)) == (newest(), before)


def test_three_processes_that_start_together_migrate_once(url: str) -> None:
    processes = [_context.Process(target=migrate, args=(url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert ([process.exitcode for process in processes], differences(url)) == ([0, 0, 0], [])


@pytest.mark.parametrize("statement", [1, 60])
def test_a_kill_half_way_leaves_the_old_state_and_the_next_start_goes_on(url: str, statement: int) -> None:
    assert kill_migrations(url, [statement]) == []

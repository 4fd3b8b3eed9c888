"""Bringing a database up to date: numbered alembic steps, each whole or not at all, by one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.engine import open_engine

_HERE = Path(__file__).parent / "migrations"
_LOCK = 7_340_021  # any number, the same in every process


def migrate(url: str) -> str:
    """Apply what is missing and return the newest step's number.

    All steps run in one transaction, so a process that dies half way leaves the database as it was; several processes
    that start together wait for each other.
    """
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            command.upgrade(_config(connection), "head")
    finally:
        engine.dispose()
    return newest()


def newest() -> str:
    """The number of the newest step this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(url: str) -> str:
    """The number of the last step applied to the database, "" for an empty one."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    finally:
        engine.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config

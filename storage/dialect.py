"""Writing in a way both databases know: where a row may be there already."""

from typing import Any, Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

AHEAD: Final = {"duiqi_ahead": True}
"""Execution options of a statement nobody reads anything of; where it cannot be sent ahead it is waited for."""


def dialect(db: Session) -> str:
    """The database's kind: sqlite or postgresql."""
    return db.get_bind().dialect.name


def insert_into(kind: str, table: Any) -> postgresql.Insert | sqlite.Insert:
    """An insert for this kind of database, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table) if kind == "sqlite" else postgresql.insert(table)

"""Writing in a way both databases know: where a row may be there already, and many rows at once."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Dialect, Insert, Text, Update, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def dialect(db: Session) -> str:
    """The database's kind: sqlite or postgresql."""
    return db.get_bind().dialect.name


def insert_into(kind: str, table: Any) -> postgresql.Insert | sqlite.Insert:
    """An insert for this kind of database, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return sqlite.insert(table) if kind == "sqlite" else postgresql.insert(table)


def execute_many(connection: Connection, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute a statement with each of these rows, which have the same names.

    PostgreSQL takes the rows of an insert as few long values: a round for each costs more than all that made it.
    """
    if connection.dialect.name == "sqlite" or isinstance(statement, Update) or len(rows) == 1:
        connection.execute(statement, rows)
        return
    names = tuple(rows[0])
    long = _long(statement, names)
    texts = {name: _APART.join([row[name] for row in rows]) for name in long}
    if any(text.count(_APART) >= len(rows) for text in texts.values()):
        connection.execute(statement, rows)
        return
    short = [{name: value for name, value in row.items() if name not in long} for row in rows] if long else rows
    connection.execute(
        _of_all(statement, names, connection.dialect), {"rows": msgspec.json.encode(short).decode(), **texts}
    )


_APART = "\x1e"  # the record separator, which nobody types and JSON writes otherwise


@cache
def _long(statement: Insert, names: tuple[str, ...]) -> tuple[str, ...]:
    # The server takes far longer to read a card out of JSON than to store it.
    columns = (statement.table.c[name] for name in names)
    return tuple(each.name for each in columns if isinstance(each.type, Text) and not each.nullable)


@cache
def _of_all(statement: Insert, names: tuple[str, ...], dialect: Dialect) -> Insert:
    # PostgreSQL gives out what such functions make in order, so the rows get their ids in order.
    long = _long(statement, names)
    columns = [statement.table.c[name] for name in names if name not in long]
    shape = ", ".join(f'"{each.name}" {each.type.compile(dialect)}' for each in columns)
    texts = "".join(f", unnest(string_to_array(:{name}, chr({ord(_APART)})))" for name in long)
    came = ", ".join(f'"{name}"' for name in (*(each.name for each in columns), *long))
    wanted = ", ".join(f'"{name}"' for name in names)
    rows = f"ROWS FROM (json_to_recordset(CAST(:rows AS json)) AS ({shape}){texts})"
    return statement.from_select(names, text(f"SELECT {wanted} FROM {rows} AS came ({came})").columns())

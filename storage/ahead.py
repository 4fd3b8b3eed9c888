"""Rows sent ahead: PostgreSQL writes them while the bot goes on with its work.

What is written late (storage.session) gives nothing back, so that nobody need wait for it before the next question, or
the commit; a refusal is raised there. Many rows go as few long values: a round for each costs more than what made it.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import psycopg
from psycopg.types.json import Json
from sqlalchemy import Connection, Dialect, Engine, Insert, Text, event, text
from sqlalchemy.exc import DBAPIError

from storage.dialect import AHEAD

_APART: Final = "\x1e"  # the record separator, which nobody types and JSON writes otherwise


@dataclass(frozen=True, slots=True)
class _Whole:
    """An insert that takes all its rows at once; `long`: the columns that have a value of their own."""

    sql: str
    long: tuple[str, ...]


_wholes: dict[str, _Whole] = {}


def listen(engine: Engine) -> None:
    """Let the connections of a PostgreSQL engine send ahead what can be."""
    event.listen(engine, "before_cursor_execute", _before)
    event.listen(engine, "do_executemany", _write_many)
    event.listen(engine, "commit", _catch_up)
    event.listen(engine, "rollback", _give_up)


def _before(connection: Connection, _cursor: Any, _sql: str, _rows: Any, context: Any, _many: bool) -> None:
    marked = AHEAD.keys() <= context.execution_options.keys() and not context.compiled.effective_returning
    if not (marked or _is_plain_insert_of_many(context)):
        _catch_up(connection)
    elif "ahead" not in connection.info and psycopg.Pipeline.is_supported():
        connection.info["ahead"] = ahead = ExitStack()
        driver: Any = connection.connection.driver_connection
        ahead.enter_context(driver.pipeline())


def _is_plain_insert_of_many(context: Any) -> bool:
    return bool(context.isinsert and context.executemany and not context.compiled.effective_returning)


def _catch_up(connection: Connection) -> None:
    """Wait until everything that was sent is done. Raises DBAPIError for what was refused."""
    ahead = connection.info.pop("ahead", None)
    if ahead is None:
        return
    try:
        ahead.close()
    except psycopg.Error as error:
        raise DBAPIError.instance("sent ahead", None, error, psycopg.Error, hide_parameters=True) from error


def _give_up(connection: Connection) -> None:
    # Whether it was refused does not matter any more; a lost connection has nothing to wait for.
    with suppress(DBAPIError):
        if not connection.invalidated:
            _catch_up(connection)


# ---------------------------------------------------------------------------------------------------------------------
# Many rows as few values


def _write_many(cursor: Any, sql: str, rows: Sequence[Mapping[str, Any]], context: Any) -> bool:
    """Whether the rows were written here; what cannot be is left to the driver."""
    if not _is_plain_insert_of_many(context):
        return False
    whole = _wholes.get(sql)
    if whole is None:
        whole = _wholes[sql] = _whole(context.compiled.statement, tuple(rows[0]), context.dialect)
    texts = {name: _APART.join([row[name] for row in rows]) for name in whole.long}
    if any(text.count(_APART) >= len(rows) for text in texts.values()):
        return False
    short = [{name: row[name] for name in row if name not in texts} for row in rows] if texts else rows
    cursor.execute(whole.sql, {"rows": msgspec.json.encode(short, enc_hook=_bare).decode(), **texts})
    return True


def _bare(value: Any) -> Any:
    """A value as JSON has it. Raises TypeError for one that no column of ours takes."""
    if isinstance(value, Json):
        return value.obj
    raise TypeError(type(value).__name__)


def _whole(statement: Insert, names: tuple[str, ...], dialect: Dialect) -> _Whole:
    # The server takes far longer to read a card out of JSON than to store it.
    columns = [statement.table.c[name] for name in names]
    long = tuple(each.name for each in columns if isinstance(each.type, Text) and not each.nullable)
    short = [each for each in columns if each.name not in long]
    shape = ", ".join(f'"{each.name}" {each.type.compile(dialect)}' for each in short)
    texts = "".join(f", unnest(string_to_array(:{name}, chr({ord(_APART)})))" for name in long)
    came = ", ".join(f'"{name}"' for name in (*(each.name for each in short), *long))
    wanted = ", ".join(f'"{name}"' for name in names)
    # PostgreSQL gives out what such functions make in order, so the rows get their ids in order.
    rows = f"ROWS FROM (json_to_recordset(CAST(:rows AS json)) AS ({shape}){texts})"
    of_all = statement.from_select(names, text(f"SELECT {wanted} FROM {rows} AS came ({came})").columns())
    return _Whole(str(of_all.compile(dialect=dialect)), long)

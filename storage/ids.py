"""Row ids known before the rows are written, so that rows can refer to each other and be written together later."""

import itertools
from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlmodel import Session, SQLModel

from storage.dialect import dialect
from storage.session import keeping

_AT_ONCE = 128  # a portion's events, so that it need not ask again
_RESERVE = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :most)")


def fresh(db: Session, model: type[SQLModel]) -> int:
    """An id for a new row of a table all of whose rows get their id here; one not used leaves a gap."""
    reserved: Iterator[int] = keeping(db).notes.get(model, iter(()))
    id = next(reserved, None)
    if id is None:
        keeping(db).notes[model] = reserved = _reserve(db, model)
        id = next(reserved)
    return id


def _reserve(db: Session, model: type[SQLModel]) -> Iterator[int]:
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    if dialect(db) == "postgresql":
        # A sequence does not depend on what waits to be written.
        connection = keeping(db).connection_apart()
        return iter(connection.execute(_RESERVE, {"name": table.name, "most": _AT_ONCE}).scalars().all())
    # The only writer, until the transaction ends.
    last = db.connection().execute(select(func.max(table.c.id))).scalar_one()
    return itertools.count((last or 0) + 1)

"""The session every unit of work runs in: it reads a row once, and writes late what nobody reads back.

Left to itself a session lets go of rows nobody refers to and reads them again a line later, and sends every statement
on its own. In a batch of turns most rows are the same and most statements alike, so that both cost more than the work.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, cast

from sqlalchemy import Connection, Engine, Insert, Update, event
from sqlmodel import Session


class KeepingSession(Session):
    """Holds on to the rows it loaded, and to the writes given to `later` until something else is asked.

    answers: what remembered queries said (storage.memo). notes: what storage functions keep for the transaction.
    unsaved: tables of rows that are not written yet. All are forgotten when a savepoint is undone.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.answers: dict[Hashable, tuple[Hashable, Any]] = {}
        self.notes: dict[Hashable, Any] = {}
        self.unsaved: set[str] = set()
        self._kept: list[object] = []
        self._late: dict[Insert | Update, dict[Hashable, Mapping[str, Any]]] = {}
        self._changes = 0
        self._settled = 0
        self._undone = False
        self._counts: dict[Any, Any] | None = None

    def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        """A row by its key, as in every session; one that is known costs a look into a dictionary."""
        if not how and not self._undone:
            known = self.identity_map.get((entity, ident if isinstance(ident, tuple) else (ident,), None))
            if known is not None:
                return known
        return super().get(entity, ident, **how)

    def connection(self, *args: Any, **how: Any) -> Connection:
        """The connection, with everything written that waits, so that a statement sees it."""
        self.settle()
        return super().connection(*args, **how)

    def begin_nested(self) -> Any:
        """A savepoint; what waits was said before it."""
        self.settle()
        return super().begin_nested()

    def later(self, statement: Insert | Update, row: Mapping[str, Any], key: Hashable = None) -> None:
        """Execute a statement with this row together with others like it; a second row of one key takes its place."""
        rows = self._late.setdefault(statement, {})
        rows[len(rows) if key is None else key] = row
        self._changes += 1

    def settle(self) -> None:
        """Write everything that waits: changed rows first, because what is written late may refer to them."""
        if self.dirty or self.deleted:
            self._changes += 1
        elif not self.unsaved and not self._late:
            return
        before = self._written()
        self.flush()
        while self._late:
            late, self._late = self._late, {}
            for statement, rows in late.items():
                super().connection().execute(statement, list(rows.values()))
        self._settled += self._written() - before

    def settle_for(self, tables: Iterable[str]) -> None:
        """Write what waits where it concerns these tables, or may."""
        if self.dirty or self.deleted or not self.unsaved.isdisjoint(tables):
            self.settle()

    @property
    def counts(self) -> dict[Any, Any]:
        """What was written on this connection: "writes" in all, and "versions" by table."""
        if self._counts is None:
            self._counts = super().connection().info
        return self._counts

    @property
    def changes(self) -> int:
        """A count that rises with everything written or changed by now, and by nothing else."""
        self.settle_for(())
        return self._changes + self._written() - self._settled

    def _written(self) -> int:
        return cast(int, self.counts.get("writes", 0))

    def keep(self, row: object) -> None:
        """Hold on to a row."""
        self._kept.append(row)

    def enter(self, row: Any) -> None:
        """Hold on to a new row, which is written with the next statement."""
        self._changes += 1
        self.unsaved.add(row.__tablename__)

    def forget(self) -> None:
        """A savepoint was undone: what is known may be wrong now, and what waited is not to be written."""
        self.answers.clear()
        self.notes.clear()
        self._late.clear()
        self._undone = True


def keeping(db: Session) -> KeepingSession:
    """The session as what it is. Raises TypeError for one that storage.engine.Database did not open."""
    if not isinstance(db, KeepingSession):
        raise TypeError("not a session of storage.engine.Database")
    return db


def watch(engine: Engine) -> None:
    """Count what is written to each table."""

    def count(connection: Any, _cursor: Any, _statement: Any, _parameters: Any, context: Any, _many: Any) -> None:
        if context.isinsert or context.isupdate or context.isdelete:
            connection.info["writes"] = connection.info.get("writes", 0) + 1
            versions = connection.info.setdefault("versions", {})
            table = context.compiled.statement.table.name
            versions[table] = versions.get(table, 0) + 1

    event.listen(engine, "after_cursor_execute", count)


def _settle_first(context: Any) -> None:
    context.session.settle()


event.listen(KeepingSession, "loaded_as_persistent", lambda session, row: session.keep(row))
event.listen(KeepingSession, "transient_to_pending", lambda session, row: session.enter(row))
event.listen(KeepingSession, "pending_to_persistent", lambda session, row: session.keep(row))
event.listen(KeepingSession, "after_flush", lambda session, _context: session.unsaved.clear())
event.listen(KeepingSession, "do_orm_execute", _settle_first)
event.listen(KeepingSession, "before_commit", lambda session: session.settle())
event.listen(KeepingSession, "after_soft_rollback", lambda session, _transaction: session.forget())

"""The session every unit of work runs in: it reads a row once, and writes late what nobody reads back.

Left to itself a session lets go of rows nobody refers to and reads them again a line later, and sends every statement
on its own. In a batch of turns most rows are the same and most statements alike, so that both cost more than the work.

Who is who and who has which part changes seldom and is asked all the time. Such rows are kept from one transaction to
the next; a version, read once a transaction, tells when any process wrote one, and then all are read anew.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, Insert, Table, Update, event, select
from sqlalchemy.orm import object_mapper
from sqlmodel import Session

from storage.dialect import AHEAD, dialect, insert_into
from storage.tables.plumbing import directory

DIRECTORY: Final = frozenset(
    {
        *("person", "account", "department", "departmentrole", "leave", "setting", "calendarday"),
        *("project", "projectmember", "projectdepartment", "projectchat", "chat", "chatmember"),
    }
)
UNSEEN: Final = {"unseen": True}
"""Execution options of a statement that writes to the directory what nobody keeps."""
MOST_KEPT: Final = 50_000  # rows, and answers, a session takes along into the next transaction
_VERSION = select(directory.c.version)


@dataclass(slots=True)
class Counts:
    """What a session wrote: statements in all, those to the directory, and those to each table."""

    writes: int = 0
    directory: int = 0
    versions: dict[str, int] = field(default_factory=dict)


class KeepingSession(Session):
    """Holds on to the rows it loaded, and to the writes given to `later` until something else is asked.

    answers, lasting: what remembered queries said (storage.memo), until the transaction ends and beyond.
    notes: what storage functions keep for the transaction.
    """

    def __init__(self, engine: Engine) -> None:
        # What waits is written before a question to which it matters (`before_question`), and not before every one.
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        self.answers: dict[Hashable, tuple[Hashable, Any]] = {}
        self.lasting: dict[Hashable, tuple[Hashable, Any]] = {}
        self.notes: dict[Hashable, Any] = {}
        self.counts = Counts()
        self._kept: list[Any] = []
        self._passing: list[Any] = []
        self._fresh: dict[tuple[Any, tuple[Any, ...]], Any] = {}
        self._waiting: set[str] = set()  # tables to which something is to be written
        self._asked: tuple[str, ...] | None = None
        self._late: dict[Insert | Update, dict[Hashable, Mapping[str, Any]]] = {}
        self._changes = 0
        self._settled = 0
        self._undone = False
        self._deletes = False
        self._version: int | None = None
        self._directory = 0

    def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        """A row by its key, as in every session; one that is known, or new, costs a look into a dictionary."""
        if how or self._undone:
            return super().get(entity, ident, **how)
        key = ident if isinstance(ident, tuple) else (ident,)
        known = self.identity_map.get((entity, key, None)) or self._entered(entity, key)
        if known is not None and self._deletes and known in self.deleted:
            self.settle()
        elif known is not None:
            return known
        # Of what waits, only a statement that is about to write to its table can concern a row that is not here.
        table = entity.__tablename__
        with self.asking((table,) if any(_table(each) == table for each in self._late) else ()):
            return super().get(entity, ident)

    def _entered(self, entity: Any, key: tuple[Any, ...]) -> Any:
        """A new row that waits to be written. Whoever gets it may change it, which nothing else would tell."""
        row = self._fresh.get((entity, key))
        self._changes += row is not None
        return row

    def knows(self, entity: Any, ident: tuple[Any, ...]) -> bool:
        """Whether a row is here already."""
        return (entity, ident, None) in self.identity_map

    def connection(self, *args: Any, **how: Any) -> Connection:
        """The connection, with everything written that waits, so that a statement sees it."""
        self.settle()
        return super().connection(*args, **how)

    @contextmanager
    def asking(self, tables: tuple[str, ...]) -> Iterator[None]:
        """While questions are asked that read these tables and no others: what waits for others may go on waiting."""
        before, self._asked = self._asked, tables
        try:
            yield
        finally:
            self._asked = before

    def before_question(self) -> None:
        """Write what waits and may matter to the question that is about to be asked."""
        if self._asked is None:
            self.settle()
        elif self._asked:
            self.settle_for(self._asked)

    def connection_apart(self) -> Connection:
        """The connection as it is, for statements to which nothing that waits can matter."""
        return super().connection()

    def refresh(self, instance: Any, *args: Any, **how: Any) -> None:
        """Read a row anew, once it is written."""
        self.settle()
        super().refresh(instance, *args, **how)

    def delete(self, instance: Any) -> None:
        """Delete a row with the next statement, once it is written."""
        self.settle()
        self._deletes = True
        super().delete(instance)

    def begin_nested(self) -> Any:
        """A savepoint; what waits was said before it."""
        self.settle()
        return super().begin_nested()

    # -----------------------------------------------------------------------------------------------------------------
    # Writing late

    def later(self, statement: Insert | Update, row: Mapping[str, Any], key: Hashable = None) -> None:
        """Execute a statement with this row together with others like it; a second row of one key takes its place."""
        rows = self._late.setdefault(statement, {})
        self._waiting.add(_table(statement))
        rows[len(rows) if key is None else key] = row
        self._changes += 1

    def inserts_waiting(self, table: Table) -> list[Mapping[str, Any]]:
        """The rows that wait to be inserted there; any other change there that waits is written first."""
        if any(isinstance(each, Update) and _table(each) == table.name for each in self._late):
            self.settle()
        return [row for each, rows in self._late.items() if _table(each) == table.name for row in rows.values()]

    def settle(self) -> None:
        """Write everything that waits: changed rows first, because what is written late may refer to them."""
        if self._is_changed():
            self._changes += 1
        elif not self._waiting:
            return
        before = self.counts.writes
        self.flush()
        self._deletes = False
        late, self._late = self._late, {}
        for statement, rows in late.items():
            self.connection_apart().execute(statement, list(rows.values()), execution_options=AHEAD)
        self._waiting.clear()
        self._settled += self.counts.writes - before

    def begin_to_write(self) -> None:
        """Let a server write what waits while the work goes on; a database in this process would save nothing."""
        if dialect(self) == "postgresql":
            self.settle()

    def settle_for(self, tables: Iterable[str]) -> None:
        """Write what waits where it concerns these tables, or may."""
        if self._is_changed() or not self._waiting.isdisjoint(tables):
            self.settle()

    def _is_changed(self) -> bool:
        """Whether a known row is to be changed or deleted; asked far too often to list them each time."""
        return self._deletes or self.identity_map.check_modified()

    @property
    def changes(self) -> int:
        """A count that rises with everything written or changed by now, and with a look at a row that waits."""
        self.settle_for(())
        return self._changes + self.counts.writes - self._settled

    def enter(self, row: Any) -> None:
        """A new row was added; it is written with the next statement."""
        self._changes += 1
        self._waiting.add(row.__tablename__)
        key = tuple(object_mapper(row).primary_key_from_instance(row))
        if None not in key:
            self._fresh[type(row), key] = row

    def leave(self, row: Any) -> None:
        """A new row was taken back before it was written."""
        self._fresh = {key: each for key, each in self._fresh.items() if each is not row}

    def flushed(self) -> None:
        """New rows were written; statements may wait."""
        self._fresh.clear()
        self._waiting = {_table(statement) for statement in self._late}

    # -----------------------------------------------------------------------------------------------------------------
    # Keeping rows

    def keep(self, row: Any) -> None:
        """Hold on to a row, of the directory for as long as it is true, any other until the transaction ends."""
        (self._kept if row.__tablename__ in DIRECTORY else self._passing).append(row)

    def look(self, options: Mapping[str, Any]) -> None:
        """At the start of a transaction, with options for its connection: keep the directory only if nobody wrote to
        it since it was read."""
        version = super().connection(execution_options=options).execute(_VERSION).scalar_one_or_none() or 0
        if version != self._version:
            self.expunge_all()
            self.lasting.clear()
            self._kept.clear()
            self._version = version
        self._directory = self.counts.directory

    def tell(self) -> None:
        """Before the commit: let the other sessions know that the directory was written."""
        if not self.in_nested_transaction() and self.counts.directory != self._directory:
            row = insert_into(dialect(self), directory).values(id=1, version=1)
            self._version = None
            self.connection_apart().execute(
                row.on_conflict_do_update(index_elements=["id"], set_={"version": directory.c.version + 1})
            )

    def let_go(self) -> bool:
        """After the commit: keep nothing but the directory. False when the session is of no more use."""
        if self._undone or self._version is None or max(len(self._kept), len(self.lasting)) > MOST_KEPT:
            return False
        for row in self._passing:
            if row in self:
                self.expunge(row)
        self._passing.clear()
        self.answers.clear()
        self.notes.clear()
        return True

    def forget(self) -> None:
        """A savepoint was undone: what is known may be wrong now, and what waited is not to be written."""
        self.answers.clear()
        self.lasting.clear()
        self.notes.clear()
        self._late.clear()
        self._fresh.clear()
        self._waiting.clear()
        self._undone = True


def _table(statement: Insert | Update) -> str:
    """The name of the table a statement writes to."""
    return cast(Table, statement.table).name


def keeping(db: Session) -> KeepingSession:
    """The session as what it is. Raises TypeError for one that storage.engine.Database did not open."""
    if not isinstance(db, KeepingSession):
        raise TypeError("not a session of storage.engine.Database")
    return db


def watch(engine: Engine) -> None:
    """Count what the session that uses a connection writes to each table."""

    def count(connection: Any, _cursor: Any, _statement: Any, _parameters: Any, context: Any, _many: Any) -> None:
        counts = connection.info.get("counts")
        if counts is not None and (context.isinsert or context.isupdate or context.isdelete):
            table = context.compiled.statement.table.name
            counts.writes += 1
            counts.directory += table in DIRECTORY and not context.execution_options.get("unseen")
            counts.versions[table] = counts.versions.get(table, 0) + 1

    event.listen(engine, "after_cursor_execute", count)


def _begun(session: KeepingSession, _transaction: object, connection: Connection) -> None:
    connection.info["counts"] = session.counts


def _committing(session: KeepingSession) -> None:
    session.settle()
    session.tell()


event.listen(KeepingSession, "after_begin", _begun)
event.listen(KeepingSession, "loaded_as_persistent", lambda session, row: session.keep(row))
event.listen(KeepingSession, "transient_to_pending", lambda session, row: session.enter(row))
event.listen(KeepingSession, "pending_to_transient", lambda session, row: session.leave(row))
event.listen(KeepingSession, "pending_to_persistent", lambda session, row: session.keep(row))
event.listen(KeepingSession, "after_flush", lambda session, _context: session.flushed())
event.listen(KeepingSession, "do_orm_execute", lambda context: context.session.before_question())
event.listen(KeepingSession, "before_commit", _committing)
event.listen(KeepingSession, "after_soft_rollback", lambda session, _transaction: session.forget())

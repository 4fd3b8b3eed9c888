"""Answers a session gave already, kept until something is written to the tables they were read from.

Who is in a project, who heads a department, which settings count: one turn asks these many times, and the turns of one
batch share a session. The versions of tables rise with every statement that writes. Nothing is kept across
transactions, where another process may have written.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Engine, event
from sqlmodel import Session

P = ParamSpec("P")
T = TypeVar("T")


def remembered(*tables: str) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Let a query of these tables be answered from what the session knows. Arguments must be hashable."""

    def decorate(query: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
        @wraps(query)
        def ask(db: Session, *args: P.args, **kwargs: P.kwargs) -> T:
            versions = _versions(db)
            stamp = tuple(versions.get(table, 0) for table in tables)
            memo = db.info.setdefault("memo", {})
            key = (query, args, *kwargs.items())
            known = memo.get(key)
            if known is None or known[0] != stamp:
                known = memo[key] = (stamp, query(db, *args, **kwargs))
            # A caller may sort or extend its list.
            return cast(T, known[1].copy() if isinstance(known[1], list | dict) else known[1])

        return cast(Callable[Concatenate[Session, P], T], ask)

    return decorate


def know(db: Session, query: Callable[..., T], tables: tuple[str, ...], answer: T, *args: Hashable) -> None:
    """Tell a remembered query its answer, where the one who wrote the rows knows it."""
    versions = _versions(db)
    stamp = tuple(versions.get(table, 0) for table in tables)
    db.info.setdefault("memo", {})[cast(Any, query).__wrapped__, args] = (stamp, answer)


def _versions(db: Session) -> dict[str, int]:
    """How often each table was written, with what the session has not written yet."""
    db.flush()
    if "versions" not in db.info:
        db.info["versions"] = db.connection().info.setdefault("versions", {})
    return cast(dict[str, int], db.info["versions"])


def watch(engine: Engine) -> None:
    """Count what is written to each table, for `remembered`, and in all, for `storage.engine.writes`."""

    def count(connection: Any, _cursor: Any, _statement: Any, _parameters: Any, context: Any, _many: Any) -> None:
        if context.isinsert or context.isupdate or context.isdelete:
            connection.info["writes"] = connection.info.get("writes", 0) + 1
            versions = connection.info.setdefault("versions", {})
            table = context.compiled.statement.table.name
            versions[table] = versions.get(table, 0) + 1

    event.listen(engine, "after_cursor_execute", count)


class KeepingSession(Session):
    """Holds on to every row it loaded, and forgets its answers when a savepoint is undone.

    Left to itself a session lets go of rows nobody refers to, and reads them again a line later.
    """


def _keep(session: Any, row: object) -> None:
    session.info.setdefault("rows", []).append(row)


def _forget(session: Any, _transaction: object) -> None:
    session.info.pop("memo", None)


event.listen(KeepingSession, "loaded_as_persistent", _keep)
event.listen(KeepingSession, "pending_to_persistent", _keep)
event.listen(KeepingSession, "after_soft_rollback", _forget)

"""Answers a session gave already, kept until something is written to the tables they were read from.

Who is in a project, who heads a department, which settings count: one turn asks these many times, and the turns of one
batch share a session. The versions of tables rise with every statement that writes. Answers from the directory alone
stay with the session when its transaction ends (storage.session).
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlmodel import Session

from storage.session import DIRECTORY, KeepingSession, keeping

P = ParamSpec("P")
T = TypeVar("T")


def remembered(*tables: str) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Let a query of these tables be answered from what the session knows. Arguments must be hashable."""

    lasting = DIRECTORY.issuperset(tables)

    def decorate(query: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
        @wraps(query)
        def ask(db: Session, *args: P.args, **kwargs: P.kwargs) -> T:
            session = keeping(db)
            session.settle_for(tables)
            stamp = session.counts.directory if lasting else _stamp(session, tables)
            key = (query, args, *kwargs.items())
            answers = session.lasting if lasting else session.answers
            known = answers.get(key)
            if known is None or known[0] != stamp:
                with session.asking(tables):
                    known = answers[key] = (stamp, query(db, *args, **kwargs))
            # A caller may sort or extend its list.
            return cast(T, known[1].copy() if isinstance(known[1], list | dict) else known[1])

        return cast(Callable[Concatenate[Session, P], T], ask)

    return decorate


def know(db: Session, query: Callable[..., T], tables: tuple[str, ...], answer: T, *args: Hashable) -> None:
    """Tell a remembered query its answer, where the one who wrote the rows knows it."""
    session = keeping(db)
    session.settle_for(tables)
    session.answers[cast(Any, query).__wrapped__, args] = (_stamp(session, tables), answer)


def _stamp(session: KeepingSession, tables: tuple[str, ...]) -> Hashable:
    """How often these tables were written."""
    versions = session.counts.versions
    return tuple(versions.get(table, 0) for table in tables)

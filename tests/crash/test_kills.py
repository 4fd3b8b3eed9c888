"""Nothing acknowledged is lost, nothing is done or said twice, over kill -9 at any moment (design.md 5)."""

import asyncio
from pathlib import Path

import pytest

from storage import tables
from storage.engine import Database
from tests.crash.siege import POINTS, Findings, Siege, furnish, look

pytestmark = pytest.mark.crash
NOTHING = Findings([], [], [], [], [], [], [], [])


def _besiege(url: str, folder: Path, kills: list[str], processes: int = 1) -> Siege:
    asyncio.run(furnish(url, str(folder / "console.db")))
    siege = Siege(url, folder, processes)
    siege.run(kills)
    return siege


def test_sqlite_survives_kills_at_every_named_point_and_in_between(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    database = Database(url, inline=True)
    tables.lay(database.engine)
    database.close()
    siege = _besiege(url, tmp_path, [*POINTS, *[""] * 4])
    assert (look(siege), siege.missed) == (NOTHING, [])


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("processes", [1, 3])
def test_postgresql_survives_kills_at_every_named_point_and_in_between(
    database: Database, processes: int, tmp_path: Path
) -> None:
    siege = _besiege(database.url, tmp_path, [*POINTS, *[""] * 4], processes)
    assert (look(siege), siege.missed) == (NOTHING, [])

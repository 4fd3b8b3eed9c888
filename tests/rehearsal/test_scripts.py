"""The rehearsals that ship with the product: each is played, and each of its expectations must hold."""

from pathlib import Path

import pytest

from bot.rehearsal.play import main
from tests.chat import defaults

SCRIPTS = sorted((Path(__file__).parents[1] / "stories" / "scripts").glob("*.txt"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_shipped_rehearsal_holds(script: Path) -> None:
    transcript: list[str] = []
    code = main(str(script), False, defaults(), transcript.append)
    assert code == 0, "\n".join(line for line in transcript if line.startswith(("!!", "--")))


def test_there_are_at_least_ten_rehearsals() -> None:
    assert len(SCRIPTS) >= 10

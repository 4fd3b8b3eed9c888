"""Ten minutes of troubles on each platform, on a time of its own; `tests/bench/soak.py` plays an hour of them."""

import pytest

from tests.adapters import storm
from tests.adapters.climates import CLIMATES
from tests.adapters.storm import LeapingClock, Toll
from tests.fakes.timeline import LoopClock, play

SECONDS = 600.0


def weathered(platform: str, seed: int) -> tuple[Toll, float]:
    """What it cost, and after how long a silence must have been noticed."""

    async def work(_: LoopClock) -> tuple[Toll, float]:
        weather = CLIMATES[platform](LeapingClock())
        return await storm.play(weather, SECONDS, seed), weather.patience

    return play(work)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's proxies are not asked about itself."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("platform", sorted(CLIMATES))
def test_whatever_goes_wrong_nothing_is_lost_or_doubled(platform: str, seed: int) -> None:
    toll, patience = weathered(platform, seed)
    assert sum(toll.troubles.values()) >= 5
    assert (toll.lost, toll.doubled, toll.unsent, toll.sent_twice) == ([], [], [], [])
    assert toll.late <= patience
    assert toll.most <= 2

"""An hour of mixed troubles on each platform, in compressed time: `python -m tests.bench.soak --minutes 60`.

Events that the platform gets no acknowledgement for are offered again, as it does; what counts as late comes after the
moment by which any silence must have been noticed. Where a platform has no keys, a message whose answer was lost can
only be marked unsure.
"""

import logging
import os

import structlog

from tests.adapters import storm
from tests.adapters.climates import CLIMATES
from tests.adapters.storm import LeapingClock, Toll
from tests.bench.ground import arguments, show
from tests.fakes.timeline import LoopClock, play


def _weather(platform: str, seconds: float, seed: int) -> tuple[Toll, float]:
    async def work(_: LoopClock) -> tuple[Toll, float]:
        weather = CLIMATES[platform](LeapingClock())
        return await storm.play(weather, seconds, seed), weather.patience

    return play(work)


def main() -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        os.environ.pop(name, None)
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    options = arguments(__doc__ or "", minutes=60, seed=7)
    rows = []
    for platform in CLIMATES:
        toll, patience = _weather(platform, options.minutes * 60.0, options.seed)
        lost = (len(toll.lost), len(toll.doubled), int(toll.late > patience), f"{toll.late:.0f}")
        wrong = (len(toll.unsent), len(toll.sent_twice), toll.unsure)
        rows.append((platform, sum(toll.troubles.values()), toll.events, *lost, toll.sent, *wrong, toll.most))
    head = ("platform", "troubles", "events", "lost", "doubled", "late", "slowest s", "sent", "unsent", "twice",
            "unsure", "attempts/s")  # fmt: skip
    show(f"{options.minutes} minutes of troubles", head, rows)


if __name__ == "__main__":
    main()

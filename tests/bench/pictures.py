"""A Gantt chart from rows to PNG, and how long the loop stands still meanwhile: `python -m tests.bench.pictures`."""

import asyncio
import statistics
from datetime import date, timedelta
from time import perf_counter

import psutil

from bot.charts import draw
from bot.charts.gantt import chart
from bot.rules.gantt import Bar, Plan
from tests.bench.ground import arguments, show
from tests.charts.plans import bar, plan

SIZES = (3, 25, 60)


def _bar(number: int) -> Bar:
    first = date(2026, 3, 2) + timedelta(days=2 * number)
    waits = (number - 1,) if number % 2 else ()
    return bar(number, f"渠道铺货计划与沟通会{number}", start=first, end=first + timedelta(days=6), after=waits)


async def _measure(drawn: Plan) -> tuple[float, float, float, int]:
    """Seconds for the SVG and for the PNG, the longest moment in which the loop did nothing, and the PNG's bytes."""
    began = perf_counter()
    svg = chart(drawn, "zh")
    written = perf_counter()
    drawing, still, before = asyncio.create_task(draw.png(svg)), 0.0, perf_counter()
    while not drawing.done():
        await asyncio.wait([drawing], timeout=0.002)
        now = perf_counter()
        still, before = max(still, now - before), now
    return written - began, perf_counter() - written, still, len(await drawing)


def main() -> None:
    options = arguments(__doc__ or "", rounds=5)
    memory = psutil.Process().memory_info().rss
    rows = []
    for size in SIZES:
        drawn = plan(*(_bar(number) for number in range(1, size + 1)))
        runs = [asyncio.run(_measure(drawn)) for _ in range(options.rounds)]
        svg, png, still, _ = (statistics.median(each) for each in zip(*runs, strict=True))
        rows.append(
            (size, f"{svg * 1e3:.1f} ms", f"{png:.2f} s", f"{still * 1e3:.0f} ms", f"{runs[0][3] / 1e3:.0f} KB")
        )
    show("Gantt charts", ("tasks", "SVG", "PNG", "loop stands still", "size"), rows)
    print(f"kept by the bot afterwards: {(psutil.Process().memory_info().rss - memory) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

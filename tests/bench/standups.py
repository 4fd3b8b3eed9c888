"""Ten thousand standup answers in a minute, from the event to the commit: `python -m tests.bench.standups`."""

import asyncio
import statistics
import time

from bot.clock import MovableClock
from bot.engine import Engine
from bot.wire import Account, Incoming
from storage.engine import Database
from tests.bench.crowd import NOW
from tests.bench.ground import arguments, share, show, urls
from tests.bench.silent import Silent
from tests.chat import defaults

A_GROUP = 50
ANSWER = "/站会 昨天：完成了海报的第二稿 今天：改第三稿并送审 阻碍：无"


async def _furnish(engine: Engine, groups: int) -> None:
    for group in range(groups):
        chat, first = f"g{group}", group * A_GROUP
        people = [Account(f"u{first + n}", f"成员{first + n}") for n in range(A_GROUP)]
        lead = people[0]
        joined = Incoming(f"j{chat}", "console", "joined", lead.user, lead.name, chat, chat, mentions=tuple(people))
        await engine.inbox.deliver(joined)
        text = f"/项目 新建 项目{group} 2026-03-02 到 2026-03-20"
        new = Incoming(f"n{chat}", "console", "message", lead.user, lead.name, chat, chat, text, True)
        await engine.inbox.deliver(new)
        while await engine.turns():
            pass


async def _answer_all(url: str, answers: int) -> tuple[float, list[float]]:
    """Seconds until every answer is committed, and how long each waited for its acknowledgement, in ms."""
    database = Database(url)
    console = Silent(lambda: NOW)
    engine = Engine(database, MovableClock(NOW), defaults(), {console.name: console})
    await _furnish(engine, answers // A_GROUP)
    await engine.start()
    waits: list[float] = []

    async def say(number: int) -> None:
        arrived = time.perf_counter()
        person, chat = number * 7919 % answers, f"g{number * 7919 % answers // A_GROUP}"
        said = Incoming(
            f"a{number}", "console", "message", f"u{person}", f"成员{person}", chat, chat, ANSWER, addressed=True
        )
        await engine.inbox.deliver(said)
        waits.append((time.perf_counter() - arrived) * 1000)

    began, sent = time.perf_counter(), list[asyncio.Task[None]]()
    for number in range(answers):
        sent.append(asyncio.create_task(say(number)))
        if number % 20 == 0:
            await asyncio.sleep(max(0.0, began + number * 40 / answers - time.perf_counter()))
    await asyncio.gather(*sent)
    while await engine.turns():
        pass
    took = time.perf_counter() - began
    await engine.stop()
    database.close()
    return took, waits


def main() -> None:
    options = arguments(__doc__ or "", answers=10_000)
    rows = []
    for kind in options.kinds:
        with urls([kind]) as found:
            took, waits = asyncio.run(_answer_all(found[kind], options.answers))
        late = (f"{value:.1f}" for value in (statistics.median(waits), share(waits, 0.99), max(waits)))
        rows.append((kind, options.answers, f"{took:.1f}", *late))
    head = ("database", "answers", "all committed after s", "ack p50 ms", "ack p99 ms", "ack worst ms")
    show("Standup answers, arriving within 40 s", head, rows)


if __name__ == "__main__":
    main()

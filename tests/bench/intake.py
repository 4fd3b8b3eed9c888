"""Events over HTTP, stored durably and then acknowledged, against a bare handler: `python -m tests.bench.intake`."""

import asyncio
import itertools
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection

import aiohttp
from aiohttp import web

from bot.clock import MovableClock
from bot.engine import Engine
from bot.wire import Incoming
from storage.engine import Database
from tests.bench.ground import alternate, arguments, ratio, share, show, urls
from tests.bench.silent import Silent
from tests.chat import defaults

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
BODY = {"user": "u1", "user_name": "李四", "chat": "g1", "chat_name": "新品上市", "text": "大家好，今天的评审改到三点"}
TASK = "/任务 完成海报初稿 <@u1> 3月4日17:00前"
AT_ONCE = 128
_context = multiprocessing.get_context("forkserver")
_numbers = itertools.count()


def serve(url: str, turns: bool, pipe: Connection) -> None:
    """A server with both routes; tells its port and runs until the pipe closes."""
    asyncio.run(_serve(url, turns, pipe))


async def _serve(url: str, turns: bool, pipe: Connection) -> None:
    console = Silent(lambda: NOW)
    engine = Engine(Database(url), MovableClock(NOW), defaults(), {"console": console} if turns else {})

    async def bare(request: web.Request) -> web.Response:
        await request.json()
        return web.Response()

    async def store(request: web.Request) -> web.Response:
        body = await request.json()
        await engine.inbox.deliver(Incoming(platform="console", kind="message", **body))
        return web.Response()

    site = web.Application()
    site.add_routes([web.post("/bare", bare), web.post("/store", store)])
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    if turns:
        await engine.start()
    await asyncio.get_running_loop().run_in_executor(None, _until_closed, pipe)
    await engine.stop()
    await runner.cleanup()
    engine.database.close()


def _until_closed(pipe: Connection) -> None:
    try:
        pipe.recv()
    except EOFError:
        return


async def _closed_loop(url: str, count: int) -> float:
    """Requests a second, so many always under way."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as http:
        numbers = iter(range(count))

        async def worker() -> None:
            for _ in numbers:
                async with http.post(url, json={**BODY, "key": f"e{next(_numbers)}"}) as response:
                    assert response.status == 200

        began = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        return count / (time.perf_counter() - began)


async def _open_loop(url: str, rate: int, seconds: int, text: str) -> list[float]:
    """Latencies in ms of requests sent at a fixed rate, counted from when each was due to be sent."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http, asyncio.TaskGroup() as under_way:
        began, latencies = time.perf_counter(), list[float]()

        async def one(planned: float, body: dict[str, object]) -> None:
            async with http.post(url, json=body) as response:
                assert response.status == 200
            latencies.append((time.perf_counter() - planned) * 1000)

        for number in range(rate * seconds):
            planned = began + number / rate
            await asyncio.sleep(planned - time.perf_counter())
            body = {
                **BODY,
                "key": f"e{next(_numbers)}",
                "text": text,
                "chat": f"g{number % 50}",
                "addressed": bool(text),
            }
            under_way.create_task(one(planned, body))
    return latencies


@contextmanager
def _server(url: str, turns: bool) -> Iterator[str]:
    ours, theirs = _context.Pipe()
    server = _context.Process(target=serve, args=(url, turns, theirs), daemon=True)
    server.start()
    theirs.close()
    yield f"http://127.0.0.1:{ours.recv()}"
    ours.close()
    server.join(10)
    server.kill()


def _throughput(url: str, rounds: int, count: int) -> dict[str, list[float]]:
    with _server(url, turns=False) as base:

        def load(path: str) -> float:
            return asyncio.run(_closed_loop(f"{base}/{path}", count))

        load("store")
        return alternate(rounds, {path: partial(load, path) for path in ("bare", "store")})


def main() -> None:
    options = arguments(__doc__ or "", rounds=5, count=3000, seconds=10)
    speed: list[tuple[object, ...]] = []
    late: list[tuple[object, ...]] = []
    for kind in options.kinds:
        with urls([kind]) as found:
            measured = _throughput(found[kind], options.rounds, options.count)
            for name, values in measured.items():
                speed.append((kind, name, round(statistics.median(values)), f"{ratio(values, measured['bare']):.2f}"))
            for name, turns, text in (("chatter", False, ""), ("/task, turns going on", True, TASK)):
                with _server(found[kind], turns) as base:
                    waits = asyncio.run(_open_loop(f"{base}/store", 500, options.seconds, text))
                late.append((kind, name, *(f"{share(waits, part):.1f}" for part in (0.5, 0.99, 1.0))))
    show("Events acknowledged over HTTP", ("database", "handler", "requests/s", "x bare"), speed)
    show("Acknowledgements at 500 events a second", ("database", "events", "p50 ms", "p99 ms", "worst ms"), late)


if __name__ == "__main__":
    main()

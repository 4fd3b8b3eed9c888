"""The platforms' ways in, stored and then acknowledged, against bare ones that only verify and answer.

`python -m tests.bench.adapters`: requests a second and their ratio, acknowledgements at 500 a second, and the start and
memory of a process with all three platforms on.
"""

import asyncio
import itertools
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import psutil
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from bot.clock import SystemClock
from tests.bench.doors import KEY, VERIFY, serve
from tests.bench.ground import arguments, ratio, share, show, urls
from tests.fakes import feishu_wire
from tests.fakes.dingtalk import BOT_TOPIC, FakeDingTalk
from tests.fakes.dingtalk import signed as genuine
from tests.fakes.dingtalk_api import GROUP, ROBOT, SECRET
from tests.fakes.feishu import FakeFeishu
from tests.fakes.slack import FakeSlack, signed
from tests.fakes.slack_api import APP_TOKEN, TEAM, TOKEN

ROOT = Path(__file__).parents[2]
AT_ONCE = 64
RATE = 500
SAID = "大家好，今天的评审改到三点"
Ask = Callable[[str], Coroutine[Any, Any, None]]
_context = multiprocessing.get_context("forkserver")
_numbers = itertools.count(1)


# ---------------------------------------------------------------------------------------------------------------------
# One request each; `way` is "bare" or "store"


def slack_request() -> tuple[bytes, dict[str, str]]:
    number = next(_numbers)
    form = {
        "token": "x", "team_id": TEAM, "team_domain": "t", "channel_id": f"C{number % 50}", "channel_name": "launch",
        "user_id": "UZHANG", "user_name": "zhang", "command": "/duiqi", "text": f"{SAID}{number}", "api_app_id": "A1",
        "is_enterprise_install": "false", "response_url": "https://hooks.slack.com/x", "trigger_id": f"{number}.1.t",
    }  # fmt: skip
    body = urlencode(form).encode()
    return body, {"Content-Type": "application/x-www-form-urlencoded", **signed(body, datetime.now(UTC))}


def feishu_request() -> tuple[bytes, dict[str, str]]:
    key = f"ev{next(_numbers)}"
    event = feishu_wire.message(SAID, user="ou_li", private=True, number=key, key=key)
    raw = json.dumps(feishu_wire.seal(KEY, event)).encode()
    return raw, {"Content-Type": "application/json", **feishu_wire.sign(raw, KEY, datetime.now(UTC))}


def dingtalk_message() -> tuple[str, dict[str, Any]]:
    count = next(_numbers)
    number = f"m{count}"
    return number, {
        "conversationId": f"{GROUP}{count % 50}", "conversationType": "2", "msgId": number, "msgtype": "text",
        "senderStaffId": f"u{count % 400}", "senderNick": "张三", "robotCode": ROBOT, "text": {"content": SAID},
    }  # fmt: skip


def dingtalk_request() -> tuple[bytes, dict[str, str]]:
    return json.dumps(dingtalk_message()[1]).encode(), genuine(datetime.now(UTC))


class Gateway:
    """DingTalk's gateway; the bot's frames come from here."""

    def __init__(self) -> None:
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[None]] = {}
        app = web.Application()
        app.router.add_post("/v1.0/gateway/connections/open", self._open)
        app.router.add_get("/connect", self._connect)
        self.server = TestServer(app)

    @property
    def base(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    async def _open(self, _: web.Request) -> web.Response:
        return web.json_response({"endpoint": self.base.replace("http", "ws") + "/connect", "ticket": "t"})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._waiting.pop(json.loads(message.data)["headers"]["messageId"]).set_result(None)
        return socket

    async def push(self) -> None:
        """A frame, until it is acknowledged."""
        number, data = dingtalk_message()
        headers = {"topic": BOT_TOPIC, "messageId": number, "contentType": "application/json", "time": "1"}
        self._waiting[number] = waiting = asyncio.get_running_loop().create_future()
        frame = {"specVersion": "1.0", "type": "CALLBACK", "headers": headers, "data": json.dumps(data)}
        await self._sockets[-1].send_str(json.dumps(frame))
        await waiting


REQUESTS = {
    "slack": (slack_request, "/slack/events"),
    "feishu": (feishu_request, "/feishu/events"),
    "dingtalk": (dingtalk_request, ""),
}


@asynccontextmanager
async def asker(platform: str, base: str, gateway: Gateway | None) -> AsyncIterator[Ask]:
    """Asks one thing at a time: over HTTP, or for the bot by its gateway."""
    make, entry = REQUESTS[platform]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:

        async def ask(way: str) -> None:
            if gateway and way == "store":
                return await gateway.push()
            body, headers = make()
            async with http.post(base + ("/bare" if way == "bare" else entry), data=body, headers=headers) as answer:
                assert answer.status == 200, (way, answer.status)

        yield ask


# ---------------------------------------------------------------------------------------------------------------------
# Measuring


async def _closed_loop(ask: Ask, way: str, count: int) -> float:
    numbers = iter(range(count))

    async def worker() -> None:
        for _ in numbers:
            await ask(way)

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return count / (time.perf_counter() - began)


async def _open_loop(ask: Ask, seconds: int) -> list[float]:
    """Latencies in ms from when each request was due to be sent."""
    began, latencies = time.perf_counter(), list[float]()

    async def one(number: int) -> None:
        planned = began + number / RATE
        await asyncio.sleep(max(0.0, planned - time.perf_counter()))
        await ask("store")
        latencies.append((time.perf_counter() - planned) * 1000)

    await asyncio.gather(*(one(number) for number in range(RATE * seconds)))
    return latencies


@asynccontextmanager
async def _doors(platform: str, database: str) -> AsyncIterator[Ask]:
    """A process with both ways in, and how to ask it."""
    ours, theirs = _context.Pipe()
    async with _platform(platform) as (there, gateway):
        process = _context.Process(target=serve, args=(platform, database, there, theirs), daemon=True)
        process.start()
        theirs.close()
        try:
            port = await asyncio.to_thread(ours.recv)
            async with asker(platform, f"http://127.0.0.1:{port}", gateway) as ask:
                yield ask
        finally:
            ours.close()
            await asyncio.to_thread(process.join, 10)
            process.kill()


@asynccontextmanager
async def _platform(platform: str) -> AsyncIterator[tuple[str, Gateway | None]]:
    """What the adapter connects to, by its address."""
    if platform == "slack":
        slack = FakeSlack(SystemClock().now)
        slack.state.person("UZHANG", "张三")
        for number in range(50):
            slack.state.channel(f"C{number}", f"群{number}", "UZHANG")
        await slack.start()
        yield slack.base_url, None
        await slack.stop()
    elif platform == "feishu":
        feishu = FakeFeishu(SystemClock().now, people={"ou_li": {"name": "李四"}})
        await feishu.start()
        yield feishu.url, None
        await feishu.stop()
    else:
        gateway = Gateway()
        await gateway.server.start_server()
        yield gateway.base, gateway
        await gateway.server.close()


async def _measure(platform: str, rounds: int, count: int, seconds: int) -> tuple[dict[str, list[float]], list[float]]:
    with urls(["sqlite"]) as found:
        async with _doors(platform, found["sqlite"]) as ask:
            speed: dict[str, list[float]] = {"bare": [], "store": []}
            await _closed_loop(ask, "store", count // 4)
            for _ in range(rounds):
                for way, values in speed.items():
                    values.append(await _closed_loop(ask, way, count))
            return speed, await _open_loop(ask, seconds)


async def _start() -> tuple[float, float, int]:
    """Seconds until a process with all three platforms is ready, and its memory in MB when it idles."""
    slack, feishu = FakeSlack(SystemClock().now), FakeFeishu(SystemClock().now)
    await slack.start()
    await feishu.start()
    async with FakeDingTalk(SystemClock()) as dingtalk:
        with tempfile.TemporaryDirectory() as folder:
            env = {
                **os.environ, "DUIQI_DATABASE__URL": f"sqlite:///{folder}/x.db", "DUIQI_WEB__PORT": "18766",
                "DUIQI_SLACK__ENABLED": "true", "DUIQI_SLACK__BOT_TOKEN": TOKEN, "DUIQI_SLACK__APP_TOKEN": APP_TOKEN,
                "DUIQI_SLACK__API_BASE_URL": slack.base_url, "DUIQI_FEISHU__ENABLED": "true",
                "DUIQI_FEISHU__APP_ID": feishu.app_id, "DUIQI_FEISHU__APP_SECRET": feishu.secret,
                "DUIQI_FEISHU__BASE_URL": feishu.url, "DUIQI_FEISHU__VERIFICATION_TOKEN": VERIFY,
                "DUIQI_DINGTALK__ENABLED": "true", "DUIQI_DINGTALK__CLIENT_ID": ROBOT,
                "DUIQI_DINGTALK__CLIENT_SECRET": SECRET, "DUIQI_DINGTALK__API_BASE_URL": dingtalk.base,
                "DUIQI_DINGTALK__OAPI_BASE_URL": dingtalk.base,
            }  # fmt: skip
            began = time.perf_counter()
            command = [sys.executable, "-m", "bot", "serve"]
            server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                await _ready("http://127.0.0.1:18766/readyz", began + 30)
                took = time.perf_counter() - began
                await asyncio.sleep(2)
                return took, psutil.Process(server.pid).memory_info().rss / 1e6, len(dingtalk.sockets)
            finally:
                server.terminate()
                await asyncio.to_thread(server.wait, 10)
                await slack.stop()
                await feishu.stop()


async def _ready(url: str, until: float) -> None:
    async with aiohttp.ClientSession() as http:
        while time.perf_counter() < until:
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)
    raise TimeoutError(url)


def main() -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        os.environ.pop(name, None)
    options = arguments(__doc__ or "", rounds=5, count=2000, seconds=10)
    speeds: list[tuple[object, ...]] = []
    late: list[tuple[object, ...]] = []
    bare = {"slack": "Bolt AsyncApp", "feishu": "aiohttp handler", "dingtalk": "aiohttp handler"}
    for platform, plain in bare.items():
        speed, waits = asyncio.run(_measure(platform, options.rounds, options.count, options.seconds))
        ours, theirs = (round(statistics.median(speed[way])) for way in ("store", "bare"))
        speeds.append((platform, ours, plain, theirs, f"{ratio(speed['store'], speed['bare']):.2f}"))
        late.append((platform, *(f"{share(waits, part):.1f}" for part in (0.5, 0.99, 1.0))))
    show("Stored, then acknowledged", ("platform", "ours /s", "bare", "bare /s", "x bare"), speeds)
    show(f"Acknowledgements at {RATE} a second", ("platform", "p50 ms", "p99 ms", "worst ms"), late)
    starts = [asyncio.run(_start()) for _ in range(options.rounds)]
    took, memory = (f"{statistics.median(each[index] for each in starts):.2f}" for index in (0, 1))
    show("All three platforms on", ("ready after s", "memory idle MB"), [(took, memory)])


if __name__ == "__main__":
    main()

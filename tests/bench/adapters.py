"""The platforms' ways in, stored and then acknowledged, against bare ones that only verify and answer.

`python -m tests.bench.adapters`: requests a second and their ratio, acknowledgements at 500 a second, and the start and
memory of a process with all three platforms on.

Speed is asked for in a burst, everybody answering at 17:00, so that many requests are under way: what waits for a
commit goes into the next one together. With few under way it is the disk's answer that is measured, not the way in.
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
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from functools import partial
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
RATE = 500
SAID = "大家好，今天的评审改到三点"
Call = Callable[[], Coroutine[Any, Any, None]]
Make = Callable[[str, int], list[Call]]
"""Calls of one way in, "bare" or "store", made before the clock runs."""
_context = multiprocessing.get_context("forkserver")
_numbers = itertools.count(1)


# ---------------------------------------------------------------------------------------------------------------------
# One request each


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


REQUESTS = {
    "slack": (slack_request, "/slack/events"),
    "feishu": (feishu_request, "/feishu/events"),
    "dingtalk": (dingtalk_request, ""),
}


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
                answer = json.loads(message.data)
                assert answer["code"] == 200, answer
                self._waiting.pop(answer["headers"]["messageId"]).set_result(None)
        return socket

    def frames(self, count: int) -> list[Call]:
        """Frames, each a call that lasts until it is acknowledged."""
        return [partial(self._push, *self._frame()) for _ in range(count)]

    def _frame(self) -> tuple[str, str]:
        number, data = dingtalk_message()
        headers = {"topic": BOT_TOPIC, "messageId": number, "contentType": "application/json", "time": "1"}
        frame = {"specVersion": "1.0", "type": "CALLBACK", "headers": headers, "data": json.dumps(data)}
        return number, json.dumps(frame)

    async def _push(self, number: str, frame: str) -> None:
        self._waiting[number] = waiting = asyncio.get_running_loop().create_future()
        await self._sockets[-1].send_str(frame)
        await waiting


class Line(asyncio.Protocol):
    """One kept connection that does no more than it must, so that it is the server that is measured."""

    def __init__(self) -> None:
        self._heard = b""
        self._answered: asyncio.Future[None] | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport: asyncio.Transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self._answered:
            self._answered.set_exception(error or ConnectionError("closed"))

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, end, body = self._heard.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        if end and len(body) >= length and self._answered:
            answered, self._answered, self._heard = self._answered, None, b""
            fine = head.startswith(b"HTTP/1.1 200 ")
            answered.set_result(None) if fine else answered.set_exception(ValueError(head.decode()))

    async def ask(self, request: bytes) -> None:
        self._answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        await self._answered


class Lines:
    """As many connections as are needed."""

    def __init__(self, platform: str, port: int) -> None:
        self._make, self._entry = REQUESTS[platform]
        self._port = port
        self._free: list[Line] = []

    def requests(self, way: str, count: int) -> list[Call]:
        """Signed requests, each a call that lasts until it is answered with 200."""
        path = "/bare" if way == "bare" else self._entry
        return [partial(self._ask, self._request(path)) for _ in range(count)]

    def _request(self, path: str) -> bytes:
        body, headers = self._make()
        lines = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body

    async def _ask(self, request: bytes) -> None:
        line = self._free.pop() if self._free else await self._connect()
        await line.ask(request)
        self._free.append(line)

    async def _connect(self) -> Line:
        return (await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self._port))[1]

    def close(self) -> None:
        for line in self._free:
            line.transport.close()


# ---------------------------------------------------------------------------------------------------------------------
# Measuring


async def _closed_loop(calls: Sequence[Call], at_once: int) -> float:
    """Calls a second, so many always under way."""
    left = iter(calls)

    async def worker() -> None:
        for call in left:
            await call()

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    return len(calls) / (time.perf_counter() - began)


async def _open_loop(calls: Sequence[Call]) -> list[float]:
    """Latencies in ms of calls made at a fixed rate, counted from when each was due."""
    latencies = list[float]()

    async def one(call: Call, due: float) -> None:
        await call()
        latencies.append((time.perf_counter() - due) * 1000)

    async with asyncio.TaskGroup() as under_way:
        began = time.perf_counter()
        for number, call in enumerate(calls):
            due = began + number / RATE
            await asyncio.sleep(due - time.perf_counter())
            under_way.create_task(one(call, due))
    return latencies


@asynccontextmanager
async def _doors(platform: str, database: str) -> AsyncIterator[Make]:
    """A process with both ways in, and how to make calls to it."""
    ours, theirs = _context.Pipe()
    async with _platform(platform) as (there, gateway):
        process = _context.Process(target=serve, args=(platform, database, there, theirs), daemon=True)
        process.start()
        theirs.close()
        try:
            with closing(Lines(platform, await asyncio.to_thread(ours.recv))) as lines:
                yield (
                    lambda way, count: (
                        gateway.frames(count) if gateway and way == "store" else lines.requests(way, count)
                    )
                )
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


async def _measure(platform: str, kind: str, options: Namespace) -> tuple[dict[str, list[float]], list[float]]:
    speed: dict[str, list[float]] = {"bare": [], "store": []}
    with urls([kind]) as found:
        async with _doors(platform, found[kind]) as make:
            for way in speed:
                await _closed_loop(make(way, options.count // 2), options.at_once)
            for _ in range(options.rounds):
                for way, values in speed.items():
                    values.append(await _closed_loop(make(way, options.count), options.at_once))
            return speed, await _open_loop(make("store", RATE * options.seconds))


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
    options = arguments(__doc__ or "", rounds=5, count=3000, seconds=10, at_once=256)
    speeds: list[tuple[object, ...]] = []
    late: list[tuple[object, ...]] = []
    bare = {"slack": "Bolt AsyncApp", "feishu": "aiohttp handler", "dingtalk": "aiohttp handler"}
    for kind, platform in itertools.product(options.kinds, bare):
        speed, waits = asyncio.run(_measure(platform, kind, options))
        ours, theirs = (round(statistics.median(speed[way])) for way in ("store", "bare"))
        speeds.append((kind, platform, ours, bare[platform], theirs, f"{ratio(speed['store'], speed['bare']):.2f}"))
        late.append((kind, platform, *(f"{share(waits, part):.1f}" for part in (0.5, 0.99, 1.0))))
    title = f"Stored, then acknowledged, {options.at_once} at once"
    show(title, ("database", "platform", "ours /s", "bare", "bare /s", "x bare"), speeds)
    show(f"Acknowledgements at {RATE} a second", ("database", "platform", "p50 ms", "p99 ms", "worst ms"), late)
    starts = [asyncio.run(_start()) for _ in range(options.rounds)]
    took, memory = (f"{statistics.median(each[index] for each in starts):.2f}" for index in (0, 1))
    show("All three platforms on", ("ready after s", "memory idle MB"), [(took, memory)])


if __name__ == "__main__":
    main()

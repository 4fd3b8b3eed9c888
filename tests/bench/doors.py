"""The servers of the adapters bench: each platform's way in as the bot has it, and a bare one that stores nothing."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from typing import Any

import structlog
from aiohttp import web
from Crypto.Cipher import AES
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.dingtalk.adapter import DingTalkAdapter
from adapters.dingtalk.settings import DingTalkSettings
from adapters.feishu.adapter import FeishuAdapter
from adapters.feishu.settings import FeishuSettings
from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.clock import SystemClock
from bot.engine import Engine
from bot.memory import DatabaseMemory
from storage.engine import Database
from tests.chat import defaults
from tests.fakes.dingtalk_api import ROBOT, SECRET
from tests.fakes.slack_api import BOT, BOT_ID, TEAM, TOKEN
from tests.fakes.slack_api import SECRET as SLACK_SECRET

KEY, VERIFY = "feishu-key", "verify-me"
_AES = hashlib.sha256(KEY.encode()).digest()
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def serve(platform: str, database: str, there: str, pipe: Connection) -> None:
    """A process with both ways in, HTTP or Stream to the gateway `there`, until the pipe closes."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_serve(platform, database, there, pipe))


async def _serve(platform: str, url: str, there: str, pipe: Connection) -> None:
    database, clock = Database(url), SystemClock()
    memory = DatabaseMemory(database, clock, platform)
    adapter: Any
    if platform == "slack":
        adapter = SlackAdapter(SlackSettings("http", TOKEN, "", SLACK_SECRET, there), memory, clock)
    elif platform == "feishu":
        settings = FeishuSettings("cli_app", "app-secret", "http", KEY, VERIFY, there)
        adapter = FeishuAdapter(settings, memory, clock)
    else:
        adapter = DingTalkAdapter(
            DingTalkSettings(ROBOT, SECRET, api_base_url=there, oapi_base_url=there, webhook_hosts=("127.0.0.1",)),
            memory,
            clock,
        )
    engine = Engine(database, clock, defaults(), {adapter.name: adapter})
    site = web.Application()
    site.add_routes(adapter.routes())
    site.router.add_post("/bare", BARE[platform]())
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await adapter.start(engine.inbox.deliver)
    while not adapter.connected:
        await asyncio.sleep(0.01)
    pipe.send(runner.addresses[0][1])
    await asyncio.get_running_loop().run_in_executor(None, _until_closed, pipe)
    await adapter.stop()
    await runner.cleanup()
    database.close()


def _until_closed(pipe: Connection) -> None:
    try:
        pipe.recv()
    except EOFError:
        return


def _bolt() -> Handler:
    """The stock Bolt app, which only acknowledges."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_id=BOT_ID, bot_user_id=BOT, user_id=None
        )

    app = AsyncApp(signing_secret=SLACK_SECRET, authorize=authorize)

    @app.command("/duiqi")
    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return handle


def _by_hand() -> Handler:
    """Check the signature, open the envelope, answer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        raw, heads = await request.read(), request.headers
        text = heads["X-Lark-Request-Timestamp"] + heads["X-Lark-Request-Nonce"] + KEY
        wanted = hashlib.sha256(text.encode() + raw).hexdigest()
        if not hmac.compare_digest(heads["X-Lark-Signature"], wanted):
            return web.Response(status=401)
        sealed = base64.b64decode(json.loads(raw)["encrypt"])
        plain = AES.new(_AES, AES.MODE_CBC, sealed[:16]).decrypt(sealed[16:])
        body = json.loads(plain[: -plain[-1]])
        return web.json_response({}) if body["header"]["token"] == VERIFY else web.Response(status=401)

    return handle


def _by_sign() -> Handler:
    """Check the signature, read the message, answer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        digest = hmac.new(
            SECRET.encode(), f"{request.headers['timestamp']}\n{SECRET}".encode(), hashlib.sha256
        ).digest()
        if not hmac.compare_digest(request.headers["sign"], base64.b64encode(digest).decode()):
            return web.Response(status=401)
        body = json.loads(await request.read())
        return web.json_response({"msgtype": "empty"} if body["msgId"] else {})

    return handle


BARE: dict[str, Callable[[], Handler]] = {"slack": _bolt, "feishu": _by_hand, "dingtalk": _by_sign}

"""Each platform as `serve` puts it together, in trouble: no secret in logs, errors, pages or the database."""

import io
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import cast

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from bot import logs
from bot.engine import Engine
from bot.web import application
from tests.adapters.test_wiring import DingTalkOffice, FeishuOffice, Office, SlackOffice, at_work, no_proxy, until
from tests.fakes import dingtalk_api, slack_api
from tests.fakes.dingtalk import GROUP
from tests.fakes.dingtalk import Failure as DingTalkFailure
from tests.fakes.slack import Failure as SlackFailure
from tests.test_logs import stream

__all__ = ["no_proxy", "stream"]

SECRETS = {
    "slack": (slack_api.TOKEN, slack_api.APP_TOKEN, slack_api.SECRET),
    "feishu": ("app-secret",),
    "dingtalk": (dingtalk_api.SECRET,),
}
ROBOT = "5e0c1a99" * 8
MADE = re.compile(rf"{ROBOT}|ticket-?\w*\d|\bt-1\b|\btoken\d|session=\w|t\+/\d")
"""What the fakes make on the way: tickets of connections, access tokens, addresses for answers."""


def leak(name: str) -> str:
    """What a careless gateway writes on its error page: the whole request."""
    return f"Authorization: Bearer {' '.join(SECRETS[name])} https://x/?access_token=token1&ticket=ticket-1"


async def slack_trouble(office: Office) -> None:
    fake = cast(SlackOffice, office)._slack
    page = SlackFailure(page=leak("slack"), status=500, content_type="text/plain")
    fake.fail("chat.postMessage", page, SlackFailure(drop=True), SlackFailure(leak("slack")))
    fake.fail("users.info", page, SlackFailure("invalid_auth"))
    fake.refuse_upgrades = 1
    await office.types("帮助")
    await fake.sockets[0].close()
    await until(lambda: len(fake.called("chat.postMessage")) > 0)


async def feishu_trouble(office: Office) -> None:
    fake = cast(FeishuOffice, office)._fake
    fake.fail("POST /im/v1/messages", 230002, leak("feishu"), times=3)
    fake.fail("GET /contact", 99991672, leak("feishu"))
    await office.types("帮助")
    await until(lambda: "POST /im/v1/messages" in fake.calls)
    fake.discovery = {"code": 514, "msg": leak("feishu")}
    await fake.drop()


async def dingtalk_trouble(office: Office) -> None:
    fake = cast(DingTalkOffice, office)._fake
    for path in ("/robot/sendBySession", "/v1.0/robot/groupMessages/send"):
        refusal = {"code": "unknown", "errcode": leak("dingtalk"), "message": leak("dingtalk")}
        fake.failures[path].extend((DingTalkFailure(drop=True), DingTalkFailure(500, page=leak("dingtalk"))))
        fake.failures[path].append(DingTalkFailure(400, refusal))
    await office.types("帮助")
    await until(lambda: fake.count("/sendBySession") + fake.count("/send") > 0)
    await fake.say(f"绑定机器人 https://oapi.dingtalk.com/robot/send?access_token={ROBOT}", group=GROUP, isAdmin=True)
    fake.endpoint = "ws://127.0.0.1:9/connect"
    await fake.sockets[0].close()


TROUBLE: dict[str, Callable[[Office], Awaitable[None]]] = {
    "slack": slack_trouble,
    "feishu": feishu_trouble,
    "dingtalk": dingtalk_trouble,
}


def rows(db: Session) -> Iterator[str]:
    """Everything the database holds."""
    for table in SQLModel.metadata.sorted_tables:
        yield from (f"{table.name} {tuple(row)!r}" for row in db.connection().execute(select(table)))


async def pages(engine: Engine) -> list[str]:
    async with TestClient(TestServer(application(engine))) as client:
        return [await (await client.get(path)).text() for path in ("/healthz", "/readyz", "/metrics")]


@pytest.mark.parametrize("name", sorted(TROUBLE))
async def test_a_platform_in_trouble_lets_no_secret_out(name: str, stream: io.StringIO) -> None:
    logs.configure("debug", "json", SECRETS[name], stream)
    async with at_work(name) as (office, engine):
        await TROUBLE[name](office)
        told = ("reason", "code") if name == "dingtalk" else ("***",)
        await until(lambda: any(sign in stream.getvalue() for sign in told))
        written = [*stream.getvalue().splitlines(), *await pages(engine), *await engine.database.run(_listed)]
    found = [line for line in written if MADE.search(line) or any(secret in line for secret in SECRETS[name])]
    assert found == []
    # The platform's words did get there, without the secrets in them.
    assert name == "dingtalk" or any("***" in line for line in written)


def _listed(db: Session) -> list[str]:
    return list(rows(db))

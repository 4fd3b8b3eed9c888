"""No secret in logs, errors or the store."""

import re

from structlog.testing import capture_logs

from adapters.dingtalk.settings import DingTalkSettings
from bot.errors import SendFailed
from tests.adapters.dingtalk.cards import PLAIN
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP, Failure
from tests.fakes.dingtalk_api import SECRET

SECRETS = re.compile(rf"{SECRET}|token\d|session=|ticket=|t\+/\d")


async def test_no_trouble_writes_a_secret_into_the_log(stage: Stage) -> None:
    with capture_logs() as logs:
        await stage.fake.say("/帮助", group=GROUP)
        for path in ("/robot/sendBySession", "/v1.0/robot/groupMessages/send"):
            stage.fake.failures[path].append(Failure(drop=True))
        for why in ("reply", "S2"):
            try:
                await stage.post(PLAIN, GROUP, why=why)
            except SendFailed as failed:
                assert not SECRETS.search(failed.reason)
        stage.refuse = True
        await stage.fake.say("/帮助", group=GROUP)
        stage.fake.endpoint = "ws://127.0.0.1:9/connect"
        await stage.fake.sockets[0].close()
        await stage.move_until(lambda: len(stage.fake.opens) == 3)
    assert logs
    assert not SECRETS.search(repr(logs))


async def test_the_store_holds_no_secret_in_clear(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    await stage.post(PLAIN, GROUP, why="reply")
    await stage.post(PLAIN, GROUP)
    assert not SECRETS.search(repr(stage.memory._values))


def test_settings_do_not_print_the_secret() -> None:
    assert SECRET not in repr(DingTalkSettings("id", SECRET))

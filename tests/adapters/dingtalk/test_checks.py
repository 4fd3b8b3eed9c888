"""What `duiqi check` tells of the app."""

from datetime import timedelta

import pytest

from adapters.dingtalk.adapter import DingTalkAdapter
from bot.errors import SendFailed
from tests.adapters.dingtalk.cards import PLAIN
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP, Failure


async def states(stage: Stage) -> dict[str, str]:
    return {finding.name: finding.state for finding in await stage.adapter.check()}


async def test_all_is_well(stage: Stage) -> None:
    assert await states(stage) == {
        "clock": "ok",
        "credentials": "ok",
        "stream": "ok",
        "robot": "ok",
        "qyapi_get_department_list": "ok",
        "quota api": "ok",
        "quota push": "ok",
    }


async def test_wrong_credentials_are_named(stage: Stage) -> None:
    adapter = DingTalkAdapter(stage.fake.settings(client_secret="wrong"), stage.memory, stage.clock)
    findings = {finding.name: finding for finding in await adapter.check()}
    assert (findings["credentials"].state, findings["credentials"].detail) == ("fail", "invalidClientIdOrSecret")


async def test_a_clock_that_is_off_is_told(stage: Stage) -> None:
    stage.fake.skew = timedelta(minutes=5)
    findings = {finding.name: finding for finding in await stage.adapter.check()}
    assert (findings["clock"].state, findings["clock"].detail) == ("fail", "300 s")


async def test_a_platform_out_of_reach_is_told(stage: Stage) -> None:
    adapter = DingTalkAdapter(stage.fake.settings(api_base_url="http://127.0.0.1:9"), stage.memory, stage.clock)
    assert {finding.name: finding.state for finding in await adapter.check()}["reach"] == "fail"


async def test_an_app_without_a_published_robot_is_told(stage: Stage) -> None:
    stage.fake.open_status = 400
    assert (await states(stage))["stream"] == "fail"


async def test_a_robot_code_of_another_robot_is_told(stage: Stage) -> None:
    adapter = DingTalkAdapter(stage.fake.settings(robot_code="dingother"), stage.memory, stage.clock)
    assert {finding.name: finding.state for finding in await adapter.check()}["robot"] == "warn"


async def test_a_missing_permission_is_named(stage: Stage) -> None:
    detail = {"requiredScopes": ["qyapi_robot_sendmsg"]}
    body = {"code": "Forbidden.AccessDenied.AccessTokenPermissionDenied", "message": "", "accessdenieddetail": detail}
    stage.fake.failures["/v1.0/robot/groupMessages/send"].append(Failure(403, body))
    with pytest.raises(SendFailed):
        await stage.post(PLAIN, GROUP)
    assert (await states(stage))["qyapi_robot_sendmsg"] == "fail"


async def test_four_fifths_of_the_months_calls_are_a_warning(stage: Stage) -> None:
    await stage.memory.add("calls:api:2026-03", 4000)
    await stage.memory.add("calls:push:2026-03", 3000)
    found = await states(stage)
    assert (found["quota api"], found["quota push"]) == ("warn", "fail")

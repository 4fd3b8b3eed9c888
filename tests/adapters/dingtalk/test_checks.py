"""What `duiqi check` tells of the app."""

from datetime import timedelta

import pytest

from adapters.dingtalk.adapter import DingTalkAdapter
from bot.errors import SendFailed
from bot.wire import Target
from tests.adapters.dingtalk.cards import PLAIN
from tests.adapters.dingtalk.conftest import open_stage
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP, Failure


async def states(stage: Stage) -> dict[str, str]:
    return {finding.name: finding.state for finding in await stage.adapter.check()}


async def test_all_is_well(stage: Stage) -> None:
    assert [(finding.name, finding.state) for finding in await stage.adapter.check()] == [
        ("credentials", "ok"),
        ("permissions", "ok"),
        ("connection", "ok"),
        ("robot", "ok"),
        ("quota", "ok"),
        ("quota", "ok"),
        ("clock", "ok"),
    ]


async def test_wrong_credentials_are_named(stage: Stage) -> None:
    adapter = DingTalkAdapter(stage.fake.settings(client_secret="wrong"), stage.memory, stage.clock)
    findings = {finding.name: finding for finding in await adapter.check()}
    assert (findings["credentials"].state, findings["credentials"].values["reason"]) == (
        "fail",
        "invalidClientIdOrSecret",
    )


async def test_a_clock_that_is_off_is_told(stage: Stage) -> None:
    stage.fake.skew = timedelta(minutes=5)
    findings = {finding.name: finding for finding in await stage.adapter.check()}
    assert (findings["clock"].state, findings["clock"].values) == ("fail", {"seconds": 300})


async def test_a_platform_out_of_reach_is_told(stage: Stage) -> None:
    adapter = DingTalkAdapter(stage.fake.settings(api_base_url="http://127.0.0.1:9"), stage.memory, stage.clock)
    assert {finding.name: finding.state for finding in await adapter.check()}["reach"] == "fail"


async def test_an_app_without_a_published_robot_is_told(stage: Stage) -> None:
    stage.fake.open_status = 400
    assert (await states(stage))["connection"] == "fail"


async def test_a_robot_code_of_another_robot_is_told(stage: Stage) -> None:
    adapter = DingTalkAdapter(stage.fake.settings(robot_code="dingother"), stage.memory, stage.clock)
    assert {finding.name: finding.state for finding in await adapter.check()}["robot"] == "warn"


async def test_a_missing_permission_is_named(stage: Stage) -> None:
    detail = {"requiredScopes": ["qyapi_robot_sendmsg"]}
    body = {"code": "Forbidden.AccessDenied.AccessTokenPermissionDenied", "message": "", "accessdenieddetail": detail}
    stage.fake.failures["/v1.0/robot/groupMessages/send"].append(Failure(403, body))
    with pytest.raises(SendFailed):
        await stage.post(PLAIN, GROUP)
    found = {finding.name: finding for finding in await stage.adapter.check()}["permissions"]
    assert (found.state, found.values["permission"]) == ("fail", "qyapi_robot_sendmsg")


@pytest.mark.parametrize(
    ("path", "name"),
    [("/topapi/v2/user/get", "qyapi_get_member"), ("/topapi/v2/department/get", "qyapi_get_department_list")],
)
async def test_permissions_to_read_are_tried(stage: Stage, path: str, name: str) -> None:
    said = f"ding talk error[subcode=60011,submsg=应用尚未开通所需的权限：[{name}]，点击链接申请]"
    stage.fake.failures[path].append(Failure(200, {"errcode": 88, "errmsg": said}))
    found = {finding.name: finding for finding in await stage.adapter.check()}["permissions"]
    assert (found.state, found.values["permission"]) == ("fail", name)


async def test_an_app_that_sees_a_part_of_the_company_is_well(stage: Stage) -> None:
    stage.fake.failures["/topapi/v2/department/get"].append(Failure(200, {"errcode": 50004, "errmsg": "range"}))
    assert (await states(stage))["permissions"] == "ok"


async def test_credentials_are_tried_though_a_token_is_still_good(stage: Stage) -> None:
    await stage.post(PLAIN, GROUP)
    stage.fake.failures["/v1.0/oauth2/accessToken"].append(Failure(400, {"code": "invalidClientIdOrSecret"}))
    assert (await states(stage))["credentials"] == "fail"


async def test_four_fifths_of_the_months_calls_are_a_warning(stage: Stage) -> None:
    await stage.memory.add("calls:api:2026-03", 4000)
    await stage.memory.add("calls:push:2026-03", 3000)
    found = [finding for finding in await stage.adapter.check() if finding.name == "quota"]
    assert [(finding.state, finding.values["used"]) for finding in found] == [("warn", 4000), ("fail", 3000)]


async def test_a_test_message_is_sent_without_taking_events(stage: Stage) -> None:
    opens = len(stage.fake.opens)
    found = await DingTalkAdapter(stage.fake.settings(), stage.memory, stage.clock).check(
        stage.delivery(PLAIN, Target("dingtalk", "dm", "u1"))
    )
    assert [(each.name, each.state) for each in found[-2:]] == [("template", "ok"), ("message", "ok")]
    assert (len(stage.fake.office.cards), len(stage.fake.sockets), len(stage.fake.opens) - opens) == (1, 1, 1)


async def test_a_template_that_gives_no_card_is_told_though_the_message_arrived(stage: Stage) -> None:
    stage.fake.office.templates.clear()
    found = await stage.adapter.check(stage.delivery(PLAIN, Target("dingtalk", "dm", "u1")))
    assert [(each.name, each.state) for each in found[-2:]] == [("template", "fail"), ("message", "ok")]
    assert len(stage.texts) == 1


async def test_a_template_is_of_no_use_over_http_without_a_public_address() -> None:
    async with open_stage(mode="http") as stage:
        assert (await states(stage))["presses"] == "fail"

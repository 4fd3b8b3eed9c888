"""People from the directory, and what is said to those the bot cannot serve."""

import json
from typing import Any

import pytest

from adapters.base import Profile
from bot.errors import SendFailed
from tests.adapters.dingtalk.cards import PLAIN
from tests.adapters.dingtalk.conftest import open_stage
from tests.adapters.dingtalk.stage import Stage, breathe
from tests.fakes.dingtalk import CARD_TOPIC, GROUP, Failure
from tests.fakes.dingtalk_api import ROBOT

DIRECT = "/v1.0/robot/oToMessages/batchSend"
USER_GET = "/topapi/v2/user/get"


def office(stage: Stage, **changes: Any) -> None:
    """李四 in 设计部, which 王总 heads, below 创意中心."""
    stage.fake.office.users["u2"] = {"userid": "u2", "name": "李四", "dept_id_list": [7], "active": True, **changes}
    stage.fake.office.departments.update(
        {
            7: {"dept_id": 7, "name": "设计部", "parent_id": 5, "dept_manager_userid_list": ["w"]},
            5: {"dept_id": 5, "name": "创意中心", "parent_id": 1, "dept_manager_userid_list": ["z"]},
        }
    )


async def test_a_person_has_name_department_and_manager(stage: Stage) -> None:
    office(stage, manager_userid="m", org_email="li@example.com")
    found = await stage.adapter.profile("u2")
    assert found == Profile("李四", email="li@example.com", department="设计部", manager="m", head="w")


async def test_without_a_manager_the_head_of_the_department_is_it(stage: Stage) -> None:
    office(stage)
    found = await stage.adapter.profile("u2")
    assert found is not None
    assert found.manager == "w"


async def test_the_manager_of_a_head_is_the_head_above(stage: Stage) -> None:
    office(stage)
    stage.fake.office.departments[7]["dept_manager_userid_list"] = ["u2"]
    found = await stage.adapter.profile("u2")
    assert found is not None
    assert found.manager == "z"


async def test_lists_and_booleans_that_came_as_text_are_read(stage: Stage) -> None:
    office(stage, dept_id_list="[7]", active="false")
    found = await stage.adapter.profile("u2")
    assert found is not None
    assert (found.department, found.active) == ("设计部", False)


async def test_language_and_zone_are_not_made_up(stage: Stage) -> None:
    office(stage)
    found = await stage.adapter.profile("u2")
    assert found is not None
    assert (found.language, found.zone) == ("", "")


async def test_somebody_unknown_has_no_profile(stage: Stage) -> None:
    assert await stage.adapter.profile("nobody") is None


async def test_contacts_are_asked_once_a_day(stage: Stage) -> None:
    office(stage)
    await stage.adapter.profile("u2")
    await stage.adapter.profile("u2")
    assert stage.fake.count(USER_GET) == 1
    stage.move(86401)
    await stage.adapter.profile("u2")
    assert stage.fake.count(USER_GET) == 2


@pytest.mark.parametrize(
    "kind", ["user_modify_org", "user_leave_org", "org_dept_create", "org_dept_modify", "org_dept_remove"]
)
async def test_contacts_are_asked_again_after_a_change(stage: Stage, kind: str) -> None:
    office(stage)
    await stage.adapter.profile("u2")
    await stage.fake.happen(kind, {"userId": ["u2"]})
    await stage.adapter.profile("u2")
    assert stage.fake.count(USER_GET) == 2


async def test_a_department_out_of_sight_costs_nothing_else(stage: Stage) -> None:
    office(stage, org_email="li@example.com")
    stage.fake.failures["/topapi/v2/department/get"].append(Failure(200, {"errcode": 50004, "errmsg": "range"}))
    assert await stage.adapter.profile("u2") == Profile("李四", email="li@example.com")


async def test_a_refused_directory_is_no_profile_and_no_crash(stage: Stage) -> None:
    stage.fake.failures[USER_GET].append(Failure(200, {"errcode": 60011, "errmsg": "no permission"}))
    assert await stage.adapter.profile("u1") is None


# ---------------------------------------------------------------------------------------------------------------------
# What is not for the bot


async def test_people_outside_are_told_politely_and_not_obeyed(stage: Stage) -> None:
    await stage.fake.say("/任务 x", group=GROUP, senderStaffId="")
    assert (await stage.told(1)).startswith("我只为本组织的成员服务。")
    assert stage.events == []


async def test_people_outside_are_told_in_the_language_of_the_company() -> None:
    async with open_stage(language="en") as stage:
        await stage.fake.say("/help", group=GROUP, senderStaffId="")
        assert (await stage.told(1)).startswith("I only work for members of this organisation.")


async def test_a_picture_is_answered_with_a_request_for_text(stage: Stage) -> None:
    await stage.fake.say("", msgtype="picture", content={"downloadCode": "x"})
    assert await stage.told(1) == "我目前只看文字，请把内容用文字发给我。"


async def test_an_empty_mention_reaches_the_bot_so_that_it_can_help(stage: Stage) -> None:
    await stage.fake.say("", group=GROUP)
    assert (stage.last.kind, stage.last.text, stage.last.addressed) == ("message", "", True)


async def test_a_quota_notice_is_acknowledged_and_remembered(stage: Stage) -> None:
    ack = await stage.fake.say("", errorCode="20001", errorMessage="quota")
    assert (ack["code"], stage.events) == (200, [])
    assert await stage.memory.get("used_up:push:2026-03") is not None


async def test_a_message_for_another_robot_is_not_taken(stage: Stage) -> None:
    ack = await stage.fake.say("/帮助", robotCode="dingother")
    assert (ack["code"], stage.events, ROBOT) == (200, [], "dingrobot")


async def test_a_repeated_delivery_is_stored_once(stage: Stage) -> None:
    for _ in range(2):
        assert (await stage.fake.say("/帮助", msgId="twice"))["code"] == 200
    assert [event.key for event in stage.events] == ["twice"]


async def test_a_repeated_press_is_stored_once(stage: Stage) -> None:
    data = {"outTrackId": "t1", "userId": "u1", "content": "{}"}
    for _ in range(2):
        assert (await stage.fake.push("CALLBACK", CARD_TOPIC, data, messageId="twice"))["code"] == 200
    assert [event.key for event in stage.events] == ["twice"]


async def test_a_repeated_event_is_stored_once(stage: Stage) -> None:
    for _ in range(2):
        await stage.fake.happen("user_leave_org", {"userId": ["u2"]}, event="e1")
    assert [event.key for event in stage.events] == ["e1:u2"]


async def test_people_outside_are_told_once_though_their_words_come_twice(stage: Stage) -> None:
    for _ in range(2):
        await stage.fake.say("/任务 x", group=GROUP, senderStaffId="", msgId="twice")
    await stage.fake.say("/任务 x", group=GROUP, senderStaffId="", msgId="again")
    assert await stage.told(2)
    assert len(stage.texts) == 2


async def test_a_group_that_is_gone_is_closed_by_the_first_refusal(stage: Stage) -> None:
    stage.fake.failures["/v1.0/robot/groupMessages/send"].append(Failure(400, {"code": "group.disbanded"}))
    with pytest.raises(SendFailed) as gone:
        await stage.post(PLAIN, GROUP)
    assert (gone.value.permanent, stage.last.kind, stage.last.chat) == (True, "closed", GROUP)


async def test_who_is_gone_from_the_directory_has_left(stage: Stage) -> None:
    with pytest.raises(SendFailed):
        await stage.dm(PLAIN, "nobody")
    assert [(event.kind, event.user) for event in stage.events] == [("departed", "nobody")]


async def test_who_is_not_reached_but_in_the_directory_has_not_left(stage: Stage) -> None:
    stage.fake.failures[DIRECT].append(Failure(400, {"code": "chatbotId.notAllow.sendOTO"}))
    with pytest.raises(SendFailed):
        await stage.dm(PLAIN, "u1")
    assert stage.events == []


async def test_events_of_groups_count_and_those_of_contacts_do_not(stage: Stage) -> None:
    await stage.fake.happen("user_modify_org", {"userId": ["u2"]})
    await stage.fake.happen("chat_quit", {"openConversationId": GROUP, "userId": ["u2"]})
    await stage.fake.say("/帮助")
    await breathe()
    assert {quota.pool: quota.used for quota in await stage.adapter.quotas()}["push"] == 2


async def test_two_presses_without_an_id_are_two(stage: Stage) -> None:
    for time in ("1", "2"):
        frame = {"type": "CALLBACK", "headers": {"topic": CARD_TOPIC, "time": time}}
        data = json.dumps({"outTrackId": "t1", "userId": "u1", "content": "{}"})
        await stage.fake.send({**frame, "data": data})
    for _ in range(20):
        await breathe()
    assert len(stage.events) == 2


async def test_a_word_whose_reply_address_died_early_goes_another_way(stage: Stage) -> None:
    stage.fake.failures["/robot/sendBySession"].append(Failure(200, {"errcode": 300001, "errmsg": "expired"}))
    await stage.fake.say("", msgtype="picture")
    assert await stage.told(1) == "我目前只看文字，请把内容用文字发给我。"
    assert [sent.way for sent in stage.fake.office.sent] == ["direct"]


async def test_a_word_that_cannot_be_said_costs_nothing(stage: Stage) -> None:
    stage.fake.failures["/v1.0/robot/oToMessages/batchSend"].append(Failure(500, {"code": "system.error"}))
    stage.fake.failures["/robot/sendBySession"].append(Failure(500, {"code": "system.error"}))
    ack = await stage.fake.say("", msgtype="picture")
    await breathe()
    assert (ack["code"], stage.adapter.connected) == (200, True)


async def test_a_mention_whose_name_has_a_blank_is_put_back_whole(words: Stage) -> None:
    words.fake.office.users["u2"]["name"] = "Anna Schmidt"
    await words.adapter.profile("u2")
    content = {"richText": [{"text": "/任务 海报 @Anna Schmidt 周三"}]}
    at = [{"dingtalkId": "$bot"}, {"dingtalkId": "$u2", "staffId": "u2"}]
    await words.fake.say("", group=GROUP, msgtype="richText", content=content, atUsers=at)
    assert words.last.text == "/任务 海报 <@u2> 周三"

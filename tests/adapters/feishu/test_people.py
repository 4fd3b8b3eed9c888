"""People and groups, from the directory and from what events tell by the way."""

import asyncio

import pytest

from adapters.base import Profile
from adapters.feishu.failures import ApiError
from bot.errors import SendFailed
from bot.wire import Account
from tests.adapters.feishu.conftest import Stage
from tests.fakes.feishu_wire import envelope, message, person, press
from tests.fakes.memory import FakeMemory

USER = "GET /contact/v3/users"


async def followed(stage: Stage) -> None:
    """Wait until what follows an event is done."""
    while stage.adapter._tasks:
        await next(iter(stage.adapter._tasks))


async def push(stage: Stage, event: dict[str, object]) -> None:
    await stage.fake.push(event)
    await stage.fake.answer()
    await followed(stage)


async def test_a_profile_has_department_and_manager(stage: Stage) -> None:
    assert await stage.adapter.profile("ou_zhang") == Profile(
        "张三", department="市场部", manager="ou_zhao", head="ou_zhang"
    )


async def test_without_a_manager_the_head_of_the_department_is_it(stage: Stage) -> None:
    assert await stage.adapter.profile("ou_li") == Profile(
        "李四", department="设计部", manager="ou_zhang", head="ou_zhang"
    )


async def test_who_left_is_not_active(stage: Stage) -> None:
    assert await stage.adapter.profile("ou_zhao") == Profile("赵总", active=False)


async def test_the_main_department_counts(stage: Stage) -> None:
    orders = [
        {"department_id": "od_design", "is_primary_dept": False},
        {"department_id": "od_market", "is_primary_dept": True},
    ]
    stage.fake.people["ou_li"]["orders"] = orders
    found = await stage.adapter.profile("ou_li")
    assert found is not None and found.department == "市场部"


@pytest.mark.parametrize("code", [41050, 40004, 99991672])
async def test_who_is_out_of_the_apps_sight_has_no_profile(stage: Stage, code: int) -> None:
    stage.fake.fail(USER, code, status=403)
    assert await stage.adapter.profile("ou_li") is None


async def test_fields_without_permission_are_missing_and_empty(stage: Stage) -> None:
    stage.fake.people["ou_bare"] = {}
    assert await stage.adapter.profile("ou_bare") == Profile("")


async def test_a_directory_out_of_order_is_said_so(stage: Stage) -> None:
    stage.fake.fail(USER, html=502)
    with pytest.raises(SendFailed):
        await stage.adapter.profile("ou_li")


async def test_a_profile_is_asked_for_once_a_day_until_it_changes(stage: Stage) -> None:
    for _ in range(3):
        await stage.adapter.profile("ou_li")
    assert len([call for call in stage.fake.calls if "users" in call]) == 1
    stage.fake.people["ou_li"]["name"] = "李思"
    await push(stage, envelope("contact.user.updated_v3", {"object": {"open_id": "ou_li", "name": "李思"}}))
    found = await stage.adapter.profile("ou_li")
    assert found is not None and found.name == "李思"


async def test_zone_and_language_come_from_pickers_and_clients(stage: Stage) -> None:
    body = message("hi")
    body["event"]["message"]["user_agent"] = "LarkLocale/en_US"
    await push(stage, body)
    await push(stage, press({"a": "x", "v": {}}, timezone="Europe/Berlin"))
    found = await stage.adapter.profile("ou_li")
    assert found is not None and (found.zone, found.language) == ("Europe/Berlin", "en")


async def test_directory_calls_are_free(stage: Stage) -> None:
    before = await stage.adapter._client.calls()
    await stage.adapter.profile("ou_zhang")
    assert await stage.adapter._client.calls() == before


async def test_members_are_listed_page_by_page(stage: Stage) -> None:
    assert await stage.adapter._directory.members("oc_team", "tenant") == (
        Account("ou_zhang", "张三"), Account("ou_li", "李四"), Account("ou_zhao", "赵总"),
    )  # fmt: skip


async def test_members_of_a_group_we_are_not_in_are_not_known(stage: Stage) -> None:
    assert await stage.adapter._directory.members("oc_other", "tenant") is None


async def test_the_bots_arrival_is_told_at_once_and_the_members_after_it(stage: Stage) -> None:
    event = {"chat_id": "oc_team", "operator_id": person("ou_li"), "name": "新品上市"}
    await push(stage, envelope("im.chat.member.bot.added_v1", event))
    first, second = stage.events
    assert (first.kind, first.chat_name, first.mentions) == ("joined", "新品上市", ())
    assert [account.name for account in second.mentions] == ["张三", "李四", "赵总"]
    assert first.key != second.key


async def test_people_of_other_companies_are_no_members(stage: Stage) -> None:
    stage.fake.people["ou_li"]["tenant_key"] = "other"
    found = await stage.adapter._directory.members("oc_team", "tenant")
    assert [account.name for account in found or ()] == ["张三", "赵总"]


async def test_a_list_of_members_that_cannot_be_asked_for_now_is_not_taken_for_a_group_we_left(stage: Stage) -> None:
    stage.fake.fail("GET /im/v1/chats", 99991400)
    with pytest.raises(ApiError):
        await stage.adapter._directory.members("oc_team", "tenant")


def added(external: bool) -> dict[str, object]:
    event = {"chat_id": "oc_team", "operator_id": person("ou_li"), "name": "新品上市", "external": external}
    return envelope("im.chat.member.bot.added_v1", event)


async def test_in_a_group_shared_with_other_companies_the_bot_says_once_a_day_why_it_does_nothing(stage: Stage) -> None:
    await push(stage, added(external=True))
    await push(stage, message("/任务", number="om_in1"))
    await push(stage, message("说说而已", number="om_in2"))
    assert [event.kind for event in stage.events] == ["shared"]
    (said,) = stage.fake.sent("oc_team")
    assert set(said.content) == {"zh_cn", "en_us"} and "外部群" in str(said.content["zh_cn"])


async def test_what_another_process_found_out_of_a_group_counts_at_once(stage: Stage) -> None:
    await stage.another()._directory.mark_outside("oc_team")
    await push(stage, message("/任务"))
    assert ([event.kind for event in stage.events], len(stage.fake.sent("oc_team"))) == (["shared"], 1)


async def test_a_shared_group_that_the_bot_was_in_before_is_known_after_its_first_words(stage: Stage) -> None:
    stage.fake.shared.add("oc_team")
    await push(stage, message("/任务", number="om_in1"))
    await push(stage, message("/任务", number="om_in2"))
    assert [(event.kind, event.message, event.chat) for event in stage.events] == [
        ("message", "om_in1", "oc_team"),
        ("shared", "", "oc_team"),
    ]
    assert await stage.another()._directory.is_outside("oc_team")


class _Unhurried(FakeMemory):
    """Answers when others have asked as well."""

    async def get(self, key: str) -> str | None:
        return await asyncio.create_task(super().get(key))


async def test_of_two_groups_found_out_at_one_moment_by_two_processes_neither_is_forgotten(stage: Stage) -> None:
    stage.memory = _Unhurried(stage.clock)
    groups = ("oc_team", "oc_other")
    await asyncio.gather(*(stage.another()._directory.mark_outside(group) for group in groups))
    third = stage.another()._directory
    assert [await third.is_outside(group) for group in groups] == [True, True]


async def test_whoever_opens_the_chat_with_the_bot_is_greeted_once(stage: Stage) -> None:
    opened = {"chat_id": "oc_p2p", "operator_id": person("ou_li")}
    for number in range(2):
        await push(stage, envelope("im.chat.access_event.bot_p2p_chat_entered_v1", opened, key=f"ev{number}"))
    stage.keys.clear()
    await push(stage, envelope("im.chat.access_event.bot_p2p_chat_entered_v1", opened, key="ev3"))
    assert [(event.user, event.text) for event in stage.events] == [("ou_li", "/help")]


@pytest.mark.parametrize("kind", ["image", "audio", "media", "folder", "merge_forward"])
async def test_who_sends_the_bot_what_it_cannot_read_is_told_so_once_in_a_while(stage: Stage, kind: str) -> None:
    for number in range(2):
        sent = message("", kind=kind, content={"file_key": "k"}, private=True, number=f"om_in{number}")
        await push(stage, sent)
    (said,) = stage.fake.sent("ou_li")
    assert "只看文字" in str(said.content["zh_cn"])
    assert stage.events == []


@pytest.mark.parametrize(("kind", "private"), [("image", False), ("sticker", True), ("interactive", True)])
async def test_pictures_in_groups_and_stickers_are_left_alone(stage: Stage, kind: str, private: bool) -> None:
    await push(stage, message("", kind=kind, content={"file_key": "k"}, private=private))
    assert stage.fake.messages == []


async def test_a_groups_name_is_asked_for_once_and_known_from_then_on(stage: Stage) -> None:
    for number in range(3):
        await push(stage, message("hi", number=f"om_in{number}"))
    assert [event.chat_name for event in stage.events] == ["", "新品上市", "新品上市"]
    assert stage.fake.calls.count("GET /im/v1/chats/oc_team") == 1


async def test_a_name_once_seen_is_shown_with_the_next_message(stage: Stage) -> None:
    await stage.adapter.profile("ou_li")
    await push(stage, message("hi"))
    assert stage.events[0].user_name == "李四"


async def test_looking_up_never_delays_an_acknowledgement(stage: Stage) -> None:
    stage.fake.fail("GET /im/v1/chats", html=502)
    await push(stage, message("hi"))
    assert len(stage.events) == 1

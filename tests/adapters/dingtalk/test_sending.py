"""Which way a message goes, in how few calls, and what every refusal means."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from adapters.dingtalk.adapter import DingTalkAdapter
from adapters.dingtalk.run import track_id
from bot.cards import Card, Form, Input, Section, note
from bot.cards import words as said
from bot.errors import SendFailed
from bot.wire import Target
from tests.adapters.dingtalk.cards import PINGING, PLAIN, STANDUP, TASK
from tests.adapters.dingtalk.conftest import open_stage
from tests.adapters.dingtalk.stage import Stage, breathe
from tests.fakes.dingtalk import BANNED, GROUP, QPS, Failure
from tests.fakes.dingtalk_api import Sent

GROUP_SEND = "/v1.0/robot/groupMessages/send"
CREATE, HOOK = "/v1.0/card/instances/createAndDeliver", "/robot/sendBySession"


async def failure(sending: Any) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await sending
    return failed.value


def ways(stage: Stage) -> list[str]:
    return [sent.way for sent in stage.fake.office.sent]


# ---------------------------------------------------------------------------------------------------------------------
# Ways


async def test_a_plain_post_goes_to_the_group_by_one_call(stage: Stage) -> None:
    ref = await stage.post(PLAIN, GROUP)
    assert stage.fake.office.sent == [Sent("group", (GROUP,), "已更新", "### 已更新  \n  进度 50%")]
    assert (ref, stage.fake.billed) == ("group:g1", 1)


async def test_an_answer_goes_to_the_reply_address_and_costs_no_billed_call(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    await stage.post(PLAIN, GROUP, why="reply")
    assert (ways(stage), stage.fake.billed) == (["hook"], 0)


async def test_a_scheduled_post_does_not_lean_on_a_reply_address(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    await stage.post(PLAIN, GROUP)
    assert ways(stage) == ["group"]


async def test_a_reply_address_that_is_over_is_not_used(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    stage.move(5400)
    await stage.post(PLAIN, GROUP, why="reply")
    assert ways(stage) == ["group"]


async def test_a_reply_address_that_died_early_is_replaced_by_the_group(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    stage.fake.hooks.clear()
    await stage.post(PLAIN, GROUP, why="reply")
    await stage.post(PLAIN, GROUP, why="reply")
    assert (ways(stage), stage.fake.count(HOOK)) == (["group", "group"], 1)


async def test_answers_never_go_to_an_address_of_somebody_elses(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP, sessionWebhook="https://evil.example/robot/sendBySession")
    await stage.post(PLAIN, GROUP, why="reply")
    assert ways(stage) == ["group"]


@pytest.mark.parametrize("code", [410100, "130101"])
async def test_a_reply_address_used_too_often_rests_for_ten_minutes(stage: Stage, code: object) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    stage.fake.failures[HOOK].append(Failure(200, {"errcode": code, "errmsg": "too fast"}))
    await stage.post(PLAIN, GROUP, why="reply")
    await stage.post(PLAIN, GROUP, why="reply")
    assert (ways(stage), stage.fake.count(HOOK)) == (["group", "group"], 1)


async def test_a_real_mention_in_a_group_is_a_card(stage: Stage) -> None:
    await stage.post(PINGING, GROUP, accounts={5: "u2"})
    (card,) = stage.fake.office.cards.values()
    assert card.at == {"u2": "李四"}
    assert "<a atId=u2>李四</a>" in card.params["body1"]


async def test_without_a_template_a_mention_takes_the_reply_address(words: Stage) -> None:
    await words.fake.say("/帮助", group=GROUP)
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [(sent.way, sent.at) for sent in words.fake.office.sent] == [("hook", ("u2",))]


async def test_where_no_way_mentions_the_name_is_written(words: Stage) -> None:
    await words.post(PINGING, GROUP, accounts={5: "u2"})
    assert [(sent.way, "＠李四" in sent.text, "u2" in sent.text) for sent in words.fake.office.sent] == [
        ("group", True, False)
    ]


async def test_user_text_with_a_mentioned_id_pings_nobody_else(words: Stage) -> None:
    await words.fake.say("/帮助", group=GROUP)
    await words.post(note("@u3 @所有人"), GROUP, why="reply")
    assert words.fake.office.sent[0].at == ()


async def test_the_same_words_to_several_people_are_one_call(words: Stage) -> None:
    await asyncio.gather(*(words.dm(STANDUP, user) for user in ("u1", "u2", "u3")))
    assert [(sent.way, sent.to) for sent in words.fake.office.sent] == [("direct", ("u1", "u2", "u3"))]
    assert words.fake.billed == 1


async def test_the_same_words_have_the_same_numbers_for_everybody(words: Stage) -> None:
    await words.dm(TASK, "u2")
    await asyncio.gather(*(words.dm(STANDUP, user) for user in ("u1", "u2", "u3")))
    await words.fake.say("3", user="u3")
    assert await words.told(3)
    await words.fake.say("昨天完成：初稿\n今天计划：定稿\n阻碍：无", user="u3")
    assert (words.last.user, words.last.action) == ("u3", "standup.answer")


async def test_more_than_twenty_receivers_are_told_by_two_calls(words: Stage) -> None:
    users = [f"v{number}" for number in range(25)]
    words.fake.office.users.update({user: {"userid": user} for user in users})
    await asyncio.gather(*(words.dm(PLAIN, user) for user in users))
    assert [len(sent.to) for sent in words.fake.office.sent] == [20, 5]


async def test_different_words_are_not_mixed_up(words: Stage) -> None:
    await asyncio.gather(words.dm(PLAIN, "u1"), words.dm(TASK, "u2"))
    assert sorted((sent.title, sent.to) for sent in words.fake.office.sent) == [
        ("完成3款海报初稿", ("u2",)),
        ("已更新", ("u1",)),
    ]


async def test_a_call_that_succeeded_may_have_missed_somebody(words: Stage) -> None:
    words.fake.office.slow.add("u2")
    results = await asyncio.gather(*(words.dm(PLAIN, user) for user in ("u1", "u2", "gone")), return_exceptions=True)
    reached, slow, gone = results
    assert isinstance(reached, str)
    assert isinstance(slow, SendFailed)
    assert isinstance(gone, SendFailed)
    assert (slow.permanent, slow.retry_after, gone.permanent) == (False, 60.0, True)


# ---------------------------------------------------------------------------------------------------------------------
# Cards


async def test_a_message_with_buttons_is_a_card_of_our_template(stage: Stage) -> None:
    ref = await stage.dm(TASK, key="row7")
    (card,) = stage.fake.office.cards.values()
    assert (ref, card.space) == (f"card:{track_id('row7')}", "dtv1.card//IM_ROBOT.u1")
    assert stage.fake.calls[-1][2]["callbackType"] == "STREAM"


async def test_a_card_sent_twice_is_there_once(stage: Stage) -> None:
    first, second = await stage.dm(TASK, key="row7"), await stage.dm(TASK, key="row7")
    assert (first == second, len(stage.fake.office.cards)) == (True, 1)


async def test_a_card_whose_answer_was_lost_is_sent_again_under_its_id(stage: Stage) -> None:
    stage.fake.failures[CREATE].append(Failure(drop=True, done=True))
    failed = await failure(stage.dm(TASK, key="row7"))
    assert (failed.ambiguous, failed.permanent) == (False, False)
    await stage.dm(TASK, key="row7")
    assert (len(stage.fake.office.cards), ways(stage)) == (1, [])


async def test_a_card_is_replaced_by_its_id(stage: Stage) -> None:
    ref = await stage.post(TASK, GROUP, card="task:1")
    assert await stage.post(PLAIN, GROUP, ref=ref, card="task:1") == ref
    (card,) = stage.fake.office.cards.values()
    assert (card.params["title"], card.params["buttons"], card.updates) == ("已更新", "[]", 1)


async def test_a_card_nobody_got_is_no_success(stage: Stage) -> None:
    assert (await failure(stage.dm(TASK, "gone"))).permanent


async def test_without_its_template_a_card_goes_as_words(stage: Stage) -> None:
    stage.fake.office.templates.clear()
    await stage.dm(TASK)
    await stage.fake.say("1")
    assert (ways(stage), stage.last.action) == (["direct"], "task.accept")


async def test_a_press_is_looked_up_by_the_cards_id(stage: Stage) -> None:
    await stage.post(TASK, GROUP, key="row7")
    acts = _acts(stage)
    assert await stage.fake.press(track_id("row7"), acts["提交"], user="u2") == {}
    assert (stage.last.action, stage.last.value, stage.last.user) == ("task.accept", {"task": "1"}, "u2")
    assert (stage.last.chat, stage.last.message) == (GROUP, f"card:{track_id('row7')}")


async def test_a_press_on_a_card_nobody_sent_is_told_to_be_over(stage: Stage) -> None:
    await stage.fake.press("forged", "a1")
    assert (stage.last.kind, stage.last.action) == ("button", "gone")


async def test_nobody_presses_on_somebody_elses_direct_message(stage: Stage) -> None:
    await stage.dm(TASK, "u1", key="row7")
    await stage.fake.press(track_id("row7"), _acts(stage)["提交"], user="u2")
    assert (stage.last.user, stage.last.action) == ("u2", "gone")


async def test_a_late_press_means_what_the_card_showed_then_and_not_what_it_shows_now(stage: Stage) -> None:
    ref = await stage.dm(TASK, key="row7")
    before = _acts(stage)["提交"]
    await stage.dm(STANDUP, ref=ref)
    await stage.fake.press(track_id("row7"), before)
    assert stage.last.action == "task.accept"


async def test_a_button_with_a_form_shows_it_to_who_pressed_only(stage: Stage) -> None:
    await stage.post(TASK, GROUP, key="row7")
    act = _acts(stage)["这一项需要填写。"]
    answer = await stage.fake.press(track_id("row7"), act)
    shown = answer["userPrivateData"]["cardParamMap"]
    assert (shown["has_form"], shown["form_id"], stage.events) == ("true", act, [])
    assert all(isinstance(value, str) for value in shown.values())


async def test_a_form_sent_from_a_card_comes_with_its_hidden_values(stage: Stage) -> None:
    await stage.post(TASK, GROUP, key="row7")
    act = _acts(stage)["这一项需要填写。"]
    answer = await stage.fake.press(track_id("row7"), act, form={"cause": "供应商延期", "forged": "x"})
    assert (stage.last.kind, stage.last.action, stage.last.fields) == ("form", "task.block", {"cause": "供应商延期"})
    assert answer["userPrivateData"]["cardParamMap"]["has_form"] == "false"


async def test_a_form_too_big_for_a_card_is_asked_in_words(stage: Stage) -> None:
    label = said("standup.label_today")
    form = Form("standup.answer", label, (Input("yesterday", label, "text", "中" * 400),))
    await stage.dm(Card("站会", sections=(Section(form=form),)), key="row7")
    assert await stage.fake.press(track_id("row7"), _acts(stage)["今天计划"]) == {}
    assert (await stage.told(1)).startswith("今天计划")
    await stage.fake.say("初稿")
    assert (stage.last.kind, stage.last.fields) == ("form", {"yesterday": "初稿"})


def _acts(stage: Stage) -> dict[str, str]:
    (card,) = stage.fake.office.cards.values()
    return {button["text"]: button["id"] for button in json.loads(card.params["buttons"])}


# ---------------------------------------------------------------------------------------------------------------------
# Refusals


async def test_a_403_for_being_too_fast_waits_and_is_not_counted(stage: Stage) -> None:
    stage.fake.failures[GROUP_SEND].append(QPS)
    failed = await failure(stage.post(PLAIN, GROUP))
    assert (failed.permanent, failed.ambiguous, failed.retry_after) == (False, False, 1.0)
    assert await stage.adapter._out().client.used("api") == 0


async def test_a_403_for_a_permission_is_permanent_and_names_it(stage: Stage) -> None:
    body = {
        "code": "Forbidden.AccessDenied.AccessTokenPermissionDenied",
        "message": "no",
        "accessdenieddetail": {"requiredScopes": ["qyapi_robot_sendmsg"]},
    }
    stage.fake.failures[GROUP_SEND].append(Failure(403, body))
    failed = await failure(stage.post(PLAIN, GROUP))
    assert (failed.permanent, "qyapi_robot_sendmsg" in failed.reason) == (True, True)


async def test_with_the_months_calls_used_up_a_message_waits(stage: Stage) -> None:
    stage.fake.quota = 0
    failed = await failure(stage.post(PLAIN, GROUP))
    assert (failed.permanent, failed.held, failed.retry_after) == (False, True, 6 * 3600)
    assert [quota.spent for quota in await stage.adapter.quotas()] == [True, False]


async def test_with_the_months_calls_used_up_a_message_takes_an_address_where_there_is_one(stage: Stage) -> None:
    stage.fake.quota = 0
    await failure(stage.post(TASK, GROUP, card="task:1"))
    await stage.fake.say("/帮助", group=GROUP)
    await stage.post(TASK, GROUP, card="task:1")
    assert ways(stage) == ["hook"]


async def test_with_the_months_messages_used_up_an_answer_goes_by_a_call(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    await stage.fake.say("", errorCode="20001", errorMessage="quota")
    await stage.post(PLAIN, GROUP, why="reply")
    assert ways(stage) == ["group"]


async def test_calls_bought_in_the_middle_of_a_month_are_used(stage: Stage) -> None:
    stage.fake.quota = 0
    await failure(stage.post(PLAIN, GROUP))
    stage.fake.quota = 5000
    await stage.post(PLAIN, GROUP)
    assert [quota.spent for quota in await stage.adapter.quotas()] == [False, False]


async def test_a_dissolved_group_is_permanent(stage: Stage) -> None:
    assert (await failure(stage.post(PLAIN, "cidGone"))).permanent


async def test_an_old_token_is_replaced_once_and_the_call_repeated(stage: Stage) -> None:
    await stage.post(PLAIN, GROUP)
    stage.fake.tokens.clear()
    await stage.post(PLAIN, GROUP)
    assert (ways(stage), stage.fake.token_calls) == (["group", "group"], 2)


async def test_a_token_that_is_refused_again_is_not_fetched_for_ever(stage: Stage) -> None:
    refused = Failure(400, {"code": "InvalidAuthentication", "message": "no"})
    stage.fake.failures[GROUP_SEND].extend([refused, refused])
    assert not (await failure(stage.post(PLAIN, GROUP))).permanent
    assert stage.fake.count(GROUP_SEND) == 2


async def test_one_token_is_fetched_for_many_calls_at_once(stage: Stage) -> None:
    await asyncio.gather(*(stage.post(PLAIN, GROUP) for _ in range(10)))
    assert stage.fake.token_calls == 1


async def test_the_token_is_shared_sealed_and_replaced_before_it_ends(stage: Stage) -> None:
    await stage.post(PLAIN, GROUP)
    kept = await stage.memory.get("token")
    assert kept is not None and "token1" not in kept
    async with open_second(stage) as other:
        await other.post(PLAIN, GROUP)
        assert stage.fake.token_calls == 1
    stage.move(7200 - 500)
    await stage.post(PLAIN, GROUP)
    assert stage.fake.token_calls == 2


async def test_the_ban_of_an_address_stops_everything_for_five_minutes(stage: Stage) -> None:
    stage.fake.failures[GROUP_SEND].append(BANNED)
    assert (await failure(stage.post(PLAIN, GROUP))).retry_after == 300.0
    stage.move(60)
    assert (await failure(stage.dm(PLAIN))).retry_after == 240.0
    assert stage.fake.count("batchSend") == 0
    stage.move(241)
    await stage.post(PLAIN, GROUP)
    assert ways(stage) == ["group"]


async def test_a_page_instead_of_an_object_is_a_ban_too(stage: Stage) -> None:
    stage.fake.failures[GROUP_SEND].append(Failure(200, page="<html>punish</html>"))
    assert (await failure(stage.post(PLAIN, GROUP))).retry_after == 300.0


async def test_a_lost_answer_of_a_text_is_ambiguous_and_cannot_be_looked_up(stage: Stage) -> None:
    stage.fake.failures[GROUP_SEND].append(Failure(drop=True, done=True))
    delivery = stage.delivery(PLAIN, Target("dingtalk", "group", GROUP))
    assert (await failure(stage.adapter.send(delivery))).ambiguous
    assert await stage.adapter.find(delivery) is None


async def test_a_text_whose_sending_never_began_is_known_not_to_have_arrived(stage: Stage) -> None:
    assert await stage.adapter.find(stage.delivery(PLAIN, Target("dingtalk", "group", GROUP))) == ""


async def test_a_text_that_was_sent_is_found_by_its_key(stage: Stage) -> None:
    delivery = stage.delivery(PLAIN, Target("dingtalk", "group", GROUP))
    ref = await stage.adapter.send(delivery)
    assert await stage.adapter.find(delivery) == ref
    assert (await stage.adapter.send(delivery), len(stage.fake.office.sent)) == (ref, 1)


async def test_an_ambiguous_card_may_safely_be_sent_again(stage: Stage) -> None:
    stage.fake.failures[CREATE].append(Failure(drop=True, done=True))
    delivery = stage.delivery(TASK, Target("dingtalk", "dm", "u1"))
    await failure(stage.adapter.send(delivery))
    assert await stage.adapter.find(delivery) == ""


async def test_what_was_sent_of_a_long_message_is_not_sent_again(stage: Stage) -> None:
    long = note("标题", *("中" * 1500 for _ in range(6)))
    delivery = stage.delivery(long, Target("dingtalk", "group", GROUP))
    stage.fake.failures[GROUP_SEND].extend([Failure(503, {"code": "system.busy", "message": ""})])
    await failure(stage.adapter.send(delivery))
    stage.fake.quota = stage.fake.billed + 1
    await failure(stage.adapter.send(delivery))
    stage.fake.quota = 5000
    await stage.adapter.send(delivery)
    titles = [sent.title for sent in stage.fake.office.sent]
    assert titles == [f"标题 ({n}/{len(titles)})" for n in range(1, len(titles) + 1)]


async def test_a_message_called_too_long_is_split_smaller(stage: Stage) -> None:
    stage.fake.failures[GROUP_SEND].append(Failure(400, {"code": "msgParam.tooLong", "message": ""}))
    await stage.post(note("标题", *("中" * 400 for _ in range(5))), GROUP)
    assert [sent.title for sent in stage.fake.office.sent] == ["标题 (1/2)", "标题 (2/2)"]


@pytest.mark.parametrize("code", ["430101", "contain.sensitive", "param.contentUnsafe"])
async def test_what_the_content_check_refuses_is_told_without_the_words(stage: Stage, code: str) -> None:
    stage.fake.failures[GROUP_SEND].append(Failure(400, {"code": code, "message": ""}))
    await stage.post(PLAIN, GROUP)
    assert stage.texts == ["有一条消息没有通过平台的内容检查，不能在这里显示。"]


async def test_nobody_home_is_tried_again_and_not_ambiguous() -> None:
    async with open_stage(mode="http", api_base_url="http://127.0.0.1:9") as stage:
        failed = await failure(stage.post(PLAIN, GROUP))
    assert (failed.permanent, failed.ambiguous) == (False, False)


async def test_calls_are_counted_by_pool_and_month(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    await stage.post(PLAIN, GROUP, why="reply")
    await stage.post(PLAIN, GROUP)
    await stage.adapter.profile("u1")
    used = {quota.pool: quota.used for quota in await stage.adapter.quotas()}
    assert used == {"api": 1, "push": 2}


async def test_no_failure_shows_a_secret(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    stage.fake.failures[HOOK].append(Failure(drop=True))
    failed = await failure(stage.post(PLAIN, GROUP, why="reply"))
    assert "session" not in failed.reason
    assert "http" not in failed.reason


async def test_reply_addresses_are_sealed_where_they_are_stored(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    kept = [value for value, _ in stage.memory._values.values()]
    assert not any("session=" in value for value in kept)


async def test_another_process_can_use_the_reply_address(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    async with open_second(stage) as other:
        await other.post(PLAIN, GROUP, why="reply")
    assert ways(stage) == ["hook"]


@asynccontextmanager
async def open_second(stage: Stage) -> AsyncIterator[Stage]:
    """Another process of the same installation."""
    adapter = DingTalkAdapter(stage.fake.settings(), stage.memory, stage.clock)
    await adapter.start(stage.deliver)
    try:
        yield Stage(stage.clock, stage.memory, stage.fake, adapter, sends=1000)
    finally:
        await adapter.stop()


async def test_pushes_are_counted_whatever_their_number(stage: Stage) -> None:
    await asyncio.gather(*(stage.fake.say(f"第{n}句") for n in range(30)))
    assert {quota.pool: quota.used for quota in await stage.adapter.quotas()}["push"] == 30


async def test_pushes_are_counted_within_a_second(stage: Stage) -> None:
    await asyncio.gather(*(stage.fake.say(f"第{n}句") for n in range(3)))
    assert await stage.memory.get("calls:push:2026-03") is None
    await stage.move_until(lambda: "calls:push:2026-03" in stage.memory._values)
    assert await stage.memory.get("calls:push:2026-03") == "3"


async def test_what_was_counted_last_is_written_down_at_the_end() -> None:
    async with open_stage() as stage:
        await stage.fake.say("/帮助")
    assert await stage.memory.get("calls:push:2026-03") == "1"


async def test_a_redirect_is_not_followed(stage: Stage) -> None:
    await stage.fake.say("/帮助", group=GROUP)
    stage.fake.failures[HOOK].append(Failure(302, {}))
    await stage.post(PLAIN, GROUP, why="reply")
    assert (ways(stage), stage.fake.count(HOOK)) == (["group"], 1)


async def test_who_was_missed_by_a_shared_call_is_told_later(words: Stage) -> None:
    words.fake.office.slow.add("u2")
    late = words.delivery(PLAIN, Target("dingtalk", "dm", "u2"))
    await asyncio.gather(words.dm(PLAIN, "u1"), words.adapter.send(late), return_exceptions=True)
    words.fake.office.slow.clear()
    assert await words.adapter.find(late) == ""
    await words.adapter.send(late)
    assert [sent.to for sent in words.fake.office.sent] == [("u1",), ("u2",)]


async def test_who_gives_up_waiting_takes_nobodys_message_along(words: Stage) -> None:
    first, second = (asyncio.create_task(words.dm(PLAIN, user)) for user in ("u1", "u2"))
    while len(words.adapter._out().sender._batches) == 0:
        await breathe()
    first.cancel()
    assert (await second).startswith("direct:")
    assert words.adapter._out().sender._batches == {}

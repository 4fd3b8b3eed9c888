"""Deliveries on their way to the platform: once, in order, in place, and plainer where the content is refused."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.feishu.failures import ApiError, Remedy, seconds_to_next_month
from bot.cards import Ping, Rendered, RenderedButton, RenderedSection
from bot.errors import SendFailed
from bot.wire import Delivery, Target
from tests.adapters.feishu.conftest import START, Stage

TEAM = Target("feishu", "group", "oc_team")
LI = Target("feishu", "dm", "ou_li")
PING = Ping(4, "李四")
SEND = "POST /im/v1/messages$"
PATCH = "PATCH /im/v1/messages"


def rendered(*lines: str, title: str = "任务", ping: bool = False) -> Rendered:
    button = RenderedButton("task.accept", "接受", {"task": "7"}, "primary", None)
    first: tuple[str | Ping, ...] = (PING, " 请处理") if ping else ("请处理",)
    sections = (RenderedSection((first, *((line,) for line in lines)), (), (button,), None),)
    text = "\n".join((title, "请处理", *lines))
    return Rendered((title,), "plain", sections, "zh", text, (PING,) if ping else ())


def delivery(content: Rendered | None = None, **more: Any) -> Delivery:
    known = {"key": "k1", "target": TEAM, "why": "O2", "card": "task:7", "accounts": {4: "ou_li"}}
    return Delivery(**{**known, "content": content or rendered(), **more})


async def refused(stage: Stage, sent: Delivery) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await stage.adapter.send(sent)
    return failed.value


def buttons(card: dict[str, Any]) -> int:
    return str(card).count("'tag': 'button'")


async def test_a_card_goes_to_a_group_and_to_a_person(stage: Stage) -> None:
    assert await stage.adapter.send(delivery()) == "om_1"
    assert await stage.adapter.send(delivery(key="k2", target=LI)) == "om_2"
    assert [(message.to, message.kind) for message in stage.fake.messages] == [
        ("oc_team", "interactive"),
        ("ou_li", "interactive"),
    ]


async def test_the_same_delivery_is_sent_once_by_all_processes(stage: Stage) -> None:
    other = stage.another()
    await other._client.open()
    assert await stage.adapter.send(delivery()) == await other.send(delivery())
    assert len(stage.fake.messages) == 1
    await other.stop()


async def test_an_answer_that_was_lost_does_not_double_the_message(stage: Stage) -> None:
    stage.fake.fail(SEND, drop=True, applied=True)
    failed = await refused(stage, delivery())
    assert (failed.ambiguous, failed.permanent) == (True, False)
    assert await stage.adapter.send(delivery()) == "om_1"
    assert len(stage.fake.messages) == 1


async def test_an_unanswered_send_is_not_repeated_after_the_hour_in_which_repeats_are_recognised(stage: Stage) -> None:
    stage.fake.fail(SEND, drop=True, applied=True)
    await refused(stage, delivery())
    stage.clock.move_to(START + timedelta(minutes=61))
    failed = await refused(stage, delivery())
    assert (failed.permanent, failed.ambiguous) == (True, True)
    assert len(stage.fake.messages) == 1


async def test_a_send_that_was_refused_may_be_repeated_any_time_later(stage: Stage) -> None:
    stage.fake.fail(SEND, 230020)
    await refused(stage, delivery())
    stage.clock.move_to(START + timedelta(hours=5))
    assert await stage.adapter.send(delivery()) == "om_1"


async def test_what_became_of_a_send_can_be_looked_up(stage: Stage) -> None:
    assert await stage.adapter.find(delivery()) == ""
    stage.fake.fail(SEND, drop=True)
    await refused(stage, delivery())
    assert await stage.adapter.find(delivery()) is None
    await stage.adapter.send(delivery())
    assert await stage.adapter.find(delivery()) == "om_1"


async def test_an_answer_without_a_message_id_does_not_pass_for_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.feishu._sent", lambda message: {"code": 0, "data": {}})
    assert (await refused(stage, delivery())).ambiguous


async def test_the_key_of_a_delivery_fits_the_platform_however_long(stage: Stage) -> None:
    await stage.adapter.send(delivery(key="overdue:" + "很长" * 200))
    assert len(stage.fake.messages[0].uuid) <= 50


async def test_a_long_message_goes_out_in_numbered_parts(stage: Stage) -> None:
    assert await stage.adapter.send(delivery(rendered(*["字" * 300] * 80))) == "om_1"
    assert [m.content["header"]["subtitle"]["content"] for m in stage.fake.messages] == ["1/3", "2/3", "3/3"]


async def test_a_message_broken_off_is_taken_up_at_the_part_that_is_missing(stage: Stage) -> None:
    long = delivery(rendered(*["字" * 300] * 80))
    stage.fake.fail(SEND, 230049, after=2)
    await refused(stage, long)
    await stage.adapter.send(long)
    assert [m.content["header"]["subtitle"]["content"] for m in stage.fake.messages] == ["1/3", "2/3", "3/3"]


# Updates


async def test_a_card_is_replaced_in_place(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery())
    assert await stage.adapter.send(delivery(rendered("已完成"), key="k2", ref=ref)) == ref
    assert "已完成" in str(stage.fake.messages[0].content)
    assert len(stage.fake.messages) == 1


async def test_an_update_that_changes_nothing_costs_no_call(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery())
    before = len(stage.fake.calls)
    await stage.adapter.send(delivery(key="k2", ref=ref))
    assert len(stage.fake.calls) == before


async def test_an_update_whose_answer_was_lost_is_made_again(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery())
    stage.fake.fail(PATCH, drop=True, applied=True)
    assert (await refused(stage, delivery(rendered("二"), key="k2", ref=ref))).ambiguous
    await stage.adapter.send(delivery(key="k3", ref=ref))
    assert "二" not in str(stage.fake.messages[0].content)


async def test_a_card_from_before_anything_was_kept_is_updated_all_the_same(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery(card=""))
    await stage.adapter.send(delivery(rendered("二"), key="k2", ref=ref))
    assert stage.fake.messages[0].updates == 1


async def test_an_update_of_a_card_that_has_grown_adds_a_message(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery())
    await stage.adapter.send(delivery(rendered(*["字" * 300] * 80), key="k2", ref=ref))
    await stage.adapter.send(delivery(rendered(*["句" * 300] * 80), key="k3", ref=ref))
    assert len(stage.fake.messages) == 3
    assert all("句" in str(message.content) for message in stage.fake.messages)


async def test_an_update_of_a_card_that_has_shrunk_recalls_what_is_too_much(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery(rendered(*["字" * 300] * 80)))
    await stage.adapter.send(delivery(rendered("短"), key="k2", ref=ref))
    assert [message.recalled for message in stage.fake.messages] == [False, True, True]


async def test_a_card_is_posted_anew_before_its_fourteen_days_are_over(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery())
    stage.clock.move_to(START + timedelta(days=13, hours=1))
    fresh = await stage.adapter.send(delivery(rendered("二"), key="k2", ref=ref))
    old, new = stage.fake.messages
    assert (ref, fresh) == (old.id, new.id)
    assert (buttons(old.content), buttons(new.content)) == (0, 1)


async def test_a_card_posted_anew_is_posted_anew_once(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery())
    stage.clock.move_to(START + timedelta(days=15))
    update = delivery(rendered("二"), key="k2", ref=ref)
    assert await stage.adapter.send(update) == await stage.adapter.send(update)
    assert len(stage.fake.messages) == 2


@pytest.mark.parametrize("code", [230011, 230110, 231003, 230019, 230031])
async def test_a_card_that_is_gone_is_posted_anew(stage: Stage, code: int) -> None:
    ref = await stage.adapter.send(delivery())
    stage.fake.fail(PATCH, code)
    assert await stage.adapter.send(delivery(rendered("二"), key="k2", ref=ref)) == "om_2"


# Refusals


async def test_an_invalid_mention_costs_the_mention_not_the_card(stage: Stage) -> None:
    await stage.adapter.send(delivery(rendered(ping=True), accounts={4: "ou_stranger"}))
    (message,) = stage.fake.messages
    assert buttons(message.content) == 1
    assert "<at" not in str(message.content)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (230001, ""),
        (230025, ""),
        (230054, ""),
        (230055, ""),
        (230099, "ErrCode: 11310"),
        (230099, "ErrCode: 200550"),
        (230099, "ErrCode: 200570"),
        (230099, "ErrCode: 200621"),
        (230099, "ext=ErrCode: 200861; x"),
        (230099, "ErrCode: 200914"),
        (230099, "ErrCode: 200915"),
        (230099, "no reason told"),
    ],
)
async def test_a_card_refused_for_its_form_goes_out_as_plain_text(stage: Stage, code: int, text: str) -> None:
    stage.fake.fail(SEND, code, text)
    await stage.adapter.send(delivery(rendered("详情")))
    (message,) = stage.fake.messages
    assert buttons(message.content) == 0
    assert "详情" in str(message.content)


async def test_a_plain_card_refused_too_becomes_a_post_that_mentions(stage: Stage) -> None:
    stage.fake.fail(SEND, 230099, "ErrCode: 200621", times=2)
    await stage.adapter.send(delivery(rendered("详情", ping=True)))
    (message,) = stage.fake.messages
    body = message.content["zh_cn"]
    assert (message.kind, body["title"]) == ("post", "任务")
    assert body["content"][-1] == [{"tag": "at", "user_id": "ou_li"}]
    assert body["content"][1] == [{"tag": "text", "text": "详情"}]


async def test_what_had_to_be_sent_as_a_post_is_posted_anew_when_it_changes(stage: Stage) -> None:
    stage.fake.fail(SEND, 230099, "ErrCode: 200621", times=2)
    ref = await stage.adapter.send(delivery())
    assert await stage.adapter.send(delivery(rendered("二"), key="k2", ref=ref)) == "om_2"
    assert [message.kind for message in stage.fake.messages] == ["post", "interactive"]


@pytest.mark.parametrize("lines", [["字"] * 3000, ['"' * 1000] * 30, ["字" * 12000]])
async def test_a_long_text_that_must_be_a_post_goes_out_whole_in_parts(stage: Stage, lines: list[str]) -> None:
    stage.fake.fail(SEND, 230099, "ErrCode: 200621", times=2)
    await stage.adapter.send(delivery(rendered(*lines)))
    rows = [row for message in stage.fake.messages for row in message.content["zh_cn"]["content"]]
    assert "".join(row[0]["text"] for row in rows) == "请处理" + "".join(lines)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_title_too_long_for_a_header_stays_whole_in_the_plainer_forms(stage: Stage, times: int) -> None:
    stage.fake.fail(SEND, 230099, "ErrCode: 200621", times=times)
    await stage.adapter.send(delivery(rendered(title="题" * 200)))
    (message,) = stage.fake.messages
    assert "题" * 200 in str(message.content)


async def test_the_masked_title_fits_however_long_it_is(stage: Stage) -> None:
    stage.fake.fail(SEND, 230022)
    await stage.adapter.send(delivery(rendered(title="题" * 12000)))
    assert len(stage.fake.messages) == 1


@pytest.mark.parametrize("code", [230022, 230028])
async def test_content_stopped_by_an_audit_arrives_as_its_masked_title(stage: Stage, code: int) -> None:
    stage.fake.fail(SEND, code)
    await stage.adapter.send(delivery(rendered("电话 13800138000", title="联系 13800138000")))
    (message,) = stage.fake.messages
    assert message.content["header"]["title"]["content"] == "联系 138****"
    assert "13800138000" not in str(message.content)


async def test_content_refused_in_every_form_is_given_up(stage: Stage) -> None:
    stage.fake.fail(SEND, 230001, times=9)
    assert (await refused(stage, delivery())).permanent


@pytest.mark.parametrize(
    "code",
    [
        230002, 230013, 230018, 230027, 230029, 230034, 230035, 230036, 230038, 230053, 232009, 99992351, 99992360,
        99992361,
    ],
)  # fmt: skip
async def test_a_receiver_who_cannot_be_reached_is_never_tried_again(stage: Stage, code: int) -> None:
    stage.fake.fail(SEND, code)
    failed = await refused(stage, delivery())
    assert (failed.permanent, failed.ambiguous) == (True, False)


@pytest.mark.parametrize("code", [230020, 11232, 11233, 11247, 230049, 232096, 190004, 190005, 190010])
async def test_a_busy_platform_is_asked_again(stage: Stage, code: int) -> None:
    stage.fake.fail(SEND, code)
    failed = await refused(stage, delivery())
    assert (failed.permanent, failed.ambiguous) == (False, False)


async def test_the_reset_header_says_how_long_to_wait_and_nobody_asks_before(stage: Stage) -> None:
    stage.fake.fail(SEND, 99991400, status=429, headers={"x-ogw-ratelimit-reset": "7"})
    assert (await refused(stage, delivery())).retry_after == 7
    before = len(stage.fake.calls)
    assert (await refused(stage, delivery(key="k2"))).retry_after == 7
    assert len(stage.fake.calls) == before
    stage.clock.move_to(START + timedelta(seconds=7))
    assert await stage.adapter.send(delivery())


async def test_old_interfaces_answer_too_many_requests_with_400(stage: Stage) -> None:
    stage.fake.fail(SEND, 99991400, status=400, headers={"x-ogw-ratelimit-reset": "7"})
    assert (await refused(stage, delivery())).retry_after == 7


async def test_a_month_used_up_is_not_asked_again_by_this_process(stage: Stage) -> None:
    stage.fake.fail(SEND, 99991403, status=429)
    failed = await refused(stage, delivery())
    assert (failed.permanent, failed.held, failed.retry_after) == (False, True, 6 * 3600)
    before = len(stage.fake.calls)
    await refused(stage, delivery(key="k2"))
    assert len(stage.fake.calls) == before


async def test_a_month_used_up_ends_with_the_month(stage: Stage) -> None:
    stage.clock.move_to(START + timedelta(seconds=seconds_to_next_month(START) - 5))
    stage.fake.fail(SEND, 99991403, status=429)
    assert (await refused(stage, delivery())).retry_after == 5
    stage.clock.move_to(stage.clock.now() + timedelta(seconds=5))
    assert await stage.adapter.send(delivery())


async def test_a_larger_plan_ends_it_after_a_restart(stage: Stage) -> None:
    stage.fake.fail(SEND, 99991403, status=429)
    await refused(stage, delivery())
    assert [quota.spent for quota in await stage.adapter.quotas()] == [True]
    other = stage.another(monthly_calls=100_000)
    await other._client.open()
    assert [quota.spent for quota in await other.quotas()] == [False]
    assert await other.send(delivery())
    await other.stop()


@pytest.mark.parametrize("code", [10003, 10014, 10015, 11205, 99991401, 99991662, 99991672, 99991673, 230006])
async def test_trouble_of_the_app_keeps_the_message_for_later(stage: Stage, code: int) -> None:
    stage.fake.fail(SEND, code)
    failed = await refused(stage, delivery())
    assert (failed.permanent, failed.ambiguous, failed.retry_after) == (False, False, 900)


@pytest.mark.parametrize("fault", [{"html": 502}, {"html": 200}, {"drop": True}, {"code": 5000, "status": 500}])
async def test_no_proper_answer_is_no_failure_either(stage: Stage, fault: dict[str, Any]) -> None:
    stage.fake.fail(SEND, **fault)
    assert (await refused(stage, delivery())).ambiguous


async def test_a_refusal_with_http_200_is_a_refusal(stage: Stage) -> None:
    stage.fake.fail(SEND, 1254000, status=200)
    assert (await refused(stage, delivery())).permanent


async def test_a_platform_out_of_reach_is_certainly_not_reached(stage: Stage) -> None:
    await stage.fake.stop()
    failed = await refused(stage, delivery())
    assert (failed.permanent, failed.ambiguous) == (False, False)


async def test_the_log_id_of_a_refusal_is_told(stage: Stage) -> None:
    stage.fake.fail(SEND, 230002, "Bot can NOT be out of the chat.")
    assert "log id log1" in (await refused(stage, delivery())).reason


@pytest.mark.parametrize(
    ("text", "wanted"), [("Failed, ext=ErrCode: 100290; ErrMsg: x", 100290), ("ErrCode：11310", 11310), ("other", 0)]
)
def test_the_reason_inside_a_refused_card_is_read(text: str, wanted: int) -> None:
    assert ApiError(230099, text).card_code == wanted


def test_an_unknown_refusal_is_final() -> None:
    assert ApiError(424242, "?", status=400).remedy is Remedy.NONE
    assert ApiError(424242, "?", status=429).remedy is Remedy.WAIT

"""Sending, replacing and looking up, with every answer Slack can give."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack import failures
from adapters.slack.client import SlackClient
from bot.errors import SendFailed
from bot.wire import Target
from tests.adapters.slack.stage import LAUNCH, LI, Stage, card, delivery, section
from tests.fakes.slack import LIMITED, LOST_AFTER, LOST_BEFORE, Failure

POSTER = card("海报初稿", section("请看"))


async def fails(stage: Stage, target: Target = LAUNCH, key: str = "k1") -> SendFailed:
    """Send, and give back the failure."""
    with pytest.raises(SendFailed) as caught:
        await stage.adapter.send(delivery(POSTER, target, key))
    return caught.value


async def test_a_post_gives_back_channel_and_time_stamp(web_stage: Stage) -> None:
    ref = await web_stage.adapter.send(delivery(POSTER))
    [message] = web_stage.slack.state.posts("CLAUNCH")
    assert ref == f"CLAUNCH:{message['ts']}"
    assert message["text"] == "海报初稿\n请看"


async def test_links_in_a_post_are_not_unfolded(web_stage: Stage) -> None:
    await web_stage.adapter.send(delivery(POSTER))
    [sent] = web_stage.slack.called("chat.postMessage")
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


async def test_a_direct_conversation_is_opened_once_and_remembered(web_stage: Stage) -> None:
    first = await web_stage.adapter.send(delivery(POSTER, LI, "k1"))
    await web_stage.adapter.send(delivery(POSTER, LI, "k2"))
    assert first.startswith("DLI:")
    assert len(web_stage.slack.called("conversations.open")) == 1


async def test_a_remembered_conversation_that_is_gone_is_opened_again(web_stage: Stage) -> None:
    await web_stage.adapter.send(delivery(POSTER, LI, "k1"))
    del web_stage.slack.state.channels["DLI"]
    with pytest.raises(SendFailed) as caught:
        await web_stage.adapter.send(delivery(POSTER, LI, "k2"))
    assert not caught.value.permanent
    assert await web_stage.adapter.send(delivery(POSTER, LI, "k2"))


async def test_an_update_replaces_the_message(web_stage: Stage) -> None:
    ref = await web_stage.adapter.send(delivery(POSTER))
    assert await web_stage.adapter.send(delivery(card("海报定稿"), key="k2", ref=ref)) == ref
    assert [message["text"] for message in web_stage.slack.state.posts("CLAUNCH")] == ["海报定稿"]


@pytest.mark.parametrize(
    "code", ["message_not_found", "cant_update_message", "edit_window_closed", "block_mismatch", "is_inactive"]
)
async def test_a_message_that_cannot_be_updated_is_posted_anew(web_stage: Stage, code: str) -> None:
    ref = await web_stage.adapter.send(delivery(POSTER))
    web_stage.slack.fail("chat.update", Failure(code))
    assert await web_stage.adapter.send(delivery(card("海报定稿"), key="k2", ref=ref)) != ref
    assert len(web_stage.slack.state.posts("CLAUNCH")) == 2


@pytest.mark.parametrize(
    "code",
    ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text", "invalid_arguments",
     "too_many_attachments", "markdown_text_conflict", "invalid_metadata_format", "metadata_too_large",
     "invalid_attachments", "only_one_table_allowed"],
)  # fmt: skip
async def test_refused_blocks_are_sent_once_more_as_text(web_stage: Stage, code: str) -> None:
    web_stage.slack.fail("chat.postMessage", Failure(code))
    await web_stage.adapter.send(delivery(card("*海报*", section("<!channel>"))))
    [message] = web_stage.slack.state.posts("CLAUNCH")
    assert (message["text"], message["blocks"]) == ("*海报*\n&lt;!channel&gt;", [])
    assert (message["mrkdwn"], message["parse"]) == (False, "none")


async def test_a_message_refused_as_text_too_is_given_up(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", Failure("invalid_blocks"), Failure("no_text"))
    assert (await fails(web_stage)).permanent


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "not_in_channel", "is_archived", "restricted_action_read_only_channel", "user_disabled",
     "messages_tab_disabled", "no_permission", "restricted_action", "user_not_found", "user_not_in_channel",
     "user_not_visible", "ekm_access_denied", "cannot_reply_to_message", "cannot_dm_bot", "users_not_found",
     "duplicate_channel_not_found"],
)  # fmt: skip
async def test_a_receiver_who_cannot_be_reached_is_given_up(web_stage: Stage, code: str) -> None:
    web_stage.slack.fail("chat.postMessage", Failure(code))
    failed = await fails(web_stage)
    assert (failed.reason, failed.permanent, failed.ambiguous) == (code, True, False)


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived", "restricted_action"])
async def test_a_card_whose_channel_is_closed_is_not_posted_anew(web_stage: Stage, code: str) -> None:
    ref = await web_stage.adapter.send(delivery(POSTER))
    web_stage.slack.fail("chat.update", Failure(code))
    with pytest.raises(SendFailed) as caught:
        await web_stage.adapter.send(delivery(card("海报定稿"), key="k2", ref=ref))
    assert (caught.value.permanent, len(web_stage.slack.state.posts("CLAUNCH"))) == (True, 1)


async def test_an_update_whose_blocks_are_refused_is_sent_as_text(web_stage: Stage) -> None:
    ref = await web_stage.adapter.send(delivery(POSTER))
    web_stage.slack.fail("chat.update", Failure("msg_too_long"))
    assert await web_stage.adapter.send(delivery(card("海报定稿"), key="k2", ref=ref)) == ref
    [message] = web_stage.slack.state.posts("CLAUNCH")
    assert (message["text"], message["blocks"]) == ("海报定稿", [])


@pytest.mark.parametrize(
    "code",
    ["invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired", "not_allowed_token_type",
     "app_access_restricted", "org_login_required", "access_denied"],
)  # fmt: skip
async def test_a_token_that_is_refused_makes_the_adapter_wait_and_say_so(web_stage: Stage, code: str) -> None:
    web_stage.slack.fail("chat.postMessage", Failure(code))
    failed = await fails(web_stage)
    assert (failed.permanent, failed.retry_after) == (False, 300)
    assert not web_stage.adapter.connected


async def test_a_missing_permission_is_named(web_stage: Stage) -> None:
    web_stage.slack.state.scopes = "commands"
    assert (await fails(web_stage)).reason == "missing_scope: chat:write"


async def test_too_many_requests_are_waited_out_without_asking_again(paced_stage: Stage) -> None:
    paced_stage.slack.fail("chat.postMessage", LIMITED)
    assert (await fails(paced_stage)).retry_after == 7
    held = await fails(paced_stage, key="k2")
    assert (held.held, held.retry_after) == (True, 7)
    assert len(paced_stage.slack.called("chat.postMessage")) == 1
    paced_stage.clock.move_to(paced_stage.clock.now() + timedelta(seconds=7))
    assert await paced_stage.adapter.send(delivery(POSTER))


async def test_a_channel_that_is_full_does_not_hold_up_another(paced_stage: Stage) -> None:
    paced_stage.slack.fail("chat.postMessage", Failure("ratelimited", status=429, retry_after="2"))
    paced_stage.slack.state.channel("COTHER", "其他", "UZHANG")
    assert (await fails(paced_stage)).retry_after == 2
    assert await paced_stage.adapter.send(delivery(POSTER, replace(LAUNCH, id="COTHER"), "k9"))


@pytest.mark.parametrize(("told", "waited"), [("", 30.0), ("soon", 30.0), ("0", 1.0), ("inf", 30.0)])
async def test_a_pause_that_is_not_told_is_half_a_minute(web_stage: Stage, told: str, waited: float) -> None:
    web_stage.slack.fail("chat.postMessage", Failure("ratelimited", status=429, retry_after=told))
    assert (await fails(web_stage)).retry_after == waited


async def test_a_pause_that_is_no_whole_number_is_understood(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", Failure("ratelimited", status=429, retry_after="1.5"))
    assert (await fails(web_stage)).retry_after == 1.5


@pytest.mark.parametrize(
    "code", ["service_unavailable", "team_added_to_org", "message_limit_exceeded", "ratelimited", "rate_limited"]
)
async def test_what_passes_by_itself_is_tried_again_later(web_stage: Stage, code: str) -> None:
    web_stage.slack.fail("chat.postMessage", Failure(code))
    failed = await fails(web_stage)
    assert (failed.permanent, failed.ambiguous, failed.retry_after) == (False, False, 30)


@pytest.mark.parametrize(
    "failure",
    [
        LOST_AFTER,
        LOST_BEFORE,
        Failure("fatal_error"),
        Failure("internal_error"),
        Failure("request_timeout"),
        Failure("duplicate_message_not_found"),
        Failure(status=503, page="<html>busy</html>"),
        Failure(status=502, page="busy", content_type="text/plain"),
        Failure(status=200, page="{", content_type="application/json"),
    ],
)
async def test_an_answer_that_says_nothing_certain_is_ambiguous(web_stage: Stage, failure: Failure) -> None:
    web_stage.slack.fail("chat.postMessage", failure)
    failed = await fails(web_stage)
    assert (failed.permanent, failed.ambiguous) == (False, True)


def test_an_answer_that_does_not_come_in_time_is_ambiguous() -> None:
    failed = failures.failure(TimeoutError())
    assert (failed.permanent, failed.ambiguous) == (False, True)


async def test_a_dropped_connection_does_not_make_the_sdk_post_twice(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", LOST_AFTER)
    await fails(web_stage)
    assert len(web_stage.slack.state.posts("CLAUNCH")) == 1


async def test_a_conversation_that_could_not_be_opened_is_never_ambiguous(web_stage: Stage) -> None:
    web_stage.slack.fail("conversations.open", LOST_AFTER)
    with pytest.raises(SendFailed) as caught:
        await web_stage.adapter.send(delivery(POSTER, LI))
    assert not caught.value.ambiguous


async def test_no_connection_at_all_is_not_ambiguous(web_stage: Stage) -> None:
    client = SlackClient("xoxb-1", "http://127.0.0.1:1/api", web_stage.clock, web_stage.memory)
    await client.open()
    with pytest.raises(SendFailed) as caught:
        await client.write("chat.postMessage", channel="CLAUNCH", text="早")
    await client.close()
    assert (caught.value.permanent, caught.value.ambiguous) == (False, False)


async def test_a_post_whose_answer_was_lost_is_found(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", LOST_AFTER)
    await fails(web_stage)
    [message] = web_stage.slack.state.posts("CLAUNCH")
    web_stage.clock.move_to(web_stage.clock.now() + timedelta(seconds=30))
    assert await web_stage.adapter.find(delivery(POSTER)) == f"CLAUNCH:{message['ts']}"


async def test_a_direct_message_whose_answer_was_lost_is_found(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", LOST_AFTER)
    await fails(web_stage, target=LI)
    web_stage.clock.move_to(web_stage.clock.now() + timedelta(seconds=30))
    assert (await web_stage.adapter.find(delivery(POSTER, LI)) or "").startswith("DLI:")


async def test_a_post_that_did_not_arrive_is_known_not_to(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", LOST_BEFORE)
    await fails(web_stage)
    await web_stage.adapter.send(delivery(POSTER, key="k2"))
    web_stage.clock.move_to(web_stage.clock.now() + timedelta(seconds=30))
    assert await web_stage.adapter.find(delivery(POSTER)) == ""


async def test_a_post_that_was_never_begun_is_known_not_to_have_arrived(web_stage: Stage) -> None:
    assert await web_stage.adapter.find(delivery(POSTER)) == ""
    assert web_stage.slack.called("conversations.history") == []


async def test_without_the_right_to_read_nobody_can_tell(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", LOST_AFTER)
    await fails(web_stage)
    web_stage.slack.state.scopes = "chat:write"
    web_stage.clock.move_to(web_stage.clock.now() + timedelta(seconds=30))
    assert await web_stage.adapter.find(delivery(POSTER)) is None


async def test_somebody_elses_message_with_our_key_is_not_taken_for_ours(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", LOST_AFTER)
    await fails(web_stage)
    web_stage.slack.state.posts("CLAUNCH")[0].update(user="UZHANG", bot_id="BOTHER")
    web_stage.clock.move_to(web_stage.clock.now() + timedelta(seconds=30))
    assert await web_stage.adapter.find(delivery(POSTER)) == ""


async def test_an_update_whose_answer_was_lost_is_found(web_stage: Stage) -> None:
    ref = await web_stage.adapter.send(delivery(POSTER))
    changed = delivery(card("海报定稿"), key="k2", ref=ref)
    assert await web_stage.adapter.find(changed) == ""
    web_stage.slack.fail("chat.update", LOST_AFTER)
    with pytest.raises(SendFailed):
        await web_stage.adapter.send(changed)
    assert await web_stage.adapter.find(changed) == ref


async def test_the_key_in_a_message_tells_nothing(web_stage: Stage) -> None:
    await web_stage.adapter.send(delivery(POSTER, key="reply:张三:secret"))
    [sent] = web_stage.slack.called("chat.postMessage")
    assert sent["metadata"]["event_payload"]["k"] != "reply:张三:secret"
    assert "secret" not in str(sent)


async def test_the_same_delivery_has_the_same_message_id(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", LOST_BEFORE)
    await fails(web_stage)
    await web_stage.adapter.send(delivery(POSTER))
    first, second = web_stage.slack.called("chat.postMessage")
    assert first["client_msg_id"] == second["client_msg_id"]


async def test_the_rest_of_a_long_card_follows_in_its_thread_and_changes_with_it(web_stage: Stage) -> None:
    long = card("说明", section("很长的一段。" * 1500))
    ref = await web_stage.adapter.send(delivery(long))
    assert len(web_stage.slack.state.replies("CLAUNCH")) == 3
    shorter = card("说明", section("短一些的一段。" * 1200))
    await web_stage.adapter.send(delivery(shorter, key="k2", ref=ref))
    replies = web_stage.slack.state.replies("CLAUNCH")
    assert "".join(replies).replace("\n", "") == "说明" + "短一些的一段。" * 1200
    await web_stage.adapter.send(delivery(card("说明"), key="k3", ref=ref))
    assert web_stage.slack.state.replies("CLAUNCH") == []


async def test_replies_that_fail_do_not_make_the_message_fail(web_stage: Stage) -> None:
    web_stage.slack.fail("chat.postMessage", Failure(done=True), LIMITED)
    long = card("说明", section("很长的一段。" * 1500))
    assert await web_stage.adapter.send(delivery(long))


async def test_a_delivery_to_nobody_known_is_given_up(web_stage: Stage) -> None:
    failed = await fails(web_stage, target=replace(LAUNCH, kind="dm", id="UNOBODY"))
    assert (failed.reason, failed.permanent) == ("user_not_found", True)


async def test_an_answer_to_one_person_goes_through_the_proxy_as_calls_do(
    web_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy takes requests for a host that this machine cannot reach itself."""
    monkeypatch.setenv("HTTPS_PROXY", web_stage.slack.state.address)
    client = SlackClient("xoxb-1", "http://slack.example/api/", web_stage.clock, web_stage.memory)
    await client.open()
    told = await client.answer("http://slack.example/response/1", "早")
    await client.close()
    assert told


async def test_an_answer_to_a_host_that_no_proxy_names_goes_past_the_proxy(
    web_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    client = SlackClient("xoxb-1", web_stage.slack.base_url, web_stage.clock, web_stage.memory)
    await client.open()
    told = await client.answer(web_stage.slack.response_url(), "早")
    await client.close()
    assert told


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", True),
        ("http://hooks.slack.com/actions/T1/1/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://hooks.slack.com@evil.example/x", False),
        ("http://127.0.0.1:8080/metrics", False),
        ("", False),
    ],
)
async def test_an_address_that_came_with_a_press_is_slacks_or_not_called(
    web_stage: Stage, url: str, allowed: bool
) -> None:
    client = SlackClient("xoxb-1", "https://slack.com/api/", web_stage.clock, web_stage.memory)
    assert client.may_answer(url) is allowed

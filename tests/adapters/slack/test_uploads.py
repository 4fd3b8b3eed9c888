"""Files and pictures on their way to Slack, with every answer it can give on the way."""

from dataclasses import replace

import pytest

from bot.errors import FileRefused, SendFailed
from bot.wire import Attached, Delivery, Target
from tests.adapters.slack.stage import LAUNCH, LI, Stage, card, delivery
from tests.fakes.slack import LIMITED, LOST_AFTER, LOST_BEFORE, Failure
from tests.fakes.slack_api import share

SHEET = Attached("Q4宣传物料-2026-03-02-任务表.xlsx", b"PK\x03\x04" + b"x" * 3000, "2 项任务：已完成 1 项")
CHART = Attached("Q4-2026-03-02-甘特图.png", b"\x89PNG", "三项任务，一项逾期", picture=True)
LAST = "files.completeUploadExternal"


def sent(file: Attached = SHEET, target: Target = LAUNCH) -> Delivery:
    return replace(delivery(card("Q4宣传物料 任务表"), target, why="reply"), file=file)


def files(stage: Stage, channel: str = "CLAUNCH") -> list[tuple[str, str]]:
    """The files that stand in a channel, each with its title."""
    shown = (file for message in stage.slack.state.posts(channel) for file in message.get("files", ()))
    return [(file["name"], file["title"]) for file in shown]


async def fails(stage: Stage) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        await stage.adapter.send(sent())
    return caught.value


async def test_a_sheet_is_put_and_shared_in_the_channel(web_stage: Stage) -> None:
    ref = await web_stage.adapter.send(sent())
    [(id, upload)] = web_stage.slack.state.uploads.items()
    assert (ref, upload.data) == (f"CLAUNCH:{id}", SHEET.data)
    assert files(web_stage) == [(SHEET.name, "Q4宣传物料 任务表 · 2 项任务：已完成 1 项")]
    assert web_stage.slack.called("chat.postMessage") == []


async def test_a_file_for_one_person_goes_to_their_direct_conversation(web_stage: Stage) -> None:
    await web_stage.adapter.send(sent(target=LI))
    assert [name for name, _ in files(web_stage, "DLI")] == [SHEET.name]


async def test_a_picture_carries_what_it_shows_for_those_who_do_not_see_it(web_stage: Stage) -> None:
    await web_stage.adapter.send(sent(replace(CHART, alt="图" * 1200)))
    [upload] = web_stage.slack.state.uploads.values()
    assert (upload.alt, upload.title) == ("图" * 1000, "Q4宣传物料 任务表")


@pytest.mark.parametrize(
    ("method", "code", "why"),
    [
        ("files.getUploadURLExternal", "missing_scope", "permission"),
        ("files.getUploadURLExternal", "file_uploads_disabled", "permission"),
        ("files.getUploadURLExternal", "file_upload_size_restricted", "size"),
        ("files.getUploadURLExternal", "storage_limit_reached", "size"),
        ("files.getUploadURLExternal", "file_type_not_allowed", "kind"),
        (LAST, "blocked_file_type", "kind"),
        (LAST, "file_uploads_except_images_disabled", "kind"),
        (LAST, "slack_connect_file_upload_sharing_blocked", "permission"),
    ],
)
async def test_a_file_slack_never_takes_is_given_up_with_the_reason(
    web_stage: Stage, method: str, code: str, why: str
) -> None:
    web_stage.slack.fail(method, Failure(code))
    failed = await fails(web_stage)
    assert isinstance(failed, FileRefused)
    assert (failed.why, failed.permanent, failed.ambiguous) == (why, True, False)
    assert web_stage.adapter.connected


async def test_a_permission_that_was_not_granted_is_named(web_stage: Stage) -> None:
    web_stage.slack.state.scopes = web_stage.slack.state.scopes.replace("files:write,", "")
    assert (await fails(web_stage)).reason == "missing_scope: files:write"


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived", "invalid_channel"])
async def test_a_channel_that_cannot_be_reached_is_given_up(web_stage: Stage, code: str) -> None:
    web_stage.slack.fail(LAST, Failure(code))
    failed = await fails(web_stage)
    assert (failed.permanent, isinstance(failed, FileRefused)) == (True, False)


async def test_a_channel_the_bot_is_not_in_takes_no_file(web_stage: Stage) -> None:
    web_stage.slack.state.channels["CLAUNCH"].members.remove("UBOT")
    assert (await fails(web_stage)).reason == "not_in_channel"


@pytest.mark.parametrize("failure", [LOST_BEFORE, LOST_AFTER, Failure("internal_error")])
async def test_what_goes_wrong_before_the_last_step_may_simply_be_tried_again(
    web_stage: Stage, failure: Failure
) -> None:
    web_stage.slack.fail("files.getUploadURLExternal", failure)
    failed = await fails(web_stage)
    assert (failed.permanent, failed.ambiguous) == (False, False)
    assert await web_stage.adapter.find(sent()) == ""


@pytest.mark.parametrize("failure", [Failure(drop=True), Failure(status=500)])
async def test_bytes_that_were_cut_off_are_put_anew(web_stage: Stage, failure: Failure) -> None:
    web_stage.slack.fail("upload", failure)
    failed = await fails(web_stage)
    assert (failed.permanent, failed.ambiguous, files(web_stage)) == (False, False, [])
    await web_stage.adapter.send(sent())
    assert len(files(web_stage)) == 1


async def test_a_lost_last_answer_is_looked_up_and_the_file_stands_once(web_stage: Stage) -> None:
    web_stage.slack.fail(LAST, LOST_AFTER)
    assert (await fails(web_stage)).ambiguous
    assert await web_stage.adapter.find(sent()) == f"CLAUNCH:{next(iter(web_stage.slack.state.uploads))}"
    assert len(files(web_stage)) == 1


async def test_a_last_step_that_never_arrived_is_known(web_stage: Stage) -> None:
    web_stage.slack.fail(LAST, LOST_BEFORE)
    assert (await fails(web_stage)).ambiguous
    assert await web_stage.adapter.find(sent()) == ""


async def test_a_file_slack_has_not_shared_yet_may_have_been_sent(web_stage: Stage) -> None:
    web_stage.slack.state.slow = True
    web_stage.slack.fail(LAST, LOST_AFTER)
    assert (await fails(web_stage)).ambiguous
    assert await web_stage.adapter.find(sent()) is None
    share(web_stage.slack.state, next(iter(web_stage.slack.state.uploads)), web_stage.slack.state.channels["CLAUNCH"])
    assert await web_stage.adapter.find(sent())


async def test_a_look_up_without_its_permission_tells_nothing(web_stage: Stage) -> None:
    web_stage.slack.fail(LAST, LOST_AFTER)
    await fails(web_stage)
    web_stage.slack.state.scopes = web_stage.slack.state.scopes.replace("files:read,", "")
    assert await web_stage.adapter.find(sent()) is None


async def test_too_many_uploads_are_waited_out(paced_stage: Stage) -> None:
    paced_stage.slack.fail("files.getUploadURLExternal", LIMITED)
    assert (await fails(paced_stage)).retry_after == 7
    assert (await fails(paced_stage)).held


async def test_the_bytes_go_nowhere_but_to_slack(web_stage: Stage) -> None:
    web_stage.slack.state.address = "http://files.example"
    failed = await fails(web_stage)
    assert (failed.reason, failed.permanent) == ("the upload lies elsewhere", True)

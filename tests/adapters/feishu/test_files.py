"""Files and pictures on their way to Feishu: handed in once, posted once, and told of where they are not taken."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.feishu.files import MOST_FILE, MOST_IMAGE
from bot.errors import FileRefused, SendFailed
from bot.wire import Attached, Delivery, Target
from tests.adapters.feishu.conftest import Stage
from tests.adapters.feishu.test_sending import LI, TEAM, rendered
from tests.adapters.feishu.test_topics import ask
from tests.fakes.feishu_cards import walk

PNG = b"\x89PNG\r\n\x1a\nchart"
SHEET = Attached("Q4宣传物料-2026-03-02-任务表.xlsx", b"PK sheet", "2 项任务")
CHART = Attached("Q4宣传物料-2026-03-02-甘特图.png", PNG, "甘特图", picture=True)
UPLOAD, SEND = "POST /im/v1/(images|files)", "POST /im/v1/messages"


def sending(file: Attached, target: Target = TEAM, **more: Any) -> Delivery:
    return Delivery(**{"key": "f1", "target": target, "content": rendered(), "why": "reply", "file": file, **more})


async def refused(stage: Stage, file: Attached) -> FileRefused:
    with pytest.raises(FileRefused) as failed:
        await stage.adapter.send(sending(file))
    return failed.value


@pytest.mark.parametrize("target", [TEAM, LI])
async def test_a_file_is_handed_in_and_posted_under_its_name(stage: Stage, target: Target) -> None:
    assert await stage.adapter.send(sending(SHEET, target)) == "om_1"
    [sent] = stage.fake.messages
    assert (sent.to, sent.kind) == (target.id, "file")
    assert stage.fake.drawer.kept[sent.content["file_key"]] == (SHEET.name, b"PK sheet")


@pytest.mark.parametrize("target", [TEAM, LI])
async def test_a_picture_is_shown_with_its_words(stage: Stage, target: Target) -> None:
    await stage.adapter.send(sending(CHART, target))
    [sent] = stage.fake.messages
    assert (sent.to, sent.kind) == (target.id, "interactive")
    [picture] = [node for node in walk(sent.content["body"]) if node["tag"] == "img"]
    assert picture["alt"]["content"] == "甘特图"
    assert stage.fake.drawer.kept[picture["img_key"]] == ("", PNG)


@pytest.mark.parametrize("data", [PNG + b"0" * MOST_IMAGE, b"<svg/>"])
async def test_what_cannot_be_shown_is_sent_as_a_file(stage: Stage, data: bytes) -> None:
    await stage.adapter.send(sending(Attached("图.png", data, "图", picture=True)))
    assert [sent.kind for sent in stage.fake.messages] == ["file"]


@pytest.mark.parametrize("code", [234006, 234011, 234039])
async def test_a_picture_the_platform_does_not_show_is_sent_as_a_file(stage: Stage, code: int) -> None:
    stage.fake.fail("POST /im/v1/images", code)
    await stage.adapter.send(sending(CHART))
    assert [sent.kind for sent in stage.fake.messages] == ["file"]


async def test_a_picture_whose_card_is_refused_is_sent_as_a_file(stage: Stage) -> None:
    stage.fake.fail(SEND, 230099, "Failed to create card content, ext=ErrCode: 200570; ErrMsg: image key")
    await stage.adapter.send(sending(CHART))
    assert [sent.kind for sent in stage.fake.messages] == ["file"]


@pytest.mark.parametrize(("size", "why"), [(0, "kind"), (MOST_FILE + 1, "size")])
async def test_what_no_interface_takes_costs_no_call(stage: Stage, size: int, why: str) -> None:
    failed = await refused(stage, Attached("a.zip", b"0" * size, "包"))
    assert failed.why == why
    assert not any("/im/v1/" in call for call in stage.fake.calls)


@pytest.mark.parametrize(("code", "why"), [(99991672, "permission"), (234006, "size"), (234010, "kind")])
async def test_a_refused_file_says_why(stage: Stage, code: int, why: str) -> None:
    stage.fake.fail("POST /im/v1/files", code)
    assert (await refused(stage, SHEET)).why == why


async def test_a_type_the_platform_does_not_post_says_why(stage: Stage) -> None:
    stage.fake.fail(SEND, 230055)
    assert (await refused(stage, SHEET)).why == "kind"


@pytest.mark.parametrize("code", [99991400, 232096])
async def test_an_upload_that_has_to_wait_is_tried_again(stage: Stage, code: int) -> None:
    stage.fake.fail(UPLOAD, code)
    with pytest.raises(SendFailed) as failed:
        await stage.adapter.send(sending(SHEET))
    assert (failed.value.permanent, isinstance(failed.value, FileRefused)) == (False, False)


async def test_a_lost_answer_leads_to_one_file(stage: Stage) -> None:
    stage.fake.fail(SEND, drop=True, applied=True)
    with pytest.raises(SendFailed) as failed:
        await stage.adapter.send(sending(SHEET))
    assert failed.value.ambiguous
    assert await stage.adapter.send(sending(SHEET)) == "om_1"
    assert (len(stage.fake.messages), len(stage.fake.drawer.kept)) == (1, 1)


async def test_a_lost_answer_to_an_upload_is_no_riddle(stage: Stage) -> None:
    stage.fake.fail(UPLOAD, drop=True, applied=True)
    with pytest.raises(SendFailed) as failed:
        await stage.adapter.send(sending(SHEET))
    assert (failed.value.ambiguous, failed.value.permanent) == (False, False)


async def test_a_file_that_is_another_by_now_is_handed_in_again(stage: Stage) -> None:
    stage.fake.fail(SEND, 230020)
    with pytest.raises(SendFailed):
        await stage.adapter.send(sending(SHEET))
    stage.clock.move_to(stage.clock.now() + timedelta(seconds=2))
    await stage.adapter.send(sending(Attached(SHEET.name, b"PK newer", "3 项任务")))
    assert [data for _, data in stage.fake.drawer.kept.values()] == [b"PK sheet", b"PK newer"]


async def test_a_refused_token_is_renewed_and_the_file_handed_in_whole(stage: Stage) -> None:
    stage.fake.fail(UPLOAD, 99991663)
    await stage.adapter.send(sending(SHEET))
    assert [data for _, data in stage.fake.drawer.kept.values()] == [b"PK sheet"]


async def test_both_calls_are_counted(stage: Stage) -> None:
    before = (await stage.adapter.quotas())[0].used
    await stage.adapter.send(sending(SHEET))
    assert (await stage.adapter.quotas())[0].used == before + 2


async def test_a_file_stands_in_the_topic_it_was_asked_for_in(stage: Stage) -> None:
    await ask(stage)
    await stage.adapter.send(sending(SHEET))
    assert (stage.fake.messages[-1].kind, stage.fake.messages[-1].answers_to) == ("file", "om_in1")

"""Files and pictures on their way to DingTalk: handed in once, sent by the robot, and told of where they do not go."""

from typing import Any

import pytest

from adapters.dingtalk.files import MOST_BYTES
from bot.cards import note
from bot.errors import FileRefused, SendFailed
from bot.wire import Attached, Delivery, Target
from tests.adapters.dingtalk.stage import Stage, drawn
from tests.fakes.dingtalk import GROUP, QPS, Failure

SHEET = Attached("Q4宣传物料-2026-03-02-任务表.xlsx", b"PK sheet", "2 项任务")
CHART = Attached("Q4宣传物料-2026-03-02-甘特图.png", b"\x89PNG\r\n\x1a\nchart", "甘特图", picture=True)
TEAM, ONE = Target("dingtalk", "group", GROUP), Target("dingtalk", "dm", "u1")
UPLOAD, SEND = "/media/upload", "/v1.0/robot/groupMessages/send"
FORBIDDEN = {
    "errcode": 88,
    "sub_code": "60011",
    "errmsg": "no",
    "sub_msg": "应用尚未开通所需的权限：[qyapi_base]",
}


def sending(file: Attached, target: Target = TEAM, **more: Any) -> Delivery:
    content = drawn(note("Q4宣传物料 甘特图"))
    return Delivery(**{"key": "f1", "target": target, "content": content, "why": "reply", "file": file, **more})


async def failure(stage: Stage, file: Attached = SHEET, target: Target = TEAM) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await stage.adapter.send(sending(file, target))
    return failed.value


@pytest.mark.parametrize(("target", "ref"), [(TEAM, "group:g1"), (ONE, "direct:d1")])
async def test_a_file_is_handed_in_and_sent_under_its_name(words: Stage, target: Target, ref: str) -> None:
    assert await words.adapter.send(sending(SHEET, target)) == ref
    [sent] = words.fake.office.sent
    assert (sent.to, sent.title) == ((target.id,), SHEET.name)
    assert words.fake.office.media[sent.text] == ("file", b"PK sheet")


@pytest.mark.parametrize("target", [TEAM, ONE])
async def test_a_picture_stands_beneath_its_words(stage: Stage, target: Target) -> None:
    await stage.adapter.send(sending(CHART, target))
    [sent] = stage.fake.office.sent
    assert (sent.to, sent.title) == ((target.id,), "Q4宣传物料 甘特图")
    assert sent.text.startswith("Q4宣传物料 甘特图")
    assert sent.text.endswith("![](@media1)")


async def test_a_reply_address_takes_no_files_so_none_goes_there(words: Stage) -> None:
    await words.fake.say("/导出", group=GROUP)
    await words.adapter.send(sending(SHEET))
    assert [sent.way for sent in words.fake.office.sent] == ["group"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (Attached("a.xlsx", b"", "空"), "kind"),
        (Attached("a.ics", b"BEGIN", "日历"), "kind"),
        (Attached("a.svg", b"<svg/>", "图", picture=True), "kind"),
        (Attached("a.zip", b"0" * (MOST_BYTES + 1), "包"), "size"),
    ],
)
async def test_what_the_platform_never_takes_costs_no_call(words: Stage, file: Attached, why: str) -> None:
    failed = await failure(words, file)
    assert isinstance(failed, FileRefused)
    assert (failed.why, words.fake.billed) == (why, 0)


async def test_a_missing_permission_is_told_and_check_names_it(words: Stage) -> None:
    words.fake.failures[UPLOAD].append(Failure(200, FORBIDDEN))
    failed = await failure(words)
    assert isinstance(failed, FileRefused)
    assert (failed.why, "qyapi_base" in failed.reason) == ("permission", True)
    found = {finding.name: finding for finding in await words.adapter.check()}["permissions"]
    assert (found.state, found.values["permission"]) == ("fail", "qyapi_base")


async def test_both_calls_are_counted(words: Stage) -> None:
    await words.adapter.send(sending(SHEET))
    assert {quota.pool: quota.used for quota in await words.adapter.quotas()} == {"api": 2, "push": 0}


async def test_a_sent_file_is_not_sent_again(words: Stage) -> None:
    assert await words.adapter.send(sending(SHEET)) == await words.adapter.send(sending(SHEET))
    assert (len(words.fake.office.sent), words.fake.billed) == (1, 2)


async def test_nobody_can_tell_of_a_file_whose_answer_was_lost(words: Stage) -> None:
    words.fake.failures[SEND].append(Failure(drop=True, done=True))
    assert (await failure(words)).ambiguous
    assert await words.adapter.find(sending(SHEET)) is None


async def test_a_lost_answer_to_an_upload_is_no_riddle(words: Stage) -> None:
    words.fake.failures[UPLOAD].append(Failure(drop=True, done=True))
    assert not (await failure(words)).ambiguous
    assert await words.adapter.find(sending(SHEET)) == ""


async def test_a_file_held_up_is_not_handed_in_again(words: Stage) -> None:
    words.fake.failures[SEND].append(QPS)
    await failure(words)
    words.move(2)
    await words.adapter.send(sending(SHEET))
    assert (words.fake.count(UPLOAD), len(words.fake.office.sent)) == (1, 1)


async def test_whoever_left_gets_no_file(words: Stage) -> None:
    assert (await failure(words, SHEET, Target("dingtalk", "dm", "gone"))).permanent
    assert words.fake.office.sent == []


async def test_a_refused_token_is_renewed_and_the_file_handed_in_whole(words: Stage) -> None:
    words.fake.failures[UPLOAD].append(Failure(200, {"errcode": 40014, "errmsg": "token"}))
    await words.adapter.send(sending(SHEET))
    assert list(words.fake.office.media.values()) == [("file", b"PK sheet")]

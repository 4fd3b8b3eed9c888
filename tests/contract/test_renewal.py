"""Cards on Feishu can be pressed for 14 days; those of open projects and tasks are posted anew before."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.feishu.sender import RENEWED
from storage.engine import Database
from tests.chat import GROUP, Chat
from tests.contract.feishu import FeishuOffice
from tests.contract.stage import WireStage
from tests.fakes.feishu import Message
from tests.fakes.feishu_cards import walk

RENEWING = "2026-03-13 10:30"  # working hours, after 11 days


@pytest.fixture
def quiet(empty_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    """张三 set 王五 a task for April, and nothing is said of it."""
    monkeypatch.setattr(Chat, "platform", "feishu")
    for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    chat = Chat(empty_sqlite)
    # The wire is opened after the engine was built, which asks its adapters what they can then.
    chat.stage.engine.defaults.lasting = {chat.stage.console.name: RENEWED}
    chat.person("张三", dept="市场部", role="head")
    chat.person("王五", dept="设计部")
    chat.group("新品上市", "张三", "王五")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-04-30")
    chat.says("张三", "/任务 海报 @王五 4月20日")
    yield chat
    chat.close()


def posted(chat: Chat, title: str) -> list[Message]:
    """The group's messages of a title, oldest first."""
    assert isinstance(chat.stage, WireStage)
    office: Any = chat.stage.wire.office
    assert isinstance(office, FeishuOffice)
    group = chat.stage.group("新品上市")
    cards = [message for message in office.fake.messages if message.to == group and message.kind == "interactive"]
    return [card for card in cards if title in card.content["header"]["title"]["content"]]


def buttons(message: Message) -> int:
    return sum(node["tag"] == "button" for node in walk(message.content["body"]))


def test_a_task_that_is_still_open_gets_a_card_that_can_be_pressed(quiet: Chat) -> None:
    quiet.until("2026-03-12 18:00")
    assert len(posted(quiet, "｜海报")) == 1
    quiet.until(RENEWING)
    old, new = posted(quiet, "｜海报")
    assert (buttons(old) > 0, buttons(new) > 0) == (False, True)
    quiet.presses("王五", "接受")


def test_so_does_a_project(quiet: Chat) -> None:
    quiet.until(RENEWING)
    old, new = posted(quiet, "XMQXC2026-001")
    assert (buttons(old) > 0, buttons(new) > 0) == (False, True)


def test_where_calls_are_few_a_tasks_card_waits_for_its_next_change(quiet: Chat) -> None:
    quiet.stage.engine.defaults.frugal = frozenset({quiet.stage.console.name})
    quiet.says("张三", "/任务 文案 @王五 4月21日")
    quiet.until("2026-03-13 18:00")
    assert len(posted(quiet, "｜文案")) == 1


def test_a_finished_task_is_left_as_it_is(quiet: Chat) -> None:
    quiet.says("王五", "/完成 海报")
    quiet.until(RENEWING)
    assert len(posted(quiet, "｜海报")) == 1


@pytest.fixture
def thrifty(quiet: Chat) -> Chat:
    """Where each call counts; twelve days later."""
    quiet.stage.engine.defaults.frugal = frozenset({quiet.stage.console.name})
    quiet.says("张三", "/任务 文案 @王五 4月21日")
    quiet.until("2026-03-14 10:30")
    return quiet


def test_where_calls_are_few_a_card_that_is_posted_anew_answers_by_itself(thrifty: Chat) -> None:
    thrifty.says("王五", "/进度 文案 40%")
    assert ["进行中 40%" in line.text for line in thrifty.fresh(GROUP)] == [True]
    assert len(posted(thrifty, "｜文案")) == 2


def test_what_the_card_does_not_show_is_answered_all_the_same(thrifty: Chat) -> None:
    thrifty.says("王五", "/进度 文案 40% 供应商来电说可以提前")
    thrifty.shows(GROUP, "供应商来电说可以提前", why="reply", kind="post")


def test_a_card_that_stays_where_it_is_is_no_answer(thrifty: Chat) -> None:
    for percent in (40, 60):
        thrifty.says("王五", f"/进度 文案 {percent}%")
    thrifty.shows(GROUP, "“文案”进度已更新：60%", why="reply", kind="post")

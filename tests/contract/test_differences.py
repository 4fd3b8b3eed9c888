"""Every row of the table of differences is so, and the page tells the same table."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import Database
from tests.chat import GROUP, Chat
from tests.contract.differences import DIFFERENCES, PLATFORMS
from tests.contract.stage import WireStage

PAGE = Path(__file__).parents[2] / "docs" / "platforms.md"
WIRES = [platform for platform in PLATFORMS if platform != "console"]


@pytest.fixture
def place(request: pytest.FixtureRequest, empty_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    """张三 and 王五 in a group with a project, on the platform that is asked for."""
    monkeypatch.setattr(Chat, "platform", request.param)
    for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    chat = Chat(empty_sqlite)
    chat.person("张三", dept="市场部", role="head")
    chat.person("王五", dept="设计部")
    chat.group("新品上市", "张三", "王五")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    yield chat
    chat.close()


def on(*platforms: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("place", platforms, indirect=True)


def heard(chat: Chat) -> list[str]:
    """What the bot was handed since the project was made."""
    assert isinstance(chat.stage, WireStage)
    return [event.text for event in chat.stage.wire.office.heard if event.kind == "message"][1:]


@on("slack", "feishu")
def test_plain_words_in_a_group_arrive_and_are_not_answered(place: Chat) -> None:
    place.says("王五", "今天食堂吃什么")
    assert (heard(place), place.fresh()) == (["今天食堂吃什么"], [])


@on("dingtalk")
def test_plain_words_in_a_group_never_arrive(place: Chat) -> None:
    place.says("王五", "今天食堂吃什么")
    assert heard(place) == []


@on(*WIRES)
def test_a_command_is_the_same_to_the_bot_however_it_is_given(place: Chat) -> None:
    place.says("王五", "/任务 列表")
    assert heard(place) == ["/任务 列表"]


@on("slack", "feishu")
def test_people_stay_where_they_stood_in_the_line(place: Chat) -> None:
    place.says("张三", "/任务 海报 @王五 协作 @张三 3月6日")
    place.shows(GROUP, "负责人：王五", "协作人：张三")


@on("dingtalk")
def test_somebody_picked_is_taken_out_of_the_line_and_put_behind_it(place: Chat) -> None:
    place.says("张三", "/任务 海报 @王五 3月6日")
    user = place.stage.user("王五")
    assert heard(place) == [f"/任务 海报  3月6日 <@{user}>"]


@on("slack", "feishu", "dingtalk")
def test_a_card_is_updated_in_place(place: Chat) -> None:
    place.says("张三", "/任务 海报 @王五 3月6日")
    place.says("王五", "/完成 海报")
    place.shows(GROUP, "已完成｜海报", kind="update")


@on("slack")
def test_direct_messages_really_mention_on_slack(place: Chat) -> None:
    place.until("2026-03-02 10:20")
    line = next(line for line in place.lines("dm:王五", why="S1") if line.mentions)
    assert line.mentions == ("王五",)


@on("dingtalk")
def test_a_new_name_is_followed_at_the_next_words(place: Chat) -> None:
    place.stage.console.store.add_user(place.stage.user("王五"), "王小五", "", "")
    place.tells("王五", "/我的")
    place.tells("张三", "/谁 王小五")
    place.shows("dm:张三", "王小五")


@on(*WIRES)
def test_a_file_sent_in_private_arrives_by_its_name(place: Chat) -> None:
    place.sends("王五", "纪要.md", "决议：采用方案B".encode())
    assert isinstance(place.stage, WireStage)
    files = [event.file.name for event in place.stage.wire.office.heard if event.file]
    assert files == ["纪要.md"]


def arrived(chat: Chat) -> set[str]:
    """Whom the bot was told of when it came into the group."""
    assert isinstance(chat.stage, WireStage)
    told = [event for event in chat.stage.wire.office.heard if event.kind == "joined"]
    return {account.name for event in told for account in event.mentions}


@on("slack", "feishu")
def test_who_is_in_the_group_is_known_when_the_bot_comes(place: Chat) -> None:
    assert arrived(place) == {"张三", "王五"}


@on("dingtalk")
def test_nobody_tells_names_when_the_bot_comes(place: Chat) -> None:
    assert arrived(place) <= {""}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_page_tells_every_row(name: str) -> None:
    row = DIFFERENCES[name]
    cells = [" / ".join(row.cells[platform]) for platform in PLATFORMS]
    assert f"| {row.zh} / {row.en} | {' | '.join(cells)} |" in PAGE.read_text(encoding="utf-8")

"""Layouts in which companies keep their minutes: tables, registers, cards, headings of people and days (M2, M5)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import calendars
from bot.rules.deadlines import Deadline
from bot.rules.minutes import Item, Minutes, read_minutes

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)  # a Tuesday


def read(text: str) -> Minutes:
    return read_minutes(text, NOW, calendars.load("CN"), SHANGHAI)


def row(item: Item) -> tuple[str, str, str]:
    """What, who and until when."""
    due = f"{item.due.day:%m-%d}" if isinstance(item.due, Deadline) else ""
    return item.title, "、".join(one.written for one in item.owners), due


def rows(text: str) -> list[tuple[str, str, str]]:
    return [row(item) for item in read(text).items]


def test_an_owner_written_once_for_several_rows_owns_them_all() -> None:
    text = "落实人    要做的事        时限\n焦店长    招满前厅12人    3月20日\n          备齐工服        3月22日"
    assert rows(text) == [("招满前厅12人", "焦店长", "03-20"), ("备齐工服", "焦店长", "03-22")]


def test_an_empty_owner_behind_the_task_is_nobody() -> None:
    text = "事项\t责任人\t时限\n订会场\t李红\t3月20日\n印手册\t\t3月22日"
    assert rows(text) == [("订会场", "李红", "03-20"), ("印手册", "", "03-22")]


def test_a_column_of_any_name_holds_the_task_beside_owner_and_date() -> None:
    text = "Issue | Resp. | By | RAG\nLeaky pump in hall 2 | Tom Baker | 12 Mar | Red"
    assert rows(text) == [("Leaky pump in hall 2", "Tom Baker", "03-12")]


def test_a_row_is_closed_whatever_its_column_is_called() -> None:
    text = "事项\t牵头\t完成节点\t亮灯\n影像补录\t运营部\t3月6日\t已完成\n弹窗整改\t个金部\t3月18日\t红"
    assert rows(text) == [("弹窗整改", "个金部", "03-18")]


def test_a_row_on_hold_is_no_task() -> None:
    assert rows("Item | Owner | ETA | Status\nTape library | Ana Ruiz | TBC | On hold") == []

"""Words that come late mean the day on which they were said; how each platform tells it is tested with the adapters."""

from datetime import datetime, timedelta

import pytest

from bot.wire import Incoming
from tests.chat import SHANGHAI, Chat

BEFORE_MIDNIGHT = datetime(2026, 3, 2, 23, 59, tzinfo=SHANGHAI)


@pytest.fixture
def night(team: Chat) -> Chat:
    """What was not answered on Monday night is delivered again six hours later."""
    team.until("2026-03-03 06:03")
    return team


def _comes(chat: Chat, text: str, at: datetime | None) -> None:
    zhang = chat.stage.user("张三")
    chat.receives(Incoming(f"late:{text}", "console", "message", zhang, "张三", text=text, addressed=True, at=at))


def test_tomorrow_is_counted_from_when_it_was_said(night: Chat) -> None:
    _comes(night, "/任务 采购清单 @李四 明天", BEFORE_MIDNIGHT)
    night.shows("dm:张三", "采购清单", "3月3日")


def test_tomorrow_is_counted_from_now_where_nobody_tells_when_it_was_said(night: Chat) -> None:
    _comes(night, "/任务 采购清单 @李四 明天", None)
    night.shows("dm:张三", "采购清单", "3月4日")


@pytest.mark.parametrize("wrong", [timedelta(minutes=1), timedelta(days=-4)])
def test_a_platforms_clock_that_cannot_be_right_is_not_believed(night: Chat, wrong: timedelta) -> None:
    _comes(night, "/任务 采购清单 @李四 明天", night.now + wrong)
    night.shows("dm:张三", "采购清单", "3月4日")


def test_a_new_date_is_counted_from_when_it_was_said(night: Chat) -> None:
    _comes(night, "/任务 采购清单 @李四 3月6日", None)
    _comes(night, "/改期 采购清单 明天 供应商提前", BEFORE_MIDNIGHT)
    night.shows("dm:张三", "采购清单", "3月3日")

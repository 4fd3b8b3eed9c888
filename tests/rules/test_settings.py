"""Settings as people write them."""

import pytest

from bot import calendars
from bot.rules.norms import READERS
from bot.rules.settings import NAMES, Change, Unread, example, read


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("语言 英文", "language", "en"),
        ("time zone San Francisco", "timezone", "America/Los_Angeles"),
        ("站会时间改为 9:15", "standup_time", "09:15"),
        ("standup 10am", "standup_time", "10:00"),
        ("站会 关", "standup", "off"),
        ("17:00 off", "round", "off"),
        ("round 5:30pm", "round_time", "17:30"),
        ("站会时长 1小时", "standup_window_minutes", "60"),
        ("站会提醒 70%", "standup_reminder_share", "0.7"),
        ("升级期限 两个工作日", "escalate_after_workdays", "2"),
        ("工作时间 9点到12点,13点到18点", "working_hours", "09:00-12:00,13:00-18:00"),
        ("quiet hours 6pm to 9am", "working_hours", "09:00-18:00"),
        ("calendar us_ca", "calendar", "US-CA"),
        ("站会时间 默认", "standup_time", None),
    ],
)
def test_a_line_names_setting_and_value(text: str, key: str, value: str | None) -> None:
    assert read(text, calendars.normalise) == Change(key, value)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("站会时间", "standup_time", ""),
        ("站会时间 蓝色", "standup_time", "蓝色"),
        ("升级期限 99", "escalate_after_workdays", "99"),
        ("langauge en", "language", ""),
        ("天气 晴", "", ""),
        ("免打扰 09:00-18:00", "quiet_hours", "09:00-18:00"),
    ],
)
def test_what_cannot_be_read_names_the_nearest_setting(text: str, key: str, value: str) -> None:
    with pytest.raises(Unread) as caught:
        read(text, calendars.normalise)
    assert (caught.value.key, caught.value.value) == (key, value)


@pytest.mark.parametrize("key", NAMES)
def test_the_example_of_every_setting_can_be_read(key: str) -> None:
    assert read(f"{key} {example(key)}", calendars.normalise).value


def test_every_norm_can_be_set() -> None:
    assert set(READERS) <= set(NAMES)

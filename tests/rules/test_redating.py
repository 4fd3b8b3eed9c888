"""Wishes for another date, told apart from news of one (T4)."""

from datetime import date

import pytest

from bot import calendars
from bot.rules.redating import Redating, Shift, read_new_day, read_redating, shifted_days


@pytest.mark.parametrize(
    ("text", "what", "when", "why"),
    [
        ("能把海报初稿改到下周五吗", "海报初稿", "下周五", ""),
        ("把海报初稿的截止时间推迟到3月12日", "海报初稿", "3月12日", ""),
        ("海报初稿延期到下周五可以吗？", "海报初稿", "下周五", ""),
        ("麻烦将海报初稿挪到周三17:00，因为打印机坏了", "海报初稿", "周三17:00", "打印机坏了"),
        ("can you move the poster draft to next Friday?", "poster draft", "next Friday", ""),
        ("Please push back the poster to Mar 12, because of the printer.", "poster", "Mar 12", "the printer"),
        ("postpone the deadline of Banner until Monday", "Banner", "Monday", ""),
        ("can you move the assets to Friday, as the client asked?", "assets", "Friday", "the client asked"),
    ],
)
def test_a_wish_names_the_task_the_day_and_the_reason(text: str, what: str, when: str, why: str) -> None:
    assert read_redating(text) == Redating(what, when, why)


@pytest.mark.parametrize(
    "text",
    ["海报初稿改到下周五", "API联调改到下周二", "海报 moved to Friday", "请 @李四 把海报改到周五", "今天完成80%", ""],
)
def test_news_and_other_words_are_no_wish(text: str) -> None:
    assert read_redating(text) is None


@pytest.mark.parametrize(
    ("text", "what", "when", "in_its_week", "moved"),
    [
        ("联调延到下周五", "联调", "下周五", False, True),
        ("联调延期到周五", "联调", "周五", True, True),
        ("联调提前到周五", "联调", "周五", False, True),
        ("新闻稿不是周三是周四", "新闻稿", "周四", True, False),
        ("海报可以周一再交吗", "海报", "周一", False, False),
        ("can I have until Monday for the poster?", "poster", "Monday", False, False),
        ("Poster draft due Thursday not Friday", "Poster draft", "Thursday", True, False),
    ],
)
def test_short_words_name_the_task_and_the_day(text: str, what: str, when: str, in_its_week: bool, moved: bool) -> None:
    assert read_new_day(text) == Redating(what, when, "", in_its_week, moved)


@pytest.mark.parametrize("text", ["联调延期到周五了", "@李四 海报延到周五", "海报改成蓝色", ""])
def test_news_and_other_changes_are_no_new_day(text: str) -> None:
    assert read_new_day(text) is None


@pytest.mark.parametrize(
    ("days", "workdays", "expected"),
    [
        (1, False, (date(2026, 3, 6),)),
        (2, False, (date(2026, 3, 7), date(2026, 3, 9))),
        (-4, False, (date(2026, 2, 27), date(2026, 3, 1))),
        (2, True, (date(2026, 3, 9),)),
    ],
)
def test_t4_days_that_end_on_a_day_off_offer_the_workday_beside_it(
    days: int, workdays: bool, expected: tuple[date, ...]
) -> None:
    assert shifted_days(date(2026, 3, 5), Shift("场地", days, workdays, ""), calendars.load("DE")) == expected

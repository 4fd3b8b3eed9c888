"""However a line is made up, reading it takes bounded work (M5): counted, as a clock tells what else is running."""

from dataclasses import dataclass, field
from datetime import UTC, date

import pytest

from bot.rules.deadlines import LONGEST_TEXT, MOST_MOMENTS, Moments, find
from bot.rules.minutes_cast import Cast
from bot.rules.minutes_clauses import Scene
from bot.rules.minutes_items import read_items
from bot.rules.minutes_once import once
from bot.rules.minutes_values import Item
from bot.rules.plain_week import PlainWeek
from bot.rules.roster import Name
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at

NOW = at("2026-03-02 08:30")


@dataclass
class CountedWeek(PlainWeek):
    asked: list[date] = field(default_factory=list)

    def is_workday(self, day: date) -> bool:
        self.asked.append(day)
        return super().is_workday(day)


def line_of(piece: str) -> str:
    return (piece * LONGEST_TEXT)[:LONGEST_TEXT]


def stretches_read(line: str) -> int:
    """How many stretches of a line were taken apart to find its items."""
    scene = Scene(Cast([Name(1, "张三"), Name(2, "李四")]), Moments(NOW, WEEKDAYS, SHANGHAI, "mdy"), known=True)
    read_items(line, 1, line, scene, listed=True)
    return len(scene.seen)


@pytest.mark.parametrize(
    "piece", ["？", "做；", "→", "张三→", "张三3.15交；", "3.15,", "李四：稿，", "验收：", "张三、", "。 ", "(做) / "]
)
def test_a_line_of_one_piece_over_and_over_is_taken_apart_a_hundred_times_at_most(piece: str) -> None:
    assert stretches_read(line_of(piece)) <= 100


def test_a_line_of_twenty_tasks_is_taken_apart_into_all_of_them() -> None:
    line = "；".join(f"李四负责第{number}版方案的评审" for number in range(1, 21))
    assert stretches_read(line) == 21


def test_colons_without_end_within_a_line_are_read_to_its_end() -> None:
    line = f"写周报{': ' * 90}完"
    scene = Scene(Cast([]), Moments(NOW, WEEKDAYS, SHANGHAI, "mdy"), known=False)
    assert [item.title for item in read_items(line, 1, line, scene, listed=True)] == [f"写周报{': ' * 90}完"]


def test_of_a_line_without_end_the_first_two_hundred_characters_are_the_task() -> None:
    line = "整理展会的名片" + "录入系统并分给各区的销售" * 40
    scene = Scene(Cast([]), Moments(NOW, WEEKDAYS, SHANGHAI, "mdy"), known=False)
    [item] = read_items(line, 1, line, scene, listed=True)
    assert item.title == line[:200] and item.text == line


def test_a_holiday_named_over_and_over_is_looked_up_once() -> None:
    once_named, often_named = CountedWeek(), CountedWeek()
    find("节前交", NOW, once_named, UTC)
    find(line_of("节前交"), NOW, often_named, UTC)
    assert len(often_named.asked) < len(once_named.asked) + 10 * MOST_MOMENTS


@pytest.mark.parametrize("piece", ["3.15,", "周三", "3点半", "17:00-", "5/3 ", "in 2 days "])
def test_of_many_moments_only_the_first_are_read(piece: str) -> None:
    assert len(find(line_of(piece), NOW, WEEKDAYS, SHANGHAI)) <= 2 * MOST_MOMENTS


def test_two_thousand_tasks_of_other_words_are_all_kept() -> None:
    tasks = [
        (Item(f"提交{chr(0x4E00 + 2 * place)}{chr(0x4E01 + 2 * place)}单", place, ""), True) for place in range(2000)
    ]
    assert len(once(tasks)) == 2000

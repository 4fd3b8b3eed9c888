"""Tables as .xlsx files."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from python_calamine import load_workbook

from bot.services.sheets import Cell, Column, Table
from bot.workbooks import write

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


def written(*cells: Cell) -> list[Any]:
    """What a reader finds in a row of these cells."""
    columns = tuple(Column(f"c{number}", 10) for number in range(len(cells)))
    data = write(Table("任务表", "任务表", NOW, columns, (cells,)))
    return load_workbook(BytesIO(data)).get_sheet_by_name("任务表").to_python()[1]


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613800000000", "-5", "@sum", "0012", "http://a.example", "_x0041_", "垚👍"]
)
def test_text_is_kept_as_it_was_typed(text: str) -> None:
    assert written(text, "end") == [text, "end"]


def test_text_longer_than_a_cell_is_cut() -> None:
    assert written("长" * 40_000) == ["长" * 32_767]


def test_an_emoji_counts_twice_as_it_does_in_spreadsheets() -> None:
    assert written("👍" * 20_000) == ["👍" * 16_383]


def test_what_is_not_known_is_empty() -> None:
    assert written(None, "", 0.0, "end") == ["", "", 0.0, "end"]


def test_the_same_table_is_the_same_file() -> None:
    table = Table("任务表", "任务表", NOW, (Column("编号", 10),), (("A1",),))
    assert write(table) == write(table)

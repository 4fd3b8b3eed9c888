"""Tables as .xlsx files: rows in, bytes out."""

from datetime import datetime
from io import BytesIO
from typing import Any

from bot.services.sheets import Cell, Mark, Table

LONGEST_TEXT = 32_767  # characters that a cell takes, counted as UTF-16 has them
_COLOURS = {"red": "#F8D7DA", "yellow": "#FFF3CD", "green": "#D9EFDC"}
_LOOKS = {
    "head": {"bold": True, "bg_color": "#E8ECF4", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "text": {"text_wrap": True, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
    "share": {"num_format": "0%", "valign": "top"},
    **{light: {"bg_color": colour, "valign": "top"} for light, colour in _COLOURS.items()},
}


def write(table: Table) -> bytes:
    """The table on one sheet, ready to be filtered and printed; its heading stays in sight."""
    from xlsxwriter import Workbook  # takes a fifth of a second, which no start should cost

    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": table.title, "created": table.made})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    sheet = book.add_worksheet(table.name)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, looks["head"])
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell, looks)
    sheet.freeze_panes(1, table.fixed)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    match cell:
        case None:
            pass
        case str():
            # Never taken for a formula, a number or a link, whatever people typed.
            sheet.write_string(row, column, _cut(cell), looks["text"])
        case Mark(text, light):
            sheet.write_string(row, column, text, looks.get(light, looks["text"]))
        case float():
            sheet.write_number(row, column, cell, looks["share"])
        case datetime():
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), looks["moment"])
        case _:
            sheet.write_datetime(row, column, cell, looks["date"])


def _cut(text: str) -> str:
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    return text.encode("utf-16-le")[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")

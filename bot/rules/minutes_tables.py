"""Tables in minutes: rows with pipes, tabs, commas or wide gaps, each cell with what its column is headed (M2)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from unicodedata import east_asian_width

from bot.rules.fold import plain
from bot.rules.minutes_columns import MOST_LOOKED_AT, columns_of, holds_days, read_heads
from bot.rules.minutes_labels import MOST_COLUMNS, column, header_word, label_at
from bot.rules.minutes_lines import LONGEST_LINE, MOST_LINES, Line, read_line
from bot.rules.minutes_signs import is_closed

LEAST_COUNTED: Final = 3  # lines
LEAST_CELLS: Final = 4  # of a row, the number included
LONGEST_CELL: Final = 12  # characters
_COUNTED: Final = re.compile(r"\s*(?P<number>\d{1,2})(?!\d|[./-]\d|\s?[月日号点:%])")
_LOOSELY: Final = re.compile(r"\s*(?P<number>\d{1,2})\s?(?:[,，;；:：]\s?|\s)(?=[\u4e00-\u9fff@a-zA-Z])")
_RULE: Final = re.compile(r"^[\s|｜+:\-—=┼│├┤─]+$")
_STRUCK: Final = re.compile(r"^\s*(?:[-*+]\s+)?~~.*~~\s*$")  # a whole line struck out
_SPLITS: Final = (
    ("pipe", re.compile(r"\s*[|｜│]\s*")),
    ("tab", re.compile(r" *\t *")),
    ("gap", re.compile(r"\s{2,}|　+")),
    ("comma", re.compile(r"\s*[,，]\s*")),
    ("blank", re.compile(r"\s+")),
)
_INDENTED: Final = re.compile(r"[\s>＞]|&gt;")  # a quotation may be indented within
_GOES_ON: Final = re.compile(r"[,，、]$|[\u4e00-\u9fff]{18}[^。；;.!！:：]*$")
_UNENDED: Final = re.compile(r"[,，][^,，。；;：:]+$")
_OPEN: Final = re.compile(r"[^。；;.!！:：]$")
_DATED: Final = re.compile(r"\s*\d{2,4}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}\s?日?.{0,16}")
_APART: Final = frozenset(("pipe", "tab", "gap"))
_LONGEST_NAME: Final = 20  # characters of what a column is called
_LEAST_KNOWN: Final = {"pipe": 2, "tab": 2, "gap": 2, "comma": 3, "blank": 4}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below a table's head: the cells by what their columns hold, empty ones left out."""

    number: int
    raw: str
    cells: Mapping[str, str]


Block: TypeAlias = Line | TableRow


def blocks(text: str) -> Iterator[Block]:
    """The lines and table rows of a text, in order."""
    raws = [_STRUCK.sub("", raw[:LONGEST_LINE]).rstrip() for raw in text.splitlines()[:MOST_LINES]]
    typed = raws
    raws = _unwrapped(renumbered := _renumbered(raws))
    place = 0
    while place < len(raws):
        heads = _head(raws[place], raws[place + 1 : place + 1 + MOST_LOOKED_AT])
        if heads is None:
            for line in _lone(place + 1, raws[place]):
                # What is shown is what was typed.
                yield line if renumbered[place] == typed[place] else replace(line, raw=typed[place].strip())
            place += 1
            continue
        way, columns, starts = heads
        above: Mapping[str, str] = {}
        place += 1
        while place < len(raws) and (row := _row(way, columns, starts, place + 1, raws[place])) is not None:
            if row.cells:
                row = _merged(row, columns, above)
                above = row.cells
                yield row
            place += 1


def _renumbered(raws: Sequence[str]) -> list[str]:
    """Lines that count on from one another with a point behind the number, whatever was typed there (`8；工服`)."""
    kept, wanted, places = list(raws), 1, list[int]()
    for place, raw in enumerate(raws):
        match = _COUNTED.match(raw)
        if match and int(match["number"]) == wanted:
            wanted += 1
            places.append(place)
    loose = [place for place in places if _LOOSELY.match(raws[place]) and not _is_row(raws[place])]
    if len(places) < LEAST_COUNTED or len(loose) * 2 < len(places):
        return kept
    for place in loose:
        match = _LOOSELY.match(raws[place])
        kept[place] = f"{match['number']}. {raws[place][match.end() :]}" if match else kept[place]
    return kept


def _is_row(raw: str) -> bool:
    """Whether a line that begins with a number is rather a row of a table."""
    cells = re.split(r"[,，]" if re.search(r"[,，]", raw) else r"\s", raw.strip())
    return bool(re.search(r"\t|\S\s{2,}\S|[|｜　]", raw)) or (
        len(cells) >= LEAST_CELLS and all(len(each) <= LONGEST_CELL for each in cells)
    )


def _unwrapped(raws: Sequence[str]) -> list[str]:
    """Lines with those put behind them that only go on, so that the count of lines stays what it was."""
    kept = list(raws)
    if not any(_INDENTED.match(raw) for raw in raws):
        return kept
    last, going, marked = -1, False, False
    for place, raw in enumerate(raws):
        line = next(iter(read_line(place + 1, raw)), None)
        if line is None:
            last, going = -1, False
        elif last >= 0 and not line.mark and line.depth and _continues(kept[last], line, marked, going):
            kept[last] += raw.strip()
            kept[place], going = "", True
        else:
            last, going, marked = place, False, bool(line.mark)
    return kept


def _continues(before: str, line: Line, marked: bool, going: bool) -> bool:
    """Whether an indented line goes on with the one before it; below one without a mark only where a comma, or an end
    that is still to come, says so."""
    if marked:
        return bool((_GOES_ON if not going else _OPEN).search(before))
    if not before[:1].isspace() or label_at(line.folded) is not None:
        return False
    return before.endswith((",", "，")) or bool(_UNENDED.search(before) and line.text.endswith("。"))


def _merged(row: TableRow, columns: Sequence[str], above: Mapping[str, str]) -> TableRow:
    """The row with the owner written once for several rows, as merged cells are: only where owners come first."""
    first = next((each for each in columns if each not in ("", "row")), "")
    if first != "owner" or "owner" in row.cells or "owner" not in above or "task" not in row.cells:
        return row
    return replace(row, cells={**row.cells, "owner": above["owner"]})


def _head(raw: str, below: Sequence[str]) -> tuple[re.Pattern[str], Sequence[str], Sequence[int]] | None:
    """How a table's head is split, what its columns hold and, where blanks part them, at which they begin; None for
    any other line."""
    for name, split in _SPLITS:
        cells = _cells(split, raw)
        if not 2 <= len(cells) <= MOST_COLUMNS:
            continue
        known = [kind for cell in cells if (kind := column(plain(cell)))]
        wanted = len(cells) if name == "blank" else len(cells) // 2 + 1
        starts = _starts(split, raw) if name == "gap" else ()
        if len(set(known)) >= _LEAST_KNOWN[name] and len(known) >= wanted:
            return split, columns_of(cells, _below(split, starts, below, len(cells))), starts
        if name in _APART and len(cells) > 2 and (kinds := _unknown(name, split, cells, starts, below)) is not None:
            return split, kinds, starts
    return None


def _unknown(
    name: str, split: re.Pattern[str], cells: Sequence[str], starts: Sequence[int], below: Sequence[str]
) -> Sequence[str] | None:
    """What the columns hold of a table whose heads nobody knows; None where this is no head of one."""
    if holds_days(cells) or not below or not below[0].strip():
        return None
    if any(len(cell) > _LONGEST_NAME for cell in cells) or not all(cells):
        return None
    rows = _below(split, starts, below, len(cells))
    ruled = name == "pipe" and bool(_RULE.match(below[0]))
    return read_heads(cells, rows) if len(rows) >= (1 if ruled else 2) else None


def _below(split: re.Pattern[str], starts: Sequence[int], below: Sequence[str], width: int) -> list[list[str]]:
    """The rows that follow a head, as far as they have as many cells."""
    rows: list[list[str]] = []
    for raw in below:
        if _RULE.match(raw) and raw.strip():
            continue
        cells = _cells(split, raw)
        if not width - 1 <= len(cells) <= width:
            break
        rows.append(_placed(split, starts, raw) if starts and len(cells) < width else cells)
    return rows


def _starts(split: re.Pattern[str], raw: str) -> list[int]:
    """Where the cells of a line begin, in columns of a screen on which a Chinese sign takes two."""
    begins = [match.end() for match in split.finditer(raw) if match.start() > 0 and match.end() < len(raw)]
    return [_width(raw[:place]) for place in (len(raw) - len(raw.lstrip()), *begins)]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _placed(split: re.Pattern[str], starts: Sequence[int], raw: str) -> list[str]:
    """The cells of a line of blanks, each in the column below whose head it stands; what nothing stands in is empty."""
    cells = [""] * len(starts)
    for start, words in zip(_starts(split, raw), _cells(split, raw), strict=False):
        place = min(range(len(starts)), key=lambda each: abs(starts[each] - start))
        cells[place] = f"{cells[place]} {words}".strip()
    return cells


def _cells(split: re.Pattern[str], raw: str) -> list[str]:
    return split.split(raw.strip().strip("|｜│").strip())


def _row(
    split: re.Pattern[str], columns: Sequence[str], starts: Sequence[int], number: int, raw: str
) -> TableRow | None:
    """The row of a line; None where the table has ended. Rulers are rows without cells."""
    if _RULE.match(raw) and raw.strip():
        return TableRow(number, raw, {})
    cells = _cells(split, raw)
    if split is _SPLITS[1][1] and raw.startswith("\t") and len(cells) < len(columns):
        cells = ["", *cells]
    if 1 < len(cells) < len(columns) and starts:
        cells = _placed(split, starts, raw)
    if len(cells) < 2 or (len(cells) < len(columns) - 1 and split is not _SPLITS[0][1]):
        return None
    if len(cells) > len(columns) and split in (_SPLITS[2][1], _SPLITS[4][1]):
        return None
    if len(cells) < len(columns) and split is _SPLITS[4][1]:
        return None
    return TableRow(number, raw.strip(), _named(columns, cells))


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for kind, cell in zip(columns, cells, strict=False):
        words = cell.replace("<br>", " ").replace("<br/>", " ").strip(" *")
        if kind and words and words not in ("-", "/", "—", "——"):
            # The department in charge and the person in charge have a column each.
            named[kind] = f"{named[kind]} {words}" if kind == "owner" and kind in named else named.get(kind, words)
            if kind in ("task", "deliverable") and _STRUCK.match(words):
                named["status"] = "closed"
        elif not kind and is_closed(plain(words)):
            named.setdefault("status", words)  # whatever the column is called
    return named


def _lone(number: int, raw: str) -> Iterator[Line]:
    """A line that is in no table; a row of two cells may name a header field and its value, several such pairs, too."""
    if _RULE.match(raw):
        return
    if "|" in raw or "｜" in raw or "\t" in raw.strip():
        split = _SPLITS[0][1] if "|" in raw or "｜" in raw else _SPLITS[1][1]
        cells = _cells(split, raw)
        if len(cells) > MOST_COLUMNS:
            yield from read_line(number, raw)
            return
        told = [cell for cell in cells if label_at(plain(cell)) or header_word(plain(cell)) or _DATED.fullmatch(cell)]
        if len(cells) > 1 and len(told) == len(cells) and any(header_word(plain(cell)) for cell in cells):
            for cell in cells:
                yield from read_line(number, _as_label(cell))
            return
        pairs = list(zip(cells[::2], cells[1::2], strict=False))
        if len(cells) % 2 == 0 and pairs and all(_is_label(plain(key.strip(" *:："))) for key, _ in pairs):
            for key, value in pairs:
                yield from read_line(number, f"{key.strip(' *:：')}：{value}")
            return
    yield from read_line(number, raw)


def _is_label(folded: str) -> bool:
    """Whether a cell is nothing but a label."""
    label = label_at(folded)
    return label is not None and label.end == len(folded)


def _as_label(cell: str) -> str:
    """`主持 严总` and a bare date as header fields."""
    end = header_word(plain(cell))
    if end:
        return f"{cell[:end].strip()}：{cell[end:].strip()}"
    return cell if label_at(plain(cell)) else f"时间：{cell}"

"""Lines that allot work one after another under no heading that says so: a list of actions all the same (M5)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, TypeAlias

from bot.rules import minutes_signs as signs
from bot.rules.minutes_charges import is_report
from bot.rules.minutes_clauses import Clause, Scene, clause
from bot.rules.minutes_labels import item_mark, label_at
from bot.rules.minutes_names import NICK
from bot.rules.minutes_parts import Said
from bot.rules.minutes_signs import A, D
from bot.rules.minutes_tables import TableRow

Body: TypeAlias = Sequence[Said | tuple[str, TableRow]]

LEAST: Final = 2  # lines that allot work, and
SHARE: Final = 0.5  # of the lines in a row, before they are read as a list
LONGEST: Final = 60  # characters of a line that allots
MOST: Final = 60  # lines in a row that are looked at
# What else people do, where a name before it already says that somebody does something.
_DOES: Final = re.compile(
    r"[排跑录传画建摆移挪拆铺焊洗擦晒陪带领抄剪标调招抽盘刷收续填量挑凑练讲演抓堵修浇喂][^\s，。着过了]"
)
# Where a name nobody knows may stand in such a line: a look that costs less than taking the line apart.
_MAYBE: Final = re.compile(rf"^@?(?:{NICK}|[A-Z])|[-–—→:：|(（@]\s?(?:{NICK}|[A-Z])")
_OPEN: Final = frozenset(("", "discussion"))
# "小贾：冰柜维修", "Tom – roof", "莫姐排班": who comes first.
_FIRST: Final = re.compile(
    rf"^@?{A}+(?:\s?[、,/&+和]\s?{A}+)*(?P<apart>\s?[:：]|\s?[-–—]{{1,2}}\s?|[\s,，]\s?"
    rf"|)(?P<what>.*)$"
)
# "签到——黄老师", "排班（莫姐，周三）": who comes last.
_LAST: Final = re.compile(
    rf"^[^{A}{D}。;；]{{2,30}}?(?:\s?(?:-{{2}}|[–—→:：|])\s?|\s[-]\s|[(（]){A}+(?:[、/&+]{A}+)*"
    rf"(?:\s?[,，、]?\s?{D}+)?\s?[)）]?[^{A}{D}。;；]{{0,12}}$"
)


def allotted(body: Body, scene: Scene) -> list[Said | tuple[str, TableRow]]:
    """The body of minutes with lines that allot work, several in a row, put among the actions."""
    found: list[Said | tuple[str, TableRow]] = []
    for loose, lines in groupby(body, key=_kind):
        run = list(lines)
        if not loose or not LEAST <= len(run) <= MOST:
            found += run
            continue
        found += _read_run([each for each in run if isinstance(each, Said)], replace(scene, listed=True))
    return found


def _kind(each: Said | tuple[str, TableRow]) -> tuple[str, bool] | None:
    """What a line has in common with its neighbours where they may be a list; None where it is none."""
    if not isinstance(each, Said) or each.section not in _OPEN or each.who:
        return None
    return each.section, each.line.mark in ("bullet", "number", "open")


def _read_run(run: Sequence[Said], scene: Scene) -> Iterator[Said]:
    gives, heads = list[bool](), 0
    for place, each in enumerate(run):
        gives.append(_allots(each, scene))
        heads += not gives[-1] and (place == 0 or each.text.endswith((":", "：")))
        if sum(gives) + len(run) - place - 1 < max(LEAST, SHARE * (len(run) - heads)):
            yield from run
            return
    dated = any(given and clause(each.text, scene).dated for each, given in zip(run, gives, strict=True))
    for each, given in zip(run, gives, strict=True):
        yield replace(each, section="actions") if given and (dated or sum(gives) > LEAST) else each


def _allots(said: Said, scene: Scene) -> bool:
    """Whether a short line says who does what."""
    if len(said.text) > LONGEST or item_mark(said.line.folded) or label_at(said.line.folded) is not None:
        return False
    if not _MAYBE.search(said.text) and not scene.cast.find(said.text, said.line.folded):
        return False
    piece = clause(said.text, scene)
    if not piece.spots or signs.is_past(piece.masked) or signs.is_question(piece.folded):
        return False
    return _names_first(piece) or bool(_LAST.match(piece.masked))


def _names_first(piece: Clause) -> bool:
    match = _FIRST.match(piece.masked)
    if match is None or is_report(piece.masked):
        return False
    what, apart = match["what"].replace(D, "").strip(" ,，。"), match["apart"].strip()
    if len(what) < 2:
        return False
    if apart and apart not in (":", "：", ",", "，"):
        return True
    return (piece.dated and bool(match["apart"])) or signs.begins_with_verb(what) or bool(_DOES.match(what))

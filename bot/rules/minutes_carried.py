"""Items that minutes carry over from an earlier meeting, and those told in labelled lines one below the other (M5)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.rules import minutes_signs as signs
from bot.rules.deadlines import Deadline
from bot.rules.fold import plain
from bot.rules.minutes_clauses import Scene, clause
from bot.rules.minutes_groups import FORMERLY, fields
from bot.rules.minutes_inline import inline_details, is_charge
from bot.rules.minutes_lines import Line
from bot.rules.minutes_parts import Said
from bot.rules.minutes_rows import detail_of, due_in
from bot.rules.minutes_tables import TableRow

OPEN: Final = re.compile(
    r"延期|顺延|推迟|延后|未(?![来必经免成婚知])[\u4e00-\u9fff]{2}|没(?:完成|做完|弄完|做好)|继续|逾期|进行中|调整[到至为]|改[到至为]|待(?:办|完成|落实)"
    r"|[⏳🔄✖❌]|pending|wip"
    r"|carried (?:over|forward)|carry (?:over|forward)|overdue|slipped|moved to|still open|not (?:yet )?done|delayed"
    r"|rolled over|in progress|ongoing|extended|pushed (?:to|back)|outstanding|rescheduled"
)
_GOES_ON: Final = re.compile(
    r"延期|延[至到]|顺延|推迟|[等待剩差缺](?![级距额])|继续|调整[到至为]|改[到至为]|still|pending|remaining"
    r"|carried|moved to"
)
_HANDLED: Final = re.compile(r"^由|(?:在|继续|正在|仍在)?(?:跟进|跟|负责|办理?|处理|催办?|落实|对接)中?$")
_LAST_WORD: Final = re.compile(r"(?P<what>.{2,30}\S)\s(?P<who>\S{2,12})")  # `FAQ更新 Ruby —— 顺延到3月17日`
_WHY: Final = re.compile(r"(?:原因|现象|背景|影响|现状|问题描述|reason|cause|background|impact)\s?:")
_APART: Final = re.compile(r"\s*(?:[-–—]{2,}|\s[-–—]\s|[|｜,，;；:：()（）→])\s*")
_ROW: Final = re.compile(r"[|｜\t　]|\S {2,}\S")
MOST: Final = 8  # parts of a line that tells of one item
RECORD: Final = frozenset(
    ("task", "owner", "due", "helpers", "criteria", "deliverable", "priority", "status", "remark")
)


def carried(text: str, scene: Scene) -> dict[str, str] | None:
    """What, who and until when of `泳池复检——谷姐，延期，8月4日前完成`; None where nothing says that it goes on."""
    parts = [part for part in _APART.split(FORMERLY.sub("", text)) if part]
    if not 2 <= len(parts) <= MOST or is_over(text):
        return None
    if not any(OPEN.search(plain(part)) or _ahead(part, scene) for part in parts[1:]):
        return None
    owner = next((part for part in parts if scene.cast.whole(_HANDLED.sub("", part))), "")
    if not owner and (last := _LAST_WORD.match(parts[0])) and scene.cast.whole(last["who"]):
        owner, parts[0] = last["who"], last["what"]
    if not owner and clause(text, replace(scene, listed=True)).spots:
        return None  # a sentence says who
    rest = [part for part in parts if part != owner]
    due = next((part for part in reversed(rest[1:]) if scene.moments.due(part) is not None), "")
    if owner == parts[0] and not due:
        return None  # what somebody reports
    told = {"task": rest[0], "owner": _HANDLED.sub("", owner), "due": due}
    return {kind: said for kind, said in told.items() if said} if owner or due else None


def left_open(text: str, scene: Scene) -> dict[str, str] | None:
    """What, who and until when of a row of what was to be done (`泳池复检 | 谷姐 | 8月4日`) that nothing says is
    closed; where gaps keep its parts apart, only with a day ahead or a sign that it goes on."""
    told = fields(text, scene) if _ROW.search(text) else None
    if told is None or "owner" not in told[1] or is_over(text) or signs.is_closed(plain(told[1].get("status", ""))):
        return None
    due = due_in(told[1].get("due", ""), scene)
    ahead = isinstance(due, Deadline) and due.due > scene.moments.now
    if not re.search(r"[|｜]", text) and not ahead and not OPEN.search(plain(text)):
        return None
    return {"task": told[0], **told[1]}


def _ahead(part: str, scene: Scene) -> bool:
    """Whether a part of a line names a day to come by which something is due."""
    piece = clause(part, scene)
    due = scene.moments.due(part) if piece.cued else None
    return isinstance(due, Deadline) and due.due > scene.moments.now


def is_over(text: str) -> bool:
    """Whether a part of a line says that nothing is left to do of it."""
    parts = [plain(part) for part in _APART.split(text)]
    over = max((place for place, part in enumerate(parts) if place and signs.is_closed(part)), default=0)
    return over > max((place for place, part in enumerate(parts) if place and _GOES_ON.search(part)), default=0)


def record(body: Sequence[Said | tuple[str, TableRow]], place: int) -> tuple[Mapping[str, str], Line] | None:
    """What labelled lines from a place on say of one item that does not begin with the task (`谁：` `做什么：`
    `什么时候：`), a cell for each of them, and which tells the task; None where there are no such lines."""
    cells: dict[str, str] = {}
    lines: dict[str, Line] = {}
    for said in body[place : place + len(RECORD)]:
        if not isinstance(said, Said) or said.who:
            break
        told = detail_of(said.line.folded, said.line.text)
        if told is None or not told[1] or told[0] not in RECORD or told[0] in cells:
            break
        cells.setdefault(*told)
        lines[told[0]] = said.line
    whole = "task" in cells and ("owner" in cells or "due" in cells) and next(iter(cells)) != "task"
    return (cells, lines["task"]) if whole else None


def more_of(said: Said, following: Said | tuple[str, TableRow]) -> tuple[str, str] | None:
    """What the next line tells of the item before it."""
    if isinstance(following, tuple) or following.section in ("topic", "item", "decision", "spoken"):
        return None
    found = detail_of(following.line.folded, following.line.text)
    if said.section == "item" and _WHY.match(following.line.folded):
        return "why", following.text
    if found is not None and found[0] == "task" and found[1] and said.section == "item" and not said.line.mark:
        return "measure", found[1]
    if found is None or found[0] == "task" or not found[1]:
        return None
    if found[0] == "owner" and is_charge(found[1]):
        return None
    _, others = inline_details(following.text)
    return found if len(others) <= 1 else None

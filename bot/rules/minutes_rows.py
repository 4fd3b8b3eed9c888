"""Action items told in the cells of a table's row or in labelled lines (M5)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.rules import minutes_signs as signs
from bot.rules.deadlines import Deadline
from bot.rules.due import Found
from bot.rules.fold import plain
from bot.rules.minutes_clauses import Scene, clause, is_crowd
from bot.rules.minutes_items import tidy, with_doubts
from bot.rules.minutes_labels import detail_at
from bot.rules.minutes_names import NICK, RARER, built
from bot.rules.minutes_values import Actor, Item
from bot.rules.roster import Roster
from bot.rules.taskline import read_line

LEAST_TASK: Final = 3  # characters
_BESIDES: Final = re.compile(
    r"\s*[(（](?:[^()（）]*(?:审|核|验收|配合|协助|支持|把关|抄送|review|support|cc|help|approv"
    r"|with )[^()（）]*)[)）]|[;；。].*$",
    re.IGNORECASE,
)
# What stands alone where an owner does is a name, however rare.
_ONE_WORD: Final = re.compile(
    r"(?=[\u4e00-\u9fff]{2,4}$)(?!.*(?:待|未|无|暂|确定|全|各|大家|所有|相关|另))[\u4e00-\u9fff]{2,4}"
)
_BARE_DAY: Final = re.compile(r"\s*(1[0-2]|0?[1-9])[-.](3[01]|[12]\d|0?[1-9])((?:\s?前)?)\s*")
_BETWEEN: Final = re.compile(r"\s?[/、,，&+;；]\s?|(?<=[\u4e00-\u9fff])\s?[和与]\s?(?=[\u4e00-\u9fff])")
_CELL: Final = (
    r"(?:[\u4e00-\u9fff]{2,6}[ ·-]|IT |HR |QA |[\u4e00-\u9fff]{1,6}?(?:[部处室组科队厂店员长师]|中心|车间|公司"
    r"|经理|主任))?"
    rf"(?P<who>{NICK}|(?:{RARER})[\u4e00-\u9fff]{{1,2}}|[A-Z][a-z]+(?: [A-Z][a-z'-]+)?"
    r"|[A-Z]\.? ?[A-Z][a-z'-]+)"
)
_COUNTED: Final = re.compile(r"^\s*(?:\d{1,2}[.、．)）](?!\d)|[①-⑳])\s*")


def read_row(cells: Mapping[str, str], number: int, raw: str, scene: Scene) -> Item | None:
    """The item of a table's row; None for one that is done, dropped or empty."""
    task = cells.get("task", "")
    told = (cells.get("status", ""), cells.get("remark", ""), cells.get("due", ""))
    states = [part for each in told for part in (each, *re.split(r"[,，;；、]", cells.get("status", ""))[1:])]
    if not task or signs.is_nothing(plain(task)) or any(signs.is_closed(plain(each).strip()) for each in states):
        return None
    if signs.is_dropped(plain(f"{task} {cells.get('remark', '')} {cells.get('status', '')}")):
        return None
    task = _COUNTED.sub("", task)
    return detailed(Item(tidy(task, task) or task, number, raw), cells, scene)


def detailed(item: Item, cells: Mapping[str, str], scene: Scene) -> Item:
    """The item with what cells or labelled lines say of it."""
    if owner := cells.get("owner"):
        item = replace(item, owners=people_of(owner, scene) or item.owners)
        if "due" not in cells and item.due is None:
            item = replace(item, due=scene.moments.due(owner))  # "owner: L. Novak, due 20 Mar"
    if helping := cells.get("helpers"):
        item = replace(
            item, helpers=(*item.helpers, *(each for each in people_of(helping, scene) if each not in item.owners))
        )
    if due := cells.get("due"):
        item = replace(item, due=due_in(due, scene) or item.due, due_text=due)
    criteria, deliverable = cells.get("criteria", ""), cells.get("deliverable", "")
    if item.due is None and criteria and clause(criteria, scene).cued:
        item = replace(item, due=scene.moments.due(criteria))  # "要求：3月18日前通过验收"
    item = replace(item, criteria=criteria or item.criteria, deliverable=deliverable or item.deliverable)
    if level := cells.get("priority"):
        item = replace(item, priority=read_line(f"x 优先级 {level}", Roster(()), scene.moments).priority)
    kept = tuple(each for each in item.doubts if each in ("wish", "condition"))
    return replace(made := with_doubts(item, scene), doubts=(*made.doubts, *kept))


def due_in(cell: str, scene: Scene) -> Found | None:
    """The moment a cell tells, where `11-13` and `4.8` are days."""
    bare = _BARE_DAY.fullmatch(cell)
    if bare:
        return scene.moments.due(f"{bare[1]}月{bare[2]}日{bare[3]}")
    first = next((each.found for each in scene.moments.find(cell) if not each.starts), None)
    # A cell that begins with its day may speak of others behind it.
    return first if isinstance(first, Deadline) and first.span[0] == 0 else scene.moments.due(cell)


def beside_due(cells: Mapping[str, str], scene: Scene) -> str:
    """What is to be done, where the label of the day tells it: `完成：10月30日前办完抵押登记`."""
    told = cells.get("due", "")
    due = due_in(told, scene) if "owner" in cells and told else None
    rest = tidy(f"{told[: due.span[0]]} {told[due.span[1] :]}", told) if due is not None else ""
    return rest if len(rest) >= LEAST_TASK else ""


def people_of(text: str, scene: Scene) -> tuple[Actor, ...]:
    """Whom a cell or a labelled line names; who looks at the result is no owner."""
    text = _BESIDES.sub("", text)
    whole = scene.cast.whole(text.strip(" *()（）@"))
    if not whole and is_crowd(text.strip()):
        return (Actor(text.strip()),)
    if whole:
        return whole
    if told := _each_named(text, scene):
        return told
    piece = clause(text, scene)
    named = tuple(dict.fromkeys(spot.actor for spot in piece.spots))
    return named or ((Actor(text.strip()),) if _ONE_WORD.fullmatch(text.strip()) else ())


def _each_named(text: str, scene: Scene) -> tuple[Actor, ...]:
    """Whom a cell names of whom nobody knows all: what stands between its signs is a name, with a post before it or
    without."""
    found: list[Actor] = []
    for part in _BETWEEN.split(text.strip(" *()（）")):
        whole = scene.cast.whole(part.strip(" @"))
        match = None if whole else built(_CELL).fullmatch(part.strip(" @"))
        if not whole and match is None:
            return ()
        found += whole or ((scene.cast.person(match["who"]),) if match else ())
    return tuple(dict.fromkeys(found))


def detail_of(folded: str, text: str) -> tuple[str, str] | None:
    """The part of an item that a line gives by its label, and what it says."""
    label = detail_at(folded)
    if label is None or label.kind in ("topic", "conclusion", "department", "attendance", "reason", "row"):
        return None
    return label.kind, text[label.end :].strip()

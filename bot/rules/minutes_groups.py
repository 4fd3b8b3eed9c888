"""Lines of a list of actions that only say who, or by when, what stands below them is; and lines of fields (M5)."""

import re
from dataclasses import dataclass
from typing import Final

from bot.rules.due import Found
from bot.rules.fold import plain
from bot.rules.minutes_clauses import Scene
from bot.rules.minutes_labels import MOST_COLUMNS
from bot.rules.minutes_names import NICK, RARER, built
from bot.rules.minutes_rows import detail_of, due_in
from bot.rules.minutes_signs import is_closed
from bot.rules.minutes_values import Actor

# "领队 瞿姐", above what she is to do.
_POST_AND_NAME: Final = rf"[\u4e00-\u9fff]{{2,6}} (?:{NICK}|(?:{RARER})[\u4e00-\u9fff]{{1,2}})"
_ALL_BY: Final = re.compile(r"(?:以下|下列|如下|均|统一|全部|all)")
_UNTIL: Final = re.compile(
    r"(?:需|要|应|须|由|于|在|前|之前|以前|以内|之内|内|完成|截止|截至|到期|期限|时限|时间|的|事项|任务|工作|待办|日"
    r"|by|before|due|until|on|for|the|week|end|of|deadline|tasks?|to-?dos?|actions?|items?)"
)
_NO_DAY: Final = re.compile(
    r"(?:no|without(?: a)?) (?:date|deadline)s?(?: (?:yet|set))?|undated|later|some ?time|whenever"
    r"|(?:无|没有|未定|暂无|不限)(?:明确)?(?:时间|期限|时限|日期)(?:要求|的)?|(?:时间|期限|时限|日期)(?:待定|未定|不限)|长期"
)
# `【商品部】牟芳`, `施工单位`: a department nobody listed, with its person or without.
_UNIT: Final = re.compile(
    r"[【\[]?(?P<unit>[\u4e00-\u9fff]{1,8}(?:部门?|组|科|处|室|中心|车间|队|公司|厂|单位|街道|局|店|办|房|院|所|站|库|支行|网点|园区|社区|片区|[一二三四五六七八九十]班))"
    r"(?:[】\]]?|(?:[】\]]\s?|\s?[:：\-–—\s]\s?)(?P<person>[\u4e00-\u9fff]{2,4}|[A-Z][a-z]+))"
)
_BRACKETS: Final = re.compile(r"[【】\[\]]")
_BARS: Final = re.compile(r"[|｜]")
_DASHES: Final = re.compile(r"[-–—]{2}|\s[-–—]\s")
_GAPS: Final = re.compile(r"\s{2,}|\t|　")
_STATED: Final = re.compile(
    r"(?P<what>[^()（）:：]{2,40})[(（](?P<who>[^()（）]{2,20})[)）]\s?(?:[:：]|[-–—]{1,2})\s*(?P<said>\S.*)$"
)
FORMERLY: Final = re.compile(r"原[定计先][^,，;；]*[,，;；]|(?:was|originally) due [^,;]*[,;]", re.IGNORECASE)
_MOVED: Final = re.compile(
    r"现|调整|延期|顺延|推迟|改|[到至为]|预计|计划|预期|now|moved|to|expected|planned|carried forward"
)
LONGEST_DAY: Final = 40  # characters of a line that is nothing but a day


@dataclass(frozen=True, slots=True)
class Group:
    """What a line above others says of them: who they are of, or by when they are due; an empty one ends that."""

    owners: tuple[Actor, ...] = ()
    due: Found | None = None
    due_text: str = ""


def post_and_name(bare: str, scene: Scene) -> Group | None:
    """`领队 瞿姐`, above what she is to do."""
    return Group(owners=(scene.cast.person(bare.split()[1]),)) if built(_POST_AND_NAME).fullmatch(bare) else None


def people_above(bare: str, scene: Scene, sure: bool = False) -> Group | None:
    """Nothing but people and departments, in brackets or not; `sure` where nobody has to know them."""
    who = scene.cast.whole(" ".join(_BRACKETS.sub(" ", bare).split()), strict=not sure)
    unit = None if who else _UNIT.fullmatch(bare)
    if unit:
        named = unit["person"]
        who = (scene.cast.person(named) if named else scene.cast.department(unit["unit"]),)
    return Group(owners=who) if who else None


def due_above(bare: str, scene: Scene) -> Group | None:
    """`以下均于3月20日前完成`."""
    due = scene.moments.due(bare) if _ALL_BY.search(plain(bare)) else None
    return Group(due=due, due_text=bare[slice(*due.span)]) if due is not None else None


def day_alone(bare: str, scene: Scene) -> Group | None:
    """A line that is nothing but a day, or says that there is none."""
    folded = plain(_BRACKETS.sub(" ", bare)).strip()
    if len(folded) > LONGEST_DAY:
        return None
    if _NO_DAY.fullmatch(folded):
        return Group()
    due = scene.moments.due(bare)
    if due is None:
        return None
    rest = plain(f"{bare[: due.span[0]]} {bare[due.span[1] :]}")
    if re.search(r"[a-z\u4e00-\u9fff\d]", _UNTIL.sub(" ", rest)):
        return None
    return Group(due=due, due_text=bare[slice(*due.span)])


def fields(text: str, scene: Scene) -> tuple[str, dict[str, str]] | None:
    """The parts of a line that bars or dashes keep apart: what, who, until when; None for any other line."""
    parts = [part.strip() for part in _BARS.split(text) if part.strip()]
    if len(parts) < 3:
        ways = (_DASHES, _GAPS) if _GAPS.search(text) else (_DASHES,)
        parts = next((kept for way in ways if (kept := _kept_apart(way, text, scene))), [])
    if not 2 <= len(parts) <= MOST_COLUMNS:
        return None
    cells: dict[str, str] = {}
    words: list[str] = []
    for place, part in enumerate(parts):
        told = detail_of(plain(part), part)
        due = due_in(part, scene)
        who = scene.cast.whole(part) or (len(parts) > 2 and place > 0 and built(NICK).fullmatch(part))
        kind, said = told or ("owner" if who else "due" if due is not None else "", part)
        if kind and kind not in cells:
            cells[kind] = said
        elif not kind and words and is_closed(plain(part)):
            cells.setdefault("status", part)
        elif not kind:
            words.append(part)
    return (words[0], cells) if words else (parts[0], {each: said for each, said in cells.items() if said != parts[0]})


def _kept_apart(way: re.Pattern[str], text: str, scene: Scene) -> list[str]:
    """The parts of a line of which one is nothing but people, though not the first; none for any other line."""
    parts = [part.strip() for part in way.split(text) if part.strip()]
    parts = parts[1:] if parts and parts[0].isdecimal() else parts
    if not 2 <= len(parts) <= MOST_COLUMNS or scene.cast.whole(parts[0]):
        return []
    named = any(scene.cast.whole(part) or (way is _GAPS and built(NICK).fullmatch(part)) for part in parts[1:])
    return parts if named else []


def stated(text: str, scene: Scene) -> tuple[str, dict[str, str]] | None:
    """The parts of `环评（工程部 时刚）：原定3月25日，现调整至4月15日`; None for any other line."""
    match = _STATED.match(text)
    if match is None or not scene.cast.whole(match["who"].strip()):
        return None
    said = FORMERLY.sub("", match["said"])
    due = scene.moments.due(said)
    rest = f"{said[: due.span[0]]}{said[due.span[1] :]}" if due else said
    moved = due is not None and not _UNTIL.sub("", _MOVED.sub("", plain(rest))).strip(" ,，。;；:")
    task = match["what"].strip() if moved else f"{match['what'].strip()}：{said}"
    return task, {"owner": match["who"].strip(), **({"due": said} if due else {})}

"""What is settled between people who speak in turn: who takes a task up, and to which day it is moved (M5)."""

import re
from typing import Final

from bot.rules.deadlines import Deadline, choose
from bot.rules.fold import plain
from bot.rules.minutes_clauses import Scene, clause
from bot.rules.minutes_items import with_doubts, with_due, with_owners
from bot.rules.minutes_lines import Line
from bot.rules.minutes_values import Actor, Item

NEAR: Final = 2  # how many turns after a task was spoken of an answer may still mean it
_YES: Final = re.compile(
    r"(?:好的?|行|可以|没问题|收到|嗯+|ok(?:ay)?|sure|will do|yes|yep|got it|on it|no problem|fine)(?![a-z])"
)
_FILLERS: Final = re.compile(
    r"给个?(?:准?信儿?|话|答复|结果|回话|反馈)|给?我?就(?:行|可以|好|成)|给我"
    r"|那|就|行|好的?|可以|没问题|吧|嗯|啊|哈|别.{1,6}了|有点紧|改[到成]?|还是|一起|一块儿?|出|之?前|[以之]?内|能?给|定"
    r"|ok(?:ay)?|sure|fine|then|make it|let's say|how about|instead|by|it|is|[\s.~～…!！|]"
)


# "行，我出", "I can": whoever was asked for says that it is them.
_ME: Final = re.compile(
    r"(?:(?:行|好的?|可以|ok|嗯+|没问题|那|yes|sure)[,，\s]*)?"
    r"(?:(?:就?我)(?:来|去)?[\u4e00-\u9fff]{0,3}?(?:吧|啊|呗)?|算我的?|交给我"
    r"|i(?: can|'ll|'ll do| will| could)(?: (?:do"
    r"|take|handle) (?:it|that|this|them))?|me|mine|happy to)"
    r"(?=[,，。.!！；;]|$)"
)


def taken(line: Line, text: str, speaker: Actor, scene: Scene) -> Item | None:
    """What was asked for just before, where the next to speak says that they will do it."""
    if not scene.about or not _ME.match(plain(text)):
        return None
    item = Item(scene.about, line.number, line.raw, (speaker,), due=scene.moments.due(text))
    return with_doubts(item, scene)


def only_when(text: str, scene: Scene) -> bool:
    """Whether a turn names nothing but a day."""
    piece = clause(text, scene)
    return len(piece.dates) == 1 and not piece.spots and not re.sub(r"[,，。；;]", "", _FILLERS.sub("", piece.bare))


def answered(item: Item, text: str, speaker: Actor, asker: str, scene: Scene) -> Item:
    """A task as it stands after the next one spoke: taken up by whoever says yes, moved to the day that is named."""
    folded = plain(text)
    if not item.owners and speaker.written != asker and _YES.match(folded):
        item = with_owners(item, (speaker,), scene)
    for part in re.split(r"[,，。；;]", text):
        piece = clause(part, scene)
        due = choose(piece.dates) if len(piece.dates) == 1 and not piece.spots else None
        if isinstance(due, Deadline) and not _FILLERS.sub("", piece.bare):
            return with_due(item, due, part[slice(*due.span)], scene)
    return item

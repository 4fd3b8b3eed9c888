"""Work that one person is not to do, and another is: 不用王芳出图了，李四出，周五前 (T1)."""

import re
from collections.abc import Sequence
from typing import Final

from bot.rules import roster as people
from bot.rules.fold import plain
from bot.rules.roster import Name

LONGEST: Final = 120
_NOT: Final = re.compile(r"\s*先?(?:不用|不要|不必|别)再?(?:让|请|叫|找|麻烦)?\s*")
_THEN: Final = re.compile(
    r"(?P<what>[^,，。;；\n]{1,30}?)[了啦]?[,，。;；]\s*(?:改?由|换成?|让|请|叫)?\s*(?P<new>[^,，。;；\n]{2,8}?)(?:来|去)?"
    r"(?P<verb>[做来出弄写搞接画交提管跟]|负责|接手)(?P<rest>[,，。;；\s].*)?$",
    re.DOTALL,
)


def instead(text: str, roster: Sequence[Name]) -> str:
    """The words as they set it to whoever is to do it now; any other text as it is."""
    begin = _NOT.match(text) if len(text) <= LONGEST else None
    if begin is None:
        return text
    folded = plain(text)
    place = begin.end() + folded.startswith("@", begin.end())
    former = people.person_at(text, folded, place, roster)
    said = _THEN.match(text, former.span[1]) if former else None
    if said is None:
        return text
    asked = "" if people.person_at(text, folded, said.start("new"), roster) else "请"
    return f"{asked}{said['new']}{said['what']}{said['rest'] or ''}"

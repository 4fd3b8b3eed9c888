"""Names nobody knows in front of what is to be done: 让赵六周五前出图 (T1)."""

from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_names import GIVEN, SURNAMES, TITLED, built

# Without such a word before it too much begins like a name: 方案, 安全, 项目.
_ASKED: Final = (
    r"^\s*(?:请|让|由|麻烦|安排|辛苦|叫|派|催一?下?|给(?=[^,，。]{2,4}(?:加|派|建|安排)))\s*"
    rf"(?:{TITLED}|[小老][\u4e00-\u9fff]|(?!周[一二三四五六日天末]|方案|安全|项目|单据|程序|文[件档案]|车间|路演)(?:{SURNAMES}){GIVEN})"
    r"(?=周[一二三四五六日天]|[今明后][天晚]|[本下这]周|月[底初末]|\d{1,2}[月号日/点:.]|尽快|马上|把|来|去|负责|跟进|牵头|看|查|做|写|出|画|改"
    r"|发|交|整理|准备|完成|联系|确认|提交|弄|加|派|建|安排|帮)"
)


def asks_stranger(text: str) -> bool:
    """Whether words ask somebody by a name, whoever that is; known names have been looked for before."""
    return built(_ASKED).match(plain(text)) is not None

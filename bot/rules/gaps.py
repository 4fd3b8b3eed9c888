"""Where a mention stood that the platform took out of a line and that was put behind it: 把合同发给 周五 <@4> (T1).

Also names whose letters were written apart: 王 芳.

Whomever the work is only done with, or for, would be taken for its owner there; put back, they are read as written.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.rules import roster as people
from bot.rules.fold import plain
from bot.rules.roster import Name, Roster

MOST: Final = 12  # places of one line that are looked at
_LAST: Final = re.compile(r"\s*(<@\d{1,18}>)\s*$")
_DATE: Final = (
    r"(?:\d{1,2}(?:月|号|日|点|[:./-]\d)|[今明后]天|(?:[本这下]个?)?(?:周|星期|礼拜)[一二三四五六日天末前内]"
    r"|月[底初末]|(?:by|before|on|until|till|due|today|tomorrow|next|this|(?:mon|tues?|wed|thu|fri|sat|sun))(?![a-z]*[\u4e00-\u9fff]))"
)
_CLOSES: Final = rf"\s*(?:[,;。、!|)]|$)|\s+{_DATE}"
# People outside are written out; nobody mentions them.
_OUTSIDE: Final = (
    r"客户|客人|用户|供应商|厂[家商]|经销商|代理商|渠道|甲方|乙方|对方|老板|领导|总部|公司|团队|大家|全[员体]|各|所有|媒体|校方|物业|银行|政府"
    r"|财务|法务|人事|行政|采购|技术|设计|运营|市场|销售|产品|研发|合作|相关"
)
_GAP: Final = re.compile(
    r"(?:(?<![供补自配])给|跟(?!进)|(?<!方)(?<![走流导意动倾双横纵去趋定面转风志])向|(?<![总饱温缓柔共平谐随附])和|(?<![参给赋])与"
    r"|(?<![查寻])找|(?<![访提疑学顾询慰质追反发设])问|(?<![同平相高中初优一二三上下头])等|请教|[帮替]|约(?![束定]))"
    rf"(?=(?P<close>{_CLOSES})|\s+(?!(?:{_OUTSIDE}))[\u4e00-\u9fff])"
    rf"|(?:抄送|通知|告知|联系|对接|配合|协助|协作|汇报)(?=(?P<shut>{_CLOSES}))"
    r"|(?<![a-z])(?:(?:send|show|report|talk|speak|forward|hand|deliver|give)s?[^,;。\n]{0,40}? to|with|cc)"
    rf"(?=(?P<end>{_CLOSES}|\s+(?:and|for|about|so)(?![a-z])))"
    r"|(?:^|(?<=[,;。、])|(?<=\s\s)|(?<=[把将]\s))(?=的)"
)
_SPREAD: Final = re.compile(
    r"(?<![^\s,，;；。、:：@＠])([\u4e00-\u9fff])[ \u3000]([\u4e00-\u9fff])(?:[ \u3000]([\u4e00-\u9fff]))?"
    r"(?![a-z]|(?![周明今后下本])[\u4e00-\u9fff])"
)


def close_names(text: str, roster: Sequence[Name]) -> str:
    """The line with the letters of names together, as they are written in tables: 王 芳."""

    def closed(match: re.Match[str]) -> str:
        name = "".join(letter for letter in match.groups() if letter)
        return name if name in known.spellings else match[0]

    known = Roster.of(roster)
    return _SPREAD.sub(closed, text)


def put_back(text: str, roster: Sequence[Name]) -> str:
    """The line with the one mention that ends it where words want somebody, and nobody stands."""
    last = _LAST.search(text[-40:])
    if last is None or text.count("@") > 1:
        return text
    body = text[: len(text) - len(last[0])]
    folded, known = plain(body), Roster.of(roster)
    for number, gap in enumerate(_GAP.finditer(folded)):
        if number == MOST or gap.end() == len(folded):
            break
        rest = len(folded) - len(folded[gap.end() :].lstrip())
        if people.person_at(body, folded, rest, known) is None and not people.department_at(folded, rest, known):
            apart = " " if gap[0][-1:].isalpha() and gap[0].isascii() else ""
            return f"{body[: gap.end()]}{apart}{last[1]}{body[gap.end() :]}"
    return text

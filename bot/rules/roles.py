"""The words for parts people have in projects and departments (P1, P2)."""

import re
from typing import Final

from bot.rules.due import Span
from bot.rules.fold import plain

_ROLE: Final = re.compile(
    r"(?P<head>部门负责人|部门主管|部门经理|主管|(?<![a-z])(?:department head|dept head|head)(?![a-z]))"
    r"|(?P<liaison>部门接口人|接口人|对接人|联络人|(?<![a-z])(?:liaison|contact)(?![a-z]))"
    r"|(?P<executive>分管领导|分管副总|分管|领导|(?<![a-z])(?:executive|exec|sponsor)(?![a-z]))"
    r"|(?P<lead>项目总负责人|项目负责人|总负责人|项目经理|负责人"
    r"|(?<![a-z])(?:overall lead|project lead|project manager|lead)(?![a-z]))"
    r"|(?P<member>项目成员|组员|成员|(?<![a-z])member(?![a-z]))"
)


def read_role(text: str) -> tuple[str, Span] | None:
    """The role a text names (head, liaison, executive, lead, member) and where it stands; None when it names none.

    部门负责人 heads a department; 负责人 alone leads the project.
    """
    found = _ROLE.search(plain(text))
    return (found.lastgroup or "", found.span()) if found else None

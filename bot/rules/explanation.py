"""Cause and remedy of a late task in one line of plain words (O3). Pure."""

import re
from dataclasses import dataclass
from typing import Final

_MARK: Final = re.compile(
    r"(?P<due>新日期|新的?截止(?:日期|时间)?|改期(?:到|至)?|改到|延期(?:到|至)|new date|new due date|moved? to)"
    r"|(?P<remedy>补救(?:措施|办法|方案)?|解决(?:措施|办法|方案)|remed(?:y|ies))"
    r"|(?P<cause>(?:逾期)?原因(?:是|为)?|(?:because|cause|reason)\b)",
    re.IGNORECASE,
)
_EDGE: Final = " \t\r\n,，;；:：.。、"
_KINDS: Final = (
    ("change", r"变更|需求.{0,4}(?:变|改|增)|改需求|范围|scope|change|requirement"),
    ("dependency", r"供应商|外部|第三方|对方|依赖|上游|客户|等待|等.{0,6}(?:反馈|确认|提供|到货)"
                   r"|supplier|vendor|third part|extern|waiting|depend|client|customer"),
    ("resources", r"人手|人力|资源|预算|设备|缺人|生病|请假|人员|staff|resource|budget|people|sick|capacity|equipment"),
    ("estimate", r"低估|预估|估计|估算|工作量|复杂|estimat|more work|took longer|complex"),
)  # fmt: skip
"""Words by which the class of a cause is known, the first that fits; whoever knows better chooses it in the form."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated. kind: resources, change, dependency, estimate, other. `due` is the new date as written."""

    kind: str
    cause: str
    remedy: str
    due: str


def read_explanation(text: str) -> Stated:
    """Read "原因：… 补救：… 新日期：…", in any order; what stands before the first mark is the cause."""
    found = {"cause": "", "remedy": "", "due": ""}
    name, start = "cause", 0
    for mark in _MARK.finditer(text):
        # A word such as "cause" may stand in a sentence; a part that is there already is not begun again.
        if found[mark.lastgroup or name] or (mark.lastgroup == name and text[start : mark.start()].strip(_EDGE)):
            continue
        found[name] = text[start : mark.start()].strip(_EDGE) or found[name]
        name, start = mark.lastgroup or name, mark.end()
    found[name] = text[start:].strip(_EDGE) or found[name]
    return Stated(cause_kind(found["cause"]), found["cause"], found["remedy"], found["due"])


def cause_kind(cause: str) -> str:
    """The class a cause most likely belongs to."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, cause, re.IGNORECASE)), "other")

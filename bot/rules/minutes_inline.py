"""Labels within a line that tell who does what and until when: `负责人：`, `due:` (M5)."""

import re
from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_labels import DETAILS

_ENDS: Final = " \u3000,，;；。|()（）[]【】/、"  # around what a label says
_BEGINS: Final = " \u3000,，;；。|(（[【-–—/"  # behind what stands before the first
_INLINE: Final = re.compile(
    r"(?:(?<=[\s,;.。|(\[/、])|^)(?:(?P<doer>(?:跟进|落实|承办|执行|经办|对接)(?=\s?:\s?[^\s,;|:]{2,4}(?:[\s,;|)]|$)))|"
    + "|".join(
        f"(?P<{kind}>{DETAILS[kind]})"
        for kind in (
            "owner",
            "due",
            "criteria",
            "deliverable",
            "helpers",
            "priority",
            "status",
            "reviewer",
            "remark",
            "task",
        )
    )
    + r")\s?:\s*(?=\S)"
)

# "负责：陈静3月9日前联系KOL": what stands behind the label is a task of its own.
_CHARGE: Final = re.compile(
    r"\S{2,16}?(?:[\d日号一二三四五六天底末]|下班)(?:之?前|以前|内)(?:完成)?[\u4e00-\u9fffA-Za-z]{2,}"
)

# "责任人：孙丽，张三审批": who looks at the result or helps owns nothing.
_BESIDE: Final = re.compile(
    r"[,，;；、]\s?(?:由|报|请)?(?P<who>[^,，;；、:：\s]{2,8}?)(?P<does>审批|审核|复核|验收|把关|签批|监督|督办|协助|配合|支持)(?:通过)?$"
)


def is_charge(said: str) -> bool:
    """Whether what stands behind a label of an owner says what they do until when, too."""
    return bool(_CHARGE.match(said))


def inline_details(text: str) -> tuple[str, dict[str, str]]:
    """What stands before the first label of an item's own (`负责人：`, `due:`) in a line, and what each label says."""
    folded = plain(text)
    found = [match for match in _INLINE.finditer(folded) if match.lastgroup] if ":" in folded else []
    if not found:
        return text, {}
    ends = [match.start() for match in found[1:]] + [len(text)]
    cells = {
        (match.lastgroup or "").replace("doer", "owner"): text[match.end() : end].strip(
            " \u3000,，;；。|()（）[]【】/、"
        )
        for match, end in zip(found, ends, strict=True)
    }
    beside = _BESIDE.search(cells.get("owner", ""))
    if beside:
        cells["owner"] = cells["owner"][: beside.start()]
        cells.setdefault("helpers" if beside["does"] in ("协助", "配合", "支持") else "reviewer", beside["who"])
    before = text[: found[0].start()].strip(_BEGINS)
    if not before and list(cells) == ["owner"] and is_charge(cells["owner"]):
        return cells["owner"], {}
    return before, {kind: said for kind, said in cells.items() if said}

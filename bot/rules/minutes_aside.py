"""Who will be away, and what is due at another time only if something fails: neither is a task of its own (M5)."""

import re
from typing import Final

from bot.rules.minutes_signs import A, D

_AWAY: Final = (
    r"(?:请假|休(?:年|婚|产|病|事|陪产|育儿|探亲)?假|年假|调休|轮休|出差|外出|不在(?:公司|岗|办公室|家)?|缺勤"
    r"|看(?:牙医?|病|医生)|去?医院|体检|产检|住院|回老家|探亲|值班)"
)
_ENGLISH: Final = (
    r"(?:(?:will be|is|are|'s|'ll be|going to be|to be) )?(?:away|out of (?:the )?office|out|off(?: sick)?|ooo"
    r"|travell?ing|on (?:(?:annual|sick|parental|maternity|study) )?(?:leave|holiday|vacation|pto)"
    r"|at the (?:dentist|doctor))"
)
# "李四说下周一到周三他在上海出差": names and days, and nothing else before it.
_ABSENT: Final = re.compile(
    rf"^(?:ps|p\.s\.?|注|另外?|备注|[\s:：,，.*])*{A}[{A}{D}\s、和,，~至到从\d月日号上下午周一二三四五六天本]*+(?:说|表示|称|say?s?|said)?[\s,，:：{D}]*+"
    rf"(?:他|她|s?he)?[{D}\s]*+"
    r"(?:(?:要|会|将|需要?|仍|都|临时|还)?(?:因[\u4e00-\u9fff]{1,4})?(?:[在去回][\u4e00-\u9fff]{1,4}?)?"
    rf"{_AWAY}(?=\s*(?:$|[,，。;；(（)）]|期间))"
    rf"|{_ENGLISH}(?=\s*(?:$|[,.;(){D}]|(?:from|until|till|on|for|next|this|between|all)(?![a-z]))))"
)
# "待李四提交后", before what waits for it.
_PRELUDE: Final = re.compile(r"(?:待|等(?![级于])|俟)[^,，。;；]{2,40}?(?:之?后|以后|完毕)")
_FALLBACK: Final = re.compile(
    r"\s*[(（\[](?:如果?|若|要是|万一|实在|倘若|if)[^()（）\[\]]{1,30}?"
    r"(?:顺延|延[到至后期]|推迟|推到|改[到为至]|可以?[到至]|最[晚迟]|then|move|slip|by|on|until)[^()（）\[\]]{0,20}[)）\]]"
)


def is_absent(masked: str) -> bool:
    """Whether a blotted clause says that somebody is away, and asks nothing of anybody until a day behind that."""
    match = _ABSENT.match(masked)
    return match is not None and D not in re.sub("^[^,，。;；]*", "", masked[match.end() :])


def is_prelude(text: str) -> bool:
    """Whether a stretch only says what the next one waits for."""
    return bool(_PRELUDE.fullmatch(text))


def without_fallback(text: str) -> str:
    """A line without the day, in brackets, that holds only if the one before cannot be kept."""
    return _FALLBACK.sub("", text) if "(" in text or "（" in text or "[" in text else text

"""Words that plainly order something to be done, though they name nobody and no day (T1, T7)."""

import re
from typing import Final

from bot.rules.fold import plain

LONGEST: Final = 80
_TASK: Final = re.compile(
    r"(?:帮忙?我?|请|麻烦)?(?:(?:新建|创建|建立?|加|派|记|安排|布置|登记|新增)(?:了?一?[个项条])?|新)新?(?:任务|待办)(?!的|[太很])"
    r"|(?:please )?(?:(?:create|add|make|open|set up) (?:an? )?)?new (?:task|to-?do)(?![a-z])"
    r"|(?:please )?(?:create|add|make|open|set up) an? (?:task|to-?do)(?![a-z])"
)
# "做个易拉宝", "整理一下反馈": one piece of work, or a little of it, is wanted; "做海报" may be what somebody is at.
_ORDER: Final = re.compile(
    r"(?!.*(?:几天|多久|多少|怎么))(?:帮忙?我?们?|请|麻烦|需要|要|得|有人|谁来?|赶紧|尽快){0,3}"
    r"(?:(?:制作|设计|整理|准备|起草|统计|收集|汇总|采购|预订|组织|[做写出画改订买拍印])"
    r"(?:一?(?:[份版张篇套组批段]|个(?!人|月|小时|星期|问题|梦))|[两三四五几\d][个份版张篇套组批段])"
    r"|(?:制作|设计|整理|准备|起草|联系|安排|统计|收集|汇总|采购|预订|组织)一下)(?!吧?$)[^了过吗呢?？]{2,}"
    r"|(?:please |we need (?:to |someone to )|someone (?:please )?)?(?:draft|write|prepare|create|design|order|book)"
    r" (?:an?|the|two|three|some) [a-z][^?]{2,}"
)


def orders(text: str) -> bool:
    """Whether a message tells to set a task, or to make one thing; a question does neither."""
    said = plain(text).strip()
    return len(said) <= LONGEST and bool(_TASK.match(said) or _ORDER.fullmatch(said))


def orders_only(text: str) -> bool:
    """Whether a message tells to set a task and says no more."""
    said = plain(text).strip(" ,，。.!！:：")
    return len(said) <= LONGEST and _TASK.fullmatch(said) is not None

"""What is to become of a task, in plain words: 催一下支付联调, 压力测试转给王磊, 取消详情页切图 (P3, T3, T4)."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.rules.titles import is_vague

_BESIDE_HAN: Final = re.compile(r"(?<=[\u4e00-\u9fff，。]) | (?=[\u4e00-\u9fff，。])")
_END: Final = r"[吧啊呀了!！?？。.~ ]*"
_POLITE: Final = r"(?:请|麻烦|帮我|帮忙|能不能|可以)?(?:你)?"
_URGE: Final = re.compile(
    rf"{_POLITE}再?催(?:一?催|办|促)?(?:一下)?(?P<zh>.*?)的?(?:任务|进度|进展)?{_END}"
    r"|(?:please )?(?:remind|nudge|chase)(?P<en>.*?)(?:\s?(?:about|of|on))?(?: the)?[!. ]*",
    re.IGNORECASE,
)
# What an urge may say beside whom and what; anything else is asked of them, and no mere question for news.
_FOR_NEWS: Final = re.compile(
    r"(?:[去把的说,，、\s]|快[点些]?|[尽赶]快|赶紧|抓紧|一下|推进|完成|[做弄交]完?|搞定|更新|回复|反馈|进[度展]"
    r"|\b(?:to|for|please|finish|complete|do|update|an?|the|soon|asap|about|on|of|now)\b)*+",
    re.IGNORECASE,
)
_CANCEL: Final = re.compile(
    rf"{_POLITE}把?(?:取消|作废|砍掉|删掉|删除|撤掉|不用?做)掉?(?:这个)?(?:任务)?{_END}"
    rf"|(?:先?不用|不需要|不必)[做写弄搞画测办交发]了{_END}"
    rf"|(?:is|are) (?:no longer|not) (?:needed|necessary)(?: any ?more)?{_END}"
    rf"|(?:is|are)n't needed(?: any ?more)?{_END}"
    r"|(?:please )?(?:cancel|drop|call off)(?: the)?(?: task)?[!. ]*",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(r"(?!能不能|可以|请|麻烦|帮|please).*(?:[?？]|吗)\s*", re.IGNORECASE)  # 压力测试取消了？
_TO_ZH: Final = r"(?:移交给|转交给|转给|交给|(?:的?负责人)?(?:改[由成为]|换成)|让给)"
_GIVE: Final = r"(?:hand(?:ing)? over|hand(?:ing)?|giv(?:e|ing)|reassign|assign|change)"
_HAND_OVER: Final = re.compile(
    rf"{_POLITE}(?:把?(?:任务)?{_TO_ZH}|把给|给(?=.+(?:做|负责|跟进?|接手)))(?P<zh>.+?)来?(?:做|负责|跟进?|接手)?{_END}"
    r"|(?:please )?(?:give|hand|assign)(?![a-z]) ?(?!over|to\b|the\b)(?P<first>\S.*?)(?: ?the)?[!. ]*"
    rf"|(?:please )?(?:{_GIVE}|move)(?: the)? (?:over )?to\s?(?P<en>.+?)[!. ]*",
    re.IGNORECASE,
)
# The same with a part of a title: short, without a day, and nobody spoken to.
_HAND_OVER_OF: Final = re.compile(
    rf"{_POLITE}把?(?P<zh_what>[^,，@＠\d周天月号前后]{{2,12}}?)(?:的(?:事情?|任务|活))?(?:请|麻烦|帮我)?"
    rf"(?:{_TO_ZH}|(?<=[\u4e00-\u9fff])给)(?P<zh>[^,，]{{2,12}}?)(?:来?(?:做|负责|跟进?|接手))?"
    rf"{_END}|(?:please )?{_GIVE}(?: the)? (?P<en_what>[^,@\d]{{2,40}}?)"
    r" (?:over )?to (?P<en>[^,]{2,30}?)[!. ]*",
    re.IGNORECASE,
)
_CANCEL_OF: Final = re.compile(
    rf"{_POLITE}把?(?P<zh>[^,，@＠\d]{{2,12}}?)(?:先?不用?做|取消|作废|砍掉|不需要)了?{_END}"
    r"|(?:please )?(?:cancel|drop|call off)(?: the)? (?P<en>[^,@\d]{2,40}?)[!. ]*",
    re.IGNORECASE,
)
# What is said about a task without any news of it; the task with its buttons answers it.
_ABOUT: Final = re.compile(
    r"(?>取消|不用?做|先|暂停|停掉?|删[掉除]|移交|转[给交]|交给|改期|延期|推迟|放一放|催一?下?|查看|进展|进度|状态|情况|怎么样|如何|什么时候|能[好完]成?"
    r"|还[要需有]?|多久|多长时间|几天|[做弄]?[完好]没有?|[了吧的给把？?。！!]|cancel|drop|stop|pause|hand|over|status|show|where|when|how|will|is|be|done|of|the|to|\s)*+"
)

# A title that is nothing but a promise: "我周四前给", "will do by Friday".
_PROMISED: Final = re.compile(
    r"(?:我们?|会|能|可以|争取|尽量|一定|thanks|ok(?:ay)?|sure|i|we|will|can|['’]ll|[\s,，!])*"
    r"(?:给|交|发|提交|完成|弄好|搞定|do|deliver|send|finish|submit)(?:[给到]?(?:你们?|您|大家)|出来|吧|哈|it|that|this|you|\s)*",
    re.IGNORECASE,
)

_DECLINED: Final = re.compile(
    r"(?:can['’]?t|cannot|won['’]?t|don['’]?t (?:want|know))(?![a-z])|不[干想会能懂行]|不[请休].{0,2}假", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Handling:
    """What is wanted, and the words about whom: the one who is urged, or who is to have the task."""

    what: Literal["urge", "cancel", "hand_over"]
    who: str = ""


def read_handling(text: str, title: str, code: str) -> Handling | None:
    """What the words beside a task's title or code ask for; None where they ask for none of these."""
    rest = re.sub(rf"{re.escape(title)}|{re.escape(code)}", " ", text, flags=re.IGNORECASE)
    squeezed = _BESIDE_HAN.sub("", " ".join(rest.split()))
    if said := _URGE.fullmatch(squeezed):
        return Handling("urge", said["zh"] or said["en"] or "")
    if _CANCEL.fullmatch(squeezed) and not _ASKED.fullmatch(squeezed):
        return Handling("cancel")
    if said := _HAND_OVER.fullmatch(squeezed):
        return Handling("hand_over", said["zh"] or said["first"] or said["en"])
    return None


def read_hand_over(text: str) -> tuple[str, str] | None:
    """The words about a task, and about who is to have it, where these are the whole message (联调改成王五做)."""
    said = _HAND_OVER_OF.fullmatch(text.strip())
    return None if said is None else (said["zh_what"] or said["en_what"], said["zh"] or said["en"])


def read_cancel(text: str) -> str | None:
    """The words about a task that is to be cancelled, where these are the whole message (切图不做了)."""
    said = _CANCEL_OF.fullmatch(text.strip())
    return said["zh"] or said["en"] if said else None


def read_urge(text: str) -> str | None:
    """The words about whom an urge is meant for, where it names no task (催催王磊); None for any other words."""
    said = _URGE.fullmatch(" ".join(text.split()))
    return (said["zh"] or said["en"] or "").strip(" 的") or None if said else None


def wants_only_news(text: str) -> bool:
    """Whether what an urge says beside whom and what asks for nothing but news."""
    return _FOR_NEWS.fullmatch(text) is not None


def declines(title: str) -> bool:
    """Whether what would be a task's title says that somebody will not, or cannot, do something."""
    return _DECLINED.match(title) is not None


def only_promises(title: str) -> bool:
    """Whether what would be a task's title says that something will be handed in, and not what."""
    return _PROMISED.fullmatch(title) is not None


def adds_nothing(text: str, title: str) -> bool:
    """Whether words with a task's title say nothing that sets another task: 取消系统排查, 系统排查怎么样了."""
    rest = text.casefold().replace(title.casefold(), "")
    return is_vague(rest) or _ABOUT.fullmatch(rest) is not None

"""Questions in plain words that a command answers: what is open, whose it is, whether a day is worked (T6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bot.rules.fold import plain
from bot.rules.redating import read_new_day

Kind = Literal["own_work", "open_work", "project", "day_off", "owner", "load", "standing"]

LONGEST: Final = 80
_END: Final = r"[\s,，。.!！~～…?？]*"
_SOFT: Final = rf"(?:了|啦|呢|呀|啊|吗|的)?{_END}"
_OWN_WORK: Final = re.compile(
    r"(?:我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}"
    r"(?:有|要做|该做|要干|该干|要忙)(?:些)?(?:什么|啥|哪些|几个|多少)(?:个|项|件)?(?:事情?|任务|活|工作|要做的?)?"
    r"|what (?:do i have|should i do|am i working on|is on my plate|are my tasks|have i got)(?: to do)?"
    r"(?: today| now| this week| tomorrow)?|what's on my plate(?: today| now| this week)?|my tasks)"
    rf"(?:呢|呀|吗|要做|没做)?{_END}|我?(?:今天|明天|这周|本周|手上|手头|名下)的?(?:任务|工作|活){_END}"
)
_WHERE: Final = (
    r"(?:请问|问一?下|查一?下|看一?下|看看)?"
    r"(?:咱们?|我们|大家|这个项目|项目|群里|现在|目前|今天|明天|(?:本|这|下)?周[一二三四五六日]?|的|里|都){0,4}"
)
_NOT_DONE: Final = r"(?:没有?|未)(?:做完|完成|弄完|搞定|结束|交|做)|逾期|延期|超期"
_WHICH: Final = r"(?:哪些|哪几个|什么|多少)(?:个|项)?"
_WORK: Final = r"(?:任务|事情?|工作)"
_OPEN_WORK: Final = re.compile(
    rf"{_WHERE}(?:有{_WHICH}{_WORK}(?:要|会|该)?到期|(?:要|会)?到期的{_WORK}(?:都?有{_WHICH})?|还?有?{_WHICH}{_WORK}?还?(?:{_NOT_DONE})|还?(?:{_NOT_DONE})的?{_WORK}?(?:都?有)?{_WHICH}{_WORK}?"
    rf"|还?(?:{_NOT_DONE})的?{_WORK}|(?:总体|整体)?(?:进度|进展)(?:怎么?样|如何|咋样|到哪)|{_WORK}都?有{_WHICH}"
    rf"|都?有{_WHICH}任务|(?:都?有)?谁(?:的任务)?(?:都?已经|还|都)?(?:有)?(?:{_NOT_DONE})(?:的?{_WORK})?){_SOFT}"
    rf"|(?:who(?:'s| is)|anyone|is anyone|what's) (?:overdue|late|behind){_END}"
    r"|(?:what(?:'s| is)|what are|which tasks are|show(?: me)?|any)(?: still| all)?(?: the)?"
    r" (?:open|left|overdue|late|outstanding|unfinished|not done)(?: tasks?| items?)?(?: now| here| in this project)?"
    rf"{_END}|(?:how are we doing|where do we stand|what's the status|project status){_END}"
)
_PROJECT: Final = re.compile(
    rf"{_WHERE}(?:整个|这个|本)?(?:项目)?(?:(?:什么时候|啥时候|几号|哪天|何时)(?:结束|上线|完成|截止|到期|开始|启动|收尾)"
    rf"|还[剩有](?:下)?(?:几天|多少天|多久|多长时间))(?:时间)?{_SOFT}"
    r"|when (?:does|is|will) (?:the|this|our) project (?:end|finish|start|begin|over|due|be (?:done|finished|over))"
    rf"{_END}|(?:what(?:'s| is) )?(?:the )?project(?:'s)? (?:deadline|end date)"
    rf"{_END}|how (?:many days|much time)(?: do we have| is| are)? left(?: in (?:the|this) project)?{_END}"
)
_HANDLES: Final = r"谁(?:在|来)?(?:负责|跟进?|管|做)"
_OWNER: Final = re.compile(
    rf"{_HANDLES}(?P<behind>.{{2,40}}?){_SOFT}|(?P<before>.{{2,40}}?)(?:现在)?[是由]?{_HANDLES}{_SOFT}"
    r"|who(?:'s| is)? (?:own(?:s|ing)?|doing|responsible for|working on|in charge of) (?:the )?"
    rf"(?P<english>.{{2,60}}?){_END}"
)
_LOAD: Final = re.compile(
    r"(?P<zh>.{2,12}?)(?:现在|最近|今天|这周|本周|手上|手头|名下|还|都|在){0,4}"
    r"(?:(?:有|要做|要忙)(?:些)?(?:什么|啥|哪些|几个|多少)(?:个|项|件)?(?:事情?|任务|活|工作)|[忙做干](?:些)?(?:什么|啥)|忙不忙)"
    rf"{_SOFT}|what(?:'s| is) (?P<en>.{{2,30}}?) (?:working on|doing|up to){_END}"
    rf"|what does (?P<has>.{{2,30}}?) have (?:to do|open|left|on){_END}"
)
_STANDING: Final = re.compile(
    r"[^,，@＠]{2,20}?(?:什么时候|啥时候|何时|几号|哪天|怎么?样|咋样|如何|到哪|[好完成交][了成]?(?:没有?|吗))[^,，@＠]{0,8}"
    r"|(?:when|how|where|what's the status|is|are|has)(?![a-z])[^,@]{3,60}"
)
_ASKED_OF_SOMEBODY: Final = re.compile(r"请|麻烦|帮|能不能|可否|能否|让")
_DAY: Final = (
    r"(?:今|明|后|大后)天|(?:这|本|下下?)?个?(?:周|星期|礼拜)[一二三四五六日天]"
    r"|\d{1,2}[月./-]\d{1,2}[日号]?|\d{1,2}[日号]|元旦|除夕|清明|五一|端午|中秋|国庆"
)
_DAY_OFF: Final = re.compile(
    rf"(?P<day>{_DAY})(?:我们|公司|大家|要不要|用不用|要|需要|是|还)?(?:上不上班|上班|放不放假|放假|休息|工作日|补班)"
    rf"(?:吗|么|不)?{_END}"
    rf"|is (?P<english>[a-z0-9 ]{{3,20}}?) a (?:work(?:ing)?[ -]?day|holiday|day off){_END}"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the words about what: a day, a task, or a person.

    own_work, open_work: one's own tasks, and everybody's. project: when it begins or ends. owner: whose a task is.
    load: what somebody has to do. standing: how a task stands.
    """

    kind: Kind
    about: str = ""


def read_questions(text: str) -> Iterator[Question]:
    """What a message may ask, the likeliest first; what is right shows where the words name a task or a person."""
    asked = plain(text).strip()
    if len(asked) > LONGEST:
        return
    if _OWN_WORK.fullmatch(asked):
        yield Question("own_work")
    elif _OPEN_WORK.fullmatch(asked):
        yield Question("open_work")
    elif _PROJECT.fullmatch(asked):
        yield Question("project")
    elif found := _DAY_OFF.fullmatch(asked):
        yield Question("day_off", found["day"] or found["english"])
    elif found := _OWNER.fullmatch(asked):
        yield Question("owner", found["behind"] or found["before"] or found["english"])
    else:
        if found := _LOAD.fullmatch(asked):
            yield Question("load", found["zh"] or found["en"] or found["has"])
        if _STANDING.fullmatch(asked) and not _ASKED_OF_SOMEBODY.search(asked) and read_new_day(asked) is None:
            yield Question("standing", asked)

"""Questions in plain words that a command answers: what is open, whose it is, whether a day is worked (T6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bot.rules.fold import plain
from bot.rules.redating import read_new_day

Kind = Literal[
    "own_work",
    "open_work",
    "project",
    "day_off",
    "owner",
    "load",
    "standing",
    "standup",
    "updates",
    "away",
    "own_leave",
]

LONGEST: Final = 80
_END: Final = r"[\s,，。.!！~～…?？]*"
_SOFT: Final = rf"(?:了|啦|呢|呀|啊|吗|的)?{_END}"
_LOOK: Final = r"(?:请|麻烦)?(?:帮我|给我)?(?:请问|问一?下|查一?下|看一?下|看看|列一?下|列出)?"
_OWN_LEFT: Final = re.compile(
    rf"{_LOOK}我(?:今天|这周|本周|现在|手上|手头|名下|还|都|里){{0,4}}[有剩差欠]下?些?(?:什么|啥|哪些|哪几个|几个|几项|多少)"
    r"[个项件]?(?:事情?|任务|活|工作)?(?:还?没有?(?:做完?|完成|弄完?|交|更新)|要做|要交|到期)?"
    rf"(?:了|呢|呀|啊|吗|的)?{_END}"
    r"|(?:show (?:me )?my tasks|my open tasks|what do i still have(?: to do| open| left)?|what(?:'s| is) left for me"
    rf"|what have i got left)(?: today| this week)?{_END}"
)
_OWN_WORK: Final = re.compile(
    r"(?:我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}"
    r"(?:有|要做|该做|要干|该干|要忙)(?:些)?(?:什么|啥|哪些|几个|多少)(?:个|项|件)?(?:事情?|任务|活|工作|要做的?)?"
    r"|what (?:do i have|should i do|am i working on|is on my plate|are my tasks|have i got)(?: to do)?"
    r"(?: today| now| this week| tomorrow)?|what's on my plate(?: today| now| this week)?|my tasks)"
    rf"(?:呢|呀|吗|要做|没做)?{_END}|我?(?:今天|明天|这周|本周|手上|手头|名下)的?(?:任务|工作|活){_END}"
)
_WHERE: Final = (
    rf"{_LOOK}"
    r"(?:咱们?|我们|大家|这个项目|项目|群里|现在|目前|今天|明天|(?:本|这|下)?周[一二三四五六日]?|的|里|都){0,4}"
)
_NOT_DONE: Final = r"(?:没有?|未)(?:做完|完成|弄完|搞定|结束|交|做)|逾期|延期|超期"
_WHICH: Final = r"(?:哪些|哪几个|什么|多少)(?:个|项)?"
_WORK: Final = r"(?:任务|事情?|工作)"
_STUCK: Final = r"(?:卡住|卡着|卡|阻塞|受阻|有风险|要逾期)了?"
_DUE: Final = r"(?:要|会|该|得|快要?)?(?:到期|截止|交|完成)"
_STUCK_OR_DUE: Final = re.compile(
    rf"{_WHERE}(?:有没有(?:人|任务|事情?|什么)?{_STUCK}的?{_WORK}?|有(?:没有|什么|啥|哪些)?(?:风险|卡点)"
    rf"|(?:都?有)?(?:谁|{_WHICH}{_WORK}?)(?:还|都|是|被)?{_STUCK}的?{_WORK}?|{_STUCK}的(?:{_WORK}|人)?(?:都?有{_WHICH})?"
    rf"|(?:都?有)?{_WHICH}{_WORK}?{_DUE}|{_DUE}(?:些)?(?:什么|啥|哪些)|来不来得及|来得及){_SOFT}"
    r"|(?:what(?:'s| is)|anything|who(?:'s| is)|which tasks are) (?:blocked|stuck|at risk|due)"
    rf"(?: today| this week| tomorrow)?{_END}"
)
_OPEN_WORK: Final = re.compile(
    rf"{_WHERE}(?:有{_WHICH}{_WORK}(?:要|会|该)?到期|(?:要|会)?到期的{_WORK}(?:都?有{_WHICH})?|还?有?{_WHICH}{_WORK}?还?(?:{_NOT_DONE})|还?(?:{_NOT_DONE})的?{_WORK}?(?:都?有)?{_WHICH}{_WORK}?"
    rf"|还?(?:{_NOT_DONE})的?{_WORK}|(?:总体|整体)?(?:进度|进展)(?:怎么?样|如何|咋样|到哪)|{_WORK}都?有{_WHICH}"
    rf"|都?有{_WHICH}任务|(?:都?有)?谁(?:的任务)?(?:都?已经|还|都)?(?:有)?(?:{_NOT_DONE})(?:的?{_WORK})?){_SOFT}"
    rf"|(?:who(?:'s| is)|anyone|is anyone|what's) (?:overdue|late|behind){_END}"
    r"|(?:what(?:'s| is)|what are|which tasks are|show(?: me)?|any)(?: still| all)?(?: the)?"
    r" (?:open|left|overdue|late|outstanding|unfinished|not done)(?: tasks?| items?)?(?: now| here| in this project)?"
    rf"{_END}|(?:how are we doing|where do we stand|what's the status|project status){_END}"
)
_WHO_AND_WHEN: Final = re.compile(
    rf"{_WHERE}(?:项目)?(?:成员|人员|部门|负责人|里程碑|节点)(?:都?有|是)(?:谁|哪些|什么|几个)?(?:人)?{_SOFT}"
    rf"|谁是(?:这个|本)?(?:项目)?(?:的)?(?:负责人|牵头人|项目经理|领导){_SOFT}"
    rf"|{_WHERE}下一?个(?:里程碑|节点)(?:是)?(?:什么时候|几号|哪天|何时|什么){_SOFT}"
    r"|(?:who(?:'s| is) (?:on|in) (?:the|this) (?:project|team)|who leads(?: the| this)? project"
    rf"|when(?:'s| is) the next milestone){_END}"
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
_YET: Final = r"(?:今天|现在|今早|昨天|还|都|有|是){0,4}"
_STANDUP: Final = re.compile(
    rf"{_LOOK}(?:{_YET}(?:谁|哪些人|几个人){_YET}(?:没有?|未)(?:交|填|写|发|报|参加|更新)了?(?:日报|站会|早会|晨会)"
    rf"|{_YET}(?:日报|站会|早会|晨会){_YET}(?:谁|哪些人|几个人){_YET}(?:没有?|未)(?:交|填|写|发|报|参加|更新)"
    rf"|(?:今天的?)?(?:日报|站会)(?:情况|汇总|怎么?样|齐了?没?))(?:了|啦|呢|吗)?{_END}"
    r"|who(?:'s| is| has|se)? ?(?:not|n't|hasn't|has not|didn't|did not|missing)(?: yet)?"
    r"(?: posted| done| answered| submitted| from| do| answer| post)?(?: the| a| their| today's)?"
    rf" (?:standup|stand-up|daily)(?: today| yet)?{_END}"
)
_UPDATES: Final = re.compile(
    rf"{_LOOK}(?:{_YET}(?:谁|哪些(?:人|任务)?|什么任务){_YET}(?:没有?|未)(?:更新|报|汇报|动)过?(?:进度|进展)?"
    rf"|今天的?(?:情况|小结|总结)(?:怎么?样|如何)?)(?:了|啦|呢|吗)?{_END}"
    r"|who (?:hasn't|has not|didn't|did not) (?:yet )?(?:updated?|reported?)(?: progress| their tasks?| anything)?"
    rf"(?: today| yet)?{_END}"
)
_AWAY: Final = re.compile(
    rf"{_LOOK}{_YET}(?:谁|有谁|哪些人|有人|有没有人){_YET}(?:请了?假|休了?假|不在|没来|没上班)(?:了|呢|吗|啊)?{_END}"
    rf"|(?:who(?:'s| is)|anyone|is anyone) (?:on leave|off|away|out|on holiday|absent)(?: today| now)?{_END}"
)
_DAY: Final = (
    r"(?:今|明|后|大后)天|(?:这|本|下下?)?个?(?:周|星期|礼拜)[一二三四五六日天]"
    r"|\d{1,2}[月./-]\d{1,2}[日号]?|\d{1,2}[日号]|元旦|除夕|清明|五一|端午|中秋|国庆"
)
_OWN_LEAVE: Final = re.compile(
    rf"我?(?:要|想|先)?(?:取消|撤销|撤回|销掉)(?:一下)?(?:我的|这个|上次的)?(?:请假|休假|假期|假){_SOFT}|我?不(?:请|休)假{_SOFT}"
    rf"|(?:please )?(?:cancel|drop|undo) my (?:leave|vacation|holiday|day off|time off)(?: please)?{_END}"
)
_DAY_OFF: Final = re.compile(
    rf"(?P<day>{_DAY})(?:我们|公司|大家|要不要|用不用|要|需要|是|还)?(?:上不上班|上班|放不放假|放假|休息|工作日|补班)"
    rf"(?:吗|么|不)?{_END}"
    rf"|is (?P<english>[a-z0-9 ]{{3,20}}?) a (?:work(?:ing)?[ -]?day|holiday|day off){_END}"
)


_WHOLE: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("own_work", _OWN_LEFT),
    ("own_work", _OWN_WORK),
    ("open_work", _OPEN_WORK),
    ("open_work", _STUCK_OR_DUE),
    ("project", _PROJECT),
    ("project", _WHO_AND_WHEN),
    ("standup", _STANDUP),
    ("updates", _UPDATES),
    ("away", _AWAY),
    ("own_leave", _OWN_LEAVE),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the words about what: a day, a task, or a person.

    own_work, open_work: one's own tasks, and everybody's. project: when it begins or ends. owner: whose a task is.
    load: what somebody has to do. standing: how a task stands. standup, updates: who has answered, and who has said
    anything of their tasks today. away: who is on leave today. own_leave: one's own is to be taken back.
    """

    kind: Kind
    about: str = ""


def read_questions(text: str) -> Iterator[Question]:
    """What a message may ask, the likeliest first; what is right shows where the words name a task or a person."""
    asked = plain(text).strip()
    if len(asked) > LONGEST:
        return
    if whole := next((kind for kind, pattern in _WHOLE if pattern.fullmatch(asked)), None):
        yield Question(whole)
    elif found := _DAY_OFF.fullmatch(asked):
        yield Question("day_off", found["day"] or found["english"])
    elif found := _OWNER.fullmatch(asked):
        yield Question("owner", found["behind"] or found["before"] or found["english"])
    else:
        if found := _LOAD.fullmatch(asked):
            yield Question("load", found["zh"] or found["en"] or found["has"])
        if _STANDING.fullmatch(asked) and not _ASKED_OF_SOMEBODY.search(asked) and read_new_day(asked) is None:
            yield Question("standing", asked)

"""Questions in plain words that a command answers: what is open, whose it is, whether a day is worked (T6)."""

import re
from typing import Final

from bot.cards import Card
from bot.commands import my, task, workday
from bot.commands.command import Command, Context, Reply
from bot.commands.finding import find, scope
from bot.commands.naming import named_or_plain
from bot.commands.permission import demand
from bot.rules.fold import plain
from bot.rules.likeness import TaskName, alike, match_task
from bot.rules.redating import read_new_day
from storage import task as task_rows

_LONGEST: Final = 80
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
    r"(?:咱们?|我们|大家|这个项目|项目|群里|现在|目前|今天|本周|这周|的|里|都){0,4}"
)
_NOT_DONE: Final = r"(?:没有?|未)(?:做完|完成|弄完|搞定|结束|交|做)|逾期|延期|超期"
_WHICH: Final = r"(?:哪些|哪几个|什么|多少)(?:个|项)?"
_WORK: Final = r"(?:任务|事情?|工作)"
_OPEN_WORK: Final = re.compile(
    rf"{_WHERE}(?:还?有?{_WHICH}{_WORK}?还?(?:{_NOT_DONE})|还?(?:{_NOT_DONE})的?{_WORK}?(?:都?有)?{_WHICH}{_WORK}?"
    rf"|还?(?:{_NOT_DONE})的?{_WORK}|(?:总体|整体)?(?:进度|进展)(?:怎么?样|如何|咋样|到哪)|{_WORK}都?有{_WHICH}"
    rf"|都?有{_WHICH}任务|(?:都?有)?谁(?:的任务)?(?:都?已经|还|都)?(?:有)?(?:{_NOT_DONE})(?:的?{_WORK})?){_SOFT}"
    rf"|(?:who(?:'s| is)|anyone|is anyone|what's) (?:overdue|late|behind){_END}"
    r"|(?:what(?:'s| is)|what are|which tasks are|show(?: me)?|any)(?: still| all)?(?: the)?"
    r" (?:open|left|overdue|late|outstanding|unfinished|not done)(?: tasks?| items?)?(?: now| here| in this project)?"
    rf"{_END}|(?:how are we doing|where do we stand|what's the status|project status){_END}"
)
_HANDLES: Final = r"谁(?:在|来)?(?:负责|跟进?|管|做)"
_WHOSE: Final = re.compile(
    rf"{_HANDLES}(?P<behind>.{{2,40}}?){_SOFT}|(?P<before>.{{2,40}}?)(?:现在)?[是由]?{_HANDLES}{_SOFT}"
    r"|who(?:'s| is)? (?:own(?:s|ing)?|doing|responsible for|working on|in charge of) (?:the )?"
    rf"(?P<english>.{{2,60}}?){_END}"
)
_PLATE: Final = re.compile(
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
_LIST, _SHOW = (next(each for each in task.COMMANDS if each.name == name) for name in ("task list", "task show"))


def read(ctx: Context, text: str) -> Reply | None:
    """The answer of the command that a question asks for; None for anything else. Raises UserError as it does."""
    folded = plain(text).strip()
    if len(folded) > _LONGEST:
        return None
    if _OWN_WORK.fullmatch(folded):
        return _run(ctx, my.COMMANDS[0])
    if _OPEN_WORK.fullmatch(folded):
        return _run(ctx, _LIST)
    if asked := _DAY_OFF.fullmatch(folded):
        return _run(ctx, workday.COMMANDS[0], asked["day"] or asked["english"])
    if asked := _WHOSE.fullmatch(folded):
        return _whose(ctx, asked["behind"] or asked["before"] or asked["english"])
    if (asked := _PLATE.fullmatch(folded)) and (shown := _plate(ctx, asked["zh"] or asked["en"] or asked["has"])):
        return shown
    if _STANDING.fullmatch(folded) and not _ASKED_OF_SOMEBODY.search(folded) and read_new_day(folded) is None:
        return _standing(ctx, folded)
    return None


def _run(ctx: Context, command: Command, rest: str = "") -> Reply | None:
    ctx.rest = rest
    find(ctx, command.needs)
    demand(ctx, command.may)
    answer = command.run(ctx)
    return Reply(answer) if isinstance(answer, Card) else answer


def _whose(ctx: Context, asked: str) -> Reply | None:
    """The card of the task that is asked about, which names its owner; None where the words name no task."""
    known = [each for project in scope(ctx) for each in task_rows.open_in(ctx.work.db, project.id or 0)]
    code, _ = match_task(asked, [TaskName(each.code, each.title) for each in known])
    ctx.rest = code or asked
    find(ctx, _SHOW.needs)
    if ctx.guessed:
        return None
    demand(ctx, _SHOW.may)
    return task.show(ctx)


def _plate(ctx: Context, who: str) -> Reply | None:
    """The open tasks of the one person the words name."""
    naming = named_or_plain(ctx, who)
    if len(naming.people) != 1 or naming.rest.strip(" 的"):
        return None
    return _run(ctx, _LIST, f"@{naming.people[0].name}")


def _standing(ctx: Context, asked: str) -> Reply | None:
    """The card of the only task that the words are about; None where they fit none, or several."""
    known = [each for project in scope(ctx) for each in task_rows.open_in(ctx.work.db, project.id or 0)]
    code, _ = match_task(asked, [TaskName(each.code, each.title) for each in known])
    meant = [each for each in known if each.code == code or (code is None and alike(asked, each.title))]
    if len(meant) != 1:
        return None
    return _run(ctx, _SHOW, meant[0].code)

"""Questions in plain words that a command answers: what is open, whose it is, whether a day is worked (T6)."""

import re
from typing import Final

from bot.cards import Card
from bot.commands import my, task, workday
from bot.commands.command import Command, Context, Reply
from bot.commands.finding import find, scope
from bot.commands.permission import demand
from bot.rules.fold import plain
from bot.rules.likeness import TaskName, match_task
from storage import task as task_rows

_LONGEST: Final = 80
_END: Final = r"[\s,，。.!！~～…?？]*"
_SOFT: Final = rf"(?:了|啦|呢|呀|啊|吗|的)?{_END}"
_OWN_WORK: Final = re.compile(
    r"(?:我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}"
    r"(?:有|要做|该做|要干|该干|要忙)(?:些)?(?:什么|啥|哪些|几个|多少)(?:个|项|件)?(?:事情?|任务|活|工作|要做的?)?"
    r"|what (?:do i have|should i do|am i working on|is on my plate|are my tasks|have i got)(?: to do)?"
    r"(?: today| now| this week| tomorrow)?|what's on my plate(?: today| now| this week)?|my tasks)"
    rf"(?:呢|呀|吗|要做|没做)?{_END}"
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
    rf"|都?有{_WHICH}任务){_SOFT}"
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

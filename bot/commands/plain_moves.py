"""What is to become of a task, in plain words: 催一下支付联调, 压力测试转给王磊, 取消详情页切图 (P3, T3, T4)."""

import re
from typing import Final

from bot.cards import Button, note, words
from bot.commands import task_moves, task_people
from bot.commands.command import Context, Reply
from bot.commands.finding import find
from bot.commands.naming import named_or_plain
from bot.commands.permission import demand
from bot.errors import UserError
from bot.rules.access import DIRECTING, INSIDE, WORKING
from bot.rules.likeness import TaskName, match_task
from storage import people as people_rows
from storage.tables.task import Task

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
_HAND_OVER: Final = re.compile(
    rf"{_POLITE}把?(?:任务)?(?:移交给|转交给|转给|交给|(?:的?负责人)?(?:改[由成为]|换成)|让给)(?P<zh>.+?)来?(?:做|负责|跟进?|接手)?{_END}"
    r"|(?:please )?(?:hand over|hand|give|reassign|assign|change|move)(?: the)? (?:over )?to\s?(?P<en>.+?)[!. ]*",
    re.IGNORECASE,
)

# The same with a part of a title: short, without a day, and nobody spoken to.
_SHORT_HAND_OVER: Final = re.compile(
    rf"{_POLITE}把?(?P<zh_what>[^,，@＠\d周天月号前后]{{2,12}}?)(?:的(?:事情?|任务|活))?(?:请|麻烦|帮我)?"
    r"(?:移交给|转交给|转给|交给|(?:的?负责人)?(?:改[由成为]|换成)|让给)(?P<zh>[^,，]{2,12}?)(?:来?(?:做|负责|跟进?|接手))?"
    rf"{_END}|(?:please )?(?:hand over|hand|give|reassign|assign|change)(?: the)? (?P<en_what>[^,@\d]{{2,40}}?)"
    r" (?:over )?to (?P<en>[^,]{2,30}?)[!. ]*",
    re.IGNORECASE,
)


def read_short(ctx: Context, text: str, tasks: list[Task]) -> Reply | None:
    """The question whether a task known by a part of its title goes to somebody; None for anything else."""
    said = _SHORT_HAND_OVER.fullmatch(text.strip())
    if said is None:
        return None
    code, _ = match_task(said["zh_what"] or said["en_what"], [TaskName(task.code, task.title) for task in tasks])
    task = next((task for task in tasks if task.code == code), None)
    return None if task is None else _handed(ctx, task, said["zh"] or said["en"])


def read(ctx: Context, text: str, task: Task) -> Reply | None:
    """What the words beside a task's title ask for; None where they ask for none of these. Raises UserError."""
    rest = re.sub(rf"{re.escape(task.title)}|{task.code}", " ", text, flags=re.IGNORECASE)
    squeezed = _BESIDE_HAN.sub("", " ".join(rest.split()))
    if (said := _URGE.fullmatch(squeezed)) and _is_owner(ctx, task, said["zh"] or said["en"] or ""):
        return _urged(ctx, task)
    if _CANCEL.fullmatch(squeezed) and not _ASKED.fullmatch(squeezed):
        _found(ctx, task)
        demand(ctx, DIRECTING)
        return task_moves.cancel(ctx)
    if said := _HAND_OVER.fullmatch(squeezed):
        return _handed(ctx, task, said["zh"] or said["en"])
    return None


def _found(ctx: Context, task: Task) -> None:
    ctx.rest = task.code
    find(ctx, "task")


def _is_owner(ctx: Context, task: Task, who: str) -> bool:
    """Whether nobody else than the owner is named, and nothing more wanted of them than news."""
    if not who.strip(" 的"):
        return True
    naming = named_or_plain(ctx, who)
    return [person.id for person in naming.people] == [task.owner_id] and bool(_FOR_NEWS.fullmatch(naming.rest))


def _urged(ctx: Context, task: Task) -> Reply | None:
    _found(ctx, task)
    demand(ctx, INSIDE)
    return task_people.urge(ctx)


def _handed(ctx: Context, task: Task, who: str) -> Reply | None:
    """The question whether a task goes to somebody. Raises UserError where it is theirs."""
    naming = named_or_plain(ctx, who)
    if len(naming.people) != 1 or naming.rest:
        return None
    _found(ctx, task)
    demand(ctx, WORKING)
    to = naming.people[0]
    giver = people_rows.person(ctx.work.db, task.owner_id)
    if giver.id == to.id:
        raise UserError("task.owned_already", title=task.title, who=to.name)
    value = {"task": str(task.id), "to": str(to.id), "from": str(giver.id)}
    asked = words("record.understood_handover", title=task.title, giver=giver.name, to=to.name)
    return Reply(note(asked, buttons=(Button("task.handover", words("record.button_confirm"), value, "primary"),)))

"""/done, /progress, /block, /unblock, /redate, /task start, /task cancel, and the buttons that do the same (T3, T4)."""

import re
from datetime import datetime

from msgspec.structs import replace

from bot.cards import Button, Card, Section, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.naming import spelled
from bot.commands.next_step import dated
from bot.commands.task_answers import ask, told
from bot.commands.task_asking import due_button, why_asked
from bot.errors import UserError
from bot.rules.access import DIRECTING, HELPING, WORKING, Part
from bot.rules.deadlines import Deadline, Found, choose, find, parse
from bot.rules.numerals import read_number
from bot.rules.states import OPEN
from bot.services import task as tasks
from bot.services import task_cards, task_forms
from bot.services.drafts import Choice
from storage import task as task_rows

_PERCENT = re.compile(r"(?:^|(?<=[\s:：,，])|(?<=[到至是了]))([-−－]?\d{1,4})\s*[%％]|^(\d{1,4})(?=\s|$)")
_SHARE = re.compile(
    r"百分之\s*([零一二两三四五六七八九十百\d]{1,4})|([一二两三四五六七八九])成(?![功果员])|一半|(?<![a-z])half(?:way)?(?![a-z])",
    re.IGNORECASE,
)
_ONLY_DONE = re.compile(r"(?:已经?|做了?|完成了?|差不多|大约|约|there|done|complete[d]?|about)*$", re.IGNORECASE)
_ALL_DONE = re.compile(
    r"(?:已经?)?(?:全部|全都|都)?(?:完成|做完|搞定|弄好|做好)了?|(?:all )?(?:done|finished|completed?)", re.IGNORECASE
)
_NEXT = re.compile(r"(?:下一步|接下来|next(?: step)?)\s*(?:是|[:：])?\s*(.+)$", re.IGNORECASE | re.DOTALL)
_NEED = re.compile(r"(?:需要|需|needs?|need:)\s*[:：]?\s*(.+)$", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"^(?:原因是?|因为|由于|(?:because(?: of)?|reason|cause)(?![a-z]))\s*[:：]?\s*", re.IGNORECASE)
_BECAUSE = re.compile(r"(?:原因是?|因为|由于|(?<![a-z])(?:because(?: of)?|reason)(?![a-z]))\s*[:：]?", re.IGNORECASE)
_LEADING_TO = re.compile(
    r"(?:to|till|until|by|new date|到|至|为|改[期为到至成]?|推迟[到至]?|延[期后]?[到至]?|提前[到至]?)?", re.IGNORECASE
)
OWNING = frozenset({Part.OWNER})
_CRUMB = re.compile(r"with|on|the|for|my", re.IGNORECASE)
_EDGES = " \t\r\n,，;；。.:：、"


def done(ctx: Context) -> Reply | None:
    """`/完成 CODE`. With sub-tasks still open it asks first."""
    _refuse_guess(ctx)
    waiting = [child for child in task_rows.children(ctx.work.db, ctx.task.id or 0) if child.status in OPEN]
    if waiting and ctx.task.status in OPEN:
        key = f"ask:{ctx.work.source}"
        value = {"task": str(ctx.task.id), "ask": key}
        everything = Button("task.done_all", words("task.button_done_all"), value, "primary")
        lines = tuple(task_cards.line(ctx.work, child) for child in waiting)
        asked = note(words("task.children_open", title=ctx.task.title, n=len(waiting)), *lines, buttons=(everything,))
        return Reply(asked, key, privately=bool(ctx.event.action))
    said = _reason(spelled(ctx, ctx.rest))
    tasks.finish(ctx.work, ctx.task, said)
    lines = (words("task.note_is", note=said),) if said else ()
    return told(ctx, words("task.finished", title=ctx.task.title, by=ctx.me.name), *lines, news=True)


def _refuse_guess(ctx: Context) -> None:
    """Words that name no task may be meant as another one's name; what ends a task is not done on a guess."""
    if ctx.guessed and ctx.rest:
        task = words("task.named", title=ctx.task.title, code=ctx.task.code)
        raise UserError("task.not_found", typed=ctx.rest, task=task)


def done_all(ctx: Context) -> Reply | None:
    """The task with all its open sub-tasks."""
    for child in task_rows.children(ctx.work.db, ctx.task.id or 0):
        if child.status in OPEN:
            tasks.finish(ctx.work, child)
    tasks.finish(ctx.work, ctx.task)
    return told(ctx, words("task.finished", title=ctx.task.title, by=ctx.me.name), news=True)


def progress(ctx: Context) -> Reply | None:
    """`/进度 CODE 60% 下一步…`; without anything it offers the form."""
    percent, next_step, text = read_line(spelled(ctx, ctx.rest)) if not ctx.event.action else _filled(ctx)
    if percent is None and not next_step and not text:
        return ask(ctx, words("task.ask_progress", title=ctx.task.title), task_forms.reports(ctx.task)[0])
    next_step = dated(ctx, next_step)
    tasks.progress(ctx.work, ctx.task, percent, next_step, text)
    lines = [words("task.note_is", note=text)] if text else []
    lines += [words("task.next_is", next=next_step)] if next_step else []
    lines += [words("task.all_done", code=ctx.task.code)] if ctx.task.percent == 100 else []
    if percent is None:
        return told(ctx, words("task.noted", title=ctx.task.title), *lines)
    return told(ctx, words("task.progressed", title=ctx.task.title, percent=ctx.task.percent), *lines)


def read_line(text: str) -> tuple[int | None, str, str]:
    """Percentage, next step and the rest of a typed progress line."""
    onward = _NEXT.search(text)
    before = text[: onward.start()] if onward else text
    found = _PERCENT.search(before)
    share = _SHARE.search(before) if found is None else None
    percent = int((found[1] or found[2]).replace("−", "-").replace("－", "-")) if found else _share(share)
    cut = found or share
    rest = f"{before[: cut.start()]} {before[cut.end() :]}" if cut else before
    said = " ".join(rest.split()).strip(_EDGES)
    if percent is None and _ALL_DONE.fullmatch(said):
        percent, said = 100, ""
    return percent, onward[1].strip(_EDGES) if onward else "", "" if cut and _ONLY_DONE.match(said) else said


def _share(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    if found[2]:
        return 10 * (read_number(found[2]) or 0)
    return read_number(found[1]) if found[1] else 50


def _filled(ctx: Context) -> tuple[int | None, str, str]:
    written = ctx.fields.get("percent", "").strip().rstrip("%％ ")
    if written and not written.isdecimal():
        raise UserError("task.percent_range")
    return int(written) if written else None, ctx.fields.get("next", "").strip(), ctx.fields.get("note", "").strip()


def block(ctx: Context) -> Reply | None:
    """`/阻塞 CODE 原因 需要…`; the cause is asked for when it is not there."""
    if ctx.event.action:
        cause, need = ctx.fields.get("cause", "").strip(), ctx.fields.get("need", "").strip()
    else:
        said = spelled(ctx, ctx.rest)
        wanted = _NEED.search(said)
        cause = _reason(said[: wanted.start()] if wanted else said)
        need = wanted[1].strip(_EDGES) if wanted else ""
    if not cause:
        return ask(ctx, words("task.ask_cause", title=ctx.task.title), task_forms.block_button(ctx.task, need))
    tasks.block(ctx.work, ctx.task, cause, need)
    lines = (words("task.cause_is", cause=cause), *((words("task.need_is", need=need),) if need else ()))
    return told(ctx, words("task.blocked", title=ctx.task.title, by=ctx.me.name), *lines, news=True, tone="warn")


def unblock(ctx: Context) -> Reply | None:
    """`/解除 CODE`."""
    tasks.unblock(ctx.work, ctx.task)
    return told(ctx, words("task.unblocked", title=ctx.task.title, by=ctx.me.name), news=True)


def start(ctx: Context) -> Reply | None:
    """`/任务 开始 CODE`."""
    tasks.start(ctx.work, ctx.task)
    return told(ctx, words("task.started", title=ctx.task.title, by=ctx.me.name))


def cancel(ctx: Context) -> Reply | None:
    """`/任务 取消 CODE 原因`; the reason is asked for when it is not there."""
    _refuse_guess(ctx)
    reason = ctx.fields.get("reason", "").strip() if ctx.event.action else _reason(spelled(ctx, ctx.rest))
    if not reason:
        return ask(ctx, words("task.ask_cancel", title=ctx.task.title), task_forms.cancel_button(ctx.task))
    tasks.cancel(ctx.work, ctx.task, reason)
    title = words("task.cancelled", title=ctx.task.title, by=ctx.me.name)
    return told(ctx, title, words("task.because", reason=reason), news=True, tone="plain")


def accept(ctx: Context) -> Reply | None:
    """`/任务 接受 CODE`: the owner takes the task on (T2)."""
    tasks.accept(ctx.work, ctx.task)
    return told(ctx, words("task.accepted", title=ctx.task.title, by=ctx.me.name))


def object_to(ctx: Context) -> Reply | None:
    """`/任务 有困难 CODE 原因`: the owner says what stands against the task (T2); asked for when it is not there."""
    reason = ctx.fields.get("reason", "").strip() if ctx.event.action else _reason(spelled(ctx, ctx.rest))
    if not reason:
        return ask(ctx, words("task.ask_objection", title=ctx.task.title), task_forms.object_button(ctx.task))
    tasks.object_to(ctx.work, ctx.task, reason)
    title = words("task.objection_noted", title=ctx.task.title)
    return told(ctx, title, words("task.because", reason=reason), news=True)


# ---------------------------------------------------------------------------------------------------------------------
# A new date


def redate(ctx: Context) -> Reply | None:
    """`/改期 CODE 3月6日 原因…`; date and reason are asked for when they are not there."""
    if ctx.event.action:
        return _redate_to(ctx, ctx.fields.get("due", ""), ctx.fields.get("reason", "").strip())
    typed = spelled(ctx, ctx.rest)
    said = _BECAUSE.search(typed)
    before, why = (typed[: said.start()], typed[said.end() :]) if said else (typed, "")
    moments = find(before, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order)
    found = choose(moments)
    if found is None and said and before.strip(_EDGES):
        return _ask_date(ctx, before.strip(_EDGES), _reason(why))
    if found is None:
        return _ask_date(ctx, "", _reason(typed))
    start, end = found.span
    # "下周一到周三": the beginning is no part of the reason, and without it the end would be another day.
    begun = min((each.found.span[0] for each in moments if each.starts), default=start)
    parts = (before[: min(begun, start)], before[end:], why)
    around = (part.strip(_EDGES) for part in parts if not _LEADING_TO.fullmatch(part.strip(_EDGES)))
    return _redate_as(ctx, found, before[start:end], _reason(" ".join(around)))


def redate_to(ctx: Context) -> Reply | None:
    """One of several readings of a date, chosen with a button."""
    due = datetime.fromisoformat(ctx.value["due"])
    return _set_date(ctx, due, ctx.value["timed"] == "1", ctx.value["reason"])


def _redate_to(ctx: Context, written: str, reason: str) -> Reply | None:
    found = parse(written, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order)
    return _ask_date(ctx, written, reason) if found is None else _redate_as(ctx, found, written, reason)


def _redate_as(ctx: Context, found: Found, written: str, reason: str) -> Reply | None:
    if not isinstance(found, Deadline):
        choices = tuple(Choice(option.due.isoformat(), option.timed) for option in found.options)
        return _ask_which(ctx, written, found.reason, choices, reason)
    if not reason:
        button = task_forms.redate_button(ctx.task, written)
        return ask(ctx, words("task.ask_reason", title=ctx.task.title), button)
    return _set_date(ctx, found.due, found.timed, reason)


def _set_date(ctx: Context, due: datetime, timed: bool, reason: str) -> Reply | None:
    tasks.redate(ctx.work, ctx.task, due, timed, reason)
    title = words(
        "task.redated", by=ctx.me.name, title=ctx.task.title, due=task_cards.due(ctx.work, ctx.task, exact=True)
    )
    hints = task_cards.beyond(ctx.work, ctx.task)
    return told(ctx, title, words("task.because", reason=reason), *hints, news=True)


def _ask_date(ctx: Context, written: str, reason: str) -> Reply | None:
    button = task_forms.redate_button(ctx.task, written, reason)
    asked = words("task.no_date", written=written) if written else words("task.ask_due", title=ctx.task.title)
    return ask(ctx, asked, button)


def _ask_which(ctx: Context, written: str, why: str, choices: tuple[Choice, ...], reason: str) -> Reply:
    button = task_forms.redate_button(ctx.task, "", reason)
    value = {"task": str(ctx.task.id), "reason": reason}
    buttons = tuple(due_button(ctx, "task.redate_to", choice, value) for choice in choices) if reason else ()
    other = replace(button, label=words("task.button_other_date"))
    section = Section(lines=(words("task.about", title=ctx.task.title),), buttons=(*buttons, other))
    card = Card(why_asked(written.strip(_EDGES), why, ctx.task.title), "warn", (section,))
    return Reply(card, privately=bool(ctx.event.action))


def _reason(text: str) -> str:
    if _CRUMB.fullmatch(text.strip()):  # "done with poster draft"
        return ""
    return _LABEL.sub("", text.strip(_EDGES)).strip(_EDGES)


COMMANDS = (
    Command("done", "完成", "task.done", done, "task", WORKING),
    Command("progress", "进度", "task.progress", progress, "task", HELPING),
    Command("block", "阻塞", "task.block", block, "task", HELPING),
    Command("unblock", "解除", "task.unblock", unblock, "task", HELPING, ("解除阻塞",)),
    Command("redate", "改期", "task.redate", redate, "task", WORKING, ("延期", "postpone")),
    Command("task start", "任务 开始", "task.start", start, "task", HELPING, ("开始",)),
    Command("task accept", "任务 接受", "task.accept", accept, "task", OWNING, ("接受",)),
    Command("task object", "任务 有困难", "task.object", object_to, "task", OWNING, ("有困难", "不接受", "拒绝")),
    Command("task cancel", "任务 取消", "task.cancel", cancel, "task", DIRECTING),
)
ACTIONS = (
    Action("task.done", done, "task", WORKING),
    Action("task.done_all", done_all, "task", WORKING),
    Action("task.progress", progress, "task", HELPING),
    Action("task.block", block, "task", HELPING),
    Action("task.unblock", unblock, "task", HELPING),
    Action("task.start", start, "task", HELPING),
    Action("task.redate", redate, "task", WORKING),
    Action("task.redate_to", redate_to, "task", WORKING),
    Action("task.cancel", cancel, "task", DIRECTING),
    Action("task.accept", accept, "task", OWNING),
    Action("task.object", object_to, "task", OWNING),
)

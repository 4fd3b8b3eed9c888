"""Plain words to the bot that are no command: a standup, progress or a new task, done after one tap (S1, S3)."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot import texts
from bot.cards import Button, Card, Day, Many, Moment, Section, Value, Words, note, words
from bot.commands import minutes, plain_leave, plain_moves, plain_redate, plain_talk, task_new, task_several, task_typed
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.finding import scope, typed_project
from bot.commands.naming import spelled
from bot.commands.permission import demand
from bot.commands.task_answers import pass_on
from bot.rules.access import ANYONE, HELPING, INSIDE
from bot.rules.deadlines import Deadline, find, parse
from bot.rules.likeness import MOST, alike, candidates
from bot.rules.progress import ProgressUpdate, TaskName, read_progress, says_late
from bot.rules.standup import answered_day
from bot.rules.standup_text import StandupText, read_standup
from bot.rules.states import OPEN
from bot.rules.taskline import TaskLine
from bot.rules.titles import is_vague
from bot.services import access, answering, drafts, proposals, spoken, standup, standup_team, task_cards
from bot.services import task as tasks
from bot.services.drafts import Draft
from bot.services.spoken import Spoken
from storage import people as people_rows
from storage import project as project_rows
from storage import standup as standup_rows
from storage import task as task_rows
from storage.tables.project import Project
from storage.tables.record import Proposal
from storage.tables.task import Task

# What people begin with that says nothing: "ok王芳周五前出图".
_FILLER: Final = re.compile(
    r"^(?:(?:ok(?:ay)?|好的?|收到|嗯+|行|谢谢|辛苦了?|另外|对了|那个)[,，。!！~～\s]+)+(?=\S{2})|^ok(?=[\u4e00-\u9fff]{2})",
    re.IGNORECASE,
)
_BEFORE_DAY: Final = re.compile(r"(?:by|before|until|on|at|for)\s+", re.IGNORECASE)
_POLITE: Final = re.compile(
    r"请(?!假)|麻烦|帮|能不能|可否|能否|(?:can|could|would) you|[@＠]"
    r"|^(?:can|could|would) (?!(?:i|we|it|this|that|the|there|they|anyone|anybody|somebody)(?![a-z]))[a-z]",
    re.IGNORECASE,
)
# What is said about a task without any news of it; the task with its buttons answers it.
_ABOUT: Final = re.compile(
    r"(?>取消|不用?做|先|暂停|停掉?|删[掉除]|移交|转[给交]|交给|改期|延期|推迟|放一放|催一?下?|查看|进展|进度|状态|情况|怎么样|如何|什么时候|能[好完]成?"
    r"|[了吧的给把？?。！!]|cancel|drop|stop|pause|hand|over|status|show|where|when|how|will|is|be|done|of|the|to|\s)*+"
)
# What is waited for or needed is another matter than the one that is told of.
_TOLD_OF: Final = re.compile(
    r"等|需要?|卡|因为|由于|(?<![a-z])(?:wait|need|block|stuck|because|for|on|by|with)", re.IGNORECASE
)
_BEHIND_DAY: Final = re.compile(r"(?:之前|以前|前|左右|开始|起)$")


def plain(ctx: Context) -> Reply | None:
    """Show what was understood, with one button to do it; or what can be typed."""
    text = _FILLER.sub("", ctx.rest.strip())
    noted = minutes.plain(ctx, text)
    if noted is not None:
        return noted
    said = _as_standup(ctx, spelled(ctx, text))
    if said is not None:
        return said
    told = spelled(ctx, text)
    updates = _read(ctx, told, _tasks(ctx))
    answer = task_typed.typed(ctx, text, free=not any(update.code for update in updates))
    if answer is not None:
        return answer
    right = task_typed.corrected(ctx, text)
    if right is not None:
        return _ask_task(ctx, *right)
    asked = plain_leave.read(ctx, text) or plain_redate.read(ctx, told)
    if asked is not None:
        return asked
    talk = plain_talk.read(ctx, text)
    if talk is not None:
        return talk
    named = _named_task(ctx, text)
    moved = plain_moves.read(ctx, text, named) if named is not None else None
    if moved is not None:
        return moved
    if named is None and (moved := plain_moves.read_short(ctx, text, _tasks(ctx))) is not None:
        return moved
    line = task_new.understood(ctx, text)
    _refuse_closed(ctx, text, line)
    known = named if named is not None and _is_only_named(named, line) else None
    if _may_be_progress(text, line, updates) and not plain_talk.asks_openly(text):
        progress = _as_progress(ctx, told)
        if progress is not None:
            return progress
    moved = plain_redate.read_anew(ctx, told)
    if moved is not None:
        return moved
    if known is not None:
        return Reply(task_cards.card(ctx.work, known), task_cards.card_key(known))
    late = _as_late(ctx, told) if says_late(told) and not line.owners else None
    if late is not None:
        return late
    asks = plain_talk.asks(text) and not _POLITE.search(text)
    if line.title and not asks and (line.owners or line.due or line.owner_is_author or line.acting):
        return task_several.read(ctx, text) or _as_task(ctx, line, text)
    if named is not None:
        return Reply(task_cards.card(ctx.work, named), task_cards.card_key(named))
    return Reply(_what_can_be_typed(ctx, "hello" if plain_talk.greets(text) else "not_understood"))


def _named_task(ctx: Context, text: str) -> Task | None:
    """The one open task whose title, or code, the words hold; 海报 is not named where 海报定稿 is."""
    folded = text.casefold()
    names = [(task, task.title.casefold(), task.code.casefold()) for task in _tasks(ctx)]
    found = [
        (title, code, task) for task, title, code in names if (len(title) > 1 and title in folded) or code in folded
    ]
    named = [task for title, code, task in found if code in folded or title in _without_longer(folded, title, found)]
    return named[0] if len(named) == 1 else None


def _without_longer(folded: str, title: str, found: list[tuple[str, str, Task]]) -> str:
    for longer, _, _ in found:
        if len(longer) > len(title):
            folded = folded.replace(longer, " ")
    return folded


def _is_only_named(task: Task, line: TaskLine) -> bool:
    """Whether words say nothing that sets another task: 取消系统排查, 系统排查怎么样了."""
    rest = line.title.casefold().replace(task.title.casefold(), "")
    return is_vague(rest) or _ABOUT.fullmatch(rest) is not None


def _may_be_progress(text: str, line: TaskLine, updates: tuple[ProgressUpdate, ...]) -> bool:
    """Somebody and a day make a task, unless a known task is said to have come somewhere; so does a day with a need."""
    moved = [update for update in updates if update.state or update.percent is not None]
    if (line.owners or line.acting) and line.due:
        return any(update.code for update in moved) and not re.search(r"[@＠]", text)
    return line.due is None or bool(moved) or any(update.code for update in updates)


def _refuse_closed(ctx: Context, text: str, line: TaskLine) -> None:
    """Words that name a task that is over, and none that is open, are answered with how it ended.

    Somebody may be given other work whose name holds that of a task that is over: 海报印刷, where 海报 is done.
    """
    known = [task for project in scope(ctx) for task in task_rows.all_in(ctx.work.db, project.id or 0)]
    named = [task for task in known if task.title.casefold() in text.casefold()]
    other = bool(line.owners or line.acting) and not any(_is_only_named(task, line) for task in named)
    if named and not other and all(task.status not in OPEN for task in named):
        tasks.refuse_closed(ctx.work, named[-1])


def _buttons(proposal: Proposal, action: str) -> tuple[Button, ...]:
    value = {"proposal": str(proposal.id), **({"project": str(proposal.project_id)} if proposal.project_id else {})}
    return (
        Button(action, words("record.button_confirm"), value, "primary"),
        Button("plain.no", words("record.button_no"), value),
    )


def refuse(ctx: Context) -> None:
    """It was not meant like that: nothing is done."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    proposals.take(ctx.work, proposal, note(words("record.not_meant"), words("record.say_again")))


# ---------------------------------------------------------------------------------------------------------------------
# A standup


def _as_standup(ctx: Context, text: str) -> Reply | None:
    """An answer to a standup: one with its labels, or in lines. Labels tell it where none is open, too."""
    said = read_standup(text)
    parts = sum(bool(part) for part in (said.yesterday, said.today, said.obstacles))
    if (said.unsure and "\n" not in text) or parts < 2:
        return None
    here = {project.id for project in scope(ctx)}
    waiting = [(project, day) for project, day in standup.open_day(ctx.work, ctx.me) if project.id in here]
    if waiting:
        (project, day), title = waiting[0], "record.understood_standup"
    else:
        other = None if said.unsure or not said.yesterday else _not_waiting(ctx)
        if other is None:
            return None
        project, day, title = other
    payload = {"day": day.toordinal(), "yesterday": said.yesterday, "today": said.today, "obstacles": said.obstacles}
    proposal = proposals.propose(ctx.work, project.id, "standup", payload)
    section = Section(fields=_standup_fields(said), buttons=_buttons(proposal, "plain.standup"))
    card = Card(words(title, project=project.name, day=Day(day)), sections=(section,))
    return Reply(card, proposals.card_key(proposal))


def _not_waiting(ctx: Context) -> tuple[Project, date, str] | None:
    """The project and day of a standup nobody asked for now, and the question whether it is meant."""
    mine = ctx.me.id or 0
    found: list[tuple[Project, date, str]] = []
    for project in scope(ctx):
        habit = standup_team.habit_of(ctx.work, project, ctx.me)
        day = answered_day(habit, ctx.work.now)
        member = project_rows.memberships(ctx.work.db, project.id or 0, mine)
        if not member or not ctx.work.norms(project).standup or day < project.starts_on:
            continue
        found.append((project, day, f"record.standup_{_how_it_stands(ctx, project, day)}"))
    if len(found) > 1:
        ctx.found_project = typed_project(ctx)
        found = [each for each in found if each[0].id == ctx.project.id]
    return found[0] if found else None


def _how_it_stands(ctx: Context, project: Project, day: date) -> str:
    """Whether somebody answered for a day before, comes late, or early."""
    if standup_rows.answer(ctx.work.db, project.id or 0, day, ctx.me.id or 0) is not None:
        return "again"
    window = standup_team.window_of(ctx.work, project, ctx.me, day)
    return "late" if window is not None and window.closes <= ctx.work.now else "early"


def _standup_fields(said: StandupText) -> tuple[tuple[Words, Value], ...]:
    parts = (("yesterday", said.yesterday), ("today", said.today), ("obstacles", said.obstacles))
    return tuple((words(f"standup.label_{name}"), said or words("record.nothing")) for name, said in parts)


def confirm_standup(ctx: Context) -> None:
    """The standup was meant like that."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    said = proposal.payload
    project, day = project_rows.project(ctx.work.db, proposal.project_id or 0), date.fromordinal(said["day"])
    standup.answer(ctx.work, ctx.me, project, day, said["yesterday"], said["today"], said["obstacles"])
    proposals.take(
        ctx.work, proposal, note(words("record.standup_kept", project=project.name, day=Day(day)), tone="good")
    )


# ---------------------------------------------------------------------------------------------------------------------
# Progress


def _as_progress(ctx: Context, text: str) -> Reply | None:
    """Progress of tasks: the person's own first, else any in sight."""
    known = _tasks(ctx)
    here = {project.id for project in scope(ctx)}
    mine = [task for task in known if task.owner_id == ctx.me.id or _helps(ctx, task)]
    answered = answering.tasks_on(ctx.work, ctx.event, known)
    if answered:
        return _about_answered(ctx, text, known, answered)
    said, wider = _read(ctx, text, mine), _read(ctx, text, known)
    if len({update.code for update in wider} - {None}) > len({update.code for update in said} - {None}):
        return _proposed(ctx, wider)
    said = tuple(_doubted(update, mine, known) for update in said)
    if any(update.code is None for update in said) or (not said and not mine):
        said = wider if wider and (not said or all(update.code for update in wider)) else said
    if not said or not here:
        return None
    nobodys = not mine and not any(update.code for update in said)
    if nobodys and not any(alike(text, task.title) for task in known):
        return Reply(note(words("record.no_task_of_yours"), words("record.name_the_task")))
    return _proposed(ctx, said)


def _doubted(update: ProgressUpdate, mine: list[Task], known: list[Task]) -> ProgressUpdate:
    """What was taken for the person's own task, though only the titles of others sound like it: it is asked then."""
    meant = update.code or (update.candidates[0] if len(update.candidates) == 1 else None)
    own = next((task for task in mine if task.code == meant), None)
    if own is None or own.code in update.text.upper() or alike(update.text, own.title):
        return update
    others = [task.code for task in known if task not in mine and alike(_TOLD_OF.split(update.text)[0], task.title)]
    return replace(update, code=None, candidates=(*others, own.code)[:MOST]) if others else update


def _as_late(ctx: Context, text: str) -> Reply | None:
    """Words that something of the person's own will be late, though they name no task plainly; never a new task."""
    mine = [task for task in _tasks(ctx) if task.owner_id == ctx.me.id]
    codes = candidates(text, [TaskName(task.code, task.title) for task in mine])
    if not codes:
        return None
    said = _read(ctx, text, mine, codes[0]) if len(codes) == 1 else ()
    return _proposed(ctx, said or (ProgressUpdate(None, codes, delayed=True, text=text),))


def _about_answered(ctx: Context, text: str, known: list[Task], answered: list[Task]) -> Reply | None:
    """Progress said in answer to a message is of the tasks in it, unless it names another one."""
    codes = tuple(task.code for task in answered)
    said = _read(ctx, text, known, codes[0] if len(codes) == 1 else None)
    told = tuple(update if update.code else replace(update, candidates=codes[:MOST]) for update in said)
    return _proposed(ctx, told) if told else None


def _proposed(ctx: Context, said: tuple[ProgressUpdate, ...]) -> Reply | None:
    allowed = tuple(update for update in said if update.code is None or _may_report(ctx, update.code))
    items = tuple(_spoken(ctx, update) for update in allowed or said)
    if any(not item.code and not item.choices for item in items):
        return None
    others = [update.code for update in said if update not in allowed and allowed]
    kept = {"items": [item.dump() for item in items], "others": others}
    proposal = proposals.propose(ctx.work, None, "progress", kept)
    return Reply(_progress_card(ctx, proposal, items), proposals.card_key(proposal))


def _tasks(ctx: Context) -> list[Task]:
    return [task for project in scope(ctx) for task in task_rows.open_in(ctx.work.db, project.id or 0)]


def _helps(ctx: Context, task: Task) -> bool:
    return task.id in {helped.id for helped in task_rows.helped_by(ctx.work.db, ctx.me.id or 0)}


def _read(ctx: Context, text: str, tasks: list[Task], about: str | None = None) -> tuple[ProgressUpdate, ...]:
    names = [TaskName(task.code, task.title) for task in tasks]
    read = ctx.said, ctx.norms.calendar, ctx.zone, names, ctx.order
    return read_progress(text, *read, about=about) if names else ()


def _spoken(ctx: Context, update: ProgressUpdate) -> Spoken:
    only = update.candidates[0] if update.code is None and len(update.candidates) == 1 else ""
    return Spoken(
        update.code or only,
        update.candidates,
        update.percent,
        update.state or "",
        update.cause,
        update.need,
        _next_step(ctx, update),
        update.text,
        update.expected.due.isoformat() if isinstance(update.expected, Deadline) else "",
        isinstance(update.expected, Deadline) and update.expected.timed,
        update.denied,
        update.delayed,
    )


def _next_step(ctx: Context, update: ProgressUpdate) -> str:
    """The next step with its day written out, because "tomorrow" is another day tomorrow."""
    read = update.next_step, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order
    found = parse(*read)
    if found is None and len(begins := find(*read)) == 1:
        found = begins[0].found  # "starting tomorrow" is no deadline, but a day all the same
    if not isinstance(found, Deadline):
        return update.next_step
    start, end = found.span
    written, local = update.next_step[start:end], found.due.astimezone(ctx.zone)
    today = ctx.work.now.astimezone(ctx.zone).date()
    when = texts.moment(local, ctx.language, today) if found.timed else texts.day(found.day, ctx.language, today)
    before, behind = _BEFORE_DAY.match(written), _BEHIND_DAY.search(written)
    when = f"{before[0] if before else ''}{when}{behind[0] if behind else ''}"
    return f"{update.next_step[:start]}{when}{update.next_step[end:]}"


def _progress_card(ctx: Context, proposal: Proposal, items: tuple[Spoken, ...]) -> Card:
    """What will be done, or, as long as a task is not clear, which one is meant."""
    open_item = next((item for item in items if not item.code), None)
    if open_item is None:
        for item in items:
            _check(ctx, spoken.task_of(ctx.work, item.code))
        lines = [spoken.shown(ctx.work, item) for item in items]
        lines += [_of_others(ctx, code) for code in proposal.payload.get("others", ())]
        lines += [late for item in items if (late := spoken.too_late(ctx.work, item)) is not None]
        return note(words("record.understood"), *lines, buttons=_buttons(proposal, "plain.progress"))
    value = {"proposal": str(proposal.id)}
    choices = tuple(
        Button("plain.choose", words("task.named", title=task.title, code=code), {**value, "code": code})
        for code in open_item.choices
        for task in (spoken.task_of(ctx.work, code),)
    )
    none_of_them = Button("plain.no", words("record.button_none"), value)
    return note(words("record.which_task"), open_item.text, buttons=(*choices, none_of_them))


def _of_others(ctx: Context, code: str) -> Value:
    task = spoken.task_of(ctx.work, code)
    return words("record.others_task", title=task.title, owner=people_rows.person(ctx.work.db, task.owner_id).name)


def _may_report(ctx: Context, code: str) -> bool:
    task = spoken.task_of(ctx.work, code)
    project = project_rows.project(ctx.work.db, task.project_id)
    return bool(access.parts(ctx.work, ctx.me, project, task) & HELPING)


def _check(ctx: Context, task: Task) -> None:
    project = project_rows.project(ctx.work.db, task.project_id)
    ctx.parts = access.parts(ctx.work, ctx.me, project, task)
    demand(ctx, HELPING)


def choose(ctx: Context) -> None:
    """Which task was meant."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    items = [spoken.load(raw) for raw in proposal.payload["items"]]
    first = next(number for number, item in enumerate(items) if not item.code)
    items[first] = replace(items[first], code=ctx.value["code"])
    proposal.payload = {**proposal.payload, "items": [item.dump() for item in items]}
    ctx.work.update(proposals.card_key(proposal), _progress_card(ctx, proposal, tuple(items)))


def confirm_progress(ctx: Context) -> None:
    """The progress was meant like that."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    items = [spoken.load(raw) for raw in proposal.payload["items"]]
    for item in items:
        _check(ctx, spoken.task_of(ctx.work, item.code))
    done = [spoken.apply(ctx.work, item) for item in items]
    lines = tuple(task_cards.line(ctx.work, task) for task in done)
    card = note(words("record.done"), *lines, tone="good")
    proposals.take(ctx.work, proposal, card)
    for task, item in zip(done, items, strict=True):
        if item.state:
            pass_on(ctx, task, note(spoken.shown(ctx.work, item), task_cards.line(ctx.work, task)))


# ---------------------------------------------------------------------------------------------------------------------
# A new task


def _as_task(ctx: Context, line: TaskLine, text: str) -> Reply:
    """A new action item; said to the bot alone and without a name it is one's own."""
    rest, ctx.rest = ctx.rest, text
    ctx.found_project = typed_project(ctx)
    ctx.rest = rest
    ctx.parts = access.parts(ctx.work, ctx.me, ctx.found_project)
    demand(ctx, INSIDE)
    draft = task_new.draft_of(ctx, line, text)
    if ctx.chat is None and not draft.owners and not draft.unknown:
        draft = replace(draft, owners=(ctx.me.id or 0,))
    return _ask_task(ctx, draft, ctx.project)


def _ask_task(ctx: Context, draft: Draft, project: Project) -> Reply:
    """The question whether a task is to be made as it was understood."""
    kept = {**draft.dump(), "shown_in": ctx.chat.id if ctx.chat else 0}
    proposal = proposals.propose(ctx.work, project.id, task_new.KIND, kept)
    fields = _draft_fields(ctx, draft)
    section = Section(fields=fields, buttons=_buttons(proposal, "plain.task"))
    card = Card(words("record.understood_task", title=draft.title), sections=(section,))
    return Reply(card, proposals.card_key(proposal))


def _draft_fields(ctx: Context, draft: Draft) -> tuple[tuple[Words, Value], ...]:
    named = people_rows.people(ctx.work.db, (*draft.owners, *draft.collaborators))
    names = {person.id: person.name for person in named}
    due = datetime.fromisoformat(draft.due) if draft.due else None
    when = None if due is None else Moment(due) if draft.timed else Day(due.astimezone(ctx.zone).date())
    shown: tuple[tuple[str, Value | None], ...] = (
        ("owner", Many(tuple(names[id] for id in draft.owners)) if draft.owners else words("record.asked_next")),
        ("due", when or words("record.asked_next")),
        ("criteria", draft.criteria),
        ("collaborators", Many(tuple(names[id] for id in draft.collaborators)) if draft.collaborators else None),
        ("deliverable", draft.deliverable),
        ("resources", draft.resources),
    )
    return tuple((words(f"task.label_{name}"), value) for name, value in shown if value)


def confirm_task(ctx: Context) -> Reply | None:
    """The task was meant like that; what is missing is asked now."""
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    return task_new.go_on(ctx, drafts.load(proposal.payload), proposal)


def _what_can_be_typed(ctx: Context, title: str) -> Card:
    """The three things plain words can do, with the person's own task as the example."""
    own = task_rows.open_of(ctx.work.db, ctx.me.id or 0)
    example = own[0].title if own else words("record.example_title")
    return note(
        words(f"record.{title}"),
        words("record.type_progress", title=example),
        words("record.type_task"),
        words("record.type_standup"),
        words("record.type_help"),
    )


ACTIONS: tuple[Action, ...] = (
    Action("plain.no", refuse, may=ANYONE),
    Action("plain.standup", confirm_standup, "project", INSIDE),
    Action("plain.progress", confirm_progress, may=ANYONE),
    Action("plain.choose", choose, may=ANYONE),
    Action("plain.leave", plain_leave.confirm, may=ANYONE),
    Action("plain.redate", plain_redate.confirm, may=ANYONE),
    Action("plain.task", confirm_task, "project", INSIDE),
)
COMMANDS: tuple[Command, ...] = ()

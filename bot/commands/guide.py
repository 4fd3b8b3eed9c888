"""/project guide: five questions lead a group to its project; nothing runs before the yes (J1, J2, P1, P2)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot import calendars, texts
from bot.cards import Many, Who, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.dates import period, typed_day
from bot.commands.finding import own_projects
from bot.commands.guide_lines import read_departments, read_members
from bot.commands.naming import one_person
from bot.commands.permission import demand
from bot.errors import UserError
from bot.rules.access import ANYONE, LEADING
from bot.rules.fields import split_labels
from bot.rules.fold import plain
from bot.rules.settings import Unread, read
from bot.services import access, greeting, guide_cards, project_cards
from bot.services import guide as services
from bot.services.guide import STEPS, TIMES, Answers, load
from storage import people as people_rows
from storage import project as rows
from storage.tables.project import Chat, Guide, Project

_YES: Final = re.compile(
    r"(?:好|好的|可以|对|对的|是|是的|行|确认|就这样|就这些|没问题|不变|ok|okay|yes|right|fine|keep|that's all)[。.!]?"
)
_START: Final = re.compile(r"(?:开始|开始吧|start|go)[。.!]?")
_PREVIOUS: Final = re.compile(r"(?:上一步|previous)[。.!]?")
_DROP: Final = re.compile(r"(?:取消|先不用|不用了|先不开始|cancel|not now)[。.!]?")
_CHANGE: Final = re.compile(r"(?:修改|更改|改|change)\s*(.+)")
_GOAL: Final = {"goal": "核心目标|项目目标|目标|goal"}


def guide(ctx: Context) -> Reply:
    """`/项目 引导` begins or goes on; with words behind it they are the answer."""
    row = services.opened(ctx.work, _group(ctx))
    return _open(ctx) if row is None or not ctx.rest else _said(ctx, row, ctx.rest)


def typed(ctx: Context) -> Reply | None:
    """Plain words of whoever is being led answer the open question; None when they are meant for something else."""
    row = services.opened(ctx.work, ctx.chat) if ctx.chat else None
    if row is None or row.person_id != ctx.me.id or ctx.work.now - row.at > services.LISTENS:
        return None
    return _said(ctx, row, ctx.rest.strip())


def begin(ctx: Context) -> Reply:
    """The greeting's button."""
    return _open(ctx)


def _open(ctx: Context) -> Reply:
    chat = _group(ctx)
    bound = rows.in_chat(ctx.work.db, chat.id or 0)
    if bound:
        raise UserError("guide.bound", name=bound[0].name)
    greeting.take_off_button(ctx.work, chat)
    row = services.opened(ctx.work, chat)
    if row is not None:
        return _posted_anew(ctx, row)
    row = services.begin(ctx.work, chat, ctx.me)
    return Reply(guide_cards.card(ctx.work, row, _mine(ctx)), guide_cards.key(row))


def _group(ctx: Context) -> Chat:
    if ctx.chat is None:
        raise UserError("guide.in_group")
    return ctx.chat


def _mine(ctx: Context) -> list[Project]:
    """Projects the person may bind here."""
    return [each for each in own_projects(ctx) if each.lead_id == ctx.me.id or ctx.me.admin]


def _pressed(ctx: Context) -> tuple[Guide, Answers]:
    """The guide a button or form belongs to. Raises UserError when the group has gone on since."""
    row = services.opened(ctx.work, _group(ctx))
    if row is None:
        raise UserError("guide.over")
    if ctx.value.get("step") != row.step:
        raise UserError("guide.went_on_here", question=words(f"guide.step_{row.step}"))
    return row, load(row.answers)


def _go(ctx: Context, row: Guide, step: str, answers: Answers) -> None:
    """Go to a question, on the same card."""
    services.keep(ctx.work, row, step, answers)
    ctx.work.update(guide_cards.key(row), guide_cards.card(ctx.work, row, _mine(ctx)), "J1")


def _posted_anew(ctx: Context, row: Guide) -> Reply:
    """The open question below what was typed; the older card loses its buttons."""
    ctx.work.update(guide_cards.key(row), guide_cards.answered(row.step), "J1")
    answers = load(row.answers)
    services.keep(ctx.work, row, row.step, replace(answers, posts=answers.posts + 1))
    return Reply(guide_cards.card(ctx.work, row, _mine(ctx)), guide_cards.key(row))


# ---------------------------------------------------------------------------------------------------------------------
# Pressed


def answer(ctx: Context) -> None:
    """A question's form, or the button of an existing project."""
    row, answers = _pressed(ctx)
    if "bind" in ctx.value:
        chosen = next((each for each in _mine(ctx) if str(each.id) == ctx.value["bind"]), None)
        if chosen is None:
            raise UserError("project.unknown", code=ctx.value["bind"])
        answers = _bound(ctx, answers, chosen)
    else:
        answers = _by_form(ctx, row.step, answers)
    _go(ctx, row, services.after(row.step, answers), answers)


def keep(ctx: Context) -> None:
    """What stands there is right."""
    row, answers = _pressed(ctx)
    _go(ctx, row, services.after(row.step, answers), answers)


def back(ctx: Context) -> None:
    """The question before."""
    row, answers = _pressed(ctx)
    _go(ctx, row, services.before(row.step), answers)


def change(ctx: Context) -> None:
    """From the summary to one question, and back after it."""
    row, answers = _pressed(ctx)
    step = ctx.fields.get("step", "")
    _go(ctx, row, step if step in STEPS[:-1] else STEPS[0], answers)


def drop(ctx: Context) -> None:
    """Not now: nothing was made."""
    row, _ = _pressed(ctx)
    ctx.work.update(guide_cards.key(row), note(words("guide.dropped"), words("guide.dropped_next")), "J1")
    services.drop(ctx.work, row)


def start(ctx: Context) -> Reply:
    """The yes."""
    row, _ = _pressed(ctx)
    return _started(ctx, row)


def _started(ctx: Context, row: Guide) -> Reply:
    answers, key, chat = load(row.answers), guide_cards.key(row), _group(ctx)
    bound = rows.in_chat(ctx.work.db, chat.id or 0)
    if bound:
        raise UserError("guide.bound", name=bound[0].name)
    if ctx.me.id not in (row.person_id, answers.lead) and not ctx.me.admin:
        asked = people_rows.people(ctx.work.db, [row.person_id, answers.lead])
        raise UserError("guide.who_starts", names=Many(tuple(Who(each.id or 0, each.name) for each in asked)))
    if answers.project:
        _bound(ctx, answers, rows.project(ctx.work.db, answers.project))
    project = services.start(ctx.work, chat, row)
    ctx.found_project = project
    ctx.work.update(
        key, note(words("guide.started", name=project.name), words("guide.started_next"), tone="good"), "J1"
    )
    return Reply(project_cards.card(ctx.work, project), project_cards.key(project))


# ---------------------------------------------------------------------------------------------------------------------
# Typed


def _said(ctx: Context, row: Guide, text: str) -> Reply:
    step, answers, folded = row.step, load(row.answers), plain(text)
    if _DROP.fullmatch(folded):
        ctx.work.update(guide_cards.key(row), guide_cards.answered(step), "J1")
        services.drop(ctx.work, row)
        return Reply(note(words("guide.dropped"), words("guide.dropped_next")))
    if step == "yes" and (_YES.fullmatch(folded) or _START.fullmatch(folded)):
        return _started(ctx, row)
    if _PREVIOUS.fullmatch(folded):
        following = services.before(step)
    elif step == "yes":
        following = _named_step(folded)
    else:
        if step == "project" or not _YES.fullmatch(folded):
            answers = _by_words(ctx, step, answers, text)
        following = services.after(step, answers)
    ctx.work.update(guide_cards.key(row), guide_cards.answered(step), "J1")
    services.keep(ctx.work, row, following, replace(answers, posts=answers.posts + 1))
    return Reply(guide_cards.card(ctx.work, row, _mine(ctx)), guide_cards.key(row))


def _named_step(text: str) -> str:
    """The question that `修改 成员` names."""
    wanted = _CHANGE.fullmatch(text)
    for step in STEPS[:-1] if wanted else ():
        if any(wanted and wanted[1] in plain(texts.say(f"guide.step_{step}", each)) for each in texts.LANGUAGES):
            return step
    raise UserError("guide.yes_needs")


def _by_words(ctx: Context, step: str, answers: Answers, text: str) -> Answers:
    if step == "project":
        named = [each for each in _mine(ctx) if text.strip() in (each.name, each.code)]
        return _bound(ctx, answers, named[0]) if named else _new(ctx, answers, text)
    fields = {"lead": "lead", "members": "members", "departments": "departments"}
    return _by_form(ctx, step, answers, {fields[step]: text}) if step in fields else _times(answers, _items(text))


def _by_form(ctx: Context, step: str, answers: Answers, fields: Mapping[str, str] | None = None) -> Answers:
    fields = ctx.fields if fields is None else fields
    if step == "project":
        starts, ends = (typed_day(ctx, fields.get(name, "")) for name in ("starts", "ends"))
        named = replace(answers, name=fields.get("name", "").strip(), goal=fields.get("goal", ""))
        return _dated(ctx, named, starts, ends)
    if step == "lead":
        lead = one_person(ctx, fields.get("lead", ""), words("guide.type_lead")).people[0]
        seats = answers.seats
        if seats and lead.id not in {each.person for each in seats}:
            seats = (*seats, services.seat(ctx.work, lead))
        return replace(answers, lead=lead.id or 0, seats=seats)
    if step == "members":
        return services.seated(answers, read_members(ctx, fields.get("members", ""), answers))
    if step == "departments":
        return replace(answers, units=read_departments(ctx, fields.get("departments", ""), answers))
    keys = {"language": "language", "timezone": "timezone", "standup_time": "standup", "round_time": "round"}
    return _times(answers, [f"{keys[key]} {value}" for key, value in fields.items() if key in keys and value])


def _new(ctx: Context, answers: Answers, text: str) -> Answers:
    """`Q4宣传物料 3月2日到3月20日 目标 …`."""
    parts = split_labels(text, _GOAL)
    found = period(ctx, parts.head)
    named = replace(answers, name=found.rest, goal=parts.fields.get("goal", answers.goal))
    return _dated(ctx, named, found.first, found.last)


def _dated(ctx: Context, answers: Answers, first: date | None, last: date | None) -> Answers:
    """A new project's answers with its period; it begins today when no day was given."""
    if not answers.name:
        raise UserError("guide.project_needs")
    today = ctx.work.today(ctx.norms)
    starts = first or min(today, last or today)
    if last is not None and last < starts:
        raise UserError("project.ends_first")
    return replace(answers, starts=starts.isoformat(), ends=last.isoformat() if last else "", project=0)


def _bound(ctx: Context, answers: Answers, project: Project) -> Answers:
    """An existing project instead of a new one; only those who lead it bind it."""
    ctx.found_project, ctx.parts = project, access.parts(ctx.work, ctx.me, project)
    demand(ctx, LEADING)
    if project.status != "active":
        raise UserError("project.is_closed", name=project.name)
    if answers.project == project.id:
        return answers
    return Answers(project=project.id or 0, posts=answers.posts)


def _items(text: str) -> list[str]:
    return [item.strip() for item in re.split(r"[,，;；\n]", text) if item.strip()]


def _times(answers: Answers, items: list[str]) -> Answers:
    """Settings as people write them: `站会 10:00`, `17点 关`, `语言 en`."""
    times = dict(answers.times)
    for item in items:
        try:
            found = read(item, calendars.normalise)
        except Unread:
            raise UserError("guide.times_unread", typed=item[:30]) from None
        if found.key not in TIMES or found.value is None:
            raise UserError("guide.times_unread", typed=item[:30])
        times[found.key] = found.value
        if found.key in ("standup_time", "round_time"):
            times[found.key.removesuffix("_time")] = "on"
    return replace(answers, times=times)


COMMANDS = (Command("project guide", "项目 引导", "project.guide", guide, may=ANYONE, also=("项目 向导",)),)
ACTIONS = (
    Action("guide.begin", begin, may=ANYONE),
    Action("guide.answer", answer, may=ANYONE),
    Action("guide.keep", keep, may=ANYONE),
    Action("guide.back", back, may=ANYONE),
    Action("guide.change", change, may=ANYONE),
    Action("guide.drop", drop, may=ANYONE),
    Action("guide.start", start, may=ANYONE),
)

"""/workday: whether a day is worked and why; days set by hand by those who may."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.cards import Button, Card, Day, Many, Section, Value, Words, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.dates import period
from bot.commands.finding import scope, typed_project
from bot.commands.permission import demand
from bot.errors import UserError
from bot.rules.access import ADMINS, ANYONE, LEADING
from bot.rules.clocks import find_clocks
from bot.rules.fold import plain
from bot.rules.numerals import read_number
from bot.rules.workdays import DayReason
from bot.services import access, workdays
from storage.tables.project import Project

_SET: Final = re.compile(r"^(?:设置|设为|添加|增加|set|mark|add)\s+", re.IGNORECASE)
_CLEAR: Final = re.compile(r"(?:^|\s)(?:取消|恢复|清除|clear|reset|undo)(?=\s|$)", re.IGNORECASE)
_EVERYWHERE: Final = re.compile(r"(?:^|\s)(?:全局|公司|全公司|workspace|company)(?=\s|$)", re.IGNORECASE)
_PLUS: Final = re.compile(
    r"(?:^|\s)([+\-＋－])\s*([\d一二两三四五六七八九十]{1,3})\s*(?:个)?(?:工作日|天|work(?:ing)?\s*days?|days?)?\s*$"
)
_KIND: Final = re.compile(
    r"(?:^|(?<=\s))(?:(?P<half>半天|半日|half(?:\s*day)?)|(?P<off>休息|放假|不上班|休|day off|off)"
    r"|(?P<on>上班|补班|工作|班|workday|on|work))(?=\s|$)",
    re.IGNORECASE,
)
_HOURS: Final = re.compile(
    r"\d{1,2}[:：点]\d{0,2}\s*(?:-|~|～|—|到|至|to)\s*\d{1,2}[:：点]\d{0,2}"
    r"|\d{1,2}\s*[ap]m\s*(?:-|to)\s*\d{1,2}\s*[ap]m"
)


def workday(ctx: Context) -> Reply | Card:
    """`/工作日 [日期]`, `/工作日 + 5`, `/工作日 设置 2026-12-24 休 公司年会`; `/工作日 3月7日 上班` is offered."""
    if match := _SET.match(ctx.rest):
        ctx.rest = ctx.rest[match.end() :]
        return _set(ctx)
    if _CLEAR.search(ctx.rest):
        return _set(ctx)
    ctx.found_project = _project_here(ctx)
    plus = _PLUS.search(ctx.rest)
    if plus:
        return _counted(ctx, plus)
    if not ctx.rest:
        return _explained(ctx, ctx.work.today(ctx.norms))
    wanted = _wanted(ctx.rest)
    text = wanted.rest if wanted else ctx.rest
    found = period(ctx, text)
    first = found.first or found.last
    if first is not None and found.last is not None and first != found.last:
        return _offered(ctx, _between(ctx, first, found.last), wanted, _days(first, found.last), found.rest)
    day = _day(ctx, text) if text.strip() else ctx.work.today(ctx.norms)
    return _offered(ctx, _explained(ctx, day), wanted, [day], found.rest)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a day is to be (off, on, half, with its hours), and the text without it."""

    kind: str
    hours: str
    rest: str


def _wanted(text: str) -> _Wanted | None:
    """What a line says a day is; None when it does not. Raises UserError for a half day without hours."""
    kind = _KIND.search(plain(text))
    if kind is None or kind.lastgroup is None:
        return None
    hours = _half_hours(text) if kind.lastgroup == "half" else ""
    return _Wanted(kind.lastgroup, hours, _HOURS.sub(" ", f"{text[: kind.start()]} {text[kind.end() :]}"))


def _offered(ctx: Context, told: Card, wanted: _Wanted | None, days: list[date], reason: str) -> Reply | Card:
    """What is so, with one button to make it what was said, for whoever may; it may have been a question."""
    project = _project_to_offer(ctx)
    may = access.parts(ctx.work, ctx.me, project) & (LEADING if project else ADMINS)
    calendar = ctx.norms.calendar
    if wanted is None or not may or all(wanted.kind == ("on" if calendar.is_workday(day) else "off") for day in days):
        return told
    key = f"workday:{ctx.work.source}"
    value = {"kind": wanted.kind, "hours": wanted.hours, "note": reason, "ask": key}
    value |= {"first": days[0].isoformat(), "last": days[-1].isoformat()}
    value |= {"project": str(project.id)} if project else {}
    button = Button("workday.set", words(f"people.workday_button_{wanted.kind}"), value, "primary")
    return Reply(Card(told.title, told.tone, (*told.sections, Section(buttons=(button,)))), key)


def _project_to_offer(ctx: Context) -> Project | None:
    """Whose day would be set: everybody's by an administrator in a direct message, else that of the project meant."""
    return None if ctx.chat is None and ctx.me.admin else ctx.found_project


def set_offered(ctx: Context) -> None:
    """The day is to be what was said."""
    project = ctx.found_project
    demand(ctx, LEADING if project else ADMINS)
    get = ctx.value.__getitem__
    days = _days(date.fromisoformat(get("first")), date.fromisoformat(get("last")))
    for each in days:
        workdays.set_day(ctx.work, project, each, get("kind"), hours=get("hours"), note=get("note"))
    ctx.work.update(get("ask"), _was_set(ctx, project, days))


def _between(ctx: Context, first: date, last: date) -> Card:
    """How many workdays a period has, and which of its days are not what the week would make them."""
    if not 0 <= (last - first).days <= 366:
        raise UserError("people.workday_span")
    calendar = ctx.norms.calendar
    days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
    unusual = tuple(Day(day) for day in days if calendar.is_workday(day) != (day.weekday() < 5))
    lines = (words("people.workday_unusual", days=Many(unusual)),) if unusual else ()
    count = sum(calendar.is_workday(day) for day in days)
    return note(words("people.workday_count", first=Day(first), last=Day(last), n=count), *lines)


def _project_here(ctx: Context) -> Project | None:
    """The project whose calendar is meant: the only one here; the company's calendar counts where there are several."""
    found = scope(ctx)
    return found[0] if len(found) == 1 else None


def _day(ctx: Context, text: str) -> date:
    found = period(ctx, text)
    day = found.first or found.last
    if day is None:
        raise UserError("people.day_unread", text=text)
    return day


def _counted(ctx: Context, plus: re.Match[str]) -> Card:
    """The n-th workday from today or from a day."""
    before = ctx.rest[: plus.start()].strip()
    start = _day(ctx, before) if before else ctx.work.today(ctx.norms)
    count = read_number(plus[2]) or 0
    day = ctx.norms.calendar.add_workdays(start, count if plus[1] in "+＋" else -count)
    key = "people.workday_after" if plus[1] in "+＋" else "people.workday_before"
    return note(words(key, n=count, start=Day(start), day=Day(day)))


def _explained(ctx: Context, day: date) -> Card:
    calendar = ctx.norms.calendar
    reason = calendar.explain(day)
    lines: list[Value] = [_why(ctx, reason)]
    if reason.citation:
        lines.append(words("people.workday_source", source=reason.citation))
    if reason.provisional:
        lines.append(words("people.workday_provisional", year=str(day.year)))
    block = calendar.holiday_block(day)
    if block is not None and block.first != block.last:
        lines.append(words("people.workday_block", first=Day(block.first), last=Day(block.last)))
    lines.append(words("people.workday_next", days=Many(tuple(Day(each) for each in _next(ctx, day)))))
    return note(words("people.workday_yes" if reason.working else "people.workday_no", day=Day(day)), *lines)


def _next(ctx: Context, day: date) -> list[date]:
    found = [ctx.norms.calendar.next_workday(day)]
    while len(found) < 3:
        found.append(ctx.norms.calendar.next_workday(found[-1]))
    return found


def _why(ctx: Context, reason: DayReason) -> Words:
    if reason.kind in ("holiday", "makeup"):
        language = ctx.norms.language if ctx.chat else ctx.language
        name = reason.name.zh if language == "zh" else reason.name.en
        return words(
            f"people.workday_{reason.kind}", name=name, calendar=workdays.calendar_named(ctx.norms.calendar.code)
        )
    told = workdays.note_of(ctx.work, ctx.found_project, reason.day)
    hours = ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in ctx.norms.calendar.hours(reason.day))
    if not told and reason.kind in ("company_off", "company_on", "half"):
        return words(f"people.workday_{reason.kind}_only", hours=hours)
    return words(f"people.workday_{reason.kind}", note=told, hours=hours)


def _set(ctx: Context) -> Card:
    """A day set by hand: for the project by its lead, for everybody by administrators."""
    everywhere = _EVERYWHERE.search(ctx.rest)
    project = None if everywhere else _project_to_set(ctx)
    ctx.found_project, ctx.parts = project, access.parts(ctx.work, ctx.me, project)
    demand(ctx, LEADING if project else ADMINS)
    rest = _EVERYWHERE.sub(" ", ctx.rest)
    if match := _CLEAR.search(rest):
        return _cleared(ctx, project, _day(ctx, f"{rest[: match.start()]} {rest[match.end() :]}"))
    wanted = _wanted(rest)
    if wanted is None:
        raise UserError("people.workday_set_needs")
    found = period(ctx, wanted.rest)
    day = found.first or found.last
    if day is None:
        raise UserError("people.workday_set_needs")
    days = [day] if found.last is None or found.first is None else _days(day, found.last)
    for each in days:
        workdays.set_day(ctx.work, project, each, wanted.kind, hours=wanted.hours, note=found.rest)
    return _was_set(ctx, project, days)


def _days(first: date, last: date) -> list[date]:
    if not 0 <= (last - first).days < 60:
        raise UserError("people.workday_set_needs")
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def _project_to_set(ctx: Context) -> Project | None:
    """In a group the project; in a direct message an administrator sets everybody's day."""
    if ctx.chat is None and ctx.me.admin:
        return None
    return typed_project(ctx)


def _half_hours(text: str) -> str:
    clocks = find_clocks(plain(text))
    if len(clocks) < 2:
        raise UserError("people.workday_half_needs")
    first, last = (f"{clock.hour:02}:{clock.minute:02}" for clock in clocks[:2])
    if first >= last:
        raise UserError("people.workday_half_needs")
    return f"{first}-{last}"


def _was_set(ctx: Context, project: Project | None, days: list[date]) -> Card:
    first, last = days[0], days[-1]
    reason = ctx.norms.calendar.explain(first)
    span: Value = Day(first) if first == last else words("project.period", start=Day(first), end=Day(last))
    where = words("people.workday_here", name=project.name) if project else words("people.workday_everywhere")
    title = words(f"people.workday_set_{reason.kind}", day=span)
    return note(title, _why(ctx, reason), where, words("people.workday_follows"), tone="good")


def _cleared(ctx: Context, project: Project | None, day: date) -> Card:
    if not workdays.clear_day(ctx.work, project, day):
        raise UserError("people.workday_not_set", day=Day(day))
    reason = ctx.norms.calendar.explain(day)
    told = words("people.workday_yes" if reason.working else "people.workday_no", day=Day(day))
    return note(words("people.workday_cleared", day=Day(day)), told, tone="good")


COMMANDS = (Command("workday", "工作日", "people.workday", workday, may=ANYONE),)
ACTIONS = (Action("workday.set", set_offered, may=ANYONE),)

"""The wish that a task be due another day: 能把海报改到下周五吗, can you move the poster to next Friday (T4)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.rules.numerals import read_number
from bot.rules.workdays import WorkCalendar

LONGEST: Final = 120
_POLITE: Final = r"(?:请问|请|麻烦|可不可以|能不能|是否|可以|可否|能否|能|帮忙?|[我你您咱]们?|想|先|[\s,，])"
_ZH: Final = re.compile(
    rf"(?P<head>{_POLITE}*+)(?P<take>[把将])?(?P<what>[^,，。;；@＠?？]{{1,40}}?)"
    r"(?:的?(?:截止(?:时间|日期)?|交期|日期|时间))?(?:改期|延期|推迟|顺延|提前|[改延推挪移])[到至成]"
    r"(?P<when>[^,，。;；?？]{1,30}?)"
    r"(?P<asks>[,，\s]*(?:(?:可不可以|行不行|好不好|可以|行|好)[吗么]?|[吗么吧])?[?？]?)[\s。.!！~]*",
    re.IGNORECASE,
)
_EN: Final = re.compile(
    r"(?:(?:hi|please|can|could|would|may|shall|you|we|i|let's|like to|want to|need to)[\s,]+)*"
    r"(?:move|shift|push|postpone|reschedule|delay|bring)\s+(?:back\s+|forward\s+)?"
    r"(?:the\s+)?(?:(?:due date|deadline)\s+(?:of|for)\s+)?(?P<what>[^,;@?]{1,60}?)\s+(?:back\s+|out\s+|forward\s+)?"
    r"(?:to|until|till)\s+(?P<when>[^,;?]{1,40}?)(?:[\s,]+(?:please|instead|if possible))*[?.!\s]*",
    re.IGNORECASE,
)
_ANEW: Final = re.compile(
    r"(?P<what>[^,，。;；@＠?？]{2,20}?)(?:(?:可不可以|能不能|可以|能)(?P<then>[^,，@＠?？]{2,15}?)再?(?:交|给|完成)[吗么]?"
    r"|的?(?:截止(?:时间|日期)?)?(?:能不能|可不可以|可以|能否|可否|能|想|要)?(?:改期|提前|重新?排期?|排期|[改挪移]|(?P<later>延期|推迟|顺延|[延推]))[到至]"
    r"(?P<moved>[^,，了@＠?？]{2,20}?)吧?|(?:应该)?不是[^,，]{1,12}?[,，]?而?是(?P<right>[^,，@＠?？]{2,15}?))[\s。.!！?？]*"
    r"|(?P<set>[^,，。;；@＠?？]{2,20}?)的?(?:截止(?:时间|日期)?|交期|deadline)(?:改|定|调整)?[到至成为在是](?P<set_to>[^,，了@＠?？]{2,20}?)吧?[\s。.!！]*"
    r"|(?:(?:我|刚才|前面|上面|那个)*[说写打发搞弄]?错了|不对)[,，\s]+(?P<wronged>[^,，@＠?？]{2,20}?)(?:应该)?是(?P<righted>[^,，@＠?？]{2,15}?)[\s。.!！]*"
    r"|can i have until (?P<until>[^,@]{3,30}?) for (?:the )?(?P<of>[^,@?]{2,40})[?.! ]*"
    r"|(?P<whose>[^,@?]{2,40}?) (?:is |should be )?due (?P<due>[^,@?]{3,25}?),? not [^,@]{3,20}",
    re.IGNORECASE,
)
BARE_WEEKDAY: Final = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天]|(?:on )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?",
    re.IGNORECASE,
)
_SHIFT: Final = re.compile(
    rf"{_POLITE}*+(?:[把将])?(?P<zh>[^,，。;；@＠?？\d]{{2,20}}?)(?:的?(?:截止(?:时间|日期)?|交期|日期|时间))?(?:要|需要?|得|再|申请|可能){{0,2}}"
    r"(?P<way>推迟|延期|延后|顺延|推后|往后[推延]|晚|提前)(?P<zh_n>[一二两三四五六七八九十]|\d{1,2})(?P<zh_unit>个?工作日|天|日|个?星期|周)"
    r"(?:再?[交给]|完成)?(?:可以吗|行吗|行不行|好吗|吧|吗)?[\s。.!！?？]*"
    r"|(?:(?:please|can|could|we|you|let's|i need to)\s+)*(?P<en_way>push|move|delay|postpone|extend|bring)\s+"
    r"(?:the\s+)?(?P<en>[^,;@?]{2,40}?)(?:\s+(?:back|out|forward))?\s+by\s+(?P<en_n>an?|one|two|three|four|five|\d{1,2})\s+"
    r"(?P<en_unit>(?:business |working )?days?|workdays?|weeks?)[\s.!?]*"
    r"|(?:i|we)(?: will|'ll)? need (?P<more_n>an?|one|two|three|four|five|\d{1,2}) more "
    r"(?P<more_unit>(?:business |working )?days?|workdays?|weeks?) (?:for|on|with) (?:the )?"
    r"(?P<more>[^,;@?]{2,40}?)[\s.!]*",
    re.IGNORECASE,
)
_BECAUSE: Final = re.compile(
    r"[\s,，。;；]*(?:原因是?|因为|由于|(?<![a-z])(?:because(?: of)?|as|since|due to)(?![a-z-]))"
    r"\s*[:：]?\s*(?P<why>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Redating:
    """What is to be due another day, the words that say when, and why, as far as that was said."""

    what: str
    when: str
    why: str
    in_its_week: bool = False  # a bare day of the week is meant in the week in which the task is due
    moved: bool = False  # it is said to be moved (延到, 改到), not just to be due then


@dataclass(frozen=True, slots=True)
class Shift:
    """What is to be due so many days later, or earlier (below 0); counted in workdays where that was said."""

    what: str
    days: int
    workdays: bool
    why: str


def read_redating(text: str) -> Redating | None:
    """What somebody asks to be moved; None where nobody asks for it. News of a task that is moved is no wish.

    Source: handbook T4.
    """
    asked, why = _reasoned(text)
    if (found := _EN.fullmatch(asked.strip())) is not None:
        return Redating(found["what"], found["when"], why)
    found = _ZH.fullmatch(asked.strip())
    if found is None or not (found["head"] or found["take"] or found["asks"]):
        return None
    return Redating(found["what"].strip(), found["when"].strip(), why)


def read_new_day(text: str) -> Redating | None:
    """What may be moved, and to when, in words that are a wish only where a task is known by them: 联调延到下周五."""
    found = _ANEW.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        return None
    when = found["then"] or found["moved"] or found["right"] or found["righted"] or found["set_to"]
    when = when or found["until"] or found["due"]
    in_its_week = bool(
        (found["later"] or found["right"] or found["righted"] or found["due"]) and BARE_WEEKDAY.fullmatch(when.strip())
    )
    return Redating(
        (found["what"] or found["wronged"] or found["set"] or found["of"] or found["whose"]).strip(),
        when.strip(),
        "",
        in_its_week,
        found["moved"] is not None,
    )


def read_shift(text: str) -> Shift | None:
    """What may be moved by so many days (场地推迟两天), which is a wish only where a task is known by the words."""
    asked, why = _reasoned(text)
    said = _SHIFT.fullmatch(asked.strip())
    number = read_number(said["zh_n"] or said["en_n"] or said["more_n"]) if said else None
    if said is None or not number:
        return None
    unit = (said["zh_unit"] or said["en_unit"] or said["more_unit"]).lower()
    days = number * (7 if unit.endswith(("周", "星期", "week", "weeks")) else 1)
    earlier = said["way"] == "提前" or (said["en_way"] or "").lower() == "bring"
    workdays = any(each in unit for each in ("工作日", "work", "business"))
    return Shift((said["zh"] or said["en"] or said["more"]).strip(), -days if earlier else days, workdays, why)


def shifted_days(day: date, shift: Shift, calendar: WorkCalendar) -> tuple[date, ...]:
    """The day that lies so many days behind this one, or before; of a day off also the workday next to it, to choose.

    In order of time.
    """
    moved = calendar.add_workdays(day, shift.days) if shift.workdays else day + timedelta(shift.days)
    if calendar.is_workday(moved):
        return (moved,)
    return tuple(sorted((moved, calendar.add_workdays(moved, 1 if shift.days > 0 else -1))))


def _reasoned(text: str) -> tuple[str, str]:
    """What is asked for, and the reason that stands behind it."""
    said = _BECAUSE.search(text[:LONGEST])
    return (text[: said.start()], said["why"].strip(" 。.!！?？")) if said else (text[:LONGEST], "")


def in_week_of(new: datetime, old: datetime) -> datetime:
    """A local moment moved by whole weeks into the week, from Monday on, of another one."""
    apart = (old.date() - timedelta(old.weekday())) - (new.date() - timedelta(new.weekday()))
    return new + apart

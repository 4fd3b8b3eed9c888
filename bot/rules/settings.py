"""What people can set, the words they use for it, and how what they wrote is read into the one form that is kept."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.rules.clocks import find_clocks
from bot.rules.fold import plain
from bot.rules.norms import READERS
from bot.rules.numerals import read_number
from bot.rules.workdays import parse_hours
from bot.rules.zones import parse_zone

PERSONAL: Final = ("language", "timezone", "standup_time", "calendar")
LADDER: Final = frozenset(
    {"due_soon_workdays", "due_soon_time", "explain_after_workdays", "explain_time", "escalate_after_workdays"}
)

NAMES: Final[Mapping[str, str]] = {
    "language": "语言|language|lang",
    "timezone": "时区|time zone|timezone|zone|tz",
    "calendar": "工作日历|日历|calendar",
    "working_hours": "工作时间|上班时间|working hours|work hours|office hours|hours",
    "quiet_hours": "免打扰时段|免打扰|安静时段|静默时段|quiet hours|quiet|do not disturb",
    "standup_time": "站会时间|早会时间|standup time|standup at",
    "standup_window_minutes": "站会时长|站会窗口|standup window|standup minutes",
    "standup_reminder_share": "站会提醒|standup reminder",
    "standup": "站会|早会|standup|daily standup",
    "round_time": "进度时间|收进度时间|更新时间|17点时间|round time",
    "round_window_minutes": "进度时长|进度窗口|round window|round minutes",
    "round": "17点|17:00|收进度|进度更新|每日进度|round|progress round",
    "due_soon_workdays": "到期提醒提前|提前提醒|到期提醒|due soon days|due soon",
    "due_soon_time": "到期提醒时间|due soon time",
    "explain_after_workdays": "说明期限|逾期说明|explain after",
    "explain_time": "说明时间|explain time",
    "escalate_after_workdays": "升级期限|逾期升级|升级|escalate after|escalation",
    "accept_workdays": "确认期限|确认时限|accept days|accept",
    "group_posts_per_day": "每日群消息|群消息上限|群消息|group posts|posts per day",
    "milestone_notice_workdays": "里程碑提醒|milestone notice|milestone reminder",
    "undo_minutes": "撤销时限|撤销|undo minutes|undo",
    "urge_per_day": "催办次数|催办|urges per day|urge",
}
_SHARED: Final = {"standup": "standup_time", "round": "round_time"}
_ON: Final = ("on", "开", "开启", "打开", "true", "yes")
_OFF: Final = ("off", "关", "关闭", "停", "停用", "false", "no")
_LETTERS: Final = re.compile(r"[a-z]{2}")
_DEFAULT: Final = re.compile(r"^(?:默认|恢复默认|重置|default|reset)$")


@dataclass(frozen=True, slots=True)
class Change:
    """A setting and its new value in the form that is kept; None takes it back to what counts without it."""

    key: str
    value: str | None


class Unread(ValueError):
    """Raised when a setting cannot be read. `key`: the nearest or the known name; `value`: what is wrong with it."""

    def __init__(self, typed: str, key: str = "", value: str = "") -> None:
        super().__init__(typed)
        self.typed, self.key, self.value = typed, key, value


def read(text: str, calendar: Callable[[str], str]) -> Change:
    """The change a line asks for, such as `站会时间 10:00`. `calendar` checks a calendar's code. Raises Unread."""
    key, value = _key_of(text)
    if not value:
        raise Unread(text, key)
    if _DEFAULT.match(plain(value)):
        return Change("working_hours" if key == "quiet_hours" else key, None)
    if key in _SHARED and not _switches(value):
        key = _SHARED[key]
    try:
        return _changed(key, value.strip(), calendar)
    except ValueError:
        raise Unread(text, key, value) from None


def example(key: str) -> str:
    """A value this setting takes."""
    times = {"standup_time": "9:30", "round_time": "17:00", "due_soon_time": "9:00", "explain_time": "9:30"}
    others = {
        "language": "en", "timezone": "Asia/Shanghai", "calendar": "CN", "working_hours": "09:00-18:00",
        "quiet_hours": "18:00-09:00", "standup_reminder_share": "80%", "standup": "on", "round": "off",
        "standup_window_minutes": "60", "round_window_minutes": "60", "undo_minutes": "30",
    }  # fmt: skip
    return times.get(key) or others.get(key) or "2"


def _changed(key: str, value: str, calendar: Callable[[str], str]) -> Change:
    if key == "calendar":
        return Change(key, calendar(value))
    if key in ("working_hours", "quiet_hours"):
        hours = _outside(_hours(value)) if key == "quiet_hours" else _hours(value)
        parse_hours(hours)
        return Change("working_hours", hours)
    kept = _kept(key, value)
    READERS[key](kept)
    return Change(key, kept)


def _kept(key: str, value: str) -> str:
    """The value as it is kept: 24-hour times, bare numbers, zone names, on and off."""
    if key.endswith("_time"):
        return _wall(value)
    if key == "timezone":
        zone = parse_zone(value)
        if zone is None:
            raise ValueError(value)
        return zone.key
    if key == "language":
        return str(READERS[key](value))
    if key in _SHARED:
        return "on" if plain(value).strip() in _ON else "off"
    if key == "standup_reminder_share":
        return str(READERS[key](plain(value)))
    return str(_number(key, value))


def _number(key: str, value: str) -> int:
    """`2`, `两个工作日`, `1小时` where minutes are counted."""
    found = re.match(r"\s*([\d一两二三四五六七八九十半]+)", plain(value))
    number = read_number(found[1]) if found else None
    if number is None:
        raise ValueError(value)
    hours = key.endswith("_minutes") and re.search(r"小时|hour|\dh", plain(value))
    return number * 60 if hours else number


def _wall(value: str) -> str:
    clocks = find_clocks(plain(value))
    if len(clocks) != 1 or not clocks[0].timed:
        raise ValueError(value)
    return f"{clocks[0].hour:02}:{clocks[0].minute:02}"


_BARE_HOURS = re.compile(r"(?<![\d:点])(\d{1,2})\s*(?:-|~|到|至)\s*(\d{1,2})(?![\d:点])")


def _hours(value: str) -> str:
    """`9点到18点`, `9-18`, `09:00-12:00,13:00-18:00` as spans that the calendar reads."""
    written = _BARE_HOURS.sub(r"\1:00-\2:00", plain(value))
    spans = [find_clocks(span) for span in re.split(r"[,、;]", written)]
    if any(len(span) != 2 for span in spans):
        raise ValueError(value)
    return ",".join("-".join(f"{clock.hour:02}:{clock.minute:02}" for clock in span) for span in spans)


def _outside(hours: str) -> str:
    """Working hours as what is left of the day by one quiet span, which crosses midnight."""
    first, _, last = hours.partition("-")
    return f"{last}-{first}"


def _switches(value: str) -> bool:
    return plain(value).strip() in (*_ON, *_OFF)


def _key_of(text: str) -> tuple[str, str]:
    """The setting a line begins with, the longest name first, and the rest."""
    folded = plain(text)
    for key, name in _spellings():
        if folded.startswith(name) and not (
            name[-1].isascii() and name[-1].isalpha() and folded[len(name) :][:1].isalpha()
        ):
            return key, re.sub(r"^\s*(?:[:：=]|为|改为|设为|到|to\b|is\b)?\s*", "", text[len(name) :])
    typed = folded.split()[0] if folded.split() else ""
    near = difflib.get_close_matches(typed, [name for _, name in _spellings()], n=1, cutoff=0.5)
    raise Unread(text, next((key for key, name in _spellings() if near and name == near[0]), ""))


def _spellings() -> list[tuple[str, str]]:
    own = [(key, name) for key, names in NAMES.items() for name in (*names.split("|"), key, key.replace("_", " "))]
    return sorted(own, key=lambda pair: -len(pair[1]))

"""The demo: a project some days under way, played by the real bot from a script before the console opens.

The scripts `zh.txt` and `en.txt` are rehearsal scripts; `{d-3}` in them is the date three workdays before the opening
day.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from adapters.console.adapter import ConsoleAdapter
from adapters.console.store import ConsoleStore
from adapters.console.web import Suggestion
from bot import calendars
from bot.clock import MovableClock
from bot.engine import Engine
from bot.rehearsal import script
from bot.rehearsal.play import act
from bot.rehearsal.script import SetClock
from bot.rehearsal.stage import Stage
from bot.rules.norms import Norms
from bot.rules.workdays import WorkCalendar
from bot.rules.zones import at_local, next_local, parse_zone
from bot.services.work import Defaults

_HERE = Path(__file__).parent
_OPENS = time(9, 40)
_DATE = re.compile(r"\{d([+-]\d+|0)\}")
_CASTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "zh": ("项目群", ("管理员", "张三", "李四")),
    "en": ("Project group", ("Admin", "Zhang San", "Li Si")),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """When the played past begins, when the demo opens, and the script in between. Moments are aware UTC."""

    begins: datetime
    opens: datetime
    source: str


def defaults(language: str) -> Defaults:
    """The handbook's norms for the demo's team in Shanghai."""
    zone = parse_zone("Asia/Shanghai")
    assert zone is not None
    return Defaults(Norms(language, zone, calendars.load("CN")))


def opening(rules: Defaults, at: datetime) -> Opening:
    """The demo opens at `at` exactly when that is in working hours, otherwise in the next working morning."""
    zone, calendar = rules.norms.zone, rules.norms.calendar
    day = calendar.on_or_after(at.astimezone(zone).date())
    opens = at.astimezone(UTC) if calendar.in_hours(at, zone) else at_local(day, _OPENS, zone)
    source = (_HERE / f"{rules.norms.language}.txt").read_text(encoding="utf-8")
    source = _DATE.sub(lambda found: _workday(calendar, day, int(found.group(1))).isoformat(), source)
    first = next(step for step in script.parse(source) if isinstance(step, SetClock))
    return Opening(first.at, opens, source)


def _workday(calendar: WorkCalendar, day: date, offset: int) -> date:
    """The workday `offset` workdays from `day`, forwards or back."""
    return calendar.add_workdays(day, offset) if offset else day


async def play(begin: Opening, clock: MovableClock, console: ConsoleAdapter, engine: Engine) -> None:
    """Let the past happen, up to the opening."""
    await console.start(engine.inbox.deliver)
    stage = Stage(clock, console, engine)
    for step in script.parse(begin.source):
        if not isinstance(step, SetClock):
            await act(stage, step)
    await stage.move_to(begin.opens)
    console.store.mark_all_read()


def moved(now: datetime, norms: Norms, kind: str) -> datetime:
    """Where a clock button leads: an hour on, the next round (17:00), or the next workday's morning."""
    if kind == "hour":
        return now + timedelta(hours=1)
    if kind == "evening":
        return next_local(now, norms.round_time, norms.zone)
    day = norms.calendar.next_workday(now.astimezone(norms.zone).date())
    return at_local(day, time(9), norms.zone)


def guide() -> Mapping[str, Sequence[Suggestion]]:
    """What to try, in each language."""
    return {
        path.stem.removeprefix("guide_"): [
            Suggestion(item["title"], item["text"], item["user"], item.get("chat", ""))
            for item in tomllib.loads(path.read_text(encoding="utf-8"))["try"]
        ]
        for path in sorted(_HERE.glob("guide_*.toml"))
    }


def furnish(store: ConsoleStore, language: str) -> None:
    """A few people and a group for a console that has none yet."""
    group, names = _CASTS[language]
    store.add_group("g1", group)
    for number, name in enumerate(names, start=1):
        store.add_user(f"u{number}", name, language)
        store.add_member("g1", f"u{number}")

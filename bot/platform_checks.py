"""What the platforms say of themselves to `duiqi check`: each adapter's findings, the last event, a test message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from adapters.base import Adapter, Finding
from bot.cards import Reader, note, render, words
from bot.clock import SystemClock
from bot.config import Settings
from bot.memory import DatabaseMemory
from bot.wire import Delivery, Target
from storage import inbox, tables
from storage.engine import IN_MEMORY, Database


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a test message goes to."""

    platform: str
    kind: Literal["dm", "group"]
    id: str


def receiver(text: str) -> Receiver:
    """`PLATFORM:USER-ID` is a person, `PLATFORM:group:GROUP-ID` a group."""
    platform, _, rest = text.partition(":")
    group = rest.removeprefix("group:")
    return Receiver(platform, "dm" if group == rest else "group", group)


async def ask(settings: Settings, database_url: str, to: Receiver | None) -> list[tuple[str, Finding]]:
    """Every platform's findings, by its name. With the running bot's own database (`database_url`) the calls of the
    month and the last event are known; without one ("") they are not."""
    from bot import platforms

    database = Database(database_url or IN_MEMORY, inline=not database_url)
    if not database_url:
        tables.lay(database.engine)
    clock = SystemClock()
    found: list[tuple[str, Finding]] = []
    try:
        adapters = platforms.build(settings, lambda name: DatabaseMemory(database, clock, name), clock)
        for name, adapter in adapters.items():
            test = _test(settings, to, clock.now()) if to and to.platform == name else None
            found += [(name, finding) for finding in await _findings(adapter, test)]
            found.append((name, await _events(settings, database, name, bool(database_url))))
    finally:
        database.close()
    return found


async def _findings(adapter: Adapter, test: Delivery | None) -> Sequence[Finding]:
    """What an adapter says of itself; a defect of one must not hide what the others say."""
    try:
        return await adapter.check(test)
    except Exception as error:  # noqa: BLE001 - shown in the table
        return (Finding("check", "fail", "broken", {"reason": f"{type(error).__name__}: {error}"}),)


async def _events(settings: Settings, database: Database, name: str, known: bool) -> Finding:
    """Whether events come at all is the one thing about subscriptions that can be seen."""
    if not known:
        return Finding("events", "ok", "events_unknown", {"platform": name})
    last = await database.run(inbox.last_received, name)
    if last is None:
        return Finding("events", "warn", "events_unseen", {"platform": name})
    local = last.astimezone(ZoneInfo(settings.defaults.timezone))
    return Finding("events", "ok", "events_seen", {"moment": f"{local:%Y-%m-%d %H:%M}"})


def _test(settings: Settings, to: Receiver, now: datetime) -> Delivery:
    card = note(words("check.test_title"), words("check.test_text"), tone="good")
    zone = ZoneInfo(settings.defaults.timezone)
    content = render(card, Reader(settings.defaults.language, zone, now.astimezone(zone).date()))
    return Delivery(f"check:{now.isoformat()}", Target(to.platform, to.kind, to.id), content, "check")

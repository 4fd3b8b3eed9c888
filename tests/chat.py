"""A conversation as a test reads it: people say things, time passes, the bot shows things."""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.console.adapter import buttons
from bot import calendars
from bot.cards import RenderedButton
from bot.rehearsal.stage import PLATFORM as CONSOLE
from bot.rehearsal.stage import Line, Stage
from bot.rules.norms import Norms
from bot.services.work import Defaults
from bot.wire import Attached, Incoming
from storage.engine import Database
from tests.contract.stage import WireStage

SHANGHAI = ZoneInfo("Asia/Shanghai")
GROUP = "group:新品上市"


def defaults(**changes: object) -> Defaults:
    """The handbook's norms, in Chinese and Shanghai, with changes."""
    norms = Norms("zh", SHANGHAI, calendars.load("CN"))
    for key, value in changes.items():
        object.__setattr__(norms, key, value)
    return Defaults(norms)


class Chat:
    """The stage with plain calls. `fresh` are the lines since the last thing that happened, `files` what the bot sent.

    platform: where chats are opened from now on: in the console, or behind a platform's adapter and its wire.
    """

    platform = CONSOLE

    def __init__(self, database: Database, start: str = "2026-03-02 08:30", rules: Defaults | None = None) -> None:
        self._runner = asyncio.Runner()
        at = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
        self.stage = self._runner.run(self._open(at, rules or defaults(), database))
        self.files: list[Attached] = []
        self.stage.console.listen(lambda posted: self.files.append(posted.file) if posted.file else None)
        self._mark = 0

    async def _open(self, at: datetime, rules: Defaults, database: Database) -> Stage:
        if self.platform == CONSOLE:
            return await Stage.open(at, rules, database)
        return await WireStage.behind(self.platform, at, rules, database)

    def _play(self, scene: Coroutine[Any, Any, None]) -> None:
        self._runner.run(scene)
        if isinstance(self.stage, WireStage):
            self.stage.require_right()

    def close(self) -> None:
        self._runner.run(self.stage.console.stop())
        self._runner.close()
        self.stage.console.store.close()

    @property
    def now(self) -> datetime:
        """The moment it is, in Shanghai."""
        return self.stage.clock.now().astimezone(SHANGHAI)

    def person(self, name: str, **details: str) -> None:
        self._play(self.stage.add_person(name, details))

    def group(self, name: str, *members: str) -> None:
        self._begin()
        self._play(self.stage.add_group(name, members))

    def says(self, person: str, text: str, group: str = "新品上市") -> None:
        """Somebody types into the group; `group=""` is a direct message to the bot."""
        self._begin()
        self._play(self.stage.say(person, text, group))

    def tells(self, person: str, text: str) -> None:
        """Somebody types to the bot alone."""
        self.says(person, text, group="")

    def sends(self, person: str, name: str, data: bytes) -> None:
        """Somebody sends a file to the bot alone."""
        self._begin()
        self._play(self._send(person, name, data))

    async def _send(self, person: str, name: str, data: bytes) -> None:
        await self.stage.console.attach(self.stage.user(person), "", name, data)
        await self.stage.engine.settle()

    def presses(self, person: str, label: str) -> None:
        self._begin()
        self._play(self.stage.press(person, label))

    def sees(self, person: str, label: str) -> tuple[str, RenderedButton]:
        """A button as the person sees it now, so that it can be pressed after the message changed."""
        for message in self.stage.console.visible(self.stage.user(person)):
            for button in buttons(message):
                if button.label == label:
                    return message.ref, button
        raise AssertionError(f"{person} sees no button {label}")

    def presses_late(self, person: str, seen: tuple[str, RenderedButton]) -> None:
        """Press a button as it was seen earlier."""
        self._begin()
        self._play(self._press_late(person, *seen))

    async def _press_late(self, person: str, ref: str, button: RenderedButton) -> None:
        await self.stage.console.press(self.stage.user(person), ref, button)
        await self.stage.engine.settle()

    def fills(self, person: str, fields: Mapping[str, str] | None = None, **more: str) -> None:
        self._begin()
        self._play(self.stage.fill(person, {**(fields or {}), **more}))

    def receives(self, event: Incoming) -> None:
        """The bot is sent an event as it stands, such as a button's that nobody can see."""
        self._begin()
        self._play(self.stage.receive(event))

    def passes(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        self._begin()
        self._play(self.stage.move_by(timedelta(days=days, hours=hours, minutes=minutes)))

    def until(self, moment: str) -> None:
        """Let time go by to a moment in Shanghai, such as 2026-03-04 17:00."""
        self._begin()
        self._play(self.stage.move_to(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)))

    def _begin(self) -> None:
        self._mark = len(self.stage.lines)

    def lines(self, to: str = "", why: str = "", kind: str = "") -> list[Line]:
        """Everything the bot wrote so far, to one place, for one reason, of one kind when given."""
        return _chosen(self.stage.lines, to, why, kind)

    def fresh(self, to: str = "", why: str = "", kind: str = "") -> list[Line]:
        """What the bot wrote since the last thing that happened."""
        return _chosen(self.stage.lines[self._mark :], to, why, kind)

    def shows(self, to: str, *texts: str, why: str = "", kind: str = "") -> Line:
        """The first fresh line with all these texts. Fails, showing what there was instead, when there is none."""
        for line in self.fresh(to, why, kind):
            if all(text in line.text for text in texts):
                return line
        there = "\n".join(f"{line.to} ({line.why} {line.kind}) {line.text!r}" for line in self.fresh())
        raise AssertionError(f"{to} was not shown {texts} {why}; instead:\n{there or 'nothing'}")

    def hides(self, to: str, *texts: str, why: str = "", kind: str = "") -> None:
        """Fails when a fresh line with all these texts went there."""
        for line in self.fresh(to, why, kind):
            assert not all(text in line.text for text in texts), f"{to} was shown {line.text!r} ({line.why})"


def _chosen(lines: list[Line], to: str, why: str, kind: str) -> list[Line]:
    return [
        line
        for line in lines
        if (not to or line.to == to) and (not why or line.why == why) and (not kind or line.kind == kind)
    ]

"""Calls in a month of a 20-person project with its full daily rhythm, on each platform.

`python -m tests.bench.calls`
"""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.clock import MovableClock
from bot.engine import Engine
from bot.memory import DatabaseMemory
from bot.wire import Incoming
from storage import tables
from storage.engine import IN_MEMORY, Database
from tests.bench.crews import NAMES, Crew, DingTalkCrew, FeishuCrew, SlackCrew
from tests.bench.ground import show
from tests.chat import defaults

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 3, 2)
DAYS = [day for n in range(30) if (day := FIRST + timedelta(days=n)).weekday() < 5]
ANSWER = {"yesterday": "完成了第二稿", "today": "改第三稿并送审", "obstacles": "无"}
SILENT = 2  # people a day who do not answer; one of them does so late


class Month:
    """One project's month: who does what at which time of the day."""

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
        self.clock = MovableClock(datetime.combine(FIRST, time(8, 30), SHANGHAI).astimezone(UTC))
        self._database = Database(IN_MEMORY, inline=True)
        tables.lay(self._database.engine)
        self._tasks = 0

    async def live(self) -> None:
        memory = DatabaseMemory(self._database, self.clock, self.crew.name)
        await self.crew.open(self.clock, memory)
        adapter = self.crew.adapter
        self._engine = Engine(self._database, self.clock, defaults(), {adapter.name: adapter})
        await adapter.start(self._engine.inbox.deliver)
        await self._begin()
        # On the first morning people hear of their tasks; this is not repeated every month.
        await self._until(FIRST, 9, 5)
        self.before = self.crew.calls()
        for day in DAYS:
            await self._day(day)
        await adapter.stop()
        await self.crew.close()
        self._database.close()

    async def _begin(self) -> None:
        people = tuple(self.crew.account(n) for n in range(len(NAMES)))
        name, lead, chat = self.crew.adapter.name, people[0], self.crew.chat
        joined = Incoming("j1", name, "joined", lead.user, lead.name, chat, "新品上市", mentions=people)
        await self._engine.inbox.deliver(joined)
        await self._engine.settle()
        await self._types(0, "项目 新建 Q4宣传物料 2026-03-02 到 2026-03-31")
        for person in range(len(NAMES)):
            await self._types(0, f"任务 第一轮物料{person} @{NAMES[person]} 3月27日17:00前 标准: 终稿")

    async def _day(self, day: date) -> None:
        number = DAYS.index(day)
        silent = {(number * SILENT + n) % len(NAMES) for n in range(SILENT)}
        await self._until(day, 9, 40)
        for person in range(len(NAMES)):
            if person not in silent:
                await self._answers(person)
        await self._until(day, 11, 0)
        await self._answers(min(silent))
        self._tasks += 1
        owner = number % len(NAMES)
        due = DAYS[min(number + 3, len(DAYS) - 1)]
        await self._types(1, f"任务 海报{self._tasks} @{NAMES[owner]} {due.month}月{due.day}日17:00前 标准: 终稿")
        await self._until(day, 14, 0)
        for person in range(number % 4, len(NAMES), 5):
            await self._reports(person, f"第一轮物料{person}", min(95, 5 + number * 4))
        await self._until(day, 15, 30)
        if number >= 3 and number % 5:
            await self._reports((number - 3) % len(NAMES), f"海报{number - 2}", 100)
        await self._until(day, 17, 20)
        last = (number + 7) % len(NAMES)
        await self._reports(last, f"第一轮物料{last}", 50)
        await self._until(day, 19, 0)

    async def _types(self, person: int, line: str) -> None:
        await self.crew.types(person, line)
        await self._engine.settle()

    async def _answers(self, person: int) -> None:
        await self._while_settling(self.crew.answers(person, ANSWER))

    async def _reports(self, person: int, task: str, percent: int) -> None:
        await self._while_settling(self.crew.reports(person, task, percent))

    async def _while_settling(self, deed: Coroutine[Any, Any, None]) -> None:
        """A press may be answered with what becomes of its card."""
        doing = asyncio.create_task(deed)
        while not doing.done():
            await self._engine.settle()
            await asyncio.wait({doing}, timeout=0.002)
        await doing
        await self._engine.settle()

    async def _until(self, day: date, hour: int, minute: int) -> None:
        moment = datetime.combine(day, time(hour, minute), SHANGHAI)
        await self._engine.advance(self.clock, moment.astimezone(UTC))


CREWS: dict[str, tuple[Crew, str]] = {
    "Slack": (SlackCrew(), "no quota"),
    "Feishu": (FeishuCrew(), "API calls <= 400"),
    "Feishu, tasks typed": (FeishuCrew(typing=True), "API calls <= 400"),
    "DingTalk, words": (DingTalkCrew(template=False), "API calls <= 300, messages out <= 600"),
    "DingTalk, cards": (DingTalkCrew(template=True), "API calls <= 300, messages out <= 600"),
}


def main() -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        os.environ.pop(name, None)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    rows = []
    for name, (crew, target) in CREWS.items():
        month = Month(crew)
        asyncio.run(month.live())
        rows.append((name, _told(month.before), _told(crew.calls() - month.before), target))
    heads = ("platform", "once, to set up", "calls a month", "wanted")
    show(f"A month of {len(DAYS)} workdays, {len(NAMES)} people", heads, rows)


def _told(calls: Counter[str]) -> str:
    return ", ".join(f"{pool} {number}" for pool, number in calls.items())


if __name__ == "__main__":
    main()

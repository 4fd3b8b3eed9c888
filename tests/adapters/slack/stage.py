"""The adapter against the fake Slack, over its socket or over HTTP."""

from dataclasses import replace
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.cards import InputKind, Ping, Rendered, RenderedButton, RenderedForm, RenderedInput, RenderedSection, Rich
from bot.clock import MovableClock
from bot.wire import Delivery, Incoming, Target
from tests.fakes.memory import FakeMemory
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_api import APP_TOKEN, SECRET, TOKEN
from tests.fakes.slack_people import SlackPeople

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
LAUNCH = Target("slack", "group", "CLAUNCH")
LI = Target("slack", "dm", "ULI")


class Stage:
    """A workspace with the channel 新品上市, 张三 (UZHANG) and 李四 (ULI) in it, and 孙六 (USUN) outside."""

    def __init__(self, mode: str, speed: float = 0.0, *, paces: bool = False, memory: FakeMemory | None = None) -> None:
        self.clock = MovableClock(NOW, speed)
        self.slack = FakeSlack(self.clock.now)
        self.people = SlackPeople(self.slack)
        self.memory = memory or FakeMemory(self.clock, paces=paces)
        self.received: list[Incoming] = []
        self.broken: Exception | None = None
        self.settings = SlackSettings(
            mode="http" if mode == "http" else "socket",
            bot_token=TOKEN,
            app_token=APP_TOKEN,
            signing_secret=SECRET,
            language="zh",
            ping_seconds=0.2,
        )
        state = self.slack.state
        state.channel("CLAUNCH", "新品上市", "UZHANG", "ULI")
        for user, name in (("UZHANG", "张三"), ("ULI", "李四"), ("USUN", "孙六")):
            state.person(user, name)

    async def open(self) -> "Stage":
        """Start the fake and the adapter."""
        await self.slack.start()
        self.adapter = SlackAdapter(replace(self.settings, api_base_url=self.slack.base_url), self.memory, self.clock)
        site = web.Application()
        site.add_routes(self.adapter.routes())
        self._server = TestServer(site)
        await self._server.start_server()
        self.slack.request_url = str(self._server.make_url("/slack/events"))
        await self.adapter.start(self.deliver)
        return self

    async def close(self) -> None:
        await self.adapter.stop()
        await self._server.close()
        await self.slack.stop()

    async def deliver(self, event: Incoming) -> bool:
        if self.broken:
            raise self.broken
        fresh = all(event.key != other.key for other in self.received)
        if fresh:
            self.received.append(event)
        self.slack.tell()
        return fresh

    @property
    def last(self) -> Incoming:
        """The last thing that somebody did."""
        return self.heard[-1]

    @property
    def heard(self) -> list[Incoming]:
        """What people did; names looked up, and that a channel is shared, are left out."""
        return [event for event in self.received if not event.key.startswith(("name:", "shared:"))]


def allowing(stage: Stage) -> Stage:
    """The bot is to work in 新品上市 though another company shares it."""
    stage.settings = replace(stage.settings, shared_channels=("CLAUNCH",))
    return stage


def section(
    *lines: Rich | str,
    fields: tuple[tuple[str, Rich], ...] = (),
    buttons: tuple[RenderedButton, ...] = (),
    form: RenderedForm | None = None,
) -> RenderedSection:
    riches = tuple((line,) if isinstance(line, str) else line for line in lines)
    return RenderedSection(riches, fields, buttons, form)


def card(title: Rich | str, *sections: RenderedSection, language: str = "zh") -> Rendered:
    rich = (title,) if isinstance(title, str) else title
    pings = [part for each in (rich, *(line for s in sections for line in s.lines)) for part in each]
    text = "".join(part if isinstance(part, str) else part.name for part in rich)
    return Rendered(rich, "plain", sections, language, text, tuple(part for part in pings if isinstance(part, Ping)))


def button(label: str, action: str = "task.accept", form: RenderedForm | None = None, **value: str) -> RenderedButton:
    return RenderedButton(action, label, value or {"task": "1"}, "plain", form)


def field(
    name: str,
    kind: InputKind = "text",
    value: str = "",
    required: bool = False,
    options: tuple[tuple[str, str], ...] = (),
) -> RenderedInput:
    return RenderedInput(name, name, kind, value, options, required, "")


def form(*inputs: RenderedInput, title: str = "更新进度", action: str = "task.progress", **value: str) -> RenderedForm:
    return RenderedForm(action, title, inputs, "提交", value or {"task": "1"})


def delivery(content: Rendered, target: Target = LAUNCH, key: str = "k1", ref: str = "", why: str = "T2") -> Delivery:
    return Delivery(key, target, content, why, ref, "task:1", {7: "ULI"})

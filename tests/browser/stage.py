"""A console with a few people and a small bot of its own, so that the page is tested apart from the rest."""

from datetime import UTC, datetime, timedelta

from adapters.console.store import ConsoleStore
from adapters.console.web import BrowserConsole, ClockControl, CommandHint, Page, Suggestion
from bot.cards import (
    Ping,
    Rendered,
    RenderedButton,
    RenderedForm,
    RenderedInput,
    RenderedSection,
    Rich,
    Style,
    Tone,
)
from bot.wire import Attached, Delivery, Incoming, Target

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LI = Ping(2, "李四")

HINTS = {
    "zh": (
        CommandHint("任务", "/任务 内容 @负责人 期限 标准: …", "建一条任务"),
        CommandHint("站会", "/站会", "填今天的站会"),
        CommandHint("我的", "/我的", "看我名下的任务"),
        CommandHint("项目", "/项目 新建 名称 起 到 止", "建项目、看项目"),
    ),
    "en": (
        CommandHint("task", "/task what @owner due criteria: …", "Create a task"),
        CommandHint("standup", "/standup", "Answer today's standup"),
        CommandHint("my", "/my", "Show my tasks"),
        CommandHint("project", "/project new NAME FROM to UNTIL", "Create or show a project"),
    ),
}
GUIDE = {
    "zh": (
        Suggestion("派一项任务", "/任务 完成3款海报初稿 @李四 3月4日17:00前 标准: 300DPI", "zhang", "launch"),
        Suggestion("看自己的任务", "我的", "li"),
    ),
    "en": (
        Suggestion("Assign a task", "/task Draft 3 posters @李四 by 4 Mar 17:00", "zhang", "launch"),
        Suggestion("See your own tasks", "my", "li"),
    ),
}


def button(label: str, action: str, style: Style = "plain", form: RenderedForm | None = None) -> RenderedButton:
    return RenderedButton(action, label, {"task": "1"}, style, form)


def section(
    *lines: Rich,
    fields: tuple[tuple[str, Rich], ...] = (),
    buttons: tuple[RenderedButton, ...] = (),
    form: RenderedForm | None = None,
) -> RenderedSection:
    return RenderedSection(lines, fields, buttons, form)


def card(title: str, tone: Tone, *sections: RenderedSection, pings: tuple[Ping, ...] = ()) -> Rendered:
    return Rendered((title,), tone, sections, "zh", title, pings)


def text_input(name: str, label: str, value: str = "", *, required: bool = False, hint: str = "") -> RenderedInput:
    return RenderedInput(name, label, "text", value, (), required, hint)


STANDUP = RenderedForm(
    "standup",
    "",
    (
        text_input("done", "昨天完成了什么", "海报主视觉定稿", required=True),
        text_input("plan", "今天打算做什么", required=True),
        text_input("block", "有什么卡住了", hint="没有就留空，写了会变成一条阻塞"),
    ),
    "提交",
    {},
)
REDATE = RenderedForm(
    "redate",
    "改期：完成3款海报初稿",
    (
        RenderedInput("due", "新的截止时间", "moment", "2026-03-05T17:00", (), True, ""),
        RenderedInput("cause", "原因", "select", "", (("resource", "资源不足"), ("change", "需求变更")), True, ""),
        RenderedInput("helper", "协作人", "person", "", (), False, ""),
        RenderedInput("informed", "告诉谁", "people", "", (), False, ""),
    ),
    "改期",
    {"task": "1"},
)
FACTS: tuple[tuple[str, Rich], ...] = (
    ("负责人", (LI,)),
    ("截止", ("3月4日（周三）17:00",)),
    ("标准", ("300DPI，RGB 与 CMYK 各一份",)),
)


def task_card(state: str = "未开始", tone: Tone = "plain") -> Rendered:
    buttons: tuple[RenderedButton, ...] = (button("改期", "redate.open", form=REDATE),)
    if state == "未开始":
        buttons = (button("接受", "accept", "primary"), *buttons, button("不接", "decline", "danger"))
    facts = (*FACTS, ("状态", (state,)))
    return card("完成3款海报初稿", tone, section(fields=facts, buttons=buttons), pings=(LI,))


def late_card() -> Rendered:
    asked = section((LI, " 的任务已晚 1 天，请在群里说明原因和补救办法。"), fields=FACTS[1:2])
    return card("物料采购 逾期 1 天", "bad", asked, pings=(LI,))


class Stage:
    """The console, the little bot behind it, and what the bot received."""

    def __init__(self, store: ConsoleStore | None = None) -> None:
        self.store = store or ConsoleStore()
        self.time = START
        self.speed = 0.0
        self.received: list[Incoming] = []
        self.deaf = False
        self.address = ""
        self._people()
        clock = ClockControl(lambda: self.speed, self._move)
        self.console = BrowserConsole(self.store, lambda: self.time, Page(HINTS, GUIDE, clock))

    def _people(self) -> None:
        for id, name, zone in (
            ("zhang", "张三", "Asia/Shanghai"),
            ("li", "李四", "Europe/Berlin"),
            ("zhao", "赵总", "Asia/Shanghai"),
        ):
            self.store.add_user(id, name, "zh", zone)
        self.store.add_group("launch", "新品上市")
        for id in ("zhang", "li"):
            self.store.add_member("launch", id)

    async def _move(self, kind: str) -> None:
        if kind.startswith("speed:"):
            self.speed = float(kind.removeprefix("speed:"))
        else:
            self.time += timedelta(hours=1)

    async def post(self, content: Rendered, target: Target, ref: str = "", file: Attached | None = None) -> str:
        key = self.store.fresh_key()
        return await self.console.send(Delivery(key, target, content, "reply", ref, accounts={2: "li"}, file=file))

    async def deliver(self, event: Incoming) -> bool:
        """Answer as a bot might; while `deaf`, fail as one whose database is gone."""
        if self.deaf:
            raise ConnectionError("out of order")
        self.received.append(event)
        target = Target("console", "group", event.chat) if event.chat else Target("console", "dm", event.user)
        match event.kind, event.action:
            case "message", _ if "任务" in event.text and event.addressed:
                await self.post(task_card(), target)
            case "message", _ if "站会" in event.text and event.addressed:
                await self.post(card("3月2日站会", "plain", section(form=STANDUP)), target)
            case "button", "accept":
                await self.post(task_card("进行中", "good"), target, event.message)
            case "form", "standup":
                answers: tuple[tuple[str, Rich], ...] = tuple((name, (text,)) for name, text in event.fields.items())
                await self.post(card("站会已提交", "good", section(fields=answers)), target, event.message)
            case "form", "redate":
                await self.post(task_card("已改期", "warn"), target, event.message)
        return True

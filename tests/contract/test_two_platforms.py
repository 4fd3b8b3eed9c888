"""One project in groups of two platforms: the same posts, cards changed in both, a press in either counts once."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from adapters.console.adapter import Posted, buttons
from bot.cards import RenderedButton
from bot.engine import Engine
from storage.engine import Database
from tests.chat import SHANGHAI, defaults
from tests.contract.stage import OFFICES
from tests.contract.wire import StageClock, Wire

REMEDY = {"cause": "供应商延迟", "remedy": "改用备选图"}


@dataclass
class Side:
    """One platform: the wire that 张三 sits behind, a group there, and what the bot wrote since he did something."""

    wire: Wire
    engine: Engine
    user: str
    group: str
    written: list[Posted] = field(default_factory=list)

    async def says(self, text: str, private: bool = False) -> None:
        self.written.clear()
        await self.wire.say(self.user, "" if private else self.group, text)
        await self.engine.settle()

    def buttons(self, label: str) -> list[tuple[str, RenderedButton]]:
        """The buttons of this label, newest first, each with its message."""
        return [(m.ref, b) for m in self.wire.visible(self.user) for b in buttons(m) if b.label == label]

    async def presses(self, label: str) -> None:
        await self.wire.press(self.user, *self.buttons(label)[0])
        await self.engine.settle()

    async def fills(self, label: str, fields: Mapping[str, str]) -> None:
        """Send the form behind a button; the bot has not looked at it yet."""
        ref, button = self.buttons(label)[0]
        assert button.form is not None
        stood = {item.name: item.value for item in button.form.inputs}
        await self.wire.fill(self.user, ref, button.form, {**stood, **fields})

    def posts(self, *kinds: str) -> list[str]:
        """What the group was posted, or what of it was replaced."""
        return [each.content.text for each in self.written if each.target.id == self.group and each.kind in kinds]


@dataclass
class Both:
    clock: StageClock
    engine: Engine
    slack: Side
    feishu: Side

    async def until(self, moment: str) -> None:
        await self.engine.advance(self.clock, datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))


async def _side(name: str, clock: StageClock, engine: Engine, wire: Wire) -> Side:
    await wire.start(engine.inbox.deliver)
    side = Side(wire, engine, wire.office.user_id.format(1), wire.office.group_id.format(1))
    wire.store.add_user(side.user, "张三")
    wire.store.add_group(side.group, f"{name} 新品上市")
    wire.store.add_member(side.group, side.user)
    wire.listen(side.written.append)
    await wire.join(side.group)
    await engine.settle()
    return side


@pytest.fixture
async def both(empty_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Both]:
    """张三 is on both platforms, has a group on each bound to his project, and a task due on Tuesday."""
    for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    clock = StageClock(datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI))
    wires = {name: Wire(OFFICES[name](clock)) for name in ("slack", "feishu")}
    engine = Engine(empty_sqlite, clock, defaults(), wires)
    slack, feishu = [await _side(name, clock, engine, wire) for name, wire in wires.items()]
    await slack.says("/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    await slack.says("/谁 关联", private=True)
    code = re.search(r"关联码：(\w{6})", slack.written[-1].content.text)
    assert code is not None
    await feishu.says(f"/谁 关联 {code[1]}", private=True)
    await feishu.presses(feishu.written[-1].content.buttons()[0].label)
    await feishu.says("/项目 绑定 Q4宣传物料")
    feishu.written.clear()
    await slack.says("/任务 海报初稿 @张三 3月3日17:00前")
    yield Both(clock, engine, slack, feishu)
    for wire in wires.values():
        await wire.stop()
        wire.require_right()


async def test_groups_on_two_platforms_get_the_same_posts(both: Both) -> None:
    await both.until("2026-03-02 17:05")
    assert both.slack.posts("post") == both.feishu.posts("post") != []


async def test_a_card_is_replaced_in_both(both: Both) -> None:
    await both.until("2026-03-03 17:40")
    await both.until("2026-03-03 18:05")
    assert both.slack.posts("update") == both.feishu.posts("update") != []


async def test_an_answer_given_on_one_platform_takes_the_button_away_on_the_other(both: Both) -> None:
    await both.until("2026-03-04 17:05")
    await both.feishu.fills("说明原因", REMEDY)
    await both.engine.settle()
    assert "供应商延迟" in "".join(both.slack.posts("post", "update"))
    assert both.slack.buttons("说明原因") == []


async def test_a_form_sent_on_each_platform_at_once_counts_once(both: Both) -> None:
    await both.until("2026-03-04 17:05")
    for side in (both.feishu, both.slack):
        side.written.clear()
        await side.fills("说明原因", REMEDY)
    await both.engine.settle()
    for side in (both.feishu, both.slack):
        assert ["供应商延迟" in text for text in side.posts("post")] == [True]


async def test_a_press_on_each_platform_at_once_counts_once(both: Both) -> None:
    await both.until("2026-03-02 09:05")
    for side in (both.feishu, both.slack):
        side.written.clear()
        await side.wire.press(side.user, *side.buttons("完成")[0])
    await both.engine.settle()
    written = both.feishu.written + both.slack.written
    assert [each.content.text for each in written if each.target.kind == "dm"] == [
        "“海报初稿”已由张三于3月2日（周一）09:05完成，不用再操作。"
    ]
    assert [side.buttons("完成") for side in (both.feishu, both.slack)] == [[], []]

"""The console as a platform: sends are idempotent, presses and forms carry what the card gave."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.console.adapter import ConsoleAdapter, Posted
from adapters.console.codec import content, rendered
from adapters.console.inbound import Act
from adapters.console.store import ConsoleStore
from bot.cards import Ping, Rendered, RenderedButton, RenderedForm, RenderedInput, RenderedSection
from bot.errors import SendFailed
from bot.wire import Account, Delivery, Incoming, Target

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
GROUP = Target("console", "group", "launch")
ZHANG = Target("console", "dm", "zhang")


def card(title: str, *buttons: RenderedButton, form: RenderedForm | None = None) -> Rendered:
    ping = Ping(7, "李四")
    section = RenderedSection(lines=((ping, " 请看"),), fields=(("截止", ("3月4日",)),), buttons=buttons, form=form)
    return Rendered((title,), "warn", (section,), "zh", f"{title}\n@李四 请看\n截止：3月4日", (ping,))


def button(label: str, action: str = "task.accept") -> RenderedButton:
    return RenderedButton(action, label, {"task": "1"}, "primary", None)


_TODAY = RenderedInput("today", "今天", "text", "", (), True, "")
FORM = RenderedForm("standup.send", "站会", (_TODAY,), "提交", {"day": "2"})


class Stage:
    """A console with two people and a group, and what the bot received from it."""

    def __init__(self) -> None:
        self.store = ConsoleStore()
        self.store.add_user("zhang", "张三")
        self.store.add_user("li", "李四", "en", "Europe/Berlin")
        self.store.add_user("zhao", "赵总")
        self.store.add_group("launch", "新品上市")
        self.store.add_member("launch", "zhang")
        self.store.add_member("launch", "li")
        self.adapter = ConsoleAdapter(self.store, lambda: NOW)
        self.received: list[Incoming] = []
        self.posted: list[Posted] = []
        self.adapter.listen(self.posted.append)

    async def deliver(self, event: Incoming) -> bool:
        known = any(event.key == other.key for other in self.received)
        self.received.append(event)
        return not known


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    fresh = Stage()
    await fresh.adapter.start(fresh.deliver)
    yield fresh
    await fresh.adapter.stop()


def delivery(key: str, target: Target = GROUP, title: str = "海报初稿", ref: str = "") -> Delivery:
    return Delivery(key, target, card(title, button("接受"), form=FORM), "T2", ref, "task:1", {7: "li"})


def test_a_card_survives_the_way_into_json_and_back() -> None:
    original = card("海报初稿", replace(button("改期"), form=FORM), form=FORM)
    assert rendered(content(original)) == original


async def test_a_post_is_stored_with_time_reason_and_card(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1"))
    message = stage.store.message(ref)
    assert message is not None
    assert (message.at, message.why, message.card, message.author, message.chat) == (NOW, "T2", "task:1", "", "launch")


async def test_a_mention_carries_the_consoles_user_id(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1"))
    message = stage.store.message(ref)
    assert message is not None
    assert message.content["pings"] == [{"person": 7, "name": "李四", "user": "li"}]


async def test_a_second_send_with_the_same_key_makes_no_second_message(stage: Stage) -> None:
    first = await stage.adapter.send(delivery("k1"))
    second = await stage.adapter.send(delivery("k1"))
    assert first == second
    assert len(stage.store.messages("zhang", "launch")) == 1
    assert stage.store.sends() == [("k1", first, "post"), ("k1", first, "repeat")]
    assert [posted.kind for posted in stage.posted] == ["post"]


async def test_an_update_replaces_the_content_and_keeps_the_place(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1"))
    assert await stage.adapter.send(delivery("k2", title="海报定稿", ref=ref)) == ref
    [message] = stage.store.messages("zhang", "launch")
    assert (message.text.splitlines()[0], message.version) == ("海报定稿", 2)
    assert [(posted.kind, posted.key) for posted in stage.posted] == [("post", "k1"), ("update", "k2")]


async def test_a_late_repeat_of_an_update_does_not_undo_a_newer_one(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1"))
    await stage.adapter.send(delivery("k2", title="二稿", ref=ref))
    await stage.adapter.send(delivery("k3", title="三稿", ref=ref))
    await stage.adapter.send(delivery("k2", title="二稿", ref=ref))
    assert stage.store.messages("zhang", "launch")[0].text.startswith("三稿")


@pytest.mark.parametrize(
    "wrong",
    [
        delivery("k1", Target("console", "group", "nowhere")),
        delivery("k1", Target("console", "dm", "nobody")),
        delivery("k1", ref="m404"),
    ],
)
async def test_an_unknown_receiver_or_message_fails_for_good(stage: Stage, wrong: Delivery) -> None:
    with pytest.raises(SendFailed) as failure:
        await stage.adapter.send(wrong)
    assert failure.value.permanent
    assert [outcome for _, _, outcome in stage.store.sends()] == ["refused"]


async def test_what_a_person_types_reaches_the_bot_and_the_group(stage: Stage) -> None:
    assert await stage.adapter.say("zhang", "launch", "/任务 海报 @李四")
    [event] = stage.received
    assert (event.text, event.addressed, event.mentions) == ("/任务 海报 <@li>", True, (Account("li", "李四"),))
    assert (event.chat, event.chat_name, event.user_name) == ("launch", "新品上市", "张三")
    [message] = stage.store.messages("li", "launch")
    assert (message.author, message.text, event.message) == ("zhang", "/任务 海报 @李四", message.ref)


async def test_a_direct_message_is_always_for_the_bot_and_knows_everybody(stage: Stage) -> None:
    await stage.adapter.say("zhang", "", "问一下 @赵总")
    [event] = stage.received
    assert (event.chat, event.addressed, event.text) == ("", True, "问一下 <@zhao>")


async def test_outsiders_are_not_mentioned_in_a_group(stage: Stage) -> None:
    await stage.adapter.say("zhang", "launch", "问一下 @赵总")
    assert (stage.received[0].text, stage.received[0].mentions) == ("问一下 @赵总", ())


async def test_the_same_key_twice_is_one_message_and_told_as_repeated(stage: Stage) -> None:
    assert await stage.adapter.say("zhang", "", "你好", key="web-1")
    assert not await stage.adapter.say("zhang", "", "你好", key="web-1")
    assert len(stage.store.messages("zhang", "")) == 1


async def test_fresh_keys_never_repeat(stage: Stage) -> None:
    await stage.adapter.say("zhang", "", "一")
    await stage.adapter.say("zhang", "", "二")
    assert len({event.key for event in stage.received}) == 2


async def test_a_press_carries_action_value_and_message(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1"))
    await stage.adapter.press("li", ref, 0)
    [event] = stage.received
    assert (event.kind, event.action, event.value, event.message) == ("button", "task.accept", {"task": "1"}, ref)
    assert event.chat == "launch"


async def test_a_press_on_a_button_that_is_gone_is_delivered_all_the_same(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1"))
    gone = button("拒绝", "task.decline")
    assert await stage.adapter.press("li", ref, gone)
    assert stage.received[0].action == "task.decline"


async def test_a_form_carries_its_fields_and_its_hidden_value(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1", ZHANG))
    await stage.adapter.fill("zhang", ref, 0, {"today": "定稿"})
    [event] = stage.received
    assert (event.kind, event.action, event.value) == ("form", "standup.send", {"day": "2"})
    assert (event.fields, event.chat) == ({"today": "定稿"}, "")


async def test_nobody_can_press_in_a_group_they_are_not_in(stage: Stage) -> None:
    ref = await stage.adapter.send(delivery("k1"))
    with pytest.raises(LookupError):
        await stage.adapter.press("zhao", ref, Act("task.accept", {}))


async def test_joining_a_group_names_all_its_members(stage: Stage) -> None:
    await stage.adapter.join("launch")
    [event] = stage.received
    assert (event.kind, event.chat, event.user) == ("joined", "launch", "zhang")
    assert event.mentions == (Account("zhang", "张三"), Account("li", "李四"))


async def test_a_person_sees_their_groups_and_their_own_direct_messages_newest_first(stage: Stage) -> None:
    await stage.adapter.send(delivery("k1", title="一"))
    await stage.adapter.send(delivery("k2", ZHANG, title="二"))
    await stage.adapter.send(delivery("k3", title="三"))
    assert [message.text.splitlines()[0] for message in stage.adapter.visible("zhang")] == ["三", "二", "一"]
    assert [message.text.splitlines()[0] for message in stage.adapter.visible("li")] == ["三", "一"]
    assert list(stage.adapter.visible("zhao")) == []


async def test_unread_counts_what_others_posted_until_it_is_read(stage: Stage) -> None:
    await stage.adapter.send(delivery("k1"))
    await stage.adapter.say("zhang", "launch", "收到")
    assert (stage.store.unread("li"), stage.store.unread("zhang")) == ({"launch": 2}, {"launch": 1})
    stage.store.mark_read("li", "launch", stage.store.messages("li", "launch")[-1].seq)
    assert stage.store.unread("li") == {}


async def test_a_demo_begins_with_everything_read(stage: Stage) -> None:
    await stage.adapter.send(delivery("k1"))
    await stage.adapter.send(delivery("k2", ZHANG))
    stage.store.mark_all_read()
    assert (stage.store.unread("zhang"), stage.store.unread("li")) == ({}, {})


async def test_pages_go_back_from_the_newest(stage: Stage) -> None:
    for number in range(5):
        await stage.adapter.send(delivery(f"k{number}", title=str(number)))
    newest = stage.store.messages("zhang", "launch", limit=2)
    older = stage.store.messages("zhang", "launch", before=newest[0].seq, limit=2)
    assert [message.text[0] for message in (*older, *newest)] == ["1", "2", "3", "4"]


def test_a_file_keeps_messages_and_counts_keys_on_over_a_restart(tmp_path: Path) -> None:
    path = str(tmp_path / "console.db")
    first = ConsoleStore(path)
    first.add_user("zhang", "张三")
    assert first.fresh_key() == "event-1"
    first.close()
    second = ConsoleStore(path)
    assert [user.name for user in second.users()] == ["张三"]
    assert second.fresh_key() == "event-2"
    second.close()


def test_several_processes_can_open_a_new_file_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "console.db")
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: ConsoleStore(path), range(8)))
    keys = {store.fresh_key() for store in stores}
    for store in stores:
        store.close()
    assert len(keys) == 8


async def test_two_processes_on_one_file_make_one_message_of_one_key(tmp_path: Path) -> None:
    path = str(tmp_path / "console.db")
    stores = [ConsoleStore(path), ConsoleStore(path)]
    stores[0].add_user("zhang", "张三")
    refs = [await ConsoleAdapter(store, lambda: NOW).send(delivery("k1", ZHANG)) for store in stores]
    assert refs[0] == refs[1]
    assert stores[0].sends() == [("k1", refs[0], "post"), ("k1", refs[0], "repeat")]
    for store in stores:
        store.close()


async def test_the_console_knows_whether_a_send_arrived(stage: Stage) -> None:
    assert await stage.adapter.find(delivery("k1")) == ""
    ref = await stage.adapter.send(delivery("k1"))
    assert await stage.adapter.find(delivery("k1")) == ref


async def test_the_console_knows_people(stage: Stage) -> None:
    profile = await stage.adapter.profile("li")
    assert profile and (profile.name, profile.language, profile.zone) == ("李四", "en", "Europe/Berlin")

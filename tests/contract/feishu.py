"""Feishu's side of the wire: messages, presses and form containers in, card JSON 2.0 out."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.base import Adapter
from adapters.console.inbound import Spans
from adapters.feishu.adapter import FeishuAdapter
from adapters.feishu.settings import FeishuSettings
from bot.cards import Rendered, RenderedInput
from bot.wire import Account, Delivery, Incoming
from tests.contract.wire import Filled, Office, Shown, StageClock
from tests.fakes import feishu_wire
from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu_cards import walk
from tests.fakes.memory import FakeMemory

Json = dict[str, Any]
_AT = re.compile(r"<at id=(\w+)></at>")
_PICKERS = ("date_picker", "picker_datetime", "select_static", "select_person", "multi_select_person")


class FeishuOffice(Office):
    platform = "feishu"
    user_id = "ou_{}"
    group_id = "oc_{}"

    def __init__(self, clock: StageClock) -> None:
        super().__init__(clock)
        self.fake = FakeFeishu(clock.now, rates=False)
        self._count = 0
        self._untold: list[Json] = []
        self._parts: dict[str, list[str]] = {}
        self._pressed = ""

    async def open(self) -> Adapter:
        await self.fake.start()
        settings = FeishuSettings(self.fake.app_id, self.fake.secret, base_url=self.fake.url, monthly_calls=0)
        return FeishuAdapter(settings, FakeMemory(self.clock, paces=False), self.clock)

    async def linked(self) -> None:
        await self.fake.connection()

    async def close(self) -> None:
        await self.fake.stop()

    # People and groups

    def enter(self, user: str, name: str) -> None:
        if user in self.fake.people:
            self._untold.append(self._envelope("contact.user.updated_v3", {"object": {"open_id": user, "name": name}}))
        self.fake.people[user] = {"name": name, "department_ids": ["0"], "leader_user_id": ""}

    def found(self, group: str) -> None:
        self.fake.chats[group] = (self.titles[group], [*self.groups[group], self.fake.bot])

    async def joins(self, group: str) -> None:
        event = {"chat_id": group, "operator_id": {"open_id": self.groups[group][0]}, "name": self.titles[group]}
        told = len(self.heard)
        await self._tell(self._envelope("im.chat.member.bot.added_v1", event))
        # Who is there the adapter asks for once it has answered.
        await self.until(lambda: any(heard.mentions for heard in self.heard[told:]))

    async def happens(self, event: Incoming) -> bool:
        people = [{"user_id": {"open_id": each.user}, "name": each.name} for each in event.mentions]
        group = {"chat_id": event.chat, "operator_id": {"open_id": event.user}, "name": event.chat_name}
        person = {"object": {"open_id": event.user, "name": event.user_name}}
        told: Mapping[str, tuple[str, Json]] = {
            "joined": ("im.chat.member.user.added_v1", {**group, "users": people}),
            "left": ("im.chat.member.user.deleted_v1", {**group, "users": people}),
            "closed": ("im.chat.disbanded_v1", group),
            "renamed": ("im.chat.updated_v1", {**group, "after_change": {"name": event.chat_name}}),
            "departed": ("contact.user.deleted_v3", person),
            "changed": ("contact.user.updated_v3", person),
        }
        if event.kind in told:
            await self._tell(self._envelope(*told[event.kind]))
        return event.kind in told

    def _envelope(self, kind: str, event: Json) -> Json:
        self._count += 1
        return feishu_wire.envelope(kind, event, key=f"ev{self._count}")

    async def _tell(self, envelope: Json) -> None:
        """Tell what happened, after what was not told yet; each is answered before the next."""
        await self._answered()
        told, self._untold = [*self._untold, envelope], []
        for each in told:
            await self.fake.push(each, key=each["header"]["event_id"])
            self._pressed = "?"
            await self._answered()

    async def _answered(self) -> None:
        if self._pressed:
            answer = await self.fake.answer()
            assert answer["code"] == 200, answer
        self._pressed = ""

    async def caught_up(self, delivery: Delivery) -> None:
        """The card of a press may have come as its answer."""
        if delivery.ref and delivery.ref == self._pressed:
            await self._answered()

    # What people do

    async def types(self, user: str, group: str, text: str, spans: Spans) -> None:
        self._count += 1
        people = [feishu_wire.mention(0, self.fake.bot, "对齐")] if group and text.startswith(("/", "／")) else []
        said = "@_user_0 " if people else ""
        for span in spans:
            if isinstance(span, str):
                said += span
                continue
            account = span or Account(self.fake.bot, "对齐")
            number = len(people) + 1
            people.append(feishu_wire.mention(number, account.user, account.name))
            said += f"@_user_{number}"
        key = f"ev{self._count}"
        await self._tell(
            feishu_wire.message(
                said,
                user=user,
                chat=group or f"oc_p2p_{user}",
                number=f"om_in{self._count}",
                mentions=tuple(people),
                private=not group,
                key=key,
                at=self.clock.now(),
            )
        )

    async def attaches(self, user: str, name: str, data: bytes) -> None:
        self._count += 1
        number, key = f"om_in{self._count}", f"file_v3_{self._count}"
        self.fake.resources[number, key] = data
        content = {"file_key": key, "file_name": name}
        chat, event = f"oc_p2p_{user}", f"ev{self._count}"
        await self._tell(
            feishu_wire.message(
                "",
                user=user,
                chat=chat,
                number=number,
                kind="file",
                content=content,
                private=True,
                key=event,
                at=self.clock.now(),
            )
        )

    async def presses(self, user: str, group: str, ref: str, button: Any) -> None:
        await self._act(user, group, ref, button["behaviors"][0]["value"])

    async def _act(self, user: str, group: str, ref: str, value: Json, **action: Any) -> None:
        self._count += 1
        envelope = feishu_wire.press(value, user=user, chat=group or f"oc_p2p_{user}", ref=ref, **action)
        envelope["header"]["event_id"] = f"ev{self._count}"
        await self._answered()
        heard = len(self.heard)
        await self.fake.push(envelope, key=f"ev{self._count}")
        # The answer waits for what becomes of the card.
        await self.until(lambda: len(self.heard) > heard)
        self._pressed = ref

    async def fills(self, user: str, group: str, ref: str, door: Any, filled: Filled) -> None:
        nodes = [node for node in walk(door["elements"]) if node.get("name")]
        [submit] = [node for node in nodes if node["tag"] == "button"]
        fields = [node for node in nodes if node["tag"] != "button"]
        sent: Json = {}
        for node, item in zip(fields, filled.form.inputs, strict=True):
            assert node["name"].endswith(f"_{item.name}")
            sent[node["name"]] = _entered(node, item, filled)
        value = submit["behaviors"][0]["value"]
        await self._act(user, group, ref, value, name=submit["name"], form_value=sent, timezone="Asia/Shanghai")

    # What they see

    def mark(self) -> int:
        return len(self.fake.messages)

    def shown(self, delivery: Delivery, ref: str, since: int) -> Shown:
        fresh = [message.id for message in self.fake.messages[since:]]
        if fresh:
            self._parts[ref] = fresh
        messages = [message for message in self.fake.messages if message.id in self._parts[ref]]
        assert {message.to for message in messages} == {delivery.target.id}
        if messages[0].kind == "file":
            name, data = self.fake.drawer.kept[messages[0].content["file_key"]]
            assert delivery.file is not None and data == delivery.file.data
            return Shown(name, (), (), frozenset())
        elements = [element for message in messages for element in message.content["body"]["elements"]]
        title = messages[0].content["header"]["title"]["content"]
        marked = [node["content"] for node in walk(elements) if node["tag"] == "markdown"]
        buttons, forms = _doors(elements, delivery.content)
        lines = list(_read(elements, self.names))
        # A title that is too long for the header stands whole beneath it.
        whole = title.endswith("…") and lines and lines[0].startswith(title[:-1])
        text = "\n".join(lines if whole else [title, *lines])
        return Shown(text, buttons, forms, frozenset(_AT.findall("".join(marked))))

    def words(self, delivery: Delivery, shown: Shown) -> str:
        """A header takes no mention, so who is mentioned there is so once more beneath. A file shows its name alone."""
        if delivery.file and not delivery.file.picture:
            return delivery.file.name
        title, _, rest = super().words(delivery, shown).partition("\n")
        pings = (part for part in delivery.content.title if not isinstance(part, str))
        again = (f"@{ping.name}" for ping in pings if ping.person in delivery.accounts)
        return "\n".join([title, *again, rest])


def _entered(node: Json, item: RenderedInput, filled: Filled) -> Any:
    """What comes back from a field, as its kind of component sends it."""
    value, people = filled.values[item.name], filled.people.get(item.name, ())
    match node["tag"]:
        case "multi_select_person":
            return list(people)
        case "select_person":
            return people[0] if people else ""
        case "date_picker":
            return f"{value} +0800" if value else ""
        case "select_static":
            assert value in ("", *(option["value"] for option in node["options"]))
    return value


def _read(elements: list[Json], names: Mapping[str, str]) -> Iterator[str]:
    for node in _outside_forms(elements):
        if node["tag"] == "plain_text":
            yield node["content"]
        elif node["tag"] == "markdown":
            yield html.unescape(_AT.sub(lambda user: f"@{names[user[1]]}", node["content"]))


def _outside_forms(elements: list[Json]) -> Iterator[Json]:
    """Every tagged object that is neither in a form nor on a button."""
    for element in elements:
        if element["tag"] in ("form", "button"):
            continue
        if element["tag"] in ("plain_text", "markdown"):
            yield element
        inside = [element["text"]] if "text" in element else []
        yield from _outside_forms([*inside, *element.get("columns", ()), *element.get("elements", ())])


def _doors(elements: list[Json], content: Rendered) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The buttons of the card, some of which are headings that fold a form up, and the forms that stand open."""
    nodes = list(walk(elements))
    presses = iter([node for node in nodes if node["tag"] == "button" and "form_action_type" not in node])
    containers = iter([node for node in nodes if node["tag"] == "form"])
    buttons: dict[int, Any] = {}
    forms = []
    for section in content.sections:
        for button in section.buttons:
            place = next(n for n, each in enumerate(content.buttons()) if each is button and n not in buttons)
            found = next(containers if button.form else presses)
            heading = found["elements"][0]["header"]["title"] if button.form else found["text"]
            assert heading["content"] == button.label
            buttons[place] = found
        forms += [next(containers)] if section.form else []
    assert next(presses, next(containers, None)) is None, "something more to press than the card has"
    return tuple(buttons[place] for place in sorted(buttons)), tuple(forms)

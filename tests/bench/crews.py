"""Twenty people with a group on each platform's fake, as the calls bench has them work."""

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.base import Adapter, Memory
from adapters.dingtalk.adapter import DingTalkAdapter
from adapters.feishu.adapter import FeishuAdapter
from adapters.slack.adapter import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.clock import MovableClock
from bot.wire import Account
from tests.adapters.feishu.conftest import settings_of
from tests.fakes import feishu_wire
from tests.fakes.dingtalk import GROUP, FakeDingTalk
from tests.fakes.dingtalk_api import Card
from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu_cards import walk
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_api import SECRET, TOKEN
from tests.fakes.slack_people import SlackPeople

NAMES = [f"成员{number}" for number in range(1, 21)]
Answer = Mapping[str, str]


class Crew(ABC):
    """People are numbered from 0. `chat` is the platform's id of their group."""

    name: str
    chat: str
    adapter: Adapter

    @abstractmethod
    def account(self, person: int) -> Account: ...

    @abstractmethod
    async def open(self, clock: MovableClock, memory: Memory) -> None: ...

    @abstractmethod
    async def close(self) -> None: ...

    @abstractmethod
    async def types(self, person: int, line: str) -> None:
        """Type a command into the group."""

    @abstractmethod
    async def answers(self, person: int, answer: Answer) -> None:
        """Answer the question of the day, in the way the platform makes easiest."""

    async def reports(self, person: int, task: str, percent: int) -> None:
        """Say how far an own task is; 100 finishes it."""
        await self.types(person, f"进度 {task} {percent}%" if percent < 100 else f"完成 {task}")

    @abstractmethod
    def calls(self) -> Counter[str]:
        """What was called so far; what counts against a quota, by its pool."""


class SlackCrew(Crew):
    name, chat = "slack", "CLAUNCH"

    def account(self, person: int) -> Account:
        return Account(f"UP{person}", NAMES[person])

    async def open(self, clock: MovableClock, memory: Memory) -> None:
        self._slack = FakeSlack(clock.now)
        self._slack.state.channel("CLAUNCH", "新品上市", *(self.account(n).user for n in range(len(NAMES))))
        for number, name in enumerate(NAMES):
            self._slack.state.person(self.account(number).user, name)
        await self._slack.start()
        settings = SlackSettings("http", TOKEN, "", SECRET, self._slack.base_url)
        self.adapter = SlackAdapter(settings, memory, clock)
        self._entry = await _entry(self.adapter)
        self._slack.request_url = str(self._entry.make_url("/slack/events"))
        self._people = SlackPeople(self._slack)

    async def close(self) -> None:
        await self._slack.stop()
        await self._entry.close()

    async def types(self, person: int, line: str) -> None:
        await self._people.commands(self.account(person).user, "CLAUNCH", "/duiqi", line)

    async def answers(self, person: int, answer: Answer) -> None:
        user = self.account(person).user
        await self._people.says(user, f"D{user[1:]}", "\n".join(answer.values()))

    def calls(self) -> Counter[str]:
        return Counter("Web API" for name, _ in self._slack.state.calls if name.startswith(("chat.", "conversations.")))


class FeishuCrew(Crew):
    """`typing`: people type what the cards offer to press."""

    name, chat = "feishu", "oc_team"

    def __init__(self, typing: bool = False) -> None:
        self._typing = typing

    def account(self, person: int) -> Account:
        return Account(f"ou_p{person}", NAMES[person])

    async def open(self, clock: MovableClock, memory: Memory) -> None:
        self._fake = FakeFeishu(clock.now)
        self._fake.people = {self.account(n).user: {"name": name} for n, name in enumerate(NAMES)}
        self._fake.chats = {"oc_team": ("新品上市", [*self._fake.people, self._fake.bot])}
        self._keys = count(1)
        await self._fake.start()
        settings = settings_of(self._fake, mode="http", verification_token="verify-me")
        self.adapter = FeishuAdapter(settings, memory, clock)
        self._entry = await _entry(self.adapter)

    async def close(self) -> None:
        await self._fake.stop()
        await self._entry.close()

    async def types(self, person: int, line: str) -> None:
        bot, key = feishu_wire.mention(1, self._fake.bot, "对齐"), f"ev{next(self._keys)}"
        user = self.account(person).user
        said = feishu_wire.message(f"@_user_1 /{line}", user=user, mentions=(bot,), key=key, number=key)
        await self._push(said, key)

    async def answers(self, person: int, answer: Answer) -> None:
        user = self.account(person).user
        if await self._fills(user, "standup.answer", "", answer):
            return
        key = f"ev{next(self._keys)}"
        said = feishu_wire.message("\n".join(answer.values()), user=user, chat=f"oc_of_{user}", private=True, key=key)
        said["event"]["message"]["message_id"] = key
        await self._push(said, key)

    async def reports(self, person: int, task: str, percent: int) -> None:
        action, said = ("task.done", {}) if percent == 100 else ("task.progress", {"percent": str(percent)})
        if self._typing or not await self._fills(self.account(person).user, action, task, said):
            await super().reports(person, task, percent)

    async def _fills(self, user: str, action: str, about: str, said: Answer) -> bool:
        """Press or fill in what the newest card about something offers, one's own or the group's; False without one."""
        for message in [each for each in reversed(self._fake.messages) if each.to in (user, "oc_team")]:
            buttons = [each for each in walk(message.content) if each.get("tag") == "button"]
            fitting = [each for each in buttons if each["behaviors"][0]["value"]["a"] == action]
            if not fitting or about not in str(message.content["header"]):
                continue
            number = str(fitting[0].get("name", "")).removeprefix("send")
            filled = {"form_value": {f"f{number}_{name}": text for name, text in said.items()}} if said else {}
            chat, value = self._chat_of(message.to), fitting[0]["behaviors"][0]["value"]
            key = f"ev{next(self._keys)}"
            await self._push(feishu_wire.press(value, user=user, chat=chat, ref=message.id, **filled), key)
            return True
        return False

    @staticmethod
    def _chat_of(receiver: str) -> str:
        return receiver if receiver.startswith("oc_") else f"oc_of_{receiver}"

    async def _push(self, envelope: dict[str, Any], key: str) -> None:
        envelope["header"]["event_id"] = key
        async with (
            aiohttp.ClientSession() as http,
            http.post(self._entry.make_url("/feishu/events"), json=envelope) as answer,
        ):
            assert answer.status == 200
            pressed = envelope["event"].get("context", {}).get("open_message_id", "")
            self._fake.take_answer(pressed, await answer.json())

    def calls(self) -> Counter[str]:
        return Counter("API calls" for call in self._fake.charged() if "/callback/" not in call)


async def _entry(adapter: Adapter) -> TestServer:
    """Where the platform delivers events."""
    site = web.Application()
    site.add_routes(adapter.routes())
    server = TestServer(site)
    await server.start_server()
    return server


class DingTalkCrew(Crew):
    name, chat = "dingtalk", GROUP

    adapter: DingTalkAdapter

    def __init__(self, template: bool) -> None:
        self._template = template
        self._keys = count(1)

    def account(self, person: int) -> Account:
        return Account(f"p{person}", NAMES[person])

    async def open(self, clock: MovableClock, memory: Memory) -> None:
        self._fake = FakeDingTalk(clock, quota=10**6)
        self._fake.office.users = {
            self.account(n).user: {"userid": self.account(n).user, "name": name} for n, name in enumerate(NAMES)
        }
        await self._fake.__aenter__()
        settings = self._fake.settings(**({} if self._template else {"card_template_id": ""}))
        self.adapter = DingTalkAdapter(settings, memory, clock)

    async def close(self) -> None:
        await self._fake.__aexit__()

    async def types(self, person: int, line: str) -> None:
        said = self._fake.message(f"/{line}", user=self.account(person).user, group=GROUP, senderNick=NAMES[person])
        await self._hears(said)

    async def answers(self, person: int, answer: Answer) -> None:
        user = self.account(person).user
        for card in reversed(self._fake.office.cards.values()):
            if card.space.endswith((f"IM_ROBOT.{user}", f"IM_GROUP.{GROUP}")) and await self._fills(card, user, answer):
                return
        labels = {"yesterday": "昨天完成", "today": "今天计划", "obstacles": "阻碍"}
        lines = "\n".join(f"{labels[name]}：{text}" for name, text in answer.items())
        await self._hears(self._fake.message(lines, user=user, senderNick=NAMES[person]))

    async def _fills(self, card: Card, user: str, answer: Answer) -> bool:
        """Fill in the form that stands open on a card, or is behind its button for that; False without one."""
        form, buttons = card.params["form_id"], json.loads(card.params["buttons"])
        for button in [each for each in buttons if each["text"] == "填写" and not form]:
            shown = await self._press(card.track, user, button["id"])
            form = shown["userPrivateData"]["cardParamMap"]["form_id"]
        if form:
            await self._press(card.track, user, form, form=dict(answer))
        return bool(form)

    async def _press(self, track: str, user: str, act: str, **sent: Any) -> dict[str, Any]:
        content = json.dumps({"cardPrivateData": {"actionIds": [act], "params": {"id": act, **sent}}})
        pressed = {"outTrackId": track, "userId": user, "content": content}
        answer = await self.adapter._pressed({"messageId": f"press{next(self._keys)}"}, pressed)
        self._fake.office.answered(track, answer.response)
        if answer.press:
            answer.press.end(written=True)
        return answer.response

    async def _hears(self, message: dict[str, Any]) -> None:
        # Handed over behind the connection, which a clock that leaps would cut all the time.
        await self.adapter._heard({}, message)

    def calls(self) -> Counter[str]:
        hooks = self._fake.count("/robot/sendBySession") + self._fake.count("/robot/send")
        return Counter({"API calls": self._fake.billed, "messages out": hooks})

"""DingTalk's side of the wire: messages and presses by Stream in, cards of our template and markdown out."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import unquote

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.base import Adapter
from adapters.console.inbound import Spans
from adapters.dingtalk.adapter import DingTalkAdapter
from bot.cards import Rendered, RenderedInput
from bot.wire import Account, Delivery, Incoming
from tests.adapters.dingtalk.stage import breathe
from tests.contract.wire import PATIENCE_SECONDS, Filled, Office, Shown, StageClock, fold
from tests.fakes.dingtalk import FakeDingTalk
from tests.fakes.dingtalk_api import TEMPLATE
from tests.fakes.dingtalk_http import EVENT_KEY, EVENT_TOKEN, PUBLIC
from tests.fakes.memory import FakeMemory

Json = dict[str, Any]
_OFFER = re.compile(r"> \*\*(\d+)\*\* (?:\[(.*)\]\(dtmd://dingtalkclient/sendMessage\?content=([^)]*)\)|(.*))")
_CARD_AT = re.compile(r"<a atId=(\w+)>(.*?)</a>")


class DingTalkOffice(Office):
    """Nobody can list a group's members here, and in groups the bot hears only what mentions it."""

    platform = "dingtalk"
    user_id = "u{}"
    group_id = "cid{}=="
    template = TEMPLATE

    def __init__(self, clock: StageClock) -> None:
        super().__init__(clock)
        self.fake = FakeDingTalk(clock, quota=10**9, rate=10**9, hooks_a_minute=10**9)
        self.fake.way = self.notice
        self.fake.office.users.clear()
        self._waiting: tuple[str, asyncio.Task[Json]] | None = None

    async def open(self) -> Adapter:
        await self.fake.__aenter__()
        return self._adapter()

    def _adapter(self, **changes: Any) -> DingTalkAdapter:
        settings = self.fake.settings(card_template_id=self.template, monthly_calls=0, **changes)
        return DingTalkAdapter(settings, FakeMemory(self.clock, paces=False), self.clock)

    async def linked(self) -> None:
        await self.fake.linked()

    async def close(self) -> None:
        await self._answered()
        await self.fake.__aexit__()

    # People and groups

    def enter(self, user: str, name: str) -> None:
        self.fake.office.users[user] = {"userid": user, "name": name}

    def found(self, group: str) -> None:
        self.fake.office.groups.add(group)

    async def joins(self, group: str) -> None:
        members = self.groups[group]
        await self._happen("chat_add_member", group, members[0], members, self.titles[group])

    async def _happen(self, kind: str, group: str, operator: str, users: list[str], title: str = "") -> None:
        data = {"openConversationId": group, "operator": operator, "userId": users, "title": title}
        ack = await self.fake.happen(kind, data)
        assert ack["code"] == 200

    async def happens(self, event: Incoming) -> bool:
        in_groups = {"joined": "chat_add_member", "left": "chat_quit", "closed": "chat_disband"}
        in_groups["renamed"] = "chat_update_title"
        of_people = {"departed": "user_leave_org", "changed": "user_modify_org"}
        if event.kind in in_groups:
            users = [each.user for each in event.mentions]
            await self._happen(in_groups[event.kind], event.chat, event.user, users, event.chat_name)
        elif event.kind in of_people:
            if event.user in self.names:
                self.enter(event.user, event.user_name)
            await self.fake.happen(of_people[event.kind], {"userId": [event.user]})
        return event.kind in in_groups or event.kind in of_people

    # What people do

    async def types(self, user: str, group: str, text: str, spans: Spans) -> None:
        """One person in a command is picked from the list, and taken out of the text by the platform. Where it counts
        who stands where, names are typed."""
        if group and None not in spans and not text.startswith(("/", "／")):
            return
        people = [span for span in spans if isinstance(span, Account)]
        named = [name for name in self.names.values() if name in text]
        picked = people if text.startswith("/") and len(people) == len(named) == 1 else []
        said = "".join(_typed(span, picked) for span in spans)
        await self._say(user, group, said, [{"dingtalkId": f"${each.user}", "staffId": each.user} for each in picked])

    async def _say(self, user: str, group: str, text: str, at: list[Json]) -> None:
        await self._answered()
        named: Json = {"senderNick": self.names[user]}
        if group:
            named |= {"conversationTitle": self.titles[group], "atUsers": [{"dingtalkId": "$bot"}, *at]}
        elif at:
            named |= {"atUsers": at}
        ack = await self.fake.say(text, user=user, group=group, **named)
        assert ack["code"] == 200, ack

    async def attaches(self, user: str, name: str, data: bytes) -> None:
        code = f"code{len(self.fake.office.files)}"
        self.fake.office.files[code] = data
        content = {"downloadCode": code, "fileName": name, "fileId": "1", "spaceId": "2"}
        named: Json = {"senderNick": self.names[user], "msgtype": "file", "content": content}
        ack = await self.fake.say("", user=user, **named)
        assert ack["code"] == 200, ack

    async def presses(self, user: str, group: str, ref: str, button: Any) -> None:
        if isinstance(button, int):
            await self._say(user, group, f"{button}", [])
        else:
            await self._press(user, ref, button)

    async def _press(self, user: str, ref: str, act: str, **sent: Any) -> None:
        """Returns once it is stored: the answer waits for what becomes of the card."""
        await self._answered()
        heard = len(self.heard)
        self._waiting = (ref, asyncio.create_task(self.fake.press(ref.removeprefix("card:"), act, user=user, **sent)))
        await self.until(lambda: len(self.heard) > heard)

    async def _answered(self) -> None:
        if self._waiting:
            await self._waiting[1]
        self._waiting = None

    async def caught_up(self, delivery: Delivery) -> None:
        """The card of a press may have come as its answer."""
        if self._waiting and delivery.ref == self._waiting[0]:
            await self._answered()

    async def fills(self, user: str, group: str, ref: str, door: Any, filled: Filled) -> None:
        if isinstance(door, int):
            await self._fills_by_words(user, group, door, filled)
            return
        track, act = ref.removeprefix("card:"), door
        await self._answered()
        if isinstance(door, str) and self.fake.office.cards[track].params["form_id"] != door:
            said = self.mark()
            answer = await self.fake.press(track, door, user=user)
            if "userPrivateData" not in answer:
                await self._answers(user, said, filled)
                return
            params = answer["userPrivateData"]["cardParamMap"]
        else:
            params = self.fake.office.cards[track].params
        assert params["form_id"] == act
        fields = json.loads(params["form"])["fields"]
        assert [field["label"] for field in fields] == [item.label for item in filled.form.inputs]
        sent = {
            item.name: _entered(field, item, filled) for field, item in zip(fields, filled.form.inputs, strict=True)
        }
        await self._press(user, ref, act, form=sent)

    async def _fills_by_words(self, user: str, group: str, number: int, filled: Filled) -> None:
        """Choose the form by its number, and answer with labelled lines."""
        lines = [f"{item.label}：{filled.values[item.name]}" for item in filled.form.inputs]
        await self._say(user, group, f"{number}", [])
        await self._say(user, group, "\n".join(lines), [])

    async def _answers(self, user: str, since: int, filled: Filled) -> None:
        """A form that no card can draw is asked in direct messages, where labelled lines answer it at once."""
        await self.until(lambda: self.mark() > since)
        assert fold(filled.form.title) in fold(self.fake.office.sent[since].text)
        lines = [f"{item.label}：{filled.values[item.name]}" for item in filled.form.inputs]
        await self._say(user, "", "\n".join(lines), [])

    # What they see

    def mark(self) -> int:
        return len(self.fake.office.sent)

    def shown(self, delivery: Delivery, ref: str, since: int) -> Shown:
        if ref.startswith("card:"):
            return self._card(delivery, ref.removeprefix("card:"))
        sent = self.fake.office.sent[since:]
        assert sent and all(each.to == (delivery.target.id,) for each in sent), f"not sent: {ref}"
        if delivery.file and not delivery.file.picture:
            assert self.fake.office.media[sent[0].text] == ("file", delivery.file.data)
            return Shown(sent[0].title, (), (), frozenset())
        lines = [line for each in sent for line in each.text.split("\n") if not line.strip().startswith("![](")]
        offers = [found for line in lines if (found := _OFFER.fullmatch(line.strip()))]
        text = "\n".join(line.removeprefix("### ") for line in lines if not line.lstrip().startswith(">"))
        for user in self.names:
            text = text.replace(f" @{user} ", f"@{self.names[user]}")
        numbers = [int(found[1]) for found in offers]
        labels = [found[2] or found[4] for found in offers]
        assert all(unquote(found[3]).endswith(found[1]) for found in offers if found[3])
        buttons, forms = _doors(delivery.content, list(zip(labels, numbers, strict=True)), "", None)
        pinged = frozenset(user for each in sent for user in each.at)
        return Shown(text, buttons, forms, pinged, spelled=True)

    def words(self, delivery: Delivery, shown: Shown) -> str:
        """A file shows its name alone."""
        if delivery.file and not delivery.file.picture:
            return delivery.file.name
        return super().words(delivery, shown)

    def pings(self, delivery: Delivery) -> frozenset[str]:
        """Direct messages mention nobody: they notify by themselves."""
        return super().pings(delivery) if delivery.target.kind == "group" else frozenset()

    def _card(self, delivery: Delivery, track: str) -> Shown:
        card = self.fake.office.cards[track]
        kind = "IM_GROUP" if delivery.target.kind == "group" else "IM_ROBOT"
        assert card.space == f"dtv1.card//{kind}.{delivery.target.id}"
        body = "\n".join(card.params[f"body{number}"] for number in range(1, 7))
        title, body = card.params["title"], _CARD_AT.sub(lambda at: "@" + at[2], body)
        # A title that is too long for its place stands whole beneath it.
        whole = title.endswith("…") and fold(body).startswith(fold(title[:-1]))
        text = body if whole else f"{title}\n{body}"
        offered = [(button["text"], button["id"]) for button in json.loads(card.params["buttons"])]
        buttons, forms = _doors(delivery.content, offered, card.params["form_id"], card.params["form_id"])
        # Whoever was mentioned when the card came is not mentioned again by what it changes to.
        pinged = frozenset(card.at) & self.pings(delivery) if delivery.ref else frozenset(card.at)
        return Shown(text, buttons, forms, pinged, spelled=not card.params["form_id"])


class HttpDingTalkOffice(DingTalkOffice):
    """The platform calls in: messages signed, events sealed, presses at the address that was registered for them."""

    async def open(self) -> Adapter:
        await self.fake.__aenter__()
        keys = {"event_token": EVENT_TOKEN, "event_aes_key": EVENT_KEY}
        self._own = self._adapter(mode="http", public_url=PUBLIC, **keys)
        site = web.Application()
        site.add_routes(self._own.routes())
        self._server = TestServer(site)
        await self._server.start_server()
        self.fake.entry = str(self._server.make_url("")).rstrip("/")
        return self._own

    async def linked(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self._own.state != "listening":
                await breathe()

    async def close(self) -> None:
        await super().close()
        await self._server.close()


def _typed(span: str | Account | None, picked: list[Account]) -> str:
    if isinstance(span, str):
        return span
    return "" if span is None or span in picked else f"@{span.name}"


def _entered(field: Json, item: RenderedInput, filled: Filled) -> Any:
    value = filled.values[item.name]
    if field["type"] != "SELECT":
        return value
    values = [option["value"] for option in field["options"]]
    return {"index": values.index(value), "value": value} if value in values else ""


def _doors(
    content: Rendered, offered: list[tuple[str, Any]], drawn: str, form: Any
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What is offered, in the card's order; a form that is `drawn` has no button, and doing the same has one only."""
    rest = iter(offered)
    known: dict[Any, Any] = {}
    buttons: list[Any] = []
    forms: list[Any] = []
    for section in content.sections:
        if section.form and drawn:
            forms.append(form)
        elif section.form:
            label, handle = next(rest)
            assert fold(label) == fold(section.form.title)
            forms.append(handle)
        for button in section.buttons:
            deed = (button.action, tuple(sorted(button.value.items())), button.label)
            if deed not in known or isinstance(known[deed], int):
                label, known[deed] = next(rest)
                assert fold(label) == fold(button.label)
            buttons.append(known[deed])
    assert next(rest, None) is None, "something more to press than the card has"
    return tuple(buttons), tuple(forms)

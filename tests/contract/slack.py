"""Slack's side of the wire: slash commands, mentions, presses and modals in, Block Kit out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.base import Adapter
from adapters.console.inbound import Spans
from adapters.slack.adapter import SlackAdapter
from adapters.slack.markup import escape, unescape
from adapters.slack.settings import SlackSettings
from bot import texts
from bot.cards import Rendered, RenderedInput
from bot.wire import Account, Attached, Delivery, Incoming
from tests.contract.wire import Filled, Office, Shown, StageClock, fold
from tests.fakes.memory import FakeMemory
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_api import APP_TOKEN, BOT, SECRET, TOKEN
from tests.fakes.slack_people import SlackPeople

Json = dict[str, Any]
COMMANDS = ("/task", "/standup", "/my", "/project", "/risk", "/issue", "/meeting")
_PICKED = {"datepicker": "selected_date", "users_select": "selected_user", "multi_users_select": "selected_users"}


class SlackOffice(Office):
    platform = "slack"
    user_id = "U{}"
    group_id = "C{}"

    def __init__(self, clock: StageClock) -> None:
        super().__init__(clock)
        self.fake = FakeSlack(clock.now)
        self.people = SlackPeople(self.fake)
        self._untold: list[Json] = []

    async def open(self) -> Adapter:
        await self.fake.start()
        settings = SlackSettings(
            "socket", TOKEN, APP_TOKEN, signing_secret=SECRET, api_base_url=self.fake.base_url, language="zh"
        )
        return SlackAdapter(settings, FakeMemory(self.clock, paces=False), self.clock)

    async def linked(self) -> None:
        await self.fake.until(lambda: len(self.fake.sockets) == 1)

    async def close(self) -> None:
        await self.fake.stop()

    # People and groups

    def enter(self, user: str, name: str) -> None:
        known = user in self.fake.state.people
        self.fake.state.person(user, name)
        self._untold.append({"type": "user_change" if known else "team_join", "user": self.fake.state.people[user]})

    def found(self, group: str) -> None:
        known = self.fake.state.channels.get(group)
        channel = known or self.fake.state.channel(group, self.titles[group])
        channel.members = [BOT, *self.groups[group]]

    async def joins(self, group: str) -> None:
        inviter = self.groups[group][0]
        await self._tell({"type": "member_joined_channel", "user": BOT, "channel": group, "inviter": inviter})

    async def _tell(self, *events: Json) -> None:
        """Tell what happened, after what was not told yet."""
        told, self._untold = [*self._untold, *events], []
        for event in told:
            assert (await self.fake.event(event)).status == 200

    async def happens(self, event: Incoming) -> bool:
        user = {"user": event.user or (event.mentions[0].user if event.mentions else "")}
        told: Mapping[str, Json] = {
            "joined": {"type": "member_joined_channel", "channel": event.chat, **user},
            "left": {"type": "member_left_channel", "channel": event.chat, **user},
            "closed": {"type": "channel_archive", "channel": event.chat, **user},
            "renamed": {"type": "channel_rename", "channel": {"id": event.chat, "name": event.chat_name}},
            "shared": {"type": "channel_shared", "channel": event.chat, "connected_team_id": "TOTHER"},
            "departed": {"type": "user_change", "user": self._profile(event, deleted=True)},
            "changed": {"type": "user_change", "user": self._profile(event, deleted=False)},
        }
        if event.kind in told:
            await self._tell(told[event.kind])
        return event.kind in told

    def _profile(self, event: Incoming, deleted: bool) -> Json:
        profile = {"display_name": event.user_name}
        return {"id": event.user, "deleted": deleted, "is_bot": False, "name": event.user.lower(), "profile": profile}

    # What people do

    async def types(self, user: str, group: str, text: str, spans: Spans) -> None:
        await self._tell()
        channel = group or self._direct(user)
        raw = "".join(self._token(span) for span in spans)
        if raw.startswith("/"):
            command, _, rest = raw.partition(" ")
            short = command in COMMANDS
            ack = await self.people.commands(
                user, channel, command if short else "/duiqi", rest if short else raw.removeprefix("/")
            )
        else:
            ack = await self.people.says(user, channel, raw)
        assert ack.status == 200

    async def attaches(self, user: str, name: str, data: bytes) -> None:
        await self._tell()
        file = self.fake.upload(name, data)
        ack = await self.people.says(user, self._direct(user), "", subtype="file_share", files=[file])
        assert ack.status == 200

    def _token(self, span: str | Account | None) -> str:
        if isinstance(span, str):
            return escape(span)
        return f"<@{span.user}|{span.name}>" if span else f"<@{BOT}>"

    def _direct(self, user: str) -> str:
        """The direct messages with the bot, which everybody can open."""
        channel = f"D{user[1:]}"
        if channel not in self.fake.state.channels:
            self.fake.state.channel(channel, "", user)
        return channel

    async def presses(self, user: str, group: str, ref: str, button: Any) -> None:
        await self._tell()
        message, element = button
        ack = await self.people.touches(user, group or self._direct(user), message, element)
        assert ack.status == 200

    async def fills(self, user: str, group: str, ref: str, door: Any, filled: Filled) -> None:
        views = len(self.fake.state.views)
        await self.presses(user, group, ref, door)
        await self.fake.until(lambda: len(self.fake.state.views) > views)
        inputs = {block["block_id"]: block for block in self.fake.state.views[-1]["blocks"] if block["type"] == "input"}
        assert list(inputs) == [item.name for item in filled.form.inputs]
        states = {item.name: self._state(inputs[item.name], item, filled) for item in filled.form.inputs}
        ack = await self.people.fills(user, **states)
        assert (ack.status, ack.body) in ((200, None), (200, ""), (200, {})), ack

    def _state(self, block: Json, item: RenderedInput, filled: Filled) -> Json:
        element, value = block["element"], filled.values[item.name]
        assert block["label"]["text"] == item.label
        kind = element["type"]
        if kind == "static_select":
            options = [option for option in element["options"] if option["value"] == value]
            return {"selected_option": options[0] if options else None}
        if kind in ("users_select", "multi_users_select"):
            users = list(filled.people.get(item.name, ()))
            return {_PICKED[kind]: users if kind.startswith("multi") else next(iter(users), None)}
        return {_PICKED.get(kind, "value"): value or None}

    # What they see

    def mark(self) -> int:
        return 0

    def _file(self, delivery: Delivery, file: Attached, ref: str) -> Shown:
        """A file as it stands: its title, what a picture shows, and the name it is kept under."""
        channel, _, id = ref.rpartition(":")
        upload = self.fake.state.uploads[id]
        assert (upload.data, list(upload.shares or ())) == (file.data, [channel])
        return Shown("\n".join((*upload.title.split(" · "), upload.alt, upload.name)), (), (), frozenset())

    def shown(self, delivery: Delivery, ref: str, since: int) -> Shown:
        if delivery.file:
            return self._file(delivery, delivery.file, ref)
        channel, _, stamp = ref.rpartition(":")
        message = self.fake.state.channels[channel].message(stamp)
        assert message is not None, f"no message {ref}"
        assert channel == (delivery.target.id if delivery.target.kind == "group" else f"D{delivery.target.id[1:]}")
        text = "\n".join(_read(message["blocks"], self.names))
        told = re.sub(r"<@(\w+)>", lambda user: f"@{self.names[user[1]]}", unescape(message["text"]))
        untold = [line for line in text.split("\n") if fold(line) not in fold(told)]
        assert untold == [], f"notifications do not tell {untold}, but {told!r}"
        buttons, forms = _doors(message, delivery.content)
        pinged = frozenset(re.findall(r"<@(\w+)>", message["text"]))
        return Shown(text, buttons, forms, pinged)


def _read(blocks: list[Json], names: Mapping[str, str]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield block["text"]["text"]
            case "rich_text":
                [section] = block["elements"]
                yield "".join(
                    f"@{names[element['user_id']]}" if element["type"] == "user" else element["text"]
                    for element in section["elements"]
                )
            case "context":
                yield from (element["text"] for element in block["elements"])


def _doors(message: Json, content: Rendered) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The buttons of the card, and those that open the forms standing in it, which messages cannot hold."""
    seen = dict(message)
    elements = iter([each for block in message["blocks"] if block["type"] == "actions" for each in block["elements"]])
    buttons: list[Any] = []
    forms: list[Any] = []
    for section in content.sections:
        if section.form:
            opener = next(elements)
            assert opener["text"]["text"] == texts.template("chat.fill", content.language)
            forms.append((seen, opener))
        for button in section.buttons:
            element = next(elements)
            assert element["text"]["text"] == button.label
            buttons.append((seen, element))
    assert next(elements, None) is None, "a button more than the card has"
    return tuple(buttons), tuple(forms)

"""What people do in the fake Slack: they type, press, fill in, and come and go; each delivers what Slack would."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack import Ack, FakeSlack
from tests.fakes.slack_api import BOT, TEAM


class SlackPeople:
    """Acts on a workspace as its people. `teams`: the workspace of who is of another company."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        self.teams: dict[str, str] = {}

    def message(self, user: str, channel: str, text: str, **more: Any) -> dict[str, Any]:
        """The `message` event of a typed text; `text` is as Slack writes it, with entities and tokens."""
        stamp = self.slack.state.stamp()
        kind = {"D": "im", "G": "group"}.get(channel[0], "channel")
        return {"type": "message", "user": user, "text": text, "ts": stamp, "event_ts": stamp, "team": TEAM,
                "channel": channel, "channel_type": kind, **more}  # fmt: skip

    async def says(self, user: str, channel: str, text: str, **more: Any) -> Ack:
        """Type a text. A mention of the bot in a channel is delivered twice, as Slack does."""
        event = self.message(user, channel, text, **more)
        if f"<@{BOT}>" in text and not channel.startswith("D"):
            mention = {key: value for key, value in event.items() if key != "channel_type"}
            await self.slack.event({**mention, "type": "app_mention"})
        return await self.slack.event(event)

    async def edits(self, original: Mapping[str, Any], text: str, shared: bool = False) -> Ack:
        """Change a typed text."""
        stamp = self.slack.state.stamp()
        inner = {key: value for key, value in original.items() if key not in ("channel", "channel_type", "event_ts")}
        after = {**inner, "text": text, "edited": {"user": original["user"], "ts": stamp}}
        return await self.slack.event(
            {"type": "message", "subtype": "message_changed", "hidden": True, "message": after,
             "previous_message": inner, "channel": original["channel"], "channel_type": original["channel_type"],
             "ts": stamp, "event_ts": stamp}, shared=shared
        )  # fmt: skip

    async def commands(self, user: str, channel: str, command: str, text: str = "", **more: str) -> Ack:
        """Send a slash command."""
        state = self.slack.state
        name = "directmessage" if channel.startswith("D") else state.channels[channel].name
        form = {"token": "deprecated", "team_id": TEAM, "team_domain": "team", "channel_id": channel,
                "channel_name": name, "user_id": user, "user_name": f"{user.lower()}.handle", "command": command,
                "text": text, "api_app_id": "A1", "is_enterprise_install": "false",
                "response_url": self.slack.response_url(), "trigger_id": state.trigger(), **more}  # fmt: skip
        return await self.slack.deliver("slash_commands", form)

    async def presses(self, user: str, channel: str, label: str, **more: Any) -> Ack:
        """Press the newest button of that label in a channel."""
        for message in reversed(self.slack.state.channels[channel].messages):
            for block, button in _buttons(message.get("blocks", [])):
                if button["text"]["text"] == label:
                    return await self.touches(user, channel, message, {**button, "block_id": block}, **more)
        raise LookupError(f"no button {label} in {channel}")

    async def touches(
        self, user: str, channel: str, message: Mapping[str, Any], button: Mapping[str, Any], **more: Any
    ) -> Ack:
        """Press a button of a message, as it stands there or stood there a moment ago."""
        state = self.slack.state
        return await self.slack.deliver("interactive", {
            **self._interaction("block_actions", user),
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel},
            "channel": {"id": channel, "name": state.channels[channel].name or "directmessage"},
            "message": message, "response_url": self.slack.response_url(),
            "actions": [{"block_id": "b", **button, "action_ts": state.stamp()}], **more,
        })  # fmt: skip

    async def presses_at_home(self, user: str, label: str) -> Ack:
        """Press a button of the home tab."""
        view = self.slack.state.homes[user]
        [button] = [button for _, button in _buttons(view["blocks"]) if button["text"]["text"] == label]
        return await self.slack.deliver("interactive", {
            **self._interaction("block_actions", user), "container": {"type": "view", "view_id": view["id"]},
            "view": view, "actions": [{**button, "block_id": "b", "action_ts": self.slack.state.stamp()}],
        })  # fmt: skip

    async def fills(self, user: str, **states: Mapping[str, Any]) -> Ack:
        """Send the newest form; each field's state is what Slack sends for its kind of element."""
        view = self.slack.state.views[-1]
        kinds = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        values = {
            name: {element["action_id"]: {"type": element["type"], **states.get(name, {"value": None})}}
            for name, element in kinds.items()
        }
        return await self.slack.deliver("interactive", {
            **self._interaction("view_submission", user), "view": {**view, "state": {"values": values}},
            "response_urls": [],
        })  # fmt: skip

    async def picks(self, user: str, channel: str, message: Mapping[str, Any], callback: str) -> Ack:
        """Choose a shortcut from a message's menu."""
        return await self.slack.deliver("interactive", {
            **self._interaction("message_action", user), "callback_id": callback, "message_ts": message["ts"],
            "message": dict(message), "channel": {"id": channel, "name": self.slack.state.channels[channel].name},
            "response_url": self.slack.response_url(),
        })  # fmt: skip

    async def picks_anywhere(self, user: str, callback: str) -> Ack:
        """Choose a global shortcut."""
        raw = {**self._interaction("shortcut", user), "callback_id": callback, "action_ts": self.slack.state.stamp()}
        return await self.slack.deliver("interactive", raw)

    def _company(self) -> dict[str, str] | None:
        company = self.slack.state.company
        return {"id": company, "name": "Company"} if company else None

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        return {"type": kind, "user": {"id": user, "username": user.lower(), "name": user.lower(),
                         "team_id": self.teams.get(user, TEAM)},
                "api_app_id": "A1", "token": "deprecated", "team": {"id": TEAM, "domain": "team"},
                "enterprise": self._company(),
                "is_enterprise_install": False, "trigger_id": self.slack.state.trigger()}  # fmt: skip


def _buttons(blocks: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (block.get("block_id", f"block{index}"), element)
        for index, block in enumerate(blocks)
        if block["type"] == "actions"
        for element in block["elements"]
    ]

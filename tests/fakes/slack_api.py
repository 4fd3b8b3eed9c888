"""The Web API of the fake Slack: its state, and each method with the arguments and refusals of the real one."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from tests.fakes import slack_blocks

BOT, BOT_ID, TEAM = "UBOT", "BBOT", "T1"
TOKEN, APP_TOKEN, SECRET = "xoxb-1-fake", "xapp-1-fake", "8f742231b10e8888abcd99yyyzzz85a5"
SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,files:write,groups:history,groups:read,"
    "im:history,im:read,im:write,users:read,users:read.email"
)
_BAD_MARKUP = re.compile(r"<(?!@[UW][A-Z0-9]+>)")


class Refused(Exception):
    """The method answers `ok: false`."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.body = {"ok": False, "error": code, **more}


@dataclass
class Channel:
    id: str
    name: str = ""
    members: list[str] = field(default_factory=list)
    creator: str = ""
    archived: bool = False
    shared: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)

    def message(self, ts: str) -> dict[str, Any] | None:
        return next((message for message in self.messages if message["ts"] == ts), None)


@dataclass
class Upload:
    """A file on its way: announced, then put, then completed, each once."""

    name: str
    length: int
    alt: str
    data: bytes | None = None
    title: str = ""
    shares: dict[str, str] | None = None


@dataclass
class SlackState:
    """A workspace. `calls` are the methods called, with their arguments, in order; `company` has it and others.

    hidden: people whose profiles are not shown to the bot. slow: completed uploads are not shared yet.
    """

    now: Callable[[], datetime]
    scopes: str = SCOPES
    channels: dict[str, Channel] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    triggers: dict[str, datetime] = field(default_factory=dict)
    views: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    address: str = ""
    company: str = ""
    hidden: set[str] = field(default_factory=set)
    uploads: dict[str, Upload] = field(default_factory=dict)
    slow: bool = False
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.person(BOT, "duiqi", is_bot=True)

    def person(self, user: str, name: str, **more: Any) -> None:
        profile = {"display_name": name, "real_name": name, **more.pop("profile", {})}
        known = {"id": user, "team_id": TEAM, "name": name.lower(), "deleted": False, "is_bot": False}
        self.people[user] = {**known, "tz": "Asia/Shanghai", "locale": "zh-CN", "profile": profile, **more}

    def channel(self, channel: str, name: str, *members: str) -> Channel:
        self.channels[channel] = Channel(channel, name, [BOT, *members], creator=members[0] if members else "")
        return self.channels[channel]

    def posts(self, channel: str) -> list[dict[str, Any]]:
        """The messages of a channel that are no replies, oldest first."""
        return [message for message in self.channels[channel].messages if "thread_ts" not in message]

    def replies(self, channel: str) -> list[str]:
        return [message["text"] for message in self.channels[channel].messages if "thread_ts" in message]

    def trigger(self) -> str:
        trigger = f"{next(self.numbers)}.2.trigger"
        self.triggers[trigger] = self.now()
        return trigger

    def stamp(self) -> str:
        return f"{self.now().timestamp():.0f}.{next(self.numbers):06d}"


def call(state: SlackState, method: str, token: str, args: dict[str, Any]) -> dict[str, Any]:
    """Answer one call. Raises Refused."""
    known = _METHODS.get(method)
    if known is None:
        raise Refused("unknown_method")
    wanted = APP_TOKEN if method == "apps.connections.open" else TOKEN
    if token != wanted:
        raise Refused("invalid_auth" if token else "not_authed")
    run, allowed, needed, scope = known
    if unknown := set(args) - allowed - needed - {"team_id"}:
        raise Refused("invalid_arguments", response_metadata={"messages": [f"unknown {sorted(unknown)}"]})
    if missing := needed - set(args):
        raise Refused("invalid_arguments", response_metadata={"messages": [f"missing {sorted(missing)}"]})
    if scope and scope not in state.scopes.split(","):
        raise Refused("missing_scope", needed=scope, provided=state.scopes)
    return {"ok": True, **run(state, args)}


def _auth(state: SlackState, _: dict[str, Any]) -> dict[str, Any]:
    return {"url": "https://t.slack.com/", "team": "Team", "team_id": TEAM, "user": "duiqi", "user_id": BOT,
            "bot_id": BOT_ID, **({"enterprise_id": state.company} if state.company else {})}  # fmt: skip


def _connect(state: SlackState, _: dict[str, Any]) -> dict[str, Any]:
    ticket = f"ticket-{next(state.numbers)}"
    state.tickets.add(ticket)
    return {"url": f"{state.address.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=A1"}


def _open_channel(state: SlackState, channel: str) -> Channel:
    found = state.channels.get(channel)
    if found is None:
        raise Refused("channel_not_found")
    if BOT not in found.members:
        raise Refused("not_in_channel")
    if found.archived:
        raise Refused("is_archived")
    return found


def _check_content(args: Mapping[str, Any], most: int) -> None:
    text, blocks = str(args.get("text", "")), args.get("blocks", [])
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    if _BAD_MARKUP.search(text):
        raise AssertionError(f"text with markup that is no mention: {text!r}")
    if faults := slack_blocks.message_faults(blocks):
        raise Refused("invalid_blocks", errors=faults)
    if slack_blocks.characters(blocks) > 13_000:
        raise Refused("msg_blocks_too_long")
    metadata = args.get("metadata")
    if metadata is not None and set(metadata) != {"event_type", "event_payload"}:
        raise Refused("invalid_metadata_format")


def _post(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    # More than that arrives as several messages, which nobody can update.
    _check_content(args, 4000)
    if args["channel"] in state.people:
        args["channel"] = _open_dm(state, {"users": args["channel"]})["channel"]["id"]
    channel = _open_channel(state, args["channel"])
    if "thread_ts" in args and channel.message(args["thread_ts"]) is None:
        raise Refused("thread_not_found")
    kept: dict[str, Any] = {
        key: args[key] for key in ("text", "blocks", "metadata", "thread_ts", "mrkdwn", "parse") if key in args
    }
    message: dict[str, Any] = {"type": "message", "user": BOT, "bot_id": BOT_ID, "ts": state.stamp(), **kept}
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def _update(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    _check_content(args, 4000)
    channel = _open_channel(state, args["channel"])
    message = channel.message(args["ts"])
    if message is None:
        raise Refused("message_not_found")
    rich = any(block["type"] == "rich_text" for block in message.get("blocks", []))
    if rich and args.get("blocks") and not any(block["type"] == "rich_text" for block in args["blocks"]):
        raise Refused("block_mismatch")
    message.update({key: args[key] for key in ("text", "blocks", "metadata") if key in args})
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def _delete(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    channel = _open_channel(state, args["channel"])
    message = channel.message(args["ts"])
    if message is None:
        raise Refused("message_not_found")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": args["ts"]}


def _open_dm(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    user = args["users"]
    person = state.people.get(user)
    if person is None:
        raise Refused("user_not_found")
    if person["deleted"]:
        raise Refused("user_disabled")
    channel = f"D{user[1:]}"
    if channel not in state.channels:
        state.channels[channel] = Channel(channel, members=[BOT, user])
    return {"channel": {"id": channel}}


def _history(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    channel = _open_channel(state, args["channel"])
    oldest, latest = float(args.get("oldest", 0)), float(args.get("latest", 9e12))
    inclusive = args.get("inclusive") == "1"
    found = [
        message
        for message in reversed(channel.messages)
        if "thread_ts" not in message
        and (oldest < float(message["ts"]) < latest or (inclusive and float(message["ts"]) in (oldest, latest)))
    ]
    shown = (
        found
        if args.get("include_all_metadata") == "1"
        else [{key: value for key, value in message.items() if key != "metadata"} for message in found]
    )
    return _paged("messages", shown, args)


def _announce(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    if len(args.get("alt_txt", "")) > 1000:
        raise Refused("alt_txt_too_large")
    id = f"F{next(state.numbers)}"
    state.uploads[id] = Upload(args["filename"], int(args["length"]), args.get("alt_txt", ""))
    return {"upload_url": f"{state.address}/upload/{id}", "file_id": id}


def _complete(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    files = json.loads(args["files"])
    channel = _open_channel(state, args["channel_id"])
    for file in files:
        upload = state.uploads.get(file["id"])
        if upload is None or upload.data is None or upload.shares is not None:
            raise Refused("file_not_found")
        upload.title, upload.shares = file["title"], {}
        if not state.slow:
            share(state, file["id"], channel)
    # Shared later, so nobody learns here as which message.
    return {"files": [{**file, "shares": {}} for file in files]}


def share(state: SlackState, id: str, channel: Channel) -> None:
    """A completed file appears in the channel."""
    upload = state.uploads[id]
    message = {"type": "message", "user": BOT, "bot_id": BOT_ID, "ts": state.stamp(), "text": ""}
    channel.messages.append({**message, "files": [{"id": id, "name": upload.name, "title": upload.title}]})
    upload.shares = {channel.id: message["ts"]}


def _file_info(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    upload = state.uploads.get(args["file"])
    if upload is None or upload.shares is None:
        raise Refused("file_not_found")
    shares = {channel: [{"ts": stamp}] for channel, stamp in upload.shares.items()}
    return {"file": {"id": args["file"], "name": upload.name, "title": upload.title, "shares": {"private": shares}}}


def _paged(name: str, items: list[Any], args: Mapping[str, Any], most: int = 200) -> dict[str, Any]:
    size = min(int(args.get("limit", most)), most)
    start = int(args.get("cursor") or 0)
    after = str(start + size) if start + size < len(items) else ""
    return {name: items[start : start + size], "response_metadata": {"next_cursor": after}}


def _members(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    return _paged("members", _open_channel(state, args["channel"]).members, args)


def _channel_info(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    channel = _open_channel(state, args["channel"])
    return {
        "channel": {"id": channel.id, "name": channel.name, "creator": channel.creator, "is_ext_shared": channel.shared}
    }


def _conversations(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    if "im:read" not in state.scopes.split(",") and "im" in str(args.get("types", "")).split(","):
        raise Refused("missing_scope", needed="im:read", provided=state.scopes)
    inside = [{"id": c.id, "is_ext_shared": c.shared} for c in state.channels.values() if BOT in c.members]
    return _paged("channels", inside, args)


def _user(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    person = state.people.get(args["user"])
    if person is None:
        raise Refused("user_not_found")
    if person["id"] in state.hidden:
        raise Refused("user_not_visible")
    return {"user": _shown(person, args)}


def _users(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    if "limit" not in args:
        raise Refused("limit_required")
    return _paged("members", [_shown(person, args) for person in state.people.values()], args)


def _shown(person: dict[str, Any], args: Mapping[str, Any]) -> dict[str, Any]:
    hidden = set() if args.get("include_locale") == "1" else {"locale"}
    if person["deleted"] or person["is_bot"]:
        hidden |= {"tz", "locale"}
    return {key: value for key, value in person.items() if key not in hidden}


def _open_view(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    trigger = args["trigger_id"]
    if trigger not in state.triggers:
        raise Refused("invalid_trigger_id")
    if (state.now() - state.triggers.pop(trigger)).total_seconds() > 3:
        raise Refused("expired_trigger_id")
    return {"view": _keep_view(state, args["view"])}


def _publish(state: SlackState, args: dict[str, Any]) -> dict[str, Any]:
    state.homes[args["user_id"]] = _keep_view(state, args["view"])
    return {"view": state.homes[args["user_id"]]}


def _keep_view(state: SlackState, view: dict[str, Any]) -> dict[str, Any]:
    if faults := slack_blocks.view_faults(view):
        raise Refused("invalid_arguments", response_metadata={"messages": faults})
    if len(json.dumps(view)) > 250_000:
        raise Refused("view_too_large")
    kept = {**view, "id": f"V{next(state.numbers)}", "hash": f"{next(state.numbers)}.hash"}
    state.views.append(kept)
    return kept


_Method = tuple[Callable[[SlackState, dict[str, Any]], dict[str, Any]], set[str], set[str], str]
_METHODS: dict[str, _Method] = {
    "auth.test": (_auth, set(), set(), ""),
    "apps.connections.open": (_connect, set(), set(), ""),
    "chat.postMessage": (
        _post,
        {"text", "blocks", "metadata", "client_msg_id", "unfurl_links", "unfurl_media", "thread_ts", "mrkdwn", "parse"},
        {"channel"},
        "chat:write",
    ),
    "chat.update": (_update, {"text", "blocks", "metadata", "parse"}, {"channel", "ts"}, "chat:write"),
    "chat.delete": (_delete, set(), {"channel", "ts"}, "chat:write"),
    "conversations.open": (_open_dm, set(), {"users"}, "im:write"),
    "conversations.info": (_channel_info, set(), {"channel"}, "channels:read"),
    "conversations.members": (_members, {"limit", "cursor"}, {"channel"}, "channels:read"),
    "conversations.history": (
        _history,
        {"limit", "cursor", "oldest", "latest", "inclusive", "include_all_metadata"},
        {"channel"},
        "channels:history",
    ),
    "users.conversations": (
        _conversations,
        {"limit", "cursor", "types", "exclude_archived"},
        set(),
        "channels:read",
    ),
    "files.getUploadURLExternal": (_announce, {"alt_txt"}, {"filename", "length"}, "files:write"),
    "files.completeUploadExternal": (_complete, set(), {"files", "channel_id"}, "files:write"),
    "files.info": (_file_info, set(), {"file"}, "files:read"),
    "users.info": (_user, {"include_locale"}, {"user"}, "users:read"),
    "users.list": (_users, {"limit", "cursor", "include_locale"}, set(), "users:read"),
    "views.open": (_open_view, set(), {"trigger_id", "view"}, ""),
    "views.publish": (_publish, set(), {"user_id", "view"}, ""),
}

"""Presses, sent forms and shortcuts to neutral events. Pure.

Shapes: Slack, "block_actions", "view_submission" and "shortcuts" payloads. A button carries its action and value as
JSON; what does not fit into its 2000 characters is kept in the adapter's memory, and the button carries the key.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.inbound import PLATFORM, Own
from adapters.slack.markup import USER, literal, node, string
from bot.wire import Account, Incoming

VALUE_LIMIT = 2000
META_LIMIT = 3000
SAY = "say"
_NO_NAME = {"directmessage", "privategroup"}


@dataclass(frozen=True, slots=True)
class Carried:
    """What a button or an open form carries along unseen.

    form, kept: keys in memory of the form to open and of a value that is too long to travel.
    say: a command the button types for the person, instead of an action.
    """

    action: str = ""
    value: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    kept: str = ""
    say: str = ""
    language: str = ""
    chat: str = ""
    chat_name: str = ""
    message: str = ""

    def dump(self) -> str:
        short = {letter: getattr(self, name) for letter, name in _LETTERS.items() if getattr(self, name)}
        return json.dumps(short, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> "Carried | None":
        """The inverse of `dump`; None for what is not ours."""
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(raw, dict):
            return None
        texts = {name: string(raw, letter) for letter, name in _LETTERS.items() if name != "value"}
        value = {key: item for key, item in node(raw, "v").items() if isinstance(item, str)}
        return cls(value=value, **texts)


_LETTERS = {
    "a": "action", "v": "value", "f": "form", "k": "kept", "s": "say",
    "l": "language", "c": "chat", "n": "chat_name", "m": "message",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: the event it means, what it carried, and what opening a form or an answer needs."""

    event: Incoming
    carried: Carried
    trigger: str
    answer_url: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent form: the event, what it carried, and required fields that hold nothing but blanks."""

    event: Incoming
    carried: Carried
    empty: tuple[str, ...]


def press(body: Mapping[str, Any], own: Own) -> Press | None:
    """A `block_actions` payload; None when it is none of our buttons."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else {}
    carried, user = Carried.load(string(first, "value")), string(body, "user", "id")
    trigger = string(body, "trigger_id")
    key = trigger or string(first, "action_ts")
    if carried is None or not (carried.action or carried.say) or not user or not key:
        return None
    channel = string(body, "container", "channel_id") or string(body, "channel", "id")
    stamp = string(body, "container", "message_ts")
    named = string(body, "channel", "name")
    direct = channel.startswith("D") or named == "directmessage"
    says = bool(carried.say)
    event = Incoming(
        key=f"press:{user}:{key}",
        platform=PLATFORM,
        kind="message" if says else "button",
        user=user,
        user_name=_name(body, own),
        chat="" if direct else channel,
        chat_name="" if named in _NO_NAME else named,
        text=carried.say,
        addressed=True,
        action=carried.action,
        value=carried.value,
        message=f"{channel}:{stamp}" if stamp else "",
    )
    return Press(event, carried, trigger, string(body, "response_url"))


def _name(body: Mapping[str, Any], own: Own) -> str:
    user = node(body, "user")
    return own.names.get(string(user, "id"), "") or string(user, "name") or string(user, "username")


def sent(body: Mapping[str, Any], own: Own) -> Sent | None:
    """A `view_submission` payload; None when it is none of our forms."""
    view, user = node(body, "view"), string(body, "user", "id")
    carried = Carried.load(string(view, "private_metadata"))
    if carried is None or not carried.action or not user or not string(view, "id"):
        return None
    fields: dict[str, str] = {}
    mentions: dict[str, Account] = {}
    empty: list[str] = []
    for name, kind, state in _states(view):
        people = [user for user in _people(state, kind) if user not in own.strangers]
        # A guest who belongs to the group is known to the bot by name.
        shown = (f"@{literal(own.names.get(each, ''))}" if each in own.outsiders else f"<@{each}>" for each in people)
        text = " ".join(shown) if people else _value(state)
        fields[name] = text if people else literal(text)
        mentions.update({each: own.account(each) for each in people if each not in own.outsiders})
        if kind.endswith("!") and not fields[name].strip():
            empty.append(name)
    event = Incoming(
        key=f"form:{string(view, 'id')}:{string(view, 'hash')}",
        platform=PLATFORM,
        kind="form",
        user=user,
        user_name=_name(body, own),
        chat=carried.chat,
        chat_name=carried.chat_name,
        addressed=True,
        mentions=tuple(mentions.values()),
        action=carried.action,
        value=carried.value,
        fields=fields,
        message=carried.message,
    )
    return Sent(event, carried, tuple(empty))


def _states(view: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Field name, kind of input and state of each input of a form: our block ids are names, our action ids kinds."""
    for name, block in node(view, "state", "values").items():
        for kind, state in node(block).items():
            yield str(name), str(kind), node(state)


def _value(state: Mapping[str, Any]) -> str:
    for key in ("value", "selected_date", "selected_time"):
        if string(state, key):
            return string(state, key)
    return string(state, "selected_option", "value")


def _people(state: Mapping[str, Any], kind: str) -> list[str]:
    if not kind.startswith(("person", "people")):
        return []
    several = state.get("selected_users")
    found = several if isinstance(several, list) else [state.get("selected_user")]
    return [user for user in found if isinstance(user, str) and USER.fullmatch(user)]


def shortcut(body: Mapping[str, Any], own: Own) -> Incoming | None:
    """ "Make a task of this" on a message, and the global "New task": the command the person would have typed.

    The message is somebody else's. In one line, and behind a label, nothing in it can be taken for a command of theirs.
    """
    user, trigger, name = string(body, "user", "id"), string(body, "trigger_id"), string(body, "callback_id")
    if not user or not trigger or name not in ("task_from_message", "new_task"):
        return None
    typed = own.read(string(body, "message", "text"))
    channel, stamp = string(body, "channel", "id"), string(body, "message_ts")
    named = string(body, "channel", "name")
    direct = channel.startswith("D") or named == "directmessage"
    return Incoming(
        key=f"shortcut:{trigger}",
        platform=PLATFORM,
        kind="message",
        user=user,
        user_name=_name(body, own),
        chat="" if direct else channel,
        chat_name="" if named in _NO_NAME else named,
        text=f"/task title: {' '.join(typed.text.splitlines())}" if typed.text else "/task",
        addressed=True,
        mentions=typed.mentions,
        message=f"{channel}:{stamp}" if channel and stamp else "",
    )

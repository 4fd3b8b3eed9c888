"""From DingTalk's payloads to neutral events. Pure; every field of theirs may be missing or of another type.

Source: receive-message, robot-receive-message, event-callback-card, developerpedia docs/learn/bot/message.md.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.moments import moment
from bot.wire import Account, File, Incoming, Kind

PLATFORM = "dingtalk"
QUOTA_CODE = "20001"
_READABLE = ("text", "richText", "audio", "file", "")
_COMMANDS = re.compile(r"[/／][^\n]*\n\s*[/／]")
# An `<@` that was typed must not be taken for a mention later, not even after full-width signs were made narrow.
_FALSE_MENTION = re.compile("([<＜﹤])(?=[@＠﹫])")
_NAMED = re.compile(r"[@＠](?P<name>[^\s@＠]+)")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said to the bot.

    user: "" for people outside the robot's organisation, and for everybody as long as the app is not published.
    hook, hook_ends: the address for answers, and the millisecond of the epoch at which it ends.
    readable: text was in it; pictures, files and the like are not read.
    robot: the robot code it was meant for, "" when not said.
    admin: said by an administrator of the organisation, as far as the platform tells.
    at: when it was said, where the platform tells.
    file: what was sent; only direct messages carry files.
    quoted: the key of our own message that this answers, as its sending was answered; "" where none is told.
    replies_to: references of that message.
    """

    key: str
    user: str
    name: str
    chat: str
    chat_name: str
    text: str
    mentions: tuple[Account, ...]
    hook: str
    hook_ends: int
    readable: bool
    robot: str
    admin: bool
    at: datetime | None = None
    file: File | None = None
    quoted: str = ""
    replies_to: tuple[str, ...] = ()

    def incoming(self) -> Incoming:
        """The neutral event; groups hand the bot only what mentions it, so everything is meant for it."""
        return Incoming(
            key=self.key,
            platform=PLATFORM,
            kind="message",
            user=self.user,
            user_name=self.name,
            chat=self.chat,
            chat_name=self.chat_name,
            text=self.text,
            addressed=True,
            mentions=self.mentions,
            message=self.key,
            replies_to=self.replies_to,
            at=self.at,
            file=self.file,
        )


def is_quota_notice(data: Mapping[str, Any]) -> bool:
    """The month's messages are used up; there is nothing else in it."""
    return str(data.get("errorCode", "")) == QUOTA_CODE


def sole_mention(data: Mapping[str, Any]) -> str:
    """Who is mentioned in a text that keeps its names, "" for nobody or several."""
    people = _mentioned(data)
    return people[0].user if _text(data.get("msgtype")) == "richText" and len(people) == 1 else ""


def message(data: Mapping[str, Any], delivery: str = "", name: str = "") -> Message | None:
    """A bot message; `delivery` is its id when it has none of its own. None when nothing can be told from it.

    name: of the one who is mentioned, where it has a blank in it, at which it would be taken to end.
    """
    key = _text(data.get("msgId")) or delivery
    kind = _text(data.get("msgtype"))
    group = _text(data.get("conversationType")) == "2"
    chat = _text(data.get("conversationId")) if group else ""
    if not key or (group and not chat):
        return None
    mentioned = _mentioned(data)
    typed = _typed(data, kind)
    file = _file(data) if kind == "file" and not group else None
    return Message(
        key=key,
        user="" if _from_elsewhere(data) else _text(data.get("senderStaffId")),
        name=_text(data.get("senderNick")),
        chat=chat,
        chat_name=_text(data.get("conversationTitle")) if group else "",
        text=_with_mentions(typed, mentioned, kind == "richText", name),
        mentions=mentioned,
        hook=_text(data.get("sessionWebhook")),
        hook_ends=_number(data.get("sessionWebhookExpiredTime")),
        readable=kind in _READABLE and bool(typed or kind not in ("audio", "file") or file),
        robot=_text(data.get("robotCode")),
        admin=_is_true(data.get("isAdmin")),
        at=moment(_text(data.get("createAt"))),
        file=file,
        quoted=_text(data.get("originalProcessQueryKey")),
    )


def delivery_id(headers: Mapping[str, str], data: Mapping[str, Any]) -> str:
    """The id of a push; without one its content and time stand for it, so that only repeats look alike."""
    content = json.dumps([headers.get("time", ""), data], ensure_ascii=True, sort_keys=True)
    return headers.get("messageId", "") or f"x{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _from_elsewhere(data: Mapping[str, Any]) -> bool:
    """Whether it was said by somebody of another organisation, whose user ids may be anybody's in ours."""
    sender, robot = _text(data.get("senderCorpId")), _text(data.get("chatbotCorpId"))
    return bool(sender and robot and sender != robot)


def _file(data: Mapping[str, Any]) -> File | None:
    """The file of a message; its size is not told."""
    content = _object(data.get("content"))
    code = _text(content.get("downloadCode"))
    return File(_text(content.get("fileName")), 0, code) if code else None


def _mentioned(data: Mapping[str, Any]) -> tuple[Account, ...]:
    """The people mentioned, without the bot and people outside; their order says nothing."""
    own = _text(data.get("chatbotUserId"))
    entries = [entry for entry in _list(data.get("atUsers")) if isinstance(entry, dict)]
    people = [_text(e.get("staffId")) for e in entries if not own or _text(e.get("dingtalkId")) != own]
    return tuple(Account(user, "") for user in dict.fromkeys(people) if user)


def _typed(data: Mapping[str, Any], kind: str) -> str:
    if kind == "richText":
        segments = [s for s in _list(_object(data.get("content")).get("richText")) if isinstance(s, dict)]
        return _without_bot("".join(_text(segment.get("text")) for segment in segments), data)
    if kind == "audio":
        return _safe(_text(_object(data.get("content")).get("recognition")))
    content = data.get("content")
    return _safe(_text(_object(data.get("text")).get("content")) or (content if isinstance(content, str) else ""))


def _safe(text: str) -> str:
    """The text as people mean it: no invisible signs, no typed tokens, ordinary blanks."""
    plain = _INVISIBLE.sub("", text).replace("\u3000", " ").replace("\xa0", " ")
    return _FALSE_MENTION.sub(r"\1 ", plain).strip()


def _without_bot(text: str, data: Mapping[str, Any]) -> str:
    """Some clients leave the bot's own mention in front: there are then more names than people mentioned."""
    safe = _safe(text)
    named = _NAMED.match(safe)
    if named and len(_NAMED.findall(safe)) > len(_mentioned(data)) and _is_true(data.get("isInAtList")):
        return safe[named.end() :].strip()
    return safe


def _with_mentions(text: str, people: Sequence[Account], rich: bool, name: str) -> str:
    """Put back the one person mentioned, whose name the platform took out of the text.

    Of several nobody knows who stood where, nor in which of several commands one stood, so none is put back; they
    remain among the mentions, and the bot asks.
    """
    if len(people) != 1 or _COMMANDS.search(text):
        return text
    token = f"<@{people[0].user}>"
    if name and text.count(f"@{name}") == 1:
        return text.replace(f"@{name}", token)
    names = list(_NAMED.finditer(text)) if rich else []
    if len(names) == 1:
        return f"{text[: names[0].start()]}{token}{text[names[0].end() :]}"
    return f"{text} {token}".strip()


# ---------------------------------------------------------------------------------------------------------------------
# Cards


@dataclass(frozen=True, slots=True)
class Press:
    """Something pressed or sent on a card; everything but `user` is the client's word and must be looked up."""

    card: str
    user: str
    chat: str
    act: str
    fields: Mapping[str, str]
    sent: bool


def press(data: Mapping[str, Any]) -> Press | None:
    """A card's callback, in all the shapes it is seen in; None when it names no card or nobody."""
    content = _object(data.get("content")) or _object(data.get("value"))
    private = _object(content.get("cardPrivateData"))
    params = _object(private.get("params")) or _object(content.get("params")) or _object(data.get("params"))
    ids = _list(private.get("actionIds"))
    user, card = _text(data.get("userId")), _text(data.get("outTrackId"))
    if not user or not card:
        return None
    form = _object(params.get("form"))
    act = _text(params.get("id")) or _text(ids[0] if ids else "")
    space = _text(data.get("spaceId"))
    chat = space if _text(data.get("spaceType")).upper() == "IM" or space.startswith("cid") else ""
    return Press(card, user, chat, act, {name: _field(value) for name, value in form.items()}, "form" in params)


def _field(value: object) -> str:
    """A field's value: text, a choice `{"index", "value"}`, or several."""
    if isinstance(value, dict):
        value = value.get("value", "")
    if isinstance(value, list):
        return ",".join(_field(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else ""
    return _safe(_text(value))


# ---------------------------------------------------------------------------------------------------------------------
# Events

_IN_GROUPS: Mapping[str, Kind] = {
    "chat_add_member": "joined",
    "chat_remove_member": "left",
    "chat_quit": "left",
    "chat_update_title": "renamed",
    "chat_disband": "closed",
}
_OF_PEOPLE: Mapping[str, Kind] = {"user_leave_org": "departed", "user_modify_org": "changed"}


def is_about_contacts(kind: str) -> bool:
    """Whether what is cached of people and departments may be out of date."""
    return kind.startswith(("user_", "org_dept_"))


def event_kind(headers: Mapping[str, str], data: Mapping[str, Any]) -> str:
    """What an event tells of; over HTTP it stands in the event itself."""
    return headers.get("eventType") or _text(data.get("EventType"))


def events(headers: Mapping[str, str], data: Mapping[str, Any]) -> tuple[Incoming, ...]:
    """The neutral events of one of the platform's, one a person concerned; none when it is not for us."""
    fields = {str(name).lower(): value for name, value in data.items()}
    kind = headers.get("eventType") or _text(fields.get("eventtype"))
    key = headers.get("eventId") or _text(fields.get("eventid")) or delivery_id(headers, data)
    people = [each for each in map(_text, _list(fields.get("userid") or fields.get("useridlist"))) if each]
    if kind in _OF_PEOPLE:
        return tuple(Incoming(f"{key}:{user}", PLATFORM, _OF_PEOPLE[kind], user, "") for user in people)
    chat = _text(fields.get("openconversationid"))
    if kind not in _IN_GROUPS or not chat:
        return ()
    operator = _text(fields.get("operator") or fields.get("operatoruserid")) or (people[0] if people else "")
    return (
        Incoming(
            key,
            PLATFORM,
            _IN_GROUPS[kind],
            operator,
            "",
            chat=chat,
            chat_name=_text(fields.get("title") or fields.get("chatname")),
            mentions=tuple(Account(user, "") for user in people) if _IN_GROUPS[kind] in ("joined", "left") else (),
        ),
    )


# ---------------------------------------------------------------------------------------------------------------------
# Tolerant reading


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _is_true(value: object) -> bool:
    """Booleans come as text, too."""
    return str(value).lower() == "true"


def _number(value: object) -> int:
    text = _text(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def _list(value: object) -> list[Any]:
    """A list, also when it came as JSON or as its only member."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]


def _object(value: object) -> dict[str, Any]:
    """An object, also when it came as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}

"""From the platform's events and callbacks to neutral events. Pure.

Nothing here waits or looks anything up: the platform must be answered first. Names come from what is already known.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.feishu.settings import PLATFORM
from adapters.feishu.verify import Json
from adapters.moments import moment
from bot.wire import Account, File, Incoming, Kind, is_command

CARD = "card.action.trigger"
ADDED = "im.chat.member.bot.added_v1"
ENTERED = "im.chat.access_event.bot_p2p_chat_entered_v1"
_SLASHES = ("/", "／")
_UNREADABLE = ("image", "audio", "media", "folder", "merge_forward")
_FIELD = re.compile(r"f\d+_(.+)", re.DOTALL)
_OFFSET = re.compile(r"\s*[+-]\d{4}$")
# An `<@` that was typed must not be taken for a mention later, not even after full-width signs were made narrow.
_FALSE_MENTION = re.compile("([<＜﹤])(?=[@＠﹫])")

Spans = Sequence["str | Account | None"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known without asking: our app, our own open_id, names of people and groups by their ids."""

    app_id: str
    bot: str
    people: Mapping[str, str]
    chats: Mapping[str, str]

    def account(self, user: str, name: str = "") -> Account:
        return Account(user, name or self.people.get(user, ""))


@dataclass(frozen=True, slots=True)
class Hint:
    """What an event tells about a person by the way: the device's zone, or the client's language."""

    user: str
    zone: str = ""
    language: str = ""


def read(envelope: Json, known: Known) -> Incoming | None:
    """The neutral event; None for what does not concern the bot or cannot be made out."""
    reader = _READERS.get(event_type(envelope))
    return reader(envelope, known) if reader else None


def event_type(envelope: Json) -> str:
    return _text(envelope, "header", "event_type")


def tenant(envelope: Json) -> str:
    """The company the app is installed in."""
    return _text(envelope, "header", "tenant_key")


def is_foreign(theirs: Any, ours: str) -> bool:
    """Whether a tenant key is another company's; one that is not told is taken for ours."""
    return isinstance(theirs, str) and bool(theirs and ours) and theirs != ours


def is_outside(envelope: Json) -> bool:
    """Whether the bot was taken into a group that is shared with other companies."""
    return event_type(envelope) == ADDED and _at(envelope, "event", "external") is True


def message_id(envelope: Json) -> str:
    return _text(envelope, "event", "message", "message_id")


def topic(envelope: Json) -> str:
    """The message to be answered so that the answer stands in its topic; "" where there are no topics."""
    return message_id(envelope) if _text(envelope, "event", "message", "thread_id") else ""


def unreadable(envelope: Json, known: Known) -> str:
    """Who sent the bot something that only people can make out, in a direct message; "" when nobody did."""
    message = _object(_at(envelope, "event", "message"))
    private = message.get("chat_type") == "p2p" and message.get("message_type") in _UNREADABLE
    return sender.user if private and (sender := _sender(envelope, known)) else ""


def hint(envelope: Json) -> Hint | None:
    """The person's zone, told by date pickers, or language, told by messages; None when neither is told."""
    if event_type(envelope) == CARD:
        zone = _text(envelope, "event", "action", "timezone")
        return Hint(_id(_at(envelope, "event", "operator")), zone=zone) if zone else None
    locale = re.search(r"LarkLocale/(zh|en)", _text(envelope, "event", "message", "user_agent"))
    return Hint(_id(_at(envelope, "event", "sender", "sender_id")), language=locale[1]) if locale else None


def with_members(event: Incoming, members: Sequence[Account]) -> Incoming:
    """The bot's own arrival once more, now that the group's members are known."""
    return Incoming(
        key=f"{event.key}:members",
        platform=PLATFORM,
        kind="joined",
        user=event.user,
        user_name=event.user_name,
        chat=event.chat,
        chat_name=event.chat_name,
        mentions=tuple(members),
    )


def answer(card: str | None) -> Json:
    """What a press is answered with: the card as it stands now, or that it stays as it was."""
    return {"card": {"type": "raw", "data": json.loads(card)}} if card else {}


# Messages


def _sender(envelope: Json, known: Known) -> Account | None:
    """A person of our company; other bots, and on newer tenants we ourselves, are heard as well, and answering them
    would never end."""
    sender = known.account(_id(_at(envelope, "event", "sender", "sender_id")))
    served = _text(envelope, "event", "sender", "sender_type") == "user" and sender.user not in ("", known.bot)
    return sender if served and not _is_strangers(envelope, "sender") else None


def _message(envelope: Json, known: Known) -> Incoming | None:
    sender = _sender(envelope, known)
    if sender is None:
        return None
    message = _object(_at(envelope, "event", "message"))
    spans, file = _spans(message, known), _file(message)
    if spans is None and file is None:
        return None
    spans = spans or ()
    text = _typed(spans)
    chat = "" if message.get("chat_type") == "p2p" else _text(message, "chat_id")
    return Incoming(
        # Two bots addressed in one message are told of it under the same id.
        key=f"{known.app_id}:{_text(message, 'message_id')}",
        platform=PLATFORM,
        kind="message",
        user=sender.user,
        user_name=sender.name,
        chat=chat,
        chat_name=known.chats.get(chat, ""),
        text=text,
        addressed=not chat or None in spans or is_command(text),
        mentions=tuple(dict.fromkeys(span for span in spans if isinstance(span, Account))),
        message=_text(message, "message_id"),
        replies_to=tuple(dict.fromkeys(filter(None, (_text(message, "parent_id"), _text(message, "root_id"))))),
        at=moment(_text(message, "create_time")),
        file=file,
    )


def _is_strangers(envelope: Json, role: str) -> bool:
    """Groups may hold people of other companies; those are not served, whatever they say or press."""
    return is_foreign(_at(envelope, "event", role, "tenant_key"), tenant(envelope))


def _file(message: Json) -> File | None:
    """The file a direct message consists of; its size is not told. One in a group mentions nobody."""
    if message.get("message_type") != "file" or message.get("chat_type") != "p2p":
        return None
    try:
        content = json.loads(_text(message, "content"))
    except (ValueError, RecursionError):
        return None
    key, place = _text(content, "file_key"), _text(message, "message_id")
    return File(_text(content, "file_name"), 0, f"{place}/{key}") if key and place else None


def _spans(message: Json, known: Known) -> Spans | None:
    """Literal text, people mentioned, and None for the bot; None altogether for what is neither text nor post."""
    try:
        content = json.loads(_text(message, "content"))
    except (ValueError, RecursionError):
        return None
    mentions = {_text(each, "key"): _mention(each, known) for each in _list(message.get("mentions"))}
    if message.get("message_type") == "text":
        return list(_text_spans(_text(content, "text"), mentions))
    if message.get("message_type") == "post":
        return list(_post_spans(_object(content), mentions, known))
    return None


def _mention(raw: Any, known: Known) -> str | Account | None:
    user = _id(_at(raw, "id"))
    if user and user == known.bot:
        return None
    # People of other companies, and everybody, have no id we could use.
    return known.account(user, _text(raw, "name")) if user else "@" + (_text(raw, "name") or "all")


def _text_spans(text: str, mentions: Mapping[str, str | Account | None]) -> Iterator[str | Account | None]:
    keys = sorted((key for key in mentions if key), key=len, reverse=True)
    if not keys:
        yield text.replace("@_all", "@all")
        return
    # `@_user_1` is the beginning of `@_user_10`, which a person may have typed by hand.
    pattern = re.compile("(" + "|".join(re.escape(key) + r"(?!\d)" for key in keys) + ")")
    for part in pattern.split(text):
        if part in mentions:
            yield mentions[part]
        elif part:
            yield part.replace("@_all", "@all")


def _post_spans(
    content: Json, mentions: Mapping[str, str | Account | None], known: Known
) -> Iterator[str | Account | None]:
    # Some clients wrap a post by its language.
    body = content if "content" in content else next((_object(v) for v in content.values() if isinstance(v, dict)), {})
    title = _text(body, "title")
    if title:
        yield title + "\n"
    for index, line in enumerate(_list(body.get("content"))):
        if index:
            yield "\n"
        for node in _list(line):
            yield from _node_spans(node, mentions, known)


def _node_spans(
    node: Any, mentions: Mapping[str, str | Account | None], known: Known
) -> Iterator[str | Account | None]:
    tag = _text(node, "tag")
    if tag == "at":
        user = _text(node, "user_id")
        if user in mentions:
            yield mentions[user]
        else:
            yield "@all" if user in ("all", "@_all") else "@" + (_text(node, "user_name") or user)
    elif tag == "a" and _text(node, "href"):
        yield f"[{_text(node, 'text')}]({_text(node, 'href')})"
    elif tag == "md":
        yield from _text_spans(_text(node, "text"), mentions)
    elif _text(node, "text"):
        yield _text(node, "text")


def _typed(spans: Spans) -> str:
    parts: list[str] = []
    for span in spans:
        if isinstance(span, Account):
            parts.append(f"<@{span.user}>")
        elif span is not None:
            fresh = _FALSE_MENTION.sub(r"\1 ", span)
            parts.append(fresh.lstrip(" ") if not parts or parts[-1].endswith((" ", "\n")) else fresh)
    return "".join(parts).strip()


def _menu(envelope: Json, known: Known) -> Incoming | None:
    """An entry of the bot's menu: its key is the command it stands for."""
    event = _object(envelope.get("event"))
    user = _id(_at(event, "operator", "operator_id"))
    command = _text(event, "event_key").strip()
    if not user or not command:
        return None
    return Incoming(
        key=_key(envelope),
        platform=PLATFORM,
        kind="message",
        user=user,
        user_name=_text(event, "operator", "operator_name") or known.people.get(user, ""),
        text=command if command.startswith(_SLASHES) else f"/{command}",
        addressed=True,
    )


def _entered(envelope: Json, known: Known) -> Incoming | None:
    """Somebody opens the chat with the bot in which nothing has been said yet: as if they asked what it can do."""
    event = _object(envelope.get("event"))
    who = known.account(_id(_at(event, "operator_id")))
    if not who.user or _text(event, "last_message_id"):
        return None
    # Told at every opening; the key is the same for each.
    key = f"{known.app_id}:entered:{who.user}"
    return Incoming(key, PLATFORM, "message", who.user, who.name, text="/help", addressed=True)


# Cards


def _card(envelope: Json, known: Known) -> Incoming | None:
    event = _object(envelope.get("event"))
    action, operator = _object(event.get("action")), _object(event.get("operator"))
    user = _id(operator) or _text(operator, "user_id")
    value = _value(action.get("value"))
    if not user or not isinstance(value.get("a"), str) or _is_strangers(envelope, "operator"):
        return None
    # The documented sample of the date picker has the context outside the event.
    context = _object(event.get("context")) or _object(envelope.get("context"))
    chat = "" if value.get("dm") else _text(context, "open_chat_id")
    sent = action.get("form_value")
    fields, mentions = _fields(_object(sent), value, known) if isinstance(sent, dict) else ({}, ())
    return Incoming(
        key=_key(envelope),
        platform=PLATFORM,
        kind="form" if isinstance(sent, dict) or value.get("form") else "button",
        user=user,
        user_name=known.people.get(user, ""),
        chat=chat,
        chat_name=known.chats.get(chat, ""),
        addressed=True,
        mentions=mentions,
        action=value["a"],
        value={str(name): str(each) for name, each in _object(value.get("v")).items()},
        fields=fields,
        message=_text(context, "open_message_id"),
    )


def _value(raw: Any) -> Json:
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except (ValueError, RecursionError):
            return {}
    return _object(raw)


def _fields(sent: Json, value: Json, known: Known) -> tuple[dict[str, str], tuple[Account, ...]]:
    """What was filled in, by the names the form was given. What stood in a person field and was left alone comes
    back as it stood; other fields left empty may be missing."""
    kinds, stood = _object(value.get("k")), _object(value.get("d"))
    fields = {name: str(text) for name, text in stood.items()}
    mentions: dict[Account, None] = {}
    for sent_name, raw in sent.items():
        match = _FIELD.fullmatch(sent_name)
        if match is None:
            continue
        name = match[1]
        items = [str(item) for item in raw] if isinstance(raw, list) else [_scalar(raw)]
        if kinds.get(name) == "person":
            people = [known.account(item) for item in items if item]
            mentions.update(dict.fromkeys(people))
            text = " ".join(f"<@{account.user}>" for account in people)
            fields[name] = text or fields.get(name, "")
        elif kinds.get(name) == "date":
            fields[name] = _OFFSET.sub("", items[0]) if items else ""
        else:
            fields[name] = _FALSE_MENTION.sub(r"\1 ", ", ".join(items))
    return fields, tuple(mentions)


def _scalar(raw: Any) -> str:
    return "" if raw is None else str(raw).lower() if isinstance(raw, bool) else str(raw)


# Groups and people


def _group(kind: Kind) -> Callable[[Json, Known], Incoming | None]:
    """Something happened to a group; those of our company who joined or left are the mentions."""

    def read_group(envelope: Json, known: Known) -> Incoming | None:
        event, ours = _object(envelope.get("event")), tenant(envelope)
        foreign = is_foreign(event.get("operator_tenant_key"), ours)
        chat, operator = _text(event, "chat_id"), known.account("" if foreign else _id(_at(event, "operator_id")))
        name = _text(event, "after_change", "name") if kind == "renamed" else _text(event, "name")
        if not chat or (kind == "renamed" and not name):
            return None
        users = [
            known.account(_id(_at(each, "user_id")), _text(each, "name"))
            for each in _list(event.get("users"))
            if not is_foreign(_at(each, "tenant_key"), ours)
        ]
        return Incoming(
            key=_key(envelope),
            platform=PLATFORM,
            kind=kind,
            user=operator.user,
            user_name=operator.name,
            chat=chat,
            chat_name=name or known.chats.get(chat, ""),
            mentions=tuple(account for account in users if account.user),
        )

    return read_group


def _person(kind: Kind) -> Callable[[Json, Known], Incoming | None]:
    def read_person(envelope: Json, known: Known) -> Incoming | None:
        person = _object(_at(envelope, "event", "object"))
        account = known.account(_id(person), _text(person, "name"))
        if not account.user:
            return None
        return Incoming(_key(envelope), PLATFORM, kind, account.user, account.name)

    return read_person


_READERS: Mapping[str, Callable[[Json, Known], Incoming | None]] = {
    "im.message.receive_v1": _message,
    CARD: _card,
    "application.bot.menu_v6": _menu,
    ENTERED: _entered,
    ADDED: _group("joined"),
    "im.chat.member.bot.deleted_v1": _group("closed"),
    "im.chat.disbanded_v1": _group("closed"),
    "im.chat.updated_v1": _group("renamed"),
    "im.chat.member.user.added_v1": _group("joined"),
    "im.chat.member.user.deleted_v1": _group("left"),
    "im.chat.member.user.withdrawn_v1": _group("left"),
    "contact.user.deleted_v3": _person("departed"),
    "contact.user.updated_v3": _person("changed"),
}


def _key(envelope: Json) -> str:
    return _text(envelope, "header", "event_id")


def _id(raw: Any) -> str:
    """The open_id, which this app knows people by."""
    return _text(raw, "open_id")


def _at(raw: Any, *path: str) -> Any:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw


def _text(raw: Any, *path: str) -> str:
    found = _at(raw, *path)
    return found if isinstance(found, str) else ""


def _object(raw: Any) -> Json:
    return raw if isinstance(raw, dict) else {}


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []

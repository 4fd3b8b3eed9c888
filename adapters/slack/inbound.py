"""From Slack's events and commands to neutral events. Pure.

Shapes: Slack, "Events API" and "Slash commands". A mention in a channel arrives twice, as `app_mention` and as
`message`, with different event ids; both are keyed by channel and time stamp, so that it is handled once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from adapters.moments import moment
from adapters.slack.markup import Typed, mentioned, node, read, string
from bot.wire import Account, File, Incoming, Kind, is_command

PLATFORM = "slack"
ALLOWING = "[slack] shared_channels"
BRAND = "/duiqi"
# Slack's commands are ASCII; what follows in Chinese belongs to the Chinese command (`/project 新建`).
CHINESE = {
    "/task": "/任务", "/standup": "/站会", "/my": "/我的", "/project": "/项目",
    "/risk": "/风险", "/issue": "/问题", "/meeting": "/会议",
}  # fmt: skip
_SPOKEN = {"", "file_share", "thread_broadcast", "me_message"}
_NO_NAME = {"directmessage", "privategroup"}


@dataclass(frozen=True, slots=True)
class Own:
    """Who the bot is: user and bot id, the workspace, and the company that has several workspaces ("" otherwise).

    names: of people as far as known, the visible names, by user id.
    strangers, outsiders: who is of another company; and who is that or a guest.
    """

    user: str
    bot: str
    team: str
    company: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    strangers: Collection[str] = ()
    outsiders: Collection[str] = ()

    def account(self, user: str) -> Account:
        return Account(user, self.names.get(user, ""))

    def read(self, text: str) -> Typed:
        return read(text, self.user, self.names, self.outsiders)


def command(body: Mapping[str, Any], own: Own) -> Incoming | None:
    """A slash command: `/duiqi task …` and `/task …` both become the text `/task …`. None when it makes no sense."""
    name, user, trigger = string(body, "command"), string(body, "user_id"), string(body, "trigger_id")
    if not name.startswith("/") or not user or not trigger:
        return None
    typed = own.read(string(body, "text"))
    rest = typed.text
    if "\u4e00" <= rest[:1] <= "\u9fff":
        name = CHINESE.get(name, name)
    text = "/" + (rest.lstrip("/／、 ") or "help") if name == BRAND else f"{name} {rest}".rstrip()
    channel, channel_name = string(body, "channel_id"), string(body, "channel_name")
    direct = channel.startswith("D") or channel_name == "directmessage"
    return Incoming(
        key=f"command:{trigger}",
        platform=PLATFORM,
        kind="message",
        user=user,
        user_name=own.names.get(user, "") or string(body, "user_name"),
        chat="" if direct else channel,
        chat_name="" if channel_name in _NO_NAME else channel_name,
        text=text,
        addressed=True,
        mentions=typed.mentions,
    )


def event(body: Mapping[str, Any], own: Own) -> Incoming | None:
    """An event of the Events API; None for what the bot does not listen to, other workspaces' and its own."""
    inner = node(body, "event")
    reader = _READERS.get(string(inner, "type"))
    if reader is None or not _is_ours(body, own) or _is_strangers(body, own):
        return None
    return reader(inner, string(body, "event_id"), own)


def _is_ours(body: Mapping[str, Any], own: Own) -> bool:
    """In shared channels the outer `team_id` is where the event came from; `authorizations` says whom it is for."""
    granted = body.get("authorizations")
    first = granted[0] if isinstance(granted, list) and granted else None
    team = string(first, "team_id") or string(body, "team_id")
    return not team or not own.team or team == own.team


def _is_strangers(body: Mapping[str, Any], own: Own) -> bool:
    """Done by somebody of the other company, in a channel that is shared with one: they are not served."""
    inner = node(body, "event")
    said = node(inner, "message") or inner
    user = string(said, "user")
    if user in own.strangers or user in own.names:
        return user in own.strangers
    # Workspaces of one's own company share channels, too; those are not marked as external.
    teams = (string(said, name) for name in ("user_team", "source_team", "team"))
    return body.get("is_ext_shared_channel") is True and any(_is_foreign(team, own) for team in teams)


def is_strangers_deed(body: Mapping[str, Any], own: Own) -> bool:
    """A command, a press, a form or a shortcut of somebody who belongs to another company."""
    user = string(body, "user", "id") or string(body, "user_id")
    if user in own.strangers or user in own.names:
        return user in own.strangers
    team = string(body, "user", "team_id") or string(body, "team_id")
    one_company = node(body, "enterprise") or string(body, "enterprise_id")
    return not one_company and _is_foreign(team, own)


def _is_foreign(team: str, own: Own) -> bool:
    return team.startswith("T") and bool(own.team) and team != own.team


def _message(raw: Mapping[str, Any], _: str, own: Own) -> Incoming | None:
    if string(raw, "subtype") == "message_changed":
        return _edited(raw, own)
    if string(raw, "subtype") not in _SPOKEN or not _is_persons(raw, own) or raw.get("hidden") is True:
        return None
    return _said(raw, raw, own, own.read(string(raw, "text")), "")


def _mention(raw: Mapping[str, Any], _: str, own: Own) -> Incoming | None:
    # An edit arrives as `message_changed` too, which alone tells what was there before.
    if not _is_persons(raw, own) or node(raw, "edited"):
        return None
    return _said(raw, raw, own, own.read(string(raw, "text")), "")


def _is_persons(raw: Mapping[str, Any], own: Own) -> bool:
    return bool(string(raw, "user")) and string(raw, "user") != own.user and not raw.get("bot_id")


def _edited(raw: Mapping[str, Any], own: Own) -> Incoming | None:
    """What an edit added. Link previews change a message too, and leave its text as it was."""
    after, before = node(raw, "message"), node(raw, "previous_message")
    edited = string(after, "edited", "ts")
    if not edited or not _is_persons(after, own) or string(after, "subtype") not in _SPOKEN:
        return None
    now = own.read(string(after, "text"))
    then = own.read(string(before, "text"))
    heard = _is_addressed(then, _is_direct(raw))
    known = set(then.text.splitlines()) if heard else set()
    fresh = "\n".join(line for line in now.text.splitlines() if line not in known)
    if not fresh or (now.text == then.text and heard == _is_addressed(now, _is_direct(raw))):
        return None
    first, earlier = _key(raw, after), string(before, "edited", "ts")
    changed = not known <= set(now.text.splitlines())
    edits = (first, *((f"{first}:{earlier}",) if earlier else ())) if changed else ()
    mentions = tuple(account for account in now.mentions if edits or f"<@{account.user}>" in fresh)
    said = _said(raw, after, own, Typed(fresh, mentions, now.names_bot), edited, edits)
    return replace(said, whole=now.text) if said and edits else said


def _key(place: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    return f"message:{string(place, 'channel')}:{string(raw, 'ts')}"


def _said(
    place: Mapping[str, Any], raw: Mapping[str, Any], own: Own, typed: Typed, edited: str, edits: tuple[str, ...] = ()
) -> Incoming | None:
    channel, stamp, user = string(place, "channel"), string(raw, "ts"), string(raw, "user")
    direct = _is_direct(place)
    key, thread = _key(place, raw), string(raw, "thread_ts")
    file = None if edited else _file(raw)
    # A file without a word, in a channel, is not meant for the bot.
    if not channel or not stamp or not (typed.text or typed.names_bot or (file and direct)):
        return None
    return Incoming(
        key=f"{key}:{edited}" if edited else key,
        platform=PLATFORM,
        kind="message",
        user=user,
        user_name=own.names.get(user, ""),
        chat="" if direct else channel,
        text=typed.text,
        addressed=_is_addressed(typed, direct),
        mentions=typed.mentions,
        message=f"{channel}:{stamp}",
        replies_to=(f"{channel}:{thread}",) if thread and thread != stamp else (),
        edits=edits,
        at=moment(edited or stamp),
        file=file,
    )


def _file(raw: Mapping[str, Any]) -> File | None:
    """The first file of a message that lies with Slack itself."""
    listed = raw.get("files")
    for each in listed if isinstance(listed, list) else ():
        url = string(each, "url_private_download") or string(each, "url_private")
        if url and string(each, "mode") not in ("external", "tombstone", "hidden_by_limit"):
            size = each.get("size")
            return File(string(each, "name") or string(each, "title"), size if isinstance(size, int) else 0, url)
    return None


def _is_direct(raw: Mapping[str, Any]) -> bool:
    return string(raw, "channel").startswith("D") or string(raw, "channel_type") in ("im", "app_home")


def _is_addressed(typed: Typed, direct: bool) -> bool:
    return direct or typed.names_bot or is_command(typed.text)


def _joined(raw: Mapping[str, Any], key: str, own: Own) -> Incoming | None:
    """Somebody came into a channel. When it was the bot, the inviter acts, and the adapter adds who is there."""
    user = string(raw, "user")
    if user == own.user:
        return _happened("joined", raw, key, own, string(raw, "inviter"))
    return _happened("joined", raw, key, own, user, (own.account(user),)) if user else None


def newcomer(body: Mapping[str, Any]) -> str:
    """Who came into a channel that is shared with another company; the event does not say of which one they are."""
    inner = node(body, "event")
    shared = body.get("is_ext_shared_channel") is True
    return string(inner, "user") if shared and string(inner, "type") == "member_joined_channel" else ""


def named(body: Mapping[str, Any], own: Own) -> list[str]:
    """Whom an event, a command or a shortcut mentions; nothing says of which company they are."""
    inner = node(body, "event")
    said = string(inner, "text") or string(inner, "message", "text")
    found = mentioned(said or string(body, "text") or string(body, "message", "text"))
    return [user for user in found if user != own.user]


def sharing(body: Mapping[str, Any], own: Own) -> tuple[str, bool] | None:
    """A channel, and whether another company reads there: each event of such a channel says so, and one says that it
    is the company's own again. None when nothing is told."""
    inner = node(body, "event")
    kind, channel = string(inner, "type"), string(inner, "channel")
    if not channel or channel.startswith("D") or not _is_ours(body, own):
        return None
    if kind == "channel_unshared":
        return channel, inner.get("is_ext_shared") is True
    return (channel, True) if body.get("is_ext_shared_channel") is True or kind == "channel_shared" else None


def shared(channel: str, key: str) -> Incoming:
    """That nothing may be posted in a channel any more, and by which setting it may."""
    return Incoming(key, PLATFORM, "shared", "", "", chat=channel, value={"setting": ALLOWING, "channel": channel})


def is_own_arrival(body: Mapping[str, Any], own: Own) -> bool:
    """The bot itself was taken into a channel."""
    inner = node(body, "event")
    return string(inner, "type") == "member_joined_channel" and string(inner, "user") == own.user


def limited_since(body: Mapping[str, Any]) -> datetime | None:
    """The minute in which events began to be dropped."""
    minute = body.get("minute_rate_limited")
    return datetime.fromtimestamp(minute, UTC) if isinstance(minute, int) and 0 < minute < 2**33 else None


def ends_us(raw: Mapping[str, Any]) -> bool:
    """The app was taken out, or the bot's own token; people's tokens for other uses of the app are no matter."""
    return string(raw, "type") == "app_uninstalled" or bool(node(raw, "tokens").get("bot"))


def _left(raw: Mapping[str, Any], key: str, own: Own) -> Incoming | None:
    user = string(raw, "user")
    if user == own.user:
        return _happened("closed", raw, key, own, "")
    return _happened("left", raw, key, own, user, (own.account(user),)) if user else None


def _closed(raw: Mapping[str, Any], key: str, own: Own) -> Incoming | None:
    """The channel was archived or deleted, or the bot was taken out of it."""
    actor = string(raw, "user") or string(raw, "actor_id")
    return _happened("closed", raw, key, own, "" if actor == own.user else actor)


def _reopened(raw: Mapping[str, Any], key: str, own: Own) -> Incoming | None:
    """A channel was taken out of the archive, with the people who had been in it."""
    return _happened("joined", raw, key, own, string(raw, "user"))


def _renamed(raw: Mapping[str, Any], key: str, own: Own) -> Incoming | None:
    channel = node(raw, "channel")
    place = {"channel": string(channel, "id")}
    return _happened("renamed", place, key, own, "", name=string(channel, "name"))


def _happened(
    kind: Kind,
    raw: Mapping[str, Any],
    key: str,
    own: Own,
    user: str,
    mentions: tuple[Account, ...] = (),
    name: str = "",
) -> Incoming | None:
    channel = string(raw, "channel")
    if not channel or not key:
        return None
    user_name = own.names.get(user, "")
    return Incoming(key, PLATFORM, kind, user, user_name, chat=channel, chat_name=name, mentions=mentions)


def _changed(raw: Mapping[str, Any], key: str, own: Own) -> Incoming | None:
    """A person's account was changed, or closed when they left the company. Other bots are no people."""
    person = node(raw, "user")
    user = string(person, "id")
    if not user or not key or person.get("is_bot") is True or user in (own.user, "USLACKBOT"):
        return None
    kind: Kind = "departed" if person.get("deleted") is True else "changed"
    return Incoming(key, PLATFORM, kind, user, visible_name(person))


def visible_name(person: Mapping[str, Any]) -> str:
    """The name colleagues see: display name, else full name, else the handle."""
    profile = node(person, "profile")
    names = string(profile, "display_name"), string(profile, "real_name"), string(person, "real_name")
    return next((name.strip() for name in names if name.strip()), string(person, "name"))


_READERS: Mapping[str, Callable[[Mapping[str, Any], str, Own], Incoming | None]] = {
    "message": _message,
    "app_mention": _mention,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_left": _closed,
    "group_left": _closed,
    "channel_archive": _closed,
    "group_archive": _closed,
    "channel_deleted": _closed,
    "group_deleted": _closed,
    "channel_unarchive": _reopened,
    "group_unarchive": _reopened,
    "channel_rename": _renamed,
    "group_rename": _renamed,
    "user_change": _changed,
    "team_join": _changed,
}

"""People as Slack knows them: looked up once, kept for this process's life, changed by events."""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog

from adapters.base import Profile
from adapters.slack.client import SlackClient
from adapters.slack.inbound import visible_name
from adapters.slack.markup import node, string
from bot.errors import SendFailed
from bot.wire import Account

log = structlog.get_logger()

FEW = 30  # more people than that are read as a list: users.info may be asked a hundred times a minute
UNKNOWN = {"user_not_found", "user_not_visible", "users_not_found"}


class Directory:
    """Who is who.

    names, strangers: the visible names of people, and who of them belongs to another company, by user id.
    outsiders: those, and the guests of our own workspace, who may be in a channel but are no colleagues.
    team, company: whom they are compared with; Slack also shows people of companies that share a channel with ours.
    """

    def __init__(self, client: SlackClient) -> None:
        self._client = client
        self._raw: dict[str, Mapping[str, Any]] = {}
        self.names: dict[str, str] = {}
        self.strangers: set[str] = set()
        self.outsiders: set[str] = set()
        self.team = self.company = ""

    def note(self, person: Mapping[str, Any]) -> bool:
        """Take in what an event tells of a person; False when nothing that concerns the bot is different."""
        user = string(person, "id")
        before = self._raw.get(user)
        self._raw[user] = person
        if _is_person(person):
            self.names[user] = visible_name(person)
        stranger = self._is_stranger(person)
        (self.strangers.add if stranger else self.strangers.discard)(user)
        (self.outsiders.add if stranger or _is_guest(person) else self.outsiders.discard)(user)
        return before is None or profile_of(before) != profile_of(person)

    async def profile(self, user: str) -> Profile | None:
        """None for bots, for people of another company, for those Slack does not show, and while it cannot be asked."""
        try:
            person = node(await self._client.read("users.info", user=user, include_locale=True), "user")
        except SendFailed as failed:
            if failed.reason == "user_not_visible":
                self.strangers.add(user)
                self.outsiders.add(user)
            elif failed.reason not in UNKNOWN:
                log.warning("profile not read", reason=failed.reason)
            return None
        self.note(person)
        return profile_of(person) if _is_person(person) and user not in self.strangers else None

    async def members(self, chat: str) -> tuple[Account, ...] | None:
        """The colleagues in a channel, without bots and closed accounts; None when Slack does not tell."""
        try:
            ids = [user async for page in self._client.pages("conversations.members", channel=chat)
                   for user in page.get("members", ()) if isinstance(user, str)]  # fmt: skip
            await self.learn(ids)
        except SendFailed as failed:
            log.warning("members not read", reason=failed.reason)
            return None
        return tuple(Account(user, self.names.get(user, "")) for user in ids if self._is_active(user))

    async def learn(self, users: Iterable[str]) -> list[str]:
        """Look up those not known yet; returns whose names were found. Raises SendFailed."""
        missing = [user for user in dict.fromkeys(users) if user and self.is_unknown(user)]
        if len(missing) > FEW:
            async for page in self._client.pages("users.list", include_locale=True):
                for person in page.get("members", ()):
                    self.note(node(person))
                if all(user in self._raw for user in missing):
                    break
        for user in missing:
            if user not in self._raw:
                await self.profile(user)
        return [user for user in missing if self.names.get(user) and user not in self.strangers]

    def is_unknown(self, user: str) -> bool:
        """Whether nobody has told yet who that is."""
        return user not in self._raw and user not in self.strangers

    def _is_active(self, user: str) -> bool:
        known = self._raw.get(user)
        if user in self.strangers:
            return False
        return known is None or (_is_person(known) and known.get("deleted") is not True)

    def _is_stranger(self, person: Mapping[str, Any]) -> bool:
        theirs = {string(person, "team_id"), string(person, "enterprise_user", "enterprise_id")} - {""}
        return bool(theirs) and bool(self.team) and theirs.isdisjoint((self.team, self.company))


def _is_guest(person: Mapping[str, Any]) -> bool:
    return person.get("is_restricted") is True or person.get("is_ultra_restricted") is True


def _is_person(raw: Mapping[str, Any]) -> bool:
    return raw.get("is_bot") is not True and string(raw, "id") not in ("", "USLACKBOT")


def profile_of(person: Mapping[str, Any]) -> Profile:
    """A profile out of Slack's `user` object; bots and closed accounts have no zone.

    An e-mail address that was not confirmed is anybody's, and so nobody's.
    """
    confirmed = person.get("is_email_confirmed") is not False
    locale = string(person, "locale").partition("-")[0].lower()
    return Profile(
        name=visible_name(person),
        email=string(person, "profile", "email") if confirmed else "",
        language=locale if locale in ("zh", "en") else "",
        zone=string(person, "tz"),
        active=person.get("deleted") is not True,
    )

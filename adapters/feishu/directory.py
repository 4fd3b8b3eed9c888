"""People and groups as the company's directory knows them. Contact calls are free; calls about groups are charged.

What the app may not see is silently missing from an answer, so an empty field means "not told", never "none".
"""

import asyncio
import json
from dataclasses import asdict
from typing import Any

from adapters.base import Memory, Profile
from adapters.feishu.client import Client
from adapters.feishu.failures import ApiError, Remedy
from adapters.feishu.inbound import Hint, is_foreign
from bot.wire import Account

Json = dict[str, Any]

DAY = 86400.0
KEPT = 90 * DAY
MOST_PAGES = 200
_UNSEEN = frozenset({41050, 40004, 41012, 40001, 99992351, 99992360, 99992361, 99991672})
_IDS = {"user_id_type": "open_id", "department_id_type": "open_department_id"}


class Directory:
    """Looks people and groups up, and keeps what it finds for a day. `people` and `chats` are names by id."""

    def __init__(self, client: Client, memory: Memory) -> None:
        self._client = client
        self._memory = memory
        self._hints: dict[str, str] = {}
        self.people: dict[str, str] = {}
        self.chats: dict[str, str] = {}
        self._outside: set[str] = set()
        self._topical: dict[str, bool] = {}

    async def is_outside(self, chat: str) -> bool:
        """Whether a group is shared with other companies, as far as any process knows."""
        # Asked for once, since a group's name is learnt then.
        if chat not in self._outside and chat not in self.chats and await self._memory.get(f"outside:{chat}"):
            self._outside.add(chat)
        return chat in self._outside

    async def mark_outside(self, chat: str) -> None:
        if chat not in self._outside:
            self._outside.add(chat)
            await self._memory.put(f"outside:{chat}", "1")

    async def is_topical(self, chat: str) -> bool:
        """Whether a group consists of topics, as far as any process knows."""
        if chat not in self._topical:
            kept = await self._memory.get(f"topical:{chat}")
            if kept is None:
                return False
            self._topical[chat] = bool(kept)
        return self._topical[chat]

    async def profile(self, user: str) -> Profile | None:
        """A person; None when they are out of the app's sight. Raises ApiError when the directory does not answer."""
        kept = await self._memory.get(f"person:{user}")
        found = json.loads(kept) if kept else await self._person(user)
        if found is None:
            return None
        self.remember(Account(user, found["name"]))
        zone, language = await asyncio.gather(self._memory.get(f"zone:{user}"), self._memory.get(f"language:{user}"))
        return Profile(**{**found, "zone": zone or "", "language": language or ""})

    async def forget(self, user: str) -> None:
        """The person's entry has changed."""
        await self._memory.put(f"person:{user}", "", 1.0)

    async def members(self, chat: str, tenant: str) -> tuple[Account, ...] | None:
        """Who of our company is in a group; None when we are not in it ourselves. Raises ApiError."""
        members: dict[str, Account] = {}
        params = {"member_id_type": "open_id", "page_size": "100"}
        for _ in range(MOST_PAGES):
            try:
                answer = await self._client.call("GET", f"/open-apis/im/v1/chats/{chat}/members", params=params)
            except ApiError as error:
                if error.remedy in (Remedy.RECEIVER, Remedy.NONE):
                    return None
                raise
            page = answer.get("data") or {}
            for item in page.get("items") or []:
                user = item.get("member_id")
                if user and not is_foreign(item.get("tenant_key"), tenant):
                    members[user] = Account(user, item.get("name") or "")
            # Pages may be shorter or longer than asked for, even empty.
            if not page.get("has_more") or not page.get("page_token"):
                break
            params["page_token"] = page["page_token"]
        for member in members.values():
            self.remember(member)
        return tuple(members.values())

    async def learn_chat(self, chat: str) -> None:
        """Find out a group's name, which messages do not tell; asked for once by all processes."""
        name = await self._memory.get(f"chat:{chat}")
        if name is None:
            answer = await self._client.call("GET", f"/open-apis/im/v1/chats/{chat}")
            found = answer.get("data") or {}
            if found.get("external") is True:
                await self.mark_outside(chat)
            topical = found.get("chat_mode") == "topic" or found.get("group_message_type") == "thread"
            await self._memory.put(f"topical:{chat}", "1" if topical else "", KEPT)
            name = str(found.get("name") or "")
            await self.name_chat(chat, name)
        self.chats[chat] = name

    async def name_chat(self, chat: str, name: str) -> None:
        self.chats[chat] = name
        await self._memory.put(f"chat:{chat}", name, KEPT)

    def remember(self, account: Account) -> None:
        if account.name:
            self.people[account.user] = account.name

    async def heed(self, hint: Hint) -> None:
        """Keep a person's zone or language; what is known already costs nothing."""
        for key, value in ((f"zone:{hint.user}", hint.zone), (f"language:{hint.user}", hint.language)):
            if value and hint.user and self._hints.get(key) != value:
                await self._memory.put(key, value, KEPT)
                self._hints[key] = value

    async def _person(self, user: str) -> Json | None:
        raw = await self._contact(f"/open-apis/contact/v3/users/{user}", "user")
        if raw is None:
            return None
        department = await self._department(_main_department(raw))
        status = raw.get("status") or {}
        gone = any(status.get(sign) for sign in ("is_resigned", "is_exited", "is_frozen"))
        manager = raw.get("leader_user_id") or department.get("leader_user_id") or ""
        found = asdict(
            Profile(
                name=raw.get("name") or raw.get("en_name") or "",
                email=raw.get("enterprise_email") or raw.get("email") or "",
                department=department.get("name") or "",
                manager="" if manager == user else manager,
                head=department.get("leader_user_id") or "",
                active=not gone,
            )
        )
        await self._memory.put(f"person:{user}", json.dumps(found, ensure_ascii=False), DAY)
        return found

    async def _department(self, number: str) -> Json:
        """Cached for a day of its own: these interfaces have rate limits of their own."""
        if not number:
            return {}
        kept = await self._memory.get(f"department:{number}")
        if kept:
            return dict(json.loads(kept))
        found = await self._contact(f"/open-apis/contact/v3/departments/{number}", "department") or {}
        wanted = {key: found.get(key) or "" for key in ("name", "leader_user_id")}
        await self._memory.put(f"department:{number}", json.dumps(wanted, ensure_ascii=False), DAY)
        return wanted

    async def _contact(self, path: str, what: str) -> Json | None:
        try:
            answer = await self._client.call("GET", path, params=_IDS, counted=False)
        except ApiError as error:
            if error.code in _UNSEEN:
                return None
            raise
        found = (answer.get("data") or {}).get(what)
        return found if isinstance(found, dict) else None


def _main_department(person: Json) -> str:
    for order in person.get("orders") or []:
        if order.get("is_primary_dept"):
            return str(order.get("department_id") or "")
    first = next(iter(person.get("department_ids") or []), "")
    return "" if first == "0" else str(first)

"""People and departments from the contacts interface, which is free of charge, cached for a day (sheet 4)."""

import json
from collections.abc import Mapping
from typing import Any

import structlog

from adapters.base import Memory, Profile
from adapters.dingtalk.client import Client
from adapters.dingtalk.faults import Refused

log = structlog.get_logger()

USER_PATH = "/topapi/v2/user/get"
KEEP_SECONDS = 86400.0
KEEP_NAMES = 180 * 86400.0
UNKNOWN_USER = ("33012", "60121")
HIGHEST = 8  # levels of departments climbed in search of a head
ROOT = "1"


class Directory:
    """What the company's directory tells of a person; nothing of their language or zone, which it does not know."""

    def __init__(self, client: Client, memory: Memory) -> None:
        self._client = client
        self._memory = memory

    async def profile(self, user: str) -> Profile | None:
        """None for somebody unknown, or outside what the app may see. Raises Refused."""
        try:
            found = await self._read(f"user:{user}", USER_PATH, {"userid": user, "language": "zh_CN"})
        except Refused as refused:
            if refused.fault.code in UNKNOWN_USER:
                return None
            raise
        name = str(found.get("name", ""))
        if " " in name:
            await self._memory.put(f"name:{user}", name, KEEP_NAMES)
        departments = [str(each) for each in _list(found.get("dept_id_list"))]
        department = await self._department(departments[0]) if departments else {}
        return Profile(
            name=name,
            email=str(found.get("org_email") or found.get("email") or ""),
            department=str(department.get("name", "")) if departments[:1] != [ROOT] else "",
            manager=str(found.get("manager_userid") or "") or await self._above(user, department),
            head=next(iter(_heads(department)), ""),
            active=str(found.get("active", True)).lower() != "false",
        )

    async def name_in_parts(self, user: str) -> str:
        """The name of somebody whose name has a blank in it, where that was seen; costs no call."""
        return await self._memory.get(f"name:{user}") or ""

    async def has_left(self, user: str) -> bool:
        """Whether the directory, asked anew, knows nobody of this id; False where it does not tell."""
        try:
            await self._client.old(USER_PATH, {"userid": user})
        except Refused as refused:
            return refused.fault.code in UNKNOWN_USER
        return False

    async def forget(self) -> None:
        """Read everything anew: somebody came, moved or left."""
        await self._memory.add("contacts", 1)

    async def _department(self, number: str) -> Mapping[str, Any]:
        """Empty where the app may not see it, which must not cost what is known of the person. Raises Refused."""
        try:
            return await self._read(f"department:{number}", "/topapi/v2/department/get", {"dept_id": int(number)})
        except Refused as refused:
            if refused.fault.kind != "refused":
                raise
            log.info("dingtalk department not seen", code=refused.fault.code, scopes=list(refused.fault.scopes))
            return {}

    async def _above(self, user: str, department: Mapping[str, Any]) -> str:
        """The head of the department, or of the nearest one above that has another."""
        for _ in range(HIGHEST):
            others = [head for head in _heads(department) if head != user]
            above = str(department.get("parent_id") or "")
            if others or not above.isdigit() or above == "0":
                return others[0] if others else ""
            department = await self._department(above)
        return ""

    async def _read(self, name: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        key = f"contacts:{await self._memory.get('contacts') or 0}:{name}"
        if kept := await self._memory.get(key):
            return dict(json.loads(kept))
        answer = await self._client.old(path, body)
        result = answer.get("result")
        found = dict(result) if isinstance(result, dict) else {}
        await self._memory.put(key, json.dumps(found, ensure_ascii=False), KEEP_SECONDS)
        return found


def _heads(department: Mapping[str, Any]) -> list[str]:
    return [str(head) for head in _list(department.get("dept_manager_userid_list")) if head]


def _list(value: object) -> list[Any]:
    """Lists come as lists, as JSON, or not at all."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) else []

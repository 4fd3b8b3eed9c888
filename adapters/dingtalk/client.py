"""The two interfaces of DingTalk over one session: shared token, calls counted by pool and month, errors by class."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

import aiohttp

from adapters.base import Memory, Quota
from adapters.dingtalk import faults
from adapters.dingtalk.faults import Fault, Refused
from adapters.dingtalk.seal import Seal
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.verify import file_address
from adapters.downloads import download
from adapters.pacing import Limit, Pacer
from bot.clock import Clock
from bot.errors import SendFailed

Pool = Literal["api", "push", ""]
A_SECOND = 20  # calls of one interface, standard edition
HOOKS_A_MINUTE = 20
CALL_SECONDS = 20.0
EARLY_SECONDS = 600.0  # a token is replaced this long before it ends
KEEP_COUNTS = 70 * 86400.0
Once = Callable[[str], Awaitable[dict[str, Any]]]
BEIJING = timezone(timedelta(hours=8))


class Client:
    """Calls of one app. Every method raises Refused.

    The pool a call counts in: "api" (billed), "push" (webhook and stream messages), "" (contacts and tokens, free).
    """

    def __init__(self, http: aiohttp.ClientSession, settings: DingTalkSettings, memory: Memory, clock: Clock) -> None:
        self._http = http
        self._settings = settings
        self._memory = memory
        self._clock = clock
        self._seal = Seal(settings.client_secret)
        self._pacer = Pacer(memory, clock)
        self._token = ("", clock.now())
        self._fetching = asyncio.Lock()
        self._banned_until = clock.now()
        self._spent: frozenset[Pool] = frozenset()

    async def call(
        self, method: str, path: str, body: Mapping[str, Any], *, pool: Pool = "api", repeatable: bool = False
    ) -> dict[str, Any]:
        """The newer interface. `repeatable`: doing it twice is doing it once, so a lost answer is no riddle."""
        url = self._settings.api_base_url.rstrip("/") + path

        async def once(token: str) -> dict[str, Any]:
            headers = {"x-acs-dingtalk-access-token": token}
            return await self._send(method, url, body, pool, headers=headers, repeatable=repeatable)

        return await self._paced(Limit(f"{method} {path}", A_SECOND, 1.0), lambda: self._with_token(once))

    async def download(self, code: str) -> bytes:
        """The bytes of a file somebody sent. Raises Refused when its address is not told, SendFailed for the file."""
        body = {"downloadCode": code, "robotCode": self._settings.robot}
        answer = await self.call("POST", "/v1.0/robot/messageFiles/download", body, repeatable=True)
        url = file_address(str(answer.get("downloadUrl", "")), self._settings.api_base_url)
        if not url:
            raise SendFailed("the file has no safe address", permanent=True)
        return await download(self._http, url)

    async def old(self, path: str, body: Mapping[str, Any], *, pool: Pool = "") -> dict[str, Any]:
        """The older interface; contacts, which are read only, are all we ask of it."""
        url = self._settings.oapi_base_url.rstrip("/") + path

        async def once(token: str) -> dict[str, Any]:
            return await self._send("POST", url, body, pool, params={"access_token": token}, repeatable=True)

        return await self._paced(Limit(f"POST {path}", A_SECOND, 1.0), lambda: self._with_token(once))

    async def upload(self, path: str, form: Callable[[], aiohttp.FormData]) -> dict[str, Any]:
        """Hand a file in at the older interface; `form` makes its body for each try. Twice does no harm."""
        url = self._settings.oapi_base_url.rstrip("/") + path

        async def once(token: str) -> dict[str, Any]:
            return await self._send("POST", url, form(), "api", params={"access_token": token}, repeatable=True)

        return await self._paced(Limit(f"POST {path}", A_SECOND, 1.0), lambda: self._with_token(once))

    async def post_hook(self, url: str, body: Mapping[str, Any], place: str) -> dict[str, Any]:
        """A message to a reply address; who hands it in has checked the address. Rates are of the place it leads to."""
        limit = Limit(f"hook {place}", HOOKS_A_MINUTE, 60.0)
        return await self._paced(limit, lambda: self._send("POST", url, body, "push"))

    async def _paced(self, limit: Limit, call: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        try:
            async with self._pacer.turn(limit):
                try:
                    return await call()
                except Refused as refused:
                    if refused.fault.kind == "wait":
                        await self._pacer.pause(limit, refused.fault.seconds)
                    raise
        except SendFailed as failed:
            raise Refused(Fault("wait", failed.reason, failed.retry_after, held=True)) from None

    async def token(self, fresh: bool = False, stale: str = "") -> str:
        """A valid access token, shared by all processes.

        fresh: fetch a new one; given the `stale` one only unless somebody did already.
        """
        async with self._fetching:
            token, until = self._token
            soon = self._clock.now() + timedelta(seconds=EARLY_SECONDS)
            if token and until > soon and not (fresh and stale in ("", token)):
                return token
            shared, until = await self._shared()
            if not shared or until <= soon or (fresh and stale in ("", shared)):
                shared, until = await self._fetch()
            self._token = (shared, until)
            return shared

    @property
    def month(self) -> str:
        """The month a call is billed in now."""
        return month(self._clock.now())

    async def count(self, pool: Pool, calls: int = 1) -> None:
        if pool:
            await self._memory.add(f"calls:{pool}:{month(self._clock.now())}", calls, KEEP_COUNTS)

    async def used(self, pool: Pool) -> int:
        """Calls of this month so far, of all processes."""
        return int(await self._memory.get(f"calls:{pool}:{month(self._clock.now())}") or 0)

    async def spent(self, pool: Pool) -> bool:
        """Whether the platform said that nothing is left of this month's."""
        found = await self._memory.get(_spent(pool, self._clock.now())) is not None
        self._spent = self._spent | {pool} if found else self._spent - {pool}
        return found

    async def note_spent(self, pool: Pool) -> None:
        now = self._clock.now()
        await self._memory.put(_spent(pool, now), now.isoformat(), KEEP_COUNTS)

    async def _shared(self) -> tuple[str, datetime]:
        text = self._seal.open(await self._memory.get("token") or "")
        if text is None:
            return "", self._clock.now()
        kept = json.loads(text)
        return str(kept["token"]), datetime.fromisoformat(kept["until"])

    async def _fetch(self) -> tuple[str, datetime]:
        app = self._settings
        url = f"{app.api_base_url.rstrip('/')}/v1.0/oauth2/accessToken"
        answer = await self._send(
            "POST", url, {"appKey": app.client_id, "appSecret": app.client_secret}, "", repeatable=True
        )
        token, lifetime = str(answer.get("accessToken", "")), float(answer.get("expireIn", 7200))
        if not token:
            raise Refused(Fault("refused", "no token"))
        until = self._clock.now() + timedelta(seconds=lifetime)
        kept = json.dumps({"token": token, "until": until.isoformat()})
        await self._memory.put("token", self._seal.close(kept), lifetime)
        return token, until

    async def _with_token(self, once: Once) -> dict[str, Any]:
        token = await self.token()
        try:
            return await once(token)
        except Refused as refused:
            if refused.fault.kind != "token":
                raise
        return await once(await self.token(fresh=True, stale=token))

    async def _send(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | aiohttp.FormData,
        pool: Pool,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        repeatable: bool = False,
    ) -> dict[str, Any]:
        left = (self._banned_until - self._clock.now()).total_seconds()
        # More than a ban lasts: the clock was put back.
        if 0 < left <= faults.BAN_SECONDS:
            raise Refused(Fault("banned", "ip banned", left))
        data: bytes | aiohttp.FormData
        if isinstance(body, aiohttp.FormData):
            data, kind = body, {}
        else:
            data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            kind = {"Content-Type": "application/json"}
        sent = {**kind, **(headers or {})}
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=10)
        try:
            async with self._http.request(
                method, url, data=data, headers=sent, params=params, allow_redirects=False, timeout=timeout
            ) as answer:
                status, text = answer.status, await answer.text()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Refused(faults.UNSENT) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Refused(faults.UNSENT if repeatable else faults.UNSURE) from None
        return await self._judge(status, text, pool)

    async def _judge(self, status: int, text: str, pool: Pool) -> dict[str, Any]:
        answer, fault = faults.read(status, text)
        if fault is None or fault.kind not in ("wait", "banned"):
            await self.count(pool)  # refusals for being too fast are not billed
        if fault is None:
            if pool in self._spent:
                # Somebody bought more.
                await self._memory.put(_spent(pool, self._clock.now()), "", 0.0)
            return answer
        if fault.kind == "used_up":
            await self.note_spent(pool)
        if fault.kind == "banned":
            self._banned_until = self._clock.now() + timedelta(seconds=fault.seconds)
        raise Refused(fault)


async def quotas(client: Client, settings: DingTalkSettings) -> tuple[Quota, ...]:
    """Both pools of the month."""
    pools: Mapping[Pool, int] = {"api": settings.monthly_calls, "push": settings.monthly_messages}
    return tuple(
        [
            Quota(pool, client.month, await client.used(pool), most, await client.spent(pool))
            for pool, most in pools.items()
        ]
    )


def _spent(pool: Pool, now: datetime) -> str:
    return f"used_up:{pool}:{month(now)}"


def month(now: datetime) -> str:
    """The month a call is billed in, `2026-03`, by the platform's own clock."""
    return f"{now.astimezone(BEIJING):%Y-%m}"

"""Calls to the open API: the token and its renewal, answers and refusals, pauses the platform asks for, and the count
of what is charged against the month.

The token is asked for again when less than half an hour of it is left, from which moment on the platform gives out a
new one while the old one stays good; it is shared by all processes, encrypted under the app's secret.
"""

import asyncio
import base64
import hashlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import aiohttp
import structlog
from Crypto.Cipher import AES

from adapters.base import Memory
from adapters.downloads import download
from adapters.feishu import rates
from adapters.feishu.failures import ApiError, Remedy, month, seconds_to_next_month
from adapters.feishu.settings import FeishuSettings
from adapters.pacing import Limit, Pacer
from bot.clock import Clock
from bot.errors import SendFailed
from bot.masking import mask, spellings

Json = dict[str, Any]

log = structlog.get_logger()

TOKEN = "/open-apis/auth/v3/tenant_access_token/internal"
EARLY = timedelta(minutes=30)
LEAST_LIFE = timedelta(seconds=60)
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
UPLOAD = aiohttp.ClientTimeout(total=25, connect=5)
DAY_SECONDS = 86400
COUNT_SECONDS = 70 * 86400.0
_NONCE = _TAG = 16
_LEAST_PAUSE = 0.5
PACED = frozenset({99991400, rates.OF_RECEIVER})
_OWN_PART = re.compile(r"/(?:om|oc|ou|on|od|cli)_[^/]+")


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    until: datetime


class Client:
    """One app's connection to the open API. `open` before the first call, `close` after the last."""

    def __init__(self, settings: FeishuSettings, memory: Memory, clock: Clock) -> None:
        self._settings = settings
        self._memory = memory
        self._clock = clock
        self._base = settings.base_url.rstrip("/")
        whole = f"{self._base}|{settings.app_id}|{settings.app_secret}"
        self._key = hashlib.sha256(whole.encode()).digest()
        self._known = spellings((settings.app_secret, settings.encrypt_key, settings.verification_token))
        self._place = f"token:{hashlib.sha256(self._key).hexdigest()[:24]}"
        self._session: aiohttp.ClientSession | None = None
        self._token: _Token | None = None
        self._renewing = asyncio.Lock()
        self._pacer = Pacer(memory, clock)
        self._spent_month = ""
        self.skew: timedelta | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def is_open(self) -> bool:
        return self._session is not None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise ConnectionError("the client is not open")
        return self._session

    @property
    def base(self) -> str:
        return self._base

    async def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Json | None = None,
        receiver: str = "",
        counted: bool = True,
    ) -> Json:
        """The whole answer of a call; `receiver` is whom it writes to. `counted` calls are charged against the month.
        Raises ApiError.

        A token that is refused is renewed and the call made once more; a second refusal is final.
        """
        api = f"{method} {_OWN_PART.sub('/:id', path)}"
        self._require_month(counted)
        limits = rates.of(api, path, receiver)
        try:
            async with self._pacer.turn(*limits):
                answer = await self._call(limits, lambda token: self._ask(method, path, params, body, _bearer(token)))
        except SendFailed as failed:
            raise ApiError(0, failed.reason, status=429, retry_after=failed.retry_after, held=True) from None
        if counted:
            await self._count()
        return answer

    async def _count(self) -> None:
        await self._memory.add(f"calls:{month(self._clock.now())}", 1, COUNT_SECONDS)

    async def _call(self, limits: Sequence[Limit], ask: Callable[[str], Awaitable[Json]]) -> Json:
        for last in (False, True):
            token = await self.token()
            try:
                return await ask(token)
            except ApiError as error:
                if error.remedy is not Remedy.TOKEN or last:
                    await self._note_pause(limits, error)
                    raise
                await self.forget(token)
        raise AssertionError("unreachable")

    async def upload(self, path: str, form: Callable[[], aiohttp.FormData]) -> Json:
        """The whole answer to a file that was handed in; `form` makes its body for each try. Raises ApiError."""
        api = f"POST {path}"
        self._require_month(counted=True)
        limits = rates.of(api, path)

        async def ask(token: str) -> Json:
            return await self._send("POST", path, None, form(), _bearer(token), timeout=UPLOAD)

        try:
            async with self._pacer.turn(*limits):
                answer = await self._call(limits, ask)
        except SendFailed as failed:
            raise ApiError(0, failed.reason, status=429, retry_after=failed.retry_after, held=True) from None
        await self._count()
        return answer

    async def download(self, message: str, key: str) -> bytes:
        """The bytes of a file somebody sent in a message. Raises ApiError for a token, SendFailed for the file."""
        place = f"/open-apis/im/v1/messages/{quote(message, safe='')}/resources/{quote(key, safe='')}?type=file"
        return await download(self.session, self._base + place, _bearer(await self.token()))

    async def post_bare(self, path: str, body: Json, headers: Mapping[str, str] | None = None) -> Json:
        """A call without a token. With HTTP 200 the answer's `code` is left to the caller; else raises ApiError."""
        return await self._ask("POST", path, None, body, headers or {}, strict=False)

    async def calls(self) -> int:
        """Calls charged against this month, by all processes."""
        return int(await self._memory.get(f"calls:{month(self._clock.now())}") or 0)

    async def used_up(self) -> bool:
        """Whether the platform said that there are no calls left this month, by the plan there still is."""
        return await self._memory.get(f"used_up:{month(self._clock.now())}") == str(self._settings.monthly_calls)

    # Token

    async def token(self) -> str:
        """A token with half an hour left in it where that can be had. Raises ApiError."""
        if self._fresh(self._token):
            return self._token.value if self._token else ""
        async with self._renewing:
            if not self._fresh(self._token):
                shared = self._unsealed(await self._memory.get(self._place) or "")
                self._token = shared if self._fresh(shared) else await self._renewed()
            return self._token.value if self._token else ""

    async def forget(self, token: str) -> None:
        """The platform refused this token: the next one is asked for anew, by every process."""
        async with self._renewing:
            if self._token is not None and self._token.value == token:
                self._token = await self._renewed()

    def _fresh(self, token: _Token | None) -> bool:
        return token is not None and self._clock.now() < token.until

    async def _renewed(self) -> _Token:
        asked = {"app_id": self._settings.app_id, "app_secret": self._settings.app_secret}
        answer = await self._ask("POST", TOKEN, None, asked, {})
        given, seconds = answer.get("tenant_access_token"), answer.get("expire")
        if not isinstance(given, str) or not isinstance(seconds, int) or not 0 < seconds <= DAY_SECONDS:
            raise ApiError(0, "no token in the answer")
        life = timedelta(seconds=seconds)
        until = self._clock.now() + max(life - EARLY, min(life, LEAST_LIFE))
        token = _Token(given, until)
        await self._memory.put(self._place, self._sealed(token), max(life.total_seconds(), 1.0))
        return token

    def _sealed(self, token: _Token) -> str:
        cipher = AES.new(self._key, AES.MODE_GCM, nonce=secrets.token_bytes(_NONCE))
        text, tag = cipher.encrypt_and_digest(json.dumps([token.value, token.until.isoformat()]).encode())
        return base64.b64encode(cipher.nonce + tag + text).decode()

    def _unsealed(self, sealed: str) -> _Token | None:
        """None for what is missing or was not written under this secret."""
        try:
            raw = base64.b64decode(sealed)
            cipher = AES.new(self._key, AES.MODE_GCM, nonce=raw[:_NONCE])
            text = cipher.decrypt_and_verify(raw[_NONCE + _TAG :], raw[_NONCE : _NONCE + _TAG])
        except ValueError:
            return None
        value, until = json.loads(text)
        return _Token(value, datetime.fromisoformat(until))

    # Pauses

    def _require_month(self, counted: bool) -> None:
        """Do not even ask while the month is used up."""
        now = self._clock.now()
        if counted and self._spent_month == month(now):
            left = seconds_to_next_month(now)
            raise ApiError(99991403, "the month's calls are used up", status=429, retry_after=left, held=True)

    async def _note_pause(self, limits: Sequence[Limit], error: ApiError) -> None:
        now = self._clock.now()
        if error.remedy is Remedy.QUOTA:
            left = seconds_to_next_month(now)
            self._spent_month = month(now)
            await self._memory.put(f"used_up:{month(now)}", str(self._settings.monthly_calls), left)
            log.error("the month's calls are used up", platform="feishu", month=month(now))
        elif error.code in PACED or (error.status == 429 and error.remedy is Remedy.WAIT):
            await self._pacer.pause(rates.exceeded(limits, error.code), max(error.retry_after, _LEAST_PAUSE))

    # The wire

    async def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        body: Json | None,
        headers: Mapping[str, str],
        strict: bool = True,
    ) -> Json:
        sent = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        kind = {"Content-Type": "application/json; charset=utf-8"} if sent is not None else {}
        return await self._send(method, path, params, sent, {**headers, **kind}, strict)

    async def _send(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        sent: bytes | aiohttp.FormData | None,
        headers: Mapping[str, str],
        strict: bool = True,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> Json:
        options: Any = {"headers": headers, "allow_redirects": False, "timeout": timeout}
        try:
            async with self.session.request(method, self._base + path, params=params, data=sent, **options) as response:
                raw = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ApiError(0, f"not reached: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ApiError(0, f"no answer: {type(error).__name__}", unanswered=True) from error
        self._note_time(response.headers)
        return _read(raw, response.status, response.headers, strict, self._known)

    def _note_time(self, headers: Mapping[str, str]) -> None:
        try:
            self.skew = self._clock.now() - parsedate_to_datetime(headers["Date"])
        except (KeyError, ValueError, TypeError):
            self.skew = None


def _bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _read(raw: bytes, status: int, headers: Mapping[str, str], strict: bool, known: Sequence[str]) -> Json:
    """The answer, or ApiError, in whose text none of the known secrets stands."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        answer = None
    code = answer.get("code") if isinstance(answer, dict) else None
    if not isinstance(code, int):
        # A gateway answered in the platform's place; behind it the call may have worked.
        raise ApiError(0, f"HTTP {status} without a code", status=status, unanswered=True)
    # Some interfaces refuse with HTTP 200, so the code decides.
    if code == 0 or (status == 200 and not strict):
        return dict(answer)
    trace = headers.get("x-tt-logid", "")
    text = mask(str(answer.get("msg", "")), known) + (f" (log id {trace})" if trace else "")
    raise ApiError(
        code,
        text,
        status=status,
        unanswered=status >= 500,
        retry_after=_seconds(headers.get("x-ogw-ratelimit-reset", "")),
    )


def _seconds(header: str) -> float:
    return float(header) if header.isascii() and header.isdigit() and len(header) <= 6 else 0.0

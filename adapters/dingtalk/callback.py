"""Where presses of cards come to over HTTP: registered once for the app, and again when address or secret change.

Source: register-card-callback-address, event-callback-card.
"""

import hashlib
import hmac
from typing import Any

import structlog

from adapters.base import Memory
from adapters.dingtalk.client import Client
from adapters.dingtalk.faults import KEEP_DENIED, Fault, Refused, denied
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.stream import rest
from adapters.dingtalk.verify import press_secret
from bot.clock import Clock

log = structlog.get_logger()

PATH = "/v1.0/card/callbacks/register"
EXISTS = "param.callbackRouteKeyExist"
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 6 * 3600.0  # each refusal is a call of the month's
KEPT = "card_callback"


class Callback:
    """The app's one address for presses. While it is not known to be registered no card is sent.

    ready: presses have a way back.
    """

    def __init__(self, client: Client, memory: Memory, settings: DingTalkSettings, clock: Clock) -> None:
        self._client = client
        self._memory = memory
        self._settings = settings
        self._clock = clock
        self._secret = press_secret(settings.client_secret)
        self.ready = settings.draws_cards and not settings.press_address

    async def recall(self) -> bool:
        """Whether this address was registered with this secret before, by whichever process."""
        self.ready = await self._memory.get(KEPT) == self._mark
        return self.ready

    async def register(self) -> None:
        """Take the app's presses over, however long it takes; other addresses get none from then on."""
        pause = FIRST_PAUSE
        while True:
            try:
                if await self._take(await self._ask(force=True)):
                    return
                log.warning("dingtalk presses not registered", code="another address")
            except Refused as refused:
                log.warning("dingtalk presses not registered", code=refused.fault.code)
            except Exception as error:
                log.error("dingtalk presses not registered", error=type(error).__name__, exc_info=error)
            await rest(self._clock, pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def look(self) -> str:
        """The address presses go to, as the platform tells; ours is entered where there was none. "" when it does not
        tell. Raises Refused."""
        try:
            result = await self._ask(force=False)
        except Refused as refused:
            if refused.fault.code != EXISTS:
                for scope in refused.fault.scopes:
                    await self._memory.put(denied(scope), "1", KEEP_DENIED)
                raise
            return self._settings.press_address if await self.recall() else ""
        await self._take(result)
        return str(result.get("callbackUrl", ""))

    async def _ask(self, force: bool) -> dict[str, Any]:
        """Enter our address, or with `force` put it in the place of another one; what stands there now."""
        body = {
            "callbackRouteKey": self._settings.press_route,
            "callbackUrl": self._settings.press_address,
            "apiSecret": self._secret,
            "forceUpdate": force,
        }
        answer = await self._client.call("POST", PATH, body, repeatable=True)
        if answer.get("success") is False:
            raise Refused(Fault("refused", "callback not taken"))
        return dict(answer.get("result") or {})

    async def _take(self, result: dict[str, Any]) -> bool:
        """Keep in mind whether what is registered is ours; where it is not, the next start registers it again."""
        secret = str(result.get("apiSecret", self._secret))
        address = result.get("callbackUrl", self._settings.press_address)
        same = hmac.compare_digest(secret.encode(), self._secret.encode())
        self.ready = same and address == self._settings.press_address
        await self._memory.put(KEPT, self._mark if self.ready else "")
        return self.ready

    @property
    def _mark(self) -> str:
        """Tells this registration from others without telling the secret."""
        parts = (self._settings.press_route, self._settings.press_address, self._secret)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

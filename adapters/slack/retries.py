"""How often a read is tried again, and after how long."""

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.clock import Clock

MOST_TRIES = 3
LONGEST_WAIT = 30.0


class Patience(AsyncRetryHandler):
    """Tries again when the connection broke, the server failed or the rate was exceeded.

    The SDK's own handlers sleep by the machine's clock, know the statuses 500 and 503 only, and die of a `Retry-After`
    that is no whole number.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(max_retry_count=MOST_TRIES)
        self._clock = clock

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is not None:
            return response.status_code >= 500 or (response.status_code == 429 and _wait(response) <= LONGEST_WAIT)
        return isinstance(error, aiohttp.ClientError | OSError | TimeoutError)

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        state.next_attempt_requested = True
        limited = response is not None and response.status_code == 429
        await self._clock.sleep(_wait(response) if limited and response else 0.5 * 2**state.current_attempt)
        state.increment_current_attempt()


def _wait(response: HttpResponse) -> float:
    """Seconds Slack asked to wait."""
    values = {str(name).lower(): value for name, value in response.headers.items()}
    found = values.get("retry-after", "1")
    try:
        return max(0.1, float(found[0] if isinstance(found, list) else found))
    except ValueError:
        return 1.0

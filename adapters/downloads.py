"""Fetching a file's bytes over HTTP: never more than the limit, and never to where an answer redirects."""

from collections.abc import Mapping

import aiohttp

from adapters.base import FILE_LIMIT, TOO_BIG
from bot.errors import SendFailed

SECONDS = 60.0
_PORTION = 64 * 1024
_GONE = frozenset((301, 302, 303, 307, 308, 400, 401, 403, 404, 410))


async def download(
    session: aiohttp.ClientSession, url: str, headers: Mapping[str, str] | None = None, proxy: str | None = None
) -> bytes:
    """The body of a GET. Raises SendFailed: permanent where the file is gone, forbidden or too big."""
    data = bytearray()
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with session.get(url, headers=headers, allow_redirects=False, timeout=timeout, proxy=proxy) as response:
            if response.status != 200:
                raise SendFailed(f"the file was not given: {response.status}", permanent=response.status in _GONE)
            async for portion in response.content.iter_chunked(_PORTION):
                data += portion
                if len(data) > FILE_LIMIT:
                    raise SendFailed(TOO_BIG, permanent=True)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SendFailed(f"the file was not reached: {type(error).__name__}") from None
    return bytes(data)

"""Who may talk to the console over HTTP: this machine's own browser, on the console's own page, and nobody else.

A page of another site can make a browser send requests here (forged requests), and can point its own name at this
address (DNS rebinding); the checks of Origin and Host stop the two.
"""

import json
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from aiohttp import web

from adapters.console.codec import Json

BODY_LIMIT = 64 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "::1")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler, hosts: Collection[str]) -> Handler:
    """Wrap a handler: check where the request comes from, add the headers, answer what is unknown with 404."""

    async def checked(request: web.Request) -> web.StreamResponse:
        try:
            check(request, hosts)
            response = await handler(request)
        except LookupError as error:
            response = _problem(404, str(error))
        except ConnectionError as error:
            response = _problem(503, str(error))
        except web.HTTPException as error:
            response = _problem(error.status, error.text or error.reason)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return checked


def _problem(status: int, text: str) -> web.Response:
    return web.json_response({"error": text}, status=status)


def check(request: web.Request, hosts: Collection[str]) -> None:
    """Raises HTTPForbidden for a foreign Host, and for a POST that does not come from our own page."""
    host = request.headers.get("Host", "").lower()
    if _hostname(host) not in hosts:
        raise web.HTTPForbidden(text="this address is not served here")
    if request.method == "POST" and _origin(request.headers.get("Origin", "")) != host:
        raise web.HTTPForbidden(text="only the console's own page may do this")


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _origin(origin: str) -> str:
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


async def body(request: web.Request, most: int = BODY_LIMIT) -> Json:
    """The JSON object of a POST. Raises an HTTPException for another type, for too much, and for no object."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send application/json")
    data = bytearray()
    async for chunk in request.content.iter_chunked(8192):
        data += chunk
        if len(data) > most:
            raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=len(data))
    try:
        parsed = json.loads(data)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise web.HTTPBadRequest(text="send a JSON object")
    return parsed


def text_of(raw: Json, name: str) -> str:
    """A text of the body, "" when it is missing. Raises HTTPBadRequest for anything else."""
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise web.HTTPBadRequest(text=f"{name} must be a text")
    return value


def texts_of(raw: Json, name: str) -> dict[str, str]:
    """A table of texts of the body. Raises HTTPBadRequest for anything else."""
    value = raw.get(name, {})
    if not isinstance(value, dict) or not all(isinstance(part, str) for part in value.values()):
        raise web.HTTPBadRequest(text=f"{name} must be a table of texts")
    return value

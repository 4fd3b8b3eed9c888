"""Who may be believed: signed calls, addresses answers may go to, hosts a connection may be opened to. Pure."""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

WINDOW_SECONDS = 3600
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HOOK_PATH = "/robot/sendBySession"
ROBOT_PATH = "/robot/send"
_ROBOT_ADDRESS = re.compile(r"/robot/send\?access_token=(?P<token>[0-9A-Za-z]{16,128})(?![0-9A-Za-z])")
_ROBOT_SECRET = re.compile(r"(?<![0-9A-Za-z])SEC[0-9A-Za-z]{16,128}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Robot:
    """A group robot's permanent address: its token, and the secret it is signed with, "" where none is asked for."""

    token: str = field(repr=False)
    secret: str = field(default="", repr=False)

    def address(self, base: str, now: datetime) -> str:
        """Where to post at this moment. Source: custom-robots-send-group-messages."""
        url = f"{base.rstrip('/')}{ROBOT_PATH}?access_token={self.token}"
        if not self.secret:
            return url
        timestamp = str(int(now.timestamp() * 1000))
        return f"{url}&timestamp={timestamp}&sign={quote(sign(timestamp, self.secret), safe='')}"


def sign(timestamp: str, secret: str) -> str:
    """Base64 of HMAC-SHA256 over `timestamp\\nsecret`. Source: receive-message."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def is_genuine(timestamp: str, signature: str, secret: str, now: datetime) -> bool:
    """Whether a call was signed with our secret within the last or next hour.

    The body is not signed, so a genuine pair may carry anything: the robot code and repeats are checked as well.
    """
    return _is_recent(timestamp, now) and _are_same(sign(timestamp, secret), signature)


def sign_press(timestamp: str, secret: str) -> str:
    """Base64 of HMAC-SHA256 over the timestamp alone. Source: event-callback-card."""
    return base64.b64encode(hmac.new(secret.encode(), timestamp.encode(), hashlib.sha256).digest()).decode()


def is_genuine_press(timestamp: str, signature: str, secret: str, now: datetime) -> bool:
    """Whether a card's call was signed with the secret registered for it, within the last or next hour.

    The page names no limit of time, so it is that of the other signature. Nor is this body signed: a press counts for
    a card we sent and a button it showed.
    """
    return _is_recent(timestamp, now) and _are_same(sign_press(timestamp, secret), signature)


def press_secret(client_secret: str) -> str:
    """The secret presses are signed with: made of the app's, so that every process knows it and none has to keep it."""
    return hmac.new(client_secret.encode(), b"card callback", hashlib.sha256).hexdigest()[:32]


def _is_recent(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 15:
        return False
    return abs(now.timestamp() - int(timestamp) / 1000) <= WINDOW_SECONDS


def _are_same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))


def is_reply_address(url: str, hosts: Sequence[str]) -> bool:
    """Whether an answer may be posted to an address that came with a message, which is input like any other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.path != HOOK_PATH or "@" in parts.netloc or parts.fragment or host not in hosts:
        return False
    if host in LOOPBACK:
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and port in (None, 443)


def file_address(url: str, own: str) -> str:
    """Where a file may be fetched: the named host over TLS, whatever the scheme said, or `own`, a gateway of one's own.

    "" for anything else: a bare address could be a machine of this network.
    """
    try:
        parts, base = urlsplit(url), urlsplit(own)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if (parts.scheme, parts.netloc) == (base.scheme, base.netloc):
        return url
    name, _, ending = host.rpartition(".")
    if parts.scheme not in ("http", "https") or not (name and ending.isalpha()) or port not in (None, 80, 443):
        return ""
    return parts._replace(scheme="https", netloc=host).geturl()


def robot_in(text: str) -> Robot | None:
    """The group robot whose permanent address is in a text, perhaps with its secret behind it."""
    match, secret = _ROBOT_ADDRESS.search(text), _ROBOT_SECRET.search(text)
    return Robot(match["token"], secret[0] if secret else "") if match else None


def is_permanent(url: str) -> bool:
    """Whether an address for messages is a robot's own, and not one that came with a message."""
    return urlsplit(url).path.endswith(ROBOT_PATH)


def is_gateway(url: str, own_base: bool) -> bool:
    """Whether a connection may be opened to `url`; with a base address of one's own any websocket is."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if own_base:
        return parts.scheme in ("ws", "wss") and bool(host)
    return parts.scheme == "wss" and host.endswith(".dingtalk.com") and "@" not in parts.netloc

"""Is a request really the platform's? Signature, age, encryption, token and app id of what comes over HTTP. Pure.

The challenge, by which the console tries an address out, is not signed; its token vouches for it.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from Crypto.Cipher import AES

from adapters.feishu.settings import FeishuSettings

Json = dict[str, Any]

# Whether a re-push, up to 7 hours late, is stamped anew is not documented; the inbox knows the repeats.
WINDOW = timedelta(hours=24)
_BLOCK = 16


class Refused(Exception):
    """The request is not to be trusted (401) or not to be read (400)."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Opened:
    """A request that may be believed: the challenge to be sent back, or the envelope of an event or callback.

    Both are empty for what is acknowledged and ignored, such as events of the old format.
    """

    challenge: str | None = None
    envelope: Json | None = None


def open_request(raw: bytes, headers: Mapping[str, str], settings: FeishuSettings, now: datetime) -> Opened:
    """Check and decrypt a request. `headers` must find names in any case. Raises Refused."""
    body = _object(raw)
    sealed, signed = body.get("encrypt"), False
    if settings.encrypt_key:
        if not isinstance(sealed, str):
            raise Refused(401, "not encrypted, though a key is configured")
        signed = is_signed(raw, headers, settings.encrypt_key)
        body = _object(decrypt(settings.encrypt_key, sealed))
    elif sealed is not None:
        raise Refused(400, "encrypted, but no key is configured")
    head = body.get("header")
    head = head if isinstance(head, dict) else {}
    token = head.get("token") or body.get("token") or ""
    if not settings.verification_token or not _same(str(token), settings.verification_token):
        raise Refused(401, "wrong token")
    if body.get("type") == "url_verification":
        return Opened(challenge=str(body.get("challenge", "")))
    if settings.encrypt_key and not signed:
        raise Refused(401, "wrong signature")
    if settings.encrypt_key and not _is_fresh(headers, now):
        raise Refused(401, "too old")
    return Opened(envelope=body if is_ours(body, settings.app_id) else None)


def is_ours(envelope: Json, app_id: str) -> bool:
    """Whether it is an event of the present format. Raises Refused when it is meant for another app."""
    head = envelope.get("header")
    if envelope.get("schema") != "2.0" or not isinstance(head, dict) or not head.get("event_type"):
        return False
    if head.get("app_id") != app_id:
        raise Refused(401, "meant for another app")
    return True


def is_signed(raw: bytes, headers: Mapping[str, str], key: str) -> bool:
    """Whether the signature covers exactly these bytes; JSON written anew would not fit."""
    salt = headers.get("X-Lark-Request-Timestamp", "") + headers.get("X-Lark-Request-Nonce", "") + key
    wanted = hashlib.sha256(salt.encode("utf-8", "surrogateescape") + raw).hexdigest()
    return _same(headers.get("X-Lark-Signature", ""), wanted)


def decrypt(key: str, sealed: str) -> bytes:
    """AES-256-CBC under the hash of `key`, the first block being the initial vector. Raises Refused."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, "not base64") from None
    if len(raw) < 2 * _BLOCK or len(raw) % _BLOCK:
        raise Refused(400, "not whole blocks")
    cipher = AES.new(hashlib.sha256(key.encode()).digest(), AES.MODE_CBC, raw[:_BLOCK])
    plain = cipher.decrypt(raw[_BLOCK:])
    padding = plain[-1]
    if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise Refused(400, "wrong padding")
    return plain[:-padding]


def _object(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused(400, "not JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "not an object")
    return body


def _is_fresh(headers: Mapping[str, str], now: datetime) -> bool:
    stamp = headers.get("X-Lark-Request-Timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 16):
        return False
    # Seconds by the published samples; other times of the platform come in milli- and microseconds.
    seconds = int(stamp) / 1000.0 ** max(0, (len(stamp) - 10) // 3)
    return abs(now.timestamp() - seconds) <= WINDOW.total_seconds()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())

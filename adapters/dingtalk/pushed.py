"""Events over HTTP, which come sealed: opened for us alone, and answered in the same way. Pure but for the random part.

Source: configure-stream-push; the seal is AES-256-CBC over random bytes, a length in bytes, the words and their owner.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

from Crypto.Cipher import AES

from adapters.dingtalk.settings import DingTalkSettings

KEY_CHARACTERS = 43
TAKEN = "success"
_RANDOM, _LENGTH = 16, 4
_BLOCK = 32  # twice that of the cipher
Json = dict[str, Any]


def is_key(text: str) -> bool:
    """Whether a key can be one that the console shows."""
    return len(text) == KEY_CHARACTERS and len(_key(text)) == 32


def opened(query: Mapping[str, str], body: str, settings: DingTalkSettings) -> Json | None:
    """The event of a push; None for what was not sealed with our key, signed with our token and meant for our app."""
    if not settings.event_token:
        return None
    try:
        sealed = json.loads(body)["encrypt"]
        signature = query.get("msg_signature") or query["signature"]
        wanted = signed(settings.event_token, query["timestamp"], query["nonce"], sealed)
        # Before anything is opened, so that nobody learns from how it fails.
        if not hmac.compare_digest(signature.encode(), wanted.encode()):
            return None
        words, owner = _open(sealed, _key(settings.event_aes_key))
        event = json.loads(words)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return event if owner == settings.client_id and isinstance(event, dict) else None


def answer(settings: DingTalkSettings, timestamp: str) -> Json:
    """What tells the platform that an event was taken."""
    nonce = secrets.token_hex(8)
    sealed = seal(TAKEN, settings.event_aes_key, settings.client_id)
    signature = signed(settings.event_token, timestamp, nonce, sealed)
    return {"msg_signature": signature, "encrypt": sealed, "timeStamp": timestamp, "nonce": nonce}


def signed(token: str, timestamp: str, nonce: str, sealed: str) -> str:
    return hashlib.sha1("".join(sorted((token, timestamp, nonce, sealed))).encode()).hexdigest()


def seal(words: str, key: str, owner: str) -> str:
    text = words.encode()
    plain = secrets.token_bytes(_RANDOM) + len(text).to_bytes(_LENGTH, "big") + text + owner.encode()
    padding = _BLOCK - len(plain) % _BLOCK
    whole = _key(key)
    cipher = AES.new(whole, AES.MODE_CBC, whole[:16])
    return base64.b64encode(cipher.encrypt(plain + bytes([padding]) * padding)).decode()


def _open(sealed: str, key: bytes) -> tuple[str, str]:
    """The words and their owner. Raises ValueError."""
    plain = AES.new(key, AES.MODE_CBC, key[:16]).decrypt(base64.b64decode(sealed, validate=True))
    padding = plain[-1] if plain else 0
    if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise ValueError("padding")
    start = _RANDOM + _LENGTH
    end = start + int.from_bytes(plain[_RANDOM:start], "big")
    if end > len(plain) - padding:
        raise ValueError("length")
    return plain[start:end].decode(), plain[end:-padding].decode()


def _key(text: str) -> bytes:
    try:
        return base64.b64decode(f"{text}=", validate=True)
    except ValueError:
        return b""

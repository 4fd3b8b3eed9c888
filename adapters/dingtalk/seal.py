"""Short-lived secrets (access tokens, reply addresses) sealed before they are stored. Pure but for the random nonce.

Encrypt-then-MAC from HMAC-SHA256 alone: a keystream in counter mode, and a tag over nonce and cipher text. The keys
come from the app's secret, which the database never holds.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

NONCE = TAG = 16


class Seal:
    """Seals and opens texts with keys made of `secret`."""

    def __init__(self, secret: str) -> None:
        self._stream_key = hmac.new(secret.encode(), b"seal stream", hashlib.sha256).digest()
        self._tag_key = hmac.new(secret.encode(), b"seal tag", hashlib.sha256).digest()

    def close(self, text: str) -> str:
        nonce = secrets.token_bytes(NONCE)
        body = self._mix(nonce, text.encode())
        return base64.b64encode(nonce + body + self._tag(nonce + body)).decode()

    def open(self, sealed: str) -> str | None:
        """The text; None when it was not sealed with this secret, or was changed."""
        try:
            raw = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            return None
        body, tag = raw[:-TAG], raw[-TAG:]
        if len(body) < NONCE or not hmac.compare_digest(self._tag(body), tag):
            return None
        return self._mix(body[:NONCE], body[NONCE:]).decode()

    def _mix(self, nonce: bytes, data: bytes) -> bytes:
        blocks = range(-(-len(data) // 32))
        stream = b"".join(
            hmac.new(self._stream_key, nonce + block.to_bytes(8, "big"), hashlib.sha256).digest() for block in blocks
        )
        return bytes(a ^ b for a, b in zip(data, stream, strict=False))

    def _tag(self, data: bytes) -> bytes:
        return hmac.new(self._tag_key, data, hashlib.sha256).digest()[:TAG]

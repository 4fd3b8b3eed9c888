"""What the platform does to a request before it calls: encrypts it, signs it, and wraps events up."""

import base64
import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from Crypto.Cipher import AES

Json = dict[str, Any]
SAID = datetime(2026, 3, 2, tzinfo=UTC)


def seal(key: str, body: Json) -> Json:
    plain = json.dumps(body, ensure_ascii=False).encode()
    padding = 16 - len(plain) % 16
    vector = secrets.token_bytes(16)
    cipher = AES.new(hashlib.sha256(key.encode()).digest(), AES.MODE_CBC, vector)
    return {"encrypt": base64.b64encode(vector + cipher.encrypt(plain + bytes([padding]) * padding)).decode()}


def sign(raw: bytes, key: str, at: datetime, nonce: str = "64607134") -> dict[str, str]:
    """The headers of a signed request."""
    stamp = str(int(at.timestamp()))
    digest = hashlib.sha256((stamp + nonce + key).encode() + raw).hexdigest()
    return {"X-Lark-Request-Timestamp": stamp, "X-Lark-Request-Nonce": nonce, "X-Lark-Signature": digest}


def envelope(kind: str, event: Json, *, key: str = "ev1", app: str = "cli_app", token: str = "verify-me") -> Json:
    header = {
        "event_id": key,
        "token": token,
        "create_time": "1772409600000",
        "event_type": kind,
        "tenant_key": "tenant",
        "app_id": app,
    }
    return {"schema": "2.0", "header": header, "event": event}


def person(user: str) -> Json:
    return {"open_id": user, "union_id": user.replace("ou_", "on_"), "user_id": ""}


def message(
    text: str, *, user: str = "ou_li", chat: str = "oc_team", number: str = "om_in1", mentions: tuple[Json, ...] = (),
    kind: str = "text", content: Json | None = None, sender: str = "user", private: bool = False, key: str = "ev1",
    topic: str = "", at: datetime = SAID,
) -> Json:  # fmt: skip
    """A message as the platform tells of it."""
    body = {
        **({"thread_id": topic} if topic else {}),
        "message_id": number,
        "create_time": str(int(at.timestamp() * 1000)),
        "chat_id": chat,
        "chat_type": "p2p" if private else "group",
        "message_type": kind,
        "content": json.dumps(content if content is not None else {"text": text}, ensure_ascii=False),
        "mentions": list(mentions),
    }
    who = {"sender_id": person(user), "sender_type": sender, "tenant_key": "tenant"}
    return envelope("im.message.receive_v1", {"sender": who, "message": body}, key=key)


def mention(number: int, user: str, name: str) -> Json:
    return {"key": f"@_user_{number}", "id": person(user), "name": name, "tenant_key": "tenant"}


def press(value: Any, *, user: str = "ou_li", chat: str = "oc_team", ref: str = "om_card", **action: Any) -> Json:
    """A press on a card, or with `form_value` a form that was sent."""
    event = {
        "operator": {"tenant_key": "tenant", **person(user)},
        "token": "c-1",
        "action": {"tag": "button", "value": value, **action},
        "host": "im_message",
        "context": {"open_message_id": ref, "open_chat_id": chat},
    }
    return envelope("card.action.trigger", event, key="press1")

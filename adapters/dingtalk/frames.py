"""Frames of the Stream protocol and their acknowledgements. Pure.

Source: open-dingtalk/developerpedia, docs/learn/stream/protocol.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

BOT = "/v1.0/im/bot/messages/get"
CARD = "/v1.0/card/instances/callback"
SUBSCRIPTIONS = (
    {"type": "CALLBACK", "topic": BOT},
    {"type": "CALLBACK", "topic": CARD},
    {"type": "EVENT", "topic": "*"},
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame; `data` is the JSON text as it came."""

    type: str
    topic: str
    headers: Mapping[str, str]
    data: str

    def content(self) -> dict[str, Any]:
        """The data, read. Raises ValueError when it is no JSON object."""
        read = json.loads(self.data)
        if not isinstance(read, dict):
            raise ValueError("no object")
        return read


def parse(text: str) -> Frame | None:
    """A frame, or None for junk, which must not cost the connection."""
    try:
        raw = json.loads(text)
        headers = {str(name): str(value) for name, value in raw["headers"].items()}
        data = raw.get("data")
        return Frame(str(raw["type"]), headers["topic"], headers, data if isinstance(data, str) else "{}")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def ack(frame: Frame, code: int, data: str) -> dict[str, Any]:
    """`code`: 200, 404 for a topic nobody asked for, 500 for an error of ours."""
    headers = {"messageId": frame.headers.get("messageId", ""), "contentType": "application/json"}
    return {"code": code, "headers": headers, "message": "OK" if code == 200 else "error", "data": data}


def event_ack(taken: bool) -> str:
    """Events need a status; LATER has them delivered again."""
    return json.dumps({"status": "SUCCESS" if taken else "LATER", "message": ""})


def callback_ack(response: Mapping[str, Any] | None) -> str:
    return _NOTHING if response is None else json.dumps({"response": response}, ensure_ascii=False)


_NOTHING = '{"response": null}'


def address(endpoint: str, ticket: str) -> str:
    """Where to connect: tickets may hold `/ + =` and must be percent-encoded whole."""
    return f"{endpoint}{'&' if '?' in endpoint else '?'}ticket={quote(ticket, safe='')}"

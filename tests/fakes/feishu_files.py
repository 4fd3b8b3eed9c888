"""What the platform takes as a picture or a file, and what it does with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

Json = dict[str, Any]
MOST = {"images": 10 * 1024 * 1024, "files": 30 * 1024 * 1024}
TYPES = {"opus", "mp4", "pdf", "doc", "xls", "ppt", "stream"}
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")


class BadFile(Exception):
    """Refused with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Drawer:
    """What was handed in, by key: name and bytes."""

    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def take(self, kind: str, given: Mapping[str, bytes]) -> Json:
        """Keep what one upload sent to `images` or `files`."""
        images = kind == "images"
        # How long a film lasts may be told, and by the official SDK always is.
        if set(given) - {"duration"} != ({"image_type", "image"} if images else {"file_type", "file_name", "file"}):
            raise BadFile(234001)
        name, data = given.get("file_name", b"").decode(), given["image" if images else "file"]
        if not data:
            raise BadFile(234010)
        if len(data) > MOST[kind]:
            raise BadFile(234006)
        if images and (given["image_type"] != b"message" or not data.startswith(PICTURES)):
            raise BadFile(234011)
        if not images and (given["file_type"].decode() not in TYPES or not name):
            raise BadFile(234001)
        key = f"{'img' if images else 'file'}_v3_{len(self.kept) + 1}"
        self.kept[key] = (name, data)
        return {"code": 0, "msg": "success", "data": {"image_key" if images else "file_key": key}}

    def message(self, content: str) -> Json:
        """The content of a message of a file, which names what was handed in as such."""
        given: Json = json.loads(content)
        if set(given) != {"file_key"} or given["file_key"] not in self.kept:
            raise BadFile(230001)
        if not given["file_key"].startswith("file_"):
            raise BadFile(230055)
        return given


async def parts(request: web.Request) -> dict[str, bytes]:
    """What an upload sends, by name; whether bytes have a file's name beside it the platform does not mind."""
    found: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader) and part.name and part.name not in found
        found[part.name] = bytes(await part.read())
    return found

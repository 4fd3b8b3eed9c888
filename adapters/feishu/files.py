"""Files on their way out: which interface takes one, under what type, and what its refusals mean. Pure.

Source: https://open.feishu.cn/document/server-docs/im-v1/image/create and .../im-v1/file/create.
"""

import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import Literal

import aiohttp

from adapters.feishu import cards
from adapters.feishu.failures import ApiError, Remedy
from adapters.feishu.outbound import Part
from bot.errors import FileRefused
from bot.wire import Attached, Delivery

IMAGES, FILES = "/open-apis/im/v1/images", "/open-apis/im/v1/files"
MOST_IMAGE, MOST_FILE = 10 * 1024 * 1024, 30 * 1024 * 1024
_NOT_SHOWN = frozenset({234006, 234010, 234011, 234039})
_SHOWN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")
_TYPES = ("pdf", "doc", "xls", "ppt", "mp4", "opus")
_REFUSALS: dict[int, Literal["permission", "size", "kind"]] = {
    99991672: "permission",
    234006: "size",
    234010: "kind",
    234011: "kind",
    234039: "kind",
    230055: "kind",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """What one upload sends: to which interface, fields beside the bytes, and how these are called there."""

    path: str
    fields: tuple[tuple[str, str], ...]
    part: str
    data: bytes = field(repr=False)

    def form(self) -> aiohttp.FormData:
        """A fresh body; each can be sent once."""
        form = aiohttp.FormData()
        for name, value in self.fields:
            form.add_field(name, value)
        form.add_field(self.part, io.BytesIO(self.data), filename=self.part, content_type="application/octet-stream")
        return form

    @property
    def print(self) -> str:
        """A short fingerprint, by which another try knows what is there already."""
        return hashlib.sha256(self.path.encode() + self.data).hexdigest()[:16]


def upload(file: Attached, *, shown: bool) -> Upload:
    """How a file is handed in; `shown`: as a picture. Raises FileRefused for what is too big or empty."""
    if not file.data:
        raise FileRefused("feishu: the file is empty", "kind")
    if len(file.data) > MOST_FILE:
        raise FileRefused("feishu: the file is too big", "size")
    if shown:
        return Upload(IMAGES, (("image_type", "message"),), "image", file.data)
    suffix = file.name.rpartition(".")[2].lower()
    kind = suffix if suffix in _TYPES else "stream"
    return Upload(FILES, (("file_type", kind), ("file_name", file.name)), "file", file.data)


def can_be_shown(file: Attached) -> bool:
    return file.picture and len(file.data) <= MOST_IMAGE and file.data.startswith(_SHOWN)


def message(delivery: Delivery, file: Attached, sent: Upload, key: str) -> Part:
    """The message that shows what was handed in. A picture alone would tell those who do not see it nothing, so it
    stands on a card with its words."""
    if sent.path == FILES:
        return Part("file", json.dumps({"file_key": key}))
    card = cards.pages(delivery.content, {}, delivery.target.kind == "dm")[0]
    alt = {"tag": "plain_text", "content": file.alt}
    elements = [*card["body"]["elements"], {"tag": "img", "img_key": key, "alt": alt}]
    return Part("interactive", cards.dumps({**card, "body": {"elements": elements}}))


def is_unshown(error: ApiError) -> bool:
    """Whether a picture was refused that may yet be taken as a file."""
    return error.code in _NOT_SHOWN or error.remedy is Remedy.CONTENT


def refusal(error: ApiError) -> FileRefused | None:
    """The refusal of this very file; None for what has nothing to do with it."""
    why = _REFUSALS.get(error.code)
    return FileRefused(f"feishu: {error}", why) if why else None

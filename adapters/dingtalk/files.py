"""Files and pictures on their way out: handed in for a media id, then sent by the robot; reply addresses take neither.

Source: upload-media-files, robot-message-type. No key tells a repeat from the first, so what was begun is noted.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp

from adapters.base import Memory
from adapters.dingtalk import outbound
from adapters.dingtalk.client import Client
from adapters.dingtalk.faults import KEEP_DENIED, Fault, Refused, denied
from adapters.dingtalk.markdown import NEWLINE
from adapters.dingtalk.run import reference, unreached
from adapters.dingtalk.settings import DingTalkSettings
from bot.errors import FileRefused, SendFailed
from bot.wire import Attached, Delivery

MOST_BYTES = 20 * 1024 * 1024
KEEP_SENT = 3 * 86400.0
UPLOAD = "/media/upload"
GROUP, DIRECT = "/v1.0/robot/groupMessages/send", "/v1.0/robot/oToMessages/batchSend"
_FILES = frozenset({"xlsx", "pdf", "zip", "rar", "doc", "docx"})
_PICTURES = frozenset({"png", "jpg", "gif", "bmp"})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Media:
    """A file as it is handed in: as what, and its suffix. Raises FileRefused for what is never taken."""

    kind: Literal["image", "file"]
    suffix: str
    data: bytes

    @classmethod
    def of(cls, file: Attached) -> "Media":
        suffix = file.name.rpartition(".")[2].lower()
        if not file.data or suffix not in (_PICTURES if file.picture else _FILES):
            raise FileRefused("dingtalk: files of this kind are not taken", "kind")
        if len(file.data) > MOST_BYTES:
            raise FileRefused("dingtalk: the file is too big", "size")
        return cls("image" if file.picture else "file", suffix, file.data)

    def form(self) -> aiohttp.FormData:
        """A fresh body, which can be sent once; the name people see travels with the message."""
        form = aiohttp.FormData()
        form.add_field("type", self.kind)
        name = f"{self.kind}.{self.suffix}"
        form.add_field("media", io.BytesIO(self.data), filename=name, content_type="application/octet-stream")
        return form

    @property
    def print(self) -> str:
        """A short fingerprint, by which another try knows what is there already."""
        return hashlib.sha256(self.kind.encode() + self.data).hexdigest()[:16]


class Files:
    """Sends files over one client; what became of each stands where `Sender.find` looks."""

    def __init__(self, client: Client, memory: Memory, settings: DingTalkSettings) -> None:
        self._client = client
        self._memory = memory
        self._settings = settings

    async def send(self, delivery: Delivery, file: Attached) -> str:
        """The reference of the message. Raises SendFailed."""
        place = f"sent:{delivery.key}"
        sent: Json = json.loads(await self._memory.get(place) or "{}")
        if sent.get("ref"):
            return str(sent["ref"])
        media = Media.of(file)
        try:
            if sent.get("print") != media.print:
                sent = {"print": media.print, "media": await self._hand_in(media)}
            ref = await self._post(delivery, file, sent)
        except Refused as refused:
            for scope in refused.fault.scopes:
                await self._memory.put(denied(scope), "1", KEEP_DENIED)
            raise _failure(refused.fault) from None
        await self._keep(delivery, {"ref": ref, "begun": True})
        return ref

    async def _hand_in(self, media: Media) -> str:
        answer = await self._client.upload(UPLOAD, media.form)
        id = str(answer.get("media_id") or "")
        if not id:
            raise Refused(Fault("again", "no media id"))
        return id

    async def _post(self, delivery: Delivery, file: Attached, sent: Mapping[str, str]) -> str:
        await self._keep(delivery, {**sent, "begun": True})
        key, message = _message(delivery, file, sent["media"])
        param = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        body: Json = {"robotCode": self._settings.robot, "msgKey": key, "msgParam": param}
        group = delivery.target.kind == "group"
        to = {"openConversationId": delivery.target.id} if group else {"userIds": [delivery.target.id]}
        try:
            answer = await self._client.call("POST", GROUP if group else DIRECT, {**body, **to})
        except Refused as refused:
            if refused.fault.kind != "unsure":
                await self._keep(delivery, sent)
            raise
        if missed := unreached([delivery], answer):
            await self._keep(delivery, sent)
            raise missed[delivery.key]
        return reference("group" if group else "direct", answer, delivery.key)

    async def _keep(self, delivery: Delivery, record: Mapping[str, Any]) -> None:
        await self._memory.put(f"sent:{delivery.key}", json.dumps(dict(record)), KEEP_SENT)


def _message(delivery: Delivery, file: Attached, media: str) -> tuple[str, Json]:
    """The template and its values. A picture stands beneath its words: alone it has neither title nor text."""
    if not file.picture:
        return "sampleFile", {"mediaId": media, "fileName": file.name, "fileType": file.name.rpartition(".")[2].lower()}
    words = outbound.compose(delivery.content, (), direct=delivery.target.kind == "dm")[0]
    return "sampleMarkdown", {"title": words.title, "text": f"{words.text}{NEWLINE}{NEWLINE}![]({media})"}


def _failure(fault: Fault) -> SendFailed:
    """Without the permission no try will ever do."""
    if fault.scopes:
        return FileRefused(f"dingtalk: {fault.code} {' '.join(fault.scopes)}", "permission")
    return fault.failure()

"""Files on their way to Slack: an address is asked for, the bytes are put there, and the upload is completed.

Only the last step shows anything to anybody, so only its answer can be missed. Slack shares a completed file when it
has the time, and never says as which message; a reference is `channel:file id`.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from adapters.base import Memory
from adapters.slack.client import SlackClient
from adapters.slack.failures import name_of
from adapters.slack.markup import node, string
from bot.cards import plain
from bot.clock import Clock
from bot.errors import FileRefused, SendFailed
from bot.wire import Attached, Delivery

KEPT_SECONDS = 30 * 86400.0
LONGEST_ALT = 1000  # characters, as files.getUploadURLExternal says
LONGEST_TITLE = 200
LOOKS = 3
BETWEEN_LOOKS = 2.0

Why = Literal["permission", "size", "kind"]
# Source: the error lists of files.getUploadURLExternal and files.completeUploadExternal.
REFUSED: Mapping[str, Why] = {
    "missing_scope": "permission",
    "file_uploads_disabled": "permission",
    "slack_connect_file_upload_sharing_blocked": "permission",
    "file_upload_size_restricted": "size",
    "storage_limit_reached": "size",
    "file_uploads_except_images_disabled": "kind",
    "file_type_not_allowed": "kind",
    "blocked_file_type": "kind",
    "slack_connect_blocked_file_type": "kind",
}


class Uploads:
    """Sends files, and finds out what became of one whose answer was lost."""

    def __init__(self, client: SlackClient, memory: Memory, clock: Clock) -> None:
        self._client = client
        self._memory = memory
        self._clock = clock

    async def send(self, delivery: Delivery, file: Attached, channel: str) -> str:
        """Share a file in a channel, of which only the id will do. Raises FileRefused and SendFailed."""
        try:
            id = await self._put(file)
        except SendFailed as failed:
            # Whatever became of these calls, nothing was shared.
            raise _sorted(failed, ambiguous=False) from None
        await self._memory.put(_key(delivery), id, KEPT_SECONDS)
        files = json.dumps([{"id": id, "title": _title(delivery, file)}], ensure_ascii=False)
        try:
            await self._client.write("files.completeUploadExternal", files=files, channel_id=channel)
        except SendFailed as failed:
            raise _sorted(failed, ambiguous=failed.ambiguous) from None
        return f"{channel}:{id}"

    async def _put(self, file: Attached) -> str:
        """The id of an upload that has its bytes."""
        alt = {"alt_txt": file.alt[:LONGEST_ALT]} if file.picture and file.alt else {}
        asked = {"filename": file.name, "length": len(file.data), **alt}
        place = await self._client.write("files.getUploadURLExternal", **asked)
        await self._client.upload(string(place, "upload_url"), file.data)
        return string(place, "file_id")

    async def find(self, delivery: Delivery, channel: str) -> str | None:
        """Whether a file was shared: its reference, "" when it was not, None when Slack does not tell."""
        id = await self._memory.get(_key(delivery))
        if id is None:
            return ""
        absent = False
        for _ in range(LOOKS):
            await self._clock.sleep(BETWEEN_LOOKS)  # Slack may still be busy with it
            try:
                found = await self._client.read("files.info", file=id)
            except SendFailed as failed:
                absent = name_of(failed) == "file_not_found"
                continue
            if _is_shared(node(found, "file"), channel):
                return f"{channel}:{id}"
            absent = False
        return "" if absent else None


def _sorted(failed: SendFailed, *, ambiguous: bool) -> SendFailed:
    """The failure in the bot's terms: one that no other try can mend is told to the receiver."""
    why = REFUSED.get(name_of(failed))
    if why:
        return FileRefused(failed.reason, why)
    return SendFailed(
        failed.reason,
        permanent=failed.permanent,
        ambiguous=ambiguous,
        retry_after=failed.retry_after,
        held=failed.held,
    )


def _title(delivery: Delivery, file: Attached) -> str:
    """What stands above the file; what a picture shows is read out by itself."""
    title = plain(delivery.content.title)
    return (title if file.picture or not file.alt else f"{title} · {file.alt}")[:LONGEST_TITLE]


def _is_shared(file: Mapping[str, Any], channel: str) -> bool:
    return any(channel in node(file, "shares", where) for where in ("public", "private")) or any(
        channel in (file.get(where) or ()) for where in ("channels", "groups", "ims")
    )


def _key(delivery: Delivery) -> str:
    return f"upload:{delivery.key}"

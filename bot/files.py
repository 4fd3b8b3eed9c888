"""Fetches the files that came with messages, once those are answered, and hands their text on as if it was typed."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from adapters.base import FILE_LIMIT, TOO_BIG, Adapter
from bot.clock import Clock
from bot.errors import SendFailed
from bot.inbox import Inbox
from bot.rules.documents import UnreadableError, read_document
from bot.wire import Incoming
from storage import files as rows
from storage.engine import Database
from storage.files import Wanted

log = structlog.get_logger()

TRIES = 4
PAUSE = timedelta(seconds=20)
LEASE = timedelta(minutes=5)  # after which another process fetches, because the one that wanted to must have died
COMMAND = "/minutes"
UNREAD = "minutes.unread"
_COMMAND_LINE = re.compile(r"^([^\w\n]*(?:\(?\d{1,2}[.、)）]\s*)?)[/／、\\＼⁄∕]", re.MULTILINE)


class Files:
    """One file at a time. Its text comes in as an event of its own, whose key lets no file be read twice."""

    def __init__(self, database: Database, clock: Clock, inbox: Inbox, adapters: Mapping[str, Adapter]) -> None:
        self._database = database
        self._clock = clock
        self._inbox = inbox
        self._adapters = adapters

    async def fetch_one(self) -> bool:
        """Fetch the next file; False when there is none now."""
        now = self._clock.now()
        wanted = await self._database.run(rows.take, frozenset(self._adapters), now, now + LEASE)
        if wanted is None:
            return False
        event = await self._read(wanted)
        if event is None:
            await self._database.run(rows.put_off, wanted, self._clock.now() + PAUSE)
            return True
        await self._inbox.deliver(event)
        await self._database.run(rows.done, wanted)
        return True

    async def _read(self, wanted: Wanted) -> Incoming | None:
        """The event that carries the text, or tells why there is none; None to try again later."""
        event, file = wanted.event, wanted.event.file
        if file is None:
            raise LookupError("an event without a file was put down for fetching")
        if file.size > FILE_LIMIT:
            return _told(event, "size")
        try:
            data = await self._adapters[event.platform].fetch(file)
            text = await asyncio.to_thread(read_document, file.name, data)
        except SendFailed as failed:
            if not failed.permanent and wanted.tries + 1 < TRIES:
                return None
            log.warning("file not fetched", platform=event.platform, reason=failed.reason)
            return _told(event, "size" if failed.reason == TOO_BIG else "fetch")
        except UnreadableError as unreadable:
            return _told(event, unreadable.why)
        return replace(_next(event), text=f"{COMMAND}\n{_tame(text)}", addressed=True)


def _next(event: Incoming) -> Incoming:
    return replace(event, key=f"{event.key}:file", file=None, mentions=())


def _tame(text: str) -> str:
    """The text of a file in which nothing is a mention, and no line begins with a slash that stands for a command."""
    return _COMMAND_LINE.sub(r"\1⧸", text.replace("<@", "< @"))


def _told(event: Incoming, why: str) -> Incoming:
    """The event that lets the person know why their file was not read."""
    name = event.file.name if event.file else ""
    return replace(_next(event), kind="button", text="", action=UNREAD, value={"name": name, "why": why})
